//! Brokerage: between whose groups an institution mediates.
//!
//! # Question
//! Who stands between the sectors, types or territories of others, more often than chance would have it?
//!
//! # Definition
//! The five roles of Gould and Fernandez on the graph of [`Ties`] by groups of an attribute, with the expected values,
//! standard deviations and `z` of R's `sna`: see [`measures::local::brokerage`], which says the conventions. Institutions
//! whose attribute is not recorded take no part.
//!
//! # Source
//! R. V. Gould, R. M. Fernandez, Sociological Methodology 19, 89, 1989, doi:10.2307/270949.
//!
//! # Limits
//! `z` compares with random networks of equal density whose ties have a direction; it orders institutions, it is no test.
//!
//! # Cost
//! Time O(Σ min(d_a, d_b)) over ties.
//!
//! # Determinism
//! Exact; greatest total first, then by position.
//!
//! # Checked against
//! The reference values of the crate `measures`; hand-made networks; the Lubuskie record.

use measures::Interrupt;
use measures::catalogue::Measure;
use measures::local::brokerage::{BrokerageRoles, NetworkBrokerage, brokerage_of_some};
use measures::run::{self, RunParameters};

use crate::attribute::{Groups, InstitutionAttribute};
use crate::network::Position;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::tie::Ties;
use crate::view::NetworkView;

/// An institution as a broker.
#[derive(Debug, Clone, PartialEq)]
pub struct Broker {
    /// The institution.
    pub institution: Position,
    /// The index of its group among the values of [`Groups`].
    pub group: u32,
    /// How often it brokers in each role; every open pair counts in both directions.
    pub scores: BrokerageRoles<u64>,
    /// What is expected of an institution of its group.
    pub expected: BrokerageRoles<f64>,
    /// The standard deviations of that.
    pub standard_deviation: BrokerageRoles<f64>,
    /// How many of these the scores are above what is expected; none where the standard deviation is 0.
    pub z: BrokerageRoles<Option<f64>>,
}

/// The brokerage of a graph of ties by an attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Brokerage {
    /// The groups.
    pub groups: Groups,
    /// The institutions that have a group: greatest total first, then by position.
    pub brokers: Vec<Broker>,
    /// All of them together.
    pub network: NetworkBrokerage,
    /// How it came about.
    pub receipt: Receipt,
}

impl Brokerage {
    /// The brokerage of a graph of ties, unless that is estimated to take more than `cost_max` elementary operations.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`], [`Refusal::Interrupted`].
    pub fn new(
        view: &NetworkView,
        ties: &Ties,
        by: InstitutionAttribute,
        cost_max: u64,
        interrupt: &Interrupt,
    ) -> Result<Self, Refusal> {
        let cost = run::cost(Measure::BrokerageTotal, ties.graph(), &RunParameters::default());
        Refusal::above(cost, cost_max)?;
        let groups = Groups::new(view, ties.nodes(), by);
        let found = brokerage_of_some(ties.graph(), &groups.of, interrupt)?;
        let mut brokers = Vec::with_capacity(ties.nodes().len());
        for (node, institution) in ties.nodes().iter().enumerate() {
            let parts = found.scores.get(node).copied().flatten().zip(found.z.get(node).copied().flatten());
            let (Some((scores, z)), Some(group)) = (parts, groups.of.get(node).copied().flatten()) else {
                continue;
            };
            let Some(of_group) = found.expected(node) else { continue };
            brokers.push(Broker {
                institution: *institution,
                group,
                scores,
                expected: of_group.expected,
                standard_deviation: of_group.standard_deviation,
                z,
            });
        }
        brokers.sort_by_key(|it| (std::cmp::Reverse(it.scores.total), it.institution));
        let mut receipt = ties.receipt().followed_by("brokerage", "1");
        groups.tell(view, &mut receipt);
        receipt.count("brokers", brokers.len());
        Ok(Self { groups, brokers, network: found.network, receipt })
    }
}
