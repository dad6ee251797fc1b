//! What is measured of clusters: how separate, how sure, how mixed they are, and what joins them.

use std::borrow::Cow;

use async_graphql::{Description, Object, Result, SimpleObject};
use service::graph::cluster;

use super::clusters::{Cluster, ClusterResult};
use super::institution_at;
use super::ties::{self, Tie};
use crate::schema::connection::paged_fields;
use crate::schema::count;
use crate::schema::entry::RecordNode as _;
use crate::schema::input::InstitutionLookup;
use crate::schema::institution::Institution;
use crate::schema::territory::TerritorialUnit;
use crate::schema::vocabulary::Sector;

/// The figures of a division, to be flattened into the result.
pub struct DivisionFigures(pub(super) ClusterResult);

#[Object]
impl DivisionFigures {
    /// What Leiden maximised, as it counts it: the modularity, or the quality of the constant Potts model in weight; null
    /// for components and without ties.
    fn quality(&self) -> Option<f64> {
        self.0.0.value().quality
    }

    /// How far the runs of the ensemble agree; null without an ensemble.
    fn agreement(&self) -> Option<ClusterAgreement> {
        let found = self.0.0.value().agreement?;
        Some(ClusterAgreement {
            runs: count(found.runs as usize),
            mutual_information: found.mutual_information,
            adjusted_rand: found.adjusted_rand,
            least_quality: found.quality.map(|it| it.least),
            median_quality: found.quality.map(|it| it.median),
            greatest_quality: found.quality.map(|it| it.greatest),
        })
    }

    /// The cluster that an institution is a member of; null when it is in none.
    fn membership(
        &self,
        #[graphql(desc = "The institution; a unit stands for the one that it counts for.")]
        of: InstitutionLookup,
    ) -> Result<Option<ClusterMembership>> {
        let context = self.0.0.context();
        let position = context.network().rolled_up(of.require(context)?.entry().position());
        let Some((found, confidence)) = self.0.0.value().of(position) else { return Ok(None) };
        let cluster = Cluster::numbered(&self.0, found.number);
        let institution = institution_at(context, position)?;
        Ok(cluster.map(|cluster| ClusterMembership { institution, cluster, confidence }))
    }

    #[graphql(flatten)]
    fn bridge_lists(&self) -> BridgeLists {
        BridgeLists(self.0.clone())
    }
}

/// How far the runs of an ensemble agree.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub struct ClusterAgreement {
    /// The number of runs.
    pub runs: i32,
    /// The mean normalised mutual information of two runs, from 0 to 1; null for one run.
    pub mutual_information: Option<f64>,
    /// The mean adjusted Rand index of two runs, at most 1, 0 for what chance agrees on; null for one run.
    pub adjusted_rand: Option<f64>,
    /// The least quality of a run; null without ties.
    pub least_quality: Option<f64>,
    /// The median quality; null without ties.
    pub median_quality: Option<f64>,
    /// The greatest quality, which is that of the clusters told; null without ties.
    pub greatest_quality: Option<f64>,
}

/// That an institution is a member of a cluster.
#[derive(Debug, Clone, SimpleObject)]
pub struct ClusterMembership {
    /// The institution.
    pub institution: Institution,
    /// The cluster.
    pub cluster: Cluster,
    /// The share of runs in which the institution is in the cluster matched with this one, above 0 to 1; null without an
    /// ensemble.
    pub confidence: Option<f64>,
}

paged_fields! {
    /// What joins clusters.
    BridgeLists of ClusterResult;

    /// The pairs of clusters with ties between them, in order of their numbers. There are none between components.
    fn bridges(node, ctx, page) -> ClusterBridge {
        let owner = node.0.owner("bridges");
        let items: Vec<usize> = (0..node.0.value().bridges.len()).collect();
        node.0.listing(&owner, &items).page(
            ctx,
            page,
            |it| Cow::Owned(it.to_string()),
            |it| Some(ClusterBridge { of: node.clone(), index: *it }),
        )
    }
}

/// The ties between two clusters.
#[derive(Debug, Clone, Description)]
pub struct ClusterBridge {
    of: ClusterResult,
    index: usize,
}

impl ClusterBridge {
    fn value(&self) -> &cluster::Bridge {
        // The index is one of the list: a bridge is made only by counting it.
        &self.of.0.value().bridges[self.index]
    }
}

