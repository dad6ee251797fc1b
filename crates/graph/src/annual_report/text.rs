//! Texts in both languages, and what records are called in a report.

use domain::body::{Body, BodyMembership};
use domain::call::{Application, Call, FundingAggregate, Programme, Project};
use domain::document::SourceDocument;
use domain::id::Id;
use domain::indicator::Indicator;
use domain::institution::Institution;
use domain::meeting::{Meeting, MeetingSeries, Participation};
use domain::norm::NormRule;
use domain::office::Office;
use domain::partnership::{LifecycleEvent, Membership, Partnership};
use domain::party::Party;
use domain::person::Person;
use domain::record::{RecordKind, RecordRef};
use domain::resolution::{ActionItem, Resolution};
use domain::statement::Statement;
use domain::territory::TerritorialUnit;
use domain::vocabulary::{Label, MeetingKind, Sector, Topic};

use super::words;
use crate::network::Network;

/// A text in Polish and in English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Text {
    /// In Polish.
    pub pl: String,
    /// In English; the Polish text where nobody has given an English one.
    pub en: String,
}

impl Text {
    /// A text in both languages.
    #[must_use]
    pub fn new(pl: impl Into<String>, en: impl Into<String>) -> Self {
        Self { pl: pl.into(), en: en.into() }
    }

    /// A text that is the same in both languages.
    #[must_use]
    pub fn same(text: &(impl ToString + ?Sized)) -> Self {
        Self { pl: text.to_string(), en: text.to_string() }
    }

    /// The labels of a record; the Polish one stands in for an English one that is absent.
    #[must_use]
    pub fn of(polish: &Label, english: Option<&Label>) -> Self {
        Self::new(polish.as_str(), english.unwrap_or(polish).as_str())
    }

    /// Both texts followed by more, such as ` (host)`.
    #[must_use]
    pub fn and(mut self, more: &Self) -> Self {
        self.pl.push_str(&more.pl);
        self.en.push_str(&more.en);
        self
    }

    /// The text in brackets, with a space before.
    #[must_use]
    pub fn in_brackets(&self) -> Self {
        Self { pl: format!(" ({})", self.pl), en: format!(" ({})", self.en) }
    }
}

/// What a party is called. A person is never named: an office or an institution stands for those who came.
pub(super) fn party_name(network: &Network, party: &Party) -> Text {
    match party {
        Party::Institution(id) => name(network, &id.reference()),
        Party::Office(id) => name(network, &id.reference()),
        Party::Body(id) => name(network, &id.reference()),
        Party::Group(label) => Text::same(label),
    }
}

