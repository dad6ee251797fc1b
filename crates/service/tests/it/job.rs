//! Jobs: in the background, one after the other, kept for a while.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use service::job::{Job, JobKind, JobLimits, JobOutcome, JobRefusal, JobRequest, JobStatus, JobValue, Jobs};
use service::{Actor, Clock, Revision, Role};
use tokio::sync::oneshot;

/// A clock that is put forward by hand.
#[derive(Default)]
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(self.0.load(Ordering::SeqCst))
    }
}

const LIMITS: JobLimits = JobLimits {
    at_a_time: 1,
    waiting_max: 2,
    deadline: Duration::from_secs(60),
    kept: 8,
    kept_for: Duration::from_secs(100),
};

fn jobs(limits: JobLimits) -> (Jobs, Arc<Hand>) {
    let hand = Arc::new(Hand::default());
    (Jobs::new(limits, Arc::<Hand>::clone(&hand)), hand)
}

fn asked(question: &str, key: Option<&str>) -> JobRequest {
    JobRequest {
        kind: JobKind::Analysis,
        actor: Actor::anonymous(),
        revision: Revision::new(3),
        question: question.to_owned(),
        idempotency_key: key.map(str::to_owned),
    }
}

fn find(jobs: &Jobs, job: &Job) -> Job {
    jobs.find(&Actor::anonymous(), &job.id).unwrap()
}

