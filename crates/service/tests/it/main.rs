//! The use cases on both databases, with the record that ships.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "these are tests")]

mod access;
mod analysis;
mod annual_report;
mod answers;
#[path = "../../../store/tests/it/decided.rs"]
mod decided;
mod erasure;
mod exchange;
mod following;
mod identity;
mod import;
mod job;
mod keeping;
mod keeping_meetings;
mod net;
mod past;
mod privacy;
mod rectify;
mod retraction;
mod rights;
mod scenarios;
mod shipped;
mod staging;
mod verbs;
