//! Funding: outcomes of applications by groups, reconciled with what is told only as numbers, and money divided.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
mod record;

use std::sync::Arc;

use domain::call::{Application, Call, FundingAggregate, FundingOutcome};
use domain::date::{EdtfDate, Period};
use domain::record::{Noun, Record};
use graph::funding::{
    CountingRule, FundingDimension as By, FundingFigures, FundingRow, FundingTable, funding, shares,
};
use graph::{Interval, IntervalReasonCode, Network, NetworkView, View};
use proptest::prelude::*;
use record::lubuskie;
use testkit::sketch::{id, label, sketch};

fn bounds(interval: &Interval) -> (f64, Option<f64>) {
    (interval.lower, interval.upper)
}

fn rate(interval: Option<&Interval>) -> Option<(f64, f64)> {
    interval.map(|it| (it.lower, it.upper.unwrap()))
}

fn table(view: &NetworkView, by: &[By], counting: CountingRule) -> FundingTable {
    funding(view, by, counting).unwrap()
}

fn code(row: &FundingRow) -> String {
    row.keys.iter().map(|it| it.code.clone().unwrap_or("-".to_owned())).collect::<Vec<_>>().join("/")
}

/// The figures by the rule asked for.
fn asked<'a>(table: &FundingTable, row: &'a FundingRow) -> &'a FundingFigures {
    row.figures.iter().find(|it| it.counting == table.counting).unwrap()
}

/// A sketch, changed, with every new record claimed.
fn changed(text: &str, change: impl FnOnce(&mut Record)) -> NetworkView {
    let mut record = sketch(text);
    change(&mut record);
    let template = record.claims[0].clone();
    let applications: Vec<_> = record.applications.iter().map(Noun::reference).collect();
    let aggregates: Vec<_> = record.funding_aggregates.iter().map(Noun::reference).collect();
    for (number, subject) in applications.into_iter().chain(aggregates).enumerate() {
        if record.claims.iter().all(|it| it.subject != subject) {
            let key = id(&format!("further-{number}"));
            record.claims.push(domain::claim::Claim { key, subject, ..template.clone() });
        }
    }
    record.sort();
    NetworkView::new(Arc::new(Network::build(record).unwrap()), View::default())
}

fn aggregate(key: &str, calls: &[&str], year: i32, numbers: [Option<u32>; 4]) -> FundingAggregate {
    let [created, submitted, funded, rejected] = numbers;
    FundingAggregate {
        key: id(key),
        label_pl: label(key),
        label_en: None,
        calls: calls.iter().map(|it| id(it)).collect(),
        created,
        submitted,
        funded,
        rejected,
        by: None,
        as_of: EdtfDate::year(year).unwrap(),
    }
}

#[test]
fn q62_four_created_three_funded_and_nothing_by_call() {
    let period = Period::year(2016).unwrap();
    let view = NetworkView::new(lubuskie(), View { period, ..View::default() });
    let years = table(&view, &[By::Year], CountingRule::Full);
    assert_eq!(years.rows.iter().map(code).collect::<Vec<_>>(), ["2016"]);
    let figures = asked(&years, &years.rows[0]);
    assert_eq!((bounds(&figures.created), bounds(&figures.funded)), ((4.0, Some(4.0)), (3.0, Some(3.0))));
    assert_eq!(bounds(&figures.submitted), (3.0, Some(4.0)));
    assert_eq!(bounds(&figures.not_stated), (1.0, Some(1.0)));
    assert_eq!(rate(figures.success_rate.as_ref()), Some((0.75, 1.0)));
    assert_eq!(rate(figures.funded_per_created.as_ref()), Some((0.75, 0.75)));
    let reasons = &figures.success_rate.as_ref().unwrap().reasons;
    assert_eq!(reasons[0].code, IntervalReasonCode::SubmissionsNotStated);
    assert!(!reasons[0].claims.is_empty());
    assert_eq!(bounds(&figures.amounts_not_recorded), (3.0, Some(3.0)));
    let calls = table(&view, &[By::Call], CountingRule::Full);
    assert_eq!(calls.rows.iter().map(code).collect::<Vec<_>>(), ["7.4", "7.5", "7.4 + 7.5"]);
    for row in &calls.rows[..2] {
        let figures = asked(&calls, row);
        assert_eq!((figures.success_rate.as_ref(), bounds(&figures.created)), (None, (0.0, Some(4.0))));
        assert_eq!(figures.funded_per_created, None);
        assert!(figures.rate_reason.as_ref().unwrap().contains("together"));
        assert_eq!(figures.created.reasons[0].code, IntervalReasonCode::ToldTogether);
    }
    assert!(calls.rows[2].is_together);
    assert_eq!(rate(asked(&calls, &calls.rows[2]).success_rate.as_ref()), Some((0.75, 1.0)));
    assert_eq!(rate(asked(&calls, &calls.total).success_rate.as_ref()), Some((0.75, 1.0)));
    assert_eq!(calls.otherwise.len(), 1, "grants to entities are not won in a call");
    let programmes = table(&view, &[By::Programme], CountingRule::Full);
    assert_eq!(programmes.rows.iter().map(code).collect::<Vec<_>>(), ["-"], "the programme is not recorded");
}

