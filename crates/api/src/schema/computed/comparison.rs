//! What is different between two views of the record.

use std::sync::Arc;

use async_graphql::{Description, Object, Result, SimpleObject};
use domain::record::RecordRef;
use service::ViewContext;
use service::graph::Network as Graph;
use service::graph::comparison::counterpart::Number;
use service::graph::comparison::figures::Figures;
use service::graph::comparison::{self, Comparison};
use service::graph::network::Position;
use service::graph::receipt::Receipt;

use super::canonical::{Canonical, Value};
use super::comparison_lists::NetworkDiffLists;
use super::comparison_words::{ChangeDirection, FigureKind, IdentityChange};
use super::computation::{Answer, Computation, Outcome, computed_results};
use super::contribution::DiffContributions;
use super::gap::GapKind;
use super::institution_at;
use super::interval::Interval;
use super::words::ClusterEventKind;
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::institution::Institution;
use crate::schema::network::Network;

impl Value for Arc<Figures> {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Graph, to: &mut Canonical) {
        to.field("figures", self.all.len());
        for it in &self.all {
            to.field("kind", it.kind);
            to.optional("gap", it.gap);
            to.optional_interval("value", it.value.as_ref());
        }
        to.field("clusters", self.clusters.len());
        for members in &self.clusters {
            to.institutions("members", network, members);
        }
        to.institutions("involved", network, &self.involved);
        to.field("occasions", self.occasions.len());
        for it in &self.occasions {
            let meeting = network.record().meetings.get(*it as usize);
            to.optional("occasion", meeting.map(|it| &it.key));
        }
        to.field("undertakings", self.undertakings.len());
        for it in &self.undertakings {
            to.field("undertaking", it);
        }
    }
}

/// A comparison, with the answers that it is made of.
#[derive(Debug, Clone)]
pub(super) struct Compared {
    /// What is compared with.
    pub(super) before: Answer<Arc<Figures>>,
    /// What is compared.
    pub(super) after: Answer<Arc<Figures>>,
    /// What is different.
    pub(super) comparison: Comparison,
}

impl Value for Compared {
    fn receipt(&self) -> &Receipt {
        &self.comparison.receipt
    }

    fn write(&self, _: &Graph, to: &mut Canonical) {
        // What is different follows from the two sides and the threshold.
        to.field("before", self.before.hash());
        to.field("after", self.after.hash());
        to.number("threshold", self.comparison.threshold);
        to.field("identitiesChanged", self.comparison.counterparts.changed().count());
        to.field("tiesUnchanged", self.comparison.ties_unchanged);
        to.field("ties", self.comparison.ties.len());
        for it in &self.comparison.ties {
            to.field("one", it.between.0);
            to.field("other", it.between.1);
            to.optional_number("before", it.before.map(|it| it.weight));
            to.optional_number("after", it.after.map(|it| it.weight));
        }
    }
}

computed_results! {
    /// What is different between two views of the record: of two revisions, of two windows, or of both. *Before* is what
    /// is compared with, *after* the network asked. What is lost is not recorded any more, which is not the same as ended.
    NetworkDiff(Compared);
}

impl NetworkDiff {
    /// What is different.
    pub(super) fn value(&self) -> &Comparison {
        &self.0.value().comparison
    }

    /// The view before.
    pub(super) fn before_context(&self) -> &Arc<ViewContext> {
        self.0.value().before.context()
    }

    /// The view after.
    pub(super) fn after_context(&self) -> &Arc<ViewContext> {
        self.0.context()
    }

    /// The institutions of a counterpart on both sides.
    pub(super) fn counterpart(&self, number: Number) -> Result<ComparedInstitution> {
        let found = self.value().counterparts.get(number).cloned().unwrap_or_default();
        let all = |context: &Arc<ViewContext>, positions: &[Position]| {
            positions.iter().map(|it| institution_at(context, *it)).collect::<Result<Vec<_>>>()
        };
        Ok(ComparedInstitution {
            identity_change: found.identity_change().map(Into::into),
            before: all(self.before_context(), &found.before)?,
            after: all(self.after_context(), &found.after)?,
        })
    }
}

/// The same institution in two networks. Which of the institutions that sources name are one is a decision; where that
/// was another on the other side, one side has several.
#[derive(Debug, Clone, SimpleObject)]
pub struct ComparedInstitution {
    /// What a decision on identity did in between; null when nothing.
    pub identity_change: Option<IdentityChange>,
    /// The institutions before, in order of their keys; empty when the record had none.
    pub before: Vec<Institution>,
    /// The institutions after, in order of their keys; empty when the record has none.
    pub after: Vec<Institution>,
}

#[Object(use_type_description)]
impl NetworkDiff {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// What is compared with.
    fn before(&self) -> Network {
        Network(Arc::clone(self.before_context()))
    }

    /// What is compared: the network asked.
    fn after(&self) -> Network {
        Network(Arc::clone(self.after_context()))
    }

    /// How the figures before came about.
    fn computation_before(&self) -> Computation {
        self.0.value().before.outcome().read_computation()
    }

    /// How the figures after came about.
    fn computation_after(&self) -> Computation {
        self.0.value().after.outcome().read_computation()
    }

    /// The figures of both sides, in a fixed order.
    fn figures(&self) -> Vec<FigureChange> {
        (0..self.value().figures.len()).map(|index| FigureChange { of: self.clone(), index }).collect()
    }

    /// How many institutions are involved in a meeting on both sides.
    fn institutions_kept(&self) -> i32 {
        count(self.value().institutions.kept)
    }

    /// How many meetings that were held are on both sides.
    fn meetings_kept(&self) -> i32 {
        count(self.value().occasions.kept)
    }

    /// How many ties are of the same level and weight on both sides.
    fn ties_unchanged(&self) -> i32 {
        count(self.value().ties_unchanged)
    }

