//! Resolutions: conclusions, recommendations, proposals, pledges.

use async_graphql::{Object, Result};
use domain::record::Noun as _;
use domain::resolution as noun;
use service::graph::selection;

use super::action_item::ActionItem;
use super::body::Body;
use super::computed::counts::ResolutionCounts;
use super::connection::{self, paged_fields};
use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::language::Language;
use super::meeting::Meeting;
use super::party::Party;
use super::person::Person;
use super::recorded::{NotRecorded, missing};
use super::series::MeetingSeries;
use super::vocabulary::Topic;
use super::words::ResolutionKind;

record_nodes! {
    /// A resolution of a meeting, or of a series when the source does not say of which meeting.
    Resolution(noun::Resolution);
}

#[Object(use_type_description)]
impl Resolution {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Resolution> {
        RecordFields(self.0.clone())
    }

    /// The kind.
    fn kind(&self) -> ResolutionKind {
        self.record().kind.into()
    }

    /// What it says, in our own words.
    fn text(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().text_pl, self.record().text_en.as_ref())
    }

    /// Who adopted it; null when not recorded.
    fn body(&self) -> Option<Body> {
        Body::find_some(self.context(), self.record().body.as_ref())
    }

    /// The meeting; null when only the series is known.
    fn meeting(&self) -> Option<Meeting> {
        Meeting::find_some(self.context(), self.record().meeting.as_ref())
    }

    /// The series, when the meeting is not known; null when it is.
    fn series(&self) -> Option<MeetingSeries> {
        MeetingSeries::find_some(self.context(), self.record().series.as_ref())
    }

    /// When; unknown when not recorded.
    fn date(&self) -> PartialDate {
        PartialDate(self.record().date)
    }

    /// Who proposed or pledged it; null when not recorded.
    fn proposed_by(&self) -> Option<Party> {
        Party::show_some(self.context(), self.record().proposed_by.as_ref())
    }

    /// The person who did; null when not recorded.
    fn person(&self) -> Option<Person> {
        Person::find_some(self.context(), self.record().person.as_ref())
    }

    /// To whom it is addressed; null when not recorded.
    fn addressee(&self) -> Option<Party> {
        Party::show_some(self.context(), self.record().addressee.as_ref())
    }

    /// With whom it was drawn up; empty when not recorded.
    fn in_cooperation_with(&self) -> Result<Vec<Party>> {
        Party::show_all(self.context(), &self.record().in_cooperation_with)
    }

    /// The topics; empty when none is recorded.
    fn topics(&self) -> Vec<Topic> {
        Topic::find_all(self.context(), &self.record().topics)
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("addressee", it.addressee.is_none(), "the sources do not say to whom it is addressed"),
            ("proposedBy", it.proposed_by.is_none(), "the sources do not say who proposed it"),
            ("meeting", it.meeting.is_none(), "the sources do not say at which meeting"),
            ("date", it.date.is_unknown(), "the sources do not say when"),
        ])
    }

    #[graphql(flatten)]
    fn lists(&self) -> ResolutionLists {
        ResolutionLists(self.clone())
    }

    #[graphql(flatten)]
    fn counts(&self) -> ResolutionCounts {
        ResolutionCounts(self.clone())
    }
}

paged_fields! {
    /// The lists of a resolution.
    ResolutionLists of Resolution;

    /// What is to be done after it, in order of keys.
    fn action_items(node, ctx, page) -> ActionItem {
        let it = node.record();
        let filter = selection::ActionItemFilter { resolution: Some(it.key.clone()), ..Default::default() };
        let positions = selection::action_items(&node.context().view, &filter);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }
}
