//! Ours of what the reference has of graphs, one line a measure.

use measures::community::compare::{adjusted_rand, nmi};
use measures::community::participation::participation;
use measures::community::quality::modularity;
use measures::cut;
use measures::link::{LinkMethod, back_test, best, score};
use measures::local::brokerage::{BrokerageRoles, brokerage};
use measures::local::clustering::{FewNeighbours, local, mean_local, transitivity};
use measures::local::constraint::{constraint, effective_size, efficiency};
use measures::local::core::core_numbers;
use measures::paths::betweenness::betweenness;
use measures::paths::closeness::{closeness, harmonic};
use measures::paths::distances::distances;
use measures::paths::shortest::k_shortest;
use measures::spectral::{eigenvector, katz, pagerank};
use measures::whole::{assortativity, components, degree_centralization, density, ei_index, isolates};
use measures::{Graph, Interrupt, WeightSemantics};
use serde_json::{Value, json};

/// A graph of the reference.
pub(crate) struct Case {
    nodes: usize,
    ties: Vec<(u32, u32, f64)>,
    graph: Graph,
}

impl Case {
    pub(crate) fn new(file: &Value) -> Self {
        let nodes = file["nodes"].as_u64().unwrap() as usize;
        let tie = |it: &Value| {
            (number(&it[0]), number(&it[1]), it.get(2).map_or(1.0, |weight| weight.as_f64().unwrap()))
        };
        let ties: Vec<_> = file["ties"].as_array().unwrap().iter().map(tie).collect();
        let graph = Graph::from_ties(nodes, &ties).unwrap().0;
        Self { nodes, ties, graph }
    }

    /// Our value of a line of the reference.
    pub(crate) fn value(&self, measure: &str, line: &Value) -> Value {
        let (graph, go) = (&self.graph, &Interrupt::new());
        let degrees = || (0..self.nodes).map(|it| graph.degree(it)).collect::<Vec<_>>();
        let strengths = || (0..self.nodes).map(|it| graph.strength(it)).collect::<Vec<_>>();
        match measure {
            "DEGREE" => json!(degrees()),
            "STRENGTH" => json!(strengths()),
            "BETWEENNESS" => json!(betweenness(graph, weights(line), go).unwrap()),
            "CLOSENESS" => json!(closeness(graph, weights(line), go).unwrap()),
            "HARMONIC_CLOSENESS" => json!(harmonic(graph, weights(line), go).unwrap()),
            "DIAMETER" => json!(distances(graph, weights(line), None, go).unwrap().diameter.unwrap().length),
            "MEAN_DISTANCE" => json!(distances(graph, weights(line), None, go).unwrap().mean),
            "SHORTEST_PATH_LENGTHS" => json!(paths(graph, line).iter().map(|it| it.1).collect::<Vec<_>>()),
            "SHORTEST_PATHS" => json!(paths(graph, line).iter().map(|it| &it.0).collect::<Vec<_>>()),
            "EIGENVECTOR" => json!(eigenvector(graph, weights(line), go).unwrap()),
            "PAGERANK" => json!(pagerank(graph, weights(line), float(&line["damping"]), go).unwrap()),
            "KATZ" => {
                let (alpha, beta) = (float(&line["alpha"]), float(&line["beta"]));
                json!(katz(graph, weights(line), Some(alpha), beta, go).unwrap())
            }
            "CORE_NUMBER" => json!(core_numbers(graph, go).unwrap()),
            "LOCAL_CLUSTERING" => json!(local(graph, go).unwrap()),
            "TRANSITIVITY" => json!(transitivity(graph, go).unwrap()),
            "MEAN_LOCAL_CLUSTERING" => json!(mean_local(graph, few(line), go).unwrap()),
            "CONSTRAINT" => json!(constraint(graph, weights(line), go).unwrap()),
            "EFFECTIVE_SIZE" => json!(effective_size(graph, weights(line), go).unwrap()),
            "EFFICIENCY" => json!(efficiency(graph, weights(line), go).unwrap()),
            "ARTICULATION_POINTS" => json!(cut::articulation_points(graph, go).unwrap()),
            "BRIDGES" => json!(cut::bridges(graph, go).unwrap()),
            "PAIRS_DISCONNECTED" => json!(cut::pairs_disconnected(graph, go).unwrap()),
            _ => self
                .whole(measure, line)
                .or_else(|| self.grouped(measure, line))
                .or_else(|| self.linked(measure, line))
                .unwrap_or_else(|| json!("nothing: there is no line for it")),
        }
    }

    fn whole(&self, measure: &str, line: &Value) -> Option<Value> {
        let graph = &self.graph;
        Some(match measure {
            "COMPONENTS" => json!(components(graph).sizes),
            "COMPONENT_OF" => json!(by_smallest_node(&components(graph).of)),
            "ISOLATES" => json!(isolates(graph).len()),
            "DENSITY" => json!(density(graph)),
            "DEGREE_CENTRALIZATION" => json!(degree_centralization(graph)),
            "DEGREE_ASSORTATIVITY" => json!(assortativity::degree(graph)),
            "ATTRIBUTE_ASSORTATIVITY" => {
                json!(assortativity::by_category(graph, &some_groups(&line["groups"])).unwrap())
            }
            "NUMERIC_ASSORTATIVITY" => {
                let numbers: Vec<_> = array(&line["numbers"]).iter().map(Value::as_f64).collect();
                json!(assortativity::by_number(graph, &numbers).unwrap())
            }
            "EI_INDEX" => {
                let found = ei_index::ei_index(graph, &some_groups(&line["groups"])).unwrap();
                json!([found.value, found.internal, found.external])
            }
            _ => return None,
        })
    }

