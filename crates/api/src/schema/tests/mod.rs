//! Tests of the schema: on lists of its own, and on the record that ships, held in memory.

mod drift;
mod duplicates;
mod evidence;
mod execution;
mod ids;
mod jobs;
mod nodes;
mod paging;
mod plans;
mod reading;
mod undertakings;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use async_graphql::{PathSegment, Request, Response, ServerError, Variables};
use async_trait::async_trait;
use domain::claim::{Claim, ClaimText};
use domain::evidence_filter::EvidenceFilter;
use domain::id::Id;
use domain::person::{ContactPoint, Person};
use domain::record::{Record, RecordRef};
use service::analysis::{Analyses, AnalysisLimits};
use service::graph::Network;
use service::job::{JobLimits, Jobs};
use service::{Actor, AsOf, Revision, RevisionRange, ServiceError, Snapshot, SystemClock};

use super::context::RequestContext;
use super::loader::Stored;
use super::{About, Pools};
use crate::guard::Limits;

/// More operations than an analysis of the shipped record takes.
const MUCH: u64 = 10_000_000_000;

/// The personal values and texts of the shipped record, and how often they were read.
#[derive(Default)]
pub(super) struct Memory {
    texts: BTreeMap<Id<Claim>, ClaimText>,
    names: BTreeMap<Id<Person>, String>,
    contacts: BTreeMap<RecordRef, Vec<ContactPoint>>,
    /// The record that filters of evidence are laid over; the shipped one when there is none.
    pub(super) asserted: Option<Record>,
    pub(super) text_reads: AtomicUsize,
    pub(super) name_reads: AtomicUsize,
    pub(super) contact_reads: AtomicUsize,
}

#[async_trait]
impl Stored for Memory {
    async fn snapshot_as_of(&self, wanted: AsOf) -> Result<Arc<Snapshot>, ServiceError> {
        if wanted == AsOf::Revision(snapshot().revision) {
            return Ok(snapshot());
        }
        let range = RevisionRange::up_to(snapshot().revision);
        Err(ServiceError::RevisionNotFound { message: "there is no such revision".to_owned(), range })
    }

    async fn snapshot_by_evidence(
        &self,
        revision: Revision,
        filter: EvidenceFilter,
    ) -> Result<Arc<Snapshot>, ServiceError> {
        let mut record = self.asserted.clone().unwrap_or_else(|| shipped().record);
        record.claim_texts.clear();
        let network = Arc::new(Network::build_by(record, &filter)?);
        Ok(Arc::new(Snapshot::new(revision, None, network).by_evidence(filter)))
    }

    async fn snapshot_since(&self, least: Revision) -> Result<Arc<Snapshot>, ServiceError> {
        let latest = snapshot().revision;
        Err(ServiceError::RevisionNotReached { least, latest, waited: Duration::ZERO })
    }

    async fn snapshot_of_scenario(
        &self,
        _: &Actor,
        key: &Id<domain::scenario::Scenario>,
    ) -> Result<Arc<Snapshot>, ServiceError> {
        Err(ServiceError::NotFound { what: "scenario", key: key.to_string() })
    }

    async fn history(&self, _: &Snapshot, _: &RecordRef) -> Result<Vec<service::Trace>, ServiceError> {
        Ok(Vec::new())
    }

    async fn versions(&self, _: &[service::Trace]) -> Result<Vec<service::Version>, ServiceError> {
        Ok(Vec::new())
    }

    async fn claim_texts(
        &self,
        _: Revision,
        claims: &[Id<Claim>],
    ) -> Result<BTreeMap<Id<Claim>, ClaimText>, ServiceError> {
        self.text_reads.fetch_add(1, Ordering::Relaxed);
        Ok(claims.iter().filter_map(|it| Some((it.clone(), self.texts.get(it)?.clone()))).collect())
    }

    async fn person_names(
        &self,
        _: &Actor,
        _: &Snapshot,
        people: &[Id<Person>],
    ) -> Result<BTreeMap<Id<Person>, String>, ServiceError> {
        self.name_reads.fetch_add(1, Ordering::Relaxed);
        Ok(people.iter().filter_map(|it| Some((it.clone(), self.names.get(it)?.clone()))).collect())
    }

    async fn contact_points(
        &self,
        _: &Actor,
        of: &[RecordRef],
    ) -> Result<BTreeMap<RecordRef, Vec<ContactPoint>>, ServiceError> {
        self.contact_reads.fetch_add(1, Ordering::Relaxed);
        Ok(of.iter().filter_map(|it| Some((it.clone(), self.contacts.get(it)?.clone()))).collect())
    }
}

