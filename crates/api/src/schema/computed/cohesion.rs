//! How the graph of ties hangs together: measures of the whole network, worked out when they are asked for.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result, SimpleObject};
use service::graph::Network;
use service::graph::attribute::InstitutionAttribute as Attribute;
use service::graph::receipt::Receipt;
use service::graph::structure::cohesion::Cohesion;
use service::graph::structure::distance::{DistanceRule, Distances};
use service::graph::structure::mixing::{Mixing, MixingRule};
use service::graph::tie::Ties;

use super::analysis::{self, refused};
use super::canonical::{Canonical, Computed, Value};
use super::computation::Answer;
use super::input;
use super::measures::Measure;
use super::outcome::NotDefined;
use super::structure::NetworkStructure;
use super::ties::{self, Tie};
use super::words::{InstitutionAttribute, WeightSemantics};
use crate::schema::connection::{self, Connection, Page};
use crate::schema::count;
use crate::schema::institution::Institution;

impl Value for Cohesion {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.optional_number("degreeCentralization", self.degree_centralization);
        to.optional_number("transitivity", self.transitivity);
        to.optional_number("meanLocalClustering", self.mean_local_clustering);
        to.optional_number("degreeAssortativity", self.degree_assortativity);
        for it in &self.core_profile {
            to.field("k", it.k);
            to.field("nodes", it.nodes);
            to.field("ties", it.ties);
        }
        to.institutions("articulationPoints", network, &self.articulation_points);
        to.field("bridges", self.bridges.len());
        for it in &self.bridges {
            to.field("bridge", it);
        }
    }
}

impl Value for Distances {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, _: &Network, to: &mut Canonical) {
        to.optional_number("mean", self.found.mean);
        to.optional_number("standardError", self.found.standard_error);
        to.optional_number("diameter", self.found.diameter.map(|it| it.length));
    }
}

impl Value for Mixing {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, _: &Network, to: &mut Canonical) {
        to.optional_number("assortativity", self.assortativity);
        to.optional_number("eiIndex", self.ei_index.value);
        to.optional_number("expected", self.permuted.as_ref().map(|it| it.expected));
        to.optional_number("modularity", self.modularity);
    }
}

/// The measures of the whole network, to be flattened into the structure.
pub struct StructureMeasures(pub(super) NetworkStructure);

impl StructureMeasures {
    async fn ties(&self, ctx: &Context<'_>) -> Result<Answer<Ties>> {
        ties::require(ctx, self.0.0.context(), self.0.0.value().rule.clone()).await
    }

    /// The shared ties, and the text by which their rule is told from others.
    async fn graph(&self, ctx: &Context<'_>) -> Result<(Arc<Computed<Ties>>, String)> {
        Ok((Arc::clone(self.ties(ctx).await?.shared()), format!("{:?}", self.0.0.value().rule)))
    }

    async fn cohesion(&self, ctx: &Context<'_>) -> Result<Answer<Cohesion>> {
        let (graph, key) = self.graph(ctx).await?;
        let found = analysis::run_within(ctx, self.0.0.context(), "cohesion", key, move |_, allowance| {
            Cohesion::of(&graph.value, allowance.cost_max, &allowance.interrupt)
        });
        found.await?.map_err(refused)
    }

    async fn distances(&self, ctx: &Context<'_>, rule: DistanceRule) -> Result<Answer<Distances>> {
        let (graph, key) = self.graph(ctx).await?;
        let key = format!("{key} {rule:?}");
        let found = analysis::run_within(ctx, self.0.0.context(), "distances", key, move |_, allowance| {
            Distances::of(&graph.value, rule, allowance.cost_max, &allowance.interrupt)
        });
        found.await?.map_err(refused)
    }

    async fn mixing(&self, ctx: &Context<'_>, rule: MixingRule) -> Result<Answer<Mixing>> {
        let (graph, key) = self.graph(ctx).await?;
        let key = format!("{key} {rule:?}");
        let found = analysis::run_within(ctx, self.0.0.context(), "mixing", key, move |view, allowance| {
            Mixing::of(view, &graph.value, rule, allowance.cost_max, &allowance.interrupt)
        });
        found.await?.map_err(refused)
    }

    async fn plain_mixing(&self, ctx: &Context<'_>, by: InstitutionAttribute) -> Result<Answer<Mixing>> {
        self.mixing(ctx, MixingRule { by: Attribute::from(by), permutations: 0, seed: 0 }).await
    }
}

#[Object]
impl StructureMeasures {
    /// How much the network centres on one institution: `Σ (d_max − d_i) / ((n − 1)(n − 2))`, from 0 (all equal) to 1 (a
    /// star); null with fewer than three institutions. L. C. Freeman, Social Networks 1, 1978,
    /// doi:10.1016/0378-8733(78)90021-7.
    async fn degree_centralization(&self, ctx: &Context<'_>) -> Result<Option<f64>> {
        Ok(self.cohesion(ctx).await?.value().degree_centralization)
    }

