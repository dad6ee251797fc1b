//! Intervals, filters and search on small networks: what the Lubuskie record does not show.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test whose data cannot be read has failed")]

mod common;

use common::{names, whole};
use domain::date::{EdtfDate, Period};
use domain::indicator::Collection;
use domain::partnership::PartnershipRole;
use domain::record::Record;
use domain::resolution::ActionStatus;
use graph::completeness::{collection, size};
use graph::contact::{ContactRule, ContactSide};
use graph::follow_up::{DueState, due_state, follow_up};
use graph::search::{QUESTION_MAX, SearchError, search};
use graph::selection::{FILTER_DEPTH_MAX, FilterError, InstitutionFilter, institutions};
use graph::signatory::{signatory_of, signatory_share};
use graph::statistics::{StatisticDimension, StatisticFilter, StatisticSubject, statistics};
use graph::uncontacted::{SignatoryStatus, UncontactedSignatories, uncontacted_signatories};
use graph::{Interval, IntervalReasonCode, Network, NetworkView, View};
use testkit::sketch::{id, label, sketch};

fn uncontacted(view: &NetworkView) -> UncontactedSignatories {
    uncontacted_signatories(view, &id("partnership"), &ContactRule::default())
}

fn bounds(interval: &Interval) -> (f64, Option<f64>) {
    (interval.lower, interval.upper)
}

fn codes(interval: &Interval) -> Vec<&'static str> {
    interval.reasons.iter().map(|it| it.code.as_str()).collect()
}

/// A view of 2015 of a sketch, in which what is declared is declared as of 2015, and which is changed before it is
/// read.
fn changed(text: &str, change: impl FnOnce(&mut Record)) -> NetworkView {
    let mut record = sketch(text);
    for indicator in &mut record.indicators {
        indicator.as_of = EdtfDate::year(2015).unwrap();
    }
    change(&mut record);
    let view = View { period: Period::year(2015).unwrap(), ..View::default() };
    NetworkView::new(Network::build(record).unwrap().into(), view)
}

fn in_2015(text: &str) -> NetworkView {
    changed(text, |_| {})
}

#[test]
fn all_named_and_nothing_unattributed_is_a_number() {
    let text = "3 signatories\n signatory a, signatory b, signatory c\n 2015 working: a, b";
    let found = uncontacted(&in_2015(text));
    assert_eq!(bounds(&found.count), (1.0, Some(1.0)));
    assert!(found.count.is_exact() && found.count.reasons.is_empty() && found.note.is_none());
    let statuses: Vec<_> = found.items.iter().map(|it| it.status.as_str()).collect();
    assert_eq!(statuses, ["CONTACTED", "CONTACTED", "NO_RECORDED_CONTACT"]);
}

#[test]
fn without_a_declared_number_those_who_are_named_count() {
    let view = in_2015("signatory a, signatory b\n 2015 working: a");
    let found = uncontacted(&view);
    assert_eq!((bounds(&found.count), codes(&found.count)), ((1.0, Some(1.0)), vec!["NOT_DECLARED"]));
    assert_eq!(bounds(&found.signatories), (2.0, None));
}

#[test]
fn fewer_declared_than_named_is_a_discrepancy_and_changes_nothing() {
    let view = in_2015("1 signatories\n signatory a, signatory b\n 2015 working: a");
    let found = uncontacted(&view);
    assert_eq!(bounds(&found.signatories), (1.0, Some(2.0)));
    assert_eq!(
        (bounds(&found.count), codes(&found.count)),
        ((1.0, Some(1.0)), vec!["DECLARED_LESS_THAN_ENUMERATED"])
    );
}

#[test]
fn others_in_contact_may_be_signatories_each_once() {
    let text = "5 signatories\n signatory a\n 2015 working: a, b\n 2015 working: a, b, c";
    let found = uncontacted(&in_2015(text));
    assert_eq!(bounds(&found.count), (2.0, Some(4.0)));
    assert_eq!(codes(&found.count), ["SIGNATORIES_NOT_NAMED", "MEMBERSHIP_NOT_RECORDED"]);
}

