//! Statements that stay statements and never become ties.

use async_graphql::{Object, Result};
use domain::record::RecordRef;
use domain::statement as noun;
use service::ViewContext;

use super::call::Project;
use super::date::PartialDate;
use super::entry::{Position, RecordFields, RecordNode as _, record_nodes};
use super::language::Language;
use super::party::Party;
use super::territory::TerritorialUnit;
use super::vocabulary::{Function, InstitutionType};
use super::words::StatementKind;

record_nodes! {
    /// A statement about types of institution, target groups, services, coordination, or cooperation without an
    /// occasion. It is never a tie.
    Statement(noun::Statement);
}

#[Object(use_type_description)]
impl Statement {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Statement> {
        RecordFields(self.0.clone())
    }

    /// The kind.
    fn kind(&self) -> StatementKind {
        self.record().kind.into()
    }

    /// Of whom; null when it is of nobody in particular, or not recorded.
    fn of(&self) -> Option<Party> {
        Party::show_some(self.context(), self.record().of.as_ref())
    }

    /// What it says, in our own words.
    fn text(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().text_pl, self.record().text_en.as_ref())
    }

    /// The types of institution that it speaks of; empty when it speaks of none.
    fn types(&self) -> Vec<InstitutionType> {
        InstitutionType::find_all(self.context(), &self.record().types)
    }

    /// The target category that the types stand under; null when there is none.
    fn function(&self) -> Option<Function> {
        Function::find_some(self.context(), self.record().function.as_ref())
    }

    /// The parties that it speaks of, without an occasion; empty when it names none.
    fn with(&self) -> Result<Vec<Party>> {
        Party::show_all(self.context(), &self.record().with)
    }

    /// Further items listed, in our own Polish words: services, kinds of environment.
    fn items(&self) -> Vec<&str> {
        self.record().items.iter().map(domain::vocabulary::Label::as_str).collect()
    }

    /// The project that says so; null when none does.
    fn project(&self) -> Option<Project> {
        Project::find_some(self.context(), self.record().project.as_ref())
    }

    /// The territory spoken of; null when none is.
    fn territory(&self) -> Option<TerritorialUnit> {
        TerritorialUnit::find_some(self.context(), self.record().territory.as_ref())
    }

    /// When; unknown when not recorded.
    fn date(&self) -> PartialDate {
        PartialDate(self.record().date)
    }

    /// Whether it is a plan rather than a report.
    fn is_planned(&self) -> bool {
        self.record().is_planned
    }
}

impl Statement {
    /// The positions of the statements in the window that are of a record, or speak of it.
    pub(crate) fn touching(context: &ViewContext, reference: &RecordRef) -> Vec<Position> {
        let is_meant = |it: &domain::party::Party| it.reference().as_ref() == Some(reference);
        Self::positions(context, |it| {
            context.view.view().certainty(&it.date).is_some()
                && (it.of.as_ref().is_some_and(is_meant) || it.with.iter().any(is_meant))
        })
    }
}
