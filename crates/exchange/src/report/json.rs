//! A report as JSON: the data, both languages, records by reference, claims by key.

use graph::Interval;
use graph::annual_report::{AnnualReport, Entry, Fact, FactValue, Figure, ReportChanges, Section};
use serde_json::{Value, json};

use super::{ReportSource, hash};

/// Writes the file.
pub(super) fn write(source: &ReportSource<'_>) -> Vec<u8> {
    let receipt = &source.report.receipt;
    let mut whole = report(source.report);
    if let Some(members) = whole.as_object_mut() {
        if let Some((since, it)) = source.changes {
            members.insert("changes".to_owned(), changes(since, it));
        }
        let parameters: serde_json::Map<_, _> = receipt
            .parameters
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.clone())))
            .collect();
        let excluded: Vec<_> = receipt
            .excluded
            .iter()
            .map(|it| json!({ "reason": it.reason.as_str(), "count": it.count, "message": it.message }))
            .collect();
        let told = json!({
            "revision": source.revision.to_string(),
            "algorithm": receipt.algorithm,
            "version": receipt.version,
            "parameters": parameters,
            "excluded": excluded,
            "warnings": receipt.warnings,
            "sha256": hash(source.report),
        });
        members.insert("receipt".to_owned(), told);
    }
    format!("{whole:#}\n").into_bytes()
}

/// What a report says, without the receipt: equal reports give the same text.
pub(super) fn report(report: &AnnualReport) -> Value {
    json!({
        "partnership": report.partnership.as_str(),
        "name": report.name,
        "year": report.year,
        "sections": report.sections.iter().map(section).collect::<Vec<_>>(),
    })
}

fn section(section: &Section) -> Value {
    json!({
        "kind": section.kind.as_str(),
        "code": section.code,
        "title": section.title,
        "about": section.about.to_string(),
        "facts": section.facts.iter().map(fact).collect::<Vec<_>>(),
        "figures": section.figures.iter().map(figure).collect::<Vec<_>>(),
        "entries": section.entries.iter().map(entry).collect::<Vec<_>>(),
        "entryCount": section.entry_count,
    })
}

fn entry(entry: &Entry) -> Value {
    json!({
        "about": entry.about.to_string(),
        "title": entry.title,
        "facts": entry.facts.iter().map(fact).collect::<Vec<_>>(),
        "figures": entry.figures.iter().map(figure).collect::<Vec<_>>(),
    })
}

fn fact(fact: &Fact) -> Value {
    let value = |it: &FactValue| match it {
        FactValue::Record { record, name } => json!({ "record": record.to_string(), "name": name }),
        FactValue::Words(text) => json!({ "text": text }),
        FactValue::Date(date) => json!({ "date": date.to_string() }),
    };
    json!({
        "code": fact.code.as_str(),
        "label": fact.label,
        "values": fact.values.iter().map(value).collect::<Vec<_>>(),
        "claims": keys(&fact.claims),
    })
}

fn figure(figure: &Figure) -> Value {
    json!({
        "code": figure.code,
        "label": figure.label,
        "unit": figure.unit,
        "state": figure.state.as_str(),
        "value": figure.value.as_ref().map(interval),
        "declared": figure.declared(),
        "enumerated": figure.enumerated(),
        "unattributed": figure.unattributed(),
        "asOf": figure.as_of.to_string(),
        "declarations": keys(&figure.declarations),
        "rows": keys(&figure.rows),
        "claims": keys(&figure.claims),
    })
}

fn interval(value: &Interval) -> Value {
    let reasons = value.reasons.iter().map(|it| {
        json!({
            "code": it.code.as_str(),
            "count": it.count,
            "message": it.message,
            "about": it.about.as_ref().map(ToString::to_string),
        })
    });
    json!({ "lower": value.lower, "upper": value.upper, "reasons": reasons.collect::<Vec<_>>() })
}

fn changes(since: u64, changes: &ReportChanges) -> Value {
    let figures = changes.figures.iter().map(|it| {
        json!({
            "kind": it.kind.as_str(),
            "code": it.code,
            "label": it.label,
            "before": it.before.as_ref().map(figure),
            "after": it.after.as_ref().map(figure),
            "rowsAdded": keys(&it.rows_added),
            "rowsRemoved": keys(&it.rows_removed),
            "rowsChanged": keys(&it.rows_changed),
        })
    });
    let facts = changes.facts.iter().map(|it| {
        json!({
            "kind": it.kind.as_str(),
            "section": it.section,
            "about": it.about.to_string(),
            "before": it.before.as_ref().map(fact),
            "after": it.after.as_ref().map(fact),
        })
    });
    json!({
        "since": since.to_string(),
        "figures": figures.collect::<Vec<_>>(),
        "facts": facts.collect::<Vec<_>>(),
    })
}

fn keys<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}
