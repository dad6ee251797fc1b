//! What the E-I index would be if groups did not matter.

use rayon::prelude::*;

use super::ei_index;
use crate::error::{MeasureError, Undefined};
use crate::graph::Graph;
use crate::interrupt::Interrupt;
use crate::random::Random;
use crate::whole::mixing::Categories;

/// Permutations that one task counts side by side.
const LANES: usize = 32;
/// The most permutations that may be asked for.
const PERMUTATIONS_MAX: u32 = 1_000_000;

/// The E-I index compared with that of random groups of the same sizes.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EiPermutations {
    /// The E-I index, from −1 to 1.
    pub value: f64,
    /// Its mean over the permutations.
    pub expected: f64,
    /// Its standard deviation over the permutations, with `N − 1`; none for one permutation.
    pub standard_deviation: Option<f64>,
    /// `(value − expected) / standard deviation`; none when the index is the same in all permutations.
    pub z: Option<f64>,
    /// Two-sided: `(1 + permutations at least as far from the mean) / (1 + permutations)`.
    pub p: f64,
    /// The number of permutations.
    pub permutations: u32,
    /// The seed.
    pub seed: u64,
}

/// Compares the E-I index with permutations of the groups over the nodes that have one.
///
/// The permutation of each number is drawn from a stream of its own, and its ties are counted as whole numbers, so the
/// result depends on the seed and not on the threads. Whether a permutation is as far from the mean is decided by whole
/// numbers too. The 1 that is added to the counts of `p` is the observed grouping itself (B. Phipson, G. K. Smyth, Stat.
/// Appl. Genet. Mol. Biol. 9, 39, 2010, doi:10.2202/1544-6115.1585).
///
/// Time O(permutations · (n + m)), several permutations counted side by side; space O(32 n) for each thread.
///
/// # Errors
/// [`MeasureError::Parameter`] when there is not one entry of `groups` for each node, or `permutations` is 0 or more than
/// 1,000,000; [`Undefined::NoTies`] when no tie joins nodes that have a group; [`MeasureError::Interrupted`].
pub fn with_permutations(
    graph: &Graph,
    groups: &[Option<u32>],
    permutations: u32,
    seed: u64,
    interrupt: &Interrupt,
) -> Result<EiPermutations, MeasureError> {
    if permutations == 0 || permutations > PERMUTATIONS_MAX {
        return Err(MeasureError::Parameter { name: "permutations", problem: "must be from 1 to 1000000" });
    }
    let observed = ei_index(graph, groups)?;
    let Some(value) = observed.value else {
        return Err(MeasureError::NotDefined(Undefined::NoTies));
    };
    let categories = Categories::new(graph, groups)?;
    let grouped = Grouped::new(graph, &categories);
    // One byte a label where it does: sixteen labels are then compared at once.
    let counts = if categories.names.len() <= 256 {
        let labels: Vec<u8> = categories.of.iter().flatten().map(|it| *it as u8).collect();
        grouped.permute(&labels, permutations, seed, interrupt)?
    } else {
        let labels: Vec<u32> = categories.of.iter().flatten().copied().collect();
        grouped.permute(&labels, permutations, seed, interrupt)?
    };
    let ties = observed.internal + observed.external;
    let number = i128::from(permutations);
    let sum: i128 = counts.iter().map(|it| i128::from(*it)).sum();
    let squares: i128 = counts.iter().map(|it| i128::from(*it).pow(2)).sum();
    let distance = |internal: u64| (number * i128::from(internal) - sum).unsigned_abs();
    let as_far = counts.iter().filter(|it| distance(**it) >= distance(observed.internal)).count();
    let expected = 1.0 - 2.0 * (sum as f64 / (f64::from(permutations) * ties as f64));
    let variance =
        (number * squares - sum * sum) as f64 / (f64::from(permutations) * f64::from(permutations - 1));
    let standard_deviation = (permutations > 1).then(|| 2.0 * variance.sqrt() / ties as f64);
    Ok(EiPermutations {
        value,
        expected,
        standard_deviation,
        z: standard_deviation.filter(|it| *it > 0.0).map(|it| (value - expected) / it),
        p: (1 + as_far) as f64 / (1.0 + f64::from(permutations)),
        permutations,
        seed,
    })
}

/// The ties between nodes that have a group, each from its smaller end, the nodes numbered anew without gaps.
struct Grouped {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
}

impl Grouped {
    fn new(graph: &Graph, categories: &Categories) -> Self {
        let mut number = vec![0_u32; graph.nodes()];
        let mut next = 0;
        for (number, category) in number.iter_mut().zip(&categories.of) {
            *number = next;
            next += u32::from(category.is_some());
        }
        let mut starts = vec![0];
        let mut neighbours = Vec::with_capacity(graph.ties());
        for node in (0..graph.nodes()).filter(|it| categories.of[*it].is_some()) {
            neighbours.extend(
                graph
                    .neighbours(node)
                    .iter()
                    .filter(|it| **it as usize > node && categories.of[**it as usize].is_some())
                    .map(|it| number[*it as usize]),
            );
            starts.push(neighbours.len());
        }
        Self { starts, neighbours }
    }

