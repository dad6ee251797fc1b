//! Series of meetings, of which a source tells together.

use async_graphql::{Object, Result};
use domain::indicator::Collection;
use domain::meeting as noun;
use domain::record::Noun as _;
use service::graph::selection;

use super::body::Body;
use super::completeness::Completeness;
use super::computed::counts::MeetingSeriesCounts;
use super::connection::{self, paged_fields};
use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::input::ParticipationFilter;
use super::language::{Language, text};
use super::meeting::Meeting;
use super::participation::{self, Participation};
use super::partnership::Partnership;
use super::recorded::{NotRecorded, missing};
use super::resolution::Resolution;
use super::vocabulary::{MeetingKind, Topic};
use super::words::MeetingStatus;

record_nodes! {
    /// A series of meetings. It is not itself an occasion; how many meetings and people there were is declared.
    MeetingSeries(noun::MeetingSeries);
}

#[Object(use_type_description)]
impl MeetingSeries {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::MeetingSeries> {
        RecordFields(self.0.clone())
    }

    /// What it is called here.
    fn name(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().name_pl, self.record().name_en.as_ref())
    }

    /// The kind of its meetings.
    fn kind(&self) -> Result<MeetingKind> {
        MeetingKind::require(self.context(), &self.record().kind)
    }

    /// When its meetings took place; unknown when not recorded.
    fn date(&self) -> PartialDate {
        PartialDate(self.record().date)
    }

    /// Whether they took place.
    fn status(&self) -> MeetingStatus {
        self.record().status.into()
    }

    /// The partnership; null when not recorded.
    fn partnership(&self) -> Option<Partnership> {
        Partnership::find_some(self.context(), self.record().partnership.as_ref())
    }

    /// The body that met; null when none did.
    fn body(&self) -> Option<Body> {
        Body::find_some(self.context(), self.record().body.as_ref())
    }

    /// Its topics; empty when none is recorded.
    fn topics(&self) -> Vec<Topic> {
        Topic::find_all(self.context(), &self.record().topics)
    }

    /// Whether several people came of whom nobody says how many or who.
    fn has_unnamed_participants(&self) -> bool {
        self.record().has_unnamed_participants
    }

    /// The mean number of people at a meeting: declared attendances by declared meetings; null when either is not
    /// declared.
    fn participants_per_meeting(&self) -> Option<f64> {
        self.mean_attendance()
    }

    /// What sources declare of its meetings and participants against what is recorded.
    fn completeness(&self) -> Vec<Completeness> {
        Completeness::of_record(self.context(), &self.0.reference())
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("date", it.date.is_unknown(), "the sources do not say when"),
            (
                "status",
                it.status == noun::MeetingStatus::Unknown,
                "the sources do not say whether they were held",
            ),
            (
                "participantsPerMeeting",
                self.mean_attendance().is_none(),
                "the sources do not declare both how many meetings there were and how many people came",
            ),
            ("participations", it.has_unnamed_participants, "people came of whom the sources do not say who"),
        ])
    }

    #[graphql(flatten)]
    fn lists(&self) -> MeetingSeriesLists {
        MeetingSeriesLists(self.clone())
    }

    #[graphql(flatten)]
    fn counts(&self) -> MeetingSeriesCounts {
        MeetingSeriesCounts(self.clone())
    }
}

impl MeetingSeries {
    fn mean_attendance(&self) -> Option<f64> {
        let declared = |what| {
            service::graph::completeness::collection(&self.context().view, &self.0.reference(), what).declared
        };
        let (people, meetings) = (declared(Collection::Participants)?, declared(Collection::Meetings)?);
        (meetings > 0.0).then(|| people / meetings)
    }
}

paged_fields! {
    /// The lists of a series.
    MeetingSeriesLists of MeetingSeries;

    /// Its recorded meetings that may lie in the window, in order of their keys; `completeness` tells how many more
    /// are declared.
    fn meetings(node, ctx, page) -> Meeting {
        let it = node.record();
        let filter = selection::MeetingFilter { series: Some(it.key.clone()), ..Default::default() };
        let positions = selection::meetings(&node.context().view, &filter, &[]);
        let declared = Completeness::of_collection(node.context(), &it.reference(), Collection::Meetings);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared)
    }

    /// Parts in the series of which no source says in which of its meetings, on this view's basis.
    fn participations(node, ctx, page,
        #[graphql(desc = "Which participations; none for all.")] filter: Option<ParticipationFilter>,
    ) -> Participation {
        let it = node.record();
        let filter = filter.unwrap_or_default().read(node.context())?;
        let positions = participation::positions(node.context(), &filter, |part| part.series.as_ref() == Some(&it.key));
        let declared = Completeness::of_collection(node.context(), &it.reference(), Collection::Participants);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared)
    }

    /// Resolutions of the series and of its meetings, in order of their keys.
    fn resolutions(node, ctx, page) -> Resolution {
        let it = node.record();
        let filter = selection::ResolutionFilter { series: Some(it.key.clone()), ..Default::default() };
        let positions = selection::resolutions(&node.context().view, &filter);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }
}
