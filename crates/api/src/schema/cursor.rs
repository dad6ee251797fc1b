//! Cursors: the place of an item in a list, sealed.
//!
//! A cursor holds a fingerprint of the list (which field of what, in which view, with which filter and order), the
//! revision and the item's key. So it is refused on another list, and after the record has changed, instead of
//! quietly giving a page of something else.
//!
//! Text form: base64url, without padding, of 1 byte version, 8 bytes fingerprint, 1 byte length of the revision, the
//! revision, the key, 8 bytes check. The check finds damage; it is no secret, as a cursor grants nothing.

use async_graphql::{Context, Error, Value};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use service::ViewContext;
use service::graph::receipt::view_parameters;
use sha2::{Digest as _, Sha256};

use crate::error::ErrorCode;

const VERSION: u8 = 1;
const HASH_LENGTH: usize = 8;
/// The most characters of a cursor that are looked at.
const MAX_LENGTH: usize = 2048;
/// Arguments that choose a page of a list, not the list.
const PAGE_ARGUMENTS: [&str; 4] = ["first", "after", "last", "before"];

/// What a cursor must agree with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    fingerprint: [u8; HASH_LENGTH],
    revision: String,
}

impl Seal {
    /// The seal of the list that the current field gives, of `owner` seen in a view.
    ///
    /// # Errors
    /// When a variable cannot be resolved, which validation excludes.
    pub fn of(ctx: &Context<'_>, context: &ViewContext, owner: &str) -> Result<Self, Error> {
        let mut text = format!("{owner}\n{}\n", ctx.item.node.name.node);
        for (name, value) in view_parameters(context.view.view()) {
            text.push_str(&format!("{name}={value}\n"));
        }
        let mut arguments = ctx.field().arguments().map_err(|error| Error::new(error.message))?;
        arguments.retain(|(name, _)| !PAGE_ARGUMENTS.contains(&name.as_str()));
        arguments.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, value) in &arguments {
            text.push_str(name);
            text.push('=');
            write_canonical(value, &mut text);
            text.push('\n');
        }
        Ok(Self::new(&text, context.snapshot.revision.to_string()))
    }

    /// The seal of a list that a text describes whole, in a revision.
    pub(super) fn new(text: &str, revision: String) -> Self {
        Self { fingerprint: hash(text.as_bytes()), revision }
    }

    /// The cursor of the item with a key.
    #[must_use]
    pub fn cursor(&self, key: &str) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(self.fingerprint);
        bytes.push(u8::try_from(self.revision.len()).unwrap_or(u8::MAX));
        bytes.extend(self.revision.as_bytes());
        bytes.extend(key.as_bytes());
        bytes.extend(hash(&bytes));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What a cursor says it is pinned to, before it is known of which list it is; none when it cannot be read.
    pub(super) fn pinned(cursor: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor.get(..MAX_LENGTH).unwrap_or(cursor)).ok()?;
        let (_, rest) = bytes.split_at_checked(1 + HASH_LENGTH)?;
        let (length, rest) = rest.split_first()?;
        let (pinned, _) = rest.split_at_checked(usize::from(*length))?;
        String::from_utf8(pinned.to_vec()).ok()
    }

    /// The key in a cursor of this list.
    ///
    /// # Errors
    /// `CURSOR_INVALID`, `CURSOR_MISMATCH`, `CURSOR_EXPIRED`.
    pub fn open(&self, cursor: &str) -> Result<String, Error> {
        let invalid = || {
            ErrorCode::CursorInvalid
                .error("This is not a cursor of this service; take cursors from `pageInfo` or `edges`.")
        };
        if cursor.len() > MAX_LENGTH {
            return Err(invalid());
        }
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_unreadable| invalid())?;
        let (body, check) = bytes.split_last_chunk::<HASH_LENGTH>().ok_or_else(invalid)?;
        if hash(body) != *check {
            return Err(invalid());
        }
        let (version, rest) = body.split_first().ok_or_else(invalid)?;
        let (fingerprint, rest) = rest.split_first_chunk::<HASH_LENGTH>().ok_or_else(invalid)?;
        let (length, rest) = rest.split_first().ok_or_else(invalid)?;
        let (revision, key) = rest.split_at_checked(usize::from(*length)).ok_or_else(invalid)?;
        let key = std::str::from_utf8(key).map_err(|_unreadable| invalid())?;
        if *version != VERSION {
            return Err(invalid());
        }
        if *fingerprint != self.fingerprint {
            return Err(ErrorCode::CursorMismatch.error(
                "This cursor belongs to another list, or to this one in another view or with another filter or order.",
            ));
        }
        if revision != self.revision.as_bytes() {
            let revision = String::from_utf8_lossy(revision).into_owned();
            let message = format!(
                "This cursor is of revision {revision} and the list of revision {}; begin again with the first page, or ask for the list as of the cursor's revision.",
                self.revision
            );
            let details =
                [("revision", Value::from(revision)), ("latest", Value::from(self.revision.as_str()))];
            return Err(ErrorCode::CursorExpired.error_with(message, details));
        }
        Ok(key.to_owned())
    }
}

fn hash(bytes: &[u8]) -> [u8; HASH_LENGTH] {
    let digest = Sha256::digest(bytes);
    std::array::from_fn(|it| digest[it])
}

/// Writes a value so that equal values have one text: the members of objects in order of their names.
fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            let mut names: Vec<_> = members.keys().collect();
            names.sort();
            text.push('{');
            for name in names {
                text.push_str(name);
                text.push(':');
                if let Some(member) = members.get(name) {
                    write_canonical(member, text);
                }
                text.push(',');
            }
            text.push('}');
        }
        Value::List(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        // A text is written with its quotes, so that it cannot look like another value.
        other => text.push_str(&other.to_string()),
    }
}
