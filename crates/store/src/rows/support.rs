//! What support and identity are made of: open questions, decisions, claims.

use domain::claim::{Claim, ClaimText};
use domain::identity::{IdentityDecision, ResolutionTask};

use super::row;

row! {
    resolution_task: ResolutionTask in "resolution_task" {
        question_pl: Text,
        question_en: MaybeText,
        detail: MaybeText,
        about: List,
        severity: Text,
        status: Text,
    } keeps status
}

row! {
    identity_decision: IdentityDecision in "identity_decision" {
        duplicate: Text,
        canonical: Text,
        status: Text,
        reason: Text,
        decided_by: Text,
        decided_on: Text,
        task: MaybeText,
    } keeps status, reason, decided_by, decided_on
}

row! {
    claim: Claim in "claim" {
        subject: Text,
        field: MaybeText,
        value: MaybeText,
        rank: Count,
        document: Text,
        confidence: Text,
        convention: MaybeText,
        premises: List,
        status: Text,
    } keeps status
}

row! {
    claim_text: ClaimText in "claim_text" { locator: Text, inference: MaybeText }
}
