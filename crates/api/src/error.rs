//! The closed list of error codes, and the two shapes an error takes: a GraphQL error made by a resolver
//! ([`ErrorCode::error`]) and a [`Refusal`], which stops a request before it reaches the executor.
//!
//! Every error that leaves the service carries one of these codes in `extensions.code`. The list is data
//! ([`ErrorCode::ALL`], [`ErrorCode::description`]), so the reference page is made from it.

use async_graphql::{Error, ErrorExtensionValues, Pos, ServerError, Value};
use axum::http::StatusCode;

macro_rules! error_codes {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $text:literal, $status:ident; )+) => {
        /// A stable, documented reason for which a request or a field failed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ErrorCode {
            $( $(#[doc = $doc])+ $variant, )+
        }

        impl ErrorCode {
            /// Every code, in the order of the reference page.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The code as it stands in `extensions.code`, for example `COST_EXCEEDED`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )+ }
            }

            /// What the code means and what a client can do, in one paragraph.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $( Self::$variant => concat!($( $doc ),+).trim_ascii_start(), )+ }
            }

            /// The HTTP status of an answer that consists of this error alone, under
            /// `application/graphql-response+json`.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self { $( Self::$variant => StatusCode::$status, )+ }
            }
        }
    };
}

error_codes! {
    /// The HTTP request is not a well-formed GraphQL request: unreadable JSON, a missing query, or a member of the wrong type.
    BadRequest = "BAD_REQUEST", BAD_REQUEST;
    /// The HTTP method is not allowed here; the header `Allow` names those that are. Mutations need POST.
    MethodNotAllowed = "METHOD_NOT_ALLOWED", METHOD_NOT_ALLOWED;
    /// None of the media types in `Accept` can be produced.
    NotAcceptable = "NOT_ACCEPTABLE", NOT_ACCEPTABLE;
    /// The body is of a media type that is not read here: GraphQL requests are `application/json` in UTF-8.
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE", UNSUPPORTED_MEDIA_TYPE;
    /// The body is larger than the service reads.
    BodyTooLarge = "BODY_TOO_LARGE", PAYLOAD_TOO_LARGE;
    /// There is no room for more uploaded files: delete one that waits, or wait until some expire.
    NoRoom = "NO_ROOM", INSUFFICIENT_STORAGE;
    /// The document is not GraphQL; `locations` says where it stops being so.
    Syntax = "SYNTAX", BAD_REQUEST;
    /// The document or its variables do not fit the schema.
    Validation = "VALIDATION", BAD_REQUEST;
    /// The document has more bytes or more tokens than the limit.
    DocumentTooLarge = "DOCUMENT_TOO_LARGE", BAD_REQUEST;
    /// Fields or brackets are nested deeper than the limit.
    TooDeep = "TOO_DEEP", BAD_REQUEST;
    /// More selections than the limit, counted with every fragment expanded.
    TooManyFields = "TOO_MANY_FIELDS", BAD_REQUEST;
    /// More fields at the top of one operation than the limit.
    TooManyRootFields = "TOO_MANY_ROOT_FIELDS", BAD_REQUEST;
    /// More aliases than the limit, counted with every fragment expanded.
    TooManyAliases = "TOO_MANY_ALIASES", BAD_REQUEST;
    /// More directives than the limit, in all or at one place.
    TooManyDirectives = "TOO_MANY_DIRECTIVES", BAD_REQUEST;
    /// More fragment definitions than the limit.
    TooManyFragments = "TOO_MANY_FRAGMENTS", BAD_REQUEST;
    /// A fragment contains itself, directly or through others.
    FragmentCycle = "FRAGMENT_CYCLE", BAD_REQUEST;
    /// Introspection asked more than once in one operation, or nested deeper than the standard introspection query is.
    IntrospectionTooDeep = "INTROSPECTION_TOO_DEEP", BAD_REQUEST;
    /// The estimated cost is above the limit; `extensions.path` names the heaviest part. Ask for smaller pages or fewer levels.
    CostExceeded = "COST_EXCEEDED", BAD_REQUEST;
    /// `first` or `last` is negative or above the largest page.
    PageSize = "PAGE_SIZE", BAD_REQUEST;
    /// Paging arguments that exclude each other, such as `first` with `last`.
    PageArguments = "PAGE_ARGUMENTS", BAD_REQUEST;
    /// The cursor was not made by this service, or was changed.
    CursorInvalid = "CURSOR_INVALID", BAD_REQUEST;
    /// The cursor belongs to another list, or to the same list with other arguments.
    CursorMismatch = "CURSOR_MISMATCH", BAD_REQUEST;
    /// The cursor is pinned to another revision than the list; start again from the first page, or ask for the list as of the cursor's revision, `extensions.revision`.
    CursorExpired = "CURSOR_EXPIRED", BAD_REQUEST;
    /// The id has not the form of an id of this kind.
    InvalidId = "INVALID_ID", BAD_REQUEST;
    /// An argument has the right type and a value that makes no sense, such as a period that ends before it begins.
    InvalidArgument = "INVALID_ARGUMENT", BAD_REQUEST;
    /// What was asked for does not exist, or the reader may not know that it does.
    NotFound = "NOT_FOUND", NOT_FOUND;
    /// There is no such revision of the record, or nothing was recorded yet at that time; `extensions` has the `earliest` and the `latest` revision there is.
    RevisionNotFound = "REVISION_NOT_FOUND", NOT_FOUND;
    /// The record has not come to `minRevision` within the time that is waited for it; `extensions.latest` is the revision it is at. Try again.
    RevisionNotReached = "REVISION_NOT_REACHED", SERVICE_UNAVAILABLE;
    /// The credentials are missing, unreadable, unknown or expired.
    Unauthenticated = "UNAUTHENTICATED", UNAUTHORIZED;
    /// The reader is known and may not do this.
    Forbidden = "FORBIDDEN", FORBIDDEN;
    /// The request took longer than the deadline and was stopped. Ask for less, or try again.
    Timeout = "TIMEOUT", SERVICE_UNAVAILABLE;
    /// Too many requests are running and waiting. Try again after the time in `Retry-After`.
    Overloaded = "OVERLOADED", SERVICE_UNAVAILABLE;
    /// The database cannot be reached, so what is not in memory cannot be told. Try again later; the rest still answers.
    Unavailable = "UNAVAILABLE", SERVICE_UNAVAILABLE;
    /// A fault of the service. `extensions.requestId` finds the cause in its log.
    Internal = "INTERNAL", INTERNAL_SERVER_ERROR;
}

