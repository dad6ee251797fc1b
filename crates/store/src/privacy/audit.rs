//! The audit trail: who saw, changed, exported or erased whose personal values, and never the values.
//!
//! Entries are only ever added. Each has a hash over itself and the hash before it (a chain, as in Haber and Stornetta
//! 1991), so that one that was changed or taken out shows. The details of an entry are covered through a digest with a salt: where an
//! erasure has to replace a key that gave a name away, the detail is rewritten and its salt removed, and the chain holds.
//! Entries whose time has passed are removed from the oldest on; the chain then begins at what was removed last.

use chrono::{DateTime, Utc};
use domain::erasure::Redaction;
use domain::words;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult, Statement, TransactionTrait, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::erase::moment;
use super::{Random, hex};
use crate::{DatabaseKind, Store, StoreError};

words! {
    /// What was done.
    AuditAct {
        /// Names of representatives or employees were shown.
        ReadNames = "READ_NAMES",
        /// Contact points of people were shown.
        ReadContacts = "READ_CONTACTS",
        /// Everything held of a person was reported.
        Report = "REPORT",
        /// Personal values were put right.
        Rectify = "RECTIFY",
        /// It was tried what an erasure would do.
        EraseTried = "ERASE_TRIED",
        /// A person was erased.
        Erase = "ERASE",
        /// The data of a person were held, or released.
        Hold = "HOLD",
        /// A rule of retention was set.
        Retention = "RETENTION",
        /// The record was exported with personal values.
        Export = "EXPORT",
        /// The audit trail was read.
        ReadAudit = "READ_AUDIT",
        /// Entries whose time had passed were removed.
        AuditRemoved = "AUDIT_REMOVED",
        /// An access token was made.
        TokenCreated = "TOKEN_CREATED",
        /// An access token was revoked.
        TokenRevoked = "TOKEN_REVOKED",
    }
}

/// What is to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// When.
    pub at: DateTime<Utc>,
    /// The id of the account; none for who has not signed in and for the keeper of the machine.
    pub account: Option<String>,
    /// Who, by function.
    pub label: String,
    /// In which role.
    pub role: String,
    /// The id of the request; none on the command line.
    pub request: Option<String>,
    /// What was done.
    pub what: AuditAct,
    /// The keys of the people whose values they were.
    pub people: Vec<String>,
    /// Why, if said.
    pub reason: Option<String>,
}

/// An entry of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number: 1, 2, 3 … without gaps.
    pub number: u64,
    /// What was noted.
    pub record: AuditRecord,
    /// How many people; what remains when keys were replaced.
    pub people: u64,
    /// Whether an erasure has replaced a key or a word in it.
    pub is_rewritten: bool,
}

/// Which entries are looked for; what is none is any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// About this person.
    pub person: Option<String>,
    /// Of these acts.
    pub acts: Vec<AuditAct>,
    /// By this account.
    pub account: Option<String>,
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Only before the entry of this number.
    pub before: Option<u64>,
}

/// Whether the chain holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditCheck {
    /// How many entries there are.
    pub entries: u64,
    /// The number of the first that does not fit the one before it; none when all do.
    pub broken_at: Option<u64>,
    /// How many details were rewritten by erasures.
    pub rewritten: u64,
    /// How many entries were removed when their time had passed.
    pub removed: u64,
}

/// The details of an entry.
#[derive(Serialize, Deserialize)]
struct Detail {
    people: Vec<String>,
    reason: Option<String>,
}

/// The end of the chain, and what it begins after.
struct Head {
    number: i64,
    hash: String,
    removed_number: i64,
    removed_hash: String,
}

const COLUMNS: &str = "\"number\", \"recorded_at\", \"account\", \"label\", \"role\", \"request\", \"what\", \"people\", \
                       \"detail\", \"salt\", \"detail_digest\", \"hash\"";

fn sha256(parts: &[&str]) -> String {
    hex(&Sha256::digest(parts.join("\u{1f}")))
}

/// What the hash of an entry is over.
struct Row {
    number: i64,
    at: DateTime<Utc>,
    account: Option<String>,
    label: String,
    role: String,
    request: Option<String>,
    what: String,
    people: i64,
    detail: String,
    salt: Option<String>,
    detail_digest: String,
    hash: String,
}

