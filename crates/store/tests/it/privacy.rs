//! A person is erased: the name is in no byte of the database, and everything else is what it was.

use std::cell::Cell;
use std::collections::BTreeMap;

use domain::changeset::Changeset;
use domain::check::Fault;
use domain::erasure::PassageDecision;
use domain::id::Id;
use domain::person::{Person, Personal, PublicFunction};
use domain::record::Record;
use domain::scenario::{Change, Scenario, ScenarioState};
use domain::vocabulary::Function;
use sea_orm::{ConnectionTrait as _, Database, TransactionTrait as _};
use serde_json::json;
use store::{
    Act, Amendment, AuditAct, AuditFilter, AuditRecord, ChangeRequest, Commit, Committed, ErasureRefusal,
    ErasureReport, ErasureRequest, LegalHold, Proposal, RequestKey, Revision, ScenarioRefusal, Store,
    StoreError, Trial,
};
use testkit::database::{TestDatabase, on_postgres};

use crate::record::{at, author, import_all, label, noun, open, record};

const NAME: &str = "Żaneta Próbna-Wymyślona";

/// Bytes that differ each time and are the same in each run.
fn random() -> impl FnMut(&mut [u8]) + Send {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = state.to_be_bytes()[0];
        }
    }
}

/// The record with a person whose name is wherever it should not be.
fn with_person() -> (Record, Personal) {
    let mut record = record();
    let person: Person = noun(json!({"key": "probna-zaneta", "public_function": "REPRESENTATIVE",
        "function_pl": "dyrektorka, Ż. Próbna-Wymyślona", "function_en": "director"}));
    record.people.push(person);
    record.tenures.push(noun(json!({"key": "tenure-probna", "person": "probna-zaneta", "office": null,
        "institution": "ops-deszczno", "role_pl": "dyrektorka", "role_en": "director", "as_of": "2015-02-06",
        "valid_from": "2014", "valid_to": "2016"})));
    for it in &mut record.participations {
        it.person = it.person.as_ref().map(|_| "probna-zaneta".parse().unwrap());
        it.note = Some(label("w zastępstwie Żanety Próbnej-Wymyślonej"));
    }
    record.resolutions[0].text_pl = label("Zaleca się, by p. Wymyślona i Rada działały");
    record.institutions[0].note = Some(label("kontakt: z.probna@ops.example; Wymyślona Wola to wieś"));
    record.mentions.push(noun(json!({"key": "mention-2", "surface": "OPS Żaneta Próbna Wymyślona",
        "kind": "NAME_VARIANT", "target": "institution:ops-deszczno", "note": null})));
    for (key, subject) in [
        ("claim-x-1", "person:probna-zaneta"),
        ("claim-x-2", "tenure:tenure-probna"),
        ("claim-x-3", "mention:mention-2"),
    ] {
        record.claims.push(noun(json!({"key": key, "subject": subject, "field": null, "value": null, "rank": 1,
            "document": "doc-000", "confidence": "STATED", "convention": null, "premises": "", "status": "ASSERTED"})));
        record
            .claim_texts
            .push(noun(json!({"key": key, "locator": "L1, Próbną-Wymyśloną Żanetą", "inference": null})));
    }
    record.claims.push(noun(json!({"key": "claim-x-4", "subject": "person:probna-zaneta", "field": "function_pl",
        "value": "dyrektorka Żaneta Próbna-Wymyślona", "rank": 1, "document": "doc-000", "confidence": "STATED",
        "convention": null, "premises": "", "status": "ASSERTED"})));
    record.sort();
    let personal = Personal {
        names: vec![noun_of(json!({"person": "probna-zaneta", "full_name": NAME}))],
        contacts: vec![
            noun_of(json!({"key": "contact-zaneta", "of": "person:probna-zaneta", "kind": "EMAIL",
                "value": "zaneta.probna@example.org", "document": "doc-000"})),
            noun_of(json!({"key": "contact-ops", "of": "institution:ops-deszczno", "kind": "PHONE",
                "value": "95 751 30 00", "document": "doc-000"})),
        ],
    };
    (record, personal)
}