#[test]
fn people_who_are_counted_widen_and_people_whom_nobody_counted_open() {
    let text = "9 signatories\n signatory a\n 2015 plenary 3: a host";
    let found = uncontacted(&in_2015(text));
    assert_eq!(bounds(&found.count), (5.0, Some(8.0)));
    let view = changed("9 signatories\n signatory a\n 2015 working: a", |record| {
        record.meetings[0].has_unnamed_participants = true;
    });
    let found = uncontacted(&view);
    assert_eq!(bounds(&found.count), (0.0, Some(8.0)));
    assert!(codes(&found.count).contains(&"PARTICIPANTS_NOT_COUNTED"));
}

#[test]
fn possible_contact_widens_downwards_and_never_makes_contacted() {
    let text = "2 signatories\n signatory a, signatory b\n 2015/2016 working: a";
    let view = in_2015(text);
    let found = uncontacted(&view);
    assert_eq!((found.possibly_contacted_count, found.contacted_count), (1, 0));
    assert_eq!((bounds(&found.count), codes(&found.count)), ((1.0, Some(2.0)), vec!["POSSIBLY_IN_WINDOW"]));
}

#[test]
fn who_signed_in_the_last_90_days_is_new() {
    let signed = |text: &str| {
        let date: EdtfDate = text.parse().unwrap();
        let view = changed("2 signatories\n signatory a, signatory b", |record| {
            let membership = record.memberships.iter_mut().find(|it| it.party.to_string() == "institution:a");
            membership.unwrap().signed_on = date;
        });
        let found = uncontacted(&view);
        (found.items[0].status, found.new_count, bounds(&found.count))
    };
    assert_eq!(signed("2015-10-03"), (SignatoryStatus::New, 1, (1.0, Some(1.0))));
    assert_eq!(signed("2015-10-02"), (SignatoryStatus::NoRecordedContact, 0, (2.0, Some(2.0))));
    assert_eq!(signed("2015"), (SignatoryStatus::NoRecordedContact, 0, (2.0, Some(2.0))), "it may be older");
}

#[test]
fn a_scope_leaves_those_who_are_not_named_open() {
    let text = "a is OPS, gmina-x\n b is OPS, gmina-y\n 4 signatories\n signatory a, signatory b";
    let whole = in_2015(text);
    let mut scope = graph::Scope::default();
    scope.territories.push(id("gmina-x"));
    let view = View { scope, ..whole.view().clone() };
    let found = uncontacted(&NetworkView::new(whole.network().clone(), view));
    assert_eq!((found.items.len(), bounds(&found.count)), (1, (1.0, Some(3.0))));
}

#[test]
fn a_visit_whose_visitor_is_not_recorded_may_have_been_the_secretariats() {
    let text = "secretariat wup\n 2 signatories\n signatory a, signatory b\n 2015 visit a";
    let view = in_2015(text);
    let rule = ContactRule { by: ContactSide::Secretariat, ..ContactRule::default() };
    let found = uncontacted_signatories(&view, &id("partnership"), &rule);
    assert_eq!((bounds(&found.count), codes(&found.count)), ((1.0, Some(2.0)), vec!["VISITOR_NOT_RECORDED"]));
    assert_eq!(bounds(&uncontacted(&view).count), (1.0, Some(1.0)), "somebody visited it");
}

#[test]
fn a_membership_that_ended_is_a_no() {
    let view = changed("signatory a, signatory b", |record| {
        record.memberships.sort_by_key(|it| it.party.to_string());
        record.memberships[0].valid_to = "2014".parse().unwrap();
    });
    let recorded = |key: &str| signatory_of(&view, &id(key), &id("partnership")).recorded.as_str();
    assert_eq!((recorded("a"), recorded("b")), ("NO", "YES"));
    assert_eq!(
        collection(
            &view,
            &id::<domain::partnership::Partnership>("partnership").reference(),
            Collection::Signatories
        )
        .enumerated,
        1.0
    );
}

