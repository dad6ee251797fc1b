//! The commands. Each is parsed here and does its work in a file of its own, through the service's use cases.

use clap::{Parser, Subcommand};

use crate::config::{Config, Flags};
use crate::exit::{Exit, Failure};
use crate::telemetry;

mod analyze;
mod database;
mod doctor;
mod person;
mod report;
mod serve;
mod tables;
mod token;
mod transfer;

/// Splot keeps the record of a partnership as a network and answers questions about it over GraphQL.
///
/// Without a command it serves.
#[derive(Debug, Parser)]
#[command(name = "splot", version, subcommand_required = false)]
pub(crate) struct Arguments {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API: migrate the database, import the record when it is empty, listen
    Serve,
    /// Import a folder of import files (a manifest and CSV files), or tables: CSV, XLSX, JSON, edge lists
    Import(transfer::Import),
    /// Export the whole record, as it is stored, into a folder of import files
    Export(transfer::Export),
    /// Write the annual report of a partnership, as HTML ready to print, DOCX or JSON
    Report(report::Report),
    /// Compute measures of a file of attendances or ties, without a database
    Analyze(Box<analyze::Analyze>),
    /// Make, list and revoke access tokens
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Report what is held of a person, or erase a person
    Person(person::Person),
    /// Check the audit trail and show its last entries
    Audit(person::Audit),
    /// Write the database's files anew, so that nothing that was removed is left in them
    Compact,
    /// Bring the database to this version's schema
    Migrate,
    /// Print the GraphQL schema
    Schema,
    /// Print the effective configuration, secrets hidden
    Config,
    /// Check configuration, database and record, and say what is wrong
    Doctor,
}

/// Runs a command to its end.
pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let config = Config::read(arguments.flags)?;
    let command = arguments.command.unwrap_or(Command::Serve);
    match command {
        Command::Config => return print(&config.shown()),
        Command::Schema => return print(&api::sdl()),
        Command::Analyze(analyze) => return analyze.run(),
        _ => telemetry::start(&config)?,
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Exit::Internal, format!("cannot start threads: {error}")))?;
    runtime.block_on(async {
        match command {
            Command::Import(import) => import.run(&config).await,
            Command::Export(export) => export.run(&config).await,
            Command::Report(report) => report.run(&config).await,
            Command::Token(token) => token.run(&config).await,
            Command::Person(person) => person.run(&config).await,
            Command::Audit(audit) => audit.run(&config).await,
            Command::Compact => person::compact(&config).await,
            Command::Migrate => database::migrate(&config).await,
            Command::Doctor => doctor::run(&config).await,
            Command::Serve | Command::Schema | Command::Config | Command::Analyze(_) => {
                serve::run(&config).await
            }
        }
    })
}

/// Writes to standard output; a reader that has gone away is not an error of ours.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Exit::Files, format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
