//! The index: words of forms, and which forms have them.

use std::collections::BTreeMap;

use domain::mention::AliasKind;
use domain::polish::{exact_key, tokens};
use domain::record::{Noun, Record, RecordRef};
use domain::vocabulary::Label;

use super::{MatchKind, SearchKind};
use crate::network::Network;

/// A form of a record, as words.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// The document of the index that it is a form of.
    pub(super) document: u32,
    /// What it is.
    pub(super) kind: MatchKind,
    /// How a mention relates to the name.
    pub(super) alias: Option<AliasKind>,
    /// The text as written.
    pub(super) text: Box<str>,
    /// The number of its words.
    pub(super) words: u32,
}

/// A record that is searched.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// The record.
    pub(super) node: RecordRef,
    /// Its kind; none for types, which lead to institutions and are not found themselves.
    pub(super) kind: Option<SearchKind>,
}

/// What is searched. Built once for a network; see [`Network::search_index`].
#[derive(Debug, Clone, Default)]
pub struct SearchIndex {
    pub(super) documents: Vec<Document>,
    pub(super) forms: Vec<Form>,
    /// The folded words, in order.
    words: Vec<Box<str>>,
    /// For each word, the forms that have it, in order.
    postings: Vec<Vec<u32>>,
    /// For each unit of territory, by the position of its document: the documents of institutions seated in it, or,
    /// for a powiat, in a gmina of it.
    pub(super) seated: BTreeMap<u32, Vec<u32>>,
    /// For each type, by the position of its document: the documents of institutions of it or of a type below.
    pub(super) typed: BTreeMap<u32, Vec<u32>>,
}

impl SearchIndex {
    /// The number of records that can be found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents.iter().filter(|it| it.kind.is_some()).count()
    }

    /// Whether nothing can be found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Builds the index of a network. Time and space O(text).
    #[must_use]
    pub fn build(network: &Network) -> Self {
        let mut builder = Builder::default();
        builder.read(network.record());
        builder.mentions(network);
        let mut index = builder.finish();
        index.link(network);
        index
    }

    /// The words equal to `word`, and those that begin with `stem`, with their positions.
    pub(super) fn words_from<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = (u32, &'a str)> + 'a {
        let first = self.words.partition_point(|it| &**it < stem);
        let words = self.words.iter().enumerate().skip(first);
        words
            .take_while(move |(_, it)| it.starts_with(stem))
            .map(|(position, it)| (u32::try_from(position).unwrap_or(u32::MAX), &**it))
    }

    /// The forms that have a word.
    pub(super) fn forms_with(&self, word: u32) -> &[u32] {
        self.postings.get(word as usize).map_or(&[], Vec::as_slice)
    }

    /// Joins institutions to the documents of their seats and types.
    fn link(&mut self, network: &Network) {
        let record = network.record();
        let of: BTreeMap<RecordRef, u32> =
            self.documents.iter().map(|it| it.node.clone()).zip(0u32..).collect();
        for institution in &record.institutions {
            let Some(document) = of.get(&institution.reference()) else { continue };
            let mut unit = institution.seat.as_ref().and_then(|it| network.get(it));
            while let Some(at) = unit {
                use domain::territory::TerritoryLevel as Level;
                if !matches!(at.level, Level::Gmina | Level::Powiat | Level::Place) {
                    break;
                }
                if let Some(place) = of.get(&at.reference()) {
                    self.seated.entry(*place).or_default().push(*document);
                }
                unit = at.parent.as_ref().and_then(|it| network.get(it));
            }
            let mut r#type = institution.r#type.as_ref().and_then(|it| network.get(it));
            for _ in 0..=record.institution_types.len() {
                let Some(at) = r#type else { break };
                if let Some(place) = of.get(&at.reference()) {
                    self.typed.entry(*place).or_default().push(*document);
                }
                r#type = at.parent.as_ref().and_then(|it| network.get(it));
            }
        }
    }
}

/// Whether a form, as written, has a word of the question with the very marks that it was asked with.
pub(super) fn has_exactly(form: &str, word: &str) -> bool {
    exact_key(form).split(|it: char| !it.is_alphanumeric()).any(|it| it == word)
}

#[derive(Default)]
struct Builder {
    index: SearchIndex,
    postings: BTreeMap<Box<str>, Vec<u32>>,
}

impl Builder {
    fn document(&mut self, node: RecordRef, kind: Option<SearchKind>, forms: &[(MatchKind, Option<&Label>)]) {
        let document = u32::try_from(self.index.documents.len()).unwrap_or(u32::MAX);
        self.index.documents.push(Document { node, kind });
        for (kind, text) in forms {
            if let Some(text) = text {
                self.form(document, *kind, None, text.as_str());
            }
        }
    }

