//! What a change is held against: the record, and the other changes of the scenario.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Planner, Stop, canonical, find};
use crate::body::Body;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::identity::DecisionStatus;
use crate::institution::{Institution, InstitutionState, Naming};
use crate::partnership::{Membership, Partnership};
use crate::party::Party;
use crate::record::{Listed, Record};
use crate::scenario::{Change, Conflict, ConflictKind, PartnershipTarget, PartyTarget, Scenario, Target};

/// What the changes say together, and when the record begins.
pub(super) struct Book<'a> {
    changes: &'a [Change],
    /// The first change that closes an institution.
    pub(super) closed: BTreeMap<Id<Institution>, (u32, NaiveDate)>,
    /// The first change that ends a membership.
    pub(super) ended: BTreeMap<Id<Membership>, (u32, NaiveDate)>,
    /// The first change with the same text; for each change.
    same: Vec<u32>,
    /// The first change that makes the same membership, but for its date; for each change.
    joined: Vec<u32>,
    /// The party of each membership that a change ends.
    parties: BTreeMap<Id<Membership>, Option<Id<Institution>>>,
    /// The earliest day of a dated fact; none when nothing is dated.
    pub(super) begins: Option<NaiveDate>,
}

impl<'a> Book<'a> {
    pub(super) fn of(record: &Record, scenario: &'a Scenario, is_made: impl Fn(u32) -> bool) -> Self {
        let mut book = Self {
            changes: &scenario.changes,
            closed: BTreeMap::new(),
            ended: BTreeMap::new(),
            same: Vec::new(),
            joined: Vec::new(),
            parties: BTreeMap::new(),
            begins: begins(record),
        };
        let (mut texts, mut joined) = (BTreeMap::<String, u32>::new(), BTreeMap::<String, u32>::new());
        for (number, change) in (1u32..).zip(&scenario.changes) {
            if !is_made(number) {
                book.same.push(number);
                book.joined.push(number);
                continue;
            }
            // A change of plain values always has a text.
            let text = serde_json::to_string(change).unwrap_or_default();
            book.same.push(*texts.entry(text).or_insert(number));
            let mut same_membership = number;
            match change {
                Change::CloseInstitution { institution, on } => {
                    let id = canonical_id(record, institution);
                    book.closed.entry(id).or_insert((number, *on));
                }
                Change::EndMembership { membership, on } => {
                    book.ended.entry(membership.clone()).or_insert((number, *on));
                    let found = find(&record.memberships, membership.as_str());
                    let party = found.and_then(|it| it.party.institution()).cloned();
                    book.parties.insert(membership.clone(), party);
                }
                Change::AddMembership { partnership, party, role, .. } => {
                    let party = match party {
                        Target::Recorded(it) => canonical(record, it).to_string(),
                        made @ Target::Made(_) => made.to_string(),
                    };
                    same_membership =
                        *joined.entry(format!("{partnership} {party} {role}")).or_insert(number);
                }
                _ => {}
            }
            book.joined.push(same_membership);
        }
        book
    }

    /// The conflicts of a change with other changes.
    pub(super) fn against_others(&self, number: u32, change: &Change) -> Vec<Conflict> {
        let at = number.saturating_sub(1) as usize;
        let first_of = |list: &[u32]| list.get(at).copied().filter(|it| *it != number);
        if let Some(first) = first_of(&self.same) {
            return vec![Conflict::with(number, ConflictKind::Duplicate, first)];
        }
        if let Some(first) = first_of(&self.joined) {
            return vec![Conflict::with(number, ConflictKind::Contradicts, first)];
        }
        let other = match change {
            Change::CloseInstitution { institution, .. } => self.closed.get(institution).map(|it| it.0),
            Change::EndMembership { membership, .. } => self.ended.get(membership).map(|it| it.0),
            _ => None,
        };
        if let Some(first) = other.filter(|it| *it != number) {
            return vec![Conflict::with(number, ConflictKind::Contradicts, first)];
        }
        if let Change::EndMembership { membership, on } = change {
            // It ends with its institution, and cannot end after it.
            let party = self.parties.get(membership).and_then(Option::as_ref);
            if let Some((closing, closed_on)) = party.and_then(|it| self.closed.get(it))
                && on > closed_on
            {
                return vec![Conflict::with(number, ConflictKind::Contradicts, *closing)];
            }
        }
        Vec::new()
    }

    /// The change of a number, when it comes before another.
    fn before(&self, number: u32, made: u32) -> Option<&'a Change> {
        let at = (made >= 1 && made < number).then(|| made as usize - 1)?;
        self.changes.get(at)
    }
}

/// The earliest day of a dated fact: of meetings, memberships, partnerships and calls.
fn begins(record: &Record) -> Option<NaiveDate> {
    let meetings = record.meetings.iter().map(|it| &it.date);
    let series = record.meeting_series.iter().map(|it| &it.date);
    let memberships = record.memberships.iter().flat_map(|it| [&it.signed_on, &it.as_of, &it.valid_from]);
    let partnerships = record.partnerships.iter().map(|it| &it.founded);
    let calls = record.calls.iter().flat_map(|it| [&it.as_of, &it.opened]);
    let all = meetings.chain(series).chain(memberships).chain(partnerships).chain(calls);
    all.filter_map(EdtfDate::earliest).min()
}

/// The institution that one is read as, by the accepted decisions on identity; itself when it was not merged.
pub(super) fn canonical_id(record: &Record, id: &Id<Institution>) -> Id<Institution> {
    let mut at = id.clone();
    for _ in 0..=record.identity_decisions.len() {
        if find(&record.institutions, at.as_str()).is_some() {
            return at;
        }
        let mut decisions = record.identity_decisions.iter();
        let next = decisions.find(|it| it.status == DecisionStatus::Accepted && it.duplicate == at);
        match next {
            Some(decision) => at = decision.canonical.clone(),
            None => break,
        }
    }
    id.clone()
}

