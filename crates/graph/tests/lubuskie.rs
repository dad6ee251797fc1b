//! Contacts, ties and clusters of the Lubuskie record against the answers of the project's analysis (questions.md
//! part B), on the files that ship.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::path::Path;
use std::sync::{Arc, LazyLock};

use common::{at, clusters, names};
use domain::claim::EvidenceBasis::{self, Stated, StatedAndInferred, Strict};
use domain::date::Period;
use graph::cluster::ClusterRule;
use graph::contact::{ContactRule, ContactSide, ContactStatus, Contacts};
use graph::dependence::Dependence;
use graph::structure::Structure;
use graph::tie::{HubPolicy, TieLevel, TieRule, Ties};
use graph::{Network, NetworkView, View};

static NETWORK: LazyLock<Arc<Network>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lubuskie");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap())
        .map(|it| (it.file_name().into_string().unwrap(), std::fs::read(it.path()).unwrap()));
    let import = exchange::read(&files.collect::<Vec<_>>(), &exchange::Limits::default()).unwrap();
    Arc::new(Network::build(import.record).unwrap())
});

fn in_2015(basis: EvidenceBasis) -> NetworkView {
    NetworkView::new(
        Arc::clone(&NETWORK),
        View { period: Period::year(2015).unwrap(), basis, ..View::default() },
    )
}

fn graph(view: &NetworkView) -> Ties {
    Ties::new(view, &TieRule::default()).unwrap()
}

#[test]
fn q15_the_last_contact_of_a_labour_office() {
    let view = in_2015(Stated);
    let rule = ContactRule::default();
    let contacts = Contacts::new(&view, &rule);
    let last = contacts.last(at(&view, "pup-zagan")).unwrap();
    assert_eq!(names(&view, &last.counterparts), ["ops-deszczno", "ops-lubiszyn", "wup-zielona-gora"]);
    assert_eq!(last.latest.unwrap().to_string(), "2015-02-06");
    assert_eq!(last.directness.as_str(), "SMALL");
    let finding = contacts.finding(at(&view, "pup-zagan"));
    assert_eq!((finding.status, finding.days_since), (ContactStatus::Contacted, Some(328)));
}

#[test]
fn q16_two_occasions_with_the_secretariat_one_of_them_a_visit() {
    let view = in_2015(Stated);
    let rule = ContactRule { by: ContactSide::Secretariat, ..ContactRule::default() };
    let occasions = Contacts::new(&view, &rule).occasions_of(at(&view, "ops-deszczno"));
    assert_eq!(occasions.iter().map(|it| it.directness.as_str()).collect::<Vec<_>>(), ["BILATERAL", "SMALL"]);
    let strict = in_2015(Strict);
    assert_eq!(Contacts::new(&strict, &rule).occasions_of(at(&strict, "ops-deszczno")).len(), 1);
}

#[test]
fn q18_who_was_in_contact_with_the_labour_corps() {
    let view = in_2015(Stated);
    let rule = ContactRule::default();
    assert_eq!(
        names(&view, &Contacts::new(&view, &rule).counterparts(at(&view, "lwk-ohp"))),
        ["urzad-marszalkowski", "wup-zielona-gora"]
    );
}

#[test]
fn q20_a_planned_meeting_and_undated_cooperation_are_no_contact_in_the_window() {
    let view = in_2015(Stated);
    let rule = ContactRule::default();
    let finding = Contacts::new(&view, &rule).finding(at(&view, "rops"));
    assert_eq!((finding.status, finding.last), (ContactStatus::NoRecordedContact, None));
}

#[test]
fn q37_no_cooperation_cluster_and_the_honest_reason() {
    let view = in_2015(Stated);
    let found = clusters(&view, &ClusterRule::default()).unwrap();
    assert!(found.clusters.is_empty());
    let touching = found.ties.touching_removed();
    assert_eq!((found.ties.ties().len(), touching.len()), (0, 2));
    let others: Vec<_> = touching.iter().map(|it| it.other(at(&view, "wup-zielona-gora")).unwrap()).collect();
    assert_eq!(names(&view, &others), ["ops-deszczno", "ops-lubiszyn"]);
    assert_eq!(
        found.note.unwrap(),
        "no cluster: only 2 ties of level L2 or more and weight 0.2 or more are recorded; 2 of them are with \
         coordinators that were taken out (wup-zielona-gora); 0 left, which join no 3 institutions"
    );
}

#[test]
fn q38_one_contact_cluster_of_one_council_meeting() {
    let view = in_2015(Stated);
    let rule = ClusterRule {
        ties: TieRule { min_level: TieLevel::L1, ..TieRule::cooperation() },
        ..ClusterRule::default()
    };
    let found = clusters(&view, &rule).unwrap();
    let [cluster] = &found.clusters[..] else { panic!("one cluster") };
    assert_eq!(names(&view, &cluster.members), ["ops-deszczno", "ops-lubiszyn", "pup-zagan"]);
    assert_eq!((cluster.density, cluster.is_inferred, cluster.bridges.len()), (1.0, false, 0));
    assert_eq!(
        cluster.occasions.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["meeting:council-2015-02-06"]
    );
    assert_eq!((cluster.name.as_str(), found.note), ("OPS Deszczno (lubuskie)", None));
}

