//! Decisions over the latest revision, drafted and committed as the use case does. The tests of `service` share this file.

use chrono::{DateTime, Utc};
use domain::date::EdtfDate;
use domain::document::SourceDocument;
use domain::id::Id;
use domain::identity::{DecisionStatus, IdentityDecision};
use domain::keeping::document::{self as verbs};
use domain::keeping::{Draft, Faults};
use domain::record::RecordRef;
use domain::vocabulary::Label;
use store::{Act, Author, Commit, Committed, Revision, Store, StoreError, Trial};

/// Retracts a document; none when it was retracted already.
pub(crate) async fn retract_document(
    store: &Store,
    by: &Author,
    at: DateTime<Utc>,
    id: &Id<SourceDocument>,
    reason: &Label,
) -> Result<Option<Revision>, StoreError> {
    let act = Act::RetractDocument;
    keep(store, (by, at, act, reason), &id.reference(), |draft| verbs::retract_document(draft, id)).await
}

/// Accepts a document again; none when it was accepted already.
pub(crate) async fn accept_document(
    store: &Store,
    by: &Author,
    at: DateTime<Utc>,
    id: &Id<SourceDocument>,
    reason: &Label,
) -> Result<Option<Revision>, StoreError> {
    let act = Act::AcceptDocument;
    keep(store, (by, at, act, reason), &id.reference(), |draft| verbs::accept_document(draft, id)).await
}

/// Sets where a decision on identity stands; none when it stands there already.
pub(crate) async fn decide_identity(
    store: &Store,
    by: &Author,
    at: DateTime<Utc>,
    id: &Id<IdentityDecision>,
    status: DecisionStatus,
    reason: &Label,
) -> Result<Option<Revision>, StoreError> {
    let decide = |draft: &mut Draft<'_>| {
        let decision = draft.require(id, "decision")?;
        if decision.status != status {
            draft.replace(IdentityDecision {
                status,
                reason: reason.clone(),
                decided_by: by.label().clone(),
                decided_on: EdtfDate::day(at.date_naive()).unwrap_or(EdtfDate::UNKNOWN),
                ..decision
            })?;
        }
        Ok(id.reference())
    };
    keep(store, (by, at, Act::DecideIdentity, reason), &id.reference(), decide).await
}

/// Drafts and commits, anew when somebody wrote in between.
async fn keep(
    store: &Store,
    (by, at, act, reason): (&Author, DateTime<Utc>, Act, &Label),
    subject: &RecordRef,
    verb: impl Fn(&mut Draft<'_>) -> Result<RecordRef, Faults>,
) -> Result<Option<Revision>, StoreError> {
    loop {
        let loaded = store.load().await?;
        let mut draft = Draft::new(&loaded.record, None, by.label().clone(), at);
        if verb(&mut draft).is_err() {
            return Err(StoreError::NotFound { at: subject.clone() });
        }
        let (changes, over) = (draft.finish(), loaded.revision);
        let (changes, record) = (&changes, &loaded.record);
        let commit = Commit { by, at, act, reason, over, record, changes, subject, request: None };
        match store.commit(&commit, Trial::Done).await? {
            Committed::Done { revision } => return Ok(revision),
            Committed::Stale { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}
