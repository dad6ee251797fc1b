//! Uncontacted signatories against a plain reading of the definition on generated networks, the worklist and its
//! reasons on sketches.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test whose data cannot be read has failed")]

mod common;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use common::{generated, whole, year};
use domain::body::BodyKind;
use domain::claim::EvidenceBasis;
use domain::date::Period;
use domain::meeting::MeetingStatus;
use domain::partnership::{Membership, PartnershipRole};
use domain::party::Party;
use domain::record::Noun;
use domain::vocabulary::MeetingKind;
use graph::contact::{ContactRule, ContactSide, Contacts};
use graph::network::Position;
use graph::occasion::{Certainty, Directness};
use graph::uncontacted::{
    PriorityCode, SignatoryContact, SignatoryStatus, UncontactedSignatories, uncontacted_signatories,
};
use graph::view::is_active;
use graph::{Network, NetworkView, UndatedPolicy, View};
use proptest::prelude::*;
use testkit::sketch::{id, sketch};

/// A meeting that was held, as the definitions read it.
struct Held {
    meeting: usize,
    involved: BTreeSet<Position>,
    /// Offices and bodies that took part.
    others: Vec<Party>,
    directness: Directness,
}

/// Reads every participation of every held meeting: no index of the network is used.
fn held(network: &Network, basis: EvidenceBasis) -> Vec<Held> {
    let record = network.record();
    let kind = |it: &domain::meeting::Meeting| network.get::<MeetingKind>(&it.kind).unwrap();
    let mut by_meeting = BTreeMap::<&str, Vec<_>>::new();
    for it in record.participations.iter().filter(|it| it.is_involvement()) {
        let counts = network.evidence().strength(record, &it.reference()).counts_on(basis);
        by_meeting.entry(it.meeting.as_ref().map_or("", |it| it.as_str())).or_default().push((it, counts));
    }
    let meetings = record.meetings.iter().enumerate().filter(|it| it.1.status == MeetingStatus::Held);
    meetings
        .map(|(meeting, value)| {
            let own = by_meeting.get(value.key.as_str()).map_or(&[][..], Vec::as_slice);
            let is_host = |it: &domain::meeting::Participation| it.role == domain::meeting::MeetingRole::Host;
            let counting = own.iter().filter(|(it, counts)| *counts || (kind(value).is_visit && is_host(it)));
            let involved: BTreeSet<_> =
                counting.filter_map(|(it, _)| network.involved_institution(&it.party)).collect();
            let directness = match involved.len() {
                _ if kind(value).is_plenary => Directness::Plenary,
                0..=2 => Directness::Bilateral,
                3..=10 => Directness::Small,
                _ => Directness::Plenary,
            };
            let others = own.iter().filter(|(it, counts)| *counts && it.party.institution().is_none());
            Held { meeting, involved, others: others.map(|it| it.0.party.clone()).collect(), directness }
        })
        .collect()
}

/// The institutions that have a role in a partnership at the end of the window.
fn in_role<'a>(view: &'a NetworkView, partnership: &str, role: PartnershipRole) -> Vec<&'a Membership> {
    let network = view.network();
    let all = network.record().memberships.iter();
    all.filter(|it| it.partnership.as_str() == partnership && it.role == role)
        .filter(|it| {
            network.evidence().strength(network.record(), &it.reference()).counts_on(view.view().basis)
        })
        .filter(|it| is_active(&it.valid_from, &it.valid_to, &view.view().period))
        .collect()
}

