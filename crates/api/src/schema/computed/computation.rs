//! Receipts: how a result came about, so that it can be told and repeated.

use std::sync::Arc;

use async_graphql::{Description, Object, SimpleObject};
use domain::id::Id;
use domain::indicator::Indicator;
use domain::record::RecordRef;
use service::graph::receipt::Receipt;
use service::{ViewContext, graph};

use super::canonical::{Computed, Value};
use crate::schema::completeness::Completeness;
use crate::schema::connection::Listing;
use crate::schema::exclusion::Exclusion;
use crate::schema::scalars::Revision;

/// A parameter of a computation.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct Parameter {
    /// The name; those of the view have no prefix or `scope.`, others that of their rule, such as `ties.minLevel`.
    pub name: String,
    /// The value as text, defaults included; empty when it does not narrow.
    pub value: String,
}

/// A number with a name.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct NamedCount {
    /// What is counted.
    pub name: String,
    /// How many.
    pub value: i32,
}

/// How a result came about: the same question on the same revision gives the same result, on every machine.
#[derive(Debug, Clone, Description)]
pub struct Computation {
    context: Arc<ViewContext>,
    receipt: Receipt,
    hash: String,
}

#[Object(use_type_description)]
impl Computation {
    /// The revision of the record that it was computed from.
    fn revision(&self) -> Revision {
        Revision::of(self.context.snapshot.revision)
    }

    /// The name of the analysis; its definition stands in the reference of measures under this name.
    fn algorithm(&self) -> &str {
        self.receipt.algorithm
    }

    /// The version of its definition: it changes when equal input may give another result.
    fn algorithm_version(&self) -> &str {
        self.receipt.version
    }

    /// Every parameter with its value, defaults included; those of the view first.
    fn parameters(&self) -> Vec<Parameter> {
        let parameters = self.receipt.parameters.iter().cloned();
        parameters.map(|(name, value)| Parameter { name, value }).collect()
    }

    /// The seed as decimal digits; null for a method that draws nothing at random.
    fn seed(&self) -> Option<String> {
        self.receipt.seed.map(|it| it.to_string())
    }

    /// Sizes that help to judge the result, such as how many institutions and ties it rests on.
    fn counts(&self) -> Vec<NamedCount> {
        let shown = |value: u64| i32::try_from(value).unwrap_or(i32::MAX);
        let counts = self.receipt.counts.iter();
        counts.map(|(name, value)| NamedCount { name: name.clone(), value: shown(*value) }).collect()
    }

    /// What is recorded and yet not in the result, and why.
    fn excluded(&self) -> Vec<Exclusion> {
        Exclusion::all(&self.context, &self.receipt.excluded)
    }

    /// What a reader must know, in English words.
    fn warnings(&self) -> &[String] {
        &self.receipt.warnings
    }

    /// SHA-256 of the result in canonical form, in lower-case hexadecimal: equal results have equal hashes.
    fn result_hash(&self) -> &str {
        &self.hash
    }
}

/// Which declared collections a result is to be read with.
#[derive(Debug, Clone)]
pub(super) enum Reading {
    /// All of the view.
    View,
    /// Those of some records.
    Of(Vec<RecordRef>),
    /// Those that some indicators declare.
    Declared(Vec<Id<Indicator>>),
}

/// A result of an analysis, with the view that it is of.
#[derive(Debug)]
pub(crate) struct Answer<T> {
    context: Arc<ViewContext>,
    found: Arc<Computed<T>>,
    reading: Reading,
    warning: Option<String>,
}

// By hand, as `derive` would ask the same of `T`.
impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        Self {
            context: Arc::clone(&self.context),
            found: Arc::clone(&self.found),
            reading: self.reading.clone(),
            warning: self.warning.clone(),
        }
    }
}

impl<T: Value> Answer<T> {
    /// An answer to be read with all declared collections of the view.
    pub(super) fn new(context: Arc<ViewContext>, found: Arc<Computed<T>>) -> Self {
        Self { context, found, reading: Reading::View, warning: None }
    }

