//! Funding: what became of applications to calls, by groups, with money.
//!
//! # Question
//! How many project partnerships applied to a call, in a year, in a programme; how many were funded, and with how much?
//!
//! # Definition
//! An application is dated by its submission, else by the closing of its call. It is put into rows by its call, year,
//! programme and partnership, and, where a dimension is of parties, by those who belong to its partnership: leads,
//! partners and signatories, on the basis, at the end of the window, units counted for their institution. How a party
//! counts is the counting rule: `FULL` counts an application once in every row that one of its parties is in;
//! `FRACTIONAL` gives each of its `n` parties `1/n`; `LEAD_ONLY` gives all to its lead (a project's leader before one
//! who leads the partnership, then by key). `n` is the greater of the parties listed and their declared number.
//! Money is the amount awarded to applications that were funded, in minor units. A share of it is its `n`th part by
//! the method of the largest remainder: each gets the whole part, and the units that are left go one each to the
//! parties in order of their keys, those not named last; so shares add up to the amount.
//! `successRate = funded / submitted`; `fundedPerCreated`, under its own name, is the share of project partnerships
//! that were funded. Both are intervals over all readings of the record: an outcome that is not stated may be any.
//! What is told only as a number (a funding aggregate of one or more calls) is reconciled with the applications that
//! are listed of these calls and that time: the number declared holds, those listed are among it, and where more are
//! listed than declared the upper end is what is listed, and a warning tells. Aggregates that overlap are taken
//! together, the widest one for all. An aggregate of several calls has a row of its own, marked `together`; the rows of
//! the single calls widen by what is left of it, and have no rate when nothing else is known of them.
//!
//! # Source
//! The project's analysis of the field, questions.md A9. The largest remainder is the method of A. Hamilton (1792).
//!
//! # Limits
//! Money granted without a call is listed apart (`otherwise`). Rows marked `together` overlap the rows of their parts,
//! and with `FULL` an application is in several rows, so rows do not add up to the total; those of `FRACTIONAL` and
//! `LEAD_ONLY` do. An aggregate of which nobody says when it was is of every year.
//!
//! # Cost
//! Time O(memberships + applications × parties + rows × aggregates).
//!
//! # Determinism
//! Exact; rows by label in Polish order, then by code; those together after the others, what is not recorded last.
//!
//! # Checked against
//! Q62 of the project's analysis, on the Lubuskie record; hand-made records; brute force on a drawn region.

mod aggregate;
mod application;
mod figures;
mod key;

use std::collections::BTreeMap;

use domain::call::FundingAggregate;
use domain::polish::CollationKey;
use domain::record::Noun;
use domain::words;

use self::aggregate::{Component, components};
pub use self::application::shares;
use self::application::{Applications, Weighed};
pub(crate) use self::application::{Consortium, consortia, date_of, declared_members};
use self::figures::figures;
pub use self::figures::{AmountSum, FundingFigures};
pub use self::key::{FundingDimension, FundingKey};
use crate::computed::{Exclusion, ExclusionReason, IntervalReason, IntervalReasonCode};
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::view::{NetworkView, Scope};

words! {
    /// How the parties of a project partnership count.
    CountingRule {
        /// An application counts whole in every row that one of its parties is in.
        Full = "FULL",
        /// Each of the `n` parties has the `n`th part.
        Fractional = "FRACTIONAL",
        /// The lead has all.
        LeadOnly = "LEAD_ONLY",
    }
}

/// The most dimensions of one table.
pub const DIMENSIONS_MAX: usize = 4;

/// A group of applications.
#[derive(Debug, Clone, PartialEq)]
pub struct FundingRow {
    /// The value in each dimension, in the order asked for.
    pub keys: Vec<FundingKey>,
    /// Whether it is of several groups that sources tell of together only.
    pub is_together: bool,
    /// The figures by each counting rule, in the order of [`CountingRule::ALL`].
    pub figures: Vec<FundingFigures>,
    /// The applications behind it, in the window for certain or possibly, as positions in the network's list.
    pub applications: Vec<u32>,
    /// The aggregates that tell of the row, or of it together with others, as positions in the network's list.
    pub aggregates: Vec<u32>,
}

