//! The record as a whole: every kind of record there is, references between records, and the bundle of all of them.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::DomainError;
use crate::body::{Body, BodyMembership};
use crate::call::{Application, Call, FundingAggregate, Programme, Project};
use crate::claim::{Claim, ClaimText};
use crate::document::SourceDocument;
use crate::expectation::Expectation;
use crate::id::{Id, is_key};
use crate::identity::{IdentityDecision, Relation, ResolutionTask};
use crate::indicator::Indicator;
use crate::institution::{Institution, InstitutionIdentifier, ServedTerritory};
use crate::meeting::{Meeting, MeetingSeries, Participation};
use crate::mention::Mention;
use crate::norm::NormRule;
use crate::office::Office;
use crate::partnership::{LifecycleEvent, Membership, Partnership};
use crate::party::Party;
use crate::person::{Person, Tenure};
use crate::resolution::{ActionItem, Resolution};
use crate::statement::Statement;
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Function, InstitutionType, MeetingKind, Sector, TieWeight, Topic};

/// A kind of record: a value with a key, that refers to other records and keeps its own rules.
pub trait Noun:
    Clone + PartialEq + fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Which kind it is.
    const KIND: RecordKind;

    /// The key, unique among records of this kind.
    fn key(&self) -> &str;

    /// Shows every reference to other records to the visitor, always in the same order.
    fn visit<V: RefVisitor>(&mut self, visitor: &mut V);

    /// Checks the rules that hold between the fields of one record.
    ///
    /// # Errors
    /// [`DomainError::BrokenRule`], with the rule in words.
    fn check(&self) -> Result<(), DomainError> {
        Ok(())
    }

    /// The reference to this record.
    fn reference(&self) -> RecordRef;
}

/// Something that looks at, or changes, the references of records.
pub trait RefVisitor {
    /// A reference without which the record means nothing.
    fn required<T: Noun>(&mut self, id: &mut Id<T>);
    /// A reference that may be absent.
    fn optional<T: Noun>(&mut self, id: &mut Option<Id<T>>);
    /// A reference that may be absent, but when it is there the record means nothing without it.
    fn bound<T: Noun>(&mut self, id: &mut Option<Id<T>>) {
        if let Some(id) = id {
            self.required(id);
        }
    }
    /// A list of references.
    fn list<T: Noun>(&mut self, ids: &mut Vec<Id<T>>);
    /// A party without which the record means nothing.
    fn party(&mut self, party: &mut Party);
    /// A party that may be absent.
    fn optional_party(&mut self, party: &mut Option<Party>);
    /// A list of parties.
    fn parties(&mut self, parties: &mut Vec<Party>);
    /// A reference to a record of any kind, without which the record means nothing.
    fn subject(&mut self, subject: &mut RecordRef);
    /// A reference to a record of any kind that may be absent; when it is there the record means nothing without it.
    fn bound_subject(&mut self, subject: &mut Option<RecordRef>) {
        if let Some(subject) = subject {
            self.subject(subject);
        }
    }
    /// References to records of any kind.
    fn subjects(&mut self, subjects: &mut Vec<RecordRef>);
}

/// Implements [`Noun`] for a struct with a field `key`; after the references may come the check of its rules.
macro_rules! noun {
    ($name:ident { $($what:ident : $($field:ident),+);* $(;)? } $(, $check:path)?) => {
        impl $crate::record::Noun for $name {
            const KIND: $crate::record::RecordKind = $crate::record::RecordKind::$name;
            fn key(&self) -> &str { self.key.as_str() }
            fn reference(&self) -> $crate::record::RecordRef { self.key.reference() }
            #[allow(unused_variables, reason = "kinds without references do not use the visitor")]
            fn visit<V: $crate::record::RefVisitor>(&mut self, visitor: &mut V) {
                $($(visitor.$what(&mut self.$field);)+)*
            }
            $(fn check(&self) -> Result<(), $crate::DomainError> { $check(self) })?
        }
    };
}
pub(crate) use noun;

