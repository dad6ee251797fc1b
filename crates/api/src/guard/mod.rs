//! What stands between a document and the executor: size, shape, cost and rights, each checked in one linear pass.
//!
//! The executor expands fragments while it validates, so that a document of a kilobyte can keep it busy for minutes.
//! Nothing reaches it that has not passed here. The passes never expand a fragment, and every sum saturates.

mod cost;
mod limits;
mod measure;
mod rights;
mod tokens;
mod types;
mod variables;

#[cfg(test)]
mod tests;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};
use async_graphql::parser::{Error as ParseError, parse_query};
use async_graphql::{Positioned, Variables};

pub use cost::Cost;
pub use limits::{LimitInfo, Limits};
pub use rights::Needed;
pub use types::TypeMap;

use crate::error::{ErrorCode, Refusal};

/// The limits together with what is known of the schema.
#[derive(Debug, Clone)]
pub struct Guard {
    limits: Limits,
    types: TypeMap,
}

/// A document that has passed, ready for the executor.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// The parsed document, whole.
    pub document: ExecutableDocument,
    /// The kind of the operation that will run.
    pub operation: OperationType,
    /// What that operation costs at most.
    pub cost: Cost,
    /// What that operation needs its reader to be allowed.
    pub needed: Needed,
}

impl Guard {
    /// A guard for the schema that the types were read from.
    #[must_use]
    pub fn new(limits: Limits, types: TypeMap) -> Self {
        Self { limits, types }
    }

    /// The limits it holds documents to.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Parses a document and admits it, or says why not. Omitted variables get their defaults. Whether the document
    /// fits the schema is the executor's to say.
    ///
    /// # Errors
    /// `SYNTAX`, `VALIDATION` when the operation cannot be determined or lacks a required variable, `COST_EXCEEDED`,
    /// and the codes of the limits.
    pub fn admit(
        &self,
        document: &str,
        operation_name: Option<&str>,
        variables: &mut Variables,
    ) -> Result<Admitted, Refusal> {
        tokens::check(document, &self.limits)?;
        let document = parse_query(document).map_err(|error| parse_refusal(&error))?;
        let fragments = measure::Fragments::new(&document, &self.limits)?;
        measure::check(&document, &fragments, &self.limits)?;
        let operation = &select(&document, operation_name)?.node;
        if operation.ty == OperationType::Subscription && measure::root_fields(operation, &fragments) != 1 {
            let message = "A subscription has exactly one field at its top.";
            return Err(Refusal::new(ErrorCode::Validation, message).at(operation.selection_set.pos));
        }
        variables::complete(operation, variables)?;
        let cost = cost::estimate(operation, &fragments, variables, &self.types, &self.limits);
        cost.check(&self.limits)?;
        let needed = rights::needed(operation, &fragments, &self.types);
        let operation = operation.ty;
        drop(fragments);
        Ok(Admitted { document, operation, cost, needed })
    }
}

/// A refusal for a value above a limit.
fn exceeded(code: ErrorCode, limit: &'static str, maximum: u64) -> Refusal {
    Refusal::new(code, format!("The document is above the limit {limit} = {maximum}."))
        .with("limit", limit)
        .with("maximum", maximum)
}

/// The operation that will run.
fn select<'d>(
    document: &'d ExecutableDocument,
    name: Option<&str>,
) -> Result<&'d Positioned<OperationDefinition>, Refusal> {
    let found = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => return Ok(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) => {
            let only = operations.values().next().filter(|_| operations.len() == 1);
            return only.ok_or_else(|| {
                Refusal::new(
                    ErrorCode::Validation,
                    "The document has several operations; operationName must say which to run.",
                )
            });
        }
    };
    found.ok_or_else(|| {
        Refusal::new(ErrorCode::Validation, "No operation of the document has that operationName.")
    })
}

/// The parser draws the document into its message; what is kept is the place and what was expected there.
fn parse_refusal(error: &ParseError) -> Refusal {
    let (code, message) = match error {
        ParseError::Syntax { message, start, .. } => {
            let expected = message.lines().rev().find_map(|line| line.trim_start().strip_prefix("= "));
            let expected = expected.unwrap_or("not GraphQL");
            (
                ErrorCode::Syntax,
                format!("Syntax error at line {}, column {}: {expected}.", start.line, start.column),
            )
        }
        ParseError::RecursionLimitExceeded => {
            (ErrorCode::TooDeep, "The document nests selection sets too deep.".to_owned())
        }
        ParseError::MissingOperation => {
            (ErrorCode::Syntax, "The document does not contain an operation.".to_owned())
        }
        ParseError::MultipleOperations { .. } => (
            ErrorCode::Validation,
            "An operation without a name must be the only operation of its document.".to_owned(),
        ),
        ParseError::OperationDuplicated { operation, .. } => {
            (ErrorCode::Validation, format!("The operation {operation} is defined twice."))
        }
        ParseError::FragmentDuplicated { fragment, .. } => {
            (ErrorCode::Validation, format!("The fragment {fragment} is defined twice."))
        }
        _ => (ErrorCode::Syntax, "The document cannot be read.".to_owned()),
    };
    Refusal { locations: error.positions().collect(), ..Refusal::new(code, message) }
}
