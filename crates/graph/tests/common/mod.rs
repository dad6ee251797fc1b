//! What the tests of this crate share: views of sketched networks, and the positions of institutions by key.

#![allow(dead_code, reason = "not every test file needs everything")]

use std::sync::Arc;

use domain::claim::EvidenceBasis;
use domain::date::Period;
use graph::network::Position;
use graph::view::View;
use graph::{Network, NetworkView};
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

/// The Lubuskie record of 2015 as far as contacts go, in the words of a sketch.
pub(crate) const LUBUSKIE: &str = "
    sekretariat in wup
    defs in umwl
    lead office:marszalek, secretariat wup, signatory ohp
    ~signatory pup-zagan, ~signatory ops-deszczno, ~signatory ops-lubiszyn
    71 signatories
    council: ~pup-zagan, ~ops-deszczno, ~ops-lubiszyn
    2015-02-06 council: body:council organiser, wup host, pup-zagan, ops-deszczno, ops-lubiszyn
    2015-05-14 plenary 60: ohp host, defs speaker, office:wicemarszalek speaker
    2015 visit uw by ^sekretariat
    2015 visit ops-deszczno by ^sekretariat
    2015 visit ops-lubiszyn by ^sekretariat
    2015 visit ohp by ^sekretariat
    2015 visit v05 by ^sekretariat
    2015 visit v06 by ^sekretariat
    2015 visit v07 by ^sekretariat
    2015 visit v08 by ^sekretariat
    2015 visit v09 by ^sekretariat
    2015 visit v10 by ^sekretariat
    2015 visit v11 by ^sekretariat
    2015 visit v12 by ^sekretariat
    2015 visit v13 by ^sekretariat
    2015 visit v14 by ^sekretariat
    2015 visit v15 by ^sekretariat
    2015 visit v16 by ^sekretariat
    2015 visit v17 by ^sekretariat
    2015 visit v18 by ^sekretariat
    2015 visit v19 by ^sekretariat
    2016 seminar: wojewoda-uw letter_reader
    XXXX working: wup, rops
";
