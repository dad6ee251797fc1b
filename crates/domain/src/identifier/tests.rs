//! Tests of identifiers: the worked examples of each checksum, the rules by property.

use proptest::prelude::*;

use super::{
    BelongsTo, Identifier, IdentifierError, IdentifierScheme, IdentifierStatus, Krs, Nip, Regon, Teryt,
    TerytLevel,
};

fn read(scheme: IdentifierScheme, text: &str) -> Result<Identifier, IdentifierError> {
    Identifier::read(scheme, text, BelongsTo::Own)
}

#[track_caller]
fn checksum_fails(scheme: IdentifierScheme, text: &str) {
    assert_eq!(read(scheme, text).unwrap().status(), IdentifierStatus::ChecksumFailed, "{text}");
}

#[test]
fn nip_examples() {
    assert_eq!("123-456-32-18".parse::<Nip>().unwrap().as_str(), "1234563218");
    assert_eq!("PL 526-104-08-28".parse::<Nip>().unwrap().to_string(), "5261040828");
    assert_eq!("pl5261040828".parse::<Nip>().unwrap().as_str(), "5261040828");
    for last in 0..=9 {
        // Remainder 10: no last digit makes these right.
        checksum_fails(IdentifierScheme::Nip, &format!("123456789{last}"));
        checksum_fails(IdentifierScheme::Nip, &format!("123456002{last}"));
    }
    let failed = "5261040829".parse::<Nip>();
    assert!(matches!(failed, Err(IdentifierError::ChecksumFailed { scheme: IdentifierScheme::Nip, .. })));
    assert!(matches!("0000000000".parse::<Nip>(), Err(IdentifierError::OnlyZeros { .. })));
    for text in ["", "PL", "526104082", "52610408280", "526104082X", "５261040828", "DE5261040828"] {
        assert!(matches!(text.parse::<Nip>(), Err(IdentifierError::WrongShape { .. })), "{text}");
    }
}

#[test]
fn regon_examples() {
    for text in ["123456785", "000331501", "100000050", "12345678512347", "12345678510050"] {
        assert_eq!(text.parse::<Regon>().unwrap().as_str(), text);
    }
    assert_eq!("0331501".parse::<Regon>().unwrap().as_str(), "000331501", "an old number of 7 digits");
    assert_eq!("00033150100000".parse::<Regon>().unwrap().as_str(), "000331501");
    assert_eq!("12345678500000".parse::<Regon>().unwrap().as_str(), "123456785", "padding has no checksum");
    checksum_fails(IdentifierScheme::Regon, "123456786");
    checksum_fails(IdentifierScheme::Regon, "12345678512348");
    checksum_fails(IdentifierScheme::Regon, "12345678600000");
    checksum_fails(IdentifierScheme::Regon, "00000000000011");
    for text in ["", "1", "12345678", "1234567850", "123456785123", "123456785123470", "12345678A"] {
        assert!(matches!(text.parse::<Regon>(), Err(IdentifierError::WrongShape { .. })), "{text}");
    }
    assert!(matches!("000000000".parse::<Regon>(), Err(IdentifierError::OnlyZeros { .. })));
    let unit = "12345678512347".parse::<Regon>().unwrap();
    assert!(unit.is_local_unit());
    assert_eq!(unit.institution().as_str(), "123456785");
    assert!(!unit.institution().is_local_unit());
}

#[test]
fn the_number_of_a_unit_needs_both_checksums() {
    // The last digit agrees with the thirteen before it, the ninth does not agree with the eight before it.
    let sum =
        [1, 2, 3, 4, 5, 6, 7, 8, 6, 1, 2, 3, 4].into_iter().zip([2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]);
    let last = sum.map(|(digit, weight)| digit * weight).sum::<u32>() % 11 % 10;
    checksum_fails(IdentifierScheme::Regon, &format!("1234567861234{last}"));
}

#[test]
fn krs_is_padded() {
    assert_eq!("123456".parse::<Krs>().unwrap().as_str(), "0000123456");
    assert_eq!("0000 123 456".parse::<Krs>().unwrap().as_str(), "0000123456");
    assert!(matches!("0000000000".parse::<Krs>(), Err(IdentifierError::OnlyZeros { .. })));
    for text in ["", " ", "12345678901", "KRS"] {
        assert!(matches!(text.parse::<Krs>(), Err(IdentifierError::WrongShape { .. })), "{text}");
    }
}

#[test]
fn teryt_names_a_unit_at_three_levels() {
    let code = |text: &str| text.parse::<Teryt>().unwrap();
    let (rural, mixed) = (code("0811032"), code("081103 3"));
    assert_eq!((rural.level(), rural.kind_digit()), (TerytLevel::Gmina, Some(2)));
    assert_eq!(rural.without_kind(), mixed.without_kind());
    assert_eq!(code("081103").kind_digit(), None);
    assert_eq!(rural.parent(), Some(code("0811")));
    assert_eq!(code("0811").parent(), Some(code("08")));
    assert_eq!((code("08").parent(), code("08").level()), (None, TerytLevel::Voivodeship));
    assert!(code("08").contains(&rural) && code("0811").contains(&rural) && rural.contains(&mixed));
    assert!(!code("0810").contains(&rural) && !rural.contains(&code("0811")));
    for text in
        ["03", "34", "0800", "080000", "0801000", "0801011 1", "080101", "0801016", "0801017", "0801010"]
    {
        let parsed = text.parse::<Teryt>();
        assert_eq!(parsed.is_ok(), text == "080101", "{text}: {parsed:?}");
    }
    assert!(matches!("0801010".parse::<Teryt>(), Err(IdentifierError::ImpossibleTeryt { .. })));
    assert!(matches!("8".parse::<Teryt>(), Err(IdentifierError::WrongShape { .. })));
}

