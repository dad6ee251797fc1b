//! Expectations: of just one thing, of at least one institution, and gone with what they are of.

use domain::DomainError;
use domain::date::EdtfDate;
use domain::expectation::{Expectation, PlaceBasis};
use domain::record::Noun as _;
use domain::territory::TerritoryLevel;
use testkit::sketch::{id, label};

fn expectation() -> Expectation {
    Expectation {
        key: id("ops-in-gmina"),
        text_pl: label("ośrodek w każdej gminie"),
        text_en: None,
        r#type: Some(id("ops")),
        sector: None,
        function: None,
        level: TerritoryLevel::Gmina,
        within: None,
        excluded_kinds: Vec::new(),
        minimum: 1,
        place: PlaceBasis::Seat,
        partnership: None,
        basis_pl: label("ustawa"),
        basis_en: None,
        reference: None,
        valid_from: EdtfDate::UNKNOWN,
        valid_to: EdtfDate::UNKNOWN,
    }
}

#[test]
fn it_is_of_just_one_of_type_sector_and_function() {
    assert_eq!(expectation().check(), Ok(()));
    let by_sector = Expectation { r#type: None, sector: Some(id("jst")), ..expectation() };
    assert_eq!(by_sector.check(), Ok(()));
    let by_function = Expectation { r#type: None, function: Some(id("pes")), ..expectation() };
    assert_eq!(by_function.check(), Ok(()));
    let of_two = Expectation { sector: Some(id("jst")), ..expectation() };
    let of_none = Expectation { r#type: None, ..expectation() };
    for wrong in [of_two, of_none] {
        assert!(matches!(wrong.check(), Err(DomainError::BrokenRule { .. })), "{wrong:?}");
    }
}

#[test]
fn it_is_of_at_least_one_institution() {
    assert!(Expectation { minimum: 0, ..expectation() }.check().is_err());
    assert_eq!(Expectation { minimum: u32::MAX, ..expectation() }.check(), Ok(()));
}
