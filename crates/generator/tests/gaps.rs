//! Gaps and coverage on generated networks of 300 institutions, against counting by brute force, and planted holes.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::claim::EvidenceBasis;
use domain::date::Period;
use domain::expectation::{Expectation, PlaceBasis};
use domain::id::Id;
use domain::institution::{Institution, Naming};
use domain::record::Record;
use domain::territory::TerritoryLevel;
use generator::{Parameters, Plan, Size};
use graph::coverage::{CoverageDimension, CoverageLevel, CoverageRequest, CoverageUnit, coverage};
use graph::gap::{GapKind, GapRequest, gaps};
use graph::occasion::Certainty;
use graph::pair_coverage::{PairCoverageRequest, pair_coverage};
use graph::selection::InstitutionFilter;
use graph::tie::{TieLevel, TieRule, Ties};
use graph::{Network, NetworkView, View};

fn record(seed: u64) -> Record {
    Plan::draw(Parameters::of(Size::S, seed)).expect("right parameters").record().expect("a record")
}

fn seen(record: Record, view: View) -> NetworkView {
    NetworkView::new(Arc::new(Network::build(record).expect("a network")), view)
}

fn year(basis: EvidenceBasis) -> View {
    View { period: Period::year(2018).expect("a year"), basis, ..View::default() }
}

fn id<T>(key: &str) -> Id<T> {
    Id::new(key).expect("a key")
}

/// Whether an institution is what is expected: yes, perhaps, or no. By walking, without any index.
fn fits(network: &Network, expectation: &Expectation, it: &Institution) -> Option<bool> {
    if let Some(sector) = &expectation.sector {
        return it.sector.as_ref().map(|own| own == sector);
    }
    let wanted = expectation.r#type.as_ref().expect("a type or a sector");
    Some(it.r#type.as_ref().is_some_and(|own| network.is_type_within(own, wanted)))
}

/// What brute force finds in one unit: kind, expected, observed, how many are possible.
fn by_brute_force(view: &NetworkView) -> BTreeSet<(GapKind, String, String, u32, bool)> {
    let network = view.network();
    let record = network.record();
    let cooperating: BTreeSet<u32> =
        Ties::new(view, &TieRule { min_level: TieLevel::L2, ..TieRule::default() })
            .expect("ties")
            .ties()
            .iter()
            .flat_map(|it| [it.a, it.b])
            .collect();
    let involved = |at: u32, certain: bool| {
        let all = view.occasions().iter().filter(|it| !certain || it.certainty == Certainty::Certain);
        all.into_iter().any(|it| it.involved.iter().any(|it| it.institution == at))
    };
    let membership = |it: &Institution| {
        let own = network.memberships().filter(|(membership, _)| {
            membership.party.institution() == Some(&it.key)
                && graph::view::is_active(&membership.valid_from, &membership.valid_to, &view.view().period)
        });
        own.fold((false, false), |(counts, _), (_, strength)| {
            (counts || strength.counts_on(view.view().basis), true)
        })
    };
    let mut found = BTreeSet::new();
    for expectation in &record.expectations {
        for unit in record.territories.iter().filter(|it| it.level == expectation.level) {
            let (mut known, mut possible) = (Vec::new(), 0u32);
            for (at, it) in (0u32..).zip(&record.institutions) {
                let fit = fits(network, expectation, it);
                if it.naming != Naming::Named || fit == Some(false) || network.rolled_up(at) != at {
                    continue;
                }
                let sits = it.seat.as_ref().is_some_and(|seat| network.is_within(seat, &unit.key));
                let served: Vec<_> = network.served_by(at).collect();
                let is_here = match expectation.place {
                    PlaceBasis::Seat => sits,
                    PlaceBasis::Served => served.iter().any(|it| network.is_within(&unit.key, &it.unit)),
                };
                let may_be_here = expectation.place == PlaceBasis::Served && served.is_empty() && sits;
                if is_here && fit == Some(true) {
                    known.push((at, it));
                } else if is_here || may_be_here {
                    possible += 1;
                }
            }
            let count = |holds: &dyn Fn(&(u32, &Institution)) -> bool| {
                u32::try_from(known.iter().filter(|it| holds(it)).count()).expect("few")
            };
            let members = count(&|it| membership(it.1).0);
            let contacted = count(&|it| involved(it.0, true));
            let m = expectation.minimum;
            let steps = [
                (GapKind::Register, m, count(&|_| true), possible),
                (
                    GapKind::Membership,
                    m.min(count(&|_| true)),
                    members,
                    count(&|it| membership(it.1) == (false, true)),
                ),
                (
                    GapKind::Contact,
                    m.min(members),
                    count(&|it| membership(it.1).0 && involved(it.0, true)),
                    count(&|it| membership(it.1).0 && !involved(it.0, true) && involved(it.0, false)),
                ),
                (
                    GapKind::Cooperation,
                    m.min(contacted),
                    count(&|it| involved(it.0, true) && cooperating.contains(&it.0)),
                    0,
                ),
            ];
            for (kind, expected, observed, possible) in steps {
                if observed < expected {
                    let is_gap = observed + possible < expected;
                    let (unit, expectation) = (unit.key.to_string(), expectation.key.to_string());
                    found.insert((kind, unit, expectation, expected - observed, is_gap));
                }
            }
        }
    }
    found
}

#[test]
fn gaps_are_those_of_brute_force() {
    let kinds = vec![GapKind::Register, GapKind::Membership, GapKind::Contact, GapKind::Cooperation];
    for (seed, basis) in [(1, EvidenceBasis::Stated), (2, EvidenceBasis::StatedAndInferred)] {
        let mut record = record(seed);
        // More than one is expected somewhere, so that numbers matter.
        if let Some(it) = record.expectations.iter_mut().find(|it| it.key == id("expected-ngo")) {
            it.minimum = 200;
        }
        let view = seen(record, year(basis));
        let found = gaps(&view, &GapRequest { kinds: kinds.clone(), ..GapRequest::default() }).expect("gaps");
        let told: BTreeSet<_> = [(&found.gaps, true), (&found.unknown, false)]
            .into_iter()
            .flat_map(|(list, is_gap)| list.iter().map(move |it| (it, is_gap)))
            .map(|(it, is_gap)| {
                let unit = it.unit.as_ref().expect("a unit").to_string();
                let expectation = it.expectation.as_ref().expect("an expectation").to_string();
                (it.kind, unit, expectation, it.missing as u32, is_gap)
            })
            .collect();
        assert_eq!(told, by_brute_force(&view), "seed {seed}");
        for kind in [GapKind::Membership, GapKind::Cooperation] {
            assert!(told.iter().any(|it| it.0 == kind), "seed {seed} has none of {kind}");
        }
        let scores: Vec<_> = found.gaps.iter().map(|it| it.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b));
    }
}

