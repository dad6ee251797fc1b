//! How large a document is once its fragments are expanded, without ever expanding them: each fragment is measured
//! once, after those it spreads, and its measure is added wherever it is spread.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::Positioned;
use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
};

use super::{Limits, exceeded};
use crate::error::{ErrorCode, Refusal};

/// Fields of the introspection types that lead from one type to many.
const INTROSPECTION_LISTS: [&str; 4] = ["fields", "interfaces", "possibleTypes", "inputFields"];

/// A document's fragments by name, with an order in which each comes after those it spreads.
pub(super) struct Fragments<'d> {
    by_name: BTreeMap<&'d str, &'d FragmentDefinition>,
    order: Vec<&'d str>,
}

impl<'d> Fragments<'d> {
    /// # Errors
    /// `TOO_MANY_FRAGMENTS`, `FRAGMENT_CYCLE`.
    pub(super) fn new(document: &'d ExecutableDocument, limits: &Limits) -> Result<Self, Refusal> {
        let by_name: BTreeMap<&str, &FragmentDefinition> =
            document.fragments.iter().map(|(name, fragment)| (name.as_str(), &fragment.node)).collect();
        if u64::try_from(by_name.len()).unwrap_or(u64::MAX) > limits.fragments {
            return Err(exceeded(ErrorCode::TooManyFragments, "fragments", limits.fragments));
        }
        let order = order(&by_name)?;
        Ok(Self { by_name, order })
    }

    /// The fragments, each after those it spreads.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (&'d str, &'d FragmentDefinition)> + '_ {
        self.order.iter().filter_map(|name| self.by_name.get_key_value(name).map(|(name, it)| (*name, *it)))
    }
}

/// Takes away, again and again, the fragments that spread nothing that is left. What cannot be taken away is a cycle
/// or leads to one. A spread of a fragment that does not exist is the validator's to report.
fn order<'d>(by_name: &BTreeMap<&'d str, &'d FragmentDefinition>) -> Result<Vec<&'d str>, Refusal> {
    let mut waits_for: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wanted_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, fragment) in by_name {
        let mut spreads = BTreeSet::new();
        collect_spreads(&fragment.selection_set.node, &mut spreads);
        spreads.retain(|spread| by_name.contains_key(spread));
        waits_for.insert(name, spreads.len());
        for spread in spreads {
            wanted_by.entry(spread).or_default().push(name);
        }
    }
    let mut ready: Vec<&str> =
        waits_for.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
    let mut order = Vec::with_capacity(by_name.len());
    while let Some(name) = ready.pop() {
        order.push(name);
        for user in wanted_by.get(name).into_iter().flatten() {
            if let Some(count) = waits_for.get_mut(user) {
                *count -= 1;
                if *count == 0 {
                    ready.push(user);
                }
            }
        }
    }
    match waits_for.iter().find(|(_, count)| **count > 0) {
        None => Ok(order),
        Some((name, _)) => {
            let refusal = Refusal::new(
                ErrorCode::FragmentCycle,
                format!("The fragment {name} contains itself or one that does."),
            );
            Err(match by_name.get(name) {
                Some(fragment) => refusal.at(fragment.selection_set.pos),
                None => refusal,
            })
        }
    }
}

fn collect_spreads<'d>(set: &'d SelectionSet, names: &mut BTreeSet<&'d str>) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => collect_spreads(&field.node.selection_set.node, names),
            Selection::InlineFragment(inline) => collect_spreads(&inline.node.selection_set.node, names),
            Selection::FragmentSpread(spread) => {
                names.insert(spread.node.fragment_name.node.as_str());
            }
        }
    }
}

/// The size of a selection set with its fragments expanded. All sums saturate.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measure {
    selections: u64,
    root_fields: u64,
    depth: u64,
    aliases: u64,
    directives: u64,
    directives_at_one_place: u64,
    introspections_of_schema: u64,
    introspections_of_type: u64,
    /// Introspection lists within one another, anywhere below.
    lists: u64,
    /// `ofType` within one another, anywhere below.
    wrappers: u64,
    /// The same, below `__schema` or `__type` only.
    introspection_lists: u64,
    introspection_wrappers: u64,
}

impl Measure {
    /// Adds what stands beside or, for sums, below.
    fn add(&mut self, other: &Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.directives_at_one_place = self.directives_at_one_place.max(other.directives_at_one_place);
        self.introspections_of_schema =
            self.introspections_of_schema.saturating_add(other.introspections_of_schema);
        self.introspections_of_type =
            self.introspections_of_type.saturating_add(other.introspections_of_type);
        self.introspection_lists = self.introspection_lists.max(other.introspection_lists);
        self.introspection_wrappers = self.introspection_wrappers.max(other.introspection_wrappers);
        self.root_fields = self.root_fields.saturating_add(other.root_fields);
        self.depth = self.depth.max(other.depth);
        self.lists = self.lists.max(other.lists);
        self.wrappers = self.wrappers.max(other.wrappers);
    }

    fn add_directives(&mut self, directives: &[Positioned<Directive>]) {
        let count = u64::try_from(directives.len()).unwrap_or(u64::MAX);
        self.directives = self.directives.saturating_add(count);
        self.directives_at_one_place = self.directives_at_one_place.max(count);
    }

