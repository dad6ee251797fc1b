//! Programmes, projects, calls, applications, and funding told only as numbers.

use async_graphql::{Object, Result};
use domain::call as noun;

use super::connection::{self, paged_fields};
use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::language::{Language, text};
use super::partnership::Partnership;
use super::party::Party;
use super::recorded::{NotRecorded, missing};
use super::territory::TerritorialUnit;
use super::words::{FundingOutcome, ProgrammeKind, ProjectKind};
use domain::record::Noun as _;

record_nodes! {
    /// A programme, fund or strategy.
    Programme(noun::Programme);
    /// A project.
    Project(noun::Project);
    /// A call for applications.
    Call(noun::Call);
    /// An application of one partnership to one call.
    Application(noun::Application);
    /// Outcomes told only as numbers, such as four partnerships created, three of them funded.
    FundingAggregate(noun::FundingAggregate);
}

#[Object(use_type_description)]
impl Programme {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Programme> {
        RecordFields(self.0.clone())
    }

    /// The name.
    fn name(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().name_pl, self.record().name_en.as_ref())
    }

    /// The kind.
    fn kind(&self) -> ProgrammeKind {
        self.record().kind.into()
    }

    #[graphql(flatten)]
    fn lists(&self) -> ProgrammeLists {
        ProgrammeLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a programme.
    ProgrammeLists of Programme;

    /// The projects that it pays for, in order of their keys.
    fn projects(node, ctx, page) -> Project {
        let it = node.record();
        let positions = Project::positions(node.context(), |project| project.programme.as_ref() == Some(&it.key));
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }

    /// Its calls, in order of their keys.
    fn calls(node, ctx, page) -> Call {
        let it = node.record();
        let positions = Call::positions(node.context(), |call| call.programme.as_ref() == Some(&it.key));
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }
}

#[Object(use_type_description)]
impl Project {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Project> {
        RecordFields(self.0.clone())
    }

    /// The title.
    fn title(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().title_pl, self.record().title_en.as_ref())
    }

    /// The kind.
    fn kind(&self) -> ProjectKind {
        self.record().kind.into()
    }

    /// The programme that pays for it; null when not recorded.
    fn programme(&self) -> Option<Programme> {
        Programme::find_some(self.context(), self.record().programme.as_ref())
    }

    /// The partnership that runs it; null when none does, or it is not recorded.
    fn partnership(&self) -> Option<Partnership> {
        Partnership::find_some(self.context(), self.record().partnership.as_ref())
    }

    /// Who leads it; null when not recorded.
    fn leader(&self) -> Option<Party> {
        Party::show_some(self.context(), self.record().leader.as_ref())
    }

    /// Its territory; null when not recorded.
    fn territory(&self) -> Option<TerritorialUnit> {
        TerritorialUnit::find_some(self.context(), self.record().territory.as_ref())
    }

    /// When it ran; unknown when not recorded.
    fn period(&self) -> PartialDate {
        PartialDate(self.record().period)
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            (
                "kind",
                it.kind == noun::ProjectKind::NotStated,
                "the sources do not say what kind of project it is",
            ),
            ("programme", it.programme.is_none(), "the sources do not say which programme pays for it"),
            ("leader", it.leader.is_none(), "the sources do not say who leads it"),
            ("territory", it.territory.is_none(), "the sources do not say where it works"),
            ("period", it.period.is_unknown(), "the sources do not say when it ran"),
        ])
    }
}

#[Object(use_type_description)]
impl Call {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Call> {
        RecordFields(self.0.clone())
    }

    /// The number of the measure, such as `7.4`.
    fn number(&self) -> &str {
        self.record().number.as_str()
    }

    /// The edition, such as a year; null when not recorded.
    fn edition(&self) -> Option<&str> {
        text(&self.record().edition)
    }

    /// The programme; null when not recorded.
    fn programme(&self) -> Option<Programme> {
        Programme::find_some(self.context(), self.record().programme.as_ref())
    }

    /// The title; null when not recorded.
    fn title(&self) -> Option<&str> {
        text(&self.record().title)
    }

    /// When the sources show it; unknown when not recorded.
    fn as_of(&self) -> PartialDate {
        PartialDate(self.record().as_of)
    }

    /// When it opened; unknown when not recorded.
    fn opened(&self) -> PartialDate {
        PartialDate(self.record().opened)
    }

