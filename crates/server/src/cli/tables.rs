//! `splot import FILE…`: tables that people keep (CSV, workbooks, JSON, edge lists), the same way as over the API.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use service::import::intake::{ErrorPolicy, RowCounts, Settings, Severity, TemplateLanguage};
use service::import::{FILES_MAX, ImportEnd, ImportFile, ImportListener, ImportPreview, ImportStage};
use service::keeping::Asked;
use service::{Actor, Options, Role, Service, SystemClock};

use super::transfer::{Format, Import};
use super::{database, print};
use crate::config::Config;
use crate::exit::{Exit, Failure};

/// The largest file, in bytes.
const FILE_MAX: u64 = 256 << 20;

/// Writes a workbook to be filled in.
pub(super) async fn write_template(
    file: &Path,
    language: TemplateLanguage,
    config: &Config,
) -> Result<(), Failure> {
    let store = database::open_migrated(config).await?;
    let service = Service::start(store, Options::default()).await?;
    let bytes = service.import_template(language).await;
    service.close().await?;
    std::fs::write(file, bytes?)
        .map_err(|error| Failure::new(Exit::Files, format!("cannot write {}: {error}", file.display())))?;
    print(&format!("the template was written to {}\n", file.display()))
}

/// Previews or imports tables.
pub(super) async fn run(import: &Import, config: &Config) -> Result<(), Failure> {
    let settings = import.settings.as_deref().map(settings).transpose()?.unwrap_or_default();
    let files = Arc::new(read(&import.paths)?);
    let how = (&settings, import.error_policy.into());
    let store = database::open_migrated(config).await?;
    let service = Service::start(store, Options::default()).await?;
    let done = carry_out(import, &service, &files, how).await;
    service.close().await?;
    done
}

async fn carry_out(
    import: &Import,
    service: &Service,
    files: &Arc<Vec<ImportFile>>,
    how: (&Settings, ErrorPolicy),
) -> Result<(), Failure> {
    let actor = Actor::new(Role::Operator, "command line");
    let bar = progress_bar();
    let shown = bar.clone();
    let tell: ImportListener = Arc::new(move |stage, done, total| show(&shown, stage, done, total));
    let preview = Box::pin(service.preview_files((&SystemClock, &actor), files, how, &tell)).await;
    let preview = match preview {
        Ok(preview) => preview,
        Err(error) => {
            bar.finish_and_clear();
            return Err(error.into());
        }
    };
    let mut end = None;
    if !import.dry_run && preview.fault.is_none() {
        let asked = Asked::default();
        let imported = service.import_files((&SystemClock, &actor), files, how, &asked, &tell);
        let imported = Box::pin(imported).await;
        bar.finish_and_clear();
        end = Some(imported?);
    }
    bar.finish_and_clear();
    print(&match import.format {
        Format::Text => told(&preview, end.as_ref()),
        Format::Json => as_json(&preview, end.as_ref()),
    })?;
    let fault = end.as_ref().and_then(|it| it.fault.as_ref()).or(preview.fault.as_ref());
    match fault {
        None => Ok(()),
        Some(fault) => {
            let mut message = fault.to_string();
            for refused in fault.faults() {
                let _ = write!(message, "\n  {}", refused.message);
            }
            Err(Failure::new(Exit::Data, message))
        }
    }
}

