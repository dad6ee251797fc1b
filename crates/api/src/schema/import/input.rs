//! The inputs of imports.

use async_graphql::{ID, InputObject};
use domain::keeping::{Fault, FaultCode, Faults};
use service::import::intake::{self, Settings};

use crate::schema::keeping::input::{Read, invalid};
use crate::schema::scalars::Revision;
use crate::schema::words::{
    CellSeparator, DateOrder, DecimalSeparator, ErrorPolicy, SheetKind, TextEncoding,
};

/// The most sheets that settings may name.
const SHEETS_MAX: usize = 64;
/// The most columns that settings may name.
const COLUMNS_MAX: usize = 512;
/// The most characters of a name in settings.
const NAME_MAX: usize = 1_000;

/// What the rows of a sheet are, or where its header is.
#[derive(Debug, Clone, InputObject)]
pub struct ImportSheetInput {
    /// The sheet, by its name; of CSV files the file's name without its ending. Case, Polish letters and blanks do not
    /// count.
    pub sheet: String,
    /// What its rows are; left out to have it detected.
    pub kind: Option<SheetKind>,
    /// Which row is the header, from 1; left out to have it detected.
    pub header_row: Option<i32>,
}

/// What a column holds.
#[derive(Debug, Clone, InputObject)]
pub struct ImportColumnInput {
    /// The sheet that it stands in; left out for every sheet.
    pub sheet: Option<String>,
    /// The column, as its header says. Case, Polish letters and blanks do not count.
    pub column: String,
    /// The field that it holds, by its name; left out to leave the column out.
    pub field: Option<String>,
}

/// What is said about files. What is not said is detected.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ImportSettingsInput {
    /// The encoding of CSV and JSON files.
    pub encoding: Option<TextEncoding>,
    /// What separates the cells of CSV files.
    pub separator: Option<CellSeparator>,
    /// What stands before decimals.
    pub decimal: Option<DecimalSeparator>,
    /// The order of day and month in dates with slashes.
    pub date_order: Option<DateOrder>,
    /// Kinds and headers of sheets, at most 64.
    #[graphql(default)]
    pub sheets: Vec<ImportSheetInput>,
    /// Fields of columns, at most 512.
    #[graphql(default)]
    pub columns: Vec<ImportColumnInput>,
}

/// What is looked at before it is imported.
#[derive(Debug, InputObject)]
pub struct PreviewImportInput {
    /// The ids of uploaded files, 1 to 32; they are read as one, so that a table may refer to rows of another.
    pub files: Vec<ID>,
    /// What is said about them instead of having it detected.
    pub settings: Option<ImportSettingsInput>,
    /// What happens when rows are refused.
    #[graphql(default_with = "ErrorPolicy::RejectEverything")]
    pub error_policy: ErrorPolicy,
}

/// What is imported: what a preview showed, or files as they are.
#[derive(Debug, InputObject)]
pub struct CommitImportInput {
    /// The id of a preview: its files, settings and policy, over the very revision that it was worked out over.
    pub preview: Option<ID>,
    /// The ids of uploaded files, 1 to 32; instead of a preview.
    pub files: Option<Vec<ID>>,
    /// What is said about the files; only together with them.
    pub settings: Option<ImportSettingsInput>,
    /// What happens when rows are refused; that of the preview, else everything is rejected, when left out.
    pub error_policy: Option<ErrorPolicy>,
    /// Why, for the change log, at most 1,000 characters, without personal data.
    pub reason: Option<String>,
    /// The revision of the record that the caller knows: at another one nothing is done; that of the preview when left
    /// out, and for files whatever it is now.
    pub if_revision: Option<Revision>,
    /// A key of the caller's own, at most 200 characters: the same again within 30 days, with the same input, does
    /// nothing and gives what it gave.
    pub idempotency_key: Option<String>,
}

impl ImportSettingsInput {
    /// The settings.
    pub(super) fn read(&self) -> Read<Settings> {
        if self.sheets.len() > SHEETS_MAX || self.columns.len() > COLUMNS_MAX {
            let message = format!("settings name at most {SHEETS_MAX} sheets and {COLUMNS_MAX} columns");
            return Err(Fault::new(FaultCode::TooMany, "settings", message).into());
        }
        let name = |text: &str, path: String| match text.chars().count() {
            1..=NAME_MAX => Ok(text.to_owned()),
            _ => Err(invalid(&path, format!("a name has 1 to {NAME_MAX} characters"))),
        };
        let sheet = |(at, it): (usize, &ImportSheetInput)| -> Result<_, Faults> {
            let path = |field: &str| format!("settings.sheets.{at}.{field}");
            let wrong = |_| invalid(&path("headerRow"), "rows count from 1");
            let row = it.header_row.map(|row| u64::try_from(row).map_err(wrong)).transpose()?;
            Ok(intake::SheetSetting {
                sheet: name(&it.sheet, path("sheet"))?,
                kind: it.kind.map(Into::into),
                header_row: row.filter(|it| *it > 0),
            })
        };
        let column = |(at, it): (usize, &ImportColumnInput)| -> Result<_, Faults> {
            let path = |field: &str| format!("settings.columns.{at}.{field}");
            let maybe =
                |text: &Option<String>, field| text.as_deref().map(|it| name(it, path(field))).transpose();
            Ok(intake::ColumnSetting {
                sheet: maybe(&it.sheet, "sheet")?,
                column: name(&it.column, path("column"))?,
                field: maybe(&it.field, "field")?,
            })
        };
        Ok(Settings {
            encoding: self.encoding.map(Into::into),
            separator: self.separator.map(Into::into),
            decimal: self.decimal.map(Into::into),
            date_order: self.date_order.map(Into::into),
            sheets: self.sheets.iter().enumerate().map(sheet).collect::<Result<_, _>>()?,
            columns: self.columns.iter().enumerate().map(column).collect::<Result<_, _>>()?,
        })
    }
}
