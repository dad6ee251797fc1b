//! The verbs that keep the record, each on a sketch.

mod action;
mod attendance;
mod claim;
mod meeting;
mod vocabulary;

use chrono::{DateTime, Utc};
use domain::check::problems_of;
use domain::claim::Confidence;
use domain::document::{DocumentState, SourceDocument};
use domain::id::Id;
use domain::keeping::{Draft, FaultCode, Faults, Given, Source};
use domain::record::{Record, RecordRef};
use domain::support::standing;
use testkit::sketch::{id, label};

use crate::common::with_documents;

/// The moment in which tests change the record.
pub(crate) fn now() -> DateTime<Utc> {
    "2016-06-01T10:00:00Z".parse().unwrap()
}

/// A record that is changed by verbs.
pub(crate) struct Kept(pub(crate) Record);

impl Kept {
    /// The record of a sketch, with the documents `doc`, `doc-2` and `doc-3`.
    pub(crate) fn of(sketch: &str) -> Self {
        let mut record = with_documents(sketch);
        record.sort();
        Self(record)
    }

    /// Does what a verb drafts from a source, or tells what it refuses; then nothing is done.
    pub(crate) fn from<P>(
        &mut self,
        given: Option<Given>,
        verb: fn(&mut Draft<'_>, &P) -> Result<RecordRef, Faults>,
        parameters: &P,
    ) -> Result<RecordRef, Faults> {
        let mut draft = Draft::new(&self.0, given, label("redaktor"), now());
        let subject = verb(&mut draft, parameters)?;
        let changes = draft.finish();
        assert_eq!(problems_of(&self.0, &changes), []);
        changes.apply_to(&mut self.0);
        Ok(subject)
    }

    /// The same from page 3 of a document.
    pub(crate) fn by<P>(
        &mut self,
        document: &str,
        verb: fn(&mut Draft<'_>, &P) -> Result<RecordRef, Faults>,
        parameters: &P,
    ) -> Result<RecordRef, Faults> {
        self.from(Some(page(document)), verb, parameters)
    }

    /// What stands.
    pub(crate) fn stands(&self) -> Record {
        standing(self.0.clone()).unwrap().record
    }

    /// What would stand without a document.
    pub(crate) fn without(&self, document: &str) -> Record {
        let mut record = self.0.clone();
        let key: Id<SourceDocument> = id(document);
        record.documents.iter_mut().find(|it| it.key == key).unwrap().state = DocumentState::Retracted;
        standing(record).unwrap().record
    }
}

/// Page 3 of a document, as a source.
pub(crate) fn page(document: &str) -> Given {
    Given::Document(Source {
        document: id(document),
        locator: label("page 3"),
        confidence: Confidence::Stated,
        convention: None,
    })
}

/// The codes of what was refused, with the paths.
pub(crate) fn refused(result: Result<RecordRef, Faults>) -> Vec<(FaultCode, String)> {
    let faults = result.unwrap_err();
    faults.0.into_iter().map(|it| (it.code, it.path.join("."))).collect()
}

/// One thing that is refused.
pub(crate) fn one(code: FaultCode, path: &str) -> Vec<(FaultCode, String)> {
    vec![(code, path.to_owned())]
}
