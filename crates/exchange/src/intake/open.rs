//! A file of unknown make to its sheets: what it is, by its first bytes; how its text is to be read.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::SourceFile;
use super::archive::{self, Refused};
use super::csv;
use super::detected::{Detected, FileFormat, Finding, Sureness};
use super::encoding::{Decoded, decode};
use super::issue::{Issue, IssueCode};
use super::json;
use super::layout::{self, Layout};
use super::separator;
use super::settings::{DateOrder, DecimalSeparator, Left, Limits, Separator, Settings};
use super::sheet::Sheet;
use super::workbook;

/// A file that was opened.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) name: Arc<str>,
    pub(crate) detected: Detected,
    pub(crate) sheets: Vec<(Sheet, Layout)>,
    /// Whether numbers of days are counted from 1904.
    pub(crate) is_1904: bool,
    /// Whether rows with fewer cells than the header may have lost some: in text, not in workbooks.
    pub(crate) is_text: bool,
}

/// Opens a file.
///
/// # Errors
/// The issue for which it cannot be read at all.
pub(crate) fn open(
    file: &SourceFile<'_>,
    settings: &Settings,
    limits: &Limits,
    left: &mut Left,
) -> Result<Opened, Box<Issue>> {
    let name: Arc<str> = file.name.into();
    let refused = |(code, message): Refused| Box::new(Issue::error(code, message).in_file(&name));
    if file.bytes.len() > limits.file_bytes.min(u32::MAX as usize) {
        let message =
            format!("the file has {} bytes, at most {} are read", file.bytes.len(), limits.file_bytes);
        return Err(refused((IssueCode::FileTooLarge, message)));
    }
    let format = format_of(file).map_err(refused)?;
    let mut opened = Opened {
        detected: blank(file, format),
        name: Arc::clone(&name),
        sheets: Vec::new(),
        is_1904: false,
        is_text: format.value != FileFormat::Xlsx,
    };
    let mut from = Reading { settings, limits, left };
    let sheets = match format.value {
        FileFormat::Xlsx => {
            let survey = archive::survey(file.bytes, limits).map_err(refused)?;
            let book = workbook::read(file.bytes, &survey, limits, from.left).map_err(refused)?;
            opened.is_1904 = book.is_1904;
            book.sheets
        }
        FileFormat::CsvArchive => from.archive(file.bytes, &mut opened.detected).map_err(refused)?,
        FileFormat::Csv => {
            vec![from.text(stem(file.name), file.name, file.bytes, &mut opened.detected).map_err(refused)?]
        }
        FileFormat::Json => from.json(file, &mut opened.detected)?,
    };
    opened.is_text &= format.value != FileFormat::Json;
    opened.sheets = sheets
        .into_iter()
        .map(|sheet| {
            let layout = layout::find(&sheet, settings, opened.is_text);
            (sheet, layout)
        })
        .collect();
    Ok(opened)
}

struct Reading<'a> {
    settings: &'a Settings,
    limits: &'a Limits,
    left: &'a mut Left,
}

impl Reading<'_> {
    fn text(
        &mut self,
        sheet: &str,
        name: &str,
        bytes: &[u8],
        detected: &mut Detected,
    ) -> Result<Sheet, Refused> {
        let Decoded { text, encoding, had_bom } = decode(bytes, self.settings.encoding);
        if text.len() > u32::MAX as usize {
            return Err((
                IssueCode::FileTooLarge,
                "the file has more text than is read; split it".to_owned(),
            ));
        }
        let said = self.settings.separator.map(|it| Finding::new(it, Sureness::Set));
        let found = said.or_else(|| separator::find(&text, name));
        let separator = found.map_or(Separator::Comma, |it| it.value);
        detected.encoding = Some(encoding);
        detected.had_bom = had_bom;
        detected.separator = found;
        Ok(csv::read(&sheet.into(), &text, separator, self.limits, self.left))
    }

    fn archive(&mut self, bytes: &[u8], detected: &mut Detected) -> Result<Vec<Sheet>, Refused> {
        archive::survey(bytes, self.limits)?;
        let parts = archive::parts(bytes, is_table)?;
        if parts.len() > self.limits.sheets {
            return Err((
                IssueCode::TooMany,
                format!("the archive has more than {} tables", self.limits.sheets),
            ));
        }
        parts.iter().map(|(name, bytes)| self.text(stem(name), name, bytes, detected)).collect()
    }

    fn json(&mut self, file: &SourceFile<'_>, detected: &mut Detected) -> Result<Vec<Sheet>, Box<Issue>> {
        let Decoded { text, encoding, had_bom } = decode(file.bytes, self.settings.encoding);
        detected.encoding = Some(encoding);
        detected.had_bom = had_bom;
        json::read(stem(file.name), &text, self.limits, self.left).map_err(|(code, line, message)| {
            let issue = Issue::error(code, message).in_file(&file.name.into());
            Box::new(match line {
                Some(line) => issue.at(line),
                None => issue,
            })
        })
    }
}