/// Whether a held meeting contacts an institution by the rule, whatever its date.
fn contacts(view: &NetworkView, held: &Held, of: Position, rule: &ContactRule, partnership: &str) -> bool {
    let network = view.network();
    let meeting = &network.record().meetings[held.meeting];
    let fits = (rule.kinds.is_empty() || rule.kinds.contains(&meeting.kind))
        && (rule.directness.is_empty() || rule.directness.contains(&held.directness));
    let another = |role| {
        in_role(view, partnership, role)
            .iter()
            .filter_map(|it| network.involved_institution(&it.party))
            .any(|it| it != of && held.involved.contains(&it))
    };
    let side = || match rule.by {
        ContactSide::Anyone => true,
        ContactSide::Secretariat => another(PartnershipRole::Secretariat),
        ContactSide::Signatory => another(PartnershipRole::Signatory),
        ContactSide::Lead => {
            another(PartnershipRole::Lead)
                || in_role(view, partnership, PartnershipRole::Lead)
                    .iter()
                    .any(|it| it.party.institution().is_none() && held.others.contains(&it.party))
        }
        ContactSide::Council => network.record().bodies.iter().any(|it| {
            it.kind == BodyKind::Council
                && it.partnership.as_ref().is_some_and(|it| it.as_str() == partnership)
                && (meeting.body.as_ref() == Some(&it.key)
                    || held.others.contains(&Party::Body(it.key.clone())))
        }),
    };
    fits && held.involved.contains(&of) && side()
}

/// The status, the last meeting in the window and the last before it, by the definition.
fn plain(
    view: &NetworkView,
    all: &[Held],
    of: Position,
    rule: &ContactRule,
    partnership: &str,
) -> (SignatoryStatus, Option<usize>, Option<usize>) {
    let meetings = &view.network().record().meetings;
    let met: Vec<usize> =
        all.iter().filter(|it| contacts(view, it, of, rule, partnership)).map(|it| it.meeting).collect();
    let with = |certainty: Certainty| {
        let inside = met.iter().copied();
        let inside = inside.filter(move |it| view.view().certainty(&meetings[*it].date) == Some(certainty));
        // Newest first: open ends, then days, then unknown dates.
        inside.min_by_key(|it| {
            let date = meetings[*it].date;
            (Reverse((date.latest().is_none() && !date.is_unknown(), date.latest())), *it)
        })
    };
    let start = view.view().period.start();
    let before =
        met.iter().copied().filter(|it| start.is_some_and(|start| meetings[*it].date.latest() < Some(start)));
    let before = before.filter(|it| meetings[*it].date.latest().is_some());
    let before = before.min_by_key(|it| (Reverse(meetings[*it].date.latest()), *it));
    match (with(Certainty::Certain), with(Certainty::Possible)) {
        (Some(it), _) => (SignatoryStatus::Contacted, Some(it), before),
        (None, Some(it)) => (SignatoryStatus::PossiblyContacted, Some(it), before),
        (None, None) => (SignatoryStatus::NoRecordedContact, None, before),
    }
}

fn rules() -> Vec<ContactRule> {
    let by = |by| ContactRule { by, ..ContactRule::default() };
    vec![
        by(ContactSide::Anyone),
        by(ContactSide::Secretariat),
        by(ContactSide::Council),
        by(ContactSide::Lead),
        ContactRule { certainty: Certainty::Possible, ..by(ContactSide::Signatory) },
        ContactRule {
            directness: vec![Directness::Bilateral],
            kinds: vec![id("info-consultation"), id("bilateral")],
            ..by(ContactSide::Secretariat)
        },
        ContactRule { directness: vec![Directness::Small], ..by(ContactSide::Signatory) },
    ]
}

fn views() -> Vec<View> {
    use EvidenceBasis::{Stated, StatedAndInferred, Strict};
    let view = |period, basis| View { period, basis, ..View::default() };
    let day = |text: &str| Some(text.parse().unwrap());
    let quarter = Period::new(day("2017-04-01"), day("2017-06-30")).unwrap();
    vec![
        view(Period::whole(), Stated),
        view(Period::year(2018).unwrap(), StatedAndInferred),
        view(Period::new(day("2019-01-01"), None).unwrap(), Strict),
        View { undated: UndatedPolicy::Include, ..view(quarter, Stated) },
        view(Period::year(1990).unwrap(), Stated),
    ]
}