    /// The measure of a field whose selection set has this measure.
    fn of_field(field: &Field, below: &Self) -> Self {
        let mut measure = Self { root_fields: 0, ..*below };
        let name = field.name.node.as_str();
        measure.selections = below.selections.saturating_add(1);
        measure.root_fields = 1;
        measure.depth = below.depth.saturating_add(1);
        measure.aliases = below.aliases.saturating_add(u64::from(field.alias.is_some()));
        measure.add_directives(&field.directives);
        measure.lists = below.lists.saturating_add(u64::from(INTROSPECTION_LISTS.contains(&name)));
        measure.wrappers = below.wrappers.saturating_add(u64::from(name == "ofType"));
        if name == "__schema" || name == "__type" {
            measure.introspection_lists = measure.introspection_lists.max(below.lists);
            measure.introspection_wrappers = measure.introspection_wrappers.max(below.wrappers);
            let count = if name == "__schema" {
                &mut measure.introspections_of_schema
            } else {
                &mut measure.introspections_of_type
            };
            *count = count.saturating_add(1);
        }
        measure
    }
}

/// Recursion is bounded by the parser, which refuses selection sets nested deeper than 64, as fragments are looked up.
fn measure_set(set: &SelectionSet, fragments: &BTreeMap<&str, Measure>) -> Measure {
    let mut measure = Measure::default();
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => {
                let below = measure_set(&field.node.selection_set.node, fragments);
                measure.add(&Measure::of_field(&field.node, &below));
            }
            Selection::FragmentSpread(spread) => {
                measure.selections = measure.selections.saturating_add(1);
                measure.add_directives(&spread.node.directives);
                if let Some(fragment) = fragments.get(spread.node.fragment_name.node.as_str()) {
                    measure.add(fragment);
                }
            }
            Selection::InlineFragment(inline) => {
                measure.selections = measure.selections.saturating_add(1);
                measure.add_directives(&inline.node.directives);
                measure.add(&measure_set(&inline.node.selection_set.node, fragments));
            }
        }
    }
    measure
}

/// Refuses a document that is too large in any way that does not need the schema.
///
/// # Errors
/// The codes `TOO_…`, `FRAGMENT_CYCLE` and `INTROSPECTION_TOO_DEEP`.
pub(super) fn check(
    document: &ExecutableDocument,
    fragments: &Fragments<'_>,
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut measured: BTreeMap<&str, Measure> = BTreeMap::new();
    let mut whole = Measure::default();
    for (name, fragment) in fragments.in_order() {
        let measure = measure_set(&fragment.selection_set.node, &measured);
        check_shape(&measure, limits)?;
        whole.add_directives(&fragment.directives);
        measured.insert(name, measure);
    }
    let mut operations: Vec<_> = document.operations.iter().collect();
    operations.sort_by_key(|(name, _)| name.map(|name| name.as_str()));
    for (_, operation) in operations {
        let mut measure = measure_set(&operation.node.selection_set.node, &measured);
        measure.add_directives(&operation.node.directives);
        for variable in &operation.node.variable_definitions {
            measure.add_directives(&variable.node.directives);
        }
        check_shape(&measure, limits)?;
        at_most(measure.root_fields, ErrorCode::TooManyRootFields, "rootFields", limits.root_fields)?;
        check_introspection(&measure, limits)?;
        whole.add(&measure);
    }
    check_shape(&whole, limits)
}

/// How many fields an operation has at its top, with fragments expanded.
pub(super) fn root_fields(operation: &OperationDefinition, fragments: &Fragments<'_>) -> u64 {
    let mut measured: BTreeMap<&str, Measure> = BTreeMap::new();
    for (name, fragment) in fragments.in_order() {
        let measure = measure_set(&fragment.selection_set.node, &measured);
        measured.insert(name, measure);
    }
    measure_set(&operation.selection_set.node, &measured).root_fields
}

fn check_shape(measure: &Measure, limits: &Limits) -> Result<(), Refusal> {
    at_most(measure.selections, ErrorCode::TooManyFields, "selections", limits.selections)?;
    at_most(measure.depth, ErrorCode::TooDeep, "depth", limits.depth)?;
    at_most(measure.aliases, ErrorCode::TooManyAliases, "aliases", limits.aliases)?;
    at_most(
        measure.directives_at_one_place,
        ErrorCode::TooManyDirectives,
        "directivesPerPlace",
        limits.directives_per_place,
    )?;
    at_most(measure.directives, ErrorCode::TooManyDirectives, "directives", limits.directives)
}

fn check_introspection(measure: &Measure, limits: &Limits) -> Result<(), Refusal> {
    let code = ErrorCode::IntrospectionTooDeep;
    if measure.introspections_of_schema > 1 || measure.introspections_of_type > 1 {
        return Err(Refusal::new(code, "An operation may ask for __schema once and for __type once."));
    }
    at_most(measure.introspection_lists, code, "introspectionLists", limits.introspection_lists)?;
    at_most(measure.introspection_wrappers, code, "introspectionWrappers", limits.introspection_wrappers)
}

fn at_most(value: u64, code: ErrorCode, name: &'static str, limit: u64) -> Result<(), Refusal> {
    if value > limit { Err(exceeded(code, name, limit)) } else { Ok(()) }
}