#[test]
fn a_planted_hole_is_found() {
    let whole = record(3);
    let register = |record: Record| {
        let view = seen(record, View::default());
        let request = GapRequest { kinds: vec![GapKind::Register], ..GapRequest::default() };
        let found = gaps(&view, &request).expect("gaps").gaps.into_iter();
        let of = |it: &graph::gap::Gap| it.expectation == Some(id("expected-ops"));
        found.filter(of).filter_map(|it| it.unit).map(|it| it.to_string()).collect::<BTreeSet<_>>()
    };
    let before = register(whole.clone());
    let ops = ["ops", "gops", "mops", "mgops"].map(id);
    let is_ops = |it: &Institution| it.r#type.as_ref().is_some_and(|own| ops.contains(own));
    let victim = whole.institutions.iter().find(|it| is_ops(it)).expect("a centre").clone();
    let gmina = victim.seat.expect("a seat");
    let mut holed = whole;
    // Its type is taken, and that of any other in its gmina: an institution stays, but no centre.
    for it in holed.institutions.iter_mut().filter(|it| it.seat.as_ref() == Some(&gmina)) {
        it.r#type = Some(id("starostwo"));
    }
    let after = register(holed);
    let new: Vec<_> = after.difference(&before).cloned().collect();
    assert_eq!(new, [gmina.to_string()]);
    assert!(before.is_subset(&after));
}

#[test]
fn contact_by_year_and_partnership_is_that_of_views_of_years() {
    let record = record(4);
    let whole = seen(record.clone(), View::default());
    for level in [CoverageLevel::Contacted, CoverageLevel::Hosted, CoverageLevel::Cooperating] {
        let request = CoverageRequest {
            of: InstitutionFilter::default(),
            rows: CoverageDimension::Powiat,
            columns: Some(CoverageDimension::Year),
            level,
            place: PlaceBasis::Seat,
            kinds: Vec::new(),
        };
        let table = coverage(&whole, &request).expect("a table");
        for (at, column) in table.columns.iter().enumerate() {
            let CoverageUnit::Year(number) = column else { panic!("not a year") };
            let period = Period::year(*number).expect("a year");
            let of_year = seen(record.clone(), View { period, ..View::default() });
            let alone =
                coverage(&of_year, &CoverageRequest { columns: None, ..request.clone() }).expect("a table");
            let cells: Vec<_> = table.rows.iter().map(|row| row.cells[at].institutions.clone()).collect();
            let rows: Vec<_> = alone.rows.iter().map(|row| row.institutions.clone()).collect();
            assert_eq!(cells, rows, "{level} in {number}");
        }
    }
}

#[test]
fn pairs_are_those_of_brute_force() {
    for seed in 1..4 {
        let view = seen(record(seed), View::default());
        let network = view.network();
        let request = PairCoverageRequest {
            left: id("ops"),
            right: id("pup"),
            within: TerritoryLevel::Powiat,
            narrower: TerritoryLevel::Gmina,
            level: TieLevel::L1,
            units: Vec::new(),
        };
        let found = pair_coverage(&view, &request).expect("pairs");
        let ties = Ties::new(&view, &TieRule::default()).expect("ties");
        let of = |family: &str| {
            let family: Id<domain::vocabulary::InstitutionType> = id(family);
            (0u32..)
                .zip(&network.record().institutions)
                .filter(|(_, it)| it.r#type.as_ref().is_some_and(|own| network.is_type_within(own, &family)))
                .collect::<Vec<_>>()
        };
        let (left, right) = (of("ops"), of("pup"));
        let mut covered = 0;
        for row in &found.rows {
            let serving: Vec<_> = right
                .iter()
                .filter(|it| network.served_by(it.0).any(|served| served.unit == row.unit))
                .map(|it| it.0)
                .collect();
            let gminas =
                network.record().territories.iter().filter(|it| it.parent.as_ref() == Some(&row.unit));
            let tied = gminas.filter(|gmina| {
                let here = left.iter().filter(|it| it.1.seat.as_ref() == Some(&gmina.key));
                here.into_iter().any(|it| serving.iter().any(|other| ties.between(it.0, *other).is_some()))
            });
            let tied = tied.count();
            covered += tied;
            assert_eq!(
                (row.covered.lower, row.covered.upper),
                (tied as f64, Some(tied as f64)),
                "{}",
                row.unit
            );
        }
        assert_eq!(found.covered.lower, covered as f64);
    }
}