/// What became of applications.
#[derive(Debug, Clone, PartialEq)]
pub struct FundingTable {
    /// The dimensions.
    pub dimensions: Vec<FundingDimension>,
    /// The counting rule asked for.
    pub counting: CountingRule,
    /// The rows.
    pub rows: Vec<FundingRow>,
    /// Everything, each once.
    pub total: FundingRow,
    /// The aggregates of money that came without a call: listed, and not counted. Positions in the network's list.
    pub otherwise: Vec<u32>,
    /// The receipt.
    pub receipt: Receipt,
}

/// What became of applications to calls, by groups.
///
/// # Errors
/// [`Refusal::Parameter`] for more than [`DIMENSIONS_MAX`] dimensions, or one twice.
pub fn funding(
    view: &NetworkView,
    dimensions: &[FundingDimension],
    counting: CountingRule,
) -> Result<FundingTable, Refusal> {
    if dimensions.len() > DIMENSIONS_MAX {
        return Err(Refusal::Parameter { name: "groupBy", problem: "has more than four dimensions" });
    }
    if dimensions.iter().enumerate().any(|(at, it)| dimensions.iter().take(at).any(|other| other == it)) {
        return Err(Refusal::Parameter { name: "groupBy", problem: "names a dimension twice" });
    }
    let applications = Applications::read(view);
    let (components, otherwise) = components(view, &applications, dimensions);
    let is_scoped = view.view().scope != Scope::default();
    let mut groups = BTreeMap::<Vec<FundingKey>, [Vec<Weighed>; 3]>::new();
    for (rule, slot) in CountingRule::ALL.iter().zip(0usize..) {
        for (keys, weighed) in applications.grouped(view, dimensions, *rule) {
            if let Some(list) = groups.entry(keys).or_default().get_mut(slot) {
                list.push(weighed);
            }
        }
    }
    let asked = CountingRule::ALL.iter().position(|it| *it == counting).unwrap_or_default();
    groups.retain(|_, it| it.get(asked).is_some_and(|it| !it.is_empty()));
    for component in components.iter().filter(|_| !is_scoped) {
        groups.entry(component.keys.clone()).or_default();
        for keys in component.parts() {
            groups.entry(keys).or_default();
        }
    }
    let table = Table { view, applications: &applications, components: &components, is_scoped };
    let mut rows: Vec<_> = groups.iter().map(|(keys, items)| table.row(keys, items, asked)).collect();
    rows.sort_by_cached_key(order);
    let total = table.total(asked);
    let mut receipt = Receipt::new("funding", "1", view);
    receipt.parameter("groupBy", dimensions.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"));
    receipt.parameter("counting", counting);
    receipt.count("applications", applications.entries.len());
    receipt.count("aggregates", components.iter().map(|it| it.aggregates.len()).sum());
    receipt.count("rows", rows.len());
    receipt.exclude(Exclusion::of(
        ExclusionReason::Undated,
        "neither the submission nor the closing of the call is dated, so it is in no window",
        applications.undated.clone(),
    ));
    let told: Vec<FundingAggregate> =
        otherwise.iter().filter_map(|it| aggregate_at(view, *it)).cloned().collect();
    receipt.count("otherwise", told.len());
    receipt.warnings.extend(components.iter().flat_map(|it| it.warnings.clone()));
    if is_scoped && !components.is_empty() {
        receipt.warnings.push(
            "what is told only as a number may lie outside the scope, so it widens intervals and is counted in no row"
                .to_owned(),
        );
    }
    if !told.is_empty() {
        let keys: Vec<_> = told.iter().map(|it| it.reference().to_string()).collect();
        receipt.warnings.push(format!("money that came without a call is not counted: {}", keys.join(", ")));
    }
    Ok(FundingTable { dimensions: dimensions.to_vec(), counting, rows, total, otherwise, receipt })
}

/// The project partnerships that are told of in the window as a number and not listed, a reason for each; without a
/// count where nobody says how many; and how many there are at the least.
pub(crate) fn unnamed_partnerships(view: &NetworkView) -> (Vec<IntervalReason>, f64) {
    let applications = Applications::read(view);
    let (components, _) = components(view, &applications, &[]);
    let record = view.network().record();
    let reason = |it: &Component| {
        let count = it.created.declared.and_then(|_| it.created.rest()).map(f64::from);
        let first = it.aggregates.first().and_then(|it| record.funding_aggregates.get(*it as usize));
        let message = count.map_or_else(
            || "project partnerships are told of that are neither named nor counted".to_owned(),
            |it| format!("{it} project partnerships are told of and not named"),
        );
        (count != Some(0.0)).then(|| IntervalReason {
            code: IntervalReasonCode::ProjectPartnershipsNotNamed,
            count,
            message,
            about: first.map(Noun::reference),
            claims: it.claims.clone(),
        })
    };
    let least = |it: &Component| f64::from(it.created.range.lower.saturating_sub(it.created.listed));
    (components.iter().filter_map(reason).collect(), components.iter().map(least).sum())
}

fn aggregate_at(view: &NetworkView, position: u32) -> Option<&FundingAggregate> {
    view.network().record().funding_aggregates.get(position as usize)
}

struct Table<'a> {
    view: &'a NetworkView,
    applications: &'a Applications,
    components: &'a [Component],
    is_scoped: bool,
}

