//! What the tests of this crate share: views of sketched networks, and the positions of institutions by key.

#![allow(dead_code, reason = "not every test file needs everything")]

use std::sync::Arc;

use domain::claim::EvidenceBasis;
use domain::date::Period;
use graph::cluster::{ClusterRule, Clusters};
use graph::network::Position;
use graph::refusal::Refusal;
use graph::view::View;
use graph::{Network, NetworkView};
use measures::Interrupt;
use testkit::sketch::{id, sketch};

/// The view of a year of a sketch, on a basis.
pub(crate) fn year(text: &str, year: i32, basis: EvidenceBasis) -> NetworkView {
    view(text, View { period: Period::year(year).unwrap(), basis, ..View::default() })
}

/// The whole of a sketch, as stated.
pub(crate) fn whole(text: &str) -> NetworkView {
    view(text, View::default())
}

/// A sketch seen in a view.
pub(crate) fn view(text: &str, view: View) -> NetworkView {
    NetworkView::new(Arc::new(Network::build(sketch(text)).unwrap()), view)
}

/// The position of the institution with a key.
#[track_caller]
pub(crate) fn at(view: &NetworkView, key: &str) -> Position {
    view.network().position_of(&id(key)).unwrap_or_else(|| panic!("no institution {key}"))
}

/// The keys of the institutions at positions, in the order given.
pub(crate) fn names(view: &NetworkView, positions: &[Position]) -> Vec<String> {
    positions.iter().filter_map(|it| view.network().at(*it)).map(|it| it.key.to_string()).collect()
}

/// The clusters of a view.
pub(crate) fn clusters(view: &NetworkView, rule: &ClusterRule) -> Result<Clusters, Refusal> {
    Clusters::new(view, rule, &Interrupt::new())
}

/// A generated network of 300 institutions.
pub(crate) fn generated(seed: u64) -> Arc<Network> {
    let plan = generator::Plan::draw(generator::Parameters::of(generator::Size::S, seed)).unwrap();
    Arc::new(Network::build(plan.record().unwrap()).unwrap())
}
