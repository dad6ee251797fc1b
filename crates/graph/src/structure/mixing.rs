//! Whether ties stay within groups: by sector, type or territory.
//!
//! # Definition
//! ATTRIBUTE_ASSORTATIVITY, EI_INDEX with its permutations, and MODULARITY of the grouping, as in the catalogue. Ties
//! count one each; institutions whose attribute is not recorded are left out with their ties.
//!
//! # Cost
//! Time O(permutations · (n + m)).
//!
//! # Determinism
//! Exact, or by the seed.
//!
//! # Checked against
//! The reference values of the crate `measures`; hand-made networks.

use measures::catalogue::Measure;
use measures::community::quality;
use measures::run::{self, RunParameters};
use measures::whole::assortativity;
use measures::whole::ei_index::{EiIndex, EiPermutations, ei_index, with_permutations};
use measures::{Graph, Interrupt, WeightSemantics};

use crate::attribute::{Groups, InstitutionAttribute};
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::tie::Ties;
use crate::view::NetworkView;

/// How groups are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MixingRule {
    /// By what institutions are grouped.
    pub by: InstitutionAttribute,
    /// With how many permutations the E-I index is compared; 0 for none.
    pub permutations: u32,
    /// The seed by which they are drawn.
    pub seed: u64,
}

/// How ties fall within and between groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixing {
    /// The groups.
    pub groups: Groups,
    /// From −1 to 1; none when there are no ties between institutions with a group, or all of these are in one.
    pub assortativity: Option<f64>,
    /// The E-I index and its parts.
    pub ei_index: EiIndex,
    /// The same against permutations; none without permutations or ties.
    pub permuted: Option<EiPermutations>,
    /// From −½ to 1; none without ties.
    pub modularity: Option<f64>,
    /// How it came about.
    pub receipt: Receipt,
}

impl Mixing {
    /// How ties fall, unless that is estimated to take more than `cost_max` elementary operations.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] for too many permutations; [`Refusal::TooLarge`]; [`Refusal::Interrupted`].
    pub fn of(
        view: &NetworkView,
        ties: &Ties,
        rule: MixingRule,
        cost_max: u64,
        interrupt: &Interrupt,
    ) -> Result<Self, Refusal> {
        let MixingRule { by, permutations, seed } = rule;
        let graph = ties.graph();
        let parameters = RunParameters { permutations, seed, ..RunParameters::default() };
        Refusal::above(run::cost(Measure::EiIndex, graph, &parameters), cost_max)?;
        let groups = Groups::new(view, ties.nodes(), by);
        let found = ei_index(graph, &groups.of)?;
        let permuted = if permutations > 0 && found.value.is_some() {
            Some(with_permutations(graph, &groups.of, permutations, seed, interrupt)?)
        } else {
            None
        };
        let mut receipt = ties.receipt().followed_by("mixing", "1");
        groups.tell(view, &mut receipt);
        receipt.parameter("permutations", permutations);
        receipt.seed = (permutations > 0).then_some(seed);
        Ok(Self {
            assortativity: assortativity::by_category(graph, &groups.of)?,
            modularity: modularity(graph, &groups.of)?,
            ei_index: found,
            permuted,
            groups,
            receipt,
        })
    }
}

/// The modularity of the groups on the ties between institutions that have one.
fn modularity(graph: &Graph, groups: &[Option<u32>]) -> Result<Option<f64>, Refusal> {
    let group = |it: u32| groups.get(it as usize).copied().flatten();
    let known: Vec<_> =
        graph.iter_ties().filter(|it| group(it.0).is_some() && group(it.1).is_some()).collect();
    let (graph, _) = Graph::from_ties(graph.nodes(), &known)?;
    // Without ties, those without a group add nothing wherever they are.
    let of: Vec<u32> = groups.iter().map(|it| it.unwrap_or_default()).collect();
    Ok(quality::modularity(&graph, &of, 1.0, WeightSemantics::None)?)
}
