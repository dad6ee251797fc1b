//! What the inputs of all mutations share: references, parties, sources, how the change is asked for.

use async_graphql::{ID, InputObject, MaybeUndefined, OneofObject};
use domain::date::EdtfDate;
use domain::id::Id;
use domain::keeping::{Fault, FaultCode, Faults, Given, Source};
use domain::party::Party;
use domain::record::Noun;
use domain::vocabulary::Label;

use crate::schema::id;
use crate::schema::words::Confidence;

/// What reading an input gives.
pub(crate) type Read<T> = Result<T, Faults>;

/// Which record, by one of two keys.
#[derive(Debug, Clone, OneofObject)]
pub enum RecordInput {
    /// Its id.
    Id(ID),
    /// Its slug: its key in import files.
    Slug(String),
}

impl RecordInput {
    /// The id; `path` is where the input names it.
    pub(crate) fn read<T: Noun>(&self, path: &str) -> Read<Id<T>> {
        match self {
            Self::Id(id) => id::decode_as(id).map_err(|error| invalid(path, error.message)),
            Self::Slug(text) => Id::new(text).map_err(|error| Fault::rule(path, &error).into()),
        }
    }
}

/// Which party, by one of five keys.
#[derive(Debug, Clone, OneofObject)]
pub enum PartyInput {
    /// The id of an institution, an office or a body.
    Id(ID),
    /// The slug of an institution.
    Institution(String),
    /// The slug of an office.
    Office(String),
    /// The slug of a body.
    Body(String),
    /// A group of people without a name of its own, in words.
    Group(String),
}

impl PartyInput {
    /// The party; `path` is where the input names it.
    pub(crate) fn read(&self, path: &str) -> Read<Party> {
        let id = |text: &str| Fault::rule(path, &domain::DomainError::InvalidKey { text: text.to_owned() });
        Ok(match self {
            Self::Id(it) => {
                let found = id::decode_record(it).map_err(|error| invalid(path, error.message))?;
                match found.to_string().parse() {
                    Ok(party @ (Party::Institution(_) | Party::Office(_) | Party::Body(_))) => party,
                    _ => return Err(invalid(path, "name an institution, an office or a body")),
                }
            }
            Self::Institution(text) => Party::Institution(Id::new(text).map_err(|_wrong| id(text))?),
            Self::Office(text) => Party::Office(Id::new(text).map_err(|_wrong| id(text))?),
            Self::Body(text) => Party::Body(Id::new(text).map_err(|_wrong| id(text))?),
            Self::Group(text) if text.contains('|') => {
                return Err(invalid(path, "`|` sets values apart; leave it out of the name of a group"));
            }
            Self::Group(text) => Party::Group(label(text, path)?),
        })
    }
}

/// Where a change is from: a document of the record with a place in it, or a statement of the office.
#[derive(Debug, Clone, Default, InputObject)]
pub struct SourceInput {
    /// The document; leave it out when the office states it.
    pub document: Option<RecordInput>,
    /// The place in the document, in its locator scheme; needed with a document.
    pub locator: Option<String>,
    /// How it is known; stated when left out.
    pub confidence: Option<Confidence>,
    /// The named convention that it rests on; none when left out.
    pub convention: Option<String>,
    /// The office's own words, at most 1,000 characters: they become a document of the kind `OFFICE_STATEMENT`.
    pub statement: Option<String>,
}

impl SourceInput {
    /// The source.
    pub(crate) fn read(&self) -> Read<Given> {
        match (&self.document, &self.statement) {
            (Some(document), None) => {
                let Some(locator) = &self.locator else {
                    return Err(invalid("source.locator", "say where in the document this stands"));
                };
                Ok(Given::Document(Source {
                    document: document.read("source.document")?,
                    locator: label(locator, "source.locator")?,
                    confidence: self.confidence.map_or(domain::claim::Confidence::Stated, Into::into),
                    convention: maybe_label(self.convention.as_deref(), "source.convention")?,
                }))
            }
            (None, Some(statement)) => Ok(Given::Statement(label(statement, "source.statement")?)),
            _ => Err(invalid("source", "name either a document or a statement of the office")),
        }
    }
}

/// A fault of the input.
pub(crate) fn invalid(path: &str, message: impl Into<String>) -> Faults {
    Fault::new(FaultCode::Invalid, path, message).into()
}

/// A text for people.
pub(crate) fn label(text: &str, path: &str) -> Read<Label> {
    Label::new(text).map_err(|error| Fault::rule(path, &error).into())
}

