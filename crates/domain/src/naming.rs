//! A person's name in Polish text: the forms that it takes, and the passages that hold it.
//!
//! For erasure and for access reports. A name is found in any case of the declension, with or without Polish letters,
//! in any order, with initials, with a hyphenated surname written with spaces or other dashes. A passage is
//! [`Certainty::Certain`] when a surname stands beside a given name, its initial or the other part of the surname, or in
//! an e-mail address; a surname alone is [`Certainty::Possible`], as many surnames are also words, places or other people.
//!
//! Limits: diminutives (Iza for Izabela), a given name alone, misspelt names, and irregular stems beyond those of
//! [`forms_of`] are not found; somebody has to read for those.

mod forms;
mod passages;
#[cfg(test)]
mod tests;

pub use forms::{NameForms, WordClass};
pub use passages::{Certainty, Passage, passages, words};
