//! The figures and facts of a report, with the rows behind them.

use std::sync::Arc;

use async_graphql::{Description, Enum, Object};
use domain::record::RecordRef;
use service::ViewContext;
use service::annual_report as made;

use super::computation::Answer;
use super::interval::Interval;
use crate::schema::completeness::Completeness;
use crate::schema::connection::paged_fields;
use crate::schema::date::PartialDate;
use crate::schema::evidence::{self, Evidence};
use crate::schema::language::Language;
use crate::schema::node::Node;

/// How far the record settles a figure of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "service::annual_report::FigureState")]
pub enum ReportFigureState {
    /// All of what is declared is listed, or nothing is left open.
    Settled,
    /// A source declares it and the record lists nothing of it.
    DeclaredOnly,
    /// A source declares more than the record lists.
    PartlyListed,
    /// No source declares it; the record lists so many, and there may be more.
    ListedOnly,
    /// No source declares it; the record says between which numbers it lies.
    Bounded,
    /// The sources neither declare it nor let the record list anything of it. It is not 0.
    NotRecorded,
    /// The record lists more than a source declares.
    Discrepancy,
}

/// A number of a report.
#[derive(Debug, Clone, Description)]
pub struct ReportFigure {
    answer: Answer<made::MadeReport>,
    value: Arc<made::Figure>,
}

impl ReportFigure {
    /// Shows a figure of a report.
    pub(super) fn new(answer: &Answer<made::MadeReport>, value: &made::Figure) -> Self {
        Self { answer: answer.clone(), value: Arc::new(value.clone()) }
    }
}

#[Object(use_type_description)]
impl ReportFigure {
    /// A code that stays the same from revision to revision, such as `visits.meetings`.
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

    /// The unit, such as `INSTITUTION`, `PERSON`, `MEETING`; `SHARE` is from 0 to 1.
    fn unit(&self) -> &str {
        &self.value.unit
    }

    /// How far the record settles it.
    fn state(&self) -> ReportFigureState {
        self.value.state.into()
    }

    /// The number with its reasons; null when it is not recorded, which is not 0.
    fn value(&self) -> Option<Interval> {
        self.value.value.as_ref().map(|it| Interval::new(self.answer.context(), it))
    }

    /// What a source declares; null when none does.
    fn declared(&self) -> Option<f64> {
        self.value.declared()
    }

    /// What the record lists; null when the figure is not recorded, or is no number of rows.
    fn enumerated(&self) -> Option<f64> {
        self.value.enumerated()
    }

    /// What is declared and not listed, never negative; null when nothing is declared.
    fn unattributed(&self) -> Option<f64> {
        self.value.unattributed()
    }

    /// As of when, or for when, a source declares it; null when none does.
    fn as_of(&self) -> Option<PartialDate> {
        Some(self.value.as_of).filter(|it| !it.is_unknown()).map(PartialDate)
    }

    /// The declared collections that it rests on.
    fn completeness(&self) -> Vec<Completeness> {
        let context = self.answer.context();
        let network = context.network();
        let declarations = self.value.declarations.iter().filter_map(|it| network.get(it));
        let owners = declarations.filter_map(|it| Some((it.of.as_ref()?, it.collection?)));
        owners.flat_map(|(of, collection)| Completeness::of_collection(context, of, collection)).collect()
    }

