//! The problem of a request: institutions as parties, seats as places, scores as whole weights.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::institution::{Institution, Naming};
use domain::record::Noun;
use domain::territory::TerritoryLevel;
use planning::{Host, PlanningError, Problem, Target, Travel};

use super::Stated;
use super::request::{PlanRequest, Reach};
use super::targets::Found;
use crate::computed::{Exclusion, ExclusionReason};
use crate::network::{Network, Position};
use crate::refusal::{NotDefinedReason, Refusal};
use crate::rotation::host_rotation;
use crate::view::NetworkView;

/// Weights are taken to so many parts of 1.
const PARTS: f64 = 1_000.0;

/// The next host candidates that are tried when no hosts are given.
const CANDIDATES: usize = 100;

/// States the problem.
pub(super) fn state(view: &NetworkView, request: &PlanRequest, found: &Found) -> Result<Stated, Refusal> {
    let network = view.network();
    let hosts = hosts(view, request)?;
    let must = positions(network, &request.must_invite)?;
    let mut guests = if request.invitees.is_empty() {
        found.targets.iter().flat_map(|it| it.institutions.iter().copied()).collect()
    } else {
        positions(network, &request.invitees)?
    };
    guests.extend(&must);
    let is_named = |it: &Position| network.at(*it).is_some_and(|it| it.naming == Naming::Named);
    guests.retain(is_named);
    guests.sort_unstable();
    guests.dedup();
    let mut parties = guests.clone();
    parties.extend(&hosts);
    parties.sort_unstable();
    parties.dedup();
    let party = |it: &Position| parties.binary_search(it).ok().and_then(|it| u32::try_from(it).ok());
    let mut places = Places::new(network, request.reach);
    let mut unplaced = Vec::new();
    let mut its_places = vec![Vec::new(); parties.len()];
    let mut its_hosts = Vec::new();
    for position in &parties {
        if places.of(*position).is_none() {
            unplaced.push(*position);
        }
    }
    for guest in &guests {
        let list = party(guest).and_then(|it| its_places.get_mut(it as usize));
        if let Some((list, place)) = list.zip(places.of(*guest)) {
            list.push(place);
        }
    }
    for host in &hosts {
        if let Some((party, place)) = party(host).zip(places.of(*host)) {
            its_hosts.push(Host { party, place });
        }
    }
    let (targets, unit) = targets(found, &party);
    let problem = Problem {
        parties: u32::try_from(parties.len()).unwrap_or(u32::MAX),
        meetings: request.meetings,
        seats: request.seats,
        travel: travel(network, request, &its_hosts, &parties)?,
        hosts: its_hosts,
        distinct_hosts: request.distinct_hosts,
        places: its_places,
        targets,
        must_invite: must.iter().filter_map(party).collect(),
        apart: apart(network, request, &parties)?,
    };
    Ok(Stated { problem, parties, unit, unplaced })
}

/// The places of institutions by the reach.
struct Places<'a> {
    network: &'a Network,
    reach: Reach,
    units: BTreeMap<String, u32>,
}

impl<'a> Places<'a> {
    fn new(network: &'a Network, reach: Reach) -> Self {
        Self { network, reach, units: BTreeMap::new() }
    }

    /// The place of an institution; none when its seat is not recorded, or not precisely enough.
    fn of(&mut self, position: Position) -> Option<u32> {
        let level = match self.reach {
            Reach::Anywhere => return Some(0),
            Reach::Subregion => TerritoryLevel::Subregion,
            Reach::Powiat => TerritoryLevel::Powiat,
        };
        let seat = self.network.at(position)?.seat.as_ref()?;
        let unit = self.network.ancestor(seat, level)?.key.to_string();
        let next = u32::try_from(self.units.len()).ok()?;
        Some(*self.units.entry(unit).or_insert(next))
    }
}