    /// The institutions of which decisions on identity in between made others, in order of their keys: they are compared
    /// as the same.
    fn identities_changed(&self) -> Result<Vec<ComparedInstitution>> {
        self.value().counterparts.changed().map(|it| self.counterpart(it)).collect()
    }

    /// The rule by which clusters of the two sides are the same one, in English words.
    fn matching_rule(&self) -> String {
        self.value().matching()
    }

    /// What became of clusters, in order of the kinds of events, then of the clusters.
    fn cluster_events(&self) -> Vec<ClusterDifference> {
        (0..self.value().clusters.len()).map(|index| ClusterDifference { of: self.clone(), index }).collect()
    }

    #[graphql(flatten)]
    fn scenario_contributions(&self) -> DiffContributions {
        DiffContributions(self.clone())
    }

    #[graphql(flatten)]
    fn lists(&self) -> NetworkDiffLists {
        NetworkDiffLists(self.clone())
    }
}

/// A figure before and after.
#[derive(Debug, Clone, Description)]
pub struct FigureChange {
    of: NetworkDiff,
    index: usize,
}

impl FigureChange {
    fn value(&self) -> &comparison::FigureChange {
        // The index is one of the list: a figure is made only by counting it.
        &self.of.value().figures[self.index]
    }
}

#[Object(use_type_description)]
impl FigureChange {
    /// What it is of.
    fn kind(&self) -> FigureKind {
        self.value().kind.into()
    }

    /// Gaps of which kind; null for figures that are not of gaps.
    fn gap(&self) -> Option<GapKind> {
        self.value().gap.map(Into::into)
    }

    /// The number before; null when it is not defined, such as the density of one institution.
    fn before(&self) -> Option<Interval> {
        self.value().before.as_ref().map(|it| Interval::new(self.of.before_context(), it))
    }

    /// The number after; null when it is not defined.
    fn after(&self) -> Option<Interval> {
        self.value().after.as_ref().map(|it| Interval::new(self.of.after_context(), it))
    }

    /// How much it changed; null when the number is not defined on either side.
    fn delta(&self) -> Option<Delta> {
        self.value().delta.map(|it| Delta {
            lower: it.lower,
            upper: it.upper,
            of_lower: it.of_lower,
            of_upper: it.of_upper,
            direction: it.direction().into(),
        })
    }
}

/// How much a number changed: between `lower` and `upper`, both included. Where the record leaves the number open on
/// either side, so it does the change: from the lower end after less the upper end before, to the upper end after less
/// the lower end before.
#[derive(Debug, Clone, Copy, PartialEq, SimpleObject)]
pub struct Delta {
    /// The least; null when nothing bounds the number before from above.
    pub lower: Option<f64>,
    /// The most; null when nothing bounds the number after from above.
    pub upper: Option<f64>,
    /// How far the lower end has moved. When what the record leaves open is the same before and after, as between a record
    /// and a scenario over it, this and `ofUpper` tell the change.
    pub of_lower: f64,
    /// How far the upper end has moved; null when either number has none.
    pub of_upper: Option<f64>,
    /// Which way the number went, as far as the record settles it.
    pub direction: ChangeDirection,
}

/// What became of clusters.
#[derive(Debug, Clone, Description)]
pub struct ClusterDifference {
    of: NetworkDiff,
    index: usize,
}

impl ClusterDifference {
    fn value(&self) -> &comparison::ClusterChange {
        // The index is one of the list: an event is made only by counting it.
        &self.of.value().clusters[self.index]
    }

    fn clusters(&self, side: Side, indices: &[usize]) -> Vec<ComparedCluster> {
        indices.iter().map(|index| ComparedCluster { of: self.of.clone(), side, index: *index }).collect()
    }
}

#[Object(use_type_description)]
impl ClusterDifference {
    /// What happened.
    fn kind(&self) -> ClusterEventKind {
        self.value().kind.into()
    }

    /// The clusters before, in order of their smallest member; empty for a birth.
    fn before(&self) -> Vec<ComparedCluster> {
        self.clusters(Side::Before, &self.value().before)
    }

    /// The clusters after, in order of their smallest member; empty for a dissolution.
    fn after(&self) -> Vec<ComparedCluster> {
        self.clusters(Side::After, &self.value().after)
    }

    /// The common members over all members of the two, from 0 to 1; null but for what goes on.
    fn similarity(&self) -> Option<f64> {
        self.value().similarity
    }
}

/// A side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// A cluster of one side of a comparison.
#[derive(Debug, Clone, Description)]
pub struct ComparedCluster {
    of: NetworkDiff,
    side: Side,
    index: usize,
}

impl ComparedCluster {
    fn members(&self) -> &[Position] {
        let value = self.of.value();
        let figures = if self.side == Side::Before { &value.before } else { &value.after };
        // The index is one of the list: it comes from the comparison of these figures.
        &figures.clusters[self.index]
    }
}

#[Object(use_type_description)]
impl ComparedCluster {
    /// The number of members.
    fn size(&self) -> i32 {
        count(self.members().len())
    }

    #[graphql(flatten)]
    fn lists(&self) -> ComparedClusterLists {
        ComparedClusterLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a cluster.
    ComparedClusterLists of ComparedCluster;

    /// The members, in order of their keys.
    fn members(node, ctx, page) -> Institution {
        let side = if node.side == Side::Before { node.of.before_context() } else { node.of.after_context() };
        let owner = node.of.0.owner(&format!("{:?}:{}:members", node.side, node.index));
        connection::records(ctx, side, &owner, page, node.members(), Vec::new())
    }
}

/// Records by their references, as keys of a list.
pub(super) fn reference_key(reference: &RecordRef) -> String {
    reference.to_string()
}
