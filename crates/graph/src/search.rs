//! Search: records by the words that people and documents use for them.
//!
//! # Question
//! Which institution, partnership, meeting, place is meant by "w Zielonej Gorze" or "GOPS Deszczno"?
//!
//! # Definition
//! The question is folded into words ([`domain::polish::tokens`]: no Polish marks, no case, no "w" and "z"). A record
//! is found when each word finds something of it:
//! - a word of one of its forms: names, titles, codes, forms by which documents mention it, names of records that
//!   were read as it; equal, as the beginning of a longer word (3 letters or more), or with another Polish ending
//!   (stems of 5 letters or more);
//! - for institutions also a form of their type or of a wider one (`GOPS`, `ośrodek`), and a form of the name of the
//!   place or powiat of their seat, in any case: inflected names of places and types are data.
//!
//! Each word scores by how it was found (own form 1, with marks as asked; folded 0.95; place 0.6; type 0.6; beginning
//! 0.5; ending 0.5); the score is four fifths of the mean over the words and one fifth of the share of the best form
//! that was found. People are not searched: their names are nowhere in the network.
//!
//! # Limits
//! No tolerance of typing errors other than missing marks. A word that finds nothing makes the question find nothing.
//!
//! # Cost
//! The index is built once for each network, when first asked: time O(text), a number for each word of each form.
//! A question takes time O(records that its words find · log).
//!
//! # Determinism
//! Exact; results by score downwards, then kind, then name in Polish order, then key.
//!
//! # Checked against
//! Q67, Q68, Q69 and Q78 of the project's analysis, on the Lubuskie record; hand-made records.

mod index;
mod query;

use domain::mention::AliasKind;
use domain::record::RecordRef;
use domain::words;

pub use self::index::SearchIndex;
pub use self::query::search;

/// The greatest number of characters of a question.
pub const QUESTION_MAX: usize = 200;
/// The greatest number of words of a question; further ones are not looked for.
pub const WORDS_MAX: usize = 20;

/// What is wrong with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// It is too long.
    #[error("the text has {length} characters, at most {max} are searched for", max = QUESTION_MAX)]
    TooLong {
        /// How long it is.
        length: usize,
    },
}

words! {
    /// What kinds of record are searched; equal scores are in this order.
    SearchKind {
        /// Units of territory.
        Territory = "TERRITORY",
        /// Institutions.
        Institution = "INSTITUTION",
        /// Partnerships.
        Partnership = "PARTNERSHIP",
        /// Bodies.
        Body = "BODY",
        /// Meetings.
        Meeting = "MEETING",
        /// Series of meetings.
        MeetingSeries = "MEETING_SERIES",
        /// Offices.
        Office = "OFFICE",
        /// Topics.
        Topic = "TOPIC",
        /// Source documents.
        Document = "DOCUMENT",
    }
}

words! {
    /// What a found form is.
    MatchKind {
        /// The Polish name.
        Name = "NAME",
        /// The English name.
        EnglishName = "ENGLISH_NAME",
        /// The short name.
        ShortName = "SHORT_NAME",
        /// The title that an event bore.
        Title = "TITLE",
        /// A form by which a document mentions it.
        Mention = "MENTION",
        /// The name of a record that was read as it.
        MergedName = "MERGED_NAME",
        /// An inflected or other form of the name of a place.
        PlaceForm = "PLACE_FORM",
        /// The code of a register.
        Code = "CODE",
        /// The type of the institution, or a wider one.
        Type = "TYPE",
        /// The place or powiat of its seat.
        Seat = "SEAT",
    }
}

/// A form by which a record was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SearchMatch {
    /// What the form is.
    pub kind: MatchKind,
    /// The form as it is written.
    pub form: String,
    /// How a mention relates to the name, such as a typing error; none for other forms.
    pub alias: Option<AliasKind>,
    /// Whether all words found in it have the marks on letters that were asked for.
    pub exact: bool,
}

/// A record found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// The record.
    pub node: RecordRef,
    /// Its kind.
    pub kind: SearchKind,
    /// How well it was found, over 0 to 1.
    pub score: f64,
    /// The forms by which it was found, the best first.
    pub matched: Vec<SearchMatch>,
}
