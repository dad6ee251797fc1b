//! Paths between institutions, with the evidence of every hop, and those who could introduce one to the other.

use std::sync::Arc;

use async_graphql::{Description, Object, Result};
use service::graph::path::{self, Paths};
use service::graph::receipt::Receipt;
use service::graph::tie::Ties;
use service::graph::{Network, network::Position};

use super::canonical::{Canonical, Computed, Value};
use super::computation::{Outcome, computed_results};
use super::institution_at;
use super::outcome::outcomes;
use super::ties::Tie;
use super::words::WeightSemantics;
use crate::schema::institution::Institution;

/// Paths with the ties that they are made of.
#[derive(Debug)]
pub struct PathsOfTies {
    /// What was found.
    pub(super) paths: Paths,
    /// The ties.
    pub(super) ties: Arc<Computed<Ties>>,
}

impl PathsOfTies {
    fn tie(&self, of: &PathResult, index: usize) -> Option<Tie> {
        let ties = &self.ties.value;
        ties.ties().get(index).map(|it| Tie::new(of.0.context(), ties, it))
    }
}

impl Value for PathsOfTies {
    fn receipt(&self) -> &Receipt {
        &self.paths.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.institution("from", network, self.paths.from);
        to.institution("to", network, self.paths.to);
        to.field("paths", self.paths.paths.len());
        for it in &self.paths.paths {
            to.number("length", it.length);
            let via: Vec<Position> = it.hops.iter().map(|it| it.to).collect();
            to.institutions("hops", network, &via);
        }
        to.field("introducers", self.paths.introducers.len());
        for it in &self.paths.introducers {
            to.institution("introducer", network, it.institution);
            to.number("score", it.score);
        }
        to.optional("note", self.paths.note);
    }
}

outcomes! {
    /// What looking for paths gives.
    PathOutcome of
    /// The paths, of which there may be none.
    PathResult(PathsOfTies);
}

computed_results! {
    /// The shortest paths of recorded ties between two institutions. That there is none says nothing of ties that nobody
    /// recorded.
    PathResult(PathsOfTies);
}

#[Object(use_type_description)]
impl PathResult {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The beginning; the institution that counts for it, where a unit was asked about.
    fn from(&self) -> Result<Institution> {
        institution_at(self.0.context(), self.0.value().paths.from)
    }

    /// The end; the institution that counts for it, where a unit was asked about.
    fn to(&self) -> Result<Institution> {
        institution_at(self.0.context(), self.0.value().paths.to)
    }

    /// How weights were read.
    fn weight_semantics(&self) -> WeightSemantics {
        self.0.value().paths.semantics.into()
    }

    /// The paths, shortest first: by length, then number of ties, then the keys on the way. Lengths are compared
    /// exactly. Empty when the two are not connected, see `note`.
    fn paths(&self) -> Vec<Path> {
        let all = 0..self.0.value().paths.paths.len();
        all.map(|index| Path { of: self.clone(), index }).collect()
    }

    /// The institutions that are tied to both ends and could introduce one to the other, best first; at most 100.
    fn introducers(&self) -> Vec<Introducer> {
        let all = 0..self.0.value().paths.introducers.len().min(LISTED_MAX);
        all.map(|index| Introducer { of: self.clone(), index }).collect()
    }

    /// Why there is no path, in English words; null when there is one.
    fn note(&self) -> Option<&str> {
        self.0.value().paths.note
    }
}

/// The most introducers that are listed.
const LISTED_MAX: usize = 100;

/// A way from one institution to another, tie by tie.
#[derive(Debug, Clone, Description)]
pub struct Path {
    of: PathResult,
    index: usize,
}

impl Path {
    fn value(&self) -> &path::Path {
        // The index is one of the list: a path is made only by counting it.
        &self.of.0.value().paths.paths[self.index]
    }
}

#[Object(use_type_description)]
impl Path {
    /// The length: the number of ties, or the sum of the lengths of the ties, by `weightSemantics`.
    fn length(&self) -> f64 {
        self.value().length
    }

    /// The steps, in order.
    fn hops(&self) -> Vec<Hop> {
        self.value().hops.iter().map(|it| Hop { of: self.of.clone(), value: *it }).collect()
    }
}

/// One step of a path.
#[derive(Debug, Clone, Description)]
pub struct Hop {
    of: PathResult,
    value: path::Hop,
}

#[Object(use_type_description)]
impl Hop {
    /// From which institution.
    fn from(&self) -> Result<Institution> {
        institution_at(self.of.0.context(), self.value.from)
    }

    /// To which.
    fn to(&self) -> Result<Institution> {
        institution_at(self.of.0.context(), self.value.to)
    }

    /// The tie, with the occasions and undertakings behind it.
    fn tie(&self) -> Option<Tie> {
        self.of.0.value().tie(&self.of, self.value.tie)
    }
}

/// An institution that could introduce one to the other.
#[derive(Debug, Clone, Description)]
pub struct Introducer {
    of: PathResult,
    index: usize,
}

impl Introducer {
    fn value(&self) -> &path::Introducer {
        // The index is one of the list: an introducer is made only by counting it.
        &self.of.0.value().paths.introducers[self.index]
    }
}

#[Object(use_type_description)]
impl Introducer {
    /// The institution.
    fn institution(&self) -> Result<Institution> {
        institution_at(self.of.0.context(), self.value().institution)
    }

    /// What it is ranked by: `w₁w₂/(w₁ + w₂)` of the weights of its two ties, so that the weaker one tells more.
    fn score(&self) -> f64 {
        self.value().score
    }

    /// Its tie with the beginning.
    fn tie_with_from(&self) -> Option<Tie> {
        self.of.0.value().tie(&self.of, self.value().tie_from)
    }

    /// Its tie with the end.
    fn tie_with_to(&self) -> Option<Tie> {
        self.of.0.value().tie(&self.of, self.value().tie_to)
    }
}
