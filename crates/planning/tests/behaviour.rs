//! Larger problems: the same answer every time, the deadline, limits, planted optima, what the plan says of itself.

use std::time::{Duration, Instant};

use planning::greedy::Guarantee;
use planning::{
    Answer, Host, Limits, Method, PlanningError, Problem, ReasonCode, Status, Target, Travel, solve,
};

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % u64::from(n)) as u32
    }
}

/// Targets that several parties cover; each party can come to two of the places.
fn cells(parties: u32, targets: u32, meetings: u32, seats: u32) -> Problem {
    let mut draw = Draw(1);
    let home: Vec<u32> = (0..parties).map(|_| draw.below(14)).collect();
    let places = home.iter().map(|it| vec![*it, draw.below(14)]).collect();
    let mut target = || Target {
        weight: 1 + u64::from(draw.below(5)),
        parties: (0..2 + draw.below(8)).map(|_| draw.below(parties)).collect(),
    };
    Problem {
        parties,
        meetings,
        seats,
        hosts: (0..parties)
            .step_by(7)
            .take(100)
            .map(|party| Host { party, place: home[party as usize] })
            .collect(),
        distinct_hosts: true,
        targets: (0..targets).map(|_| target()).collect(),
        places,
        ..Problem::default()
    }
}

fn answer(problem: &Problem, limits: &Limits) -> Answer {
    let answer = match solve(problem, limits, &|| false) {
        Ok(it) => it,
        Err(error) => unreachable!("the problem is within all limits: {error}"),
    };
    if let Some(plan) = &answer.plan {
        assert_eq!(plan.broken(problem), None);
        assert_eq!(plan.weight(problem), answer.weight);
    }
    assert!(answer.upper_bound >= answer.weight);
    assert!((0.0..=1.0).contains(&answer.gap()));
    answer
}

#[test]
fn the_same_problem_gives_the_same_answer_on_any_thread() {
    let problem = cells(120, 100, 3, 8);
    let limits = Limits { nodes: 60, ..Limits::default() };
    let first = answer(&problem, &limits);
    assert!(!first.deadline_reached);
    assert_eq!(first.method, Method::BranchAndBound);
    for threads in [1, 2, 4] {
        let handles: Vec<_> = (0..threads)
            .map(|_| {
                let problem = problem.clone();
                std::thread::spawn(move || solve(&problem, &limits, &|| false).unwrap())
            })
            .collect();
        for handle in handles {
            assert_eq!(handle.join().unwrap(), first);
        }
    }
}

#[test]
fn the_deadline_is_kept_and_told() {
    // Without a limit of work the search would go on for minutes.
    let problem = cells(1_000, 1_000, 8, 20);
    let endless = Limits { nodes: u64::MAX, work: u64::MAX, entries: u64::MAX, deadline: None };
    let deadline = Duration::from_millis(500);
    let start = Instant::now();
    let cut = answer(&problem, &Limits { deadline: Some(deadline), ..endless });
    let took = start.elapsed();
    assert!(cut.deadline_reached);
    assert_eq!(cut.status, Status::Bounded);
    assert!(cut.plan.is_some());
    assert!(took < deadline + Duration::from_secs(2), "{took:?}");
}

#[test]
fn thousands_of_parties_get_a_plan_and_a_bound_in_time() {
    let problem = cells(20_000, 5_000, 20, 50);
    let deadline = Duration::from_secs(1);
    let start = Instant::now();
    let large = answer(&problem, &Limits { deadline: Some(deadline), ..Limits::default() });
    let took = start.elapsed();
    assert!(took < deadline + Duration::from_secs(3), "{took:?}");
    assert_eq!(large.method, Method::Greedy);
    let share = Guarantee::of(&problem).share().unwrap();
    assert!(large.greedy_weight.unwrap() as f64 >= share * large.weight as f64);
}

