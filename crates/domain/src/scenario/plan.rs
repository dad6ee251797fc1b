//! What the changes of a scenario come to for a record: the rows to add, the fields to set, or the conflicts.

mod checks;
mod make;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use self::checks::Book;
use super::{Change, Conflict, ConflictKind, Scenario};
use crate::DomainError;
use crate::body::BodyMembership;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::institution::{Institution, InstitutionState};
use crate::partnership::Membership;
use crate::party::Party;
use crate::record::{Noun, Record, RecordRef};

/// What a scenario comes to.
pub(super) struct Plan {
    /// The rows to add, without claims.
    pub(super) added: Record,
    /// Each row to add, with the number of the change that makes it, in order.
    pub(super) sources: Vec<(RecordRef, u32)>,
    /// The fields of rows of the record to set, in order.
    pub(super) settings: Vec<Setting>,
}

/// A field of a row of the record, to be set.
pub(super) struct Setting {
    /// The row.
    pub(super) subject: RecordRef,
    /// The field.
    pub(super) field: &'static str,
    /// Its new value, in the text form of import files.
    pub(super) value: String,
    /// Its value so far; none when it is not recorded.
    pub(super) before: Option<String>,
    /// The change that sets it.
    pub(super) change: u32,
}

/// The conflicts of a scenario with a record, in order of the changes; empty when it can be made.
///
/// `record` is what stands, merged, every list in order of keys. Time O(record + changes × log record).
#[must_use]
pub fn conflicts(record: &Record, scenario: &Scenario) -> Vec<Conflict> {
    Plan::of(record, scenario).err().unwrap_or_default()
}

impl Plan {
    /// Works out what a scenario comes to for a record: what stands, merged, every list in order of keys.
    pub(super) fn of(record: &Record, scenario: &Scenario) -> Result<Self, Vec<Conflict>> {
        Self::of_some(record, scenario, |_| true)
    }

    /// The same of some of the changes alone, told by their numbers.
    pub(super) fn of_some(
        record: &Record,
        scenario: &Scenario,
        is_made: impl Fn(u32) -> bool,
    ) -> Result<Self, Vec<Conflict>> {
        if let Err(error) = Scenario::check(&scenario.name, &scenario.changes) {
            return Err(vec![Conflict::rule(0, ConflictKind::NotAllowed, error.to_string())]);
        }
        let mut planner = Planner {
            record,
            scenario,
            book: Book::of(record, scenario, &is_made),
            plan: Self { added: Record::default(), sources: Vec::new(), settings: Vec::new() },
            conflicts: Vec::new(),
        };
        for (number, change) in (1u32..).zip(&scenario.changes).filter(|it| is_made(it.0)) {
            let found = planner.book.against_others(number, change);
            if found.is_empty() {
                planner.change(number, change);
            } else {
                planner.conflicts.extend(found);
            }
        }
        planner.close_all();
        let Planner { mut plan, mut conflicts, .. } = planner;
        if conflicts.is_empty() {
            plan.added.sort();
            Ok(plan)
        } else {
            conflicts.sort_by_key(|it| it.change);
            Err(conflicts)
        }
    }
}

/// A plan that is being made.
struct Planner<'a> {
    record: &'a Record,
    scenario: &'a Scenario,
    book: Book<'a>,
    plan: Plan,
    conflicts: Vec<Conflict>,
}

/// That a conflict was found; it is in the list.
struct Stop;

