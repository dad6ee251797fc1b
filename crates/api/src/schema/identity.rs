//! Identity: relations between records, open questions, and decisions on what is one and the same.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result};
use domain::id::Id;
use domain::identity as noun;
use domain::record::RecordRef;
use service::ViewContext;

use super::computed::duplicates::{DuplicateCandidate, DuplicateResult};
use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::institution::Institution;
use super::language::{Language, text};
use super::node::Node;
use super::words::{DecisionStatus, RelationKind, Severity, TaskStatus};
use crate::error::ErrorCode;

/// The most candidates that an open question shows.
const CANDIDATES_MAX: usize = 100;

record_nodes! {
    /// A relation, or a possible one, between two institutions or two bodies.
    Relation(noun::Relation);
    /// An ambiguity of the sources, kept open until a person decides.
    ResolutionTask(noun::ResolutionTask);
    /// A decision that two institutions of the record are one, or are not. It can be undone.
    IdentityDecision(noun::IdentityDecision);
}

#[Object(use_type_description)]
impl Relation {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Relation> {
        RecordFields(self.0.clone())
    }

    /// The first of the two.
    fn from(&self) -> Result<Node> {
        needed(self.context(), &self.record().from)
    }

    /// The second of the two.
    fn to(&self) -> Result<Node> {
        needed(self.context(), &self.record().to)
    }

    /// How the first is related to the second.
    fn kind(&self) -> RelationKind {
        self.record().kind.into()
    }

    /// Since when; unknown when not recorded.
    fn date(&self) -> PartialDate {
        PartialDate(self.record().date)
    }

    /// Why it is thought so, in our own words; null when a source says it outright.
    fn reason(&self) -> Option<&str> {
        text(&self.record().reason)
    }
}

impl Relation {
    /// The relations of a record, in order of their keys.
    pub(crate) fn of(context: &Arc<ViewContext>, reference: &RecordRef) -> Vec<Self> {
        Self::select(context, |it| it.from == *reference || it.to == *reference)
    }
}

fn needed(context: &Arc<ViewContext>, reference: &RecordRef) -> Result<Node> {
    Node::of(context, reference).ok_or_else(|| {
        tracing::error!(%reference, "a record refers to one that is not in the network");
        ErrorCode::Internal.error("A record that this one needs is missing.")
    })
}

#[Object(use_type_description)]
impl ResolutionTask {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::ResolutionTask> {
        RecordFields(self.0.clone())
    }

    /// The question.
    fn question(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().question_pl, self.record().question_en.as_ref())
    }

    /// What is at stake, and how the record reads it meanwhile; null when there is nothing to add.
    fn detail(&self) -> Option<&str> {
        text(&self.record().detail)
    }

    /// The records that it concerns.
    fn about(&self) -> Vec<Node> {
        self.record().about.iter().filter_map(|it| Node::of(self.context(), it)).collect()
    }

    /// How much hangs on it.
    fn severity(&self) -> Severity {
        self.record().severity.into()
    }

    /// Where it stands.
    fn status(&self) -> TaskStatus {
        self.record().status.into()
    }

    /// The decisions that answer it, in order of their keys.
    fn decisions(&self) -> Vec<IdentityDecision> {
        let key = &self.record().key;
        IdentityDecision::select(self.context(), |it| it.task.as_ref() == Some(key))
    }

    /// The pairs of institutions that it is about: those that its decisions decided, and those of which it concerns both.
    /// At most 100, the highest score first.
    async fn candidates(&self, ctx: &Context<'_>) -> Result<Vec<DuplicateCandidate>> {
        DuplicateResult::of_task(ctx, self, CANDIDATES_MAX).await
    }
}

impl ResolutionTask {
    /// The tasks that concern a record, in order of their keys.
    pub(crate) fn concerning(context: &Arc<ViewContext>, reference: &RecordRef) -> Vec<Self> {
        Self::select(context, |it| it.about.contains(reference))
    }
}

#[Object(use_type_description)]
impl IdentityDecision {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::IdentityDecision> {
        RecordFields(self.0.clone())
    }

    /// The institution that is, or would be, read as the other.
    fn duplicate(&self) -> MergedInstitution {
        MergedInstitution::new(self.context(), &self.record().duplicate)
    }

    /// The institution that remains; null when it does not stand any more.
    fn canonical(&self) -> Option<Institution> {
        let institution = self.0.network().institution(&self.record().canonical)?;
        Institution::find(self.context(), &institution.key)
    }

    /// Where the decision stands. Only an accepted one has an effect.
    fn status(&self) -> DecisionStatus {
        self.record().status.into()
    }

    /// By what reason.
    fn reason(&self) -> &str {
        self.record().reason.as_str()
    }

    /// Who decided, by function, not by name.
    fn decided_by(&self) -> &str {
        self.record().decided_by.as_str()
    }

    /// When.
    fn decided_on(&self) -> PartialDate {
        PartialDate(self.record().decided_on)
    }

    /// The open question that it answers; null when it answers none.
    fn task(&self) -> Option<ResolutionTask> {
        ResolutionTask::find_some(self.context(), self.record().task.as_ref())
    }
}

/// An institution as it was recorded before a decision on its identity.
#[derive(Debug, Clone, Description)]
pub struct MergedInstitution {
    context: Arc<ViewContext>,
    key: Id<domain::institution::Institution>,
}

#[Object(use_type_description)]
impl MergedInstitution {
    /// The key under which it was recorded.
    fn slug(&self) -> &str {
        self.key.as_str()
    }

    /// The name under which it was recorded; null when it has no support left.
    fn name(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> Option<&str> {
        self.recorded().map(|it| language.choose(&it.name_pl, it.name_en.as_ref()))
    }

    /// Whether it is read as another institution now.
    fn is_merged(&self) -> bool {
        self.context.network().merges().canonical.contains_key(&self.key)
    }

    /// The institution that it is read as now, which is itself when it is not merged; null when it has no support
    /// left.
    fn institution(&self) -> Option<Institution> {
        let institution = self.context.network().institution(&self.key)?;
        Institution::find(&self.context, &institution.key)
    }
}

impl MergedInstitution {
    /// An institution as it was recorded.
    pub(crate) fn new(context: &Arc<ViewContext>, key: &Id<domain::institution::Institution>) -> Self {
        Self { context: Arc::clone(context), key: key.clone() }
    }

    fn recorded(&self) -> Option<&domain::institution::Institution> {
        let network = self.context.network();
        let absorbed = network.merges().absorbed.iter().find(|it| it.key == self.key);
        absorbed.or_else(|| network.get(&self.key))
    }

    /// The institutions that are read as one, in order of their keys.
    pub(crate) fn into_one(
        context: &Arc<ViewContext>,
        institution: &Id<domain::institution::Institution>,
    ) -> Vec<Self> {
        let merges = context.network().merges().canonical.iter();
        let own = merges.filter(|(_, canonical)| *canonical == institution);
        own.map(|(key, _)| Self::new(context, key)).collect()
    }
}
