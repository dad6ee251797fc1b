//! Imports and exports: folders of files in, the record out. The same for the command line and, later, the API.

use std::fs;
use std::path::Path;

use domain::claim::Claim;
use domain::id::Id;
use domain::person::{Person, Personal};
use domain::record::{Noun, RecordRef};
use domain::vocabulary::Label;
use exchange::{ExchangeError, Limits};
use store::{AuditAct, Author, Counts, ImportOutcome, Progress, Store};

use crate::privacy::{noted, record};
use crate::{Actor, Clock, Permission, ServiceError};

/// The largest file of an import, in bytes.
const FILE_MAX: u64 = 256 * 1024 * 1024;

/// Files by name.
pub type Files = Vec<(String, Vec<u8>)>;

/// Reads the files of a folder that an import may need: the manifest and everything that ends in `.csv`.
///
/// # Errors
/// [`ServiceError::Files`] when the folder cannot be read, or a file is larger than 256 MiB.
pub fn read_folder(folder: &Path) -> Result<Files, ServiceError> {
    let failed = |path: &Path, reason: String| ServiceError::Files {
        act: "read",
        path: path.display().to_string(),
        reason,
    };
    let entries = fs::read_dir(folder).map_err(|error| failed(folder, error.to_string()))?;
    let mut files = Files::new();
    for entry in entries {
        let entry = entry.map_err(|error| failed(folder, error.to_string()))?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != exchange::MANIFEST && path.extension().is_none_or(|it| it != "csv") {
            continue;
        }
        let size = fs::metadata(&path).map_err(|error| failed(&path, error.to_string()))?.len();
        if size > FILE_MAX {
            return Err(failed(&path, format!("it has {size} bytes, and {FILE_MAX} are the most")));
        }
        files.push((name, fs::read(&path).map_err(|error| failed(&path, error.to_string()))?));
    }
    files.sort();
    Ok(files)
}

/// Checks files as an import would, without a database: what is wrong, or what they hold.
///
/// # Errors
/// [`ServiceError::Import`] with everything that is wrong.
pub fn check(files: &[(String, Vec<u8>)]) -> Result<exchange::Import, ServiceError> {
    exchange::read(files, &Limits::default()).map_err(|error| match error {
        ExchangeError::Refused { issues, count } => ServiceError::Import { issues, count },
        other => ServiceError::Exchange(other),
    })
}

/// Imports files: all or nothing, and nothing when the record holds all of it already. `source` names the files for
/// those who read the change log.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Import`], [`ServiceError::Store`].
pub async fn import(
    store: &Store,
    clock: &dyn Clock,
    actor: &Actor,
    files: &[(String, Vec<u8>)],
    source: &str,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<ImportOutcome, ServiceError> {
    actor.require(Permission::Edit)?;
    let import = check(files)?;
    let author = Author::new(actor.label())?;
    let source = Label::new(&format!("{source}, sha256 {}", import.digest))?;
    Ok(store.import(&author, clock.now(), &source, (&import.record, &import.personal), progress).await?)
}

/// The sums of an import over records and personal values.
#[must_use]
pub fn total(outcome: &ImportOutcome) -> Counts {
    let records = outcome.total();
    Counts {
        created: records.created + outcome.names.created + outcome.contacts.created,
        changed: records.changed + outcome.names.changed + outcome.contacts.changed,
        unchanged: records.unchanged + outcome.names.unchanged + outcome.contacts.unchanged,
    }
}

/// Writes the whole record, as it is stored, into a folder of import files. How many were written.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Files`] when the folder is not empty or cannot be written,
/// [`ServiceError::Store`], [`ServiceError::Exchange`].
pub async fn export_folder(
    store: &Store,
    clock: &dyn Clock,
    actor: &Actor,
    folder: &Path,
) -> Result<usize, ServiceError> {
    // The whole record has every name and contact in it.
    actor.require(Permission::Administer)?;
    let failed = |path: &Path, reason: String| ServiceError::Files {
        act: "write",
        path: path.display().to_string(),
        reason,
    };
    if fs::read_dir(folder).is_ok_and(|mut it| it.next().is_some()) {
        return Err(failed(folder, "it is not empty; name a new folder".to_owned()));
    }
    // The files hold all names, so it is noted before there is one of them.
    noted(store, record(clock.now(), actor, AuditAct::Export, Vec::new(), None)).await?;
    let files = whole_record(store).await?;
    fs::create_dir_all(folder).map_err(|error| failed(folder, error.to_string()))?;
    for (name, bytes) in &files {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|error| failed(&path, error.to_string()))?;
    }
    Ok(files.len())
}

async fn whole_record(store: &Store) -> Result<Files, ServiceError> {
    loop {
        let loaded = store.load().await?;
        let mut record = loaded.record;
        let claims: Vec<Id<Claim>> = record.claims.iter().map(|it| it.key.clone()).collect();
        record.claim_texts = store.claim_texts(&claims).await?;
        let people: Vec<Id<Person>> = record.people.iter().map(|it| it.key.clone()).collect();
        let reachable: Vec<RecordRef> = record
            .institutions
            .iter()
            .map(Noun::reference)
            .chain(record.offices.iter().map(Noun::reference))
            .chain(record.people.iter().map(Noun::reference))
            .collect();
        let personal = Personal {
            names: store.person_names(&people).await?,
            contacts: store.contact_points(&reachable).await?,
        };
        // Texts and personal values are read after the record, so they are of its revision only if none came since.
        if store.revision().await? == loaded.revision {
            return Ok(exchange::write(&record, &personal, "Splot", "pl")?);
        }
    }
}
