//! The rows that changes make.

use std::collections::BTreeSet;

use super::{Planner, Stop};
use crate::call::{Application, FundingOutcome};
use crate::date::EdtfDate;
use crate::institution::{Institution, InstitutionState, Naming};
use crate::meeting::{Meeting, MeetingRole, MeetingStatus, Participation, Presence};
use crate::partnership::{
    LifecycleEvent, LifecycleState, Membership, Partnership, PartnershipKind, PartnershipRole,
};
use crate::party::Party;
use crate::record::Noun;
use crate::scenario::{Change, Conflict, ConflictKind};

impl Planner<'_> {
    pub(super) fn add_institution(&mut self, number: u32, change: &Change) -> Result<(), Stop> {
        let Change::AddInstitution { name, r#type, sector, seat, functions } = change else { return Ok(()) };
        self.maybe_known(number, r#type.as_ref())?;
        self.maybe_known(number, sector.as_ref())?;
        self.maybe_known(number, seat.as_ref())?;
        for function in functions {
            self.known(number, function)?;
        }
        let key = self.key(number, "")?;
        self.add(
            number,
            Institution {
                key,
                name_pl: name.clone(),
                name_en: None,
                short_name: None,
                r#type: r#type.clone(),
                sector: sector.clone(),
                functions: functions.clone(),
                seat: seat.clone(),
                parent: None,
                existed_from: EdtfDate::UNKNOWN,
                existed_to: EdtfDate::UNKNOWN,
                state: InstitutionState::Active,
                naming: Naming::Named,
                note: None,
            },
        )
    }

    pub(super) fn add_membership(&mut self, number: u32, change: &Change) -> Result<(), Stop> {
        let Change::AddMembership { partnership, party, role, signed_on } = change else { return Ok(()) };
        let day = self.maybe_day(number, *signed_on)?;
        let partnership = self.partnership(number, partnership, *signed_on)?;
        let party = self.party(number, party, *signed_on)?;
        if signed_on.is_none()
            && let Some(closing) = party.institution().and_then(|it| self.book.closed.get(it))
        {
            let conflict = Conflict::with(number, ConflictKind::Contradicts, closing.0);
            return Err(self.stop(conflict.because("say when it signs, before it is closed")));
        }
        let key = self.key(number, "")?;
        let membership = Membership {
            key,
            partnership,
            party,
            role: *role,
            signed_on: day,
            as_of: EdtfDate::UNKNOWN,
            valid_from: day,
            valid_to: EdtfDate::UNKNOWN,
        };
        if let Some(found) = self.has_role(&membership, *signed_on) {
            return Err(self.stop(Conflict::about(number, ConflictKind::AlreadySo, found.reference())));
        }
        self.add(number, membership)
    }

    pub(super) fn hold_meeting(&mut self, number: u32, change: &Change) -> Result<(), Stop> {
        let Change::HoldMeeting {
            name,
            meeting_kind,
            date,
            place,
            host,
            organiser,
            invitees,
            partnership,
            body,
        } = change
        else {
            return Ok(());
        };
        let day = self.day(number, *date)?;
        self.known(number, meeting_kind)?;
        self.maybe_known(number, place.as_ref())?;
        self.maybe_known(number, body.as_ref())?;
        let partnership =
            partnership.as_ref().map(|it| self.partnership(number, it, Some(*date))).transpose()?;
        let given = [(host, MeetingRole::Host), (organiser, MeetingRole::Organiser)];
        let given = given.into_iter().filter_map(|(party, role)| Some((party.as_ref()?, role)));
        let invited = invitees.iter().map(|it| (it, MeetingRole::Attendee));
        let mut parts = Vec::new();
        for (target, role) in given.chain(invited) {
            parts.push((self.party(number, target, Some(*date))?, role));
        }
        self.distinct(number, &parts)?;
        let key = self.key::<Meeting>(number, "")?;
        self.add(
            number,
            Meeting {
                key: key.clone(),
                name_pl: name.clone(),
                name_en: None,
                title: None,
                kind: meeting_kind.clone(),
                date: day,
                status: MeetingStatus::Held,
                place: place.clone(),
                partnership,
                body: body.clone(),
                series: None,
                topics: Vec::new(),
                possible_duplicate_of: None,
                has_unnamed_participants: false,
                note: None,
            },
        )?;
        for (index, (party, role)) in (1u32..).zip(parts) {
            let part = self.key(number, &format!("-p{index}"))?;
            self.add(
                number,
                Participation {
                    key: part,
                    meeting: Some(key.clone()),
                    series: None,
                    party,
                    person: None,
                    role,
                    presence: Presence::Present,
                    topic: None,
                    note: None,
                },
            )?;
        }
        Ok(())
    }

    /// That a meeting names somebody, and nobody twice in one role or as a guest beside another role.
    fn distinct(&mut self, number: u32, parts: &[(Party, MeetingRole)]) -> Result<(), Stop> {
        if parts.is_empty() {
            let told = "a meeting names a host, an organiser or somebody invited";
            return Err(self.stop(Conflict::rule(number, ConflictKind::NotAllowed, told)));
        }
        let mut seen = BTreeSet::new();
        for (party, role) in parts {
            let is_again = !seen.insert(party);
            if is_again && *role == MeetingRole::Attendee {
                let told = format!("{party} is named twice at one meeting");
                return Err(self.stop(Conflict::rule(number, ConflictKind::NotAllowed, told)));
            }
        }
        Ok(())
    }

    pub(super) fn create_partnership(&mut self, number: u32, change: &Change) -> Result<(), Stop> {
        let Change::CreateProjectPartnership { name, lead, partners, created_on, .. } = change else {
            return Ok(());
        };
        let day = self.maybe_day(number, *created_on)?;
        let lead = self.party(number, lead, *created_on)?;
        let mut members = vec![(lead, PartnershipRole::ProjectLeader)];
        for partner in partners {
            let partner = self.party(number, partner, *created_on)?;
            if members.iter().any(|(it, _)| *it == partner) {
                let told = format!("{partner} is named twice in one partnership");
                return Err(self.stop(Conflict::rule(number, ConflictKind::NotAllowed, told)));
            }
            members.push((partner, PartnershipRole::Partner));
        }
        let key = self.key::<Partnership>(number, "")?;
        self.add(
            number,
            Partnership {
                key: key.clone(),
                name_pl: name.clone(),
                name_en: None,
                kind: PartnershipKind::Project,
                parent: None,
                founded: day,
                territory: None,
                intended_sectors: Vec::new(),
                aims: Vec::new(),
                open_accession: None,
                note: None,
            },
        )?;
        let event = self.key(number, "-created")?;
        self.add(
            number,
            LifecycleEvent {
                key: event,
                partnership: key.clone(),
                state: LifecycleState::Created,
                date: day,
                note: None,
            },
        )?;
        for (index, (party, role)) in (1u32..).zip(members) {
            let membership = self.key(number, &format!("-m{index}"))?;
            self.add(
                number,
                Membership {
                    key: membership,
                    partnership: key.clone(),
                    party,
                    role,
                    signed_on: EdtfDate::UNKNOWN,
                    as_of: EdtfDate::UNKNOWN,
                    valid_from: day,
                    valid_to: EdtfDate::UNKNOWN,
                },
            )?;
        }
        self.apply_to_call(number, change, &key)
    }

    /// The application of a project partnership, when it applies to a call.
    fn apply_to_call(
        &mut self,
        number: u32,
        change: &Change,
        partnership: &crate::id::Id<Partnership>,
    ) -> Result<(), Stop> {
        let Change::CreateProjectPartnership { created_on, call, submitted_on, outcome, .. } = change else {
            return Ok(());
        };
        let Some(call) = call else {
            if submitted_on.is_none() && outcome.is_none() {
                return Ok(());
            }
            let told = "name the call that it applies to";
            return Err(self.stop(Conflict::rule(number, ConflictKind::NotAllowed, told)));
        };
        self.known(number, call)?;
        let day = self.maybe_day(number, *submitted_on)?;
        if created_on.zip(*submitted_on).is_some_and(|(created, submitted)| submitted < created) {
            let told = "it applies before it is created";
            return Err(self.stop(Conflict::rule(number, ConflictKind::DateImpossible, told)));
        }
        let key = self.key(number, "-application")?;
        self.add(
            number,
            Application {
                key,
                call: call.clone(),
                partnership: partnership.clone(),
                submitted_on: day,
                outcome: outcome.unwrap_or(FundingOutcome::NotStated),
                amount_minor: None,
                currency: None,
            },
        )
    }
}
