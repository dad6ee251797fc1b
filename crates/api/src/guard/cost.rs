//! What an operation costs at most, before it runs: a value 0, an object 1, a list its length times its items, a
//! connection its page times its items, an analysis its weight. Every fragment is looked at once; all sums saturate.

use std::collections::BTreeMap;

use async_graphql::Variables;
use async_graphql::parser::types::{Field, OperationDefinition, Selection, SelectionSet};
use async_graphql_value::{ConstValue, Value};

use super::measure::Fragments;
use super::types::FieldInfo;
use super::{Limits, TypeMap};
use crate::error::{ErrorCode, Refusal};

/// The estimated cost of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// Objects that the answer can hold at most, plus the weights of analyses.
    pub total: u64,
    /// Response keys from the root to the heaviest part, joined by dots; empty when nothing costs.
    pub heaviest_path: String,
}

impl Cost {
    /// Refuses a cost above the limit.
    ///
    /// # Errors
    /// `COST_EXCEEDED`, with `cost`, `maximum` and `path`.
    pub(super) fn check(&self, limits: &Limits) -> Result<(), Refusal> {
        if self.total <= limits.cost {
            return Ok(());
        }
        let message = format!(
            "The estimated cost is {}; the limit is {}. The heaviest part is {}.",
            self.total, limits.cost, self.heaviest_path
        );
        Err(Refusal::new(ErrorCode::CostExceeded, message)
            .with("cost", self.total)
            .with("maximum", limits.cost)
            .with("path", self.heaviest_path.clone()))
    }
}

/// The cost of a selection set: what is paid once, and what is paid for each item of the page when the set belongs to
/// a connection, whose page size is known only to the field that leads to it.
#[derive(Debug, Clone, Default)]
struct SetCost<'d> {
    once: u64,
    per_item: u64,
    heaviest: Heaviest<'d>,
}

/// The heaviest field of a set and the path below it.
#[derive(Debug, Clone, Default)]
struct Heaviest<'d> {
    cost: u64,
    path: Vec<&'d str>,
}

impl<'d> SetCost<'d> {
    fn add(&mut self, other: &Self) {
        self.once = self.once.saturating_add(other.once);
        self.per_item = self.per_item.saturating_add(other.per_item);
        if other.heaviest.cost > self.heaviest.cost {
            self.heaviest = other.heaviest.clone();
        }
    }

    fn for_page(&self, size: u64) -> u64 {
        self.once.saturating_add(self.per_item.saturating_mul(size))
    }
}

struct Estimate<'d, 'r> {
    types: &'r TypeMap,
    limits: &'r Limits,
    variables: &'r Variables,
    fragments: BTreeMap<&'d str, SetCost<'d>>,
}

/// Estimates one operation with its variables, defaults included. A field that the schema does not have costs nothing; the validator
/// refuses it.
pub(super) fn estimate(
    operation: &OperationDefinition,
    fragments: &Fragments<'_>,
    variables: &Variables,
    types: &TypeMap,
    limits: &Limits,
) -> Cost {
    let mut estimate = Estimate { types, limits, variables, fragments: BTreeMap::new() };
    for (name, fragment) in fragments.in_order() {
        let type_name = fragment.type_condition.node.on.node.as_str();
        let cost = estimate.set(&fragment.selection_set.node, type_name);
        estimate.fragments.insert(name, cost);
    }
    let cost = estimate.set(&operation.selection_set.node, types.root(operation.ty));
    Cost { total: cost.once, heaviest_path: cost.heaviest.path.join(".") }
}

impl<'d> Estimate<'d, '_> {
    fn set(&self, set: &'d SelectionSet, type_name: &str) -> SetCost<'d> {
        let mut cost = SetCost::default();
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => cost.add(&self.field(&field.node, type_name)),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(spread.node.fragment_name.node.as_str()) {
                        cost.add(fragment);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let type_name = condition.map_or(type_name, |condition| condition.node.on.node.as_str());
                    cost.add(&self.set(&inline.node.selection_set.node, type_name));
                }
            }
        }
        cost
    }

    fn field(&self, field: &'d Field, parent: &str) -> SetCost<'d> {
        let Some(info) = self.types.field(parent, &field.name.node) else {
            return SetCost::default();
        };
        let mut cost = SetCost { once: info.weight, ..SetCost::default() };
        let mut below = Vec::new();
        if let Some(target) = self.types.get(&info.type_name) {
            let child = self.set(&field.selection_set.node, &info.type_name);
            let item = child.for_page(self.page_size(field)).saturating_add(1);
            let in_connection = self.types.get(parent).is_some_and(|parent| parent.is_connection);
            if in_connection && info.is_list {
                cost.per_item = item;
            } else {
                let count = if target.is_connection { 1 } else { self.length(field, info) };
                cost.once = cost.once.saturating_add(item.saturating_mul(count));
            }
            below = child.heaviest.path;
        }
        let total = cost.for_page(self.limits.default_page_size);
        if total > 0 {
            below.insert(0, field.response_key().node.as_str());
            cost.heaviest = Heaviest { cost: total, path: below };
        }
        cost
    }

    /// How many items a field outside a connection may return.
    fn length(&self, field: &Field, info: &FieldInfo) -> u64 {
        if !info.is_list {
            1
        } else if info.is_paged {
            self.page_size(field)
        } else {
            self.length_of_ids(field).unwrap_or(self.limits.assumed_list_size)
        }
    }

    /// The length of the list argument `ids`, which decides the length of the answer.
    fn length_of_ids(&self, field: &Field) -> Option<u64> {
        let length = match &field.get_argument("ids")?.node {
            Value::List(ids) => ids.len(),
            Value::Variable(name) => match self.variable(name)? {
                ConstValue::List(ids) => ids.len(),
                _ => 1,
            },
            _ => 1,
        };
        Some(u64::try_from(length).unwrap_or(u64::MAX))
    }

    /// The larger of `first` and `last`, at most the largest page, as the field refuses more.
    fn page_size(&self, field: &Field) -> u64 {
        let asked = ["first", "last"].into_iter().filter_map(|name| self.integer(field, name)).max();
        asked.unwrap_or(self.limits.default_page_size).min(self.limits.page_size)
    }

    /// A whole-number argument; negative ones, which the field refuses, count as 0.
    fn integer(&self, field: &Field, name: &str) -> Option<u64> {
        let number = match &field.get_argument(name)?.node {
            Value::Number(number) => number,
            Value::Variable(name) => match self.variable(name)? {
                ConstValue::Number(number) => number,
                _ => return None,
            },
            _ => return None,
        };
        number.as_u64().or(Some(0))
    }

    /// The value of a variable in this request.
    fn variable(&self, name: &str) -> Option<&ConstValue> {
        self.variables.get(name)
    }
}
