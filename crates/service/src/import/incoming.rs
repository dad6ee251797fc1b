//! A file that is coming in: written piece by piece, counted and hashed, kept only when it came to its end.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::staging::{Staged, Staging, StagingError, hex, private_file, remove_file, write_json};

/// How many bytes there is room for, besides what is coming in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) of_actor: u64,
    pub(super) of_all: u64,
}

/// A file that is coming in. Dropped before it is finished, it leaves nothing.
#[derive(Debug)]
pub struct Incoming {
    staging: Staging,
    staged: Staged,
    part: PathBuf,
    file: Option<File>,
    digest: Sha256,
    room: Room,
    is_kept: bool,
}

impl Incoming {
    pub(super) fn begin(
        staging: Staging,
        folder: &Path,
        room: Room,
        staged: Staged,
    ) -> Result<Self, StagingError> {
        let part = folder.join(format!("{}.part", staged.id));
        let file = Some(private_file(&part)?);
        staging.coming().entry(staged.owner.clone()).or_default().1 += 1;
        Ok(Self { staging, staged, part, file, digest: Sha256::new(), room, is_kept: false })
    }

    /// How many bytes came so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.staged.bytes
    }

    /// Takes the next bytes. It waits for the disk; call it apart from the async threads.
    ///
    /// # Errors
    /// [`StagingError::TooLarge`], [`StagingError::NoRoom`], [`StagingError::Disk`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StagingError> {
        let more = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let total = self.staged.bytes.saturating_add(more);
        let most = self.staging.options().file_bytes;
        if total > most {
            return Err(StagingError::TooLarge { most });
        }
        {
            let mut coming = self.staging.coming();
            let of_all = coming.values().map(|it| it.0).sum::<u64>().saturating_add(more);
            let mine = coming.entry(self.staged.owner.clone()).or_default();
            if mine.0.saturating_add(more) > self.room.of_actor || of_all > self.room.of_all {
                return Err(StagingError::NoRoom);
            }
            mine.0 += more;
        }
        self.staged.bytes = total;
        if let Some(file) = &mut self.file {
            file.write_all(bytes)?;
        }
        self.digest.update(bytes);
        Ok(())
    }

    /// Keeps the file, once all of it is on the disk.
    ///
    /// # Errors
    /// [`StagingError::Empty`], [`StagingError::Dropped`], [`StagingError::NoRoom`], [`StagingError::Disk`].
    pub fn finish(mut self) -> Result<Staged, StagingError> {
        if self.staged.bytes == 0 {
            return Err(StagingError::Empty);
        }
        if let Some(file) = self.file.take() {
            file.sync_all()?;
        }
        self.staged.sha256 = hex(&self.digest.clone().finalize());
        let data = self.part.with_extension("data");
        std::fs::rename(&self.part, &data).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StagingError::Dropped,
            _ => error.into(),
        })?;
        if let Err(error) = write_json(&self.part.with_extension("json"), &self.staged) {
            remove_file(&data)?;
            return Err(error.into());
        }
        self.is_kept = true;
        Ok(self.staged.clone())
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let mut coming = self.staging.coming();
        if let Some(mine) = coming.get_mut(&self.staged.owner) {
            mine.0 = mine.0.saturating_sub(self.staged.bytes);
            mine.1 = mine.1.saturating_sub(1);
            if mine.1 == 0 {
                coming.remove(&self.staged.owner);
            }
        }
        drop(coming);
        drop(self.file.take());
        if !self.is_kept
            && let Err(error) = remove_file(&self.part)
        {
            // It goes when it has expired.
            tracing::warn!(%error, "what came of a broken upload could not be removed");
        }
    }
}
