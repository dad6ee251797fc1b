//! Resolutions, and what is to be done after them.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::keeping::action::{self as action_verbs, ActionChange, ActionEvidence, AddedAction, NewAction};
use domain::keeping::resolution::{self as verbs, Adopted, NewResolution, RecordedResolution};
use domain::record::RecordRef;
use service::Act;

use super::input::{
    PartyInput, Read, RecordInput, clearable_label, date, invalid, keep_inputs, label, list, maybe_label,
};
use super::keep;
use super::meeting::{ids, parties};
use super::payload::keep_payloads;
use crate::schema::action_item::ActionItem;
use crate::schema::id;
use crate::schema::permission::requires;
use crate::schema::resolution::Resolution;
use crate::schema::words::{ActionKind, ActionStatus, Permission, ResolutionKind};

/// The most resolutions of a meeting, and actions after a resolution.
const LIST_MAX: usize = 200;

/// The most parties of a resolution or an action in one role.
const PARTIES_MAX: usize = 100;

/// The most records that are named at once as evidence.
const EVIDENCE_MAX: usize = 10;

/// Something that is to be done.
#[derive(Debug, Clone, InputObject)]
pub struct NewActionInput {
    /// The kind.
    #[graphql(default_with = "ActionKind::Other")]
    pub kind: ActionKind,
    /// What is to be done, in Polish, at most 1,000 characters.
    pub text_pl: String,
    /// What is to be done, in English.
    pub text_en: Option<String>,
    /// By when, or the window in which it is due, in EDTF; left out when nobody says.
    pub due: Option<String>,
    /// Who is responsible, at most 100; empty when nobody says.
    #[graphql(default)]
    pub responsible: Vec<PartyInput>,
    /// Towards whom, at most 100.
    #[graphql(default)]
    pub addressees: Vec<PartyInput>,
    /// Who else takes part, at most 100.
    #[graphql(default)]
    pub co_participants: Vec<PartyInput>,
    /// The actions that must come first, at most 50.
    #[graphql(default)]
    pub depends_on: Vec<RecordInput>,
}

impl NewActionInput {
    fn read(&self, path: &str) -> Read<NewAction> {
        let at = |field: &str| if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") };
        Ok(NewAction {
            kind: self.kind.into(),
            text_pl: label(&self.text_pl, &at("textPl"))?,
            text_en: maybe_label(self.text_en.as_deref(), &at("textEn"))?,
            due: date(self.due.as_deref(), &at("due"))?,
            responsible: parties(&self.responsible, PARTIES_MAX, &at("responsible"))?,
            addressees: parties(&self.addressees, PARTIES_MAX, &at("addressees"))?,
            co_participants: parties(&self.co_participants, PARTIES_MAX, &at("coParticipants"))?,
            depends_on: ids(&self.depends_on, &at("dependsOn"))?,
        })
    }
}

/// A resolution, with what is to be done after it.
#[derive(Debug, Clone, InputObject)]
pub struct NewResolutionInput {
    /// The kind.
    pub kind: ResolutionKind,
    /// What it says, in Polish, in words of our own, at most 1,000 characters.
    pub text_pl: String,
    /// What it says, in English.
    pub text_en: Option<String>,
    /// Topics, at most 50.
    #[graphql(default)]
    pub topics: Vec<RecordInput>,
    /// Who proposed or pledged it.
    pub proposed_by: Option<PartyInput>,
    /// The person who did: one of the record.
    pub person: Option<RecordInput>,
    /// To whom it is addressed.
    pub addressee: Option<PartyInput>,
    /// With whom it was drawn up, at most 100.
    #[graphql(default)]
    pub in_cooperation_with: Vec<PartyInput>,
    /// What is to be done after it, at most 200.
    #[graphql(default)]
    pub actions: Vec<NewActionInput>,
}

impl NewResolutionInput {
    fn read(&self, path: &str) -> Read<NewResolution> {
        let at = |field: &str| format!("{path}.{field}");
        let party =
            |it: &Option<PartyInput>, field: &str| it.as_ref().map(|it| it.read(&at(field))).transpose();
        Ok(NewResolution {
            kind: self.kind.into(),
            text_pl: label(&self.text_pl, &at("textPl"))?,
            text_en: maybe_label(self.text_en.as_deref(), &at("textEn"))?,
            topics: ids(&self.topics, &at("topics"))?,
            proposed_by: party(&self.proposed_by, "proposedBy")?,
            person: self.person.as_ref().map(|it| it.read(&at("person"))).transpose()?,
            addressee: party(&self.addressee, "addressee")?,
            in_cooperation_with: parties(&self.in_cooperation_with, PARTIES_MAX, &at("inCooperationWith"))?,
            actions: list(&self.actions, LIST_MAX, &at("actions"), NewActionInput::read)?,
        })
    }
}

/// The resolutions of a meeting.
pub(super) fn resolutions(all: &[NewResolutionInput]) -> Read<Vec<NewResolution>> {
    list(all, LIST_MAX, "resolutions", NewResolutionInput::read)
}

