//! Folding of Polish text, so that a search finds `Żary` for `zary` and `OPS` for `OPS-y`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Folded prepositions that [`tokens`] leaves out: "w" and "we" (in), "z" and "ze" (from). Before the name of a town
/// they carry the same information: "OPS w Deszcznie" and "OPS z Deszczna" are one. Sorted.
pub const STOP: &[&str] = &["w", "we", "z", "ze"];

/// Abbreviations and what they stand for, both as [`exact_key`] writes them. `Kraj.` is not among them, see
/// [`expand_kraj`].
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("br.", "bieżącego roku"),
    ("dot.", "dotyczy"),
    ("m.in.", "między innymi"),
    ("pow.", "powiat"),
    ("tj.", "to jest"),
    ("ul.", "ulica"),
    ("wlkp.", "wielkopolski"),
    ("woj.", "województwo"),
];

/// Endings that Polish spelling joins to an abbreviation with a hyphen, as in `OPS-y`, `PUP-ie`, `PCPR-ze`.
const ENDINGS: &[&str] = &[
    "a", "ach", "ami", "e", "em", "i", "ie", "iem", "om", "ow", "owi", "owie", "u", "y", "ze", "ą", "ę", "ów",
];

/// The most letters of an abbreviation that can have an ending; longer first parts are names (`Kumor-Pilarczyk`).
const ABBREVIATION_MAX_LETTERS: usize = 6;

/// The text for search: lower case, without Polish and other marks on letters, with plain dashes, without quotation
/// marks, with single spaces, endings of abbreviations left out and common abbreviations written out.
///
/// `fold(fold(text)) == fold(text)`, and `fold(exact_key(text)) == fold(text)`. Punctuation stays; [`tokens`] drops
/// it.
#[must_use]
pub fn fold(text: &str) -> String {
    // Taking marks away may make an abbreviation (`úl.`), whose words have marks again.
    without_marks(&settle(without_marks(&exact_key(text))))
}

/// As [`fold`], but letters keep their marks, so that exact matches rank first: `Żary` before `Zary`.
///
/// `exact_key(exact_key(text)) == exact_key(text)`.
#[must_use]
pub fn exact_key(text: &str) -> String {
    let plain = plain_marks(&text.nfc().collect::<String>());
    let lower = expand_kraj(&plain).chars().flat_map(char::to_lowercase).nfc().collect();
    settle(lower)
}

/// The folded words of the text in their order, repeats included, without those in [`STOP`]. Words end at everything
/// that is neither a letter nor a digit. Empty if nothing is left.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    fold(text)
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty() && STOP.binary_search(it).is_err())
        .map(str::to_owned)
        .collect()
}

/// Plain dashes, no quotation marks and invisible characters, single spaces, none at the ends.
fn plain_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            '"'
            | '\''
            | '`'
            | '´'
            | '«'
            | '»'
            | '\u{2018}'..='\u{201F}'
            | '\u{2032}'..='\u{2037}'
            | '‹'
            | '›' => {}
            '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
            it if it.is_whitespace() => {
                if !plain.is_empty() && !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            it => plain.push(it),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Letters without the marks that combine with them, and `l` for `ł`, which has no mark to take away.
fn without_marks(text: &str) -> String {
    text.nfd()
        .filter(|it| !matches!(it, '\u{0300}'..='\u{036F}'))
        .map(|it| if it == 'ł' { 'l' } else { it })
        .nfc()
        .collect()
}

/// Writes `Kraj.` out as `Krajeńskie`, only where it has its capital: `kraj` is also the word for "country" and may
/// end a sentence.
fn expand_kraj(text: &str) -> Cow<'_, str> {
    const ABBREVIATION: &str = "Kraj.";
    if !text.contains(ABBREVIATION) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(replace_words(text, |rest| {
        rest.starts_with(ABBREVIATION).then_some((ABBREVIATION, "Krajeńskie"))
    }))
}

/// Leaves out endings and writes abbreviations out until nothing changes. Each round that changes something takes a
/// hyphen or a full stop away, so it ends.
fn settle(mut text: String) -> String {
    loop {
        // What is left out or written out may bring a letter and a combining mark together.
        let next = plain_marks(&expand(&without_endings(&text))).nfc().collect::<String>();
        if next == text {
            return text;
        }
        text = next;
    }
}

fn expand(text: &str) -> Cow<'_, str> {
    let may_expand = text.contains('.') || text.contains("wlkp");
    if !may_expand {
        return Cow::Borrowed(text);
    }
    Cow::Owned(replace_words(text, |rest| {
        let whole_word =
            ABBREVIATIONS.iter().find(|(abbreviation, _)| rest.starts_with(abbreviation)).copied();
        whole_word.or_else(|| without_full_stop(rest))
    }))
}

/// `wlkp` is often written without its full stop, and is no other word.
fn without_full_stop(rest: &str) -> Option<(&'static str, &'static str)> {
    let after = rest.strip_prefix("wlkp")?;
    (!after.starts_with(char::is_alphanumeric)).then_some(("wlkp", "wielkopolski"))
}

/// Replaces what `find` finds at the beginnings of words; it returns what is there and what takes its place.
fn replace_words<'a>(text: &str, find: impl Fn(&str) -> Option<(&'a str, &'a str)>) -> String {
    let mut replaced = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut in_word = false;
    while let Some(it) = rest.chars().next() {
        let found = if in_word { None } else { find(rest) };
        if let Some((abbreviation, meaning)) = found {
            rest = rest.get(abbreviation.len()..).unwrap_or_default();
            replaced.push_str(meaning);
            if rest.starts_with(char::is_alphanumeric) {
                replaced.push(' ');
            }
            in_word = false;
        } else {
            replaced.push(it);
            in_word = it.is_alphanumeric();
            rest = rest.get(it.len_utf8()..).unwrap_or_default();
        }
    }
    replaced
}

/// Leaves out the endings of abbreviations: `ops-y` becomes `ops`.
fn without_endings(text: &str) -> Cow<'_, str> {
    if !text.contains('-') {
        return Cow::Borrowed(text);
    }
    let is_word = |it: char| it.is_alphanumeric() || it == '-';
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word_end = rest.find(|it| !is_word(it)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word_end);
        kept.push_str(abbreviation_of(word).unwrap_or(word));
        let gap_end = after.find(is_word).unwrap_or(after.len());
        let (gap, next) = after.split_at(gap_end);
        kept.push_str(gap);
        rest = next;
    }
    Cow::Owned(kept)
}

/// The abbreviation, if the word is one with an ending.
fn abbreviation_of(word: &str) -> Option<&str> {
    let (abbreviation, ending) = word.split_once('-')?;
    let is_short = (2..=ABBREVIATION_MAX_LETTERS).contains(&abbreviation.chars().count());
    (is_short && abbreviation.chars().all(char::is_alphabetic) && ENDINGS.contains(&ending))
        .then_some(abbreviation)
}
