//! Duplicate candidates: pairs of institutions that may be one, for a person to decide.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result};
use domain::id::Id;
use domain::institution as noun;
use domain::record::{Noun as _, RecordRef};
use service::ViewContext;
use service::graph::Network as Graph;
use service::graph::duplicates::{self as analysis_of, DuplicateRequest, InstitutionContact};
use service::graph::receipt::Receipt;
use sha2::{Digest as _, Sha256};

use super::analysis::{self, refused};
use super::canonical::{Canonical, Value};
use super::computation::{Answer, Outcome, computed_results};
use super::gap::in_language;
use crate::schema::connection::paged_fields;
use crate::schema::context::RequestContext;
use crate::schema::count;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::evidence::{self, Evidence};
use crate::schema::identifier::Identifier;
use crate::schema::identity::{IdentityDecision, MergedInstitution, Relation, ResolutionTask};
use crate::schema::input::{InstitutionLookup, optional};
use crate::schema::language::Language;
use crate::schema::merged_field::MergedField;
use crate::schema::network::Network;

/// Why two institutions may be one, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::duplicates::DuplicateReasonCode")]
pub enum DuplicateReasonCode {
    /// An own number of a register is recorded of both. The number of a parent never counts.
    SharedIdentifier,
    /// Both are of a family of types of which a gmina holds one, in the same gmina.
    TypeAndGmina,
    /// The names are the same up to case, marks and punctuation.
    SameName,
    /// The names are the same up to inflection.
    InflectedName,
    /// The names are similar: they share most of their trigrams.
    SimilarName,
    /// A short name, mention or other form stands for both.
    SharedAlias,
    /// They have a telephone or fax number, an e-mail address or a page in common.
    SharedContact,
    /// They have a postal address in common.
    SharedAddress,
    /// The record says that the two may be one.
    RecordedRelation,
    /// Against: they have different own numbers of one register.
    DifferentIdentifier,
    /// Against: they are seated in different gminas.
    DifferentSeat,
}

/// Where a pair of institutions that may be one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::duplicates::DuplicateStatus")]
pub enum DuplicateStatus {
    /// Nobody has decided.
    Open,
    /// The two are read as one.
    Merged,
    /// The two were told apart: by a decision, or as one succeeds the other or was separated from it.
    Rejected,
}

impl Value for analysis_of::Duplicates {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, _: &Graph, to: &mut Canonical) {
        to.field("candidates", self.candidates.len());
        for it in &self.candidates {
            to.field("first", &it.first);
            to.field("second", &it.second);
            to.field("status", it.status);
            to.number("score", it.score);
            for reason in &it.reasons {
                to.field("reason", reason.code);
                to.number("points", reason.points);
            }
        }
    }
}

computed_results! {
    /// Pairs of institutions that may be one, each with the reasons for and against. Nothing is ever merged by a rule: a
    /// person decides, by `mergeInstitutions` or `rejectDuplicate`, and each decision can be undone.
    DuplicateResult(analysis_of::Duplicates);
}

/// What the network offers on duplicates.
pub struct DuplicateAnalyses(pub(crate) Network);

#[Object]
impl DuplicateAnalyses {
    /// Pairs of institutions that may be one, at least one of them in scope. Window and basis do not narrow them.
    async fn duplicates(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether contact points of institutions count too. They are today's at every revision.",
            default = false
        )]
        contacts: bool,
    ) -> Result<DuplicateResult> {
        let context = &self.0.0;
        let contacts = if contacts { contacts_of(ctx, context).await? } else { Vec::new() };
        found(ctx, context, contacts).await
    }
}

async fn found(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    contacts: Vec<InstitutionContact>,
) -> Result<DuplicateResult> {
    // Values stay out of the key, which is kept with the result.
    let parameters = format!("contacts={:x}", Sha256::digest(format!("{contacts:?}")));
    let request = DuplicateRequest { contacts };
    let compute = move |view: &_| analysis_of::duplicates(view, &request);
    let answer = analysis::run(ctx, context, "duplicates", parameters, compute).await?.map_err(refused)?;
    Ok(DuplicateResult(answer))
}

/// The contact points of all institutions.
async fn contacts_of(ctx: &Context<'_>, context: &Arc<ViewContext>) -> Result<Vec<InstitutionContact>> {
    let of: Vec<RecordRef> =
        context.network().record().institutions.iter().map(noun::Institution::reference).collect();
    let found = RequestContext::of(ctx)?.contact_points(&of).await?;
    let of_institutions = found.into_values().flatten().filter_map(|it| {
        Some(InstitutionContact { of: Id::from_reference(&it.of)?, kind: it.kind, value: it.value })
    });
    Ok(of_institutions.collect())
}