fn partnership_of(network: &Network) -> domain::id::Id<domain::partnership::Partnership> {
    let key: domain::id::Id<_> = id("partnership-01");
    let found = network.record().partnerships.iter().find(|it| it.is_standing() && it.parent.is_some());
    found.map_or(key, |it| it.key.clone())
}

#[test]
fn every_finding_is_that_of_a_plain_reading() {
    for seed in [1, 7] {
        let network = generated(seed);
        let partnership = partnership_of(&network);
        for view in views() {
            let all = held(&network, view.basis);
            let view = NetworkView::new(Arc::clone(&network), view);
            for rule in rules() {
                let found = uncontacted_signatories(&view, &partnership, &rule);
                let is_before = view.view().period == Period::year(1990).unwrap();
                assert_eq!(found.items.len() > 20, !is_before, "who signed in the window's time is shown");
                assert_eq!(found.receipt.warnings.is_empty(), !is_before, "{:?}", found.receipt.warnings);
                for item in &found.items {
                    let of = network.rolled_up(item.institution.unwrap());
                    let (status, last, before) = plain(&view, &all, of, &rule, partnership.as_str());
                    let told = item.finding.as_ref().unwrap();
                    let is_same = item.status == status
                        || (item.status == SignatoryStatus::New
                            && status == SignatoryStatus::NoRecordedContact);
                    assert!(is_same, "{:?} is not {status:?} by {rule:?} in {:?}", item.status, view.view());
                    assert_eq!(told.last.as_ref().map(|it| it.meeting), last);
                    assert_eq!(item.before.as_ref().map(|it| it.meeting), before);
                    let rule = ContactRule { partnership: Some(partnership.clone()), ..rule.clone() };
                    assert_eq!(told, &Contacts::new(&view, &rule).finding(item.institution.unwrap()));
                }
                assert_whole(&found);
            }
        }
    }
}

/// The numbers agree with each other and with the list, and the worklist is a total order.
#[track_caller]
fn assert_whole(found: &UncontactedSignatories) {
    let of = |status| found.items.iter().filter(|it| it.status == status).count();
    let (possibly, new) = (of(SignatoryStatus::PossiblyContacted), of(SignatoryStatus::New));
    let certain = of(SignatoryStatus::Contacted);
    let contacted = if found.rule.certainty == Certainty::Possible { certain + possibly } else { certain };
    assert_eq!(
        (found.contacted_count, found.possibly_contacted_count, found.new_count),
        (contacted, possibly, new)
    );
    assert_eq!(found.no_recorded_contact_count + certain + possibly + new, found.items.len());
    let upper = found.count.upper.unwrap();
    let all = found.signatories.declared.unwrap_or(0.0).max(found.items.len() as f64);
    assert_eq!(upper, all - (contacted + new) as f64);
    assert!((0.0..=upper).contains(&found.count.lower));
    assert_eq!(found.worklist.iter().collect::<BTreeSet<_>>().len(), found.items.len());
    let mut places = BTreeMap::<SignatoryStatus, Vec<&SignatoryContact>>::new();
    for item in found.worklist.iter().map(|it| &found.items[*it]) {
        places.entry(item.status).or_default().push(item);
        assert_eq!(item.components.iter().map(|it| it.points).sum::<u32>(), item.score);
        assert_eq!(item.rank, places[&item.status].len());
    }
    assert!(places.values().all(|it| it.is_sorted_by_key(|it| Reverse(it.score))));
}

fn found(view: &NetworkView, rule: &ContactRule) -> UncontactedSignatories {
    uncontacted_signatories(view, &id("partnership"), rule)
}

fn stated(text: &str) -> UncontactedSignatories {
    found(&year(text, 2015, EvidenceBasis::Stated), &ContactRule::default())
}

/// The points of a signatory by the order of the components.
fn points(found: &UncontactedSignatories, index: usize) -> Vec<u32> {
    found.items[index].components.iter().map(|it| it.points).collect()
}

