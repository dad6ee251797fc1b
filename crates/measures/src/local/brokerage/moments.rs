//! Expected values and standard deviations of brokerage in random digraphs of given density and group sizes.
//!
//! The formulas are those of R's `sna::brokerage`, brought from sums over pairs and triples of groups to power sums, so that
//! the time is O(groups) instead of O(groups³).

use super::role::{BrokerageRoles, GroupBrokerage};

/// The factors of the formulas for one density.
struct Factors {
    /// The probability of an open pair, `d² (1 − d)`.
    open: f64,
    /// `d³ (1 − d)³`.
    third: f64,
    /// `d⁴ (1 − d)²`.
    fourth: f64,
    /// `d⁵ (1 − d)`.
    fifth: f64,
}

impl Factors {
    /// The variance of `pairs` that would be unrelated, before what is added for those that are related.
    fn unrelated(&self, pairs: f64) -> f64 {
        self.open * pairs * (1.0 - self.open)
    }
}

/// Sums of powers of the group sizes.
#[derive(Clone, Copy)]
struct Powers(i128, i128, i128);

/// What is expected of a node of each group, then the expected sums over all nodes and their standard deviations.
pub(super) fn moments(
    numbers: &[u32],
    sizes: &[u64],
    ties: u64,
) -> (Vec<GroupBrokerage>, BrokerageRoles<f64>, BrokerageRoles<Option<f64>>) {
    let sizes_of = || sizes.iter().map(|it| i128::from(*it));
    let powers =
        Powers(sizes_of().sum(), sizes_of().map(|it| it * it).sum(), sizes_of().map(|it| it * it * it).sum());
    let pairs = powers.0 * (powers.0 - 1);
    let density = if pairs > 0 { (2 * i128::from(ties)) as f64 / pairs as f64 } else { 0.0 };
    let rest = 1.0 - density;
    let factors = Factors {
        open: density.powi(2) * rest,
        third: density.powi(3) * rest.powi(3),
        fourth: density.powi(4) * rest.powi(2),
        fifth: density.powi(5) * rest,
    };
    let groups = numbers
        .iter()
        .zip(sizes)
        .map(|(group, size)| {
            let (pairs, related) = of_node(i128::from(*size), powers);
            let variance =
                |pairs: i128, related: i128| factors.unrelated(pairs as f64) + related as f64 * factors.third;
            GroupBrokerage {
                group: *group,
                nodes: *size,
                expected: pairs.map(|it| factors.open * it as f64),
                standard_deviation: pairs.join(&related, variance).map(f64::sqrt),
            }
        })
        .collect();
    let (expected, variance) = of_network(sizes, powers, &factors);
    (groups, expected, variance.map(|it| (it >= 0.0).then(|| it.sqrt())))
}

/// For a broker of a group of `size`: the ordered pairs of each role, and the factor of `d³ (1 − d)³` in the variance.
fn of_node(size: i128, all: Powers) -> (BrokerageRoles<i128>, BrokerageRoles<i128>) {
    // Power sums over the other groups, and the others of the own group.
    let rest = Powers(all.0 - size, all.1 - size.pow(2), all.2 - size.pow(3));
    let own = size - 1;
    let choose = |it: i128| it * (it - 1) / 2;
    let pairs = BrokerageRoles {
        coordinator: own * (size - 2),
        itinerant: rest.1 - rest.0,
        representative: rest.0 * own,
        gatekeeper: rest.0 * own,
        liaison: rest.0.pow(2) - rest.1,
        total: (all.0 - 1) * (all.0 - 2),
    };
    let across = 2 * (own * choose(rest.0) + rest.0 * choose(own));
    let related = BrokerageRoles {
        coordinator: 2 * own * (size - 2) * (size - 3),
        itinerant: 2 * (rest.2 - 3 * rest.1 + 2 * rest.0),
        representative: across,
        gatekeeper: across,
        // 4 Σ_g n_g C(R − n_g, 2) over the other groups, of R nodes together.
        liaison: 2 * ((rest.0.pow(2) - rest.0) * rest.0 + (1 - 2 * rest.0) * rest.1 + rest.2),
        total: 2 * (all.0 - 1) * (all.0 - 2) * (all.0 - 3),
    };
    (pairs, related)
}

/// For the network: expected sums and variances.
fn of_network(sizes: &[u64], all: Powers, factors: &Factors) -> (BrokerageRoles<f64>, BrokerageRoles<f64>) {
    let n = all.0 as f64;
    let within = |size: f64, nodes: f64| {
        nodes
            * ((4.0 * size - 10.0) * factors.third - 4.0 * (size - 3.0) * factors.fourth
                + (size - 3.0) * factors.fifth)
    };
    let mut pairs = BrokerageRoles::<f64>::default();
    let mut related = BrokerageRoles::<f64>::default();
    // Σ n_i n_j n_k and Σ n_i² n_j n_k over ordered triples of different groups.
    let (mut triples, mut weighted) = (0.0, 0.0);
    for size in sizes {
        let whole = i128::from(*size);
        let (size, rest) = (whole as f64, (all.0 - whole) as f64);
        let three = size * (size - 1.0) * (size - 2.0);
        pairs.coordinator += three;
        related.coordinator += within(size, three);
        let two = size * (size - 1.0) * rest;
        pairs.itinerant += two;
        pairs.representative += two;
        // Σ_y n_y (2x + 2y − 6) over the other groups.
        let spread = (2.0 * size - 6.0) * rest + 2.0 * (all.1 - whole * whole) as f64;
        related.itinerant +=
            size * (size - 1.0) * spread * factors.third + two * (n - size - 1.0) * factors.fifth;
        related.representative += two * ((n - 3.0) * factors.third + (size - 2.0) * factors.fifth);
        let others = ((all.0 - whole).pow(2) - (all.1 - whole * whole)) as f64;
        triples += size * others;
        weighted += size * size * others;
    }
    pairs.gatekeeper = pairs.representative;
    related.gatekeeper = related.representative;
    pairs.liaison = triples;
    related.liaison = (factors.third - factors.fourth) * ((4.0 * n - 2.0) * triples - 8.0 * weighted)
        + factors.fifth * ((n - 1.0) * triples - 2.0 * weighted);
    pairs.total = n * (n - 1.0) * (n - 2.0);
    related.total = within(n, pairs.total);
    let variance = pairs.join(&related, |pairs, related| factors.unrelated(pairs) + related);
    (pairs.map(|it| factors.open * it), variance)
}
