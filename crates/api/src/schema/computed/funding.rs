//! Funding: what became of applications to calls, by groups, with money.

use std::sync::Arc;

use async_graphql::{Description, Enum, Object, SimpleObject};
use service::ViewContext;
use service::graph::Network;
use service::graph::funding;
use service::graph::receipt::Receipt;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::interval::Interval;
use crate::schema::call::{Application, FundingAggregate};
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::language::Language;
use crate::schema::node::Node;
use crate::schema::recorded::{NotRecorded, missing};

/// The most rows that are listed.
pub(super) const LISTED_MAX: usize = 1_000;

/// By what applications are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::funding::FundingDimension")]
pub enum FundingDimension {
    /// The call.
    Call,
    /// The year of the submission, else of the closing of the call, when the date lies in one.
    Year,
    /// The programme of the call.
    Programme,
    /// The partnership that applied.
    Partnership,
    /// The institutions that belong to the partnership: leads, partners, signatories.
    Institution,
    /// The sectors of these institutions.
    Sector,
    /// The heads of the families of their types.
    TypeFamily,
    /// The gminas of their seats.
    Gmina,
    /// The powiats of their seats.
    Powiat,
    /// The subregions of their seats.
    Subregion,
    /// The voivodeships of their seats.
    Voivodeship,
}

/// How the institutions of a project partnership count, with its applications and its money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::funding::CountingRule")]
pub enum CountingRule {
    /// An application counts whole in every row that one of its parties is in; rows do not add up to the total.
    Full,
    /// Each of the `n` parties, declared ones that nobody names included, has the `n`th part. Shares of money add up
    /// to the amount: units of 0.01 that are left over go one each to the first parties in order of their keys.
    Fractional,
    /// The lead has all; the leader of the project before one who leads the partnership.
    LeadOnly,
}

impl Value for funding::FundingTable {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("counting", self.counting);
        to.field("rows", self.rows.len());
        for row in self.rows.iter().chain([&self.total]) {
            to.field("keys", row.keys.len());
            for key in &row.keys {
                to.field("dimension", key.dimension);
                to.optional("code", key.code.as_ref());
                to.field("nodes", key.nodes.len());
                key.nodes.iter().for_each(|it| to.reference("node", Some(it)));
            }
            for it in &row.figures {
                to.field("figures", it.counting);
                for (name, value) in counts(it) {
                    to.interval(name, value);
                }
                to.optional_interval("successRate", it.success_rate.as_ref());
                to.optional_interval("fundedPerCreated", it.funded_per_created.as_ref());
                to.field("amounts", it.amounts.len());
                for sum in &it.amounts {
                    to.field("currency", &sum.currency);
                    to.field("minor", sum.minor);
                    to.field("possible", sum.possible_minor);
                }
            }
            to.field("applications", row.applications.len());
            for it in &row.applications {
                to.optional("application", network.record().applications.get(*it as usize).map(|it| &it.key));
            }
        }
        to.field("otherwise", self.otherwise.len());
    }
}