impl Row {
    fn read(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            number: row.try_get_by_index(0)?,
            at: row.try_get_by_index(1)?,
            account: row.try_get_by_index(2)?,
            label: row.try_get_by_index(3)?,
            role: row.try_get_by_index(4)?,
            request: row.try_get_by_index(5)?,
            what: row.try_get_by_index(6)?,
            people: row.try_get_by_index(7)?,
            detail: row.try_get_by_index(8)?,
            salt: row.try_get_by_index(9)?,
            detail_digest: row.try_get_by_index(10)?,
            hash: row.try_get_by_index(11)?,
        })
    }

    fn hash_after(&self, previous: &str) -> String {
        let (number, people) = (self.number.to_string(), self.people.to_string());
        let at = self.at.timestamp_micros().to_string();
        // Absent and empty are not the same.
        let maybe = |it: &Option<String>| it.as_ref().map_or_else(|| "-".to_owned(), |it| format!("+{it}"));
        let (account, request) = (maybe(&self.account), maybe(&self.request));
        sha256(&[
            previous,
            &number,
            &at,
            &account,
            &self.label,
            &self.role,
            &request,
            &self.what,
            &people,
            &self.detail_digest,
        ])
    }

    fn holds_after(&self, previous: &str) -> bool {
        let detail =
            self.salt.as_ref().is_none_or(|salt| sha256(&[salt, &self.detail]) == self.detail_digest);
        detail && self.hash_after(previous) == self.hash
    }

    fn entry(self) -> Result<AuditEntry, DbErr> {
        let told = |error: &dyn std::fmt::Display| DbErr::Type(error.to_string());
        let Detail { people, reason } = serde_json::from_str(&self.detail).map_err(|it| told(&it))?;
        let what: AuditAct = self.what.parse().map_err(|it: domain::DomainError| told(&it))?;
        let record = AuditRecord {
            at: self.at,
            account: self.account,
            label: self.label,
            role: self.role,
            request: self.request,
            what,
            people,
            reason,
        };
        Ok(AuditEntry {
            number: u64::try_from(self.number).unwrap_or_default(),
            record,
            people: u64::try_from(self.people).unwrap_or_default(),
            is_rewritten: self.salt.is_none(),
        })
    }
}

async fn head(db: &DatabaseTransaction) -> Result<Head, DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let lock = if backend == sea_orm::DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let query = format!(
        "SELECT \"number\", \"hash\", \"removed_number\", \"removed_hash\" FROM \"audit_head\" WHERE \"id\" = 1{lock}"
    );
    read_head(db.query_one_raw(Statement::from_string(backend, query)).await?)
}

fn read_head(row: Option<QueryResult>) -> Result<Head, DbErr> {
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the head of the audit trail".into()))?;
    Ok(Head {
        number: row.try_get_by_index(0)?,
        hash: row.try_get_by_index(1)?,
        removed_number: row.try_get_by_index(2)?,
        removed_hash: row.try_get_by_index(3)?,
    })
}

/// Adds entries within a transaction.
pub(crate) async fn append(
    db: &DatabaseTransaction,
    records: &[AuditRecord],
    random: Random<'_>,
) -> Result<(), DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let mut head = head(db).await?;
    for record in records {
        let detail = Detail { people: record.people.clone(), reason: record.reason.clone() };
        let detail = serde_json::to_string(&detail).map_err(|error| DbErr::Type(error.to_string()))?;
        let mut bytes = [0u8; 16];
        random(&mut bytes);
        let salt = hex(&bytes);
        head.number += 1;
        let mut row = Row {
            number: head.number,
            at: moment(record.at),
            account: record.account.clone(),
            label: record.label.clone(),
            role: record.role.clone(),
            request: record.request.clone(),
            what: record.what.to_string(),
            people: i64::try_from(record.people.len()).unwrap_or(i64::MAX),
            detail_digest: sha256(&[&salt, &detail]),
            detail,
            salt: Some(salt),
            hash: String::new(),
        };
        row.hash = row.hash_after(&head.hash);
        head.hash.clone_from(&row.hash);
        let statement = format!(
            "INSERT INTO \"audit\" ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        );
        let values: [Value; 12] = [
            row.number.into(),
            row.at.into(),
            row.account.into(),
            row.label.into(),
            row.role.into(),
            row.request.into(),
            row.what.into(),
            row.people.into(),
            row.detail.into(),
            row.salt.into(),
            row.detail_digest.into(),
            row.hash.into(),
        ];
        db.execute_raw(Statement::from_sql_and_values(backend, statement, values)).await?;
    }
    let statement = "UPDATE \"audit_head\" SET \"number\" = $1, \"hash\" = $2 WHERE \"id\" = 1";
    let values = [head.number.into(), head.hash.into()];
    db.execute_raw(Statement::from_sql_and_values(backend, statement, values)).await?;
    Ok(())
}