/// A text for people that may be left out; an empty one is none.
pub(crate) fn maybe_label(text: Option<&str>, path: &str) -> Read<Option<Label>> {
    text.filter(|it| !it.trim().is_empty()).map(|it| label(it, path)).transpose()
}

/// What a field that may be emptied becomes: left out, it stays as it is; null empties it.
pub(crate) fn clearable<A, B>(
    given: &MaybeUndefined<A>,
    read: impl FnOnce(&A) -> Read<B>,
) -> Read<Option<Option<B>>> {
    match given {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(it) => read(it).map(|it| Some(Some(it))),
    }
}

/// A text for people that may be emptied.
pub(crate) fn clearable_label(given: &MaybeUndefined<String>, path: &str) -> Read<Option<Option<Label>>> {
    Ok(clearable(given, |it| maybe_label(Some(it), path))?.map(Option::flatten))
}

/// A date in EDTF; unknown when it is left out or empty.
pub(crate) fn date(text: Option<&str>, path: &str) -> Read<EdtfDate> {
    let Some(text) = text.map(str::trim).filter(|it| !it.is_empty()) else { return Ok(EdtfDate::UNKNOWN) };
    text.parse().map_err(|error: domain::date::DateError| Fault::rule(path, &error.into()).into())
}

/// A reference that may be left out.
pub(crate) fn maybe_record<T: Noun>(reference: Option<&RecordInput>, path: &str) -> Read<Option<Id<T>>> {
    reference.map(|it| it.read(path)).transpose()
}

/// A text for people of an amendment: none when it is left alone. An empty one is refused, as emptying is asked for by
/// name.
pub(crate) fn amended_label(text: Option<&str>, path: &str) -> Read<Option<Label>> {
    text.map(|it| label(it, path)).transpose()
}

/// A date of an amendment, in EDTF: none when it is left alone. An empty one is refused, as for texts.
pub(crate) fn amended_date(text: Option<&str>, path: &str) -> Read<Option<EdtfDate>> {
    let Some(text) = text else { return Ok(None) };
    if text.trim().is_empty() {
        return Err(invalid(path, "an empty text is no date; leave it out, or name the field in `clear`"));
    }
    date(Some(text), path).map(Some)
}

/// At most so many things, each read at its place.
pub(crate) fn list<A, B>(
    all: &[A],
    most: usize,
    path: &str,
    read: impl Fn(&A, &str) -> Read<B>,
) -> Read<Vec<B>> {
    if all.len() > most {
        let message = format!("there are {}, and one change may have {most}", all.len());
        return Err(Fault::new(FaultCode::TooMany, path, message).into());
    }
    let (mut found, mut faults) = (Vec::with_capacity(all.len()), Vec::new());
    for (number, it) in all.iter().enumerate() {
        match read(it, &format!("{path}.{number}")) {
            Ok(it) => found.push(it),
            Err(wrong) => faults.extend(wrong.0),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(Faults(faults)) }
}

/// Declares inputs of mutations: their own fields, then what all of them share.
macro_rules! keep_inputs {
    ($(
        $(#[$meta:meta])*
        $name:ident { $($(#[$field_meta:meta])* $field:ident: $Type:ty),* $(,)? }
    )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, async_graphql::InputObject)]
            pub struct $name {
                $($(#[$field_meta])* pub $field: $Type,)*
                /// Where this is from. What states facts needs a source.
                pub source: Option<$crate::schema::keeping::SourceInput>,
                /// Why, for the change log, at most 1,000 characters, without personal data.
                pub reason: Option<String>,
                /// A key of the caller's own, at most 200 characters: the same again within 30 days, with the same
                /// input, does nothing and gives what it gave.
                pub idempotency_key: Option<String>,
                /// The revision of the record that the caller knows: at another one nothing is done; none for whatever
                /// it is now.
                pub if_revision: Option<$crate::schema::scalars::Revision>,
                /// Whether only what would happen is asked: nothing is written.
                #[graphql(default = false)]
                pub dry_run: bool,
            }

            impl $name {
                /// How the change is asked for.
                fn asked(&self) -> $crate::schema::keeping::input::Read<service::keeping::Asked> {
                    Ok(service::keeping::Asked {
                        source: self.source.as_ref().map(|it| it.read()).transpose()?,
                        reason: $crate::schema::keeping::input::maybe_label(self.reason.as_deref(), "reason")?,
                        idempotency_key: self.idempotency_key.clone(),
                        if_revision: self.if_revision.as_ref().map(|it| it.number()),
                        is_dry_run: self.dry_run,
                        content: format!("{self:?}"),
                    })
                }
            }
        )+
    };
}
pub(crate) use keep_inputs;
