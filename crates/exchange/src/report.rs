//! Reports as documents: HTML that is ready to print, DOCX, and JSON; in Polish and in English.
//!
//! A report is composed once as a plain document ([`document`]), which HTML and DOCX then show alike. Every number links
//! to an appendix with the rows behind it and where they stand in the sources. The receipt at the end says of which
//! revision and parameters it is. The same report, revision and language give the same bytes on every machine: nothing
//! here reads a clock.
//!
//! Names come from strangers: they are escaped, and characters that XML forbids or that turn the direction of writing
//! are left out ([`document::clean`]).

mod appendix;
mod compose;
mod date;
mod document;
mod docx;
mod html;
mod json;
mod language;
mod number;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use domain::claim::{Claim, ClaimText};
use domain::id::Id;
use domain::words;
use graph::Network;
use graph::annual_report::{AnnualReport, ReportChanges};
use sha2::{Digest as _, Sha256};

pub use language::ReportLanguage;

use crate::error::ExchangeError;

/// The most rows of one figure that a document lists; more are counted.
pub const ROWS_MAX: usize = 100;

words! {
    /// The form of a report.
    ReportFormat {
        /// One HTML file, ready to print.
        Html = "html",
        /// An Office Open XML text document.
        Docx = "docx",
        /// The data.
        Json = "json",
    }
}

impl ReportFormat {
    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Json => "application/json",
        }
    }
}

/// What a document is made of.
#[derive(Debug, Clone, Copy)]
pub struct ReportSource<'a> {
    /// The report.
    pub report: &'a AnnualReport,
    /// The network that it is of.
    pub network: &'a Network,
    /// The revision of the network.
    pub revision: u64,
    /// What has changed since another revision, and which.
    pub changes: Option<(u64, &'a ReportChanges)>,
    /// Where claims stand in their documents: at least those of [`claims`].
    pub locators: &'a BTreeMap<Id<Claim>, ClaimText>,
}

/// The claims whose places in their documents a document of the report shows, each once, in order.
#[must_use]
pub fn claims(report: &AnnualReport, network: &Network) -> Vec<Id<Claim>> {
    let mut claims: Vec<_> = report.figures().flat_map(|it| appendix::claims_shown(it, network)).collect();
    claims.sort();
    claims.dedup();
    claims
}

/// SHA-256 of what a report says, in lower-case hexadecimal: equal reports have equal hashes, whatever the revision.
#[must_use]
pub fn hash(report: &AnnualReport) -> String {
    let text = json::report(report).to_string();
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The document in a form and language; JSON holds both languages. Time linear in what is shown.
///
/// # Errors
/// [`ExchangeError::Write`] when the parts cannot be packed.
pub fn render(
    source: &ReportSource<'_>,
    language: ReportLanguage,
    format: ReportFormat,
) -> Result<Vec<u8>, ExchangeError> {
    Ok(match format {
        ReportFormat::Html => html::write(&compose::document(source, language)).into_bytes(),
        ReportFormat::Docx => docx::write(&compose::document(source, language))?,
        ReportFormat::Json => json::write(source),
    })
}
