//! What has changed in a report from one revision to another.

use std::collections::{BTreeMap, BTreeSet};

use domain::record::{Noun, Record, RecordReader, RecordRef};
use domain::words;

use super::fact::{Fact, FactCode};
use super::figure::Figure;
use super::text::Text;
use super::{AnnualReport, Entry};
use crate::network::Network;

words! {
    /// What became of something from one report to another.
    ChangeKind {
        /// It is new.
        Added = "ADDED",
        /// It is gone.
        Removed = "REMOVED",
        /// It is another.
        Changed = "CHANGED",
    }
}

/// A figure that is new, gone or another, or whose rows are.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureChange {
    /// What became of it.
    pub kind: ChangeKind,
    /// The code of the figure.
    pub code: String,
    /// What is counted, as the newer report says where it has the figure.
    pub label: Text,
    /// How it was; none when it is new.
    pub before: Option<Figure>,
    /// How it is; none when it is gone.
    pub after: Option<Figure>,
    /// Rows that are new, in order.
    pub rows_added: Vec<RecordRef>,
    /// Rows that are gone, in order.
    pub rows_removed: Vec<RecordRef>,
    /// Rows that say something else now, in order.
    pub rows_changed: Vec<RecordRef>,
}

/// A fact that is new, gone or another.
#[derive(Debug, Clone, PartialEq)]
pub struct FactChange {
    /// What became of it.
    pub kind: ChangeKind,
    /// The code of the section.
    pub section: String,
    /// What the fact is about.
    pub about: RecordRef,
    /// What that is called.
    pub title: Text,
    /// How it was; none when it is new.
    pub before: Option<Fact>,
    /// How it is; none when it is gone.
    pub after: Option<Fact>,
}

/// What has changed from one report to another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportChanges {
    /// The figures, in the order of the newer report; those that are gone after them, in the order of the older.
    pub figures: Vec<FigureChange>,
    /// The facts, in the same order.
    pub facts: Vec<FactChange>,
}

impl ReportChanges {
    /// Whether nothing has changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.facts.is_empty()
    }
}

/// What has changed from an older report to a newer one. The networks are those the reports were made of: they tell which
/// rows say something else. Figures are matched by code, facts by section, record, code and place.
///
/// Time O(n log n) in the size of the reports.
#[must_use]
pub fn changes(old: (&AnnualReport, &Network), new: (&AnnualReport, &Network)) -> ReportChanges {
    ReportChanges { figures: figure_changes(old, new), facts: fact_changes(old.0, new.0) }
}

fn figure_changes(old: (&AnnualReport, &Network), new: (&AnnualReport, &Network)) -> Vec<FigureChange> {
    let before: BTreeMap<&str, &Figure> = old.0.figures().map(|it| (it.code.as_str(), it)).collect();
    let after: BTreeSet<&str> = new.0.figures().map(|it| it.code.as_str()).collect();
    let rows: BTreeSet<RecordRef> = old.0.figures().flat_map(|it| it.rows.iter().cloned()).collect();
    let (was, is) = (Said::of(old.1.record(), &rows).found, Said::of(new.1.record(), &rows).found);
    let differs = |it: &RecordRef| was.get(it) != is.get(it);
    let here = new.0.figures().filter_map(|it| {
        let earlier = before.get(it.code.as_str()).copied();
        figure_change(earlier, Some(it), &differs)
    });
    let gone = old.0.figures().filter(|it| !after.contains(it.code.as_str()));
    here.chain(gone.filter_map(|it| figure_change(Some(it), None, &differs))).collect()
}

fn figure_change(
    before: Option<&Figure>,
    after: Option<&Figure>,
    differs: &dyn Fn(&RecordRef) -> bool,
) -> Option<FigureChange> {
    let rows = |it: Option<&Figure>| -> BTreeSet<RecordRef> {
        it.map(|it| it.rows.iter().cloned().collect()).unwrap_or_default()
    };
    let (was, is) = (rows(before), rows(after));
    let rows_changed: Vec<_> = was.intersection(&is).filter(|it| differs(it)).cloned().collect();
    let kind = match (before, after) {
        (None, _) => ChangeKind::Added,
        (_, None) => ChangeKind::Removed,
        (Some(a), Some(b)) if told(a) != told(b) || !rows_changed.is_empty() => ChangeKind::Changed,
        _ => return None,
    };
    let shown = after.or(before)?;
    Some(FigureChange {
        kind,
        code: shown.code.clone(),
        label: shown.label.clone(),
        before: before.cloned(),
        after: after.cloned(),
        rows_added: is.difference(&was).cloned().collect(),
        rows_removed: was.difference(&is).cloned().collect(),
        rows_changed,
    })
}

