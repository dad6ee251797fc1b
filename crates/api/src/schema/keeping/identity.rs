//! Identity: institutions merged, told apart, separated, succeeded, renamed; other names; open questions.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result};
use domain::id::Id;
use domain::identity as noun;
use domain::institution::Institution as InstitutionNoun;
use domain::keeping::identity::alias::{self, Alias};
use domain::keeping::identity::merge::{self, Merge, Rejection};
use domain::keeping::identity::split::{self, MOVED_MAX, Split};
use domain::keeping::identity::succession::{self, Renaming, Succession};
use domain::keeping::identity::task::{self, TaskDecision};
use domain::keeping::identity::{INSTITUTIONS_MAX, merge as verbs};
use domain::record::RecordRef;
use service::graph::View;
use service::{Act, ViewContext};

use super::input::{Read, RecordInput, date, invalid, keep_inputs, label, list, maybe_label, maybe_record};
use super::payload::keep_payloads;
use super::{Done, keep, service};
use crate::schema::id;
use crate::schema::identity::{IdentityDecision, Relation, ResolutionTask};
use crate::schema::institution::Institution;
use crate::schema::loader::service_error;
use crate::schema::mention::Mention;
use crate::schema::merged_field::MergedField;
use crate::schema::permission::requires;
use crate::schema::words::{AliasKind, Permission, SuccessionKind, TaskStatus};

keep_inputs! {
    /// Which institutions are to be read as one.
    MergeInstitutionsInput {
        /// The institution that remains, with its key and name.
        canonical: RecordInput,
        /// Those that are read as it, 1 to 50.
        duplicates: Vec<RecordInput>,
        /// By what reason, at most 1,000 characters; it stays with the decisions.
        because: String,
        /// The open question that this answers; it is decided by it.
        task: Option<RecordInput>,
    }
    /// Which decision is undone.
    UndoMergeInput {
        /// The accepted decision.
        decision: RecordInput,
    }
    /// Which two institutions are not the same.
    RejectDuplicateInput {
        /// The one.
        first: RecordInput,
        /// The other.
        second: RecordInput,
        /// By what reason, at most 1,000 characters; it stays with the decision.
        because: String,
        /// The open question that this answers; it is decided by it.
        task: Option<RecordInput>,
    }
    /// Which decision is undone.
    UndoRejectDuplicateInput {
        /// The decision that the two are not the same.
        decision: RecordInput,
    }
    /// What is separated from an institution that was recorded as one by mistake.
    SplitInstitutionInput {
        /// The institution that was recorded as one.
        institution: RecordInput,
        /// The Polish name of the new one.
        name_pl: String,
        /// An English rendering of the name.
        name_en: Option<String>,
        /// A short name of its own.
        short_name: Option<String>,
        /// Its type; left out when not known.
        r#type: Option<RecordInput>,
        /// Its sector; left out when not known.
        sector: Option<RecordInput>,
        /// The unit of its seat; left out when not known.
        seat: Option<RecordInput>,
        /// The ids of the records that are read as the new one's, at most 1,000: participations, memberships, mentions,
        /// identifiers, whatever refers to the institution.
        moved: Vec<ID>,
        /// Why it is thought so, at most 1,000 characters; it stays with the relation between the two.
        because: Option<String>,
    }
    /// Which separation is undone.
    UndoSplitInput {
        /// The institution that was separated from another.
        institution: RecordInput,
    }
    /// Which institutions succeeded which.
    RecordSuccessionInput {
        /// What happened.
        kind: SuccessionKind,
        /// Those before, at most 50; one unless they became part of one.
        predecessors: Vec<RecordInput>,
        /// Those after, at most 50; one unless one was divided.
        successors: Vec<RecordInput>,
        /// Since when, in EDTF; unknown when left out.
        date: Option<String>,
        /// In our own words; left out when the source says it outright.
        because: Option<String>,
    }
    /// The new name of an institution that stays the same one.
    RenameInstitutionInput {
        /// The institution.
        institution: RecordInput,
        /// Its new Polish name.
        name_pl: String,
        /// An English rendering of the new name; it stays as it is when left out.
        name_en: Option<String>,
        /// The new short name; it stays as it is when left out.
        short_name: Option<String>,
        /// Since when, in EDTF; unknown when left out.
        date: Option<String>,
    }
    /// Which succession or renaming is taken back.
    UndoSuccessionInput {
        /// The id of one of its relations, or of the former name that a renaming recorded.
        succession: ID,
    }
    /// A form that stands for something.
    AddAliasInput {
        /// The id of what it means: an institution, type, body, partnership, office or unit of territory.
        target: ID,
        /// The form as it is written, at most 1,000 characters. Never the name of a person.
        surface: String,
        /// How it relates to the name.
        kind: AliasKind,
        /// A remark, without personal data.
        note: Option<String>,
    }
    /// Which form is removed.
    RemoveAliasInput {
        /// The mention.
        alias: RecordInput,
    }
    /// What becomes of an open question.
    DecideTaskInput {
        /// The question.
        task: RecordInput,
        /// Where it stands then.
        status: TaskStatus,
    }
}

