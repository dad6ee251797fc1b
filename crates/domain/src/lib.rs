//! What exists in the record of a cross-sector partnership, and which rules hold.
//!
//! Pure values: no input or output, no clock, no async, no randomness. Every kind of record is a [`record::Noun`];
//! all of them together are a [`record::Record`]. What a record says counts only as long as a claim supports it:
//! [`support`] works out which records and which fields stand, [`identity`] which of them are one and the same.
//!
//! Sources of the model: the five documents of the Lubuskie partnership, the W3C Organization Ontology and the
//! Popolo specification (see `docs/data-model.md`).

pub mod body;
pub mod call;
pub mod changeset;
pub mod check;
pub mod claim;
pub mod date;
pub mod difference;
pub mod document;
pub mod erasure;
pub mod error;
pub mod evidence_filter;
pub mod expectation;
pub mod id;
pub mod identifier;
pub mod identity;
pub mod indicator;
pub mod institution;
pub mod keeping;
pub mod list;
pub mod meeting;
pub mod mention;
pub mod naming;
pub mod norm;
pub mod office;
pub mod partnership;
pub mod party;
pub mod person;
pub mod personal_text;
pub mod polish;
pub mod record;
pub mod recorded;
pub mod resolution;
pub mod retention;
pub mod scenario;
pub mod statement;
pub mod support;
pub mod territory;
pub mod vocabulary;

pub use error::DomainError;
