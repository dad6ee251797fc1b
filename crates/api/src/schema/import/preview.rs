//! What an import would come to.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use service::ViewContext;
use service::import::ImportPreview as Previewed;
use service::import::intake::{self, Finding, RowCounts};

use crate::schema::connection::{Connection, Listing, Page};
use crate::schema::context::RequestContext;
use crate::schema::id;
use crate::schema::institution::Institution;
use crate::schema::keeping::ChangeEffect;
use crate::schema::node::Node;
use crate::schema::scalars::{Revision, count};
use crate::schema::words::{
    CellSeparator, DateForm, DateOrder, DecimalSeparator, ErrorPolicy, ImportFileFormat, ImportIssueCode,
    IssueSeverity, LikenessReason, SheetKind, Sureness, TextEncoding,
};

/// The kind of the ids of previews.
pub(super) const KIND: &str = "import-preview";

/// Rows of a file by what becomes of them: `read = new + changed + unchanged + refused`.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportRows {
    /// Rows that were read: neither header nor blank.
    pub read: i32,
    /// What they are of is not in the record, and is added.
    pub new: i32,
    /// What they are of is in the record, and differs.
    pub changed: i32,
    /// The record says so already.
    pub unchanged: i32,
    /// They are not taken; issues say why.
    pub refused: i32,
    /// Of the unchanged, those by which a record gains a source.
    pub confirmed: i32,
}

impl ImportRows {
    pub(super) fn of(rows: &RowCounts) -> Self {
        Self {
            read: count(rows.read),
            new: count(rows.new),
            changed: count(rows.changed),
            unchanged: count(rows.unchanged),
            refused: count(rows.refused),
            confirmed: count(rows.confirmed),
        }
    }
}

/// A sheet and what becomes of its rows.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportSheetRows {
    /// The file.
    pub file: String,
    /// The sheet; of CSV files the file's name without its ending.
    pub sheet: String,
    /// Its rows.
    pub rows: ImportRows,
}

impl ImportSheetRows {
    pub(super) fn of(sheet: &intake::SheetCounts) -> Self {
        Self {
            file: sheet.file.to_string(),
            sheet: sheet.sheet.to_string(),
            rows: ImportRows::of(&sheet.rows),
        }
    }
}

/// Declares findings: a value with how sure it is.
macro_rules! findings {
    ($($(#[doc = $doc:literal])+ $name:ident of $Value:ty;)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, SimpleObject)]
            pub struct $name {
                /// What was found, or said in the settings.
                pub value: $Value,
                /// How sure it is.
                pub sureness: Sureness,
            }

            impl $name {
                fn of<T: Into<$Value>>(found: Finding<T>) -> Self {
                    Self { value: found.value.into(), sureness: found.sureness.into() }
                }
            }
        )+
    };
}

findings! {
    /// The format of a file.
    DetectedFormat of ImportFileFormat;
    /// The encoding of a text.
    DetectedEncoding of TextEncoding;
    /// What separates the cells of a line.
    DetectedSeparator of CellSeparator;
    /// What stands before decimals.
    DetectedDecimal of DecimalSeparator;
    /// The order of day and month.
    DetectedDateOrder of DateOrder;
    /// What the rows of a sheet are.
    DetectedSheetKind of SheetKind;
}

/// A column of a sheet, and the field that it holds.
#[derive(Debug, Clone, SimpleObject)]
pub struct DetectedColumn {
    /// Its place from the left, from 1.
    pub position: i32,
    /// Its header.
    pub header: String,
    /// The field that it holds, by its name; null when the column is left out.
    pub field: Option<String>,
    /// How sure that is.
    pub sureness: Sureness,
}

/// A sheet of a file.
#[derive(Debug, Clone, SimpleObject)]
pub struct DetectedSheet {
    /// Its name.
    pub name: String,
    /// What its rows are.
    pub kind: DetectedSheetKind,
    /// Which row is the header, from 1; null when there is none.
    pub header_row: Option<i32>,
    /// How many rows below the header are not blank.
    pub rows: i32,
    /// How many are blank, and left out.
    pub blank_rows: i32,
    /// The columns, at most 256.
    pub columns: Vec<DetectedColumn>,
    /// Fields that rows need and no column holds, by their names.
    pub missing: Vec<String>,
}

/// What was found out about a file.
#[derive(Debug, Clone, SimpleObject)]
pub struct DetectedFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Its format.
    pub format: DetectedFormat,
    /// The encoding of its text; null for workbooks.
    pub encoding: Option<DetectedEncoding>,
    /// Whether it begins with a byte order mark.
    pub had_byte_order_mark: bool,
    /// What separates its cells; null where nothing does.
    pub separator: Option<DetectedSeparator>,
    /// What stands before decimals in numbers written as text.
    pub decimal: DetectedDecimal,
    /// The order of day and month in dates with slashes.
    pub date_order: DetectedDateOrder,
    /// How its dates are written.
    pub date_forms: Vec<DateForm>,
    /// Its sheets, at most 64.
    pub sheets: Vec<DetectedSheet>,
}

