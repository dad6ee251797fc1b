//! Which media type to answer in: `Accept` against the two types of GraphQL over HTTP.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

/// A media type this service answers GraphQL in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: the status tells a failed request from an executed one.
    GraphqlResponse,
    /// `application/json`, for older clients: any well-formed request is answered with 200.
    Json,
}

impl MediaType {
    /// The value of `Content-Type`.
    pub(super) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }

    /// The status of a well-formed HTTP request whose GraphQL request was refused with `status`. Faults of the
    /// service and missing rights keep theirs in both types.
    pub(super) fn status(self, status: StatusCode) -> StatusCode {
        match self {
            Self::Json if status == StatusCode::BAD_REQUEST => StatusCode::OK,
            _ => status,
        }
    }

    /// The type that `Accept` prefers, or `None` when it takes neither. Without `Accept`, and where only a wildcard
    /// fits, it is `application/json`; named with equal weight, the newer type wins.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let ranges: Vec<Range<'_>> = headers
            .get_all(header::ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(Range::parse)
            .collect();
        if !headers.contains_key(header::ACCEPT) {
            return Some(Self::Json);
        }
        let newer = best(&ranges, "graphql-response+json");
        let older = best(&ranges, "json");
        match (newer.filter(|fit| fit.weight > 0), older.filter(|fit| fit.weight > 0)) {
            (None, None) => None,
            (Some(_), None) => Some(Self::GraphqlResponse),
            (None, Some(_)) => Some(Self::Json),
            (Some(newer), Some(older)) => {
                let wins = (newer.weight, newer.specificity) > (older.weight, older.specificity)
                    || (newer == older && newer.specificity == EXACT);
                Some(if wins { Self::GraphqlResponse } else { Self::Json })
            }
        }
    }
}

/// The specificity of a range that names the subtype.
const EXACT: u8 = 2;

/// How well a type fits: the weight in thousandths, and how exactly it was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fit {
    weight: u16,
    specificity: u8,
}

/// The fit of `application/subtype` under the most specific range that covers it.
fn best(ranges: &[Range<'_>], subtype: &str) -> Option<Fit> {
    ranges.iter().filter_map(|range| range.fit(subtype)).max_by_key(|fit| (fit.specificity, fit.weight))
}

/// One media range of `Accept`.
struct Range<'h> {
    main: &'h str,
    sub: &'h str,
    weight: u16,
}

impl<'h> Range<'h> {
    /// `None` for what is not a media range, which is passed over, as for one in another charset.
    fn parse(text: &'h str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (main, sub) = parts.next()?.split_once('/')?;
        let mut weight = 1000;
        for parameter in parts {
            let Some((name, value)) = parameter.split_once('=') else { continue };
            if name.trim().eq_ignore_ascii_case("q") {
                weight = thousandths(value.trim())?;
            } else if name.trim().eq_ignore_ascii_case("charset") && !is_utf8(value) {
                return None;
            }
        }
        Some(Self { main: main.trim(), sub: sub.trim(), weight })
    }

    fn fit(&self, subtype: &str) -> Option<Fit> {
        let specificity = match (self.main, self.sub) {
            ("*", "*") => 0,
            (main, "*") if main.eq_ignore_ascii_case("application") => 1,
            (main, sub) if main.eq_ignore_ascii_case("application") && sub.eq_ignore_ascii_case(subtype) => {
                EXACT
            }
            _ => return None,
        };
        Some(Fit { weight: self.weight, specificity })
    }
}

/// Whether a charset parameter means UTF-8.
pub(super) fn is_utf8(value: &str) -> bool {
    let value = value.trim().trim_matches('"');
    value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8")
}

/// A quality value, `0` to `1` with up to three decimals, in thousandths.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiate(accept: &str) -> Option<MediaType> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_str(accept).expect("header"));
        MediaType::negotiate(&headers)
    }

    #[test]
    fn accept_decides_the_media_type() {
        let newer = Some(MediaType::GraphqlResponse);
        let older = Some(MediaType::Json);
        assert_eq!(MediaType::negotiate(&HeaderMap::new()), older);
        for (accept, expected) in [
            ("*/*", older),
            ("application/*", older),
            ("application/json", older),
            ("application/graphql-response+json", newer),
            ("application/graphql-response+json; charset=utf-8", newer),
            ("application/graphql-response+json, application/json", newer),
            ("application/json, application/graphql-response+json;q=0.9", older),
            ("application/graphql-response+json;q=0.2, */*;q=0.1", newer),
            ("application/graphql-response+json, */*", newer),
            ("application/graphql-response+json;q=0, */*", older),
            ("text/html, application/xhtml+xml, */*;q=0.8", older),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;charset=iso-8859-1", None),
            ("nonsense", None),
            ("APPLICATION/JSON", older),
            ("application/json;q=7, application/graphql-response+json;q=0.001", newer),
        ] {
            assert_eq!(negotiate(accept), expected, "{accept}");
        }
    }

    #[test]
    fn statuses_depend_on_the_media_type() {
        assert_eq!(MediaType::Json.status(StatusCode::BAD_REQUEST), StatusCode::OK);
        assert_eq!(MediaType::GraphqlResponse.status(StatusCode::BAD_REQUEST), StatusCode::BAD_REQUEST);
        assert_eq!(MediaType::Json.status(StatusCode::UNAUTHORIZED), StatusCode::UNAUTHORIZED);
        assert_eq!(MediaType::Json.status(StatusCode::SERVICE_UNAVAILABLE), StatusCode::SERVICE_UNAVAILABLE);
    }
}
