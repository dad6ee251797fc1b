//! What the benchmarks share: the shipped record, a running server, and the least HTTP that it takes to ask it.

pub mod desk;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The folder of the shipped record.
#[must_use]
pub fn record_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/lubuskie")
}

/// The release binary.
#[must_use]
pub fn binary() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/splot")
}

/// A running server; stopped when dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    address: String,
}

impl Server {
    /// Starts the release binary on a database file and waits until it listens.
    ///
    /// # Errors
    /// A text that says what is missing.
    pub fn start(database: &Path) -> Result<Self, String> {
        let mut process = Command::new(binary())
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(format!("sqlite:{}", database.display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| {
                format!("target/release/splot: {error}; run `cargo build --release -p server`")
            })?;
        let output = process.stdout.take().ok_or("no standard output")?;
        let mut lines = BufReader::new(output).lines();
        while let Some(Ok(line)) = lines.next() {
            if let Some(address) = line.strip_prefix("splot listens on http://") {
                return Ok(Self { process, address: address.to_owned() });
            }
        }
        Err("the server ended before it listened".to_owned())
    }

    /// Opens a connection that may be used for many requests.
    ///
    /// # Errors
    /// The system's reason.
    pub fn connect(&self) -> Result<Connection, String> {
        Connection::open(&self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A process that is gone already is stopped, too.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A connection to a server.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    host: String,
}

impl Connection {
    /// Opens a connection to `HOST:PORT` that may be used for many requests.
    ///
    /// # Errors
    /// The system's reason.
    pub fn open(address: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(|it| it.to_string())?;
        stream.set_nodelay(true).map_err(|it| it.to_string())?;
        Ok(Self { stream, host: address.to_owned() })
    }

    /// Asks a query and returns the body of the answer.
    ///
    /// # Errors
    /// The system's reason, or the answer when it is not 200 or has errors.
    pub fn ask(&mut self, query: &str) -> Result<String, String> {
        let escaped = query.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
        let body = format!("{{\"query\":\"{escaped}\"}}");
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).map_err(|it| it.to_string())?;
        let answer = self.read()?;
        if answer.contains("\"errors\"") { Err(answer) } else { Ok(answer) }
    }

    fn read(&mut self) -> Result<String, String> {
        let mut bytes = Vec::new();
        let mut buffer = [0; 65536];
        loop {
            let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
            if let Some(end) = end {
                let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
                let length = head
                    .lines()
                    .find_map(|it| it.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
                let length = length.ok_or("an answer without its length")?;
                if bytes.len() >= end + 4 + length {
                    return Ok(String::from_utf8_lossy(&bytes[end + 4..]).into_owned());
                }
            }
            let read = self.stream.read(&mut buffer).map_err(|it| it.to_string())?;
            if read == 0 {
                return Err("the server closed the connection".to_owned());
            }
            bytes.extend_from_slice(&buffer[..read]);
        }
    }
}

/// The time from starting the process on a database file to the answer of its first query.
///
/// # Errors
/// As for [`Server::start`] and [`Connection::ask`].
pub fn time_to_first_answer(database: &Path) -> Result<Duration, String> {
    let start = Instant::now();
    let server = Server::start(database)?;
    server.connect()?.ask(FIRST)?;
    Ok(start.elapsed())
}

/// A first query: the number of signatories that the secretariat did not visit in 2015.
pub const FIRST: &str = "{ network(during: {year: 2015}) { uncontactedSignatories(partnership: {slug: \"pnres\"}, \
    contact: {by: SECRETARIAT, directness: [BILATERAL], kinds: [\"INFO_CONSULTATION\"]}) \
    { count { lower upper reasons { code count } } computation { revision } } } }";

/// The contact clusters of 2015 with their members.
pub const CLUSTERS: &str = "{ network(during: {year: 2015}) { clusters(ties: {minLevel: L1, minWeight: 0.2, removeHubs: REMOVE_COORDINATORS}) \
    { __typename ... on ClusterResult { clusters { nodes { size density members { nodes { slug } } } } } } } }";

/// A query that computes nothing.
pub const NOTHING: &str = "{ __typename }";
