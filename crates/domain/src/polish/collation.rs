//! The order of the Polish alphabet, by the Unicode collation algorithm with the CLDR rules for `pl`.
//!
//! ą, ć, ę, ł, ń, ó, ś, ź, ż are letters of their own after their base letters. Spaces, punctuation and quotation
//! marks do not count (`AlternateHandling::Shifted`), and case counts last, so „Kwazar” is among K.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::{AlternateHandling, CollatorOptions, MaxVariable, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

/// The collator, from data compiled into the program. `None` only in a build whose data lacks the Polish rules; the
/// order is then that of code points, and a test fails.
static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Tertiary);
    options.alternate_handling = Some(AlternateHandling::Shifted);
    options.max_variable = Some(MaxVariable::Punctuation);
    CollatorBorrowed::try_new(CollatorPreferences::from(locale!("pl")), options).ok()
});

/// Ends the letters within a [`CollationKey`]: less than every byte of a sort key, which has no zero byte.
const END_OF_LETTERS: u8 = 0;

/// Compares two texts in Polish alphabetical order. Texts that differ only in what does not count are in order of
/// their code points, so that the order is total: equal means the same text.
///
/// Time is linear in the texts. To compare one text often, make its [`CollationKey`].
#[must_use]
pub fn compare(left: &str, right: &str) -> Ordering {
    let by_letters = COLLATOR.as_ref().map_or(Ordering::Equal, |it| it.compare(left, right));
    by_letters.then_with(|| left.cmp(right))
}

/// A text's place in Polish alphabetical order: the keys of two texts compare as [`compare`] compares the texts.
///
/// The bytes compare the same way one by one, so a database or a page cursor can hold them. They are valid for one
/// version of the collation data only; make them again after an update of this program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CollationKey(Box<[u8]>);

impl CollationKey {
    /// The key of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len() * 3 + 8);
        if let Some(collator) = COLLATOR.as_ref() {
            let Ok(()) = collator.write_sort_key_to(text, &mut bytes);
        }
        bytes.push(END_OF_LETTERS);
        bytes.extend_from_slice(text.as_bytes());
        Self(bytes.into_boxed_slice())
    }

    /// The bytes, which compare as the keys do.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_polish_rules_are_in_the_program() {
        assert!(COLLATOR.is_some());
    }
}
