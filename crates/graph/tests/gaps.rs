//! Gaps and coverage by pairs: on the Lubuskie record, with the counts of the project's analysis (questions.md A5, A7, A8),
//! and on sketches that show one step after another.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test whose data cannot be read has failed")]

mod common;
mod record;

use std::sync::Arc;

use domain::claim::EvidenceBasis::{self, Stated, StatedAndInferred};
use domain::date::{EdtfDate, Period};
use domain::expectation::{Expectation, PlaceBasis};
use domain::institution::ServedTerritory;
use domain::record::Record;
use domain::territory::TerritoryLevel;
use graph::gap::{Gap, GapKind, GapRequest, GapStatus, gaps};
use graph::pair_coverage::{PairCoverageRequest, PairStatus, pair_coverage};
use graph::refusal::Refusal;
use graph::selection::ExpectationFilter;
use graph::tie::TieLevel;
use graph::{Network, NetworkView, View};
use record::lubuskie;
use testkit::sketch::{id, label, sketch};

use common::names;

fn in_2015(basis: EvidenceBasis) -> NetworkView {
    NetworkView::new(lubuskie(), View { basis, period: Period::year(2015).unwrap(), ..View::default() })
}

fn asked(kinds: &[GapKind]) -> GapRequest {
    GapRequest { kinds: kinds.to_vec(), partnership: Some(id("pnres")), ..GapRequest::default() }
}

fn of_types(types: &[&str]) -> ExpectationFilter {
    ExpectationFilter { types: types.iter().map(|it| id(it)).collect(), ..ExpectationFilter::default() }
}

#[test]
fn register_gaps_of_the_region() {
    let view = in_2015(Stated);
    let of = |types: &[&str]| {
        let request = GapRequest { expectations: of_types(types), ..asked(&[GapKind::Register]) };
        let found = gaps(&view, &request).unwrap();
        assert!(found.gaps.iter().all(|it| it.institutions.is_empty() && !it.evidence.is_empty()));
        (found.gaps.len(), found.unknown.len())
    };
    assert_eq!(of(&["ops"]), (78, 0), "82 gminas, four known (Q49)");
    assert_eq!(of(&["pcpr"]), (11, 0), "of the 12 powiats that are no cities one has a known PCPR");
    assert_eq!(of(&["pup"]), (9, 2), "of two PUP it is not recorded whom they serve");
    let all = gaps(&view, &asked(&[GapKind::Register])).unwrap();
    assert_eq!((all.gaps.len(), all.unknown.len()), (101, 7));
    let count = &all.counts[0].count;
    assert_eq!((count.lower, count.upper), (101.0, Some(108.0)));
    assert_eq!(
        names(&view, &all.unplaced),
        ["luw", "pup-gorzow", "pup-witnica", "rops", "urzad-marszalkowski"]
    );
}

#[test]
fn the_sector_of_business_is_missing() {
    let view = in_2015(Stated);
    let kinds = vec![id("info-consultation")];
    let found = gaps(&view, &GapRequest { meeting_kinds: kinds, ..asked(&[GapKind::Sector]) }).unwrap();
    let [business] = found.gaps.as_slice() else { panic!("{:?}", found.gaps) };
    assert_eq!(business.sector, Some(id("business")));
    assert_eq!((business.observed.lower, business.observed.upper), (0.0, Some(4.0)), "Q50");
    assert_eq!(names(&view, &business.possible), ["arr-zielona-gora", "cis-drezdenko", "kwazar", "wrrp"]);
    assert!(business.institutions.is_empty());
}

#[test]
fn overdue_actions_are_unknown_when_nothing_says_what_became_of_them() {
    let view = in_2015(Stated);
    let on = |day: &str| {
        let request = GapRequest { on: Some(day.parse().unwrap()), ..asked(&[GapKind::FollowUp]) };
        let found = gaps(&view, &request).unwrap();
        (found.gaps.len(), found.unknown.len())
    };
    assert_eq!(on("2015-04-15"), (0, 0));
    assert_eq!(on("2015-05-01"), (0, 4), "Q57");
    let whole = NetworkView::new(lubuskie(), View::default());
    let refused = gaps(&whole, &asked(&[GapKind::FollowUp])).unwrap_err();
    assert!(matches!(refused, Refusal::Parameter { name: "on", .. }));
    assert_eq!(gaps(&whole, &asked(&[])).unwrap().receipt.warnings.len(), 1);
}

