//! Dependencies of many sources at once, when every tie is as long as any other.
//!
//! The algorithm of U. Brandes (J. Math. Sociol. 25, 2001, doi:10.1080/0022250X.2001.9990249) level by level, a batch of
//! sources side by side: for each node a row with one double for each source, so that one look at a tie serves the whole
//! batch with vector instructions (as A. Buluç & J. R. Gilbert do with sparse matrices, Int. J. High Perform. Comput.
//! Appl. 25, 2011, doi:10.1177/1094342011403516). A level is pushed from the nodes reached or pulled into those not yet
//! reached, whichever looks at fewer ties (S. Beamer, K. Asanović, D. Patterson, SC 2012, doi:10.1109/SC.2012.50).

use crate::error::MeasureError;
use crate::interrupt::Interrupt;
use crate::paths::count::HELD;
use crate::paths::twins::Twins;

/// The sources of a batch.
pub(crate) const LANES: usize = 16;
/// How much more it costs to push along a tie than to pull along one, in halves.
const PUSH: usize = 3;

/// What an entry, and a tie of one, takes out and back, and what a node and a tie take when sources go one by one: in
/// tenths of nanoseconds, as measured.
const ENTRY: usize = 700;
const TIE: usize = 40;
const SINGLE_NODE: usize = 120;
const SINGLE_TIE: usize = 44;

/// One double for each source of the batch, in a cache line or two.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Row([f64; LANES]);

const EMPTY: Row = Row([0.0; LANES]);

/// A source of a batch: a class of twins and how many of them are meant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source {
    /// The class.
    pub(crate) class: u32,
    /// How often its dependencies count.
    pub(crate) times: u32,
}

/// Sums over sources, by class of twins.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    /// The sums of the dependencies.
    pub(crate) sums: Vec<f64>,
    /// The sums of their squares; empty when they are not asked for.
    pub(crate) squares: Vec<f64>,
}

impl Tally {
    /// Nothing summed yet.
    pub(crate) fn new(length: usize, with_squares: bool) -> Self {
        Self { sums: vec![0.0; length], squares: vec![0.0; if with_squares { length } else { 0 }] }
    }

    /// Adds a dependency that counts some times.
    #[inline(always)]
    pub(crate) fn add(&mut self, at: usize, times: f64, dependency: f64) {
        self.sums[at] += times * dependency;
        if let Some(square) = self.squares.get_mut(at) {
            *square += times * dependency * dependency;
        }
    }

    /// The sums of two.
    pub(crate) fn join(self, other: Self) -> Self {
        use crate::paths::reduce::add;
        Self { sums: add(self.sums, other.sums), squares: add(self.squares, other.squares) }
    }
}

/// Room for one batch after another.
pub(crate) struct Lanes<'a> {
    graph: &'a Twins,
    /// Numbers of shortest paths from each source.
    counts: Vec<Row>,
    /// What the nodes of one level hand on; zero elsewhere.
    front: Vec<Row>,
    /// What a node is handed; zero between levels.
    sums: Vec<Row>,
    /// The sources that have reached a node, a bit each.
    seen: Vec<u32>,
    /// The sources that hand something to a node in this step.
    touched: Vec<u32>,
    /// Nodes and the sources that reach them at a level, one level after the other.
    entries: Vec<(u32, u32)>,
    /// Where each level starts in `entries`.
    levels: Vec<usize>,
    /// The nodes that some source has not reached.
    open: Vec<u32>,
    /// The sizes of classes.
    sizes: Vec<f64>,
    arch: pulp::Arch,
}

impl<'a> Lanes<'a> {
    /// Room for batches on a graph.
    pub(crate) fn new(graph: &'a Twins) -> Self {
        let nodes = graph.classes();
        Self {
            graph,
            counts: vec![EMPTY; nodes],
            front: vec![EMPTY; nodes],
            sums: vec![EMPTY; nodes],
            seen: vec![0; nodes],
            touched: vec![0; nodes],
            entries: Vec::new(),
            levels: Vec::new(),
            open: Vec::new(),
            sizes: (0..nodes).map(|it| graph.size(it) as f64).collect(),
            arch: pulp::Arch::new(),
        }
    }

    /// Adds the dependencies of at most [`LANES`] different sources to a tally. False, and nothing added, when a number
    /// of paths is greater than a double holds.
    pub(crate) fn run(
        &mut self,
        sources: &[Source],
        tally: &mut Tally,
        interrupt: &Interrupt,
    ) -> Result<bool, MeasureError> {
        let arch = self.arch;
        arch.dispatch(
            #[inline(always)]
            || {
                let is_held = self.outwards(sources, interrupt)?;
                if is_held {
                    self.inwards(sources, tally, interrupt)?;
                } else {
                    self.front.fill(EMPTY);
                }
                Ok(is_held)
            },
        )
    }

