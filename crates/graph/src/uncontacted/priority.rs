//! Why a signatory stands where it stands on the worklist: points that add up, each with its reason.
//!
//! The weights are few and whole numbers, so that the sum can be checked by hand. What is not recorded adds no points:
//! the component then says that it is not recorded.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::body::BodyRole;
use domain::id::Id;
use domain::indicator::Collection;
use domain::partnership::Partnership;
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::words;

use super::history::History;
use super::{SignatoryContact, SignatoryStatus};
use crate::completeness;
use crate::contact::councils;
use crate::network::{Network, Position};
use crate::receipt::Receipt;
use crate::view::{NetworkView, is_active};

words! {
    /// What adds to the priority of a signatory.
    PriorityCode {
        /// No contact by the rule is recorded up to the end of the window.
        NeverContacted = "NEVER_CONTACTED",
        /// Whole months from the last contact by the rule to the end of the window.
        MonthsSinceContact = "MONTHS_SINCE_CONTACT",
        /// It is not involved in any occasion that may lie in the window.
        NotInvolved = "NOT_INVOLVED",
        /// No signatory of the powiat of its seat is in contact in the window.
        PowiatWithoutContact = "POWIAT_WITHOUT_CONTACT",
        /// It has no seat on the council, whose members are all recorded.
        NoCouncilSeat = "NO_COUNCIL_SEAT",
    }
}

/// The most points of each component. Never contacted counts for more than any time since a contact; the other three
/// order those for whom that is equal.
pub const PRIORITY_POINTS: [(PriorityCode, u32); 5] = [
    (PriorityCode::NeverContacted, 40),
    (PriorityCode::MonthsSinceContact, 36),
    (PriorityCode::NotInvolved, 20),
    (PriorityCode::PowiatWithoutContact, 15),
    (PriorityCode::NoCouncilSeat, 10),
];

impl PriorityCode {
    /// The most points of the component.
    #[must_use]
    pub fn points(self) -> u32 {
        PRIORITY_POINTS.iter().find(|it| it.0 == self).map_or(0, |it| it.1)
    }
}

/// What the record says of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PriorityFinding {
    /// An office, a body or a group signed, of which no contact is worked out.
    NoInstitution,
    /// No contact by the rule is recorded.
    NoContact,
    /// A contact by the rule is recorded.
    Contact,
    /// Only a contact without a date is recorded.
    UndatedContact,
    /// So many whole months since the last contact.
    Months(u32),
    /// The day of the last contact, or the end of the window, is not known.
    NoDay,
    /// It is involved in no occasion that may lie in the window.
    NotInvolved,
    /// It is involved in so many occasions that may lie in the window.
    Involved(usize),
    /// Its seat, or the powiat of it, is not recorded.
    NoSeat,
    /// No signatory of the powiat is in contact.
    PowiatWithout(Id<TerritorialUnit>),
    /// So many signatories of the powiat are in contact.
    PowiatWith(Id<TerritorialUnit>, usize),
    /// No council of the partnership is recorded.
    NoCouncil,
    /// The members of the council are not all recorded, so that it may have a seat.
    MembersNotRecorded,
    /// The members of the council are all recorded, and it is none of them.
    NoCouncilSeat,
    /// It has a seat on the council.
    CouncilSeat,
}

/// A part of the priority of a signatory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityComponent {
    /// Which.
    pub code: PriorityCode,
    /// How many points it adds; 0 for what is not recorded.
    pub points: u32,
    /// What the record says.
    pub finding: PriorityFinding,
}

impl PriorityComponent {
    fn new(code: PriorityCode, finding: PriorityFinding) -> Self {
        let points = match &finding {
            PriorityFinding::NoContact if code == PriorityCode::NeverContacted => code.points(),
            PriorityFinding::Months(months) => (*months).min(code.points()),
            PriorityFinding::NotInvolved
            | PriorityFinding::PowiatWithout(_)
            | PriorityFinding::NoCouncilSeat => code.points(),
            _ => 0,
        };
        Self { code, points, finding }
    }

