//! The header `Authorization`, of which only bearer tokens (RFC 6750, section 2.1) are read.

use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use crate::error::{ErrorCode, Refusal};

/// How credentials are to be sent.
const CHALLENGE: &str = "Bearer realm=\"splot\"";

/// The bearer token of a request; none when it has no credentials at all. No part of it stands in an error.
///
/// # Errors
/// `UNAUTHENTICATED` for credentials of another kind, for several, and for what is no token.
pub fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = all.next() else { return Ok(None) };
    let refused = || {
        let message = "The credentials cannot be read; send one header `Authorization: Bearer TOKEN`.";
        Refusal::new(ErrorCode::Unauthenticated, message)
    };
    if all.next().is_some() {
        return Err(refused());
    }
    let (scheme, token) = value.to_str().ok().and_then(|it| it.split_once(' ')).ok_or_else(refused)?;
    let token = token.trim_matches(' ');
    let is_bearer = scheme.eq_ignore_ascii_case("Bearer") && is_token(token);
    is_bearer.then_some(Some(token)).ok_or_else(refused)
}

/// Whether a text is a `b64token`.
fn is_token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    !body.is_empty() && body.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~+/".contains(&it))
}

/// Says how credentials are to be sent, in an answer to who sent none that count.
pub(super) fn challenge<B>(response: &mut Response<B>) {
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(CHALLENGE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&[u8]]) -> Result<Option<String>, ErrorCode> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, HeaderValue::from_bytes(value).expect("a value"));
        }
        bearer(&headers).map(|it| it.map(str::to_owned)).map_err(|it| {
            assert!(!it.message.contains("secret"), "{}", it.message);
            it.code
        })
    }

    #[test]
    fn a_bearer_token_is_read_and_nothing_else() {
        assert_eq!(read(&[]), Ok(None));
        for value in ["Bearer secret-1._~+/x==", "bearer secret-1._~+/x==", "BEARER  secret-1._~+/x== "] {
            assert_eq!(read(&[value.as_bytes()]), Ok(Some("secret-1._~+/x==".to_owned())), "{value}");
        }
        let long = format!("Bearer {}", "x".repeat(100_000));
        assert_eq!(read(&[long.as_bytes()]).map(|it| it.map(|it| it.len())), Ok(Some(100_000)));
        for value in [
            "",
            " ",
            "Bearer",
            "Bearer ",
            "Bearer  ",
            "Bearer =",
            "Bearer ==",
            "secret",
            "Basic c2VjcmV0",
            "Bearer secret secret",
            "Bearer secret,secret",
            "Bearer \"secret\"",
            "Bearer sec=ret",
            "Bearer secret;",
            "Token secret",
            "Bearer: secret",
            "Bearer\tsecret",
            "Digest username=\"secret\"",
        ] {
            assert_eq!(read(&[value.as_bytes()]), Err(ErrorCode::Unauthenticated), "{value}");
        }
        assert_eq!(read(&["Bearer żeton".as_bytes()]), Err(ErrorCode::Unauthenticated));
        assert_eq!(read(&[b"Bearer \xff\xfe"]), Err(ErrorCode::Unauthenticated));
        assert_eq!(
            read(&[b"Bearer secret", b"Bearer secret"]),
            Err(ErrorCode::Unauthenticated),
            "one is enough"
        );
        assert_eq!(read(&[b"Bearer secret", b"Basic c2VjcmV0"]), Err(ErrorCode::Unauthenticated));
    }
}
