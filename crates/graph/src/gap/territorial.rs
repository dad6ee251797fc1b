//! Gaps in units of territory: who is expected, known, a member, in contact, cooperating.

use std::collections::{BTreeMap, BTreeSet};

use domain::expectation::{Expectation, PlaceBasis};
use domain::id::Id;
use domain::institution::{Institution, InstitutionState, Naming};
use domain::partnership::Partnership;
use domain::record::Noun as _;
use domain::territory::TerritoryLevel;

use super::score::{self, ScoreCode, ScoreComponent};
use super::{EVIDENCE_MAX, Gap, GapKind, GapRequest, GapStatus, claims_about, wording};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::refusal::Refusal;
use crate::selection::{ExpectationFilter, expectations, expected_units};
use crate::territory::{TerritoryIndex, UnitPosition};
use crate::tie::{TieLevel, TieRule};
use crate::view::{NetworkView, is_active};

/// How far each institution has come, and what each unit has.
pub(super) struct Chain<'a> {
    pub(super) view: &'a NetworkView,
    pub(super) index: TerritoryIndex<'a>,
    /// For each institution, whether it may fill an expectation: named, in scope, existing, not a unit of another.
    counts: Vec<bool>,
    /// For each institution, how certain a recorded involvement is.
    pub(super) involved: Vec<Option<Certainty>>,
    cooperating: Vec<bool>,
    /// For each unit, whether an institution seated in it was involved for certain.
    has_contact: Vec<bool>,
    /// The units asked about; none for all.
    within: Option<BTreeSet<UnitPosition>>,
}

/// The memberships of a partnership, or of any.
struct Members {
    /// For each institution, whether it has a membership that counts.
    counted: Vec<bool>,
    /// For each institution, whether it has one that does not count on the basis.
    below_basis: Vec<bool>,
}

/// Those found in one unit.
#[derive(Default)]
struct Found {
    known: Vec<Position>,
    possible: Vec<Position>,
}

/// A step of the chain in one unit.
struct Step {
    kind: GapKind,
    expected: f64,
    observed: usize,
    institutions: Vec<Position>,
    possible: Vec<Position>,
}

impl<'a> Chain<'a> {
    pub(super) fn new(view: &'a NetworkView, request: &GapRequest) -> Result<Self, Refusal> {
        let index = TerritoryIndex::new(view);
        let institutions = &view.network().record().institutions;
        let mut within = None;
        if !request.within.is_empty() {
            let mut units = BTreeSet::new();
            for id in &request.within {
                let problem = "names a unit that is not in the record; take one of `territories`";
                let at = index.position(id).ok_or(Refusal::Parameter { name: "within", problem })?;
                units.insert(at);
            }
            within = Some(units);
        }
        let mut involved = vec![None; institutions.len()];
        for occasion in view.occasions() {
            let kind = view.network().record().meetings.get(occasion.meeting).map(|it| &it.kind);
            if !request.meeting_kinds.is_empty() && !kind.is_some_and(|it| request.meeting_kinds.contains(it))
            {
                continue;
            }
            for involvement in &occasion.involved {
                if let Some(known) = involved.get_mut(involvement.institution as usize) {
                    *known =
                        Some(known.map_or(occasion.certainty, |it: Certainty| it.min(occasion.certainty)));
                }
            }
        }
        let mut cooperating = vec![false; institutions.len()];
        if request.asks(GapKind::Cooperation) {
            let kinds = request.meeting_kinds.clone();
            let rule = TieRule { min_level: TieLevel::L2, kinds, ..TieRule::default() };
            for end in view.ties(&rule)?.ties().iter().flat_map(|it| [it.a, it.b]) {
                if let Some(it) = cooperating.get_mut(end as usize) {
                    *it = true;
                }
            }
        }
        let mut has_contact = vec![false; view.network().record().territories.len()];
        let in_contact =
            institutions.iter().zip(&involved).filter(|it| *it.1 == Some(Certainty::Certain)).map(|it| it.0);
        for seat in in_contact.filter_map(|it| index.position(it.seat.as_ref()?)) {
            for unit in index.above(seat) {
                if let Some(it) = has_contact.get_mut(*unit as usize) {
                    *it = true;
                }
            }
        }
        let counts = (0u32..).zip(institutions).map(|(at, it)| counts(view, at, it)).collect();
        Ok(Self { view, index, counts, involved, cooperating, has_contact, within })
    }

