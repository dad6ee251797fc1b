//! How strongly a record is supported, for the evidence basis of a view (questions.md A0).

use std::collections::HashMap;

use domain::claim::{Claim, Confidence, EvidenceBasis};
use domain::record::{Noun, Record, RecordRef};

/// The strongest support that a record has, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Stated outright.
    Outright,
    /// Stated, by a named convention.
    Conventional,
    /// Inferred.
    Inferred,
}

impl Strength {
    /// Whether a record of this strength counts on the basis.
    #[must_use]
    pub fn counts_on(self, basis: EvidenceBasis) -> bool {
        match basis {
            EvidenceBasis::Strict => self == Self::Outright,
            EvidenceBasis::Stated => self <= Self::Conventional,
            EvidenceBasis::StatedAndInferred => true,
        }
    }

    /// The factor `q` of a tie's weight (questions.md A3): 1 when stated, 0.5 when inferred.
    #[must_use]
    pub fn quality(self) -> f64 {
        if self == Self::Inferred { 0.5 } else { 1.0 }
    }

    fn of(claim: &Claim) -> Self {
        match (claim.confidence, &claim.convention) {
            (Confidence::Inferred, _) => Self::Inferred,
            (_, Some(_)) => Self::Conventional,
            (_, None) => Self::Outright,
        }
    }
}

/// The claims about each record, and how strong they make it.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    about: HashMap<RecordRef, Vec<u32>>,
}

impl Evidence {
    pub(crate) fn index(record: &Record) -> Self {
        let mut about = HashMap::<RecordRef, Vec<u32>>::new();
        for (index, claim) in (0u32..).zip(&record.claims) {
            about.entry(claim.subject.clone()).or_default().push(index);
        }
        Self { about }
    }

    /// The positions, in the record's list, of the claims about a record; in order of their keys.
    #[must_use]
    pub fn about(&self, reference: &RecordRef) -> &[u32] {
        self.about.get(reference).map_or(&[], Vec::as_slice)
    }

    /// The strength of a record's existence; inferred when nothing else is known.
    #[must_use]
    pub fn strength(&self, record: &Record, reference: &RecordRef) -> Strength {
        let claims = self.about(reference).iter().filter_map(|it| record.claims.get(*it as usize));
        claims.filter(|it| it.field.is_none()).map(Strength::of).min().unwrap_or(Strength::Inferred)
    }

    /// How a record's existence is known, by the best of its claims; none when no claim is left.
    #[must_use]
    pub fn confidence(&self, record: &Record, reference: &RecordRef) -> Option<Confidence> {
        let claims = self.about(reference).iter().filter_map(|it| record.claims.get(*it as usize));
        claims.filter(|it| it.field.is_none()).map(|it| it.confidence).min()
    }

    pub(crate) fn strengths<T: Noun>(&self, record: &Record, list: &[T]) -> Vec<Strength> {
        list.iter().map(|it| self.strength(record, &it.reference())).collect()
    }
}