    fn form(&mut self, document: u32, kind: MatchKind, alias: Option<AliasKind>, text: &str) {
        let mut words = tokens(text);
        let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
        words.sort();
        words.dedup();
        let form = u32::try_from(self.index.forms.len()).unwrap_or(u32::MAX);
        self.index.forms.push(Form { document, kind, alias, text: text.into(), words: count });
        for word in words {
            self.postings.entry(word.into_boxed_str()).or_default().push(form);
        }
    }

    fn read(&mut self, record: &Record) {
        use MatchKind as M;
        for it in &record.territories {
            let mut forms = vec![
                (M::Name, Some(&it.name)),
                (M::PlaceForm, it.name_genitive.as_ref()),
                (M::PlaceForm, it.name_locative.as_ref()),
            ];
            forms.extend(it.other_names.iter().map(|it| (M::PlaceForm, Some(it))));
            self.document(it.reference(), Some(SearchKind::Territory), &forms);
            if let Some(code) = &it.teryt {
                let document = u32::try_from(self.index.documents.len() - 1).unwrap_or(u32::MAX);
                self.form(document, M::Code, None, code.as_str());
            }
        }
        for it in &record.institution_types {
            let mut forms = vec![(M::Type, Some(&it.code)), (M::Type, Some(&it.name_pl))];
            forms.extend(it.forms.iter().map(|it| (M::Type, Some(it))));
            self.document(it.reference(), None, &forms);
        }
        for it in &record.institutions {
            let forms = [
                (M::Name, Some(&it.name_pl)),
                (M::EnglishName, it.name_en.as_ref()),
                (M::ShortName, it.short_name.as_ref()),
            ];
            self.document(it.reference(), Some(SearchKind::Institution), &forms);
        }
        for it in &record.partnerships {
            let forms = [(M::Name, Some(&it.name_pl)), (M::EnglishName, it.name_en.as_ref())];
            self.document(it.reference(), Some(SearchKind::Partnership), &forms);
        }
        for it in &record.bodies {
            let forms = [
                (M::Name, Some(&it.name_pl)),
                (M::EnglishName, it.name_en.as_ref()),
                (M::ShortName, it.short_name.as_ref()),
            ];
            self.document(it.reference(), Some(SearchKind::Body), &forms);
        }
        for it in &record.meetings {
            let forms = [
                (M::Name, Some(&it.name_pl)),
                (M::EnglishName, it.name_en.as_ref()),
                (M::Title, it.title.as_ref()),
            ];
            self.document(it.reference(), Some(SearchKind::Meeting), &forms);
        }
        for it in &record.meeting_series {
            let forms = [(M::Name, Some(&it.name_pl)), (M::EnglishName, it.name_en.as_ref())];
            self.document(it.reference(), Some(SearchKind::MeetingSeries), &forms);
        }
        for it in &record.offices {
            let forms = [(M::Name, Some(&it.title_pl)), (M::EnglishName, Some(&it.title_en))];
            self.document(it.reference(), Some(SearchKind::Office), &forms);
        }
        for it in &record.topics {
            let forms = [(M::Name, Some(&it.name_pl)), (M::EnglishName, Some(&it.name_en))];
            self.document(it.reference(), Some(SearchKind::Topic), &forms);
        }
        for it in &record.documents {
            self.document(it.reference(), Some(SearchKind::Document), &[(M::Title, Some(&it.title))]);
        }
    }

    /// Adds the forms by which documents mention records, and the names of merged institutions.
    fn mentions(&mut self, network: &Network) {
        let of: BTreeMap<RecordRef, u32> =
            self.index.documents.iter().map(|it| it.node.clone()).zip(0u32..).collect();
        for mention in &network.record().mentions {
            if let Some(document) = of.get(&mention.target) {
                let is_type = mention.target.kind == domain::vocabulary::InstitutionType::KIND;
                let kind = if is_type { MatchKind::Type } else { MatchKind::Mention };
                self.form(*document, kind, Some(mention.kind), mention.surface.as_str());
            }
        }
        for absorbed in &network.merges().absorbed {
            let canonical = network.merges().canonical.get(&absorbed.key).map(domain::id::Id::reference);
            if let Some(document) = canonical.and_then(|it| of.get(&it)) {
                self.form(*document, MatchKind::MergedName, None, absorbed.name_pl.as_str());
            }
        }
    }

    fn finish(self) -> SearchIndex {
        let (words, postings) = self.postings.into_iter().unzip();
        SearchIndex { words, postings, ..self.index }
    }
}