keep_payloads! {
    /// What merging gives.
    MergedInstitutionPayload {
        /// The institution that remains; null when there are errors.
        institution: Institution
    }
    /// What undoing a merge gives.
    UndoMergePayload {
        /// The decision; null when there are errors.
        decision: IdentityDecision
    }
    /// What telling two institutions apart gives.
    RejectDuplicatePayload {
        /// The decision; null when there are errors.
        decision: IdentityDecision
    }
    /// What undoing that two were told apart gives.
    UndoRejectDuplicatePayload {
        /// The decision; null when there are errors.
        decision: IdentityDecision
    }
    /// What separating gives.
    SplitInstitutionPayload {
        /// The new institution; null when there are errors.
        institution: Institution
    }
    /// What undoing a separation gives.
    UndoSplitPayload {
        /// The institution that is one again; null when there are errors.
        institution: Institution
    }
    /// What recording a succession gives.
    RecordSuccessionPayload {
        /// The relation, the first of several; null when there are errors.
        relation: Relation
    }
    /// What renaming gives.
    RenameInstitutionPayload {
        /// The former name, as a mention; null when there are errors.
        alias: Mention
    }
    /// What taking back a succession gives.
    UndoSuccessionPayload {
        /// The successor, or the institution with its former name; null when there are errors or it is a body.
        institution: Institution
    }
    /// What adding another name gives.
    AddAliasPayload {
        /// The form, as a mention; null when there are errors.
        alias: Mention
    }
    /// What removing another name gives.
    RemoveAliasPayload {
        /// The institution that it stood for; null when there are errors or it stood for something else.
        institution: Institution
    }
    /// What deciding an open question gives.
    DecideTaskPayload {
        /// The question; null when there are errors.
        task: ResolutionTask
    }
}

/// What merging institutions gives.
#[derive(Description)]
pub struct MergeInstitutionsPayload {
    done: Done,
    canonical: Option<Id<InstitutionNoun>>,
    duplicates: Vec<Id<InstitutionNoun>>,
}

impl MergeInstitutionsPayload {
    /// The network with the change.
    fn after(&self) -> Option<Arc<ViewContext>> {
        let kept = self.done.kept.as_ref()?;
        Some(Arc::new(ViewContext::new(Arc::clone(&kept.after), View::default())))
    }
}

#[Object(use_type_description)]
impl MergeInstitutionsPayload {
    #[graphql(flatten)]
    async fn kept(&self) -> MergedInstitutionPayload {
        MergedInstitutionPayload(self.done.clone())
    }

    /// The decisions, in order of keys; empty when there are errors. Each is undone by itself.
    async fn decisions(&self) -> Vec<IdentityDecision> {
        use crate::schema::entry::RecordNode as _;
        let Some(after) = self.after() else { return Vec::new() };
        IdentityDecision::select(&after, |it| {
            it.status == noun::DecisionStatus::Accepted
                && Some(&it.canonical) == self.canonical.as_ref()
                && self.duplicates.contains(&it.duplicate)
        })
    }

