//! Graphs that are a corner of some definition, with values worked out by hand.

mod local;

use measures::{Graph, Undefined};

/// Values by node, or why there are none.
#[derive(Debug)]
pub(crate) enum Expected {
    Values(Vec<Option<f64>>),
    Not(Undefined),
}

/// What is expected of the whole network.
pub(crate) struct Whole {
    /// Density, mean degree, degree centralization, giant share, degree assortativity.
    pub(crate) numbers: [Option<f64>; 5],
    pub(crate) components: Vec<usize>,
    pub(crate) isolates: usize,
    /// Articulation points, bridges, biconnected components.
    pub(crate) cuts: (usize, usize, usize),
}

pub(crate) struct Special {
    pub(crate) name: &'static str,
    nodes: usize,
    ties: Vec<(u32, u32, f64)>,
    pub(crate) whole: Whole,
    pub(crate) values: Vec<(&'static str, Expected)>,
}

impl Special {
    pub(crate) fn graph(&self) -> Graph {
        Graph::from_ties(self.nodes, &self.ties).expect("right").0
    }
}

fn is(values: &[f64]) -> Expected {
    Expected::Values(values.iter().copied().map(Some).collect())
}

fn all(value: f64, nodes: usize) -> Expected {
    is(&vec![value; nodes])
}

fn some(values: &[Option<f64>]) -> Expected {
    Expected::Values(values.to_vec())
}

fn ones(ties: &[(u32, u32)]) -> Vec<(u32, u32, f64)> {
    ties.iter().map(|it| (it.0, it.1, 1.0)).collect()
}

pub(crate) fn graphs() -> Vec<Special> {
    let mut graphs = vec![
        empty(),
        edgeless("one node", 1, [None, Some(0.0), None, Some(1.0), None]),
        edgeless("two nodes", 2, [Some(0.0), Some(0.0), None, Some(0.5), None]),
        edgeless("no ties", 4, [Some(0.0), Some(0.0), Some(0.0), Some(0.25), None]),
        one_tie(),
        complete(),
        star(),
        path(),
        cycle(),
        two_components(),
        weighted(),
        with_isolates(),
    ];
    for graph in &mut graphs {
        graph.values.extend(local::values(graph.name, graph.nodes));
    }
    graphs
}

fn empty() -> Special {
    let nothing = [
        "pairs disconnected",
        "nodes left alone",
        "betweenness",
        "betweenness of all sources",
        "closeness",
        "harmonic closeness",
        "degree",
        "strength",
        "size of its component",
        "E-I index",
    ];
    let mut values: Vec<_> = nothing.into_iter().map(|it| (it, is(&[]))).collect();
    for name in ["eigenvector", "pagerank", "katz"] {
        values.push((name, Expected::Not(Undefined::NoNodes)));
    }
    Special {
        name: "empty",
        nodes: 0,
        ties: vec![],
        whole: Whole { numbers: [None; 5], components: vec![], isolates: 0, cuts: (0, 0, 0) },
        values,
    }
}

fn edgeless(name: &'static str, nodes: usize, numbers: [Option<f64>; 5]) -> Special {
    Special {
        name,
        nodes,
        ties: vec![],
        whole: Whole { numbers, components: vec![1; nodes], isolates: nodes, cuts: (0, 0, 0) },
        values: vec![
            ("eigenvector", Expected::Not(Undefined::NoTies)),
            ("pagerank", all(1.0 / nodes as f64, nodes)),
            ("katz", all(1.0, nodes)),
            ("betweenness", all(0.0, nodes)),
            ("betweenness of all sources", all(0.0, nodes)),
            ("closeness", some(&vec![None; nodes])),
            ("harmonic closeness", all(0.0, nodes)),
            ("pairs disconnected", all(0.0, nodes)),
            ("nodes left alone", all(0.0, nodes)),
            ("degree", all(0.0, nodes)),
            ("strength", all(0.0, nodes)),
            ("size of its component", all(1.0, nodes)),
            ("E-I index", some(&vec![None; nodes])),
        ],
    }
}

/// Groups are even and odd nodes, and Katz has 0.85 over the greatest eigenvalue.
fn one_tie() -> Special {
    Special {
        name: "one tie",
        nodes: 2,
        ties: ones(&[(0, 1)]),
        whole: Whole {
            numbers: [Some(1.0), Some(1.0), None, Some(1.0), None],
            components: vec![2],
            isolates: 0,
            cuts: (0, 1, 1),
        },
        values: vec![
            ("eigenvector", all(1.0, 2)),
            ("pagerank", all(0.5, 2)),
            ("katz", all(1.0 / 0.15, 2)),
            ("betweenness", all(0.0, 2)),
            ("betweenness of all sources", all(0.0, 2)),
            ("closeness", all(1.0, 2)),
            ("harmonic closeness", all(1.0, 2)),
            ("pairs disconnected", all(0.0, 2)),
            ("nodes left alone", all(1.0, 2)),
            ("E-I index", all(1.0, 2)),
        ],
    }
}

fn complete() -> Special {
    Special {
        name: "complete",
        nodes: 4,
        ties: ones(&[(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]),
        whole: Whole {
            numbers: [Some(1.0), Some(3.0), Some(0.0), Some(1.0), None],
            components: vec![4],
            isolates: 0,
            cuts: (0, 0, 1),
        },
        values: vec![
            ("eigenvector", all(1.0, 4)),
            ("pagerank", all(0.25, 4)),
            ("katz", all(1.0 / 0.15, 4)),
            ("betweenness", all(0.0, 4)),
            ("betweenness of all sources", all(0.0, 4)),
            ("closeness", all(1.0, 4)),
            ("harmonic closeness", all(3.0, 4)),
            ("pairs disconnected", all(0.0, 4)),
            ("nodes left alone", all(0.0, 4)),
            ("E-I index", all(1.0 / 3.0, 4)),
        ],
    }
}

fn star() -> Special {
    // PageRank: c = 0.03 + 0.85 · 4 l, l = 0.03 + 0.85 c / 4. Katz: c = 1 + 4 · 0.425 l, l = 1 + 0.425 c.
    let rank = (0.03 + 0.85 * 4.0 * 0.03) / (1.0 - 0.85 * 0.85);
    let katz = 2.7 / (1.0 - 4.0 * 0.425 * 0.425);
    let with = |middle: f64, leaf: f64| is(&[middle, leaf, leaf, leaf, leaf]);
    Special {
        name: "star",
        nodes: 5,
        ties: ones(&[(0, 1), (0, 2), (0, 3), (0, 4)]),
        whole: Whole {
            numbers: [Some(0.4), Some(1.6), Some(1.0), Some(1.0), Some(-1.0)],
            components: vec![5],
            isolates: 0,
            cuts: (1, 4, 4),
        },
        values: vec![
            ("eigenvector", with(1.0, 0.5)),
            ("pagerank", with(rank, (1.0 - rank) / 4.0)),
            ("katz", with(katz, 1.0 + 0.425 * katz)),
            ("betweenness", with(6.0, 0.0)),
            ("betweenness of all sources", with(6.0, 0.0)),
            ("closeness", with(1.0, 4.0 / 7.0)),
            ("harmonic closeness", with(4.0, 2.5)),
            ("pairs disconnected", with(6.0, 0.0)),
            ("nodes left alone", with(4.0, 0.0)),
            ("E-I index", is(&[0.0, 1.0, -1.0, 1.0, -1.0])),
        ],
    }
}

fn path() -> Special {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    // PageRank: e = 0.0375 + 0.425 m, e + m = 1/2. Katz, a = 0.85 / (1 + golden): m = 1 + a (e + m), e = 1 + a m.
    let rank = 0.25 / 1.425;
    let alpha = 0.85 / (1.0 + golden);
    let katz = (1.0 + alpha) / (1.0 - alpha - alpha * alpha);
    let with = |end: f64, middle: f64| is(&[end, middle, middle, end]);
    Special {
        name: "path",
        nodes: 4,
        ties: ones(&[(0, 1), (1, 2), (2, 3)]),
        whole: Whole {
            numbers: [Some(0.5), Some(1.5), Some(1.0 / 3.0), Some(1.0), Some(-0.5)],
            components: vec![4],
            isolates: 0,
            cuts: (2, 3, 3),
        },
        values: vec![
            ("eigenvector", with(golden, 1.0)),
            ("pagerank", with(rank, 0.5 - rank)),
            ("katz", with(1.0 + alpha * katz, katz)),
            ("betweenness", with(0.0, 2.0)),
            ("betweenness of all sources", with(0.0, 2.0)),
            ("closeness", with(0.5, 0.75)),
            ("harmonic closeness", with(11.0 / 6.0, 2.5)),
            ("pairs disconnected", with(0.0, 2.0)),
            ("nodes left alone", with(0.0, 1.0)),
            ("E-I index", all(1.0, 4)),
        ],
    }
}

fn cycle() -> Special {
    Special {
        name: "cycle",
        nodes: 5,
        ties: ones(&[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]),
        whole: Whole {
            numbers: [Some(0.5), Some(2.0), Some(0.0), Some(1.0), None],
            components: vec![5],
            isolates: 0,
            cuts: (0, 0, 1),
        },
        values: vec![
            ("eigenvector", all(1.0, 5)),
            ("pagerank", all(0.2, 5)),
            ("katz", all(1.0 / 0.15, 5)),
            ("betweenness", all(1.0, 5)),
            ("betweenness of all sources", all(1.0, 5)),
            ("closeness", all(2.0 / 3.0, 5)),
            ("harmonic closeness", all(3.0, 5)),
            ("pairs disconnected", all(0.0, 5)),
            ("nodes left alone", all(0.0, 5)),
            ("E-I index", is(&[0.0, 1.0, 1.0, 1.0, 0.0])),
        ],
    }
}

/// A triangle and a pair.
fn two_components() -> Special {
    let with = |three: f64, two: f64| is(&[three, three, three, two, two]);
    Special {
        name: "two components",
        nodes: 5,
        ties: ones(&[(0, 1), (1, 2), (2, 0), (3, 4)]),
        whole: Whole {
            numbers: [Some(0.4), Some(1.6), Some(1.0 / 6.0), Some(0.6), Some(1.0)],
            components: vec![3, 2],
            isolates: 0,
            cuts: (0, 1, 2),
        },
        values: vec![
            ("eigenvector", with(1.0, 0.0)),
            ("pagerank", all(0.2, 5)),
            ("katz", with(1.0 / 0.15, 1.0 / 0.575)),
            ("betweenness", all(0.0, 5)),
            ("betweenness of all sources", all(0.0, 5)),
            ("closeness", with(0.5, 0.25)),
            ("harmonic closeness", with(2.0, 1.0)),
            ("pairs disconnected", all(0.0, 5)),
            ("nodes left alone", with(0.0, 1.0)),
            ("E-I index", is(&[0.0, 1.0, 0.0, 1.0, 1.0])),
        ],
    }
}

/// A triangle with strengths 2, 4 and 4: from 0 to 1 it is as far as by way of 2.
fn weighted() -> Special {
    // Eigenvalue λ: λ a = 2 a + 4 b, λ b = 8 a. PageRank: a = 0.05 + 0.85 (a / 3 + b / 2), 2 a + b = 1.
    let eigenvalue = 1.0 + 33.0_f64.sqrt();
    let rank = 0.475 / (1.0 + 1.7 / 3.0);
    // Katz: a = 1 + α (2 a + 4 b), b = 1 + 8 α a.
    let alpha = 0.85 / eigenvalue;
    let katz = (1.0 + 4.0 * alpha) / (1.0 - 2.0 * alpha - 32.0 * alpha * alpha);
    let with = |two: f64, third: f64| is(&[two, two, third]);
    Special {
        name: "weighted",
        nodes: 3,
        ties: vec![(0, 1, 2.0), (1, 2, 4.0), (2, 0, 4.0)],
        whole: Whole {
            numbers: [Some(1.0), Some(2.0), Some(0.0), Some(1.0), None],
            components: vec![3],
            isolates: 0,
            cuts: (0, 0, 1),
        },
        values: vec![
            ("strength", with(6.0, 8.0)),
            ("eigenvector", with(eigenvalue / 8.0, 1.0)),
            ("pagerank", with(rank, 1.0 - 2.0 * rank)),
            ("katz", with(katz, 1.0 + 8.0 * alpha * katz)),
            ("betweenness", with(0.0, 0.5)),
            ("betweenness of all sources", with(0.0, 0.5)),
            ("closeness", with(8.0 / 3.0, 4.0)),
            ("harmonic closeness", with(6.0, 8.0)),
            ("pairs disconnected", all(0.0, 3)),
        ],
    }
}

/// A path of three and two nodes without ties.
fn with_isolates() -> Special {
    let root = 0.5_f64.sqrt();
    // PageRank: an isolate i = 0.15 / (5 − 1.7), the middle m = i + 1.7 e, an end e = i + 0.425 m.
    let alone = 0.15 / 3.3;
    let middle = 2.7 * alone / (1.0 - 1.7 * 0.425);
    // Katz, α = 0.85 / √2: m = 1 + 2 α e, e = 1 + α m.
    let alpha = 0.85 * root;
    let katz = (1.0 + 2.0 * alpha) / (1.0 - 2.0 * alpha * alpha);
    let with = |end: f64, middle: f64, alone: f64| is(&[end, middle, end, alone, alone]);
    let third = Some(1.0 / 3.0);
    Special {
        name: "with isolates",
        nodes: 5,
        ties: ones(&[(0, 1), (1, 2)]),
        whole: Whole {
            numbers: [Some(0.2), Some(0.8), Some(0.5), Some(0.6), Some(-1.0)],
            components: vec![3, 1, 1],
            isolates: 2,
            cuts: (1, 2, 2),
        },
        values: vec![
            ("eigenvector", with(root, 1.0, 0.0)),
            ("pagerank", with(alone + 0.425 * middle, middle, alone)),
            ("katz", with(1.0 + alpha * katz, katz, 1.0)),
            ("betweenness", with(0.0, 1.0, 0.0)),
            ("betweenness of all sources", with(0.0, 1.0, 0.0)),
            ("closeness", some(&[third, Some(0.5), third, None, None])),
            ("harmonic closeness", with(1.5, 2.0, 0.0)),
            ("pairs disconnected", with(0.0, 1.0, 0.0)),
            ("nodes left alone", with(0.0, 2.0, 0.0)),
            ("E-I index", some(&[Some(1.0), Some(1.0), Some(1.0), None, None])),
        ],
    }
}