#[test]
fn a_planted_cover_is_found_and_proven() {
    // Each of 15 parties covers 4 targets of its own; decoys cover 3 of any. 3 meetings of 5 seats hold the 15.
    let mut draw = Draw(5);
    let mut targets: Vec<Target> = (0..60).map(|it| Target { weight: 1, parties: vec![it % 15] }).collect();
    for decoy in 15..75 {
        for _ in 0..3 {
            targets[draw.below(60) as usize].parties.push(decoy);
        }
    }
    let problem = Problem {
        parties: 75,
        meetings: 3,
        seats: 5,
        hosts: (0..3).map(|it| Host { party: it, place: it }).collect(),
        distinct_hosts: true,
        places: (0..75)
            .map(|it| if it < 15 { vec![it % 3] } else { vec![draw.below(3), draw.below(3)] })
            .collect(),
        targets,
        ..Problem::default()
    };
    let found = answer(&problem, &Limits::default());
    assert_eq!((found.status, found.weight, found.upper_bound), (Status::Optimal, 60, 60));
    assert_eq!(found.plan.unwrap().parties(&problem), (0..15).collect::<Vec<_>>());
}

#[test]
fn constraints_that_only_together_leave_no_plan_are_told() {
    // Both must come; both can come to either host; either journey fits the budget, both together do not.
    let costs = [((0, 2), 6), ((1, 2), 6), ((0, 3), 6), ((1, 3), 6)].into_iter().collect();
    let problem = Problem {
        parties: 4,
        meetings: 1,
        seats: 3,
        hosts: vec![Host { party: 0, place: 0 }, Host { party: 1, place: 0 }],
        distinct_hosts: true,
        places: vec![vec![], vec![], vec![0], vec![0]],
        must_invite: vec![2, 3],
        travel: Some(Travel { costs, otherwise: None, per_meeting: Some(10), total: None }),
        ..Problem::default()
    };
    let none = answer(&problem, &Limits::default());
    assert_eq!(none.status, Status::Infeasible);
    assert_eq!(none.reasons[0].code, ReasonCode::ConstraintsTogether);
    let enough = Travel { per_meeting: Some(12), ..problem.travel.clone().unwrap() };
    let some = answer(&Problem { travel: Some(enough), ..problem }, &Limits::default());
    assert_eq!(some.status, Status::Optimal);
    assert_eq!(some.plan.unwrap().meetings[0].guests, [2, 3]);
}

#[test]
fn nothing_to_cover_needs_no_meeting() {
    let problem = Problem { targets: Vec::new(), ..cells(20, 5, 2, 4) };
    let found = answer(&problem, &Limits::default());
    assert_eq!((found.status, found.weight), (Status::Optimal, 0));
    assert!(found.plan.unwrap().meetings.is_empty());
}

#[test]
fn it_stops_when_asked_and_refuses_what_is_no_problem() {
    let problem = cells(100, 100, 3, 8);
    assert_eq!(solve(&problem, &Limits::default(), &|| true), Err(PlanningError::Interrupted));
    let none = |problem: Problem| match solve(&problem, &Limits::default(), &|| false) {
        Err(PlanningError::Parameter { name, .. }) => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(none(Problem { meetings: 0, ..problem.clone() }), "meetings");
    assert_eq!(none(Problem { seats: 501, ..problem.clone() }), "seats");
    assert_eq!(none(Problem { apart: vec![(1, 1)], ..problem.clone() }), "mustNotMeet");
    assert_eq!(none(Problem { must_invite: vec![100], ..problem.clone() }), "mustInvite");
    let twice = vec![Host { party: 1, place: 0 }, Host { party: 1, place: 1 }];
    assert_eq!(none(Problem { hosts: twice, ..problem.clone() }), "hosts");
    let heavy = vec![Target { weight: u64::MAX, parties: vec![1] }; 2];
    assert_eq!(none(Problem { targets: heavy, ..problem }), "weights");
}

#[test]
fn each_party_says_what_it_brings() {
    // Party 1 covers both targets; party 2 only the second, which then is covered twice.
    let problem = Problem {
        parties: 3,
        meetings: 1,
        seats: 3,
        hosts: vec![Host { party: 0, place: 0 }],
        places: vec![vec![], vec![0], vec![0]],
        targets: vec![Target { weight: 2, parties: vec![1] }, Target { weight: 3, parties: vec![1, 2] }],
        must_invite: vec![2],
        ..Problem::default()
    };
    let plan = answer(&problem, &Limits::default()).plan.unwrap();
    let marginal: Vec<_> =
        plan.contributions(&problem).into_iter().map(|it| (it.party, it.marginal)).collect();
    assert_eq!(marginal, [(0, 0), (1, 2), (2, 0)]);
}
