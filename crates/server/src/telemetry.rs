//! Log lines: to standard error, as text or JSON; never values of personal fields, never secrets.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};
use crate::exit::{Exit, Failure};

/// Starts logging.
pub(crate) fn start(config: &Config) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| {
        Failure::new(Exit::Configuration, format!("`{}` is not a log filter: {error}", config.log))
            .hint("write a level, or levels by part, as in: info,store=debug")
    })?;
    // In files and pipes, codes of colours would stand among the words.
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => lines.compact().init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}
