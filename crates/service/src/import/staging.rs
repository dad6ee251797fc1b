//! Uploaded files that wait to be imported: kept in a folder of the service's own, bounded, and gone after a while.
//!
//! A file is written under a name that the service makes, with what is known of it beside it; the name that the caller
//! gave is never a path. Nobody but the account that the service runs under may read the folder, and nobody but who
//! uploaded a file may name it. Replicas that share the folder share the files.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::words;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::Revision;

use super::incoming::{Incoming, Room};
use crate::{Actor, Clock};

/// The greatest number of characters of a file's name.
pub const NAME_MAX: usize = 200;

/// Where uploaded files wait, and how much of them there may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagingOptions {
    /// The folder; made when the first file comes. None when nothing can be uploaded.
    pub folder: Option<PathBuf>,
    /// The most bytes of one file.
    pub file_bytes: u64,
    /// The most files of one actor.
    pub files_of_actor: usize,
    /// The most bytes of all files of one actor.
    pub bytes_of_actor: u64,
    /// The most bytes of all files.
    pub bytes: u64,
    /// For how long a file is kept.
    pub kept_for: Duration,
}

impl Default for StagingOptions {
    /// No folder; 256 MiB a file, 32 files and 512 MiB an actor, 2 GiB in all, a day.
    fn default() -> Self {
        Self {
            folder: None,
            file_bytes: 256 << 20,
            files_of_actor: 32,
            bytes_of_actor: 512 << 20,
            bytes: 2 << 30,
            kept_for: Duration::from_secs(86_400),
        }
    }
}

words! {
    /// What became of an uploaded file.
    StagedState {
        /// It waits.
        Staged = "STAGED",
        /// It was imported.
        Committed = "COMMITTED",
    }
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staged {
    /// The id.
    pub id: String,
    /// Who uploaded it, as a digest.
    pub(super) owner: String,
    /// The name that the caller gave.
    pub name: String,
    /// The size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// When it was uploaded.
    pub staged_at: DateTime<Utc>,
    /// What became of it.
    pub state: StagedState,
    /// The revision that has what it says; none while it was not imported.
    pub revision: Option<Revision>,
}

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StagingError {
    /// Nothing can be uploaded here.
    #[error("this service takes no files; give it a folder for them with --staging")]
    Closed,
    /// The file is larger than one may be.
    #[error("a file has at most {most} bytes; split it")]
    TooLarge {
        /// The most bytes.
        most: u64,
    },
    /// The actor has as many files as it may.
    #[error("{most} of your files are waiting already; delete one, or wait until they expire")]
    TooMany {
        /// The most files.
        most: usize,
    },
    /// All that wait have as many bytes as they may, or the disk is full.
    #[error("there is no room for the file now; delete one that waits, or try again later")]
    NoRoom,
    /// The file was dropped while it came, as a person was erased.
    #[error("files that were coming in were dropped, as personal data were erased; send it again")]
    Dropped,
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The name is none.
    #[error("a file's name has 1 to {NAME_MAX} characters, none of them a slash or a control character")]
    Name,
    /// The folder of another account, or one that others may read.
    #[error("the staging folder may be read by others; it must be for the service alone (mode 700)")]
    Unsafe,
    /// The disk fails.
    #[error("the file cannot be kept")]
    Disk(#[source] io::Error),
}

impl From<io::Error> for StagingError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::NoRoom
            }
            _ => Self::Disk(error),
        }
    }
}

/// The files that wait.
#[derive(Debug, Clone)]
pub struct Staging(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    options: StagingOptions,
    random: RandomState,
    begun: AtomicU64,
    /// Bytes of files that are coming in, by owner, with how many files.
    coming: Mutex<BTreeMap<String, (u64, usize)>>,
}

impl Staging {
    /// Files wait as the options say.
    #[must_use]
    pub fn new(options: StagingOptions) -> Self {
        Self(Arc::new(Shared {
            options,
            random: RandomState::new(),
            begun: AtomicU64::new(0),
            coming: Mutex::default(),
        }))
    }

    /// The options.
    #[must_use]
    pub fn options(&self) -> &StagingOptions {
        &self.0.options
    }

