//! Previews of imports as jobs.

use async_graphql::{Context, Description, ID, Object, Result};
use service::import::ImportStage as Stage;
use service::job::{Job, JobKind};

use super::job::errors_of;
use super::preview::ImportPreview;
use crate::schema::computed::sentence;
use crate::schema::context::RequestContext;
use crate::schema::id;
use crate::schema::job::{JobStatus, jobs};
use crate::schema::keeping::service;
use crate::schema::scalars::{DateTime, count};
use crate::schema::user_error::UserError;
use crate::schema::words::ImportStage;

/// The kind of the ids of these jobs.
pub(in crate::schema) const KIND: &str = "import-preview-job";

/// A preview of an import that is worked out in the background, as the files are large. Nothing is written to the record.
/// The last of them are kept in memory for an hour at most after their end. Only who started it sees it.
#[derive(Debug, Clone, Description)]
pub struct ImportPreviewJob(pub(super) Job);

impl ImportPreviewJob {
    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(id::encode(KIND, &self.0.id))
    }

    /// The preview of a key; none when there is none that the reader started.
    ///
    /// # Errors
    /// `INTERNAL` when the request was not prepared.
    pub(in crate::schema) fn find(ctx: &Context<'_>, key: &str) -> Result<Option<Self>> {
        let found = jobs(ctx)?.find(RequestContext::of(ctx)?.actor(), key);
        Ok(found.filter(|it| it.kind == JobKind::Preview).map(Self))
    }
}

#[Object(use_type_description)]
impl ImportPreviewJob {
    /// The opaque id. Ask with it how far the preview is: `node(id: …)`.
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

    /// How many rows are read.
    async fn done(&self) -> i32 {
        count(self.0.progress.done)
    }

    /// How many rows there are; 0 while that is not known.
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

    /// Why there is no preview, in English words; null when there is one or may be yet.
    async fn message(&self) -> Option<String> {
        self.0.message.as_deref().map(sentence)
    }

    /// What the import would come to; null until that is known, and once it is no longer kept.
    async fn preview(&self, ctx: &Context<'_>) -> Result<Option<ImportPreview>> {
        Ok(service(ctx)?.preview_of(&self.0).map(ImportPreview))
    }

    /// Why nothing would be imported, as data; empty when it could be, or is not known yet.
    async fn user_errors(&self, ctx: &Context<'_>) -> Result<Vec<UserError>> {
        let preview = service(ctx)?.preview_of(&self.0);
        preview.and_then(|it| it.fault.clone()).map_or(Ok(Vec::new()), |it| errors_of(ctx, &it))
    }
}