#[test]
fn the_share_of_a_meeting_without_a_count_is_what_is_named() {
    let view = in_2015("4 signatories\n signatory a, signatory b\n 2015 plenary: a host, b, c");
    let found = signatory_share(&view, &id("m1"), &id("partnership")).unwrap();
    assert_eq!(bounds(found.share.as_ref().unwrap()), (0.5, Some(0.5)));
    let none = in_2015("2015 plenary: a host");
    assert!(signatory_share(&none, &id("m1"), &id("partnership")).unwrap().share.is_none());
}

#[test]
fn what_nobody_declares_has_no_upper_end() {
    let view = whole("council: a, b");
    let council = id::<domain::body::Body>("council").reference();
    let found = size(&view, &council, Collection::Members);
    assert_eq!((bounds(&found), found.declared, codes(&found)), ((2.0, None), None, vec!["NOT_DECLARED"]));
}

#[test]
fn statistics_add_what_may_be_and_what_is_not_recorded() {
    let text =
        "a is OPS, gmina-x\n b is OPS, gmina-x\n c is PUP\n 2015 visit a\n 2015/2016 visit b\n 2015 visit c";
    let view = in_2015(text);
    let table =
        statistics(&view, StatisticSubject::Hosts, &[StatisticDimension::Gmina], &StatisticFilter::default());
    let row = |it: &graph::statistics::StatisticsRow| (it.keys[0].is_recorded, bounds(&it.count));
    assert_eq!(
        table.rows.iter().map(row).collect::<Vec<_>>(),
        [(true, (1.0, Some(3.0))), (false, (1.0, Some(1.0)))]
    );
    assert_eq!(bounds(&table.total), (2.0, Some(3.0)));
    assert!(
        table.rows[0].count.reasons.iter().any(|it| it.code == IntervalReasonCode::UndeterminedAttribute)
    );
    assert_eq!(names(&view, &table.rows[0].institutions), ["a", "b"]);
    let by_nothing = statistics(&view, StatisticSubject::Meetings, &[], &StatisticFilter::default());
    assert_eq!(by_nothing.rows.len(), 1, "no dimension is one row");
}

#[test]
fn memberships_by_role_widen_by_signatories_that_are_not_named() {
    let view = whole("5 signatories\n signatory a, secretariat b");
    let of = |roles: Vec<PartnershipRole>| {
        let filter = StatisticFilter { roles, ..StatisticFilter::default() };
        bounds(&statistics(&view, StatisticSubject::Memberships, &[StatisticDimension::Role], &filter).total)
    };
    assert_eq!(of(Vec::new()), (2.0, Some(6.0)));
    assert_eq!(of(vec![PartnershipRole::Secretariat]), (1.0, Some(1.0)));
}

