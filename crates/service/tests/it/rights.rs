//! Who reads which names and contacts, who changes the record, and where no name may ever be.

use domain::id::Id;
use domain::person::{ContactKind, ContactPoint, Person, Personal};
use domain::record::{Noun, Record, RecordRef};
use service::exchange::{export_folder, import, read_folder};
use service::{Actor, ErrorKind, FixedClock, Revision, Role, ServiceError};
use testkit::database::TestDatabase;

use crate::decided::{accept_document, retract_document};
use crate::shipped::{author, empty, files, filled, folder, id, label, loaded, now, operator, service};

fn analyst() -> Actor {
    Actor::new(Role::Analyst, "analyst")
}

/// Names by person, as the shipped file has them.
fn shipped_names() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(folder().join("person-names.csv")).unwrap();
    let rows = text.lines().skip(1).map(|it| it.split_once(',').unwrap());
    rows.map(|(person, name)| (person.to_owned(), name.to_owned())).collect()
}

/// The whole name, and the surname alone.
fn forms(name: &str) -> [&str; 2] {
    [name, name.rsplit(' ').next().unwrap()]
}

testkit::both_databases! {
    async fn names_are_read_by_class(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let network = &service.snapshot().network;
        let people: Vec<Id<Person>> = network.record().people.iter().map(|it| it.key.clone()).collect();
        assert_eq!(people.len(), 12);
        let names = async |actor: &Actor| {
            let found = service.person_names(actor, network, &people).await.unwrap();
            found.into_iter().map(|(person, name)| (person.to_string(), name)).collect::<Vec<_>>()
        };
        let all = shipped_names();
        let public = ["efs-deputy-director-2015", "marshal-2016", "minister-2016", "vice-marshal-2015", "voivode-2016"];
        let open: Vec<_> = all.iter().filter(|it| public.contains(&it.0.as_str())).cloned().collect();
        assert_eq!(names(&Actor::anonymous()).await, open);
        assert_eq!(names(&analyst()).await, all);
        assert_eq!(names(&operator()).await, all);
        let unknown = [id("nobody"), id("marshal-2016")];
        assert_eq!(service.person_names(&analyst(), network, &unknown).await.unwrap().len(), 1);
    }

    async fn a_person_who_does_not_stand_has_no_name(database: TestDatabase) {
        let store = filled(&database).await;
        retract_document(&store, &author(), now(), &id("doc-002"), &label("nieprawdziwa")).await.unwrap();
        let service = service(&database).await;
        let people = [id("council-chair-2015"), id("vice-marshal-2015")];
        let found = service.person_names(&analyst(), &service.snapshot().network, &people).await.unwrap();
        assert_eq!(found.keys().map(Id::as_str).collect::<Vec<_>>(), ["vice-marshal-2015"]);
    }

    async fn contacts_of_people_are_not_for_all(database: TestDatabase) {
        let store = filled(&database).await;
        let person: Id<Person> = id("council-chair-2015");
        let contact = ContactPoint {
            key: id("chair-phone"),
            of: person.reference(),
            kind: ContactKind::Phone,
            value: label("68 000 00 00"),
            document: id("doc-002"),
        };
        let given = (Record::default(), Personal { contacts: vec![contact], ..Personal::default() });
        store.import(&author(), now(), &label("test"), (&given.0, &given.1), &|_| {}).await.unwrap();
        let service = service(&database).await;
        let snapshot = service.snapshot();
        let institutions = snapshot.network.record().institutions.iter().map(Noun::reference);
        let of: Vec<RecordRef> = institutions.chain([person.reference()]).collect();
        let kinds = async |actor: &Actor| {
            let found = service.contact_points(actor, &of).await.unwrap();
            let line = |(of, points): (&RecordRef, &Vec<ContactPoint>)| format!("{of} {}", points.len());
            found.iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&Actor::anonymous()).await, ["institution:rcwes 4", "institution:rcwes-zielona-gora 2"]);
        assert_eq!(
            kinds(&analyst()).await,
            ["institution:rcwes 4", "institution:rcwes-zielona-gora 2", "person:council-chair-2015 1"]
        );
    }

    async fn only_the_operator_imports_and_exports(database: TestDatabase) {
        let store = empty(&database).await;
        let target = tempfile::tempdir().unwrap();
        for actor in [Actor::anonymous(), analyst()] {
            let refused = import(&store, &FixedClock(now()), &actor, &files(), "x", &|_| {}).await.unwrap_err();
            assert!(matches!(refused, ServiceError::Forbidden { .. }), "{refused:?}");
            assert_eq!(refused.kind(), ErrorKind::Forbidden);
            let refused = export_folder(&store, &FixedClock(now()), &actor, target.path()).await.unwrap_err();
            assert!(matches!(refused, ServiceError::Forbidden { .. }), "{refused:?}");
        }
        assert_eq!(store.revision().await.unwrap(), Revision::EMPTY);
        assert!(loaded(&store).await.is_empty());
        assert_eq!(read_folder(target.path()).unwrap(), []);
    }

    async fn no_name_is_in_the_network_or_the_log(database: TestDatabase) {
        let store = filled(&database).await;
        retract_document(&store, &author(), now(), &id("doc-002"), &label("nieprawdziwa")).await.unwrap();
        accept_document(&store, &author(), now(), &id("doc-002"), &label("prawdziwa")).await.unwrap();
        let service = service(&database).await;
        let network = &service.snapshot().network;
        assert!(std::ptr::eq(network.search_index(), network.search_index()), "what is searched is shown, too");
        let shown = format!("{network:?}");
        let changes = store.changes(Revision::EMPTY, 100_000).await.unwrap();
        let entries = store.revisions(Revision::EMPTY, 100).await.unwrap();
        let log = format!("{entries:?}\n{changes:?}");
        assert!(shown.contains("OPS Deszczno") && shown.contains("zastępca dyrektora"), "it shows what it holds");
        assert!(log.contains("OPS Deszczno") && log.contains("zastępca dyrektora"), "it shows what was written");
        assert_eq!((entries.len(), changes.len() > 1_000), (3, true));
        let names = shipped_names();
        assert_eq!(names.len(), 12);
        for (person, name) in &names {
            for form in forms(name) {
                assert!(!shown.contains(form), "the name of {person} is in the network");
                assert!(!log.contains(form), "the name of {person} is in the log");
            }
        }
        for contact in ["95 73 800 61", "Przemysłowa 14"] {
            assert!(!shown.contains(contact) && !log.contains(contact), "{contact}");
        }
    }
}
