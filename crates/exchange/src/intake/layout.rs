//! What the rows of a sheet are, which row is its header, and which column holds which field.

use std::collections::BTreeMap;

use super::catalogue::{FORMS, SheetForm, normal};
use super::detected::{DetectedColumn, DetectedSheet, Finding, Sureness};
use super::issue::{Issue, IssueCode, shown};
use super::kind::SheetKind;
use super::settings::{Settings, SheetSetting};
use super::sheet::Sheet;

/// How many rows from the top are looked at for a header.
const HEADER_ROWS: usize = 20;

/// How a sheet is to be read.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) kind: Finding<SheetKind>,
    /// The place of the header row in the sheet.
    pub(crate) header: Option<usize>,
    /// Where the rows of data begin.
    pub(crate) first: usize,
    /// For each column the place of its field in the form.
    pub(crate) fields: Vec<Option<usize>>,
    /// The headers as they stand.
    pub(crate) headers: Vec<String>,
    /// What is said of it in a preview.
    pub(crate) detected: DetectedSheet,
    /// What is wrong with the sheet as a whole.
    pub(crate) issues: Vec<Issue>,
}

impl Layout {
    /// Whether its rows can be read; else they are refused, or left out when it holds no data.
    pub(crate) fn form(&self) -> Option<&'static SheetForm> {
        let is_sound = self.detected.missing.is_empty() && self.header.is_some();
        if is_sound { SheetForm::of(self.kind.value) } else { None }
    }
}

/// Finds out how a sheet is to be read. In text a row wider than the header is a fault of the row; beside a table in a
/// workbook there may stand anything.
pub(crate) fn find(sheet: &Sheet, settings: &Settings, is_text: bool) -> Layout {
    let name = normal(&sheet.name);
    let said = settings.sheets.iter().find(|it| normal(&it.sheet) == name);
    let (kind, header, sureness) = kind_and_header(sheet, said);
    let mut layout = Layout {
        kind,
        header,
        first: header.map_or(0, |it| it + 1),
        fields: Vec::new(),
        headers: Vec::new(),
        detected: DetectedSheet {
            name: sheet.name.to_string(),
            kind,
            header_row: header.map(|it| Finding::new(sheet.number(it), sureness)),
            rows: 0,
            blank_rows: 0,
            columns: Vec::new(),
            missing: Vec::new(),
            defaults: Vec::new(),
        },
        issues: Vec::new(),
    };
    if let (Some(form), Some(header)) = (SheetForm::of(kind.value), header) {
        let width = if is_text { sheet.width(header) } else { width_of(sheet, header) };
        columns(&mut layout, form, sheet, (header, width, settings));
    }
    tell_of_sheet(&mut layout, sheet);
    layout.detected.rows = u64::try_from(sheet.len().saturating_sub(layout.first)).unwrap_or_default();
    let below = sheet.number(layout.first.saturating_sub(1));
    let blank = sheet.blank_rows.iter().filter(|it| **it > below).count();
    layout.detected.blank_rows = u64::try_from(blank).unwrap_or_default();
    layout
}

type KindAndHeader = (Finding<SheetKind>, Option<usize>, Sureness);

fn kind_and_header(sheet: &Sheet, said: Option<&SheetSetting>) -> KindAndHeader {
    let none = |kind, sureness| (Finding::new(kind, sureness), None, sureness);
    let said_row = said.and_then(|it| it.header_row);
    let said_row = said_row.and_then(|number| (0..sheet.len()).find(|it| sheet.number(*it) == number));
    let named = SheetForm::named(&sheet.name);
    let said_kind = said.and_then(|it| it.kind);
    if let Some(kind) = said_kind.filter(|it| !it.is_data()) {
        return none(kind, Sureness::Set);
    }
    if said_kind.is_none() {
        if sheet.name.to_lowercase().contains("(ignore)") {
            return none(SheetKind::Ignored, Sureness::Certain);
        }
        if let Some((SheetKind::Instructions, _)) = named {
            return none(SheetKind::Instructions, Sureness::Certain);
        }
    }
    let rows = said_row.map_or(0..sheet.len().min(HEADER_ROWS), |it| it..it + 1);
    let mut best: Option<(Score, SheetKind, usize)> = None;
    for row in rows.clone() {
        let headers = headers(sheet, row);
        for form in FORMS.iter().filter(|it| said_kind.is_none_or(|kind| kind == it.kind)) {
            let name = match named {
                Some((kind, is_exact)) if kind == form.kind => 1 + usize::from(is_exact),
                _ => 0,
            };
            let score = score(&headers, form, name);
            if score.matched > 0 && best.is_none_or(|(so_far, ..)| score > so_far) {
                best = Some((score, form.kind, row));
            }
        }
    }
    let Some((score, kind, row)) = best.filter(|it| it.0.is_enough(said_kind.is_some())) else {
        return match said_kind {
            // The settings say which column holds what.
            Some(kind) => {
                (Finding::new(kind, Sureness::Set), (!rows.is_empty()).then_some(rows.start), Sureness::Set)
            }
            None => none(SheetKind::Unknown, Sureness::Guess),
        };
    };
    let sureness = match (said_kind.is_some(), score.whole, score.name) {
        (true, ..) => Sureness::Set,
        (_, 1, 2) => Sureness::Certain,
        (_, 1, _) => Sureness::Likely,
        _ => Sureness::Guess,
    };
    let of_header = if said_row.is_some() { Sureness::Set } else { sureness };
    (Finding::new(kind, sureness), Some(row), of_header)
}