/// Takes what an erasure takes out of the record out of the details, too.
pub(crate) async fn rewrite(db: &DatabaseTransaction, redaction: &Redaction) -> Result<(), DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let query = "SELECT \"number\", \"detail\" FROM \"audit\"";
    let mut edits = Vec::new();
    for row in db.query_all_raw(Statement::from_string(backend, query)).await? {
        let (number, text): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let Ok(mut detail) = serde_json::from_str::<Detail>(&text) else { continue };
        for person in &mut detail.people {
            if let Some(other) = redaction.renamed().get(person) {
                person.clone_from(other);
            }
        }
        if let Some(cleaned) = detail.reason.as_deref().and_then(|it| redaction.of_everything(it)) {
            detail.reason = Some(cleaned);
        }
        let after = serde_json::to_string(&detail).map_err(|error| DbErr::Type(error.to_string()))?;
        if after != text {
            edits.push((number, after));
        }
    }
    for (number, detail) in edits {
        let statement = "UPDATE \"audit\" SET \"detail\" = $2, \"salt\" = NULL WHERE \"number\" = $1";
        let values = [number.into(), detail.into()];
        db.execute_raw(Statement::from_sql_and_values(backend, statement, values)).await?;
    }
    Ok(())
}

impl Store {
    /// Adds entries to the audit trail; they are durable when this returns.
    ///
    /// # Errors
    /// Those of the connection; then none of them was added.
    pub async fn append_audit(&self, records: &[AuditRecord], random: Random<'_>) -> Result<(), StoreError> {
        if records.is_empty() {
            return Ok(());
        }
        let doing = "writing the audit trail";
        if self.kind() == DatabaseKind::Sqlite {
            let writing = self.begin_writing().await?;
            let done = append(&writing.transaction, records, random).await;
            done.map_err(|error| self.explain(error, doing))?;
            return writing.commit_apart().await;
        }
        // Beside the writers of the record: only the end of the chain is locked.
        let added = async {
            let transaction = self.reader().begin().await?;
            append(&transaction, records, random).await?;
            transaction.commit().await
        };
        added.await.map_err(|error| self.explain(error, doing))
    }

    /// The entries of the audit trail, the newest first, at most `limit`.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn audit_entries(
        &self,
        filter: &AuditFilter,
        limit: u64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut values: Vec<Value> = Vec::new();
        let mut conditions = vec!["1 = 1".to_owned()];
        let mut bind = |condition: &str, value: Value| {
            values.push(value);
            conditions.push(condition.replace('?', &format!("${}", values.len())));
        };
        if let Some(person) = &filter.person {
            bind("\"detail\" LIKE ?", format!("%\"{person}\"%").into());
        }
        if let Some(account) = &filter.account {
            bind("\"account\" = ?", account.clone().into());
        }
        if let Some(since) = filter.since {
            bind("\"recorded_at\" >= ?", since.into());
        }
        if let Some(until) = filter.until {
            bind("\"recorded_at\" < ?", until.into());
        }
        if let Some(before) = filter.before {
            bind("\"number\" < ?", i64::try_from(before).unwrap_or(i64::MAX).into());
        }
        if !filter.acts.is_empty() {
            let words: Vec<String> = filter.acts.iter().map(|it| format!("'{it}'")).collect();
            conditions.push(format!("\"what\" IN ({})", words.join(", ")));
        }
        let limit = limit.min(10_000);
        let query = format!(
            "SELECT {COLUMNS} FROM \"audit\" WHERE {} ORDER BY \"number\" DESC LIMIT {limit}",
            conditions.join(" AND ")
        );
        let db = self.reader();
        let statement = Statement::from_sql_and_values(db.get_database_backend(), query, values);
        let rows = db.query_all_raw(statement).await;
        let read = rows.and_then(|it| it.iter().map(|it| Row::read(it)?.entry()).collect());
        match read {
            Ok(entries) => Ok(entries),
            Err(error) => Err(self.explain_with_schema(error, "reading the audit trail").await),
        }
    }

    /// Goes through the whole chain. Time O(entries).
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn check_audit(&self) -> Result<AuditCheck, StoreError> {
        let transaction = self.begin_reading().await?;
        let checked = check(&transaction).await;
        let ended = transaction.rollback().await;
        let checked = checked.map_err(|error| self.explain(error, "checking the audit trail"))?;
        ended.map_err(|error| self.explain(error, "checking the audit trail"))?;
        Ok(checked)
    }

    /// Removes the entries recorded before a moment, from the oldest on until one that was recorded later. How many.
    ///
    /// # Errors
    /// Those of the connection; then none was removed.
    pub async fn remove_audit_before(&self, until: DateTime<Utc>) -> Result<u64, StoreError> {
        let writing = self.begin_writing().await?;
        match remove_before(&writing.transaction, until).await {
            Ok(removed) => writing.commit_apart().await.map(|()| removed),
            Err(error) => Err(self.explain(error, "removing old entries of the audit trail")),
        }
    }
}

