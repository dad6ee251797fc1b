//! What the closed lists of words are called in a report, in both languages.

use domain::body::BodyRole;
use domain::call::FundingOutcome;
use domain::meeting::MeetingRole;
use domain::partnership::{LifecycleState, PartnershipRole};
use domain::recorded::Recorded;
use domain::resolution::{ActionStatus, ResolutionKind};

use super::figure::FigureState;
use super::text::Text;
use crate::follow_up::DueState;

/// A role in a partnership.
pub(super) fn partnership_role(role: PartnershipRole) -> Text {
    match role {
        PartnershipRole::Lead => Text::new("prowadzący", "lead"),
        PartnershipRole::Countersignatory => {
            Text::new("podpisuje z każdym, kto przystępuje", "countersignatory")
        }
        PartnershipRole::Secretariat => Text::new("sekretariat", "secretariat"),
        PartnershipRole::Initiator => Text::new("inicjator", "initiator"),
        PartnershipRole::Signatory => Text::new("sygnatariusz", "signatory"),
        PartnershipRole::Partner => Text::new("partner projektu", "project partner"),
        PartnershipRole::ProjectLeader => Text::new("lider projektu", "project leader"),
        PartnershipRole::Creator => Text::new("twórca", "creator"),
    }
}

/// A role at a meeting.
pub(super) fn meeting_role(role: MeetingRole) -> Text {
    match role {
        MeetingRole::Host => Text::new("gospodarz", "host"),
        MeetingRole::Organiser => Text::new("organizator", "organiser"),
        MeetingRole::Chair => Text::new("prowadzenie", "chair"),
        MeetingRole::Speaker => Text::new("wystąpienie", "speaker"),
        MeetingRole::Attendee => Text::new("udział", "attendee"),
        MeetingRole::Guest => Text::new("gość", "guest"),
        MeetingRole::Patron => Text::new("patronat", "patron"),
        MeetingRole::LetterSender => Text::new("list", "sent a letter"),
        MeetingRole::LetterReader => Text::new("odczytanie listu", "read a letter"),
        MeetingRole::Reporter => Text::new("sporządzenie notatki", "wrote the note"),
        MeetingRole::GoodPracticeSubject => Text::new("przykład dobrej praktyki", "example of good practice"),
    }
}

/// A role in a body.
pub(super) fn body_role(role: BodyRole) -> Text {
    match role {
        BodyRole::Chair => Text::new("przewodniczenie", "chair"),
        BodyRole::ViceChair => Text::new("zastępca przewodniczącego", "vice-chair"),
        BodyRole::Member => Text::new("członkostwo", "member"),
        BodyRole::Participant => Text::new("udział w pracach", "takes part in the work"),
        BodyRole::Staff => Text::new("obsługa", "staff"),
    }
}

/// A state in the life of a partnership.
pub(super) fn lifecycle_state(state: LifecycleState) -> Text {
    match state {
        LifecycleState::Proposed => Text::new("zaproponowane", "proposed"),
        LifecycleState::Forming => Text::new("tworzone", "being formed"),
        LifecycleState::Active => Text::new("działające", "active"),
        LifecycleState::Suspended => Text::new("zawieszone", "suspended"),
        LifecycleState::Dissolved => Text::new("rozwiązane", "dissolved"),
        LifecycleState::Created => Text::new("utworzone", "created"),
        LifecycleState::Submitted => Text::new("złożony wniosek", "application submitted"),
        LifecycleState::Funded => Text::new("dofinansowane", "funded"),
        LifecycleState::NotFunded => Text::new("bez dofinansowania", "not funded"),
        LifecycleState::Reserve => Text::new("na liście rezerwowej", "on the reserve list"),
        LifecycleState::Withdrawn => Text::new("wycofane", "withdrawn"),
        LifecycleState::NotStated => Text::new("wyniku nie odnotowano", "outcome not recorded"),
        LifecycleState::Implementing => Text::new("w realizacji", "being implemented"),
        LifecycleState::Closed => Text::new("zakończone", "closed"),
    }
}

/// What became of an application.
pub(super) fn funding_outcome(outcome: FundingOutcome) -> Text {
    match outcome {
        FundingOutcome::Funded => Text::new("dofinansowany", "funded"),
        FundingOutcome::Rejected => Text::new("odrzucony", "rejected"),
        FundingOutcome::Reserve => Text::new("lista rezerwowa", "reserve list"),
        FundingOutcome::Withdrawn => Text::new("wycofany", "withdrawn"),
        FundingOutcome::NotStated => Text::new("wyniku nie odnotowano", "outcome not recorded"),
    }
}

/// The kind of a resolution.
pub(super) fn resolution_kind(kind: ResolutionKind) -> Text {
    match kind {
        ResolutionKind::Decision => Text::new("decyzja", "decision"),
        ResolutionKind::Arrangement => Text::new("ustalenie", "arrangement"),
        ResolutionKind::Conclusion => Text::new("wniosek", "conclusion"),
        ResolutionKind::Recommendation => Text::new("rekomendacja", "recommendation"),
        ResolutionKind::Information => Text::new("przyjęta informacja", "information taken note of"),
        ResolutionKind::Proposal => Text::new("propozycja", "proposal"),
        ResolutionKind::Pledge => Text::new("zobowiązanie", "pledge"),
    }
}

/// What became of an action item.
pub(super) fn action_status(status: ActionStatus) -> Text {
    match status {
        ActionStatus::Done => Text::new("wykonane", "done"),
        ActionStatus::InProgress => Text::new("w toku", "in progress"),
        ActionStatus::Cancelled => Text::new("zaniechane", "cancelled"),
        ActionStatus::Open => Text::new("otwarte", "open"),
        ActionStatus::NotStated => {
            Text::new("nie odnotowano, co się stało", "what became of it is not recorded")
        }
    }
}

/// How an action item stands to a day.
pub(super) fn due_state(state: DueState) -> Text {
    match state {
        DueState::NotDue => Text::new("przed terminem", "not due yet"),
        DueState::DueNow => Text::new("w terminie", "due now"),
        DueState::Overdue => Text::new("po terminie", "overdue"),
        DueState::Done => Text::new("wykonane", "done"),
        DueState::Cancelled => Text::new("zaniechane", "cancelled"),
        DueState::Undated => Text::new("bez terminu", "without a due date"),
    }
}

/// A fact of three values.
pub(super) fn answer(answer: Recorded) -> Text {
    match answer {
        Recorded::Yes => Text::new("tak", "yes"),
        Recorded::No => Text::new("nie", "no"),
        Recorded::NotRecorded => Text::new("nie odnotowano", "not recorded"),
    }
}

/// How a figure is settled.
#[must_use]
pub fn figure_state(state: FigureState) -> Text {
    match state {
        FigureState::Settled => Text::new("ustalone", "settled"),
        FigureState::DeclaredOnly => Text::new("tylko podane", "declared only"),
        FigureState::PartlyListed => Text::new("wymienione w części", "listed in part"),
        FigureState::ListedOnly => Text::new("co najmniej tyle", "at least so many"),
        FigureState::Bounded => Text::new("w podanych granicach", "between these"),
        FigureState::NotRecorded => Text::new("nie odnotowano", "not recorded"),
        FigureState::Discrepancy => Text::new("rozbieżność", "discrepancy"),
    }
}