impl DetectedFile {
    fn of(it: &intake::Detected) -> Self {
        Self {
            name: it.file.clone(),
            sha256: it.sha256.clone(),
            format: DetectedFormat::of(it.format),
            encoding: it.encoding.map(DetectedEncoding::of),
            had_byte_order_mark: it.had_bom,
            separator: it.separator.map(DetectedSeparator::of),
            decimal: DetectedDecimal::of(it.decimal),
            date_order: DetectedDateOrder::of(it.date_order),
            date_forms: it.date_forms.iter().map(|it| (*it).into()).collect(),
            sheets: it.sheets.iter().map(sheet).collect(),
        }
    }
}

fn sheet(it: &intake::DetectedSheet) -> DetectedSheet {
    let column = |it: &intake::DetectedColumn| DetectedColumn {
        position: count(u64::from(it.position)),
        header: it.header.clone(),
        field: it.field.clone(),
        sureness: it.sureness.into(),
    };
    DetectedSheet {
        name: it.name.clone(),
        kind: DetectedSheetKind::of(it.kind),
        header_row: it.header_row.map(|it| count(it.value)),
        rows: count(it.rows),
        blank_rows: count(it.blank_rows),
        columns: it.columns.iter().map(column).collect(),
        missing: it.missing.clone(),
    }
}

/// A problem of a file, a row or a cell.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportIssue {
    /// What it is. Codes are stable; messages are not.
    pub code: ImportIssueCode,
    /// How grave it is.
    pub severity: IssueSeverity,
    /// The file.
    pub file: String,
    /// The sheet; null when the file as a whole is meant.
    pub sheet: Option<String>,
    /// The row as the program that made the file counts, from 1; null when the sheet as a whole is meant.
    pub row: Option<i32>,
    /// The column, as its header says; null when the row as a whole is meant.
    pub column: Option<String>,
    /// The start of the offending value, at most 120 characters; null when none is meant.
    pub value: Option<String>,
    /// What may be written instead; null when nothing is known.
    pub suggestion: Option<String>,
    /// What is wrong and what to do, in English words.
    pub message: String,
    /// The records that it is about, such as those that a name may mean.
    pub records: Vec<Node>,
}

/// How many issues there are.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportIssueCounts {
    /// Those for which rows, sheets or files are refused.
    pub errors: i32,
    /// Those that should be looked at.
    pub warnings: i32,
    /// Those that may be of interest.
    pub notices: i32,
}

/// An institution that would be added by a row of its own.
#[derive(Debug, Clone, SimpleObject)]
pub struct NewImportInstitution {
    /// The key that it would have.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A new institution that is like another one. Nothing is decided by it.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImportNearDuplicate {
    /// The name of the new one.
    pub name: String,
    /// Its row.
    pub row: i32,
    /// The name of the other one.
    pub other_name: String,
    /// The other one; null when it is as new as the first.
    pub other: Option<Institution>,
    /// Why they may be one.
    pub reasons: Vec<LikenessReason>,
}

/// What an import would come to. Nothing is written.
#[derive(Debug, Clone, Description)]
pub struct ImportPreview(pub(super) Arc<Previewed>);

