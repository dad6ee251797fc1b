//! Tests of folding and of the alphabet: the expected forms and orders by example, the rules by property.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::{CollationKey, STOP, compare, exact_key, fold, tokens};

#[test]
fn folding_examples() {
    for (text, folded) in [
        ("Żary", "zary"),
        ("ŻÓŁĆ gęślą JAŹŃ", "zolc gesla jazn"),
        ("Z\u{307}ary", "zary"),
        ("Gorzów Wlkp.", "gorzow wielkopolski"),
        ("w Gorzowie Wlkp", "w gorzowie wielkopolski"),
        ("Strzelce Kraj.", "strzelce krajenskie"),
        ("cały kraj.", "caly kraj."),
        ("pow. żarski, woj. lubuskie", "powiat zarski, wojewodztwo lubuskie"),
        ("ul.Długa 5", "ulica dluga 5"),
        ("dot. m.in. OWES, tj. LOWES", "dotyczy miedzy innymi owes, to jest lowes"),
        ("marzec/kwiecień br.", "marzec/kwiecien biezacego roku"),
        ("Spółdzielnia Socjalna „ Kwazar”", "spoldzielnia socjalna kwazar"),
        ("\u{201E}\u{a0}Kwazar\u{201D}", "kwazar"),
        ("Kumor – Pilarczyk", "kumor - pilarczyk"),
        ("Kumor—Pilarczyk", "kumor-pilarczyk"),
        ("OPS-y", "ops"),
        ("OPS-ami i OWES-u,", "ops i owes,"),
        ("PES-ów", "pes"),
        ("OPS‑y", "ops"),
        ("PES-OW", "pes"),
        ("Bielsko-Biała", "bielsko-biala"),
        ("  dwa \u{a0} słowa\n", "dwa slowa"),
        ("e-mail", "e-mail"),
        ("kraul.", "kraul."),
        ("úl. Długa", "ulica dluga"),
        ("ul.\u{301}", "ulica"),
        ("", ""),
    ] {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn the_exact_key_keeps_polish_letters() {
    assert_eq!(exact_key("Żary"), "żary");
    assert_ne!(exact_key("Żary"), exact_key("Zary"));
    assert_eq!(exact_key("Z\u{307}ARY"), "żary");
    assert_eq!(exact_key("Strzelce Kraj."), "strzelce krajeńskie");
    assert_eq!(exact_key("PES-ów „ Łuk”"), "pes łuk");
}

#[test]
fn tokens_leave_prepositions_out() {
    assert_eq!(tokens("OPS w Deszcznie"), ["ops", "deszcznie"]);
    assert_eq!(tokens("OPS z Deszczna"), ["ops", "deszczna"]);
    assert_eq!(tokens("I. Kumor -Pilarczyk"), ["i", "kumor", "pilarczyk"]);
    assert_eq!(tokens("we Wschowie, ze Szprotawy"), ["wschowie", "szprotawy"]);
    assert_eq!(tokens("w z — „”"), Vec::<String>::new());
    assert!(STOP.is_sorted());
}

#[track_caller]
fn check_order(expected: &[&str]) {
    let mut sorted = expected.to_vec();
    sorted.sort_unstable();
    sorted.sort_by(|left, right| compare(left, right));
    assert_eq!(sorted, expected);
    sorted.reverse();
    sorted.sort_by_cached_key(|it| CollationKey::new(it));
    assert_eq!(sorted, expected);
}

#[test]
fn places_are_in_polish_order() {
    check_order(&["Lubsko", "Łagów", "Łęknica", "Małomice"]);
    check_order(&["Skąpe", "Skwierzyna", "Sława", "Słońsk"]);
    check_order(&["Szprotawa", "Świdnica", "Świebodzin"]);
    check_order(&["Zwierzyn", "Żagań", "Żary"]);
    check_order(&["Gozdnica", "Górzyca", "Gubin"]);
    check_order(&["Dąbie", "Deszczno"]);
    check_order(&["Sulechów", "Sulęcin"]);
    check_order(&["Lubrza", "Lubsko", "Łagów", "Łęknica", "Małomice", "Maszewo", "Międzyrzecz"]);
    check_order(&[
        "Skąpe",
        "Skwierzyna",
        "Sława",
        "Słońsk",
        "Słubice",
        "Stare Kurowo",
        "Strzelce Krajeńskie",
        "Sulechów",
        "Sulęcin",
        "Szczaniec",
        "Szlichtyngowa",
        "Szprotawa",
        "Świdnica",
        "Świebodzin",
    ]);
    check_order(&["Zwierzyn", "Żagań", "Żagań", "Żary", "Żary"]);
}

#[test]
fn letters_are_in_polish_order() {
    check_order(&[
        "a", "ą", "b", "c", "ć", "d", "e", "ę", "f", "g", "h", "i", "j", "k", "l", "ł", "m", "n", "ń", "o",
        "ó", "p", "q", "r", "s", "ś", "t", "u", "v", "w", "x", "y", "z", "ź", "ż",
    ]);
}

#[test]
fn marks_and_case_do_not_count_at_first() {
    check_order(&["Jutrzenka", "„ Kwazar”", "Lider"]);
    check_order(&["„Kwazar”", "Kwazar Plus", "\"Kwazary\""]);
    check_order(&["kwazar", "Kwazar", "kwazary"]);
    assert_eq!(compare("Żary", "Żary"), Ordering::Equal);
    assert_ne!(compare("„Kwazar”", "Kwazar"), Ordering::Equal, "the order is total");
}

/// Texts made of what the rules are about, besides arbitrary ones.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "OPS",
        "ops",
        "-y",
        "-ami",
        "-ów",
        "-",
        "–",
        " ",
        "\u{a0}",
        ".",
        ",",
        "ul.",
        "úl.",
        "br",
        "m.in.",
        "tj.",
        "Kraj.",
        "kraj.",
        "KRAJ.",
        "Wlkp.",
        "wlkp",
        "woj.",
        "ó",
        "o\u{301}",
        "ł",
        "Ł\u{307}",
        "Ż",
        "z",
        "w",
        "„",
        "”",
        "İ",
        "\u{212A}",
        "ß",
        "ſ",
        "u",
        "\u{200b}",
        "1",
        "/",
        "\u{301}",
        "y\u{301}",
    ]);
    prop_oneof![
        3 => prop::collection::vec(piece, 0..8).prop_map(|it| it.concat()),
        1 => any::<String>(),
        1 => "[a-zA-ZąćęłńóśźżĄĆĘŁŃÓŚŹŻ „”-]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn folding_is_idempotent(text in any_text()) {
        let (folded, exact) = (fold(&text), exact_key(&text));
        prop_assert_eq!(&fold(&folded), &folded);
        prop_assert_eq!(&exact_key(&exact), &exact);
        prop_assert_eq!(&exact_key(&folded), &folded);
        prop_assert_eq!(&fold(&exact), &folded);
    }

    #[test]
    fn folded_text_has_no_marks(text in any_text()) {
        let folded = fold(&text);
        prop_assert!(!folded.contains(|it| "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”\"'–—\u{a0}".contains(it)), "{}", folded);
        prop_assert!(!folded.contains("  ") && folded.trim() == folded, "{}", folded);
    }

    #[test]
    fn polish_letters_fold_as_their_bases(text in "[a-z ąćęłńóśźż]{0,16}") {
        let bases = text.replace('ą', "a").replace('ć', "c").replace('ę', "e").replace('ł', "l").replace('ń', "n")
            .replace('ó', "o").replace('ś', "s").replace(['ź', 'ż'], "z");
        prop_assert_eq!(fold(&text), fold(&bases));
        prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
    }

    #[test]
    fn tokens_are_folded_words(text in any_text()) {
        for token in tokens(&text) {
            prop_assert!(!token.is_empty() && token.chars().all(char::is_alphanumeric));
            prop_assert!(!STOP.contains(&token.as_str()));
        }
        prop_assert_eq!(tokens(&text), tokens(&fold(&text)));
    }

    #[test]
    fn the_order_is_total(a in any_text(), b in any_text(), c in any_text()) {
        prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
        prop_assert_eq!(compare(&a, &b).is_eq(), a == b);
        prop_assert!(compare(&a, &b).is_gt() || compare(&b, &c).is_gt() || compare(&a, &c).is_le());
    }

    #[test]
    fn keys_compare_as_texts_do(a in any_text(), b in any_text()) {
        let (left, right) = (CollationKey::new(&a), CollationKey::new(&b));
        prop_assert_eq!(left.cmp(&right), compare(&a, &b), "{:?} {:?}", a, b);
        prop_assert_eq!(left.as_bytes().cmp(right.as_bytes()), left.cmp(&right));
    }
}