#[test]
fn rates_take_in_every_reading_of_outcomes_that_are_not_stated() {
    let view =
        common::whole("2015 funded: a, b\n 2015 funded: a, c\n 2015 submitted: b, c\n 2015 submitted: c, d");
    let table = table(&view, &[By::Year], CountingRule::Full);
    let figures = asked(&table, &table.total);
    assert_eq!((bounds(&figures.submitted), bounds(&figures.funded)), ((4.0, Some(4.0)), (2.0, Some(4.0))));
    assert_eq!(bounds(&figures.rejected), (0.0, Some(2.0)));
    assert_eq!(rate(figures.success_rate.as_ref()), Some((0.5, 1.0)));
    let none = common::whole("a is OPS");
    let none = funding(&none, &[], CountingRule::Full).unwrap();
    assert_eq!((none.rows.len(), none.total.figures[0].success_rate.as_ref()), (0, None));
    assert!(none.total.figures[0].rate_reason.is_some());
}

#[test]
fn what_may_lie_in_the_window_widens_and_what_is_undated_is_told() {
    let text = "2015 funded: a, b\n 2015-11/2016-02 funded: a, c\n XXXX funded: a, d";
    let view = common::year(text, 2015, domain::claim::EvidenceBasis::Stated);
    let table = table(&view, &[], CountingRule::Full);
    let figures = &table.total.figures[0];
    assert_eq!((bounds(&figures.submitted), bounds(&figures.funded)), ((1.0, Some(2.0)), (1.0, Some(2.0))));
    assert_eq!(rate(figures.success_rate.as_ref()), Some((1.0, 1.0)), "each reading has only funded ones");
    assert_eq!(rate(figures.funded_per_created.as_ref()), Some((1.0, 1.0)));
    assert!(table.receipt.excluded.iter().any(|it| it.message.contains("closing of the call")));
}

#[test]
fn an_aggregate_counts_what_is_listed_of_it_once() {
    let text = "2016 funded: a, b\n 2016 submitted: c, d";
    let told = |numbers| {
        let view =
            changed(text, |it| it.funding_aggregates.push(aggregate("told", &["call"], 2016, numbers)));
        table(&view, &[By::Call], CountingRule::Full)
    };
    let more = told([Some(5), Some(4), Some(2), Some(1)]);
    let figures = asked(&more, &more.total);
    assert_eq!((bounds(&figures.created), bounds(&figures.submitted)), ((5.0, Some(5.0)), (4.0, Some(4.0))));
    assert_eq!((bounds(&figures.funded), bounds(&figures.rejected)), ((2.0, Some(2.0)), (1.0, Some(1.0))));
    assert_eq!((figures.submitted.declared, figures.submitted.enumerated), (Some(4.0), Some(2.0)));
    assert_eq!(rate(figures.success_rate.as_ref()), Some((0.5, 0.5)));
    assert_eq!(bounds(&figures.reserve), (0.0, Some(1.0)), "one of the four has another outcome");
    let fewer = told([Some(1), Some(1), Some(1), None]);
    let figures = asked(&fewer, &fewer.total);
    assert_eq!(bounds(&figures.submitted), (1.0, Some(2.0)));
    assert!(
        figures.submitted.reasons.iter().any(|it| it.code == IntervalReasonCode::DeclaredLessThanEnumerated)
    );
    assert!(
        fewer.receipt.warnings.iter().any(|it| it.contains("discrepancy")),
        "{:?}",
        fewer.receipt.warnings
    );
}

#[test]
fn aggregates_within_a_wider_one_are_not_added_to_it() {
    let call = |key: &str, number: &str| Call { key: id(key), number: label(number), ..blank_call() };
    let view = changed("2016 funded: a, b", |it| {
        it.calls.push(call("other", "7.5"));
        it.funding_aggregates.push(aggregate(
            "all",
            &["call", "other"],
            2016,
            [None, Some(10), Some(4), None],
        ));
        it.funding_aggregates.push(aggregate("part", &["call"], 2016, [None, Some(6), Some(3), None]));
        it.funding_aggregates.push(aggregate("before", &["call"], 2015, [None, Some(2), Some(1), None]));
    });
    let table = table(&view, &[By::Year], CountingRule::Full);
    assert_eq!(bounds(&asked(&table, &table.total).submitted), (12.0, Some(12.0)));
    assert_eq!(rate(asked(&table, &table.total).success_rate.as_ref()), Some((5.0 / 12.0, 5.0 / 12.0)));
    assert_eq!(table.rows.iter().map(code).collect::<Vec<_>>(), ["2015", "2016"]);
    assert_eq!(bounds(&asked(&table, &table.rows[1]).funded), (4.0, Some(4.0)));
    assert_eq!(table.receipt.warnings, [] as [&str; 0]);
}

