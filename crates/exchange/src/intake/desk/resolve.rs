//! Cells that name something to what they name: never created because they were named, never guessed.

use std::sync::Arc;

use domain::changeset::find;
use domain::id::Id;
use domain::identifier::{BelongsTo, Identifier, IdentifierScheme, IdentifierStatus, Teryt};
use domain::institution::Institution;
use domain::party::Party;
use domain::polish::fold;
use domain::record::{Noun, RecordKind, RecordRef};
use domain::territory::{TerritorialUnit, TerritoryLevel};

use super::{Desk, Line, Resolved};
use crate::intake::index::Index;
use crate::intake::issue::{Issue, IssueCode, Severity};
use crate::intake::key::slug;
use crate::intake::names::{Found, Names};

/// How many records a message names.
const TOLD: usize = 5;

/// How like a name must be to be suggested, from 0 to 1 (Jaro-Winkler).
const LIKENESS: f64 = 0.85;

fn reference(kind: RecordKind, key: &Arc<str>) -> RecordRef {
    RecordRef { kind, key: Arc::clone(key) }
}

fn several(kind: RecordKind, keys: &[Arc<str>]) -> (IssueCode, String, Vec<RecordRef>) {
    let listed: Vec<_> = keys.iter().take(TOLD).map(|it| &**it).collect();
    let message = format!("this may mean several: {}; write the id of one", listed.join(", "));
    (IssueCode::AmbiguousReference, message, keys.iter().map(|it| reference(kind, it)).collect())
}