fn counts(it: &funding::FundingFigures) -> [(&'static str, &service::graph::Interval); 8] {
    [
        ("created", &it.created),
        ("submitted", &it.submitted),
        ("funded", &it.funded),
        ("rejected", &it.rejected),
        ("reserve", &it.reserve),
        ("withdrawn", &it.withdrawn),
        ("notStated", &it.not_stated),
        ("amountsNotRecorded", &it.amounts_not_recorded),
    ]
}

computed_results! {
    /// What became of applications to calls, by groups. Numbers that sources tell without listing applications are
    /// reconciled with those that are listed, and counted once.
    FundingTable(funding::FundingTable);
}

#[Object(use_type_description)]
impl FundingTable {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The counting rule asked for.
    fn counting(&self) -> CountingRule {
        self.0.value().counting.into()
    }

    /// The groups, by label in Polish order; those that sources tell of together only after the others, what is not
    /// recorded last; at most 1000 of them, `groupCount` counts all.
    fn rows(&self) -> Vec<FundingRow> {
        let rows = self.0.value().rows.len().min(LISTED_MAX);
        (0..rows).map(|row| FundingRow { table: self.clone(), row: Some(row) }).collect()
    }

    /// Everything, each once.
    fn total(&self) -> FundingRow {
        FundingRow { table: self.clone(), row: None }
    }

    /// The number of groups.
    fn group_count(&self) -> i32 {
        count(self.0.value().rows.len())
    }

    /// What is told of money that came without a call: listed, and not counted.
    fn otherwise(&self) -> Vec<FundingAggregate> {
        let positions = self.0.value().otherwise.iter();
        positions.filter_map(|it| Entry::at(self.0.context(), *it)).map(FundingAggregate::new).collect()
    }
}

/// A group of applications, or all of them.
#[derive(Debug, Clone, Description)]
pub struct FundingRow {
    table: FundingTable,
    /// The index of the row; none for the total.
    row: Option<usize>,
}

impl FundingRow {
    fn value(&self) -> &funding::FundingRow {
        let table = self.table.0.value();
        self.row.and_then(|it| table.rows.get(it)).unwrap_or(&table.total)
    }

    fn asked(&self) -> usize {
        let wanted = self.table.0.value().counting;
        self.value().figures.iter().position(|it| it.counting == wanted).unwrap_or_default()
    }
}

#[Object(use_type_description)]
impl FundingRow {
    /// The value in each dimension, in the order asked for; empty for the total.
    fn key(&self) -> Vec<FundingKey> {
        let keys = self.value().keys.iter();
        keys.map(|it| FundingKey { context: Arc::clone(self.table.0.context()), value: it.clone() }).collect()
    }

    /// Whether it is of several calls or programmes that sources tell of together only. Such a row overlaps those of
    /// its parts.
    fn together(&self) -> bool {
        self.value().is_together
    }

    /// The figures by the counting rule asked for.
    fn figures(&self) -> FundingFigures {
        FundingFigures { row: self.clone(), at: self.asked() }
    }

    /// The figures by the other counting rules. They are the same where no dimension is of institutions.
    fn alternatives(&self) -> Vec<FundingFigures> {
        let all = 0..self.value().figures.len();
        let others = all.filter(|it| *it != self.asked());
        others.map(|at| FundingFigures { row: self.clone(), at }).collect()
    }

    /// What sources tell of the group, alone or together with others, as numbers only.
    fn funding_aggregates(&self) -> Vec<FundingAggregate> {
        let positions = self.value().aggregates.iter();
        positions.filter_map(|it| Entry::at(self.table.0.context(), *it)).map(FundingAggregate::new).collect()
    }

    #[graphql(flatten)]
    fn lists(&self) -> FundingRowLists {
        FundingRowLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a group.
    FundingRowLists of FundingRow;

    /// The applications behind the figures, those that only may lie in the window included, in order of their keys.
    fn applications(node, ctx, page) -> Application {
        let owner = node.table.0.owner(&node.row.map_or("total".to_owned(), |it| it.to_string()));
        connection::records(ctx, node.table.0.context(), &owner, page, &node.value().applications, Vec::new())
    }
}

/// A value in a dimension.
#[derive(Debug, Clone, Description)]
pub struct FundingKey {
    context: Arc<ViewContext>,
    value: funding::FundingKey,
}

#[Object(use_type_description)]
impl FundingKey {
    /// The dimension.
    fn dimension(&self) -> FundingDimension {
        self.value.dimension.into()
    }

    /// The code: the number of a call with its edition, a year, a slug, a code of a vocabulary, of the TERYT or NUTS
    /// register; null when not recorded.
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

    /// The records that the value is: one, or several that sources tell of together; empty for years and for what is
    /// not recorded.
    fn nodes(&self) -> Vec<Node> {
        self.value.nodes.iter().filter_map(|it| Node::of(&self.context, it)).collect()
    }

    /// Whether the value is recorded.
    fn is_recorded(&self) -> bool {
        self.value.is_recorded
    }
}

/// A sum of money in one currency.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct AmountSum {
    /// The currency, an ISO 4217 code.
    pub currency: String,
    /// What was awarded to applications that lie in the window for certain: a decimal number with two decimals, exact.
    pub amount: String,
    /// What was awarded to applications that only may lie in the window: a decimal number with two decimals, exact.
    pub possible_amount: String,
}

/// The figures of a group by one counting rule. Counts may be fractions of applications where it is `FRACTIONAL`.
#[derive(Debug, Clone, Description)]
pub struct FundingFigures {
    row: FundingRow,
    at: usize,
}

impl FundingFigures {
    fn value(&self) -> &funding::FundingFigures {
        // The index is one of the list: figures are made only by counting it.
        &self.row.value().figures[self.at]
    }

    fn show(&self, value: &service::graph::Interval) -> Interval {
        Interval::new(self.row.table.0.context(), value)
    }
}

#[Object(use_type_description)]
impl FundingFigures {
    /// The counting rule.
    fn counting(&self) -> CountingRule {
        self.value().counting.into()
    }

    /// The project partnerships created: those that applied, each once, or the number that a source tells.
    fn created(&self) -> Interval {
        self.show(&self.value().created)
    }

    /// The applications submitted.
    fn submitted(&self) -> Interval {
        self.show(&self.value().submitted)
    }

    /// The applications funded.
    fn funded(&self) -> Interval {
        self.show(&self.value().funded)
    }

    /// The applications rejected.
    fn rejected(&self) -> Interval {
        self.show(&self.value().rejected)
    }

    /// The applications on the reserve list.
    fn reserve(&self) -> Interval {
        self.show(&self.value().reserve)
    }

    /// The applications withdrawn.
    fn withdrawn(&self) -> Interval {
        self.show(&self.value().withdrawn)
    }

    /// The applications, or project partnerships created, of which the record does not say what became.
    fn not_stated(&self) -> Interval {
        self.show(&self.value().not_stated)
    }

    /// Funded by submitted, from 0 to 1, over all readings of the record; null when not recorded, `notRecorded` says
    /// why.
    fn success_rate(&self) -> Option<Interval> {
        self.value().success_rate.as_ref().map(|it| self.show(it))
    }

    /// The share of the project partnerships created that were funded, from 0 to 1. It is no success rate of
    /// applications. Null when not recorded, `notRecorded` says why.
    fn funded_per_created(&self) -> Option<Interval> {
        self.value().funded_per_created.as_ref().map(|it| self.show(it))
    }

    /// What was awarded to the applications that were funded, by currency; empty when no amount is recorded.
    fn amounts(&self) -> Vec<AmountSum> {
        let sums = self.value().amounts.iter();
        sums.map(|it| AmountSum {
            currency: it.currency.clone(),
            amount: decimal(it.minor),
            possible_amount: decimal(it.possible_minor),
        })
        .collect()
    }

    /// Of how many applications that were funded no amount is recorded.
    fn amounts_not_recorded(&self) -> Interval {
        self.show(&self.value().amounts_not_recorded)
    }

    /// Which figures the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.value();
        let reason = it.rate_reason.as_deref().unwrap_or_default();
        missing(&[
            ("successRate", it.success_rate.is_none(), reason),
            ("fundedPerCreated", it.funded_per_created.is_none(), reason),
            ("amounts", it.amounts.is_empty(), "the sources give no amount that was awarded"),
        ])
    }
}

/// Minor units, which are not negative, as a decimal number of whole units.
fn decimal(minor: i128) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_analysis() {
        names_agree::<FundingDimension, funding::FundingDimension>(funding::FundingDimension::ALL, |it| {
            it.as_str()
        });
        names_agree::<CountingRule, funding::CountingRule>(funding::CountingRule::ALL, |it| it.as_str());
    }

    #[test]
    fn amounts_have_two_decimals() {
        assert_eq!(decimal(5), "0.05");
        assert_eq!(decimal(123_456_789_012_345_678_901), "1234567890123456789.01");
    }
}