async fn over(jobs: &Jobs, job: &Job) -> Job {
    loop {
        let now = find(jobs, job);
        if now.status.is_over() {
            return now;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn jobs_run_one_after_the_other_and_keep_their_results() {
    let (jobs, _) = jobs(LIMITS);
    let (open, opened) = oneshot::channel::<Value>();
    let first = jobs.start(asked("a", None), async { opened.await.unwrap().into() }).unwrap();
    let second = jobs.start(asked("b", None), async { json!(2).into() }).unwrap();
    assert_eq!((first.status, first.revision), (JobStatus::Queued, Revision::new(3)));
    assert_ne!(first.id, second.id);
    while find(&jobs, &first).status == JobStatus::Queued {
        tokio::task::yield_now().await;
    }
    assert_eq!(find(&jobs, &first).status, JobStatus::Running);
    assert_eq!(find(&jobs, &second).status, JobStatus::Queued);
    open.send(json!({ "data": 1 })).unwrap();
    let (first, second) = (over(&jobs, &first).await, over(&jobs, &second).await);
    assert_eq!((first.status, second.status), (JobStatus::Succeeded, JobStatus::Succeeded));
    assert_eq!(first.result.as_deref(), Some(&json!({ "data": 1 })));
    assert_eq!(first.message, None);
}

#[tokio::test]
async fn too_many_are_refused_and_a_canceled_one_makes_room() {
    let (jobs, _) = jobs(LIMITS);
    let started: Vec<_> =
        (0..3).map(|it| jobs.start(asked(&it.to_string(), None), pending()).unwrap()).collect();
    assert_eq!(jobs.start(asked("x", None), pending()).unwrap_err(), JobRefusal::Overloaded);
    let canceled = jobs.cancel(&Actor::anonymous(), &started[0].id).unwrap();
    assert_eq!(canceled.status, JobStatus::Canceled);
    let next = jobs.start(asked("x", None), async { json!(1).into() }).unwrap();
    for it in &started[1..] {
        let _canceled = jobs.cancel(&Actor::anonymous(), &it.id);
    }
    assert_eq!(over(&jobs, &next).await.status, JobStatus::Succeeded);
    assert_eq!(find(&jobs, &started[0]).status, JobStatus::Canceled);
    assert_eq!(
        jobs.cancel(&Actor::anonymous(), &next.id).unwrap().status,
        JobStatus::Succeeded,
        "what is over stays"
    );
}

#[tokio::test]
async fn canceling_drops_the_work() {
    struct Tell(Option<oneshot::Sender<()>>);
    impl Drop for Tell {
        fn drop(&mut self) {
            self.0.take().unwrap().send(()).unwrap();
        }
    }
    let (jobs, _) = jobs(LIMITS);
    let (tell, dropped) = oneshot::channel();
    let guard = Tell(Some(tell));
    let job = jobs.start(asked("a", None), async move {
        let _guard = guard;
        pending().await
    });
    let job = job.unwrap();
    let _canceled = jobs.cancel(&Actor::anonymous(), &job.id);
    dropped.await.unwrap();
}

#[tokio::test]
async fn a_job_is_seen_by_its_asker_only() {
    let (jobs, _) = jobs(LIMITS);
    let job = jobs.start(asked("a", None), async { json!(1).into() }).unwrap();
    let other = Actor::new(Role::Analyst, "somebody else");
    assert_eq!(jobs.find(&other, &job.id), None);
    assert_eq!(jobs.cancel(&other, &job.id), None);
    assert_eq!(jobs.find(&Actor::anonymous(), "nothing"), None);
}

#[tokio::test]
async fn the_same_key_gives_the_same_job_and_another_question_is_refused() {
    let (jobs, _) = jobs(LIMITS);
    let job = jobs.start(asked("a", Some("k")), async { json!(1).into() }).unwrap();
    assert_eq!(jobs.start(asked("a", Some("k")), async { json!(2).into() }).unwrap().id, job.id);
    assert_eq!(jobs.start(asked("b", Some("k")), pending()).unwrap_err(), JobRefusal::KeyReused);
    assert_ne!(jobs.start(asked("a", None), async { json!(1).into() }).unwrap().id, job.id);
}

#[tokio::test]
async fn results_expire_and_are_forgotten() {
    let (jobs, hand) = jobs(LIMITS);
    let job = jobs.start(asked("a", Some("k")), async { json!(1).into() }).unwrap();
    over(&jobs, &job).await;
    hand.0.store(99, Ordering::SeqCst);
    assert_eq!(find(&jobs, &job).status, JobStatus::Succeeded);
    hand.0.store(100, Ordering::SeqCst);
    let expired = find(&jobs, &job);
    assert_eq!((expired.status, expired.result), (JobStatus::Expired, None));
    let again = jobs.start(asked("a", Some("k")), async { json!(1).into() }).unwrap();
    assert_ne!(again.id, job.id, "the key is free again");
    hand.0.store(200, Ordering::SeqCst);
    assert_eq!(jobs.find(&Actor::anonymous(), &job.id), None);
}

#[tokio::test]
async fn of_results_that_are_values_few_are_kept_and_a_taken_one_is_gone() {
    let (jobs, _) = jobs(LIMITS);
    let mut done = Vec::new();
    for number in 0..5u8 {
        let value = Some(JobValue::new(number));
        let outcome = JobOutcome { result: Value::Null, value, failure: None };
        let request = JobRequest { kind: JobKind::Preview, ..asked("a", None) };
        let job = jobs.start(request, async { outcome }).unwrap();
        assert_eq!(jobs.take(&Actor::anonymous(), &job.id), None, "it is not over");
        over(&jobs, &job).await;
        done.push(job);
    }
    let value = |at: usize| find(&jobs, &done[at]).value.and_then(|it| it.get::<u8>());
    assert_eq!((find(&jobs, &done[0]).status, value(0)), (JobStatus::Expired, None));
    assert_eq!((value(1).as_deref(), value(4).as_deref()), (Some(&1), Some(&4)));
    assert_eq!(jobs.take(&Actor::new(Role::Analyst, "somebody else"), &done[1].id), None);
    let taken = jobs.take(&Actor::anonymous(), &done[1].id).unwrap();
    assert_eq!(taken.value.and_then(|it| it.get::<u8>()).as_deref(), Some(&1));
    assert_eq!(jobs.find(&Actor::anonymous(), &done[1].id), None);
}

#[tokio::test]
async fn previews_run_two_at_a_time_beside_imports() {
    let (jobs, _) = jobs(LIMITS);
    let kinds = [JobKind::Import, JobKind::Preview, JobKind::Preview, JobKind::Preview];
    let started = kinds.map(|kind| jobs.start(JobRequest { kind, ..asked("a", None) }, pending()).unwrap());
    while started[..3].iter().any(|it| find(&jobs, it).status == JobStatus::Queued) {
        tokio::task::yield_now().await;
    }
    assert_eq!(find(&jobs, &started[3]).status, JobStatus::Queued);
}

#[tokio::test]
async fn the_oldest_results_make_room() {
    let (jobs, _) = jobs(JobLimits { kept: 2, ..LIMITS });
    let mut done = Vec::new();
    for question in ["a", "b", "c"] {
        let job = jobs.start(asked(question, None), async { json!(1).into() }).unwrap();
        done.push(over(&jobs, &job).await);
    }
    let statuses: Vec<_> = done.iter().map(|it| find(&jobs, it).status).collect();
    assert_eq!(statuses, [JobStatus::Expired, JobStatus::Succeeded, JobStatus::Succeeded]);
}

#[tokio::test]
async fn a_job_that_takes_too_long_or_panics_fails_and_the_next_runs() {
    let (jobs, _) = jobs(JobLimits { deadline: Duration::from_millis(20), ..LIMITS });
    let slow = jobs.start(asked("a", None), pending()).unwrap();
    let broken = jobs.start(asked("b", None), async { panic!("a fault, on purpose") }).unwrap();
    let good = jobs.start(asked("c", None), async { json!(1).into() }).unwrap();
    let slow = over(&jobs, &slow).await;
    assert_eq!(slow.status, JobStatus::Failed);
    assert!(slow.message.unwrap().contains("longer than"));
    let broken = over(&jobs, &broken).await;
    assert_eq!(broken.status, JobStatus::Failed);
    assert!(broken.message.unwrap().contains("failed"));
    assert_eq!(over(&jobs, &good).await.status, JobStatus::Succeeded);
}
