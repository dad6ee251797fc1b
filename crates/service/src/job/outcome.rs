//! What the work of a job gives: data, or a value that is kept as it is.

use std::any::Any;
use std::sync::Arc;

/// A result that is kept as the value that it is. Two of them are equal when they are the same one.
#[derive(Clone)]
pub struct JobValue(Arc<dyn Any + Send + Sync>);

impl JobValue {
    /// Keeps a value.
    #[must_use]
    pub fn new<T: Any + Send + Sync>(value: T) -> Self {
        Self(Arc::new(value))
    }

    /// The value; none when it is of another type.
    #[must_use]
    pub fn get<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        Arc::clone(&self.0).downcast().ok()
    }
}

impl std::fmt::Debug for JobValue {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("JobValue")
    }
}

impl PartialEq for JobValue {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What the work of a job gives.
#[derive(Debug, Clone, PartialEq)]
pub struct JobOutcome {
    /// The result, as data.
    pub result: serde_json::Value,
    /// The result, as a value; none when all of it is data.
    pub value: Option<JobValue>,
    /// Why the job has failed all the same, in English words; none when it has not.
    pub failure: Option<String>,
}

impl From<serde_json::Value> for JobOutcome {
    fn from(result: serde_json::Value) -> Self {
        Self { result, value: None, failure: None }
    }
}
