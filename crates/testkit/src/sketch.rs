//! Networks as text, so that a test shows its network as one would tell it.
//!
//! The whole language, one statement a line, `#` begins a remark:
//!
//! ```text
//! ops-a is OPS, gmina-x                        an institution, its type, the gmina of its seat (both may be left out)
//! sekretariat in wup                           a unit whose contacts count for wup
//! lead office:marshal, ~signatory ops-a        roles in the partnership `partnership`
//! 71 signatories                               the number declared
//! council: a, ~b, c                            seats on the body `council` of the partnership
//! 2015-05-14 plenary 60: ohp host, um speaker  a meeting, the people declared at it, who took part (attendee if unsaid)
//! 2015 visit ops-a by ^wup                     a visit; without `by`, the visitor is not recorded
//! 2016 funded: a, b                            a project partnership; `submitted` likewise
//! 2015 done: a, b                              an action done together
//! ```
//!
//! Kinds of meeting: `plenary`, `seminar`, `council` (of the body `council`), `working`, `visit`, `planned` (not held).
//! Parties are institutions, or `office:KEY`, `body:KEY`. `~` before a party or role says that it is inferred, `^`
//! that it rests on a convention. Institutions that are named but not described have neither type nor seat. Meetings,
//! projects and actions have the keys `m1`, `m2` …, `p1` …, `a1` … in order of the text. There is one document.

#![allow(clippy::panic, reason = "a test whose sketch cannot be read has failed")]

mod blank;

use std::collections::BTreeSet;

use domain::body::{BodyMembership, BodyRole};
use domain::call::{Application, FundingOutcome};
use domain::claim::{Claim, ClaimStatus, Confidence};
use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::{Collection, Indicator, IndicatorNature};
use domain::meeting::{Meeting, MeetingRole, MeetingStatus, Participation, Presence};
use domain::partnership::{Membership, Partnership, PartnershipKind, PartnershipRole};
use domain::party::Party;
use domain::record::{Noun, Record, RecordReader, RecordRef};
use domain::vocabulary::{InstitutionType, Label, MeetingKind, TieBasis};

/// Reads a sketch.
///
/// # Panics
/// When the text is not a sketch; the message names the line.
#[must_use]
pub fn sketch(text: &str) -> Record {
    let mut sketch = Sketch::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if !line.is_empty() && sketch.statement(line).is_none() {
            panic!("not a sketch: {line}");
        }
    }
    sketch.finish()
}

/// A key, as the id of a kind of record.
///
/// # Panics
/// When it is no key.
#[must_use]
pub fn id<T>(key: &str) -> Id<T> {
    Id::new(key).unwrap_or_else(|error| panic!("{error}"))
}