/// What a figure tells but for its wording.
fn told(figure: &Figure) -> impl PartialEq + use<'_> {
    let bounds = figure.value.as_ref().map(|it| (it.lower.to_bits(), it.upper.map(f64::to_bits)));
    let counts = (figure.declared().map(f64::to_bits), figure.enumerated().map(f64::to_bits));
    (bounds, counts, &figure.unit, figure.state, figure.as_of, &figure.rows, &figure.claims)
}

/// What records say, for those of `wanted` that a record has.
struct Said<'a> {
    wanted: &'a BTreeSet<RecordRef>,
    found: BTreeMap<RecordRef, String>,
}

impl<'a> Said<'a> {
    fn of(record: &Record, wanted: &'a BTreeSet<RecordRef>) -> Self {
        let mut said = Self { wanted, found: BTreeMap::new() };
        record.read(&mut said);
        said
    }
}

impl RecordReader for Said<'_> {
    fn records<T: Noun>(&mut self, records: &[T]) {
        for reference in self.wanted.iter().filter(|it| it.kind == T::KIND) {
            let at = records.binary_search_by(|it| it.key().cmp(&reference.key));
            if let Some(record) = at.ok().and_then(|it| records.get(it)) {
                self.found.insert(reference.clone(), format!("{record:?}"));
            }
        }
    }
}

/// Where a fact stands: section, record, code, and how many of that code stand before it.
type Place = (String, RecordRef, FactCode, usize);

fn fact_changes(old: &AnnualReport, new: &AnnualReport) -> Vec<FactChange> {
    let (before, after) = (facts(old), facts(new));
    let known: BTreeMap<&Place, &Fact> = before.iter().map(|it| (&it.0, it.2)).collect();
    let here: BTreeSet<&Place> = after.iter().map(|it| &it.0).collect();
    let change =
        |kind, (place, title, _): &(Place, Text, &Fact), before: Option<&Fact>, after: Option<&Fact>| {
            FactChange {
                kind,
                section: place.0.clone(),
                about: place.1.clone(),
                title: title.clone(),
                before: before.cloned(),
                after: after.cloned(),
            }
        };
    let mut changes = Vec::new();
    for it in &after {
        match known.get(&it.0).copied() {
            None => changes.push(change(ChangeKind::Added, it, None, Some(it.2))),
            Some(earlier) if earlier.values != it.2.values || earlier.claims != it.2.claims => {
                changes.push(change(ChangeKind::Changed, it, Some(earlier), Some(it.2)));
            }
            Some(_) => {}
        }
    }
    for it in before.iter().filter(|it| !here.contains(&it.0)) {
        changes.push(change(ChangeKind::Removed, it, Some(it.2), None));
    }
    changes
}

/// All facts with their places and the titles of what they are about.
fn facts(report: &AnnualReport) -> Vec<(Place, Text, &Fact)> {
    let mut all: Vec<(Place, Text, &Fact)> = Vec::new();
    let mut counts = BTreeMap::<(String, RecordRef, FactCode), usize>::new();
    for section in &report.sections {
        let own = section.facts.iter().map(|it| (&section.about, &section.title, it));
        let entries = section.entries.iter();
        let listed = entries
            .flat_map(|Entry { about, title, facts, .. }| facts.iter().map(move |it| (about, title, it)));
        for (about, title, fact) in own.chain(listed) {
            let key = (section.code.clone(), about.clone(), fact.code);
            let nth = counts.entry(key.clone()).or_default();
            all.push(((key.0, key.1, key.2, *nth), title.clone(), fact));
            *nth += 1;
        }
    }
    all
}
