//! What a verb refuses, for the caller to mend.

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::record::RecordRef;
use crate::words;

words! {
    /// What is wrong with what was asked. Codes are stable; messages are not.
    FaultCode {
        /// A value is not one, or breaks a rule of the domain.
        Invalid = "INVALID",
        /// There is no such record, or it does not stand.
        NotFound = "NOT_FOUND",
        /// A reference may mean several records.
        Ambiguous = "AMBIGUOUS",
        /// It is in the record already, or something so like it is that a person should look first.
        AlreadyRecorded = "ALREADY_RECORDED",
        /// It contradicts what is recorded, such as the state of what it is about.
        Conflict = "CONFLICT",
        /// No source was named.
        SourceRequired = "SOURCE_REQUIRED",
        /// A text holds what may be personal data, which has a place of its own.
        PersonalData = "PERSONAL_DATA",
        /// There are more things than one change may have.
        TooMany = "TOO_MANY",
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What.
    pub code: FaultCode,
    /// Where in the input, from the outside in, such as `["attendance", "3", "institution"]`; positions count from 0.
    pub path: Vec<String>,
    /// What is wrong and what to do, in English.
    pub message: String,
    /// The records that it is about: what is recorded already, or what a reference may mean.
    pub about: Vec<RecordRef>,
}

impl Fault {
    /// A fault at a field of the input; parts of the path are set apart by dots.
    #[must_use]
    pub fn new(code: FaultCode, path: &str, message: impl Into<String>) -> Self {
        let path = path.split('.').filter(|it| !it.is_empty()).map(str::to_owned).collect();
        Self { code, path, message: message.into(), about: Vec::new() }
    }

    /// The same, about records.
    #[must_use]
    pub fn about(self, about: impl IntoIterator<Item = RecordRef>) -> Self {
        Self { about: about.into_iter().collect(), ..self }
    }

    /// A rule of the domain that is broken at a field of the input.
    #[must_use]
    pub fn rule(path: &str, error: &DomainError) -> Self {
        Self::new(FaultCode::Invalid, path, error.to_string())
    }

    /// The same fault below a place of the input.
    #[must_use]
    pub fn below(mut self, outer: &str) -> Self {
        let mut path: Vec<String> = outer.split('.').filter(|it| !it.is_empty()).map(str::to_owned).collect();
        path.append(&mut self.path);
        Self { path, ..self }
    }
}

/// Everything that is wrong; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// The same faults below a place of the input.
    #[must_use]
    pub fn below(self, outer: &str) -> Self {
        Self(self.0.into_iter().map(|it| it.below(outer)).collect())
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

impl From<DomainError> for Faults {
    /// Of the input as a whole.
    fn from(error: DomainError) -> Self {
        Fault::rule("", &error).into()
    }
}