    /// The share of paths of two ties that a third closes, from 0 to 1; null when there is no such path.
    async fn transitivity(&self, ctx: &Context<'_>) -> Result<Option<f64>> {
        Ok(self.cohesion(ctx).await?.value().transitivity)
    }

    /// The mean of the local clustering of institutions with two ties or more, from 0 to 1; null when there is none.
    async fn mean_local_clustering(&self, ctx: &Context<'_>) -> Result<Option<f64>> {
        Ok(self.cohesion(ctx).await?.value().mean_local_clustering)
    }

    /// The correlation of the degrees at the ends of ties, from −1 to 1: whether the well connected are tied to each
    /// other. Null without ties, or when all ends have the same degree.
    async fn degree_assortativity(&self, ctx: &Context<'_>) -> Result<Option<f64>> {
        Ok(self.cohesion(ctx).await?.value().degree_assortativity)
    }

    /// The k-cores, `k` ascending, and how well each describes the network as a core with a periphery; empty without
    /// ties.
    async fn core_profile(&self, ctx: &Context<'_>) -> Result<Vec<NetworkCore>> {
        let cohesion = self.cohesion(ctx).await?;
        let shells = cohesion.value().core_profile.iter();
        Ok(shells
            .map(|it| NetworkCore {
                k: count(it.k as usize),
                institutions: count(it.nodes),
                ties: count(it.ties),
                density: it.density,
                correlation: it.correlation,
            })
            .collect())
    }

    /// The numbers above that have no value, and why.
    async fn not_defined(&self, ctx: &Context<'_>) -> Result<Vec<MeasureNotDefined>> {
        let cohesion = self.cohesion(ctx).await?;
        let list = cohesion.value().not_defined.iter();
        Ok(list
            .map(|(measure, why)| MeasureNotDefined {
                measure: (*measure).into(),
                not_defined: NotDefined::of(*why),
            })
            .collect())
    }

    /// The institutions without which a component falls apart, in order of their keys.
    async fn articulation_points(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<Institution>> {
        let cohesion = self.cohesion(ctx).await?;
        let page = Page { first, after, last, before };
        let owner = cohesion.owner("articulationPoints");
        let list = &cohesion.value().articulation_points;
        connection::records(ctx, cohesion.context(), &owner, &page, list, Vec::new())
    }

    /// The ties without which a component falls apart; heaviest first, then by the keys of their ends.
    async fn bridges(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<Tie>> {
        let (cohesion, ties) = (self.cohesion(ctx).await?, self.ties(ctx).await?);
        let all = ties.value().ties();
        let bridges = cohesion.value().bridges.iter().filter_map(|it| all.get(*it)).cloned().collect();
        let sorted = ties::sorted(cohesion.context().network(), bridges, &[]);
        let page = Page { first, after, last, before };
        ties::page_of(ctx, &cohesion, ties.value(), "bridges", &sorted, &page)
    }

    /// The greatest length of a shortest path in the largest component; null without institutions.
    async fn diameter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What weights mean.")] weight_semantics: WeightSemantics,
        #[graphql(
            desc = "From how many institutions, 2 or more; from all when left out. The value is then a lower bound unless `isExact`."
        )]
        samples: Option<i32>,
        #[graphql(desc = "The seed by which they are drawn, 0 or more.", default = 1)] seed: i32,
    ) -> Result<DistanceEstimate> {
        let rule = distance_rule(weight_semantics, samples, seed)?;
        let found = self.distances(ctx, rule).await?;
        let diameter = found.value().found.diameter;
        Ok(DistanceEstimate {
            value: diameter.map(|it| it.length),
            standard_error: None,
            is_exact: diameter.is_some_and(|it| it.is_exact),
        })
    }

    /// The mean length of the shortest paths between the pairs of the largest component; null when there is no pair.
    async fn mean_distance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What weights mean.")] weight_semantics: WeightSemantics,
        #[graphql(desc = "From how many institutions, 2 or more; from all when left out.")] samples: Option<
            i32,
        >,
        #[graphql(desc = "The seed by which they are drawn, 0 or more.", default = 1)] seed: i32,
    ) -> Result<DistanceEstimate> {
        let rule = distance_rule(weight_semantics, samples, seed)?;
        let found = self.distances(ctx, rule).await?;
        let found = &found.value().found;
        Ok(DistanceEstimate {
            value: found.mean,
            standard_error: found.standard_error,
            is_exact: found.is_exact,
        })
    }

    /// Whether ties stay within groups more than chance: `(Σ e_ii − Σ a_i²) / (1 − Σ a_i²)`, up to 1 (never leave); null
    /// without ties between institutions whose group is recorded, or when all these are in one group. M. E. J. Newman,
    /// Phys. Rev. E 67, 026126, 2003, doi:10.1103/PhysRevE.67.026126.
    async fn assortativity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The attribute that groups institutions.")] by: InstitutionAttribute,
    ) -> Result<Option<f64>> {
        Ok(self.plain_mixing(ctx, by).await?.value().assortativity)
    }

    /// The modularity of the groups, each tie counting one, from −½ to 1; null without ties between institutions whose
    /// group is recorded. M. E. J. Newman, M. Girvan, Phys. Rev. E 69, 026113, 2004, doi:10.1103/PhysRevE.69.026113.
    async fn modularity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The attribute that groups institutions.")] by: InstitutionAttribute,
    ) -> Result<Option<f64>> {
        Ok(self.plain_mixing(ctx, by).await?.value().modularity)
    }

    /// Whether ties lead out of one's group or stay in it: the E-I index, against random groups of the same sizes.
    async fn ei_index(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The attribute that groups institutions.")] by: InstitutionAttribute,
        #[graphql(
            desc = "How many random groupings it is compared with, at most 1000000; 0 for none.",
            default = 1_000
        )]
        permutations: i32,
        #[graphql(desc = "The seed by which they are drawn, 0 or more.", default = 1)] seed: i32,
    ) -> Result<EiIndex> {
        let wrong = |_negative| {
            let message = format!("`permutations` is {permutations}; expected 0 or more.");
            crate::error::ErrorCode::InvalidArgument.error(message)
        };
        let permutations = u32::try_from(permutations).map_err(wrong)?;
        let rule = MixingRule { by: by.into(), permutations, seed: input::seed(seed)? };
        Ok(EiIndex(self.mixing(ctx, rule).await?))
    }
}

