//! `splot import` and `splot export`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use service::exchange;
use service::{Actor, Role, SystemClock};
use store::{Counts, ImportOutcome, OpenMode, Progress, Stage, Store};

use super::{database, print};
use crate::config::Config;
use crate::exit::Failure;

/// The arguments of `splot import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The folder with manifest.json and the CSV files it names
    folder: PathBuf,
    /// Only read and check the files; the database is not touched
    #[arg(long)]
    check: bool,
}

impl Import {
    pub(crate) async fn run(self, config: &Config) -> Result<(), Failure> {
        let files = exchange::read_folder(&self.folder)?;
        let import = exchange::check(&files)?;
        if self.check {
            return print(&format!("the files are right: {} records\n", import.record.len()));
        }
        drop(import);
        let store = database::open_migrated(config).await?;
        let source =
            self.folder.file_name().map_or_else(|| "import".into(), |it| it.to_string_lossy().into_owned());
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
