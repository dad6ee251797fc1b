//! Norms, follow-up, hosting and project partnerships on small networks and on the record that ships.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
mod record;

use std::sync::Arc;

use common::{at, names, whole, year};
use domain::claim::EvidenceBasis::Stated;
use domain::date::{EdtfDate, Period};
use domain::indicator::{Collection, Indicator, IndicatorNature};
use domain::meeting::MeetingStatus;
use domain::norm::{NormKind, NormRule};
use domain::partnership::{LifecycleEvent, LifecycleState, Partnership, PartnershipRole};
use domain::party::Party;
use domain::record::{Noun, Record};
use domain::resolution::ActionStatus;
use graph::follow_up::{FollowUpRequest, ResolutionState, SuggestionReason, follow_up, follow_up_of};
use graph::norm_compliance::{NormFinding, NormStatus, norm_compliance};
use graph::project_partnership::{ProjectPartnerships, ProjectStage, project_partnerships};
use graph::rotation::{host_rotation, host_rotation_within};
use graph::tie::{TieLevel, TieRule, Ties};
use graph::{Interval, IntervalReasonCode, Network, NetworkView, View};
use record::lubuskie;
use testkit::sketch::{id, label, sketch};

fn bounds(interval: &Interval) -> (f64, Option<f64>) {
    (interval.lower, interval.upper)
}

fn codes(interval: &Interval) -> Vec<IntervalReasonCode> {
    interval.reasons.iter().map(|it| it.code).collect()
}

/// A sketch, changed, seen whole; what is new has the claim of the first record.
fn changed(text: &str, change: impl FnOnce(&mut Record)) -> NetworkView {
    let mut record = sketch(text);
    change(&mut record);
    let template = record.claims[0].clone();
    let mut new: Vec<_> = record.indicators.iter().map(Noun::reference).collect();
    new.extend(record.lifecycle_events.iter().map(Noun::reference));
    new.extend(record.norms.iter().map(Noun::reference));
    new.retain(|it| record.claims.iter().all(|claim| claim.subject != *it));
    for (number, subject) in new.into_iter().enumerate() {
        record.claims.push(domain::claim::Claim {
            key: id(&format!("further-{number}")),
            subject,
            ..template.clone()
        });
    }
    record.sort();
    NetworkView::new(Arc::new(Network::build(record).unwrap()), View::default())
}

fn norm(kind: NormKind, threshold: Option<u32>) -> NormRule {
    NormRule {
        key: id("norm"),
        kind,
        text_pl: label("norma"),
        text_en: None,
        partnership: Some(id("partnership")),
        project: None,
        meeting_kind: Some(id("plenary")),
        institution_type: None,
        threshold,
    }
}

fn judged(view: &NetworkView, years: &[i32]) -> Vec<(Option<i32>, NormStatus)> {
    let found = norm_compliance(view, Some(&id("partnership")), years).unwrap();
    found.findings.iter().map(|it| (it.year, it.status)).collect()
}

fn with_norm(text: &str, norm: NormRule) -> NetworkView {
    changed(text, |record| record.norms.push(norm))
}

#[test]
fn q30_the_yearly_meeting_was_held_in_2015_and_is_not_recorded_in_2016() {
    let view = NetworkView::new(lubuskie(), View::default());
    let found = norm_compliance(&view, Some(&id("pnres")), &[2015, 2016]).unwrap();
    let key = |it: &NormFinding| view.network().record().norms[it.norm as usize].key.to_string();
    let lines: Vec<_> =
        found.findings.iter().map(|it| (key(it), it.year, it.status, it.meetings.len())).collect();
    let line = |key: &str, year, status, meetings| (key.to_owned(), year, status, meetings);
    assert_eq!(
        lines,
        [
            line("rule-annual", Some(2015), NormStatus::Met, 1),
            line("rule-annual", Some(2016), NormStatus::NotRecorded, 0),
            line("rule-host-rotation", Some(2015), NormStatus::NotRecorded, 1),
            line("rule-host-rotation", Some(2016), NormStatus::NotRecorded, 0),
            line("rule-open-accession", None, NormStatus::NotJudged, 0),
        ]
    );
    assert_eq!(
        bounds(found.findings[1].count.as_ref().unwrap()),
        (0.0, None),
        "nobody says that there was none"
    );
    let all = norm_compliance(&view, None, &[2015]).unwrap();
    assert_eq!(all.findings.len(), 5, "of projects and of nobody, too");
}

