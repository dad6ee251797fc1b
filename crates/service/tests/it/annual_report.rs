//! The annual report as a use case: the same bytes on both databases and for the same revision; what has changed since
//! another; clear errors.

use std::sync::{Mutex, PoisonError};

use domain::claim::EvidenceBasis;
use service::annual_report::{ReportFormat, ReportLanguage, ReportRequest};
use service::{ErrorKind, Revision, Service};
use testkit::database::TestDatabase;

use crate::decided::retract_document;
use crate::shipped::{author, filled, id, label, now, service};

fn of_2015() -> ReportRequest {
    ReportRequest {
        partnership: id("pnres"),
        year: 2015,
        basis: EvidenceBasis::Stated,
        revision: None,
        changed_since: None,
    }
}

async fn bytes(service: &Service, request: &ReportRequest, format: ReportFormat) -> Vec<u8> {
    service.report_file(request, ReportLanguage::Polish, format).await.unwrap().bytes
}

/// The documents that the first database gave; the other one must give the same.
static FIRST: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

testkit::both_databases! {
    async fn the_same_bytes_for_the_same_revision(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let mut all = Vec::new();
        for format in ReportFormat::ALL {
            let one = bytes(&service, &of_2015(), *format).await;
            let pinned = ReportRequest { revision: Some(Revision::new(1)), ..of_2015() };
            assert!(one == bytes(&service, &pinned, *format).await, "{format} of the same revision");
            all.push(one);
        }
        let mut first = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
        if first.is_empty() {
            *first = all;
        } else {
            assert!(*first == all, "the same bytes on both databases");
        }
    }

    async fn an_older_revision_stays_as_it_was(database: TestDatabase) {
        let store = filled(&database).await;
        let service = service(&database).await;
        let before = bytes(&service, &of_2015(), ReportFormat::Html).await;
        retract_document(&store, &author(), now(), &id("doc-002"), &label("nieprawdziwa")).await.unwrap();
        service.refresh().await.unwrap();
        let (snapshot, made) = service.annual_report(&of_2015()).await.unwrap();
        assert_eq!(snapshot.revision, Revision::new(2));
        let council = made.report.figure("body:rada-programowa.meetings").unwrap();
        assert_eq!((council.declared(), council.enumerated()), (Some(4.0), Some(0.0)));
        let pinned = ReportRequest { revision: Some(Revision::new(1)), ..of_2015() };
        assert!(before == bytes(&service, &pinned, ReportFormat::Html).await, "pinned, byte for byte");
        let changed = ReportRequest { changed_since: Some(Revision::new(1)), ..of_2015() };
        let (_, made) = service.annual_report(&changed).await.unwrap();
        let (since, changes) = made.changes.as_ref().unwrap();
        assert_eq!(*since, Revision::new(1));
        let council = changes.figures.iter().find(|it| it.code == "body:rada-programowa.meetings").unwrap();
        assert_eq!(council.rows_removed.iter().map(ToString::to_string).collect::<Vec<_>>(), ["meeting:council-2015-02-06"]);
        assert!(changes.figures.iter().all(|it| it.code != "visits.meetings"), "the visits are told elsewhere");
        // The note calls two of the institutions visited gmina centres, which decides their type as long as it stands.
        let visited = changes.figures.iter().find(|it| it.code == "visits.institutions").unwrap();
        assert_eq!(
            visited.rows_changed.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["institution:ops-deszczno", "institution:ops-lubiszyn"]
        );
    }

    async fn wrong_questions_have_clear_errors(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let kind = async |request: ReportRequest| service.annual_report(&request).await.unwrap_err().kind();
        assert_eq!(kind(ReportRequest { partnership: id("no-such-one"), ..of_2015() }).await, ErrorKind::NotFound);
        assert_eq!(kind(ReportRequest { year: 0, ..of_2015() }).await, ErrorKind::Invalid);
        let vanished = Some(Revision::new(9));
        assert_eq!(kind(ReportRequest { revision: vanished, ..of_2015() }).await, ErrorKind::RevisionNotFound);
        assert_eq!(kind(ReportRequest { changed_since: vanished, ..of_2015() }).await, ErrorKind::RevisionNotFound);
    }
}
