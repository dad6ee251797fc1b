//! A cheap lexical pass before the parser: it counts tokens and open brackets, and stops at the first that is too
//! many. It never fails on bad input; that is the parser's to report.

use super::{Limits, exceeded};
use crate::error::{ErrorCode, Refusal};

/// Refuses a document that is too long, has too many tokens or nests brackets too deep.
///
/// # Errors
/// `DOCUMENT_TOO_LARGE`, `TOO_DEEP`.
pub(super) fn check(document: &str, limits: &Limits) -> Result<(), Refusal> {
    let length = u64::try_from(document.len()).unwrap_or(u64::MAX);
    if length > limits.document_bytes {
        return Err(exceeded(ErrorCode::DocumentTooLarge, "documentBytes", limits.document_bytes));
    }
    let bytes = document.as_bytes();
    let (mut at, mut tokens, mut open) = (0, 0_u64, 0_u64);
    while let Some(&byte) = bytes.get(at) {
        if is_ignored(byte) {
            at += 1;
            continue;
        }
        if byte == b'#' {
            at = skip_while(bytes, at, |byte| byte != b'\n' && byte != b'\r');
            continue;
        }
        tokens += 1;
        if tokens > limits.tokens {
            return Err(exceeded(ErrorCode::DocumentTooLarge, "tokens", limits.tokens));
        }
        match byte {
            b'{' | b'(' | b'[' => {
                open += 1;
                if open > limits.nesting {
                    return Err(exceeded(ErrorCode::TooDeep, "nesting", limits.nesting));
                }
            }
            b'}' | b')' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        at = end_of_token(bytes, at, byte);
    }
    Ok(())
}

/// White space, line ends, commas and the bytes of a byte order mark.
fn is_ignored(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | 0xEF | 0xBB | 0xBF)
}

/// The place after the token that starts at `at` with `first`; always further on than `at`.
fn end_of_token(bytes: &[u8], at: usize, first: u8) -> usize {
    match first {
        b'"' if bytes.get(at..).is_some_and(|rest| rest.starts_with(b"\"\"\"")) => {
            end_of_block(bytes, at + 3)
        }
        b'"' => end_of_string(bytes, at + 1),
        b'.' => skip_while(bytes, at, |byte| byte == b'.').min(at + 3),
        b'-' | b'0'..=b'9' => skip_while(bytes, at + 1, |byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-')
        }),
        byte if byte.is_ascii_alphabetic() || byte == b'_' => {
            skip_while(bytes, at, |byte| byte.is_ascii_alphanumeric() || byte == b'_')
        }
        _ => at + 1,
    }
}

fn skip_while(bytes: &[u8], from: usize, keep: impl Fn(u8) -> bool) -> usize {
    bytes.iter().skip(from).position(|byte| !keep(*byte)).map_or(bytes.len(), |length| from + length)
}

/// After the closing quote, or at the end of the line that should have had one.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' | b'\n' | b'\r' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// After the closing three quotes, or at the end of the document.
fn end_of_block(bytes: &[u8], mut at: usize) -> usize {
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(b"\\\"\"\"") {
            at += 4;
        } else if rest.starts_with(b"\"\"\"") {
            return at + 3;
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(document: &str, tokens: u64) -> bool {
        check(document, &Limits { tokens, ..Limits::default() }).is_ok()
    }

    #[test]
    fn tokens_are_counted_as_the_specification_does() {
        for (document, tokens) in [
            ("", 0),
            ("{a}", 3),
            ("{ a, b, # c d e\n }", 4),
            ("{ a(x: \"one \\\" string {{{\") }", 8),
            ("{ a(x: \"\"\"block \" string \\\"\"\" still\"\"\") }", 8),
            ("{ ...F }", 4),
            ("query Q($v: [Int!]! = [1 -2.5e-3]) { a }", 20),
            ("\u{feff}{a}", 3),
        ] {
            assert!(passes(document, tokens), "{document} has more than {tokens}");
            assert!(tokens == 0 || !passes(document, tokens - 1), "{document} has fewer than {tokens}");
        }
    }
}