/// How well a row fits as the header of a form: the greater the better, in order of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    /// Whether all fields that rows need are there, and the name says so exactly.
    sure: usize,
    /// Whether all fields that rows need are there.
    whole: usize,
    /// How much the sheet's name says so: 2 exactly, 1 partly.
    name: usize,
    /// How many columns are of fields.
    matched: usize,
}

impl Score {
    /// One column by chance makes no header, unless the name of the sheet or the settings say what it is.
    fn is_enough(self, is_said: bool) -> bool {
        is_said || self.name == 2 || (self.whole == 1 && self.matched >= 2)
    }
}

/// The cells of a row as headers are compared.
fn headers(sheet: &Sheet, row: usize) -> Vec<String> {
    let cells = (0..sheet.width(row)).map(|it| normal(sheet.get(row, it).text));
    cells.filter(|it| !it.is_empty()).collect()
}

fn score(headers: &[String], form: &'static SheetForm, name: usize) -> Score {
    let mut seen = vec![false; form.fields.len()];
    for header in headers {
        if let Some(slot) = form.field_normal(header).and_then(|it| seen.get_mut(it)) {
            *slot = true;
        }
    }
    let lacks = form.fields.iter().zip(&seen).any(|(field, seen)| field.required && !seen);
    let matched = seen.iter().filter(|it| **it).count();
    let whole = usize::from(!lacks && matched > 0);
    Score { sure: usize::from(whole == 1 && name == 2), whole, name, matched }
}

fn columns(
    layout: &mut Layout,
    form: &'static SheetForm,
    sheet: &Sheet,
    (header, width, settings): (usize, usize, &Settings),
) {
    let name = normal(&sheet.name);
    let mut taken = BTreeMap::<usize, usize>::new();
    for column in 0..width {
        let text = sheet.get(header, column).text;
        let is_it = |it: &&super::settings::ColumnSetting| {
            normal(&it.column) == normal(text) && it.sheet.as_ref().is_none_or(|of| normal(of) == name)
        };
        let said = if text.is_empty() { None } else { settings.columns.iter().find(is_it) };
        let (mut field, sureness) = match said {
            Some(said) => (said.field.as_deref().and_then(|it| form.field_named(it)), Sureness::Set),
            None => (form.field(text), Sureness::Certain),
        };
        let at = sheet.number(header);
        if let Some(place) = field
            && let Some(first) = taken.get(&place).copied()
        {
            let first = layout.headers.get(first).cloned().unwrap_or_default();
            layout.issues.push(
                Issue::error(
                    IssueCode::DuplicateColumn,
                    format!(
                        "this column and `{}` hold the same; say in the settings which one counts",
                        shown(&first)
                    ),
                )
                .at(at)
                .column(text),
            );
            layout.detected.missing.push(form.fields.get(place).map_or("", |it| it.name).to_owned());
            field = None;
        }
        if let Some(place) = field {
            taken.insert(place, column);
        }
        // What a spreadsheet leaves behind: separators to the right of the table.
        if text.is_empty() && is_empty(sheet, header, column) {
            layout.fields.push(None);
            layout.headers.push(String::new());
            continue;
        }
        layout.issues.extend(unkept(
            form,
            field,
            (text, column),
            at,
            said.is_some_and(|it| it.field.is_none()),
        ));
        let kept = field.and_then(|it| form.fields.get(it));
        layout.detected.columns.push(DetectedColumn {
            position: u32::try_from(column + 1).unwrap_or(u32::MAX),
            header: shown(text),
            field: kept.map(|it| it.name.to_owned()),
            sureness,
        });
        layout.fields.push(field);
        layout.headers.push(text.to_owned());
    }
    for (place, field) in form.fields.iter().enumerate() {
        if field.required
            && !taken.contains_key(&place)
            && !layout.detected.missing.iter().any(|it| it == field.name)
        {
            layout.detected.missing.push(field.name.to_owned());
            let message = format!(
                "the column `{}` (Polish `{}`) is missing; its cells need a value",
                field.name, field.polish
            );
            layout.issues.push(
                Issue::error(IssueCode::MissingColumn, message).at(sheet.number(header)).column(field.name),
            );
        }
        if let Some(word) = field.default {
            layout.detected.defaults.push(format!("{} = {word}", field.name));
        }
    }
    skip_explanations(layout, sheet);
}

