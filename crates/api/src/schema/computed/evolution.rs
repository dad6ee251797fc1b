//! What becomes of ties and clusters from one period to the next.

use async_graphql::{Description, Object, Result};
use service::graph::Network;
use service::graph::evolution::{self, Evolution, Pair};
use service::graph::receipt::Receipt;
use service::measures::community::evolution::EvolutionEvent;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::institution_at;
use super::outcome::outcomes;
use super::words::ClusterEventKind;
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::date::{PartialDate, period_date};
use crate::schema::institution::Institution;

impl Value for Evolution {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("periods", self.periods.len());
        for it in &self.periods {
            to.field("period", it.period);
            to.field("institutions", it.institutions);
            to.field("ties", it.ties);
            let changes = &it.changes;
            let lists = [
                ("kept", &changes.kept),
                ("gained", &changes.gained),
                ("resumed", &changes.resumed),
                ("lost", &changes.lost),
                ("dormant", &changes.dormant),
            ];
            for (name, pairs) in lists {
                let ends: Vec<_> = pairs.iter().flat_map(|it| [it.0, it.1]).collect();
                to.institutions(name, network, &ends);
            }
            to.field("clusters", it.clusters.len());
            for cluster in &it.clusters {
                to.field("identity", cluster.identity);
                to.institutions("members", network, &cluster.members);
            }
            to.field("events", it.events.len());
            for event in &it.events {
                to.field("kind", format!("{:?}", event.kind));
                to.field("from", format!("{:?}", event.from));
                to.field("to", format!("{:?}", event.to));
            }
        }
    }
}

outcomes! {
    /// What following a network through time gives.
    EvolutionOutcome of
    /// The periods.
    EvolutionResult(Evolution);
}

computed_results! {
    /// A network followed through time. Every pair that was tied in some period so far is in exactly one of five states
    /// in a period, told from the past alone, so that a later period never changes an earlier answer.
    EvolutionResult(Evolution);
}

#[Object(use_type_description)]
impl EvolutionResult {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The rule by which clusters of two periods are the same one, in English words.
    fn matching_rule(&self) -> String {
        self.0.value().rule.matching()
    }

    /// The periods, in order of time.
    fn periods(&self) -> Vec<NetworkPeriod> {
        (0..self.0.value().periods.len()).map(|index| NetworkPeriod { of: self.clone(), index }).collect()
    }
}

/// One period of a network.
#[derive(Debug, Clone, Description)]
pub struct NetworkPeriod {
    of: EvolutionResult,
    index: usize,
}

impl NetworkPeriod {
    fn value(&self) -> &evolution::NetworkPeriod {
        // The index is one of the list: a period is made only by counting it.
        &self.of.0.value().periods[self.index]
    }
}

#[Object(use_type_description)]
impl NetworkPeriod {
    /// The window; the first and the last may be cut by the view's own.
    fn during(&self) -> Option<PartialDate> {
        period_date(&self.value().period)
    }

    /// The number of institutions in the graph of ties, isolates included.
    fn institutions(&self) -> i32 {
        count(self.value().institutions)
    }

    /// The number of ties: those kept, gained and resumed.
    fn ties(&self) -> i32 {
        count(self.value().ties)
    }

    /// How many pairs are tied in this period and in the one before.
    fn kept(&self) -> i32 {
        count(self.value().changes.kept.len())
    }

    /// How many pairs are tied in this period, and in none before.
    fn gained(&self) -> i32 {
        count(self.value().changes.gained.len())
    }

    /// How many pairs are tied in this period, not in the one before, but earlier.
    fn resumed(&self) -> i32 {
        count(self.value().changes.resumed.len())
    }

    /// How many pairs were tied in the period before and are not in this one. No record of a tie is not its end.
    fn lost(&self) -> i32 {
        count(self.value().changes.lost.len())
    }

    /// How many pairs were tied earlier, neither in the period before nor in this one.
    fn dormant(&self) -> i32 {
        count(self.value().changes.dormant.len())
    }

    /// What became of clusters from the period before to this one, in order of identities.
    fn events(&self) -> Vec<ClusterEvent> {
        (0..self.value().events.len()).map(|index| ClusterEvent { of: self.clone(), index }).collect()
    }

    /// How many held meetings may lie in the period, but not for certain, so that they count in no period.
    fn undecided_meetings(&self) -> i32 {
        count(self.value().undecided_meetings)
    }

    #[graphql(flatten)]
    fn lists(&self) -> NetworkPeriodLists {
        NetworkPeriodLists(self.clone())
    }
}

