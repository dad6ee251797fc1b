//! Numbers as people write them: with decimal comma or point, with blanks, points or commas between thousands.

use super::super::settings::DecimalSeparator;

/// Why a number cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NumberError {
    /// It is none.
    NoNumber,
    /// It has two readings, here in plain form with a point.
    TwoReadings(String, String),
}

/// How a text may be read as a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// In one way, whatever the separator; which decimal separator it shows, if it shows one.
    One(String, Option<DecimalSeparator>),
    /// With a decimal comma as the first, with a decimal point as the second.
    Either { with_comma: String, with_point: String },
}

/// Reads a number as text of digits, an optional sign and a point before decimals.
pub(crate) fn read(text: &str, decimal: Option<DecimalSeparator>) -> Result<String, NumberError> {
    match (reading(text).ok_or(NumberError::NoNumber)?, decimal) {
        (Reading::One(number, _), _) => Ok(number),
        (Reading::Either { with_comma, .. }, Some(DecimalSeparator::Comma)) => Ok(with_comma),
        (Reading::Either { with_point, .. }, Some(DecimalSeparator::Point)) => Ok(with_point),
        (Reading::Either { with_comma, with_point }, None) => {
            Err(NumberError::TwoReadings(with_comma, with_point))
        }
    }
}

/// Whether a blank may stand between thousands: the plain one, the unbreakable ones, the apostrophe.
fn is_gap(it: char) -> bool {
    matches!(it, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\'' | '\u{2019}')
}

/// How a text may be read; none when it is no number. Currency signs and words are no part of numbers.
pub(crate) fn reading(text: &str) -> Option<Reading> {
    let text = text.trim().replace(['\u{2212}', '\u{2013}'], "-");
    let (sign, body) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    let body = without_gaps(body)?;
    if body.is_empty() || !body.bytes().all(|it| it.is_ascii_digit() || matches!(it, b',' | b'.')) {
        return None;
    }
    let signed = |number: String| format!("{sign}{number}");
    let (commas, points) = (body.matches(',').count(), body.matches('.').count());
    let one = |number: Option<String>, shows| Some(Reading::One(signed(number?), shows));
    match (commas, points) {
        (0, 0) => one(Some(body), None),
        (1, 0) if is_grouped(&body, ',') => Some(Reading::Either {
            with_comma: signed(decimals(&body, ',')?),
            with_point: signed(body.replace(',', "")),
        }),
        (0, 1) if is_grouped(&body, '.') => Some(Reading::Either {
            with_comma: signed(body.replace('.', "")),
            with_point: signed(decimals(&body, '.')?),
        }),
        (1, 0) => one(decimals(&body, ','), Some(DecimalSeparator::Comma)),
        (0, 1) => one(decimals(&body, '.'), Some(DecimalSeparator::Point)),
        (_, 0) if is_grouped(&body, ',') => one(Some(body.replace(',', "")), Some(DecimalSeparator::Point)),
        (0, _) if is_grouped(&body, '.') => one(Some(body.replace('.', "")), Some(DecimalSeparator::Comma)),
        (1, _) if body.rfind(',') > body.rfind('.') => {
            mixed(&body, '.', ',').map(|it| Reading::One(signed(it), Some(DecimalSeparator::Comma)))
        }
        (_, 1) => mixed(&body, ',', '.').map(|it| Reading::One(signed(it), Some(DecimalSeparator::Point))),
        _ => None,
    }
}

/// The text without blanks between thousands; none when blanks stand elsewhere.
fn without_gaps(text: &str) -> Option<String> {
    if !text.contains(is_gap) {
        return Some(text.to_owned());
    }
    let (whole, rest) = match text.find([',', '.']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let groups: Vec<&str> = whole.split(is_gap).collect();
    let mut lengths = groups.iter().map(|it| it.len());
    let first = lengths.next()?;
    let fits = (1..=3).contains(&first) && lengths.all(|it| it == 3) && !rest.contains(is_gap);
    fits.then(|| groups.concat() + rest)
}

/// Whether a separator may stand between thousands everywhere it stands: `1,234`, `12,345,678`.
fn is_grouped(text: &str, separator: char) -> bool {
    let mut groups = text.split(separator);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|it| it.len() == 3)
}

/// The number with a point before its decimals.
fn decimals(text: &str, separator: char) -> Option<String> {
    let (whole, rest) = text.split_once(separator)?;
    if rest.is_empty() && whole.is_empty() {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") })
}

/// A number with thousands separators before one decimal separator: `1.234,50`.
fn mixed(text: &str, thousands: char, decimal: char) -> Option<String> {
    let (whole, rest) = text.split_once(decimal)?;
    (is_grouped(whole, thousands) && !rest.contains(thousands))
        .then(|| format!("{}.{rest}", whole.replace(thousands, "")))
}

/// A whole number, not negative: `60`, `1 200`, `60,0`.
pub(crate) fn whole(number: &str) -> Option<u64> {
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    rest.bytes().all(|it| it == b'0').then(|| whole.parse().ok()).flatten()
}

/// An amount in minor units, hundredths: `1234.5` is 123450. None when it has finer parts or is too large.
pub(crate) fn minor_units(number: &str) -> Option<i64> {
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    let rest = rest.trim_end_matches('0');
    if rest.len() > 2 {
        return None;
    }
    let hundredths: i64 = format!("{rest:0<2}").parse().ok()?;
    let units: i64 = whole.parse().ok()?;
    let minor = units.checked_mul(100)?;
    if whole.starts_with('-') { minor.checked_sub(hundredths) } else { minor.checked_add(hundredths) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecimalSeparator::{Comma, Point};

    #[test]
    fn numbers_that_can_mean_one_thing_are_read_whatever_the_setting() {
        let cases = [
            ("12", "12"),
            ("1 234,50", "1234.50"),
            ("1\u{a0}234\u{a0}567", "1234567"),
            ("1\u{202f}234,5", "1234.5"),
            ("1.234,50", "1234.50"),
            ("1,234.50", "1234.50"),
            ("12,5", "12.5"),
            ("12.5", "12.5"),
            ("0,125", "0.125"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            (",5", "0.5"),
            ("\u{2212}3", "-3"),
            ("1234,567", "1234.567"),
        ];
        for (text, expected) in cases {
            for decimal in [None, Some(Comma), Some(Point)] {
                assert_eq!(read(text, decimal).as_deref(), Ok(expected), "{text}");
            }
        }
    }

    #[test]
    fn numbers_of_two_readings_need_a_setting() {
        let both = NumberError::TwoReadings("1.234".into(), "1234".into());
        assert_eq!(read("1,234", None), Err(both));
        assert_eq!(read("1,234", Some(Comma)).as_deref(), Ok("1.234"));
        assert_eq!(read("1,234", Some(Point)).as_deref(), Ok("1234"));
        assert_eq!(read("1.234", Some(Comma)).as_deref(), Ok("1234"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", ".", "1 2", "12 34", "1,2,3", "1.2,3,4", "12 zł", "1e5", "NaN", "1,23.456.7"] {
            assert_eq!(read(text, None), Err(NumberError::NoNumber), "{text}");
        }
    }

    #[test]
    fn amounts_are_in_hundredths_and_counts_are_whole() {
        assert_eq!(minor_units("1234.5"), Some(123_450));
        assert_eq!(minor_units("-0.25"), Some(-25));
        assert_eq!(minor_units("1.005"), None);
        assert_eq!(minor_units("92233720368547759"), None);
        assert_eq!(whole("60.0"), Some(60));
        assert_eq!(whole("60.5"), None);
        assert_eq!(whole("-1"), None);
    }
}
