//! Standing partnerships with their councils, and project partnerships that apply to calls.

use chrono::{Datelike, Days, NaiveDate};
use domain::DomainError;
use domain::body::{Body, BodyKind, BodyMembership, BodyRole};
use domain::call::{Application, Call, FundingOutcome, Programme, ProgrammeKind};
use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::Collection;
use domain::norm::{NormKind, NormRule};
use domain::partnership::{Membership, Partnership, PartnershipKind, PartnershipRole};
use domain::party::Party;
use domain::person::{Person, PublicFunction, Tenure};

use super::institution::secretariat_key;
use super::{Draft, day, id, label};
use crate::FIRST_YEAR;
use crate::output::institution_key;

/// Terms of a council: first and last year; the last goes on.
const TERMS: [(i32, Option<i32>); 3] =
    [(FIRST_YEAR, Some(FIRST_YEAR + 3)), (FIRST_YEAR + 4, Some(FIRST_YEAR + 7)), (FIRST_YEAR + 8, None)];

impl Draft<'_> {
    /// In each voivodeship a pact and a thematic partnership with signatories, of which more are declared than named.
    pub(super) fn partnerships(&mut self) -> Result<(), DomainError> {
        for voivodeship in self.plan.territory().voivodeships.clone() {
            let pact = format!("pact-{voivodeship:02}");
            let key = format!("partnership-{voivodeship:02}");
            self.partnership(&pact, "pakt na rzecz zatrudnienia", PartnershipKind::UmbrellaPact, None)?;
            self.partnership(&key, "partnerstwo tematyczne", PartnershipKind::Thematic, Some(&pact))?;
            if let Some(office) = self.office_of(voivodeship, "um") {
                self.member(&key, &institution_key(office), PartnershipRole::Lead, EdtfDate::UNKNOWN)?;
            }
            self.member(
                &key,
                &secretariat_key(voivodeship),
                PartnershipRole::Secretariat,
                EdtfDate::UNKNOWN,
            )?;
            let mut signatories = Vec::new();
            for (at, institution) in self.plan.institutions().iter().enumerate() {
                if self.voivodeship_of(institution) == voivodeship && self.random.below(10) < 3 {
                    signatories.push(at);
                }
            }
            for at in &signatories {
                let signed = self.any_day();
                self.member(&key, &institution_key(*at), PartnershipRole::Signatory, signed)?;
            }
            let declared = signatories.len() + signatories.len() / 8 + 1;
            let of = id::<Partnership>(&key)?.reference();
            self.declare(of, Collection::Signatories, declared, "INSTITUTION", EdtfDate::UNKNOWN)?;
            self.council(voivodeship, &key, &signatories)?;
            self.record.norms.push(NormRule {
                key: id(&format!("norm-{voivodeship:02}"))?,
                kind: NormKind::MeetingsPerYear,
                text_pl: label("co najmniej jedno spotkanie sygnatariuszy w roku")?,
                text_en: Some(label("at least one meeting of the signatories a year")?),
                partnership: Some(id(&key)?),
                project: None,
                meeting_kind: Some(id("signatories-plenary")?),
                institution_type: None,
                threshold: Some(1),
            });
        }
        Ok(())
    }

    fn partnership(
        &mut self,
        key: &str,
        name: &str,
        kind: PartnershipKind,
        parent: Option<&str>,
    ) -> Result<(), DomainError> {
        self.record.partnerships.push(Partnership {
            key: id(key)?,
            name_pl: label(&format!("{name} {key}"))?,
            name_en: None,
            kind,
            parent: parent.map(id).transpose()?,
            founded: EdtfDate::UNKNOWN,
            territory: None,
            intended_sectors: Vec::new(),
            aims: Vec::new(),
            open_accession: None,
            note: None,
        });
        Ok(())
    }

    fn member(
        &mut self,
        partnership: &str,
        institution: &str,
        role: PartnershipRole,
        signed_on: EdtfDate,
    ) -> Result<(), DomainError> {
        self.record.memberships.push(Membership {
            key: id(&format!("membership-{:08}", self.record.memberships.len() + 1))?,
            partnership: id(partnership)?,
            party: Party::Institution(id(institution)?),
            role,
            signed_on,
            as_of: EdtfDate::UNKNOWN,
            valid_from: signed_on,
            valid_to: EdtfDate::UNKNOWN,
        });
        Ok(())
    }

    /// A council of signatories, elected anew every four years; people have no names here.
    fn council(
        &mut self,
        voivodeship: u32,
        partnership: &str,
        signatories: &[usize],
    ) -> Result<(), DomainError> {
        let key = council_key(voivodeship);
        self.record.bodies.push(Body {
            key: id(&key)?,
            name_pl: label(&format!("rada partnerstwa {voivodeship:02}"))?,
            name_en: Some(label(&format!("council of the partnership {voivodeship:02}"))?),
            short_name: None,
            kind: BodyKind::Council,
            partnership: Some(id(partnership)?),
            appointed_by: None,
            established: EdtfDate::UNKNOWN,
            as_of: EdtfDate::UNKNOWN,
            same_as: None,
            note: None,
        });
        for (from, to) in TERMS {
            let mut chosen = signatories.to_vec();
            self.random.shuffle(&mut chosen);
            chosen.truncate(12);
            chosen.sort_unstable();
            for (nth, institution) in chosen.into_iter().enumerate() {
                self.seat(&key, from, to, (nth, institution))?;
            }
        }
        Ok(())
    }

    fn seat(
        &mut self,
        body: &str,
        from: i32,
        to: Option<i32>,
        seat: (usize, usize),
    ) -> Result<(), DomainError> {
        let (nth, institution) = seat;
        let key = format!("{body}-{from}-{:02}", nth + 1);
        let valid_from = EdtfDate::year(from).unwrap_or(EdtfDate::UNKNOWN);
        let valid_to = to.and_then(|it| EdtfDate::year(it).ok()).unwrap_or(EdtfDate::UNKNOWN);
        self.record.people.push(Person {
            key: id(&format!("person-{key}"))?,
            public_function: PublicFunction::Representative,
            function_pl: label("członek rady")?,
            function_en: label("member of the council")?,
        });
        self.record.tenures.push(Tenure {
            key: id(&format!("tenure-{key}"))?,
            person: id(&format!("person-{key}"))?,
            office: None,
            institution: Some(id(&institution_key(institution))?),
            role_pl: label("przedstawiciel")?,
            role_en: label("representative")?,
            as_of: EdtfDate::UNKNOWN,
            valid_from,
            valid_to,
        });
        self.record.body_memberships.push(BodyMembership {
            key: id(&format!("seat-{key}"))?,
            body: id(body)?,
            person: Some(id(&format!("person-{key}"))?),
            on_behalf_of: Some(id(&institution_key(institution))?),
            group: None,
            role: if nth == 0 { BodyRole::Chair } else { BodyRole::Member },
            as_of: EdtfDate::UNKNOWN,
            valid_from,
            valid_to,
        });
        Ok(())
    }

    /// Calls, two a year, and project partnerships: two to six institutions that met once, one for every sixty meetings.
    pub(super) fn projects(&mut self) -> Result<(), DomainError> {
        self.record.programmes.push(Programme {
            key: id("programme")?,
            name_pl: label("program regionalny")?,
            name_en: Some(label("regional programme")?),
            kind: ProgrammeKind::Operational,
        });
        for number in 0..20 {
            let year = FIRST_YEAR + number / 2;
            let month = |it: u32| EdtfDate::month(year, it).unwrap_or(EdtfDate::UNKNOWN);
            self.record.calls.push(Call {
                key: call_key(number)?,
                number: label(&format!("7.{}", number % 2 + 4))?,
                edition: Some(label(&year.to_string())?),
                programme: Some(id("programme")?),
                title: None,
                as_of: EdtfDate::UNKNOWN,
                opened: month(2 + 5 * (number as u32 % 2)),
                closed: month(4 + 5 * (number as u32 % 2)),
            });
        }
        let meetings = self.plan.meetings().len();
        for number in 1..=meetings.div_ceil(60) {
            let meeting = self.random.below(meetings as u64) as usize;
            let mut partners = self.plan.attendees(meeting).to_vec();
            self.random.shuffle(&mut partners);
            partners.truncate(2 + self.random.below(5) as usize);
            if partners.len() < 2 {
                continue;
            }
            let key = format!("project-{number:06}");
            self.partnership(&key, "partnerstwo projektowe", PartnershipKind::Project, None)?;
            for (nth, partner) in partners.into_iter().enumerate() {
                let role = if nth == 0 { PartnershipRole::ProjectLeader } else { PartnershipRole::Partner };
                self.member(&key, &institution_key(partner as usize), role, EdtfDate::UNKNOWN)?;
            }
            self.apply(&key, self.plan.meetings()[meeting].day)?;
        }
        Ok(())
    }

    fn apply(&mut self, partnership: &str, met: NaiveDate) -> Result<(), DomainError> {
        let submitted = met.checked_add_days(Days::new(30 + self.random.below(300))).unwrap_or(met);
        let outcome = match self.random.below(100) {
            0..45 => FundingOutcome::Funded,
            45..75 => FundingOutcome::Rejected,
            75..85 => FundingOutcome::Reserve,
            85..90 => FundingOutcome::Withdrawn,
            _ => FundingOutcome::NotStated,
        };
        let is_paid = outcome == FundingOutcome::Funded;
        let amount = 10_000_000 + self.random.below(400) as i64 * 1_000_000;
        let half = i32::from(submitted.month() > 6);
        let number = (2 * (submitted.year() - FIRST_YEAR) + half).clamp(0, 19);
        self.record.applications.push(Application {
            key: id(partnership)?,
            call: call_key(number)?,
            partnership: id(partnership)?,
            submitted_on: day(submitted),
            outcome,
            amount_minor: is_paid.then_some(amount),
            currency: if is_paid { Some(label("PLN")?) } else { None },
        });
        Ok(())
    }

    fn any_day(&mut self) -> EdtfDate {
        let days = self.random.below(3_652);
        let first =
            NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).and_then(|it| it.checked_add_days(Days::new(days)));
        first.map_or(EdtfDate::UNKNOWN, day)
    }
}

/// The key of the council of a voivodeship's partnership.
pub(super) fn council_key(voivodeship: u32) -> String {
    format!("council-{voivodeship:02}")
}

fn call_key(number: i32) -> Result<Id<Call>, DomainError> {
    id(&format!("call-{:02}", number + 1))
}
