//! A queue of nodes whose order is asked for.

/// A place that no node has: the node was never queued.
const NEVER: u32 = u32::MAX;
/// The place of a node that was taken out.
const TAKEN: u32 = u32::MAX - 1;
/// The children of an entry.
const WIDTH: usize = 4;

/// A heap of nodes with four children an entry, in which a node may move forward. The order is a function of each call,
/// as exact comparison of lengths needs to look at whole paths (R. E. Tarjan, *Data Structures and Network Algorithms*,
/// 1983, chapter 3). O(log n) comparisons a call.
#[derive(Debug, Clone)]
pub(crate) struct Heap {
    entries: Vec<u32>,
    places: Vec<u32>,
}

/// Whether a node was queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Queued {
    /// Not since the heap was made or cleared.
    Never,
    /// It waits.
    Waiting,
    /// It was taken out.
    Taken,
}

impl Heap {
    /// An empty heap for the nodes `0..nodes`, fewer than 2³² − 2.
    pub(crate) fn new(nodes: usize) -> Self {
        Self { entries: Vec::new(), places: vec![NEVER; nodes] }
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.places.fill(NEVER);
    }

    /// Whether a node was queued.
    pub(crate) fn state(&self, node: u32) -> Queued {
        match self.places[node as usize] {
            NEVER => Queued::Never,
            TAKEN => Queued::Taken,
            _ => Queued::Waiting,
        }
    }

    /// Queues a node, or moves it forward when it waits and its value has become smaller.
    pub(crate) fn push(&mut self, node: u32, is_less: impl Fn(u32, u32) -> bool) {
        let mut at = match self.places[node as usize] {
            NEVER | TAKEN => {
                self.entries.push(node);
                self.entries.len() - 1
            }
            place => place as usize,
        };
        while at > 0 {
            let parent = (at - 1) / WIDTH;
            let other = self.entries[parent];
            if !is_less(node, other) {
                break;
            }
            self.put(at, other);
            at = parent;
        }
        self.put(at, node);
    }

    /// Takes the first node out.
    pub(crate) fn pop(&mut self, is_less: impl Fn(u32, u32) -> bool) -> Option<u32> {
        let first = *self.entries.first()?;
        let last = self.entries.pop()?;
        self.places[first as usize] = TAKEN;
        if self.entries.is_empty() {
            return Some(first);
        }
        let mut at = 0;
        loop {
            let children = at * WIDTH + 1..(at * WIDTH + 1 + WIDTH).min(self.entries.len());
            let best = children.reduce(|x, y| if is_less(self.entries[y], self.entries[x]) { y } else { x });
            match best {
                Some(child) if is_less(self.entries[child], last) => {
                    self.put(at, self.entries[child]);
                    at = child;
                }
                _ => break,
            }
        }
        self.put(at, last);
        Some(first)
    }

    fn put(&mut self, at: usize, node: u32) {
        self.entries[at] = node;
        self.places[node as usize] = at as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_out_in_order_also_after_moving() {
        let mut random = crate::random::Random::new(3);
        let mut keys: Vec<u64> = (0..500).map(|_| random.below(1000) + 1000).collect();
        let mut heap = Heap::new(keys.len());
        for node in 0..500 {
            heap.push(node, |x, y| keys[x as usize] < keys[y as usize]);
        }
        for node in (0..500).step_by(3) {
            keys[node as usize] -= random.below(1000);
            heap.push(node, |x, y| keys[x as usize] < keys[y as usize]);
        }
        assert_eq!(heap.state(7), Queued::Waiting);
        let mut out = Vec::new();
        while let Some(node) = heap.pop(|x, y| keys[x as usize] < keys[y as usize]) {
            out.push(keys[node as usize]);
        }
        assert_eq!(heap.state(7), Queued::Taken);
        assert_eq!(out.len(), 500);
        assert!(out.is_sorted());
    }
}