/// What a component says of a signatory, in English.
fn reason(view: &NetworkView, found: &UncontactedSignatories, index: usize, code: PriorityCode) -> String {
    let component = found.items[index].components.iter().find(|it| it.code == code).unwrap();
    component.reason_en(view.network())
}

#[test]
fn the_time_before_the_window_tells_the_last_contact_before() {
    let text = "secretariat wup\n signatory a, signatory b, signatory c\n 2013-12-31 working: a, wup
        2014-02 working: a, wup\n 2014/2015 working: b, wup\n 2014-03-01 working: c";
    let view = year(text, 2015, EvidenceBasis::Stated);
    let rule = ContactRule { by: ContactSide::Secretariat, ..ContactRule::default() };
    let told = found(&view, &rule);
    let statuses: Vec<_> = told.items.iter().map(|it| it.status.as_str()).collect();
    assert_eq!(statuses, ["NO_RECORDED_CONTACT", "POSSIBLY_CONTACTED", "NO_RECORDED_CONTACT"]);
    let before = told.items[0].before.as_ref().unwrap();
    assert_eq!(view.network().record().meetings[before.meeting].key, id("m2"));
    assert_eq!(
        (before.days_since, before.counterparts.len()),
        (Some(671), 1),
        "from 28 February to 31 December"
    );
    assert!(told.items[1].before.is_none(), "a date that meets the window does not lie before it");
    assert!(told.items[2].before.is_none(), "the secretariat was not there");
    // 22 whole months; never; both without any occasion of the window.
    assert_eq!(points(&told, 0), [0, 22, 20, 0, 0]);
    assert_eq!(points(&told, 2), [40, 0, 20, 0, 0]);
    assert_eq!(told.worklist, [2, 0, 1]);
    assert_eq!(
        reason(&view, &told, 0, PriorityCode::MonthsSinceContact),
        "whole months since the last contact: 22"
    );
    assert!(
        found(&whole(text), &rule).items.iter().all(|it| it.before.is_none()),
        "nothing lies before time"
    );
}

#[test]
fn what_is_not_recorded_adds_no_points() {
    let text =
        "a is OPS\n b is OPS, gmina-x\n signatory a, signatory b, signatory office:marshal\n council: b
        2011 working: a";
    let mut record = sketch(text);
    record.meetings[0].date = domain::date::EdtfDate::UNKNOWN;
    let view = View { period: Period::year(2015).unwrap(), ..View::default() };
    let view = NetworkView::new(Network::build(record).unwrap().into(), view);
    let told = found(&view, &ContactRule::default());
    assert_eq!(points(&told, 0), [0, 0, 20, 0, 0], "a contact without a date may be recent");
    assert_eq!(
        reason(&view, &told, 0, PriorityCode::NeverContacted),
        "only a contact without a date is recorded"
    );
    assert_eq!(reason(&view, &told, 0, PriorityCode::PowiatWithoutContact), "its seat is not recorded");
    assert_eq!(
        reason(&view, &told, 0, PriorityCode::NoCouncilSeat),
        "the members of the council are not all recorded"
    );
    assert_eq!(
        reason(&view, &told, 1, PriorityCode::NoCouncilSeat),
        "it has a representative on the council"
    );
    assert_eq!((told.items[2].score, told.items[2].components.len()), (0, 5), "an office has no contacts");
    assert!(told.items[2].components.iter().all(|it| !it.is_recorded()));
}

#[test]
fn equal_scores_are_in_polish_order_of_names() {
    let mut record = sketch("signatory a, signatory b, signatory c");
    for (institution, name) in record.institutions.iter_mut().zip(["Zebra", "Łąka", "Lato"]) {
        institution.name_pl = testkit::sketch::label(name);
    }
    let view = NetworkView::new(Network::build(record).unwrap().into(), View::default());
    let told = found(&view, &ContactRule::default());
    assert_eq!(told.worklist, [2, 1, 0]);
    assert_eq!(told.items.iter().map(|it| it.rank).collect::<Vec<_>>(), [3, 2, 1]);
}

