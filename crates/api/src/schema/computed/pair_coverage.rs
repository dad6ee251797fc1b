//! Coverage by pairs of types: in how many narrower units institutions of one type work with the one of another type that
//! serves the wider unit.

use std::sync::Arc;

use async_graphql::{Description, Enum, Object, Result};
use service::graph::Network;
use service::graph::pair_coverage;
use service::graph::receipt::Receipt;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::coverage::LISTED_MAX;
use super::institution_at;
use super::interval::Interval;
use super::lost;
use super::ties::Tie;
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::entry::RecordNode as _;
use crate::schema::institution::Institution;
use crate::schema::territory::TerritorialUnit;

/// What the record says of the share of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::pair_coverage::PairStatus")]
pub enum PairStatus {
    /// An institution that serves the unit is recorded.
    Known,
    /// Nobody is recorded to serve it, and nobody who might has a tie that would count: so the share is 0.
    NoCandidate,
    /// Nobody is recorded to serve it, and somebody who might has a tie that would count.
    Unknown,
}

impl Value for pair_coverage::PairCoverage {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.interval("covered", &self.covered);
        to.institutions("candidates", network, &self.candidates);
        to.field("rows", self.rows.len());
        for row in &self.rows {
            to.field("unit", &row.unit);
            to.field("status", row.status);
            to.institutions("right", network, &row.right);
            to.interval("covered", &row.covered);
            to.field("cells", row.cells.len());
            for cell in &row.cells {
                to.field("unit", &cell.unit);
                to.institutions("left", network, &cell.left);
                for (name, pairs) in [("pairs", &cell.pairs), ("elsewhere", &cell.elsewhere)] {
                    let ends: Vec<_> = pairs.iter().flat_map(|it| [it.left, it.right]).collect();
                    to.institutions(name, network, &ends);
                }
            }
        }
    }
}

computed_results! {
    /// In how many narrower units institutions of the left type have a tie with one of the right type that serves the
    /// wider unit. A tie with an institution that serves another unit does not count. Where it is not recorded who serves
    /// a unit, the share is 0 when nobody who might has such a tie, and unknown otherwise.
    PairCoverage(pair_coverage::PairCoverage);
}

#[Object(use_type_description)]
impl PairCoverage {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The units, by name in Polish order; at most 1000 of them.
    fn rows(&self) -> Vec<PairCoverageRow> {
        let rows = self.0.value().rows.len().min(LISTED_MAX);
        (0..rows).map(|row| PairCoverageRow { table: self.clone(), row }).collect()
    }

    /// In how many narrower units, of all units together, there is a tie that counts.
    fn covered(&self) -> Interval {
        Interval::new(self.0.context(), &self.0.value().covered)
    }

    /// How many narrower units there are.
    fn units(&self) -> i32 {
        count(self.0.value().units)
    }

    #[graphql(flatten)]
    fn lists(&self) -> PairCoverageLists {
        PairCoverageLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a table.
    PairCoverageLists of PairCoverage;

    /// Institutions of the right type of which no territory served is recorded: any of them may serve a unit that nobody
    /// is recorded to serve. In order of their keys.
    fn candidates(node, ctx, page) -> Institution {
        let owner = node.0.owner("candidates");
        connection::records(ctx, node.0.context(), &owner, page, &node.0.value().candidates, Vec::new())
    }
}

/// A unit with its narrower units.
#[derive(Debug, Clone, Description)]
pub struct PairCoverageRow {
    table: PairCoverage,
    row: usize,
}

impl PairCoverageRow {
    fn value(&self) -> &pair_coverage::PairCoverageRow {
        // The index is one of the list: a row is made only by counting it.
        &self.table.0.value().rows[self.row]
    }
}

#[Object(use_type_description)]
impl PairCoverageRow {
    /// The unit.
    fn unit(&self) -> Result<TerritorialUnit> {
        TerritorialUnit::require(self.table.0.context(), &self.value().unit)
    }

    /// What the record says of it.
    fn status(&self) -> PairStatus {
        self.value().status.into()
    }

    /// The institutions of the right type that are recorded to serve it, in order of their keys.
    fn right(&self) -> Result<Vec<Institution>> {
        self.value().right.iter().map(|it| institution_at(self.table.0.context(), *it)).collect()
    }

    /// In how many of its narrower units there is a tie that counts.
    fn covered(&self) -> Interval {
        Interval::new(self.table.0.context(), &self.value().covered)
    }

    /// How many narrower units it has.
    fn units(&self) -> i32 {
        count(self.value().cells.len())
    }

    /// The share of its narrower units with such a tie, 0 to 1; null without narrower units.
    fn share(&self) -> Option<Interval> {
        self.value().share.as_ref().map(|it| Interval::new(self.table.0.context(), it))
    }

    /// Its narrower units, by name in Polish order; at most 1000.
    fn cells(&self) -> Vec<PairCell> {
        let cells = self.value().cells.len().min(LISTED_MAX);
        (0..cells).map(|cell| PairCell { row: self.clone(), cell }).collect()
    }
}

/// A narrower unit.
#[derive(Debug, Clone, Description)]
pub struct PairCell {
    row: PairCoverageRow,
    cell: usize,
}

impl PairCell {
    fn value(&self) -> &pair_coverage::PairCell {
        // As for rows.
        &self.row.value().cells[self.cell]
    }

    fn shown(&self, pairs: &[pair_coverage::Pair]) -> Result<Vec<Tie>> {
        let answer = &self.row.table.0;
        let ties = &answer.value().ties;
        pairs
            .iter()
            .map(|it| {
                let tie = ties.ties().get(it.tie).ok_or_else(lost)?;
                Ok(Tie::new(&Arc::clone(answer.context()), ties, tie))
            })
            .collect()
    }
}

#[Object(use_type_description)]
impl PairCell {
    /// The unit.
    fn unit(&self) -> Result<TerritorialUnit> {
        TerritorialUnit::require(self.row.table.0.context(), &self.value().unit)
    }

    /// The institutions of the left type that are seated in it, in order of their keys.
    fn left(&self) -> Result<Vec<Institution>> {
        self.value().left.iter().map(|it| institution_at(self.row.table.0.context(), *it)).collect()
    }

    /// The ties that count; where it is not recorded who serves the wider unit, those that would.
    fn ties(&self) -> Result<Vec<Tie>> {
        self.shown(&self.value().pairs)
    }

    /// Ties with institutions of the right type that serve another unit: they do not count.
    fn elsewhere(&self) -> Result<Vec<Tie>> {
        self.shown(&self.value().elsewhere)
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_analyses() {
        names_agree::<PairStatus, pair_coverage::PairStatus>(pair_coverage::PairStatus::ALL, |it| {
            it.as_str()
        });
    }
}
