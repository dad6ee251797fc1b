//! What has changed in a report since another revision.

use std::sync::Arc;

use async_graphql::{Description, Enum, Object};
use service::annual_report as made;

use super::annual_report::since;
use super::computation::Answer;
use super::report_figure::{ReportFact, ReportFigure, ReportRow};
use crate::schema::connection::paged_fields;
use crate::schema::language::Language;
use crate::schema::node::Node;
use crate::schema::scalars::Revision;

/// What became of a figure or a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "service::annual_report::ChangeKind")]
pub enum ReportChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

/// What has changed in a report since another revision.
#[derive(Debug, Clone, Description)]
pub struct ReportChanges(pub(super) Answer<made::MadeReport>);

impl ReportChanges {
    fn value(&self) -> Option<&made::ReportChanges> {
        self.0.value().changes.as_ref().map(|it| &it.1)
    }
}

#[Object(use_type_description)]
impl ReportChanges {
    /// The other revision.
    fn since(&self) -> Revision {
        since(&self.0)
    }

    /// Whether nothing has changed.
    fn is_empty(&self) -> bool {
        self.value().is_none_or(made::ReportChanges::is_empty)
    }

    #[graphql(flatten)]
    fn lists(&self) -> ReportChangesLists {
        ReportChangesLists(self.clone())
    }
}

paged_fields! {
    /// The lists of changes.
    ReportChangesLists of ReportChanges;

    /// The figures that changed, in the order of the document; those that are gone come last.
    fn figures(node, ctx, page) -> ReportFigureChange {
        let changes = node.value().map_or(&[][..], |it| it.figures.as_slice());
        let owner = node.0.owner("changes.figures");
        node.0.listing(&owner, changes).page(
            ctx,
            page,
            |it| it.code.clone(),
            |it| Some(ReportFigureChange { answer: node.0.clone(), value: Arc::new(it.clone()) }),
        )
    }

    /// The facts that changed, in the order of the document; those that are gone come last.
    fn facts(node, ctx, page) -> ReportFactChange {
        let changes = node.value().map_or(&[][..], |it| it.facts.as_slice());
        let places: Vec<usize> = (0..changes.len()).collect();
        let owner = node.0.owner("changes.facts");
        node.0.listing(&owner, &places).page(
            ctx,
            page,
            ToString::to_string,
            |it| Some(ReportFactChange { answer: node.0.clone(), value: Arc::new(changes.get(*it)?.clone()) }),
        )
    }
}

/// A figure that is new, gone or another, or whose rows are.
#[derive(Debug, Clone, Description)]
pub struct ReportFigureChange {
    answer: Answer<made::MadeReport>,
    value: Arc<made::FigureChange>,
}

#[Object(use_type_description)]
impl ReportFigureChange {
    /// What became of it.
    fn kind(&self) -> ReportChangeKind {
        self.value.kind.into()
    }

    /// The code of the figure.
    fn code(&self) -> &str {
        &self.value.code
    }

    /// What is counted.
    fn label(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.of(&self.value.label)
    }

    /// How it was; null when it is new. Its rows are shown as they are now.
    fn before(&self) -> Option<ReportFigure> {
        self.value.before.as_ref().map(|it| ReportFigure::new(&self.answer, it))
    }

    /// How it is; null when it is gone.
    fn after(&self) -> Option<ReportFigure> {
        self.value.after.as_ref().map(|it| ReportFigure::new(&self.answer, it))
    }

    #[graphql(flatten)]
    fn lists(&self) -> ReportFigureChangeLists {
        ReportFigureChangeLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a change.
    ReportFigureChangeLists of ReportFigureChange;

    /// Rows that are new, in order of kind and key.
    fn rows_added(node, ctx, page) -> ReportRow {
        rows(ctx, node, "added", &node.value.rows_added, page)
    }

    /// Rows that are gone, in order of kind and key.
    fn rows_removed(node, ctx, page) -> ReportRow {
        rows(ctx, node, "removed", &node.value.rows_removed, page)
    }

    /// Rows that say something else now, in order of kind and key.
    fn rows_changed(node, ctx, page) -> ReportRow {
        rows(ctx, node, "changed", &node.value.rows_changed, page)
    }
}

fn rows(
    ctx: &async_graphql::Context<'_>,
    change: &ReportFigureChange,
    part: &str,
    rows: &[domain::record::RecordRef],
    page: &crate::schema::connection::Page,
) -> async_graphql::Result<crate::schema::connection::Connection<ReportRow>> {
    let owner = change.answer.owner(&format!("changes.{part}.{}", change.value.code));
    let shown = |it: &domain::record::RecordRef| {
        ReportRow::all(change.answer.context(), std::slice::from_ref(it)).pop()
    };
    change.answer.listing(&owner, rows).page(ctx, page, ToString::to_string, shown)
}

/// A fact that is new, gone or another.
#[derive(Debug, Clone, Description)]
pub struct ReportFactChange {
    answer: Answer<made::MadeReport>,
    value: Arc<made::FactChange>,
}

impl ReportFactChange {
    fn fact(&self, fact: Option<&made::Fact>) -> Option<ReportFact> {
        ReportFact::all(self.answer.context(), std::slice::from_ref(fact?)).pop()
    }
}

#[Object(use_type_description)]
impl ReportFactChange {
    /// What became of it.
    fn kind(&self) -> ReportChangeKind {
        self.value.kind.into()
    }

    /// The code of the section.
    fn section(&self) -> &str {
        &self.value.section
    }

    /// What the fact is about; null when that is not there any more.
    fn about(&self) -> Option<Node> {
        Node::of(self.answer.context(), &self.value.about)
    }

    /// What that is called.
    fn title(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.of(&self.value.title)
    }

    /// How it was; null when it is new.
    fn before(&self) -> Option<ReportFact> {
        self.fact(self.value.before.as_ref())
    }

    /// How it is; null when it is gone.
    fn after(&self) -> Option<ReportFact> {
        self.fact(self.value.after.as_ref())
    }
}