    /// What becomes of each field, side by side with its sources; empty when there are errors.
    async fn fields(&self, ctx: &Context<'_>) -> Result<Vec<MergedField>> {
        let (Some(kept), Some(canonical)) = (&self.done.kept, &self.canonical) else { return Ok(Vec::new()) };
        let (before, _) = service(ctx)?.sides_of(kept).await.map_err(|error| service_error(&error))?;
        let before = Arc::new(ViewContext::new(before, View::default()));
        Ok(MergedField::all(&before, canonical, &self.duplicates))
    }
}

fn institutions(all: &[RecordInput], path: &str) -> Read<Vec<Id<InstitutionNoun>>> {
    list(all, INSTITUTIONS_MAX, path, RecordInput::read)
}

fn task_of(task: Option<&RecordInput>) -> Read<Option<Id<noun::ResolutionTask>>> {
    task.map(|it| it.read("task")).transpose()
}

fn reference(id: &ID, path: &str) -> Read<RecordRef> {
    id::decode_record(id).map_err(|error| invalid(path, error.message))
}

/// The mutations of identity.
pub struct IdentityMutations;

#[Object]
impl IdentityMutations {
    /// Reads institutions as one, by a decision for each that can be undone. No fact is rewritten, so that none is lost.
    /// Ask with `dryRun` first what becomes of fields, ties and clusters.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn merge_institutions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which institutions.")] input: MergeInstitutionsInput,
    ) -> Result<MergeInstitutionsPayload> {
        let read = || {
            Ok(Merge {
                canonical: input.canonical.read("canonical")?,
                duplicates: institutions(&input.duplicates, "duplicates")?,
                reason: label(&input.because, "because")?,
                task: task_of(input.task.as_ref())?,
            })
        };
        let merge = read();
        let named = merge.as_ref().ok().map(|it| (it.canonical.clone(), it.duplicates.clone()));
        let (canonical, duplicates) = named.unzip();
        let done = keep(ctx, Act::MergeInstitutions, input.asked(), merge, verbs::merge_institutions).await?;
        Ok(MergeInstitutionsPayload { done, canonical, duplicates: duplicates.unwrap_or_default() })
    }

    /// Undoes a decision that two institutions are one: they are two again, each with its own facts.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn undo_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which decision.")] input: UndoMergeInput,
    ) -> Result<UndoMergePayload> {
        let id = input.decision.read("decision");
        keep(ctx, Act::UndoMerge, input.asked(), id, merge::undo_merge).await.map(UndoMergePayload)
    }

    /// Decides that two institutions are not the same: the pair is no open candidate any more.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn reject_duplicate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which two.")] input: RejectDuplicateInput,
    ) -> Result<RejectDuplicatePayload> {
        let read = || {
            Ok(Rejection {
                first: input.first.read("first")?,
                second: input.second.read("second")?,
                reason: label(&input.because, "because")?,
                task: task_of(input.task.as_ref())?,
            })
        };
        let done = keep(ctx, Act::RejectDuplicate, input.asked(), read(), merge::reject_duplicate);
        done.await.map(RejectDuplicatePayload)
    }

    /// Undoes a decision that two institutions are not the same: the pair may be a candidate again.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn undo_reject_duplicate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which decision.")] input: UndoRejectDuplicateInput,
    ) -> Result<UndoRejectDuplicatePayload> {
        let id = input.decision.read("decision");
        let done = keep(ctx, Act::DecideIdentity, input.asked(), id, merge::undo_rejection);
        done.await.map(UndoRejectDuplicatePayload)
    }

    /// Separates a new institution from one that was recorded as one by mistake. The records named are read as the new
    /// one's; what they said before stays claimed.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn split_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is separated.")] input: SplitInstitutionInput,
    ) -> Result<SplitInstitutionPayload> {
        let read = || {
            Ok(Split {
                institution: input.institution.read("institution")?,
                name_pl: label(&input.name_pl, "namePl")?,
                name_en: maybe_label(input.name_en.as_deref(), "nameEn")?,
                short_name: maybe_label(input.short_name.as_deref(), "shortName")?,
                r#type: maybe_record(input.r#type.as_ref(), "type")?,
                sector: maybe_record(input.sector.as_ref(), "sector")?,
                seat: maybe_record(input.seat.as_ref(), "seat")?,
                moved: list(&input.moved, MOVED_MAX, "moved", reference)?,
                reason: maybe_label(input.because.as_deref(), "because")?,
            })
        };
        let done = keep(ctx, Act::SplitInstitution, input.asked(), read(), split::split_institution);
        done.await.map(SplitInstitutionPayload)
    }

    /// Undoes a separation: all is as before. Refused when facts were recorded about the new institution since; merge the
    /// two then.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn undo_split(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which separation.")] input: UndoSplitInput,
    ) -> Result<UndoSplitPayload> {
        let id = input.institution.read("institution");
        keep(ctx, Act::UndoSplit, input.asked(), id, split::undo_split).await.map(UndoSplitPayload)
    }

    /// Records that institutions succeed others. All stay institutions of their own, with their own facts.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn record_succession(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which succeeded which.")] input: RecordSuccessionInput,
    ) -> Result<RecordSuccessionPayload> {
        let read = || {
            Ok(Succession {
                kind: input.kind.into(),
                predecessors: institutions(&input.predecessors, "predecessors")?,
                successors: institutions(&input.successors, "successors")?,
                date: date(input.date.as_deref(), "date")?,
                reason: maybe_label(input.because.as_deref(), "because")?,
            })
        };
        let done = keep(ctx, Act::RecordSuccession, input.asked(), read(), succession::record_succession);
        done.await.map(RecordSuccessionPayload)
    }

    /// Records that an institution was renamed. It stays the same one, and its former name stays findable.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn rename_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which institution, and its new name.")] input: RenameInstitutionInput,
    ) -> Result<RenameInstitutionPayload> {
        let read = || {
            Ok(Renaming {
                institution: input.institution.read("institution")?,
                name_pl: label(&input.name_pl, "namePl")?,
                name_en: maybe_label(input.name_en.as_deref(), "nameEn")?,
                short_name: maybe_label(input.short_name.as_deref(), "shortName")?,
                date: date(input.date.as_deref(), "date")?,
            })
        };
        let done = keep(ctx, Act::RecordSuccession, input.asked(), read(), succession::rename_institution);
        done.await.map(RenameInstitutionPayload)
    }

    /// Takes back a succession or a renaming as a whole.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn undo_succession(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: UndoSuccessionInput,
    ) -> Result<UndoSuccessionPayload> {
        let of = reference(&input.succession, "succession");
        let done = keep(ctx, Act::UndoSuccession, input.asked(), of, succession::undo_succession);
        done.await.map(UndoSuccessionPayload)
    }

    /// Adds a form that stands for something, so that it is found by it. One that was removed stands again.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_alias(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The form.")] input: AddAliasInput,
    ) -> Result<AddAliasPayload> {
        let read = || {
            Ok(Alias {
                target: reference(&input.target, "target")?,
                surface: label(&input.surface, "surface")?,
                kind: input.kind.into(),
                note: maybe_label(input.note.as_deref(), "note")?,
            })
        };
        keep(ctx, Act::AddAlias, input.asked(), read(), alias::add_alias).await.map(AddAliasPayload)
    }

    /// Removes a form that stood for something; adding it again brings it back.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn remove_alias(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which form.")] input: RemoveAliasInput,
    ) -> Result<RemoveAliasPayload> {
        let id = input.alias.read("alias");
        keep(ctx, Act::RemoveAlias, input.asked(), id, alias::remove_alias).await.map(RemoveAliasPayload)
    }

    /// Decides an open question, puts it aside or opens it again. Where a decision on identity answers it, give the
    /// question to `mergeInstitutions` or `rejectDuplicate` instead.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn decide_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes of which question.")] input: DecideTaskInput,
    ) -> Result<DecideTaskPayload> {
        let decision = input.task.read("task").map(|task| TaskDecision { task, status: input.status.into() });
        keep(ctx, Act::DecideTask, input.asked(), decision, task::decide_task).await.map(DecideTaskPayload)
    }
}