#[Object(use_type_description)]
impl ImportPreview {
    /// The id for `commitImport`: the files, by their content, the settings, the policy and the revision. Null when a file
    /// cannot be read.
    async fn id(&self) -> Option<ID> {
        self.0.id.as_ref().map(|it| id::encode(KIND, it))
    }

    /// The revision of the record over which it was worked out.
    async fn revision(&self) -> Revision {
        Revision::of(self.0.revision)
    }

    /// What happens when rows are refused.
    async fn error_policy(&self) -> ErrorPolicy {
        self.0.policy.into()
    }

    /// What was found out about each file, at most 32.
    async fn files(&self) -> Vec<DetectedFile> {
        self.0.detected.iter().map(DetectedFile::of).collect()
    }

    /// All rows under the policy.
    async fn rows(&self) -> ImportRows {
        ImportRows::of(&self.0.counts)
    }

    /// The rows of each sheet, at most 64, as when the rows that are right are taken.
    async fn sheets(&self) -> Vec<ImportSheetRows> {
        self.0.sheets.iter().map(ImportSheetRows::of).collect()
    }

    /// How many issues there are.
    async fn issue_counts(&self) -> ImportIssueCounts {
        let it = self.0.issue_counts;
        ImportIssueCounts {
            errors: count(it.errors),
            warnings: count(it.warnings),
            notices: count(it.notices),
        }
    }

    /// The issues, errors before others, at most 500.
    #[allow(clippy::too_many_arguments, reason = "paging takes four arguments")]
    async fn issues(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<ImportIssue>> {
        let context = RequestContext::of(ctx)?.whole();
        let items: Vec<usize> = (0..self.0.issues.len()).collect();
        let owner = self.0.id.clone().unwrap_or_default();
        let listing = Listing { context: &context, owner: &owner, items: &items, completeness: Vec::new() };
        let page = Page { first, after, last, before };
        let shown = |at: &usize| self.0.issues.get(*at).map(|it| issue(&context, it));
        listing.page(ctx, &page, usize::to_string, shown)
    }

    /// The institutions that would be added, the first 200 of them.
    async fn new_institutions(&self) -> Vec<NewImportInstitution> {
        let new = |it: &service::import::NewInstitution| NewImportInstitution {
            slug: it.key.clone(),
            name: it.name.clone(),
        };
        self.0.new_institutions.iter().map(new).collect()
    }

    /// How many institutions would be added.
    async fn new_institution_count(&self) -> i32 {
        count(self.0.new_institution_count as u64)
    }

    /// New institutions that are like others, the first 200 of them.
    async fn near_duplicates(&self, ctx: &Context<'_>) -> Result<Vec<ImportNearDuplicate>> {
        use crate::schema::entry::RecordNode as _;
        let context = RequestContext::of(ctx)?.whole();
        let near = |it: &intake::NearDuplicate| ImportNearDuplicate {
            name: it.name.clone(),
            row: count(it.row),
            other_name: it.other_name.clone(),
            other: if it.is_recorded { Institution::find(&context, &it.other) } else { None },
            reasons: it.reasons.iter().map(|it| (*it).into()).collect(),
        };
        Ok(self.0.near_duplicates.iter().map(near).collect())
    }

    /// How many pairs of them there are.
    async fn near_duplicate_count(&self) -> i32 {
        count(self.0.near_duplicate_count)
    }

    /// What the import would do to the network; null when nothing would be imported.
    async fn effect(&self) -> Option<ChangeEffect> {
        self.0.kept.clone().map(|it| ChangeEffect(Arc::new(it)))
    }
}

fn issue(context: &Arc<ViewContext>, it: &intake::Issue) -> ImportIssue {
    ImportIssue {
        code: it.code.into(),
        severity: it.severity.into(),
        file: it.file.to_string(),
        sheet: it.sheet.as_ref().map(ToString::to_string),
        row: it.row.map(count),
        column: it.column.clone(),
        value: it.value.clone(),
        suggestion: it.suggestion.clone(),
        message: it.message.clone(),
        records: it.about.iter().filter_map(|it| Node::of(context, it)).collect(),
    }
}
