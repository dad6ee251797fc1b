//! The record as it is, looked at from names, numbers and natural keys.

use std::collections::HashMap;
use std::sync::Arc;

use domain::identifier::{IdentifierScheme, IdentifierStatus};
use domain::identity::DecisionStatus;
use domain::institution::Institution;
use domain::mention::AliasKind;
use domain::record::{Record, RecordKind};
use domain::vocabulary::Label;

use super::names::{Found, Names};

/// Names and numbers of what is in the record, and of what rows add.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) institutions: Names,
    /// The names that are not the institution's own, but aliases that documents use.
    pub(crate) aliases: Names,
    /// Institutions by their own numbers.
    numbers: HashMap<(IdentifierScheme, String), Vec<Arc<str>>>,
    /// Institutions that are read as others, by accepted decisions.
    canonical: HashMap<Arc<str>, Arc<str>>,
    pub(crate) offices: Names,
    pub(crate) bodies: Names,
    pub(crate) partnerships: Names,
    pub(crate) meetings: Names,
    pub(crate) resolutions: Names,
    pub(crate) calls: Names,
    pub(crate) programmes: Names,
    pub(crate) documents: Names,
    pub(crate) types: Names,
    pub(crate) sectors: Names,
    pub(crate) functions: Names,
    pub(crate) topics: Names,
    pub(crate) meeting_kinds: Names,
    pub(crate) territories: Names,
    codes: HashMap<String, Vec<Arc<str>>>,
}

fn labels<'a>(names: impl IntoIterator<Item = Option<&'a Label>>) -> Vec<&'a str> {
    names.into_iter().flatten().map(Label::as_str).collect()
}

impl Index {
    /// Looks at a record. Time O(record).
    pub(crate) fn of(record: &Record) -> Self {
        let mut index = Self::default();
        index.vocabularies(record);
        index.parties(record);
        for it in &record.partnerships {
            index.partnerships.add(it.key.as_str(), labels([Some(&it.name_pl), it.name_en.as_ref()]));
        }
        for it in &record.meetings {
            index.meetings.add(it.key.as_str(), []);
        }
        for it in &record.resolutions {
            index.resolutions.add(it.key.as_str(), []);
        }
        for it in &record.calls {
            index.calls.add(it.key.as_str(), labels([Some(&it.number), it.title.as_ref()]));
        }
        for it in &record.programmes {
            index.programmes.add(it.key.as_str(), labels([Some(&it.name_pl), it.name_en.as_ref()]));
        }
        for it in &record.documents {
            index.documents.add(it.key.as_str(), []);
        }
        index
    }

    fn vocabularies(&mut self, record: &Record) {
        for it in &record.institution_types {
            let names = [Some(&it.code), Some(&it.name_pl), Some(&it.name_en)]
                .into_iter()
                .chain(it.forms.iter().map(Some));
            self.types.add(it.key.as_str(), labels(names));
        }
        for it in &record.sectors {
            self.sectors.add(it.key.as_str(), labels([Some(&it.code), Some(&it.name_pl), Some(&it.name_en)]));
        }
        for it in &record.functions {
            self.functions
                .add(it.key.as_str(), labels([Some(&it.code), Some(&it.name_pl), Some(&it.name_en)]));
        }
        for it in &record.topics {
            self.topics.add(it.key.as_str(), labels([Some(&it.name_pl), Some(&it.name_en)]));
        }
        for it in &record.meeting_kinds {
            self.meeting_kinds
                .add(it.key.as_str(), labels([Some(&it.code), Some(&it.name_pl), Some(&it.name_en)]));
        }
        for it in &record.territories {
            let names = [Some(&it.name)].into_iter().chain(it.other_names.iter().map(Some));
            self.territories.add(it.key.as_str(), labels(names));
            if let Some(code) = &it.teryt {
                let code = code.without_kind().as_str().to_owned();
                self.codes.entry(code).or_default().push(it.key.as_str().into());
            }
        }
    }

    fn parties(&mut self, record: &Record) {
        for it in &record.institutions {
            self.declare(it);
        }
        for it in &record.identifiers {
            if let Ok(number) = it.read()
                && number.status() == IdentifierStatus::ValidFormat
                && let Some((scheme, value)) = number.key()
            {
                self.number(scheme, value, it.institution.as_str());
            }
        }
        for it in record.identity_decisions.iter().filter(|it| it.status == DecisionStatus::Accepted) {
            self.canonical.insert(it.duplicate.as_str().into(), it.canonical.as_str().into());
        }
        for it in record.mentions.iter().filter(|it| it.kind != AliasKind::WrongAbbreviation) {
            let names = match it.target.kind {
                RecordKind::Institution => &mut self.aliases,
                RecordKind::Body => &mut self.bodies,
                RecordKind::Office => &mut self.offices,
                RecordKind::Partnership => &mut self.partnerships,
                _ => continue,
            };
            names.add(&it.target.key, [it.surface.as_str()]);
        }
        for it in &record.offices {
            self.offices.add(it.key.as_str(), labels([Some(&it.title_pl), Some(&it.title_en)]));
        }
        for it in &record.bodies {
            let names = [Some(&it.name_pl), it.name_en.as_ref(), it.short_name.as_ref()];
            self.bodies.add(it.key.as_str(), labels(names));
        }
    }

    /// Adds an institution with its names.
    pub(crate) fn declare(&mut self, it: &Institution) {
        let names = [Some(&it.name_pl), it.name_en.as_ref(), it.short_name.as_ref()];
        self.institutions.add(it.key.as_str(), labels(names));
    }

    /// Adds an institution's own number.
    pub(crate) fn number(&mut self, scheme: IdentifierScheme, value: &str, institution: &str) {
        let of = self.numbers.entry((scheme, value.to_owned())).or_default();
        if !of.iter().any(|it| &**it == institution) {
            of.push(institution.into());
        }
    }

    /// The institutions whose own number it is.
    pub(crate) fn by_number(&self, scheme: IdentifierScheme, value: &str) -> &[Arc<str>] {
        self.numbers.get(&(scheme, value.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// What an institution is read as.
    pub(crate) fn canonical(&self, key: &Arc<str>) -> Arc<str> {
        let mut key = key;
        // A chain of decisions is short; a ring of them ends here.
        for _ in 0..16 {
            match self.canonical.get(key) {
                Some(next) => key = next,
                None => break,
            }
        }
        Arc::clone(key)
    }

    /// Several institutions that are read as one are one.
    pub(crate) fn as_one(&self, found: Found) -> Found {
        match found {
            Found::Several(keys) => match Found::of(keys.iter().map(|it| self.canonical(it)).collect()) {
                Found::One(one) => Found::One(one),
                _ => Found::Several(keys),
            },
            other => other,
        }
    }

    /// The units of a TERYT code, with or without the digit of the kind.
    pub(crate) fn by_code(&self, code: &str) -> Found {
        Found::of(self.codes.get(code).cloned().unwrap_or_default())
    }
}
