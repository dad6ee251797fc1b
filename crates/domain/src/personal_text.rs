//! Personal values in free text: e-mail addresses, telephone numbers and numbers of the form of a PESEL.
//!
//! Notes, labels and reasons are for facts about institutions; ways to reach people have a place of their own
//! ([`crate::person::ContactPoint`]), and a PESEL has none at all (data minimisation, GDPR art. 5(1)(c) and 25). A finding
//! says what was found and where, never the value, so it can be told and logged.
//!
//! Limits: a number of nine digits may be something else. It is not taken for a telephone number after a word that says
//! what it is (REGON, NIP, KRS …), before a currency, or as a round amount.

use std::ops::Range;

use crate::words;

words! {
    /// What kind of personal value a text holds.
    FindingKind {
        /// An e-mail address.
        Email = "EMAIL",
        /// A telephone number: nine digits grouped as Polish numbers are, or an international one after `+`.
        Phone = "PHONE",
        /// Eleven digits with the date and the check digit of a PESEL.
        Pesel = "PESEL",
    }
}

impl FindingKind {
    /// What it is, to end a sentence that begins with “holds”.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Email => "what looks like an e-mail address",
            Self::Phone => "what looks like a telephone number",
            Self::Pesel => "what looks like a PESEL number",
        }
    }
}

/// A personal value in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// Where it stands, in bytes of the text.
    pub at: Range<usize>,
}

/// The personal values in a text, in the order in which they stand. Empty when there are none. Time O(length).
#[must_use]
pub fn findings(text: &str) -> Vec<Finding> {
    let mut found = emails(text);
    numbers(text, &mut found);
    found.sort_by_key(|it| it.at.start);
    found
}

/// What an e-mail address may hold before and after its `@` (a safe part of RFC 5321).
fn is_of_address(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '.' | '_' | '%' | '+' | '-')
}

fn emails(text: &str) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let start = before.trim_end_matches(is_of_address).len();
        let length = after.find(|it| !is_of_address(it)).unwrap_or(after.len());
        let host = after.get(..length).unwrap_or_default().trim_end_matches(['.', '-']);
        let is_host = host.rsplit_once('.').is_some_and(|(name, top)| {
            !name.is_empty() && top.chars().count() >= 2 && top.chars().all(char::is_alphabetic)
        });
        let is_free = found.last().is_none_or(|it| it.at.end <= start);
        if start < at && is_host && is_free {
            found.push(Finding { kind: FindingKind::Email, at: start..at + 1 + host.len() });
        }
    }
    found
}

/// A run of digits with the single separators that telephone numbers have.
struct Run {
    at: Range<usize>,
    /// The digits, group by group.
    groups: Vec<String>,
    has_plus: bool,
}

impl Run {
    fn digits(&self) -> String {
        self.groups.concat()
    }
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut open: Option<Run> = None;
    let mut gap = String::new();
    let mut before = ' ';
    for (at, it) in text.char_indices() {
        if it.is_ascii_digit() {
            match &mut open {
                Some(run) => {
                    match run.groups.last_mut().filter(|_| gap.is_empty()) {
                        Some(group) => group.push(it),
                        None => run.groups.push(it.into()),
                    }
                    run.at.end = at + 1;
                    gap.clear();
                }
                None if !before.is_alphanumeric() => {
                    let has_plus = before == '+';
                    open = Some(Run { at: at..at + 1, groups: vec![it.into()], has_plus });
                }
                None => {}
            }
        } else if open.is_some() && is_gap(&gap, it) {
            gap.push(it);
        } else if open.is_some() {
            // A letter right after the digits makes them part of a code.
            let is_code = gap.is_empty() && it.is_alphabetic();
            runs.extend(open.take().filter(|_| !is_code));
            gap.clear();
        }
        before = it;
    }
    runs.extend(open);
    runs
}

/// Whether a character may stand after `gap` between two groups of digits of one number.
fn is_gap(gap: &str, it: char) -> bool {
    matches!(it, ' ' | '\u{a0}' | '-' | '\u{2011}' | '\u{2013}' | '/' | ')' | '(') && gap.chars().count() < 3
}

fn numbers(text: &str, found: &mut Vec<Finding>) {
    for run in runs(text) {
        let taken = |at: &Range<usize>| found.iter().any(|it| it.at.start < at.end && at.start < it.at.end);
        if taken(&run.at) {
            continue;
        }
        let digits = run.digits();
        let kind = if run.groups.len() == 1 && is_pesel(&digits) {
            FindingKind::Pesel
        } else if is_phone(text, &run, &digits) {
            FindingKind::Phone
        } else {
            continue;
        };
        found.push(Finding { kind, at: run.at });
    }
}

