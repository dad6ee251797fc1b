//! Clusters by the Leiden algorithm: groups denser inside than chance would have it, for networks whose components
//! are too large to tell anything.
//!
//! # Source
//! V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities",
//! Sci. Rep. 9, 5233, 2019, doi:10.1038/s41598-019-41695-z; by the crate `leiden-rs`, which stays behind
//! [`CommunityMethod`]. It maximises modularity with the given resolution.
//!
//! # Determinism
//! Institutions are numbered by position and ties are given in order of their ends; the seed is a parameter. The same
//! ties, resolution and seed give the same communities with one version of the crate. Another naming of institutions
//! is another order, which may settle equally good communities otherwise.

use leiden_rs::{GraphDataBuilder, Leiden as Engine, LeidenConfig, LeidenError};

use super::{Communities, CommunityMethod};
use crate::network::Position;
use crate::refusal::Refusal;
use crate::tie::Ties;

/// The most ties that Leiden is run on.
pub const LEIDEN_TIES_MAX: u64 = 2_000_000;

/// The Leiden algorithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leiden {
    /// The resolution `γ`: higher gives smaller communities; positive.
    pub resolution: f64,
    /// The seed.
    pub seed: u64,
}

impl CommunityMethod for Leiden {
    fn communities(&self, ties: &Ties) -> Result<Communities, Refusal> {
        let estimate = ties.ties().len() as u64;
        if LEIDEN_TIES_MAX < estimate {
            return Err(Refusal::TooLarge { what: "ties", estimate, limit: LEIDEN_TIES_MAX });
        }
        let mut builder = GraphDataBuilder::new(ties.nodes().len());
        for tie in ties.ties() {
            if let (Some(a), Some(b)) = (ties.index_of(tie.a), ties.index_of(tie.b)) {
                builder.add_edge(a, b, tie.weight).map_err(|it| refused(&it))?;
            }
        }
        let graph = builder.build().map_err(|it| refused(&it))?;
        let config = LeidenConfig::builder().resolution(self.resolution).seed(self.seed).build();
        let output = Engine::new(config).run(&graph).map_err(|it| refused(&it))?;
        let at = |index: &usize| ties.nodes().get(*index).copied();
        let mut members: Vec<Vec<Position>> = output
            .partition
            .communities()
            .iter()
            .map(|(_, nodes)| nodes.iter().filter_map(at).collect())
            .collect();
        for community in &mut members {
            community.sort_unstable();
        }
        members.retain(|it| !it.is_empty());
        members.sort();
        Ok(Communities { members, quality: Some(output.quality) })
    }
}

fn refused(error: &LeidenError) -> Refusal {
    Refusal::Engine { message: error.to_string() }
}
