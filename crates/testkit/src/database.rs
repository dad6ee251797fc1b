//! A fresh database for each test, on SQLite and on PostgreSQL alike: see [`both_databases!`](crate::both_databases).
//!
//! PostgreSQL is found by `TEST_POSTGRES_URL`, which `scripts/postgres COMMAND` sets. A test that should have run on
//! it and cannot fails; who has no PostgreSQL sets `SPLOT_TEST_SQLITE_ONLY=1` and is told what was left out.

#![allow(clippy::panic, reason = "a test that cannot have its database has failed")]

use std::ffi::OsString;
use std::fmt::Display;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Names the server on which databases for tests are made.
const SERVER: &str = "TEST_POSTGRES_URL";

/// Leaves PostgreSQL out when it is `1`.
const SQLITE_ONLY: &str = "SPLOT_TEST_SQLITE_ONLY";

/// An empty database of a test's own, removed when this is dropped.
#[derive(Debug)]
pub struct TestDatabase {
    url: String,
    /// Its folder, on SQLite.
    folder: Option<tempfile::TempDir>,
    /// The address of its server and its name there, on PostgreSQL.
    at_server: Option<(String, String)>,
}

impl TestDatabase {
    /// A database on SQLite: the name of a file, not yet there, in a temporary folder.
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|error| fail("there is no temporary folder", &error));
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        Self { url, folder: Some(folder), at_server: None }
    }

    /// A new database on the PostgreSQL server of `TEST_POSTGRES_URL`; none when PostgreSQL is left out on purpose.
    ///
    /// # Panics
    /// When there is no such server, or it does not make the database.
    #[must_use]
    pub fn postgres() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Some(server) = std::env::var_os(SERVER).and_then(|it| it.into_string().ok()) else {
            if std::env::var_os(SQLITE_ONLY).is_some_and(|it| it == "1") {
                return None;
            }
            panic!(
                "{SERVER} is not set: run the tests by `scripts/postgres cargo test`, or set {SQLITE_ONLY}=1"
            );
        };
        let name = format!("splot_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        psql(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        psql(
            &server,
            &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"),
        );
        Some(Self { url: with_database(&server, &name), folder: None, at_server: Some((server, name)) })
    }

    /// The address, as the service takes it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether it is on PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.at_server.is_some()
    }

    /// What PostgreSQL answers to SQL, as somebody would who goes round the service: rows as lines, values apart by `|`.
    ///
    /// # Panics
    /// When it refuses.
    #[must_use]
    pub fn psql(&self, statements: &str) -> String {
        let mut command = client(&self.url, statements);
        command.args(["--no-align", "--tuples-only"]);
        String::from_utf8_lossy(&output(&mut command)).trim().to_owned()
    }

    /// The bytes of everything that the database keeps on its disk, by the names of files: on PostgreSQL those of tables
    /// and indexes, as they are after a checkpoint, with a dump of the database.
    ///
    /// # Panics
    /// When they cannot be read.
    #[must_use]
    pub fn bytes(&self) -> Vec<(String, Vec<u8>)> {
        let Some(folder) = self.folder() else { return self.postgres_bytes() };
        let files =
            std::fs::read_dir(folder).unwrap_or_else(|error| fail("the folder cannot be read", &error));
        let mut found = Vec::new();
        for file in files.flatten() {
            let bytes =
                std::fs::read(file.path()).unwrap_or_else(|error| fail("a file cannot be read", &error));
            found.push((file.file_name().to_string_lossy().into_owned(), bytes));
        }
        found.sort();
        found
    }

    fn postgres_bytes(&self) -> Vec<(String, Vec<u8>)> {
        psql(&self.url, "CHECKPOINT");
        let query = "SELECT relname || ' ' || encode(pg_read_binary_file(pg_relation_filepath(oid)), 'hex') FROM pg_class \
                     WHERE relkind IN ('r', 't', 'i') AND oid >= 16384 ORDER BY oid";
        let told = self.psql(query);
        let hex = |text: &str| {
            let digits = text.as_bytes().chunks(2).map(|it| std::str::from_utf8(it).unwrap_or_default());
            digits.map(|it| u8::from_str_radix(it, 16).unwrap_or_default()).collect::<Vec<u8>>()
        };
        let mut found: Vec<_> = told
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(name, bytes)| (name.to_owned(), hex(bytes)))
            .collect();
        let dump = PathBuf::from(find_psql()).with_file_name("pg_dump");
        let mut command = Command::new(dump);
        command.args(["--dbname", &self.url]);
        found.push(("dump".to_owned(), output(&mut command)));
        found
    }

    /// The folder that holds the file, on SQLite.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_ref().map(tempfile::TempDir::path)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = self.at_server.take() {
            // Not `psql`: a second panic while a test fails would hide the first.
            let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let done = client(&server, &statement).status();
            if !done.is_ok_and(|it| it.success()) {
                eprintln!("the database {name} of a test was not removed");
            }
        }
    }
}

