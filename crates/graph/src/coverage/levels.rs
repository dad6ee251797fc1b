//! Which institutions have reached a level of coverage, and where they are placed.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::territory::TerritorialUnit;
use domain::vocabulary::MeetingKind;

use super::{CoverageLevel, PlaceBasis};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::refusal::Refusal;
use crate::tie::{TieLevel, TieRule};
use crate::view::{NetworkView, is_active};

/// The institutions that have reached a level, for certain or possibly; all of them for KNOWN.
pub(super) struct Levels {
    reached: Option<BTreeMap<Position, Certainty>>,
}

impl Levels {
    pub(super) fn new(
        view: &NetworkView,
        level: CoverageLevel,
        kinds: &[Id<MeetingKind>],
    ) -> Result<Self, Refusal> {
        let reached = match level {
            CoverageLevel::Known => None,
            CoverageLevel::Member => Some(members(view)),
            CoverageLevel::Contacted => Some(involved(view, kinds, false)),
            CoverageLevel::Hosted => Some(involved(view, kinds, true)),
            CoverageLevel::Cooperating => Some(cooperating(view, kinds)?),
        };
        Ok(Self { reached })
    }

    /// Whether an institution has reached the level: for certain, possibly, or not (none).
    pub(super) fn certainty(&self, position: Position) -> Option<Certainty> {
        match &self.reached {
            None => Some(Certainty::Certain),
            Some(reached) => reached.get(&position).copied(),
        }
    }
}

fn members(view: &NetworkView) -> BTreeMap<Position, Certainty> {
    let parties = view.memberships(None, &[]).filter_map(|(it, _)| it.party.institution());
    parties.filter_map(|it| view.network().position_of(it)).map(|it| (it, Certainty::Certain)).collect()
}

fn involved(
    view: &NetworkView,
    kinds: &[Id<MeetingKind>],
    hosts_only: bool,
) -> BTreeMap<Position, Certainty> {
    let mut reached = BTreeMap::new();
    for occasion in view.occasions() {
        let kind = view.network().record().meetings.get(occasion.meeting).map(|it| &it.kind);
        if !kinds.is_empty() && !kind.is_some_and(|it| kinds.contains(it)) {
            continue;
        }
        for involvement in occasion.involved.iter().filter(|it| it.is_host || !hosts_only) {
            let certainty = reached.entry(involvement.institution).or_insert(occasion.certainty);
            *certainty = (*certainty).min(occasion.certainty);
        }
    }
    reached
}

fn cooperating(
    view: &NetworkView,
    kinds: &[Id<MeetingKind>],
) -> Result<BTreeMap<Position, Certainty>, Refusal> {
    let rule = TieRule { min_level: TieLevel::L2, kinds: kinds.to_vec(), ..TieRule::default() };
    let ties = view.ties(&rule)?;
    Ok(ties.ties().iter().flat_map(|it| [it.a, it.b]).map(|it| (it, Certainty::Certain)).collect())
}

/// The units in which an institution is placed, as recorded; empty when not recorded.
pub(super) fn places(view: &NetworkView, position: Position, basis: PlaceBasis) -> Vec<Id<TerritorialUnit>> {
    let network = view.network();
    let Some(institution) = network.at(position) else { return Vec::new() };
    match basis {
        PlaceBasis::Seat => institution.seat.iter().cloned().collect(),
        PlaceBasis::Served => network
            .served_by(position)
            .filter(|it| is_active(&it.valid_from, &it.valid_to, &view.view().period))
            .map(|it| it.unit.clone())
            .collect(),
    }
}