/// Who may host: those given, or the next host candidates.
fn hosts(view: &NetworkView, request: &PlanRequest) -> Result<Vec<Position>, Refusal> {
    let network = view.network();
    if request.hosts.is_empty() {
        let rotation = host_rotation(view, &request.partnership);
        return Ok(rotation.candidates.iter().map(|it| it.institution).take(CANDIDATES).collect());
    }
    let mut seen = std::collections::BTreeSet::new();
    let hosts = positions(network, &request.hosts)?;
    Ok(hosts.into_iter().filter(|it| seen.insert(*it)).collect())
}

fn positions(network: &Network, ids: &[Id<Institution>]) -> Result<Vec<Position>, Refusal> {
    let missing = Refusal::NotDefined(NotDefinedReason::InstitutionNotRecorded);
    ids.iter().map(|it| network.position_of(it).ok_or_else(|| missing.clone())).collect()
}

/// The targets in whole units, and what one unit is worth.
fn targets(found: &Found, party: &impl Fn(&Position) -> Option<u32>) -> (Vec<Target>, f64) {
    let weight = |it: f64| if it.is_finite() { (it.clamp(0.0, 1e6) * PARTS).round() as u64 } else { 0 };
    let mut targets: Vec<Target> = found
        .targets
        .iter()
        .map(|it| Target {
            weight: weight(it.weight),
            parties: it.institutions.iter().filter_map(party).collect(),
        })
        .collect();
    let divisor = targets.iter().fold(0, |sum, it| common(sum, it.weight)).max(1);
    for target in &mut targets {
        target.weight /= divisor;
    }
    (targets, divisor as f64 / PARTS)
}

/// The greatest common divisor.
fn common(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common(b, a % b) }
}

fn travel(
    network: &Network,
    request: &PlanRequest,
    hosts: &[Host],
    parties: &[Position],
) -> Result<Option<Travel>, Refusal> {
    if !request.has_costs() {
        return Ok(None);
    }
    let host_of: BTreeMap<u32, u32> = hosts.iter().zip(0u32..).map(|(it, index)| (it.party, index)).collect();
    let mut costs = BTreeMap::new();
    for cost in &request.travel_costs {
        let ends = positions(network, &[cost.host.clone(), cost.institution.clone()])?;
        let party = |it: &Position| parties.binary_search(it).ok().and_then(|it| u32::try_from(it).ok());
        let host = ends.first().and_then(party).and_then(|it| host_of.get(&it));
        // Who does not come into question needs no journey.
        if let Some((host, guest)) = host.zip(ends.get(1).and_then(party)) {
            costs.insert((*host, guest), cost.cost);
        }
    }
    Ok(Some(Travel {
        costs,
        otherwise: request.other_travel_cost,
        per_meeting: request.budget_per_meeting,
        total: request.budget,
    }))
}

fn apart(network: &Network, request: &PlanRequest, parties: &[Position]) -> Result<Vec<(u32, u32)>, Refusal> {
    let mut pairs = Vec::new();
    for (a, b) in &request.must_not_meet {
        let ends = positions(network, &[a.clone(), b.clone()])?;
        let mut ends =
            ends.iter().map(|it| parties.binary_search(it).ok().and_then(|it| u32::try_from(it).ok()));
        if let (Some(Some(a)), Some(Some(b))) = (ends.next(), ends.next()) {
            pairs.push((a.min(b), a.max(b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// Who cannot be placed, as an exclusion.
pub(super) fn exclusion(view: &NetworkView, unplaced: &[Position]) -> Option<Exclusion> {
    let records = unplaced.iter().filter_map(|it| view.network().at(*it)).map(Noun::reference).collect();
    Exclusion::of(
        ExclusionReason::UndeterminedAttribute,
        "its seat is not recorded, so it cannot be decided where it can come or who can come to it",
        records,
    )
}

impl From<PlanningError> for Refusal {
    fn from(error: PlanningError) -> Self {
        match error {
            PlanningError::Interrupted => Self::Interrupted,
            PlanningError::Parameter { name, problem } => Self::Parameter { name, problem },
            PlanningError::TooLarge { what, estimate, limit } => Self::TooLarge { what, estimate, limit },
            // The enumeration may grow; what grows it is a defect until it is told apart here.
            other => Self::Engine { message: other.to_string() },
        }
    }
}
