//! Which permission each act needs.

use store::Act;

use crate::Permission;

/// The permission without which an act is refused.
#[must_use]
pub const fn permission_of(act: Act) -> Permission {
    match act {
        Act::RetractDocument
        | Act::AcceptDocument
        | Act::RetractClaim
        // They govern every answer.
        | Act::DefineVocabulary
        | Act::DefineNorm
        | Act::SetTieWeight
        | Act::DefineExpectation
        | Act::DecideIdentity
        | Act::MergeInstitutions
        | Act::UndoMerge
        | Act::RejectDuplicate
        | Act::SplitInstitution
        | Act::UndoSplit
        | Act::RecordSuccession
        | Act::UndoSuccession
        | Act::RectifyPerson
        | Act::ErasePerson
        | Act::ApplyRetention => Permission::Curate,
        _ => Permission::Edit,
    }
}