impl Table<'_> {
    fn row(&self, keys: &[FundingKey], items: &[Vec<Weighed>; 3], asked: usize) -> FundingRow {
        let is_together = keys.iter().any(|it| it.is_together);
        let own = |it: &&Component| !self.is_scoped && it.keys == keys;
        let whole: Vec<_> = self.components.iter().filter(own).collect();
        let partly: Vec<_> =
            self.components.iter().filter(|it| !own(it) && !is_together && it.may_be_of(keys)).collect();
        // What sources tell of together takes in what is listed of its parts.
        let items: Vec<Vec<Weighed>> = if is_together {
            let covered = whole.iter().flat_map(|it| it.covered.iter());
            let listed: Vec<_> = covered.map(|it| Weighed::whole(self.applications, *it)).collect();
            vec![listed.clone(), listed.clone(), listed]
        } else {
            items.to_vec()
        };
        self.finish(keys.to_vec(), is_together, &items, (&whole, &partly), asked)
    }

    fn total(&self, asked: usize) -> FundingRow {
        let listed = 0..self.applications.entries.len();
        let listed: Vec<_> = listed.map(|it| Weighed::whole(self.applications, it)).collect();
        let all: Vec<_> = self.components.iter().collect();
        let (whole, partly) = if self.is_scoped { (Vec::new(), all) } else { (all, Vec::new()) };
        let items = vec![listed.clone(), listed.clone(), listed];
        self.finish(Vec::new(), false, &items, (&whole, &partly), asked)
    }

    fn finish(
        &self,
        keys: Vec<FundingKey>,
        is_together: bool,
        items: &[Vec<Weighed>],
        (whole, partly): (&[&Component], &[&Component]),
        asked: usize,
    ) -> FundingRow {
        let of_rule = |(rule, items): (&CountingRule, &Vec<Weighed>)| {
            figures(self.view, self.applications, *rule, items, whole, partly)
        };
        let entries = items.get(asked).into_iter().flatten();
        let entries = entries.filter_map(|it| self.applications.entries.get(it.entry));
        let mut applications: Vec<_> = entries.map(|it| it.application).collect();
        applications.sort_unstable();
        applications.dedup();
        let mut aggregates: Vec<_> =
            whole.iter().chain(partly).flat_map(|it| it.aggregates.iter().copied()).collect();
        aggregates.sort_unstable();
        FundingRow {
            keys,
            is_together,
            figures: CountingRule::ALL.iter().zip(items).map(of_rule).collect(),
            applications,
            aggregates,
        }
    }
}

/// By what rows are ordered.
fn order(row: &FundingRow) -> (bool, bool, Vec<(CollationKey, Option<String>)>) {
    let is_unrecorded = row.keys.iter().any(|it| !it.is_recorded);
    let labels = row.keys.iter().map(|it| (CollationKey::new(&it.label_pl), it.code.clone()));
    (is_unrecorded, row.is_together, labels.collect())
}