#[test]
fn what_was_not_looked_for_has_no_count() {
    let kinds = |view: &NetworkView, request: &GapRequest| -> Vec<GapKind> {
        gaps(view, request).unwrap().counts.iter().map(|it| it.kind).collect()
    };
    let whole = NetworkView::new(lubuskie(), View::default());
    let without_a_day = kinds(&whole, &GapRequest::default());
    assert!(!without_a_day.contains(&GapKind::FollowUp) && without_a_day.contains(&GapKind::Sector));
    assert_eq!(kinds(&in_2015(Stated), &GapRequest::default()), GapKind::ALL);
    let in_a_powiat = GapRequest { within: vec![id("powiat-0801")], ..GapRequest::default() };
    let in_a_powiat = kinds(&in_2015(Stated), &in_a_powiat);
    assert!(!in_a_powiat.contains(&GapKind::FollowUp) && !in_a_powiat.contains(&GapKind::Sector));
}

#[test]
fn what_the_record_lacks() {
    let view = in_2015(Stated);
    let found = gaps(&view, &GapRequest { partnership: None, ..asked(&[GapKind::Record]) }).unwrap();
    assert_eq!(found.unknown, []);
    let signatories =
        found.gaps.iter().find(|it| it.about == id::<domain::partnership::Partnership>("pnres").reference());
    let signatories = signatories.unwrap();
    assert_eq!((signatories.expected, signatories.missing), (71.0, 70.0));
    assert_eq!(signatories.score, 1.0 + 4.0 * 70.0 / 71.0);
    let open = found.gaps.iter().filter(|it| it.about.kind == domain::record::RecordKind::ResolutionTask);
    assert_eq!(open.count(), 36, "38 ambiguities, two decided");
    let rops = found.gaps.iter().find(|it| &*it.about.key == "rops").unwrap();
    assert!(rops.what.en.ends_with("not recorded: seat"), "{}", rops.what.en);
}

#[test]
fn members_without_contact_and_contact_without_cooperation() {
    let view = in_2015(StatedAndInferred);
    let of = |kind| gaps(&view, &asked(&[kind])).unwrap();
    // Signatories: OHP, and by inference PUP Żagań, OPS Deszczno and OPS Lubiszyn, all of them in contact.
    assert_eq!(of(GapKind::Contact).gaps, []);
    let membership = of(GapKind::Membership);
    let ops: Vec<_> =
        membership.gaps.iter().filter(|it| it.expectation == Some(id("ops-in-gmina"))).collect();
    let missing: Vec<_> = ops.iter().flat_map(|it| names(&view, &it.institutions)).collect();
    assert_eq!(missing, ["ops-santok", "ops-bledzew"], "equal scores, so in order of gminas");
    assert_eq!(
        ops[0].next_step.en,
        "Invite to sign: OPS Santok; where they have signed, enter the membership."
    );
    // On what is stated, two more are known, and whether they signed only inferred.
    let stated = in_2015(Stated);
    let unknown = gaps(&stated, &asked(&[GapKind::Membership])).unwrap().unknown;
    let ops: Vec<_> = unknown.iter().filter(|it| it.expectation == Some(id("ops-in-gmina"))).collect();
    assert_eq!(ops.iter().flat_map(|it| names(&stated, &it.possible)).count(), 2);
}

/// A record with an expectation of an OPS in each gmina.
fn expecting(text: &str, minimum: u32) -> Record {
    let mut record = sketch(text);
    record.expectations.push(Expectation {
        key: id("ops"),
        text_pl: label("ośrodek"),
        text_en: None,
        r#type: Some(id("ops")),
        sector: None,
        function: None,
        level: TerritoryLevel::Gmina,
        within: None,
        excluded_kinds: Vec::new(),
        minimum,
        place: PlaceBasis::Seat,
        partnership: None,
        basis_pl: label("ustawa"),
        basis_en: None,
        reference: None,
        valid_from: EdtfDate::UNKNOWN,
        valid_to: EdtfDate::UNKNOWN,
    });
    claimed(record)
}

/// The record with a claim for what has none.
fn claimed(mut record: Record) -> Record {
    let claim = record.claims[0].clone();
    let expectations = record.expectations.iter().map(domain::record::Noun::reference);
    let served = record.served_territories.iter().map(domain::record::Noun::reference);
    for (at, subject) in expectations.chain(served).enumerate() {
        let key = id(&format!("claim-more-{at}"));
        record.claims.push(domain::claim::Claim {
            key,
            subject,
            field: None,
            value: None,
            confidence: domain::claim::Confidence::Stated,
            convention: None,
            premises: Vec::new(),
            ..claim.clone()
        });
    }
    record.sort();
    record
}

