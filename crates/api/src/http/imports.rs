//! Files for imports: `POST /imports?name=FILE` with the file as the body, `DELETE /imports/{id}`.
//!
//! The body is written to the disk as it comes, so that no file is ever in memory as a whole. What breaks off, comes too
//! slowly or is too large leaves nothing. The answer has the id under which `previewImport` takes the file.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::ID;
use axum::body::Body;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::json;
use service::import::intake::TemplateLanguage;
use service::import::{Incoming, Staged, StagingError};
use service::{Permission, Service, SystemClock};
use tokio::sync::Semaphore;

use super::{RequestHook, pages};
use crate::error::{ErrorCode, Refusal};
use crate::schema::computed::sentence;
use crate::schema::id;
use crate::schema::import::FILE_KIND;

/// The key of a file; none when the id is none of a file.
fn file_key(id: &ID) -> Option<String> {
    id::decode(id).ok().filter(|it| it.kind == FILE_KIND).map(|it| it.key)
}

/// How many files come in at a time.
const AT_A_TIME: usize = 8;

/// How long the next bytes of a file may take.
const IDLE: Duration = Duration::from_secs(30);

/// How long a file may take in all.
const DEADLINE: Duration = Duration::from_secs(1_800);

/// How many bytes are gathered before they are written.
const PIECE: usize = 256 * 1024;

/// The longest query string that is read, in bytes.
const QUERY_MAX: usize = 2_000;

/// The media types of files. What a file is, is told by the file itself; a form of a foreign page can send none of these.
const MEDIA_TYPES: [&str; 8] = [
    "application/octet-stream",
    "application/json",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/x-zip-compressed",
    "application/zip",
    "text/csv",
    "text/tab-separated-values",
];

/// The media type of workbooks.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What the handlers work with.
#[derive(Clone)]
pub(super) struct Imports {
    service: Arc<Service>,
    hook: Arc<dyn RequestHook>,
    places: Arc<Semaphore>,
}

impl Imports {
    pub(super) fn new(service: Arc<Service>, hook: Arc<dyn RequestHook>) -> Self {
        Self { service, hook, places: Arc::new(Semaphore::new(AT_A_TIME)) }
    }
}

/// `POST /imports?name=FILE`.
pub(super) async fn upload(State(imports): State<Imports>, request: Request) -> Response<Body> {
    match take(&imports, request).await {
        Ok(staged) => {
            let expires_at = staged.staged_at + imports.service.staging().options().kept_for;
            let body = json!({
                "id": id::encode(FILE_KIND, &staged.id).as_str(),
                "name": staged.name,
                "bytes": staged.bytes,
                "sha256": staged.sha256,
                "expiresAt": expires_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            });
            let mut answer = pages::response(StatusCode::CREATED, "application/json", format!("{body}\n"));
            answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            answer
        }
        Err(refusal) => {
            let mut answer = pages::refused(&refusal);
            // The rest of the body is not read, so the connection cannot be used again.
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            answer
        }
    }
}

/// `DELETE /imports/{id}`: a file that shall not wait any longer.
pub(super) async fn discard(
    State(imports): State<Imports>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let actor = match pages::admit(&*imports.hook, &headers, Permission::Edit).await {
        Ok(actor) => actor,
        Err(refusal) => return pages::refused(&refusal),
    };
    let absent = || pages::problem(ErrorCode::NotFound, "None of your files has this id.");
    let Some(key) = file_key(&ID(id)) else { return absent() };
    let staging = imports.service.staging().clone();
    let removed = tokio::task::spawn_blocking(move || staging.remove(&SystemClock, &actor, &key)).await;
    match removed {
        Ok(Ok(true)) => {
            let mut answer = Response::new(Body::empty());
            *answer.status_mut() = StatusCode::NO_CONTENT;
            answer
        }
        Ok(Ok(false)) => absent(),
        Ok(Err(error)) => pages::refused(&refusal_of(&error)),
        Err(_stopped) => pages::refused(&failed()),
    }
}