fn noun_of<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn audit(what: AuditAct) -> AuditRecord {
    AuditRecord {
        at: at("2026-11-22T11:00:00Z"),
        account: Some("account-1".into()),
        label: "curator".into(),
        role: "CURATOR".into(),
        request: Some("r-1".into()),
        what,
        people: vec!["probna-zaneta".into()],
        reason: Some("wgląd na wniosek Żanety Próbnej-Wymyślonej".into()),
    }
}

fn request(decisions: BTreeMap<String, PassageDecision>) -> ErasureRequest {
    ErasureRequest {
        person: "probna-zaneta".parse().unwrap(),
        other_names: Vec::new(),
        decisions,
        if_revision: None,
        by: author(),
        at: at("2026-11-22T12:00:00Z"),
        reason: label("na wniosek Żanety Próbnej-Wymyślonej, art. 17 ust. 1 lit. b"),
        audit: audit(AuditAct::Erase),
    }
}

/// A database in which the person has a history: an import, another one that changes texts, a scenario, audit entries.
async fn lived_in(store: &Store) -> Record {
    let (mut record, personal) = with_person();
    import_all(store, &record, &personal).await.unwrap();
    // The log keeps a text with the name that the record has no more.
    for it in &mut record.meetings {
        it.title = Some(label("Referat Wymyślonej-Próbnej Żanety"));
    }
    import_all(store, &record, &Personal::default()).await.unwrap();
    for it in &mut record.meetings {
        it.title = Some(label("Referat"));
    }
    import_all(store, &record, &Personal::default()).await.unwrap();
    let newcomer = Change::AddInstitution {
        name: label("Fundacja Żanety Próbnej-Wymyślonej"),
        r#type: None,
        sector: None,
        seat: None,
        functions: Vec::new(),
    };
    let scenario = Scenario {
        key: "plan-1".parse().unwrap(),
        name: label("Plan Ż. Próbnej-Wymyślonej"),
        note: None,
        base: 1,
        changes: vec![newcomer],
        state: ScenarioState::Draft,
    };
    let proposal = Proposal { scenario, by: author(), at: at("2026-11-22T10:30:00Z"), request: None };
    store.propose_scenario(&proposal, Trial::Done).await.unwrap().unwrap();
    store.append_audit(&[audit(AuditAct::ReadNames), audit(AuditAct::Report)], &mut random()).await.unwrap();
    store.load().await.unwrap().record
}

/// Decides on every text that somebody has to decide on.
fn decide(tried: &ErasureReport) -> BTreeMap<String, PassageDecision> {
    let undecided = tried.texts.iter().filter(|it| it.is_undecided);
    let decision = |text: &str| {
        if text.contains("Wola") { PassageDecision::Keep } else { PassageDecision::Remove }
    };
    undecided.map(|it| (it.id.clone(), decision(&it.text))).collect()
}

/// The texts that must not be found, in every coding that a database may use.
fn needles() -> Vec<Vec<u8>> {
    let words =
        ["Żanet", "Zanet", "zanet", "żanet", "Próbn", "Probn", "probn", "próbn", "Wymyślon", "wymyslon"];
    let of = |word: &str| {
        let wide: Vec<u16> = word.encode_utf16().collect();
        let little = wide.iter().flat_map(|it| it.to_le_bytes()).collect();
        let big = wide.iter().flat_map(|it| it.to_be_bytes()).collect();
        let escaped: String = word
            .chars()
            .map(|it| if it.is_ascii() { it.to_string() } else { format!("\\u{:04x}", u32::from(it)) })
            .collect();
        [word.as_bytes().to_vec(), little, big, escaped.into_bytes()]
    };
    words.iter().flat_map(|it| of(it)).collect()
}