fn distance_rule(semantics: WeightSemantics, samples: Option<i32>, seed: i32) -> Result<DistanceRule> {
    Ok(DistanceRule {
        semantics: semantics.into(),
        samples: input::samples(samples)?,
        seed: input::seed(seed)?,
    })
}

/// A distance, perhaps estimated from a sample.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub struct DistanceEstimate {
    /// The distance, in ties or in the unit of the lengths; null where there is none.
    pub value: Option<f64>,
    /// The standard error of a mean that is estimated; null when it is exact, and of a greatest distance.
    pub standard_error: Option<f64>,
    /// Whether it is the value and no estimate or bound.
    pub is_exact: bool,
}

/// A core: the largest part in which everybody is tied to at least `k` others of it.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub struct NetworkCore {
    /// The `k`, from 1.
    pub k: i32,
    /// The number of institutions in it.
    pub institutions: i32,
    /// The number of ties among them.
    pub ties: i32,
    /// The density within it, from 0 to 1; null for fewer than two institutions.
    pub density: Option<f64>,
    /// How well ties agree with the pattern "two are tied when one of them is in the core", from −1 to 1; null when the
    /// pattern, or the network, has no ties or all. S. P. Borgatti, M. G. Everett, Social Networks 21, 2000,
    /// doi:10.1016/S0378-8733(99)00019-2.
    pub correlation: Option<f64>,
}

/// A measure that has no value here.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub struct MeasureNotDefined {
    /// The measure.
    pub measure: Measure,
    /// Why.
    pub not_defined: NotDefined,
}

/// The E-I index: `(E − I) / (E + I)` of the ties between and within groups. D. Krackhardt, R. N. Stern, Soc. Psychol. Q.
/// 51, 123, 1988, doi:10.2307/2786835.
#[derive(Debug, Clone, Description)]
pub struct EiIndex(Answer<Mixing>);

#[Object(use_type_description)]
impl EiIndex {
    /// The index, from −1 (all ties within groups) to 1 (all between); null without ties between institutions whose group
    /// is recorded.
    fn value(&self) -> Option<f64> {
        self.0.value().ei_index.value
    }

    /// The ties within groups.
    fn internal(&self) -> i32 {
        count(usize::try_from(self.0.value().ei_index.internal).unwrap_or(usize::MAX))
    }

    /// The ties between groups.
    fn external(&self) -> i32 {
        count(usize::try_from(self.0.value().ei_index.external).unwrap_or(usize::MAX))
    }

    /// The ties of institutions whose group is not recorded, which are not counted.
    fn ties_left_out(&self) -> i32 {
        count(usize::try_from(self.0.value().ei_index.ties_left_out).unwrap_or(usize::MAX))
    }

    /// The mean of the index over the random groupings; null without any.
    fn expected(&self) -> Option<f64> {
        self.0.value().permuted.as_ref().map(|it| it.expected)
    }

    /// Its standard deviation over the random groupings; null for fewer than two.
    fn standard_deviation(&self) -> Option<f64> {
        self.0.value().permuted.as_ref().and_then(|it| it.standard_deviation)
    }

    /// How many standard deviations the index is above what is expected; null when there is none or it is 0.
    fn z(&self) -> Option<f64> {
        self.0.value().permuted.as_ref().and_then(|it| it.z)
    }

    /// The share of random groupings at least as far from their mean, both ways, the grouping itself counted; null
    /// without any.
    fn p(&self) -> Option<f64> {
        self.0.value().permuted.as_ref().map(|it| it.p)
    }
}