#[Object(use_type_description)]
impl ClusterBridge {
    /// The two clusters, in order of their numbers.
    fn clusters(&self) -> Vec<Cluster> {
        let numbers = [self.value().one, self.value().other];
        numbers.into_iter().filter_map(|it| Cluster::numbered(&self.of, it)).collect()
    }

    /// The weight of the ties.
    fn weight(&self) -> f64 {
        self.value().weight
    }

    #[graphql(flatten)]
    fn lists(&self) -> ClusterBridgeLists {
        ClusterBridgeLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a bridge.
    ClusterBridgeLists of ClusterBridge;

    /// The ties; heaviest first, then by the keys of their ends.
    fn ties(node, ctx, page) -> Tie {
        let graph = &node.of.0.value().ties;
        let list = node.value().ties.iter().filter_map(|it| graph.ties().get(*it)).cloned().collect();
        let list = ties::sorted(node.of.0.context().network(), list, &[]);
        ties::page_of(ctx, &node.of.0, graph, &format!("bridge{}", node.index), &list, page)
    }
}

/// How many members of a cluster have a sector.
#[derive(Debug, Clone, SimpleObject)]
pub struct SectorShare {
    /// The sector; null for members whose sector is not recorded.
    pub sector: Option<Sector>,
    /// How many.
    pub members: i32,
}

/// How many members of a cluster have their seat in a powiat.
#[derive(Debug, Clone, SimpleObject)]
pub struct TerritoryShare {
    /// The powiat; null for members whose seat is not recorded.
    pub territory: Option<TerritorialUnit>,
    /// How many.
    pub members: i32,
}

/// The figures of a cluster, to be flattened into it.
pub struct ClusterFigures(pub(super) Cluster);

#[Object]
impl ClusterFigures {
    /// How much leaves the cluster: the weight of the ties that leave it over the lesser of the sums of weights of the
    /// institutions' ties inside and outside, from 0 to 1; null when there is nothing outside. R. Kannan, S. Vempala,
    /// A. Vetta, J. ACM 51, 2004, doi:10.1145/990308.990313.
    fn conductance(&self) -> Option<f64> {
        self.0.value().conductance
    }

    /// What the cluster adds to the modularity of the division; null without weight.
    fn modularity(&self) -> Option<f64> {
        self.0.value().modularity
    }

    /// How alike the cluster is in all runs of the ensemble: its mean Jaccard index with the clusters matched with it,
    /// above 0 to 1; null without an ensemble.
    fn stability(&self) -> Option<f64> {
        self.0.value().stability
    }

    /// How many members have each sector, in order of the sectors' keys, those not recorded last.
    fn sector_mix(&self) -> Vec<SectorShare> {
        let context = self.0.context();
        let mix = self.0.value().sectors.iter();
        let share = |(sector, members): &(Option<_>, usize)| SectorShare {
            sector: sector.as_ref().and_then(|it| Sector::find(context, it)),
            members: count(*members),
        };
        mix.map(share).collect()
    }

    /// How many members have their seat in each powiat, in order of the powiats' keys, those not recorded last.
    fn territory_mix(&self) -> Vec<TerritoryShare> {
        let context = self.0.context();
        let mix = self.0.value().powiats.iter();
        let share = |(unit, members): &(Option<_>, usize)| TerritoryShare {
            territory: unit.as_ref().and_then(|it| TerritorialUnit::find(context, it)),
            members: count(*members),
        };
        mix.map(share).collect()
    }

    #[graphql(flatten)]
    fn lists(&self) -> MembershipLists {
        MembershipLists(self.0.clone())
    }
}

paged_fields! {
    /// The memberships of a cluster.
    MembershipLists of Cluster;

    /// The members with how sure their membership is, in order of their keys.
    fn memberships(node, ctx, page) -> ClusterMembership {
        let value = node.value();
        let items: Vec<usize> = (0..value.members.len()).collect();
        let owner = node.owner("memberships");
        node.listing(&owner, &items).page(
            ctx,
            page,
            |it| Cow::Owned(it.to_string()),
            |it| {
                Some(ClusterMembership {
                    institution: institution_at(node.context(), *value.members.get(*it)?).ok()?,
                    cluster: node.clone(),
                    confidence: value.confidence.get(*it).copied(),
                })
            },
        )
    }
}
