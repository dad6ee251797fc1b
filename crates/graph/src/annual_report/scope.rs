//! What belongs to a partnership's report of a year: its bodies, its meetings by part of the report, and the meetings of
//! no partnership that it took part in.

use std::collections::{BTreeMap, BTreeSet};

use domain::body::Body;
use domain::date::Period;
use domain::document::{DocumentKind, SourceDocument};
use domain::id::Id;
use domain::meeting::{Meeting, MeetingSeries, Participation};
use domain::partnership::{Partnership, PartnershipRole};
use domain::party::Party;
use domain::polish::CollationKey;
use domain::record::{Noun, RecordRef};
use domain::vocabulary::{MeetingKind, TieBasis};

use crate::network::{Network, Position};
use crate::occasion::{Certainty, Occasion};
use crate::view::NetworkView;

/// A part of the report that meetings fall into.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// All signatories were called.
    Plenary,
    /// A body of the partnership met, by its place in [`ReportScope::bodies`].
    Body(usize),
    /// A meeting of no partnership that this one took part in.
    Cooperation,
    /// Another meeting of the partnership.
    Other,
    /// A workshop, seminar or conference.
    Event,
    /// A consultation visit.
    Visit,
}

/// The series and meetings of a part.
#[derive(Debug, Default)]
pub(super) struct Group<'a> {
    /// Series dated in the year for certain, in order of keys.
    pub(super) series: Vec<&'a MeetingSeries>,
    /// Held meetings that lie in the year for certain and belong to none of these series, in order of keys.
    pub(super) meetings: Vec<&'a Occasion>,
    /// Held meetings that may lie in the year, but not for certain.
    pub(super) possible: Vec<RecordRef>,
}

/// What the report of a partnership and a year is about.
pub(super) struct ReportScope<'a> {
    /// The view of the year.
    pub(super) view: &'a NetworkView,
    /// The partnership.
    pub(super) partnership: &'a Partnership,
    /// The year as a window.
    pub(super) period: Period,
    /// The partnership's bodies, by name in Polish order.
    pub(super) bodies: Vec<&'a Body>,
    /// The meetings by part.
    pub(super) groups: BTreeMap<Part, Group<'a>>,
    /// The participations in series as wholes.
    pub(super) in_series: BTreeMap<&'a str, Vec<&'a Participation>>,
    /// Institutions that lead the partnership or run its secretariat, rolled up.
    coordinators: Vec<Position>,
    /// Offices that do.
    offices: Vec<Party>,
    /// Reports on activities that tell of the partnership.
    reports: BTreeSet<&'a Id<SourceDocument>>,
}

impl<'a> ReportScope<'a> {
    pub(super) fn new(view: &'a NetworkView, partnership: &'a Partnership, period: Period) -> Self {
        let network = view.network();
        let record = network.record();
        let mut bodies: Vec<_> =
            record.bodies.iter().filter(|it| it.partnership.as_ref() == Some(&partnership.key)).collect();
        bodies.sort_by_cached_key(|it| (CollationKey::new(it.name_pl.as_str()), it.key.clone()));
        let mut in_series = BTreeMap::<&str, Vec<&Participation>>::new();
        for (index, it) in (0u32..).zip(&record.participations) {
            let counts = network.participation_strength(index).counts_on(view.view().basis);
            if let Some(series) = it.series.as_ref().filter(|_| counts) {
                in_series.entry(series.as_str()).or_default().push(it);
            }
        }
        let roles = [PartnershipRole::Lead, PartnershipRole::Secretariat];
        let members = view.memberships(Some(&partnership.key), &roles).map(|it| it.0);
        let offices =
            members.map(|it| it.party.clone()).filter(|it| matches!(it, Party::Office(_))).collect();
        let mut scope = Self {
            view,
            partnership,
            period,
            bodies,
            groups: BTreeMap::new(),
            in_series,
            coordinators: view.parties_in_role(Some(&partnership.key), &roles),
            offices,
            reports: reports(network, partnership, &period),
        };
        scope.sort_meetings();
        scope
    }

