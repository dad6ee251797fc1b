//! Labels and their numbers.

use std::hash::BuildHasher as _;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};
use rayon::slice::ParallelSliceMut as _;

use super::{LABEL_MAX, Problem};

/// Labels in ascending order of their bytes; a label's number is its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    text: String,
    ends: Vec<usize>,
}

impl Labels {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The label of a number; none when there is none.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&str> {
        let start = if number == 0 { 0 } else { *self.ends.get(number - 1)? };
        self.text.get(start..*self.ends.get(number)?)
    }

    /// The number of a label; none when there is none. Time O(log n).
    #[must_use]
    pub fn number(&self, label: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            match self.get(middle)?.as_bytes().cmp(label.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return u32::try_from(middle).ok(),
            }
        }
        None
    }

    /// All of them, ascending.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|it| self.get(it))
    }
}

/// A label in the table: its number, and where its bytes are.
#[derive(Debug, Clone, Copy)]
struct Known {
    number: u32,
    start: u32,
    length: u32,
}

impl Known {
    fn of(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start as usize..(self.start + self.length) as usize]
    }
}

/// Gives labels numbers in order of first appearance. The seed of its hashes is drawn anew in each process, so that no
/// file can be made to be slow; numbers do not depend on it.
#[derive(Debug, Default)]
pub(super) struct Interner {
    table: HashTable<Known>,
    bytes: Vec<u8>,
    known: Vec<Known>,
    hasher: DefaultHashBuilder,
    last: Option<Known>,
}

impl Interner {
    /// The number of a cell's label.
    pub(super) fn intern(&mut self, cell: &[u8]) -> Result<u32, Problem> {
        let label = cell.trim_ascii();
        if let Some(last) = self.last
            && last.of(&self.bytes) == label
        {
            return Ok(last.number);
        }
        let hash = self.hasher.hash_one(label);
        let bytes = &self.bytes;
        let found =
            self.table.entry(hash, |it| it.of(bytes) == label, |it| self.hasher.hash_one(it.of(bytes)));
        let known = match found {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                check(label)?;
                let known = Known {
                    number: self.known.len() as u32,
                    start: self.bytes.len() as u32,
                    length: label.len() as u32,
                };
                entry.insert(known);
                self.known.push(known);
                self.bytes.extend_from_slice(label);
                known
            }
        };
        self.last = Some(known);
        Ok(known.number)
    }

    fn labels(&self) -> impl Iterator<Item = &[u8]> {
        self.known.iter().map(|it| it.of(&self.bytes))
    }

    /// The labels in order, and the place in that order of each number given so far.
    fn sorted(&self) -> (Labels, Vec<u32>) {
        let first = self.labels().next().unwrap_or_default();
        let common = self.labels().fold(first.len(), |common, label| {
            first[..common].iter().zip(label).take_while(|(one, other)| one == other).count()
        });
        // Most comparisons end in the eight bytes after what all labels begin with.
        let key = |label: &[u8]| {
            let mut key = [0_u8; 8];
            for (to, from) in key.iter_mut().zip(&label[common..]) {
                *to = *from;
            }
            u64::from_be_bytes(key)
        };
        let mut order: Vec<(u64, u32)> = self.labels().map(key).zip(0..).collect();
        order.par_sort_unstable_by(|one, other| {
            let bytes = |number: u32| self.known[number as usize].of(&self.bytes);
            one.0.cmp(&other.0).then_with(|| bytes(one.1).cmp(bytes(other.1)))
        });
        let mut places = vec![0_u32; order.len()];
        let mut text = Vec::with_capacity(self.bytes.len());
        let mut ends = Vec::with_capacity(order.len());
        for (place, (_, number)) in (0_u32..).zip(&order) {
            places[*number as usize] = place;
            text.extend_from_slice(self.known[*number as usize].of(&self.bytes));
            ends.push(text.len());
        }
        // The whole file was found to be UTF-8, and cells end at ASCII characters.
        let text = String::from_utf8(text).unwrap_or_default();
        (Labels { text, ends }, places)
    }
}

fn check(label: &[u8]) -> Result<(), Problem> {
    if label.is_empty() {
        return Err(Problem::NoLabel);
    }
    if label.len() > LABEL_MAX {
        return Err(Problem::LabelTooLong);
    }
    if label.iter().any(u8::is_ascii_control) {
        return Err(Problem::ControlCharacter);
    }
    Ok(())
}

/// Puts the labels of several parts in one order: the labels, and for each part the number of each of its own.
pub(super) fn merge(parts: Vec<Interner>) -> Result<(Labels, Vec<Vec<u32>>), Problem> {
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    let mut numbers: Vec<Vec<u32>> = vec![(0..all.known.len() as u32).collect()];
    for part in parts {
        numbers.push(part.labels().map(|it| all.intern(it)).collect::<Result<_, _>>()?);
    }
    let (labels, places) = all.sorted();
    for number in numbers.iter_mut().flatten() {
        *number = places[*number as usize];
    }
    Ok((labels, numbers))
}
