//! Numbers as people write them, with the right form of the noun: „1 spotkanie, 2 spotkania, 5 spotkań”.

use graph::Interval;

use super::language::ReportLanguage;

/// A noun in its forms: for one, for two to four, for five and more, and for a fraction.
type Polish = [&'static str; 4];

/// A noun for one and for several.
type English = [&'static str; 2];

/// The units that reports count in.
const UNITS: &[(&str, Polish, English)] = &[
    ("MEETING", ["spotkanie", "spotkania", "spotkań", "spotkania"], ["meeting", "meetings"]),
    (
        "INSTITUTION",
        ["instytucja", "instytucje", "instytucji", "instytucji"],
        ["institution", "institutions"],
    ),
    ("PERSON", ["osoba", "osoby", "osób", "osoby"], ["person", "people"]),
    (
        "INVITED_PERSON",
        ["zaproszona osoba", "zaproszone osoby", "zaproszonych osób", "zaproszonej osoby"],
        ["invited person", "invited people"],
    ),
    ("PERSON_ATTENDANCE", ["obecność", "obecności", "obecności", "obecności"], ["attendance", "attendances"]),
    (
        "PARTNERSHIP",
        ["partnerstwo", "partnerstwa", "partnerstw", "partnerstwa"],
        ["partnership", "partnerships"],
    ),
    ("PROPOSAL", ["propozycja", "propozycje", "propozycji", "propozycji"], ["proposal", "proposals"]),
    ("RESOLUTION", ["ustalenie", "ustalenia", "ustaleń", "ustalenia"], ["resolution", "resolutions"]),
    ("ACTION", ["zadanie", "zadania", "zadań", "zadania"], ["action", "actions"]),
    ("APPLICATION", ["wniosek", "wnioski", "wniosków", "wniosku"], ["application", "applications"]),
    ("JOB", ["miejsce pracy", "miejsca pracy", "miejsc pracy", "miejsca pracy"], ["job", "jobs"]),
];

/// The unit of shares, from 0 to 1, which are shown as percentages.
const SHARE: &str = "SHARE";

/// A number with its unit.
pub(super) fn with_unit(value: f64, unit: &str, language: ReportLanguage) -> String {
    if unit == SHARE {
        return percentage(value, language);
    }
    let written = number(value, language);
    format!("{written}\u{a0}{}", noun(value, unit, language))
}

/// An interval with its unit: a number, from one to another, or at least so many.
pub(super) fn interval(value: &Interval, unit: &str, language: ReportLanguage) -> String {
    match value.upper {
        _ if value.is_exact() => with_unit(value.lower, unit, language),
        Some(upper) if unit == SHARE => {
            format!("{}–{}", percentage(value.lower, language), percentage(upper, language))
        }
        Some(upper) => {
            format!("{}–{}", number(value.lower, language), with_unit(upper, unit, language))
        }
        // After „co najmniej” the noun keeps the form that its number asks for.
        None => {
            let least = language.choose("co najmniej", "at least");
            format!("{least} {}", with_unit(value.lower, unit, language))
        }
    }
}

/// A number: a decimal comma in Polish, groups of three digits from 10 000 on.
pub(super) fn number(value: f64, language: ReportLanguage) -> String {
    let value = if value == 0.0 { 0.0 } else { value };
    // Two digits after the point are enough for people; what needs more is in the data.
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
    let whole = grouped(whole, language.choose("\u{a0}", ","));
    match fraction {
        Some(fraction) => format!("{whole}{}{fraction}", language.choose(",", ".")),
        None => whole,
    }
}

fn percentage(share: f64, language: ReportLanguage) -> String {
    let tenths = (share * 1_000.0).round() / 10.0;
    format!("{}%", number(tenths, language))
}

fn grouped(digits: &str, separator: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |it| ("-", it));
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mut written = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            written.push_str(separator);
        }
        written.push(digit);
    }
    written
}

/// The unit as the number asks for it; a unit that has no name here is shown as it is recorded.
pub(super) fn noun(value: f64, unit: &str, language: ReportLanguage) -> String {
    let Some((_, polish, english)) = UNITS.iter().find(|it| it.0 == unit) else {
        return unit.replace('_', " ").to_lowercase();
    };
    match language {
        ReportLanguage::Polish => polish[polish_form(value)],
        ReportLanguage::English => english[usize::from(value.total_cmp(&1.0).is_ne())],
    }
    .to_owned()
}

/// Which form of a Polish noun goes with a number (CLDR plural rules: one, few, many, other).
fn polish_form(value: f64) -> usize {
    if value.fract() != 0.0 {
        return 3;
    }
    let (last, last_two) = (value.abs() % 10.0, value.abs() % 100.0);
    if value.abs().total_cmp(&1.0).is_eq() {
        0
    } else if (2.0..=4.0).contains(&last) && !(12.0..=14.0).contains(&last_two) {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReportLanguage::{English, Polish};

    #[test]
    fn polish_nouns_follow_their_numbers() {
        for (value, text) in [
            (0.0, "0\u{a0}spotkań"),
            (1.0, "1\u{a0}spotkanie"),
            (2.0, "2\u{a0}spotkania"),
            (4.0, "4\u{a0}spotkania"),
            (5.0, "5\u{a0}spotkań"),
            (11.0, "11\u{a0}spotkań"),
            (12.0, "12\u{a0}spotkań"),
            (14.0, "14\u{a0}spotkań"),
            (21.0, "21\u{a0}spotkań"),
            (22.0, "22\u{a0}spotkania"),
            (23.0, "23\u{a0}spotkania"),
            (112.0, "112\u{a0}spotkań"),
            (124.0, "124\u{a0}spotkania"),
            (1.5, "1,5\u{a0}spotkania"),
        ] {
            assert_eq!(with_unit(value, "MEETING", Polish), text);
        }
        assert_eq!(with_unit(71.0, "INSTITUTION", Polish), "71\u{a0}instytucji");
        assert_eq!(with_unit(60.0, "PERSON", Polish), "60\u{a0}osób");
        assert_eq!(with_unit(3.0, "PERSON", Polish), "3\u{a0}osoby");
    }

    #[test]
    fn english_nouns_are_one_or_several() {
        assert_eq!(with_unit(1.0, "PERSON", English), "1\u{a0}person");
        assert_eq!(with_unit(0.0, "PERSON", English), "0\u{a0}people");
        assert_eq!(with_unit(3.0, "KIND_OF_TRAINING", English), "3\u{a0}kind of training");
    }

    #[test]
    fn numbers_have_the_marks_of_their_language() {
        assert_eq!(number(1_234.0, Polish), "1234");
        assert_eq!(number(12_345.5, Polish), "12\u{a0}345,5");
        assert_eq!(number(12_345.5, English), "12,345.5");
        assert_eq!(number(-0.0, English), "0");
        assert_eq!(with_unit(0.845_07, SHARE, Polish), "84,5%");
        assert_eq!(with_unit(1.0, SHARE, English), "100%");
    }

    #[test]
    fn intervals_say_their_ends() {
        let open = Interval::between(1.0, None, Vec::new());
        assert_eq!(interval(&open, "MEETING", Polish), "co najmniej 1\u{a0}spotkanie");
        let closed = Interval::between(19.0, Some(23.0), Vec::new());
        assert_eq!(interval(&closed, "INSTITUTION", English), "19–23\u{a0}institutions");
        let share = Interval::between(0.0, Some(1.0), Vec::new());
        assert_eq!(interval(&share, SHARE, English), "0%–100%");
    }
}
