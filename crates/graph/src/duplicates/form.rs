//! What is compared of each institution: names, other forms, numbers, contact points, gmina, family of types.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::identifier::{IdentifierScheme, IdentifierStatus};
use domain::institution::{Institution, InstitutionIdentifier, Naming};
use domain::mention::{AliasKind, Mention};
use domain::person::ContactKind;
use domain::polish::{fold, tokens};
use domain::record::RecordRef;
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::InstitutionType;

use super::decided::Decided;
use super::name::{NameParts, NameReader};
use super::{DuplicateRequest, SINGLE_IN_GMINA};
use crate::network::Network;

/// A form that stands for an institution.
pub(super) struct Form {
    /// What makes it the same as another; see [`NameParts::key`].
    pub key: String,
    /// The form as written.
    pub text: String,
    /// The mention that has it; none for names.
    pub mention: Option<Id<Mention>>,
}

/// A name taken apart, with the name as written.
pub(super) type Name = (NameParts, String);

/// An own number of an institution.
pub(super) struct Number {
    pub scheme: IdentifierScheme,
    pub number: String,
    pub holds: bool,
    pub identifier: Id<InstitutionIdentifier>,
}

/// What is compared of an institution.
pub(super) struct Entry {
    pub key: Id<Institution>,
    pub parent: Option<Id<Institution>>,
    /// Its names.
    pub names: Vec<Name>,
    /// All forms, names included, of which each stands for one institution.
    pub forms: Vec<Form>,
    pub numbers: Vec<Number>,
    /// Contact points in the form in which they are compared; each once, in order.
    pub contacts: Vec<(ContactKind, String)>,
    /// The family of its type, or of the type that its name names.
    pub family: Option<Id<InstitutionType>>,
    pub r#type: Option<Id<InstitutionType>>,
    /// The family, when a gmina holds one of it, and the gmina.
    pub single: Option<(Id<InstitutionType>, Id<TerritorialUnit>)>,
    /// The gmina of the recorded seat.
    pub seat: Option<Id<TerritorialUnit>>,
}

/// The institutions that are compared.
pub(super) struct Entries {
    entries: Vec<Entry>,
    /// What was read as another, as it was recorded, in order of keys.
    pub absorbed: Vec<Entry>,
    pub decided: Decided,
}

