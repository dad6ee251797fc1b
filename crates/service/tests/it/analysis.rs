//! The pool of analyses: each computed once, none without bounds.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::Poll;
use std::time::{Duration, Instant};

use service::analysis::{Allowance, Analyses, AnalysisKey, AnalysisLimits, Found, Interrupted};
use service::{ErrorKind, Generation, Revision, ServiceError};

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

fn key(revision: u64, parameters: &str) -> AnalysisKey {
    let generation = Generation::FIRST;
    AnalysisKey {
        generation,
        revision: Revision::new(revision),
        name: "test",
        parameters: parameters.to_owned(),
    }
}

/// Pools of two threads each.
fn pools(at_a_time: usize, waiting_max: usize, deadline: Duration) -> Analyses {
    let limits = AnalysisLimits { at_a_time, threads: 2, waiting_max, deadline, cost_max: 1_000 };
    Analyses::new(limits, 8)
}

fn keep<T>(value: T) -> Result<Found<T>, Interrupted> {
    Ok(Found::Keep(value))
}

/// A computation without end, that tells when it begins and when it was interrupted.
fn endless(
    begun: mpsc::Sender<()>,
    interrupted: mpsc::Sender<Instant>,
) -> impl FnOnce(&Allowance) -> Result<Found<usize>, Interrupted> + Send + 'static {
    move |allowance| {
        begun.send(()).unwrap();
        while allowance.interrupt.check().is_ok() {
            std::thread::sleep(Duration::from_millis(1));
        }
        interrupted.send(Instant::now()).unwrap();
        Err(Interrupted)
    }
}

/// A computation that tells when it begins, and ends when it may; how often it was made.
struct Gate {
    calls: Arc<AtomicUsize>,
    begun: mpsc::Receiver<()>,
    tell: mpsc::Sender<()>,
    open: Option<mpsc::Sender<()>>,
    wait: Arc<Mutex<mpsc::Receiver<()>>>,
}

impl Gate {
    fn new() -> Self {
        let (tell, begun) = mpsc::channel();
        let (open, wait) = mpsc::channel();
        Self { calls: Arc::default(), begun, tell, open: Some(open), wait: Arc::new(Mutex::new(wait)) }
    }