    /// Whether an institution may fill an expectation.
    pub(super) fn counts(&self, at: Position) -> bool {
        self.counts.get(at as usize).copied().unwrap_or(false)
    }

    /// How certain a recorded involvement of an institution is.
    pub(super) fn involvement(&self, at: Position) -> Option<Certainty> {
        self.involved.get(at as usize).copied().flatten()
    }

    /// Whether a unit is one of those asked about, or lies in one.
    pub(super) fn is_asked(&self, unit: UnitPosition) -> bool {
        self.within.as_ref().is_none_or(|asked| self.index.above(unit).iter().any(|it| asked.contains(it)))
    }

    /// Whether an institution is seated in a unit asked about; everything is when none is.
    pub(super) fn is_seated_asked(&self, institution: &Institution) -> bool {
        self.within.is_none()
            || institution
                .seat
                .as_ref()
                .and_then(|it| self.index.position(it))
                .is_some_and(|it| self.is_asked(it))
    }
}

fn counts(view: &NetworkView, at: Position, institution: &Institution) -> bool {
    use InstitutionState::{Liquidated, Merged, Split};
    institution.naming == Naming::Named
        && view.is_in_scope(at)
        && view.network().rolled_up(at) == at
        && !matches!(institution.state, Liquidated | Merged | Split)
        && is_active(&institution.existed_from, &institution.existed_to, &view.view().period)
}

fn members(view: &NetworkView, partnership: Option<&Id<Partnership>>) -> Members {
    let network = view.network();
    let count = network.record().institutions.len();
    let mut found = Members { counted: vec![false; count], below_basis: vec![false; count] };
    for (membership, strength) in network.memberships() {
        if partnership.is_some_and(|it| membership.partnership != *it)
            || !is_active(&membership.valid_from, &membership.valid_to, &view.view().period)
        {
            continue;
        }
        let Some(at) = membership.party.institution().and_then(|it| network.position_of(it)) else {
            continue;
        };
        let list =
            if strength.counts_on(view.view().basis) { &mut found.counted } else { &mut found.below_basis };
        if let Some(it) = list.get_mut(at as usize) {
            *it = true;
        }
    }
    found
}

/// Finds the gaps of all expectations asked about.
pub(super) fn find(
    chain: &Chain<'_>,
    request: &GapRequest,
    gaps: &mut Vec<Gap>,
    unplaced: &mut Vec<Position>,
) {
    let view = chain.view;
    let filter =
        ExpectationFilter { partnership: request.partnership.clone(), ..request.expectations.clone() };
    let mut known_members = BTreeMap::<Option<Id<Partnership>>, Members>::new();
    for position in expectations(view, &filter) {
        let Some(expectation) = view.network().record().expectations.get(position as usize) else { continue };
        let of = expectation.partnership.clone().or_else(|| request.partnership.clone());
        let members = known_members.entry(of.clone()).or_insert_with(|| members(view, of.as_ref()));
        let mut found = place(chain, expectation, unplaced);
        for unit in expected_units(view, expectation) {
            if !chain.is_asked(unit) {
                continue;
            }
            let here = found.remove(&unit).unwrap_or_default();
            for step in steps(chain, expectation, members, &here) {
                if request.asks(step.kind) && (step.observed as f64) < step.expected {
                    gaps.extend(gap(chain, expectation, unit, step));
                }
            }
        }
    }
    unplaced.sort_unstable();
    unplaced.dedup();
}

