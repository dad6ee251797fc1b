//! The pool of analyses: each computed once, none without bounds.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::Poll;
use std::time::Duration;

use service::analysis::{Analyses, AnalysisKey};
use service::{ErrorKind, Revision, ServiceError};

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

fn key(revision: u64, parameters: &str) -> AnalysisKey {
    AnalysisKey { revision: Revision::new(revision), name: "test", parameters: parameters.to_owned() }
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

    fn computation(&self) -> impl FnOnce() -> usize + Send + 'static {
        let (calls, tell, wait) = (Arc::clone(&self.calls), self.tell.clone(), Arc::clone(&self.wait));
        move || {
            let call = calls.fetch_add(1, Ordering::SeqCst) + 1;
            tell.send(()).unwrap();
            // An error is an open gate: nobody can send any more.
            let _opened = wait.lock().unwrap().recv();
            call
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
    let analyses = Analyses::new(4, 16, LONG, 8);
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
    let analyses = Analyses::new(1, 1, LONG, 8);
    let mut gate = Gate::new();
    let mut running = pin!(analyses.run(key(1, "a"), gate.computation()));
    assert!(waits(running.as_mut()).await);
    gate.wait_until_begun();
    let mut waiting = pin!(analyses.run(key(1, "b"), gate.computation()));
    assert!(waits(waiting.as_mut()).await, "one may wait while another runs");

    let error = analyses.run(key(1, "c"), || 0_usize).await.unwrap_err();
    assert!(matches!(error, ServiceError::Overloaded), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Overloaded);
    assert_eq!(gate.calls(), 1, "who waits does not run");

    gate.open();
    assert_eq!((*running.await.unwrap(), *waiting.await.unwrap()), (1, 2));
    assert_eq!(*analyses.run(key(1, "c"), || 7_usize).await.unwrap(), 7, "later there is room");
}

#[tokio::test]
async fn what_is_kept_is_answered_even_when_none_may_wait() {
    let analyses = Analyses::new(1, 0, LONG, 8);
    assert_eq!(
        *analyses.run(key(1, "kept"), || 5_usize).await.unwrap(),
        5,
        "nobody has to wait for a free thread"
    );
    let mut gate = Gate::new();
    let mut running = pin!(analyses.run(key(1, "a"), gate.computation()));
    assert!(waits(running.as_mut()).await);
    gate.wait_until_begun();
    assert!(matches!(analyses.run(key(1, "b"), || 0_usize).await, Err(ServiceError::Overloaded)));
    assert_eq!(*analyses.run(key(1, "kept"), || 6_usize).await.unwrap(), 5);
    gate.open();
    running.await.unwrap();
}

#[tokio::test]
async fn who_gives_up_waiting_leaves_room() {
    let analyses = Analyses::new(1, 1, LONG, 8);
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
    let analyses = Analyses::new(1, 4, Duration::from_millis(50), 8);
    let mut gate = Gate::new();
    let error = analyses.run(key(1, "a"), gate.computation()).await.unwrap_err();
    assert!(matches!(error, ServiceError::Timeout { .. }), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let error = analyses.run(key(1, "b"), || 0_usize).await.unwrap_err();
    assert!(matches!(error, ServiceError::Timeout { .. }), "the thread is still taken: {error:?}");
    gate.open();
    let kept = loop {
        match analyses.run(key(1, "a"), || 99_usize).await {
            Ok(kept) => break kept,
            Err(error) => assert!(matches!(error, ServiceError::Timeout { .. }), "{error:?}"),
        }
    };
    assert_eq!((*kept, gate.calls()), (1, 1));
}

#[tokio::test]
async fn a_panic_is_an_error_of_one_answer() {
    let analyses = Analyses::new(1, 4, LONG, 8);
    let error = analyses.run::<usize, _>(key(1, "a"), || panic!("a fault, on purpose")).await.unwrap_err();
    assert!(matches!(error, ServiceError::Stopped), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Internal);
    assert_eq!(*analyses.run(key(1, "a"), || 3_usize).await.unwrap(), 3, "neither thread nor key is lost");
}
