//! The rows of a file: found fast where nothing is quoted, by the crate `csv` where something is.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2_iter, memrchr};
use rayon::prelude::*;

use super::{COLUMNS_MAX, FILE_MAX, FileError, LINE_MAX, Problem};

/// The fewest bytes worth a part of their own.
const PART_MIN: usize = 256 * 1024;

/// What is wrong, and at which byte its row begins.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) offset: usize,
    pub(super) column: Option<u32>,
    pub(super) problem: Problem,
}

impl Fault {
    pub(super) fn row(offset: usize, problem: Problem) -> Self {
        Self { offset, column: None, problem }
    }

    /// About a cell, counted from 0.
    pub(super) fn cell(offset: usize, column: usize, problem: Problem) -> Self {
        Self { offset, column: Some(column as u32 + 1), problem }
    }
}

/// A file that is text, with what is known of its form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    bytes: &'a [u8],
    /// After a byte order mark.
    start: usize,
    separator: u8,
    /// Whether lines that begin with `#` are passed over.
    has_comments: bool,
    is_quoted: bool,
}

impl<'a> Source<'a> {
    /// Checks that the bytes are text in lines. With `is_ties`, comments are passed over and a space may separate.
    pub(super) fn new(bytes: &'a [u8], is_ties: bool) -> Result<Self, FileError> {
        if bytes.len() as u64 > FILE_MAX {
            return Err(Problem::FileTooLarge { bytes: bytes.len() as u64 }.into());
        }
        let start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let mut source = Self { bytes, start, separator: b',', has_comments: is_ties, is_quoted: false };
        source.check_text().map_err(|it| source.error(it))?;
        source.is_quoted = memchr(b'"', bytes).is_some();
        if source.is_quoted && memchr_iter(b'"', bytes).count() % 2 == 1 {
            let last = memrchr(b'"', bytes).unwrap_or_default();
            return Err(source.error(Fault::row(last, Problem::OpenQuote)));
        }
        let first = bytes[start..]
            .split(|it| *it == b'\n')
            .find(|it| !(it.trim_ascii().is_empty() || is_ties && it.starts_with(b"#")))
            .unwrap_or_default();
        let has = |it: u8| memchr(it, first).is_some();
        source.separator = match () {
            () if has(b'\t') => b'\t',
            () if has(b';') => b';',
            () if is_ties && !has(b',') && has(b' ') => b' ',
            () => b',',
        };
        Ok(source)
    }

    fn check_text(&self) -> Result<(), Fault> {
        self.parts(self.start)
            .into_par_iter()
            .map(|part| {
                let bytes = &self.bytes[part.clone()];
                if let Err(error) = std::str::from_utf8(bytes) {
                    return Err(Fault::row(part.start + error.valid_up_to(), Problem::NotUtf8));
                }
                let alone = memchr_iter(b'\r', bytes).find(|it| bytes.get(it + 1) != Some(&b'\n'));
                alone.map_or(Ok(()), |it| Err(Fault::row(part.start + it, Problem::LineEnd)))
            })
            .collect::<Vec<_>>()
            .into_iter()
            .collect()
    }

    /// Where the rows from `start` on may be cut to be read side by side.
    fn parts(&self, start: usize) -> Vec<Range<usize>> {
        let length = self.bytes.len() - start;
        let count =
            if self.is_quoted { 1 } else { rayon::current_num_threads().min(length / PART_MIN).max(1) };
        let mut parts = Vec::with_capacity(count);
        let mut from = start;
        for part in 1..=count {
            let near = (start + length / count * part).max(from);
            let to = if part == count {
                self.bytes.len()
            } else {
                memchr(b'\n', &self.bytes[near..]).map_or(self.bytes.len(), |it| near + it + 1)
            };
            parts.push(from..to);
            from = to;
        }
        parts
    }

    /// An error for people: with the number of the line.
    pub(super) fn error(&self, fault: Fault) -> FileError {
        let is_exact = matches!(fault.problem, Problem::LineEnd);
        let offset = if is_exact { fault.offset } else { self.row_after(fault.offset) };
        let line = memchr_iter(b'\n', &self.bytes[..offset.min(self.bytes.len())]).count() as u64 + 1;
        FileError { line: Some(line), column: fault.column, problem: fault.problem }
    }

    /// Where the row begins that is said to begin before the blank lines and comments that it follows.
    fn row_after(&self, mut offset: usize) -> usize {
        loop {
            match self.bytes.get(offset) {
                Some(b'\r' | b'\n') => offset += 1,
                Some(b'#') if self.has_comments => {
                    offset += memchr(b'\n', &self.bytes[offset..]).unwrap_or(self.bytes.len() - offset);
                }
                _ => return offset,
            }
        }
    }

