//! The audit trail.

use async_graphql::{Enum, ID, InputObject, Result, SimpleObject};
use domain::id::Id;
use domain::person::Person;
use domain::record::RecordRef;

use crate::schema::id;
use crate::schema::scalars::DateTime;

/// What was done with personal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "service::AuditAct")]
pub enum AuditAct {
    /// Names of representatives or employees were shown.
    ReadNames,
    /// Contact points of people were shown.
    ReadContacts,
    /// Everything held of a person was reported.
    Report,
    /// Personal values were put right.
    Rectify,
    /// It was tried what an erasure would do.
    EraseTried,
    /// A person was erased.
    Erase,
    /// The data of a person were held, or released.
    Hold,
    /// A rule of retention was set.
    Retention,
    /// The record was exported with personal values.
    Export,
    /// The audit trail was read.
    ReadAudit,
    /// Entries whose time had passed were removed.
    AuditRemoved,
    /// An access token was made.
    TokenCreated,
    /// An access token was revoked.
    TokenRevoked,
}

/// Which entries are wanted; what is left out is any.
#[derive(Debug, Clone, Default, InputObject)]
pub struct AuditFilter {
    /// About this person.
    pub person: Option<ID>,
    /// Of these acts.
    pub acts: Option<Vec<AuditAct>>,
    /// By the account of this id.
    pub account: Option<String>,
    /// From this moment on.
    pub since: Option<DateTime>,
    /// Before this moment.
    pub until: Option<DateTime>,
}

impl AuditFilter {
    pub(super) fn read(&self, before: Option<u64>) -> Result<service::AuditFilter> {
        let person = self.person.as_ref().map(id::decode_as::<Person>).transpose()?;
        Ok(service::AuditFilter {
            person: person.map(|it| it.to_string()),
            acts: self.acts.iter().flatten().map(|it| (*it).into()).collect(),
            account: self.account.clone(),
            since: self.since.map(|it| it.0),
            until: self.until.map(|it| it.0),
            before,
        })
    }
}

/// An entry of the audit trail: who did what, never the value.
#[derive(Debug, Clone, SimpleObject)]
pub struct AuditEntry {
    /// Its number: 1, 2, 3 … without gaps.
    pub number: String,
    /// When.
    pub at: DateTime,
    /// What was done.
    pub act: AuditAct,
    /// The id of the account; null for who had not signed in, and for the keeper of the machine.
    pub account: Option<String>,
    /// Who, by function.
    pub label: String,
    /// In which role.
    pub role: String,
    /// The id of the request; null on the command line.
    pub request_id: Option<String>,
    /// Whose values they were: ids of people.
    pub people: Vec<ID>,
    /// Why; null when it was not said.
    pub reason: Option<String>,
    /// Whether an erasure has replaced a key or a word in it.
    pub is_rewritten: bool,
}

impl From<service::AuditEntry> for AuditEntry {
    fn from(entry: service::AuditEntry) -> Self {
        let person =
            |key: &String| Id::<Person>::new(key).ok().map(|it: Id<Person>| -> RecordRef { it.reference() });
        Self {
            number: entry.number.to_string(),
            at: DateTime(entry.record.at),
            act: entry.record.what.into(),
            account: entry.record.account,
            label: entry.record.label,
            role: entry.record.role,
            request_id: entry.record.request,
            people: entry.record.people.iter().filter_map(person).map(|it| id::encode_record(&it)).collect(),
            reason: entry.record.reason,
            is_rewritten: entry.is_rewritten,
        }
    }
}

/// A page of the audit trail.
#[derive(Debug, Clone, SimpleObject)]
pub struct AuditTrail {
    /// The entries, the newest first.
    pub entries: Vec<AuditEntry>,
    /// Give this as `before` to read on; null when there are no more.
    pub next: Option<String>,
    /// The number of the first entry that does not fit the one before it, so that somebody has changed the trail; null
    /// when all fit.
    pub broken_at: Option<String>,
}
