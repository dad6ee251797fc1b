//! Tests of betweenness.

use super::*;
use crate::paths::oracle::{Oracle, WEIGHTS, drawn, is_near, met, of, relabelled};

const EACH: [WeightSemantics; 3] =
    [WeightSemantics::None, WeightSemantics::Strength, WeightSemantics::Distance];

fn exact(graph: &Graph, semantics: WeightSemantics) -> Vec<f64> {
    betweenness(graph, semantics, &Interrupt::new()).expect("defined")
}

fn assert_near(one: &[f64], other: &[f64]) {
    assert_eq!(one.len(), other.len());
    for (node, (x, y)) in one.iter().zip(other).enumerate() {
        assert!(is_near(*x, *y), "node {node}: {x} and {y}");
    }
}

#[test]
fn small_graphs_by_hand() {
    let plain = |nodes, ties: &[(u32, u32)]| exact(&of(nodes, ties), WeightSemantics::None);
    assert_eq!(plain(0, &[]), [0.0; 0]);
    assert_eq!(plain(1, &[]), [0.0]);
    assert_eq!(plain(2, &[(0, 1)]), [0.0, 0.0]);
    assert_eq!(plain(4, &[]), [0.0; 4]);
    assert_eq!(plain(4, &[(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]), [0.0; 4]);
    assert_eq!(plain(5, &[(0, 1), (0, 2), (0, 3), (0, 4)]), [6.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(plain(5, &[(0, 1), (1, 2), (2, 3), (3, 4)]), [0.0, 3.0, 4.0, 3.0, 0.0]);
    // A square: the two ways round share the pair opposite.
    assert_eq!(plain(5, &[(0, 1), (1, 2), (2, 3), (3, 0)]), [0.5, 0.5, 0.5, 0.5, 0.0]);
    // Two components: a path of three and a star of three leaves.
    let two = plain(7, &[(0, 1), (1, 2), (3, 4), (3, 5), (3, 6)]);
    assert_eq!(two, [0.0, 1.0, 0.0, 3.0, 0.0, 0.0, 0.0]);
}

#[test]
fn drawn_graphs_as_by_definition() {
    for seed in 0..4 {
        for graph in [
            drawn(11, 0.3, &WEIGHTS, seed),
            drawn(10, 0.6, &WEIGHTS[..5], seed),
            drawn(30, 0.07, &WEIGHTS[..3], seed),
            met(25, 12, seed),
            met(40, 9, seed),
        ] {
            for semantics in EACH {
                let right = Oracle::new(&graph, semantics).betweenness();
                assert_near(&exact(&graph, semantics), &right);
            }
        }
    }
}

/// Thirds: 0-1-2-3 is as long as 0-3, which doubles get right, and tenths: 0-1-2 is as long as 0-2, which they do not.
#[test]
fn ways_of_the_same_length_are_all_counted() {
    use std::f64::consts::{E, LN_2, PI};
    let odd = [(5, 6, PI), (6, 7, E), (7, 8, LN_2)];
    let third = 1.0 / 3.0;
    for with_odd in [false, true] {
        let odd = if with_odd { &odd[..] } else { &[] };
        let thirds = [&[(0, 1, third), (1, 2, third), (2, 3, third), (0, 3, 1.0)], odd].concat();
        let tenths = [&[(0, 1, 0.1), (1, 2, 0.2), (0, 2, 0.3)], odd].concat();
        for (ties, right) in [(thirds, [0.0, 1.5, 1.5, 0.0]), (tenths, [0.0, 0.5, 0.0, 0.0])] {
            let (graph, _) = Graph::from_ties(9, &ties).expect("a graph");
            let kind = Lengths::new(&graph, WeightSemantics::Distance).expect("lengths");
            assert_eq!(matches!(kind.kind(), Kind::Filtered(_)), with_odd);
            assert_eq!(exact(&graph, WeightSemantics::Distance)[..4], right);
        }
    }
}

/// The algorithm for one source at a time gives what the batches give, over many levels and directions.
#[test]
fn batches_give_what_single_sources_give() {
    let path: Vec<(u32, u32)> = (1..150).map(|it| (it - 1, it)).collect();
    let grid: Vec<(u32, u32)> = (0..200_u32)
        .flat_map(|it| [(it, it + 1), (it, it + 10)])
        .filter(|(a, b)| *b < 200 && (b - a == 10 || b % 10 != 0))
        .collect();
    for graph in [of(150, &path), of(200, &grid), met(300, 120, 1), met(400, 90, 2), met(300, 700, 3)] {
        let every: Vec<u32> = (0..graph.nodes() as u32).collect();
        let lengths = Lengths::new(&graph, WeightSemantics::None).expect("lengths");
        let Kind::Equal(metric) = lengths.kind() else { panic!("not equal") };
        for with_squares in [true, false] {
            let interrupt = Interrupt::new();
            let right = one_by_one(&graph, metric, &every, with_squares, &interrupt).expect("defined");
            let found = side_by_side(&graph, metric, &every, with_squares, &interrupt).expect("defined");
            assert_near(&found.sums, &right.sums);
            assert_near(&found.squares, &right.squares);
            // Both ways, whichever was taken.
            let twins = Twins::new(&graph);
            let sources = classes(&twins, &every);
            let [mut batch, mut alone] = [(); 2].map(|()| Tally::new(twins.classes(), with_squares));
            let (mut lanes, mut single) = (Lanes::new(&twins), Single::new(&twins));
            for some in sources.chunks(LANES) {
                assert_eq!(lanes.run(some, &mut batch, &interrupt), Ok(true));
            }
            for source in &sources {
                assert_eq!(single.run(*source, &mut alone, &interrupt), Ok(true));
            }
            assert_near(&twins.spread(&batch.sums), &right.sums);
            assert_near(&twins.spread(&alone.sums), &right.sums);
        }
    }
}

#[test]
fn deep_graphs_go_one_by_one_and_dense_ones_side_by_side() {
    let path: Vec<(u32, u32)> = (1..3000).map(|it| (it - 1, it)).collect();
    for (graph, is_deep) in [(of(3000, &path), true), (met(800, 4000, 3), false)] {
        let twins = Twins::new(&graph);
        let every: Vec<u32> = (0..graph.nodes() as u32).collect();
        let sources = classes(&twins, &every);
        assert_eq!(is_faster_alone(&twins, &sources, &Interrupt::new()), Ok(is_deep));
    }
}

/// Four hundred layers of ten nodes, each tied to all of the next: 10³⁹⁸ shortest paths from end to end.
#[test]
fn more_paths_than_a_double_holds() {
    let layers = 400_u32;
    let ties: Vec<(u32, u32)> =
        (0..(layers - 1) * 10).flat_map(|a| (0..10).map(move |it| (a, (a / 10 + 1) * 10 + it))).collect();
    // Tied within a layer by a ring, so that they are no twins.
    let rings = (0..layers * 10).map(|a| (a, a / 10 * 10 + (a + 1) % 10));
    let graph = of(layers as usize * 10, &ties.iter().copied().chain(rings).collect::<Vec<_>>());
    let sources: Vec<u32> = vec![3];
    let tally = tally(&graph, WeightSemantics::None, &sources, false, &Interrupt::new()).expect("defined");
    // Both ways say that it is too much for them.
    let twins = Twins::new(&graph);
    let source = Source { class: twins.of[3], times: 1 };
    let mut none = Tally::new(twins.classes(), false);
    assert_eq!(Lanes::new(&twins).run(&[source], &mut none, &Interrupt::new()), Ok(false));
    assert_eq!(Single::new(&twins).run(source, &mut none, &Interrupt::new()), Ok(false));
    assert!(none.sums.iter().all(|it| *it == 0.0));
    // All later nodes depend evenly on the ten of a layer; within layer 1 some pairs of layer 0 meet as well.
    for layer in 2..layers {
        let later = f64::from((layers - 1 - layer) * 10);
        assert!(is_near(tally.sums[layer as usize * 10], later / 10.0), "layer {layer}");
    }
}

#[test]
fn relabelling_permutes_and_an_isolate_changes_nothing() {
    for seed in 0..6 {
        for graph in [drawn(40, 0.15, &WEIGHTS, seed), met(60, 40, seed)] {
            let (other, new) = relabelled(&graph, seed + 100);
            let ties: Vec<_> = graph.iter_ties().collect();
            let (wider, _) = Graph::from_ties(graph.nodes() + 1, &ties).expect("a graph");
            for semantics in EACH {
                let values = exact(&graph, semantics);
                let moved = exact(&other, semantics);
                let back: Vec<f64> = new.iter().map(|it| moved[*it as usize]).collect();
                assert_near(&values, &back);
                assert_near(&exact(&wider, semantics), &[&values[..], &[0.0]].concat());
            }
        }
    }
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let graph = met(700, 900, 5);
    let weighted = drawn(60, 0.2, &WEIGHTS, 5);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            let some = sampled(&graph, WeightSemantics::None, 100, 1, &Interrupt::new());
            (exact(&graph, WeightSemantics::None), exact(&weighted, WeightSemantics::Strength), some)
        })
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(7));
}