#[test]
fn filters_join_and_are_bounded() {
    let view = whole("ops-a is OPS, gmina-x\n pup-b is PUP, gmina-x\n c is PUP\n 2015 working: pup-b, c");
    let seat = |recorded| InstitutionFilter { seat_recorded: Some(recorded), ..InstitutionFilter::default() };
    let text = |text: &str| InstitutionFilter { text: Some(text.to_owned()), ..InstitutionFilter::default() };
    let found = |filter: &InstitutionFilter| names(&view, &institutions(&view, filter, &[]));
    let all = found(&InstitutionFilter::default());
    let either = InstitutionFilter { or: vec![text("ops-a"), seat(false)], ..InstitutionFilter::default() };
    let (own, other) = (found(&text("ops-a")), found(&seat(false)));
    assert!(
        own.iter().chain(&other).all(|it| found(&either).contains(it))
            && !found(&either).contains(&"pup-b".to_owned())
    );
    let not = InstitutionFilter { not: Some(Box::new(either.clone())), ..InstitutionFilter::default() };
    assert_eq!(found(&not).len() + found(&either).len(), all.len());
    let both = InstitutionFilter { and: vec![seat(true), text("PUP-B")], ..InstitutionFilter::default() };
    assert_eq!(found(&both), ["pup-b"]);
    let deep = (0..FILTER_DEPTH_MAX)
        .fold(seat(true), |inner, _| InstitutionFilter { and: vec![inner], ..InstitutionFilter::default() });
    assert_eq!(deep.check(), Err(FilterError::TooDeep { depth: FILTER_DEPTH_MAX + 1 }));
    assert!(either.check().is_ok());
    assert_eq!(either.to_string(), "or=(text=ops)|(seatRecorded=false)", "folded");
    assert_eq!(InstitutionFilter::default().to_string(), "");
    let wide = InstitutionFilter { or: vec![seat(true); 60], ..InstitutionFilter::default() };
    assert_eq!(wide.check(), Err(FilterError::TooMany { count: 61 }));
}

#[test]
fn follow_up_counts_what_is_known() {
    let view = changed("2015-03 done: a, b\n 2015-03 done: a, c\n 2015-03 done: b, c", |record| {
        record.action_items[1].status = ActionStatus::NotStated;
        record.action_items[1].due = "2015-03/2015-04".parse().unwrap();
        record.action_items[2].status = ActionStatus::Cancelled;
    });
    let on = |day: &str| follow_up(&view, None, day.parse().unwrap());
    let found = on("2015-05-01");
    assert_eq!(
        (found.counts.all, found.counts.done, found.counts.overdue, found.counts.cancelled),
        (3, 1, 1, 1)
    );
    assert_eq!(bounds(found.rate.as_ref().unwrap()), (0.5, Some(1.0)));
    let states = |day: &str| on(day).items[1].state;
    let expected = [DueState::NotDue, DueState::DueNow, DueState::DueNow, DueState::Overdue];
    assert_eq!(["2015-02-28", "2015-03-01", "2015-04-30", "2015-05-01"].map(states), expected);
    let mut item = view.network().record().action_items[1].clone();
    item.due = EdtfDate::UNKNOWN;
    assert_eq!(due_state(&item, "2015-05-01".parse().unwrap()), DueState::Undated);
    item.due = "2015/..".parse().unwrap();
    assert_eq!(due_state(&item, "2030-05-01".parse().unwrap()), DueState::DueNow);
}

#[test]
fn search_is_bounded_and_asks_for_every_word() {
    let mut record = sketch("a is OPS\n b is OPS");
    record.institutions[0].name_pl = label("Fundacja „Żółta Łódź” w Nowej Soli");
    record.institutions[1].name_pl = label("Fundacja Łódka");
    let network = Network::build(record).unwrap();
    let found = |question: &str| -> Vec<String> {
        let hits = search(&network, question, &[]).unwrap();
        hits.iter().map(|it| it.node.key.to_string()).collect()
    };
    assert_eq!(found("zolta LODZ"), ["a"]);
    assert_eq!(found("fundacje"), ["b", "a"], "another ending; the shorter name is more of a match");
    assert_eq!(found("fund lodka"), ["b"], "the beginning of a word");
    assert!(found("fundacja nieznana").is_empty());
    assert!(found("").is_empty() && found("w z „”").is_empty());
    let hits = search(&network, "Łódź", &[]).unwrap();
    assert!(hits[0].matched[0].exact);
    assert!(!search(&network, "Lodz", &[]).unwrap()[0].matched[0].exact);
    let long = "a".repeat(QUESTION_MAX + 1);
    assert_eq!(search(&network, &long, &[]), Err(SearchError::TooLong { length: QUESTION_MAX + 1 }));
    assert!(search(&network, &"ą ".repeat(QUESTION_MAX / 2), &[]).is_ok());
}
