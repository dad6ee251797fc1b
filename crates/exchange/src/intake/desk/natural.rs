//! What the record has of something that is known by other things: memberships and participations.

use std::collections::HashMap;

use domain::changeset::find;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::{Collection, Indicator, IndicatorNature};
use domain::institution::{Institution, InstitutionIdentifier};
use domain::meeting::{Meeting, MeetingRole};
use domain::partnership::{Partnership, PartnershipRole};
use domain::party::Party;
use domain::record::{Record, RecordRef};

use super::Desk;

pub(super) type Parts<'a> = HashMap<(&'a str, &'a Party, MeetingRole), &'a str>;
pub(super) type Members<'a> = HashMap<(&'a str, &'a Party, PartnershipRole), Vec<(&'a str, EdtfDate)>>;

pub(super) type Numbers<'a> = HashMap<&'a str, Vec<&'a InstitutionIdentifier>>;
pub(super) type Declared<'a> = HashMap<(&'a RecordRef, Collection), Vec<&'a Indicator>>;

fn numbers(record: &Record) -> Numbers<'_> {
    let mut numbers = Numbers::new();
    for it in &record.identifiers {
        numbers.entry(it.institution.as_str()).or_default().push(it);
    }
    numbers
}

fn declared(record: &Record) -> Declared<'_> {
    let mut declared = Declared::new();
    for it in record.indicators.iter().filter(|it| it.nature == IndicatorNature::Declared) {
        if let (Some(of), Some(collection)) = (&it.of, it.collection) {
            declared.entry((of, collection)).or_default().push(it);
        }
    }
    declared
}

fn parts(record: &Record) -> Parts<'_> {
    let of_meetings = record.participations.iter().filter_map(|it| Some((it.meeting.as_ref()?, it)));
    of_meetings.map(|(meeting, it)| ((meeting.as_str(), &it.party, it.role), it.key.as_str())).collect()
}

fn members(record: &Record) -> Members<'_> {
    let mut members = Members::new();
    for it in &record.memberships {
        let of = members.entry((it.partnership.as_str(), &it.party, it.role)).or_default();
        of.push((it.key.as_str(), it.valid_from));
    }
    members
}

impl<'a> Desk<'a> {
    /// The numbers that the record has of an institution.
    pub(crate) fn known_numbers(&self, institution: &str) -> &[&'a InstitutionIdentifier] {
        self.numbers.get_or_init(|| numbers(self.record)).get(institution).map_or(&[], Vec::as_slice)
    }

    /// The declared sizes that the record has of a collection.
    pub(crate) fn known_declared(&self, of: &RecordRef, collection: Collection) -> Vec<&'a Indicator> {
        self.declared
            .get_or_init(|| declared(self.record))
            .get(&(of, collection))
            .cloned()
            .unwrap_or_default()
    }

    /// The key of the record's participation of a party in a meeting in a role.
    pub(crate) fn known_participation(
        &self,
        meeting: &Id<Meeting>,
        party: &Party,
        role: MeetingRole,
    ) -> Option<&'a str> {
        let parts = self.parts.get_or_init(|| parts(self.record));
        parts.get(&(meeting.as_str(), party, role)).copied()
    }

    /// The key of the record's membership of a party in a role: the one that began then, else one of which either date
    /// is unknown.
    pub(crate) fn known_membership(
        &self,
        partnership: &Id<Partnership>,
        party: &Party,
        role: PartnershipRole,
        from: EdtfDate,
    ) -> Option<&'a str> {
        let members = self.members.get_or_init(|| members(self.record));
        let of = members.get(&(partnership.as_str(), party, role))?;
        let same = of.iter().find(|it| it.1 == from);
        same.or_else(|| of.iter().find(|it| it.1.is_unknown() || from.is_unknown())).map(|it| it.0)
    }

    /// The name of an institution of the record or of a row before.
    pub(crate) fn institution_name(&self, id: &Id<Institution>) -> Option<String> {
        let known = find::<Institution>(self.record, id.as_str());
        let known = known.or_else(|| self.out.institutions.iter().find(|it| it.key == *id));
        known.map(|it| it.short_name.as_ref().unwrap_or(&it.name_pl).to_string())
    }

    /// The unit of territory that a text means for sure; none when it is not known, or not for sure.
    pub(crate) fn quiet_territory(&self, text: &str) -> Option<std::sync::Arc<str>> {
        match self.find_territory(text) {
            crate::intake::names::Found::One(key) => Some(key),
            _ => None,
        }
    }
}
