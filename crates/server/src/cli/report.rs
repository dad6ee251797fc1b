//! `splot report`: the annual report of a partnership as a file.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use domain::claim::EvidenceBasis;
use domain::id::Id;
use domain::partnership::Partnership;
use service::annual_report::{ReportFormat, ReportLanguage, ReportRequest};
use service::{Options, Revision, Service};
use store::OpenMode;

use super::{database, print};
use crate::config::Config;
use crate::exit::{Exit, Failure};

/// The arguments of `splot report`.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The key of the partnership, such as `pnres`
    #[arg(value_parser = partnership)]
    partnership: Id<Partnership>,
    /// The calendar year
    #[arg(value_parser = clap::value_parser!(i32).range(1..=9999))]
    year: i32,
    /// The form of the file
    #[arg(long, default_value = "html")]
    format: Format,
    /// The language; JSON holds both
    #[arg(long, default_value = "pl")]
    language: Language,
    /// The file to write; `-` is standard output
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// The revision of the record [default: the last one]
    #[arg(long, value_name = "N")]
    revision: Option<u64>,
    /// Tell what has changed since this revision
    #[arg(long, value_name = "N")]
    changed_since: Option<u64>,
    /// Which evidence counts
    #[arg(long, default_value = "stated")]
    basis: Basis,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One file, ready to print
    Html,
    /// A text document
    Docx,
    /// The data
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// Polish
    Pl,
    /// English
    En,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Basis {
    /// Only what is stated outright
    Strict,
    /// What is stated, conventions included
    Stated,
    /// What is stated or inferred
    StatedAndInferred,
}

impl Report {
    pub(crate) async fn run(self, config: &Config) -> Result<(), Failure> {
        let store = database::open(config, OpenMode::Existing).await?;
        let service = Service::start(store, Options::default()).await?;
        let written = self.write(&service).await;
        service.close().await?;
        written
    }

    async fn write(&self, service: &Service) -> Result<(), Failure> {
        let request = ReportRequest {
            partnership: self.partnership.clone(),
            year: self.year,
            basis: match self.basis {
                Basis::Strict => EvidenceBasis::Strict,
                Basis::Stated => EvidenceBasis::Stated,
                Basis::StatedAndInferred => EvidenceBasis::StatedAndInferred,
            },
            revision: self.revision.map(Revision::new),
            changed_since: self.changed_since.map(Revision::new),
        };
        let language = match self.language {
            Language::Pl => ReportLanguage::Polish,
            Language::En => ReportLanguage::English,
        };
        let format = match self.format {
            Format::Html => ReportFormat::Html,
            Format::Docx => ReportFormat::Docx,
            Format::Json => ReportFormat::Json,
        };
        let file = service.report_file(&request, language, format).await?;
        let failed = |error: std::io::Error| {
            Failure::new(Exit::Files, format!("cannot write {}: {error}", self.output.display()))
        };
        if self.output.as_os_str() == "-" {
            use std::io::Write as _;
            return std::io::stdout().lock().write_all(&file.bytes).map_err(failed);
        }
        std::fs::write(&self.output, &file.bytes).map_err(failed)?;
        let (bytes, revision) = (file.bytes.len(), file.revision);
        print(&format!("{bytes} bytes written to {}, of revision {revision}\n", self.output.display()))
    }
}

/// A key, or what a key is.
fn partnership(text: &str) -> Result<Id<Partnership>, String> {
    text.parse().map_err(|error: domain::DomainError| error.to_string())
}
