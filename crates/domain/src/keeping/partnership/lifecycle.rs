//! The life of a partnership: which state may come after which, and the recording of one.

use crate::date::EdtfDate;
use crate::id::Id;
use crate::keeping::look::Wrong;
use crate::keeping::{Draft, Fault, FaultCode, Faults};
use crate::partnership::LifecycleState::{
    Active, Closed, Created, Dissolved, Forming, Funded, Implementing, NotFunded, NotStated, Proposed,
    Reserve, Submitted, Suspended, Withdrawn,
};
use crate::partnership::{LifecycleEvent, LifecycleState, Partnership, PartnershipKind};
use crate::record::{Noun as _, RecordRef};
use crate::vocabulary::Label;

/// Which lives a kind of partnership can have (model.md 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// Proposed, forming, active, suspended, dissolved.
    pub is_standing: bool,
    /// Proposed, created, submitted, an outcome, implementing, closed.
    pub is_project: bool,
}

impl Stage {
    /// The lives of a kind. An agreement of two and a planned consortium may have either.
    #[must_use]
    pub const fn of(kind: PartnershipKind) -> Self {
        let (is_standing, is_project) = match kind {
            PartnershipKind::UmbrellaPact | PartnershipKind::Thematic | PartnershipKind::Local => {
                (true, false)
            }
            PartnershipKind::Project => (false, true),
            PartnershipKind::PlannedConsortium | PartnershipKind::Bilateral => (true, true),
        };
        Self { is_standing, is_project }
    }

    /// Whether a partnership with such a life can be in the state.
    #[must_use]
    pub const fn holds(self, state: LifecycleState) -> bool {
        match state {
            Proposed => true,
            Forming | Active | Suspended | Dissolved => self.is_standing,
            _ => self.is_project,
        }
    }
}

/// The states that may come right after one. A suspended partnership may take up its work again; one on the reserve list
/// may still be funded; what is not stated may be stated later; who was refused may apply again.
const fn next(state: LifecycleState) -> &'static [LifecycleState] {
    match state {
        Proposed => &[Forming, Created],
        Forming => &[Active],
        Active => &[Suspended],
        Suspended => &[Active, Dissolved],
        Created => &[Submitted],
        Submitted => &[Funded, NotFunded, Reserve, Withdrawn, NotStated],
        NotStated => &[Funded, NotFunded, Reserve, Withdrawn],
        Reserve => &[Funded, NotFunded, Withdrawn],
        Funded => &[Implementing, Withdrawn],
        NotFunded => &[Submitted],
        Implementing => &[Closed],
        Dissolved | Withdrawn | Closed => &[],
    }
}

/// Whether a state may be found some time after another. States in between need not be recorded, and a partnership may
/// be found in one state twice.
#[must_use]
pub fn may_follow(later: LifecycleState, earlier: LifecycleState) -> bool {
    let mut reached = vec![earlier];
    let mut at = 0;
    while let Some(state) = reached.get(at).copied() {
        if state == later {
            return true;
        }
        for following in next(state) {
            if !reached.contains(following) {
                reached.push(*following);
            }
        }
        at += 1;
    }
    false
}

/// Records that a partnership was in a state, or came into it.
///
/// # Errors
/// `INVALID` for a state that its kind does not have; `ALREADY_RECORDED`; `CONFLICT` with the states that it cannot come
/// after, or before; `NOT_FOUND`, `PERSONAL_DATA`; those of [`Draft::source`].
pub fn record_lifecycle(
    draft: &mut Draft<'_>,
    (partnership, state, date, note): &(Id<Partnership>, LifecycleState, EdtfDate, Option<Label>),
) -> Result<RecordRef, Faults> {
    let known = draft.require(partnership, "partnership")?;
    let mut wrong = Wrong::default();
    wrong.text(note.as_ref(), "note");
    if !Stage::of(known.kind).holds(*state) {
        wrong.add(no_such_state(known.kind, *state, "state"));
    }
    wrong.done()?;
    check(draft, partnership, *state, *date, "state", "on")?;
    add(draft, partnership, *state, *date, note.clone())?;
    Ok(partnership.reference())
}

/// A state that a kind of partnership does not have.
pub(super) fn no_such_state(kind: PartnershipKind, state: LifecycleState, path: &str) -> Fault {
    let states: Vec<_> =
        LifecycleState::ALL.iter().filter(|it| Stage::of(kind).holds(**it)).map(|it| it.as_str()).collect();
    let message =
        format!("a partnership of kind {kind} is never {state}; it is one of {}", states.join(", "));
    Fault::new(FaultCode::Invalid, path, message)
}

/// Whether a state at a date fits into the life that is recorded.
///
/// # Errors
/// `ALREADY_RECORDED`, `CONFLICT`.
pub(super) fn check(
    draft: &Draft<'_>,
    partnership: &Id<Partnership>,
    state: LifecycleState,
    date: EdtfDate,
    state_path: &str,
    date_path: &str,
) -> Result<(), Faults> {
    let life = draft.all(|it: &LifecycleEvent| it.partnership == *partnership);
    let same = life.iter().find(|it| it.state == state && (it.date == date || date.is_unknown()));
    if let Some(same) = same {
        let fault = Fault::new(FaultCode::AlreadyRecorded, state_path, "this state is recorded already");
        return Err(fault.about([same.reference()]).into());
    }
    let is_before = |a: EdtfDate, b: EdtfDate| a.latest().zip(b.earliest()).is_some_and(|(a, b)| a < b);
    let fits = |it: &LifecycleEvent| {
        let (after, before) = (may_follow(state, it.state), may_follow(it.state, state));
        if is_before(it.date, date) {
            after
        } else if is_before(date, it.date) {
            before
        } else {
            after || before
        }
    };
    let against: Vec<&LifecycleEvent> = life.iter().filter(|it| !fits(it)).collect();
    if against.is_empty() {
        return Ok(());
    }
    let told: Vec<_> = against.iter().take(5).map(|it| format!("{} ({})", it.state, it.date)).collect();
    let message = format!("{state} at {date} does not fit what is recorded: {}", told.join(", "));
    let fault = Fault::new(FaultCode::Conflict, date_path, message);
    Err(fault.about(against.into_iter().map(LifecycleEvent::reference)).into())
}

/// Drafts a state.
pub(super) fn add(
    draft: &mut Draft<'_>,
    partnership: &Id<Partnership>,
    state: LifecycleState,
    date: EdtfDate,
    note: Option<Label>,
) -> Result<(), Faults> {
    let key = draft.fresh_key::<LifecycleEvent>(&format!("{partnership} {state} {date}"))?;
    draft.add(LifecycleEvent { key, partnership: partnership.clone(), state, date, note })?;
    Ok(())
}