#[test]
fn a_window_outside_the_record_is_told() {
    let text = "signatory a\n 2015-03 working: a, b\n 2016-02-01 working: a";
    let told = found(&year(text, 1990, EvidenceBasis::Stated), &ContactRule::default());
    assert_eq!(
        told.receipt.warnings,
        [
            "no meeting of the record is dated in the window: the first meeting recorded as held is dated 2015-03, the \
          last 2016-02-01"
        ]
    );
    assert!(stated(text).receipt.warnings.is_empty());
    assert!(found(&whole(text), &ContactRule::default()).receipt.warnings.is_empty());
    let told = stated("signatory a").receipt.warnings;
    assert_eq!(told, ["no meeting of the record that was held has a date"]);
}

#[test]
fn a_side_on_which_nobody_is_recorded_is_told() {
    let rule = ContactRule { by: ContactSide::Secretariat, ..ContactRule::default() };
    let told = found(&year("signatory a\n 2015 working: a, b", 2015, EvidenceBasis::Stated), &rule);
    assert!(told.receipt.warnings[0].contains("SECRETARIAT"));
    assert_eq!(told.items[0].status, SignatoryStatus::NoRecordedContact);
}

#[test]
fn kinds_that_can_never_be_so_direct_are_refused() {
    let view = whole("signatory a");
    let check = |kinds: &[&str], directness: &[Directness]| {
        let rule = ContactRule {
            kinds: kinds.iter().map(|it| id(it)).collect(),
            directness: directness.to_vec(),
            ..ContactRule::default()
        };
        (rule.check(view.network()).is_ok(), rule.warnings(view.network()).len())
    };
    assert_eq!(check(&["plenary"], &[Directness::Bilateral, Directness::Small]), (false, 1));
    assert_eq!(check(&["plenary"], &[Directness::Plenary]), (true, 0));
    assert_eq!(check(&["plenary", "visit"], &[Directness::Bilateral]), (true, 1));
    assert_eq!(check(&[], &[Directness::Bilateral]), (true, 0));
    assert_eq!(check(&["visit"; 101], &[]), (false, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the rule, one more meeting never takes a signatory out of contact.
    #[test]
    fn one_more_contact_never_adds_an_uncontacted_signatory(
        meetings in prop::collection::vec((0..3_usize, prop::collection::btree_set(0..6_usize, 1..5)), 0..6),
        more in prop::collection::btree_set(0..6_usize, 1..5),
        by in prop::sample::select(ContactSide::ALL.to_vec()),
    ) {
        let line = |year: usize, parties: &BTreeSet<usize>| {
            let parties: Vec<_> = parties.iter().map(|it| format!("i{it}")).collect();
            format!("{} council: {}", ["2014", "2014/2015", "2015-03-01"][year], parties.join(", "))
        };
        let head = "8 signatories\n secretariat i0\n lead i1\n signatory i2, signatory i3, signatory i4, signatory i5";
        let mut lines = vec![head.to_owned()];
        lines.extend(meetings.iter().map(|(year, parties)| line(*year, parties)));
        let rule = ContactRule { by, ..ContactRule::default() };
        let of = |lines: &[String]| {
            let told = found(&year(&lines.join("\n"), 2015, EvidenceBasis::Stated), &rule);
            assert_whole_sketch(&told);
            let left = told.items.iter().filter(|it| it.status == SignatoryStatus::NoRecordedContact);
            left.map(|it| it.institution).collect::<BTreeSet<_>>()
        };
        let before = of(&lines);
        lines.push(line(2, &more));
        prop_assert!(of(&lines).is_subset(&before));
    }
}

fn assert_whole_sketch(found: &UncontactedSignatories) {
    let upper = found.count.upper.unwrap();
    assert!((0.0..=upper).contains(&found.count.lower));
}
