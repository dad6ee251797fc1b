//! Names are found in the forms that Polish texts have, and other words are not.

use super::{Certainty, NameForms};

fn found(name: &str, text: &str) -> Vec<(String, Certainty)> {
    let found = NameForms::new(name).passages(text);
    found.into_iter().map(|it| (text[it.at].to_owned(), it.certainty)).collect()
}

fn certain(name: &str, text: &str) -> Vec<String> {
    found(name, text).into_iter().filter(|it| it.1 == Certainty::Certain).map(|it| it.0).collect()
}

#[test]
fn every_case_of_the_declension() {
    // Written by hand from the declension of each name.
    let cases: [(&str, &[&str]); 9] = [
        (
            "Izabela Kumor-Pilarczyk",
            &[
                "Izabela Kumor-Pilarczyk",
                "Izabeli Kumor-Pilarczyk",
                "Izabelą Kumor – Pilarczyk",
                "I. Kumor Pilarczyk",
                "I. Kumor -Pilarczyk",
                "Kumor-Pilarczyk",
                "KUMOR-PILARCZYK Izabela",
                "izabela kumor pilarczyk",
            ],
        ),
        (
            "Wadim Tyszkiewicz",
            &["Wadima Tyszkiewicza", "Wadimowi Tyszkiewiczowi", "Wadimem Tyszkiewiczem", "W. Tyszkiewiczu"],
        ),
        (
            "Elżbieta Rafalska",
            &["Elżbiety Rafalskiej", "Elżbiecie Rafalskiej", "Elżbietę Rafalską", "Elzbieta Rafalska"],
        ),
        (
            "Władysław Dajczak",
            &[
                "Władysława Dajczaka",
                "Władysławowi Dajczakowi",
                "Władysławem Dajczakiem",
                "Dajczak Władysław",
            ],
        ),
        ("Jan Kowalski", &["Jana Kowalskiego", "Janowi Kowalskiemu", "Janem Kowalskim", "J. Kowalski"]),
        ("Marek Kupiec", &["Marka Kupca", "Markowi Kupcowi", "Markiem Kupcem", "Marku Kupcu"]),
        ("Kinga Góra", &["Kingi Góry", "Kindze Górze", "Kingę Górę", "Kingą Górą"]),
        ("Wioletta Kozieł", &["Wioletty Kozieł", "Wiolecie Kozieł", "Wiolettą Kozieł", "Wioletta Koziel"]),
        ("Piotr Gołąb", &["Piotra Gołębia", "Piotrowi Gołębiowi", "Piotrem Gołębiem"]),
    ];
    for (name, forms) in cases {
        for form in forms {
            let text = format!("Wniosek złożono z udziałem: {form}, dnia 5 maja.");
            assert_eq!(certain(name, &text), [*form], "{name}");
        }
    }
}

#[test]
fn a_surname_alone_is_possible() {
    let possible = |text: &str| found("Kinga Góra", text);
    assert_eq!(possible("Zielona Góra"), [("Góra".to_owned(), Certainty::Possible)]);
    assert_eq!(possible("w Zielonej Górze"), [("Górze".to_owned(), Certainty::Possible)]);
    assert_eq!(found("Jan Polak", "Jana i Anny Polaków"), [("Polaków".to_owned(), Certainty::Possible)]);
    assert_eq!(found("Izabela Polak", "Kowalski i Polak"), [("Polak".to_owned(), Certainty::Possible)]);
}

#[test]
fn other_words_are_left_alone() {
    for text in ["Gmina Nowogród", "Izabela Nowak", "Komora, pilarka", "", "kumoterstwo"] {
        assert_eq!(found("Izabela Kumor-Pilarczyk", text), [], "{text}");
    }
    // Two entries of a list are not one name.
    assert_eq!(found("Jan Kowalski", "Jan|Kowalski"), [("Kowalski".to_owned(), Certainty::Possible)]);
}

#[test]
fn a_single_name_is_certain() {
    assert_eq!(certain("Klimanowska", "oprac. Klimanowskiej"), ["Klimanowskiej"]);
}

#[test]
fn addresses_of_mail_go_as_a_whole() {
    let text = "kontakt: ikumor@rops.pl, izabela.kumor-pilarczyk@rops.pl, ops@deszczno.pl";
    assert_eq!(
        certain("Izabela Kumor-Pilarczyk", text),
        ["ikumor@rops.pl", "izabela.kumor-pilarczyk@rops.pl"]
    );
}

#[test]
fn keys_that_give_a_name_away() {
    let forms = NameForms::new("Izabela Kumor-Pilarczyk");
    for key in ["kumor-2015", "izabela-rops", "seat-pilarczyk.1"] {
        assert!(forms.is_hinted_at(key), "{key}");
    }
    for key in ["council-chair-2015", "seat-council-chair", "i-2015"] {
        assert!(!forms.is_hinted_at(key), "{key}");
    }
}

#[test]
fn marks_that_combine_and_marks_that_nobody_sees() {
    let decomposed = "Władysława Da\u{301}jczaka";
    assert_eq!(certain("Władysław Dajczak", decomposed), [decomposed]);
    let hyphenated = "Wła\u{AD}dy\u{AD}sław Daj\u{AD}czak";
    assert_eq!(certain("Władysław Dajczak", hyphenated), [hyphenated]);
}

#[test]
fn the_same_name_is_one_however_it_is_written() {
    let of = NameForms::canonical;
    assert_eq!(of("Izabela Kumor-Pilarczyk"), of("KUMOR – PILARCZYK  Izabela"));
    assert_ne!(of("Jan Kowalski"), of("Jan Nowak"));
}
