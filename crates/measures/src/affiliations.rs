//! Who took part in what: the two-mode network that ties are projected from.

use crate::error::MeasureError;

/// Institutions and the occasions they took part in, as compressed rows seen from either side. Rows are ascending and
/// without repetition.
///
/// Takes `8p + 8(i + o) + 4o` bytes for `p` attendances of `i` institutions at `o` occasions.
///
/// Source: S. P. Borgatti, M. G. Everett, Social Networks 19, 243, 1997, doi:10.1016/S0378-8733(96)00301-2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliations {
    of_institution: Rows,
    of_occasion: Rows,
    sizes: Vec<u32>,
    repeated: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rows {
    starts: Vec<usize>,
    entries: Vec<u32>,
}

impl Rows {
    fn row(&self, at: u32) -> &[u32] {
        &self.entries[self.starts[at as usize]..self.starts[at as usize + 1]]
    }

    /// Puts `(row, entry)` pairs in rows; within a row they keep their order.
    fn of(rows: usize, count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_usize; rows + 1];
        for (row, _) in pairs.clone() {
            starts[row as usize + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut ends = starts.clone();
        let mut entries = vec![0_u32; count];
        for (row, entry) in pairs {
            entries[ends[row as usize]] = entry;
            ends[row as usize] += 1;
        }
        Self { starts, entries }
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
        (0_u32..).zip(self.starts.windows(2)).flat_map(move |(row, ends)| {
            self.entries[ends[0]..ends[1]].iter().map(move |entry| (row, *entry))
        })
    }

    /// Takes repeated entries out of rows that are in order.
    fn dedup(&mut self) {
        let mut kept = 0;
        let mut first = 0;
        for row in 0..self.starts.len() - 1 {
            let end = self.starts[row + 1];
            let start = kept;
            for at in first..end {
                if kept == start || self.entries[kept - 1] != self.entries[at] {
                    self.entries[kept] = self.entries[at];
                    kept += 1;
                }
            }
            first = end;
            self.starts[row + 1] = kept;
        }
        self.entries.truncate(kept);
    }
}

impl Affiliations {
    /// Makes them of pairs `(institution, occasion)` in any order; a pair that comes again counts once. `declared` is how
    /// many are said to have taken part in each occasion, 0 when nothing is said; it may be empty. Time
    /// O(pairs + institutions + occasions).
    ///
    /// # Errors
    /// [`MeasureError::Parameter`] for a number that is no institution or occasion, for more than 2³² − 1 of either, and
    /// when `declared` is neither empty nor one number an occasion.
    pub fn from_pairs(
        institutions: usize,
        occasions: usize,
        pairs: &[(u32, u32)],
        declared: &[u32],
    ) -> Result<Self, MeasureError> {
        let refused = |name, problem| Err(MeasureError::Parameter { name, problem });
        if u32::try_from(institutions).is_err() {
            return refused("institutions", "must be fewer than 2^32");
        }
        if u32::try_from(occasions).is_err() {
            return refused("occasions", "must be fewer than 2^32");
        }
        if !declared.is_empty() && declared.len() != occasions {
            return refused("declared", "must be empty or have one number for each occasion");
        }
        if pairs.iter().any(|it| it.0 as usize >= institutions || it.1 as usize >= occasions) {
            return refused("pairs", "must join an institution and an occasion");
        }
        // Ordered by one side, then by the other: two passes without comparing put every row in order.
        let loose = Rows::of(institutions, pairs.len(), pairs.iter().copied());
        let turned = loose.pairs().map(|(institution, occasion)| (occasion, institution));
        let mut of_occasion = Rows::of(occasions, pairs.len(), turned);
        drop(loose);
        of_occasion.dedup();
        let count = of_occasion.entries.len();
        let turned = of_occasion.pairs().map(|(occasion, institution)| (institution, occasion));
        let of_institution = Rows::of(institutions, count, turned);
        let sizes = (0..occasions)
            .map(|it| {
                let enumerated = (of_occasion.starts[it + 1] - of_occasion.starts[it]) as u32;
                enumerated.max(declared.get(it).copied().unwrap_or_default())
            })
            .collect();
        Ok(Self { of_institution, of_occasion, sizes, repeated: pairs.len() - count })
    }

    /// The number of institutions.
    #[must_use]
    pub fn institutions(&self) -> usize {
        self.of_institution.starts.len() - 1
    }

    /// The number of occasions.
    #[must_use]
    pub fn occasions(&self) -> usize {
        self.of_occasion.starts.len() - 1
    }

    /// The number of attendances, each counted once.
    #[must_use]
    pub fn attendances(&self) -> usize {
        self.of_occasion.entries.len()
    }

    /// How many attendances came again and were left out.
    #[must_use]
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// The occasions of an institution, ascending; none for a number that is no institution.
    #[must_use]
    pub fn occasions_of(&self, institution: u32) -> &[u32] {
        if (institution as usize) < self.institutions() { self.of_institution.row(institution) } else { &[] }
    }

    /// The institutions at an occasion, ascending; none for a number that is no occasion.
    #[must_use]
    pub fn institutions_at(&self, occasion: u32) -> &[u32] {
        if (occasion as usize) < self.occasions() { self.of_occasion.row(occasion) } else { &[] }
    }

    /// The size of an occasion: the greater of the institutions listed and the number declared; 0 for a number that is no
    /// occasion.
    #[must_use]
    pub fn size(&self, occasion: u32) -> u32 {
        self.sizes.get(occasion as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_and_count_once() {
        let pairs = [(2, 1), (0, 0), (2, 1), (1, 1), (2, 0), (0, 0), (0, 0)];
        let it = Affiliations::from_pairs(4, 3, &pairs, &[9, 1, 5]).expect("right");
        assert_eq!((it.institutions(), it.occasions(), it.attendances(), it.repeated()), (4, 3, 4, 3));
        assert_eq!(it.institutions_at(0), [0, 2]);
        assert_eq!(it.institutions_at(1), [1, 2]);
        assert_eq!(it.institutions_at(2), [0_u32; 0]);
        assert_eq!(it.occasions_of(2), [0, 1]);
        assert_eq!(it.occasions_of(3), [0_u32; 0]);
        assert_eq!(it.occasions_of(4), [0_u32; 0]);
        assert_eq!((it.size(0), it.size(1), it.size(2), it.size(3)), (9, 2, 5, 0));
    }

    #[test]
    fn what_is_none_is_refused() {
        assert!(Affiliations::from_pairs(1, 1, &[(1, 0)], &[]).is_err());
        assert!(Affiliations::from_pairs(1, 1, &[(0, 1)], &[]).is_err());
        assert!(Affiliations::from_pairs(1, 1, &[(0, 0)], &[1, 2]).is_err());
        let none = Affiliations::from_pairs(0, 0, &[], &[]).expect("empty");
        assert_eq!((none.institutions(), none.occasions()), (0, 0));
    }
}