    /// Begins to take a file. It is kept when [`Incoming::finish`] is called, and leaves nothing when it is not.
    ///
    /// # Errors
    /// [`StagingError`].
    pub fn begin(&self, clock: &dyn Clock, actor: &Actor, name: &str) -> Result<Incoming, StagingError> {
        let name = name.trim();
        let is_wrong = |it: char| it.is_control() || matches!(it, '/' | '\\');
        if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(is_wrong) {
            return Err(StagingError::Name);
        }
        let folder = self.prepared()?;
        let now = clock.now();
        self.sweep(now)?;
        let owner = owner_of(actor);
        let waiting = self.all(folder)?;
        let (mine, of_mine, of_all) = waiting.iter().fold((0, 0u64, 0u64), |sum, it| {
            let is_mine = it.owner == owner;
            (sum.0 + usize::from(is_mine), sum.1 + if is_mine { it.bytes } else { 0 }, sum.2 + it.bytes)
        });
        let options = &self.0.options;
        if mine + self.coming().get(&owner).map_or(0, |it| it.1) >= options.files_of_actor {
            return Err(StagingError::TooMany { most: options.files_of_actor });
        }
        let room = Room {
            of_actor: options.bytes_of_actor.saturating_sub(of_mine),
            of_all: options.bytes.saturating_sub(of_all),
        };
        let id = self.id(&owner);
        Incoming::begin(
            self.clone(),
            folder,
            room,
            Staged {
                id,
                owner,
                name: name.to_owned(),
                bytes: 0,
                sha256: String::new(),
                staged_at: now,
                state: StagedState::Staged,
                revision: None,
            },
        )
    }

    /// A file of an actor; none when there is none of this id, it has expired, or it is somebody else's.
    #[must_use]
    pub fn find(&self, clock: &dyn Clock, actor: &Actor, id: &str) -> Option<Staged> {
        let folder = self.0.options.folder.as_deref()?;
        let found: Staged = read_json(&described(folder, id)?)?;
        (found.owner == owner_of(actor) && !self.is_over(found.staged_at, clock.now())).then_some(found)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// [`StagingError`], also when the bytes are not those that came.
    pub fn read(&self, staged: &Staged) -> Result<Vec<u8>, StagingError> {
        let folder = self.0.options.folder.as_deref().ok_or(StagingError::Closed)?;
        let path = described(folder, &staged.id).ok_or(StagingError::Name)?.with_extension("data");
        let bytes = std::fs::read(path)?;
        if hex(&Sha256::digest(&bytes)) != staged.sha256 {
            return Err(StagingError::Disk(io::Error::new(
                io::ErrorKind::InvalidData,
                "the file was changed",
            )));
        }
        Ok(bytes)
    }

    /// Removes a file of an actor. Whether there was one.
    ///
    /// # Errors
    /// [`StagingError::Disk`].
    pub fn remove(&self, clock: &dyn Clock, actor: &Actor, id: &str) -> Result<bool, StagingError> {
        let Some(found) = self.find(clock, actor, id) else { return Ok(false) };
        if let Some(folder) = self.0.options.folder.as_deref() {
            forget(folder, &found.id)?;
        }
        Ok(true)
    }

    /// Remembers that a file was imported.
    ///
    /// # Errors
    /// [`StagingError::Disk`].
    pub fn committed(&self, staged: &Staged, revision: Revision) -> Result<(), StagingError> {
        let Some(folder) = self.0.options.folder.as_deref() else { return Ok(()) };
        let done = Staged { state: StagedState::Committed, revision: Some(revision), ..staged.clone() };
        let Some(path) = described(folder, &staged.id).filter(|it| it.is_file()) else { return Ok(()) };
        Ok(write_json(&path, &done)?)
    }

    /// Removes what has expired, and what was left of uploads that broke off with the process.
    ///
    /// # Errors
    /// [`StagingError::Disk`].
    pub fn sweep(&self, now: DateTime<Utc>) -> Result<(), StagingError> {
        let Some(folder) = self.0.options.folder.as_deref().filter(|it| it.is_dir()) else { return Ok(()) };
        for staged in self.all(folder)? {
            if self.is_over(staged.staged_at, now) {
                forget(folder, &staged.id)?;
            }
        }
        for path in loose(folder)? {
            let changed = path.metadata().and_then(|it| it.modified()).ok().map(DateTime::<Utc>::from);
            if changed.is_some_and(|it| self.is_over(it, now)) {
                remove_file(&path)?;
            }
        }
        Ok(())
    }

    /// How many files wait.
    ///
    /// # Errors
    /// [`StagingError::Disk`].
    pub fn count(&self) -> Result<usize, StagingError> {
        match self.0.options.folder.as_deref().filter(|it| it.is_dir()) {
            Some(folder) => Ok(self.all(folder)?.len()),
            None => Ok(0),
        }
    }

    /// Drops the files of everybody, with what previews were of: all, or those that came until a moment. For an erasure:
    /// whether a name stands in a file is known for certain only of what is read of it, and a workbook holds more, such as
    /// its author, hidden sheets and remarks. An upload that is under way breaks off. How many waited.
    ///
    /// # Errors
    /// [`StagingError::Disk`].
    pub fn drop_all(&self, until: Option<DateTime<Utc>>) -> Result<usize, StagingError> {
        let Some(folder) = self.0.options.folder.as_deref().filter(|it| it.is_dir()) else { return Ok(0) };
        let is_due = |since: DateTime<Utc>| until.is_none_or(|until| since <= until);
        let mut dropped = 0;
        for staged in self.all(folder)?.iter().filter(|it| is_due(it.staged_at)) {
            forget(folder, &staged.id)?;
            dropped += 1;
        }
        for path in loose(folder)? {
            let changed = path.metadata().and_then(|it| it.modified()).ok().map(DateTime::<Utc>::from);
            // What is gone meanwhile has no moment.
            if changed.is_some_and(is_due) {
                remove_file(&path)?;
            }
        }
        Ok(dropped)
    }

    pub(super) fn coming(&self) -> MutexGuard<'_, BTreeMap<String, (u64, usize)>> {
        // Nothing that is done under the lock can leave it half done.
        self.0.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let kept_for = TimeDelta::from_std(self.0.options.kept_for).unwrap_or(TimeDelta::MAX);
        now - since >= kept_for
    }

