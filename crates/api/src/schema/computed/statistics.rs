//! Statistics: counts by groups, as intervals.

use async_graphql::{Description, Object};
use service::graph::Network;
use service::graph::receipt::Receipt;
use service::graph::statistics;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::interval::Interval;
use super::words::StatisticDimension;
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::institution::Institution;
use crate::schema::language::Language;
use crate::schema::node::Node;

/// The most rows that are listed.
pub(super) const LISTED_MAX: usize = 1_000;
/// The most dimensions of one table.
pub(super) const DIMENSIONS_MAX: usize = 4;

impl Value for statistics::StatisticsTable {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("subject", self.subject);
        to.interval("total", &self.total);
        to.field("rows", self.rows.len());
        for row in &self.rows {
            to.field("keys", row.keys.len());
            for key in &row.keys {
                to.field("dimension", key.dimension);
                to.optional("code", key.code.as_ref());
            }
            to.interval("count", &row.count);
            to.institutions("institutions", network, &row.institutions);
        }
    }
}

computed_results! {
    /// Counts of a subject by groups. What has no recorded value in a dimension has a row of its own, the last; rows
    /// that nothing is in are not listed.
    StatisticsTable(statistics::StatisticsTable);
}

#[Object(use_type_description)]
impl StatisticsTable {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The groups: by count downwards, then by label in Polish order, what is not recorded last; at most 1000 of them,
    /// `groupCount` counts all.
    fn rows(&self) -> Vec<StatisticsRow> {
        let rows = self.0.value().rows.len().min(LISTED_MAX);
        (0..rows).map(|row| StatisticsRow { table: self.clone(), row }).collect()
    }

    /// The count of everything, each once, even what is in several rows.
    fn total(&self) -> Interval {
        Interval::new(self.0.context(), &self.0.value().total)
    }

    /// The number of groups, the one of what is not recorded included.
    fn group_count(&self) -> i32 {
        count(self.0.value().rows.len())
    }
}

/// A group of a table of statistics.
#[derive(Debug, Clone, Description)]
pub struct StatisticsRow {
    table: StatisticsTable,
    row: usize,
}

impl StatisticsRow {
    fn value(&self) -> &statistics::StatisticsRow {
        // The index is one of the list: a row is made only by counting it.
        &self.table.0.value().rows[self.row]
    }
}

#[Object(use_type_description)]
impl StatisticsRow {
    /// The value in each dimension, in the order asked for.
    fn key(&self) -> Vec<StatisticsKey> {
        let keys = self.value().keys.iter();
        keys.map(|it| StatisticsKey { table: self.table.clone(), value: it.clone() }).collect()
    }

    /// How many: the lower end what the record lists; the upper adds what the sources tell of without saying whom, and
    /// what only may lie in the window. The upper ends of several rows cannot be reached together.
    fn count(&self) -> Interval {
        Interval::sharing(self.table.0.context(), &self.value().count, &self.table.0.value().further)
    }

    #[graphql(flatten)]
    fn lists(&self) -> StatisticsRowLists {
        StatisticsRowLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a row.
    StatisticsRowLists of StatisticsRow;

    /// The institutions behind the count, each once, in order of their keys.
    fn institutions(node, ctx, page) -> Institution {
        let owner = node.table.0.owner(&node.row.to_string());
        connection::records(ctx, node.table.0.context(), &owner, page, &node.value().institutions, Vec::new())
    }
}

/// A value in a dimension.
#[derive(Debug, Clone, Description)]
pub struct StatisticsKey {
    table: StatisticsTable,
    value: statistics::StatisticsKey,
}

#[Object(use_type_description)]
impl StatisticsKey {
    /// The dimension.
    fn dimension(&self) -> StatisticDimension {
        self.value.dimension.into()
    }

    /// The code: of the vocabulary, of the TERYT or NUTS register, a slug, a year, a role; null when not recorded.
    fn code(&self) -> Option<&str> {
        self.value.code.as_deref()
    }

    /// The label; `nie podano` or `not recorded` when not recorded.
    fn label(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        match language {
            Language::Pl => &self.value.label_pl,
            Language::En => &self.value.label_en,
        }
    }

    /// The record that the value is; null for years, roles and what is not recorded.
    fn node(&self) -> Option<Node> {
        self.value.node.as_ref().and_then(|it| Node::of(self.table.0.context(), it))
    }

    /// Whether the value is recorded.
    fn is_recorded(&self) -> bool {
        self.value.is_recorded
    }
}