/// A label.
///
/// # Panics
/// When it is no label.
#[must_use]
pub fn label(text: &str) -> Label {
    Label::new(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// How something is marked as known.
#[derive(Clone, Copy)]
enum Mark {
    Outright,
    Conventional,
    Inferred,
}

impl Mark {
    fn split(text: &str) -> (Self, &str) {
        match text.chars().next() {
            Some('~') => (Self::Inferred, &text[1..]),
            Some('^') => (Self::Conventional, &text[1..]),
            _ => (Self::Outright, text),
        }
    }
}

struct Sketch {
    record: Record,
    institutions: BTreeSet<String>,
    marked: Vec<(RecordRef, Mark)>,
}

impl Sketch {
    fn new() -> Self {
        let mut record = Record::default();
        record.documents.push(blank::document());
        for (key, basis) in [
            ("plenary", TieBasis::Mass),
            ("seminar", TieBasis::Mass),
            ("council", TieBasis::Working),
            ("working", TieBasis::Working),
            ("visit", TieBasis::Bilateral),
            ("planned", TieBasis::Working),
        ] {
            record.meeting_kinds.push(MeetingKind {
                key: id(key),
                code: label(&key.to_uppercase()),
                name_pl: label(key),
                name_en: label(key),
                tie_basis: basis,
                is_visit: key == "visit",
                is_plenary: key == "plenary",
            });
        }
        record.partnerships.push(blank::partnership("partnership", PartnershipKind::Thematic));
        record.bodies.push(blank::council());
        Self { record, institutions: BTreeSet::new(), marked: Vec::new() }
    }

    fn statement(&mut self, line: &str) -> Option<()> {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        if let Some((key, described)) = line.split_once(" is ") {
            return self.institution(key, described);
        }
        if let Some((unit, parent)) = line.split_once(" in ") {
            return self.unit(unit.trim(), parent.trim());
        }
        if let Some(list) = line.strip_prefix("council: ") {
            return self.seats(list);
        }
        if rest == "signatories" {
            return self.declare(
                id::<Partnership>("partnership").reference(),
                Collection::Signatories,
                first,
            );
        }
        match first.parse::<EdtfDate>() {
            Ok(date) => self.event(date, rest),
            Err(_) => self.roles(line),
        }
    }

    fn institution(&mut self, key: &str, described: &str) -> Option<()> {
        let mut parts = described.split(',').map(str::trim);
        let r#type = parts.next().filter(|it| !it.is_empty())?.to_lowercase();
        let seat = parts.next();
        let type_key: Id<InstitutionType> = id(&r#type);
        if self.record.institution_types.iter().all(|it| it.key != type_key) {
            self.record.institution_types.push(blank::institution_type(&r#type, false));
        }
        if let Some(seat) =
            seat.filter(|seat| self.record.territories.iter().all(|it| it.key.as_str() != *seat))
        {
            self.record.territories.push(blank::gmina(seat));
        }
        self.mention(key);
        let institution = self.record.institutions.iter_mut().find(|it| it.key.as_str() == key)?;
        institution.r#type = Some(type_key);
        institution.seat = seat.map(id);
        Some(())
    }

    fn unit(&mut self, unit: &str, parent: &str) -> Option<()> {
        if self.record.institution_types.iter().all(|it| it.key.as_str() != "unit") {
            self.record.institution_types.push(blank::institution_type("unit", true));
        }
        self.mention(parent);
        self.mention(unit);
        let institution = self.record.institutions.iter_mut().find(|it| it.key.as_str() == unit)?;
        institution.r#type = Some(id("unit"));
        institution.parent = Some(id(parent));
        Some(())
    }

    /// Makes the institution when it is not there yet.
    fn mention(&mut self, key: &str) {
        if self.institutions.insert(key.to_owned()) {
            self.record.institutions.push(blank::institution(key));
        }
    }

    fn party(&mut self, text: &str) -> Option<Party> {
        let party: Party = if text.contains(':') { text.parse().ok()? } else { Party::Institution(id(text)) };
        match &party {
            Party::Institution(key) => self.mention(key.as_str()),
            Party::Office(key) if self.record.offices.iter().all(|it| it.key != *key) => {
                self.record.offices.push(blank::office(key.as_str()));
            }
            _ => {}
        }
        Some(party)
    }

    fn roles(&mut self, line: &str) -> Option<()> {
        for part in line.split(',').map(str::trim) {
            let (mark, part) = Mark::split(part);
            let (role, party) = part.split_once(' ')?;
            let party = self.party(party.trim())?;
            self.member("partnership", party, role.to_uppercase().parse().ok()?, mark);
        }
        Some(())
    }

    fn member(&mut self, partnership: &str, party: Party, role: PartnershipRole, mark: Mark) {
        let membership = Membership {
            key: id(&format!("membership-{}", self.record.memberships.len() + 1)),
            partnership: id(partnership),
            party,
            role,
            signed_on: EdtfDate::UNKNOWN,
            as_of: EdtfDate::UNKNOWN,
            valid_from: EdtfDate::UNKNOWN,
            valid_to: EdtfDate::UNKNOWN,
        };
        self.marked.push((membership.reference(), mark));
        self.record.memberships.push(membership);
    }

    fn seats(&mut self, list: &str) -> Option<()> {
        for part in list.split(',').map(str::trim) {
            let (mark, institution) = Mark::split(part);
            self.mention(institution);
            let seat = BodyMembership {
                key: id(&format!("seat-{}", self.record.body_memberships.len() + 1)),
                body: id("council"),
                person: None,
                on_behalf_of: Some(id(institution)),
                group: None,
                role: BodyRole::Member,
                as_of: EdtfDate::UNKNOWN,
                valid_from: EdtfDate::UNKNOWN,
                valid_to: EdtfDate::UNKNOWN,
            };
            self.marked.push((seat.reference(), mark));
            self.record.body_memberships.push(seat);
        }
        Some(())
    }

    fn declare(&mut self, of: RecordRef, collection: Collection, value: &str) -> Option<()> {
        self.record.indicators.push(Indicator {
            key: id(&format!("declared-{}", self.record.indicators.len() + 1)),
            label_pl: label("declared"),
            label_en: None,
            value: value.parse().ok()?,
            unit: label("ITEM"),
            as_of: EdtfDate::UNKNOWN,
            nature: IndicatorNature::Declared,
            of: Some(of),
            collection: Some(collection),
            note: None,
        });
        Some(())
    }

    fn event(&mut self, date: EdtfDate, rest: &str) -> Option<()> {
        if let Some(visit) = rest.strip_prefix("visit ") {
            let (host, visitor) = visit.split_once(" by ").unwrap_or((visit, ""));
            let meeting = self.meeting(date, "visit");
            self.takes_part(&meeting, &format!("{host} host"))?;
            return if visitor.is_empty() { Some(()) } else { self.takes_part(&meeting, visitor) };
        }
        let (what, list) = rest.split_once(':')?;
        let parties = list.split(',').map(str::trim).filter(|it| !it.is_empty());
        match what {
            "funded" => self.project(date, FundingOutcome::Funded, parties),
            "submitted" => self.project(date, FundingOutcome::NotStated, parties),
            "done" => self.action(date, parties),
            _ => {
                let (kind, declared) = what.split_once(' ').unwrap_or((what, ""));
                self.record.meeting_kinds.iter().find(|it| it.key.as_str() == kind)?;
                let meeting = self.meeting(date, kind);
                if !declared.is_empty() {
                    self.declare(meeting.reference(), Collection::Participants, declared)?;
                }
                for party in parties {
                    self.takes_part(&meeting, party)?;
                }
                Some(())
            }
        }
    }

    fn meeting(&mut self, date: EdtfDate, kind: &str) -> Id<Meeting> {
        let key: Id<Meeting> = id(&format!("m{}", self.record.meetings.len() + 1));
        self.record.meetings.push(Meeting {
            key: key.clone(),
            name_pl: label(kind),
            name_en: None,
            title: None,
            kind: id(kind),
            date,
            status: if kind == "planned" { MeetingStatus::Planned } else { MeetingStatus::Held },
            place: None,
            partnership: Some(id("partnership")),
            body: (kind == "council").then(|| id("council")),
            series: None,
            topics: Vec::new(),
            possible_duplicate_of: None,
            has_unnamed_participants: false,
            note: None,
        });
        key
    }

    fn takes_part(&mut self, meeting: &Id<Meeting>, text: &str) -> Option<()> {
        let (mark, text) = Mark::split(text);
        let (party, role) = text.split_once(' ').unwrap_or((text, "attendee"));
        let participation = Participation {
            key: id(&format!("part-{}", self.record.participations.len() + 1)),
            meeting: Some(meeting.clone()),
            series: None,
            party: self.party(party)?,
            person: None,
            role: role.to_uppercase().parse::<MeetingRole>().ok()?,
            presence: Presence::Present,
            topic: None,
            note: None,
        };
        self.marked.push((participation.reference(), mark));
        self.record.participations.push(participation);
        Some(())
    }

    fn project<'a>(
        &mut self,
        date: EdtfDate,
        outcome: FundingOutcome,
        parties: impl Iterator<Item = &'a str>,
    ) -> Option<()> {
        let key = format!("p{}", self.record.partnerships.len());
        self.record.partnerships.push(blank::partnership(&key, PartnershipKind::Project));
        if self.record.calls.is_empty() {
            self.record.calls.push(blank::call());
        }
        self.record.applications.push(Application {
            key: id(&key),
            call: id("call"),
            partnership: id(&key),
            submitted_on: date,
            outcome,
            amount_minor: None,
            currency: None,
        });
        for party in parties {
            let (mark, party) = Mark::split(party);
            let party = self.party(party)?;
            self.member(&key, party, PartnershipRole::Partner, mark);
        }
        Some(())
    }

    fn action<'a>(&mut self, date: EdtfDate, parties: impl Iterator<Item = &'a str>) -> Option<()> {
        let key = format!("a{}", self.record.action_items.len() + 1);
        let responsible = parties.map(|it| self.party(it)).collect::<Option<Vec<_>>>()?;
        self.record.resolutions.push(blank::resolution(&key, date));
        self.record.action_items.push(blank::action(&key, date, responsible));
        Some(())
    }

    /// Gives every record its claim.
    fn finish(mut self) -> Record {
        let mut subjects = Subjects(Vec::new());
        self.record.read(&mut subjects);
        for (number, subject) in subjects.0.into_iter().enumerate() {
            let mark = self.marked.iter().find(|it| it.0 == subject).map_or(Mark::Outright, |it| it.1);
            self.record.claims.push(Claim {
                key: id(&format!("claim-{number}")),
                subject,
                field: None,
                value: None,
                rank: 0,
                document: id("doc"),
                confidence: if matches!(mark, Mark::Inferred) {
                    Confidence::Inferred
                } else {
                    Confidence::Stated
                },
                convention: matches!(mark, Mark::Conventional).then(|| label("C1")),
                premises: Vec::new(),
                status: ClaimStatus::Asserted,
            });
        }
        self.record.sort();
        self.record
    }
}

/// Collects the records that need a claim.
struct Subjects(Vec<RecordRef>);

impl RecordReader for Subjects {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if domain::support::needs_claim(T::KIND) {
            self.0.extend(records.iter().map(Noun::reference));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_of_the_language_makes_a_whole_record() {
        let record = sketch(
            "ops-a is OPS, gmina-x\n sekretariat in wup\n lead office:marshal, secretariat wup, ~signatory ops-a\n\
             71 signatories # as declared\n council: a, ~b\n 2015-05-14 plenary 60: ohp host, um speaker, body:council\n\
             2015 visit ops-a by ^sekretariat\n 2015 visit b\n 2015 planned: a, b\n 2016 funded: a, b\n\
             2016 submitted: a, ~ohp\n 2015-03/2015-04 done: a, b",
        );
        assert_eq!(domain::check::problems(&record), []);
        assert_eq!(record.institutions.len(), 7);
        assert_eq!((record.meetings.len(), record.participations.len()), (4, 8));
        assert_eq!(
            (record.memberships.len(), record.applications.len(), record.action_items.len()),
            (7, 2, 1)
        );
        assert_eq!(record.claims.iter().filter(|it| it.confidence == Confidence::Inferred).count(), 3);
        assert_eq!(record.claims.iter().filter(|it| it.convention.is_some()).count(), 1);
    }

    #[test]
    #[should_panic(expected = "not a sketch: 2015 banquet: a")]
    fn what_is_no_sketch_is_refused() {
        let _ = sketch("2015 banquet: a");
    }
}
