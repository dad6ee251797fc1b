//! Figures: what a source declares against what the record lists, with the rows and claims behind both.

use std::collections::BTreeSet;

use domain::claim::Claim;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::{Collection, Indicator};
use domain::record::RecordRef;
use domain::words;

use super::text::Text;
use crate::completeness;
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::view::NetworkView;

words! {
    /// How far the record settles a figure.
    FigureState {
        /// All of what is declared is listed, or nothing is left open.
        Settled = "SETTLED",
        /// A source declares it and the record lists nothing of it.
        DeclaredOnly = "DECLARED_ONLY",
        /// A source declares more than the record lists.
        PartlyListed = "PARTLY_LISTED",
        /// No source declares it; the record lists so many, and there may be more.
        ListedOnly = "LISTED_ONLY",
        /// No source declares it; the record says between which numbers it lies.
        Bounded = "BOUNDED",
        /// The sources neither declare it nor let the record list anything of it. It is not 0.
        NotRecorded = "NOT_RECORDED",
        /// The record lists more than a source declares.
        Discrepancy = "DISCREPANCY",
    }
}

/// A number of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// A code that stays the same from revision to revision: the section, what it is about, and what is counted.
    pub code: String,
    /// What is counted.
    pub label: Text,
    /// The unit, such as `INSTITUTION`, `PERSON`, `PERSON_ATTENDANCE`, `MEETING`; `SHARE` is from 0 to 1.
    pub unit: String,
    /// The number, with what is declared and what is listed; none when it is not recorded, which is not 0.
    pub value: Option<Interval>,
    /// How far the record settles it.
    pub state: FigureState,
    /// As of when, or for when, a source declares it; unknown when none does.
    pub as_of: EdtfDate,
    /// The indicators that declare it, in order.
    pub declarations: Vec<Id<Indicator>>,
    /// The records that are counted, in order, each once.
    pub rows: Vec<RecordRef>,
    /// The claims behind the declarations, then those behind the rows, each once.
    pub claims: Vec<Id<Claim>>,
}

impl Figure {
    /// What a source declares; none when none does.
    #[must_use]
    pub fn declared(&self) -> Option<f64> {
        self.value.as_ref().and_then(|it| it.declared)
    }

    /// What the record lists; none when the figure is not recorded, or is no number of rows.
    #[must_use]
    pub fn enumerated(&self) -> Option<f64> {
        self.value.as_ref().and_then(|it| it.enumerated)
    }

    /// What is declared and not listed; none when nothing is declared.
    #[must_use]
    pub fn unattributed(&self) -> Option<f64> {
        self.value.as_ref().and_then(|it| it.unattributed)
    }
}

/// A number in the making: parts of it are added up.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    lower: f64,
    /// None when nothing bounds it.
    upper: Option<f64>,
    declared: Option<f64>,
    enumerated: f64,
    reasons: Vec<IntervalReason>,
    declarations: Vec<Id<Indicator>>,
    as_of: EdtfDate,
    rows: Vec<RecordRef>,
    unit: Option<String>,
}

