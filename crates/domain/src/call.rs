//! Programmes, calls, projects, applications and what became of them.

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::partnership::Partnership;
use crate::party::Party;
use crate::record::noun;
use crate::territory::TerritorialUnit;
use crate::vocabulary::Label;
use crate::words;

words! {
    /// The kind of a programme.
    ProgrammeKind {
        /// A programme that funds.
        Operational = "OPERATIONAL",
        /// A fund.
        Fund = "FUND",
        /// A strategy or development programme.
        Strategy = "STRATEGY",
    }
}

/// A programme, fund or strategy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Programme {
    /// The key.
    pub key: Id<Programme>,
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Option<Label>,
    /// The kind.
    pub kind: ProgrammeKind,
}
noun!(Programme {});

words! {
    /// The kind of a project.
    ProjectKind {
        /// Run without competition by entitled institutions.
        Systemic = "SYSTEMIC",
        /// Won in a call.
        Competitive = "COMPETITIVE",
        /// Run by a partnership.
        Partnership = "PARTNERSHIP",
        /// The sources do not say.
        NotStated = "NOT_STATED",
    }
}

/// A project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// The key.
    pub key: Id<Project>,
    /// The Polish title.
    pub title_pl: Label,
    /// The English title.
    pub title_en: Option<Label>,
    /// The kind.
    pub kind: ProjectKind,
    /// The programme that pays for it.
    pub programme: Option<Id<Programme>>,
    /// The partnership that runs it.
    pub partnership: Option<Id<Partnership>>,
    /// Who leads it.
    pub leader: Option<Party>,
    /// The territory.
    pub territory: Option<Id<TerritorialUnit>>,
    /// When it ran.
    pub period: EdtfDate,
    /// A remark, in our own words.
    pub note: Option<Label>,
}
noun!(Project { optional: programme, partnership, territory; optional_party: leader });

/// A call for applications: programme, number of the measure, edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The key.
    pub key: Id<Call>,
    /// The number of the measure, such as `7.4`.
    pub number: Label,
    /// The edition, such as a year.
    pub edition: Option<Label>,
    /// The programme; none when not recorded.
    pub programme: Option<Id<Programme>>,
    /// The title.
    pub title: Option<Label>,
    /// When the sources show it.
    pub as_of: EdtfDate,
    /// When it opened.
    pub opened: EdtfDate,
    /// When it closed.
    pub closed: EdtfDate,
}
noun!(Call { optional: programme });

words! {
    /// What became of an application.
    FundingOutcome {
        /// It was funded.
        Funded = "FUNDED",
        /// It was rejected.
        Rejected = "REJECTED",
        /// It is on the reserve list.
        Reserve = "RESERVE",
        /// It was withdrawn.
        Withdrawn = "WITHDRAWN",
        /// The record does not say.
        NotStated = "NOT_STATED",
    }
}

/// An application of one partnership to one call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Application {
    /// The key.
    pub key: Id<Application>,
    /// The call.
    pub call: Id<Call>,
    /// The partnership that applied.
    pub partnership: Id<Partnership>,
    /// When it was submitted; unknown when not recorded.
    pub submitted_on: EdtfDate,
    /// What became of it.
    pub outcome: FundingOutcome,
    /// The amount awarded, in minor units of the currency.
    pub amount_minor: Option<i64>,
    /// The currency, an ISO 4217 code.
    pub currency: Option<Label>,
}
noun!(Application { required: call, partnership }, Application::check_amount);

impl Application {
    fn check_amount(&self) -> Result<(), DomainError> {
        if self.amount_minor.is_some() != self.currency.is_some() {
            return Err(DomainError::BrokenRule { rule: "an amount comes with its currency" });
        }
        if self.amount_minor.is_some_and(|it| it < 0) {
            return Err(DomainError::BrokenRule { rule: "an amount is not negative" });
        }
        Ok(())
    }
}

/// Outcomes told only as numbers, such as four partnerships created, three of them funded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FundingAggregate {
    /// The key.
    pub key: Id<FundingAggregate>,
    /// The Polish label.
    pub label_pl: Label,
    /// The English label.
    pub label_en: Option<Label>,
    /// The calls together; empty when the money came otherwise.
    #[serde(with = "crate::list", default)]
    pub calls: Vec<Id<Call>>,
    /// How many project partnerships or recipients were created; none when not stated.
    pub created: Option<u32>,
    /// How many applied; none when not stated.
    pub submitted: Option<u32>,
    /// How many were funded; none when not stated.
    pub funded: Option<u32>,
    /// How many were rejected; none when not stated.
    pub rejected: Option<u32>,
    /// Who created the partnerships or granted the money.
    pub by: Option<Party>,
    /// When.
    pub as_of: EdtfDate,
}
noun!(FundingAggregate { list: calls; optional_party: by }, FundingAggregate::check_counts);

impl FundingAggregate {
    fn check_counts(&self) -> Result<(), DomainError> {
        let ordered =
            |less: Option<u32>, more: Option<u32>| less.zip(more).is_none_or(|(less, more)| less <= more);
        if ordered(self.funded, self.submitted)
            && ordered(self.submitted, self.created)
            && ordered(self.funded, self.created)
        {
            Ok(())
        } else {
            Err(DomainError::BrokenRule { rule: "funded ≤ submitted ≤ created" })
        }
    }
}