/// The snapshot of the shipped record, without the texts of claims, as the store loads it.
static SNAPSHOT: LazyLock<Arc<Snapshot>> = LazyLock::new(|| {
    let mut record = shipped().record;
    record.claim_texts.clear();
    let network = Arc::new(Network::build(record).expect("the shipped record makes a network"));
    Arc::new(Snapshot::new(Revision::new(1), None, network))
});

fn shipped() -> exchanged::Import {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/lubuskie"));
    let files = service::exchange::read_folder(folder).expect("the folder is there");
    let import = service::exchange::check(&files).expect("the shipped record is right");
    exchanged::Import { record: import.record, personal: import.personal }
}

/// What of an import the tests need, without its crate.
mod exchanged {
    pub(super) struct Import {
        pub(super) record: domain::record::Record,
        pub(super) personal: domain::person::Personal,
    }
}

pub(super) fn snapshot() -> Arc<Snapshot> {
    Arc::clone(&SNAPSHOT)
}

pub(super) fn memory() -> Arc<Memory> {
    let import = shipped();
    let mut memory = Memory::default();
    for text in import.record.claim_texts {
        memory.texts.insert(text.key.as_str().parse().expect("a key"), text);
    }
    for name in import.personal.names {
        memory.names.insert(name.person, name.full_name.into());
    }
    for contact in import.personal.contacts {
        memory.contacts.entry(contact.of.clone()).or_default().push(contact);
    }
    Arc::new(memory)
}

/// Pools of analyses, in the place of the service's, where requests and jobs may ask for so many operations.
fn pools(of_requests: u64, of_jobs: u64) -> Pools {
    // One document asks for very many here, so as many may wait.
    let limits = AnalysisLimits {
        at_a_time: 2,
        threads: 1,
        waiting_max: 100_000,
        deadline: Duration::from_secs(20),
        cost_max: of_requests,
    };
    let requests = Analyses::new(limits, 512);
    Pools { jobs: requests.beside(AnalysisLimits { cost_max: of_jobs, ..limits }), requests }
}

/// What went wrong and is no answer: a share of signatories has to be told of which partnership when the meeting does
/// not say.
pub(super) fn faults(answer: &Response) -> Vec<&ServerError> {
    let is_answer =
        |it: &&ServerError| it.path.last() == Some(&PathSegment::Field("signatoryShare".to_owned()));
    answer.errors.iter().filter(|it| !is_answer(it)).collect()
}

/// Executes a document on the shipped record as an actor.
pub(super) async fn run(
    memory: &Arc<Memory>,
    actor: Actor,
    document: &str,
    variables: serde_json::Value,
) -> Response {
    run_on(memory, snapshot(), actor, document, variables).await
}

/// Executes a document on a snapshot as an actor.
pub(super) async fn run_on(
    memory: &Arc<Memory>,
    snapshot: Arc<Snapshot>,
    actor: Actor,
    document: &str,
    variables: serde_json::Value,
) -> Response {
    let about = About { version: "0.0.0", limits: Limits::default(), live: Default::default(), listeners: 1 };
    let jobs = Jobs::new(JobLimits::default(), Arc::new(SystemClock));
    let schema = super::builder().data(about).data(pools(MUCH, MUCH)).data(jobs).finish();
    let stored: Arc<dyn Stored> = Arc::<Memory>::clone(memory);
    let context = RequestContext::new(stored, actor, snapshot);
    let request = Request::new(document).variables(Variables::from_json(variables)).data(Arc::new(context));
    schema.execute(request).await
}

/// The data of a document executed by somebody who has not signed in, without errors.
pub(super) async fn ask(document: &str) -> serde_json::Value {
    ask_with(document, serde_json::Value::Null).await
}

/// The same with variables.
pub(super) async fn ask_with(document: &str, variables: serde_json::Value) -> serde_json::Value {
    let answer = run(&memory(), Actor::anonymous(), document, variables).await;
    assert!(faults(&answer).is_empty(), "{document}\n{:?}", faults(&answer));
    answer.data.into_json().expect("JSON")
}

/// The code of the only error of a document.
pub(super) async fn code_of(document: &str) -> String {
    let answer = run(&memory(), Actor::anonymous(), document, serde_json::Value::Null).await;
    assert_eq!(answer.errors.len(), 1, "{document}\n{:?}", answer.errors);
    let extensions = answer.errors[0].extensions.as_ref().expect("extensions");
    match extensions.get("code") {
        Some(async_graphql::Value::String(code)) => code.clone(),
        other => panic!("{document}: {other:?}"),
    }
}
