//! Merging, telling apart, separating, succeeding, renaming: each is undone to the very state before, and no participation
//! is lost.

use std::collections::BTreeMap;

use domain::changeset::Changeset;
use domain::check::problems;
use domain::date::EdtfDate;
use domain::identity::{DecisionStatus, Merges, RelationKind, ResolutionTask, Severity, TaskStatus, merge};
use domain::institution::{Institution, InstitutionState};
use domain::keeping::identity::alias::{Alias, add_alias, remove_alias};
use domain::keeping::identity::merge::{
    Merge, Rejection, merge_institutions, reject_duplicate, undo_merge, undo_rejection,
};
use domain::keeping::identity::split::{Split, split_institution, undo_split};
use domain::keeping::identity::succession::{
    Renaming, Succession, SuccessionKind, record_succession, rename_institution, undo_succession,
};
use domain::keeping::identity::task::{TaskDecision, decide_task};
use domain::keeping::{Draft, FaultCode, Faults, Given};
use domain::mention::{AliasKind, Mention};
use domain::party::Party;
use domain::record::{Noun, Record, RecordRef};
use domain::support::standing;
use proptest::prelude::*;
use testkit::sketch::{id, label, sketch};

use crate::common::{at, existence};

/// The record with what a verb drafts, or what it refuses. `number` makes the moments of changes different.
fn kept<F>(record: &Record, number: i64, verb: F) -> Result<(Record, RecordRef), Faults>
where
    F: FnOnce(&mut Draft<'_>) -> Result<RecordRef, Faults>,
{
    let at = chrono::DateTime::from_timestamp(1_700_000_000 + number, 0).unwrap();
    let given = Given::Statement(label("so stwierdzono"));
    let mut draft = Draft::new(record, Some(given), label("sekretariat"), at);
    let subject = verb(&mut draft)?;
    let changes: Changeset = draft.finish();
    let mut after = record.clone();
    changes.apply_to(&mut after);
    assert_eq!(problems(&after), [], "what is kept is whole");
    Ok((after, subject))
}

fn code(result: Result<(Record, RecordRef), Faults>) -> FaultCode {
    result.unwrap_err().0[0].code
}

/// What the network is built from: what stands, read through the decisions, without what only tells how it came to be.
fn picture(record: &Record) -> (Record, Merges) {
    let mut shown = standing(record.clone()).unwrap().record;
    let merges = merge(&mut shown);
    shown.sort();
    shown.identity_decisions.clear();
    shown.documents.retain(|it| it.kind != domain::document::DocumentKind::OfficeStatement);
    shown.claims.retain(|it| it.field.is_none());
    shown.claim_texts.clear();
    (shown, merges)
}

const TEXT: &str = "a is OPS, gmina-x\n b is OPS, gmina-x\n c is NGO, gmina-y\n signatory a, ~signatory b, lead c\n \
                    council: a, b, c\n 2015-05-14 plenary: a host, b speaker, c\n 2015 visit b by a\n \
                    2015-06 visit b by a\n 2016 funded: a, b\n 2015 done: a, b, c\n unit in b";

fn record() -> Record {
    let mut record = sketch(TEXT);
    record.mentions.push(Mention {
        key: id("mention"),
        surface: label("GOPS z B"),
        kind: AliasKind::TypeVariant,
        target: at("institution:b"),
        note: None,
    });
    record.resolution_tasks.push(ResolutionTask {
        key: id("question"),
        question_pl: label("Czy A i B to jedno?"),
        question_en: None,
        detail: None,
        about: vec![at("institution:a"), at("institution:b")],
        severity: Severity::High,
        status: TaskStatus::Open,
    });
    let document = record.documents[0].key.to_string();
    record.claims.push(existence("claim-mention", "mention:mention", &document));
    record.claims.push(existence("claim-question", "resolution-task:question", &document));
    record.sort();
    assert_eq!(problems(&record), []);
    record
}

fn merging(canonical: &str, duplicates: &[&str]) -> Merge {
    Merge {
        canonical: id(canonical),
        duplicates: duplicates.iter().map(|it| id(it)).collect(),
        reason: label("ta sama instytucja"),
        task: None,
    }
}

fn splitting(institution: &str, moved: Vec<RecordRef>) -> Split {
    Split {
        institution: id(institution),
        name_pl: label("Nowa"),
        name_en: None,
        short_name: None,
        r#type: None,
        sector: None,
        seat: None,
        moved,
        reason: None,
    }
}

#[test]
fn a_merge_keeps_every_participation_and_is_undone_by_its_decision() {
    let before = record();
    let merge = Merge { task: Some(id("question")), ..merging("a", &["b"]) };
    let (after, subject) = kept(&before, 1, |it| merge_institutions(it, &merge)).unwrap();
    assert_eq!(subject, at("institution:a"));
    let (shown, merges) = picture(&after);
    assert_eq!(merges.canonical, BTreeMap::from([(id("b"), id("a"))]));
    let (was, _) = picture(&before);
    assert_eq!(shown.participations.len(), was.participations.len());
    assert_eq!(shown.meetings, was.meetings, "two visits of two dates stay two");
    assert!(shown.participations.iter().all(|it| it.party != Party::Institution(id("b"))));
    assert_eq!(shown.resolution_tasks[0].status, TaskStatus::Decided);
    let decision = &after.identity_decisions[0];
    assert_eq!((decision.key.as_str(), decision.decided_by.as_str()), ("same-b", "sekretariat"));
    let (undone, _) = kept(&after, 2, |it| undo_merge(it, &id("same-b"))).unwrap();
    assert_eq!(picture(&undone), picture(&before));
    assert_eq!(undone.identity_decisions[0].status, DecisionStatus::Undone);
    assert_eq!(code(kept(&undone, 3, |it| undo_merge(it, &id("same-b")))), FaultCode::Conflict);
    let (again, _) = kept(&undone, 4, |it| merge_institutions(it, &merge)).unwrap();
    assert_eq!(again.identity_decisions.len(), 2, "the earlier decision is kept");
}

#[test]
fn what_was_told_apart_is_not_merged_until_that_is_undone() {
    let before = record();
    let rejection = Rejection {
        first: id("a"),
        second: id("b"),
        reason: label("dwie instytucje"),
        task: Some(id("question")),
    };
    let (after, subject) = kept(&before, 1, |it| reject_duplicate(it, &rejection)).unwrap();
    assert_eq!(subject, at("identity-decision:different-b"));
    assert_eq!(
        code(kept(&after, 2, |it| merge_institutions(it, &merging("b", &["a"])))),
        FaultCode::Conflict
    );
    assert_eq!(
        code(kept(&after, 2, |it| merge_institutions(it, &merging("c", &["a", "b"])))),
        FaultCode::Conflict
    );
    let other = Rejection { first: id("b"), second: id("a"), task: None, ..rejection };
    assert_eq!(code(kept(&after, 2, |it| reject_duplicate(it, &other))), FaultCode::AlreadyRecorded);
    let (undone, _) = kept(&after, 3, |it| undo_rejection(it, &id("different-b"))).unwrap();
    assert_eq!(picture(&undone), picture(&before));
    assert!(kept(&undone, 4, |it| merge_institutions(it, &merging("b", &["a"]))).is_ok());
}

#[test]
fn merges_that_make_no_sense_are_refused() {
    let before = record();
    let refused = |canonical, duplicates: &[&str]| {
        code(kept(&before, 1, |it| merge_institutions(it, &merging(canonical, duplicates))))
    };
    assert_eq!(refused("a", &[]), FaultCode::Invalid);
    assert_eq!(refused("a", &["a"]), FaultCode::Invalid);
    assert_eq!(refused("a", &["b", "b"]), FaultCode::Invalid);
    assert_eq!(refused("a", &["nobody"]), FaultCode::NotFound);
    let (merged, _) = kept(&before, 1, |it| merge_institutions(it, &merging("a", &["b"]))).unwrap();
    let faults = kept(&merged, 2, |it| merge_institutions(it, &merging("b", &["c"]))).unwrap_err();
    assert_eq!(faults.0[0].about, [at("institution:a")], "b is read as a now");
    let (chain, _) = kept(&merged, 2, |it| merge_institutions(it, &merging("c", &["a"]))).unwrap();
    assert_eq!(picture(&chain).1.canonical, BTreeMap::from([(id("a"), id("c")), (id("b"), id("c"))]));
}

#[test]
fn a_separation_moves_what_is_named_and_is_undone() {
    let before = record();
    let moved =
        vec![at("participation:part-2"), at("mention:mention"), at("action-item:a1"), at("institution:unit")];
    let (after, new) = kept(&before, 1, |it| split_institution(it, &splitting("b", moved))).unwrap();
    assert_eq!(new, at("institution:nowa"));
    let (shown, _) = picture(&after);
    let party =
        |key: &str| shown.participations.iter().find(|it| it.key.as_str() == key).unwrap().party.clone();
    assert_eq!(party("part-2"), Party::Institution(id("nowa")));
    assert_eq!(party("part-4"), Party::Institution(id("b")), "what is not named stays");
    assert_eq!(shown.mentions[0].target, new);
    let parent = shown.institutions.iter().find(|it| it.key.as_str() == "unit").unwrap().parent.clone();
    assert_eq!(parent, Some(id("nowa")));
    assert!(shown.action_items[0].responsible.contains(&Party::Institution(id("nowa"))));
    assert_eq!(shown.relations[0].kind, RelationKind::SeparatedFrom);
    let (undone, old) = kept(&after, 2, |it| undo_split(it, &id("nowa"))).unwrap();
    assert_eq!(old, at("institution:b"));
    assert_eq!(picture(&undone), picture(&before));
}

#[test]
fn a_separation_names_records_of_the_institution_only() {
    let before = record();
    let refused =
        |moved: &str| code(kept(&before, 1, |it| split_institution(it, &splitting("b", vec![at(moved)]))));
    assert_eq!(refused("participation:part-1"), FaultCode::Invalid, "that is a's");
    assert_eq!(refused("participation:part-99"), FaultCode::NotFound);
    assert_eq!(refused("claim:claim-mention"), FaultCode::Invalid);
}

#[test]
fn what_was_recorded_since_keeps_a_separation_from_being_undone() {
    let before = record();
    let moved = vec![at("participation:part-2")];
    let (after, _) = kept(&before, 1, |it| split_institution(it, &splitting("b", moved))).unwrap();
    let alias = Alias {
        target: at("institution:nowa"),
        surface: label("N"),
        kind: AliasKind::Abbreviation,
        note: None,
    };
    let (since, mention) = kept(&after, 2, |it| add_alias(it, &alias)).unwrap();
    let faults = kept(&since, 3, |it| undo_split(it, &id("nowa"))).unwrap_err();
    assert_eq!((faults.0[0].code, faults.0[0].about.clone()), (FaultCode::Conflict, vec![mention.clone()]));
    let mention = id::<Mention>(&mention.key);
    let (without, _) = kept(&since, 4, |it| remove_alias(it, &mention)).unwrap();
    let (undone, _) = kept(&without, 5, |it| undo_split(it, &id("nowa"))).unwrap();
    assert_eq!(picture(&undone), picture(&before));
}

#[test]
fn a_succession_ends_the_predecessors_and_is_undone_as_a_whole() {
    let before = record();
    let succession = Succession {
        kind: SuccessionKind::Merged,
        predecessors: vec![id("a"), id("b")],
        successors: vec![id("c")],
        date: "2016-01".parse().unwrap(),
        reason: None,
    };
    let (after, subject) = kept(&before, 1, |it| record_succession(it, &succession)).unwrap();
    let (shown, merges) = picture(&after);
    assert!(merges.canonical.is_empty(), "all stay institutions of their own");
    assert_eq!(shown.relations.len(), 2);
    for key in ["a", "b"] {
        let it = shown.institutions.iter().find(|it| it.key.as_str() == key).unwrap();
        assert_eq!((it.state, it.existed_to.to_string().as_str()), (InstitutionState::Merged, "2016-01"));
    }
    assert_eq!(code(kept(&after, 2, |it| record_succession(it, &succession))), FaultCode::AlreadyRecorded);
    assert_eq!(
        code(kept(&after, 2, |it| merge_institutions(it, &merging("c", &["a"])))),
        FaultCode::Conflict
    );
    let (undone, _) = kept(&after, 3, |it| undo_succession(it, &subject)).unwrap();
    assert_eq!(picture(&undone), picture(&before));
    let divided = Succession { kind: SuccessionKind::Split, ..succession };
    assert_eq!(code(kept(&before, 4, |it| record_succession(it, &divided))), FaultCode::Invalid);
}

#[test]
fn a_renaming_keeps_the_former_name_and_is_undone() {
    let before = record();
    let renaming = Renaming {
        institution: id("a"),
        name_pl: label("Centrum Usług Społecznych"),
        name_en: None,
        short_name: Some(label("CUS")),
        date: "2020".parse().unwrap(),
    };
    let (after, former) = kept(&before, 1, |it| rename_institution(it, &renaming)).unwrap();
    let (shown, _) = picture(&after);
    let a = shown.institutions.iter().find(|it| it.key.as_str() == "a").unwrap();
    assert_eq!(a.name_pl.as_str(), "Centrum Usług Społecznych");
    let mention = shown.mentions.iter().find(|it| it.reference() == former).unwrap();
    assert_eq!((mention.surface.as_str(), mention.kind), ("a", AliasKind::FormerName));
    let again = Renaming { name_pl: label("Inne Centrum"), short_name: None, ..renaming };
    let (twice, second) = kept(&after, 2, |it| rename_institution(it, &again)).unwrap();
    let (once, _) = kept(&twice, 3, |it| undo_succession(it, &second)).unwrap();
    assert_eq!(picture(&once), picture(&after));
    assert_eq!(code(kept(&once, 4, |it| remove_alias(it, &id(&former.key)))), FaultCode::Conflict);
    let (undone, _) = kept(&once, 5, |it| undo_succession(it, &former)).unwrap();
    assert_eq!(picture(&undone), picture(&before));
}

#[test]
fn other_names_come_and_go() {
    let before = record();
    let alias = Alias {
        target: at("institution:a"),
        surface: label("OPS A"),
        kind: AliasKind::NameVariant,
        note: None,
    };
    let (after, added) = kept(&before, 1, |it| add_alias(it, &alias)).unwrap();
    assert_eq!(code(kept(&after, 2, |it| add_alias(it, &alias))), FaultCode::AlreadyRecorded);
    let (removed, _) = kept(&after, 3, |it| remove_alias(it, &id(&added.key))).unwrap();
    assert_eq!(picture(&removed), picture(&before));
    let (again, same) = kept(&removed, 4, |it| add_alias(it, &alias)).unwrap();
    assert_eq!((same, picture(&again).0.mentions), (added, picture(&after).0.mentions));
    let person = Alias { surface: label("tel. 600 700 800"), ..alias.clone() };
    assert_eq!(code(kept(&before, 5, |it| add_alias(it, &person))), FaultCode::PersonalData);
    let nobody = Alias { target: at("institution:nobody"), ..alias };
    assert_eq!(code(kept(&before, 6, |it| add_alias(it, &nobody))), FaultCode::NotFound);
}

#[test]
fn questions_are_decided_put_aside_and_opened() {
    let before = record();
    let to = |status| TaskDecision { task: id("question"), status };
    let (put_aside, _) = kept(&before, 1, |it| decide_task(it, &to(TaskStatus::Dismissed))).unwrap();
    assert_eq!(picture(&put_aside).0.resolution_tasks[0].status, TaskStatus::Dismissed);
    let merge = Merge { task: Some(id("question")), ..merging("a", &["b"]) };
    assert_eq!(code(kept(&put_aside, 2, |it| merge_institutions(it, &merge))), FaultCode::Conflict);
    let (open, _) = kept(&put_aside, 2, |it| decide_task(it, &to(TaskStatus::Open))).unwrap();
    assert_eq!(picture(&open), picture(&before));
    let (merged, _) = kept(&open, 3, |it| merge_institutions(it, &merge)).unwrap();
    assert_eq!(code(kept(&merged, 4, |it| decide_task(it, &to(TaskStatus::Open)))), FaultCode::Conflict);
}

/// Something that may be done to a record, by numbers that choose institutions and records.
#[derive(Debug, Clone)]
enum Deed {
    Merge(usize, usize),
    Reject(usize, usize),
    Split(usize, Vec<usize>),
    Succeed(usize, usize, bool),
    Rename(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let some = 0_usize..8;
    prop_oneof![
        (some.clone(), some.clone()).prop_map(|(a, b)| Deed::Merge(a, b)),
        (some.clone(), some.clone()).prop_map(|(a, b)| Deed::Reject(a, b)),
        (some.clone(), prop::collection::vec(0_usize..40, 0..6)).prop_map(|(a, moved)| Deed::Split(a, moved)),
        (some.clone(), some.clone(), any::<bool>()).prop_map(|(a, b, ends)| Deed::Succeed(a, b, ends)),
        some.prop_map(Deed::Rename),
    ]
}

/// A record of some institutions with random occasions.
fn any_record() -> impl Strategy<Value = Record> {
    let names = ["a", "b", "c", "d", "e"];
    let one = prop::sample::select(names.to_vec());
    let line =
        (0..5_u8, one.clone(), one.clone(), one, 1..13_u8).prop_map(|(what, x, y, z, month)| match what {
            0 => format!("2015-{month:02} visit {x} by ~{y}"),
            1 => format!("2015-{month:02} council: {x} host, {y} speaker, ^{z}"),
            2 => format!("2016 funded: {x}, {y}"),
            3 => format!("signatory {x}, ~signatory {y}"),
            _ => format!("2015 done: {x}, {y}, {z}"),
        });
    prop::collection::vec(line, 1..10).prop_map(|lines| {
        let all = "a is OPS, gmina-x\nb is GOPS\nc is NGO, gmina-y\nd is OPS\ne is NGO\nunit in b\n";
        let mut record = sketch(&format!("{all}{}", lines.join("\n")));
        record.sort();
        record
    })
}

/// Does a deed, when the record allows it: the record then, and how it is undone.
fn done(record: &Record, number: i64, deed: &Deed) -> Option<(Record, RecordRef, Deed)> {
    let all: Vec<Institution> = picture(record).0.institutions;
    let of = |at: &usize| all.get(at % all.len()).map(|it| it.key.clone());
    let text = |it: &usize| of(it).map(|it| it.to_string());
    let result = match deed {
        Deed::Merge(a, b) => {
            let merge = merging(&text(a)?, &[&text(b)?]);
            kept(record, number, |it| merge_institutions(it, &merge)).ok().map(|(after, _)| {
                let decision =
                    after.identity_decisions.iter().find(|it| !record.identity_decisions.contains(it));
                let reference = decision.unwrap().reference();
                (after, reference)
            })
        }
        Deed::Reject(a, b) => {
            let rejection = Rejection { first: of(a)?, second: of(b)?, reason: label("nie"), task: None };
            kept(record, number, |it| reject_duplicate(it, &rejection)).ok()
        }
        Deed::Split(a, moved) => {
            let part = |it: &usize| record.participations.get(it % record.participations.len().max(1));
            let own: Vec<RecordRef> = moved.iter().filter_map(part).map(Noun::reference).collect();
            let own: Vec<RecordRef> = own
                .into_iter()
                .filter(|moved| {
                    let split = splitting(&text(a).unwrap(), vec![moved.clone()]);
                    kept(record, number, |it| split_institution(it, &split)).is_ok()
                })
                .collect();
            let split = splitting(&text(a)?, own);
            kept(record, number, |it| split_institution(it, &split)).ok()
        }
        Deed::Succeed(a, b, ends) => {
            let succession = Succession {
                kind: if *ends { SuccessionKind::Merged } else { SuccessionKind::Followed },
                predecessors: vec![of(a)?],
                successors: vec![of(b)?],
                date: EdtfDate::UNKNOWN,
                reason: None,
            };
            kept(record, number, |it| record_succession(it, &succession)).ok()
        }
        Deed::Rename(a) => {
            let renaming = Renaming {
                institution: of(a)?,
                name_pl: label(&format!("Nazwa {number}")),
                name_en: None,
                short_name: None,
                date: EdtfDate::UNKNOWN,
            };
            kept(record, number, |it| rename_institution(it, &renaming)).ok()
        }
    };
    result.map(|(after, subject)| (after, subject, deed.clone()))
}

fn undone(record: &Record, number: i64, subject: &RecordRef, deed: &Deed) -> Record {
    let key = &subject.key;
    let undone = match deed {
        Deed::Merge(..) => kept(record, number, |it| undo_merge(it, &id(key))),
        Deed::Reject(..) => kept(record, number, |it| undo_rejection(it, &id(key))),
        Deed::Split(..) => kept(record, number, |it| undo_split(it, &id(key))),
        Deed::Succeed(..) | Deed::Rename(..) => kept(record, number, |it| undo_succession(it, subject)),
    };
    undone.unwrap().0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn deeds_undone_from_the_last_to_the_first_leave_every_state_before(
        record in any_record(),
        deeds in prop::collection::vec(deed(), 1..6),
    ) {
        let count = picture(&record).0.participations.len();
        let mut states = vec![(record, None)];
        for (number, deed) in (0_i64..).zip(&deeds) {
            let (last, _) = states.last().unwrap();
            if let Some((after, subject, deed)) = done(last, number, deed) {
                prop_assert_eq!(picture(&after).0.participations.len(), count, "none is lost or made");
                states.push((after, Some((subject, deed))));
            }
        }
        let mut now = states.last().unwrap().0.clone();
        for (number, window) in (100_i64..).zip(states.windows(2).rev()) {
            let [(before, _), (_, Some((subject, deed)))] = window else { unreachable!() };
            now = undone(&now, number, subject, deed);
            prop_assert_eq!(picture(&now), picture(before), "{:?}", deed);
        }
    }
}
