//! Clusters: who works together closely, or why nobody does.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result};
use domain::meeting as meeting_noun;
use domain::record::Noun as _;
use service::ViewContext;
use service::analysis::Allowance;
use service::graph::cluster;
use service::graph::receipt::Receipt;
use service::graph::refusal::Refusal;
use service::graph::{Network, tie};

use super::analysis;
use super::canonical::{Canonical, Value};
use super::cluster_figures::{ClusterFigures, DivisionFigures};
use super::computation::{Answer, Outcome, computed_results};
use super::outcome::outcomes;
use super::shared;
use super::ties::{self, Tie};
use super::words::ClusterMethod;
use super::{cluster_id, institution_at};
use crate::schema::connection::{self, Listing, paged_fields};
use crate::schema::count;
use crate::schema::entry::RecordNode as _;
use crate::schema::evidence::Evidence;
use crate::schema::institution::Institution;
use crate::schema::meeting::Meeting;
use crate::schema::territory::TerritorialUnit;
use crate::schema::vocabulary::Sector;

impl Value for cluster::Clusters {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("clusters", self.clusters.len());
        for it in &self.clusters {
            to.field("number", it.number);
            to.field("name", &it.name);
            to.institutions("members", network, &it.members);
            to.number("density", it.density);
            to.field("ties", it.ties.len());
            to.field("isInferred", it.is_inferred);
            to.optional_number("conductance", it.conductance);
            to.optional_number("stability", it.stability);
            to.field("confidence", it.confidence.len());
            for confidence in &it.confidence {
                to.number("of", *confidence);
            }
        }
        to.optional_number("quality", self.quality);
        to.optional_number("modularity", self.modularity);
        to.optional("note", self.note.as_ref());
        self.ties.write(network, to);
    }
}

outcomes! {
    /// What looking for clusters gives.
    ClusterOutcome of
    /// The clusters, of which there may be none.
    ClusterResult(cluster::Clusters);
}

impl ClusterOutcome {
    /// Looks for clusters in a view.
    ///
    /// # Errors
    /// Those of the pool, `INTERNAL` for a failure of the method.
    pub(super) async fn find(
        ctx: &Context<'_>,
        context: &Arc<ViewContext>,
        rule: cluster::ClusterRule,
    ) -> Result<Self> {
        Self::of(ctx, load(ctx, context, rule).await?)
    }
}

async fn load(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    rule: cluster::ClusterRule,
) -> Result<std::result::Result<Answer<cluster::Clusters>, Refusal>> {
    let parameters = format!("{rule:?}");
    let compute =
        move |view: &_, allowance: &Allowance| cluster::Clusters::new(view, &rule, &allowance.interrupt);
    analysis::run_within(ctx, context, "clusters", parameters, compute).await
}

/// The cluster of a number; none when there is none, or the analysis refuses.
///
/// # Errors
/// Those of the pool.
pub(super) async fn find_one(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    rule: cluster::ClusterRule,
    number: usize,
) -> Result<Option<Cluster>> {
    let answer = load(ctx, context, rule).await?.ok();
    let index = answer.as_ref().and_then(|it| it.value().clusters.iter().position(|it| it.number == number));
    Ok(answer.zip(index).map(|(answer, index)| Cluster { answer, index }))
}

computed_results! {
    /// The clusters of a view. A cooperation cluster is a connected component of at least `minSize` institutions in
    /// the graph of ties of level L2 or more and weight 0.2 or more, coordinators removed; with level L1 it is a
    /// contact cluster. That there is none says nothing of cooperation that nobody recorded.
    ClusterResult(cluster::Clusters);
}

#[Object(use_type_description)]
impl ClusterResult {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// How they were found.
    fn method(&self) -> ClusterMethod {
        self.0.value().rule.method.into()
    }

    /// The coordinators that were taken out, in order of their keys; empty when they were kept.
    fn hubs_removed(&self) -> Vec<Institution> {
        let removed = self.0.value().ties.removed().iter();
        removed.filter_map(|it| institution_at(self.0.context(), *it).ok()).collect()
    }

    /// The number of ties that the rule takes in before coordinators are taken out.
    fn ties_before_hub_removal(&self) -> i32 {
        let ties = &self.0.value().ties;
        count(ties.ties().len() + ties.touching_removed().len())
    }

    /// The number of ties left, of which clusters are made.
    fn ties_considered(&self) -> i32 {
        count(self.0.value().ties.ties().len())
    }

    /// The modularity of the whole division, groups too small to be clusters included: with tie weights and the
    /// resolution `γ`, `Q = Σ (w_c / w − γ (s_c / 2w)²)`, from −½ to 1 at resolution 1; null without weight.
    /// With the constant Potts model it is that at resolution 1.
    /// M. E. J. Newman, M. Girvan, Phys. Rev. E 69, 026113, 2004, doi:10.1103/PhysRevE.69.026113.
    fn modularity(&self) -> Option<f64> {
        self.0.value().modularity.filter(|it| it.is_finite())
    }

    /// Why there is no cluster, in English words; null when there is one.
    fn note(&self) -> Option<&str> {
        self.0.value().note.as_deref()
    }

    #[graphql(flatten)]
    fn figures(&self) -> DivisionFigures {
        DivisionFigures(self.clone())
    }

