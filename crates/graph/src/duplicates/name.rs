//! Names taken apart: the type word, the places, the numbers, and what is left, which is the name of its own.
//!
//! Polish inflects all of a name: "Ośrodek Pomocy Społecznej w Deszcznie", "Ośrodka Pomocy Społecznej z Deszczna". The
//! forms of types and of places are data, so these are recognised whole; of what is left words are compared by their
//! stems, then by trigrams of folded text (identifiers.md 3.3).
//!
//! Two names are the same when what is left is equal, and different when they name different places or numbers, or are
//! of different families of types. They are similar when each word of the shorter one has a counterpart in the longer
//! one, and all words together share most of their trigrams: so what very many names have in common, such as "na rzecz
//! rozwoju", makes no two of them similar. Names with nothing left say something only by an equal type word and place.

use std::cmp::Ordering;
use std::collections::HashMap;

use domain::polish::tokens;
use domain::territory::TerritoryLevel;

use super::trigram::{Trigrams, similarity};
use crate::network::Network;

/// From which similarity of trigrams on names are similar: Dice's coefficient of their sets.
pub const SIMILAR: f64 = 0.7;
/// From which similarity of trigrams on a word is the counterpart of another.
pub const COUNTERPART: f64 = 0.5;
/// The most letters of an ending; a stem keeps at least [`STEM_MIN`].
const ENDING_MAX: usize = 3;
/// The fewest letters of a stem.
const STEM_MIN: usize = 4;
/// The factor of names that are the same up to inflection.
const INFLECTED: f64 = 0.95;
/// The factor of names of which one names a place and the other does not.
const PLACE_UNSAID: f64 = 0.9;

/// How two names are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The same up to case, marks and punctuation.
    Same,
    /// The same up to inflection.
    Inflected,
    /// Most trigrams are shared.
    Similar,
}

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameParts {
    /// The position, in the list of the record, of the type that the name begins by naming; none when it names none.
    pub r#type: Option<u32>,
    /// The places that it names, by the number of their name, in order, each once.
    pub places: Vec<u32>,
    /// The words with digits in them, in order.
    pub numbers: Vec<String>,
    /// What is left: the folded words.
    pub core: String,
    /// What is left, by the stems of its words.
    pub stems: String,
    /// The words of what is left.
    pub words: Vec<Word>,
    /// The trigrams of what is left.
    pub trigrams: Trigrams,
}

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Folded.
    pub text: String,
    /// Its trigrams.
    pub trigrams: Trigrams,
}

impl Word {
    fn new(text: String) -> Self {
        Self { trigrams: Trigrams::of(&text), text }
    }

    /// The word without what may be its ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        stem(&self.text)
    }

    fn is_counterpart(&self, other: &Self) -> bool {
        self.stem() == other.stem() || similarity(&self.trigrams, &other.trigrams) >= COUNTERPART
    }
}