impl Entries {
    /// Reads what is compared of a network. Time O(text).
    pub(super) fn read(network: &Network, request: &DuplicateRequest) -> Self {
        let reader = Reader::new(network);
        let named = network.record().institutions.iter().filter(|it| it.naming == Naming::Named);
        let mut entries: Vec<Entry> = named.map(|it| reader.entry(it)).collect();
        let merges = network.merges();
        let absorbed: Vec<Entry> = merges.absorbed.iter().map(|it| reader.entry(it)).collect();
        let position: BTreeMap<RecordRef, usize> =
            entries.iter().map(|it| it.key.reference()).zip(0..).collect();
        let mut of = |id: &Id<Institution>, change: &mut dyn FnMut(&mut Entry)| {
            let id = merges.canonical.get(id).unwrap_or(id);
            if let Some(entry) = position.get(&id.reference()).and_then(|it| entries.get_mut(*it)) {
                change(entry);
            }
        };
        for duplicate in &merges.absorbed {
            of(&duplicate.key, &mut |entry| reader.name(entry, duplicate.name_pl.as_str(), None));
        }
        for mention in &network.record().mentions {
            let unfit = [AliasKind::WrongAbbreviation, AliasKind::UnnamedPlaceholder];
            let Some(id) = Id::from_reference(&mention.target).filter(|_| !unfit.contains(&mention.kind))
            else {
                continue;
            };
            let text = mention.surface.as_str();
            let key = Some(mention.key.clone());
            of(&id, &mut |entry| match mention.kind {
                AliasKind::FormerName => reader.name(entry, text, key.clone()),
                _ => reader.form(entry, text, key.clone()),
            });
        }
        for identifier in &network.record().identifiers {
            let Some(number) = number_of(identifier) else { continue };
            let mut number = Some(number);
            of(&identifier.institution, &mut |entry| entry.numbers.extend(number.take()));
        }
        for contact in &request.contacts {
            let Some(text) = comparable(contact.kind, contact.value.as_str()) else { continue };
            of(&contact.of, &mut |entry| entry.contacts.push((contact.kind, text.clone())));
        }
        for entry in &mut entries {
            entry.contacts.sort();
            entry.contacts.dedup();
        }
        Self { entries, absorbed, decided: Decided::of(network) }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn all(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn at(&self, position: u32) -> Option<&Entry> {
        self.entries.get(position as usize)
    }

    /// The position of an institution; none for those that are not compared.
    pub(super) fn position(&self, id: &Id<Institution>) -> Option<u32> {
        let found = self.entries.binary_search_by(|it| it.key.cmp(id)).ok();
        found.and_then(|it| u32::try_from(it).ok())
    }
}

/// The number, when it is the institution's own.
fn number_of(identifier: &InstitutionIdentifier) -> Option<Number> {
    let read = identifier.read().ok()?;
    let (scheme, number) = read.key()?;
    Some(Number {
        scheme,
        number: number.to_owned(),
        holds: read.status() == IdentifierStatus::ValidFormat,
        identifier: identifier.key.clone(),
    })
}

/// How many of the last digits of a telephone number tell it from others: nine in Poland, without the country's code.
const DIGITS: usize = 9;

/// A contact point in the form in which it is compared: digits of a number, folded words of an address, a page without
/// its protocol; none when too little is left.
fn comparable(kind: ContactKind, value: &str) -> Option<String> {
    let text = match kind {
        ContactKind::Phone | ContactKind::Fax => {
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            let first = digits.len().saturating_sub(DIGITS);
            digits.get(first..).filter(|it| it.len() == DIGITS)?.to_owned()
        }
        ContactKind::Email => fold(value),
        ContactKind::Address => tokens(value).join(" "),
        ContactKind::Website => {
            let page = fold(value);
            let page = page.split_once("://").map_or(page.as_str(), |it| it.1);
            page.strip_prefix("www.").unwrap_or(page).trim_end_matches('/').to_owned()
        }
    };
    (!text.is_empty()).then_some(text)
}

struct Reader<'a> {
    network: &'a Network,
    names: NameReader,
    /// The families of which a gmina holds one institution.
    single: Vec<Id<InstitutionType>>,
}

impl<'a> Reader<'a> {
    fn new(network: &'a Network) -> Self {
        let types = network.record().institution_types.iter();
        let single = types
            .filter(|it| SINGLE_IN_GMINA.contains(&it.code.as_str()))
            .map(|it| network.family(&it.key))
            .collect();
        Self { network, names: NameReader::new(network), single }
    }

    fn entry(&self, institution: &Institution) -> Entry {
        let name = self.names.read(institution.name_pl.as_str());
        let record = self.network.record();
        let named_type = name.r#type.and_then(|it| record.institution_types.get(it as usize));
        let r#type = institution.r#type.clone().or_else(|| named_type.map(|it| it.key.clone()));
        let family = r#type.as_ref().map(|it| self.network.family(it));
        let gmina_of = |unit: &Id<TerritorialUnit>| {
            self.network.ancestor(unit, TerritoryLevel::Gmina).map(|it| it.key.clone())
        };
        let seat = institution.seat.as_ref().and_then(gmina_of);
        let named_gmina = match (&institution.seat, name.places.as_slice()) {
            (None, [place]) => self.names.gmina(*place),
            _ => None,
        };
        let gmina = seat.clone().or_else(|| {
            named_gmina.and_then(|it| record.territories.get(it as usize)).map(|it| it.key.clone())
        });
        let single = family.clone().filter(|it| self.single.contains(it)).zip(gmina);
        let mut entry = Entry {
            key: institution.key.clone(),
            parent: institution.parent.clone(),
            names: Vec::new(),
            forms: Vec::new(),
            numbers: Vec::new(),
            contacts: Vec::new(),
            family,
            r#type,
            single,
            seat,
        };
        self.name(&mut entry, institution.name_pl.as_str(), None);
        if let Some(short) = &institution.short_name {
            self.form(&mut entry, short.as_str(), None);
        }
        entry
    }

    fn name(&self, entry: &mut Entry, text: &str, mention: Option<Id<Mention>>) {
        let parts = self.names.read(text);
        if let Some(key) = parts.key() {
            entry.forms.push(Form { key, text: text.to_owned(), mention });
        }
        entry.names.push((parts, text.to_owned()));
    }

    fn form(&self, entry: &mut Entry, text: &str, mention: Option<Id<Mention>>) {
        if let Some(key) = self.names.read(text).key() {
            entry.forms.push(Form { key, text: text.to_owned(), mention });
        }
    }
}