    /// An answer that was worked out at once.
    pub(super) fn direct(context: &Arc<ViewContext>, value: T) -> Self {
        Self::new(Arc::clone(context), Arc::new(Computed::new(&context.view, value)))
    }

    /// The same, to be read with other collections.
    pub(super) fn reading(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }

    /// The same with one more warning.
    pub(super) fn warning(self, warning: Option<String>) -> Self {
        Self { warning, ..self }
    }

    /// The view.
    pub(super) fn context(&self) -> &Arc<ViewContext> {
        &self.context
    }

    /// The result.
    pub(super) fn value(&self) -> &T {
        &self.found.value
    }

    /// The hash of the result.
    pub(super) fn hash(&self) -> &str {
        &self.found.hash
    }

    /// The result, to be shared.
    pub(super) fn shared(&self) -> &Arc<Computed<T>> {
        &self.found
    }

    /// Whose lists the lists of the result are, for cursors: the result itself, by its hash.
    pub(super) fn owner(&self, part: &str) -> String {
        format!("{}:{}:{part}", self.value().receipt().algorithm, self.found.hash)
    }

    /// A list of the result to take pages from.
    pub(super) fn listing<'a, I>(&'a self, owner: &'a str, items: &'a [I]) -> Listing<'a, I> {
        Listing { context: &self.context, owner, items, completeness: Vec::new() }
    }

    /// What the schema shows of every result.
    pub(super) fn outcome(&self) -> Outcome {
        let mut receipt = self.value().receipt().clone();
        receipt.warnings.extend(self.warning.clone());
        let computation =
            Computation { context: Arc::clone(&self.context), receipt, hash: self.found.hash.clone() };
        Outcome { computation, reading: self.reading.clone() }
    }
}

/// What every result shows: to be flattened into it.
pub struct Outcome {
    computation: Computation,
    reading: Reading,
}

impl Outcome {
    pub(super) fn read_computation(&self) -> Computation {
        self.computation.clone()
    }

    pub(super) fn read_completeness(&self) -> Vec<Completeness> {
        let context = &self.computation.context;
        match &self.reading {
            Reading::View => Completeness::all(context),
            Reading::Of(records) => {
                records.iter().flat_map(|it| Completeness::of_record(context, it)).collect()
            }
            Reading::Declared(indicators) => {
                let mut all = graph::completeness::completeness(&context.view);
                all.retain(|it| it.indicator.as_ref().is_some_and(|it| indicators.contains(it)));
                Completeness::show(context, all)
            }
        }
    }
}

#[Object]
impl Outcome {
    /// How the result came about.
    fn computation(&self) -> Computation {
        self.read_computation()
    }

    /// What sources declare of the collections that the result rests on, against what is recorded of them.
    fn completeness(&self) -> Vec<Completeness> {
        self.read_completeness()
    }
}

/// Declares the types that show results: a struct around an [`Answer`], with what the interface `ComputedResult`
/// asks for.
macro_rules! computed_results {
    ($($(#[doc = $doc:literal])+ $name:ident($value:ty);)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone)]
            pub struct $name(pub(super) $crate::schema::computed::computation::Answer<$value>);

            impl async_graphql::Description for $name {
                fn description() -> &'static str {
                    concat!($($doc),+).trim_ascii_start()
                }
            }

            impl $name {
                /// How the result came about, for the interface `ComputedResult`.
                ///
                /// # Errors
                /// None.
                pub async fn computation(
                    &self,
                    _: &async_graphql::Context<'_>,
                ) -> async_graphql::Result<$crate::schema::computed::computation::Computation> {
                    Ok(self.0.outcome().read_computation())
                }

                /// What the result is to be read with, for the interface `ComputedResult`.
                ///
                /// # Errors
                /// None.
                pub async fn completeness(
                    &self,
                    _: &async_graphql::Context<'_>,
                ) -> async_graphql::Result<Vec<$crate::schema::completeness::Completeness>> {
                    Ok(self.0.outcome().read_completeness())
                }
            }
        )+
    };
}
pub(super) use computed_results;
