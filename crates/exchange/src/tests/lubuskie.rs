//! The record that ships: whole, traceable, without names of people outside their file.

use std::collections::BTreeSet;

use domain::check::problems;
use domain::claim::{Confidence, EvidenceBasis};
use domain::document::DocumentState;
use domain::identity::{DecisionStatus, TaskStatus, merge};
use domain::indicator::Collection;
use domain::meeting::{MeetingRole, Presence};
use domain::partnership::PartnershipRole;
use domain::record::{Noun, Record, RecordKind, RecordReader};
use domain::support::{Standing, standing};
use domain::territory::TerritoryLevel;

use super::{import, shipped};
use crate::write;

fn without(document: &str) -> Standing {
    let mut record = import(&shipped()).record;
    let retracted = record.documents.iter_mut().find(|it| it.key.as_str() == document).unwrap();
    retracted.state = DocumentState::Retracted;
    standing(record).unwrap()
}

/// Checks that what is left is whole. Decisions on identity stay when an institution of theirs falls: [`merge`] passes
/// over them, and they count again when it comes back.
#[track_caller]
fn assert_whole(record: &Record) {
    let problems: Vec<_> =
        problems(record).into_iter().filter(|it| it.at.kind != RecordKind::IdentityDecision).collect();
    assert_eq!(problems, Vec::new());
}

fn keys<T: Noun>(records: &[T]) -> BTreeSet<String> {
    records.iter().map(|it| it.key().to_owned()).collect()
}

fn set<const N: usize>(keys: [&str; N]) -> BTreeSet<String> {
    keys.map(str::to_owned).into()
}

fn lost<T: Noun>(before: &[T], after: &[T]) -> BTreeSet<String> {
    &keys(before) - &keys(after)
}

#[test]
fn it_reads_whole_and_everything_stands() {
    let import = import(&shipped());
    assert_eq!(problems(&import.record), Vec::new());
    let whole = standing(import.record.clone()).unwrap();
    assert_eq!(whole.fallen, Vec::new());
    // What stands while all documents do is what the files say: rank 1 of claimed fields equals the cells.
    assert_eq!(whole.record, import.record);
    assert_eq!(import.digest.len(), 64);
    assert_eq!(import.language, "pl");
}

#[test]
fn its_files_are_as_they_would_be_written() {
    let files = shipped();
    let import = import(&files);
    let written = write(&import.record, &import.personal, &import.title, &import.language).unwrap();
    for (name, bytes) in &written {
        let shipped = files.iter().find(|(it, _)| it == name).map(|(_, bytes)| bytes);
        let text = |it: &[u8]| String::from_utf8(it.to_vec()).unwrap();
        assert_eq!(shipped.map(|it| text(it)), Some(text(bytes)), "{name}");
    }
    assert_eq!(written.len(), files.iter().filter(|(name, _)| name.ends_with(".csv")).count() + 1);
}

#[test]
fn no_name_of_a_person_stands_outside_its_file() {
    let files = shipped();
    let names = import(&files).personal.names;
    assert_eq!(names.len(), 12);
    for name in names {
        let surname = name.full_name.as_str().rsplit(' ').next().unwrap();
        assert!(!domain::polish::fold(name.person.as_str()).contains(&domain::polish::fold(surname)));
        for part in surname.split('-') {
            // Without its last letter a surname is found in its other cases too.
            let stem: String = part.chars().take(part.chars().count() - 1).collect();
            for (file, bytes) in files.iter().filter(|(file, _)| file != "person-names.csv") {
                let text = String::from_utf8_lossy(bytes);
                let mut words = text.split(|it: char| !it.is_alphabetic());
                assert!(
                    !words.any(|it| it.starts_with(&stem)),
                    "a word of {file} is like the surname {part}"
                );
            }
        }
    }
}

#[test]
fn territory_is_that_of_the_region() {
    let record = import(&shipped()).record;
    let count = |level| {
        let here = record.territories.iter().filter(|it| it.level == level && it.teryt.is_some());
        here.filter(|it| it.valid_to.is_unknown()).count()
    };
    assert_eq!(count(TerritoryLevel::Gmina), 82);
    assert_eq!(count(TerritoryLevel::Powiat), 14);
    assert_eq!(record.territories.iter().filter(|it| it.level == TerritoryLevel::Subregion).count(), 2);
    let former: Vec<_> = record.territories.iter().filter(|it| !it.valid_to.is_unknown()).collect();
    assert_eq!(former.len(), 1);
    for unit in record.territories.iter().filter(|it| it.teryt.is_some()) {
        let parent = record.territories.iter().find(|it| Some(&it.key) == unit.parent.as_ref()).unwrap();
        let (code, wider) = (unit.teryt.as_ref().unwrap(), parent.teryt.as_ref());
        assert!(wider.is_none_or(|it| it.contains(code)), "{}", unit.key);
        assert!(unit.name_locative.is_some() || unit.level == TerritoryLevel::Voivodeship, "{}", unit.key);
    }
}