fn holding(database: &TestDatabase) -> Vec<String> {
    let needles = needles();
    let mut found = Vec::new();
    for (file, bytes) in database.bytes() {
        for needle in &needles {
            if bytes.windows(needle.len()).any(|it| it == needle) {
                found.push(format!("{file}: {}", String::from_utf8_lossy(needle)));
            }
        }
    }
    found
}

/// `VACUUM FULL` keeps what a transaction from before may see, be it in another database of the server.
#[test]
fn who_writes_elsewhere_on_the_server_is_waited_for() {
    on_postgres(|database| async move {
        let store = open(&database).await;
        lived_in(&store).await;
        let elsewhere = TestDatabase::postgres().unwrap();
        let held = Database::connect(elsewhere.url()).await.unwrap().begin().await.unwrap();
        held.execute_unprepared("CREATE TABLE held ()").await.unwrap();
        let tried = store.erase_person(&request(BTreeMap::new()), &mut random(), Trial::Tried).await;
        let all =
            tried.unwrap().unwrap().texts.into_iter().map(|it| (it.id, PassageDecision::Remove)).collect();
        store.erase_person(&request(all), &mut random(), Trial::Done).await.unwrap().unwrap();
        let (sent, is_over) = (store.statements_sent(), Cell::new(false));
        let compact = async {
            let compacted = store.compact().await;
            is_over.set(true);
            compacted
        };
        let release = async {
            while store.statements_sent() < sent + 4 && !is_over.get() {
                tokio::task::yield_now().await;
            }
            held.rollback().await.unwrap();
        };
        let (compacted, ()) = tokio::join!(compact, release);
        compacted.unwrap();
        assert_eq!(holding(&database), Vec::<String>::new());
    });
}

