//! The variables of an operation, made whole before it is costed and executed: what is required must be there, and
//! what is omitted gets its default. The executor leaves both to chance: it runs an operation whose required variable
//! is missing, and does not see the default of a variable in `@skip` and `@include`.

use async_graphql::Variables;
use async_graphql::parser::types::OperationDefinition;
use async_graphql_value::ConstValue;

use crate::error::{ErrorCode, Refusal};

/// Adds the defaults of omitted variables. Whether values fit their types is the validator's to say.
///
/// # Errors
/// `VALIDATION` for a required variable that is missing or null.
pub(super) fn complete(operation: &OperationDefinition, variables: &mut Variables) -> Result<(), Refusal> {
    for definition in &operation.variable_definitions {
        let name = &definition.node.name.node;
        let type_name = &definition.node.var_type.node;
        let refuse = |what: &str| {
            let message = format!("The variable ${name} of type {type_name} {what}.");
            Err(Refusal::new(ErrorCode::Validation, message).at(definition.pos))
        };
        match (variables.get(name.as_str()), &definition.node.default_value) {
            (Some(ConstValue::Null), _) if !type_name.nullable => return refuse("must not be null"),
            (Some(_), _) => {}
            (None, Some(default)) => {
                variables.insert(name.clone(), default.node.clone());
            }
            (None, None) if !type_name.nullable => return refuse("is required and was not given"),
            (None, None) => {}
        }
    }
    Ok(())
}
