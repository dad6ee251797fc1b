//! Preferential attachment, where every pair of nodes with ties has a score: pairs are taken by the numbers of neighbours
//! they have, of which there are few, not one by one.

use std::cmp::Reverse;

use super::best::Suggestion;
use crate::error::MeasureError;
use crate::graph::Graph;
use crate::interrupt::Interrupt;

/// How many nodes are handled between two looks at the interrupt.
const NODES: usize = 1 << 10;

/// The nodes that have so many neighbours, ascending; by ascending number of neighbours, isolates left out.
fn classes(graph: &Graph) -> Vec<(u64, Vec<u32>)> {
    let mut nodes: Vec<(u64, u32)> =
        (0..graph.nodes()).map(|it| (graph.degree(it) as u64, it as u32)).filter(|it| it.0 > 0).collect();
    nodes.sort_unstable();
    let class = |it: &[(u64, u32)]| (it[0].0, it.iter().map(|it| it.1).collect());
    nodes.chunk_by(|x, y| x.0 == y.0).map(class).collect()
}

/// All products of two numbers of neighbours, each with the two classes it is of. With at most 2√m classes these are O(m).
fn products(classes: &[(u64, Vec<u32>)]) -> Vec<(u64, u32, u32)> {
    let mut products = Vec::with_capacity(classes.len() * (classes.len() + 1) / 2);
    for (one, (less, _)) in (0_u32..).zip(classes) {
        for (other, (more, _)) in (0_u32..).zip(classes).skip(one as usize) {
            products.push((less * more, one, other));
        }
    }
    products
}

/// The best pairs without a tie: by the product of the numbers of neighbours, then by the numbers of the nodes.
pub(super) fn best(
    graph: &Graph,
    count: usize,
    interrupt: &Interrupt,
) -> Result<Vec<Suggestion>, MeasureError> {
    let classes = classes(graph);
    let mut products = products(&classes);
    products.sort_unstable_by_key(|it| (Reverse(it.0), it.1));
    let mut best = Vec::new();
    for same in products.chunk_by(|x, y| x.0 == y.0) {
        interrupt.check()?;
        // Each node of the pairs with this product, and the class of its partners.
        let mut nodes: Vec<(u32, u32)> = Vec::new();
        for (_, one, other) in same {
            nodes.extend(classes[*one as usize].1.iter().map(|it| (*it, *other)));
            if one != other {
                nodes.extend(classes[*other as usize].1.iter().map(|it| (*it, *one)));
            }
        }
        nodes.sort_unstable();
        for (at, (a, partners)) in nodes.into_iter().enumerate() {
            if at.is_multiple_of(NODES) {
                interrupt.check()?;
            }
            let partners = &classes[partners as usize].1;
            let later = &partners[partners.partition_point(|it| *it <= a)..];
            for b in later.iter().filter(|it| !graph.has_tie(a as usize, **it as usize)) {
                if best.len() >= count {
                    return Ok(best);
                }
                best.push(Suggestion::new(a, *b, same[0].0 as f64));
            }
        }
    }
    Ok(best)
}

/// How many pairs without a tie have each product, ascending by product.
pub(super) fn counts(graph: &Graph, interrupt: &Interrupt) -> Result<Vec<(f64, u64)>, MeasureError> {
    let classes = classes(graph);
    let mut products = products(&classes);
    products.sort_unstable();
    interrupt.check()?;
    let mut tied = Vec::with_capacity(graph.ties());
    for a in 0..graph.nodes() {
        if a.is_multiple_of(NODES) {
            interrupt.check()?;
        }
        let later = graph.neighbours(a).iter().map(|it| *it as usize).filter(|it| *it > a);
        tied.extend(later.map(|b| graph.degree(a) as u64 * graph.degree(b) as u64));
    }
    tied.sort_unstable();
    let mut tied = tied.into_iter().peekable();
    let mut counts = Vec::new();
    for same in products.chunk_by(|x, y| x.0 == y.0) {
        let product = same[0].0;
        let pairs = |(_, one, other): &(u64, u32, u32)| {
            let size = |it: u32| classes[it as usize].1.len() as u64;
            if one == other { size(*one) * (size(*one) - 1) / 2 } else { size(*one) * size(*other) }
        };
        let mut count: u64 = same.iter().map(pairs).sum();
        while tied.next_if_eq(&product).is_some() {
            count -= 1;
        }
        if count > 0 {
            counts.push((product as f64, count));
        }
    }
    Ok(counts)
}