testkit::both_databases! {
    async fn a_name_is_erased_from_every_byte(database: TestDatabase) {
        let store = open(&database).await;
        let before = lived_in(&store).await;
        assert!(!holding(&database).is_empty(), "the name is there");

        let tried = store.erase_person(&request(BTreeMap::new()), &mut random(), Trial::Tried).await.unwrap().unwrap();
        assert_eq!((tried.names, tried.contacts, tried.revision), (1, 1, None));
        let undecided: Vec<&str> = tried.texts.iter().filter(|it| it.is_undecided).map(|it| it.text.as_str()).collect();
        assert_eq!(
            undecided,
            [
                "Zaleca się, by p. Wymyślona i Rada działały",
                "kontakt: z.probna@ops.example; Wymyślona Wola to wieś",
            ]
        );
        let places: Vec<&str> = tried.rewritten.iter().map(|it| it.0.as_str()).collect();
        for place in ["change.after", "scenario.changes", "scenario.name", "participation.note", "tenure.key", "mention.surface"] {
            assert!(places.contains(&place), "{place} in {places:?}");
        }
        assert_eq!(store.load().await.unwrap().record, before, "trying changes nothing");
        let refused = store.erase_person(&request(BTreeMap::new()), &mut random(), Trial::Done).await.unwrap();
        assert_eq!(refused.unwrap_err(), ErasureRefusal::Undecided { count: 2 });

        let mut decisions = decide(&tried);
        // The address is certain, the village is not: the whole text goes, as its passages are decided on together.
        for it in decisions.values_mut() {
            *it = PassageDecision::Remove;
        }
        let done = store.erase_person(&request(decisions), &mut random(), Trial::Done).await.unwrap().unwrap();
        assert_eq!(done.revision, Some(Revision::new(4)));
        assert_ne!(done.person.as_str(), "probna-zaneta");
        store.compact().await.unwrap();
        assert_eq!(holding(&database), Vec::<String>::new());

        let after = store.load().await.unwrap().record;
        assert_same_but_for_texts(&before, &after);
        assert_replays(&store, &after).await;
        let log = store.revisions(Revision::EMPTY, 10).await.unwrap();
        let last = log.last().unwrap();
        assert_eq!((last.act, last.reason.as_str()), (Act::ErasePerson, "na wniosek […], art. 17 ust. 1 lit. b"));
        assert_eq!(store.erasures().await.unwrap()[0].person, done.person);
        assert_eq!(store.contact_points(&[after.institutions[2].key.reference()]).await.unwrap().len(), 1);

        let check = store.check_audit().await.unwrap();
        assert_eq!((check.entries, check.broken_at, check.rewritten), (3, None, 2));
        let filter = AuditFilter { person: Some(done.person.to_string()), ..AuditFilter::default() };
        let entries = store.audit_entries(&filter, 10).await.unwrap();
        let acts: Vec<_> = entries.iter().map(|it| it.record.what).collect();
        assert_eq!(acts, [AuditAct::Erase, AuditAct::Report, AuditAct::ReadNames]);
        assert!(entries.iter().all(|it| it.record.reason.as_deref().is_some_and(|it| it.contains("[…]"))));
    }

    async fn an_erased_name_does_not_come_back(database: TestDatabase) {
        let store = open(&database).await;
        lived_in(&store).await;
        let tried = store.erase_person(&request(BTreeMap::new()), &mut random(), Trial::Tried).await.unwrap().unwrap();
        let decisions = tried.texts.iter().map(|it| (it.id.clone(), PassageDecision::Remove)).collect();
        store.erase_person(&request(decisions), &mut random(), Trial::Done).await.unwrap().unwrap();
        let (record, personal) = with_person();
        let Err(StoreError::Invalid { problems }) = import_all(&store, &record, &personal).await else {
            panic!("the name came back")
        };
        let at: Vec<String> =
            problems.iter().filter(|it| it.what == Fault::ErasedPerson).map(|it| it.at.to_string()).collect();
        for place in ["person:probna-zaneta", "participation:part-1", "mention:mention-2", "claim-text:claim-x-1"] {
            assert!(at.contains(&place.to_owned()), "{place} in {at:?}");
        }
        let told = StoreError::Invalid { problems }.to_string();
        assert!(!told.contains("Próbna"), "{told}");
        // Others are let in.
        import_all(&store, &crate::record::record(), &Personal::default()).await.unwrap();
    }

    async fn no_digest_of_a_request_outlives_an_erasure(database: TestDatabase) {
        let store = open(&database).await;
        let record = lived_in(&store).await;
        // Whoever knows the rest of a request could try names against its digest.
        let key = |text: &str| RequestKey { key: format!("key-{text}"), digest: format!("digest-{text}") };
        let mut changes = Changeset::default();
        changes.put(Function { name_pl: label("praca"), ..record.functions[0].clone() });
        let (by, reason, subject) = (author(), label("a test"), record.functions[0].key.reference());
        let commit = |request: &RequestKey, over: u64| {
            let (store, by, reason, subject) = (&store, &by, &reason, &subject);
            let (changes, request) = (changes.clone(), request.clone());
            async move {
                let stored = store.load().await.unwrap().record;
                let commit = Commit {
                    by,
                    at: at("2026-11-22T11:30:00Z"),
                    act: Act::DefineVocabulary,
                    reason,
                    over: Revision::new(over),
                    record: &stored,
                    changes: &changes,
                    subject,
                    request: Some(&request),
                };
                store.commit(&commit, Trial::Done).await.unwrap()
            }
        };
        assert_eq!(commit(&key("a"), 3).await, Committed::Done { revision: Some(Revision::new(4)) });
        assert!(matches!(commit(&key("a"), 4).await, Committed::Repeated(_)));
        let proposal = |name: &str| Proposal {
            scenario: Scenario {
                key: format!("plan-{name}").parse().unwrap(),
                name: label(name),
                note: None,
                base: 1,
                changes: Vec::new(),
                state: ScenarioState::Draft,
            },
            by: author(),
            at: at("2026-11-22T11:40:00Z"),
            request: Some(key("b")),
        };
        let drafted = store.propose_scenario(&proposal("b"), Trial::Done).await.unwrap().unwrap();
        let amendment = Amendment { name: label("c"), note: None, base: 1, changes: Vec::new() };
        let which = ChangeRequest {
            key: drafted.scenario.key,
            if_version: None,
            at: at("2026-11-22T11:45:00Z"),
            request: Some(key("c")),
        };
        store.amend_scenario(&which, &amendment, Trial::Done).await.unwrap().unwrap();
        store.compact().await.unwrap();
        let holds = |needle: &str| {
            let needle = needle.as_bytes();
            database.bytes().iter().any(|(_, bytes)| bytes.windows(needle.len()).any(|it| it == needle))
        };
        for digest in ["digest-a", "digest-b", "digest-c"] {
            assert!(holds(digest), "{digest} is there");
        }

        let tried = store.erase_person(&request(BTreeMap::new()), &mut random(), Trial::Tried).await.unwrap().unwrap();
        let decisions = tried.texts.iter().map(|it| (it.id.clone(), PassageDecision::Remove)).collect();
        assert_eq!(store.last_erasure().await.unwrap(), None);
        store.erase_person(&request(decisions), &mut random(), Trial::Done).await.unwrap().unwrap();
        assert_eq!(store.last_erasure().await.unwrap(), Some((Revision::new(5), at("2026-11-22T12:00:00Z"))));
        store.compact().await.unwrap();
        assert!(!holds("digest-"), "no digest of a request is left");

        // The keys are known, and nobody can say any more what they were used for: nothing is done, and it is told.
        assert_eq!(store.answered(&key("a")).await.unwrap(), Some(Committed::KeyReused));
        assert_eq!(commit(&key("a"), 5).await, Committed::KeyReused);
        let again = store.propose_scenario(&proposal("b"), Trial::Done).await.unwrap();
        assert_eq!(again.unwrap_err(), ScenarioRefusal::KeyReused);
        let again = store.amend_scenario(&which, &amendment, Trial::Done).await.unwrap();
        assert_eq!(again.unwrap_err(), ScenarioRefusal::KeyReused);
        assert_eq!(store.revision().await.unwrap(), Revision::new(5));
        assert!(matches!(commit(&key("new"), 5).await, Committed::Done { .. }));
    }

    async fn what_is_held_is_not_erased(database: TestDatabase) {
        let store = open(&database).await;
        lived_in(&store).await;
        let person: Id<Person> = "probna-zaneta".parse().unwrap();
        let hold = LegalHold {
            person: person.clone(),
            reason: label("art. 17 ust. 3 lit. d"),
            author: author(),
            recorded_at: at("2026-11-22T11:00:00Z"),
        };
        store.hold_person(&hold).await.unwrap();
        assert_eq!(store.legal_holds().await.unwrap(), [hold]);
        let refused = store.erase_person(&request(BTreeMap::new()), &mut random(), Trial::Tried).await.unwrap();
        assert_eq!(refused.unwrap_err(), ErasureRefusal::Held { reason: "art. 17 ust. 3 lit. d".into() });
        store.release_person(&person).await.unwrap();
        assert!(store.erase_person(&request(BTreeMap::new()), &mut random(), Trial::Tried).await.unwrap().is_ok());
        let stale = ErasureRequest { if_revision: Some(Revision::new(1)), ..request(BTreeMap::new()) };
        let refused = store.erase_person(&stale, &mut random(), Trial::Done).await.unwrap();
        assert_eq!(refused.unwrap_err(), ErasureRefusal::StaleRevision { current: Revision::new(3) });
        let nobody = ErasureRequest { person: "nobody".parse().unwrap(), ..request(BTreeMap::new()) };
        let refused = store.erase_person(&nobody, &mut random(), Trial::Done).await.unwrap();
        assert_eq!(refused.unwrap_err(), ErasureRefusal::Unknown);
    }

    async fn rules_of_retention_are_data(database: TestDatabase) {
        let store = open(&database).await;
        let rules = store.retention_rules().await.unwrap();
        assert_eq!((rules[&PublicFunction::PublicOffice], rules[&PublicFunction::Employee]), (None, Some(60)));
        store.set_retention_rule(PublicFunction::Employee, Some(24)).await.unwrap();
        store.set_retention_rule(PublicFunction::PublicOfficial, None).await.unwrap();
        let rules = store.retention_rules().await.unwrap();
        let of = |class| rules[&class];
        assert_eq!(
            (of(PublicFunction::Employee), of(PublicFunction::PublicOfficial), of(PublicFunction::Representative)),
            (Some(24), None, Some(60))
        );
    }

    async fn the_chain_of_the_audit_trail_shows_changes(database: TestDatabase) {
        let store = open(&database).await;
        let entry = |minute: u32| AuditRecord {
            at: at(&format!("2026-11-22T11:{minute:02}:00.123456Z")),
            people: vec!["a".into()],
            reason: None,
            ..audit(AuditAct::ReadNames)
        };
        for minute in 0..5 {
            store.append_audit(&[entry(2 * minute), entry(2 * minute + 1)], &mut random()).await.unwrap();
        }
        let check = store.check_audit().await.unwrap();
        assert_eq!((check.entries, check.broken_at, check.removed), (10, None, 0));
        assert_eq!(store.remove_audit_before(at("2026-11-22T11:03:30Z")).await.unwrap(), 4);
        assert_eq!(store.remove_audit_before(at("2026-11-22T11:03:30Z")).await.unwrap(), 0);
        let check = store.check_audit().await.unwrap();
        assert_eq!((check.entries, check.broken_at, check.removed), (6, None, 4));
        let found = store.audit_entries(&AuditFilter { before: Some(7), ..AuditFilter::default() }, 1).await.unwrap();
        assert_eq!((found[0].number, found[0].record.clone()), (6, entry(5)));
        statement(&database, "UPDATE \"audit\" SET \"role\" = 'READER' WHERE \"number\" = 7").await;
        assert_eq!(store.check_audit().await.unwrap().broken_at, Some(7));
        statement(&database, "DELETE FROM \"audit\" WHERE \"number\" >= 7").await;
        assert_eq!(store.check_audit().await.unwrap().broken_at, Some(7), "the end is missing");
    }
}

