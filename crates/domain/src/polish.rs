//! Polish text: folding for search, and the order of the Polish alphabet.
//!
//! Names come from many hands: with and without Polish letters, with typographic or plain quotation marks and dashes,
//! with abbreviations and their endings. [`fold`] and [`exact_key`] take away what does not tell two names apart;
//! [`compare`] and [`CollationKey`] put names in the order a Polish reader expects. Inflected names of places and of
//! types are data, not rules, and are not here.

mod collation;
mod fold;
#[cfg(test)]
mod tests;

pub use collation::{CollationKey, compare};
pub use fold::{STOP, exact_key, fold, tokens};
