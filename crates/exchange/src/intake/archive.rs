//! Packed files: looked through, and their size measured by unpacking, before anything in them is read.
//!
//! What an archive says of its own sizes is not believed. Unpacking stops at the first byte beyond a limit, so a file
//! made to grow without end costs no more than the limit.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::issue::IssueCode;
use super::settings::Limits;

/// Parts below this size may be packed as tightly as they like.
const SMALL: u64 = 16 << 20;

/// The greatest number of parts of a packed file.
const PARTS: usize = 10_000;

/// Why a packed file is not read.
pub(crate) type Refused = (IssueCode, String);

/// What is in a packed file.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// The names of the parts.
    pub(crate) names: Vec<String>,
    /// Whether some sheet of a workbook has merged cells.
    pub(crate) has_merged_cells: bool,
}

/// What is looked for in the parts of a workbook.
const MERGED: &[u8] = b"mergeCell ";
const STRINGS: &[u8] = b"uniqueCount=\"";

/// Looks through a packed file and unpacks every part of it once, keeping nothing.
///
/// # Errors
/// A bomb, a file that is too large unpacked, a broken one, a locked one.
pub(crate) fn survey(bytes: &[u8], limits: &Limits) -> Result<Survey, Refused> {
    let mut archive = open(bytes)?;
    if archive.len() > PARTS {
        return Err((IssueCode::ZipBomb, format!("the file has more than {PARTS} parts")));
    }
    let (mut survey, mut total) = (Survey::default(), 0u64);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_broken| broken())?;
        if part.encrypted() {
            let message = "the file is locked with a password; save it without one";
            return Err((IssueCode::UnsupportedFormat, message.to_owned()));
        }
        let name = part.name().map_err(|_broken| broken())?.into_owned();
        let (packed, is_dir) = (part.compressed_size(), part.is_dir());
        if !is_dir {
            let mut gauge = Gauge { limits, packed, before: total, size: 0 };
            let seen = gauge.unpack(&mut part)?;
            total += gauge.size;
            survey.has_merged_cells |= seen.is_merged;
            // The reader of workbooks makes room for as many texts as this says, so it has to be possible.
            if seen.strings.is_some_and(|it| it > gauge.size) {
                return Err(broken());
            }
        }
        survey.names.push(name);
    }
    Ok(survey)
}

/// Opens a packed file.
pub(crate) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Refused> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_broken| broken())
}

pub(crate) fn broken() -> Refused {
    (IssueCode::BrokenFile, "the file is damaged: it cannot be unpacked; save or send it anew".to_owned())
}

#[derive(Default)]
struct Seen {
    is_merged: bool,
    strings: Option<u64>,
}

struct Gauge<'a> {
    limits: &'a Limits,
    packed: u64,
    before: u64,
    size: u64,
}

impl Gauge<'_> {
    fn unpack(&mut self, part: &mut impl Read) -> Result<Seen, Refused> {
        let mut seen = Seen::default();
        // The end of the last piece stays before the next one, so that words on the border are found.
        let mut buffer = vec![0u8; 64 << 10];
        let mut kept = 0usize;
        let mut is_first = true;
        loop {
            let room = buffer.get_mut(kept..).unwrap_or_default();
            let read = part.read(room).map_err(|_broken| broken())?;
            if read == 0 {
                return Ok(seen);
            }
            self.size += u64::try_from(read).unwrap_or(u64::MAX);
            self.check()?;
            let filled = kept + read;
            let piece = buffer.get(..filled).unwrap_or_default();
            seen.is_merged |= memmem::find(piece, MERGED).is_some();
            if is_first {
                seen.strings = count_of_strings(piece);
                is_first = false;
            }
            let keep = filled.min(MERGED.len());
            buffer.copy_within(filled - keep..filled, 0);
            kept = keep;
        }
    }

    fn check(&self) -> Result<(), Refused> {
        if self.before + self.size > self.limits.uncompressed_bytes {
            let message = format!("the file unpacks to more than {} bytes", self.limits.uncompressed_bytes);
            return Err((IssueCode::FileTooLarge, message));
        }
        if self.size > SMALL && self.size / self.packed.max(1) > self.limits.compression_ratio {
            let message = format!(
                "a part of the file unpacks to more than {} times its size, as only made-up files do",
                self.limits.compression_ratio
            );
            return Err((IssueCode::ZipBomb, message));
        }
        Ok(())
    }
}

/// How many texts the list of shared texts says it has, wherever that word stands.
fn count_of_strings(piece: &[u8]) -> Option<u64> {
    let at = memmem::find(piece, STRINGS)? + STRINGS.len();
    let digits = piece.get(at..)?.split(|it| *it == b'"').next()?;
    // What is no number of a sensible size is as bad as one that is too large.
    Some(std::str::from_utf8(digits).ok().and_then(|it| it.trim().parse().ok()).unwrap_or(u64::MAX))
}

/// The texts of the parts whose names pass, in the archive's order: name and bytes. The survey has measured them.
///
/// # Errors
/// A broken file.
pub(crate) fn parts(
    bytes: &[u8],
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<(String, Vec<u8>)>, Refused> {
    let mut archive = open(bytes)?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_broken| broken())?;
        let name = part.name().map_err(|_broken| broken())?.into_owned();
        if part.is_dir() || !is_wanted(&name) {
            continue;
        }
        let mut content = Vec::new();
        part.read_to_end(&mut content).map_err(|_broken| broken())?;
        parts.push((name, content));
    }
    Ok(parts)
}
