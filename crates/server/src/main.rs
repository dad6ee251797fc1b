//! `splot`: the one binary. `splot serve` runs the service, the other commands keep its record.

use std::process::ExitCode;

use clap::Parser;

mod cli;
mod config;
mod exit;
mod fetch;
mod page;
mod record;
mod telemetry;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse_or_exit();
    match cli::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

impl cli::Arguments {
    /// Reads the command line; help and version end the process with 0, mistakes with 64.
    fn parse_or_exit() -> Self {
        Self::try_parse().unwrap_or_else(|error| {
            let code = if error.use_stderr() { exit::Exit::Usage as i32 } else { 0 };
            // Nothing can be done when even the explanation cannot be written.
            let _ = error.print();
            std::process::exit(code)
        })
    }
}