/// What a record is called in a report: its name, title or text, or what it says. A person is called by the function,
/// never by name. Of a kind that reports do not speak of, and of a record that does not stand, the reference.
#[must_use]
pub fn name(network: &Network, reference: &RecordRef) -> Text {
    let key = &*reference.key;
    let found = match reference.kind {
        RecordKind::Institution => network
            .find::<Institution>(key)
            .or_else(|| Id::from_reference(reference).and_then(|it| network.institution(&it)))
            .map(|it| Text::of(&it.name_pl, it.name_en.as_ref())),
        RecordKind::Office => {
            network.find::<Office>(key).map(|it| Text::of(&it.title_pl, Some(&it.title_en)))
        }
        RecordKind::Body => network.find::<Body>(key).map(|it| Text::of(&it.name_pl, it.name_en.as_ref())),
        RecordKind::Partnership => {
            network.find::<Partnership>(key).map(|it| Text::of(&it.name_pl, it.name_en.as_ref()))
        }
        RecordKind::Meeting => {
            network.find::<Meeting>(key).map(|it| Text::of(&it.name_pl, it.name_en.as_ref()))
        }
        RecordKind::MeetingSeries => {
            network.find::<MeetingSeries>(key).map(|it| Text::of(&it.name_pl, it.name_en.as_ref()))
        }
        RecordKind::MeetingKind => {
            network.find::<MeetingKind>(key).map(|it| Text::of(&it.name_pl, Some(&it.name_en)))
        }
        RecordKind::Resolution => {
            network.find::<Resolution>(key).map(|it| Text::of(&it.text_pl, it.text_en.as_ref()))
        }
        RecordKind::ActionItem => {
            network.find::<ActionItem>(key).map(|it| Text::of(&it.text_pl, it.text_en.as_ref()))
        }
        RecordKind::Indicator => {
            network.find::<Indicator>(key).map(|it| Text::of(&it.label_pl, it.label_en.as_ref()))
        }
        RecordKind::Statement => {
            network.find::<Statement>(key).map(|it| Text::of(&it.text_pl, it.text_en.as_ref()))
        }
        RecordKind::NormRule => {
            network.find::<NormRule>(key).map(|it| Text::of(&it.text_pl, it.text_en.as_ref()))
        }
        RecordKind::Topic => network.find::<Topic>(key).map(|it| Text::of(&it.name_pl, Some(&it.name_en))),
        RecordKind::Sector => network.find::<Sector>(key).map(|it| Text::of(&it.name_pl, Some(&it.name_en))),
        RecordKind::TerritorialUnit => network.find::<TerritorialUnit>(key).map(|it| Text::same(&it.name)),
        RecordKind::SourceDocument => network.find::<SourceDocument>(key).map(|it| Text::same(&it.title)),
        RecordKind::Programme => {
            network.find::<Programme>(key).map(|it| Text::of(&it.name_pl, it.name_en.as_ref()))
        }
        RecordKind::Project => {
            network.find::<Project>(key).map(|it| Text::of(&it.title_pl, it.title_en.as_ref()))
        }
        RecordKind::Person => {
            network.find::<Person>(key).map(|it| Text::of(&it.function_pl, Some(&it.function_en)))
        }
        RecordKind::FundingAggregate => {
            network.find::<FundingAggregate>(key).map(|it| Text::of(&it.label_pl, it.label_en.as_ref()))
        }
        RecordKind::Call => network.find::<Call>(key).map(call_name),
        _ => relation_name(network, reference),
    };
    found.unwrap_or_else(|| Text::same(reference))
}

/// A call by its number, with its edition and title where they are recorded.
fn call_name(call: &Call) -> Text {
    let parts = [Some(&call.number), call.edition.as_ref(), call.title.as_ref()];
    Text::same(&parts.into_iter().flatten().map(Label::as_str).collect::<Vec<_>>().join(", "))
}

/// What a record that joins others is called: who, and in which role.
fn relation_name(network: &Network, reference: &RecordRef) -> Option<Text> {
    let key = &*reference.key;
    match reference.kind {
        RecordKind::Membership => {
            let it = network.find::<Membership>(key)?;
            Some(party_name(network, &it.party).and(&words::partnership_role(it.role).in_brackets()))
        }
        RecordKind::Participation => {
            let it = network.find::<Participation>(key)?;
            let occasion = it.meeting.as_ref().map(Id::reference);
            let occasion = occasion.or_else(|| it.series.as_ref().map(Id::reference))?;
            let party = party_name(network, &it.party).and(&words::meeting_role(it.role).in_brackets());
            Some(party.and(&Text::same(": ")).and(&name(network, &occasion)))
        }
        RecordKind::BodyMembership => {
            let it = network.find::<BodyMembership>(key)?;
            let holder = match (&it.on_behalf_of, &it.group, &it.person) {
                (Some(institution), _, _) => name(network, &institution.reference()),
                (_, Some(group), _) => Text::same(group),
                (_, _, Some(person)) => name(network, &person.reference()),
                _ => return None,
            };
            Some(holder.and(&words::body_role(it.role).in_brackets()))
        }
        RecordKind::LifecycleEvent => {
            let it = network.find::<LifecycleEvent>(key)?;
            let state = words::lifecycle_state(it.state).in_brackets();
            Some(name(network, &it.partnership.reference()).and(&state))
        }
        RecordKind::Application => {
            let it = network.find::<Application>(key)?;
            let outcome = words::funding_outcome(it.outcome).in_brackets();
            Some(name(network, &it.partnership.reference()).and(&outcome))
        }
        _ => None,
    }
}
