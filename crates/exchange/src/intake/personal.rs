//! What may be personal data in a text: numbers like PESEL, e-mail addresses, telephone numbers.

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Personal {
    /// Eleven digits whose check digit and date of birth fit a PESEL number.
    Pesel,
    /// An e-mail address or a telephone number.
    Contact,
}

/// The weights of the check digit (Polish ministry of digital affairs: structure of the PESEL number).
const WEIGHTS: [u32; 10] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];

/// Looks for personal data in a text.
pub(crate) fn personal(text: &str) -> Option<Personal> {
    if !text.bytes().any(|it| it.is_ascii_digit() || it == b'@') {
        return None;
    }
    let mut words = text.split(|it: char| !it.is_ascii_alphanumeric());
    if words.any(is_pesel) {
        return Some(Personal::Pesel);
    }
    let mut words = text.split([' ', ',', ';', '<', '>', '(', ')']);
    (words.any(is_address) || has_phone(text)).then_some(Personal::Contact)
}

fn is_pesel(word: &str) -> bool {
    let digits: Vec<u32> = word.chars().filter_map(|it| it.to_digit(10)).collect();
    if word.len() != 11 || digits.len() != 11 {
        return false;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let number = |at: usize| digits.get(at).copied().unwrap_or_default();
    let (month, day) = ((number(2) * 10 + number(3)) % 20, number(4) * 10 + number(5));
    number(10) == (10 - sum % 10) % 10 && (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn is_address(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
}

/// Whether a text holds `+48` and nine digits, or nine digits after `tel`.
fn has_phone(text: &str) -> bool {
    let lower = text.to_lowercase();
    let after = |mark: &str| lower.split_once(mark).map(|(_, rest)| rest.to_owned());
    let rest = after("+48").or_else(|| after("tel"));
    let digits = |it: String| {
        let near = it
            .chars()
            .take_while(|it| it.is_ascii_digit() || matches!(it, ' ' | '-' | '.' | ':' | '(' | ')'));
        near.filter(char::is_ascii_digit).count()
    };
    rest.map(digits).is_some_and(|it| it >= 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_are_noticed_and_numbers_of_institutions_are_not() {
        // 44051401359 is the example of the ministry's description.
        assert_eq!(personal("PESEL 44051401359."), Some(Personal::Pesel));
        assert_eq!(personal("kontakt: a.b@example.org"), Some(Personal::Contact));
        assert_eq!(personal("tel. 95 720-00-00 wew. 1"), Some(Personal::Contact));
        assert_eq!(personal("+48 600 000 000"), Some(Personal::Contact));
        for text in ["44051401358", "KRS 0000123456", "w 2015 r. 60 osób", "@", "telefon zaufania", "7.4"] {
            assert_eq!(personal(text), None, "{text}");
        }
    }
}