impl DuplicateResult {
    /// The candidates that an open question is about, at most `most` of them.
    ///
    /// # Errors
    /// Those of the pool.
    pub(crate) async fn of_task(
        ctx: &Context<'_>,
        task: &ResolutionTask,
        most: usize,
    ) -> Result<Vec<DuplicateCandidate>> {
        let result = found(ctx, task.context(), Vec::new()).await?;
        let all = result.0.value().candidates.iter().enumerate();
        let wanted = all.filter(|(_, it)| is_of(task, it));
        let wanted = wanted.take(most).map(|(at, _)| DuplicateCandidate { answer: result.0.clone(), at });
        Ok(wanted.collect())
    }
}

/// Whether a question is about a pair: its decision answers the question, or both are among the question's records.
fn is_of(task: &ResolutionTask, pair: &analysis_of::DuplicateCandidate) -> bool {
    let about = &task.record().about;
    let decision = pair.decision.as_ref().and_then(|it| task.context().network().get(it));
    match decision.and_then(|it| it.task.as_ref()) {
        Some(answered) => *answered == task.record().key,
        // What is read as one is one record by now.
        None if pair.status == analysis_of::DuplicateStatus::Merged => false,
        None => about.contains(&pair.first.reference()) && about.contains(&pair.second.reference()),
    }
}

#[Object(use_type_description)]
impl DuplicateResult {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// How many there are of each status, in the order of the statuses.
    fn counts(&self) -> Vec<DuplicateCount> {
        let all = &self.0.value().candidates;
        let statuses = analysis_of::DuplicateStatus::ALL.iter();
        let of = |status| all.iter().filter(|it| it.status == status).count();
        statuses.map(|it| DuplicateCount { status: *it, count: of(*it) }).collect()
    }

    #[graphql(flatten)]
    fn lists(&self) -> DuplicateLists {
        DuplicateLists(self.clone())
    }
}

/// How many pairs have a status.
#[derive(Debug, Clone, Description)]
pub struct DuplicateCount {
    status: analysis_of::DuplicateStatus,
    count: usize,
}

#[Object(use_type_description)]
impl DuplicateCount {
    /// The status.
    fn status(&self) -> DuplicateStatus {
        self.status.into()
    }

    /// How many.
    fn count(&self) -> i32 {
        count(self.count)
    }
}

/// Which pairs. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct DuplicateFilter {
    /// Where they stand.
    pub statuses: Option<Vec<DuplicateStatus>>,
    /// With one of these reasons.
    pub reasons: Option<Vec<DuplicateReasonCode>>,
    /// Of which one is this institution.
    pub institution: Option<InstitutionLookup>,
    /// That this open question is about.
    pub task: Option<ID>,
    /// With this score at least, over 0 to 1.
    pub min_score: Option<f64>,
}

impl DuplicateFilter {
    fn positions(
        self,
        context: &Arc<ViewContext>,
        all: &[analysis_of::DuplicateCandidate],
    ) -> Result<Vec<usize>> {
        let statuses: Vec<analysis_of::DuplicateStatus> =
            self.statuses.unwrap_or_default().into_iter().map(Into::into).collect();
        let reasons: Vec<analysis_of::DuplicateReasonCode> =
            self.reasons.unwrap_or_default().into_iter().map(Into::into).collect();
        let one =
            self.institution.map(|it| it.require(context)).transpose()?.map(|it| it.record().key.clone());
        let task = optional(context, self.task.as_ref())?.and_then(|it| Id::from_reference(&it));
        let task = task.and_then(|it| ResolutionTask::find(context, &it));
        let least = self.min_score.unwrap_or(0.0);
        let end =
            |id: &Id<noun::Institution>| context.network().merges().canonical.get(id).unwrap_or(id).clone();
        let is_wanted = |it: &analysis_of::DuplicateCandidate| {
            it.score >= least
                && (statuses.is_empty() || statuses.contains(&it.status))
                && (reasons.is_empty() || it.reasons.iter().any(|it| reasons.contains(&it.code)))
                && one.as_ref().is_none_or(|wanted| end(&it.first) == *wanted || end(&it.second) == *wanted)
                && task.as_ref().is_none_or(|task| is_of(task, it))
        };
        Ok((0..all.len()).filter(|at| all.get(*at).is_some_and(is_wanted)).collect())
    }
}

paged_fields! {
    /// The lists of duplicates.
    DuplicateLists of DuplicateResult;

    /// The pairs, the highest score first, then by the keys of both.
    fn candidates(node, ctx, page,
        #[graphql(desc = "Which pairs; none for all, decided ones too.")] filter: Option<DuplicateFilter>,
    ) -> DuplicateCandidate {
        let answer = &node.0;
        let all = &answer.value().candidates;
        let owner = answer.owner(&format!("candidates{filter:?}"));
        let wanted = filter.unwrap_or_default().positions(answer.context(), all)?;
        let key = |at: &usize| {
            let pair = all.get(*at).map(|it| format!("{}|{}", it.first, it.second));
            Cow::<str>::Owned(pair.unwrap_or_default())
        };
        answer
            .listing(&owner, &wanted)
            .page(ctx, page, key, |at| Some(DuplicateCandidate { answer: answer.clone(), at: *at }))
    }
}

