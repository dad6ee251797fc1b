//! The two languages of a document, and the phrases that stand in every report.

use domain::words;
use graph::annual_report::Text;

words! {
    /// A language of documents.
    ReportLanguage {
        /// Polish.
        Polish = "pl",
        /// English; what has no English text stands in Polish.
        English = "en",
    }
}

impl ReportLanguage {
    /// One of two texts.
    pub(super) fn choose<'a>(self, polish: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Polish => polish,
            Self::English => english,
        }
    }

    /// The text in this language.
    pub(super) fn of(self, text: &Text) -> &str {
        self.choose(&text.pl, &text.en)
    }
}
