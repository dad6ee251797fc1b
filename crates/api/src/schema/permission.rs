//! How a field declares who may use it: two directives, seen in the schema, read back from it by the guard.
//!
//! A field of a query without one is part of the record, which everybody reads who may read anything. A field of the
//! mutation or of the subscription without [`requires`] is refused to everybody.

// The macro names the type of a directive like the function that it is made from.
#![allow(non_camel_case_types, reason = "the executor names a directive's type like the directive")]

use async_graphql::TypeDirective;

use super::words::Permission;

/// The reader needs the permission: without it the whole request is refused, with the error `FORBIDDEN`.
#[TypeDirective(location = "FieldDefinition")]
pub fn requires(#[graphql(desc = "The permission.")] permission: Permission) {}

/// What of this the reader may not read without these permissions is left out: null, or a shorter list. The request is
/// answered.
#[TypeDirective(name = "withheldWithout", location = "FieldDefinition")]
pub fn withheld_without(
    #[graphql(desc = "The permissions; each lets some of it be read.")] permissions: Vec<Permission>,
) {
}
