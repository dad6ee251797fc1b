//! Ids go out and come in again; what is no id of ours is told apart from what is not in the record.

use async_graphql::ID;
use domain::institution::Institution;
use domain::meeting::Meeting;
use domain::record::Noun;
use proptest::prelude::*;

use crate::schema::id::{decode, decode_as, decode_record, encode, encode_record};

proptest! {
    #[test]
    fn an_id_comes_back(kind in "[a-z-]{1,20}", key in "[a-zA-Z0-9:|. ]{1,60}") {
        prop_assume!(kind.parse::<domain::record::RecordKind>().is_err());
        let found = decode(&encode(&kind, &key)).expect("an id of ours");
        prop_assert_eq!((found.kind, found.key), (kind, key));
    }

    #[test]
    fn no_text_breaks_the_reading_of_ids(text in "\\PC{0,80}") {
        if let Ok(found) = decode(&ID(text.clone())) {
            prop_assert_eq!(encode(&found.kind, &found.key), ID(text));
        }
    }
}

#[test]
fn the_id_of_one_kind_is_not_that_of_another() {
    let id = domain::id::Id::<Institution>::new("ohp-zielona-gora").expect("a key");
    let shown = encode_record(&id.reference());
    assert_eq!(decode_as::<Institution>(&shown).expect("an id"), id);
    assert!(decode_as::<Meeting>(&shown).is_err());
    assert_eq!(decode_record(&shown).expect("a record").kind, Institution::KIND);
    assert!(decode_record(&encode("tie", "a|b")).is_err());
    assert!(decode(&encode("institution", "Not A Key")).is_err());
    assert!(decode(&ID("x".repeat(5000))).is_err());
}