impl Planner<'_> {
    fn stop(&mut self, conflict: Conflict) -> Stop {
        self.conflicts.push(conflict);
        Stop
    }

    /// Takes a rule of the domain that is broken as a conflict.
    fn ruled<T>(&mut self, number: u32, value: Result<T, DomainError>) -> Result<T, Stop> {
        value.map_err(|error| self.stop(Conflict::rule(number, ConflictKind::NotAllowed, error.to_string())))
    }

    fn change(&mut self, number: u32, change: &Change) {
        // The conflicts of one change are told one at a time: a later one often comes of an earlier.
        let _told = match change {
            Change::AddInstitution { .. } => self.add_institution(number, change),
            Change::CloseInstitution { institution, on } => self.close(number, institution, *on),
            Change::AddMembership { .. } => self.add_membership(number, change),
            Change::EndMembership { membership, on } => self.end(number, membership, *on),
            Change::HoldMeeting { .. } => self.hold_meeting(number, change),
            Change::CreateProjectPartnership { .. } => self.create_partnership(number, change),
        };
    }

    /// The key of what a change makes; `part` tells its parts apart.
    fn key<T>(&mut self, number: u32, part: &str) -> Result<Id<T>, Stop> {
        let text = format!("{}-c{number}{part}", self.scenario.key);
        self.ruled(number, Id::new(&text))
    }

    fn set(
        &mut self,
        subject: RecordRef,
        field: &'static str,
        value: String,
        before: Option<String>,
        change: u32,
    ) {
        self.plan.settings.push(Setting { subject, field, value, before, change });
    }

    fn day(&mut self, number: u32, day: NaiveDate) -> Result<EdtfDate, Stop> {
        let Ok(date) = EdtfDate::day(day) else {
            return Err(self.stop(Conflict::rule(
                number,
                ConflictKind::DateImpossible,
                "the year is outside 0001 to 9999",
            )));
        };
        match self.book.begins {
            Some(begins) if day < begins => {
                let told = format!("the earliest fact recorded is of {begins}");
                Err(self.stop(Conflict::rule(number, ConflictKind::DateBeforeRecord, told)))
            }
            _ => Ok(date),
        }
    }

    /// The day as a date; unknown when there is none.
    fn maybe_day(&mut self, number: u32, day: Option<NaiveDate>) -> Result<EdtfDate, Stop> {
        day.map_or(Ok(EdtfDate::UNKNOWN), |it| self.day(number, it))
    }

    fn close(&mut self, number: u32, id: &Id<Institution>, on: NaiveDate) -> Result<(), Stop> {
        let day = self.day(number, on)?;
        let institution = self.institution(number, id, None)?;
        let (state, ended) = (institution.state, institution.existed_to);
        let at = institution.reference();
        if !matches!(state, InstitutionState::Active | InstitutionState::Unknown) || !ended.is_unknown() {
            return Err(
                self.stop(Conflict::about(number, ConflictKind::AlreadySo, at).because(state.to_string()))
            );
        }
        if institution.existed_from.earliest().is_some_and(|it| it > on) {
            return Err(self.stop(Conflict::about(number, ConflictKind::DateImpossible, at)));
        }
        self.set(
            at.clone(),
            "state",
            InstitutionState::Liquidated.to_string(),
            Some(state.to_string()),
            number,
        );
        self.set(at, "existed_to", day.to_string(), None, number);
        Ok(())
    }

    fn end(&mut self, number: u32, id: &Id<Membership>, on: NaiveDate) -> Result<(), Stop> {
        let day = self.day(number, on)?;
        let Some(membership) = find(&self.record.memberships, id.as_str()) else {
            return Err(self.stop(Conflict::about(number, ConflictKind::Vanished, id.reference())));
        };
        let at = membership.reference();
        if !membership.valid_to.is_unknown() {
            let told = format!("it ended on {}", membership.valid_to);
            return Err(self.stop(Conflict::about(number, ConflictKind::AlreadySo, at).because(told)));
        }
        if begins_after(membership, on) {
            return Err(self.stop(Conflict::about(number, ConflictKind::DateImpossible, at)));
        }
        self.set(at, "valid_to", day.to_string(), None, number);
        Ok(())
    }

    /// Ends the memberships and seats of the institutions that are closed, those that the scenario adds among them.
    fn close_all(&mut self) {
        let closed: BTreeMap<Id<Institution>, (u32, NaiveDate)> = self.book.closed.clone();
        if closed.is_empty() {
            return;
        }
        let until = |id: Option<&Id<Institution>>| {
            let (number, on) = closed.get(id?)?;
            Some((*number, EdtfDate::day(*on).ok()?))
        };
        for membership in &self.record.memberships {
            let Some((number, day)) = until(membership.party.institution()) else { continue };
            let goes_on = membership.valid_to.is_unknown() && !self.book.ended.contains_key(&membership.key);
            if goes_on && !day.latest().is_some_and(|it| begins_after(membership, it)) {
                self.set(membership.reference(), "valid_to", day.to_string(), None, number);
            }
        }
        for seat in &self.record.body_memberships {
            let Some((number, day)) = until(seat.on_behalf_of.as_ref()) else { continue };
            if seat.valid_to.is_unknown() && !day.latest().is_some_and(|it| sits_after(seat, it)) {
                self.set(seat.reference(), "valid_to", day.to_string(), None, number);
            }
        }
        for membership in &mut self.plan.added.memberships {
            if let Some((_, day)) = until(membership.party.institution()) {
                membership.valid_to = day;
            }
        }
    }
}

/// Whether a membership certainly begins after a day.
fn begins_after(membership: &Membership, on: NaiveDate) -> bool {
    [membership.signed_on, membership.valid_from].iter().any(|it| it.earliest().is_some_and(|it| it > on))
}

fn sits_after(seat: &BodyMembership, on: NaiveDate) -> bool {
    seat.valid_from.earliest().is_some_and(|it| it > on)
}

/// The record of a key in a list in order of keys.
fn find<'a, T: Noun>(list: &'a [T], key: &str) -> Option<&'a T> {
    list.binary_search_by(|it| it.key().cmp(key)).ok().and_then(|at| list.get(at))
}

/// The party that a party of the record is read as: an institution that was merged is the one that it was merged into.
fn canonical(record: &Record, party: &Party) -> Party {
    match party {
        Party::Institution(id) => Party::Institution(checks::canonical_id(record, id)),
        other => other.clone(),
    }
}
