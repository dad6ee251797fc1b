//! What previews were of, remembered beside the files: so that just what was shown can be committed.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use super::staging::{Staging, StagingError, described, hex, owner_of, read_json, remove_file, write_json};
use crate::Actor;

/// How many previews of one actor are remembered; the oldest make room.
const PREVIEWS_MAX: usize = 64;

impl Staging {
    /// Remembers what a preview was of, and gives its id: the same for the same.
    pub(super) fn pin<T: Serialize>(&self, actor: &Actor, pinned: &T) -> Result<String, StagingError> {
        let folder = self.prepared()?;
        let owner = owner_of(actor);
        let text = serde_json::to_string(pinned).map_err(io::Error::other)?;
        let digest = hex(&Sha256::digest(format!("{owner}\n{text}")));
        let id: String = digest.chars().take(32).collect();
        let mine = owner.get(..16).unwrap_or_default();
        let of_mine = |name: &str| name.starts_with(mine) && name.ends_with(".preview");
        let mut known: Vec<_> = std::fs::read_dir(folder)?
            .flatten()
            .filter(|it| it.file_name().to_str().is_some_and(of_mine))
            .filter_map(|it| Some((it.metadata().and_then(|it| it.modified()).ok()?, it.path())))
            .collect();
        known.sort();
        let too_many = (known.len() + 1).saturating_sub(PREVIEWS_MAX);
        for (_, path) in known.into_iter().take(too_many) {
            remove_file(&path)?;
        }
        write_json(&folder.join(format!("{mine}-{id}.preview")), pinned)?;
        Ok(id)
    }

    /// What a preview of an actor was of; none when there is none of this id, or it is no longer remembered.
    pub(super) fn pinned<T: DeserializeOwned>(&self, actor: &Actor, id: &str) -> Option<T> {
        let folder = self.options().folder.as_deref()?;
        described(folder, id)?;
        let owner = owner_of(actor);
        let mine = owner.get(..16)?;
        read_json(&folder.join(format!("{mine}-{id}.preview")))
    }
}