#[test]
fn decided_identities_merge() {
    let mut record = import(&shipped()).record;
    let before = record.institutions.len();
    let merges = merge(&mut record);
    let pairs: Vec<_> = merges.canonical.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        pairs,
        [
            pair("gops-deszczno", "ops-deszczno"),
            pair("gops-lubiszyn", "ops-lubiszyn"),
            pair("ohp-zielona-gora", "lwk-ohp")
        ]
    );
    assert_eq!(record.institutions.len(), before - 3);
    let deszczno = record.institutions.iter().find(|it| it.key.as_str() == "ops-deszczno").unwrap();
    assert_eq!(deszczno.r#type.as_ref().unwrap().as_str(), "gops", "the narrower type stands");
    let hosts = record
        .participations
        .iter()
        .filter(|it| it.meeting.as_ref().is_some_and(|it| it.as_str() == "signatories-2015-05-14"))
        .filter(|it| it.role == MeetingRole::Host);
    assert_eq!(hosts.count(), 1);
    let decided = record.resolution_tasks.iter().filter(|it| it.status == TaskStatus::Decided);
    assert_eq!(keys(&decided.cloned().collect::<Vec<_>>()), set(["amb-01", "amb-02"]));
    assert_eq!(record.resolution_tasks.len(), 38);
    assert!(record.identity_decisions.iter().all(|it| it.status == DecisionStatus::Accepted));
}

#[test]
fn only_one_signatory_is_stated_and_three_are_inferred() {
    let record = import(&shipped()).record;
    let signatories = record.memberships.iter().filter(|it| it.role == PartnershipRole::Signatory);
    let basis = |key: &str| {
        let claims = record.claims.iter().filter(|it| *it.subject.key == *key && it.field.is_none());
        claims.map(|it| it.counts_on(EvidenceBasis::Stated)).collect::<BTreeSet<_>>()
    };
    let (stated, inferred): (Vec<_>, Vec<_>) =
        signatories.map(|it| it.key.to_string()).partition(|it| basis(it) == BTreeSet::from([true]));
    assert_eq!(stated, ["mem-ohp"]);
    assert_eq!(inferred, ["mem-gops-deszczno", "mem-gops-lubiszyn", "mem-pup-zagan"]);
}

#[test]
fn visits_rest_on_the_convention_and_nothing_else_does() {
    let record = import(&shipped()).record;
    let by_convention: BTreeSet<_> = record
        .claims
        .iter()
        .filter(|it| it.convention.as_ref().is_some_and(|it| it.as_str() == "C1"))
        .map(|it| it.subject.key.to_string())
        .collect();
    let visits: BTreeSet<_> = (1..=19).map(|it| format!("consultation-2015-{it:02}-organiser")).collect();
    assert_eq!(by_convention, visits);
    for participation in record.participations.iter().filter(|it| visits.contains(it.key.as_str())) {
        assert_eq!(participation.party.to_string(), "institution:sekretariat");
        assert_eq!(participation.presence, Presence::Present);
    }
}

#[test]
fn declared_sizes_say_of_what() {
    let record = import(&shipped()).record;
    assert_eq!(record.indicators.len(), 24);
    let size = |of: &str, collection| {
        let it = record.indicators.iter().find(|it| {
            it.collection == Some(collection) && it.of.as_ref().is_some_and(|it| it.to_string() == of)
        });
        it.unwrap_or_else(|| panic!("{of} {collection}")).value
    };
    for (of, collection, value) in [
        ("partnership:pnres", Collection::Signatories, 71.0),
        ("partnership:pakt", Collection::ChildPartnerships, 4.0),
        ("meeting:signatories-2015-05-14", Collection::Participants, 60.0),
        ("meeting:seminar-2016", Collection::Participants, 120.0),
        ("meeting-series:council-2015", Collection::Meetings, 4.0),
        ("meeting-series:council-2015", Collection::Participants, 60.0),
        ("meeting-series:rkres-2015", Collection::Meetings, 4.0),
        ("meeting-series:owes-2015", Collection::Meetings, 3.0),
        ("meeting-series:research-2015", Collection::Meetings, 5.0),
        ("meeting-series:consultations-2015", Collection::Meetings, 23.0),
        ("meeting-series:consultations-2015", Collection::Participants, 80.0),
        ("resolution:res-lpres-2015", Collection::Proposals, 5.0),
        ("institution:lowes", Collection::Units, 5.0),
        ("funding-aggregate:project-partnerships-2016", Collection::ProjectPartnerships, 4.0),
        ("funding-aggregate:pes-grants-2016", Collection::Recipients, 2.0),
    ] {
        assert!((size(of, collection) - value).abs() < f64::EPSILON, "{of} {collection}");
    }
    let units =
        record.institutions.iter().filter(|it| it.parent.as_ref().is_some_and(|it| it.as_str() == "lowes"));
    assert_eq!(units.count(), 5);
}