async fn check(db: &DatabaseTransaction) -> Result<AuditCheck, DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let query = "SELECT \"number\", \"hash\", \"removed_number\", \"removed_hash\" FROM \"audit_head\" WHERE \"id\" = 1";
    let head = read_head(db.query_one_raw(Statement::from_string(backend, query)).await?)?;
    let mut found = AuditCheck {
        entries: 0,
        broken_at: None,
        rewritten: 0,
        removed: u64::try_from(head.removed_number).unwrap_or_default(),
    };
    let (mut number, mut hash) = (head.removed_number, head.removed_hash);
    loop {
        let query = format!(
            "SELECT {COLUMNS} FROM \"audit\" WHERE \"number\" > {number} ORDER BY \"number\" LIMIT 1000"
        );
        let rows = db.query_all_raw(Statement::from_string(backend, query)).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let row = Row::read(row)?;
            if found.broken_at.is_none() && (row.number != number + 1 || !row.holds_after(&hash)) {
                found.broken_at = u64::try_from(number + 1).ok();
            }
            found.entries += 1;
            found.rewritten += u64::from(row.salt.is_none());
            (number, hash) = (row.number, row.hash);
        }
    }
    if found.broken_at.is_none() && (number != head.number || hash != head.hash) {
        found.broken_at = u64::try_from(number + 1).ok();
    }
    Ok(found)
}

async fn remove_before(db: &DatabaseTransaction, until: DateTime<Utc>) -> Result<u64, DbErr> {
    let backend = ConnectionTrait::get_database_backend(db);
    let head = head(db).await?;
    let query = "SELECT MIN(\"number\") FROM \"audit\" WHERE \"recorded_at\" >= $1";
    let statement = Statement::from_sql_and_values(backend, query, [until.into()]);
    let first =
        db.query_one_raw(statement).await?.map(|it| it.try_get_by_index::<Option<i64>>(0)).transpose()?;
    let last = first.flatten().map_or(head.number, |first| first - 1);
    if last <= head.removed_number {
        return Ok(0);
    }
    let query = "SELECT \"hash\" FROM \"audit\" WHERE \"number\" = $1";
    let row = db.query_one_raw(Statement::from_sql_and_values(backend, query, [last.into()])).await?;
    let hash: String =
        row.ok_or_else(|| DbErr::RecordNotFound("an audit entry".into()))?.try_get_by_index(0)?;
    let delete = "DELETE FROM \"audit\" WHERE \"number\" <= $1";
    db.execute_raw(Statement::from_sql_and_values(backend, delete, [last.into()])).await?;
    let statement =
        "UPDATE \"audit_head\" SET \"removed_number\" = $1, \"removed_hash\" = $2 WHERE \"id\" = 1";
    db.execute_raw(Statement::from_sql_and_values(backend, statement, [last.into(), hash.into()])).await?;
    Ok(u64::try_from(last - head.removed_number).unwrap_or_default())
}
