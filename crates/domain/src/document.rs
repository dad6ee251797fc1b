//! Source documents: what claims rest on.

use serde::{Deserialize, Serialize};

use crate::date::EdtfDate;
use crate::id::Id;
use crate::record::noun;
use crate::vocabulary::Label;
use crate::words;

words! {
    /// What kind of document it is.
    DocumentKind {
        /// A report on activities of a period.
        ActivityReport = "ACTIVITY_REPORT",
        /// A news report.
        NewsReport = "NEWS_REPORT",
        /// A note of a meeting.
        MeetingNote = "MEETING_NOTE",
        /// The page of a project.
        ProjectPage = "PROJECT_PAGE",
        /// An agreement.
        Agreement = "AGREEMENT",
        /// A public register, such as TERYT.
        Register = "REGISTER",
        /// A vocabulary or convention of this record's keepers.
        Convention = "CONVENTION",
        /// A decision of the office, such as the one by which a scenario was applied.
        Decision = "DECISION",
        /// A statement of the office that keeps the record, in its own words, made as it was entered.
        OfficeStatement = "OFFICE_STATEMENT",
        /// A scenario: what it says is supposed, not known. Only ever in what-if views, never stored.
        Scenario = "SCENARIO",
        /// Anything else.
        Other = "OTHER",
    }
}

words! {
    /// Whether a document still supports claims.
    DocumentState {
        /// It does.
        Accepted = "ACCEPTED",
        /// It was retracted: its claims support nothing.
        Retracted = "RETRACTED",
    }
}

/// A source document (PROV-O `prov:Entity`). The text itself is not kept here; claims hold locators into it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceDocument {
    /// The key, such as `doc-002`.
    pub key: Id<SourceDocument>,
    /// A title: the document's own, or ours when it has none.
    pub title: Label,
    /// The kind.
    pub kind: DocumentKind,
    /// The period that it reports on.
    pub covers: EdtfDate,
    /// The date of the document itself.
    pub dated: EdtfDate,
    /// How `dated` is known when the document does not say it outright.
    pub dated_basis: Option<Label>,
    /// SHA-256 of the file, in lower-case hexadecimal; none for registers and conventions.
    pub sha256: Option<Label>,
    /// How locators into it are to be read.
    pub locator_scheme: Label,
    /// Whether it still supports claims.
    pub state: DocumentState,
}
noun!(SourceDocument {});

impl DocumentKind {
    /// Whether the document tells of events (rather than being a register, a convention, or what the office states,
    /// decides or supposes).
    #[must_use]
    pub fn is_report(self) -> bool {
        !matches!(
            self,
            Self::Register | Self::Convention | Self::Decision | Self::OfficeStatement | Self::Scenario
        )
    }
}
