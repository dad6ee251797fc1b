//! Solves generated problems whose optimum is planted, and others, and prints weight, bound, gap, time.
//!
//! `cargo run --release -p planning --example planted [-- --instances FOLDER]` writes each problem as JSON besides, for a
//! peer to solve (`benches/peers/plan.py`).

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use planning::{Host, Limits, Problem, Target, Travel, solve};

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u32) -> u32 {
        (self.next() % u64::from(n)) as u32
    }
}

/// Parties spread over places; the first at each place may host; each is a target of its own.
fn signatories(parties: u32, places: u32, meetings: u32, seats: u32, seed: u64) -> Problem {
    let mut draw = Draw(seed);
    let of: Vec<u32> = (0..parties).map(|_| draw.below(places)).collect();
    let hosts = (0..parties).filter(|it| it % 7 == 0).take(100);
    Problem {
        parties,
        meetings,
        seats,
        hosts: hosts.map(|party| Host { party, place: of[party as usize] }).collect(),
        distinct_hosts: true,
        places: of.iter().map(|it| vec![*it]).collect(),
        targets: (0..parties)
            .map(|it| Target { weight: 1000 + u64::from(draw.below(2000)), parties: vec![it] })
            .collect(),
        ..Problem::default()
    }
}

/// Targets that several parties cover; each party can come to two places.
fn cells(parties: u32, targets: u32, places: u32, meetings: u32, seats: u32, seed: u64) -> Problem {
    let mut draw = Draw(seed);
    let base = signatories(parties, places, meetings, seats, seed);
    let places = base.places.iter().map(|it| vec![it[0], draw.below(places)]).collect();
    let targets = (0..targets)
        .map(|_| {
            let covering = 2 + draw.below(8);
            Target {
                weight: 1 + u64::from(draw.below(5)),
                parties: (0..covering).map(|_| draw.below(parties)).collect(),
            }
        })
        .collect();
    Problem { places, targets, ..base }
}

/// Targets cut into blocks, each covered by one of as many parties as there are seats, and decoys that cover less: the
/// optimum is the weight of all targets.
fn planted(meetings: u32, seats: u32, targets: u32, decoys: u32, seed: u64) -> Problem {
    let mut draw = Draw(seed);
    let chosen = meetings * seats;
    let mut list = vec![Vec::new(); targets as usize];
    for target in 0..targets {
        list[target as usize].push(target % chosen);
    }
    for decoy in 0..decoys {
        for _ in 0..(targets / chosen).max(2) - 1 {
            list[draw.below(targets) as usize].push(chosen + decoy);
        }
    }
    let parties = chosen + decoys;
    Problem {
        parties,
        meetings,
        seats,
        hosts: (0..meetings).map(|it| Host { party: it, place: it }).collect(),
        distinct_hosts: true,
        places: (0..parties)
            .map(|it| {
                if it < chosen {
                    vec![it % meetings]
                } else {
                    vec![draw.below(meetings), draw.below(meetings)]
                }
            })
            .collect(),
        targets: list.into_iter().map(|parties| Target { weight: 1, parties }).collect(),
        ..Problem::default()
    }
}

fn with_pairs(mut problem: Problem, pairs: u32) -> Problem {
    let mut draw = Draw(7);
    let parties = problem.parties;
    problem.apart = (0..pairs)
        .map(|_| {
            let a = draw.below(parties);
            (a, (a + 1 + draw.below(parties - 1)) % parties)
        })
        .collect();
    problem
}

fn with_budget(mut problem: Problem, total: u64) -> Problem {
    let mut draw = Draw(9);
    let mut costs = std::collections::BTreeMap::new();
    for host in 0..problem.hosts.len() as u32 {
        for party in 0..problem.parties {
            costs.insert((host, party), 5 + u64::from(draw.below(60)));
        }
    }
    problem.travel = Some(Travel { costs, otherwise: None, per_meeting: None, total: Some(total) });
    problem
}

fn json(problem: &Problem) -> String {
    let list = |it: &[u32]| format!("[{}]", it.iter().map(u32::to_string).collect::<Vec<_>>().join(","));
    let lists = |it: &[Vec<u32>]| format!("[{}]", it.iter().map(|it| list(it)).collect::<Vec<_>>().join(","));
    let hosts: Vec<_> = problem.hosts.iter().map(|it| vec![it.party, it.place]).collect();
    let targets: Vec<_> = problem.targets.iter().map(|it| it.parties.clone()).collect();
    let weights: Vec<_> = problem.targets.iter().map(|it| it.weight.to_string()).collect();
    let apart: Vec<_> = problem.apart.iter().map(|it| vec![it.0, it.1]).collect();
    let mut text = format!(
        "{{\"parties\":{},\"meetings\":{},\"seats\":{},\"hosts\":{},\"places\":{},\"targets\":{},\"weights\":[{}],\"apart\":{}",
        problem.parties,
        problem.meetings,
        problem.seats,
        lists(&hosts),
        lists(&problem.places),
        lists(&targets),
        weights.join(","),
        lists(&apart),
    );
    if let Some(travel) = &problem.travel {
        let costs: Vec<_> =
            travel.costs.iter().map(|((host, party), cost)| format!("[{host},{party},{cost}]")).collect();
        let _ =
            write!(text, ",\"costs\":[{}],\"total\":{}", costs.join(","), travel.total.unwrap_or(u64::MAX));
    }
    text + "}"
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let folder = arguments.windows(2).find(|it| it[0] == "--instances").map(|it| PathBuf::from(&it[1]));
    let problems = [
        ("signatories-300", signatories(300, 14, 5, 12, 1)),
        ("signatories-20000", signatories(20_000, 14, 20, 100, 1)),
        ("planted-60", planted(3, 5, 60, 60, 1)),
        ("planted-200", planted(5, 8, 200, 200, 2)),
        ("cells-100", cells(100, 100, 6, 3, 8, 1)),
        ("cells-300", cells(300, 300, 14, 4, 10, 1)),
        ("cells-1000", cells(1000, 1000, 14, 8, 20, 1)),
        ("pairs-300", with_pairs(cells(300, 200, 6, 4, 10, 2), 60)),
        ("budget-100", with_budget(cells(100, 100, 6, 3, 8, 3), 200)),
        ("cells-20000", cells(20_000, 5_000, 14, 20, 50, 1)),
    ];
    println!(
        "name\tweight\tbound\tgap\tgreedy\tstatus\tmethod\tvariables\trows\tnodes\titerations\tdeadline\tseconds"
    );
    for (name, problem) in problems {
        if let Some(folder) = &folder {
            let _ = std::fs::create_dir_all(folder);
            if let Err(error) = std::fs::write(folder.join(format!("{name}.json")), json(&problem)) {
                eprintln!("{name} is not written: {error}");
            }
        }
        let limits = Limits { deadline: Some(Duration::from_secs(10)), ..Limits::default() };
        let start = Instant::now();
        match solve(&problem, &limits, &|| false) {
            Ok(it) => println!(
                "{name}\t{}\t{}\t{:.4}\t{}\t{:?}\t{:?}\t{}\t{}\t{}\t{}\t{}\t{:.3}",
                it.weight,
                it.upper_bound,
                it.gap(),
                it.greedy_weight.unwrap_or(0),
                it.status,
                it.method,
                it.variables,
                it.rows,
                it.nodes,
                it.iterations,
                it.deadline_reached,
                start.elapsed().as_secs_f64(),
            ),
            Err(error) => println!("{name}\t{error}"),
        }
    }
}
