//! What is expected where: a social welfare centre in each gmina, a labour office and a family support centre for each
//! powiat, each sector but the church in each subregion.

use domain::DomainError;
use domain::date::EdtfDate;
use domain::expectation::{Expectation, PlaceBasis};
use domain::territory::TerritoryLevel;

use super::{Draft, id, label};
use crate::kind::SECTORS;

impl Draft<'_> {
    pub(super) fn expectations(&mut self) -> Result<(), DomainError> {
        let types = [
            ("ops", TerritoryLevel::Gmina, PlaceBasis::Seat),
            ("pcpr", TerritoryLevel::Powiat, PlaceBasis::Seat),
            ("pup", TerritoryLevel::Powiat, PlaceBasis::Served),
        ];
        for (key, level, place) in types {
            let r#type = Some(id(key)?);
            self.record.expectations.push(Expectation { r#type, level, place, ..blank(key)? });
        }
        for (key, ..) in SECTORS.iter().filter(|it| it.0 != "church") {
            self.record.expectations.push(Expectation { sector: Some(id(key)?), ..blank(key)? });
        }
        Ok(())
    }
}

fn blank(key: &str) -> Result<Expectation, DomainError> {
    Ok(Expectation {
        key: id(&format!("expected-{key}"))?,
        text_pl: label(&format!("oczekiwane: {key}"))?,
        text_en: Some(label(&format!("expected: {key}"))?),
        r#type: None,
        sector: None,
        function: None,
        level: TerritoryLevel::Subregion,
        within: None,
        excluded_kinds: Vec::new(),
        minimum: 1,
        place: PlaceBasis::Seat,
        partnership: None,
        basis_pl: label("założenie")?,
        basis_en: Some(label("an assumption")?),
        reference: None,
        valid_from: EdtfDate::UNKNOWN,
        valid_to: EdtfDate::UNKNOWN,
    })
}
