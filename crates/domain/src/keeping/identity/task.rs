//! Open questions: decided, put aside, opened again.

use super::super::{Draft, Fault, FaultCode, Faults};
use crate::id::Id;
use crate::identity::{DecisionStatus, ResolutionTask, TaskStatus};
use crate::record::RecordRef;

/// What becomes of an open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDecision {
    /// The question.
    pub task: Id<ResolutionTask>,
    /// Where it stands then.
    pub status: TaskStatus,
}

/// Decides an open question, puts it aside or opens it again. Saying again where it stands changes nothing.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it is opened and a decision answers it.
pub fn decide_task(draft: &mut Draft<'_>, decision: &TaskDecision) -> Result<RecordRef, Faults> {
    let answers = answers(draft, &decision.task);
    if decision.status != TaskStatus::Decided && !answers.is_empty() {
        let message = "decisions answer the question; undo them, which opens it again";
        return Err(Fault::new(FaultCode::Conflict, "task", message).about(answers).into());
    }
    set(draft, &decision.task, decision.status, "task")
}

/// Decides an open question by a decision on identity.
pub(super) fn answer(draft: &mut Draft<'_>, id: &Id<ResolutionTask>) -> Result<(), Faults> {
    let task = draft.require(id, "task")?;
    if task.status != TaskStatus::Open {
        let message = "the question is not open; open it first, or leave it out";
        return Err(Fault::new(FaultCode::Conflict, "task", message).about([id.reference()]).into());
    }
    set(draft, id, TaskStatus::Decided, "task")?;
    Ok(())
}

/// Opens a question again when the last decision that answered it was undone.
pub(super) fn unanswer(draft: &mut Draft<'_>, id: &Id<ResolutionTask>) -> Result<(), Faults> {
    let is_decided = draft.standing(id).is_some_and(|it| it.status == TaskStatus::Decided);
    if is_decided && answers(draft, id).is_empty() {
        set(draft, id, TaskStatus::Open, "task")?;
    }
    Ok(())
}

fn set(
    draft: &mut Draft<'_>,
    id: &Id<ResolutionTask>,
    status: TaskStatus,
    path: &str,
) -> Result<RecordRef, Faults> {
    let task = draft.require(id, path)?;
    draft.replace(ResolutionTask { status, ..task })?;
    Ok(id.reference())
}

/// The decisions that answer a question: taken, and not undone.
fn answers(draft: &Draft<'_>, id: &Id<ResolutionTask>) -> Vec<RecordRef> {
    let stored = draft.before().identity_decisions.iter().filter(|it| it.task.as_ref() == Some(id));
    let now = stored.filter_map(|it| draft.get(&it.key));
    now.filter(|it| matches!(it.status, DecisionStatus::Accepted | DecisionStatus::Rejected))
        .map(|it| it.key.reference())
        .collect()
}
