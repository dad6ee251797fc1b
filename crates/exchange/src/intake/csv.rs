//! Text with a separator to a sheet, strictly: what is not sound CSV (RFC 4180) is refused with its line.
//!
//! A quotation mark opens a cell only at its beginning; elsewhere it is part of the text, as in `Fundacja "Kwazar"`.
//! A row whose quotation is never closed, or grows longer than a line may be, is refused, and reading goes on with the
//! line after the one on which it began, so that one missing mark does not swallow the rest of a file.

use std::borrow::Cow;
use std::sync::Arc;

use super::issue::IssueCode;
use super::settings::{Left, Limits, Separator};
use super::sheet::{CellKind, Flaw, Sheet};

const QUOTE: u8 = b'"';

/// Reads text. `left` is how much may still be read.
pub(crate) fn read(
    name: &Arc<str>,
    text: &str,
    separator: Separator,
    limits: &Limits,
    left: &mut Left,
) -> Sheet {
    let mut sheet = Sheet::new(name);
    let mut lines = Lines { text, at: 0, number: 1, separator: separator.as_byte(), limits };
    if lines.is_hint() {
        lines.skip_line();
    }
    while lines.at < text.len() {
        if let Some(message) = left.refusal(limits) {
            sheet.broken = Some((IssueCode::TooMany, lines.number, message));
            break;
        }
        sheet.begin(lines.number);
        if let Err(flaw) = lines.row(&mut sheet) {
            sheet.flaw(flaw);
        }
        if sheet.end() {
            left.take(sheet.last_row());
        }
    }
    sheet
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
    /// The line that `at` is in, from 1.
    number: u64,
    separator: u8,
    limits: &'a Limits,
}

