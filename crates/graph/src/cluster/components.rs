//! Clusters by the component definition: who is joined by ties, directly or through others.

use super::{Communities, CommunityMethod};
use crate::refusal::Refusal;
use crate::structure::components;
use crate::tie::Ties;

/// Connected components: the explainable reference (questions.md A4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Components;

impl CommunityMethod for Components {
    fn communities(&self, ties: &Ties) -> Result<Communities, Refusal> {
        Ok(Communities { members: components(ties), quality: None })
    }
}
