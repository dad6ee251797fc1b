//! What is drawn: the same for the same seed, of the size and mixing asked for.
#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use generator::{Parameters, Plan, Size};
use sha2::{Digest, Sha256};

fn digest(plan: &Plan) -> String {
    let mut bytes = Vec::new();
    plan.write_affiliations(&mut bytes).expect("memory");
    plan.write_groups(&mut bytes).expect("memory");
    for meeting in plan.meetings() {
        bytes.extend(format!("{} {:?} {}\n", meeting.day, meeting.host, meeting.community).into_bytes());
    }
    Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect()
}

fn draw(parameters: Parameters) -> Plan {
    Plan::draw(parameters).expect("right parameters")
}

#[test]
fn a_seed_gives_the_same_bytes_on_every_machine() {
    let one = draw(Parameters::of(Size::S, 1));
    assert_eq!(digest(&one), "8f4a8eda478d21a84abac01af7804c066d73165668781c8d3a446896828d626d");
    assert_ne!(digest(&draw(Parameters::of(Size::S, 2))), digest(&one));
}

#[test]
fn the_mixing_is_the_one_asked_for() {
    for mixing in [0.0, 0.1, 0.3, 0.6] {
        let plan =
            draw(Parameters { institutions: 2_000, meetings: 6_000, attendances: 50_000, mixing, seed: 7 });
        let outside = plan.attendances().filter(|(institution, meeting)| {
            plan.institutions()[*institution as usize].community
                != plan.meetings()[*meeting as usize].community
        });
        let share = outside.count() as f64 / 50_000.0;
        // Four standard deviations of a share of 50,000 are below 0.009.
        assert!((share - mixing).abs() < 0.009, "{share} for {mixing}");
    }
}

#[test]
fn sizes_are_those_asked_for() {
    for (size, institutions, meetings, attendances) in
        [(Size::S, 300, 400, 2_400), (Size::M, 20_000, 60_000, 500_000)]
    {
        let plan = draw(Parameters::of(size, 3));
        assert_eq!(plan.institutions().len(), institutions);
        assert_eq!(plan.meetings().len(), meetings);
        assert_eq!(plan.attendances().count(), attendances);
        let affiliations = plan.affiliations().expect("a plan");
        assert_eq!((affiliations.attendances(), affiliations.repeated()), (attendances, 0));
        let unlisted = (0..meetings).filter(|it| plan.attendees(*it).is_empty()).count();
        assert_eq!(unlisted, meetings / 50);
        assert!(plan.meetings().is_sorted_by_key(|it| it.day));
        for (at, meeting) in plan.meetings().iter().enumerate() {
            assert!(plan.attendees(at).is_sorted_by(|a, b| a < b));
            assert_eq!(meeting.host.is_some(), !plan.attendees(at).is_empty());
        }
        assert!(plan.institutions().iter().all(|it| (it.community as usize) < plan.communities()));
    }
}

#[test]
fn size_m_has_the_ties_and_tails_of_a_real_network() {
    for seed in [1, 2] {
        let plan = draw(Parameters::of(Size::M, seed));
        let graph = plan.projection().expect("a plan");
        let ties = graph.ties() as f64;
        assert!((ties / 2_200_000.0 - 1.0).abs() < 0.1, "{ties} ties");
        let mut degrees: Vec<_> = (0..graph.nodes()).map(|it| graph.degree(it)).collect();
        degrees.sort_unstable();
        let (median, greatest) = (degrees[degrees.len() / 2], degrees[degrees.len() - 1]);
        assert!(greatest > 20 * median, "hubs: {median}, {greatest}");
        let isolates = degrees.iter().take_while(|it| **it == 0).count();
        assert!(isolates < 1_000, "{isolates} isolates");
        assert!(plan.meetings().iter().any(|it| it.declared > 0));
    }
}

#[test]
fn free_numbers_work_and_impossible_ones_are_refused() {
    let smallest = Parameters { institutions: 16, meetings: 3, attendances: 8, mixing: 0.6, seed: 1 };
    assert_eq!(draw(smallest).attendances().count(), 8);
    for wrong in [
        Parameters { institutions: 15, ..smallest },
        Parameters { meetings: 0, ..smallest },
        Parameters { attendances: 5, ..smallest },
        Parameters { attendances: 500, ..smallest },
        Parameters { mixing: f64::NAN, ..smallest },
        Parameters { mixing: 0.95, ..smallest },
    ] {
        assert!(Plan::draw(wrong).is_err(), "{wrong:?}");
    }
}