impl Desk<'_> {
    /// The party that a cell names; none when it is empty or names nothing.
    pub(crate) fn party(&mut self, line: &Line<'_>, field: &str) -> Option<Party> {
        let text = line.cell(field).text;
        if text.is_empty() { None } else { self.party_of(line, field, text) }
    }

    /// The party that has to be there.
    pub(crate) fn needed_party(&mut self, line: &Line<'_>, field: &str) -> Option<Party> {
        if self.need(line, field) { self.party(line, field) } else { None }
    }

    /// The parties of a cell, separated by `|`.
    pub(crate) fn parties(&mut self, line: &Line<'_>, field: &str) -> Vec<Party> {
        let parts = line.cell(field).text.split('|').map(str::trim).filter(|it| !it.is_empty());
        let parts: Vec<&str> = parts.collect();
        let mut parties: Vec<Party> =
            parts.into_iter().filter_map(|it| self.party_of(line, field, it)).collect();
        parties.dedup();
        parties
    }

    /// The institution that a cell names; an office or a body is none.
    pub(crate) fn institution(&mut self, line: &Line<'_>, field: &str) -> Option<Id<Institution>> {
        let party = self.party(line, field)?;
        let institution = party.institution().cloned();
        if institution.is_none() {
            self.refuse(
                line,
                field,
                IssueCode::InvalidValue,
                "an institution is needed here, no office or body",
            );
        }
        institution
    }

    fn party_of(&mut self, line: &Line<'_>, field: &str, text: &str) -> Option<Party> {
        if !self.cache.contains_key(text) {
            let resolved = self.resolve_party(text);
            self.cache.insert(text.to_owned(), resolved);
        }
        match self.cache.get(text)?.clone() {
            Ok(party) => Some(party),
            Err((code, message, about)) => {
                let wanted = self.issues.wants(Severity::Error) && code == IssueCode::UnknownReference;
                let suggestion = if wanted { self.likest_institution(text) } else { None };
                self.tell(Severity::Error, || {
                    Issue::error(code, message)
                        .column(line.header(field))
                        .value(text)
                        .about(about)
                        .suggest(suggestion)
                });
                None
            }
        }
    }

    fn resolve_party(&self, text: &str) -> Resolved {
        if let Ok(party) = text.parse::<Party>() {
            let is_known = match &party {
                Party::Institution(id) => self.index.institutions.has(id.as_str()),
                Party::Office(id) => self.index.offices.has(id.as_str()),
                Party::Body(id) => self.index.bodies.has(id.as_str()),
                Party::Group(_) => true,
            };
            if is_known {
                return Ok(party);
            }
        }
        let invalid =
            |_error| (IssueCode::InvalidValue, "this cannot be an institution".to_owned(), Vec::new());
        match self.find_institution(text) {
            Found::One(key) => return Id::new(&key).map(Party::Institution).map_err(invalid),
            Found::Several(keys) => return Err(several(RecordKind::Institution, &keys)),
            Found::Nothing => {}
        }
        match (self.index.offices.find(text), self.index.bodies.find(text)) {
            (Found::One(key), Found::Nothing) => return Id::new(&key).map(Party::Office).map_err(invalid),
            (Found::Nothing, Found::One(key)) => return Id::new(&key).map(Party::Body).map_err(invalid),
            (Found::Several(keys), _) => return Err(several(RecordKind::Office, &keys)),
            (_, Found::Several(keys)) => return Err(several(RecordKind::Body, &keys)),
            (Found::One(office), Found::One(body)) => {
                let about = vec![reference(RecordKind::Office, &office), reference(RecordKind::Body, &body)];
                let message = "this may mean an office or a body; write office:ID or body:ID".to_owned();
                return Err((IssueCode::AmbiguousReference, message, about));
            }
            (Found::Nothing, Found::Nothing) => {}
        }
        if let Some(row) = self.refused_row(RecordKind::Institution, text) {
            let message = format!(
                "the institution is that of {}, which is refused; mend that one first",
                self.place(row)
            );
            return Err((IssueCode::DependsOnRefused, message, Vec::new()));
        }
        let message = "no institution is called so; add it to the sheet institutions, or write its id, KRS, REGON or \
                       own NIP";
        Err((IssueCode::UnknownReference, message.to_owned(), Vec::new()))
    }

    fn refused_row(&self, kind: RecordKind, text: &str) -> Option<u32> {
        if self.refused.is_empty() {
            return None;
        }
        let of = |name: String| self.refused.get(&(kind, name)).copied();
        of(slug(text)).or_else(|| of(fold(text)))
    }

    /// What a text means among institutions: an id, a number of a register, a name, an alias.
    pub(crate) fn find_institution(&self, text: &str) -> Found {
        let text = text.trim();
        if let Some(key) = self.local.get(text) {
            return Found::One(Arc::clone(key));
        }
        if self.index.institutions.has(text) {
            return Found::One(text.into());
        }
        if let Some(found) = self.by_number(text) {
            return self.index.as_one(found);
        }
        let steps: [&dyn Fn(&Index) -> Found; 3] =
            [&|it| it.institutions.exactly(text), &|it| it.aliases.exactly(text), &|it| {
                it.institutions.find(text)
            }];
        for step in steps {
            match self.index.as_one(step(&self.index)) {
                Found::Nothing => {}
                found => return found,
            }
        }
        self.index.as_one(self.index.aliases.find_name(text))
    }

    /// What a number means: of the register it names, or of any whose rules it keeps.
    fn by_number(&self, text: &str) -> Option<Found> {
        let upper = text.to_uppercase();
        let named = [IdentifierScheme::Krs, IdentifierScheme::Regon, IdentifierScheme::Nip]
            .into_iter()
            .find_map(|it| {
                upper
                    .strip_prefix(it.as_str())
                    .map(|rest| (it, rest.trim_start_matches([':', ' ', '.']).to_owned()))
            });
        let least = if named.is_some() { 1 } else { 7 };
        let (schemes, number) = match named {
            Some((scheme, number)) => (vec![scheme], number),
            None => {
                (vec![IdentifierScheme::Krs, IdentifierScheme::Regon, IdentifierScheme::Nip], text.to_owned())
            }
        };
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let is_number = number.bytes().all(|it| it.is_ascii_digit() || matches!(it, b' ' | b'-'));
        if !is_number || digits < least {
            return None;
        }
        let mut keys = Vec::new();
        for scheme in schemes {
            if let Ok(read) = Identifier::read(scheme, &number, BelongsTo::Own)
                && read.status() == IdentifierStatus::ValidFormat
            {
                keys.extend_from_slice(self.index.by_number(scheme, read.normalised()));
            }
        }
        Some(Found::of(keys))
    }

    fn likest_institution(&self, text: &str) -> Option<String> {
        let given = fold(text);
        let mut best: Option<(f64, &str)> = None;
        for name in self.index.institutions.folded() {
            let likeness = strsim::jaro_winkler(&given, name);
            let is_better =
                best.is_none_or(|(so_far, of)| likeness > so_far || (likeness >= so_far && name < of));
            if likeness >= LIKENESS && is_better {
                best = Some((likeness, name));
            }
        }
        let Found::One(key) = self.index.institutions.find(best?.1) else { return None };
        Some(key.to_string())
    }

    /// What a cell names among records of a kind, by id or name; none when it is empty or names nothing.
    pub(crate) fn referred<T: Noun>(
        &mut self,
        line: &Line<'_>,
        field: &str,
        names: fn(&Index) -> &Names,
    ) -> Option<Id<T>> {
        let text = line.cell(field).text;
        if text.is_empty() { None } else { self.referred_by(line, field, text, names) }
    }

    /// What has to be named.
    pub(crate) fn needed<T: Noun>(
        &mut self,
        line: &Line<'_>,
        field: &str,
        names: fn(&Index) -> &Names,
    ) -> Option<Id<T>> {
        if self.need(line, field) { self.referred(line, field, names) } else { None }
    }

    /// What a cell names, separated by `|`.
    pub(crate) fn several<T: Noun>(
        &mut self,
        line: &Line<'_>,
        field: &str,
        names: fn(&Index) -> &Names,
    ) -> Vec<Id<T>> {
        let parts: Vec<&str> =
            line.cell(field).text.split('|').map(str::trim).filter(|it| !it.is_empty()).collect();
        let mut found: Vec<Id<T>> =
            parts.into_iter().filter_map(|it| self.referred_by(line, field, it, names)).collect();
        found.dedup();
        found
    }

    pub(crate) fn referred_by<T: Noun>(
        &mut self,
        line: &Line<'_>,
        field: &str,
        text: &str,
        names: fn(&Index) -> &Names,
    ) -> Option<Id<T>> {
        let (code, message, about) = match names(&self.index).find(text) {
            Found::One(key) => match self.refused_row(T::KIND, text) {
                Some(row) => (
                    IssueCode::DependsOnRefused,
                    format!("it is that of {}, which is refused; mend that one first", self.place(row)),
                    vec![reference(T::KIND, &key)],
                ),
                None => return Id::new(&key).ok(),
            },
            Found::Several(keys) => several(T::KIND, &keys),
            Found::Nothing => match self.refused_row(T::KIND, text) {
                Some(row) => (
                    IssueCode::DependsOnRefused,
                    format!("it is that of {}, which is refused; mend that one first", self.place(row)),
                    Vec::new(),
                ),
                None => (
                    IssueCode::UnknownReference,
                    format!("there is no {} of this id or name", T::KIND),
                    Vec::new(),
                ),
            },
        };
        let suggestion = if self.issues.wants(Severity::Error) {
            let all: Vec<&str> = names(&self.index).folded().collect();
            crate::intake::layout::nearest(text, all.into_iter())
        } else {
            None
        };
        self.tell(Severity::Error, || {
            Issue::error(code, message)
                .column(line.header(field))
                .value(text)
                .about(about)
                .suggest(suggestion)
        });
        None
    }

    /// The unit of territory that a cell names.
    pub(crate) fn territory(&mut self, line: &Line<'_>, field: &str) -> Option<Id<TerritorialUnit>> {
        let text = line.cell(field).text;
        if text.is_empty() { None } else { self.territory_of(line, field, text) }
    }

    /// The units of territory of a cell, separated by `|`.
    pub(crate) fn territories(&mut self, line: &Line<'_>, field: &str) -> Vec<Id<TerritorialUnit>> {
        let parts: Vec<&str> =
            line.cell(field).text.split('|').map(str::trim).filter(|it| !it.is_empty()).collect();
        parts.into_iter().filter_map(|it| self.territory_of(line, field, it)).collect()
    }

    fn territory_of(&mut self, line: &Line<'_>, field: &str, text: &str) -> Option<Id<TerritorialUnit>> {
        let found = self.find_territory(text);
        match found {
            Found::One(key) => Id::new(&key).ok(),
            Found::Several(keys) => {
                let (code, _, about) = several(RecordKind::TerritorialUnit, &keys);
                let listed: Vec<_> = keys.iter().take(TOLD).map(|it| &**it).collect();
                let message =
                    format!("several units are called so: {}; write the TERYT code", listed.join(", "));
                self.tell(Severity::Error, || {
                    Issue::error(code, message).column(line.header(field)).value(text).about(about)
                });
                None
            }
            Found::Nothing => {
                let message = "no unit of territory has this code or name";
                self.refuse(line, field, IssueCode::UnknownReference, message);
                None
            }
        }
    }

    /// The unit that a TERYT code or a name means.
    pub(crate) fn find_territory(&self, text: &str) -> Found {
        if text.is_empty() {
            return Found::Nothing;
        }
        if !text.bytes().all(|it| it.is_ascii_digit()) {
            return self.named_territory(text);
        }
        // A code that was typed as a number has lost its first zero.
        let codes = [text.to_owned(), format!("0{text}")];
        let read = |it: &String| it.parse::<Teryt>().ok().map(|it| it.without_kind().as_str().to_owned());
        let mut found = codes.iter().filter_map(read).map(|it| self.index.by_code(&it));
        found.find(|it| *it != Found::Nothing).unwrap_or(Found::Nothing)
    }

    /// A unit by its name: the gmina, when a powiat or region is called so too.
    fn named_territory(&self, text: &str) -> Found {
        let folded = fold(text);
        let (level, name) = ["gmina ", "powiat ", "wojewodztwo "]
            .into_iter()
            .find_map(|it| folded.strip_prefix(it).map(|rest| (Some(it), rest.to_owned())))
            .unwrap_or((None, folded.clone()));
        let found = match self.index.territories.find(text) {
            Found::Nothing => self.index.territories.find(&name),
            found => found,
        };
        let Found::Several(keys) = found else { return found };
        let level = match level {
            Some("powiat ") => TerritoryLevel::Powiat,
            Some("wojewodztwo ") => TerritoryLevel::Voivodeship,
            _ => TerritoryLevel::Gmina,
        };
        let is_of_level =
            |key: &&Arc<str>| find::<TerritorialUnit>(self.record, key).is_some_and(|it| it.level == level);
        match Found::of(keys.iter().filter(is_of_level).cloned().collect()) {
            Found::Nothing => Found::Several(keys),
            narrower => narrower,
        }
    }
}