    /// The ties inside groups for each permutation.
    fn permute<L: Copy + Default + Eq + Send + Sync>(
        &self,
        labels: &[L],
        permutations: u32,
        seed: u64,
        interrupt: &Interrupt,
    ) -> Result<Vec<u64>, MeasureError> {
        let tasks: Result<Vec<_>, MeasureError> = (0..(permutations as usize).div_ceil(LANES))
            .into_par_iter()
            .map(|task| {
                let first = task * LANES;
                let lanes = LANES.min(permutations as usize - first);
                let mut table = vec![[L::default(); LANES]; labels.len()];
                let mut shuffled = labels.to_vec();
                for lane in 0..lanes {
                    interrupt.check()?;
                    shuffled.copy_from_slice(labels);
                    Random::stream(seed, (first + lane) as u64).shuffle(&mut shuffled);
                    for (row, label) in table.iter_mut().zip(&shuffled) {
                        row[lane] = *label;
                    }
                }
                Ok(self.count(&table, interrupt)?[..lanes].to_vec())
            })
            .collect();
        Ok(tasks?.concat())
    }

    /// The ties whose ends have the same label, in each lane.
    fn count<L: Copy + Eq>(
        &self,
        table: &[[L; LANES]],
        interrupt: &Interrupt,
    ) -> Result<[u64; LANES], MeasureError> {
        let mut counts = [0_u64; LANES];
        let mut since_check = 0;
        for (node, own) in table.iter().enumerate() {
            let row = &self.neighbours[self.starts[node]..self.starts[node + 1]];
            // A byte counts up to 255 ties before it is added up.
            for part in row.chunks(255) {
                let mut same = [0_u8; LANES];
                for neighbour in part {
                    let other = &table[*neighbour as usize];
                    for lane in 0..LANES {
                        same[lane] += u8::from(own[lane] == other[lane]);
                    }
                }
                for (count, same) in counts.iter_mut().zip(same) {
                    *count += u64::from(same);
                }
            }
            since_check += row.len() + 1;
            if since_check > 1 << 17 {
                interrupt.check()?;
                since_check = 0;
            }
        }
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, ties: &[(u32, u32)]) -> Graph {
        let ties: Vec<_> = ties.iter().map(|it| (it.0, it.1, 1.0)).collect();
        Graph::from_ties(nodes, &ties).expect("right").0
    }

    #[test]
    fn the_expectation_is_near_that_of_all_permutations() {
        let graph = graph(8, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3), (5, 6), (6, 7)]);
        let groups = [Some(0), Some(0), Some(0), Some(7), Some(7), Some(7), None, Some(3)];
        let found = with_permutations(&graph, &groups, 20_000, 5, &Interrupt::new()).expect("right");
        // Seven grouped nodes in groups of 3, 3 and 1: a tie is inside with (3·2 + 3·2) / (7·6) = 2/7.
        let error = found.standard_deviation.expect("many") / 20_000_f64.sqrt();
        assert!((found.expected - 3.0 / 7.0).abs() < 5.0 * error, "{found:?}");
        assert_eq!(found.value, -5.0 / 7.0);
        // Of the 7! / (3! 3!) = 140 groupings two have six ties inside.
        assert!((found.p - 2.0 / 140.0).abs() < 0.005, "{found:?}");
        let z = found.z.expect("varies");
        assert!((z - (found.value - found.expected) / found.standard_deviation.expect("many")).abs() < 1e-12);
    }

    #[test]
    fn more_groups_than_a_byte_holds_count_alike() {
        let ties: Vec<_> = (0..600_u32).map(|it| (it, (it + 1) % 600)).collect();
        let graph = graph(600, &ties);
        let groups: Vec<_> = (0..600).map(|it| Some(it / 2)).collect();
        let found = with_permutations(&graph, &groups, 100, 1, &Interrupt::new()).expect("right");
        assert_eq!(found.value, 0.0);
        // Of 600 ties one in 599 is inside.
        assert!((found.expected - (1.0 - 2.0 / 599.0)).abs() < 0.002, "{found:?}");
        assert_eq!(found.p, 1.0 / 101.0);
    }

    #[test]
    fn threads_do_not_matter_and_parameters_are_checked() {
        let graph = graph(5, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (0, 2)]);
        let groups = [Some(0), Some(1), Some(0), Some(1), Some(2)];
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("starts");
            pool.install(|| with_permutations(&graph, &groups, 500, 9, &Interrupt::new())).expect("right")
        };
        assert_eq!(with(1), with(3));
        assert!(with_permutations(&graph, &groups, 0, 9, &Interrupt::new()).is_err());
        let stopped = Interrupt::new();
        stopped.stop();
        assert_eq!(
            with_permutations(&graph, &groups, 10, 9, &stopped).err(),
            Some(MeasureError::Interrupted)
        );
        let alike = with_permutations(&graph, &[Some(1); 5], 10, 9, &Interrupt::new()).expect("right");
        assert_eq!((alike.z, alike.p, alike.value, alike.expected), (None, 1.0, -1.0, -1.0));
    }
}
