//! How much of a collection the record has: what sources declare against what is recorded.

use std::sync::Arc;

use async_graphql::{Description, Object, Result};
use domain::record::RecordRef;
use service::ViewContext;
use service::graph;

use super::date::PartialDate;
use super::evidence::{self, Evidence};
use super::language::Language;
use super::node::Node;
use super::words::Collection;

/// What a source declares of the size of a collection, against what the record lists of it.
#[derive(Debug, Clone, Description)]
pub struct Completeness {
    context: Arc<ViewContext>,
    value: graph::Completeness,
}

impl Completeness {
    /// Every declared collection of the view.
    #[must_use]
    pub fn all(context: &Arc<ViewContext>) -> Vec<Self> {
        Self::show(context, graph::completeness::completeness(&context.view))
    }

    /// The declared collections of one record.
    #[must_use]
    pub fn of_record(context: &Arc<ViewContext>, of: &RecordRef) -> Vec<Self> {
        Self::show(context, graph::completeness::completeness_of(&context.view, of))
    }

    /// One kind of collection of one record, when it is declared.
    #[must_use]
    pub fn of_collection(
        context: &Arc<ViewContext>,
        of: &RecordRef,
        collection: domain::indicator::Collection,
    ) -> Vec<Self> {
        let mut found = graph::completeness::completeness_of(&context.view, of);
        found.retain(|it| it.collection == collection);
        Self::show(context, found)
    }

    /// Shows values of the analysis.
    #[must_use]
    pub fn show(context: &Arc<ViewContext>, values: Vec<graph::Completeness>) -> Vec<Self> {
        values.into_iter().map(|value| Self { context: Arc::clone(context), value }).collect()
    }
}

#[Object(use_type_description)]
impl Completeness {
    /// The kind of collection.
    fn collection(&self) -> Collection {
        self.value.collection.into()
    }

    /// What the collection is, in words: the label of the indicator that declares it, or the name of its kind.
    fn label(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> String {
        let indicator = self.value.indicator.as_ref().and_then(|it| self.context.network().get(it));
        indicator.map_or_else(
            || self.value.collection.as_str().to_lowercase().replace('_', " "),
            |it| language.choose(&it.label_pl, it.label_en.as_ref()).to_owned(),
        )
    }

    /// Whose collection it is; null when that is not a node.
    fn of(&self) -> Option<Node> {
        Node::of(&self.context, &self.value.of)
    }

    /// How many the sources declare, in `unit`; null when no source declares it.
    fn declared(&self) -> Option<f64> {
        self.value.declared
    }

    /// How many the record lists on this view's basis, in `unit`.
    fn enumerated(&self) -> f64 {
        self.value.enumerated
    }

    /// Declared and not listed, never negative; null when nothing is declared, so that it is not known.
    fn unattributed(&self) -> Option<f64> {
        self.value.unattributed()
    }

    /// What is counted, such as `INSTITUTION`, `PERSON`, `PERSON_ATTENDANCE`, `MEETING`.
    fn unit(&self) -> &str {
        &self.value.unit
    }

    /// As of when it is declared; null when nothing is declared.
    fn as_of(&self) -> Option<PartialDate> {
        self.value.indicator.is_some().then_some(PartialDate(self.value.as_of))
    }

    /// The claims behind what is declared; empty when nothing is.
    fn evidence(&self) -> Result<Vec<Evidence>> {
        let reference = self.value.indicator.as_ref().map(domain::id::Id::reference);
        Ok(reference.map(|it| evidence::of(&self.context, &it)).unwrap_or_default())
    }
}
