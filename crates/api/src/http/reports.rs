//! Reports as documents: `GET /reports/{partnership}/{year}.{html|docx|json}`.
//!
//! The parameters `lang` (`pl` or `en`), `revision`, `changed-since` and `basis` may be given, each once. The page is
//! sandboxed: no script, nothing fetched, no forms, in no frame.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use domain::claim::EvidenceBasis;
use service::annual_report::{ReportFile, ReportFormat, ReportLanguage, ReportRequest};
use service::{Permission, Revision, Service};

use super::{RequestHook, pages};
use crate::error::ErrorCode;
use crate::schema::computed::sentence;
use crate::schema::loader::code_of;

/// The policy of a document: its own style and nothing else.
const POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// The longest query string that is read, in bytes.
const QUERY_MAX: usize = 500;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    request: ReportRequest,
    language: ReportLanguage,
    format: ReportFormat,
}

/// What the handler works with.
#[derive(Clone)]
pub(super) struct Reports {
    pub(super) service: Arc<Service>,
    pub(super) hook: Arc<dyn RequestHook>,
}

/// `/reports/{partnership}/{file}`.
pub(super) async fn serve(
    State(Reports { service, hook }): State<Reports>,
    Path((partnership, file)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response<Body> {
    if let Err(refusal) = pages::admit(&*hook, &headers, Permission::ReadRecord).await {
        return pages::refused(&refusal);
    }
    let asked = match read(&partnership, &file, query.as_deref().unwrap_or_default()) {
        Ok(asked) => asked,
        Err((code, detail)) => return pages::problem(code, &detail),
    };
    let Asked { request, language, format } = asked;
    match service.report_file(&request, language, format).await {
        Ok(found) => answer(found, format, language, &headers),
        Err(error) => {
            let code = code_of(&error);
            if matches!(code, ErrorCode::Internal | ErrorCode::Unavailable) {
                tracing::error!(%error, "a report could not be written");
                return pages::problem(code, "The report could not be written; the service's log says why.");
            }
            pages::problem(code, &sentence(&error.to_string()))
        }
    }
}

/// What path and query ask for, or what is wrong with them.
fn read(partnership: &str, file: &str, query: &str) -> Result<Asked, (ErrorCode, String)> {
    let invalid = |detail: String| (ErrorCode::InvalidArgument, detail);
    let absent = || {
        let detail = "There is no such report; ask for /reports/PARTNERSHIP/YEAR.html, .docx or .json.";
        (ErrorCode::NotFound, detail.to_owned())
    };
    let (year, format) = file.split_once('.').ok_or_else(absent)?;
    let is_year = (1..=4).contains(&year.len()) && year.bytes().all(|it| it.is_ascii_digit());
    let year = year.parse().ok().filter(|_| is_year).ok_or_else(absent)?;
    let mut request = ReportRequest {
        partnership: partnership.parse().map_err(|_no_key| absent())?,
        year,
        basis: EvidenceBasis::Stated,
        revision: None,
        changed_since: None,
    };
    let mut language = ReportLanguage::Polish;
    if query.len() > QUERY_MAX {
        return Err(invalid(format!("The query has {} bytes; at most {QUERY_MAX} are read.", query.len())));
    }
    let mut seen = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let name: &str = match &*name {
            "lang" => {
                language =
                    value.parse().map_err(|_unknown| invalid("`lang` must be pl or en.".to_owned()))?;
                "lang"
            }
            "revision" => {
                request.revision = Some(revision("revision", &value).map_err(invalid)?);
                "revision"
            }
            "changed-since" => {
                request.changed_since = Some(revision("changed-since", &value).map_err(invalid)?);
                "changed-since"
            }
            "basis" => {
                let words: Vec<_> = EvidenceBasis::ALL.iter().map(|it| it.as_str()).collect();
                let wrong = || invalid(format!("`basis` must be one of {}.", words.join(", ")));
                request.basis = value.parse().map_err(|_unknown| wrong())?;
                "basis"
            }
            _ => {
                let known = "Known parameters are lang, revision, changed-since and basis.";
                return Err(invalid(known.to_owned()));
            }
        };
        if seen.contains(&name) {
            return Err(invalid(format!("`{name}` is given twice.")));
        }
        seen.push(name);
    }
    let format = format.parse().map_err(|_no_format| absent())?;
    Ok(Asked { request, language, format })
}

fn revision(name: &str, text: &str) -> Result<Revision, String> {
    let is_number = (1..=20).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_number);
    number.map(Revision::new).ok_or_else(|| format!("`{name}` must be the number of a revision."))
}

fn answer(
    found: ReportFile,
    format: ReportFormat,
    language: ReportLanguage,
    headers: &HeaderMap,
) -> Response<Body> {
    let etag = format!("\"{}\"", found.sha256);
    if pages::is_known(headers, &etag) {
        return pages::not_modified(&etag);
    }
    let mut response = pages::response(StatusCode::OK, format.media_type(), found.bytes);
    pages::tag(&mut response, &etag);
    let kind = if format == ReportFormat::Docx { "attachment" } else { "inline" };
    let told = response.headers_mut();
    // Names hold letters, digits, hyphens and full stops only.
    if let Ok(value) = HeaderValue::from_str(&format!("{kind}; filename=\"{}\"", found.name)) {
        told.insert(header::CONTENT_DISPOSITION, value);
    }
    if let Ok(value) = HeaderValue::from_str(&found.revision.to_string()) {
        told.insert(HeaderName::from_static("splot-revision"), value);
    }
    told.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.as_str()));
    told.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    told.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    told.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_and_query_are_read() {
        let asked = read("pnres", "2015.docx", "lang=en&revision=3&changed-since=1&basis=STRICT").unwrap();
        assert_eq!((asked.language, asked.format), (ReportLanguage::English, ReportFormat::Docx));
        let ReportRequest { year, basis, revision, changed_since, .. } = asked.request;
        assert_eq!((year, basis), (2015, EvidenceBasis::Strict));
        assert_eq!((revision, changed_since), (Some(Revision::new(3)), Some(Revision::new(1))));
        let plain = read("pnres", "2015.html", "").unwrap();
        assert_eq!((plain.language, plain.request.revision), (ReportLanguage::Polish, None));
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (partnership, file, query, code) in [
            ("pnres", "2015", "", ErrorCode::NotFound),
            ("pnres", "2015.pdf", "", ErrorCode::NotFound),
            ("pnres", "+201.html", "", ErrorCode::NotFound),
            ("pnres", "20155.html", "", ErrorCode::NotFound),
            ("../x", "2015.html", "", ErrorCode::NotFound),
            ("pnres", "2015.html", "lang=de", ErrorCode::InvalidArgument),
            ("pnres", "2015.html", "revision=-1", ErrorCode::InvalidArgument),
            ("pnres", "2015.html", "revision=99999999999999999999", ErrorCode::InvalidArgument),
            ("pnres", "2015.html", "changed-since=", ErrorCode::InvalidArgument),
            ("pnres", "2015.html", "basis=stated", ErrorCode::InvalidArgument),
            ("pnres", "2015.html", "lang=pl&lang=en", ErrorCode::InvalidArgument),
            ("pnres", "2015.html", "year=2015", ErrorCode::InvalidArgument),
        ] {
            assert_eq!(read(partnership, file, query).unwrap_err().0, code, "{file} {query}");
        }
        let long = format!("lang={}", "x".repeat(QUERY_MAX));
        assert_eq!(read("pnres", "2015.html", &long).unwrap_err().0, ErrorCode::InvalidArgument);
    }
}