    /// The cells of the first row, where it begins, and where the next begins.
    pub(super) fn first(&self) -> Result<Option<(Vec<String>, usize, usize)>, FileError> {
        let mut reader = self.reader(self.start..self.bytes.len());
        let mut record = csv::ByteRecord::new();
        let next = |reader: &csv::Reader<&[u8]>| self.start + reader.position().byte() as usize;
        loop {
            let offset = next(&reader);
            match reader.read_byte_record(&mut record) {
                Ok(true) if record.iter().all(|it| it.trim_ascii().is_empty()) && record.len() == 1 => {}
                Ok(true) => {
                    if next(&reader) - offset > LINE_MAX {
                        return Err(self.error(Fault::row(offset, Problem::LineTooLong)));
                    }
                    let cells = record
                        .iter()
                        .map(|it| String::from_utf8_lossy(it.trim_ascii()).into_owned())
                        .collect();
                    return Ok(Some((cells, offset, next(&reader))));
                }
                Ok(false) | Err(_) => return Ok(None),
            }
        }
    }

    fn reader(&self, part: Range<usize>) -> csv::Reader<&'a [u8]> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .comment(self.has_comments.then_some(b'#'))
            .from_reader(&self.bytes[part])
    }

    /// Makes a value of the rows of each part, from `start` on. `row` gets the value, where the row begins and its cells.
    pub(super) fn read<T: Send + Default>(
        &self,
        start: usize,
        row: impl Fn(&mut T, usize, &[&[u8]]) -> Result<(), Fault> + Sync,
    ) -> Result<Vec<T>, FileError> {
        self.parts(start)
            .into_par_iter()
            .map(|part| {
                let mut value = T::default();
                let take = |offset: usize, cells: &[&[u8]]| row(&mut value, offset, cells);
                if self.is_quoted { self.quoted(part, take) } else { self.plain(part, take) }?;
                Ok(value)
            })
            .collect::<Vec<_>>()
            .into_iter()
            .collect::<Result<_, Fault>>()
            .map_err(|it| self.error(it))
    }

    fn quoted(
        &self,
        part: Range<usize>,
        mut take: impl FnMut(usize, &[&[u8]]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let start = part.start;
        let mut reader = self.reader(part);
        let mut record = csv::ByteRecord::new();
        loop {
            let offset = start + reader.position().byte() as usize;
            // Reading from memory into bytes, with rows of any length, cannot fail.
            if !reader.read_byte_record(&mut record).unwrap_or(false) {
                return Ok(());
            }
            if record.len() > COLUMNS_MAX {
                return Err(Fault::row(offset, Problem::TooManyColumns));
            }
            let length = record.iter().map(|it| it.len() + 1).sum::<usize>();
            if length > LINE_MAX {
                return Err(Fault::row(offset, Problem::LineTooLong));
            }
            let cells: Vec<&[u8]> = record.iter().collect();
            if !is_blank(&cells) {
                take(offset, &cells)?;
            }
        }
    }

    fn plain(
        &self,
        part: Range<usize>,
        mut take: impl FnMut(usize, &[&[u8]]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let start = part.start;
        let bytes = &self.bytes[part];
        let mut cells: [&[u8]; COLUMNS_MAX] = [&[]; COLUMNS_MAX];
        let (mut line, mut cell, mut count) = (0, 0, 0);
        let mut end = |line: usize, cells: &[&[u8]], to: usize| {
            if to - line > LINE_MAX {
                return Err(Fault::row(start + line, Problem::LineTooLong));
            }
            let is_comment = self.has_comments && bytes.get(line) == Some(&b'#');
            if is_comment || is_blank(cells) { Ok(()) } else { take(start + line, cells) }
        };
        for at in memchr2_iter(self.separator, b'\n', bytes) {
            let is_end = bytes[at] == b'\n';
            if count == COLUMNS_MAX {
                let is_comment = self.has_comments && bytes[line] == b'#';
                if !is_comment {
                    return Err(Fault::row(start + line, Problem::TooManyColumns));
                }
            } else {
                cells[count] = &bytes[cell..at];
                count += 1;
            }
            cell = at + 1;
            if is_end {
                end(line, &cells[..count], at)?;
                (line, count) = (at + 1, 0);
            }
        }
        if line < bytes.len() {
            if count == COLUMNS_MAX {
                return Err(Fault::row(start + line, Problem::TooManyColumns));
            }
            cells[count] = &bytes[cell..];
            end(line, &cells[..=count], bytes.len())?;
        }
        Ok(())
    }
}

fn is_blank(cells: &[&[u8]]) -> bool {
    matches!(cells, [one] if one.trim_ascii().is_empty())
}
