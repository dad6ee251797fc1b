//! Conflicts: the fields of which sources say different things, and what is believed.
//!
//! # Question
//! What do sources say differently of a record, which of it is believed, and why?
//!
//! # Definition
//! A field is in conflict when claims that count give it at least two values, "no value" being one of them. Claims are
//! in the order in which they are believed: by rank, then by how they are known, then by key. The value believed is the
//! one with which the record stands (`domain::support`): the first, unless it refers to what does not stand.
//!
//! # Cost
//! Time O(c log c) for the c claims about the record, beside the reading of the field's values.

use std::collections::BTreeMap;

use domain::claim::Claim;
use domain::id::Id;
use domain::record::{Noun, RecordReader, RecordRef};
use domain::support::with_field;
use domain::words;

use crate::network::Network;

words! {
    /// Why one of several values is believed.
    BeliefReason {
        /// A person put its claim first, or it was entered first.
        Rank = "RANK",
        /// It is known better: stated before taken from elsewhere, before inferred.
        Confidence = "CONFIDENCE",
        /// Nothing sets the claims apart: the first by key is taken, so that it is always the same.
        Order = "ORDER",
        /// What comes before it refers to a record that does not stand.
        OthersFell = "OTHERS_FELL",
    }
}

/// A field of which sources say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldConflict {
    /// The record.
    pub about: RecordRef,
    /// The field, by its name in import files.
    pub field: String,
    /// All that is said, the believed value first, then as it would be believed; at least two.
    pub values: Vec<ConflictingValue>,
    /// Why the first is believed.
    pub because: BeliefReason,
}

/// One of the values that sources give a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictingValue {
    /// The value, in its text form of import files; none where a source says that there is none.
    pub value: Option<String>,
    /// The claims that say so, as they would be believed.
    pub claims: Vec<Id<Claim>>,
}

/// The fields of a record of which sources say different things, in order of their names; none of a record that does
/// not stand.
#[must_use]
pub fn conflicts(network: &Network, about: &RecordRef) -> Vec<FieldConflict> {
    let mut fields = BTreeMap::<&str, Vec<&Claim>>::new();
    for claim in network.claims_about(about) {
        if let Some(field) = &claim.field {
            fields.entry(field.as_str()).or_default().push(claim);
        }
    }
    fields.into_iter().filter_map(|(field, claims)| conflict(network, about, field, claims)).collect()
}

fn conflict(
    network: &Network,
    about: &RecordRef,
    field: &str,
    mut claims: Vec<&Claim>,
) -> Option<FieldConflict> {
    claims.sort_by(|a, b| (a.rank, a.confidence, &a.key).cmp(&(b.rank, b.confidence, &b.key)));
    let mut values: Vec<(Option<&str>, Vec<&Claim>)> = Vec::new();
    for claim in claims {
        let value = claim.value.as_ref().map(|it| it.as_str());
        match values.iter_mut().find(|(it, _)| *it == value) {
            Some((_, known)) => known.push(claim),
            None => values.push((value, vec![claim])),
        }
    }
    if values.len() < 2 {
        return None;
    }
    let believed = values.iter().position(|(value, _)| stands_with(network, about, field, *value));
    let believed = believed.unwrap_or_default();
    let because = if believed > 0 { BeliefReason::OthersFell } else { because(&values) };
    let first = values.remove(believed);
    values.insert(0, first);
    let values = values.into_iter().map(|(value, claims)| ConflictingValue {
        value: value.map(ToOwned::to_owned),
        claims: claims.into_iter().map(|it| it.key.clone()).collect(),
    });
    Some(FieldConflict { about: about.clone(), field: field.to_owned(), values: values.collect(), because })
}

fn because(values: &[(Option<&str>, Vec<&Claim>)]) -> BeliefReason {
    let first = |at: usize| values.get(at).and_then(|(_, claims)| claims.first());
    match (first(0), first(1)) {
        (Some(a), Some(b)) if a.rank != b.rank => BeliefReason::Rank,
        (Some(a), Some(b)) if a.confidence != b.confidence => BeliefReason::Confidence,
        _ => BeliefReason::Order,
    }
}

/// Whether a value of a field leaves the record as it stands: then it is the one that is believed.
fn stands_with(network: &Network, about: &RecordRef, field: &str, value: Option<&str>) -> bool {
    let mut look = Look { about, field, value, is_so: false };
    network.record().read(&mut look);
    look.is_so
}

struct Look<'a> {
    about: &'a RecordRef,
    field: &'a str,
    value: Option<&'a str>,
    is_so: bool,
}

impl RecordReader for Look<'_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if T::KIND != self.about.kind {
            return;
        }
        let place = records.binary_search_by(|it| it.key().cmp(&*self.about.key));
        if let Some(record) = place.ok().and_then(|it| records.get(it)) {
            self.is_so = with_field(record, self.field, self.value).is_ok_and(|it| it == *record);
        }
    }
}