fn blank(file: &SourceFile<'_>, format: Finding<FileFormat>) -> Detected {
    Detected {
        file: file.name.to_owned(),
        bytes: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
        sha256: Sha256::digest(file.bytes).iter().map(|it| format!("{it:02x}")).collect(),
        format,
        encoding: None,
        had_bom: false,
        separator: None,
        decimal: Finding::new(DecimalSeparator::Comma, Sureness::Guess),
        date_order: Finding::new(DateOrder::Unsettled, Sureness::Likely),
        date_forms: Vec::new(),
        sheets: Vec::new(),
    }
}

/// The name of a file without path and ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// Whether a part of an archive is a table, by its name.
fn is_table(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_hidden =
        lower.starts_with("__macosx/") || lower.rsplit('/').next().is_some_and(|it| it.starts_with('.'));
    !is_hidden && [".csv", ".tsv", ".txt"].iter().any(|it| lower.ends_with(it))
}

fn format_of(file: &SourceFile<'_>) -> Result<Finding<FileFormat>, Refused> {
    let unsupported = |message: &str| Err((IssueCode::UnsupportedFormat, message.to_owned()));
    let bytes = file.bytes;
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return unsupported(
            "this is a workbook of an old format (.xls) or one locked with a password, whatever its name says; save it \
             as .xlsx without a password",
        );
    }
    if bytes.starts_with(b"%PDF") {
        return unsupported("this is a PDF; tables are read from CSV, XLSX or JSON");
    }
    let begin = decode(bytes.get(..bytes.len().min(4096)).unwrap_or_default(), None);
    let text = begin.text.trim_start();
    if text.is_empty() && decode(bytes, None).text.trim().is_empty() {
        return Err((IssueCode::EmptyFile, "the file is empty".to_owned()));
    }
    if text.starts_with('<') {
        return unsupported(
            "this is a web page or XML, though it may be called .xls; open it in a spreadsheet program and save it as \
             .xlsx",
        );
    }
    let name = file.name.to_lowercase();
    let is_called = |endings: &[&str]| endings.iter().any(|it| name.ends_with(it));
    if text.starts_with(['[', '{']) && !is_called(&[".csv", ".tsv", ".txt"]) {
        let sureness = if is_called(&[".json"]) { Sureness::Certain } else { Sureness::Likely };
        return Ok(Finding::new(FileFormat::Json, sureness));
    }
    let sureness = if is_called(&[".csv", ".tsv", ".txt"]) { Sureness::Certain } else { Sureness::Likely };
    Ok(Finding::new(FileFormat::Csv, sureness))
}

fn packed(bytes: &[u8]) -> Result<Finding<FileFormat>, Refused> {
    let archive = archive::open(bytes)?;
    let names: Vec<String> =
        archive.file_names().filter_map(Result::ok).map(|it| it.to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|it| it == name);
    let unsupported = |message: &str| Err((IssueCode::UnsupportedFormat, message.to_owned()));
    if has("xl/workbook.bin") {
        return unsupported("this is a binary workbook (.xlsb); save it as .xlsx");
    }
    if has("[content_types].xml") {
        if names.iter().any(|it| it.starts_with("xl/")) {
            return Ok(Finding::new(FileFormat::Xlsx, Sureness::Certain));
        }
        return unsupported(
            "this is an office document without a workbook; tables are read from CSV, XLSX or JSON",
        );
    }
    if has("mimetype") && has("content.xml") {
        return unsupported("this is an OpenDocument file (.ods); save it as .xlsx");
    }
    if has(crate::MANIFEST) {
        return unsupported("this is a packed record; unpack it and import the folder");
    }
    if names.iter().any(|it| is_table(it)) {
        return Ok(Finding::new(FileFormat::CsvArchive, Sureness::Certain));
    }
    unsupported("there is no table in this archive; tables are read from CSV, XLSX or JSON")
}
