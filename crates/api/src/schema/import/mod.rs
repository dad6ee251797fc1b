//! Imports: uploaded files are looked at against the record and become one revision.

pub mod input;
pub mod job;
pub mod preview;
pub mod preview_job;

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::keeping::Faults;
use service::import::{ImportChoice, ImportRequest, Previewed};
use service::keeping::{Asked, KeepFault};
use service::{Clock, SystemClock};

pub use input::{CommitImportInput, ImportSettingsInput, PreviewImportInput};
pub use job::ImportJob;
pub use preview::ImportPreview;
pub use preview_job::ImportPreviewJob;

use self::job::errors_of;
use super::context::RequestContext;
use super::id;
use super::keeping::input::{Read, invalid, maybe_label};
use super::keeping::{service, user_errors};
use super::loader::service_error;
use super::permission::requires;
use super::scalars::Revision;
use super::user_error::UserError;
use super::words::Permission;

/// The kind of the ids of uploaded files.
pub(crate) const FILE_KIND: &str = "import-file";

/// For how long an import or a preview is waited for before its job is given as it is.
const PATIENCE: Duration = Duration::from_secs(10);

/// What looking at an import gives.
#[derive(SimpleObject)]
pub struct PreviewImportPayload {
    /// What it would come to; null when the input is wrong, and while `job` goes on.
    pub preview: Option<ImportPreview>,
    /// The job that works the preview out, when that takes longer than 10 seconds: `node(id: …)` tells how far it is and
    /// then has the preview. Null when the preview is here, and when the input is wrong.
    pub job: Option<ImportPreviewJob>,
    /// Why nothing would be imported; empty when it could be, or is not known yet.
    pub user_errors: Vec<UserError>,
}

/// What committing an import gives.
#[derive(SimpleObject)]
pub struct CommitImportPayload {
    /// The import; null when it was not started.
    pub job: Option<ImportJob>,
    /// The revision of the record that has what the files say; null while the import goes on, and when nothing was
    /// imported.
    pub revision: Option<Revision>,
    /// Why nothing was imported; empty when it was, or may be yet.
    pub user_errors: Vec<UserError>,
}

/// The mutations of imports.
pub struct ImportMutations;

#[Object]
impl ImportMutations {
    /// Looks at uploaded files against the record: what was detected, how columns are read, what is wrong with rows, and
    /// what the import would do to the network. Nothing is written to the record. Small files are looked at when this
    /// answers; of larger ones a job tells how far it is.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn preview_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The files and how they are read.")] input: PreviewImportInput,
    ) -> Result<PreviewImportPayload> {
        let none = |user_errors| PreviewImportPayload { preview: None, job: None, user_errors };
        let request = match request(&input.files, input.settings.as_ref(), input.error_policy.into()) {
            Ok(request) => request,
            Err(faults) => return Ok(none(wrong(ctx, faults)?)),
        };
        let (service, actor) = (service(ctx)?, RequestContext::of(ctx)?.actor());
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let looked = service.preview_import(&clock, actor, request, PATIENCE).await;
        Ok(match looked.map_err(|error| service_error(&error))? {
            Ok(Previewed::Done(preview)) => {
                let fault = preview.fault.as_ref();
                let user_errors = fault.map_or(Ok(Vec::new()), |it| errors_of(ctx, it))?;
                PreviewImportPayload { preview: Some(ImportPreview(preview)), job: None, user_errors }
            }
            Ok(Previewed::Going(job)) => {
                PreviewImportPayload { job: Some(ImportPreviewJob(job)), ..none(Vec::new()) }
            }
            Err(fault) => none(errors_of(ctx, &fault)?),
        })
    }

    /// Imports uploaded files: all of it in one revision, or nothing. Importing the same again changes nothing. Small
    /// imports are over when this answers; of larger ones the job tells how far they are.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn commit_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which import.")] input: CommitImportInput,
    ) -> Result<CommitImportPayload> {
        let refused = |user_errors| CommitImportPayload { job: None, revision: None, user_errors };
        let (choice, asked) = match choice(&input).and_then(|it| Ok((it, asked(&input)?))) {
            Ok(read) => read,
            Err(faults) => return Ok(refused(wrong(ctx, faults)?)),
        };
        let (service, actor) = (service(ctx)?, RequestContext::of(ctx)?.actor());
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let started = service.commit_import(&clock, actor, choice, asked);
        let job = match started.map_err(|error| service_error(&error))? {
            Ok(job) => ImportJob(service.job_over(actor, job, PATIENCE).await),
            Err(fault) => return Ok(refused(errors_of(ctx, &fault)?)),
        };
        let end = job.end();
        let revision = end.as_ref().and_then(|it| it.revision).map(Revision::of);
        let fault = end.and_then(|it| it.fault);
        let user_errors = fault.map_or(Ok(Vec::new()), |it| errors_of(ctx, &it))?;
        Ok(CommitImportPayload { job: Some(job), revision, user_errors })
    }
}

fn choice(input: &CommitImportInput) -> Read<ImportChoice> {
    use service::import::intake::ErrorPolicy::RejectEverything;
    match (&input.preview, &input.files) {
        (Some(preview), None) if input.settings.is_none() => Ok(ImportChoice::Preview {
            id: key(preview, preview::KIND, "preview")?,
            policy: input.error_policy.map(Into::into),
        }),
        (None, Some(files)) => {
            let policy = input.error_policy.map_or(RejectEverything, Into::into);
            Ok(ImportChoice::Request(request(files, input.settings.as_ref(), policy)?))
        }
        _ => Err(invalid("preview", "name either a preview or files; settings go with files only")),
    }
}

fn asked(input: &CommitImportInput) -> Read<Asked> {
    Ok(Asked {
        reason: maybe_label(input.reason.as_deref(), "reason")?,
        idempotency_key: input.idempotency_key.clone(),
        if_revision: input.if_revision.as_ref().map(Revision::number),
        ..Asked::default()
    })
}

fn request(
    files: &[ID],
    settings: Option<&ImportSettingsInput>,
    policy: service::import::intake::ErrorPolicy,
) -> Read<ImportRequest> {
    let most = service::import::FILES_MAX;
    if files.is_empty() || files.len() > most {
        return Err(invalid("files", format!("name 1 to {most} files")));
    }
    let key = |(at, it): (usize, &ID)| key(it, FILE_KIND, &format!("files.{at}"));
    Ok(ImportRequest {
        files: files.iter().enumerate().map(key).collect::<Result<_, _>>()?,
        settings: settings.map(ImportSettingsInput::read).transpose()?.unwrap_or_default(),
        policy,
    })
}

fn key(given: &ID, kind: &str, path: &str) -> Read<String> {
    let found = id::decode(given).map_err(|error| invalid(path, error.message))?;
    if found.kind == kind { Ok(found.key) } else { Err(invalid(path, "this is an id of something else")) }
}

fn wrong(ctx: &Context<'_>, faults: Faults) -> Result<Vec<UserError>> {
    let context = RequestContext::of(ctx)?.whole();
    Ok(user_errors(&context, &KeepFault::Refused(faults)))
}
