//! Tests of dates, periods and validity: each form by example, the rules by property.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{DateError, DatePrecision, EdtfDate, Period, Validity};

fn date(text: &str) -> EdtfDate {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(start: &str, end: &str) -> Period {
    let read = |it: &str| (it != "..").then(|| day(it));
    Period::new(read(start), read(end)).unwrap()
}

#[track_caller]
fn check(text: &str, bounds: (Option<&str>, Option<&str>), precision: DatePrecision) {
    let it = date(text);
    assert_eq!(it.bounds(), (bounds.0.map(day), bounds.1.map(day)), "{text}");
    assert_eq!(it.precision(), precision, "{text}");
    assert_eq!(it.to_string(), if text.is_empty() { "XXXX" } else { text });
}

#[test]
fn each_form_has_its_bounds_and_precision() {
    check("2015-05-14", (Some("2015-05-14"), Some("2015-05-14")), DatePrecision::Day);
    check("2016-02", (Some("2016-02-01"), Some("2016-02-29")), DatePrecision::Month);
    check("1900-02", (Some("1900-02-01"), Some("1900-02-28")), DatePrecision::Month);
    check("2000-02", (Some("2000-02-01"), Some("2000-02-29")), DatePrecision::Month);
    check("2015-33", (Some("2015-01-01"), Some("2015-03-31")), DatePrecision::Quarter);
    check("2015-34", (Some("2015-04-01"), Some("2015-06-30")), DatePrecision::Quarter);
    check("2015-35", (Some("2015-07-01"), Some("2015-09-30")), DatePrecision::Quarter);
    check("2015-36", (Some("2015-10-01"), Some("2015-12-31")), DatePrecision::Quarter);
    check("2015", (Some("2015-01-01"), Some("2015-12-31")), DatePrecision::Year);
    check("0001", (Some("0001-01-01"), Some("0001-12-31")), DatePrecision::Year);
    check("9999-12-31", (Some("9999-12-31"), Some("9999-12-31")), DatePrecision::Day);
    check("2015-03/2015-04", (Some("2015-03-01"), Some("2015-04-30")), DatePrecision::Range);
    check("2014-36/2015", (Some("2014-10-01"), Some("2015-12-31")), DatePrecision::Range);
    check("../2008", (None, Some("2008-12-31")), DatePrecision::Range);
    check("2016/..", (Some("2016-01-01"), None), DatePrecision::Range);
    check("XXXX", (None, None), DatePrecision::Unknown);
    check("", (None, None), DatePrecision::Unknown);
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "2015-5-14",
        "15",
        "02015",
        "14.05.2015",
        "2015-05-14-01",
        "2015/",
        "/2015",
        "2015//2016",
        "2015/2016/2017",
        " 2015",
        "2015 ",
        "2015-",
        "-2015",
        "+015",
        "２０１５",
        "2015-05-1",
        "../XXXX",
        "XXXX/..",
        "XX15",
        "..",
        "2015-Q1",
    ] {
        assert!(matches!(text.parse::<EdtfDate>(), Err(DateError::Malformed { .. })), "{text}");
    }
    for text in ["2015-00", "2015-13", "2015-21", "2015-32", "2015-37", "2015-33-01", "2015-13-01"] {
        assert!(matches!(text.parse::<EdtfDate>(), Err(DateError::NoSuchMonth { .. })), "{text}");
    }
    for text in ["0000", "0000-01", "0000-01-01", "0000-33"] {
        assert!(matches!(text.parse::<EdtfDate>(), Err(DateError::YearOutOfRange { .. })), "{text}");
    }
    assert_eq!("../..".parse::<EdtfDate>(), Err(DateError::OpenAtBothEnds));
    assert!(matches!("2015-04/2015-03".parse::<EdtfDate>(), Err(DateError::IntervalReversed { .. })));
    assert!(EdtfDate::year(10_000).is_err() && EdtfDate::year(0).is_err());
    assert!(EdtfDate::month(2015, 13).is_err() && EdtfDate::quarter(2015, 5).is_err());
    assert!(EdtfDate::day(NaiveDate::MAX).is_err());
    assert!(EdtfDate::since(date("2015/2016")).is_err() && EdtfDate::until(EdtfDate::UNKNOWN).is_err());
}