#[test]
fn retracting_the_council_note_takes_just_what_it_alone_supports() {
    let before = import(&shipped()).record;
    let after = without("doc-002").record;
    assert_eq!(
        lost(&before.institutions, &after.institutions),
        set(["gops-deszczno", "gops-lubiszyn", "owes-zielonogorski", "ppnt-gdynia", "pup-zagan", "spbw"])
    );
    assert_eq!(lost(&before.meetings, &after.meetings), set(["council-2015-02-06"]));
    assert_eq!(lost(&before.bodies, &after.bodies), set(["prekomitet"]));
    assert_eq!(
        lost(&before.people, &after.people),
        set([
            "council-chair-2015",
            "gops-deszczno-representative-2015",
            "gops-lubiszyn-representative-2015",
            "pup-zagan-representative-2015",
            "secretariat-author-2015",
            "spbw-chair-2015"
        ])
    );
    assert!(after.action_items.is_empty());
    assert_eq!(
        lost(&before.memberships, &after.memberships),
        set(["mem-gops-deszczno", "mem-gops-lubiszyn", "mem-pup-zagan"])
    );
    assert_eq!(lost(&before.partnerships, &after.partnerships), set(["ops-projects"]));
    let council = after.bodies.iter().find(|it| it.key.as_str() == "rada-programowa").unwrap();
    assert!(council.established.is_unknown() && council.appointed_by.is_none() && council.note.is_none());
    assert!(keys(&after.institutions).is_superset(&set([
        "ops-deszczno",
        "ops-lubiszyn",
        "wup-zielona-gora"
    ])));
    let secretariat = after.institutions.iter().find(|it| it.key.as_str() == "sekretariat").unwrap();
    assert_eq!(secretariat.parent.as_ref().unwrap().as_str(), "wup-zielona-gora");
    assert_whole(&after);
}

#[test]
fn inferred_members_fall_with_either_premise() {
    let before = import(&shipped()).record;
    let after = without("doc-000").record;
    assert_eq!(
        lost(&before.memberships, &after.memberships),
        set(["mem-gops-deszczno", "mem-gops-lubiszyn", "mem-pup-zagan"])
    );
    assert!(keys(&after.memberships).contains("mem-ohp"));
}

#[test]
fn each_source_gives_what_it_says_of_the_meeting_in_may() {
    let meeting = |record: &Record| {
        let it = record.meetings.iter().find(|it| it.key.as_str() == "signatories-2015-05-14").unwrap();
        (it.date.to_string(), it.place.is_some(), it.topics.len())
    };
    assert_eq!(meeting(&import(&shipped()).record), ("2015-05-14".to_owned(), true, 10));
    let report_only = without("doc-001").record;
    assert_eq!(meeting(&report_only), ("2015-05-14".to_owned(), false, 4));
    let news_only = without("doc-000").record;
    assert_eq!(meeting(&news_only), ("2015-05-14".to_owned(), true, 6));
    assert!(keys(&report_only.indicators).contains("ind-sig-reps"));
    assert!(!keys(&news_only.indicators).contains("ind-sig-reps"));
    for record in [report_only, news_only] {
        assert_whole(&record);
    }
}

#[test]
fn every_source_can_be_retracted() {
    for document in ["doc-000", "doc-001", "doc-002", "doc-003", "doc-004", "teryt"] {
        let rest = without(document);
        assert!(!rest.fallen.is_empty(), "{document}");
        assert_whole(&rest.record);
    }
}

/// Collects the locators that claims cite from one document.
struct Cited<'a>(&'a Record);

impl Cited<'_> {
    fn lines(&self, document: &str) -> BTreeSet<u32> {
        let mut lines = BTreeSet::new();
        for claim in self.0.claims.iter().filter(|it| it.document.as_str() == document) {
            let text = self.0.claim_texts.iter().find(|it| it.key.as_str() == claim.key.as_str()).unwrap();
            let place = text.locator.as_str().split(' ').next().unwrap().trim_start_matches('L');
            let (first, last) = place.split_once('-').unwrap_or((place, place));
            lines.extend(first.parse::<u32>().unwrap()..=last.parse().unwrap());
        }
        lines
    }
}

#[test]
fn locators_lie_in_their_documents_and_cover_them() {
    let record = import(&shipped()).record;
    for (document, lines, least) in [
        ("doc-000", 47, 44),
        ("doc-001", 40, 36),
        ("doc-002", 36, 28),
        ("doc-003", 22, 9),
        ("doc-004", 192, 110),
    ] {
        let cited = Cited(&record).lines(document);
        assert!(cited.iter().all(|it| (1..=lines).contains(it)), "{document}: {cited:?}");
        assert!(cited.len() >= least, "{document}: {} lines cited, {cited:?}", cited.len());
    }
}

#[test]
fn nothing_but_registers_and_expectations_is_external() {
    struct External<'a>(&'a Record);
    impl RecordReader for External<'_> {
        fn records<T: Noun>(&mut self, records: &[T]) {
            for record in records {
                let at = record.reference();
                let mut claims = self.0.claims.iter().filter(|it| it.subject == at);
                let external = claims.any(|it| it.confidence == Confidence::External);
                let is_register = at.kind == RecordKind::TerritorialUnit && *at.key != *"place-gdynia";
                // What acts of law expect is in none of the documents.
                assert_eq!(external, is_register || at.kind == RecordKind::Expectation, "{at}");
            }
        }
    }
    let record = import(&shipped()).record;
    record.read(&mut External(&record));
}
