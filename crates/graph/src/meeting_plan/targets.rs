//! What a plan is to cover, and what becomes of it.

use std::collections::BTreeSet;

use domain::institution::Naming;
use domain::words;

use super::request::{PlanRequest, PlanTargets, PlanWeights};
use super::{PlannedMeeting, Stated};
use crate::gap::{Gap, gaps};
use crate::network::Position;
use crate::refusal::Refusal;
use crate::uncontacted::{SignatoryStatus, uncontacted_signatories};
use crate::view::NetworkView;

words! {
    /// What a plan does with a target.
    TargetState {
        /// Somebody who covers it is at a meeting.
        Covered = "COVERED",
        /// Somebody who covers it could come to a host, and is not invited.
        NotChosen = "NOT_CHOSEN",
        /// Nobody who covers it may be invited and can come to a host.
        NobodyCanCome = "NOBODY_CAN_COME",
        /// The record knows nobody who covers it.
        NobodyKnown = "NOBODY_KNOWN",
        /// The seats of those who cover it are not recorded, so that it cannot be decided whether they can come.
        NotDecided = "NOT_DECIDED",
    }
}

/// What a target is.
#[derive(Debug, Clone, PartialEq)]
pub enum TargetSubject {
    /// A signatory, by the position of its membership in the network's list.
    Signatory(u32),
    /// A gap.
    Gap(Box<Gap>),
}

/// Something to cover.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanTarget {
    /// What it is.
    pub subject: TargetSubject,
    /// What covering it is worth.
    pub weight: f64,
    /// The institutions that cover it, in order of keys.
    pub institutions: Vec<Position>,
    /// What the plan does with it.
    pub state: TargetState,
    /// Those of the institutions that are at a planned meeting.
    pub covered_by: Vec<Position>,
}

/// The targets of a request.
pub(super) struct Found {
    pub(super) targets: Vec<PlanTarget>,
    pub(super) unnamed: Option<f64>,
    pub(super) warnings: Vec<String>,
}

/// Finds the targets.
pub(super) fn find(view: &NetworkView, request: &PlanRequest) -> Result<Found, Refusal> {
    match request.targets {
        PlanTargets::UncontactedSignatories => Ok(signatories(view, request)),
        PlanTargets::GapCells => gap_cells(view, request),
    }
}

fn gap_cells(view: &NetworkView, request: &PlanRequest) -> Result<Found, Refusal> {
    let found = gaps(view, &request.gaps)?;
    let target = |gap: Gap| PlanTarget {
        weight: match request.weights {
            PlanWeights::Uniform => 1.0,
            PlanWeights::Score => gap.score,
        },
        institutions: gap.institutions.clone(),
        state: TargetState::NotChosen,
        covered_by: Vec::new(),
        subject: TargetSubject::Gap(Box::new(gap)),
    };
    let mut warnings = found.receipt.warnings;
    if !found.unknown.is_empty() {
        warnings.push(format!("{} gap(s) only may be there, so they are no targets", found.unknown.len()));
    }
    Ok(Found { targets: found.gaps.into_iter().map(target).collect(), unnamed: None, warnings })
}

fn signatories(view: &NetworkView, request: &PlanRequest) -> Found {
    let found = uncontacted_signatories(view, &request.partnership, &request.contact);
    let mut warnings = found.receipt.warnings.clone();
    let unnamed = found.signatories.unattributed;
    if let (Some(unnamed), Some(declared)) = (unnamed.filter(|it| *it > 0.0), found.signatories.declared) {
        warnings.push(format!(
            "{unnamed} of the {declared} declared signatories are not named, so nobody can plan to meet them"
        ));
    }
    let uncontacted = found.items.iter().filter(|it| it.status == SignatoryStatus::NoRecordedContact);
    let no_institution = uncontacted.clone().filter(|it| it.institution.is_none()).count();
    if no_institution > 0 {
        warnings.push(format!(
            "{no_institution} uncontacted signatory(ies) are no institution, so they cannot be invited"
        ));
    }
    let is_named = |it: Position| view.network().at(it).is_some_and(|it| it.naming == Naming::Named);
    let target = |it: &crate::uncontacted::SignatoryContact| {
        let institution = it.institution.filter(|it| is_named(*it))?;
        Some(PlanTarget {
            subject: TargetSubject::Signatory(it.membership),
            weight: match request.weights {
                PlanWeights::Uniform => 1.0,
                PlanWeights::Score => f64::from(it.score),
            },
            institutions: vec![institution],
            state: TargetState::NotChosen,
            covered_by: Vec::new(),
        })
    };
    Found { targets: uncontacted.filter_map(target).collect(), unnamed, warnings }
}

/// Tells what the plan does with each target.
pub(super) fn judge(found: &mut Found, stated: &Stated, meetings: &[PlannedMeeting]) {
    let invited: BTreeSet<Position> =
        meetings.iter().flat_map(|it| it.invitees.iter().map(|it| it.institution)).collect();
    let problem = &stated.problem;
    let places: BTreeSet<u32> = problem.hosts.iter().map(|it| it.place).collect();
    let hosts: BTreeSet<u32> = problem.hosts.iter().map(|it| it.party).collect();
    let is_able = |party: u32| {
        let at = problem.places.get(party as usize);
        hosts.contains(&party) || at.is_some_and(|it| it.iter().any(|it| places.contains(it)))
    };
    let able: BTreeSet<Position> = (0u32..)
        .zip(&stated.parties)
        .filter(|(party, _)| is_able(*party))
        .map(|(_, position)| *position)
        .collect();
    for target in &mut found.targets {
        let its = || target.institutions.iter().copied();
        target.covered_by = its().filter(|it| invited.contains(it)).collect();
        target.state = if !target.covered_by.is_empty() {
            TargetState::Covered
        } else if its().any(|it| able.contains(&it)) {
            TargetState::NotChosen
        } else if target.institutions.is_empty() {
            TargetState::NobodyKnown
        } else if its().any(|it| stated.unplaced.binary_search(&it).is_ok()) {
            TargetState::NotDecided
        } else {
            TargetState::NobodyCanCome
        };
    }
}