#[test]
fn q39_weights() {
    let view = in_2015(Stated);
    let ties = graph(&view);
    let weight = |a, b| ties.between(at(&view, a), at(&view, b)).unwrap().weight;
    assert_eq!(weight("ops-deszczno", "ops-lubiszyn"), 1.0 / 3.0);
    assert!((weight("wup-zielona-gora", "ops-deszczno") - 4.0 / 3.0).abs() < 1e-15);
    assert_eq!(weight("lwk-ohp", "urzad-marszalkowski"), 0.5 / 59.0);
}

#[test]
fn q40_one_component_with_the_secretariat() {
    let view = in_2015(Stated);
    let structure = Structure::of(&graph(&view));
    assert_eq!((structure.institutions, structure.ties, structure.components.len()), (22, 24, 1));
    assert_eq!(structure.degrees.iter().find(|it| it.0 == at(&view, "wup-zielona-gora")).unwrap().1, 20);
    assert_eq!(structure.density, Some(48.0 / 462.0));
    assert_eq!(structure.ties_by_level[&TieLevel::L2], 2);
    let rule = TieRule { min_weight: 0.2, ..TieRule::default() };
    let strong = Structure::of(&Ties::new(&view, &rule).unwrap());
    assert_eq!(strong.ties, 23);
    assert_eq!(strong.components.iter().map(Vec::len).collect::<Vec<_>>(), [21, 1]);
}

#[test]
fn q41_dependence_on_the_secretariat() {
    let view = in_2015(Stated);
    let found = Dependence::of(&graph(&view), at(&view, "wup-zielona-gora"));
    assert_eq!((found.tied.len(), found.isolated.len(), found.share), (20, 16, Some(0.8)));
}

#[test]
fn q42_an_inferred_cooperation_cluster() {
    let view = in_2015(StatedAndInferred);
    let found = clusters(&view, &ClusterRule::default()).unwrap();
    let [cluster] = &found.clusters[..] else { panic!("one cluster") };
    assert_eq!(names(&view, &cluster.members), ["ops-deszczno", "ops-lubiszyn", "pup-zagan"]);
    assert!(cluster.is_inferred);
    let tie = &found.ties.ties()[cluster.ties[0]];
    // One council meeting, a common body by inference, and 71 signatories of whom both are by inference.
    let expected = 1.0 / 3.0 + 0.5 / 2.0 + 0.5 * 0.25 / 70.0;
    assert!((tie.weight - expected).abs() < 1e-15, "{}", tie.weight);
}

#[test]
fn q80_the_strict_reading_has_no_visitor() {
    let view = in_2015(Strict);
    let structure = Structure::of(&graph(&view));
    assert_eq!((structure.institutions, structure.ties), (22, 7));
    let sizes: Vec<_> = structure.components.iter().map(Vec::len).collect();
    assert_eq!((&sizes[..2], structure.isolates.len(), sizes.len()), (&[4, 2][..], 16, 18));
    assert_eq!(
        names(&view, &structure.components[0]),
        ["ops-deszczno", "ops-lubiszyn", "pup-zagan", "wup-zielona-gora"]
    );
    let anyone = ContactRule::default();
    let contacts = Contacts::new(&view, &anyone);
    let visited = at(&view, "arr-zielona-gora");
    assert_eq!(
        contacts.finding(visited).status,
        ContactStatus::Contacted,
        "a listed visit is a visit by anyone"
    );
    assert_eq!(contacts.of(visited), [], "but nobody is recorded as the visitor");
    let secretariat = ContactRule { by: ContactSide::Secretariat, ..ContactRule::default() };
    let finding = Contacts::new(&view, &secretariat).finding(visited);
    assert_eq!(finding.status, ContactStatus::NoRecordedContact);
}

#[test]
fn the_lead_is_an_office_so_the_marshals_office_is_no_hub() {
    let view = in_2015(Stated);
    let rule = TieRule { hubs: HubPolicy::RemoveCoordinators, ..TieRule::default() };
    let ties = Ties::new(&view, &rule).unwrap();
    assert_eq!(names(&view, ties.removed()), ["wup-zielona-gora"]);
    assert!(ties.nodes().contains(&at(&view, "urzad-marszalkowski")));
    assert_eq!((ties.ties().len(), ties.touching_removed().len()), (4, 20));
}

#[test]
fn council_contacts_are_those_at_its_meetings_and_with_it() {
    let view = in_2015(Stated);
    let rule = ContactRule { by: ContactSide::Council, ..ContactRule::default() };
    let contacts = Contacts::new(&view, &rule);
    assert_eq!(contacts.counterparts(at(&view, "ops-deszczno")).len(), 3);
    assert_eq!(contacts.finding(at(&view, "lwk-ohp")).status, ContactStatus::NoRecordedContact);
}

#[test]
fn q44_presented_together_is_not_tied() {
    let view = in_2015(Stated);
    let found = graph(&view).finding(&view, at(&view, "fak"), at(&view, "kwazar"));
    assert_eq!((found.tie, found.recorded), (None, domain::recorded::Recorded::NotRecorded));
    assert!(found.reason.ends_with("(GOOD_PRACTICE_SUBJECT, presence NOT_RECORDED)"), "{}", found.reason);
}
