//! What the sources tell of without saying whom: unlisted meetings, unnamed participants. It widens intervals.

use domain::id::Id;
use domain::indicator::{Collection, Indicator};
use domain::meeting::{MeetingSeries, MeetingStatus};
use domain::partnership::Partnership;
use domain::record::{Noun, RecordRef};
use domain::vocabulary::MeetingKind;

use crate::completeness::{claims_of, collection, declaration, meetings_of, people_at};
use crate::computed::{IntervalReason, IntervalReasonCode};
use crate::occasion::Directness;
use crate::view::NetworkView;

/// Which occasions are asked about. Empty lists do not narrow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The kinds of meeting.
    pub(crate) kinds: &'a [Id<MeetingKind>],
    /// How direct.
    pub(crate) directness: &'a [Directness],
    /// Of which partnership.
    pub(crate) partnership: Option<&'a Id<Partnership>>,
    /// How many of those asked about an unlisted bilateral meeting has room for: 1 when the other side is given.
    pub(crate) room: f64,
}

impl<'a> Asked<'a> {
    /// All occasions of some kinds, of a partnership or of any.
    pub(crate) fn of(kinds: &'a [Id<MeetingKind>], partnership: Option<&'a Id<Partnership>>) -> Self {
        Self { kinds, directness: &[], partnership, room: 2.0 }
    }

    fn is_kind(&self, kind: &Id<MeetingKind>) -> bool {
        self.kinds.is_empty() || self.kinds.contains(kind)
    }

    fn is_bilateral_only(&self) -> bool {
        !self.directness.is_empty() && self.directness.iter().all(|it| *it == Directness::Bilateral)
    }

    fn is_series(&self, view: &NetworkView, series: &MeetingSeries) -> bool {
        let kind = view.network().get(&series.kind);
        let is_plenary = kind.is_some_and(|it| it.is_plenary);
        let is_visit = kind.is_some_and(|it| it.is_visit);
        // A body's meetings have more than two parties; a visit has two.
        let may_be = |it: &Directness| match it {
            Directness::Bilateral => is_visit || (!is_plenary && series.body.is_none()),
            Directness::Small => !is_visit && !is_plenary,
            Directness::Plenary => !is_visit,
        };
        self.is_kind(&series.kind)
            && (self.directness.is_empty() || self.directness.iter().any(may_be))
            && series.status == MeetingStatus::Held
            && (self.partnership.is_none() || series.partnership.as_ref() == self.partnership)
            && view.view().certainty(&series.date).is_some()
    }
}

/// The sum of what reasons account for; none when one of them has no bound.
pub(crate) fn bound(reasons: &[IntervalReason]) -> Option<f64> {
    reasons.iter().map(|it| it.count).sum()
}

/// The meetings of series that no record lists, a reason for each series.
pub(crate) fn unlisted_meetings(view: &NetworkView, asked: Asked<'_>) -> Vec<IntervalReason> {
    let series = view.network().record().meeting_series.iter().filter(|it| asked.is_series(view, it));
    series.filter_map(|it| unlisted_of(view, it, 1.0)).collect()
}

