//! The partnership network as an immutable value, and every analysis of it.
//!
//! Pure and deterministic: no input or output, no clock, no unseeded randomness; the same record, view and
//! parameters give the same answer on every machine and with any number of threads. Definitions are those of
//! `docs/measures.md` (after the project's analysis of the field, part A).

pub mod annual_report;
pub mod attribute;
pub mod brokerage;
pub mod cluster;
pub mod comparison;
pub mod completeness;
pub mod computed;
pub mod conflict;
pub mod contact;
pub mod contribution;
pub mod coverage;
pub mod dependence;
pub mod duplicates;
pub mod evidence;
pub mod evolution;
pub mod follow_up;
pub mod funding;
pub mod gap;
pub mod introduction;
pub mod meeting_plan;
pub mod network;
pub mod norm_compliance;
pub mod occasion;
pub mod pair_coverage;
pub mod path;
pub mod project_partnership;
pub mod ranking;
pub mod ratio;
pub mod receipt;
pub mod refusal;
pub mod rotation;
pub mod search;
pub mod selection;
pub mod series;
pub mod signatory;
pub mod statistics;
pub mod step;
pub mod structure;
pub mod suggestion;
mod territory;
pub mod tie;
mod unattributed;
pub mod uncontacted;
pub mod view;
pub mod weights;

pub use computed::{Completeness, Exclusion, ExclusionReason, Interval, IntervalReason, IntervalReasonCode};
pub use network::{Network, NetworkError};
pub use view::{NetworkView, Scope, UndatedPolicy, View};