impl<'a> Planner<'a> {
    /// An institution that exists on a day and may be a party.
    pub(super) fn institution(
        &mut self,
        number: u32,
        id: &Id<Institution>,
        on: Option<NaiveDate>,
    ) -> Result<&'a Institution, Stop> {
        let id = canonical_id(self.record, id);
        let Some(found) = find(&self.record.institutions, id.as_str()) else {
            return Err(self.stop(Conflict::about(number, ConflictKind::Vanished, id.reference())));
        };
        if found.naming != Naming::Named {
            let told = "the record does not know which institution it is";
            let conflict = Conflict::about(number, ConflictKind::NotAllowed, id.reference());
            return Err(self.stop(conflict.because(told)));
        }
        let Some(on) = on else { return Ok(found) };
        let gone = match found.existed_to.latest() {
            Some(last) => last < on,
            None => matches!(
                found.state,
                InstitutionState::Liquidated | InstitutionState::Merged | InstitutionState::Split
            ),
        };
        if gone {
            return Err(self.stop(Conflict::about(number, ConflictKind::EndedBefore, id.reference())));
        }
        if found.existed_from.earliest().is_some_and(|it| it > on) {
            return Err(self.stop(Conflict::about(number, ConflictKind::DateImpossible, id.reference())));
        }
        match self.book.closed.get(&id).copied() {
            Some((closing, last)) if last < on => {
                let conflict = Conflict::with(number, ConflictKind::Contradicts, closing);
                Err(self.stop(conflict.because(format!("{id} is closed before that day"))))
            }
            _ => Ok(found),
        }
    }

    /// A record of any other kind.
    pub(super) fn known<T: Listed>(&mut self, number: u32, id: &Id<T>) -> Result<&'a T, Stop> {
        match find(T::list(self.record), id.as_str()) {
            Some(found) => Ok(found),
            None => Err(self.stop(Conflict::about(number, ConflictKind::Vanished, id.reference()))),
        }
    }

    /// A record that may be left out.
    pub(super) fn maybe_known<T: Listed>(&mut self, number: u32, id: Option<&Id<T>>) -> Result<(), Stop> {
        id.map_or(Ok(()), |it| self.known(number, it).map(|_| ()))
    }

    /// The party that a target is, on a day.
    pub(super) fn party(
        &mut self,
        number: u32,
        target: &PartyTarget,
        on: Option<NaiveDate>,
    ) -> Result<Party, Stop> {
        match target {
            Target::Made(made) => match self.book.before(number, *made) {
                Some(Change::AddInstitution { .. }) => self.key(*made, "").map(Party::Institution),
                _ => Err(self.stop(Conflict::with(number, ConflictKind::NotYetMade, *made))),
            },
            Target::Recorded(Party::Institution(id)) => {
                self.institution(number, id, on).map(|it| Party::Institution(it.key.clone()))
            }
            Target::Recorded(party @ Party::Office(id)) => self.known(number, id).map(|_| party.clone()),
            Target::Recorded(party @ Party::Body(id)) => {
                self.known::<Body>(number, id).map(|_| party.clone())
            }
            Target::Recorded(Party::Group(_)) => {
                let told = "name an institution, an office or a body; a group has no members";
                Err(self.stop(Conflict::rule(number, ConflictKind::NotAllowed, told)))
            }
        }
    }

    /// The partnership that a target is. A partnership of the record must not begin after the day.
    pub(super) fn partnership(
        &mut self,
        number: u32,
        target: &PartnershipTarget,
        on: Option<NaiveDate>,
    ) -> Result<Id<Partnership>, Stop> {
        match target {
            Target::Made(made) => match self.book.before(number, *made) {
                Some(Change::CreateProjectPartnership { .. }) => self.key(*made, ""),
                _ => Err(self.stop(Conflict::with(number, ConflictKind::NotYetMade, *made))),
            },
            Target::Recorded(id) => {
                let found = self.known(number, id)?;
                if on.zip(found.founded.earliest()).is_some_and(|(on, founded)| founded > on) {
                    let told = format!("it was founded on {}", found.founded);
                    let conflict = Conflict::about(number, ConflictKind::DateImpossible, id.reference());
                    return Err(self.stop(conflict.because(told)));
                }
                Ok(id.clone())
            }
        }
    }

    /// Whether a party has a role in a partnership of the record that goes on at a day.
    pub(super) fn has_role(&self, wanted: &Membership, on: Option<NaiveDate>) -> Option<&'a Membership> {
        self.record.memberships.iter().find(|it| {
            it.partnership == wanted.partnership
                && it.party == wanted.party
                && it.role == wanted.role
                && it.valid_to.latest().is_none_or(|last| on.is_some_and(|on| on <= last))
                && self.book.ended.get(&it.key).is_none_or(|(_, last)| on.is_some_and(|on| on <= *last))
        })
    }

    /// Takes a row as made by a change, unless the record has one of its key.
    pub(super) fn add<T: Listed>(&mut self, number: u32, row: T) -> Result<(), Stop> {
        let at = row.reference();
        if find(T::list(self.record), row.key()).is_some() {
            return Err(self.stop(Conflict::about(number, ConflictKind::KeyTaken, at)));
        }
        if let Err(error) = row.check() {
            return Err(self.stop(Conflict::rule(number, ConflictKind::NotAllowed, error.to_string())));
        }
        self.plan.sources.push((at, number));
        T::list_mut(&mut self.plan.added).push(row);
        Ok(())
    }
}
