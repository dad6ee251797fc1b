//! The product as a process: started, watched, always stopped.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// How long the product may take to start, or to do what a command asks.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How long the product may take to stop.
const STOPPING: Duration = Duration::from_secs(20);

/// What the line that tells the address begins with.
const LISTENS: &str = "splot listens on ";

/// What somebody who has not signed in is taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Viewer {
    /// The public.
    Anonymous,
    /// An analyst of the office.
    Analyst,
    /// The keeper of the machine.
    Operator,
}

impl Viewer {
    /// The value for the configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Analyst => "analyst",
            Self::Operator => "operator",
        }
    }
}

/// The product's binary: the one that `SPLOT_BINARY` names, or the one that was built beside this test.
///
/// # Errors
/// When there is none.
pub fn binary() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("SPLOT_BINARY") {
        let path = std::path::absolute(path)?;
        ensure!(path.is_file(), "SPLOT_BINARY names {}, which is not there", path.display());
        return Ok(path);
    }
    let own = std::env::current_exe()?;
    let profile =
        own.parent().and_then(Path::parent).context("the test does not lie in a folder of a build")?;
    let path = profile.join(format!("splot{}", std::env::consts::EXE_SUFFIX));
    ensure!(
        path.is_file(),
        "{} is not there: build it with `cargo build -p server`, or name another in SPLOT_BINARY",
        path.display()
    );
    Ok(path)
}

/// A command of the product, with nothing of its configuration taken from this process, run in `folder`.
///
/// # Errors
/// When there is no binary.
pub fn command(folder: &Path, arguments: &[&str]) -> Result<Command> {
    let mut command = Command::new(binary()?);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("SPLOT_") || name == "DATABASE_URL" {
            command.env_remove(&*name);
        }
    }
    command
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Ok(command)
}

/// What a command that ended left behind.
#[derive(Debug)]
pub struct Finished {
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub output: String,
    /// What it wrote to standard error.
    pub errors: String,
}

/// Runs a command of the product to its end.
///
/// # Errors
/// When it cannot be started, or does not end in time; then it is killed.
pub fn run(folder: &Path, arguments: &[&str]) -> Result<Finished> {
    Process::start(command(folder, arguments)?)?.finish(PATIENCE)
}

/// A running process and what it writes.
#[derive(Debug)]
struct Process {
    child: Child,
    lines: Receiver<String>,
    seen: String,
    errors: Option<JoinHandle<String>>,
}

impl Process {
    fn start(mut command: Command) -> Result<Self> {
        let mut child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
        let output = child.stdout.take().context("no standard output")?;
        let mut errors = child.stderr.take().context("no standard error")?;
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let errors = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            // What was read before a fault is still worth showing.
            let _ = errors.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        Ok(Self { child, lines, seen: String::new(), errors: Some(errors) })
    }

    /// The next line that `wanted` takes, or none when the output ends first.
    fn wait_for<T>(&mut self, patience: Duration, wanted: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
        let deadline = Instant::now() + patience;
        loop {
            match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    self.seen.push_str(&line);
                    self.seen.push('\n');
                    if let Some(found) = wanted(&line) {
                        return Ok(Some(found));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => {
                    self.kill();
                    let errors = self.errors();
                    bail!("not done within {patience:?}; output so far: {}\nerrors: {errors}", self.seen);
                }
            }
        }
    }

    /// Waits for the end of the output, then of the process.
    fn finish(mut self, patience: Duration) -> Result<Finished> {
        self.wait_for(patience, |_| None::<()>)?;
        let status = self.child.wait()?;
        Ok(Finished { code: status.code(), output: std::mem::take(&mut self.seen), errors: self.errors() })
    }

    fn errors(&mut self) -> String {
        self.errors.take().and_then(|it| it.join().ok()).unwrap_or_default()
    }

    fn kill(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// How to start a service.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    /// The folder to work in.
    pub folder: &'a Path,
    /// The address of the database.
    pub database: &'a str,
    /// What to import into an empty database: a folder, `none`, or the shipped record when it is none.
    pub record: Option<&'a str>,
    /// What somebody who has not signed in is taken to be.
    pub viewer: Viewer,
}

/// A running service; it is killed when this is dropped.
#[derive(Debug)]
pub struct Server {
    process: Process,
    address: String,
}

/// A signal that asks a service to stop.
#[derive(Debug, Clone, Copy)]
pub enum Signal {
    /// As by Ctrl-C.
    Interrupt,
    /// As by a service manager.
    Terminate,
}

impl Server {
    /// Starts a service on a free port and waits until it tells its address.
    ///
    /// # Errors
    /// When it ends before that, or does not tell it in time.
    pub fn start(start: &Start<'_>) -> Result<Self> {
        Self::start_with(start, &[])
    }

    /// The same with variables of the environment.
    ///
    /// # Errors
    /// When it ends before that, or does not tell it in time.
    pub fn start_with(start: &Start<'_>, environment: &[(&str, &str)]) -> Result<Self> {
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--database", start.database];
        if let Some(record) = start.record {
            arguments.extend(["--record", record]);
        }
        let mut command = command(start.folder, &arguments)?;
        command.env("SPLOT_VIEWER", start.viewer.as_str()).envs(environment.iter().copied());
        let mut process = Process::start(command)?;
        match process.wait_for(PATIENCE, |line| line.strip_prefix(LISTENS).map(|it| it.trim().to_owned()))? {
            Some(address) => Ok(Self { process, address }),
            None => {
                let ended = process.finish(STOPPING)?;
                bail!("the service did not start: {ended:#?}")
            }
        }
    }

    /// Where it listens, such as `http://127.0.0.1:1234`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The id of its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.child.id()
    }

    /// Asks it to stop by a signal and waits for its end.
    ///
    /// # Errors
    /// When it does not end in time; then it is killed.
    pub fn stop(self, signal: Signal) -> Result<Finished> {
        let name = match signal {
            Signal::Interrupt => "INT",
            Signal::Terminate => "TERM",
        };
        // The shell's own `kill`: the program of that name is not on every machine.
        let sent: ExitStatus = Command::new("sh")
            .args(["-c", "kill -s \"$1\" \"$2\"", "sh", name, &self.process.child.id().to_string()])
            .status()
            .context("no shell")?;
        ensure!(sent.success(), "the signal could not be sent");
        self.process.finish(STOPPING)
    }
}
