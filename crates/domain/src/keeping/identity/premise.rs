//! Claims that stand and fall with a record: what a separation or a succession says of other records.

use super::super::{Draft, Faults};
use crate::claim::{Claim, ClaimStatus};
use crate::id::Id;
use crate::record::{Listed, RecordRef};

/// Sets a field by a claim that counts only while all of the `premises` stand.
pub(super) fn set_given<T: Listed>(
    draft: &mut Draft<'_>,
    id: &Id<T>,
    (field, value): (&str, Option<&str>),
    premises: &[RecordRef],
    path: &str,
) -> Result<(), Faults> {
    draft.set_field(id, field, value, path)?;
    let about = draft.claims_about(&id.reference());
    let of_field = about.into_iter().filter(|it| it.field.as_ref().is_some_and(|it| it.as_str() == field));
    let believed =
        of_field.min_by(|a, b| (a.rank, a.confidence, &a.key).cmp(&(b.rank, b.confidence, &b.key)));
    if let Some(claim) = believed.cloned() {
        draft.replace(Claim { premises: premises.to_vec(), ..claim })?;
    }
    Ok(())
}

/// The claims that count only while a record stands.
pub(super) fn given(draft: &Draft<'_>, premise: &RecordRef) -> Vec<Claim> {
    let claims = draft.before().claims.iter().filter(|it| it.premises.contains(premise));
    claims.filter(|it| it.field.is_some() && it.status != ClaimStatus::Retracted).cloned().collect()
}

/// Takes these claims back.
pub(super) fn take_back(draft: &mut Draft<'_>, claims: Vec<Claim>) -> Result<(), Faults> {
    for claim in claims {
        draft.replace(Claim { status: ClaimStatus::Retracted, ..claim })?;
    }
    Ok(())
}
