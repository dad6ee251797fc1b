//! Norms: rules that a partnership or a project has set itself.

use async_graphql::Object;
use domain::norm as noun;

use super::call::Project;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::language::Language;
use super::partnership::Partnership;
use super::vocabulary::{InstitutionType, MeetingKind};
use super::words::NormKind;

record_nodes! {
    /// A rule that a partnership or a project has set itself.
    NormRule(noun::NormRule);
}

#[Object(use_type_description)]
impl NormRule {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::NormRule> {
        RecordFields(self.0.clone())
    }

    /// The kind.
    fn kind(&self) -> NormKind {
        self.record().kind.into()
    }

    /// What it says, in our own words.
    fn text(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().text_pl, self.record().text_en.as_ref())
    }

    /// The partnership that it binds; null when it binds none.
    fn partnership(&self) -> Option<Partnership> {
        Partnership::find_some(self.context(), self.record().partnership.as_ref())
    }

    /// The project that it binds; null when it binds none.
    fn project(&self) -> Option<Project> {
        Project::find_some(self.context(), self.record().project.as_ref())
    }

    /// The kind of meeting that it speaks of; null when it speaks of none.
    fn meeting_kind(&self) -> Option<MeetingKind> {
        MeetingKind::find_some(self.context(), self.record().meeting_kind.as_ref())
    }

    /// The type of institution that it speaks of; null when it speaks of none.
    fn institution_type(&self) -> Option<InstitutionType> {
        InstitutionType::find_some(self.context(), self.record().institution_type.as_ref())
    }

    /// The number in it; null when there is none.
    fn threshold(&self) -> Option<i32> {
        self.record().threshold.map(|it| super::count(it as usize))
    }
}
