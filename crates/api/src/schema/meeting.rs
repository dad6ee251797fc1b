//! Meetings.

use async_graphql::{Object, Result};
use domain::indicator::Collection;
use domain::meeting as noun;
use domain::record::Noun as _;
use service::graph::occasion::{Certainty, Occasion};
use service::graph::selection;

use super::action_item::ActionItem;
use super::body::Body;
use super::completeness::Completeness;
use super::computed::counts::MeetingCounts;
use super::connection::{self, paged_fields};
use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::evidence;
use super::input::ParticipationFilter;
use super::institution::Institution;
use super::language::{Language, text};
use super::participation::{self, Participation};
use super::partnership::Partnership;
use super::recorded::{NotRecorded, Recorded, missing};
use super::resolution::Resolution;
use super::series::MeetingSeries;
use super::territory::TerritorialUnit;
use super::vocabulary::{MeetingKind, Topic};
use super::words::{Directness, MeetingStatus};

record_nodes! {
    /// A meeting. Only one that was held is an occasion, by which institutions are in contact.
    Meeting(noun::Meeting);
}

#[Object(use_type_description)]
impl Meeting {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Meeting> {
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

    /// The title that the event itself bore; null when none is recorded.
    fn title(&self) -> Option<&str> {
        text(&self.record().title)
    }

    /// The kind.
    fn kind(&self) -> Result<MeetingKind> {
        MeetingKind::require(self.context(), &self.record().kind)
    }

    /// When, as precisely as the sources say; unknown when they give no date.
    fn date(&self) -> PartialDate {
        PartialDate(self.record().date)
    }

    /// Whether it took place.
    fn status(&self) -> MeetingStatus {
        self.record().status.into()
    }

    /// Where; null when not recorded.
    fn place(&self) -> Option<TerritorialUnit> {
        TerritorialUnit::find_some(self.context(), self.record().place.as_ref())
    }

    /// The partnership that met; null when not recorded.
    fn partnership(&self) -> Option<Partnership> {
        Partnership::find_some(self.context(), self.record().partnership.as_ref())
    }

    /// The body that met; null when none did.
    fn body(&self) -> Option<Body> {
        Body::find_some(self.context(), self.record().body.as_ref())
    }

    /// The series that it belongs to; null when it belongs to none.
    fn series(&self) -> Option<MeetingSeries> {
        MeetingSeries::find_some(self.context(), self.record().series.as_ref())
    }

    /// Its topics; empty when none is recorded.
    fn topics(&self) -> Vec<Topic> {
        Topic::find_all(self.context(), &self.record().topics)
    }

    /// The institutions that hosted it, on this view's basis; empty when not recorded.
    fn hosts(&self) -> Vec<Institution> {
        self.hosting()
    }

    /// How direct a contact it was, by the institutions listed on this view's basis; null when it was not held.
    fn directness(&self) -> Option<Directness> {
        self.occasion().map(|it| it.directness.into())
    }

    /// Whether people came of whom the sources say neither who nor how many.
    fn has_unnamed_participants(&self) -> bool {
        self.record().has_unnamed_participants
    }

    /// Another record that may be of the same meeting; null when there is none.
    fn possible_duplicate_of(&self) -> Option<Meeting> {
        Self::find_some(self.context(), self.record().possible_duplicate_of.as_ref())
    }

    /// Whether it is the same meeting as `possibleDuplicateOf`.
    fn duplicate(&self) -> Recorded {
        match &self.record().possible_duplicate_of {
            None => Recorded::no("no other record is thought to be of this meeting", Vec::new()),
            Some(other) => {
                let claims = evidence::of(self.context(), &other.reference());
                Recorded::not_recorded("the sources do not say whether the two are one meeting", claims)
            }
        }
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        let takes_place = it.status != noun::MeetingStatus::Cancelled;
        missing(&[
            ("date", it.date.is_unknown(), "the sources do not say when it was"),
            (
                "status",
                it.status == noun::MeetingStatus::Unknown,
                "the sources do not say whether it was held",
            ),
            ("place", takes_place && it.place.is_none(), "the sources do not say where it was"),
            ("hosts", takes_place && self.hosting().is_empty(), "the sources do not say who hosted it"),
            (
                "participations",
                it.has_unnamed_participants,
                "people came of whom the sources say neither who nor how many",
            ),
        ])
    }

    #[graphql(flatten)]
    fn lists(&self) -> MeetingLists {
        MeetingLists(self.clone())
    }

    #[graphql(flatten)]
    fn counts(&self) -> MeetingCounts {
        MeetingCounts(self.clone())
    }
}

impl Meeting {
    fn hosting(&self) -> Vec<Institution> {
        let positions = participation::positions(self.context(), &participation::Filter::default(), |it| {
            it.meeting.as_ref() == Some(&self.record().key) && it.role == noun::MeetingRole::Host
        });
        let list = &self.0.network().record().participations;
        let parties = positions.iter().filter_map(|it| list.get(*it as usize)?.party.institution());
        let mut keys: Vec<_> = parties.collect();
        keys.dedup();
        keys.into_iter().filter_map(|it| Institution::find(self.context(), it)).collect()
    }

    /// The meeting as an occasion on the view's basis, whatever the window; none when it was not held.
    pub(crate) fn occasion(&self) -> Option<Occasion> {
        let basis = self.context().view.view().basis;
        Occasion::read(self.0.network(), self.0.position() as usize, basis, Certainty::Certain)
    }
}

paged_fields! {
    /// The lists of a meeting.
    MeetingLists of Meeting;

    /// Who took part, was invited or had another role, on this view's basis, in order of keys.
    fn participations(node, ctx, page,
        #[graphql(desc = "Which participations; none for all.")] filter: Option<ParticipationFilter>,
    ) -> Participation {
        let it = node.record();
        let filter = filter.unwrap_or_default().read(node.context())?;
        let positions = participation::positions(node.context(), &filter, |part| part.meeting.as_ref() == Some(&it.key));
        let declared = Completeness::of_collection(node.context(), &it.reference(), Collection::Participants);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared)
    }

    /// The institutions involved, each once: hosts, organisers and those that somebody present came from. Units count
    /// for their institution where their type says so. Empty when it was not held.
    fn institutions(node, ctx, page) -> Institution {
        let it = node.record();
        let involved = node.occasion().map(|it| it.involved).unwrap_or_default();
        let positions: Vec<_> = involved.iter().map(|it| it.institution).collect();
        let declared = Completeness::of_collection(node.context(), &it.reference(), Collection::Participants);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared)
    }

    /// Its resolutions, in order of their keys.
    fn resolutions(node, ctx, page) -> Resolution {
        let it = node.record();
        let filter = selection::ResolutionFilter { meeting: Some(it.key.clone()), ..Default::default() };
        let positions = selection::resolutions(&node.context().view, &filter);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }

    /// What is to be done after it, in order of keys.
    fn action_items(node, ctx, page) -> ActionItem {
        let it = node.record();
        let filter = selection::ActionItemFilter { meeting: Some(it.key.clone()), ..Default::default() };
        let positions = selection::action_items(&node.context().view, &filter);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }
}
