//! What is written reads back as it was, whatever the texts and claims.

use domain::claim::{Claim, ClaimStatus, ClaimText, Confidence};
use domain::id::Id;
use domain::person::{ContactKind, ContactPoint, PersonName, Personal};
use domain::record::{Noun, Record};
use domain::vocabulary::Label;
use proptest::prelude::*;

use super::{import, shipped};
use crate::{ExchangeError, claim_key, write};

#[test]
fn the_shipped_record_is_the_same_after_writing() {
    let before = import(&shipped());
    let files = write(&before.record, &before.personal, &before.title, &before.language).unwrap();
    let after = import(&files);
    assert_eq!((after.record, after.personal), (before.record.clone(), before.personal.clone()));
    let again = write(&before.record, &before.personal, &before.title, &before.language).unwrap();
    assert_eq!(files, again, "the same bytes");
}

#[test]
fn the_digest_tells_files_apart() {
    let mut files = shipped();
    let digest = import(&files).digest;
    assert_eq!(import(&files).digest, digest);
    files.push(("README.md".to_owned(), b"not named".to_vec()));
    assert_eq!(import(&files).digest, digest, "files that are not named do not count");
    let (_, bytes) = files.iter_mut().find(|(name, _)| name == "topics.csv").unwrap();
    bytes.push(b'\n');
    assert_ne!(import(&files).digest, digest);
}

#[test]
fn what_would_not_read_back_is_refused() {
    let base = import(&shipped());
    let refused = |change: &dyn Fn(&mut Record)| {
        let mut record = base.record.clone();
        change(&mut record);
        write(&record, &Personal::default(), "t", "pl").unwrap_err()
    };
    let label = |text: &str| Label::new(text).unwrap();
    let aims = refused(&|it| it.partnerships[0].aims = vec![label("one|two")]);
    assert!(matches!(aims, ExchangeError::NotRepresentable { .. }));
    let locator = refused(&|it| it.claim_texts[0].locator = label("L1|L2"));
    assert!(matches!(locator, ExchangeError::NotRepresentable { .. }), "{locator}");
    let no_text = refused(&|it| it.claim_texts.truncate(1));
    assert!(matches!(no_text, ExchangeError::ClaimWithoutText { .. }));
    let no_claim = refused(&|it| it.claims.truncate(1));
    assert!(matches!(no_claim, ExchangeError::TextWithoutClaim { .. }));
}

fn any_text() -> impl Strategy<Value = Label> {
    "[a-zA-Zżółćęśąźń0-9 ,\"'=@;:.„”-]{0,20}[a-zł\"]".prop_map(|it| Label::new(&it).unwrap())
}

/// A claim about one of the first institutions of the shipped record: existence or English name.
fn any_claim() -> impl Strategy<Value = (usize, Option<Label>, Label, u32, [u8; 3], Option<Label>, bool)> {
    let field = proptest::option::of(any_text());
    (
        0_usize..3,
        field,
        any_text(),
        1_u32..3,
        any::<[u8; 3]>(),
        proptest::option::of(any_text()),
        any::<bool>(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_record_reads_back(
        texts in proptest::collection::vec(any_text(), 6),
        claims in proptest::collection::vec(any_claim(), 0..12),
    ) {
        let mut record = import(&shipped()).record;
        for (institution, text) in record.institutions.iter_mut().zip(&texts) {
            institution.name_pl = text.clone();
            institution.note = Some(text.clone());
        }
        record.partnerships[0].aims = texts.clone();
        for (nth, (which, value, locator, rank, [document, how, status], extra, own_key)) in claims.into_iter().enumerate() {
            let subject = record.institutions[which].reference();
            let document = record.documents[usize::from(document) % 5].key.clone();
            let field = value.is_some().then(|| Label::new("name_en").unwrap());
            let derived = claim_key(&subject, field.as_ref(), value.as_ref(), &document, &locator).unwrap();
            let key = if own_key { Id::new(&format!("own-{nth}")).unwrap() } else { derived };
            if record.claims.iter().any(|it| it.key == key) {
                continue;
            }
            let premises = if how % 2 == 0 { vec![record.meetings[0].reference()] } else { Vec::new() };
            record.claim_texts.push(ClaimText { key: Id::new(key.as_str()).unwrap(), locator, inference: extra.clone() });
            record.claims.push(Claim {
                key, subject, field, value, rank, document, premises,
                confidence: Confidence::ALL[usize::from(how) % 3],
                convention: extra,
                status: ClaimStatus::ALL[usize::from(status) % 3],
            });
        }
        record.sort();
        let person = record.people[0].key.clone();
        let personal = Personal {
            names: vec![PersonName { person, full_name: texts[0].clone() }],
            contacts: vec![ContactPoint {
                key: Id::new("c").unwrap(),
                of: record.institutions[0].reference(),
                kind: ContactKind::Address,
                value: texts[1].clone(),
                document: record.documents[0].key.clone(),
            }],
        };
        let files = write(&record, &personal, texts[2].as_str(), "pl").unwrap();
        let after = import(&files);
        prop_assert_eq!(&after.record, &record);
        prop_assert_eq!(&after.personal, &personal);
        prop_assert_eq!(write(&record, &personal, texts[2].as_str(), "pl").unwrap(), files);
    }

    #[test]
    fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), which in 0_usize..38) {
        let mut files = shipped();
        let count = files.len();
        files[which % count].1 = bytes;
        let _ = crate::read(&files, &crate::Limits::default());
    }
}
