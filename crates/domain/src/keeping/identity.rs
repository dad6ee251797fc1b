//! Identity: institutions read as one or told apart, separated, succeeding each other; other names; open questions.
//!
//! No fact is ever rewritten for it. That two are one is a decision beside the facts. What a separation or a succession
//! changes in other records is claimed with the relation that tells of it as the premise: when the relation falls,
//! these claims fall, and what was believed before is believed again.

pub mod alias;
pub mod merge;
mod premise;
mod refers;
pub mod split;
pub mod succession;
pub mod task;

use std::collections::BTreeMap;

use super::{Draft, Fault, FaultCode, Faults};
use crate::id::Id;
use crate::identity::{Relation, RelationKind, canonical_among};
use crate::institution::Institution;

/// How many institutions one change may read as one, or make successors of others.
pub const INSTITUTIONS_MAX: usize = 50;

/// For each institution that is read as another: the other.
pub(super) fn canonical(draft: &Draft<'_>) -> BTreeMap<Id<Institution>, Id<Institution>> {
    let mut decisions: BTreeMap<_, _> =
        draft.before().identity_decisions.iter().map(|it| (&it.key, it)).collect();
    decisions.extend(draft.changes().records.identity_decisions.iter().map(|it| (&it.key, it)));
    canonical_among(decisions.into_values(), |it| draft.standing(it).is_some())
}

/// An institution that stands and is not read as another.
fn require_own(draft: &Draft<'_>, id: &Id<Institution>, path: &str) -> Result<Institution, Faults> {
    let found = draft.require(id, path)?;
    match canonical(draft).get(id) {
        None => Ok(found),
        Some(other) => {
            let message = format!("`{id}` is read as `{other}`; name that one, or undo the merge first");
            Err(Fault::new(FaultCode::Conflict, path, message).about([other.reference()]).into())
        }
    }
}

/// The relations of some kinds between two institutions, one way or the other, that stand.
fn relations_between(
    draft: &Draft<'_>,
    a: &Id<Institution>,
    b: &Id<Institution>,
    kinds: &[RelationKind],
) -> Vec<Relation> {
    let pair = [a.reference(), b.reference()];
    let between = draft.before().relations.iter().filter(|it| {
        kinds.contains(&it.kind) && it.from != it.to && pair.contains(&it.from) && pair.contains(&it.to)
    });
    between.filter_map(|it| draft.standing(&it.key)).collect()
}
