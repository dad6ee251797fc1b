//! Coverage: in which units of territory, types or sectors there is an institution that has reached a level.

use async_graphql::{Description, Object};
use service::graph::Network;
use service::graph::coverage;
use service::graph::network::Position;
use service::graph::receipt::Receipt;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::interval::Interval;
use super::label::CoverageKey;
use super::words::CoverageStatus;
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::institution::Institution;
use crate::schema::node::Node;

/// The most rows, and the most cells of a row, that are listed.
pub(super) const LISTED_MAX: usize = 1_000;

impl Value for coverage::CoverageTable {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.interval("covered", &self.covered);
        to.optional_interval("share", self.share.as_ref());
        to.institutions("unplaced", network, &self.unplaced);
        to.field("rows", self.rows.len());
        for row in &self.rows {
            write_unit(to, "unit", &row.unit);
            to.field("status", row.status);
            to.optional("expected", row.expected);
            to.institutions("institutions", network, &row.institutions);
            to.institutions("possible", network, &row.possible);
            to.field("cells", row.cells.len());
            for cell in &row.cells {
                write_unit(to, "column", &cell.column);
                to.field("status", cell.status);
                to.optional("expected", cell.expected);
                to.institutions("institutions", network, &cell.institutions);
                to.institutions("possible", network, &cell.possible);
            }
        }
    }
}

fn write_unit(to: &mut Canonical, name: &str, unit: &coverage::CoverageUnit) {
    match unit {
        coverage::CoverageUnit::Record(reference) => to.reference(name, Some(reference)),
        coverage::CoverageUnit::Year(year) => to.field(name, year),
    }
}

computed_results! {
    /// In which units there is an institution that has reached a level. A unit is covered when some institution that
    /// fits and is placed in it has reached it; a unit that is not covered is no proof of a gap.
    CoverageTable(coverage::CoverageTable);
}

#[Object(use_type_description)]
impl CoverageTable {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The units, by name in Polish order, years in order of time; at most 1000 of them, `units` counts all.
    fn rows(&self) -> Vec<CoverageRow> {
        let rows = self.0.value().rows.len().min(LISTED_MAX);
        (0..rows).map(|row| CoverageRow { table: self.clone(), row }).collect()
    }

    /// How many units are covered: the lower end those that are recorded as covered; the upper adds one unit for
    /// each meeting, person or signatory that the sources tell of without saying which, at most all units.
    fn covered(&self) -> Interval {
        Interval::new(self.0.context(), &self.0.value().covered)
    }

    /// How many units there are at the end of the window.
    fn units(&self) -> i32 {
        count(self.0.value().units)
    }

    /// The share of units covered, from 0 to 1; null without units.
    fn share(&self) -> Option<Interval> {
        self.0.value().share.as_ref().map(|it| Interval::new(self.0.context(), it))
    }

    #[graphql(flatten)]
    fn lists(&self) -> CoverageTableLists {
        CoverageTableLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a table.
    CoverageTableLists of CoverageTable;

    /// Institutions that have the level but no recorded place, or none of this dimension; they are not in `covered`.
    /// In order of their keys.
    fn unplaced(node, ctx, page) -> Institution {
        let owner = node.0.owner("unplaced");
        connection::records(ctx, node.0.context(), &owner, page, &node.0.value().unplaced, Vec::new())
    }
}

/// A unit of a table of coverage.
#[derive(Debug, Clone, Description)]
pub struct CoverageRow {
    table: CoverageTable,
    row: usize,
}

impl CoverageRow {
    fn value(&self) -> &coverage::CoverageRow {
        // The index is one of the list: a row is made only by counting it.
        &self.table.0.value().rows[self.row]
    }
}

#[Object(use_type_description)]
impl CoverageRow {
    /// The code and label of the unit.
    fn key(&self) -> CoverageKey {
        CoverageKey::new(self.table.0.context(), &self.value().unit)
    }

    /// The unit itself; null for a year.
    fn node(&self) -> Option<Node> {
        Node::of(self.table.0.context(), self.value().unit.reference()?)
    }

    /// How many institutions are expected here at least, where just one type, sector or function is asked about; null
    /// when no expectation applies.
    fn expected(&self) -> Option<i32> {
        self.value().expected.map(|it| count(it as usize))
    }

    /// What the record says of it.
    fn status(&self) -> CoverageStatus {
        self.value().status.into()
    }

    /// How many institutions cover it for certain.
    fn count(&self) -> i32 {
        count(self.value().institutions.len())
    }

    /// The unit by the columns of the table, in their order; empty when no columns were asked for. At most 1000.
    fn cells(&self) -> Vec<CoverageCell> {
        let cells = self.value().cells.len().min(LISTED_MAX);
        (0..cells).map(|cell| CoverageCell { row: self.clone(), cell }).collect()
    }

    #[graphql(flatten)]
    fn lists(&self) -> CoverageRowLists {
        CoverageRowLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a row.
    CoverageRowLists of CoverageRow;

    /// The institutions that cover the unit for certain, in order of their keys.
    fn institutions(node, ctx, page) -> Institution {
        let part = node.row.to_string();
        covering(ctx, &node.table, &part, page, &node.value().institutions)
    }

    /// The institutions that only may cover it, as what they did may lie in the window or their sector is not recorded.
    /// In order of their keys.
    fn possible_institutions(node, ctx, page) -> Institution {
        let part = format!("{}.possible", node.row);
        covering(ctx, &node.table, &part, page, &node.value().possible)
    }
}

/// A unit by a column.
#[derive(Debug, Clone, Description)]
pub struct CoverageCell {
    row: CoverageRow,
    cell: usize,
}

impl CoverageCell {
    fn value(&self) -> &coverage::CoverageCell {
        // As for rows.
        &self.row.value().cells[self.cell]
    }
}

#[Object(use_type_description)]
impl CoverageCell {
    /// The code and label of the column.
    fn key(&self) -> CoverageKey {
        CoverageKey::new(self.row.table.0.context(), &self.value().column)
    }

    /// The unit of territory, entry of a vocabulary or partnership that the column is; null for a year.
    fn node(&self) -> Option<Node> {
        Node::of(self.row.table.0.context(), self.value().column.reference()?)
    }

    /// How many institutions of the type, sector or function are expected in the unit of territory at least; null when no
    /// expectation applies.
    fn expected(&self) -> Option<i32> {
        self.value().expected.map(|it| count(it as usize))
    }

    /// What the record says of it.
    fn status(&self) -> CoverageStatus {
        self.value().status.into()
    }

    /// How many institutions cover it for certain.
    fn count(&self) -> i32 {
        count(self.value().institutions.len())
    }

    #[graphql(flatten)]
    fn lists(&self) -> CoverageCellLists {
        CoverageCellLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a cell.
    CoverageCellLists of CoverageCell;

    /// The institutions that cover it for certain, in order of their keys.
    fn institutions(node, ctx, page) -> Institution {
        let part = format!("{}.{}", node.row.row, node.cell);
        covering(ctx, &node.row.table, &part, page, &node.value().institutions)
    }

    /// The institutions that only may cover it, in order of their keys.
    fn possible_institutions(node, ctx, page) -> Institution {
        let part = format!("{}.{}.possible", node.row.row, node.cell);
        covering(ctx, &node.row.table, &part, page, &node.value().possible)
    }
}

fn covering(
    ctx: &async_graphql::Context<'_>,
    table: &CoverageTable,
    part: &str,
    page: &connection::Page,
    positions: &[Position],
) -> async_graphql::Result<connection::Connection<Institution>> {
    connection::records(ctx, table.0.context(), &table.0.owner(part), page, positions, Vec::new())
}
