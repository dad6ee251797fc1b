//! Sectors, types, kinds of meetings and base weights of ties.

use domain::DomainError;
use domain::vocabulary::{InstitutionType, MeetingKind, Sector, TieBasis, TieWeight};

use super::{Draft, id, label};
use crate::kind::{KINDS, SECTORS};

/// Kinds of meetings: key, Polish and English name, basis, whether a visit.
pub(super) const MEETING_KINDS: [(&str, &str, &str, TieBasis, bool); 9] = [
    ("bilateral", "spotkanie dwustronne", "bilateral meeting", TieBasis::Bilateral, false),
    ("committee", "posiedzenie komitetu", "committee meeting", TieBasis::Working, false),
    ("conference", "konferencja", "conference", TieBasis::Mass, false),
    ("council", "posiedzenie rady", "council meeting", TieBasis::Working, false),
    ("info-consultation", "spotkanie konsultacyjne", "consultation meeting", TieBasis::Bilateral, true),
    ("seminar", "seminarium", "seminar", TieBasis::Mass, false),
    ("signatories-plenary", "spotkanie sygnatariuszy", "meeting of the signatories", TieBasis::Mass, false),
    ("working-meeting", "spotkanie robocze", "working meeting", TieBasis::Working, false),
    ("workshop", "warsztaty", "workshop", TieBasis::Mass, false),
];

const WEIGHTS: [(TieBasis, f64); 8] = [
    (TieBasis::FundedProject, 3.0),
    (TieBasis::SubmittedProject, 2.0),
    (TieBasis::JointActionDone, 1.5),
    (TieBasis::BodyCoMembership, 1.0),
    (TieBasis::Bilateral, 1.0),
    (TieBasis::Working, 1.0),
    (TieBasis::Mass, 0.5),
    (TieBasis::CoMembership, 0.25),
];

impl Draft<'_> {
    pub(super) fn vocabulary(&mut self) -> Result<(), DomainError> {
        for (key, name_pl, name_en, roll_up) in SECTORS {
            self.record.sectors.push(Sector {
                key: id(key)?,
                code: label(&key.to_uppercase())?,
                name_pl: label(name_pl)?,
                name_en: label(name_en)?,
                roll_up: roll_up.map(label).transpose()?,
            });
        }
        for kind in &KINDS {
            self.record.institution_types.push(InstitutionType {
                key: id(kind.key)?,
                code: label(&kind.key.to_uppercase().replace('-', "_"))?,
                name_pl: label(kind.name_pl)?,
                name_en: label(kind.name_en)?,
                parent: kind.parent.map(id).transpose()?,
                forms: Vec::new(),
                rolls_up: kind.key == "sekretariat",
                sector: kind.sector.map(id).transpose()?,
                functions: Vec::new(),
            });
        }
        for (key, name_pl, name_en, tie_basis, is_visit) in MEETING_KINDS {
            self.record.meeting_kinds.push(MeetingKind {
                key: id(key)?,
                code: label(&key.to_uppercase().replace('-', "_"))?,
                name_pl: label(name_pl)?,
                name_en: label(name_en)?,
                tie_basis,
                is_visit,
                is_plenary: key == "signatories-plenary",
            });
        }
        for (basis, weight) in WEIGHTS {
            let key = basis.as_str().to_lowercase().replace('_', "-");
            self.record.tie_weights.push(TieWeight { key: id(&key)?, basis, weight });
        }
        Ok(())
    }
}
