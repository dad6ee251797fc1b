//! The two languages of the record. Polish is always there; English where somebody has given it.

use async_graphql::Enum;
use domain::vocabulary::Label;
use service::annual_report::Text;

/// A language of names and texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Default)]
pub enum Language {
    /// Polish: the language of the sources, always recorded.
    #[default]
    Pl,
    /// English; where there is no English text, the Polish one is given.
    En,
}

impl Language {
    /// The text in this language, the Polish one when there is no other.
    #[must_use]
    pub fn choose<'a>(self, polish: &'a Label, english: Option<&'a Label>) -> &'a str {
        match self {
            Self::Pl => polish.as_str(),
            Self::En => english.unwrap_or(polish).as_str(),
        }
    }

    /// A text of a report in this language.
    #[must_use]
    pub fn of(self, text: &Text) -> &str {
        match self {
            Self::Pl => &text.pl,
            Self::En => &text.en,
        }
    }
}

/// The text of a label that may be absent.
#[must_use]
pub fn text(label: &Option<Label>) -> Option<&str> {
    label.as_ref().map(Label::as_str)
}