impl Lines<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Whether the file begins with the line by which a spreadsheet is told the separator.
    fn is_hint(&self) -> bool {
        let line = self.text.lines().next().unwrap_or_default();
        line.len() == 5 && line.to_ascii_lowercase().starts_with("sep=")
    }

    /// Where the line that `from` is in ends: the place of its break, or the end of the text.
    fn line_end(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        memchr::memchr2(b'\n', b'\r', rest).map_or(self.text.len(), |it| from + it)
    }

    /// The place after a line break, if there is one at `at`.
    fn after_break(&self, at: usize) -> Option<usize> {
        match self.byte(at)? {
            b'\r' if self.byte(at + 1) == Some(b'\n') => Some(at + 2),
            b'\r' | b'\n' => Some(at + 1),
            _ => None,
        }
    }

    fn skip_line(&mut self) {
        let end = self.line_end(self.at);
        self.at = self.after_break(end).unwrap_or(end);
        self.number += 1;
    }

    /// Reads the cells of a row. On an error nothing after its first line was taken.
    fn row(&mut self, sheet: &mut Sheet) -> Result<(), Flaw> {
        let (start, mut at, mut breaks) = (self.at, self.at, 1u64);
        let mut column = 0usize;
        let outcome = loop {
            if column >= self.limits.columns {
                break Err(Flaw::error(
                    IssueCode::TooMany,
                    None,
                    format!("the row has more than {} cells", self.limits.columns),
                ));
            }
            match self.cell(sheet, at, start, column, &mut breaks) {
                Ok(next) => at = next,
                Err(flaw) => break Err(flaw),
            }
            column += 1;
            if self.byte(at) == Some(self.separator) {
                at += 1;
            } else {
                break Ok(());
            }
        };
        match outcome {
            Ok(()) => {
                self.at = self.after_break(at).unwrap_or(at);
                self.number += breaks;
                Ok(())
            }
            Err(flaw) => {
                self.skip_line();
                Err(flaw)
            }
        }
    }

    /// Reads a cell that begins at `at`; the place after it. `start` is where its row begins.
    fn cell(
        &self,
        sheet: &mut Sheet,
        at: usize,
        start: usize,
        column: usize,
        breaks: &mut u64,
    ) -> Result<usize, Flaw> {
        let (text, end) = if self.byte(at) == Some(QUOTE) {
            let (text, end) = self.quoted(at, start, column, breaks)?;
            (Cow::Owned(text), end)
        } else {
            let end = self.plain_end(at);
            (Cow::Borrowed(self.text.get(at..end).unwrap_or_default()), end)
        };
        if end - start > self.limits.line_bytes {
            return Err(self.too_long(column));
        }
        if text.len() > self.limits.cell_bytes {
            let message =
                format!("the cell has {} bytes, at most {} are read", text.len(), self.limits.cell_bytes);
            return Err(Flaw::error(IssueCode::TooLong, Some(column), message));
        }
        if let Some(message) = damage(&text) {
            return Err(Flaw::error(IssueCode::DamagedText, Some(column), message));
        }
        sheet.cell(&text, CellKind::Text);
        Ok(end)
    }

    fn plain_end(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        memchr::memchr3(b'\n', b'\r', self.separator, rest).map_or(self.text.len(), |it| from + it)
    }

    fn too_long(&self, column: usize) -> Flaw {
        let message =
            format!("the row is longer than {} bytes; look for a missing line break", self.limits.line_bytes);
        Flaw::error(IssueCode::TooLong, Some(column), message)
    }

    /// Reads a quoted cell: its text and the place after its closing mark.
    fn quoted(
        &self,
        at: usize,
        start: usize,
        column: usize,
        breaks: &mut u64,
    ) -> Result<(String, usize), Flaw> {
        let mut text = String::new();
        let mut from = at + 1;
        let most = start.saturating_add(self.limits.line_bytes);
        loop {
            let until = self.text.len().min(most.saturating_add(1)).max(from);
            let rest = self.text.as_bytes().get(from..until).unwrap_or_default();
            let Some(close) = memchr::memchr(QUOTE, rest).map(|it| from + it) else {
                if until < self.text.len() {
                    let message = format!(
                        "a quotation mark opens the cell and is not closed within {} bytes; close it, or double those \
                         that are part of the text",
                        self.limits.line_bytes
                    );
                    return Err(Flaw::error(IssueCode::BrokenQuotes, Some(column), message));
                }
                let message = "a quotation mark opens the cell and is never closed; close it, or double those \
                               that are part of the text";
                return Err(Flaw::error(IssueCode::BrokenQuotes, Some(column), message));
            };
            let part = self.text.get(from..close).unwrap_or_default();
            let marks = part.bytes().filter(|it| *it == b'\n').count();
            let lone = part.bytes().filter(|it| *it == b'\r').count() - part.matches("\r\n").count();
            *breaks += u64::try_from(marks + lone).unwrap_or_default();
            text.push_str(part);
            if self.byte(close + 1) == Some(QUOTE) {
                text.push('"');
                from = close + 2;
                continue;
            }
            let end = close + 1;
            let is_end = self.byte(end).is_none_or(|it| matches!(it, b'\n' | b'\r') || it == self.separator);
            if is_end {
                return Ok((text, end));
            }
            // Blanks between the closing mark and the separator are no text.
            let next = self.plain_end(end);
            if self.text.get(end..next).is_some_and(|it| it.trim().is_empty()) {
                return Ok((text, next));
            }
            let message = "text follows a closed quotation mark; double the marks that are part of the text";
            return Err(Flaw::error(IssueCode::BrokenQuotes, Some(column), message));
        }
    }
}