fn seen(record: Record) -> NetworkView {
    let view = View { period: Period::year(2015).unwrap(), ..View::default() };
    NetworkView::new(Arc::new(Network::build(record).unwrap()), view)
}

fn told(view: &NetworkView, gaps: &[Gap]) -> Vec<String> {
    let told = gaps.iter().map(|it| {
        let names = names(view, &it.institutions).join("+");
        format!("{} {} {} {names}", it.kind, it.unit.as_ref().unwrap(), it.missing)
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

const STEPS: [GapKind; 4] = [GapKind::Register, GapKind::Membership, GapKind::Contact, GapKind::Cooperation];

#[test]
fn each_step_of_the_chain_is_a_kind_of_its_own() {
    let text = "
        pup is PUP, gmina-a           # gmina-a has no OPS
        ops-b is OPS, gmina-b         # known only
        ops-c is OPS, gmina-c         # a member
        ops-d is OPS, gmina-d         # a member in contact
        ops-e is OPS, gmina-e         # a member that cooperates
        ops-f is OPS, gmina-f         # a member with an occasion that may lie in the window
        signatory ops-c, signatory ops-d, signatory ops-e, signatory ops-f
        2015-01-01 visit ops-d by pup
        2015-02-01 visit ops-e by pup
        2015-03-01 visit ops-e by pup
        2014/2015 visit ops-f by pup
    ";
    let view = seen(expecting(text, 1));
    let request = GapRequest { kinds: STEPS.to_vec(), ..GapRequest::default() };
    let found = gaps(&view, &request).unwrap();
    assert_eq!(
        told(&view, &found.gaps),
        [
            "CONTACT gmina-c 1 ops-c",
            "COOPERATION gmina-d 1 ops-d",
            "MEMBERSHIP gmina-b 1 ops-b",
            "REGISTER gmina-a 1 ",
        ]
    );
    assert_eq!(told(&view, &found.unknown), ["CONTACT gmina-f 1 ops-f"]);
    let order: Vec<_> = found.gaps.iter().map(|it| it.kind).collect();
    // Membership 6 + 2 + 0.125 + 3, cooperation 4 + 2 + 0.125, register 3 + 2 + 0.125 - 1: pup is in contact there.
    assert_eq!(order, [GapKind::Contact, GapKind::Membership, GapKind::Cooperation, GapKind::Register]);
    for gap in found.gaps.iter().chain(&found.unknown) {
        assert_eq!(gap.score, gap.components.iter().map(|it| it.points).sum::<f64>());
    }
    // 8 for the kind, 2 for one missing, 0.125 for the gmina, 3 as nobody there was in contact.
    assert_eq!(found.gaps[0].score, 13.125);
    let narrowed = GapRequest { within: vec![id("gmina-b")], ..request.clone() };
    assert_eq!(told(&view, &gaps(&view, &narrowed).unwrap().gaps), ["MEMBERSHIP gmina-b 1 ops-b"]);
    let wrong = gaps(&view, &GapRequest { within: vec![id("gmina-z")], ..request });
    assert!(matches!(wrong, Err(Refusal::Parameter { name: "within", .. })));
}

#[test]
fn a_minimum_above_one_is_counted() {
    let text = "
        ops-1 is OPS, gmina-a
        ops-2 is OPS, gmina-a
        signatory ops-1
    ";
    let view = seen(expecting(text, 3));
    let request = GapRequest { kinds: STEPS.to_vec(), ..GapRequest::default() };
    let found = gaps(&view, &request).unwrap();
    assert_eq!(
        told(&view, &found.gaps),
        ["CONTACT gmina-a 1 ops-1", "MEMBERSHIP gmina-a 1 ops-2", "REGISTER gmina-a 1 "]
    );
    assert!(found.gaps.iter().all(|it| it.status == GapStatus::Gap));
}

fn pairs(level: TieLevel) -> PairCoverageRequest {
    PairCoverageRequest {
        left: id("ops"),
        right: id("pup"),
        within: TerritoryLevel::Powiat,
        narrower: TerritoryLevel::Gmina,
        level,
        units: Vec::new(),
    }
}

#[test]
fn q45_consolidation_of_ops_and_pup() {
    let view = in_2015(Stated);
    let found = pair_coverage(&view, &pairs(TieLevel::L1)).unwrap();
    assert_eq!((found.rows.len(), found.units), (14, 82));
    assert_eq!(names(&view, &found.candidates), ["pup-gorzow", "pup-witnica"]);
    let row = found.rows.iter().find(|it| it.unit.as_str() == "powiat-0801").unwrap();
    assert_eq!((row.status, row.cells.len()), (PairStatus::NoCandidate, 7));
    assert_eq!((row.covered.lower, row.covered.upper), (0.0, Some(0.0)));
    let elsewhere: Vec<_> =
        row.cells.iter().flat_map(|it| &it.elsewhere).map(|it| [it.left, it.right]).collect();
    let elsewhere: Vec<_> = elsewhere.iter().map(|it| names(&view, it).join("-")).collect();
    assert_eq!(
        elsewhere,
        ["ops-deszczno-pup-zagan", "ops-lubiszyn-pup-zagan"],
        "Q46: ties with another powiat's PUP"
    );
}

#[test]
fn pairs_need_one_that_serves_the_unit() {
    let text = "
        ops-a is OPS, gmina-a
        ops-b is OPS, gmina-b
        pup-p is PUP
        pup-q is PUP
        pup-r is PUP
        2015-01-01 visit ops-a by pup-p
        2015-01-02 visit ops-a by pup-q
        2015-01-03 visit ops-b by pup-r
    ";
    let mut record = sketch(text);
    let powiat = |key: &str| domain::territory::TerritorialUnit {
        key: id(key),
        level: TerritoryLevel::Powiat,
        teryt: None,
        ..record.territories[0].clone()
    };
    let units = [powiat("powiat-p"), powiat("powiat-q")];
    for gmina in &mut record.territories {
        let parent = if gmina.key.as_str() == "gmina-a" { "powiat-p" } else { "powiat-q" };
        gmina.parent = Some(id(parent));
    }
    let claims: Vec<_> = units
        .iter()
        .map(|it| domain::claim::Claim {
            key: id(&format!("claim-{}", it.key)),
            subject: it.key.reference(),
            ..record.claims[0].clone()
        })
        .collect();
    record.claims.extend(claims);
    record.territories.extend(units);
    for (institution, unit) in [("pup-p", "powiat-p"), ("pup-q", "powiat-q")] {
        record.served_territories.push(ServedTerritory {
            key: id(&format!("served-{institution}")),
            institution: id(institution),
            unit: id(unit),
            valid_from: EdtfDate::UNKNOWN,
            valid_to: EdtfDate::UNKNOWN,
        });
    }
    let mut unserved = record.clone();
    let view = seen(claimed(record));
    let found = pair_coverage(&view, &pairs(TieLevel::L1)).unwrap();
    let rows: Vec<_> = found.rows.iter().map(|it| (it.unit.as_str(), it.status, it.covered.upper)).collect();
    assert_eq!(
        rows,
        [("powiat-p", PairStatus::Known, Some(1.0)), ("powiat-q", PairStatus::Known, Some(0.0))],
        "pup-r serves nowhere on record, and powiat-q has its own"
    );
    assert_eq!(found.rows[0].cells[0].elsewhere.len(), 1);
    assert_eq!(pair_coverage(&view, &pairs(TieLevel::L2)).unwrap().covered.upper, Some(0.0));
    unserved.served_territories.retain(|it| it.institution == id("pup-p"));
    let view = seen(claimed(unserved));
    let found = pair_coverage(&view, &pairs(TieLevel::L1)).unwrap();
    let open = &found.rows[1];
    assert_eq!((open.status, open.covered.lower, open.covered.upper), (PairStatus::Unknown, 0.0, Some(1.0)));
    for wrong in [
        PairCoverageRequest { narrower: TerritoryLevel::Powiat, ..pairs(TieLevel::L1) },
        PairCoverageRequest { right: id("ops"), ..pairs(TieLevel::L1) },
        PairCoverageRequest { units: vec![id("gmina-a")], ..pairs(TieLevel::L1) },
        pairs(TieLevel::L0),
    ] {
        assert!(matches!(pair_coverage(&view, &wrong), Err(Refusal::Parameter { .. })), "{wrong:?}");
    }
}