    /// The group of a part, empty when it has nothing.
    pub(super) fn group(&self, part: &Part) -> Option<&Group<'a>> {
        self.groups.get(part)
    }

    /// Whether a party coordinates the partnership or is a body of it.
    pub(super) fn acts_for(&self, party: &Party) -> bool {
        let network = self.view.network();
        match party {
            Party::Institution(_) => {
                network.involved_institution(party).is_some_and(|it| self.coordinators.contains(&it))
            }
            Party::Body(body) => self.bodies.iter().any(|it| it.key == *body),
            Party::Office(_) => self.offices.contains(party),
            Party::Group(_) => false,
        }
    }

    /// Whether a report on activities that tells of the partnership tells of a record, too.
    pub(super) fn is_reported(&self, record: &RecordRef) -> bool {
        !self.reports.is_empty()
            && self.view.network().claims_about(record).any(|it| self.reports.contains(&it.document))
    }

    /// Whether a meeting or series is of the partnership: it, its body or its series says so.
    pub(super) fn is_own(
        &self,
        partnership: Option<&Id<Partnership>>,
        body: Option<&Id<Body>>,
        series: Option<&Id<MeetingSeries>>,
    ) -> bool {
        let own = &self.partnership.key;
        let series = series.and_then(|it| self.view.network().get(it));
        partnership == Some(own)
            || body.is_some_and(|it| self.bodies.iter().any(|body| body.key == *it))
            || series.is_some_and(|it| self.is_own(it.partnership.as_ref(), it.body.as_ref(), None))
    }

    fn sort_meetings(&mut self) {
        let view = self.view;
        let record = view.network().record();
        let mut known = BTreeSet::new();
        for series in &record.meeting_series {
            if view.view().certainty(&series.date) == Some(Certainty::Certain)
                && let Some(part) = self.part_of_series(series)
            {
                known.insert(&series.key);
                self.groups.entry(part).or_default().series.push(series);
            }
        }
        for occasion in view.occasions() {
            let Some(meeting) = record.meetings.get(occasion.meeting) else { continue };
            if meeting.series.as_ref().is_some_and(|it| known.contains(it)) {
                continue;
            }
            let Some(part) = self.part_of_meeting(occasion, meeting) else { continue };
            let group = self.groups.entry(part).or_default();
            match occasion.certainty {
                Certainty::Certain => group.meetings.push(occasion),
                Certainty::Possible => group.possible.push(meeting.reference()),
            }
        }
    }

    fn part_of_series(&self, series: &MeetingSeries) -> Option<Part> {
        let kind = self.view.network().get(&series.kind)?;
        if self.is_own(series.partnership.as_ref(), series.body.as_ref(), None) {
            return Some(self.own_part(kind, series.body.as_ref()));
        }
        let takes_part = || {
            let parties = self.in_series.get(series.key.as_str());
            parties.into_iter().flatten().any(|it| self.acts_for(&it.party))
        };
        let is_free = self.is_free(series.partnership.as_ref(), series.body.as_ref());
        (is_free && (takes_part() || self.is_reported(&series.reference()))).then(|| outer_part(kind))
    }

    fn part_of_meeting(&self, occasion: &Occasion, meeting: &Meeting) -> Option<Part> {
        let network = self.view.network();
        let kind = network.get(&meeting.kind)?;
        if self.is_own(meeting.partnership.as_ref(), meeting.body.as_ref(), meeting.series.as_ref()) {
            return Some(self.own_part(kind, meeting.body.as_ref()));
        }
        let takes_part = || {
            let institutions = occasion.involved.iter().any(|it| self.coordinators.contains(&it.institution));
            let parties = network.participations_of(occasion.meeting).iter();
            let mut parties = parties.filter_map(|it| network.record().participations.get(*it as usize));
            institutions || parties.any(|it| it.is_involvement() && self.acts_for(&it.party))
        };
        let is_free = self.is_free(meeting.partnership.as_ref(), meeting.body.as_ref());
        (is_free && (takes_part() || self.is_reported(&meeting.reference()))).then(|| outer_part(kind))
    }

    /// Whether it is of no partnership.
    fn is_free(&self, partnership: Option<&Id<Partnership>>, body: Option<&Id<Body>>) -> bool {
        let body = body.and_then(|it| self.view.network().get(it));
        partnership.is_none() && body.is_none_or(|it| it.partnership.is_none())
    }

    fn own_part(&self, kind: &MeetingKind, body: Option<&Id<Body>>) -> Part {
        let of_body = body.and_then(|it| self.bodies.iter().position(|body| body.key == *it));
        match of_body {
            _ if kind.is_plenary => Part::Plenary,
            _ if kind.is_visit => Part::Visit,
            Some(body) => Part::Body(body),
            None if kind.tie_basis == TieBasis::Mass => Part::Event,
            None => Part::Other,
        }
    }
}

fn outer_part(kind: &MeetingKind) -> Part {
    if kind.tie_basis == TieBasis::Mass { Part::Event } else { Part::Cooperation }
}

/// The reports on activities of the year that support the partnership, so that what else they tell of is told with it.
fn reports<'a>(
    network: &'a Network,
    partnership: &Partnership,
    period: &Period,
) -> BTreeSet<&'a Id<SourceDocument>> {
    let supporting: BTreeSet<_> =
        network.claims_about(&partnership.reference()).map(|it| it.document.clone()).collect();
    let documents = network.record().documents.iter();
    documents
        .filter(|it| it.kind == DocumentKind::ActivityReport && supporting.contains(&it.key))
        .filter(|it| it.covers.certainly_in(period))
        .map(|it| &it.key)
        .collect()
}