/// Whether an institution is what is expected: yes, perhaps (none), or no.
fn fits(expectation: &Expectation, types: &BTreeSet<&str>, institution: &Institution) -> Option<bool> {
    if let Some(sector) = &expectation.sector {
        return institution.sector.as_ref().map(|it| it == sector);
    }
    if let Some(function) = &expectation.function {
        return Some(institution.functions.contains(function));
    }
    Some(institution.r#type.as_ref().is_some_and(|it| types.contains(it.as_str())))
}

/// The institutions that fit, by the unit of the expectation's level in which they are placed.
fn place(
    chain: &Chain<'_>,
    expectation: &Expectation,
    unplaced: &mut Vec<Position>,
) -> BTreeMap<UnitPosition, Found> {
    let network = chain.view.network();
    let all_types = network.record().institution_types.iter().map(|it| &it.key);
    let types: BTreeSet<&str> = expectation
        .r#type
        .iter()
        .flat_map(|family| all_types.clone().filter(move |it| network.is_type_within(it, family)))
        .map(Id::as_str)
        .collect();
    let mut found = BTreeMap::<UnitPosition, Found>::new();
    for (at, institution) in (0u32..).zip(&network.record().institutions) {
        let fit = fits(expectation, &types, institution);
        if fit == Some(false) || !chain.counts(at) {
            continue;
        }
        let seat = chain.index.seat(institution, expectation.level);
        let is_served = expectation.place == PlaceBasis::Served;
        let is_recorded = if is_served { chain.index.served(at).next().is_some() } else { seat.is_some() };
        let units = match (is_served, is_recorded) {
            (true, true) => chain.index.served_at(at, expectation.level),
            _ => seat.into_iter().collect(),
        };
        if !is_recorded && fit == Some(true) {
            unplaced.push(at);
        }
        for unit in units {
            let here = found.entry(unit).or_default();
            let list = if is_recorded && fit == Some(true) { &mut here.known } else { &mut here.possible };
            list.push(at);
        }
    }
    found
}

/// The steps of the chain in one unit.
fn steps(chain: &Chain<'_>, expectation: &Expectation, members: &Members, here: &Found) -> [Step; 4] {
    let is = |list: &[bool], at: Position| list.get(at as usize).copied().unwrap_or(false);
    let minimum = f64::from(expectation.minimum);
    let split = |list: &[Position], holds: &dyn Fn(Position) -> bool| -> (Vec<Position>, Vec<Position>) {
        list.iter().partition(|it| holds(**it))
    };
    let (member, not_member) = split(&here.known, &|it| is(&members.counted, it));
    let certain = |it: Position| chain.involvement(it) == Some(Certainty::Certain);
    let (contacted_members, not_contacted) = split(&member, &certain);
    let (contacted, _) = split(&here.known, &certain);
    let (cooperating, not_cooperating) = split(&contacted, &|it| is(&chain.cooperating, it));
    let may_be_member = not_member.iter().copied().filter(|it| is(&members.below_basis, *it)).collect();
    let may_be_contacted =
        not_contacted.iter().copied().filter(|it| chain.involvement(*it).is_some()).collect();
    let at_most = |list: &[Position]| minimum.min(list.len() as f64);
    [
        Step {
            kind: GapKind::Register,
            expected: minimum,
            observed: here.known.len(),
            institutions: Vec::new(),
            possible: here.possible.clone(),
        },
        Step {
            kind: GapKind::Membership,
            expected: at_most(&here.known),
            observed: member.len(),
            institutions: not_member,
            possible: may_be_member,
        },
        Step {
            kind: GapKind::Contact,
            expected: at_most(&member),
            observed: contacted_members.len(),
            institutions: not_contacted,
            possible: may_be_contacted,
        },
        Step {
            kind: GapKind::Cooperation,
            expected: at_most(&contacted),
            observed: cooperating.len(),
            institutions: not_cooperating,
            possible: Vec::new(),
        },
    ]
}

fn gap(chain: &Chain<'_>, expectation: &Expectation, unit: UnitPosition, step: Step) -> Option<Gap> {
    let network = chain.view.network();
    let place = chain.index.unit(unit)?;
    let Step { kind, expected, observed, institutions, possible } = step;
    let may_be_filled = (observed + possible.len()) as f64 >= expected;
    let status = if may_be_filled { GapStatus::Unknown } else { GapStatus::Gap };
    let named = wording::names(network, &institutions);
    let may = wording::names(network, &possible);
    let references = institutions.iter().chain(&possible).take(EVIDENCE_MAX);
    let references = references.filter_map(|it| network.at(*it)).map(|it| it.key.reference());
    let missing = expected - observed as f64;
    Some(Gap {
        kind,
        status,
        about: place.reference(),
        unit: Some(place.key.clone()),
        expectation: Some(expectation.key.clone()),
        sector: None,
        collection: None,
        expected,
        observed: interval(kind, observed, possible.len()),
        missing,
        score: 0.0,
        components: components(chain, unit, (kind, missing), &institutions, &possible),
        what: wording::lacks(kind, place, expectation, (observed, expected), &named),
        next_step: wording::step(kind, status, expectation, &named, &may),
        evidence: claims_about(chain.view, references.chain([expectation.reference()])),
        institutions,
        possible,
    })
}

fn interval(kind: GapKind, observed: usize, possible: usize) -> Interval {
    let lower = observed as f64;
    if possible == 0 {
        return Interval::exact(lower);
    }
    let (code, why) = match kind {
        GapKind::Contact => {
            (IntervalReasonCode::PossiblyInWindow, "have an occasion that only may lie in the window")
        }
        GapKind::Membership => {
            (IntervalReasonCode::MembershipNotRecorded, "have a membership that does not count on this basis")
        }
        _ => (
            IntervalReasonCode::UndeterminedAttribute,
            "may fill it: their sector or service is not recorded",
        ),
    };
    let reason = IntervalReason {
        code,
        count: Some(possible as f64),
        message: format!("{possible} {why}"),
        about: None,
        claims: Vec::new(),
    };
    Interval::between(lower, Some(lower + possible as f64), vec![reason]).with_counts(None, lower)
}

fn components(
    chain: &Chain<'_>,
    unit: UnitPosition,
    (kind, missing): (GapKind, f64),
    institutions: &[Position],
    possible: &[Position],
) -> Vec<ScoreComponent> {
    let gminas = chain.index.below(unit, TerritoryLevel::Gmina).count();
    let mut components = vec![
        ScoreComponent::of_kind(kind),
        ScoreComponent::missing(missing),
        ScoreComponent::new(
            ScoreCode::UnitSize,
            score::UNIT_SIZE * gminas as f64,
            format!("gmin w jednostce: {gminas}"),
            format!("{gminas} gmina(s) in the unit"),
        ),
    ];
    let mut add = |holds: bool, code, points, pl: &str, en: &str| {
        if holds {
            components.push(ScoreComponent::new(code, points, pl.to_owned(), en.to_owned()));
        }
    };
    let nobody = !chain.has_contact.get(unit as usize).copied().unwrap_or(false);
    add(
        nobody,
        ScoreCode::NobodyInUnit,
        score::NOBODY_IN_UNIT,
        "z jednostki nikt nie ma zapisanego kontaktu",
        "nobody in the unit has a recorded contact",
    );
    let in_contact = kind == GapKind::Membership
        && institutions.iter().any(|it| chain.involvement(*it) == Some(Certainty::Certain));
    add(
        in_contact,
        ScoreCode::InContact,
        score::IN_CONTACT,
        "instytucja już jest w kontakcie",
        "an institution is in contact already",
    );
    add(
        institutions.is_empty(),
        ScoreCode::NobodyKnown,
        score::NOBODY_KNOWN,
        "zapis nie zna instytucji, która by tę lukę zamknęła",
        "the record knows no institution that would close it",
    );
    add(
        !possible.is_empty(),
        ScoreCode::MayBeFilled,
        score::MAY_BE_FILLED,
        "być może już wypełniona",
        "it may be filled already",
    );
    components
}