#[test]
fn a_refusal_says_what_was_expected() {
    let message = |text: &str| text.parse::<EdtfDate>().unwrap_err().to_string();
    assert_eq!(
        message("2015-02-30"),
        "`2015-02-30` is no day of the calendar; expected a day from 01 to 28 in that month"
    );
    assert_eq!(
        message("2015-13"),
        "`2015-13` has no possible month; expected a month 01 to 12 or a quarter 33 to 36"
    );
    assert!(message("14.05.2015").contains("expected YYYY-MM-DD"));
}

#[test]
fn dates_sort_by_start_then_end_then_precision() {
    let sorted = [
        "../2008",
        "../2015",
        "2015-01-01",
        "2015-01",
        "2015-33",
        "2015",
        "2015/2015",
        "2015/..",
        "2015-05-14",
        "2016-12-31",
        "XXXX",
    ];
    let mut dates = sorted.map(date);
    dates.reverse();
    dates.sort();
    assert_eq!(dates, sorted.map(date));
}

#[test]
fn certain_and_possible_are_kept_apart() {
    let year = Period::year(2015).unwrap();
    let first_half = period("2015-01-01", "2015-06-30");
    for (text, window, certain, possible) in [
        ("2015", year, true, true),
        ("2015", first_half, false, true),
        ("2015-05-14", first_half, true, true),
        ("2015-35", first_half, false, false),
        ("../2015", year, false, true),
        ("../2014", year, false, false),
        ("2016/..", year, false, false),
        ("2015/..", year, false, true),
        ("2015/..", period("2015-01-01", ".."), true, true),
        ("../2008", period("..", "2010-01-01"), true, true),
        ("2015/..", Period::whole(), true, true),
        ("XXXX", Period::whole(), false, false),
        ("XXXX", year, false, false),
    ] {
        assert_eq!(date(text).certainly_in(&window), certain, "{text} certainly in {window}");
        assert_eq!(date(text).possibly_in(&window), possible, "{text} possibly in {window}");
    }
}

#[test]
fn a_period_does_not_run_backwards() {
    let refused = Period::new(Some(day("2015-02-01")), Some(day("2015-01-31")));
    assert!(matches!(refused, Err(DateError::PeriodReversed { .. })));
    assert!(Period::year(2015).unwrap().is_bounded() && !Period::year(2015).unwrap().is_whole());
    assert!(Period::whole().is_whole() && !Period::whole().is_bounded());
    assert!(!period("2015-01-01", "..").is_bounded() && !period("2015-01-01", "..").is_whole());
    assert!(Period::year(2015).unwrap().contains(day("2015-12-31")));
    assert!(!Period::year(2015).unwrap().contains(day("2016-01-01")));
    assert_eq!(period("2015-01-01", "..").to_string(), "2015-01-01/..");
    assert!(Period::year(0).is_err());
    let reversed = r#"{"start":"2016-01-01","end":"2015-01-01"}"#;
    assert!(serde_json::from_str::<Period>(reversed).is_err());
    assert_eq!(serde_json::from_str::<Period>("{}").unwrap(), Period::whole());
}

