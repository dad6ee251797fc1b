//! The inflected forms of the words of a name, folded. Polish declension as in any grammar: endings of nouns and of
//! adjectives of both genders, with the alternations that folding does not take away already (ó and ą are o and a then).

use std::collections::BTreeMap;

use super::passages::words;

/// What a word may be in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordClass {
    /// A form of a part of the surname, counted from 0.
    Surname(u8),
    /// A form of a given name.
    Given,
    /// The first letter of a given name, as a capital.
    Initial,
}

impl WordClass {
    /// The class as a number, for storage.
    #[must_use]
    pub fn to_number(self) -> i64 {
        match self {
            Self::Surname(part) => i64::from(part),
            Self::Given => 100,
            Self::Initial => 101,
        }
    }

    /// The class of a number; none when there is no such class.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            100 => Some(Self::Given),
            101 => Some(Self::Initial),
            _ => u8::try_from(number).ok().filter(|it| *it < 100).map(Self::Surname),
        }
    }
}

/// Endings of all cases, folded.
const ENDINGS: &[&str] = &[
    "", "a", "ach", "ami", "e", "ego", "ej", "em", "emu", "ewi", "i", "ia", "iach", "iami", "ich", "ie",
    "iego", "iej", "iem", "iemu", "ieni", "imi", "im", "io", "iom", "iowi", "iow", "iu", "o", "om", "ow",
    "owa", "owe", "owej", "owi", "owie", "owna", "owne", "ownie", "owny", "u", "y", "ych", "ym", "ymi",
];

/// How the end of a stem changes before some endings, folded: `Góra`, `Górze`; `Marta`, `Marcie`; `Kinga`, `Kindze`.
const ALTERNATIONS: &[(&str, &str)] = &[
    ("tt", "ci"),
    ("st", "sci"),
    ("zd", "zdzi"),
    ("ch", "sz"),
    ("sk", "sc"),
    ("ck", "cc"),
    ("k", "c"),
    ("g", "dz"),
    ("h", "z"),
    ("r", "rz"),
    ("t", "ci"),
    ("d", "dzi"),
    ("c", "cz"),
];

/// The words of one name, in every form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameForms {
    words: BTreeMap<String, Vec<WordClass>>,
    surnames: Vec<String>,
    has_given: bool,
}

impl NameForms {
    /// The forms of a full name: given names, then the surname as the last word, with a hyphen when it is of two parts.
    #[must_use]
    pub fn new(full_name: &str) -> Self {
        let mut names: Vec<&str> = full_name.split_whitespace().collect();
        // A dash between spaces joins the parts of one surname.
        names.retain(|it| it.chars().any(char::is_alphabetic));
        let is_joined =
            |text: &str| text.contains(['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}']);
        let mut surname_from = names.len().saturating_sub(1);
        let spaced: String = full_name.split_whitespace().collect::<Vec<_>>().join(" ");
        if names.len() >= 3 && !names.last().is_some_and(|it| is_joined(it)) && is_joined(&spaced) {
            surname_from -= 1;
        }
        let (given, surname) = names.split_at(surname_from);
        let mut forms = Self { words: BTreeMap::new(), surnames: Vec::new(), has_given: !given.is_empty() };
        for (part, word) in surname.iter().flat_map(|it| words(it)).enumerate() {
            let class = WordClass::Surname(u8::try_from(part).unwrap_or(99).min(99));
            forms.add(&word.folded, class);
            forms.surnames.push(word.folded);
        }
        for word in given.iter().flat_map(|it| words(it)) {
            forms.add(&word.folded, WordClass::Given);
            if let Some(initial) = word.folded.chars().next() {
                forms.put(initial.to_string(), WordClass::Initial);
            }
        }
        forms
    }

    fn add(&mut self, word: &str, class: WordClass) {
        for form in forms_of(word) {
            self.put(form, class);
        }
    }

    fn put(&mut self, form: String, class: WordClass) {
        let classes = self.words.entry(form).or_default();
        if !classes.contains(&class) {
            classes.push(class);
        }
    }

    /// Every form with what it may be, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, WordClass)> {
        self.words.iter().flat_map(|(form, classes)| classes.iter().map(move |it| (form.as_str(), *it)))
    }

    /// What a folded word may be in the name; empty when it is none of its forms.
    #[must_use]
    pub fn classes(&self, folded: &str) -> &[WordClass] {
        self.words.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The parts of the surname as given, folded.
    #[must_use]
    pub fn surnames(&self) -> &[String] {
        &self.surnames
    }

    /// Whether the name has a given name; without one a surname alone is certain.
    #[must_use]
    pub fn has_given(&self) -> bool {
        self.has_given
    }

    /// The words of the name in the nominative, folded and sorted: the same however the name is written.
    #[must_use]
    pub fn canonical(full_name: &str) -> String {
        let mut all: Vec<String> = words(full_name).into_iter().map(|it| it.folded).collect();
        all.sort();
        all.join(" ")
    }
}

/// All forms of a folded word.
fn forms_of(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.chars().count() < 2 {
        return forms;
    }
    for stem in stems(word) {
        for ending in ENDINGS {
            // The stem of a short name alone (`Ew` of Ewa) is a form only where the name is masculine.
            if !ending.is_empty() || stem.chars().count() >= 3 {
                forms.push(format!("{stem}{ending}"));
            }
        }
    }
    forms.retain(|it| it.chars().count() >= 2);
    forms.sort();
    forms.dedup();
    forms
}

/// What the endings come after: the word without its vowel, with a fleeting `e` left out, with its end changed.
fn stems(word: &str) -> Vec<String> {
    let bare = word.strip_suffix(['a', 'e', 'i', 'o', 'y', 'u']).unwrap_or(word);
    let bare = bare.strip_suffix('i').unwrap_or(bare);
    let mut stems = vec![bare.to_owned()];
    if bare == word {
        stems.extend(fleeting(word));
        // Nowak, but Gołąb, Gołębia: the nasal vowel of the last syllable.
        if let Some((head, tail)) = bare.rsplit_once('a')
            && !tail.is_empty()
            && tail.chars().count() <= 2
        {
            stems.push(format!("{head}e{tail}"));
        }
    }
    let changed: Vec<String> = stems.iter().flat_map(|it| alternations(it)).collect();
    stems.extend(changed);
    stems
}

/// `Marek`, `Marka`; `Kupiec`, `Kupca`; `Kozieł`, `Kozła`; `Luter`, `Lutra`.
fn fleeting(word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let last = letters.pop()?;
    if letters.len() < 3 || letters.pop()? != 'e' || !matches!(last, 'k' | 'c' | 'l' | 'r' | 'n') {
        return None;
    }
    if letters.last() == Some(&'i') {
        letters.pop();
    }
    letters.push(last);
    Some(letters.into_iter().collect())
}

fn alternations(stem: &str) -> Vec<String> {
    let changed = ALTERNATIONS.iter().filter_map(|(end, other)| {
        let head = stem.strip_suffix(end)?;
        Some(format!("{head}{other}"))
    });
    changed.collect()
}
