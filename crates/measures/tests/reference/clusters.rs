//! Leiden's quality and its guarantees, and conductance.

use measures::community::quality::modularity;
use measures::community::report::report;
use measures::community::{LeidenRule, Quality, leiden};
use measures::random::Random;
use measures::{Graph, Interrupt, WeightSemantics};
use serde_json::Value;

/// How much less than the better of both our median may be, as a share of it.
const SHORTFALL: f64 = 0.001;

/// Where our medians over the seeds fall short of the better of igraph's and leidenalg's. Panics when a community is not
/// connected.
pub(crate) fn shortfalls(case: &Value) -> Vec<String> {
    let nodes = case["nodes"].as_u64().unwrap() as usize;
    let pairs: Vec<(u32, u32)> = serde_json::from_value(case["ties"].clone()).unwrap();
    let weights: Vec<f64> = serde_json::from_value(case["weights"].clone()).unwrap();
    let ties: Vec<_> = pairs
        .iter()
        .enumerate()
        .map(|(at, pair)| (pair.0, pair.1, weights.get(at).copied().unwrap_or(1.0)))
        .collect();
    let graph = Graph::from_ties(nodes, &ties).unwrap().0;
    let seeds = case["seeds"].as_u64().unwrap();
    let mut found = Vec::new();
    for wanted in case["medians"].as_array().unwrap() {
        let quality: Quality = serde_json::from_value(wanted["quality"].clone()).unwrap();
        let resolution = wanted["resolution"].as_f64().unwrap();
        let mut qualities: Vec<f64> = (0..seeds)
            .map(|seed| {
                let semantics = WeightSemantics::Strength;
                let rule = LeidenRule { quality, resolution, seed, iterations: None, semantics };
                let partition = leiden(&graph, &rule, &Interrupt::new()).unwrap();
                assert!(are_connected(&graph, &partition.of), "{} seed {seed}", case["name"]);
                partition.quality.unwrap()
            })
            .collect();
        qualities.sort_by(f64::total_cmp);
        let middle = qualities.len() / 2;
        let ours = f64::midpoint(qualities[middle - 1], qualities[middle]);
        let theirs = [&wanted["igraph"], &wanted["leidenalg"]].map(|it| it.as_f64().unwrap());
        let least = theirs[0].max(theirs[1]);
        if ours < least - SHORTFALL * least.abs() {
            found.push(format!("{} {quality:?} {resolution}: {ours} below {least}", case["name"]));
        }
    }
    found
}

/// Where our modularity falls short of that of the crate leiden-rs, on a graph of eight planted groups of 40 nodes with
/// these chances of ties inside and between.
pub(crate) fn shortfall_of_leiden_rs(inside: f64, between: f64) -> Option<String> {
    let mut random = Random::new(11);
    let mut ties = Vec::new();
    let mut builder = leiden_rs::GraphDataBuilder::new(320);
    for a in 0..320_u32 {
        for b in a + 1..320 {
            if random.unit() < if a / 40 == b / 40 { inside } else { between } {
                ties.push((a, b, 1.0));
                builder.add_edge(a as usize, b as usize, 1.0).unwrap();
            }
        }
    }
    let graph = Graph::from_ties(320, &ties).unwrap().0;
    let config = leiden_rs::LeidenConfig::builder().seed(1).build();
    let found = leiden_rs::Leiden::new(config).run(&builder.build().unwrap()).unwrap();
    let groups: Vec<u32> = found.partition.as_slice().iter().map(|it| *it as u32).collect();
    let theirs = modularity(&graph, &groups, 1.0, WeightSemantics::None).unwrap().unwrap();
    let ours = leiden(&graph, &LeidenRule::default(), &Interrupt::new()).unwrap().quality.unwrap();
    (ours < theirs - SHORTFALL * theirs.abs()).then(|| format!("{inside} {between}: {ours} below {theirs}"))
}

/// Whether the nodes of each community reach each other inside it.
fn are_connected(graph: &Graph, of: &[u32]) -> bool {
    let mut is_seen = vec![false; of.len()];
    let mut entered = vec![false; of.len()];
    (0..of.len()).all(|root| {
        if is_seen[root] {
            return true;
        }
        let community = of[root] as usize;
        let mut stack = vec![root];
        is_seen[root] = true;
        while let Some(node) = stack.pop() {
            for other in graph.neighbours(node).iter().map(|it| *it as usize) {
                if !is_seen[other] && of[other] as usize == community {
                    is_seen[other] = true;
                    stack.push(other);
                }
            }
        }
        !std::mem::replace(&mut entered[community], true)
    })
}

/// The conductance of each group, in ascending order of the groups.
pub(crate) fn conductances(graph: &Graph, groups: &[u32]) -> Vec<Option<f64>> {
    let found = report(graph, groups, 1.0, WeightSemantics::None, &Interrupt::new()).unwrap();
    found.communities.into_iter().map(|it| it.conductance).collect()
}
