//! The basis of evidence reaches every analysis: what is inferred, and what rests on a convention, counts only where it
//! is asked for.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;

use domain::body::Body;
use domain::claim::EvidenceBasis::{self, Stated, StatedAndInferred, Strict};
use domain::id::Id;
use domain::indicator::Collection;
use domain::partnership::{Partnership, PartnershipRole};
use graph::completeness::collection;
use graph::contact::{ContactRule, ContactSide};
use graph::rotation::host_rotation;
use graph::structure::Structure;
use graph::tie::{TieLevel, TieRule};
use graph::uncontacted::uncontacted_signatories;
use graph::{Network, NetworkView, View};
use testkit::sketch::{id, sketch};

/// Of `ops-a` all is stated, of `ops-b` all rests on a convention, of `ops-c` all is inferred.
const SKETCH: &str = "
    secretariat wup
    signatory ops-a, ^signatory ops-b, ~signatory ops-c
    2015-02-01 visit ops-a by ^wup
    2015-03-01 seminar: ops-a, ^ops-b, ~ops-c
    2015-05-14 plenary: ops-a host, ^ops-b, ~ops-c
    council: ops-a, ^ops-b, ~ops-c
    2015 funded: ops-a, ^ops-b, ~ops-c
";

/// What an analysis counts on the strict basis, on what is stated, and with what is inferred.
fn counts(count: impl Fn(&NetworkView) -> usize) -> [usize; 3] {
    let network = Arc::new(Network::build(sketch(SKETCH)).unwrap());
    [Strict, Stated, StatedAndInferred].map(|basis: EvidenceBasis| {
        count(&NetworkView::new(Arc::clone(&network), View { basis, ..View::default() }))
    })
}

fn partnership() -> Id<Partnership> {
    id("partnership")
}

#[test]
fn memberships_seats_and_occasions() {
    let signatories = |it: &NetworkView| it.memberships(None, &[PartnershipRole::Signatory]).count();
    assert_eq!(counts(signatories), [1, 2, 3]);
    let of = id::<Body>("council").reference();
    let members = |it: &NetworkView| collection(it, &of, Collection::Members).enumerated as usize;
    assert_eq!(counts(members), [1, 2, 3]);
    let involved = |it: &NetworkView| it.occasions().iter().map(|it| it.involved.len()).sum();
    assert_eq!(counts(involved), [3, 6, 8], "the visitor by convention, then the inferred at two meetings");
}

#[test]
fn ties_and_all_that_is_worked_out_from_them() {
    let of = |level: TieLevel| TieRule { min_level: level, ..TieRule::default() };
    let contact = |it: &NetworkView| it.ties(&of(TieLevel::L1)).unwrap().ties().len();
    assert_eq!(counts(contact), [0, 2, 4]);
    let funded = |it: &NetworkView| it.ties(&of(TieLevel::L3)).unwrap().ties().len();
    assert_eq!(counts(funded), [0, 1, 3]);
    let edges = |it: &NetworkView| Structure::of(&it.ties(&of(TieLevel::L1)).unwrap()).ties;
    assert_eq!(counts(edges), [0, 2, 4]);
}

#[test]
fn uncontacted_signatories_and_hosts() {
    let rule = ContactRule { by: ContactSide::Signatory, ..ContactRule::default() };
    let contacted = |it: &NetworkView| uncontacted_signatories(it, &partnership(), &rule).contacted_count;
    assert_eq!(counts(contacted), [0, 2, 3]);
    let candidates = |it: &NetworkView| host_rotation(it, &partnership()).candidates.len();
    assert_eq!(counts(candidates), [1, 2, 3]);
}
