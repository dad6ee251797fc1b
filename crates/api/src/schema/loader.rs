//! Reads of what lives only in the store, batched and kept for one request.
//!
//! Resolvers that ask for one value each are gathered into one read, under the actor's rights. A set of loaders is
//! made for each request, so nothing outlives it and no reader sees what was read for another.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ::dataloader::BatchFn;
use ::dataloader::cached::Loader;
use async_graphql::{Error, Value};
use async_trait::async_trait;
use domain::claim::{Claim, ClaimText};
use domain::evidence_filter::EvidenceFilter;
use domain::id::Id;
use domain::person::{ContactPoint, Person};
use domain::record::RecordRef;
use domain::scenario::Scenario;
use service::{Actor, AsOf, ErrorKind, Revision, Service, ServiceError, Snapshot, Trace, Version};

use super::computed::sentence;
use crate::error::ErrorCode;

/// The most keys of one read: below the number of values that a statement of SQLite takes.
const MAX_BATCH: usize = 1000;

/// What a request reads of the service: other snapshots than its own, and what loaders gather.
#[async_trait]
pub trait Stored: Send + Sync + 'static {
    /// See [`Service::snapshot_as_of`].
    async fn snapshot_as_of(&self, wanted: AsOf) -> Result<Arc<Snapshot>, ServiceError>;

    /// See [`Service::snapshot_by_evidence`].
    async fn snapshot_by_evidence(
        &self,
        revision: Revision,
        filter: EvidenceFilter,
    ) -> Result<Arc<Snapshot>, ServiceError>;

    /// See [`Service::snapshot_since`].
    async fn snapshot_since(&self, least: Revision) -> Result<Arc<Snapshot>, ServiceError>;

    /// See [`Service::snapshot_of_scenario`].
    async fn snapshot_of_scenario(
        &self,
        actor: &Actor,
        key: &Id<Scenario>,
    ) -> Result<Arc<Snapshot>, ServiceError>;

    /// See [`Service::history`].
    async fn history(&self, snapshot: &Snapshot, of: &RecordRef) -> Result<Vec<Trace>, ServiceError>;

    /// See [`Service::versions`].
    async fn versions(&self, of: &[Trace]) -> Result<Vec<Version>, ServiceError>;

    /// See [`Service::claim_texts`].
    async fn claim_texts(
        &self,
        revision: Revision,
        claims: &[Id<Claim>],
    ) -> Result<BTreeMap<Id<Claim>, ClaimText>, ServiceError>;

    /// See [`Service::person_names`].
    async fn person_names(
        &self,
        actor: &Actor,
        snapshot: &Snapshot,
        people: &[Id<Person>],
    ) -> Result<BTreeMap<Id<Person>, String>, ServiceError>;

    /// See [`Service::contact_points`].
    async fn contact_points(
        &self,
        actor: &Actor,
        of: &[RecordRef],
    ) -> Result<BTreeMap<RecordRef, Vec<ContactPoint>>, ServiceError>;
}

#[async_trait]
impl Stored for Service {
    async fn snapshot_as_of(&self, wanted: AsOf) -> Result<Arc<Snapshot>, ServiceError> {
        Self::snapshot_as_of(self, wanted).await
    }

    async fn snapshot_by_evidence(
        &self,
        revision: Revision,
        filter: EvidenceFilter,
    ) -> Result<Arc<Snapshot>, ServiceError> {
        Self::snapshot_by_evidence(self, revision, filter).await
    }

    async fn snapshot_since(&self, least: Revision) -> Result<Arc<Snapshot>, ServiceError> {
        Self::snapshot_since(self, least).await
    }

    async fn snapshot_of_scenario(
        &self,
        actor: &Actor,
        key: &Id<Scenario>,
    ) -> Result<Arc<Snapshot>, ServiceError> {
        Self::snapshot_of_scenario(self, actor, key).await
    }

    async fn history(&self, snapshot: &Snapshot, of: &RecordRef) -> Result<Vec<Trace>, ServiceError> {
        Self::history(self, &snapshot.network, of, snapshot.revision).await
    }

    async fn versions(&self, of: &[Trace]) -> Result<Vec<Version>, ServiceError> {
        Self::versions(self, of).await
    }

    async fn claim_texts(
        &self,
        revision: Revision,
        claims: &[Id<Claim>],
    ) -> Result<BTreeMap<Id<Claim>, ClaimText>, ServiceError> {
        Self::claim_texts(self, revision, claims).await
    }

    async fn person_names(
        &self,
        actor: &Actor,
        snapshot: &Snapshot,
        people: &[Id<Person>],
    ) -> Result<BTreeMap<Id<Person>, String>, ServiceError> {
        Self::person_names(self, actor, &snapshot.network, people).await
    }

    async fn contact_points(
        &self,
        actor: &Actor,
        of: &[RecordRef],
    ) -> Result<BTreeMap<RecordRef, Vec<ContactPoint>>, ServiceError> {
        Self::contact_points(self, actor, of).await
    }
}

/// What a read gave for one key: the value, none when there is none, or why the read failed.
type Read<V> = Result<Option<V>, Failure>;

