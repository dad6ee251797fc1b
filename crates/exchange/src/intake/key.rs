//! Keys made from what rows say, so that the same row makes the same key again.

use domain::DomainError;
use domain::id::{Id, is_key};
use domain::polish::fold;
use sha2::{Digest, Sha256};

/// The most letters of a key that is made from a name.
const SLUG_MAX: usize = 60;

/// A text as a key: itself when it is one, else folded, with dashes for what is no letter. Empty when nothing is left.
pub(crate) fn slug(text: &str) -> String {
    let text = text.trim();
    if is_key(text) {
        return text.to_owned();
    }
    let mut slug = String::new();
    for it in fold(text).chars() {
        if slug.len() >= SLUG_MAX {
            break;
        }
        if it.is_ascii_alphanumeric() {
            slug.push(it);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The first letters of the digest of several texts.
pub(crate) fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // Lengths keep one part's end apart from the next one's beginning.
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let bytes = hash.finalize();
    bytes.iter().take(8).map(|it| format!("{it:02x}")).collect()
}

/// The key of something that is known by other things: words for people's eyes, then the digest of what it is known by.
///
/// # Errors
/// Never in practice: what is made is a key.
pub(crate) fn derived<T>(kind: &str, words: &str, parts: &[&str]) -> Result<Id<T>, DomainError> {
    let slug = slug(words);
    let words = slug.get(..slug.len().min(48)).unwrap_or_default().trim_end_matches(['-', '.']);
    let digest = digest(parts);
    if words.is_empty() {
        Id::new(&format!("{kind}-{digest}"))
    } else {
        Id::new(&format!("{kind}-{words}-{digest}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_keys_or_nothing() {
        assert_eq!(slug("Ośrodek Pomocy Społecznej w Żarach"), "osrodek-pomocy-spolecznej-w-zarach");
        assert_eq!(slug("SP/2015/01"), "sp-2015-01");
        assert_eq!(slug("ops-deszczno"), "ops-deszczno");
        assert_eq!(slug("„”"), "");
        for text in ["x".repeat(200), "Żółć ".repeat(40), "– a".to_owned()] {
            assert!(is_key(&slug(&text)), "{text}");
        }
    }

    #[test]
    fn derived_keys_tell_their_parts_apart() {
        let key = |parts: &[&str]| derived::<domain::meeting::Meeting>("x", "a b", parts).unwrap();
        assert_eq!(key(&["a", "b"]), key(&["a", "b"]));
        assert_ne!(key(&["ab", ""]), key(&["a", "b"]));
    }
}