/// Whether eleven digits have the date and the check digit of a PESEL (Act on population registration of 24 September
/// 2010, art. 15; the weights are those of the register).
#[must_use]
pub fn is_pesel(digits: &str) -> bool {
    let digits: Vec<u32> = digits.chars().filter_map(|it| it.to_digit(10)).collect();
    let &[y1, y2, m1, m2, d1, d2, .., check] = digits.as_slice() else { return false };
    if digits.len() != 11 {
        return false;
    }
    let (month, day) = (m1 * 10 + m2, d1 * 10 + d2);
    // The century is in the month: 19xx plain, 20xx + 20, 21xx + 40, 22xx + 60, 18xx + 80.
    let century = match month / 20 {
        0 => 1900,
        1 => 2000,
        2 => 2100,
        3 => 2200,
        _ => 1800,
    };
    let year = i32::try_from(century + y1 * 10 + y2).unwrap_or_default();
    if chrono::NaiveDate::from_ymd_opt(year, month % 20, day).is_none() {
        return false;
    }
    let sum: u32 =
        digits.iter().zip([1, 3, 7, 9, 1, 3, 7, 9, 1, 3]).map(|(digit, weight)| digit * weight).sum();
    (10 - sum % 10) % 10 == check
}

/// Words after which a number is something else.
const OTHER_NUMBERS: &[&str] = &[
    "regon", "nip", "krs", "teryt", "rspo", "terc", "nr", "numer", "umowa", "umowy", "isbn", "issn", "poz",
    "rok",
];

/// Words and signs before which a number is an amount.
const CURRENCIES: &[&str] = &["zł", "zl", "pln", "eur", "euro", "€", "tys", "mln", "osób", "osob"];

fn is_phone(text: &str, run: &Run, digits: &str) -> bool {
    if run.has_plus {
        return (8..=15).contains(&digits.len());
    }
    let national = digits.strip_prefix("0048").unwrap_or(digits);
    let prefixed = national.len() != digits.len();
    if national.len() != 9 || national.starts_with('0') {
        return false;
    }
    let lengths: Vec<usize> = run.groups.iter().map(String::len).collect();
    let is_grouped = matches!(
        lengths.as_slice(),
        [9] | [3, 3, 3] | [2, 3, 2, 2] | [2, 2, 2, 3] | [2, 2, 3, 2] | [2, 7] | [2, 3, 4]
    );
    if !prefixed && !is_grouped {
        return false;
    }
    let before = text.get(..run.at.start).unwrap_or_default();
    let word = before.trim_end_matches(|it: char| !it.is_alphabetic());
    let near = before.len() - word.len() <= 3;
    let word = word.rsplit(|it: char| !it.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    if near && OTHER_NUMBERS.contains(&word.as_str()) {
        return false;
    }
    let after = text.get(run.at.end..).unwrap_or_default().trim_start().to_lowercase();
    let is_amount = lengths == [3, 3, 3] && national.ends_with("000000")
        || CURRENCIES.iter().any(|it| after.starts_with(it));
    !is_amount
}

#[cfg(test)]
mod tests {
    use super::{FindingKind, findings, is_pesel};

    fn kinds(text: &str) -> Vec<(FindingKind, &str)> {
        findings(text).into_iter().map(|it| (it.kind, &text[it.at])).collect()
    }

    #[test]
    fn pesel_by_date_and_check_digit() {
        // 44051401359: 4+12+0+45+1+12+0+9+3+15 = 101, so the check digit is 9; 14 May 1944.
        assert!(is_pesel("44051401359"));
        assert!(!is_pesel("44051401358"), "another check digit");
        // 02070803628 has month 07 of 1902: 0+6+0+63+0+24+0+27+6+6 = 132, so 8.
        assert!(is_pesel("02070803628"));
        // 00000000000 fits the sum and is no date.
        assert!(!is_pesel("00000000000"));
        assert!(!is_pesel("4405140135"));
        assert_eq!(kinds("PESEL 44051401359."), [(FindingKind::Pesel, "44051401359")]);
        assert_eq!(kinds("konto 144051401359"), []);
    }

    #[test]
    fn addresses_of_mail() {
        assert_eq!(
            kinds("pisać na: i.nowak@rops.lubuskie.pl, lub ops@deszczno.pl."),
            [(FindingKind::Email, "i.nowak@rops.lubuskie.pl"), (FindingKind::Email, "ops@deszczno.pl")]
        );
        for other in ["@rops", "a@b", "8 zł @ 2", "x@.pl", "@@", "biuro@localhost"] {
            assert_eq!(kinds(other), [], "{other}");
        }
    }

    #[test]
    fn telephone_numbers() {
        for number in [
            "600 700 800",
            "600-700-800",
            "600700800",
            "68 323 91 10",
            "(68) 323 91 10",
            "95 73 800 61",
            "0048600700800",
        ] {
            let text = format!("tel. {number}, po 8");
            assert_eq!(findings(&text).len(), 1, "{number}");
            assert_eq!(findings(&text)[0].kind, FindingKind::Phone);
        }
        assert_eq!(kinds("z zagranicy +49 30 901820"), [(FindingKind::Phone, "49 30 901820")]);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "REGON 123456785",
            "NIP 123-456-32-18",
            "KRS 0000123456",
            "06.02.2015 o 10:00",
            "2015-02-06, 14 maja 2015r.",
            "100 000 000",
            "123 456 789 zł",
            "3 340 gmin i 71 sygnatariuszy",
            "doc-002 L34-36",
            "umowa nr 600700800",
            "kod A600700800",
            "600700800B",
            "1 234 567",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in ".{0,200}") {
            for finding in findings(&text) {
                assert!(text.get(finding.at).is_some());
            }
        }
    }
}