fn blank_call() -> Call {
    Call {
        key: id("blank"),
        number: label("0"),
        edition: None,
        programme: None,
        title: None,
        as_of: EdtfDate::UNKNOWN,
        opened: EdtfDate::UNKNOWN,
        closed: EdtfDate::UNKNOWN,
    }
}

/// Three project partnerships with money: 100.00 among three, 50.00 among two, and one rejected.
fn with_money() -> NetworkView {
    let text = "a is OPS, g1\n b is PUP, g2\n c is OPS, g1\n 2016 funded: a, b, c\n 2016 funded: a, b\n 2016 submitted: b, c";
    changed(text, |record| {
        for (at, minor) in [10_000, 5_000].into_iter().enumerate() {
            let application: &mut Application = &mut record.applications[at];
            (application.amount_minor, application.currency) = (Some(minor), Some(label("PLN")));
        }
        record.applications[2].outcome = FundingOutcome::Rejected;
        let lead = record
            .memberships
            .iter_mut()
            .find(|it| it.partnership == id("p1") && it.party.to_string() == "institution:b");
        lead.unwrap().role = domain::partnership::PartnershipRole::ProjectLeader;
    })
}

#[test]
fn the_counting_rule_says_how_parties_share() {
    let view = with_money();
    let lines = |counting: CountingRule| -> Vec<String> {
        let table = table(&view, &[By::Institution], counting);
        let line = |row: &FundingRow| {
            let it = asked(&table, row);
            let minor: i128 = it.amounts.iter().map(|it| it.minor).sum();
            format!("{} {:.3} {:.3} {minor}", code(row), it.submitted.lower, it.funded.lower)
        };
        table.rows.iter().chain([&table.total]).map(line).collect()
    };
    assert_eq!(
        lines(CountingRule::Full),
        ["a 2.000 2.000 15000", "b 3.000 2.000 15000", "c 2.000 1.000 10000", " 3.000 2.000 15000"]
    );
    // 100.00 among three: 33.34, 33.33, 33.33; 50.00 among two: 25.00 each.
    assert_eq!(
        lines(CountingRule::Fractional),
        ["a 0.833 0.833 5834", "b 1.333 0.833 5833", "c 0.833 0.333 3333", " 3.000 2.000 15000"]
    );
    assert_eq!(
        lines(CountingRule::LeadOnly),
        ["b 1.000 1.000 10000", "- 2.000 1.000 5000", " 3.000 2.000 15000"]
    );
    let full = table(&view, &[By::Institution], CountingRule::Full);
    assert_eq!(full.rows[0].figures.len(), 3, "the other rules are there too");
    assert_eq!(full.rows[0].figures[1].amounts[0].minor, 5_834);
}

#[test]
fn declared_members_that_are_not_named_have_their_part() {
    let view = changed("2016 funded: a, b", |record| {
        (record.applications[0].amount_minor, record.applications[0].currency) =
            (Some(1_001), Some(label("EUR")));
        record.indicators.push(domain::indicator::Indicator {
            key: id("members"),
            label_pl: label("members"),
            label_en: None,
            value: 4.0,
            unit: label("INSTITUTION"),
            as_of: EdtfDate::UNKNOWN,
            nature: domain::indicator::IndicatorNature::Declared,
            of: Some(id::<domain::partnership::Partnership>("p1").reference()),
            collection: Some(domain::indicator::Collection::Members),
            note: None,
        });
        let claim = record.claims[0].clone();
        let subject = record.indicators[0].reference();
        record.claims.push(domain::claim::Claim { key: id("claim-of-members"), subject, ..claim });
    });
    let table = table(&view, &[By::Institution], CountingRule::Fractional);
    let lines: Vec<_> = table.rows.iter().map(|it| (code(it), asked(&table, it).amounts[0].minor)).collect();
    assert_eq!(lines, [("a".to_owned(), 251), ("b".to_owned(), 250), ("-".to_owned(), 500)]);
}

#[test]
fn wrong_groups_are_refused() {
    let view = common::whole("a is OPS");
    let twice = funding(&view, &[By::Call, By::Call], CountingRule::Full).unwrap_err();
    assert_eq!(twice.to_string(), "`groupBy` names a dimension twice");
    let many = [By::Call, By::Year, By::Programme, By::Sector, By::Powiat];
    assert!(funding(&view, &many, CountingRule::Full).unwrap_err().to_string().contains("four"));
}

proptest! {
    #[test]
    fn shares_add_up_and_differ_by_one_at_most(amount in 0i64..i64::MAX, n in 1u32..2_000) {
        let parts = shares(amount, n);
        prop_assert_eq!(parts.iter().map(|it| i128::from(*it)).sum::<i128>(), i128::from(amount));
        prop_assert!(parts.iter().max().unwrap() - parts.iter().min().unwrap() <= 1);
        prop_assert!(parts.is_sorted_by(|a, b| a >= b));
    }
}
