//! Reading institutions as one, and telling them apart: decisions, each of which can be undone.

use std::collections::BTreeSet;

use super::super::{Draft, Fault, FaultCode, Faults};
use super::task::{answer, unanswer};
use super::{INSTITUTIONS_MAX, canonical, relations_between, require_own};
use crate::date::EdtfDate;
use crate::id::Id;
use crate::identity::{DecisionStatus, IdentityDecision, RelationKind, ResolutionTask};
use crate::institution::Institution;
use crate::record::{Noun, RecordRef};
use crate::vocabulary::Label;

/// Which institutions are to be read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The one that remains, with its key and name.
    pub canonical: Id<Institution>,
    /// Those that are read as it.
    pub duplicates: Vec<Id<Institution>>,
    /// By what reason.
    pub reason: Label,
    /// The open question that this answers.
    pub task: Option<Id<ResolutionTask>>,
}

/// Reads institutions as one. Their facts stay as they are recorded, so nothing of any of them is lost.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` when one is named twice; `TOO_MANY`; `CONFLICT` when one is read as another already, two were
/// told apart, or the question is not open.
pub fn merge_institutions(draft: &mut Draft<'_>, merge: &Merge) -> Result<RecordRef, Faults> {
    require_own(draft, &merge.canonical, "canonical")?;
    let count = merge.duplicates.len();
    if count == 0 || count > INSTITUTIONS_MAX {
        let message = format!("name 1 to {INSTITUTIONS_MAX} institutions that are read as the first");
        let code = if count == 0 { FaultCode::Invalid } else { FaultCode::TooMany };
        return Err(Fault::new(code, "duplicates", message).into());
    }
    let mut seen = BTreeSet::from([&merge.canonical]);
    for (at, duplicate) in merge.duplicates.iter().enumerate() {
        let path = format!("duplicates.{at}");
        if !seen.insert(duplicate) {
            return Err(Fault::new(FaultCode::Invalid, &path, format!("`{duplicate}` is named twice")).into());
        }
        require_own(draft, duplicate, &path)?;
    }
    let all: Vec<_> = seen.into_iter().collect();
    for (at, a) in all.iter().enumerate() {
        for b in all.iter().skip(at + 1) {
            not_told_apart(draft, a, b)?;
        }
    }
    if let Some(task) = &merge.task {
        answer(draft, task)?;
    }
    for duplicate in &merge.duplicates {
        decide(draft, Decided::Same, (duplicate, &merge.canonical), &merge.reason, merge.task.as_ref())?;
    }
    Ok(merge.canonical.reference())
}

/// Which two institutions are not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The one.
    pub first: Id<Institution>,
    /// The other.
    pub second: Id<Institution>,
    /// By what reason.
    pub reason: Label,
    /// The open question that this answers.
    pub task: Option<Id<ResolutionTask>>,
}

/// Decides that two institutions are not the same, so that they are no candidates any more.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` when it is one; `CONFLICT` when they are read as one, or one of them as another;
/// `ALREADY_RECORDED` when they were told apart.
pub fn reject_duplicate(draft: &mut Draft<'_>, rejection: &Rejection) -> Result<RecordRef, Faults> {
    let Rejection { first, second, reason, task } = rejection;
    require_own(draft, first, "first")?;
    if first == second {
        return Err(Fault::new(FaultCode::Invalid, "second", "name two different institutions").into());
    }
    require_own(draft, second, "second")?;
    if let Some(decision) = rejected(draft, first, second) {
        let message = format!("`{first}` and `{second}` were told apart already");
        return Err(Fault::new(FaultCode::AlreadyRecorded, "second", message).about([decision]).into());
    }
    if let Some(task) = task {
        answer(draft, task)?;
    }
    decide(draft, Decided::Different, (second, first), reason, task.as_ref())
}

/// Undoes an accepted decision: what was read as one is two again, each with its own facts.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when the decision is not accepted.
pub fn undo_merge(draft: &mut Draft<'_>, id: &Id<IdentityDecision>) -> Result<RecordRef, Faults> {
    undo(draft, id, DecisionStatus::Accepted, "no institutions are read as one by this decision")
}

/// Undoes the decision that two institutions are not the same: they may be candidates again.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when the decision does not tell two apart.
pub fn undo_rejection(draft: &mut Draft<'_>, id: &Id<IdentityDecision>) -> Result<RecordRef, Faults> {
    undo(draft, id, DecisionStatus::Rejected, "no institutions are told apart by this decision")
}

fn undo(
    draft: &mut Draft<'_>,
    id: &Id<IdentityDecision>,
    status: DecisionStatus,
    otherwise: &str,
) -> Result<RecordRef, Faults> {
    let decision = draft.require(id, "decision")?;
    if decision.status != status {
        return Err(Fault::new(FaultCode::Conflict, "decision", otherwise).about([id.reference()]).into());
    }
    let task = decision.task.clone();
    draft.replace(IdentityDecision { status: DecisionStatus::Undone, ..decision })?;
    if let Some(task) = task {
        unanswer(draft, &task)?;
    }
    Ok(id.reference())
}

#[derive(Clone, Copy)]
enum Decided {
    Same,
    Different,
}

fn decide(
    draft: &mut Draft<'_>,
    decided: Decided,
    (duplicate, canonical): (&Id<Institution>, &Id<Institution>),
    reason: &Label,
    task: Option<&Id<ResolutionTask>>,
) -> Result<RecordRef, Faults> {
    let (status, words) = match decided {
        Decided::Same => (DecisionStatus::Accepted, "same"),
        Decided::Different => (DecisionStatus::Rejected, "different"),
    };
    let decision = IdentityDecision {
        key: draft.fresh_key(&format!("{words}-{duplicate}"))?,
        duplicate: duplicate.clone(),
        canonical: canonical.clone(),
        status,
        reason: reason.clone(),
        decided_by: draft.by().clone(),
        decided_on: EdtfDate::day(draft.at().date_naive()).unwrap_or(EdtfDate::UNKNOWN),
        task: task.cloned(),
    };
    Ok(draft.add(decision)?.reference())
}

/// The decision that tells two institutions, or what is read as them, apart.
fn rejected(draft: &Draft<'_>, a: &Id<Institution>, b: &Id<Institution>) -> Option<RecordRef> {
    let read_as = canonical(draft);
    let end = |id: &Id<Institution>| read_as.get(id).unwrap_or(id).clone();
    let mut decisions = draft.before().identity_decisions.iter();
    let found = decisions.find(|it| {
        let pair = [end(&it.duplicate), end(&it.canonical)];
        it.status == DecisionStatus::Rejected && a != b && pair.contains(a) && pair.contains(b)
    });
    found.map(Noun::reference)
}

fn not_told_apart(draft: &Draft<'_>, a: &Id<Institution>, b: &Id<Institution>) -> Result<(), Faults> {
    let kinds = [RelationKind::Succeeds, RelationKind::SeparatedFrom];
    let relation = relations_between(draft, a, b, &kinds).first().map(Noun::reference);
    let Some(apart) = rejected(draft, a, b).or(relation) else { return Ok(()) };
    let message = format!("`{a}` and `{b}` were told apart; undo that first");
    Err(Fault::new(FaultCode::Conflict, "duplicates", message).about([apart]).into())
}
