//! The annual report: the figures of the Secretariat's report for 2015, written out by hand, on the files that ship; a
//! year of which nothing is recorded; what has changed; generated networks by brute force.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod record;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::claim::EvidenceBasis;
use domain::date::Period;
use domain::id::Id;
use domain::meeting::MeetingStatus;
use domain::partnership::Partnership;
use domain::record::Record;
use generator::{Parameters, Plan, Size};
use graph::annual_report::{
    AnnualReport, ChangeKind, FactCode, FactValue, FigureState, SectionKind, annual_report, changes,
};
use graph::refusal::Refusal;
use graph::{Network, NetworkView, View};
use record::lubuskie;

use FigureState::{Bounded, DeclaredOnly, Discrepancy, ListedOnly, NotRecorded, PartlyListed, Settled};

fn pnres() -> Id<Partnership> {
    Id::new("pnres").unwrap()
}

fn view(network: &Arc<Network>, basis: EvidenceBasis) -> NetworkView {
    NetworkView::new(Arc::clone(network), View { basis, ..View::default() })
}

fn report(network: &Arc<Network>, year: i32) -> AnnualReport {
    annual_report(&view(network, EvidenceBasis::Stated), &pnres(), year).unwrap()
}

/// What the sources declare and what they let one list, counted by hand: code, declared, listed, state, rows.
type Expected = (&'static str, Option<f64>, Option<f64>, FigureState, usize);

const OF_2015: &[Expected] = &[
    // 71 signed; one of them is named as a signatory.
    ("agreement.signatories", Some(71.0), Some(1.0), PartlyListed, 1),
    // No day of signing is recorded.
    ("agreement.joined", None, None, NotRecorded, 0),
    // The planned incubator is within it; four thematic partnerships are within the Pact, one of them named.
    ("agreement.child-partnerships", None, Some(1.0), ListedOnly, 1),
    ("agreement.sibling-partnerships", Some(4.0), Some(1.0), PartlyListed, 1),
    // One meeting on 14 May with 60 representatives, none of them named; two institutions are.
    ("plenary.meetings", None, Some(1.0), ListedOnly, 1),
    ("plenary.participants", Some(60.0), Some(0.0), DeclaredOnly, 0),
    ("meeting:signatories-2015-05-14.participants", Some(60.0), Some(0.0), DeclaredOnly, 0),
    ("meeting:signatories-2015-05-14.institutions", None, Some(2.0), ListedOnly, 2),
    // Four meetings of the Council with 60 attendances; one is listed, with four people.
    ("body:rada-programowa.meetings", Some(4.0), Some(1.0), PartlyListed, 1),
    ("body:rada-programowa.participants", Some(60.0), Some(4.0), PartlyListed, 4),
    // How many members the Council has is not recorded; of one, the chair, it is stated that she sits on it.
    ("body:rada-programowa.members", None, Some(1.0), ListedOnly, 1),
    // RKRES 4, OWES 3, the research team 5: none is listed.
    ("cooperation.meetings", Some(12.0), Some(0.0), DeclaredOnly, 0),
    ("meeting-series:rkres-2015.meetings", Some(4.0), Some(0.0), DeclaredOnly, 0),
    ("meeting-series:owes-2015.meetings", Some(3.0), Some(0.0), DeclaredOnly, 0),
    ("meeting-series:research-2015.meetings", Some(5.0), Some(0.0), DeclaredOnly, 0),
    ("meeting-series:rkres-2015.participants", None, None, NotRecorded, 0),
    ("resolution:res-lpres-2015.proposals", Some(5.0), Some(0.0), DeclaredOnly, 0),
    ("events.workshop.meetings", None, Some(1.0), ListedOnly, 1),
    ("events.conference.meetings", None, Some(1.0), ListedOnly, 1),
    // 23 visits with 80 people; 19 places are listed.
    ("visits.meetings", Some(23.0), Some(19.0), PartlyListed, 19),
    ("visits.participants", Some(80.0), Some(0.0), DeclaredOnly, 0),
    ("visits.institutions", None, Some(19.0), Bounded, 19),
    // Five of the report, one in cooperation with ROPS, five of the meeting of 6 February.
    ("resolutions.adopted", None, Some(11.0), ListedOnly, 11),
    ("resolutions.actions", None, Some(4.0), ListedOnly, 4),
    ("resolutions.actions-done", None, Some(0.0), Bounded, 0),
    ("resolutions.actions-not-stated", None, Some(4.0), Settled, 4),
    ("resolutions.actions-overdue", None, Some(4.0), Settled, 4),
    ("resolutions.actions-inferred", None, Some(1.0), Settled, 1),
    ("projects.created", None, None, NotRecorded, 0),
    ("projects.applications", None, None, NotRecorded, 0),
    ("projects.funded", None, None, NotRecorded, 0),
];

#[test]
fn the_figures_of_2015_are_those_of_the_source() {
    let report = report(&lubuskie(), 2015);
    let mut wrong = Vec::new();
    for (code, declared, listed, state, rows) in OF_2015 {
        let Some(it) = report.figure(code) else {
            wrong.push(format!("{code} is missing"));
            continue;
        };
        let found = (it.declared(), it.enumerated(), it.state, it.rows.len());
        if found != (*declared, *listed, *state, *rows) {
            wrong.push(format!("{code}: {found:?}"));
        }
        if (it.state == NotRecorded) != it.value.is_none() {
            wrong.push(format!("{code}: a value where nothing is recorded, or none where something is"));
        }
        if it.value.is_some() && it.claims.is_empty() && it.enumerated() != Some(0.0) {
            wrong.push(format!("{code} has no evidence"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn numbers_that_the_record_does_not_settle_are_intervals() {
    let report = report(&lubuskie(), 2015);
    let bounds = |code: &str| {
        let value = report.figure(code).unwrap().value.clone().unwrap();
        (value.lower, value.upper)
    };
    assert_eq!(bounds("agreement.signatories"), (71.0, Some(71.0)));
    assert_eq!(bounds("plenary.meetings"), (1.0, None), "no source says that there was but one");
    assert_eq!(bounds("visits.institutions"), (19.0, Some(23.0)), "four visits are declared and not listed");
    assert_eq!(bounds("resolutions.actions-done"), (0.0, Some(4.0)));
    assert_eq!(bounds("resolutions.follow-up-rate"), (0.0, Some(1.0)));
}

#[test]
fn the_sections_are_those_of_the_source() {
    let report = report(&lubuskie(), 2015);
    let kinds: Vec<_> = report.sections.iter().map(|it| it.kind).collect();
    use SectionKind::{
        Agreement, Body, Cooperation, Events, Plenary, ProjectPartnerships, Resolutions, Visits,
    };
    assert_eq!(
        kinds,
        [Agreement, Plenary, Body, Cooperation, Events, Visits, Resolutions, ProjectPartnerships]
    );
    let visits = report.sections.iter().find(|it| it.kind == Visits).unwrap();
    let hosts: Vec<_> = visits.entries.iter().map(|it| it.about.to_string()).collect();
    assert_eq!(hosts.len(), 19);
    assert_eq!(hosts[0], "institution:arr-zielona-gora", "by name in Polish order");
    assert_eq!(hosts[18], "institution:wsb-gorzow");
    let plenary = report.sections.iter().find(|it| it.kind == Plenary).unwrap();
    let fact = |code| plenary.entries[0].facts.iter().find(|it| it.code == code).unwrap();
    let FactValue::Record { record, .. } = &fact(FactCode::Hosts).values[0] else {
        panic!("a host is a record")
    };
    assert_eq!(record.to_string(), "institution:lwk-ohp");
    assert!(fact(FactCode::Organisers).values.is_empty(), "who organised it is not recorded");
    assert_eq!(fact(FactCode::Topics).values.len(), 10);
    let text = format!("{report:?}");
    for name in ["Rafalska", "Polak", "Klimanowska", "Tybiszewska", "Kumor"] {
        assert!(!text.contains(name), "people are never named");
    }
}

#[test]
fn inferred_signatories_count_on_the_wider_basis() {
    let report = annual_report(&view(&lubuskie(), EvidenceBasis::StatedAndInferred), &pnres(), 2015).unwrap();
    let signatories = report.figure("agreement.signatories").unwrap();
    assert_eq!((signatories.enumerated(), signatories.unattributed()), (Some(4.0), Some(67.0)));
}

#[test]
fn a_year_of_which_nothing_is_recorded_says_so() {
    let report = report(&lubuskie(), 2012);
    for code in [
        "plenary.meetings",
        "plenary.participants",
        "visits.meetings",
        "visits.participants",
        "visits.institutions",
        "events.meetings",
        "cooperation.meetings",
        "resolutions.adopted",
        "resolutions.actions",
        "resolutions.actions-done",
        "resolutions.follow-up-rate",
        "projects.funded",
        "agreement.signatories",
        "body:rada-programowa.meetings",
    ] {
        let it = report.figure(code).unwrap_or_else(|| panic!("{code} is missing"));
        // A membership without a beginning has begun, so the signatory of 2015 is one in 2012, too.
        if code == "agreement.signatories" {
            assert_eq!((it.state, it.declared()), (ListedOnly, None));
        } else {
            assert_eq!((it.state, it.value.is_none()), (NotRecorded, true), "{code}");
        }
    }
}

#[test]
fn project_partnerships_of_others_are_shown_and_not_counted() {
    let report = report(&lubuskie(), 2016);
    assert_eq!(report.figure("projects.funded").unwrap().state, NotRecorded);
    let created = report.figure("funding-aggregate:project-partnerships-2016.created").unwrap();
    let funded = report.figure("funding-aggregate:project-partnerships-2016.funded").unwrap();
    assert_eq!((created.declared(), funded.declared()), (Some(4.0), Some(3.0)));
    assert_eq!(report.figure("plenary.meetings").unwrap().state, NotRecorded, "not recorded is not none");
}

#[test]
fn the_window_and_scope_of_the_view_make_no_difference() {
    let network = lubuskie();
    let narrow = View { period: Period::year(2015).unwrap(), ..View::default() };
    let narrow = annual_report(&NetworkView::new(Arc::clone(&network), narrow), &pnres(), 2015).unwrap();
    assert_eq!(narrow, report(&network, 2015));
}

#[test]
fn bad_questions_are_refused() {
    let view = view(&lubuskie(), EvidenceBasis::Stated);
    let refused = |partnership: &str, year| match annual_report(&view, &Id::new(partnership).unwrap(), year)
        .unwrap_err()
    {
        Refusal::Parameter { name, .. } => name,
        other => panic!("{other}"),
    };
    assert_eq!(refused("no-such-one", 2015), "partnership");
    assert_eq!(refused("pnres", 0), "year");
    assert_eq!(refused("pnres", 10_000), "year");
}

fn edited(edit: impl FnOnce(&mut Record)) -> Arc<Network> {
    let mut record = lubuskie().record().clone();
    edit(&mut record);
    Arc::new(Network::build(record).unwrap())
}

#[test]
fn what_has_changed_is_told_figure_by_figure() {
    let old = lubuskie();
    assert!(changes((&report(&old, 2015), &old), (&report(&old, 2015), &old)).is_empty());
    let new = edited(|record| {
        record.meetings.retain(|it| it.key.as_str() != "consultation-2015-19");
        record
            .participations
            .retain(|it| it.meeting.as_ref().is_none_or(|it| it.as_str() != "consultation-2015-19"));
        for it in record.meetings.iter_mut().filter(|it| it.key.as_str() == "workshop-2015") {
            it.title = Some("Inny tytuł".parse().unwrap());
        }
        for it in record.indicators.iter_mut().filter(|it| it.key.as_str() == "ind-signatories") {
            it.value = 72.0;
        }
    });
    let found = changes((&report(&old, 2015), &old), (&report(&new, 2015), &new));
    let figure =
        |code: &str| found.figures.iter().find(|it| it.code == code).unwrap_or_else(|| panic!("{code}"));
    let visits = figure("visits.meetings");
    assert_eq!(visits.kind, ChangeKind::Changed);
    assert_eq!(
        visits.rows_removed.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["meeting:consultation-2015-19"]
    );
    assert_eq!(visits.after.as_ref().unwrap().unattributed(), Some(5.0));
    let signatories = figure("agreement.signatories");
    assert_eq!(signatories.before.as_ref().unwrap().declared(), Some(71.0));
    assert_eq!(signatories.after.as_ref().unwrap().declared(), Some(72.0));
    let workshops = figure("events.workshop.meetings");
    assert_eq!((workshops.kind, workshops.rows_changed.len()), (ChangeKind::Changed, 1), "the row says more");
    assert_eq!(figure("visits.institution:pup-strzelce-krajenskie.meetings").kind, ChangeKind::Removed);
    assert!(found.figures.iter().all(|it| !it.code.starts_with("body:")), "the Council's figures stay");
    let title = found.facts.iter().find(|it| it.about.to_string() == "meeting:workshop-2015").unwrap();
    assert_eq!(title.after.as_ref().map(|it| it.code), Some(FactCode::Title));
    let back = changes((&report(&new, 2015), &new), (&report(&old, 2015), &old));
    assert_eq!(back.figures.len(), found.figures.len());
}

#[test]
fn more_listed_than_declared_is_a_discrepancy() {
    let network = edited(|record| {
        for it in record.indicators.iter_mut().filter(|it| it.key.as_str() == "ind-consult-meetings") {
            it.value = 18.0;
        }
    });
    let report = report(&network, 2015);
    let visits = report.figure("visits.meetings").unwrap();
    assert_eq!((visits.state, visits.declared(), visits.enumerated()), (Discrepancy, Some(18.0), Some(19.0)));
}

#[test]
fn generated_networks_agree_with_brute_force() {
    for seed in [1, 7] {
        let record = Plan::draw(Parameters::of(Size::S, seed)).unwrap().record().unwrap();
        let network = Arc::new(Network::build(record).unwrap());
        let years: BTreeSet<i32> = [2015, 2019].into();
        let partnerships: Vec<_> = network.record().partnerships.iter().map(|it| it.key.clone()).collect();
        for partnership in partnerships.iter().filter(|it| it.as_str().starts_with("partnership-")) {
            for year in &years {
                compare(&network, partnership, *year);
            }
        }
    }
}

/// Counts the year anew from the rows of the record.
fn compare(network: &Arc<Network>, partnership: &Id<Partnership>, year: i32) {
    let report = annual_report(&view(network, EvidenceBasis::StatedAndInferred), partnership, year).unwrap();
    let period = Period::year(year).unwrap();
    let record = network.record();
    let held = |kind: &str| {
        let own =
            record.meetings.iter().filter(|it| it.kind.as_str() == kind && it.status == MeetingStatus::Held);
        own.filter(|it| it.partnership.as_ref() == Some(partnership)).collect::<Vec<_>>()
    };
    let certain = |kind: &str| held(kind).into_iter().filter(|it| it.date.certainly_in(&period)).count();
    let listed = |code: &str| report.figure(code).unwrap().enumerated().unwrap_or(0.0) as usize;
    assert_eq!(listed("plenary.meetings"), certain("signatories-plenary"), "{partnership} {year}");
    let council = record.bodies.iter().find(|it| it.partnership.as_ref() == Some(partnership)).unwrap();
    assert_eq!(listed(&format!("body:{}.meetings", council.key)), certain("council"));
    // Visits are those of the series of the year, whatever their own dates, as the series is dated.
    let series: Vec<_> = record
        .meeting_series
        .iter()
        .filter(|it| it.partnership.as_ref() == Some(partnership) && it.date.certainly_in(&period))
        .collect();
    let visits: Vec<_> = held("info-consultation")
        .into_iter()
        .filter(|it| it.series.as_ref().is_some_and(|it| series.iter().any(|series| series.key == *it)))
        .collect();
    assert_eq!(listed("visits.meetings"), visits.len());
    let hosts: BTreeSet<_> = record
        .participations
        .iter()
        .filter(|it| it.role.as_str() == "HOST")
        .filter(|it| visits.iter().any(|visit| it.meeting.as_ref() == Some(&visit.key)))
        .map(|it| it.party.to_string())
        .collect();
    assert_eq!(listed("visits.institutions"), hosts.len());
    let declared: f64 = record
        .indicators
        .iter()
        .filter(|it| it.unit.as_str() == "MEETING")
        .filter(|it| {
            series.iter().any(|series| it.of.as_ref().is_some_and(|it| *it.key == *series.key.as_str()))
        })
        .map(|it| it.value)
        .sum();
    assert_eq!(
        report.figure("visits.meetings").unwrap().declared(),
        (!series.is_empty()).then_some(declared)
    );
    let resolutions = record.resolutions.iter().filter(|it| it.date.certainly_in(&period)).filter(|it| {
        let meeting = record.meetings.iter().find(|meeting| it.meeting.as_ref() == Some(&meeting.key));
        meeting.is_some_and(|it| it.partnership.as_ref() == Some(partnership))
    });
    assert_eq!(listed("resolutions.adopted"), resolutions.count());
    for figure in report.figures() {
        let value = figure.value.as_ref();
        assert_eq!(value.is_none(), figure.state == NotRecorded, "{}", figure.code);
        assert!(
            value.is_none_or(|it| it.lower.is_finite() && it.upper.is_none_or(|upper| upper >= it.lower))
        );
        let rows: BTreeSet<_> = figure.rows.iter().collect();
        assert_eq!(rows.len(), figure.rows.len(), "{}", figure.code);
    }
    let codes: BTreeSet<_> = report.figures().map(|it| &it.code).collect();
    assert_eq!(codes.len(), report.figures().count(), "every figure has a code of its own");
}