keep_inputs! {
    /// A resolution that is to be recorded.
    RecordResolutionInput {
        /// The meeting that resolved it.
        meeting: Option<RecordInput>,
        /// The series of meetings, when the meeting is not known.
        series: Option<RecordInput>,
        /// The body that adopted it; left out for that of the meeting.
        body: Option<RecordInput>,
        /// When, in EDTF; left out for the date of the meeting.
        date: Option<String>,
        /// The resolution.
        resolution: NewResolutionInput,
    }
    /// Something that is to be done after a resolution.
    AddActionItemInput {
        /// The resolution.
        resolution: RecordInput,
        /// What is to be done.
        action: NewActionInput,
    }
    /// What of an action is to be another. What is left out stays as it is.
    AmendActionItemInput {
        /// The action.
        action: RecordInput,
        /// The kind.
        kind: Option<ActionKind>,
        /// What is to be done, in Polish.
        text_pl: Option<String>,
        /// What is to be done, in English; null empties it.
        text_en: MaybeUndefined<String>,
        /// The window in which it is due, in EDTF; empty when nobody says.
        due: Option<String>,
        /// Who is responsible, all of them, at most 100.
        responsible: Option<Vec<PartyInput>>,
        /// Towards whom, all of them, at most 100.
        addressees: Option<Vec<PartyInput>>,
        /// Who else takes part, all of them, at most 100.
        co_participants: Option<Vec<PartyInput>>,
        /// The actions that must come first, all of them, at most 50.
        depends_on: Option<Vec<RecordInput>>,
    }
    /// What became of an action.
    RecordActionEvidenceInput {
        /// The action.
        action: RecordInput,
        /// What became of it.
        status: ActionStatus,
        /// The ids of the meetings and documents that show it, at most 10; besides those recorded so far.
        #[graphql(default)]
        evidence: Vec<ID>,
    }
}

keep_payloads! {
    /// What recording a resolution gives.
    RecordResolutionPayload {
        /// The resolution; null when there are errors.
        resolution: Resolution
    }
    /// What adding an action gives.
    AddActionItemPayload {
        /// The action; null when there are errors.
        action_item: ActionItem
    }
    /// What amending an action gives.
    AmendActionItemPayload {
        /// The action; null when there are errors.
        action_item: ActionItem
    }
    /// What recording the evidence of an action gives.
    RecordActionEvidencePayload {
        /// The action; null when there are errors.
        action_item: ActionItem
    }
}

fn record(id: &ID, path: &str) -> Read<RecordRef> {
    id::decode_record(id).map_err(|error| invalid(path, error.message))
}

impl AmendActionItemInput {
    fn change(&self) -> Read<ActionChange> {
        let all = |it: &Option<Vec<PartyInput>>, path: &str| {
            it.as_deref().map(|it| parties(it, PARTIES_MAX, path)).transpose()
        };
        Ok(ActionChange {
            action: self.action.read("action")?,
            kind: self.kind.map(Into::into),
            text_pl: self.text_pl.as_deref().map(|it| label(it, "textPl")).transpose()?,
            text_en: clearable_label(&self.text_en, "textEn")?,
            due: self.due.as_deref().map(|it| date(Some(it), "due")).transpose()?,
            responsible: all(&self.responsible, "responsible")?,
            addressees: all(&self.addressees, "addressees")?,
            co_participants: all(&self.co_participants, "coParticipants")?,
            depends_on: self.depends_on.as_deref().map(|it| ids(it, "dependsOn")).transpose()?,
        })
    }
}

/// The mutations of resolutions and actions.
pub struct ResolutionMutations;

#[Object]
impl ResolutionMutations {
    /// Records what a meeting, a series of meetings or a body resolved, with what is to be done after it.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn record_resolution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resolution.")] input: RecordResolutionInput,
    ) -> Result<RecordResolutionPayload> {
        let read = || {
            Ok(RecordedResolution {
                adopted: Adopted {
                    body: input.body.as_ref().map(|it| it.read("body")).transpose()?,
                    meeting: input.meeting.as_ref().map(|it| it.read("meeting")).transpose()?,
                    series: input.series.as_ref().map(|it| it.read("series")).transpose()?,
                    date: date(input.date.as_deref(), "date")?,
                },
                resolution: input.resolution.read("resolution")?,
            })
        };
        keep(ctx, Act::RecordResolution, input.asked(), read(), verbs::record_resolution)
            .await
            .map(RecordResolutionPayload)
    }

    /// Adds something that is to be done after a resolution: what, by when, by whom, towards whom.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_action_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: AddActionItemInput,
    ) -> Result<AddActionItemPayload> {
        let read = || {
            Ok(AddedAction {
                resolution: input.resolution.read("resolution")?,
                action: input.action.read("action")?,
            })
        };
        keep(ctx, Act::AddActionItem, input.asked(), read(), action_verbs::add_action_item)
            .await
            .map(AddActionItemPayload)
    }

    /// Changes what is to be done, by when or by whom. What became of it is recorded with its evidence.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn amend_action_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be another.")] input: AmendActionItemInput,
    ) -> Result<AmendActionItemPayload> {
        keep(ctx, Act::AmendActionItem, input.asked(), input.change(), action_verbs::amend_action_item)
            .await
            .map(AmendActionItemPayload)
    }

    /// Records what became of an action: done, being done, open or given up, and which meetings and documents show it.
    /// What is done has evidence: those named, or else the document of `source`; a word alone is none.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn record_action_evidence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which action, and what became of it.")] input: RecordActionEvidenceInput,
    ) -> Result<RecordActionEvidencePayload> {
        let read = || {
            Ok(ActionEvidence {
                action: input.action.read("action")?,
                status: input.status.into(),
                evidence: list(&input.evidence, EVIDENCE_MAX, "evidence", record)?,
            })
        };
        keep(ctx, Act::RecordActionEvidence, input.asked(), read(), action_verbs::record_action_evidence)
            .await
            .map(RecordActionEvidencePayload)
    }
}