impl NameParts {
    /// How alike two names are, over 0 to 1, by their words alone; none when they are not, or nothing can be said.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Option<(Likeness, f64)> {
        let apart = !self.places.is_empty()
            && !other.places.is_empty()
            && !self.places.iter().any(|it| other.places.contains(it));
        if self.numbers != other.numbers || apart {
            return None;
        }
        if self.core.is_empty() && other.core.is_empty() {
            let says_enough = self.r#type.is_some() && self.r#type == other.r#type;
            let same_places = !self.places.is_empty() && self.places == other.places;
            return (says_enough && same_places).then_some((Likeness::Same, 1.0));
        }
        if self.core.is_empty() || other.core.is_empty() {
            return None;
        }
        let place = if self.places.is_empty() == other.places.is_empty() { 1.0 } else { PLACE_UNSAID };
        self.core_likeness(other).map(|(how, similarity)| (how, similarity * place))
    }

    /// How alike two names are by what is left of them, which is not nothing.
    #[must_use]
    pub fn core_likeness(&self, other: &Self) -> Option<(Likeness, f64)> {
        if self.core == other.core {
            return Some((Likeness::Same, 1.0));
        }
        if self.stems == other.stems {
            return Some((Likeness::Inflected, INFLECTED));
        }
        let covers = |few: &Self, many: &Self| {
            few.words.iter().all(|it| many.words.iter().any(|other| it.is_counterpart(other)))
        };
        let is_covered = match self.words.len().cmp(&other.words.len()) {
            Ordering::Less => covers(self, other),
            Ordering::Greater => covers(other, self),
            Ordering::Equal => covers(self, other) && covers(other, self),
        };
        let shared = if is_covered { similarity(&self.trigrams, &other.trigrams) } else { 0.0 };
        (shared >= SIMILAR).then_some((Likeness::Similar, shared))
    }

    /// What makes two forms stand for the same: type word, places, numbers and stems; none when the form is too general
    /// to stand for one institution, as an abbreviation of a type is (amb-04, amb-37).
    #[must_use]
    pub fn key(&self) -> Option<String> {
        let says_enough = !self.stems.is_empty() || (self.r#type.is_some() && !self.places.is_empty());
        says_enough
            .then(|| format!("{:?}|{:?}|{}|{}", self.r#type, self.places, self.numbers.join(" "), self.stems))
    }
}

/// What a form of the vocabularies stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Type(u32),
    Place(u32),
}

/// Takes names apart by the vocabularies of a record.
pub struct NameReader {
    /// The forms, by their folded words.
    forms: HashMap<String, Meaning>,
    /// By the first word of a form: how many words such forms have, the most first.
    lengths: HashMap<String, Vec<usize>>,
    /// For each number of a name of places: the position of the one gmina of that name; none when there are several or
    /// none.
    gminas: Vec<Option<u32>>,
}

impl NameReader {
    /// The reader for a network's types and territories. Of equal forms the first recorded counts. Time O(forms).
    #[must_use]
    pub fn new(network: &Network) -> Self {
        let record = network.record();
        let mut reader = Self { forms: HashMap::new(), lengths: HashMap::new(), gminas: Vec::new() };
        for (at, it) in (0u32..).zip(&record.institution_types) {
            for text in [&it.code, &it.name_pl].into_iter().chain(&it.forms) {
                reader.form(&tokens(text.as_str()), Meaning::Type(at));
            }
        }
        let mut numbers = HashMap::<Vec<String>, u32>::new();
        let mut gminas: Vec<Vec<u32>> = Vec::new();
        for (at, it) in (0u32..).zip(&record.territories) {
            let number = *numbers.entry(tokens(it.name.as_str())).or_insert_with(|| {
                gminas.push(Vec::new());
                u32::try_from(gminas.len() - 1).unwrap_or(u32::MAX)
            });
            if let Some(list) = gminas.get_mut(number as usize).filter(|_| it.level == TerritoryLevel::Gmina)
            {
                list.push(at);
            }
            let own = [Some(&it.name), it.name_genitive.as_ref(), it.name_locative.as_ref()];
            for text in own.into_iter().flatten().chain(&it.other_names) {
                reader.form(&tokens(text.as_str()), Meaning::Place(number));
            }
        }
        let only = |list: Vec<u32>| if let [one] = list.as_slice() { Some(*one) } else { None };
        reader.gminas = gminas.into_iter().map(only).collect();
        reader
    }

    fn form(&mut self, words: &[String], meaning: Meaning) {
        let Some(first) = words.first() else { return };
        let lengths = self.lengths.entry(first.clone()).or_default();
        if let Err(place) = lengths.binary_search_by(|it| words.len().cmp(it)) {
            lengths.insert(place, words.len());
        }
        self.forms.entry(words.join(" ")).or_insert(meaning);
    }

    /// The longest form that the words begin with: how many words it has, and what it means.
    fn find(&self, words: &[String]) -> Option<(usize, Meaning)> {
        let lengths = self.lengths.get(words.first()?)?;
        let forms = lengths.iter().filter_map(|it| Some((*it, words.get(..*it)?.join(" "))));
        forms.filter_map(|(length, form)| Some((length, *self.forms.get(&form)?))).next()
    }

    /// The position, in the list of territories, of the one gmina that a name of places is that of.
    #[must_use]
    pub fn gmina(&self, place: u32) -> Option<u32> {
        self.gminas.get(place as usize).copied().flatten()
    }

    /// Takes a name apart. Time O(words · lengths of forms).
    #[must_use]
    pub fn read(&self, text: &str) -> NameParts {
        let words = tokens(text);
        let mut parts = Parts::default();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let Some((length, meaning)) = self.find(words.get(at..).unwrap_or_default()) else {
                parts.word(word);
                at += 1;
                continue;
            };
            match meaning {
                Meaning::Place(place) => parts.places.push(place),
                Meaning::Type(r#type) if parts.r#type.is_none() => parts.r#type = Some(r#type),
                // A further type word is part of the name: the same whatever its ending.
                Meaning::Type(r#type) => parts.left.push(format!("type{type}", r#type = r#type)),
            }
            at += length;
        }
        parts.done()
    }
}

#[derive(Default)]
struct Parts {
    r#type: Option<u32>,
    places: Vec<u32>,
    numbers: Vec<String>,
    left: Vec<String>,
}

impl Parts {
    fn word(&mut self, word: &str) {
        if word.chars().any(|it| it.is_ascii_digit()) {
            self.numbers.push(word.to_owned());
        } else {
            self.left.push(word.to_owned());
        }
    }

    fn done(mut self) -> NameParts {
        self.places.sort_unstable();
        self.places.dedup();
        let core = self.left.join(" ");
        let stems = self.left.iter().map(|it| stem(it)).collect::<Vec<_>>().join(" ");
        let trigrams = Trigrams::of(&core);
        let words = self.left.into_iter().map(Word::new).collect();
        NameParts {
            r#type: self.r#type,
            places: self.places,
            numbers: self.numbers,
            core,
            stems,
            words,
            trigrams,
        }
    }
}

/// A word without what may be its ending: crude, and the same for all words, so that it can only join too much. What it
/// joins is shown to a person, never merged.
fn stem(word: &str) -> &str {
    let letters = word.chars().count();
    let kept = letters.saturating_sub(ENDING_MAX).max(STEM_MIN);
    word.char_indices().nth(kept).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}
