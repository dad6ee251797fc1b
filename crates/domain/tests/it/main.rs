//! Behaviour of the record as a whole: what stands, what is one and the same, what is wrong, how values are written.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod check;
mod common;
mod draft;
mod expectation;
mod identity;
mod keeping;
mod keeping_identity;
mod register;
mod scenario;
mod support;
mod values;
