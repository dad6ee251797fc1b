//! Action items: what is to be done after a resolution.

use async_graphql::{Object, Result};
use domain::resolution as noun;
use service::graph::follow_up;

use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::language::Language;
use super::node::Node;
use super::party::Party;
use super::recorded::{NotRecorded, missing};
use super::resolution::Resolution;
use super::scalars::Date;
use super::words::{ActionKind, ActionStatus, Confidence, DueState, RecordedValue};

record_nodes! {
    /// Something to be done after a resolution.
    ActionItem(noun::ActionItem);
}

#[Object(use_type_description)]
impl ActionItem {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::ActionItem> {
        RecordFields(self.0.clone())
    }

    /// The resolution that it follows from.
    fn resolution(&self) -> Result<Resolution> {
        Resolution::require(self.context(), &self.record().resolution)
    }

    /// The kind.
    fn kind(&self) -> ActionKind {
        self.record().kind.into()
    }

    /// What is to be done, in our own words.
    fn text(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().text_pl, self.record().text_en.as_ref())
    }

    /// The window in which it is due; unknown when not recorded.
    fn due(&self) -> PartialDate {
        PartialDate(self.record().due)
    }

    /// Who is responsible; empty when not recorded: `responsibleRecorded` tells.
    fn responsible(&self) -> Result<Vec<Party>> {
        Party::show_all(self.context(), &self.record().responsible)
    }

    /// Whether the record says who is responsible: `YES` or `NOT_RECORDED`.
    fn responsible_recorded(&self) -> RecordedValue {
        if self.record().responsible.is_empty() { RecordedValue::NotRecorded } else { RecordedValue::Yes }
    }

    /// Towards whom; empty when not recorded.
    fn addressees(&self) -> Result<Vec<Party>> {
        Party::show_all(self.context(), &self.record().addressees)
    }

    /// Who else takes part; empty when not recorded.
    fn co_participants(&self) -> Result<Vec<Party>> {
        Party::show_all(self.context(), &self.record().co_participants)
    }

    /// What became of it.
    fn status(&self) -> ActionStatus {
        self.record().status.into()
    }

    /// Meetings or documents that show it done; empty when none is recorded.
    fn evidence_links(&self) -> Vec<Node> {
        self.record().evidence.iter().filter_map(|it| Node::of(self.context(), it)).collect()
    }

    /// Records that may show it done: suggested, and not counted until a person confirms it.
    fn possible_evidence(&self) -> Vec<Node> {
        self.record().possible_evidence.iter().filter_map(|it| Node::of(self.context(), it)).collect()
    }

    /// The action items that must come first.
    fn depends_on(&self) -> Vec<ActionItem> {
        Self::find_all(self.context(), &self.record().depends_on)
    }

    /// How it is known, by the strongest of its claims.
    fn confidence(&self) -> Confidence {
        super::strongest(self.context(), &self.0.reference())
    }

    /// Whether it is due on a day.
    fn due_state(&self, #[graphql(desc = "The day.")] on: Date) -> DueState {
        follow_up::due_state(self.record(), on.0).into()
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("responsible", it.responsible.is_empty(), "the sources do not say who is responsible"),
            ("due", it.due.is_unknown(), "the sources do not say by when"),
            (
                "status",
                it.status == noun::ActionStatus::NotStated,
                "the sources do not say what became of it",
            ),
        ])
    }
}
