//! Which ties are missing or may come: pairs without a tie, scored by the neighbours they share, and how well such scores
//! told the ties that came.

pub mod back_test;
pub mod best;
mod levels;
mod preferential;
pub(crate) mod scan;
pub mod scores;

pub use back_test::{BackTest, back_test};
pub use best::{Suggestion, best, best_for};
pub use scores::{LinkMethod, score};