    fn grouped(&self, measure: &str, line: &Value) -> Option<Value> {
        let (graph, go) = (&self.graph, &Interrupt::new());
        let groups: Vec<u32> = line.get("groups").map(numbers).unwrap_or_default();
        let brokered = || brokerage(graph, &groups, go).unwrap();
        Some(match measure {
            "MODULARITY" => {
                json!(modularity(graph, &groups, float(&line["resolution"]), weights(line)).unwrap())
            }
            "PARTICIPATION_COEFFICIENT" => json!(participation(graph, &groups, weights(line)).unwrap()),
            "CONDUCTANCE" => json!(super::clusters::conductances(graph, &groups)),
            "NORMALIZED_MUTUAL_INFORMATION" => json!(nmi(&groups, &numbers(&line["other"])).unwrap()),
            "ADJUSTED_RAND" => json!(adjusted_rand(&groups, &numbers(&line["other"])).unwrap()),
            "BROKERAGE" => {
                json!(brokered().scores.into_iter().map(|it| roles(&it.unwrap())).collect::<Vec<_>>())
            }
            "BROKERAGE_EXPECTED" => {
                let brokered = brokered();
                let expected = (0..self.nodes).map(|it| roles(&brokered.expected(it).unwrap().expected));
                json!(expected.collect::<Vec<_>>())
            }
            "BROKERAGE_Z" => {
                json!(brokered().z.into_iter().map(|it| roles(&it.unwrap())).collect::<Vec<_>>())
            }
            _ => return None,
        })
    }

    fn linked(&self, measure: &str, line: &Value) -> Option<Value> {
        let (graph, go) = (&self.graph, &Interrupt::new());
        if measure == "BACK_TEST" {
            return Some(self.back_tested(line));
        }
        if let Some(method) = measure.strip_prefix("BEST_") {
            let method = link_method(method)?;
            let found = best(graph, method, line["count"].as_u64().unwrap() as usize, go).unwrap();
            for it in &found {
                assert!(!graph.has_tie(it.a as usize, it.b as usize));
                assert_eq!(it.score, score(graph, method, it.a as usize, it.b as usize).unwrap());
            }
            let mut scores: Vec<f64> = found.into_iter().map(|it| it.score).collect();
            // Pairs that score nothing are not suggested; the reference lists them.
            scores.resize(array(&line["expected"]).len(), 0.0);
            return Some(json!(scores));
        }
        let method = link_method(measure)?;
        let of = |pair: &Value| score(graph, method, number(&pair[0]) as usize, number(&pair[1]) as usize);
        Some(json!(array(&line["pairs"]).iter().map(|it| of(it).unwrap()).collect::<Vec<_>>()))
    }

    fn back_tested(&self, line: &Value) -> Value {
        let hidden: Vec<(u32, u32)> =
            array(&line["hidden"]).iter().map(|it| (number(&it[0]), number(&it[1]))).collect();
        let stays = |it: &&(u32, u32, f64)| !hidden.contains(&(it.0.min(it.1), it.0.max(it.1)));
        let ties: Vec<_> = self.ties.iter().filter(stays).copied().collect();
        let before = Graph::from_ties(self.nodes, &ties).unwrap().0;
        let method = link_method(line["method"].as_str().unwrap()).unwrap();
        let found = back_test(&before, &self.graph, method, 10, &Interrupt::new()).unwrap();
        json!([found.positives, found.negatives, found.auc])
    }
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<u32> {
    array(value).iter().map(number).collect()
}

fn float(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn some_groups(value: &Value) -> Vec<Option<u32>> {
    array(value).iter().map(|it| (!it.is_null()).then(|| number(it))).collect()
}

fn weights(line: &Value) -> WeightSemantics {
    serde_json::from_value(line["semantics"].clone()).unwrap()
}

fn few(line: &Value) -> FewNeighbours {
    match line["below_two"].as_str().unwrap() {
        "ZERO" => FewNeighbours::CountsAsZero,
        _ => FewNeighbours::LeftOut,
    }
}

fn link_method(name: &str) -> Option<LinkMethod> {
    serde_json::from_value(json!(name)).ok()
}

/// Paths with their lengths.
fn paths(graph: &Graph, line: &Value) -> Vec<(Vec<u32>, f64)> {
    let (from, to) = (number(&line["pair"][0]), number(&line["pair"][1]));
    let count = line["count"].as_u64().unwrap() as usize;
    let found = k_shortest(graph, weights(line), from, to, count, &Interrupt::new()).unwrap();
    found.into_iter().map(|it| (it.nodes, it.length)).collect()
}

/// Components numbered by their smallest node.
fn by_smallest_node(of: &[u32]) -> Vec<usize> {
    let mut seen = Vec::new();
    let mut number = |it: &u32| {
        seen.iter().position(|other| other == it).unwrap_or_else(|| {
            seen.push(*it);
            seen.len() - 1
        })
    };
    of.iter().map(&mut number).collect()
}

fn roles<T: serde::Serialize>(it: &BrokerageRoles<T>) -> Value {
    json!([&it.coordinator, &it.itinerant, &it.representative, &it.gatekeeper, &it.liaison])
}