#[test]
fn a_yearly_norm_is_broken_only_when_the_record_says_so() {
    let rule = || norm(NormKind::MeetingsPerYear, Some(2));
    let view =
        with_norm("2014 plenary: a\n 2014-05 plenary: b\n 2015 plenary: a\n 2015/2016 plenary: b", rule());
    assert_eq!(
        judged(&view, &[2013, 2014, 2015]),
        [
            (Some(2013), NormStatus::NotRecorded),
            (Some(2014), NormStatus::Met),
            (Some(2015), NormStatus::NotRecorded)
        ]
    );
    let cancelled = changed("2015-05 plenary: a\n 2016 plenary: a", |record| {
        record.norms.push(rule());
        record.meetings[0].status = MeetingStatus::Cancelled;
    });
    assert_eq!(judged(&cancelled, &[2015, 2016])[0].1, NormStatus::Broken);
    assert_eq!(
        judged(&cancelled, &[2015, 2016])[1].1,
        NormStatus::NotRecorded,
        "there may have been another"
    );
    let declared = |number: f64| {
        changed("2015 plenary: a", |record| {
            record.norms.push(rule());
            let mut series = sketch_series();
            series.kind = id("plenary");
            record.meetings[0].series = Some(series.key.clone());
            let of = Some(series.reference());
            record.meeting_series.push(series);
            record.indicators.push(Indicator {
                key: id("number"),
                label_pl: label("number"),
                label_en: None,
                value: number,
                unit: label("MEETING"),
                as_of: EdtfDate::year(2015).unwrap(),
                nature: IndicatorNature::Declared,
                of,
                collection: Some(Collection::Meetings),
                note: None,
            });
            let claim = record.claims[0].clone();
            let subject = record.meeting_series[0].reference();
            record.claims.push(domain::claim::Claim { key: id("claim-of-series"), subject, ..claim });
        })
    };
    assert_eq!(
        judged(&declared(1.0), &[2015])[0].1,
        NormStatus::Broken,
        "one is declared, two are asked for"
    );
    assert_eq!(judged(&declared(2.0), &[2015])[0].1, NormStatus::Met, "declared, though one is not listed");
}

fn sketch_series() -> domain::meeting::MeetingSeries {
    domain::meeting::MeetingSeries {
        key: id("series"),
        name_pl: label("series"),
        name_en: None,
        kind: id("plenary"),
        date: EdtfDate::year(2015).unwrap(),
        status: MeetingStatus::Held,
        partnership: Some(id("partnership")),
        body: None,
        topics: Vec::new(),
        has_unnamed_participants: false,
        note: None,
    }
}

#[test]
fn hosts_take_turns_when_no_order_of_dates_says_otherwise() {
    let rule = |k| norm(NormKind::HostRotation, k);
    let text = "2013-05 plenary: a host\n 2014-05 plenary: b host\n 2015-05 plenary: a host\n 2016-05 plenary: a host";
    let view = with_norm(text, rule(None));
    let statuses: Vec<_> = judged(&view, &[2013, 2014, 2015, 2016]).into_iter().map(|it| it.1).collect();
    use NormStatus::{Broken, Met, NotRecorded};
    assert_eq!(statuses, [NotRecorded, Met, Met, Broken]);
    let view = with_norm(text, rule(Some(2)));
    let statuses: Vec<_> = judged(&view, &[2014, 2015, 2016]).into_iter().map(|it| it.1).collect();
    assert_eq!(statuses, [Met, Broken, Broken], "of the last two");
    let vague = with_norm("2014 plenary: a host\n 2014 plenary: b host\n 2015 plenary: a host", rule(None));
    assert_eq!(judged(&vague, &[2015])[0].1, NotRecorded, "which of the two came last is not recorded");
    let unknown = with_norm("2014-05 plenary: a host\n 2015-05 plenary: b", rule(None));
    assert_eq!(judged(&unknown, &[2015])[0].1, NotRecorded, "no host is recorded");
    let repeats =
        |view: &NetworkView, within| host_rotation_within(view, &id("partnership"), within).repeats.len();
    assert_eq!((repeats(&view, None), repeats(&view, Some(1)), repeats(&view, Some(2))), (2, 1, 2));
    let last = *host_rotation(&view, &id("partnership")).repeated.last().unwrap();
    assert_eq!((last.host, last.earlier, last.after), (at(&view, "a"), 2, 1));
}

