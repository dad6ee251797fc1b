//! Laws of support, over small random records.

use domain::check::problems;
use domain::claim::{Claim, ClaimStatus, Confidence};
use domain::record::{Noun, Record, RecordReader, RecordRef, RecordVisitor};
use domain::support::{needs_claim, standing};
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use testkit::sketch::{id, label};

use crate::common::{retracted, with_documents};

const BASE: &str = "a is OPS, gmina-x\n b is PUP, gmina-y\n c in a\n 2015 visit a by b\n";
const STATEMENTS: &[&str] = &[
    "council: a, ~b, c",
    "lead a, ~signatory b",
    "2015 plenary 60: a host, b speaker, body:council",
    "2016 funded: a, b",
    "2015 done: a, c",
    "2015 council: b, office:head",
    "2017 working: c",
];
const DOCUMENTS: &[&str] = &["doc", "doc-2", "doc-3"];
/// Claims about fields that are always there: subject, field, value (empty for none).
const FIELDS: &[(&str, &str, &str)] = &[
    ("institution:a", "seat", "gmina-x"),
    ("institution:a", "seat", "gmina-y"),
    ("institution:a", "seat", ""),
    ("institution:b", "parent", "a"),
    ("institution:b", "parent", "c"),
    ("institution:b", "name_pl", "b by another name"),
    ("meeting:m1", "date", "2015-05"),
    ("meeting:m1", "has_unnamed_participants", "true"),
    ("participation:part-1", "party", "institution:c"),
    ("participation:part-1", "party", "group:guests"),
    ("participation:part-2", "meeting", "m1"),
];

#[derive(Debug, Clone)]
struct ClaimSeed {
    subject: Index,
    premise: Option<Index>,
    document: &'static str,
    rank: u32,
    is_retracted: bool,
}

fn a_claim() -> impl Strategy<Value = ClaimSeed> {
    let premise = proptest::option::weighted(0.4, any::<Index>());
    let document = proptest::sample::select(DOCUMENTS);
    (any::<Index>(), premise, document, 1..3u32, proptest::bool::weighted(0.15)).prop_map(
        |(subject, premise, document, rank, is_retracted)| ClaimSeed {
            subject,
            premise,
            document,
            rank,
            is_retracted,
        },
    )
}

struct References(Vec<RecordRef>);

impl RecordReader for References {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if needs_claim(T::KIND) {
            self.0.extend(records.iter().map(Noun::reference));
        }
    }
}

/// Records of everything a sketch can say, whose rows rest on any documents, on each other and on second claims.
fn a_record() -> impl Strategy<Value = Record> {
    let statements = subsequence(STATEMENTS, 0..=STATEMENTS.len());
    let seeds = (prop::collection::vec(a_claim(), 0..12), prop::collection::vec(a_claim(), 0..8));
    let moved = prop::collection::vec((any::<Index>(), a_claim()), 0..16);
    (statements, seeds, moved).prop_map(|(statements, (existences, fields), moved)| {
        let mut record = with_documents(&format!("{BASE}{}", statements.join("\n")));
        let mut all = References(Vec::new());
        record.read(&mut all);
        for (which, seed) in moved {
            let claim = which.get(&record.claims).clone();
            if let Some(place) = record.claims.iter_mut().find(|it| it.key == claim.key) {
                *place = made(&seed, claim, &all.0);
            }
        }
        let more = existences.iter().map(|seed| (seed, seed.subject.get(&all.0).clone(), None));
        let fields = fields.iter().map(|seed| {
            let (subject, field, value) = *seed.subject.get(FIELDS);
            (seed, subject.parse().unwrap(), Some((field, value)))
        });
        let blank = record.claims[0].clone();
        for (number, (seed, subject, field)) in more.chain(fields).enumerate() {
            let claim = Claim {
                key: id(&format!("more-{number}")),
                subject,
                field: field.map(|it| label(it.0)),
                value: field.filter(|it| !it.1.is_empty()).map(|it| label(it.1)),
                ..blank.clone()
            };
            record.claims.push(made(seed, claim, &all.0));
        }
        record.sort();
        record
    })
}

fn made(seed: &ClaimSeed, claim: Claim, all: &[RecordRef]) -> Claim {
    Claim {
        rank: seed.rank,
        document: id(seed.document),
        confidence: if seed.premise.is_some() { Confidence::Inferred } else { Confidence::Stated },
        premises: seed.premise.iter().map(|it| it.get(all).clone()).collect(),
        status: if seed.is_retracted { ClaimStatus::Retracted } else { ClaimStatus::Asserted },
        ..claim
    }
}

fn documents() -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(DOCUMENTS, 0..=DOCUMENTS.len())
}

/// Turns every list of records by so many places, each list differently.
struct Turned(usize);

impl RecordVisitor for Turned {
    fn records<T: Noun>(&mut self, records: &mut Vec<T>) {
        self.0 += 1;
        if !records.is_empty() {
            let places = self.0 % records.len();
            records.rotate_left(places);
            if self.0.is_multiple_of(2) {
                records.reverse();
            }
        }
    }
}

proptest! {
    #[test]
    fn retracting_and_accepting_again_changes_nothing(record in a_record(), documents in documents()) {
        prop_assert_eq!(problems(&record), []);
        let before = standing(record.clone()).unwrap();
        let withdrawn = retracted(record, &documents);
        prop_assert!(standing(withdrawn.clone()).is_ok());
        prop_assert_eq!(standing(retracted(withdrawn, &[])).unwrap(), before);
    }

    #[test]
    fn what_stands_is_whole(record in a_record(), documents in documents()) {
        let standing = standing(retracted(record.clone(), &documents)).unwrap();
        prop_assert_eq!(problems(&standing.record), []);
        prop_assert_eq!(
            standing.record.len() + standing.fallen.len() + record.claims.len() - standing.record.claims.len(),
            record.len(),
            "every record stands or has fallen"
        );
    }

    #[test]
    fn what_stands_stands_by_itself(record in a_record(), documents in documents()) {
        let once = standing(retracted(record, &documents)).unwrap().record;
        let twice = standing(once.clone()).unwrap();
        prop_assert_eq!(twice.fallen, []);
        prop_assert_eq!(twice.record.institutions.len(), once.institutions.len());
        prop_assert_eq!(twice.record.claims, once.claims);
    }

    #[test]
    fn retracting_more_never_makes_more_stand(
        record in a_record(), some in documents(), others in documents(), claim in any::<Index>(),
    ) {
        let less = retracted(record, &some);
        let all: Vec<_> = some.iter().chain(&others).copied().collect();
        let mut more = retracted(less.clone(), &all);
        if !more.claims.is_empty() {
            let which = claim.index(more.claims.len());
            more.claims[which].status = ClaimStatus::Retracted;
        }
        let (less, more) = (standing(less).unwrap().fallen, standing(more).unwrap().fallen);
        prop_assert!(less.iter().all(|it| more.contains(it)), "{less:?} but then only {more:?}");
    }

    #[test]
    fn the_order_of_rows_does_not_matter(record in a_record(), documents in documents(), places in 0..97usize) {
        let record = retracted(record, &documents);
        let mut turned = record.clone();
        turned.visit(&mut Turned(places));
        let (mut expected, mut found) = (standing(record).unwrap(), standing(turned).unwrap());
        found.record.sort();
        expected.record.sort();
        prop_assert_eq!(found, expected);
    }
}
