//! Where a text holds a name.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::forms::{NameForms, WordClass};
use crate::personal_text::{FindingKind, findings};

/// How sure it is that a passage is the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// A surname alone.
    Possible,
    /// A surname beside a given name, an initial or its other part; an address of mail made of it.
    Certain,
}

/// A part of a text that is, or may be, the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In lower case, without marks on letters.
    pub folded: String,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Whether it begins with a capital.
    pub is_capital: bool,
}

/// The words of a text: runs of letters, folded. Digits and everything else part them.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_open = false;
    for (start, it) in text.char_indices() {
        let end = start + it.len_utf8();
        if it.is_alphabetic() {
            if !is_open {
                words.push(Word { folded: String::new(), at: start..end, is_capital: it.is_uppercase() });
                is_open = true;
            }
            if let Some(word) = words.last_mut() {
                word.at.end = end;
                let lower = it.to_lowercase().nfd().filter(|it| !is_combining_mark(*it));
                word.folded.extend(lower.map(|it| if it == 'ł' { 'l' } else { it }));
            }
        } else if is_open && (is_combining_mark(it) || is_invisible(it)) {
            if let Some(word) = words.last_mut() {
                word.at.end = end;
            }
        } else {
            is_open = false;
        }
    }
    words
}

/// Characters within words that nobody sees.
fn is_invisible(it: char) -> bool {
    matches!(it, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether two words with this between them may belong to one name: a few blanks, dashes, full stops, quotation marks.
fn is_between(gap: &str) -> bool {
    gap.chars().count() <= 4
        && !gap.chars().any(|it| it.is_numeric() || matches!(it, '|' | '…' | ';' | ':' | '/' | '\n'))
}

/// Where a text holds a name, by what its words may be in it. `classes` is asked once for each word of the text, folded.
///
/// Time O(length). Passages come in their order and do not overlap.
pub fn passages(
    text: &str,
    has_given: bool,
    mut classes: impl FnMut(&str) -> Vec<WordClass>,
) -> Vec<Passage> {
    let mut found = Vec::new();
    let mut run: Vec<(Word, Vec<WordClass>)> = Vec::new();
    for word in words(text) {
        let mut of_word = classes(&word.folded);
        // A single letter is an initial only as a capital: "i" and "a" are words.
        of_word.retain(|it| *it != WordClass::Initial || word.is_capital);
        let joins =
            run.last().is_some_and(|(last, _)| text.get(last.at.end..word.at.start).is_some_and(is_between));
        if !joins || of_word.is_empty() {
            found.extend(judge(&run, has_given));
            run.clear();
        }
        if !of_word.is_empty() {
            run.push((word, of_word));
        }
    }
    found.extend(judge(&run, has_given));
    found
}

/// What a run of words that all may be of the name is.
fn judge(run: &[(Word, Vec<WordClass>)], has_given: bool) -> Vec<Passage> {
    let parts = |classes: &[WordClass]| classes.iter().any(|it| matches!(it, WordClass::Surname(_)));
    let Some(anchor) = run.iter().position(|(_, classes)| parts(classes)) else { return Vec::new() };
    let anchored: Vec<u8> = surname_parts(run.get(anchor).map_or(&[], |(_, classes)| classes));
    let others = run.iter().enumerate().filter(|(at, _)| *at != anchor);
    let is_certain = !has_given
        || others.map(|(_, (_, classes))| classes).any(|classes| {
            let other_part = surname_parts(classes).iter().any(|it| !anchored.contains(it));
            other_part || classes.iter().any(|it| matches!(it, WordClass::Given | WordClass::Initial))
        });
    if !is_certain {
        let alone = run.iter().filter(|(_, classes)| parts(classes));
        return alone
            .map(|(word, _)| Passage { at: word.at.clone(), certainty: Certainty::Possible })
            .collect();
    }
    let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else { return Vec::new() };
    vec![Passage { at: first.at.start..last.at.end, certainty: Certainty::Certain }]
}

fn surname_parts(classes: &[WordClass]) -> Vec<u8> {
    classes
        .iter()
        .filter_map(|it| if let WordClass::Surname(part) = it { Some(*part) } else { None })
        .collect()
}

impl NameForms {
    /// Where a text holds the name.
    #[must_use]
    pub fn passages(&self, text: &str) -> Vec<Passage> {
        let mut found = passages(text, self.has_given(), |word| self.classes(word).to_vec());
        self.of_mail(text, &mut found);
        found
    }

    /// An address of mail with the surname in it is the person's own, so that it goes as a whole.
    fn of_mail(&self, text: &str, found: &mut Vec<Passage>) {
        for finding in findings(text).into_iter().filter(|it| it.kind == FindingKind::Email) {
            let address = text.get(finding.at.clone()).unwrap_or_default();
            let own = address.split('@').next().unwrap_or_default();
            let letters: String = words(own).into_iter().map(|it| it.folded).collect();
            let is_own =
                self.surnames().iter().any(|it| it.chars().count() >= 3 && letters.contains(it.as_str()));
            if is_own {
                found.retain(|it| it.at.end <= finding.at.start || finding.at.end <= it.at.start);
                found.push(Passage { at: finding.at, certainty: Certainty::Certain });
                found.sort_by_key(|it| it.at.start);
            }
        }
    }

    /// Whether any word of a text is a form of the surname or of a given name of three letters or more: too strict for
    /// texts, right for the person's own keys.
    #[must_use]
    pub fn is_hinted_at(&self, text: &str) -> bool {
        words(text).iter().any(|word| {
            let is_long = word.folded.chars().count() >= 3;
            self.classes(&word.folded).iter().any(|it| match it {
                WordClass::Surname(_) => true,
                WordClass::Given => is_long,
                WordClass::Initial => false,
            })
        })
    }
}