    /// Whether it would have taken less time to follow the sources of the last batch one by one: an estimate from what was
    /// looked at, the same for the same batch.
    pub(crate) fn was_slow(&self) -> bool {
        let (mut ties, mut alone) = (0, 0);
        for (node, lanes) in &self.entries {
            let (degree, lanes) = (self.graph.degree(*node as usize), lanes.count_ones() as usize);
            ties += degree;
            alone += lanes * (SINGLE_NODE + degree * SINGLE_TIE);
        }
        self.entries.len() * ENTRY + ties * TIE > alone
    }

    /// Counts the shortest paths level by level; false when there are too many.
    #[inline(always)]
    fn outwards(&mut self, sources: &[Source], interrupt: &Interrupt) -> Result<bool, MeasureError> {
        self.seen.fill(0);
        self.entries.clear();
        self.levels.clear();
        let full = ((1_u64 << sources.len()) - 1) as u32;
        self.levels.push(0);
        for (lane, source) in sources.iter().enumerate() {
            let node = source.class as usize;
            self.seen[node] |= 1 << lane;
            self.counts[node].0[lane] = 1.0;
            self.front[node].0[lane] = 1.0;
            self.entries.push((source.class, 1 << lane));
        }
        self.open.clear();
        self.open.extend((0..self.graph.classes() as u32).filter(|it| self.graph.degree(*it as usize) > 0));
        let mut open_ties = self.graph.entries();
        loop {
            interrupt.check()?;
            let from = self.levels.last().copied().unwrap_or(0);
            let to = self.entries.len();
            if from == to {
                self.levels.pop();
                return Ok(true);
            }
            let push = self.ties_of(from..to);
            if push * PUSH < open_ties * 2 {
                self.push_front(from..to);
                self.settle_touched(from..to, push);
            } else {
                open_ties = self.pull_open(full);
            }
            self.clear_front(from..to);
            self.levels.push(to);
            if !self.hand_on(to) {
                return Ok(false);
            }
        }
    }

    #[inline(always)]
    fn ties_of(&self, entries: std::ops::Range<usize>) -> usize {
        self.entries[entries].iter().map(|(node, _)| self.graph.degree(*node as usize)).sum()
    }

    /// Adds the front of each entry to the sums of its neighbours.
    #[inline(always)]
    fn push_front(&mut self, entries: std::ops::Range<usize>) {
        for (node, lanes) in &self.entries[entries] {
            let row = self.front[*node as usize];
            for other in self.graph.row(*node as usize) {
                let sum = &mut self.sums[*other as usize];
                for lane in 0..LANES {
                    sum.0[lane] += row.0[lane];
                }
                self.touched[*other as usize] |= lanes;
            }
        }
    }

    /// The nodes touched by the entries in some order; all nodes when that is less work.
    #[inline(always)]
    fn for_touched(
        &mut self,
        entries: std::ops::Range<usize>,
        ties: usize,
        mut act: impl FnMut(&mut Self, usize),
    ) {
        if ties >= self.graph.classes() {
            for node in 0..self.graph.classes() {
                if self.touched[node] != 0 {
                    act(self, node);
                    self.touched[node] = 0;
                }
            }
            return;
        }
        let graph = self.graph;
        for at in entries {
            for node in graph.row(self.entries[at].0 as usize) {
                let node = *node as usize;
                if self.touched[node] != 0 {
                    act(self, node);
                    self.touched[node] = 0;
                }
            }
        }
    }

    /// Takes what was pushed as counts of nodes that are reached first now.
    #[inline(always)]
    fn settle_touched(&mut self, entries: std::ops::Range<usize>, ties: usize) {
        self.for_touched(entries, ties, |this, node| {
            let lanes = this.touched[node] & !this.seen[node];
            if lanes != 0 {
                let sum = this.sums[node];
                this.reach(node, lanes, &sum);
            }
            this.sums[node] = EMPTY;
        });
    }

    #[inline(always)]
    fn reach(&mut self, node: usize, lanes: u32, sum: &Row) {
        let count = &mut self.counts[node];
        for lane in 0..LANES {
            if lanes >> lane & 1 == 1 {
                count.0[lane] = sum.0[lane];
            }
        }
        self.seen[node] |= lanes;
        self.entries.push((node as u32, lanes));
    }

