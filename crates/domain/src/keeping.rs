//! Keeping the record: the verbs by which it is changed, as pure functions.
//!
//! A verb takes a [`Draft`] and its own parameters, looks at the record as it will be, and says what is to be added or
//! replaced. It writes nothing: the draft becomes a [`Changeset`](crate::changeset::Changeset), which is
//! checked as a whole and committed by others. What a verb refuses, it refuses as [`Faults`], with the place in the input.

mod amend;
mod draft;
mod fault;
mod fields;
mod look;
mod remark;
mod source;

pub mod action;
pub mod attendance;
pub mod body;
pub mod claim;
pub mod contact;
pub mod document;
pub mod identity;
pub mod institution;
pub mod meeting;
pub mod partnership;
pub mod person;
pub mod rectification;
pub mod resolution;
pub mod rule;
pub mod vocabulary;

pub use draft::Draft;
pub use fault::{Fault, FaultCode, Faults};
pub use remark::{remark, remarks};
pub use source::{Given, Source};