#[test]
fn membership_at_the_end_of_a_period() {
    let year = Period::year(2015).unwrap();
    for (from, to, active) in [
        ("XXXX", "XXXX", true),
        ("2015", "XXXX", true),
        ("2015-12-31", "XXXX", true),
        ("2016", "XXXX", false),
        ("2008/..", "XXXX", true),
        ("../2008", "XXXX", true),
        ("2008", "2015-12-30", false),
        ("2008", "2015-12-31", true),
        ("2008", "2015", true),
        ("2008", "2014", false),
        ("XXXX", "2014", false),
        ("2008", "2014/..", true),
    ] {
        let validity = Validity::new(date(from), date(to)).unwrap();
        assert_eq!(validity.active_at_end_of(&year), active, "{from} to {to}");
    }
    let ended = Validity::new(date("2008"), date("2014")).unwrap();
    assert!(!ended.active_at_end_of(&Period::whole()), "a recorded end has passed in the whole of time");
    assert!(Validity::UNRECORDED.active_at_end_of(&Period::whole()));
    assert!(
        ended.possibly_active_in(&period("2014-12-31", "2020-01-01")) && !ended.possibly_active_in(&year)
    );
    assert!(Validity::UNRECORDED.possibly_active_in(&year));
    let reversed = Validity::new(date("2016"), date("2015"));
    assert!(matches!(reversed, Err(DateError::ValidityReversed { .. })));
    assert!(serde_json::from_str::<Validity>(r#"{"from":"2016","to":"2015"}"#).is_err());
    assert_eq!(serde_json::from_str::<Validity>("{}").unwrap(), Validity::UNRECORDED);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    // 2015 and its neighbours are frequent, so that dates and periods meet.
    prop_oneof![(2014_i32..=2016, 1_u32..=366), (1_i32..=9999, 1_u32..=366),].prop_map(|(year, day)| {
        NaiveDate::from_yo_opt(year, day).unwrap_or_else(|| NaiveDate::from_yo_opt(year, 1).unwrap())
    })
}

fn any_unit() -> impl Strategy<Value = EdtfDate> {
    let year = || prop_oneof![2014_i32..=2016, 1_i32..=9999];
    prop_oneof![
        any_day().prop_map(|it| EdtfDate::day(it).unwrap()),
        (year(), 1_u32..=12).prop_map(|(year, month)| EdtfDate::month(year, month).unwrap()),
        (year(), 1_u32..=4).prop_map(|(year, quarter)| EdtfDate::quarter(year, quarter).unwrap()),
        year().prop_map(|it| EdtfDate::year(it).unwrap()),
    ]
}

fn any_date() -> impl Strategy<Value = EdtfDate> {
    let interval = (any_unit(), any_unit()).prop_map(|(one, other)| {
        EdtfDate::between(one, other).or_else(|_| EdtfDate::between(other, one)).unwrap()
    });
    prop_oneof![
        4 => any_unit(),
        2 => interval,
        1 => any_unit().prop_map(|it| EdtfDate::until(it).unwrap()),
        1 => any_unit().prop_map(|it| EdtfDate::since(it).unwrap()),
        1 => Just(EdtfDate::UNKNOWN),
    ]
}

fn any_period() -> impl Strategy<Value = Period> {
    (proptest::option::of(any_day()), proptest::option::of(any_day()))
        .prop_map(|(one, other)| Period::new(one, other).or_else(|_| Period::new(other, one)).unwrap())
}

proptest! {
    #[test]
    fn a_date_reads_back_what_it_writes(it in any_date()) {
        prop_assert_eq!(it.to_string().parse::<EdtfDate>(), Ok(it));
        let json = serde_json::to_string(&it).unwrap();
        prop_assert_eq!(&json, &format!("\"{it}\""));
        prop_assert_eq!(serde_json::from_str::<EdtfDate>(&json).unwrap(), it);
    }

    #[test]
    fn bounds_are_ordered(it in any_date()) {
        if let (Some(first), Some(last)) = it.bounds() {
            prop_assert!(first <= last);
        }
        prop_assert_eq!(it.is_unknown(), it.bounds() == (None, None));
        prop_assert_eq!(it.is_unknown(), it.precision() == DatePrecision::Unknown);
    }

    #[test]
    fn what_is_certain_is_possible(it in any_date(), window in any_period()) {
        prop_assert!(!it.certainly_in(&window) || it.possibly_in(&window));
    }

    #[test]
    fn certainty_agrees_with_the_days(it in any_date(), window in any_period()) {
        let (Some(first), Some(last)) = it.bounds() else { return Ok(()) };
        prop_assert_eq!(it.certainly_in(&window), window.contains(first) && window.contains(last));
        let touches = window.contains(first)
            || window.contains(last)
            || window.start().is_some_and(|start| first <= start && start <= last);
        prop_assert_eq!(it.possibly_in(&window), touches);
    }

    #[test]
    fn the_order_is_total(a in any_date(), b in any_date(), c in any_date()) {
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.cmp(&b).is_eq(), a == b);
        prop_assert!(!(a <= b && b <= c) || a <= c);
    }

    #[test]
    fn active_at_the_end_means_possibly_active(from in any_date(), to in any_date(), window in any_period()) {
        let Ok(validity) = Validity::new(from, to) else { return Ok(()) };
        prop_assert!(!validity.active_at_end_of(&window) || validity.possibly_active_in(&window));
        let json = serde_json::to_string(&validity).unwrap();
        prop_assert_eq!(serde_json::from_str::<Validity>(&json).unwrap(), validity);
    }

    #[test]
    fn garbage_never_panics(text in any::<String>()) {
        let _ = text.parse::<EdtfDate>();
    }

    #[test]
    fn what_looks_like_a_date_never_panics_and_is_canonical(text in "[0-9X./-]{0,22}|[0-9]{4}(-[0-9]{2}){0,2}(/[0-9]{4}(-[0-9]{2}){0,2})?") {
        if let Ok(it) = text.parse::<EdtfDate>() {
            prop_assert!(text.is_empty() || it.to_string() == text);
        }
    }
}
