//! Bytes in, a record out, and back: the import format `splot-record/1`; and reports as documents ([`report`]).
//!
//! A record is a folder of CSV files (UTF-8, comma, header row) with a `manifest.json` that says which file holds
//! which kind of record. [`read`] takes the files as bytes and gives the whole record or every problem in it: nothing
//! is ever half read. [`write`] gives the same files back, byte for byte the same for the same record, and refuses to
//! write what would not read back as it was. Reading folders is the caller's; nothing here touches a disk or a clock.
//!
//! The files are for tools and for people's eyes in a text editor; they are lossless, so a text that begins with `=`
//! or `@` stays as it is. Do not open files of strangers in a spreadsheet program that runs formulas; exports made for
//! spreadsheets are another format and guard against it.
//!
//! Tables that people keep (CSV, workbooks, JSON, edge lists) are read by [`intake`].

mod cell;
mod check;
mod claims;
mod error;
mod export;
mod import;
pub mod intake;
mod issue;
mod manifest;
pub mod report;
mod schema;
mod table;
#[cfg(test)]
mod tests;

pub use domain::claim::claim_key;
pub use error::ExchangeError;
pub use export::write;
pub use import::{Import, Limits, read};
pub use issue::{IssueCode, RowIssue};
pub use manifest::{FORMAT, MANIFEST, Manifest, ManifestFile, file_name};