    #[graphql(flatten)]
    fn lists(&self) -> ReportFigureLists {
        ReportFigureLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a figure.
    ReportFigureLists of ReportFigure;

    /// The records that are counted, in order of kind and key.
    fn rows(node, ctx, page) -> ReportRow {
        let owner = node.answer.owner(&format!("rows.{}", node.value.code));
        let context = node.answer.context();
        node.answer.listing(&owner, &node.value.rows).page(
            ctx,
            page,
            ToString::to_string,
            |it| Some(ReportRow { context: Arc::clone(context), record: it.clone() }),
        )
    }

    /// The claims behind it: those of what is declared, then those of the rows.
    fn evidence(node, ctx, page) -> Evidence {
        let owner = node.answer.owner(&format!("evidence.{}", node.value.code));
        let context = node.answer.context();
        node.answer.listing(&owner, &node.value.claims).page(
            ctx,
            page,
            ToString::to_string,
            |it| evidence::by_ids(context, std::slice::from_ref(it)).pop(),
        )
    }
}

/// A record that a figure counts.
#[derive(Debug, Clone, Description)]
pub struct ReportRow {
    context: Arc<ViewContext>,
    record: RecordRef,
}

impl ReportRow {
    /// Shows records.
    pub(super) fn all(context: &Arc<ViewContext>, records: &[RecordRef]) -> Vec<Self> {
        records.iter().map(|it| Self { context: Arc::clone(context), record: it.clone() }).collect()
    }
}

#[Object(use_type_description)]
impl ReportRow {
    /// The reference, such as `meeting:council-2015-02-06`: kind and key.
    fn reference(&self) -> String {
        self.record.to_string()
    }

    /// What it is called; the reference for a record that is not there any more.
    fn name(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> String {
        language.of(&made::name(self.context.network(), &self.record)).to_owned()
    }

    /// The record; null when it is of a kind without a node, or is not there any more.
    fn record(&self) -> Option<Node> {
        Node::of(&self.context, &self.record)
    }

    /// The claims about it, in order of their keys.
    fn evidence(&self) -> Vec<Evidence> {
        evidence::of(&self.context, &self.record)
    }
}

/// A fact of a report: what it says in words.
#[derive(Debug, Clone, Description)]
pub struct ReportFact {
    context: Arc<ViewContext>,
    value: made::Fact,
}

impl ReportFact {
    /// Shows facts.
    pub(super) fn all(context: &Arc<ViewContext>, facts: &[made::Fact]) -> Vec<Self> {
        facts.iter().map(|it| Self { context: Arc::clone(context), value: it.clone() }).collect()
    }
}

#[Object(use_type_description)]
impl ReportFact {
    /// What it says, such as `HOSTS`.
    fn code(&self) -> &'static str {
        self.value.code.as_str()
    }

    /// What it is called.
    fn label(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.of(&self.value.label)
    }

    /// The values, in order; empty when it is not recorded.
    fn values(&self) -> Vec<ReportFactValue> {
        let values = self.value.values.iter();
        values.map(|it| ReportFactValue { context: Arc::clone(&self.context), value: it.clone() }).collect()
    }

    /// The claims behind it.
    fn evidence(&self) -> Vec<Evidence> {
        evidence::by_ids(&self.context, &self.value.claims)
    }
}

/// A value of a fact: a record, words or a date.
#[derive(Debug, Clone, Description)]
pub struct ReportFactValue {
    context: Arc<ViewContext>,
    value: made::FactValue,
}

#[Object(use_type_description)]
impl ReportFactValue {
    /// The words, or what the record is called, perhaps with its role; a date in its EDTF form.
    fn text(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> String {
        match &self.value {
            made::FactValue::Record { name, .. } | made::FactValue::Words(name) => {
                language.of(name).to_owned()
            }
            made::FactValue::Date(date) => date.to_string(),
        }
    }

    /// The record; null when the value is words or a date.
    fn record(&self) -> Option<Node> {
        match &self.value {
            made::FactValue::Record { record, .. } => Node::of(&self.context, record),
            _ => None,
        }
    }

    /// The date; null when the value is none.
    fn date(&self) -> Option<PartialDate> {
        match self.value {
            made::FactValue::Date(date) => Some(PartialDate(date)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use service::annual_report::{ChangeKind, FigureState, SectionKind};

    use super::super::annual_report::ReportSectionKind;
    use super::super::report_changes::ReportChangeKind;
    use super::super::words::tests::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_report() {
        names_agree::<ReportFigureState, FigureState>(FigureState::ALL, |it| it.as_str());
        names_agree::<ReportSectionKind, SectionKind>(SectionKind::ALL, |it| it.as_str());
        names_agree::<ReportChangeKind, ChangeKind>(ChangeKind::ALL, |it| it.as_str());
    }
}
