//! The columns of each kind of row, found out from the values themselves: names and order from serde, what a column
//! needs and takes from trying it.

use domain::claim::{Claim, ClaimStatus, Confidence};
use domain::id::Id;
use domain::record::RecordRef;
use domain::vocabulary::Label;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::cell::{fields, read_cell};
use crate::claims::Source;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name: the field's.
    pub(crate) name: &'static str,
    /// Whether its cells need a value.
    pub(crate) required: bool,
    /// Whether it holds dates.
    pub(crate) is_date: bool,
}

/// The columns of a `T`, in order of its fields.
pub(crate) fn columns<T: DeserializeOwned>() -> Vec<Column> {
    let column = |name: &'static str| Column {
        name,
        required: read_cell::<T>(name, "").is_err(),
        // Of all texts that a column may take, only dates take this one and not just any.
        is_date: read_cell::<T>(name, "../2008").is_ok() && read_cell::<T>(name, "x").is_err(),
    };
    fields::<T>().iter().copied().map(column).collect()
}

/// The columns by which a row of another kind gives its sources: each source becomes a claim of its existence.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct SourceCells {
    /// The sources.
    #[serde(with = "domain::list", default)]
    pub(crate) sources: Vec<Source>,
    /// How it is known; stated when empty.
    pub(crate) confidence: Option<Confidence>,
    /// The convention that it rests on.
    pub(crate) convention: Option<Label>,
    /// What it was inferred from.
    #[serde(with = "domain::list", default)]
    pub(crate) premises: Vec<RecordRef>,
    /// How it was inferred.
    pub(crate) inference: Option<Label>,
}

/// A row of the claims: one claim for each source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ClaimCells {
    /// The key, when it is not the derived one; only with one source.
    pub(crate) key: Option<Id<Claim>>,
    /// What the claim is about.
    pub(crate) subject: RecordRef,
    /// The field; none for existence.
    pub(crate) field: Option<Label>,
    /// The value.
    pub(crate) value: Option<Label>,
    /// The rank; 1 when empty.
    pub(crate) rank: Option<u32>,
    /// The sources.
    #[serde(with = "domain::list", default)]
    pub(crate) sources: Vec<Source>,
    /// How it is known; stated when empty.
    pub(crate) confidence: Option<Confidence>,
    /// The convention that it rests on.
    pub(crate) convention: Option<Label>,
    /// What it was inferred from.
    #[serde(with = "domain::list", default)]
    pub(crate) premises: Vec<RecordRef>,
    /// How it was inferred.
    pub(crate) inference: Option<Label>,
    /// Whether it counts; asserted when empty.
    pub(crate) status: Option<ClaimStatus>,
}