#[test]
fn only_own_numbers_identify() {
    let own = Identifier::read(IdentifierScheme::Nip, "526-104-08-28", BelongsTo::Own).unwrap();
    let also_own = Identifier::read(IdentifierScheme::Nip, "PL5261040828", BelongsTo::Own).unwrap();
    let of_parent = Identifier::read(IdentifierScheme::Nip, "5261040828", BelongsTo::Parent).unwrap();
    assert!(own.is_same_key(&also_own));
    assert!(
        !own.is_same_key(&of_parent) && !of_parent.is_same_key(&own) && !of_parent.is_same_key(&of_parent)
    );
    assert_eq!(own.value(), "526-104-08-28");
    assert_eq!(own.normalised(), of_parent.normalised());
    assert_eq!(of_parent.belongs_to(), BelongsTo::Parent);
    let krs = read(IdentifierScheme::Krs, "5261040828").unwrap();
    assert!(!own.is_same_key(&krs), "the same digits of another register");
    let village = read(IdentifierScheme::Teryt, "0811032").unwrap();
    assert!(
        village.is_same_key(&read(IdentifierScheme::Teryt, "0811033").unwrap()),
        "the village became a town"
    );
}

#[test]
fn serde_writes_the_words_and_reads_the_number_again() {
    let failed = read(IdentifierScheme::Nip, "123-456-78-90").unwrap();
    let json = serde_json::to_value(&failed).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "scheme": "NIP", "value": "123-456-78-90", "normalised": "1234567890",
            "belongs_to": "OWN", "status": "CHECKSUM_FAILED",
        })
    );
    let mut forged = json;
    forged["status"] = "VALID_FORMAT".into();
    assert_eq!(serde_json::from_value::<Identifier>(forged).unwrap(), failed);
    assert!(serde_json::from_str::<Nip>("\"1234567890\"").is_err());
    assert_eq!(serde_json::to_string(&"331501".parse::<Krs>().unwrap()).unwrap(), "\"0000331501\"");
}

/// A weighted sum written as the registers' own descriptions do, to check the code against.
fn sum_mod_11(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11
}

fn text(digits: &[u32]) -> String {
    digits.iter().map(ToString::to_string).collect()
}

fn any_nip() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0_u32..=9, 9).prop_filter_map("has a check digit", |mut digits| {
        let check = sum_mod_11(&digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]);
        digits.push(check);
        (check < 10 && digits.iter().any(|it| *it != 0)).then_some(digits)
    })
}

fn any_regon() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0_u32..=9, 8).prop_filter_map("not all zero", |mut digits| {
        digits.push(sum_mod_11(&digits, &[8, 9, 2, 3, 4, 5, 6, 7]) % 10);
        digits.iter().any(|it| *it != 0).then_some(digits)
    })
}

proptest! {
    #[test]
    fn a_nip_with_its_check_digit_is_valid(digits in any_nip()) {
        prop_assert_eq!(text(&digits).parse::<Nip>().unwrap().to_string(), text(&digits));
    }

    #[test]
    fn one_wrong_digit_of_a_nip_is_seen(digits in any_nip(), at in 0_usize..10, by in 1_u32..=9) {
        let mut wrong = digits;
        wrong[at] = (wrong[at] + by) % 10;
        prop_assume!(wrong.iter().any(|it| *it != 0));
        prop_assert_eq!(read(IdentifierScheme::Nip, &text(&wrong)).unwrap().status(), IdentifierStatus::ChecksumFailed);
    }

    #[test]
    fn formatting_is_ignored(digits in any_nip(), cuts in prop::collection::vec((0_usize..=10, "[ \u{a0}–-]"), 0..5), prefix in "(PL ?|pl)?") {
        let mut written = text(&digits).chars().map(String::from).collect::<Vec<_>>();
        for (at, mark) in cuts {
            written.insert(at, mark);
        }
        let written = format!("{prefix}{}", written.concat());
        prop_assert_eq!(written.parse::<Nip>().unwrap().to_string(), text(&digits));
    }

    #[test]
    fn a_regon_with_its_check_digit_is_valid(digits in any_regon()) {
        prop_assert_eq!(text(&digits).parse::<Regon>().unwrap().to_string(), text(&digits));
        let padded = format!("{}00000", text(&digits));
        prop_assert_eq!(padded.parse::<Regon>().unwrap().to_string(), text(&digits));
    }

    #[test]
    fn a_local_unit_needs_a_right_parent(digits in any_regon(), unit in prop::collection::vec(0_u32..=9, 4), by in 0_u32..=9) {
        prop_assume!(unit.iter().any(|it| *it != 0));
        let mut whole = digits;
        whole[8] = (whole[8] + by) % 10;
        whole.extend(unit);
        whole.push(sum_mod_11(&whole, &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 10);
        let status = read(IdentifierScheme::Regon, &text(&whole)).unwrap().status();
        prop_assert_eq!(status == IdentifierStatus::ValidFormat, by == 0);
    }

    #[test]
    fn what_is_read_reads_back(digits in "[0-9]{1,14}") {
        for scheme in IdentifierScheme::ALL {
            if let Ok(it) = read(*scheme, &digits) {
                let again = read(*scheme, it.normalised()).unwrap();
                prop_assert_eq!(again.normalised(), it.normalised());
                prop_assert_eq!(again.status(), it.status());
            }
        }
    }

    #[test]
    fn garbage_never_panics(text in any::<String>()) {
        for scheme in IdentifierScheme::ALL {
            let _ = read(*scheme, &text);
        }
    }
}