/// A failed read, for everyone who waited for it.
#[derive(Debug, Clone)]
struct Failure {
    code: ErrorCode,
    message: String,
    details: Vec<(&'static str, Revision)>,
}

impl From<&ServiceError> for Failure {
    fn from(error: &ServiceError) -> Self {
        let code = code_of(error);
        let message = match code {
            ErrorCode::Internal | ErrorCode::Unavailable => {
                tracing::error!(%error, "a read from the store failed");
                "The service could not read its store; its log says why.".to_owned()
            }
            ErrorCode::RevisionNotFound | ErrorCode::RevisionNotReached => sentence(&error.to_string()),
            _ => error.to_string(),
        };
        Self { code, message, details: details_of(error) }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let mut error = Self::new(failure.message);
        let details = failure.details.into_iter().map(|(name, it)| (name, Value::from(it.to_string())));
        error.extensions = Some(failure.code.extensions(details));
        error
    }
}

/// What an error tells beside its words: the revisions that there are.
fn details_of(error: &ServiceError) -> Vec<(&'static str, Revision)> {
    match error {
        ServiceError::RevisionNotFound { range, .. } => {
            vec![("earliest", range.earliest), ("latest", range.latest)]
        }
        ServiceError::RevisionNotReached { latest, .. } => vec![("latest", *latest)],
        _ => Vec::new(),
    }
}

/// The code of an error of a use case.
#[must_use]
pub fn code_of(error: &ServiceError) -> ErrorCode {
    match error.kind() {
        ErrorKind::Invalid => ErrorCode::InvalidArgument,
        ErrorKind::Unauthenticated => ErrorCode::Unauthenticated,
        ErrorKind::Forbidden => ErrorCode::Forbidden,
        ErrorKind::NotFound => ErrorCode::NotFound,
        ErrorKind::RevisionNotFound => ErrorCode::RevisionNotFound,
        ErrorKind::RevisionNotReached => ErrorCode::RevisionNotReached,
        ErrorKind::Overloaded => ErrorCode::Overloaded,
        ErrorKind::Timeout => ErrorCode::Timeout,
        ErrorKind::Unavailable => ErrorCode::Unavailable,
        ErrorKind::Internal => ErrorCode::Internal,
    }
}

/// An error of a use case as a resolver's error; what is internal stays in the log.
#[must_use]
pub fn service_error(error: &ServiceError) -> Error {
    Failure::from(error).into()
}

/// What every batch reads with.
#[derive(Clone)]
struct Reader {
    stored: Arc<dyn Stored>,
    actor: Actor,
    snapshot: Arc<Snapshot>,
}

/// One answer for every key, so that no key is left without one.
fn answers<K, V>(keys: &[K], read: Result<BTreeMap<K, V>, ServiceError>) -> HashMap<K, Read<V>>
where
    K: Ord + Clone + std::hash::Hash,
{
    match read {
        Ok(mut found) => keys.iter().map(|it| (it.clone(), Ok(found.remove(it)))).collect(),
        Err(error) => {
            let failure = Failure::from(&error);
            keys.iter().map(|it| (it.clone(), Err(failure.clone()))).collect()
        }
    }
}

struct ClaimTexts(Reader);
impl BatchFn<Id<Claim>, Read<ClaimText>> for ClaimTexts {
    async fn load(&mut self, keys: &[Id<Claim>]) -> HashMap<Id<Claim>, Read<ClaimText>> {
        answers(keys, self.0.stored.claim_texts(self.0.snapshot.revision, keys).await)
    }
}

struct PersonNames(Reader);
impl BatchFn<Id<Person>, Read<String>> for PersonNames {
    async fn load(&mut self, keys: &[Id<Person>]) -> HashMap<Id<Person>, Read<String>> {
        answers(keys, self.0.stored.person_names(&self.0.actor, &self.0.snapshot, keys).await)
    }
}

struct ContactPoints(Reader);
impl BatchFn<RecordRef, Read<Vec<ContactPoint>>> for ContactPoints {
    async fn load(&mut self, keys: &[RecordRef]) -> HashMap<RecordRef, Read<Vec<ContactPoint>>> {
        answers(keys, self.0.stored.contact_points(&self.0.actor, keys).await)
    }
}

/// The loaders of one request.
pub struct Loaders {
    claim_texts: Loader<Id<Claim>, Read<ClaimText>, ClaimTexts>,
    person_names: Loader<Id<Person>, Read<String>, PersonNames>,
    contact_points: Loader<RecordRef, Read<Vec<ContactPoint>>, ContactPoints>,
}

impl Loaders {
    /// Loaders that read as an actor from what belongs to a snapshot.
    #[must_use]
    pub fn new(stored: Arc<dyn Stored>, actor: Actor, snapshot: Arc<Snapshot>) -> Self {
        let reader = Reader { stored, actor, snapshot };
        Self {
            claim_texts: Loader::new(ClaimTexts(reader.clone())).with_max_batch_size(MAX_BATCH),
            person_names: Loader::new(PersonNames(reader.clone())).with_max_batch_size(MAX_BATCH),
            contact_points: Loader::new(ContactPoints(reader)).with_max_batch_size(MAX_BATCH),
        }
    }

    /// Where a claim stands in its document, and how it was inferred.
    ///
    /// # Errors
    /// That of the read.
    pub async fn claim_text(&self, claim: &Id<Claim>) -> Result<Option<ClaimText>, Error> {
        flat(self.claim_texts.try_load(claim.clone()).await)
    }

    /// The name of a person, when there is one that the actor may read.
    ///
    /// # Errors
    /// That of the read.
    pub async fn person_name(&self, person: &Id<Person>) -> Result<Option<String>, Error> {
        flat(self.person_names.try_load(person.clone()).await)
    }

    /// The contact points of a record that the actor may read.
    ///
    /// # Errors
    /// That of the read.
    pub async fn contact_points(&self, of: &RecordRef) -> Result<Vec<ContactPoint>, Error> {
        Ok(flat(self.contact_points.try_load(of.clone()).await)?.unwrap_or_default())
    }
}

fn flat<V>(answer: std::io::Result<Read<V>>) -> Result<Option<V>, Error> {
    match answer {
        Ok(read) => Ok(read?),
        Err(error) => {
            tracing::error!(%error, "a loader gave no answer");
            Err(ErrorCode::Internal.error("The service could not read its store; its log says why."))
        }
    }
}
