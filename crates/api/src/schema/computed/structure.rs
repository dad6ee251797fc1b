//! Structure and dependence: how large, dense and connected the network is, and what hangs on one institution.

use std::sync::Arc;

use async_graphql::{Description, Object, Result};
use service::ViewContext;
use service::graph::Network;
use service::graph::dependence;
use service::graph::network::Position;
use service::graph::receipt::Receipt;
use service::graph::structure;

use super::canonical::{Canonical, Value};
use super::cohesion::StructureMeasures;
use super::computation::{NamedCount, Outcome, computed_results};
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::institution::Institution;

/// The most components that are listed, and the most members of each.
const LISTED_MAX: usize = 100;

impl Value for structure::Structure {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("institutions", self.institutions);
        to.field("ties", self.ties);
        to.institutions("isolates", network, &self.isolates);
        to.optional_number("density", self.density);
        to.optional_number("giantShare", self.giant_share);
        to.optional_number("meanDegree", self.mean_degree);
        to.field("components", self.components.len());
        for members in &self.components {
            to.institutions("members", network, members);
        }
        for (level, ties) in &self.ties_by_level {
            to.field(level.as_str(), ties);
        }
    }
}

impl Value for dependence::Dependence {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.institution("on", network, self.on);
        to.institutions("tied", network, &self.tied);
        to.institutions("isolated", network, &self.isolated);
        to.optional_number("share", self.share);
        to.field("pieces", self.pieces.len());
        for members in &self.pieces {
            to.institutions("members", network, members);
        }
        to.field("pairsDisconnected", self.pairs_disconnected);
        to.optional("note", self.note);
    }
}

computed_results! {
    /// The structure of the graph of ties: institutions involved in the window, isolates included, and their ties.
    NetworkStructure(structure::Structure);
    /// How the network hangs on one institution: who would stand alone without it, and what falls apart.
    Dependence(dependence::Dependence);
}

#[Object(use_type_description)]
impl NetworkStructure {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The number `n` of institutions in the graph, isolates included.
    fn institutions(&self) -> i32 {
        count(self.0.value().institutions)
    }

    /// The number `m` of ties.
    fn ties(&self) -> i32 {
        count(self.0.value().ties)
    }

    /// The number of institutions without a tie.
    fn isolates(&self) -> i32 {
        count(self.0.value().isolates.len())
    }

    /// The density `2m / (n(n − 1))`, from 0 to 1; null with fewer than two institutions. It falls with size, so
    /// that networks of different size are not compared by it.
    fn density(&self) -> Option<f64> {
        self.0.value().density
    }

    /// The connected components, isolates among them: largest first, then by their first member; at most 100 of
    /// them. `componentCount` counts all.
    fn components(&self) -> Vec<Component> {
        let components = self.0.value().components.iter().take(LISTED_MAX);
        components
            .map(|members| Component { context: Arc::clone(self.0.context()), members: members.clone() })
            .collect()
    }

    /// The number of connected components, isolates among them.
    fn component_count(&self) -> i32 {
        count(self.0.value().components.len())
    }

    /// The share of the largest component among all institutions, from 0 to 1; null without institutions.
    fn giant_share(&self) -> Option<f64> {
        self.0.value().giant_share
    }

    /// The mean number of ties of an institution, `2m / n`; null without institutions.
    fn mean_degree(&self) -> Option<f64> {
        self.0.value().mean_degree
    }

    /// The number of ties of each level, in order of levels; every level is named.
    fn ties_by_level(&self) -> Vec<NamedCount> {
        let levels = self.0.value().ties_by_level.iter();
        levels.map(|(level, ties)| NamedCount { name: level.to_string(), value: count(*ties) }).collect()
    }

    #[graphql(flatten)]
    fn cohesion(&self) -> StructureMeasures {
        StructureMeasures(self.clone())
    }
}

/// A connected component: institutions that ties join, directly or through others.
#[derive(Debug, Clone, Description)]
pub struct Component {
    context: Arc<ViewContext>,
    members: Vec<Position>,
}

#[Object(use_type_description)]
impl Component {
    /// The number of institutions.
    fn size(&self) -> i32 {
        count(self.members.len())
    }

    /// The institutions, in order of their keys; at most 100 of them. `size` counts all.
    fn members(&self) -> Vec<Institution> {
        let members = self.members.iter().take(LISTED_MAX);
        members.filter_map(|it| Entry::at(&self.context, *it)).map(Institution::new).collect()
    }
}

#[Object(use_type_description)]
impl Dependence {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The institution; the one that it counts for, where a unit was asked about.
    fn on(&self) -> Result<Institution> {
        super::institution_at(self.0.context(), self.0.value().on)
    }

    /// The number of institutions directly tied to it.
    fn tied(&self) -> i32 {
        count(self.0.value().tied.len())
    }

    /// How many of them have no other tie, so that they are isolated without it.
    fn isolated_without(&self) -> i32 {
        count(self.0.value().isolated.len())
    }

    /// The share of the isolated among the tied, from 0 to 1; null when none is tied, see `note`.
    fn share(&self) -> Option<f64> {
        self.0.value().share
    }

    /// What is left of its component without it: the largest piece first; at most 100 of them. One piece when nothing
    /// falls apart, none when it has no ties.
    fn pieces(&self) -> Vec<Component> {
        let pieces = self.0.value().pieces.iter().take(LISTED_MAX);
        pieces
            .map(|members| Component { context: Arc::clone(self.0.context()), members: members.clone() })
            .collect()
    }

    /// The number of pieces that its component falls into without it.
    fn piece_count(&self) -> i32 {
        count(self.0.value().pieces.len())
    }

    /// The pairs of other institutions that a path of ties joins, and none does without it; a whole number, which may be
    /// too large for an `Int`.
    fn pairs_disconnected(&self) -> f64 {
        self.0.value().pairs_disconnected as f64
    }

    /// What to know of the answer, in English words; null when there is nothing.
    fn note(&self) -> Option<&str> {
        self.0.value().note
    }

    #[graphql(flatten)]
    fn lists(&self) -> DependenceLists {
        DependenceLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a dependence.
    DependenceLists of Dependence;

    /// The institutions directly tied to it, in order of their keys.
    fn institutions(node, ctx, page) -> Institution {
        let owner = node.0.owner("tied");
        connection::records(ctx, node.0.context(), &owner, page, &node.0.value().tied, Vec::new())
    }

    /// Those of them that are isolated without it, in order of their keys.
    fn isolated(node, ctx, page) -> Institution {
        let owner = node.0.owner("isolated");
        connection::records(ctx, node.0.context(), &owner, page, &node.0.value().isolated, Vec::new())
    }
}