    /// When it closed; unknown when not recorded.
    fn closed(&self) -> PartialDate {
        PartialDate(self.record().closed)
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("programme", it.programme.is_none(), "the sources do not say of which programme it is"),
            ("edition", it.edition.is_none(), "the sources do not say which edition it is"),
            ("title", it.title.is_none(), "the sources give no title"),
            ("opened", it.opened.is_unknown(), "the sources do not say when it opened"),
            ("closed", it.closed.is_unknown(), "the sources do not say when it closed"),
        ])
    }

    #[graphql(flatten)]
    fn lists(&self) -> CallLists {
        CallLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a call.
    CallLists of Call;

    /// The recorded applications to it, in order of their keys.
    fn applications(node, ctx, page) -> Application {
        let it = node.record();
        let positions = Application::positions(node.context(), |application| application.call == it.key);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }

    /// Outcomes of it, alone or together with other calls, that are told only as numbers.
    fn funding_aggregates(node, ctx, page) -> FundingAggregate {
        let it = node.record();
        let positions = FundingAggregate::positions(node.context(), |aggregate| aggregate.calls.contains(&it.key));
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }
}

#[Object(use_type_description)]
impl Application {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Application> {
        RecordFields(self.0.clone())
    }

    /// The call.
    fn call(&self) -> Result<Call> {
        Call::require(self.context(), &self.record().call)
    }

    /// The partnership that applied.
    fn partnership(&self) -> Result<Partnership> {
        Partnership::require(self.context(), &self.record().partnership)
    }

    /// When it was submitted; unknown when not recorded.
    fn submitted_on(&self) -> PartialDate {
        PartialDate(self.record().submitted_on)
    }

    /// What became of it.
    fn outcome(&self) -> FundingOutcome {
        self.record().outcome.into()
    }

    /// The amount awarded, as a decimal number of whole units of the currency with two decimals; null when not
    /// recorded.
    fn amount(&self) -> Option<String> {
        self.record().amount_minor.map(|it| format!("{}.{:02}", it / 100, it % 100))
    }

    /// The currency of the amount, an ISO 4217 code; null when no amount is recorded.
    fn currency(&self) -> Option<&str> {
        text(&self.record().currency)
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("submittedOn", it.submitted_on.is_unknown(), "the sources do not say when it was submitted"),
            (
                "outcome",
                it.outcome == noun::FundingOutcome::NotStated,
                "the sources do not say what became of it",
            ),
            ("amount", it.amount_minor.is_none(), "the sources give no amount"),
        ])
    }
}

#[Object(use_type_description)]
impl FundingAggregate {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::FundingAggregate> {
        RecordFields(self.0.clone())
    }

    /// What is counted, in words.
    fn label(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().label_pl, self.record().label_en.as_ref())
    }

    /// The calls together; empty when the money came otherwise.
    fn calls(&self) -> Vec<Call> {
        Call::find_all(self.context(), &self.record().calls)
    }

    /// How many project partnerships or recipients were created; null when not stated.
    fn created(&self) -> Option<i32> {
        number(self.record().created)
    }

    /// How many applied; null when not stated.
    fn submitted(&self) -> Option<i32> {
        number(self.record().submitted)
    }

    /// How many were funded; null when not stated.
    fn funded(&self) -> Option<i32> {
        number(self.record().funded)
    }

    /// How many were rejected; null when not stated.
    fn rejected(&self) -> Option<i32> {
        number(self.record().rejected)
    }

    /// Who created the partnerships or granted the money; null when not recorded.
    fn by(&self) -> Option<Party> {
        Party::show_some(self.context(), self.record().by.as_ref())
    }

    /// As of when, or for which period; unknown when not recorded.
    fn as_of(&self) -> PartialDate {
        PartialDate(self.record().as_of)
    }

    /// The funded by the created, 0 to 1; null when either is not stated. It is no success rate of applications,
    /// for which `submitted` would be needed.
    fn funded_per_created(&self) -> Option<f64> {
        let (funded, created) = (self.record().funded?, self.record().created?);
        (created > 0).then(|| f64::from(funded) / f64::from(created))
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("created", it.created.is_none(), "the sources do not say how many were created"),
            ("submitted", it.submitted.is_none(), "the sources do not say how many applied"),
            ("funded", it.funded.is_none(), "the sources do not say how many were funded"),
            ("rejected", it.rejected.is_none(), "the sources do not say how many were rejected"),
            ("by", it.by.is_none(), "the sources do not say by whom"),
        ])
    }
}

fn number(value: Option<u32>) -> Option<i32> {
    value.map(|it| super::count(it as usize))
}
