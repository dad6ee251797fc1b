//! `splot import` and `splot export`: folders of import files; tables are in [`super::tables`].

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use service::exchange;
use service::import::intake::{ErrorPolicy, TemplateLanguage};
use service::{Actor, Role, SystemClock};
use store::{Counts, ImportOutcome, OpenMode, Progress, Stage, Store};

use super::{database, print, tables};
use crate::config::Config;
use crate::exit::{Exit, Failure};

/// The arguments of `splot import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A folder with manifest.json and the CSV files it names; or tables: CSV, TSV, XLSX, JSON, ZIP of CSV, edge lists
    #[arg(required_unless_present = "template", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Of a folder: only read and check the files; the database is not touched
    #[arg(long, conflicts_with_all = ["dry_run", "settings", "error_policy", "format"])]
    check: bool,
    /// Of tables: show what they would come to, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Of tables: a JSON file that says what would else be detected (encoding, separator, sheets, columns …)
    #[arg(long, value_name = "FILE")]
    pub(super) settings: Option<PathBuf>,
    /// Of tables: what happens when rows are refused
    #[arg(long, value_name = "POLICY", default_value = "reject-everything")]
    pub(super) error_policy: Policy,
    /// Write a workbook to be filled in, with the words of the record in pull-downs, instead of importing
    #[arg(long, value_name = "FILE.xlsx", conflicts_with = "paths")]
    pub(super) template: Option<PathBuf>,
    /// The language of the template
    #[arg(long, value_name = "LANGUAGE", default_value = "pl", requires = "template")]
    pub(super) language: TemplateLanguage,
    /// Of tables: how the report is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

/// What happens when rows are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Policy {
    /// Nothing is imported.
    RejectEverything,
    /// The other rows are imported.
    RejectFailedRows,
}

impl From<Policy> for ErrorPolicy {
    fn from(policy: Policy) -> Self {
        match policy {
            Policy::RejectEverything => Self::RejectEverything,
            Policy::RejectFailedRows => Self::RejectFailedRows,
        }
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Import {
    pub(crate) async fn run(self, config: &Config) -> Result<(), Failure> {
        if let Some(file) = &self.template {
            return tables::write_template(file, self.language, config).await;
        }
        match self.paths.as_slice() {
            [folder] if folder.is_dir() => self.run_folder(folder, config).await,
            paths if paths.iter().any(|it| it.is_dir()) => {
                Err(Failure::new(Exit::Usage, "a folder is imported alone")
                    .hint("name one folder, or only files"))
            }
            _ if self.check => Err(Failure::new(Exit::Usage, "--check is for a folder")
                .hint("of tables --dry-run shows what they would come to")),
            _ => Box::pin(tables::run(&self, config)).await,
        }
    }

    async fn run_folder(&self, folder: &Path, config: &Config) -> Result<(), Failure> {
        let files = exchange::read_folder(folder)?;
        let import = exchange::check(&files)?;
        if self.check {
            return print(&format!("the files are right: {} records\n", import.record.len()));
        }
        drop(import);
        let store = database::open_migrated(config).await?;
        let source =
            folder.file_name().map_or_else(|| "import".into(), |it| it.to_string_lossy().into_owned());
        let outcome = import_files(&store, &files, &source, "command line").await;
        store.close().await?;
        print(&told(&outcome?))
    }
}

/// Imports files with a progress bar on standard error.
pub(crate) async fn import_files(
    store: &Store,
    files: &exchange::Files,
    source: &str,
    by: &str,
) -> Result<ImportOutcome, Failure> {
    let bar = progress_bar();
    let actor = Actor::new(Role::Operator, by);
    let outcome = exchange::import(store, &SystemClock, &actor, files, source, &|it| show(&bar, it)).await;
    bar.finish_and_clear();
    Ok(outcome?)
}

/// The arguments of `splot export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The folder to write to; it must be empty or not there yet
    folder: PathBuf,
}

impl Export {
    pub(crate) async fn run(self, config: &Config) -> Result<(), Failure> {
        let store = database::open(config, OpenMode::Existing).await?;
        let actor = Actor::new(Role::Operator, "command line");
        let written = exchange::export_folder(&store, &SystemClock, &actor, &self.folder).await;
        store.close().await?;
        print(&format!("{} files written to {}\n", written?, self.folder.display()))
    }
}

/// A bar on standard error; nothing when that is not a terminal.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_length(progress.total as u64);
    bar.set_position(progress.done as u64);
    bar.set_message(match progress.stage {
        Stage::Reading => "reading",
        Stage::Checking => "checking",
        Stage::Writing => "writing",
        Stage::Logging => "logging",
    });
}

fn told(outcome: &ImportOutcome) -> String {
    let line = |name: &str, it: &Counts| {
        format!("  {name:20} {:7} new {:7} changed {:7} unchanged\n", it.created, it.changed, it.unchanged)
    };
    let mut text: String = outcome.kinds.iter().map(|(kind, counts)| line(kind.as_str(), counts)).collect();
    text.push_str(&line("person-name", &outcome.names));
    text.push_str(&line("contact-point", &outcome.contacts));
    let Counts { created, changed, unchanged } = exchange::total(outcome);
    let read = created + changed + unchanged;
    text.push_str(&format!("read {read} = {created} new + {changed} changed + {unchanged} unchanged\n"));
    text.push_str(&outcome.revision.map_or_else(
        || "nothing was changed: the record holds all of it already\n".to_owned(),
        |it| format!("revision {it}\n"),
    ));
    text
}
