//! Uploaded files: kept as they came or not at all, bounded, seen by who sent them, gone after a while.

use std::path::Path;
use std::time::Duration;

use chrono::TimeDelta;
use service::import::{Incoming, Staged, StagedState, Staging, StagingError, StagingOptions};
use service::{Actor, FixedClock, Revision, Role};
use tempfile::TempDir;

use crate::shipped::now;

/// SHA-256 of `abc`, of FIPS 180-2, appendix B.1.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn editor(account: &str) -> Actor {
    Actor::signed_in(Role::Editor, account, "redakcja")
}

fn staging(folder: &Path) -> Staging {
    staging_for(folder, Duration::from_secs(60))
}

fn staging_for(folder: &Path, kept_for: Duration) -> Staging {
    Staging::new(StagingOptions {
        folder: Some(folder.join("imports")),
        file_bytes: 10,
        files_of_actor: 3,
        bytes_of_actor: 20,
        bytes: 26,
        kept_for,
    })
}

fn begin(staging: &Staging, actor: &Actor, name: &str) -> Result<Incoming, StagingError> {
    staging.begin(&FixedClock(now()), actor, name)
}

fn put(staging: &Staging, actor: &Actor, bytes: &[u8]) -> Result<Staged, StagingError> {
    let mut incoming = begin(staging, actor, "a.csv")?;
    // In two pieces, as from a network.
    let (first, second) = bytes.split_at(bytes.len() / 2);
    incoming.write(first)?;
    incoming.write(second)?;
    incoming.finish()
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path().join("imports")).unwrap();
    let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_kept_as_it_came_for_who_sent_it() {
    let folder = tempfile::tempdir().unwrap();
    let (staging, clock, mine) = (staging(folder.path()), FixedClock(now()), editor("a"));
    let staged = put(&staging, &mine, b"abc").unwrap();
    assert_eq!((staged.name.as_str(), staged.bytes, staged.sha256.as_str()), ("a.csv", 3, ABC));
    assert_eq!((staged.state, staged.revision), (StagedState::Staged, None));
    assert_eq!(staging.find(&clock, &mine, &staged.id), Some(staged.clone()));
    assert_eq!(staging.read(&staged).unwrap(), b"abc");
    // Another service on the same folder has it, too.
    assert_eq!(self::staging(folder.path()).find(&clock, &mine, &staged.id), Some(staged.clone()));
    assert_eq!(staging.find(&clock, &editor("b"), &staged.id), None);
    assert_eq!(staging.find(&clock, &mine, "../../etc/passwd"), None);
    assert!(!staging.remove(&clock, &editor("b"), &staged.id).unwrap());
    staging.committed(&staged, Revision::new(7)).unwrap();
    assert_eq!(staging.find(&clock, &mine, &staged.id).unwrap().revision, Some(Revision::new(7)));
    assert!(staging.remove(&clock, &mine, &staged.id).unwrap());
    assert_eq!(names(&folder), Vec::<String>::new());
}

#[test]
fn a_name_is_never_a_path() {
    let folder = tempfile::tempdir().unwrap();
    let staging = staging(folder.path());
    for wrong in ["", "  ", "../a.csv", "a/b.csv", "a\\b.csv", "a\0b", "a\nb", &"a".repeat(201)] {
        assert!(matches!(begin(&staging, &editor("a"), wrong), Err(StagingError::Name)), "{wrong:?}");
    }
    assert!(begin(&staging, &editor("a"), "Obecność – 14 maja 2015 r..csv").is_ok());
}

#[test]
fn bounds_hold_while_the_bytes_come_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    // Long enough that what is coming in by the machine's clock is not old by the tests'.
    let years = Duration::from_secs(1_000_000_000);
    let (staging, mine) = (staging_for(folder.path(), years), editor("a"));
    assert!(matches!(put(&staging, &mine, &[1; 11]), Err(StagingError::TooLarge { most: 10 })));
    assert!(matches!(put(&staging, &mine, &[]), Err(StagingError::Empty)));
    let mut broken = begin(&staging, &mine, "a.csv").unwrap();
    broken.write(b"half").unwrap();
    drop(broken);
    assert_eq!(names(&folder), Vec::<String>::new());
    // Two at once count together: 9 + 9 of 20 bytes, then no 3 more.
    let (mut first, mut second) =
        (begin(&staging, &mine, "1").unwrap(), begin(&staging, &mine, "2").unwrap());
    first.write(&[1; 9]).unwrap();
    second.write(&[2; 9]).unwrap();
    let mut third = begin(&staging, &mine, "3").unwrap();
    assert!(matches!(third.write(&[3; 3]), Err(StagingError::NoRoom)));
    assert!(matches!(begin(&staging, &mine, "4"), Err(StagingError::TooMany { most: 3 })));
    drop(third);
    first.finish().unwrap();
    second.finish().unwrap();
    // 18 of 26 bytes are taken by another.
    assert!(matches!(put(&staging, &editor("b"), &[1; 9]), Err(StagingError::NoRoom)));
    assert!(put(&staging, &editor("b"), &[1; 8]).is_ok());
}

#[test]
fn files_expire_and_changed_ones_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let (staging, mine) = (staging(folder.path()), editor("a"));
    let staged = put(&staging, &mine, b"abc").unwrap();
    let path = folder.path().join("imports").join(format!("{}.data", staged.id));
    std::fs::write(&path, b"abd").unwrap();
    assert!(staging.read(&staged).is_err());
    let later = now() + TimeDelta::seconds(59);
    staging.sweep(later).unwrap();
    assert!(staging.find(&FixedClock(later), &mine, &staged.id).is_some());
    let later = now() + TimeDelta::seconds(60);
    assert!(staging.find(&FixedClock(later), &mine, &staged.id).is_none());
    staging.sweep(later).unwrap();
    assert_eq!(names(&folder), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let (staging, mine) = (staging(folder.path()), editor("a"));
    let staged = put(&staging, &mine, b"abc").unwrap();
    let kept = folder.path().join("imports");
    assert_eq!(mode(&kept), 0o700);
    for ending in ["data", "json"] {
        assert_eq!(mode(&kept.join(format!("{}.{ending}", staged.id))), 0o600);
    }
    std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(put(&staging, &mine, b"abc"), Err(StagingError::Unsafe)));
}

#[test]
fn without_a_folder_nothing_is_taken() {
    let staging = Staging::new(StagingOptions::default());
    assert!(matches!(begin(&staging, &editor("a"), "a.csv"), Err(StagingError::Closed)));
    assert_eq!(staging.find(&FixedClock(now()), &editor("a"), &"0".repeat(32)), None);
}