/// Runs a test on SQLite.
///
/// # Panics
/// When the test does.
pub fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(TestDatabase) -> F) {
    block_on(test(TestDatabase::sqlite()));
}

/// Runs a test on PostgreSQL, or says that it was left out.
///
/// # Panics
/// When the test does, or there is no PostgreSQL.
pub fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(TestDatabase) -> F) {
    match TestDatabase::postgres() {
        Some(database) => block_on(test(database)),
        None => println!("left out: {SQLITE_ONLY}=1, so this test did not run on PostgreSQL"),
    }
}

fn block_on<F: Future<Output = ()>>(test: F) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap_or_else(|error| fail("the runtime does not start", &error))
        .block_on(test);
}

/// The address of another database of the same server.
fn with_database(server: &str, name: &str) -> String {
    let (address, parameters) =
        server.split_once('?').map_or((server, ""), |(address, rest)| (address, rest));
    let host = address.find("://").map_or(0, |it| it + 3);
    let end = address[host..].find('/').map_or(address.len(), |it| host + it);
    let question = if parameters.is_empty() { "" } else { "?" };
    format!("{}/{name}{question}{parameters}", &address[..end])
}

fn psql(server: &str, statement: &str) {
    let output =
        client(server, statement).output().unwrap_or_else(|error| fail("psql does not start", &error));
    if !output.status.success() {
        fail("PostgreSQL refuses", &String::from_utf8_lossy(&output.stderr));
    }
}

/// What a command that succeeds writes.
fn output(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| fail("a client does not start", &error));
    if !output.status.success() {
        fail("PostgreSQL refuses", &String::from_utf8_lossy(&output.stderr));
    }
    output.stdout
}

fn client(server: &str, statement: &str) -> Command {
    let mut command = Command::new(find_psql());
    command.args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", statement, server]);
    command
}

/// `psql`, from the search path or from where Debian keeps it.
fn find_psql() -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut packaged: Vec<PathBuf> = versions.map(|it| it.path().join("bin")).collect();
    packaged.sort();
    std::env::split_paths(&path)
        .chain(packaged.into_iter().rev())
        .map(|it| it.join("psql"))
        .find(|it| it.is_file())
        .map_or_else(|| "psql".into(), PathBuf::into_os_string)
}

fn fail(what: &str, why: &dyn Display) -> ! {
    panic!("{what}: {why}")
}

/// Makes of each `async fn name(database: TestDatabase) { … }` a module with the tests `name::sqlite` and
/// `name::postgres`, each with a fresh, empty database.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident : $Type:ty) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing from around it")]
            use super::*;

            $(#[$meta])*
            async fn run($database: $Type) $body

            #[test]
            fn sqlite() {
                $crate::database::on_sqlite(run);
            }

            #[test]
            fn postgres() {
                $crate::database::on_postgres(run);
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn another_database_of_the_same_server() {
        assert_eq!(
            with_database("postgres://a@h:1/postgres?host=/tmp/x", "t"),
            "postgres://a@h:1/t?host=/tmp/x"
        );
        assert_eq!(with_database("postgres://a:b@h", "t"), "postgres://a:b@h/t");
        assert_eq!(with_database("postgres://h/db", "t"), "postgres://h/t");
    }
}
