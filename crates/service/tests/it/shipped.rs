//! What the tests share: the shipped record in a fresh database, and who works on it.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use domain::id::Id;
use domain::record::{Noun, Record};
use domain::vocabulary::Label;
use service::exchange::{Files, import, read_folder};
use service::{Actor, FixedClock, Options, Revision, Role, Service};
use store::{Author, ImportOutcome, OpenMode, Store};
use testkit::database::TestDatabase;

/// The folder of the shipped record.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data/lubuskie")
}

/// Its files.
pub(crate) fn files() -> Files {
    read_folder(&folder()).unwrap()
}

/// The moment at which everything in the tests happens.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

pub(crate) fn operator() -> Actor {
    Actor::new(Role::Operator, "operator")
}

pub(crate) fn author() -> Author {
    Author::new("operator").unwrap()
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(crate) fn id<T>(key: &str) -> Id<T> {
    Id::new(key).unwrap()
}

/// An empty store.
pub(crate) async fn empty(database: &TestDatabase) -> Store {
    let store = Store::open(database.url(), OpenMode::Create).await.unwrap();
    store.migrate().await.unwrap();
    store
}

/// Imports files as the operator does.
pub(crate) async fn import_as_operator(store: &Store, files: &Files) -> ImportOutcome {
    let clock = FixedClock(now());
    Box::pin(import(store, &clock, &operator(), files, "lubuskie", &|_| {})).await.unwrap()
}

/// A store with the shipped record, at revision 1.
pub(crate) async fn filled(database: &TestDatabase) -> Store {
    let store = empty(database).await;
    assert_eq!(import_as_operator(&store, &files()).await.revision, Some(Revision::new(1)));
    store
}

/// A service on a database that is there, by connections of its own.
pub(crate) async fn service(database: &TestDatabase) -> Service {
    let store = Store::open(database.url(), OpenMode::Existing).await.unwrap();
    Service::start(store, Options::default()).await.unwrap()
}

/// The record as asserted.
pub(crate) async fn loaded(store: &Store) -> Record {
    store.load().await.unwrap().record
}

/// The keys of some records.
pub(crate) fn keys<T: Noun>(records: &[T]) -> Vec<&str> {
    records.iter().map(Noun::key).collect()
}

/// The keys of the records that only the first list has.
pub(crate) fn missing<'a, T: Noun>(before: &'a [T], after: &[T]) -> Vec<&'a str> {
    let after = keys(after);
    keys(before).into_iter().filter(|it| !after.contains(it)).collect()
}