/// The room for contacts that belong to nobody named: of unlisted visits, their hosts; of other occasions, the
/// people who are counted but not named, or have no bound when nobody counted them.
pub(crate) fn contact_capacity(view: &NetworkView, asked: Asked<'_>) -> Vec<IntervalReason> {
    let network = view.network();
    let record = network.record();
    let mut reasons = Vec::new();
    let mut counted_by_series: Vec<&Id<MeetingSeries>> = Vec::new();
    for series in record.meeting_series.iter().filter(|it| asked.is_series(view, it)) {
        let is_visit = network.get(&series.kind).is_some_and(|it| it.is_visit);
        if is_visit || asked.is_bilateral_only() {
            reasons.extend(unlisted_of(view, series, if is_visit { 1.0 } else { asked.room }));
            continue;
        }
        if let Some(declared) = declaration(view, &series.reference(), Collection::Participants) {
            counted_by_series.push(&series.key);
            let named: usize =
                meetings_of(view, series.key.as_str()).map(|it| people_at(view, it).len()).sum();
            reasons.extend(unnamed(view, series.reference(), declared, named));
        } else if series.has_unnamed_participants || unlisted_of(view, series, 1.0).is_some() {
            reasons.push(not_counted(view, series.reference()));
        }
    }
    for occasion in view.occasions() {
        let Some(meeting) = record.meetings.get(occasion.meeting) else { continue };
        let is_visit = network.get(&meeting.kind).is_some_and(|it| it.is_visit);
        let is_asked = asked.is_kind(&meeting.kind)
            && (asked.directness.is_empty() || asked.directness.contains(&occasion.directness))
            && (asked.partnership.is_none() || meeting.partnership.as_ref() == asked.partnership);
        let is_counted = meeting.series.as_ref().is_some_and(|it| counted_by_series.contains(&it));
        if is_visit || !is_asked || is_counted {
            continue;
        }
        if let Some(declared) = declaration(view, &meeting.key.reference(), Collection::Participants) {
            let named = people_at(view, occasion.meeting).len();
            reasons.extend(unnamed(view, meeting.reference(), declared, named));
        } else if meeting.has_unnamed_participants {
            reasons.push(not_counted(view, meeting.reference()));
        }
    }
    reasons
}

/// The signatories of a partnership, or of all, that are declared and not named: a reason for each partnership.
pub(crate) fn unnamed_signatories(
    view: &NetworkView,
    partnership: Option<&Id<Partnership>>,
) -> Vec<IntervalReason> {
    let partnerships = view.network().record().partnerships.iter();
    partnerships
        .filter(|it| partnership.is_none_or(|wanted| it.key == *wanted))
        .filter(|it| declaration(view, &it.reference(), Collection::Signatories).is_some())
        .filter_map(|it| {
            let found = collection(view, &it.reference(), Collection::Signatories);
            let count = found.unattributed().filter(|it| *it > 0.0)?;
            Some(IntervalReason {
                code: IntervalReasonCode::SignatoriesNotNamed,
                count: Some(count),
                message: format!("{count} of the declared signatories are not named"),
                about: Some(it.reference()),
                claims: claims_of(view, found.indicator.as_ref()),
            })
        })
        .collect()
}

fn unlisted_of(view: &NetworkView, series: &MeetingSeries, room: f64) -> Option<IntervalReason> {
    let about = series.reference();
    let listed = meetings_of(view, series.key.as_str()).count() as f64;
    let declared = declaration(view, &about, Collection::Meetings);
    let (count, message, claims) = match declared {
        Some(declared) if declared.value > listed => {
            let unlisted = declared.value - listed;
            let message =
                format!("{unlisted} of the {} meetings of the series are not listed", declared.value);
            (Some(unlisted * room), message, claims_of(view, Some(&declared.key)))
        }
        None if listed == 0.0 => {
            let message = "meetings of the series are neither listed nor counted".to_owned();
            (None, message, view.network().claims_about(&about).map(|it| it.key.clone()).collect())
        }
        _ => return None,
    };
    Some(IntervalReason {
        code: IntervalReasonCode::UnlistedMeetings,
        count,
        message,
        about: Some(about),
        claims,
    })
}

fn unnamed(
    view: &NetworkView,
    about: RecordRef,
    declared: &Indicator,
    named: usize,
) -> Option<IntervalReason> {
    let unnamed = declared.value - named as f64;
    (unnamed > 0.0).then(|| IntervalReason {
        code: IntervalReasonCode::UnnamedParticipants,
        count: Some(unnamed),
        message: format!("{unnamed} of the {} people counted are not named", declared.value),
        about: Some(about),
        claims: claims_of(view, Some(&declared.key)),
    })
}

fn not_counted(view: &NetworkView, about: RecordRef) -> IntervalReason {
    IntervalReason {
        code: IntervalReasonCode::ParticipantsNotCounted,
        count: None,
        message: "people took part of whom nobody says who or how many".to_owned(),
        claims: view.network().claims_about(&about).map(|it| it.key.clone()).collect(),
        about: Some(about),
    }
}