#[test]
fn norms_that_no_fact_decides_are_not_judged_and_bad_years_are_refused() {
    for kind in [NormKind::OpenAccession, NormKind::MaximumPerPerson, NormKind::AllOfType] {
        let view = with_norm("2015 plenary: a", norm(kind, None));
        assert_eq!(judged(&view, &[]), [(None, NormStatus::NotJudged)]);
    }
    let view = with_norm("1800 plenary: a\n 2015 plenary: b", norm(NormKind::MeetingsPerYear, None));
    let problem = |years: &[i32]| norm_compliance(&view, None, years).unwrap_err().to_string();
    assert!(problem(&[]).contains("more than 100 years"));
    assert!(problem(&[0]).contains("1 to 9999"));
    assert!(problem(&(1..=101).collect::<Vec<_>>()).contains("100 years"));
}

/// Actions of 2015, due in March and April, none of them done.
fn with_actions(change: impl FnOnce(&mut Record)) -> NetworkView {
    let text = "2015-03/2015-04 done: a, b\n 2015-03/2015-04 done: c\n 2015-02-06 council: a, b, c
        2015-03-20 working: a, b\n 2015-04 working: a, c\n 2015-06-01 working: a, b\n 2015-09-01 working: a, b";
    changed(text, |record| {
        for it in &mut record.action_items {
            it.status = ActionStatus::NotStated;
        }
        for it in &mut record.resolutions {
            (it.date, it.meeting) = ("2015-02-06".parse().unwrap(), Some(id("m1")));
        }
        change(record);
    })
}

fn on(view: &NetworkView, day: &str) -> graph::follow_up::FollowUp {
    follow_up(view, None, day.parse().unwrap())
}

#[test]
fn meetings_of_the_right_parties_are_suggested_and_never_counted() {
    let lines = |view: &NetworkView, day: &str| -> Vec<String> {
        let found = on(view, day);
        assert_eq!((found.counts.done, bounds(found.rate.as_ref().unwrap())), (0, (0.0, Some(1.0))));
        let key = |it: u32| view.network().record().action_items[it as usize].key.to_string();
        found.suggested.iter().map(|it| format!("{} {} {}", key(it.item), it.record.key, it.reason)).collect()
    };
    let view = with_actions(|_| {});
    assert_eq!(lines(&view, "2015-05-01"), ["a1 m2 MEETING_WHEN_DUE"], "a and b, not the council before");
    assert_eq!(lines(&view, "2015-06-30"), ["a1 m2 MEETING_WHEN_DUE", "a1 m4 MEETING_AFTER_DUE"]);
    let addressed = with_actions(|record| {
        record.action_items[1].addressees = vec![Party::Institution(id("a"))];
        record.action_items[1].possible_evidence = vec![id::<domain::meeting::Meeting>("m4").reference()];
    });
    assert_eq!(
        lines(&addressed, "2015-05-01"),
        ["a1 m2 MEETING_WHEN_DUE", "a2 m4 RECORDED", "a2 m3 MEETING_WHEN_DUE"],
        "c towards a, at some day of April"
    );
    let reason = &on(&addressed, "2015-05-01").suggested[2].message;
    assert!(reason.contains("its day is not recorded"), "{reason}");
    let done = with_actions(|record| record.action_items[0].status = ActionStatus::Done);
    assert_eq!(on(&done, "2015-06-30").suggested, []);
    assert_eq!(SuggestionReason::ALL.len(), 3);
}