/// The greatest number of cells of the header and of some rows below it.
fn width_of(sheet: &Sheet, header: usize) -> usize {
    let rows = header..sheet.len().min(header + HEADER_ROWS);
    rows.map(|it| sheet.width(it)).max().unwrap_or_default()
}

/// Whether nothing stands in a column below the header.
fn is_empty(sheet: &Sheet, header: usize, column: usize) -> bool {
    (header + 1..sheet.len()).all(|row| sheet.get(row, column).text.is_empty())
}

/// The warning for a column that is not kept.
fn unkept(
    form: &SheetForm,
    field: Option<usize>,
    (header, column): (&str, usize),
    at: u64,
    is_wanted: bool,
) -> Option<Issue> {
    let told = match field.and_then(|it| form.fields.get(it)).map(|it| it.holds) {
        Some(super::catalogue::Holds::Unkept(why)) => format!("the column is not read: {why}"),
        Some(_) => return None,
        None if is_wanted => return None,
        None if header.is_empty() => {
            format!("column {} has no header; what stands in it is not read", column + 1)
        }
        None => {
            "the column is not read: no field is called so; say in the settings which one it holds".to_owned()
        }
    };
    let names = form.fields.iter().flat_map(|it| [it.name, it.polish]);
    let suggestion = if field.is_none() { nearest(header, names) } else { None };
    Some(Issue::warning(IssueCode::UnmappedColumn, told).at(at).column(header).suggest(suggestion))
}

/// How like a suggestion must be to what was given, from 0 to 1 (Jaro-Winkler).
const LIKENESS: f64 = 0.85;

/// The candidate most like what was given.
pub(crate) fn nearest<'a>(given: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let given = normal(given);
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::jaro_winkler(&given, &normal(candidate));
        if likeness >= LIKENESS && best.is_none_or(|(so_far, _)| likeness > so_far) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

/// The row of explanations under a header begins with `#`.
fn skip_explanations(layout: &mut Layout, sheet: &Sheet) {
    let first = layout.first;
    let begin = (0..sheet.width(first)).map(|it| sheet.get(first, it).text).find(|it| !it.is_empty());
    if begin.is_some_and(|it| it.starts_with('#')) {
        layout.first += 1;
    }
}

fn tell_of_sheet(layout: &mut Layout, sheet: &Sheet) {
    match layout.kind.value {
        SheetKind::Unknown if sheet.len() > 0 => {
            let message = "what the rows of this sheet are cannot be told; name it after its kind, use the headers of \
                           the template, or say its kind in the settings";
            let names = FORMS.iter().flat_map(|it| [it.name, it.polish]);
            let suggestion = nearest(&sheet.name, names);
            layout.issues.push(Issue::error(IssueCode::UnknownSheet, message).suggest(suggestion));
        }
        SheetKind::Ignored => {
            layout
                .issues
                .push(Issue::warning(IssueCode::SheetLeftOut, "the sheet is left out, as asked for"));
        }
        kind if kind.is_data() && layout.header.is_none() && sheet.len() > 0 => {
            layout.issues.push(Issue::error(IssueCode::MissingHeader, "no row of the sheet is its header"));
        }
        _ => {}
    }
    if let Some(header) = layout.header.filter(|it| *it > 0) {
        let message = format!("{header} row(s) above the header are not read");
        layout.issues.push(Issue::warning(IssueCode::AboveHeader, message).at(sheet.number(header)));
    }
}

/// The greatest number of fields of any form that a row names: how much it looks like a header.
pub(crate) fn header_likeness(sheet: &Sheet) -> usize {
    let of_row = |row| {
        let headers = headers(sheet, row);
        FORMS.iter().map(|form| score(&headers, form, 0).matched).max().unwrap_or_default()
    };
    (0..sheet.len().min(HEADER_ROWS)).map(of_row).max().unwrap_or_default()
}