    /// Sums up the front over the neighbours of each open node. Gives the ties of the nodes that stay open.
    #[inline(always)]
    fn pull_open(&mut self, full: u32) -> usize {
        let mut ties = 0;
        // Not `retain`: what is called in there loses the vector instructions.
        let mut kept = 0;
        for index in 0..self.open.len() {
            let class = self.open[index];
            let node = class as usize;
            if self.seen[node] == full {
                continue;
            }
            let sum = self.pull(node);
            let mut lanes = 0_u32;
            for lane in 0..LANES {
                lanes |= u32::from(sum.0[lane] > 0.0) << lane;
            }
            lanes &= !self.seen[node];
            if lanes != 0 {
                self.reach(node, lanes, &sum);
            }
            if self.seen[node] != full {
                self.open[kept] = class;
                kept += 1;
                ties += self.graph.degree(node);
            }
        }
        self.open.truncate(kept);
        ties
    }

    #[inline(always)]
    fn pull(&self, node: usize) -> Row {
        let mut sum = EMPTY;
        for other in self.graph.row(node) {
            let row = &self.front[*other as usize];
            for lane in 0..LANES {
                sum.0[lane] += row.0[lane];
            }
        }
        sum
    }

    #[inline(always)]
    fn clear_front(&mut self, entries: std::ops::Range<usize>) {
        for (node, _) in &self.entries[entries] {
            self.front[*node as usize] = EMPTY;
        }
    }

    /// Makes the newly reached nodes, which start at an entry, the front; false when a count is too great.
    #[inline(always)]
    fn hand_on(&mut self, from: usize) -> bool {
        let mut greatest = 0.0_f64;
        for (node, lanes) in &self.entries[from..] {
            let (count, size) = (&self.counts[*node as usize], self.sizes[*node as usize]);
            let row = &mut self.front[*node as usize];
            for lane in 0..LANES {
                let paths = if lanes >> lane & 1 == 1 { count.0[lane] * size } else { 0.0 };
                row.0[lane] = paths;
                greatest = greatest.max(paths);
            }
        }
        greatest < HELD
    }

    /// Gathers dependencies level by level, the farthest first. A node hands `(1 + δ) / σ` to those before it.
    #[inline(always)]
    fn inwards(
        &mut self,
        sources: &[Source],
        tally: &mut Tally,
        interrupt: &Interrupt,
    ) -> Result<(), MeasureError> {
        let mut times = EMPTY;
        for (lane, source) in sources.iter().enumerate() {
            times.0[lane] = f64::from(source.times);
        }
        let mut end = self.entries.len();
        let mut before = end..end;
        for level in (1..self.levels.len()).rev() {
            interrupt.check()?;
            let entries = self.levels[level]..end;
            end = self.levels[level];
            self.gather(before.clone(), entries.clone());
            if level == 1 {
                self.add_between(sources);
            }
            self.clear_front(before);
            self.hand_back(entries.clone(), &times, tally);
            before = entries;
        }
        self.clear_front(before);
        Ok(())
    }

    /// Brings what the farther level hands back into the sums of the nearer one.
    #[inline(always)]
    fn gather(&mut self, farther: std::ops::Range<usize>, nearer: std::ops::Range<usize>) {
        let (push, pull) = (self.ties_of(farther.clone()), self.ties_of(nearer.clone()));
        if push * PUSH < pull * 2 {
            self.push_front(farther.clone());
            for at in nearer {
                self.touched[self.entries[at].0 as usize] = 0;
            }
            self.for_touched(farther, push, |this, node| this.sums[node] = EMPTY);
        } else {
            for at in nearer {
                let node = self.entries[at].0 as usize;
                self.sums[node] = self.pull(node);
            }
        }
    }

    /// Adds the paths between two twins of a source that are not tied: they go through its neighbours.
    #[inline(always)]
    fn add_between(&mut self, sources: &[Source]) {
        for (lane, source) in sources.iter().enumerate() {
            let class = source.class as usize;
            let share = self.graph.between[class] * (self.sizes[class] - 1.0);
            if share > 0.0 {
                for other in self.graph.row(class) {
                    self.sums[*other as usize].0[lane] += share;
                }
            }
        }
    }

    /// Tallies the dependencies of a level and makes it the front.
    #[inline(always)]
    fn hand_back(&mut self, entries: std::ops::Range<usize>, times: &Row, tally: &mut Tally) {
        for (node, lanes) in &self.entries[entries] {
            let node = *node as usize;
            let (count, size) = (&self.counts[node], self.sizes[node]);
            let (sum, row) = (&mut self.sums[node], &mut self.front[node]);
            let mut dependencies = EMPTY;
            for lane in 0..LANES {
                let holds = lanes >> lane & 1 == 1;
                let paths = if holds { count.0[lane] } else { 1.0 };
                let handed = if holds { sum.0[lane] } else { 0.0 };
                dependencies.0[lane] = paths * handed;
                row.0[lane] = if holds { size * (1.0 / paths + handed) } else { 0.0 };
            }
            *sum = EMPTY;
            for lane in 0..LANES {
                tally.add(node, times.0[lane], dependencies.0[lane]);
            }
        }
    }
}
