//! Meetings kept through the service: what was read anew is what is live, and a document takes back what it brought.

use domain::keeping::attendance::{Attendance, AttendanceRecord, Attended, MeetingOutcome};
use domain::keeping::document::{accept_document, retract_document};
use domain::keeping::meeting::{Closing, NewMeeting, close_meeting, schedule_meeting};
use domain::keeping::{Given, Source};
use domain::party::Party;
use graph::Network;
use service::keeping::{Asked, Kept, Verb};
use service::{Act, Actor, FixedClock, Role, Service};
use store::{OpenMode, Store};
use testkit::database::TestDatabase;

use crate::shipped::{filled, id, label, now, service};

fn from(document: &str) -> Asked {
    let source = Source {
        document: id(document),
        locator: label("page 1"),
        confidence: domain::claim::Confidence::Stated,
        convention: None,
    };
    Asked { source: Some(Given::Document(source)), ..Asked::default() }
}

async fn done(service: &Service, act: Act, asked: &Asked, verb: Verb) -> Kept {
    let curator = Actor::new(Role::Curator, "kustosz");
    Box::pin(service.keep(&FixedClock(now()), &curator, act, asked, verb)).await.unwrap().unwrap()
}

fn party(key: &str) -> Party {
    Party::Institution(id(key))
}

fn planned() -> NewMeeting {
    NewMeeting {
        name_pl: None,
        name_en: None,
        title: None,
        kind: id("info-consultation"),
        date: "2015-10-20".parse().unwrap(),
        place: None,
        partnership: Some(id("pnres")),
        body: None,
        series: None,
        topics: Vec::new(),
        note: None,
        hosts: vec![party("pup-zagan")],
        organisers: vec![party("sekretariat")],
        invitees: Vec::new(),
        even_if_similar: false,
    }
}

fn closing(parties: &[&str]) -> Closing {
    let attendance = parties.iter().map(|it| Attendance {
        party: party(it),
        person: None,
        role: None,
        attended: Attended::Present,
        topic: None,
        note: None,
    });
    Closing {
        meeting: id("info-consultation-2015-10-20"),
        date: None,
        place: None,
        outcome: MeetingOutcome {
            attendance_record: AttendanceRecord::Partial,
            attendance: attendance.collect(),
            declared_participants: Some(5),
            resolutions: Vec::new(),
            report: None,
        },
    }
}

/// The live network is the one that is read and built anew.
async fn is_as_stored(service: &Service, database: &TestDatabase) -> bool {
    let store = Store::open(database.url(), OpenMode::Existing).await.unwrap();
    let built = Network::build(store.load().await.unwrap().record).unwrap();
    let live = service.snapshot();
    built.record() == live.network.record() && built.fallen() == live.network.fallen()
}

testkit::both_databases! {
    async fn a_planned_meeting_is_closed_and_its_document_takes_that_back(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let schedule: Verb = Box::new(|draft| schedule_meeting(draft, &planned()));
        done(&service, Act::ScheduleMeeting, &from("doc-000"), schedule).await;
        let planned = service.snapshot();
        let close: Verb = Box::new(|draft| close_meeting(draft, &closing(&["pup-zagan", "ops-deszczno", "ops-lubiszyn"])));
        let closed = done(&service, Act::CloseMeeting, &from("doc-003"), close).await;
        assert_eq!(closed.subject.to_string(), "meeting:info-consultation-2015-10-20");
        assert!(is_as_stored(&service, &database).await);
        let held = service.snapshot();
        let of = |record: &domain::record::Record| {
            let found = record.meetings.iter().find(|it| it.key.as_str() == "info-consultation-2015-10-20");
            found.map(|it| it.status.as_str())
        };
        assert_eq!((of(planned.network.record()), of(held.network.record())), (Some("PLANNED"), Some("HELD")));
        assert_eq!(held.network.record().participations.len(), planned.network.record().participations.len() + 2);

        let retract: Verb = Box::new(|draft| retract_document(draft, &id("doc-003")));
        done(&service, Act::RetractDocument, &Asked::default(), retract).await;
        assert_eq!(of(service.snapshot().network.record()), Some("PLANNED"), "what closed it is gone");
        assert!(is_as_stored(&service, &database).await);
        let accept: Verb = Box::new(|draft| accept_document(draft, &id("doc-003")));
        done(&service, Act::AcceptDocument, &Asked::default(), accept).await;
        assert_eq!(service.snapshot().network.record(), held.network.record(), "and back");
    }
}
