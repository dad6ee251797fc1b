//! Brokerage: between whose groups institutions mediate.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Description, Enum, Object, Result, SimpleObject};
use domain::record::Noun as _;
use service::ViewContext;
use service::graph::attribute::InstitutionAttribute as Attribute;
use service::graph::receipt::Receipt;
use service::graph::tie::TieRule;
use service::graph::{Network, brokerage};
use service::measures::local::brokerage::BrokerageRoles;

use super::analysis;
use super::canonical::{Canonical, Value};
use super::computation::{Answer, Outcome, computed_results};
use super::institution_at;
use super::outcome::outcomes;
use super::ties;
use super::words::InstitutionAttribute;
use crate::schema::connection::paged_fields;
use crate::schema::institution::Institution;
use crate::schema::node::Node;

impl Value for brokerage::Brokerage {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("by", self.groups.by);
        to.field("brokers", self.brokers.len());
        for it in &self.brokers {
            to.institution("institution", network, it.institution);
            to.reference("group", self.groups.values.get(it.group as usize));
            for (scores, z) in each(&it.scores).into_iter().zip(each(&it.z)) {
                to.field("score", scores);
                to.optional_number("z", z);
            }
        }
    }
}

fn each<T: Copy>(roles: &BrokerageRoles<T>) -> [T; 6] {
    [roles.coordinator, roles.itinerant, roles.representative, roles.gatekeeper, roles.liaison, roles.total]
}

outcomes! {
    /// What looking for brokers gives.
    BrokerageOutcome of
    /// The brokers.
    BrokerageResult(brokerage::Brokerage);
}

impl BrokerageOutcome {
    /// Looks for brokers in a graph of ties.
    ///
    /// # Errors
    /// Those of the pool.
    pub(super) async fn find(
        ctx: &Context<'_>,
        context: &Arc<ViewContext>,
        ties: TieRule,
        by: Attribute,
    ) -> Result<Self> {
        let parameters = format!("{ties:?} {by:?}");
        let graph = match ties::load(ctx, context, ties).await? {
            Ok(graph) => Arc::clone(graph.shared()),
            Err(refusal) => return Self::of(ctx, Err(refusal)),
        };
        let found = analysis::run_within(ctx, context, "brokerage", parameters, move |view, allowance| {
            brokerage::Brokerage::new(view, &graph.value, by, allowance.cost_max, &allowance.interrupt)
        });
        Self::of(ctx, found.await?)
    }
}

computed_results! {
    /// Who mediates between whom: an institution brokers between two that it is tied to and that are not tied to each
    /// other. The groups of the three say in which role; every pair counts in both directions. Institutions whose
    /// attribute is not recorded take no part. Expected values are those of random networks of the same density and
    /// group sizes. R. V. Gould, R. M. Fernandez, Sociological Methodology 19, 89, 1989, doi:10.2307/270949.
    BrokerageResult(brokerage::Brokerage);
}

#[Object(use_type_description)]
impl BrokerageResult {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The attribute that groups institutions.
    fn by(&self) -> InstitutionAttribute {
        self.0.value().groups.by.into()
    }

    /// All institutions together, each role once; `TOTAL` is the last.
    fn network(&self) -> Vec<BrokerageScore> {
        let of = &self.0.value().network;
        let finite = |it: f64| it.is_finite().then_some(it);
        scores(&of.scores, &of.expected.map_each(finite), &of.standard_deviation, &of.z)
    }

