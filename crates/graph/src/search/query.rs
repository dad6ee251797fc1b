//! The question: its words, what each finds, and the order of what all of them find.

use std::collections::BTreeMap;

use domain::polish::{CollationKey, exact_key, fold, tokens};
use domain::record::RecordRef;

use super::index::{Form, SearchIndex, has_exactly};
use super::{MatchKind, QUESTION_MAX, SearchError, SearchHit, SearchKind, SearchMatch, WORDS_MAX};
use crate::network::Network;

/// The shortest word that finds longer words which begin with it.
const PREFIX_MIN: usize = 3;
/// The shortest stem by which words with different endings are one.
const STEM_MIN: usize = 5;
/// The most forms that a hit tells of.
const MATCHES_MAX: usize = 5;
/// Polish endings of nouns and adjectives, folded, longest first.
const ENDINGS: &[&str] = &[
    "iego", "iemu", "ymi", "imi", "ego", "emu", "ach", "ami", "owi", "iej", "iem", "ych", "ich", "ym", "im",
    "ej", "om", "ow", "ie", "em", "ia", "iu", "a", "e", "i", "o", "u", "y",
];

/// How a word was found in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Ending,
    Beginning,
    Whole,
}

/// What a word of the question finds of a record.
#[derive(Debug, Clone, Copy)]
struct Found {
    weight: f64,
    form: u32,
    exact: bool,
    kind: MatchKind,
    /// Whether the whole word was found, not its beginning or stem.
    whole: bool,
}

/// The records that a question finds, the best first; of the kinds given, or of all kinds when none is.
///
/// # Errors
/// [`SearchError::TooLong`].
pub fn search(
    network: &Network,
    question: &str,
    kinds: &[SearchKind],
) -> Result<Vec<SearchHit>, SearchError> {
    let length = question.chars().count();
    if length > QUESTION_MAX {
        return Err(SearchError::TooLong { length });
    }
    let index = network.search_index();
    let words = words_of(question);
    let mut found: BTreeMap<u32, Vec<Vec<Found>>> = BTreeMap::new();
    for (nth, (folded, exact)) in words.iter().enumerate() {
        let of_word = find(index, folded, exact, kinds);
        // Every word must find something of a record; the first decides which records are looked at.
        if nth == 0 {
            found = of_word.into_iter().map(|(document, list)| (document, vec![list])).collect();
        } else {
            found.retain(|document, lists| {
                let list = of_word.get(document);
                lists.extend(list.cloned());
                list.is_some()
            });
        }
    }
    let mut hits: Vec<_> =
        found.iter().filter_map(|(document, lists)| hit(index, *document, lists)).collect();
    hits.sort_by_cached_key(|it| {
        // Scores are rounded to thousandths of one, so that rounding of sums decides no order.
        let score = u32::MAX - (it.score * 1000.0).round() as u32;
        (score, it.kind, name_of(network, &it.node).map(|it| CollationKey::new(&it)), it.node.key.clone())
    });
    Ok(hits)
}

/// The words of a question, folded and as asked.
fn words_of(question: &str) -> Vec<(String, String)> {
    let exact = exact_key(question);
    let as_asked: Vec<&str> = exact.split(|it: char| !it.is_alphanumeric()).collect();
    let mut words: Vec<(String, String)> = Vec::new();
    for folded in tokens(question) {
        if words.len() < WORDS_MAX && !words.iter().any(|it| it.0 == folded) {
            let asked =
                as_asked.iter().find(|it| fold(it) == folded).map_or(folded.clone(), |it| (*it).to_owned());
            words.push((folded, asked));
        }
    }
    words
}

/// What a word finds of each document: own forms, and for institutions forms of their type and seat.
fn find(index: &SearchIndex, word: &str, asked: &str, kinds: &[SearchKind]) -> BTreeMap<u32, Vec<Found>> {
    let mut forms = BTreeMap::<u32, How>::new();
    for (position, how) in similar(index, word) {
        for form in index.forms_with(position) {
            let known = forms.entry(*form).or_insert(how);
            *known = (*known).max(how);
        }
    }
    let is_asked = |kind: Option<SearchKind>| kind.is_some_and(|it| kinds.is_empty() || kinds.contains(&it));
    let institutions = is_asked(Some(SearchKind::Institution));
    let mut found = BTreeMap::<u32, Vec<Found>>::new();
    for (position, how) in forms {
        let Some(form) = index.forms.get(position as usize) else { continue };
        let Some(document) = index.documents.get(form.document as usize) else { continue };
        let exact = how == How::Whole && has_exactly(&form.text, asked);
        let whole = how == How::Whole;
        if is_asked(document.kind) {
            let weight = weight(how, exact);
            found.entry(form.document).or_default().push(Found {
                weight,
                form: position,
                exact,
                kind: form.kind,
                whole,
            });
        }
        // Beginnings and stems of places and types would find too much.
        if institutions && whole && form.kind != MatchKind::Code {
            let mut lead = |list: Option<&Vec<u32>>, kind: MatchKind| {
                let weight = if exact { 0.6 } else { 0.57 };
                for institution in list.into_iter().flatten() {
                    let of = Found { weight, form: position, exact, kind, whole };
                    found.entry(*institution).or_default().push(of);
                }
            };
            lead(index.seated.get(&form.document), MatchKind::Seat);
            lead(index.typed.get(&form.document), MatchKind::Type);
        }
    }
    found
}