    fn computation(&self) -> impl FnOnce(&Allowance) -> Result<Found<usize>, Interrupted> + Send + 'static {
        let (calls, tell, wait) = (Arc::clone(&self.calls), self.tell.clone(), Arc::clone(&self.wait));
        move |_| {
            let call = calls.fetch_add(1, Ordering::SeqCst) + 1;
            tell.send(()).unwrap();
            // An error is an open gate: nobody can send any more.
            let _opened = wait.lock().unwrap().recv();
            keep(call)
        }
    }

    fn wait_until_begun(&self) {
        self.begun.recv_timeout(LONG).unwrap();
    }

    fn open(&mut self) {
        self.open = None;
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

/// Lets a future run until it waits.
async fn waits<F: Future>(mut future: Pin<&mut F>) -> bool {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
}

#[tokio::test]
async fn equal_keys_at_once_are_computed_once() {
    let analyses = pools(4, 16, LONG);
    let mut gate = Gate::new();
    let mut asked: Vec<_> =
        (0..16).map(|_| Box::pin(analyses.run(key(1, "a"), gate.computation()))).collect();
    for one in &mut asked {
        assert!(waits(one.as_mut()).await);
    }
    gate.wait_until_begun();
    gate.open();
    for one in asked {
        assert_eq!(*one.await.unwrap(), 1);
    }
    assert_eq!(gate.calls(), 1);
    assert_eq!(*analyses.run(key(1, "a"), gate.computation()).await.unwrap(), 1, "it is kept");
    assert_eq!(*analyses.run(key(2, "a"), gate.computation()).await.unwrap(), 2, "another revision");
    assert_eq!(*analyses.run(key(1, "b"), gate.computation()).await.unwrap(), 3, "other parameters");
}

#[tokio::test]
async fn more_than_may_wait_are_turned_away() {
    let analyses = pools(1, 1, LONG);
    let mut gate = Gate::new();
    let mut running = pin!(analyses.run(key(1, "a"), gate.computation()));
    assert!(waits(running.as_mut()).await);
    gate.wait_until_begun();
    let mut waiting = pin!(analyses.run(key(1, "b"), gate.computation()));
    assert!(waits(waiting.as_mut()).await, "one may wait while another runs");

    let error = analyses.run(key(1, "c"), |_| keep(0_usize)).await.unwrap_err();
    assert!(matches!(error, ServiceError::Overloaded), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Overloaded);
    assert_eq!(gate.calls(), 1, "who waits does not run");

    gate.open();
    assert_eq!((*running.await.unwrap(), *waiting.await.unwrap()), (1, 2));
    assert_eq!(*analyses.run(key(1, "c"), |_| keep(7_usize)).await.unwrap(), 7, "later there is room");
}

#[tokio::test]
async fn what_is_kept_is_answered_even_when_none_may_wait() {
    let analyses = pools(1, 0, LONG);
    assert_eq!(
        *analyses.run(key(1, "kept"), |_| keep(5_usize)).await.unwrap(),
        5,
        "nobody has to wait for a free thread"
    );
    let mut gate = Gate::new();
    let mut running = pin!(analyses.run(key(1, "a"), gate.computation()));
    assert!(waits(running.as_mut()).await);
    gate.wait_until_begun();
    assert!(matches!(analyses.run(key(1, "b"), |_| keep(0_usize)).await, Err(ServiceError::Overloaded)));
    assert_eq!(*analyses.run(key(1, "kept"), |_| keep(6_usize)).await.unwrap(), 5);
    gate.open();
    running.await.unwrap();
}

#[tokio::test]
async fn who_gives_up_waiting_leaves_room() {
    let analyses = pools(1, 1, LONG);
    let mut gate = Gate::new();
    let mut running = pin!(analyses.run(key(1, "a"), gate.computation()));
    assert!(waits(running.as_mut()).await);
    gate.wait_until_begun();
    {
        let mut given_up = pin!(analyses.run(key(1, "b"), gate.computation()));
        assert!(waits(given_up.as_mut()).await);
    }
    let mut next = pin!(analyses.run(key(1, "c"), gate.computation()));
    assert!(waits(next.as_mut()).await);
    gate.open();
    running.await.unwrap();
    assert_eq!(*next.await.unwrap(), 2, "what was given up never ran");
}

#[tokio::test]
async fn what_takes_too_long_is_an_error_and_its_result_is_kept() {
    let analyses = pools(1, 4, Duration::from_millis(50));
    let mut gate = Gate::new();
    let error = analyses.run(key(1, "a"), gate.computation()).await.unwrap_err();
    assert!(matches!(error, ServiceError::Timeout { .. }), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let error = analyses.run(key(1, "b"), |_| keep(0_usize)).await.unwrap_err();
    assert!(matches!(error, ServiceError::Timeout { .. }), "the thread is still taken: {error:?}");
    gate.open();
    let kept = loop {
        match analyses.run(key(1, "a"), |_| keep(99_usize)).await {
            Ok(kept) => break kept,
            Err(error) => assert!(matches!(error, ServiceError::Timeout { .. }), "{error:?}"),
        }
    };
    assert_eq!((*kept, gate.calls()), (1, 1));
}

#[tokio::test]
async fn a_panic_is_an_error_of_one_answer() {
    let analyses = pools(1, 4, LONG);
    let error = analyses.run::<usize, _>(key(1, "a"), |_| panic!("a fault, on purpose")).await.unwrap_err();
    assert!(matches!(error, ServiceError::Stopped), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Internal);
    assert_eq!(
        *analyses.run(key(1, "a"), |_| keep(3_usize)).await.unwrap(),
        3,
        "neither thread nor key is lost"
    );
}

#[tokio::test]
async fn the_deadline_interrupts_soon() {
    let deadline = Duration::from_millis(100);
    let analyses = pools(1, 4, deadline);
    let (tell, begun) = mpsc::channel();
    let (tell_end, ended) = mpsc::channel();
    let before = Instant::now();
    let error = analyses.run(key(1, "a"), endless(tell, tell_end)).await.unwrap_err();
    assert!(matches!(error, ServiceError::Timeout { .. }), "{error:?}");
    begun.recv_timeout(LONG).unwrap();
    let ended = ended.recv_timeout(LONG).unwrap();
    assert!(ended - before >= deadline);
    assert!(ended - before < Duration::from_secs(5), "{:?}", ended - before);
    assert_eq!(*analyses.run(key(1, "b"), |_| keep(3_usize)).await.unwrap(), 3, "its lane is free again");
}

#[tokio::test]
async fn what_nobody_waits_for_is_stopped_and_can_be_asked_anew() {
    let analyses = pools(1, 4, LONG);
    let (tell, begun) = mpsc::channel();
    let (tell_end, ended) = mpsc::channel();
    {
        let mut first = pin!(analyses.run(key(1, "a"), endless(tell, tell_end.clone())));
        assert!(waits(first.as_mut()).await);
        begun.recv_timeout(LONG).unwrap();
        {
            let mut second = pin!(analyses.run(key(1, "a"), |_| keep(9_usize)));
            assert!(waits(second.as_mut()).await, "it waits with the first");
        }
        assert!(ended.recv_timeout(Duration::from_millis(50)).is_err(), "the first still waits");
    }
    assert_eq!(*analyses.run(key(1, "a"), |_| keep(7_usize)).await.unwrap(), 7, "begun anew");
    ended.recv_timeout(LONG).unwrap();
}

#[tokio::test]
async fn the_first_to_ask_may_leave_the_others_waiting() {
    let analyses = pools(1, 4, LONG);
    let mut gate = Gate::new();
    let mut second = {
        let mut first = Box::pin(analyses.run(key(1, "a"), gate.computation()));
        assert!(waits(first.as_mut()).await);
        gate.wait_until_begun();
        let mut second = Box::pin(analyses.run(key(1, "a"), |_| keep(9_usize)));
        assert!(waits(second.as_mut()).await);
        second
    };
    assert!(waits(second.as_mut()).await);
    gate.open();
    assert_eq!((*second.await.unwrap(), gate.calls()), (1, 1));
}

#[tokio::test]
async fn a_heavy_analysis_does_not_hold_up_a_light_one() {
    let analyses = pools(2, 4, LONG);
    let (tell, begun) = mpsc::channel();
    let (tell_end, _ended) = mpsc::channel();
    let mut heavy = pin!(analyses.run(key(1, "heavy"), endless(tell, tell_end)));
    assert!(waits(heavy.as_mut()).await);
    begun.recv_timeout(LONG).unwrap();
    assert_eq!(*analyses.run(key(1, "light"), |_| keep(1_usize)).await.unwrap(), 1);
}

#[tokio::test]
async fn pools_beside_each_other_share_what_is_kept_and_nothing_that_depends_on_their_limits() {
    let requests = pools(1, 4, LONG);
    let jobs = requests.beside(AnalysisLimits { cost_max: 5_000, ..*requests.limits() });
    let within = |allowance: &Allowance| {
        let fits = 2_000 <= allowance.cost_max;
        Ok(if fits { Found::Keep(true) } else { Found::Pass(false) })
    };
    assert!(!*requests.run(key(1, "a"), within).await.unwrap());
    assert!(*jobs.run(key(1, "a"), within).await.unwrap());
    assert!(*requests.run(key(1, "a"), within).await.unwrap(), "the job left it");
}

#[tokio::test]
async fn parallel_work_has_the_threads_of_its_lane() {
    let analyses = pools(1, 4, LONG);
    let threads = |_: &Allowance| keep(rayon::current_num_threads());
    assert_eq!(*analyses.run(key(1, "a"), threads).await.unwrap(), 2);
}
