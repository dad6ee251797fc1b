//! Errors in nullable fields, as the specification wants them.
//!
//! The executor nulls the *parent* when a resolver of type `Result<Option<T>>` fails. A field that is nullable and
//! can fail therefore returns `Option<T>` and reports its error through [`soft`]: the error stands in `errors` with
//! its full path, the field is `null`, its neighbours stay.

use async_graphql::{Context, Error};

/// The value of a nullable field that may fail: `None` both when there is none and when finding it failed, in which
/// case the error is added to the answer with the field's path.
pub fn soft<T, E: Into<Error>>(ctx: &Context<'_>, result: Result<Option<T>, E>) -> Option<T> {
    match result {
        Ok(value) => value,
        Err(error) => {
            ctx.add_error(ctx.set_error_path(error.into().into_server_error(ctx.item.pos)));
            None
        }
    }
}