/// Runs a statement, as somebody would who goes round the service.
async fn statement(database: &TestDatabase, text: &str) {
    let db = Database::connect(database.url()).await.unwrap();
    db.execute_unprepared(text).await.unwrap();
    db.close().await.unwrap();
}

/// All records are there with all they refer to; only texts and keys of the person's own differ.
fn assert_same_but_for_texts(before: &Record, after: &Record) {
    assert_eq!(before.len(), after.len());
    assert_eq!(before.meetings, after.meetings);
    assert_eq!(before.memberships, after.memberships);
    let shape = |record: &Record| -> Vec<_> {
        let of = |it: &domain::meeting::Participation| {
            (it.key.clone(), it.meeting.clone(), it.series.clone(), it.party.clone(), it.role, it.presence)
        };
        record.participations.iter().map(of).collect()
    };
    assert_eq!(shape(before), shape(after));
    let kept = |it: &Record| it.people.iter().map(|it| it.public_function).collect::<Vec<_>>();
    assert_eq!(kept(before), kept(after));
}

/// The log replays to the record, from empty and from each revision.
async fn assert_replays(store: &Store, after: &Record) {
    let mut replayed = Record::default();
    store.advance(&mut replayed, Revision::EMPTY).await.unwrap();
    assert_eq!(&replayed, after);
    for revision in 1..=3 {
        let then = store.load_at(Revision::new(revision)).await.unwrap().record;
        let mut replayed = then;
        store.advance(&mut replayed, Revision::new(revision)).await.unwrap();
        assert_eq!(&replayed, after, "from {revision}");
    }
}
