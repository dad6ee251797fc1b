//! Claims in files: sources in cells, and the keys that claims get from what they say.

use std::fmt;
use std::str::FromStr;

use domain::DomainError;
use domain::claim::{Claim, ClaimStatus, ClaimText, Confidence};
use domain::document::SourceDocument;
use domain::id::Id;
use domain::record::RecordRef;
use domain::vocabulary::Label;
use uuid::Uuid;

use crate::schema::{ClaimCells, SourceCells};

/// The namespace of the keys of claims: a constant, so that the same claim has the same key everywhere.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1c_9d3e_52a4_5b7f_8e0d_3a7b_91c6_24f8);

/// Separates the parts of a claim's name; no part can hold it, as none holds control characters.
const SEPARATOR: &str = "\u{1f}";

/// The key of a claim: a UUID of version 5 from what it says, so that reading the same files twice gives the same
/// claims.
///
/// # Errors
/// Never in practice: a UUID is a key.
pub fn claim_key(
    subject: &RecordRef,
    field: Option<&Label>,
    value: Option<&Label>,
    document: &Id<SourceDocument>,
    locator: &Label,
) -> Result<Id<Claim>, DomainError> {
    let text = |it: Option<&Label>| it.map_or_else(String::new, ToString::to_string);
    let name = [subject.to_string(), text(field), text(value), document.to_string(), locator.to_string()];
    Id::new(&Uuid::new_v5(&NAMESPACE, name.join(SEPARATOR).as_bytes()).to_string())
}

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