    /// Whether the record says enough to tell whether it adds points.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        !matches!(
            self.finding,
            PriorityFinding::NoInstitution
                | PriorityFinding::UndatedContact
                | PriorityFinding::NoDay
                | PriorityFinding::NoSeat
                | PriorityFinding::NoCouncil
                | PriorityFinding::MembersNotRecorded
        )
    }

    /// The reason in Polish.
    #[must_use]
    pub fn reason_pl(&self, network: &Network) -> String {
        match &self.finding {
            PriorityFinding::NoInstitution => "nie zapisano: podpisał urząd, organ lub grupa".to_owned(),
            PriorityFinding::NoContact => "nie zapisano żadnego takiego kontaktu do końca okresu".to_owned(),
            PriorityFinding::Contact => "zapisano kontakt do końca okresu".to_owned(),
            PriorityFinding::UndatedContact => "zapisano tylko kontakt bez daty".to_owned(),
            PriorityFinding::Months(months) => format!("pełne miesiące od ostatniego kontaktu: {months}"),
            PriorityFinding::NoDay => "nie zapisano, ile czasu minęło od ostatniego kontaktu".to_owned(),
            PriorityFinding::NotInvolved => {
                "w tym okresie nie zapisano udziału w żadnym spotkaniu".to_owned()
            }
            PriorityFinding::Involved(count) => format!("spotkania z udziałem w tym okresie: {count}"),
            PriorityFinding::NoSeat => "nie zapisano siedziby".to_owned(),
            PriorityFinding::PowiatWithout(unit) => {
                format!(
                    "powiat {}: żaden wymieniony sygnatariusz nie ma zapisanego kontaktu",
                    name(network, unit)
                )
            }
            PriorityFinding::PowiatWith(unit, count) => {
                format!("powiat {}: sygnatariusze z kontaktem: {count}", name(network, unit))
            }
            PriorityFinding::NoCouncil => "nie zapisano rady partnerstwa".to_owned(),
            PriorityFinding::MembersNotRecorded => "nie zapisano wszystkich członków rady".to_owned(),
            PriorityFinding::NoCouncilSeat => "nie ma przedstawiciela w radzie".to_owned(),
            PriorityFinding::CouncilSeat => "ma przedstawiciela w radzie".to_owned(),
        }
    }

    /// The reason in English.
    #[must_use]
    pub fn reason_en(&self, network: &Network) -> String {
        match &self.finding {
            PriorityFinding::NoInstitution => "not recorded: an office, a body or a group signed".to_owned(),
            PriorityFinding::NoContact => {
                "no such contact is recorded up to the end of the window".to_owned()
            }
            PriorityFinding::Contact => "a contact up to the end of the window is recorded".to_owned(),
            PriorityFinding::UndatedContact => "only a contact without a date is recorded".to_owned(),
            PriorityFinding::Months(months) => format!("whole months since the last contact: {months}"),
            PriorityFinding::NoDay => "how long ago the last contact was is not recorded".to_owned(),
            PriorityFinding::NotInvolved => {
                "no involvement in any meeting of the window is recorded".to_owned()
            }
            PriorityFinding::Involved(count) => format!("meetings of the window that involve it: {count}"),
            PriorityFinding::NoSeat => "its seat is not recorded".to_owned(),
            PriorityFinding::PowiatWithout(unit) => {
                format!("powiat {}: no named signatory has recorded contact", name(network, unit))
            }
            PriorityFinding::PowiatWith(unit, count) => {
                format!("powiat {}: signatories in contact: {count}", name(network, unit))
            }
            PriorityFinding::NoCouncil => "no council of the partnership is recorded".to_owned(),
            PriorityFinding::MembersNotRecorded => {
                "the members of the council are not all recorded".to_owned()
            }
            PriorityFinding::NoCouncilSeat => "it has no representative on the council".to_owned(),
            PriorityFinding::CouncilSeat => "it has a representative on the council".to_owned(),
        }
    }
}

fn name<'a>(network: &'a Network, unit: &'a Id<TerritorialUnit>) -> &'a str {
    network.get(unit).map_or(unit.as_str(), |it| it.name.as_str())
}

/// Adds the weights to a receipt.
pub(super) fn tell(receipt: &mut Receipt) {
    for (code, points) in PRIORITY_POINTS {
        let unit = if code == PriorityCode::MonthsSinceContact { " at most, 1 a month" } else { "" };
        receipt.parameter(&format!("priority.{code}"), format!("{points}{unit}"));
    }
}

/// What all signatories are weighed by.
#[derive(Debug)]
pub(super) struct Priorities<'a> {
    view: &'a NetworkView,
    history: &'a History,
    /// By powiat the named signatories in contact.
    in_contact: BTreeMap<Id<TerritorialUnit>, usize>,
    council: Council,
}

/// Who sits on the council.
#[derive(Debug)]
enum Council {
    None,
    Of { members: BTreeSet<Position>, is_whole: bool },
}

impl<'a> Priorities<'a> {
    /// Prepares to weigh the signatories of a partnership. Time O(signatories + seats).
    pub(super) fn new(
        view: &'a NetworkView,
        partnership: &Id<Partnership>,
        history: &'a History,
        items: &[SignatoryContact],
    ) -> Self {
        let mut in_contact = BTreeMap::new();
        for item in items {
            let is_met =
                matches!(item.status, SignatoryStatus::Contacted | SignatoryStatus::PossiblyContacted);
            if let Some(powiat) = powiat(view, item.institution).filter(|_| is_met) {
                *in_contact.entry(powiat.clone()).or_default() += 1;
            }
        }
        Self { view, history, in_contact, council: Council::of(view, partnership) }
    }