/// A pair of institutions that may be one, or was decided on.
#[derive(Debug, Clone, Description)]
pub struct DuplicateCandidate {
    answer: Answer<analysis_of::Duplicates>,
    at: usize,
}

impl DuplicateCandidate {
    fn value(&self) -> &analysis_of::DuplicateCandidate {
        // The index is one of the list: a candidate is made only by taking it from there.
        &self.answer.value().candidates[self.at]
    }

    fn context(&self) -> &Arc<ViewContext> {
        self.answer.context()
    }
}

#[Object(use_type_description)]
impl DuplicateCandidate {
    /// The institution with the smaller key.
    fn first(&self) -> MergedInstitution {
        MergedInstitution::new(self.context(), &self.value().first)
    }

    /// The institution with the greater key.
    fn second(&self) -> MergedInstitution {
        MergedInstitution::new(self.context(), &self.value().second)
    }

    /// How much speaks for the two being one, over 0 to 1. It orders the list and is no probability; 0 for a decided pair
    /// that no rule would have found.
    fn score(&self) -> f64 {
        self.value().score
    }

    /// The reasons, those for it first, by points downwards.
    fn reasons(&self) -> Vec<DuplicateReason> {
        self.value().reasons.iter().cloned().map(DuplicateReason).collect()
    }

    /// The numbers that the two share, or that differ, in order of keys.
    fn identifiers(&self) -> Vec<Identifier> {
        let found = self.value().identifiers.iter();
        found.filter_map(|it| Entry::find(self.context(), it)).map(Identifier).collect()
    }

    /// The claims behind the reasons, at most 20.
    fn evidence(&self) -> Vec<Evidence> {
        evidence::by_ids(self.context(), &self.value().evidence)
    }

    /// Where the pair stands.
    fn status(&self) -> DuplicateStatus {
        self.value().status.into()
    }

    /// The decision on the pair; null when nobody has decided, or a relation tells the two apart.
    fn decision(&self) -> Option<IdentityDecision> {
        IdentityDecision::find_some(self.context(), self.value().decision.as_ref())
    }

    /// The relation that says that the two may be one, or that tells them apart; null when there is none.
    fn relation(&self) -> Option<Relation> {
        Relation::find_some(self.context(), self.value().relation.as_ref())
    }

    /// The questions that are about the pair, in order of their keys: those that its decision answers, or that are about
    /// both.
    fn tasks(&self) -> Vec<ResolutionTask> {
        let all = ResolutionTask::select(self.context(), |_| true);
        all.into_iter().filter(|it| is_of(it, self.value())).collect()
    }

    /// What becomes of each field when the two are read as one, side by side with its sources.
    fn fields(
        &self,
        #[graphql(
            desc = "Whether the second remains; the first does when left out. Of a decided pair the decision says it.",
            default = false
        )]
        second_remains: bool,
    ) -> Vec<MergedField> {
        let (first, second) = (&self.value().first, &self.value().second);
        let decided = IdentityDecision::find_some(self.context(), self.value().decision.as_ref())
            .filter(|_| self.value().status == analysis_of::DuplicateStatus::Merged);
        let second_remains = decided.map_or(second_remains, |it| it.record().canonical == *second);
        let (remains, other) = if second_remains { (second, first) } else { (first, second) };
        MergedField::all(self.context(), remains, std::slice::from_ref(other))
    }
}

/// A reason why two institutions may be one, or not.
#[derive(Debug, Clone, Description)]
pub struct DuplicateReason(analysis_of::DuplicateReason);

#[Object(use_type_description)]
impl DuplicateReason {
    /// Which.
    fn code(&self) -> DuplicateReasonCode {
        self.0.code.into()
    }

    /// Whether it speaks against the two being one.
    fn is_against(&self) -> bool {
        self.0.code.is_against()
    }

    /// How far it holds, over 0 to 1: 1 but for names, where it is their similarity.
    fn similarity(&self) -> f64 {
        self.0.similarity
    }

    /// The points `p` that it has: the score is `(1 - Π (1 - p))` over what speaks for it, times `Π (1 - p)` over what
    /// speaks against it.
    fn points(&self) -> f64 {
        self.0.points
    }

    /// The reason in a phrase.
    fn text(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        in_language(&self.0.why, language)
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_analyses() {
        use analysis_of::{DuplicateReasonCode as Code, DuplicateStatus as Status};
        names_agree::<DuplicateReasonCode, Code>(Code::ALL, |it| it.as_str());
        names_agree::<DuplicateStatus, Status>(Status::ALL, |it| it.as_str());
    }
}