/// Calls a macro with the list of all kinds of record: `field: Type, "name"`, in an order in which every kind comes
/// after the kinds that it refers to (but for references within one kind).
#[macro_export]
macro_rules! for_each_noun {
    ($callback:path) => {
        $callback! {
            documents: SourceDocument, "document";
            sectors: Sector, "sector";
            functions: Function, "function";
            institution_types: InstitutionType, "institution-type";
            meeting_kinds: MeetingKind, "meeting-kind";
            tie_weights: TieWeight, "tie-weight";
            topics: Topic, "topic";
            territories: TerritorialUnit, "territory";
            institutions: Institution, "institution";
            identifiers: InstitutionIdentifier, "identifier";
            served_territories: ServedTerritory, "served-territory";
            offices: Office, "office";
            people: Person, "person";
            tenures: Tenure, "tenure";
            partnerships: Partnership, "partnership";
            lifecycle_events: LifecycleEvent, "lifecycle-event";
            memberships: Membership, "membership";
            bodies: Body, "body";
            body_memberships: BodyMembership, "body-membership";
            meeting_series: MeetingSeries, "meeting-series";
            meetings: Meeting, "meeting";
            participations: Participation, "participation";
            resolutions: Resolution, "resolution";
            action_items: ActionItem, "action-item";
            programmes: Programme, "programme";
            projects: Project, "project";
            calls: Call, "call";
            applications: Application, "application";
            funding_aggregates: FundingAggregate, "funding-aggregate";
            indicators: Indicator, "indicator";
            norms: NormRule, "norm";
            expectations: Expectation, "expectation";
            statements: Statement, "statement";
            mentions: Mention, "mention";
            relations: Relation, "relation";
            resolution_tasks: ResolutionTask, "resolution-task";
            identity_decisions: IdentityDecision, "identity-decision";
            claims: Claim, "claim";
            claim_texts: ClaimText, "claim-text";
        }
    };
}

macro_rules! declare_record {
    ($($field:ident : $Type:ident, $name:literal;)*) => {
        /// A kind of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each variant is the type of the same name, which has its own description")]
        pub enum RecordKind { $($Type),* }

        impl RecordKind {
            /// All kinds, each after the kinds it refers to.
            pub const ALL: &'static [Self] = &[$(Self::$Type),*];

            /// The kind's name, as in references and file names.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Type => $name),* }
            }
        }

        /// Every record there is, as asserted: nothing is left out because its support was withdrawn.
        /// What stands is worked out by [`crate::support`].
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Record {
            $(#[doc = concat!("The records of kind `", $name, "`, in order of their keys.")] pub $field: Vec<$Type>),*
        }

        impl Record {
            /// Shows every list of records to the visitor, in the order of [`RecordKind::ALL`].
            pub fn visit<V: RecordVisitor>(&mut self, visitor: &mut V) {
                $(visitor.records(&mut self.$field);)*
            }

            /// Shows every list of records to the reader, in the order of [`RecordKind::ALL`].
            pub fn read<R: RecordReader>(&self, reader: &mut R) {
                $(reader.records(&self.$field);)*
            }

            /// The number of records of all kinds.
            #[must_use]
            pub fn len(&self) -> usize {
                0 $(+ self.$field.len())*
            }

            /// Whether there is no record at all.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// Whether there is a record of this reference. Lists are in order of keys. Time O(log n).
            #[must_use]
            pub fn contains(&self, reference: &RecordRef) -> bool {
                let key = &*reference.key;
                match reference.kind {
                    $(RecordKind::$Type => self.$field.binary_search_by(|it| it.key().cmp(key)).is_ok(),)*
                }
            }

            /// Puts every list in order of keys.
            pub fn sort(&mut self) {
                $(self.$field.sort_by(|a, b| a.key().cmp(b.key()));)*
            }
        }
    };
}
for_each_noun!(declare_record);

/// A kind of record that a [`Record`] has a list of: all kinds do.
pub trait Listed: Noun {
    /// The list of this kind.
    fn list(record: &Record) -> &[Self];

    /// The list of this kind, to change it.
    fn list_mut(record: &mut Record) -> &mut Vec<Self>;
}

macro_rules! declare_lists {
    ($($field:ident : $Type:ident, $name:literal;)*) => {
        $(impl Listed for $Type {
            fn list(record: &Record) -> &[Self] { &record.$field }
            fn list_mut(record: &mut Record) -> &mut Vec<Self> { &mut record.$field }
        })*
    };
}
for_each_noun!(declare_lists);

/// Something done to every list of records, which may change them.
pub trait RecordVisitor {
    /// Takes the records of one kind.
    fn records<T: Noun>(&mut self, records: &mut Vec<T>);
}

/// Something that reads every list of records.
pub trait RecordReader {
    /// Takes the records of one kind.
    fn records<T: Noun>(&mut self, records: &[T]);
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl FromStr for RecordKind {
    type Err = DomainError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|it| it.as_str() == text).ok_or_else(|| DomainError::UnknownWord {
            text: text.chars().take(80).collect(),
            expected: Self::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", "),
        })
    }
}

/// A reference to a record of any kind; its text form is `kind:key`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// The kind of record.
    pub kind: RecordKind,
    /// Its key.
    pub key: Arc<str>,
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.key)
    }
}
impl FromStr for RecordRef {
    type Err = DomainError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || DomainError::InvalidReference { text: text.chars().take(160).collect() };
        let (kind, key) = text.split_once(':').ok_or_else(wrong)?;
        if !is_key(key) {
            return Err(DomainError::InvalidKey { text: key.chars().take(120).collect() });
        }
        Ok(Self { kind: kind.parse()?, key: key.into() })
    }
}
impl Serialize for RecordRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for RecordRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