    /// The components of a signatory, in order of codes.
    pub(super) fn of(&self, item: &SignatoryContact) -> Vec<PriorityComponent> {
        let all = PriorityCode::ALL.iter();
        all.map(|code| PriorityComponent::new(*code, self.finding(*code, item))).collect()
    }

    fn finding(&self, code: PriorityCode, item: &SignatoryContact) -> PriorityFinding {
        let Some(institution) = item.institution else { return PriorityFinding::NoInstitution };
        let rolled_up = self.view.network().rolled_up(institution);
        let in_window = item.finding.as_ref().and_then(|it| it.last.as_ref());
        let before = item.before.as_ref();
        match code {
            PriorityCode::NeverContacted if in_window.is_some() || before.is_some() => {
                PriorityFinding::Contact
            }
            PriorityCode::NeverContacted if self.history.is_undated(rolled_up) => {
                PriorityFinding::UndatedContact
            }
            PriorityCode::NeverContacted => PriorityFinding::NoContact,
            PriorityCode::MonthsSinceContact => match (in_window, before) {
                (None, None) if self.history.is_undated(rolled_up) => PriorityFinding::UndatedContact,
                (None, None) => PriorityFinding::NoContact,
                (Some(last), _) => self.months(last.latest),
                (None, Some(last)) => self.months(Some(last.latest)),
            },
            PriorityCode::NotInvolved => match self.view.occasions_of(rolled_up).len() {
                0 => PriorityFinding::NotInvolved,
                count => PriorityFinding::Involved(count),
            },
            PriorityCode::PowiatWithoutContact => match powiat(self.view, Some(institution)) {
                None => PriorityFinding::NoSeat,
                Some(unit) => match self.in_contact.get(unit) {
                    None => PriorityFinding::PowiatWithout(unit.clone()),
                    Some(count) => PriorityFinding::PowiatWith(unit.clone(), *count),
                },
            },
            PriorityCode::NoCouncilSeat => match &self.council {
                Council::None => PriorityFinding::NoCouncil,
                Council::Of { members, .. } if members.contains(&rolled_up) => PriorityFinding::CouncilSeat,
                Council::Of { is_whole: true, .. } => PriorityFinding::NoCouncilSeat,
                Council::Of { .. } => PriorityFinding::MembersNotRecorded,
            },
        }
    }

    fn months(&self, latest: Option<NaiveDate>) -> PriorityFinding {
        let days = latest.zip(self.view.view().period.end()).filter(|(latest, end)| latest <= end);
        days.map_or(PriorityFinding::NoDay, |(latest, end)| PriorityFinding::Months(months(latest, end)))
    }
}

/// The powiat of the seat of an institution.
fn powiat(view: &NetworkView, institution: Option<Position>) -> Option<&Id<TerritorialUnit>> {
    let network = view.network();
    let seat = network.at(institution?)?.seat.as_ref()?;
    network.ancestor(seat, TerritoryLevel::Powiat).map(|it| &it.key)
}

/// The whole months between two days of which the first is not later.
fn months(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    u32::try_from(months - i32::from(to.day() < from.day())).unwrap_or_default()
}

impl Council {
    fn of(view: &NetworkView, partnership: &Id<Partnership>) -> Self {
        const SITTING: [BodyRole; 3] = [BodyRole::Chair, BodyRole::ViceChair, BodyRole::Member];
        let network = view.network();
        let bodies = councils(view, Some(partnership));
        if bodies.is_empty() {
            return Self::None;
        }
        let mut members = BTreeSet::new();
        let mut is_whole = true;
        for (seat, strength) in network.seats() {
            let sits = bodies.contains(&seat.body)
                && SITTING.contains(&seat.role)
                && strength.counts_on(view.view().basis)
                && is_active(&seat.valid_from, &seat.valid_to, &view.view().period);
            if sits {
                let institution = seat.on_behalf_of.as_ref().and_then(|it| network.position_of(it));
                // A member of whom it is not recorded for whom it sits may sit for anybody.
                is_whole &= institution.is_some();
                members.extend(institution.map(|it| network.rolled_up(it)));
            }
        }
        is_whole &= bodies.iter().all(|it| {
            let found = completeness::collection(view, &it.reference(), Collection::Members);
            found.declared.is_some_and(|it| it <= found.enumerated)
        });
        Self::Of { members, is_whole }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(months(day("2015-01-31"), day("2015-02-28")), 0);
        assert_eq!(months(day("2015-01-15"), day("2015-02-15")), 1);
        assert_eq!(months(day("2013-12-31"), day("2015-12-31")), 24);
        assert_eq!(months(day("2015-12-31"), day("2015-12-31")), 0);
    }

    #[test]
    fn never_counts_for_more_than_any_time() {
        assert!(PriorityCode::MonthsSinceContact.points() < PriorityCode::NeverContacted.points());
    }
}