#[test]
fn samples_are_unbiased_with_the_error_stated() {
    // All pairs of sources of a small graph: the mean of the estimates is the truth, the mean of the squared errors
    // is the variance.
    let graph = drawn(9, 0.35, &WEIGHTS, 4);
    let right = exact(&graph, WeightSemantics::None);
    let (mut sums, mut variances, mut errors, mut draws) = ([0.0; 9], [0.0; 9], [0.0; 9], 0.0);
    for seed in 0..20_000 {
        let one = sampled(&graph, WeightSemantics::None, 4, seed, &Interrupt::new()).expect("defined");
        draws += 1.0;
        for node in 0..9 {
            sums[node] += one.values[node];
            variances[node] += one.standard_error[node].powi(2);
            errors[node] += (one.values[node] - right[node]).powi(2);
        }
    }
    for node in 0..9 {
        let (mean, spread) = (sums[node] / draws, (errors[node] / draws).sqrt());
        assert!((mean - right[node]).abs() < 5.0 * spread / draws.sqrt() + 1e-9, "node {node}: {mean}");
        let stated = (variances[node] / draws).sqrt();
        assert!((stated - spread).abs() <= 0.05 * spread + 1e-9, "node {node}: {stated} and {spread}");
    }
}

#[test]
fn parameters_and_interrupts() {
    let graph = met(50, 40, 1);
    let interrupt = Interrupt::new();
    assert!(sampled(&graph, WeightSemantics::None, 1, 0, &interrupt).is_err());
    let all = sampled(&graph, WeightSemantics::None, 50, 0, &interrupt).expect("defined");
    assert_eq!(all.values, exact(&graph, WeightSemantics::None));
    assert_eq!((all.standard_error, all.samples), (vec![0.0; 50], 50));
    assert_eq!((normalised(3.0, 4), normalised(0.0, 2)), (Some(1.0), None));
    interrupt.stop();
    let stopped = betweenness(&graph, WeightSemantics::None, &interrupt);
    assert_eq!(stopped, Err(MeasureError::Interrupted));
}