#[test]
fn follow_up_is_told_by_responsible_resolution_and_topic() {
    let view = with_actions(|record| record.action_items[1].status = ActionStatus::InProgress);
    let found = on(&view, "2015-05-01");
    let responsible = |it: &graph::follow_up::ResponsibleTotals| {
        format!("{} {}", it.party.as_ref().map_or("-".to_owned(), ToString::to_string), it.counts.overdue)
    };
    assert_eq!(
        found.by_responsible.iter().map(responsible).collect::<Vec<_>>(),
        ["institution:a 1", "institution:b 1", "institution:c 1"]
    );
    let states: Vec<_> = found.resolutions.iter().map(|it| (it.state, it.items.clone())).collect();
    assert_eq!(states, [(ResolutionState::NotStated, vec![0]), (ResolutionState::InProgress, vec![1])]);
    let day = "2015-05-01".parse().unwrap();
    let narrowed = |change: fn(&mut FollowUpRequest)| {
        let mut request = FollowUpRequest::new(None, day);
        change(&mut request);
        let found = follow_up_of(&view, &request);
        (found.items.iter().map(|it| it.item).collect::<Vec<_>>(), found.resolutions.len())
    };
    assert_eq!(narrowed(|it| it.responsible = Some(id("c"))), (vec![1], 1));
    assert_eq!(narrowed(|it| it.statuses = vec![ActionStatus::NotStated]), (vec![0], 1));
    assert_eq!(narrowed(|it| it.topics = vec![id("none")]), (vec![], 0));
    let early = on(&view, "2015-02-05").receipt.warnings;
    assert!(early.iter().any(|it| it.contains("before the record begins")), "{early:?}");
    assert_eq!(on(&view, "2015-02-06").receipt.warnings, [] as [&str; 0]);
}

#[test]
fn the_shipped_record_suggests_what_it_names_and_tells_of_resolutions_without_action() {
    let view = NetworkView::new(lubuskie(), View::default());
    let found = follow_up(&view, Some(&id("pnres")), "2015-05-01".parse().unwrap());
    let lines: Vec<_> = found.suggested.iter().map(|it| format!("{} {}", it.record, it.reason)).collect();
    assert_eq!(lines, ["resolution:res-lpres-2015 RECORDED", "statement:coop-council-rops RECORDED"]);
    let states: Vec<_> = found.resolutions.iter().map(|it| it.state).collect();
    assert_eq!(states.iter().filter(|it| **it == ResolutionState::NotStated).count(), 3);
    assert_eq!(states.iter().filter(|it| **it == ResolutionState::NoAction).count(), 8);
    assert_eq!(found.norms.findings.len(), 3);
    assert_eq!(found.by_responsible.len(), 1, "nobody says who is responsible");
    assert_eq!(found.by_responsible[0].party, None);
}

fn projects(view: &NetworkView) -> ProjectPartnerships {
    project_partnerships(view, Some(&id("partnership"))).unwrap()
}

#[test]
fn who_never_was_in_a_project_partnership_and_who_is_again() {
    let text = "signatory a, signatory b, signatory c, signatory d
        2015 funded: a, b, x\n 2016 submitted: a, b\n 2016 submitted: a, x\n 2017 funded: b, x";
    let found = projects(&whole(text));
    let view = whole(text);
    let never = found.never.unwrap();
    assert_eq!(names(&view, &never.institutions), ["c", "d"]);
    assert_eq!(bounds(&never.count), (2.0, None), "nobody says how many signed");
    let view = whole(&format!("4 signatories\n {text}"));
    let never = projects(&view).never.unwrap();
    assert_eq!((bounds(&never.count), codes(&never.count)), ((2.0, Some(2.0)), vec![]));
    let more = whole(&format!("6 signatories\n {text}"));
    let never = projects(&more).never.unwrap();
    assert_eq!(bounds(&never.count), (3.0, Some(4.0)), "x may be one of the two that are not named");
    assert_eq!(
        codes(&never.count),
        [IntervalReasonCode::SignatoriesNotNamed, IntervalReasonCode::MembershipNotRecorded]
    );
    let pairs: Vec<_> = found
        .repeat_partners
        .iter()
        .map(|it| (names(&view, &[it.a, it.b]).join("-"), it.partnerships.len()))
        .collect();
    assert_eq!(pairs, [("a-b".to_owned(), 2), ("a-x".to_owned(), 2), ("b-x".to_owned(), 2)]);
    let in_2016 = year(&format!("4 signatories\n {text}"), 2016, Stated);
    assert!(projects(&in_2016).repeat_partners.is_empty());
}

