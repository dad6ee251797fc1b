//! Cells to values: dates, numbers and truths as people write them.

pub(crate) mod date;
pub(crate) mod number;
pub(crate) mod truth;
