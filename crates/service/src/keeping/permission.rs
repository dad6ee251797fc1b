//! Which permission each act needs.

use store::Act;

use crate::Permission;

/// The permission without which an act is refused. Every act is named: a new one does not compile until somebody has
/// decided who may do it.
#[must_use]
pub const fn permission_of(act: Act) -> Permission {
    match act {
        Act::Import
        | Act::ApplyScenario
        | Act::AddDocument
        | Act::AddClaim
        | Act::DisputeClaim
        | Act::AddInstitution
        | Act::AmendInstitution
        | Act::WithdrawInstitution
        | Act::AddIdentifier
        | Act::WithdrawIdentifier
        | Act::AddAlias
        | Act::RemoveAlias
        | Act::AddPartnership
        | Act::AmendPartnership
        | Act::SignAgreement
        | Act::WithdrawParty
        | Act::RecordLifecycle
        | Act::SubmitApplication
        | Act::RecordOutcome
        | Act::AddBody
        | Act::AmendBody
        | Act::AppointMember
        | Act::EndMembership
        | Act::AddPerson
        | Act::RecordTenure
        | Act::EndTenure
        | Act::AddOffice
        | Act::AddContactPoint
        | Act::ScheduleMeeting
        | Act::AmendMeeting
        | Act::CancelMeeting
        | Act::RecordMeeting
        | Act::CloseMeeting
        | Act::RecordAttendance
        | Act::RecordResolution
        | Act::AddActionItem
        | Act::AmendActionItem
        | Act::RecordActionEvidence
        | Act::RecordIndicator
        | Act::DecideTask => Permission::Edit,
        // What was believed is no longer, or is again.
        Act::RetractDocument
        | Act::AcceptDocument
        | Act::RetractClaim
        // They govern every answer.
        | Act::DefineVocabulary
        | Act::DefineNorm
        | Act::SetTieWeight
        | Act::DefineExpectation
        // What is one.
        | Act::DecideIdentity
        | Act::MergeInstitutions
        | Act::UndoMerge
        | Act::RejectDuplicate
        | Act::SplitInstitution
        | Act::UndoSplit
        | Act::RecordSuccession
        | Act::UndoSuccession
        // Personal data.
        | Act::RectifyPerson
        | Act::ErasePerson
        | Act::ApplyRetention => Permission::Curate,
    }
}