fn settings(path: &Path) -> Result<Settings, Failure> {
    let failed = |exit, reason: String| {
        Failure::new(exit, format!("cannot read the settings of {}: {reason}", path.display()))
    };
    let text = std::fs::read_to_string(path).map_err(|error| failed(Exit::Files, error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| failed(Exit::Data, error.to_string()))
}

fn read(paths: &[PathBuf]) -> Result<Vec<ImportFile>, Failure> {
    if paths.len() > FILES_MAX {
        return Err(Failure::new(Exit::Usage, format!("an import has at most {FILES_MAX} files")));
    }
    let one = |path: &PathBuf| {
        let failed =
            |reason: String| Failure::new(Exit::Files, format!("cannot read {}: {reason}", path.display()));
        let size = std::fs::metadata(path).map_err(|error| failed(error.to_string()))?.len();
        if size > FILE_MAX {
            return Err(failed(format!("it has {size} bytes, and {FILE_MAX} are the most")));
        }
        let name = path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
        Ok(ImportFile { name, bytes: std::fs::read(path).map_err(|error| failed(error.to_string()))? })
    };
    paths.iter().map(one).collect()
}

/// A bar on standard error; nothing when that is not a terminal.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg:10} {wide_bar} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn show(bar: &ProgressBar, stage: ImportStage, done: u64, total: u64) {
    bar.set_length(total);
    bar.set_position(done);
    bar.set_message(match stage {
        ImportStage::Waiting => "waiting",
        ImportStage::Reading => "reading",
        ImportStage::Checking => "checking",
        ImportStage::Writing => "writing",
        ImportStage::Done => "done",
    });
}

/// The report for people: issues as compilers write them, then the sums.
fn told(preview: &ImportPreview, end: Option<&ImportEnd>) -> String {
    let mut text = String::new();
    for issue in &preview.issues {
        let word = match issue.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        };
        let _ = write!(text, "{word}: {issue}");
        if let Some(value) = &issue.value {
            let _ = write!(text, " (`{value}`)");
        }
        if let Some(suggestion) = &issue.suggestion {
            let _ = write!(text, "; try `{suggestion}`");
        }
        text.push('\n');
    }
    let counts = preview.issue_counts;
    let all = counts.errors + counts.warnings + counts.notices;
    let more = all.saturating_sub(u64::try_from(preview.issues.len()).unwrap_or(u64::MAX));
    if more > 0 {
        let _ = writeln!(text, "… and {more} more");
    }
    for file in &preview.detected {
        let _ = write!(text, "{}: {}", file.file, file.format.value);
        if let Some(encoding) = &file.encoding {
            let _ = write!(text, ", {} ({})", encoding.value, encoding.sureness);
        }
        if let Some(separator) = &file.separator {
            let _ = write!(text, ", separator {} ({})", separator.value, separator.sureness);
        }
        text.push('\n');
        for sheet in &file.sheets {
            let _ = writeln!(text, "  {}: {} ({})", sheet.name, sheet.kind.value, sheet.kind.sureness);
        }
    }
    for sheet in &preview.sheets {
        let _ = writeln!(text, "{} {}: {}", sheet.file, sheet.sheet, sums(&sheet.rows));
    }
    let _ = writeln!(
        text,
        "{} error(s), {} warning(s), {} new institution(s), {} like others",
        counts.errors, counts.warnings, preview.new_institution_count, preview.near_duplicate_count
    );
    let counts = end.map_or(&preview.counts, |it| &it.counts);
    let _ = writeln!(text, "{}", sums(counts));
    text.push_str(&match end {
        None if preview.fault.is_some() => "nothing would be imported\n".to_owned(),
        None => "nothing was written: this was a dry run\n".to_owned(),
        Some(ImportEnd { revision: Some(revision), has_changed: true, .. }) => {
            format!("revision {revision}\n")
        }
        Some(ImportEnd { fault: Some(_), .. }) => "nothing was imported\n".to_owned(),
        Some(_) => "nothing was changed: the record holds all of it already\n".to_owned(),
    });
    text
}

fn sums(it: &RowCounts) -> String {
    format!(
        "read {} = {} new + {} changed + {} unchanged + {} refused",
        it.read, it.new, it.changed, it.unchanged, it.refused
    )
}

fn as_json(preview: &ImportPreview, end: Option<&ImportEnd>) -> String {
    let value = json!({
        "files": preview.detected,
        "rows": end.map_or(&preview.counts, |it| &it.counts),
        "sheets": preview.sheets,
        "issueCounts": preview.issue_counts,
        "issues": preview.issues,
        "nearDuplicates": preview.near_duplicates,
        "newInstitutions": preview.new_institution_count,
        "revision": end.and_then(|it| it.revision),
        "hasChanged": end.is_some_and(|it| it.has_changed),
        "dryRun": end.is_none(),
    });
    format!("{value:#}\n")
}