/// `GET /imports/template.xlsx?language=pl|en`: a workbook to be filled in.
pub(super) async fn template(
    State(imports): State<Imports>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response<Body> {
    if let Err(refusal) = pages::admit(&*imports.hook, &headers, Permission::ReadRecord).await {
        return pages::refused(&refusal);
    }
    let language = match query.as_deref().unwrap_or("language=pl") {
        "language=pl" => TemplateLanguage::Polish,
        "language=en" => TemplateLanguage::English,
        _ => {
            let known = "The only parameter is `language`, which is pl or en.";
            return pages::problem(ErrorCode::InvalidArgument, known);
        }
    };
    match imports.service.import_template(language).await {
        Ok(bytes) => {
            let mut answer = pages::response(StatusCode::OK, WORKBOOK, bytes);
            let name = match language {
                TemplateLanguage::Polish => "attachment; filename=\"szablon.xlsx\"",
                TemplateLanguage::English => "attachment; filename=\"template.xlsx\"",
            };
            answer.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
            answer
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the template could not be written");
            let message = "The template could not be written; the service's log says why.";
            pages::problem(ErrorCode::Internal, message)
        }
    }
}

/// Every other method.
pub(super) async fn only_post() -> Response<Body> {
    other_method("Files are sent by POST.", "POST")
}

/// Every other method.
pub(super) async fn only_delete() -> Response<Body> {
    other_method("A file that waits can only be deleted.", "DELETE")
}

fn other_method(message: &str, allow: &'static str) -> Response<Body> {
    let mut answer = pages::problem(ErrorCode::MethodNotAllowed, message);
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
    answer
}

async fn take(imports: &Imports, request: Request) -> Result<Staged, Refusal> {
    let (parts, body) = request.into_parts();
    let actor = pages::admit(&*imports.hook, &parts.headers, Permission::Edit).await?;
    check_media_type(&parts.headers)?;
    let name = name_of(parts.uri.query().unwrap_or_default())?;
    let most = imports.service.staging().options().file_bytes;
    if declared(&parts.headers).is_some_and(|it| it > most) {
        return Err(refusal_of(&StagingError::TooLarge { most }));
    }
    let busy = |_| Refusal::new(ErrorCode::Overloaded, "Too many files are coming in; try again soon.");
    let _place = imports.places.try_acquire().map_err(busy)?;
    let staging = imports.service.staging().clone();
    let begun = blocking(move || staging.begin(&SystemClock, &actor, &name)).await?;
    let late = |_| Refusal::new(ErrorCode::Timeout, "The file took too long; nothing of it was kept.");
    let come = tokio::time::timeout(DEADLINE, receive(begun, body)).await.map_err(late)??;
    blocking(move || come.finish()).await
}

/// Writes the body as it comes.
async fn receive(mut incoming: Incoming, mut body: Body) -> Result<Incoming, Refusal> {
    let mut piece = Vec::with_capacity(PIECE);
    loop {
        let late = |_| Refusal::new(ErrorCode::Timeout, "The file stopped coming; nothing of it was kept.");
        let frame = tokio::time::timeout(IDLE, body.frame()).await.map_err(late)?;
        let is_over = frame.is_none();
        if let Some(frame) = frame {
            let broken =
                |_| Refusal::new(ErrorCode::BadRequest, "The upload broke off; nothing of it was kept.");
            if let Ok(bytes) = frame.map_err(broken)?.into_data() {
                piece.extend_from_slice(&bytes);
            }
        }
        if piece.len() >= PIECE || (is_over && !piece.is_empty()) {
            let full = std::mem::replace(&mut piece, Vec::with_capacity(if is_over { 0 } else { PIECE }));
            incoming = blocking(move || incoming.write(&full).map(|()| incoming)).await?;
        }
        if is_over {
            return Ok(incoming);
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StagingError> + Send + 'static,
) -> Result<T, Refusal> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| refusal_of(&error)),
        Err(_stopped) => Err(failed()),
    }
}

fn check_media_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if MEDIA_TYPES.contains(&essence.as_str()) {
        return Ok(());
    }
    let message = format!("Send the file itself as the body, as one of {}.", MEDIA_TYPES.join(", "));
    Err(Refusal::new(ErrorCode::UnsupportedMediaType, message))
}

fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn name_of(query: &str) -> Result<String, Refusal> {
    let invalid = |message: &str| Refusal::new(ErrorCode::InvalidArgument, message);
    if query.len() > QUERY_MAX {
        return Err(invalid("The query is too long; it has the file's `name` and nothing else."));
    }
    let mut names = form_urlencoded::parse(query.as_bytes());
    match (names.next(), names.next()) {
        (Some((parameter, name)), None) if parameter == "name" => Ok(name.into_owned()),
        _ => Err(invalid("Give the file's name, and nothing else: POST /imports?name=meetings.csv.")),
    }
}

fn refusal_of(error: &StagingError) -> Refusal {
    let code = match error {
        StagingError::TooLarge { .. } => ErrorCode::BodyTooLarge,
        StagingError::TooMany { .. } | StagingError::NoRoom => ErrorCode::NoRoom,
        StagingError::Empty | StagingError::Name => ErrorCode::InvalidArgument,
        StagingError::Closed => ErrorCode::NotFound,
        StagingError::Dropped => ErrorCode::Overloaded,
        _ => {
            tracing::error!(error = error as &dyn std::error::Error, "an uploaded file could not be kept");
            return failed();
        }
    };
    Refusal::new(code, sentence(&error.to_string()))
}

fn failed() -> Refusal {
    Refusal::new(ErrorCode::Internal, "The file could not be kept; the service's log says why.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_name_and_nothing_else() {
        assert_eq!(name_of("name=obecno%C5%9B%C4%87%202015.csv").unwrap(), "obecność 2015.csv");
        for wrong in ["", "nam=a", "name=a&name=b", "name=a&x=1"] {
            assert_eq!(name_of(wrong).unwrap_err().code, ErrorCode::InvalidArgument, "{wrong}");
        }
        assert!(name_of(&format!("name={}", "a".repeat(QUERY_MAX))).is_err());
    }

    #[test]
    fn what_a_form_of_a_foreign_page_can_send_is_no_file() {
        let admits = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, text.parse().unwrap());
            check_media_type(&headers).is_ok()
        };
        assert!(admits("text/csv; charset=windows-1250") && admits("Application/Octet-Stream"));
        for form in ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"] {
            assert!(!admits(form), "{form}");
        }
        assert!(check_media_type(&HeaderMap::new()).is_err());
    }
}
