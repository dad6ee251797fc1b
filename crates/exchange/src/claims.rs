//! Claims in files: sources in cells, and the keys that claims get from what they say.

use std::fmt;
use std::str::FromStr;

use domain::DomainError;
use domain::claim::{Claim, ClaimStatus, ClaimText, Confidence, claim_key};
use domain::document::SourceDocument;
use domain::id::Id;
use domain::record::RecordRef;
use domain::vocabulary::Label;

use crate::schema::{ClaimCells, SourceCells};

/// A source in a cell: the key of a document, a blank, the locator in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Source {
    pub(crate) document: Id<SourceDocument>,
    pub(crate) locator: Label,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.document, self.locator)
    }
}

/// Why a source cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SourceError {
    /// There is no locator.
    #[error("a source is the key of a document, a blank and the locator, for example `doc-000 L29`")]
    NoLocator,
    /// A part is not what it should be.
    #[error(transparent)]
    Part(#[from] DomainError),
}

impl FromStr for Source {
    type Err = SourceError;
    fn from_str(text: &str) -> Result<Self, SourceError> {
        let (document, locator) = text.split_once(' ').ok_or(SourceError::NoLocator)?;
        Ok(Self { document: document.parse()?, locator: locator.parse()? })
    }
}

impl SourceCells {
    /// The claims that the record exists, one for each source.
    pub(crate) fn claims(self, subject: &RecordRef) -> Result<Vec<(Claim, ClaimText)>, DomainError> {
        let cells = ClaimCells {
            key: None,
            subject: subject.clone(),
            field: None,
            value: None,
            rank: None,
            sources: self.sources,
            confidence: self.confidence,
            convention: self.convention,
            premises: self.premises,
            inference: self.inference,
            status: None,
        };
        cells.claims()
    }
}

impl ClaimCells {
    /// The claims of the row, one for each source.
    pub(crate) fn claims(self) -> Result<Vec<(Claim, ClaimText)>, DomainError> {
        let claim = |source: &Source| {
            let (field, value) = (self.field.as_ref(), self.value.as_ref());
            let key = match &self.key {
                Some(key) => key.clone(),
                None => claim_key(&self.subject, field, value, &source.document, &source.locator)?,
            };
            let text = ClaimText {
                key: Id::new(key.as_str())?,
                locator: source.locator.clone(),
                inference: self.inference.clone(),
            };
            let claim = Claim {
                key,
                subject: self.subject.clone(),
                field: self.field.clone(),
                value: self.value.clone(),
                rank: self.rank.unwrap_or(1),
                document: source.document.clone(),
                confidence: self.confidence.unwrap_or(Confidence::Stated),
                convention: self.convention.clone(),
                premises: self.premises.clone(),
                status: self.status.unwrap_or(ClaimStatus::Asserted),
            };
            Ok((claim, text))
        };
        self.sources.iter().map(claim).collect()
    }
}