/// What became of a pair of institutions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
pub enum TieChange {
    /// Tied in this period and in the one before.
    Kept,
    /// Tied in this period, and in none before.
    Gained,
    /// Tied in this period, not in the one before, but earlier.
    Resumed,
    /// Tied in the period before, not in this one.
    Lost,
    /// Tied earlier, neither in the period before nor in this one.
    Dormant,
}

paged_fields! {
    /// The lists of a period.
    NetworkPeriodLists of NetworkPeriod;

    /// The pairs of a state, in order of their keys.
    fn pairs(node, ctx, page, #[graphql(desc = "Which state.")] change: TieChange) -> InstitutionPair {
        let changes = &node.value().changes;
        let pairs = match change {
            TieChange::Kept => &changes.kept,
            TieChange::Gained => &changes.gained,
            TieChange::Resumed => &changes.resumed,
            TieChange::Lost => &changes.lost,
            TieChange::Dormant => &changes.dormant,
        };
        let owner = node.of.0.owner(&format!("{}:{change:?}", node.index));
        node.of.0.listing(&owner, pairs).page(
            ctx,
            page,
            |it| format!("{}|{}", it.0, it.1),
            |it| Some(InstitutionPair { of: node.of.clone(), pair: *it }),
        )
    }

    /// The clusters, in order of their identity.
    fn clusters(node, ctx, page) -> PeriodCluster {
        let owner = node.of.0.owner(&format!("{}:clusters", node.index));
        let items: Vec<usize> = (0..node.value().clusters.len()).collect();
        node.of.0.listing(&owner, &items).page(
            ctx,
            page,
            |it| it.to_string(),
            |it| Some(PeriodCluster { of: node.clone(), index: *it }),
        )
    }
}

/// Two institutions.
#[derive(Debug, Clone, Description)]
pub struct InstitutionPair {
    of: EvolutionResult,
    pair: Pair,
}

#[Object(use_type_description)]
impl InstitutionPair {
    /// The two, in order of their keys.
    fn institutions(&self) -> Result<Vec<Institution>> {
        [self.pair.0, self.pair.1].into_iter().map(|it| institution_at(self.of.0.context(), it)).collect()
    }
}

/// A cluster of a period.
#[derive(Debug, Clone, Description)]
pub struct PeriodCluster {
    of: NetworkPeriod,
    index: usize,
}

impl PeriodCluster {
    fn value(&self) -> &evolution::PeriodCluster {
        // The index is one of the list: a cluster is made only by counting it.
        &self.of.value().clusters[self.index]
    }
}

#[Object(use_type_description)]
impl PeriodCluster {
    /// The number that stays the same while the cluster goes on; from 1, in order of first appearance.
    fn identity(&self) -> i32 {
        count(self.value().identity as usize)
    }

    /// Its name in this period.
    fn name(&self) -> &str {
        &self.value().name
    }

    /// The number of members.
    fn size(&self) -> i32 {
        count(self.value().members.len())
    }

    #[graphql(flatten)]
    fn lists(&self) -> PeriodClusterLists {
        PeriodClusterLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a cluster.
    PeriodClusterLists of PeriodCluster;

    /// The members, in order of their keys.
    fn members(node, ctx, page) -> Institution {
        let of = &node.of.of.0;
        let owner = of.owner(&format!("{}:{}:members", node.of.index, node.index));
        connection::records(ctx, of.context(), &owner, page, &node.value().members, Vec::new())
    }
}

/// What became of a cluster.
#[derive(Debug, Clone, Description)]
pub struct ClusterEvent {
    of: NetworkPeriod,
    index: usize,
}

impl ClusterEvent {
    fn value(&self) -> &EvolutionEvent {
        // The index is one of the list: an event is made only by counting it.
        &self.of.value().events[self.index]
    }
}

#[Object(use_type_description)]
impl ClusterEvent {
    /// What happened.
    fn kind(&self) -> ClusterEventKind {
        self.value().kind.into()
    }

    /// The identities of the clusters before, ascending; empty for a birth.
    fn from(&self) -> Vec<i32> {
        self.value().from.iter().map(|it| count(*it as usize)).collect()
    }

    /// The identities of the clusters after, ascending; empty for what is dormant or dissolved.
    fn to(&self) -> Vec<i32> {
        self.value().to.iter().map(|it| count(*it as usize)).collect()
    }

    /// The number of members before, when last seen.
    fn size_before(&self) -> i32 {
        count(self.value().size_before)
    }

    /// The number of members after.
    fn size_after(&self) -> i32 {
        count(self.value().size_after)
    }

    /// The common members over all members of the two, from 0 to 1; null but for what goes on or comes back.
    fn similarity(&self) -> Option<f64> {
        self.value().similarity
    }
}