#[test]
fn what_is_not_named_widens_who_never_took_part() {
    let text = "4 signatories\n signatory a, signatory b\n 2015 funded: a, b\n 2015 funded: a";
    let never = projects(&whole(text)).never.unwrap();
    assert_eq!(bounds(&never.count), (0.0, Some(2.0)), "the partners of a are neither named nor counted");
    assert!(codes(&never.count).contains(&IntervalReasonCode::MembersNotNamed));
    let text = "2 signatories\n signatory a, signatory b\n 2015-12/2016-01 funded: a, b";
    let never = projects(&year(text, 2015, Stated)).never.unwrap();
    assert_eq!((never.institutions.len(), never.possible.len()), (0, 2));
    assert_eq!(
        bounds(&never.count),
        (0.0, None),
        "the declared number has no date, so it holds in no window"
    );
    let view = NetworkView::new(lubuskie(), View { period: Period::year(2016).unwrap(), ..View::default() });
    let found = project_partnerships(&view, Some(&id("pnres"))).unwrap();
    assert_eq!(
        (found.formed.len(), bounds(&found.count)),
        (0, (4.0, Some(4.0))),
        "none of the four is named"
    );
    assert_eq!(bounds(&found.never.unwrap().count), (0.0, Some(71.0)));
    assert_eq!((found.leads.top_share, found.leads.reason.is_some()), (None, true));
}

#[test]
fn few_leads_are_told_with_what_is_not_known_of_the_others() {
    let view =
        changed("2015 funded: a, b\n 2015 funded: a, c\n 2015 funded: b, c\n 2015 funded: c, d", |record| {
            for (partnership, lead) in [("p1", "a"), ("p2", "a"), ("p3", "b")] {
                let is_it = |it: &&mut domain::partnership::Membership| {
                    it.partnership == id(partnership) && it.party == Party::Institution(id(lead))
                };
                record.memberships.iter_mut().find(is_it).unwrap().role = PartnershipRole::ProjectLeader;
            }
        });
    let leads = projects(&view).leads;
    // Of four, a leads two and b one; the fourth may be led by a or by another.
    assert_eq!(bounds(leads.top_share.as_ref().unwrap()), (0.5, Some(0.75)));
    assert_eq!(bounds(leads.herfindahl.as_ref().unwrap()), (6.0 / 16.0, Some(10.0 / 16.0)));
    let lines: Vec<_> = leads.leads.iter().map(|it| (it.institution, it.partnerships.len())).collect();
    assert_eq!(lines, [(at(&view, "a"), 2), (at(&view, "b"), 1)]);
}

/// A state in the life of a project partnership of the sketch.
fn state(partnership: &str, state: LifecycleState) -> LifecycleEvent {
    LifecycleEvent {
        key: id(&format!("life-{partnership}")),
        partnership: id::<Partnership>(partnership),
        state,
        date: EdtfDate::year(2015).unwrap(),
        note: None,
    }
}

#[test]
fn a_consortium_is_an_undertaking_by_its_applications_and_by_its_life() {
    let view = changed(
        "2015 funded: a, b\n 2015 submitted: c, d\n 2014 submitted: e, f\n 2014 submitted: g, h",
        |record| {
            record.applications.retain(|it| ["p1", "p2"].contains(&it.key.as_str()));
            record.claims.retain(|it| {
                !["application:p3", "application:p4"].contains(&it.subject.to_string().as_str())
            });
            record.lifecycle_events.push(state("p3", LifecycleState::Implementing));
            record.lifecycle_events.push(state("p4", LifecycleState::Proposed));
        },
    );
    let stages: Vec<_> = projects(&view).formed.iter().map(|it| it.stage).collect();
    assert_eq!(stages, [ProjectStage::Funded, ProjectStage::Submitted, ProjectStage::Funded]);
    let ties = Ties::new(&view, &TieRule::default()).unwrap();
    let level = |a: &str, b: &str| ties.between(at(&view, a), at(&view, b)).map(|it| it.level);
    assert_eq!(level("a", "b"), Some(TieLevel::L3));
    assert_eq!(level("c", "d"), Some(TieLevel::L2));
    assert_eq!(level("e", "f"), Some(TieLevel::L3), "its project runs, so it was funded");
    assert_eq!(level("g", "h"), None, "a proposal is no undertaking");
}