/// What makes a text unfit: characters that could not be decoded, and controls that no text has.
pub(crate) fn damage(text: &str) -> Option<&'static str> {
    if text.bytes().all(|it| (0x20..0x7F).contains(&it)) {
        return None;
    }
    if text.contains('\0') {
        return Some("the cell holds a NUL character; the file is damaged or was saved in another encoding");
    }
    if text.contains('\u{FFFD}') {
        return Some("a letter of the cell is damaged; save the file anew in UTF-8, or say its encoding");
    }
    let is_odd = |it: char| it.is_control() && !matches!(it, '\t' | '\n' | '\r');
    text.chars().any(is_odd).then_some("the cell holds a control character, which no text has")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, separator: Separator, limits: &Limits) -> (Vec<(u64, Vec<String>)>, Sheet) {
        let mut left = Left::of(limits);
        let sheet = read(&"t".into(), text, separator, limits, &mut left);
        let rows = (0..sheet.len())
            .map(|row| {
                let cells = (0..sheet.width(row)).map(|it| sheet.get(row, it).text.to_owned()).collect();
                (sheet.number(row), cells)
            })
            .collect();
        (rows, sheet)
    }

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn rows_are_numbered_by_lines_and_blank_ones_are_left_out() {
        let text = "a;b\r\n\r\n\"x\ny\" ;\"say \"\"hi\"\"\"\n;;\nFundacja \"Kwazar\";1\r2;3";
        let (rows, sheet) = rows(text, Separator::Semicolon, &Limits::default());
        assert_eq!(
            rows,
            [
                (1, cells(&["a", "b"])),
                (3, cells(&["x\ny", "say \"hi\""])),
                (6, cells(&["Fundacja \"Kwazar\"", "1"])),
                (7, cells(&["2", "3"])),
            ]
        );
        assert_eq!(sheet.blank_rows, [2, 5]);
        assert!(sheet.flaws.is_empty());
    }

    #[test]
    fn a_quotation_that_is_never_closed_costs_one_row() {
        let (rows, sheet) = rows("a,b\n\"x,1\ny,2\n", Separator::Comma, &Limits::default());
        assert_eq!(rows.len(), 3);
        assert_eq!(rows.last(), Some(&(3, cells(&["y", "2"]))));
        let flaws: Vec<_> = sheet.flaws.iter().map(|(row, it)| (*row, it[0].code)).collect();
        assert_eq!(flaws, [(1, IssueCode::BrokenQuotes)]);
    }

    #[test]
    fn a_quotation_left_open_in_a_large_file_is_told_of_where_it_opens() {
        let limits = Limits { line_bytes: 1_000, ..Limits::default() };
        let line = |it: u64| format!("{}Fundacja {it};x\n", if it == 10 { "\"" } else { "" });
        let text: String = (1..=1_000).map(line).collect();
        let (rows, sheet) = rows(&text, Separator::Semicolon, &limits);
        let flaws: Vec<_> = sheet.flaws.iter().map(|(row, it)| (sheet.number(*row), it[0].code)).collect();
        assert_eq!(flaws, [(10, IssueCode::BrokenQuotes)]);
        assert_eq!((rows.len(), rows.last()), (1_000, Some(&(1_000, cells(&["Fundacja 1000", "x"])))));
    }

    #[test]
    fn text_and_cells_beyond_the_limit_break_the_sheet_off() {
        let broken = |limits: Limits| {
            let (rows, sheet) = rows("abc;d\nabc;d\nabc;d\n", Separator::Semicolon, &limits);
            (rows.len(), sheet.broken.map(|it| (it.0, it.1)))
        };
        let third = Some((IssueCode::TooMany, 3));
        assert_eq!(broken(Limits { text_bytes: 8, ..Limits::default() }), (2, third));
        assert_eq!(broken(Limits { cells: 4, ..Limits::default() }), (2, third));
        assert_eq!(broken(Limits { cells: 5, text_bytes: 9, ..Limits::default() }), (3, None));
    }

    #[test]
    fn a_long_line_nuls_and_text_after_quotes_are_refused_with_their_row() {
        let limits = Limits { line_bytes: 100, cell_bytes: 50, ..Limits::default() };
        let long = "y".repeat(200);
        let text = format!("a,b\n{long},1\n\"{long}\",2\nx\0,3\n\"x\"y,4\n{},5\nok,6\n", "z".repeat(60));
        let (rows, sheet) = rows(&text, Separator::Comma, &limits);
        let flaws: Vec<_> = sheet.flaws.iter().map(|(row, it)| (sheet.number(*row), it[0].code)).collect();
        assert_eq!(
            flaws,
            [
                (2, IssueCode::TooLong),
                (3, IssueCode::BrokenQuotes),
                (4, IssueCode::DamagedText),
                (5, IssueCode::BrokenQuotes),
                (6, IssueCode::TooLong),
            ]
        );
        assert_eq!(rows.last(), Some(&(7, cells(&["ok", "6"]))));
    }

    #[test]
    fn the_hint_of_the_separator_is_no_row() {
        let (rows, _) = rows("sep=;\na;b\n", Separator::Semicolon, &Limits::default());
        assert_eq!(rows, [(2, cells(&["a", "b"]))]);
    }

    #[test]
    fn rows_beyond_the_limit_break_the_sheet_off() {
        let limits = Limits { rows: 2, ..Limits::default() };
        let (rows, sheet) = rows("a\nb\nc\n", Separator::Comma, &limits);
        assert_eq!(rows.len(), 2);
        assert!(matches!(sheet.broken, Some((IssueCode::TooMany, 3, _))));
    }
}