    /// The folder, made when it is not there, and nobody else's.
    pub(super) fn prepared(&self) -> Result<&Path, StagingError> {
        let folder = self.0.options.folder.as_deref().ok_or(StagingError::Closed)?;
        if !folder.is_dir() {
            let mut builder = std::fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(folder)?;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            if std::fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
                return Err(StagingError::Unsafe);
            }
        }
        Ok(folder)
    }

    fn all(&self, folder: &Path) -> Result<Vec<Staged>, StagingError> {
        let entries = std::fs::read_dir(folder)?.flatten().map(|it| it.path());
        Ok(entries
            .filter(|it| it.extension().is_some_and(|it| it == "json"))
            .filter_map(|it| read_json(&it))
            .collect())
    }

    /// Sixteen bytes that nobody guesses, as the hashes are keyed at random for the process.
    fn id(&self, owner: &str) -> String {
        let number = self.0.begun.fetch_add(1, Ordering::Relaxed);
        let half = |salt: &str| self.0.random.hash_one((salt, owner, number));
        format!("{:016x}{:016x}", half("first"), half("second"))
    }
}

/// Who an actor is, as a digest: identities are not written to the folder.
pub(super) fn owner_of(actor: &Actor) -> String {
    hex(&Sha256::digest(actor.identity()))
}

/// Where a file is described; none when the id is none.
pub(super) fn described(folder: &Path, id: &str) -> Option<PathBuf> {
    let is_id = id.len() == 32 && id.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it));
    is_id.then(|| folder.join(format!("{id}.json")))
}

/// What lies in the folder and is no file that waits: previews, what is coming in, what was left of it.
fn loose(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_loose = |path: &PathBuf| match path.extension().and_then(|it| it.to_str()) {
        Some("part" | "new" | "preview") => true,
        Some("data") => !path.with_extension("json").is_file(),
        _ => false,
    };
    Ok(std::fs::read_dir(folder)?.flatten().map(|it| it.path()).filter(is_loose).collect())
}

/// Removes a file; first what describes it, so that it is not found half there.
fn forget(folder: &Path, id: &str) -> io::Result<()> {
    let Some(path) = described(folder, id) else { return Ok(()) };
    remove_file(&path)?;
    remove_file(&path.with_extension("data"))
}

/// Removes a file that another process may remove at the same time.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Opens a new file that only the service may read.
pub(super) fn private_file(path: &Path) -> io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes a file as a whole or not at all.
pub(super) fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    use io::Write as _;
    let fresh = path.with_extension("new");
    let mut file = private_file(&fresh)?;
    let written = serde_json::to_vec(value).map_err(io::Error::other).and_then(|it| file.write_all(&it));
    match written.and_then(|()| file.sync_all()).and_then(|()| std::fs::rename(&fresh, path)) {
        Ok(()) => Ok(()),
        Err(error) => {
            remove_file(&fresh)?;
            Err(error)
        }
    }
}

pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