    #[graphql(flatten)]
    fn lists(&self) -> ClusterResultLists {
        ClusterResultLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a result.
    ClusterResultLists of ClusterResult;

    /// The clusters, numbered by their first member.
    fn clusters(node, ctx, page) -> Cluster {
        let owner = node.0.owner("clusters");
        let items: Vec<usize> = (0..node.0.value().clusters.len()).collect();
        node.0.listing(&owner, &items).page(
            ctx,
            page,
            |it| Cow::Owned(it.to_string()),
            |it| Some(Cluster { answer: node.0.clone(), index: *it }),
        )
    }

    /// The ties that the rule takes in but for an end that was taken out; heaviest first.
    fn ties_touching_hubs(node, ctx, page) -> Tie {
        let graph = &node.0.value().ties;
        let shared = ties::sorted(node.0.context().network(), graph.touching_removed().to_vec(), &[]);
        ties::page_of(ctx, &node.0, graph, "tiesTouchingHubs", &shared, page)
    }
}

/// Institutions that work together closely.
#[derive(Debug, Clone, Description)]
pub struct Cluster {
    answer: Answer<cluster::Clusters>,
    index: usize,
}

impl Cluster {
    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(self.global_id())
    }

    /// The cluster of a number of a result; none when there is none.
    pub(super) fn numbered(of: &ClusterResult, number: usize) -> Option<Self> {
        let index = of.0.value().clusters.iter().position(|it| it.number == number)?;
        Some(Self { answer: of.0.clone(), index })
    }

    /// The view.
    pub(super) fn context(&self) -> &Arc<ViewContext> {
        self.answer.context()
    }

    /// Whose lists the lists of the cluster are.
    pub(super) fn owner(&self, part: &str) -> String {
        self.answer.owner(&format!("{}.{part}", self.index))
    }

    /// A list of the cluster to take pages from.
    pub(super) fn listing<'a, I>(&'a self, owner: &'a str, items: &'a [I]) -> Listing<'a, I> {
        self.answer.listing(owner, items)
    }

    /// What was found.
    pub(super) fn value(&self) -> &cluster::Cluster {
        // The index is one of the list: a cluster is made only by looking there.
        &self.answer.value().clusters[self.index]
    }

    fn global_id(&self) -> ID {
        cluster_id::encode(self.answer.context().view.view(), &self.answer.value().rule, self.value().number)
    }

    fn inner(&self) -> Vec<tie::Tie> {
        let all = self.answer.value().ties.ties();
        self.value().ties.iter().filter_map(|it| all.get(*it)).cloned().collect()
    }
}

#[Object(use_type_description)]
impl Cluster {
    /// The opaque id. It holds the window, the basis and the rule, and gives the cluster of this number by them.
    #[graphql(name = "id")]
    fn node_id(&self) -> ID {
        self.global_id()
    }

    /// The number, from 1, in order of the first members.
    fn number(&self) -> i32 {
        count(self.value().number)
    }

    /// A Polish name made from the member with the greatest sum of weights and the smallest territory of all seats.
    fn name(&self) -> &str {
        &self.value().name
    }

    /// The number `k` of members.
    fn size(&self) -> i32 {
        count(self.value().members.len())
    }

    /// The internal density `2m / (k(k − 1))` of the `m` ties among members, from 0 to 1.
    fn density(&self) -> f64 {
        self.value().density
    }

    /// The recorded sectors of the members, in order of their keys.
    fn sectors(&self) -> Vec<Sector> {
        let sectors: Vec<_> = self.value().sectors.iter().filter_map(|it| it.0.clone()).collect();
        Sector::find_all(self.answer.context(), &sectors)
    }

    /// The powiats of the members' recorded seats, in order of their keys.
    fn territories(&self) -> Vec<TerritorialUnit> {
        let powiats: Vec<_> = self.value().powiats.iter().filter_map(|it| it.0.clone()).collect();
        TerritorialUnit::find_all(self.answer.context(), &powiats)
    }

    /// Whether the level of a tie among members rests on inferred evidence.
    fn is_inferred(&self) -> bool {
        self.value().is_inferred
    }

    /// The meetings behind the ties, each once, in order of their keys. Undertakings are in the ties' `occasions`.
    fn occasions(&self) -> Vec<Meeting> {
        let meetings = self.value().occasions.iter().filter(|it| it.kind == meeting_noun::Meeting::KIND);
        let ids = meetings.filter_map(domain::id::Id::from_reference);
        ids.filter_map(|it| Meeting::find(self.answer.context(), &it)).collect()
    }

    /// The claims by which members take part in what they share, each once, in order of their keys.
    fn evidence(&self) -> Vec<Evidence> {
        shared::evidence_of_all(self.answer.context(), &self.value().occasions, &self.value().members)
    }

    #[graphql(flatten)]
    fn figures(&self) -> ClusterFigures {
        ClusterFigures(self.clone())
    }

    #[graphql(flatten)]
    fn lists(&self) -> ClusterLists {
        ClusterLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a cluster.
    ClusterLists of Cluster;

    /// The members, in order of their keys.
    fn members(node, ctx, page) -> Institution {
        let owner = node.owner("members");
        connection::records(ctx, node.answer.context(), &owner, page, &node.value().members, Vec::new())
    }

    /// The ties among members; heaviest first, then by the keys of their ends.
    fn ties(node, ctx, page) -> Tie {
        let part = format!("{}.ties", node.index);
        let inner = ties::sorted(node.answer.context().network(), node.inner(), &[]);
        ties::page_of(ctx, &node.answer, &node.answer.value().ties, &part, &inner, page)
    }
}
