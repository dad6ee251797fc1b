//! Imports as jobs.

use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use service::import::{ImportEnd, ImportFault, ImportStage as Stage};
use service::job::{Job, JobKind};

use super::preview::{ImportRows, ImportSheetRows};
use crate::schema::computed::sentence;
use crate::schema::context::RequestContext;
use crate::schema::id;
use crate::schema::job::{JobStatus, jobs};
use crate::schema::keeping::user_errors;
use crate::schema::scalars::{DateTime, Revision, count};
use crate::schema::user_error::{UserError, UserErrorCode};
use crate::schema::words::ImportStage;

/// The kind of the ids of imports.
pub(in crate::schema) const KIND: &str = "import-job";

/// What an import came to.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportResult {
    /// The revision of the record that has what the files say: a new one, or the one so far when it had it already. Give
    /// it as `minRevision` to read what was written.
    pub revision: Revision,
    /// Whether anything was written.
    pub has_changed: bool,
    /// All rows.
    pub rows: ImportRows,
    /// The rows of each sheet.
    pub sheets: Vec<ImportSheetRows>,
}

/// An import that goes on in the background: one revision, or nothing. It is kept in memory for an hour at most after
/// its end; the record keeps what was imported. Only who started it sees it.
#[derive(Debug, Clone, Description)]
pub struct ImportJob(pub(super) Job);

impl ImportJob {
    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(id::encode(KIND, &self.0.id))
    }

    /// The import of a key; none when there is none that the reader started.
    ///
    /// # Errors
    /// `INTERNAL` when the request was not prepared.
    pub(in crate::schema) fn find(ctx: &Context<'_>, key: &str) -> Result<Option<Self>> {
        let found = jobs(ctx)?.find(RequestContext::of(ctx)?.actor(), key);
        Ok(found.filter(|it| it.kind == JobKind::Import).map(Self))
    }

    pub(super) fn end(&self) -> Option<ImportEnd> {
        let result = self.0.result.as_deref()?;
        serde_json::from_value(result.clone()).ok()
    }
}

#[Object(use_type_description)]
impl ImportJob {
    /// The opaque id. Ask with it how far the import is: `node(id: …)`.
    #[graphql(name = "id")]
    async fn node_id(&self) -> ID {
        id::encode(KIND, &self.0.id)
    }

    /// How far it is.
    async fn status(&self) -> JobStatus {
        self.0.status.into()
    }

    /// What it is at.
    async fn stage(&self) -> ImportStage {
        self.0.progress.stage.parse().unwrap_or(Stage::Waiting).into()
    }

    /// How much is done of what it is at: rows while it reads.
    async fn done(&self) -> i32 {
        count(self.0.progress.done)
    }

    /// How much there is to do of what it is at; 0 while that is not known.
    async fn total(&self) -> i32 {
        count(self.0.progress.total)
    }

    /// When it was started.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it came to its end; null while it has not.
    async fn ended_at(&self) -> Option<DateTime> {
        self.0.ended_at.map(DateTime)
    }

    /// Why nothing was imported, in English words; null when it was or may be yet.
    async fn message(&self) -> Option<String> {
        self.0.message.as_deref().map(sentence)
    }

    /// What it came to; null until it has, and when nothing was imported.
    async fn result(&self) -> Option<ImportResult> {
        let end = self.end()?;
        Some(ImportResult {
            revision: Revision::of(end.revision?),
            has_changed: end.has_changed,
            rows: ImportRows::of(&end.counts),
            sheets: end.sheets.iter().map(ImportSheetRows::of).collect(),
        })
    }

    /// Why nothing was imported, as data; empty when it was or may be yet.
    async fn user_errors(&self, ctx: &Context<'_>) -> Result<Vec<UserError>> {
        match self.end().and_then(|it| it.fault) {
            Some(fault) => errors_of(ctx, &fault),
            None => Ok(Vec::new()),
        }
    }
}

/// What the caller has to mend.
pub(super) fn errors_of(ctx: &Context<'_>, fault: &ImportFault) -> Result<Vec<UserError>> {
    use UserErrorCode::{Invalid, NotFound, Overloaded, RowsRefused, TooMany};
    let message = sentence(&fault.to_string());
    Ok(match fault {
        ImportFault::NoFile { at } => {
            let path = ["input", "files", &at.to_string()].map(str::to_owned);
            vec![UserError::at(NotFound, message, path.to_vec())]
        }
        ImportFault::Files => vec![UserError::of(TooMany, message, "files")],
        ImportFault::NoPreview => vec![UserError::of(NotFound, message, "preview")],
        ImportFault::Unreadable { .. } => vec![UserError::of(Invalid, message, "files")],
        ImportFault::Rows { .. } => vec![UserError::of(RowsRefused, message, "errorPolicy")],
        ImportFault::Overloaded => vec![UserError::of(Overloaded, message, "files")],
        ImportFault::Kept(fault) => {
            let context = RequestContext::of(ctx)?.whole();
            user_errors(&context, fault)
        }
    })
}
