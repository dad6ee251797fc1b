//! The change log as its readers see it: revisions, the changes in each, and the history of one object.

use domain::difference::{self, ChangeKind, FieldChange};
use domain::institution::Institution;
use domain::record::{Noun, RecordRef};
use graph::Network;
use store::{Change, ChangePosition, Revision, RevisionEntry, Trace};

use crate::{Service, ServiceError};

/// One change of one record, field by field. Personal values are never in the log, so none is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordChange {
    /// Where it stands in the log.
    pub position: ChangePosition,
    /// The record.
    pub at: RecordRef,
    /// What became of it.
    pub kind: ChangeKind,
    /// The fields that changed.
    pub fields: Vec<FieldChange>,
}

impl From<Change> for RecordChange {
    fn from(change: Change) -> Self {
        let Change { position, at, before, after } = change;
        let fields = difference::fields(before.as_ref(), after.as_ref());
        // The database holds at least one of the two states.
        let kind = ChangeKind::of(before.is_some(), after.is_some()).unwrap_or(ChangeKind::Removed);
        Self { position, at, kind, fields }
    }
}

/// What changed about an object in one revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The revision.
    pub entry: RevisionEntry,
    /// The changes that concern the object, in the order of the log.
    pub changes: Vec<RecordChange>,
}

impl Service {
    /// The revisions after `since`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn revisions(&self, since: Revision, limit: usize) -> Result<Vec<RevisionEntry>, ServiceError> {
        Ok(self.store().revisions(since, limit as u64).await?)
    }

    /// The changes in a revision after the place `after`, at most `limit`.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn changes_in(
        &self,
        revision: Revision,
        after: u64,
        limit: usize,
    ) -> Result<Vec<RecordChange>, ServiceError> {
        let since = ChangePosition { revision, ordinal: after };
        let changes = self.store().changes(since, limit as u64).await?;
        let own = changes.into_iter().filter(|it| it.position.revision == revision);
        Ok(own.map(RecordChange::from).collect())
    }

    /// How many changes a revision has in the log.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn change_count(&self, revision: Revision) -> Result<u64, ServiceError> {
        Ok(self.store().last_change(revision).await?.ordinal)
    }

    /// The records that were written after `since` and up to `until`, in the order of the log, each once, at most `most`;
    /// and whether there are more. Texts of claims are left out.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn written(
        &self,
        since: Revision,
        until: Revision,
        most: usize,
    ) -> Result<(Vec<RecordRef>, bool), ServiceError> {
        let mut places = self.store().written(since, until, most.saturating_add(1) as u64).await?;
        let has_more = places.len() > most;
        places.truncate(most);
        let mut seen = std::collections::BTreeSet::new();
        places.retain(|it| seen.insert(it.clone()));
        Ok((places, has_more))
    }

    /// Where the log tells of an object up to a revision, oldest first. An institution is one with those that are read as
    /// it in the network, and has its identifiers.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn history(
        &self,
        network: &Network,
        of: &RecordRef,
        until: Revision,
    ) -> Result<Vec<Trace>, ServiceError> {
        let mut parts = vec![of.clone()];
        if of.kind == Institution::KIND {
            let merged =
                network.merges().canonical.iter().filter(|(_, canonical)| canonical.as_str() == &*of.key);
            parts.extend(merged.map(|(duplicate, _)| duplicate.reference()));
            let identifiers = network.record().identifiers.iter();
            let own = identifiers.filter(|it| it.institution.as_str() == &*of.key);
            parts.extend(own.map(Noun::reference));
        }
        Ok(self.store().history(&parts, until).await?)
    }

    /// What changed at these places, by revision.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn versions(&self, of: &[Trace]) -> Result<Vec<Version>, ServiceError> {
        let revisions: Vec<Revision> = of.iter().map(|it| it.revision).collect();
        let entries = self.store().entries(&revisions).await?;
        let mut changes = self.store().changes_at(of).await?.into_iter().map(RecordChange::from).peekable();
        let mut versions = Vec::with_capacity(entries.len());
        for entry in entries {
            let mut own = Vec::new();
            while let Some(change) = changes.next_if(|it| it.position.revision <= entry.revision) {
                own.push(change);
            }
            versions.push(Version { entry, changes: own });
        }
        Ok(versions)
    }
}