fn weight(how: How, exact: bool) -> f64 {
    match how {
        How::Whole if exact => 1.0,
        How::Whole => 0.95,
        How::Beginning | How::Ending => 0.5,
    }
}

/// The words of the index that are the word, begin with it, or have its stem.
fn similar(index: &SearchIndex, word: &str) -> Vec<(u32, How)> {
    let stem = stem(word);
    let from = if word.len() >= PREFIX_MIN { stem.unwrap_or(word) } else { word };
    let how = |other: &str| {
        if other == word {
            Some(How::Whole)
        } else if word.len() >= PREFIX_MIN && other.starts_with(word) {
            Some(How::Beginning)
        } else {
            (stem.is_some() && self::stem(other) == stem).then_some(How::Ending)
        }
    };
    index.words_from(from).filter_map(|(position, other)| how(other).map(|it| (position, it))).collect()
}

/// The word without its ending; none when it has none, or too little is left.
fn stem(word: &str) -> Option<&str> {
    let endings = ENDINGS.iter().filter_map(|it| word.strip_suffix(it));
    endings.into_iter().find(|it| it.chars().count() >= STEM_MIN)
}

fn hit(index: &SearchIndex, document: u32, lists: &[Vec<Found>]) -> Option<SearchHit> {
    let value = index.documents.get(document as usize)?;
    let best = |list: &Vec<Found>| list.iter().map(|it| it.weight).fold(0.0, f64::max);
    let mean = lists.iter().map(best).sum::<f64>() / lists.len() as f64;
    let mut forms = BTreeMap::<(u32, MatchKind), InForm>::new();
    for (nth, found) in lists.iter().enumerate().flat_map(|(nth, list)| list.iter().map(move |it| (nth, it)))
    {
        let entry = forms.entry((found.form, found.kind)).or_insert(InForm {
            words: 0,
            whole: 0,
            exact: true,
            weight: 0.0,
        });
        entry.words |= 1 << nth;
        entry.whole += u32::from(found.whole);
        entry.exact &= found.exact;
        entry.weight += found.weight;
    }
    let share = |form: &Form, it: &InForm| (f64::from(it.whole) / f64::from(form.words.max(1))).min(1.0);
    let is_own = |kind: MatchKind| !matches!(kind, MatchKind::Seat | MatchKind::Type);
    let mut covered = 0.0_f64;
    let mut ranked = Vec::new();
    for ((position, kind), it) in &forms {
        let Some(form) = index.forms.get(*position as usize) else { continue };
        let share = share(form, it);
        if is_own(*kind) {
            covered = covered.max(share);
        }
        let rank = (u64::MAX - (it.weight * 1000.0).round() as u64, u64::MAX - (share * 1000.0) as u64);
        let alias = form.alias.filter(|_| is_own(*kind));
        let told = SearchMatch { kind: *kind, form: form.text.to_string(), alias, exact: it.exact };
        ranked.push((rank, told, it.words));
    }
    ranked.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let matched = telling(ranked.into_iter().map(|it| (it.1, it.2)), (1 << lists.len()) - 1);
    let score = 0.8 * mean + 0.2 * covered;
    Some(SearchHit { node: value.node.clone(), kind: value.kind?, score, matched })
}

/// What of a question is in one form.
struct InForm {
    /// Which words of the question, as bits.
    words: u32,
    /// How many of them as whole words.
    whole: u32,
    /// Whether all of them with the marks that were asked for.
    exact: bool,
    weight: f64,
}

/// The forms worth telling of, the best first: those that have the whole question, or a word that none before has.
fn telling(ranked: impl Iterator<Item = (SearchMatch, u32)>, all: u32) -> Vec<SearchMatch> {
    let mut told: Vec<SearchMatch> = Vec::new();
    let mut words = 0;
    for (it, of_form) in ranked {
        let adds = of_form == all || of_form & !words != 0;
        if adds && told.len() < MATCHES_MAX && !told.contains(&it) {
            words |= of_form;
            told.push(it);
        }
    }
    told
}

/// The name that a record is ordered by.
fn name_of(network: &Network, node: &RecordRef) -> Option<String> {
    use domain::record::RecordKind as K;
    let key = &*node.key;
    let name = match node.kind {
        K::TerritorialUnit => network.find::<domain::territory::TerritorialUnit>(key).map(|it| &it.name),
        K::Institution => network.find::<domain::institution::Institution>(key).map(|it| &it.name_pl),
        K::Partnership => network.find::<domain::partnership::Partnership>(key).map(|it| &it.name_pl),
        K::Body => network.find::<domain::body::Body>(key).map(|it| &it.name_pl),
        K::Meeting => network.find::<domain::meeting::Meeting>(key).map(|it| &it.name_pl),
        K::MeetingSeries => network.find::<domain::meeting::MeetingSeries>(key).map(|it| &it.name_pl),
        K::Office => network.find::<domain::office::Office>(key).map(|it| &it.title_pl),
        K::Topic => network.find::<domain::vocabulary::Topic>(key).map(|it| &it.name_pl),
        K::SourceDocument => network.find::<domain::document::SourceDocument>(key).map(|it| &it.title),
        _ => None,
    };
    name.map(ToString::to_string)
}
