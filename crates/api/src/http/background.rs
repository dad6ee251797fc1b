//! Asking the same executor in the background, behind the same guard.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Variables};
use service::Actor;

use super::Executor;
use crate::error::Refusal;
use crate::guard::Guard;

/// Among the data of every request: prepares further requests, to be executed apart from it.
#[derive(Clone)]
pub struct Background {
    executor: Arc<dyn Executor>,
    guard: Arc<Guard>,
}

impl Background {
    /// The executor behind a guard.
    #[must_use]
    pub fn new(executor: Arc<dyn Executor>, guard: Arc<Guard>) -> Self {
        Self { executor, guard }
    }

    /// The executor.
    #[must_use]
    pub fn executor(&self) -> Arc<dyn Executor> {
        Arc::clone(&self.executor)
    }

    /// The guard.
    pub(super) fn guard(&self) -> &Guard {
        &self.guard
    }

    /// A request of an actor that the guard admits; none when it is no query. It has its cost among its data and nothing else.
    ///
    /// # Errors
    /// The guard's refusal.
    pub fn prepare(
        &self,
        actor: &Actor,
        query: String,
        mut variables: Variables,
    ) -> Result<Option<Request>, Refusal> {
        let admitted = self.guard.admit(&query, None, &mut variables)?;
        admitted.needed.check(actor)?;
        if admitted.operation != OperationType::Query {
            return Ok(None);
        }
        let mut request = Request::new(query).variables(variables).data(admitted.cost);
        request.set_parsed_query(admitted.document);
        Ok(Some(request))
    }
}
