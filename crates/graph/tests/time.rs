//! Periods, series and evolution on small networks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use common::{names, view, whole};
use domain::date::Period;
use graph::NetworkView;
use graph::cluster::ClusterRule;
use graph::evolution::{Evolution, EvolutionRule, Pair};
use graph::refusal::{NotDefinedReason, Refusal};
use graph::series::{Series, SeriesRule};
use graph::step::{PeriodStep, StepUnit};
use graph::structure::components;
use graph::tie::{TieRule, Ties};
use graph::view::View;
use measures::Interrupt;
use measures::catalogue::Measure;
use measures::community::evolution::EvolutionKind;
use measures::run::RunParameters;
use proptest::prelude::*;

fn periods(view: &NetworkView, step: PeriodStep) -> Vec<String> {
    step.periods(view).unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn time_is_cut_by_the_calendar_or_rolls() {
    let view = whole("2014-11-20 working: a, b\n 2016-02-10 working: a, b\n XXXX working: a, c");
    assert_eq!(
        periods(&view, PeriodStep::YEAR),
        ["2014-11-20/2014-12-31", "2015-01-01/2015-12-31", "2016-01-01/2016-02-10"]
    );
    assert_eq!(periods(&view, PeriodStep::QUARTER).len(), 6);
    let rolling = PeriodStep { unit: StepUnit::Rolling, months: 12, every: 3 };
    assert_eq!(periods(&view, rolling), ["2014-11-20/2015-11-19", "2015-02-20/2016-02-10"][..1]);
    let short = PeriodStep { unit: StepUnit::Rolling, months: 60, every: 3 };
    assert_eq!(periods(&view, short), ["2014-11-20/2016-02-10"], "the range is the one period");
}

#[test]
fn a_range_without_dates_or_with_too_many_periods_is_refused() {
    let none = whole("a is PUP");
    assert_eq!(PeriodStep::YEAR.periods(&none), Err(Refusal::NotDefined(NotDefinedReason::NoDatedMeeting)));
    let period =
        Period::new(NaiveDate::from_ymd_opt(1, 1, 1), NaiveDate::from_ymd_opt(9999, 12, 31)).unwrap();
    let long = view("", View { period, ..View::default() });
    assert!(matches!(PeriodStep::QUARTER.periods(&long), Err(Refusal::TooLarge { what: "periods", .. })));
    let zero = PeriodStep { every: 0, ..PeriodStep::YEAR };
    assert!(matches!(zero.periods(&long), Err(Refusal::Parameter { name: "step", .. })));
}

fn evolution(view: &NetworkView) -> Evolution {
    let clusters = ClusterRule { ties: TieRule::default(), ..ClusterRule::default() };
    Evolution::new(view, &EvolutionRule { clusters, ..EvolutionRule::yearly() }, &Interrupt::new()).unwrap()
}

#[test]
fn ties_come_and_go() {
    let view = whole(
        "2014-01-01 working: a, b\n 2014-02-01 working: b, c\n 2015-03-01 working: a, b\n 2016-01-01 working: b, c
         2017-01-01 working: a, d\n 2014/2015 working: a, e",
    );
    let found = evolution(&view);
    let line = |it: &graph::evolution::NetworkPeriod| {
        let show = |list: &[Pair]| {
            list.iter().map(|it| names(&view, &[it.0, it.1]).join("")).collect::<Vec<_>>().join(" ")
        };
        let it = &it.changes;
        [&it.kept, &it.gained, &it.resumed, &it.lost, &it.dormant].map(|it| show(it)).join("|")
    };
    let lines: Vec<_> = found.periods.iter().map(line).collect();
    assert_eq!(lines, ["|ab bc|||", "ab|||bc|", "||bc|ab|", "|ad||bc|ab"]);
    let undecided: Vec<_> = found.periods.iter().map(|it| it.undecided_meetings).collect();
    assert_eq!(undecided, [1, 1, 0, 0], "known by a range of two years, so in neither for certain");
}

#[test]
fn clusters_go_on_split_and_dissolve() {
    let view = whole(
        "2014-01-01 working: a, b, c, d, e, f\n 2015-01-01 working: a, b, c\n 2015-01-02 working: d, e, f
         2016-01-01 working: a, b, c\n 2019-01-01 working: x, y",
    );
    let found = evolution(&view);
    let kinds: Vec<Vec<_>> =
        found.periods.iter().map(|it| it.events.iter().map(|it| it.kind).collect()).collect();
    assert_eq!(kinds[0], [EvolutionKind::Birth]);
    assert!(kinds[1].contains(&EvolutionKind::Split), "{kinds:?}");
    assert!(kinds[2].contains(&EvolutionKind::Continuation) && kinds[2].contains(&EvolutionKind::Dormancy));
    assert!(kinds.iter().flatten().any(|it| *it == EvolutionKind::Dissolution));
    let first = found.periods[0].clusters[0].identity;
    assert_eq!(first, 1);
    assert!(found.periods[1].clusters.iter().any(|it| it.identity == first), "it goes on as one of the two");
}

#[test]
fn a_series_is_the_structure_of_each_period() {
    let view = whole("2014-01-01 working: a, b, c\n 2015-01-01 working: a, b\n 2016-05-05 seminar: d");
    let rule = SeriesRule {
        step: PeriodStep::YEAR,
        measures: vec![Measure::Density, Measure::Components, Measure::Transitivity],
        ties: TieRule::default(),
        by: None,
        parameters: RunParameters::default(),
    };
    let found = Series::new(&view, &rule, u64::MAX, &Interrupt::new()).unwrap();
    let values: Vec<Vec<_>> =
        found.periods.iter().map(|it| it.values.iter().map(|it| it.value).collect()).collect();
    assert_eq!(values[0], [Some(1.0), Some(1.0), Some(1.0)]);
    assert_eq!(values[1], [Some(1.0), Some(1.0), None]);
    assert_eq!(values[2], [None, Some(1.0), None], "one institution, alone");
    let more = SeriesRule {
        measures: vec![Measure::Bridges, Measure::Diameter, Measure::ArticulationPoints],
        parameters: RunParameters {
            semantics: Some(measures::WeightSemantics::None),
            ..rule.parameters.clone()
        },
        ..rule.clone()
    };
    let sets = Series::new(&view, &more, u64::MAX, &Interrupt::new()).unwrap();
    let values: Vec<_> = sets.periods[1].values.iter().map(|it| (it.value, it.standard_error)).collect();
    assert_eq!(values, [(Some(1.0), Some(0.0)), (Some(1.0), Some(0.0)), (Some(0.0), Some(0.0))]);
    assert_eq!(sets.periods[2].values[1].value, None);
    let of_one = SeriesRule { measures: vec![Measure::Degree], ..rule.clone() };
    assert!(matches!(
        Series::new(&view, &of_one, u64::MAX, &Interrupt::new()),
        Err(Refusal::Parameter { .. })
    ));
    assert!(matches!(Series::new(&view, &rule, 2, &Interrupt::new()), Err(Refusal::TooLarge { .. })));
    let stopped = Interrupt::new();
    stopped.stop();
    assert_eq!(Series::new(&view, &rule, u64::MAX, &stopped), Err(Refusal::Interrupted));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_states_of_a_period_close(
        meetings in prop::collection::vec((2010_i32..2016, 0_u8..6, 0_u8..6), 1..25),
    ) {
        let line = |(year, a, b): &(i32, u8, u8)| format!("{year}-06-01 working: i{a}, i{b}\n");
        let view = whole(&meetings.iter().map(line).collect::<String>());
        let mut seen: BTreeSet<Pair> = BTreeSet::new();
        for it in &evolution(&view).periods {
            let part = NetworkView::new(
                std::sync::Arc::clone(view.network()),
                View { period: it.period, ..View::default() },
            );
            let ties = Ties::new(&part, &TieRule::default()).unwrap();
            let now: BTreeSet<Pair> = ties.ties().iter().map(|it| (it.a, it.b)).collect();
            let change = &it.changes;
            let tied: Vec<_> = [&change.kept, &change.gained, &change.resumed].into_iter().flatten().copied().collect();
            prop_assert_eq!(tied.len(), now.len());
            prop_assert_eq!(&tied.into_iter().collect::<BTreeSet<_>>(), &now);
            seen.extend(&now);
            let away = change.lost.len() + change.dormant.len();
            prop_assert_eq!(now.len() + away, seen.len(), "all pairs tied so far are in exactly one state");
            prop_assert_eq!(it.ties, now.len());
            prop_assert!(components(&ties).len() <= ties.nodes().len());
        }
    }
}
