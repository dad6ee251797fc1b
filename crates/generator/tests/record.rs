//! The record of a plan: whole, the same for the same seed, written and read by the import format, the network it makes.
#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;

use domain::claim::EvidenceBasis;
use domain::indicator::Collection;
use domain::meeting::MeetingStatus;
use domain::record::Record;
use exchange::Limits;
use generator::{Parameters, Plan, Size};
use graph::{Network, NetworkView, View};

fn drawn(seed: u64) -> (Plan, Record) {
    let plan = Plan::draw(Parameters::of(Size::S, seed)).expect("right parameters");
    let record = plan.record().expect("a record");
    (plan, record)
}

#[test]
fn the_record_is_whole_and_all_of_it_stands() {
    let mut not_held = 0;
    for seed in 1..4 {
        let (plan, record) = drawn(seed);
        assert_eq!(domain::check::problems(&record), []);
        let network = Network::build(record.clone()).expect("a network");
        assert_eq!(network.fallen(), []);
        assert_eq!(*network.record(), record);
        assert_eq!(record.institutions.len(), 300 + plan.territory().voivodeships.len());
        assert_eq!(record.meetings.len(), 400);
        not_held += record.meetings.iter().filter(|it| it.status != MeetingStatus::Held).count();
        assert!(record.meetings.iter().any(|it| it.has_unnamed_participants));
        assert!(!record.body_memberships.is_empty() && !record.tenures.is_empty());
        assert!(!record.applications.is_empty() && !record.action_items.is_empty());
        let declared = record.indicators.iter().filter(|it| it.collection == Some(Collection::Participants));
        assert!(declared.count() > 5);
        assert!(
            record.territories.iter().all(|it| !it.key.as_str().contains("-08")),
            "not those of the real record"
        );
    }
    // Of three times eight meetings without a list, a quarter.
    assert!((1..16).contains(&not_held), "{not_held}");
}

#[test]
fn the_same_seed_gives_the_same_record() {
    assert_eq!(drawn(5).1, drawn(5).1);
    assert_ne!(drawn(5).1, drawn(6).1);
}

#[test]
fn it_is_written_and_read_by_the_import_format() {
    let (_, record) = drawn(1);
    let files = exchange::write(&record, &Default::default(), "synthetic", "pl").expect("files");
    let claims = files.iter().any(|(name, _)| name == "claims.csv");
    assert!(!claims, "all sources stand beside their records");
    let again = exchange::read(&files, &Limits::default()).expect("a record");
    assert_eq!(again.record, record);
}

#[test]
fn with_all_evidence_the_occasions_are_the_meetings_of_the_plan() {
    let (plan, record) = drawn(2);
    let view = View { basis: EvidenceBasis::StatedAndInferred, ..View::default() };
    let view = NetworkView::new(Arc::new(Network::build(record).expect("a network")), view);
    let of_record: Vec<(u32, u32)> = view
        .occasions()
        .iter()
        .flat_map(|it| it.involved.iter().map(|who| (who.institution, it.meeting as u32)))
        .collect();
    assert_eq!(of_record, plan.attendances().collect::<Vec<_>>());
}

#[test]
fn what_the_network_looks_up_beforehand_is_what_it_would_find() {
    let (_, record) = drawn(3);
    let network = Network::build(record).expect("a network");
    for (at, participation) in (0_u32..).zip(&network.record().participations) {
        assert_eq!(network.participant(at), network.involved_institution(&participation.party));
        let meeting = network.meeting_position(participation.meeting.as_ref().expect("a meeting"));
        assert!(network.participations_of(meeting.expect("a position")).contains(&at));
    }
    assert!(network.record().participations.iter().any(|it| it.party.to_string().contains("secretariat")));
    for served in &network.record().served_territories {
        let institution = network.position_of(&served.institution).expect("a position");
        assert!(network.served_by(institution).any(|it| it == served));
    }
    assert_eq!(network.participant(u32::MAX), None);
}
