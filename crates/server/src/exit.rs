//! How the process ends: stable exit codes (those of BSD's `sysexits.h`) and a message that says what to do.

use std::process::ExitCode;

use service::ServiceError;
use store::StoreError;

/// An exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// The command line is wrong.
    Usage = 64,
    /// The data to be read are wrong.
    Data = 65,
    /// The database or the port cannot be had.
    Unavailable = 69,
    /// Our own mistake.
    Internal = 70,
    /// A file cannot be read or written.
    Files = 74,
    /// The configuration is wrong.
    Configuration = 78,
}

/// Why the process ends early.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), hint: None }
    }

    /// Adds what the user can do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Writes the message to standard error.
    pub(crate) fn report(self) -> ExitCode {
        eprintln!("splot: {}", self.message);
        if let Some(hint) = self.hint {
            eprintln!("  {hint}");
        }
        ExitCode::from(self.exit as u8)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let exit = match &error {
            StoreError::Invalid { .. } => Exit::Data,
            _ => Exit::Unavailable,
        };
        Self::new(exit, error.to_string())
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Store(error) => error.into(),
            ServiceError::Import { ref issues, count } => {
                let lines: Vec<_> = issues.iter().map(|it| format!("  {it}")).collect();
                let more = count.saturating_sub(issues.len());
                let mut message = format!("{error}\n{}", lines.join("\n"));
                if more > 0 {
                    message.push_str(&format!("\n  … and {more} more"));
                }
                Self::new(Exit::Data, message)
            }
            ServiceError::Files { .. } => Self::new(Exit::Files, error.to_string()),
            ServiceError::NotFound { .. }
            | ServiceError::Forbidden { .. }
            | ServiceError::RevisionNotFound { .. }
            | ServiceError::Refused(_) => Self::new(Exit::Usage, error.to_string()),
            _ => Self::new(Exit::Internal, error.to_string()),
        }
    }
}