impl Tally {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self { upper: Some(0.0), ..Self::default() }
    }

    /// All of a list: nothing else can belong to it.
    pub(super) fn all(rows: Vec<RecordRef>) -> Self {
        let count = rows.len() as f64;
        Self { lower: count, upper: Some(count), enumerated: count, rows, ..Self::default() }
    }

    /// What the record lists, when nothing says how many there are.
    pub(super) fn listed(rows: Vec<RecordRef>, about: &RecordRef) -> Self {
        let mut tally = Self::all(rows);
        tally.open(about);
        tally
    }

    /// A collection of a record: what is declared of it, against its rows.
    pub(super) fn collection(
        view: &NetworkView,
        of: &RecordRef,
        collection: Collection,
        rows: Vec<RecordRef>,
    ) -> Self {
        let declaration = completeness::declaration(view, of, collection);
        let size = completeness::size(view, of, collection);
        Self {
            lower: size.lower,
            upper: size.upper,
            declared: size.declared,
            enumerated: size.enumerated.unwrap_or_default(),
            reasons: size.reasons,
            unit: declaration.map(|it| it.unit.to_string()),
            as_of: declaration.map(|it| it.as_of).unwrap_or_default(),
            declarations: declaration.map(|it| it.key.clone()).into_iter().collect(),
            rows,
        }
    }

    /// A number that a source declares of an aggregate, of which the record lists `rows`.
    pub(super) fn declared(value: Option<u32>, rows: Vec<RecordRef>) -> Self {
        let mut tally = Self::all(rows);
        tally.declared = value.map(f64::from);
        if let Some(declared) = tally.declared {
            tally.lower = declared;
            tally.upper = Some(declared.max(tally.enumerated));
        }
        tally
    }

    /// Whether a source declares some of it.
    pub(super) fn is_declared(&self) -> bool {
        self.declared.is_some()
    }

    /// Adds another part.
    pub(super) fn add(&mut self, other: Self) {
        self.lower += other.lower;
        self.upper = self.upper.zip(other.upper).map(|(a, b)| a + b);
        self.declared = match (self.declared, other.declared) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
        self.enumerated += other.enumerated;
        self.reasons.extend(other.reasons);
        self.declarations.extend(other.declarations);
        if self.as_of.is_unknown() {
            self.as_of = other.as_of;
        }
        self.rows.extend(other.rows);
        self.unit = match (self.unit.take(), other.unit) {
            // People of one list and attendances of another add up to attendances.
            (Some(a), Some(b)) if a != b => Some("PERSON_ATTENDANCE".to_owned()),
            (a, b) => a.or(b),
        };
    }

    /// Says that nothing bounds the number from above, as no source declares it.
    pub(super) fn open(&mut self, about: &RecordRef) {
        self.upper = None;
        self.reasons.push(IntervalReason {
            code: IntervalReasonCode::NotDeclared,
            count: None,
            message: "no source says how many there are".to_owned(),
            about: Some(about.clone()),
            claims: Vec::new(),
        });
    }

    /// Counts the rows as so many, as several of them are of one.
    pub(super) fn count_rows_as(&mut self, count: usize) {
        self.lower = count as f64;
        self.enumerated = count as f64;
    }

    /// Says that so many more may belong to it.
    pub(super) fn widen(
        &mut self,
        code: IntervalReasonCode,
        count: f64,
        message: String,
        about: Option<RecordRef>,
    ) {
        if count > 0.0 {
            self.upper = self.upper.map(|it| it + count);
            self.reasons.push(IntervalReason {
                code,
                count: Some(count),
                message,
                about,
                claims: Vec::new(),
            });
        }
    }

    /// The number as a figure. Reasons that say the same of several records are told once, with the sum.
    pub(super) fn figure(mut self, view: &NetworkView, code: String, label: Text, unit: &str) -> Figure {
        self.rows.sort();
        self.rows.dedup();
        let state = self.state();
        let claims = claims_behind(view, &self.declarations, &self.rows);
        let mut value = Interval::between(self.lower, self.upper, merged(self.reasons));
        value = value.with_counts(self.declared, self.enumerated);
        Figure {
            code,
            label,
            unit: self.unit.unwrap_or_else(|| unit.to_owned()),
            value: (state != FigureState::NotRecorded).then_some(value),
            state,
            as_of: self.as_of,
            declarations: self.declarations,
            rows: self.rows,
            claims,
        }
    }

    fn state(&self) -> FigureState {
        let is_exact = self.upper.is_some_and(|it| it.total_cmp(&self.lower).is_eq());
        match self.declared {
            Some(declared) if self.enumerated > declared => FigureState::Discrepancy,
            Some(declared) if self.enumerated < declared && self.enumerated == 0.0 => {
                FigureState::DeclaredOnly
            }
            Some(declared) if self.enumerated < declared => FigureState::PartlyListed,
            _ if is_exact => FigureState::Settled,
            Some(_) => FigureState::PartlyListed,
            None if self.upper.is_none() && self.enumerated == 0.0 => FigureState::NotRecorded,
            None if self.upper.is_some() => FigureState::Bounded,
            None => FigureState::ListedOnly,
        }
    }
}

/// A figure that some analysis has worked out; none says that there is nothing to work it out from.
pub(super) fn computed(
    view: &NetworkView,
    (code, label, unit): (String, Text, &str),
    value: Option<Interval>,
    mut rows: Vec<RecordRef>,
) -> Figure {
    rows.sort();
    rows.dedup();
    let state = match &value {
        None => FigureState::NotRecorded,
        Some(it) if it.is_exact() => FigureState::Settled,
        Some(it) if it.upper.is_some() => FigureState::Bounded,
        Some(_) => FigureState::ListedOnly,
    };
    Figure {
        code,
        label,
        unit: unit.to_owned(),
        value,
        state,
        as_of: EdtfDate::UNKNOWN,
        declarations: Vec::new(),
        claims: claims_behind(view, &[], &rows),
        rows,
    }
}

/// Reasons of one code about several records become one, with the sum of their counts.
fn merged(reasons: Vec<IntervalReason>) -> Vec<IntervalReason> {
    let mut merged: Vec<IntervalReason> = Vec::new();
    for reason in reasons {
        let Some(same) = merged.iter_mut().find(|it| it.code == reason.code) else {
            merged.push(reason);
            continue;
        };
        same.count = same.count.zip(reason.count).map(|(a, b)| a + b);
        if same.about != reason.about {
            same.about = None;
        }
        same.claims.extend(reason.claims);
    }
    merged.sort_by_key(|it| it.code);
    merged
}

/// The claims of the indicators, then those of the rows, each once.
fn claims_behind(view: &NetworkView, declarations: &[Id<Indicator>], rows: &[RecordRef]) -> Vec<Id<Claim>> {
    let network = view.network();
    let mut seen = BTreeSet::new();
    let declared = declarations.iter().map(Id::reference);
    let references = declared.chain(rows.iter().cloned());
    let claims =
        references.flat_map(|it| network.claims_about(&it).map(|it| it.key.clone()).collect::<Vec<_>>());
    claims.filter(|it| seen.insert(it.clone())).collect()
}
