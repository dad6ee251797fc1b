//! The store on both databases.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "these are tests")]

mod access;
mod bell;
mod commits;
mod crash;
mod decided;
mod decisions;
mod errors;
mod history;
mod imports;
mod privacy;
mod record;
mod round_trip;
mod scenarios;
mod traces;
mod writers;
