//! Territory and institutions. Of one institution in fifty no seat is recorded, of one in a hundred no type.

use domain::DomainError;
use domain::date::EdtfDate;
use domain::institution::{Institution, InstitutionState, Naming, ServedTerritory};
use domain::territory::{TerritorialUnit, TerritoryLevel};

use super::{Draft, id, label};
use crate::output::institution_key;
use crate::territory::{GminaKind, Territory};

/// A unit of territory, as much of it as is made up.
struct Unit<'a> {
    key: String,
    level: TerritoryLevel,
    name: &'a str,
    kind: Option<&'a str>,
    code: Option<String>,
    nuts3: Option<String>,
    parent: Option<String>,
}

impl Draft<'_> {
    pub(super) fn territory(&mut self) -> Result<(), DomainError> {
        let territory = self.plan.territory();
        for voivodeship in &territory.voivodeships {
            let code = Territory::voivodeship_code(*voivodeship);
            self.unit(Unit {
                key: format!("voivodeship-{code}"),
                level: TerritoryLevel::Voivodeship,
                name: &format!("województwo {code}"),
                kind: Some("województwo"),
                code: Some(code),
                nuts3: None,
                parent: None,
            })?;
        }
        for subregion in &territory.subregions {
            let nuts3 = nuts3(subregion.voivodeship, subregion.number);
            self.unit(Unit {
                key: format!("subregion-{}", nuts3.to_lowercase()),
                level: TerritoryLevel::Subregion,
                name: &format!("podregion {nuts3}"),
                kind: Some("podregion NUTS 3"),
                code: None,
                nuts3: Some(nuts3),
                parent: Some(format!("voivodeship-{:02}", subregion.voivodeship)),
            })?;
        }
        for (at, powiat) in territory.powiats.iter().enumerate() {
            let code = territory.powiat_code(at);
            let subregion = territory.subregions[powiat.subregion as usize];
            let nuts3 = nuts3(subregion.voivodeship, subregion.number);
            self.unit(Unit {
                key: format!("powiat-{code}"),
                level: TerritoryLevel::Powiat,
                name: &territory.gmina_name(powiat.gminas.0 as usize),
                kind: Some("powiat"),
                code: Some(code),
                parent: Some(format!("subregion-{}", nuts3.to_lowercase())),
                nuts3: Some(nuts3),
            })?;
        }
        for (at, gmina) in territory.gminas.iter().enumerate() {
            let powiat = gmina.powiat as usize;
            let subregion = territory.subregions[territory.powiats[powiat].subregion as usize];
            self.unit(Unit {
                key: gmina_key(territory, at),
                level: TerritoryLevel::Gmina,
                name: &territory.gmina_name(at),
                kind: Some(match gmina.kind {
                    GminaKind::Urban => "miejska",
                    GminaKind::Rural => "wiejska",
                    GminaKind::UrbanRural => "miejsko-wiejska",
                }),
                code: Some(territory.gmina_code(at)),
                nuts3: Some(nuts3(subregion.voivodeship, subregion.number)),
                parent: Some(format!("powiat-{}", territory.powiat_code(powiat))),
            })?;
        }
        Ok(())
    }

    fn unit(&mut self, unit: Unit<'_>) -> Result<(), DomainError> {
        self.record.territories.push(TerritorialUnit {
            key: id(&unit.key)?,
            level: unit.level,
            name: label(unit.name)?,
            kind: unit.kind.map(label).transpose()?,
            teryt: unit.code.map(|it| it.parse()).transpose()?,
            nuts3: unit.nuts3.as_deref().map(label).transpose()?,
            parent: unit.parent.as_deref().map(id).transpose()?,
            name_genitive: None,
            name_locative: None,
            other_names: Vec::new(),
            valid_from: EdtfDate::UNKNOWN,
            valid_to: EdtfDate::UNKNOWN,
            note: None,
        });
        Ok(())
    }

    pub(super) fn institutions(&mut self) -> Result<(), DomainError> {
        let territory = self.plan.territory();
        for (at, planned) in self.plan.institutions().iter().enumerate() {
            let kind = planned.kind();
            let gmina = planned.gmina as usize;
            let is_public = kind.sector == Some("jst") || kind.sector == Some("government");
            let has_seat = is_public || self.random.below(50) > 0;
            let has_type = is_public || self.random.below(100) > 0;
            let name = format!("{} {} ({})", kind.name_pl, territory.gmina_name(gmina), at + 1);
            self.institution(Institution {
                r#type: if has_type { Some(id(kind.key)?) } else { None },
                sector: kind.sector.map(id).transpose()?,
                seat: if has_seat { Some(id(&gmina_key(territory, gmina))?) } else { None },
                ..blank(&institution_key(at), &name)?
            });
            if kind.key == "pup" {
                let powiat = territory.powiat_code(territory.gminas[gmina].powiat as usize);
                self.record.served_territories.push(ServedTerritory {
                    key: id(&format!("served-{}", institution_key(at)))?,
                    institution: id(&institution_key(at))?,
                    unit: id(&format!("powiat-{powiat}"))?,
                    valid_from: EdtfDate::UNKNOWN,
                    valid_to: EdtfDate::UNKNOWN,
                });
            }
        }
        for voivodeship in &territory.voivodeships {
            let office = self.office_of(*voivodeship, "wup");
            self.institution(Institution {
                r#type: Some(id("sekretariat")?),
                sector: Some(id("jst")?),
                parent: office.map(|it| id(&institution_key(it))).transpose()?,
                ..blank(&secretariat_key(*voivodeship), &format!("sekretariat partnerstwa {voivodeship:02}"))?
            });
        }
        Ok(())
    }

    fn institution(&mut self, institution: Institution) {
        self.record.institutions.push(institution);
    }

    /// The regional office of a type in a voivodeship; none in a network too small for one.
    pub(super) fn office_of(&self, voivodeship: u32, kind: &str) -> Option<usize> {
        let of =
            |it: &crate::PlannedInstitution| it.kind().key == kind && self.voivodeship_of(it) == voivodeship;
        self.plan.institutions().iter().position(of)
    }

    pub(super) fn voivodeship_of(&self, institution: &crate::PlannedInstitution) -> u32 {
        let territory = self.plan.territory();
        let powiat = territory.gminas[institution.gmina as usize].powiat;
        territory.powiats[powiat as usize].voivodeship
    }
}

fn blank(key: &str, name: &str) -> Result<Institution, DomainError> {
    Ok(Institution {
        key: id(key)?,
        name_pl: label(name)?,
        name_en: None,
        short_name: None,
        r#type: None,
        sector: None,
        functions: Vec::new(),
        seat: None,
        parent: None,
        existed_from: EdtfDate::UNKNOWN,
        existed_to: EdtfDate::UNKNOWN,
        state: InstitutionState::Active,
        naming: Naming::Named,
        note: None,
    })
}

/// The key of a secretariat: after those of all institutions of the plan.
pub(super) fn secretariat_key(voivodeship: u32) -> String {
    format!("secretariat-{voivodeship:02}")
}

pub(super) fn gmina_key(territory: &Territory, gmina: usize) -> String {
    // Without the digit of the kind, which may change.
    let code = territory.gmina_code(gmina);
    format!("gmina-{}", code.get(..6).unwrap_or(&code))
}

fn nuts3(voivodeship: u32, number: u32) -> String {
    format!("PLX{voivodeship:02}{number}")
}