impl ErrorCode {
    /// A GraphQL error with this code, for a resolver to return. The message is shown to the client: it says what
    /// is wrong with the request and holds nothing internal.
    pub fn error(self, message: impl Into<String>) -> Error {
        self.error_with(message, [])
    }

    /// Like [`ErrorCode::error`], with further members of `extensions` (for example `("maximum", 100)`).
    pub fn error_with<const N: usize>(
        self,
        message: impl Into<String>,
        details: [(&'static str, Value); N],
    ) -> Error {
        let mut error = Error::new(message);
        error.extensions = Some(self.extensions(details));
        error
    }

    /// Whether the same request may succeed later without being changed.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        matches!(self, Self::Timeout | Self::Overloaded | Self::Unavailable | Self::RevisionNotReached)
    }

    /// The code with this text, or `None` when the text is not in the list.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// The `extensions` of an error with this code.
    pub(crate) fn extensions(
        self,
        details: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> ErrorExtensionValues {
        let mut values = ErrorExtensionValues::default();
        for (name, value) in details {
            values.set(name, value);
        }
        values.set("code", self.as_str());
        if self.is_retryable() {
            values.set("retryable", true);
        }
        values
    }
}

/// Why a request was turned away before it was executed.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The reason.
    pub code: ErrorCode,
    /// What is wrong with the request, in one line, for the client.
    pub message: String,
    /// Where in the document, when it is about a place in the document.
    pub locations: Vec<Pos>,
    /// Further members of `extensions`.
    pub details: Vec<(&'static str, Value)>,
}

impl Refusal {
    /// A refusal without a place or details.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), locations: Vec::new(), details: Vec::new() }
    }

    /// The same with the place in the document it is about.
    #[must_use]
    pub fn at(mut self, location: Pos) -> Self {
        self.locations.push(location);
        self
    }

    /// The same with one more member of `extensions`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.details.push((name, value.into()));
        self
    }
}

impl From<Refusal> for ServerError {
    fn from(refusal: Refusal) -> Self {
        let mut error = Self::new(refusal.message, None);
        error.locations = refusal.locations;
        error.extensions = Some(refusal.code.extensions(refusal.details));
        error
    }
}

/// What can go wrong when the edge of the service is put together.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The schema's own SDL could not be read back, so that costs cannot be computed.
    #[error("the schema cannot be read back from its SDL: {0}")]
    Schema(#[from] async_graphql::parser::Error),
    /// A field says in no known way who may use it.
    #[error("the directive @{directive} of {field} names no permission that is known")]
    Permission {
        /// The field.
        field: String,
        /// The directive.
        directive: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_described_and_found_by_their_text() {
        let mut texts: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), ErrorCode::ALL.len());
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::parse(code.as_str()), Some(*code));
            assert!(code.description().ends_with('.'), "{code:?}: {}", code.description());
            assert!(!code.description().starts_with(' '), "{code:?}");
        }
        assert_eq!(ErrorCode::parse("SOMETHING_ELSE"), None);
    }

    #[test]
    fn a_resolver_error_carries_its_code_and_details() {
        let error = ErrorCode::PageSize.error_with("too large", [("maximum", Value::from(100))]);
        let extensions = error.extensions.expect("extensions");
        assert_eq!(extensions.get("code"), Some(&Value::from("PAGE_SIZE")));
        assert_eq!(extensions.get("maximum"), Some(&Value::from(100)));
        assert_eq!(extensions.get("retryable"), None);
    }
}