    #[graphql(flatten)]
    fn lists(&self) -> BrokerageResultLists {
        BrokerageResultLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a result.
    BrokerageResultLists of BrokerageResult;

    /// The institutions that have a group: those that broker most first, then in order of their keys.
    fn brokers(node, ctx, page) -> Broker {
        let owner = node.0.owner("brokers");
        let network = node.0.context().network();
        let key = |it: &brokerage::Broker| network.at(it.institution).map_or("", |it| it.key()).to_owned();
        node.0.listing(&owner, &node.0.value().brokers).page(
            ctx,
            page,
            |it| Cow::<str>::Owned(key(it)),
            |it| Some(Broker { answer: node.0.clone(), value: it.clone() }),
        )
    }

    /// The institutions whose attribute is not recorded, so that they take no part; in order of their keys.
    fn undetermined(node, ctx, page) -> Institution {
        let owner = node.0.owner("undetermined");
        let list = &node.0.value().groups.undetermined;
        crate::schema::connection::records(ctx, node.0.context(), &owner, page, list, Vec::new())
    }
}

/// An institution as a broker.
#[derive(Debug, Clone, Description)]
pub struct Broker {
    answer: Answer<brokerage::Brokerage>,
    value: brokerage::Broker,
}

#[Object(use_type_description)]
impl Broker {
    /// The institution.
    fn institution(&self) -> Result<Institution> {
        institution_at(self.answer.context(), self.value.institution)
    }

    /// What its group is: a sector, a type or a unit of territory.
    fn group(&self) -> Option<Node> {
        let value = self.answer.value().groups.values.get(self.value.group as usize)?;
        Node::of(self.answer.context(), value)
    }

    /// Its scores, each role once; `TOTAL` is the last.
    fn scores(&self) -> Vec<BrokerageScore> {
        let finite = |it: f64| it.is_finite().then_some(it);
        let it = &self.value;
        scores(&it.scores, &it.expected.map_each(finite), &it.standard_deviation.map_each(finite), &it.z)
    }
}

/// In which role an institution brokers, by the groups of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum BrokerageRole {
    /// All three are of one group.
    Coordinator,
    /// The two are of one group that is not the broker's; also called consultant.
    ItinerantBroker,
    /// From one of the broker's group to one of another.
    Representative,
    /// From one of another group to one of the broker's. Ties have no direction here, so it equals `REPRESENTATIVE`.
    Gatekeeper,
    /// All three are of different groups.
    Liaison,
    /// All roles together.
    Total,
}

/// How often somebody brokers in a role, against what chance would make of it.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub struct BrokerageScore {
    /// The role.
    pub role: BrokerageRole,
    /// How often: ordered pairs of institutions, 0 or more.
    pub score: f64,
    /// What is expected by chance, 0 or more; null where it is not defined.
    pub expected: Option<f64>,
    /// The standard deviation of that; null where it is not defined.
    pub standard_deviation: Option<f64>,
    /// How many standard deviations the score is above what is expected; null where there is none or it is 0.
    pub z: Option<f64>,
}

trait MapEach<T> {
    fn map_each<U>(&self, of: impl Fn(T) -> U) -> BrokerageRoles<U>;
}

impl<T: Copy> MapEach<T> for BrokerageRoles<T> {
    fn map_each<U>(&self, of: impl Fn(T) -> U) -> BrokerageRoles<U> {
        BrokerageRoles {
            coordinator: of(self.coordinator),
            itinerant: of(self.itinerant),
            representative: of(self.representative),
            gatekeeper: of(self.gatekeeper),
            liaison: of(self.liaison),
            total: of(self.total),
        }
    }
}

fn scores(
    scores: &BrokerageRoles<u64>,
    expected: &BrokerageRoles<Option<f64>>,
    deviation: &BrokerageRoles<Option<f64>>,
    z: &BrokerageRoles<Option<f64>>,
) -> Vec<BrokerageScore> {
    use BrokerageRole::{Coordinator, Gatekeeper, ItinerantBroker, Liaison, Representative, Total};
    let roles = [Coordinator, ItinerantBroker, Representative, Gatekeeper, Liaison, Total];
    let (scores, expected, deviation, z) = (each(scores), each(expected), each(deviation), each(z));
    let numbers = scores.into_iter().zip(expected).zip(deviation).zip(z);
    roles
        .into_iter()
        .zip(numbers)
        .map(|(role, (((score, expected), standard_deviation), z))| BrokerageScore {
            role,
            score: score as f64,
            expected,
            standard_deviation,
            z,
        })
        .collect()
}
