//! Gaps in words, Polish and English.

use domain::expectation::Expectation;
use domain::territory::{TerritorialUnit, TerritoryLevel};

use super::{GapKind, GapStatus};
use crate::network::{Network, Position};

/// A text in both languages of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// In Polish.
    pub pl: String,
    /// In English.
    pub en: String,
}

impl Wording {
    pub(crate) fn new(pl: impl Into<String>, en: impl Into<String>) -> Self {
        Self { pl: pl.into(), en: en.into() }
    }
}

/// How many names a text gives.
const NAMES: usize = 3;

/// The first names of institutions, and how many more there are.
pub(super) fn names(network: &Network, positions: &[Position]) -> Wording {
    let first: Vec<_> = positions
        .iter()
        .take(NAMES)
        .filter_map(|it| network.at(*it))
        .map(|it| it.short_name.as_ref().unwrap_or(&it.name_pl).as_str())
        .collect();
    let first = first.join(", ");
    match positions.len().saturating_sub(NAMES) {
        0 => Wording::new(first.clone(), first),
        more => Wording::new(format!("{first} i {more} in."), format!("{first} and {more} more")),
    }
}

/// A unit with its level.
pub(super) fn unit(unit: &TerritorialUnit) -> Wording {
    let (pl, en) = match unit.level {
        TerritoryLevel::Voivodeship => ("województwo", "voivodeship"),
        TerritoryLevel::Subregion => ("podregion", "subregion"),
        TerritoryLevel::Powiat => ("powiat", "powiat"),
        TerritoryLevel::Gmina => ("gmina", "gmina"),
        TerritoryLevel::Country | TerritoryLevel::Place => ("", ""),
    };
    let name = unit.name.as_str();
    Wording::new(format!("{pl} {name}").trim(), format!("{en} {name}").trim())
}

/// What a unit lacks of an expectation.
pub(super) fn lacks(
    kind: GapKind,
    place: &TerritorialUnit,
    expectation: &Expectation,
    (observed, expected): (usize, f64),
    named: &Wording,
) -> Wording {
    let place = unit(place);
    let (pl, en) = (
        format!("{}: {}", place.pl, expectation.text_pl),
        format!("{}: {}", place.en, expectation.text_en.as_ref().unwrap_or(&expectation.text_pl)),
    );
    match kind {
        GapKind::Register => Wording::new(
            format!(
                "{pl}; zapis zna {observed} z {expected} oczekiwanych. To nie znaczy, że instytucji nie ma."
            ),
            format!(
                "{en}; the record knows {observed} of {expected} expected. It does not say that there is none."
            ),
        ),
        GapKind::Membership => Wording::new(
            format!("{pl}; bez zapisanego członkostwa: {}", named.pl),
            format!("{en}; without a recorded membership: {}", named.en),
        ),
        GapKind::Contact => Wording::new(
            format!("{pl}; członkowie bez zapisanego kontaktu: {}", named.pl),
            format!("{en}; members without a recorded contact: {}", named.en),
        ),
        _ => Wording::new(
            format!("{pl}; kontakt bez współpracy: {}", named.pl),
            format!("{en}; in contact, without cooperation: {}", named.en),
        ),
    }
}

/// What could be done next about an expectation that is not met.
pub(super) fn step(
    kind: GapKind,
    status: GapStatus,
    expectation: &Expectation,
    named: &Wording,
    possible: &Wording,
) -> Wording {
    if status == GapStatus::Unknown {
        return Wording::new(
            format!("Najpierw ustalić, czego zapis nie mówi: {}.", possible.pl),
            format!("First find out what the record does not tell of: {}.", possible.en),
        );
    }
    match kind {
        GapKind::Register => {
            let reference = expectation.reference.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
            let basis = expectation.basis_en.as_ref().unwrap_or(&expectation.basis_pl);
            Wording::new(
                format!(
                    "Zapytać w urzędzie jednostki, czy taka instytucja jest, i dopisać ją; podstawa do sprawdzenia: {}{reference}.",
                    expectation.basis_pl
                ),
                format!(
                    "Ask the unit's office whether there is one, and enter it; basis to be checked: {basis}{reference}."
                ),
            )
        }
        GapKind::Membership => Wording::new(
            format!("Zaprosić do podpisania umowy: {}; jeśli już podpisały, dopisać członkostwo.", named.pl),
            format!("Invite to sign: {}; where they have signed, enter the membership.", named.en),
        ),
        GapKind::Contact => Wording::new(
            format!("Odwiedzić albo zaprosić na najbliższe spotkanie: {}.", named.pl),
            format!("Visit, or invite to the next meeting: {}.", named.en),
        ),
        _ => Wording::new(
            format!("Zaproponować wspólne działanie albo drugie bezpośrednie spotkanie: {}.", named.pl),
            format!("Propose a joint undertaking, or a second direct meeting: {}.", named.en),
        ),
    }
}
