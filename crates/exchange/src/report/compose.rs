//! The document of a report: sections with their facts, figures and entries; what has changed; the appendix.

use std::collections::BTreeMap;

use domain::date::EdtfDate;
use graph::annual_report::{
    ChangeKind, Entry, Fact, FactChange, FactCode, FactValue, Figure, FigureChange, ReportChanges, Section,
    SectionKind, figure_state,
};

use super::appendix;
use super::date::date;
use super::document::{Block, Document, Inline, Line, Row, Table, clean};
use super::language::ReportLanguage;
use super::number;
use super::{ReportSource, appendix::noted};

/// The numbers by which figures are linked to their rows, by code.
pub(super) type Numbers<'a> = BTreeMap<&'a str, usize>;

/// Composes the document.
pub(super) fn document(source: &ReportSource<'_>, language: ReportLanguage) -> Document {
    let report = source.report;
    let numbers: Numbers<'_> =
        report.figures().zip(1_usize..).map(|(it, number)| (it.code.as_str(), number)).collect();
    let mut to = Document {
        language,
        title: language.choose("Sprawozdanie roczne za ", "Annual report for ").to_owned()
            + &report.year.to_string()
            + language.choose("\u{a0}r.", ""),
        subtitle: clean(language.of(&report.name)),
        blocks: Vec::new(),
    };
    to.paragraph(vec![Inline::text(language.choose(
        "Podano: ile podaje źródło. Wymieniono: ile zapis zna z osobna. Co nie jest odnotowane, nie jest zerem. \
         Każda liczba prowadzi do wykazu wpisów i źródeł na końcu dokumentu.",
        "Declared: how many a source declares. Listed: how many the record knows one by one. What is not recorded is \
         not zero. Every number leads to the list of records and sources at the end of the document.",
    ))]);
    for section in &report.sections {
        compose_section(&mut to, section, &numbers);
    }
    if let Some((since, changes)) = source.changes {
        compose_changes(&mut to, since, changes);
    }
    appendix::rows(&mut to, source, &numbers);
    appendix::sources(&mut to, source);
    appendix::receipt(&mut to, source);
    to
}

fn compose_section(to: &mut Document, section: &Section, numbers: &Numbers<'_>) {
    let language = to.language;
    to.heading(2, language.of(&section.title), &anchor("section", &section.code));
    push_facts(to, &section.facts);
    push_figures(to, &section.figures, language.of(&section.title), numbers);
    if section.kind == SectionKind::Visits {
        visits(to, section, numbers);
    } else {
        for entry in &section.entries {
            compose_entry(to, section, entry, numbers);
        }
    }
    let more = section.entry_count.saturating_sub(section.entries.len());
    if more > 0 {
        to.paragraph(vec![Inline::strong(match language {
            ReportLanguage::Polish => format!("Nie pokazano dalszych pozycji: {more}."),
            ReportLanguage::English => format!("Further entries that are not shown: {more}."),
        })]);
    }
}

fn compose_entry(to: &mut Document, section: &Section, entry: &Entry, numbers: &Numbers<'_>) {
    let title = capital(to.language.of(&entry.title));
    to.heading(3, &title, &anchor(&section.code, &entry.about.to_string()));
    push_facts(to, &entry.facts);
    push_figures(to, &entry.figures, &title, numbers);
}

/// The text with a capital at its start, as in a heading.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// The institutions visited, as one table.
fn visits(to: &mut Document, section: &Section, numbers: &Numbers<'_>) {
    if section.entries.is_empty() {
        return;
    }
    let language = to.language;
    let cell = |entry: &Entry, code: FactCode| -> Line {
        let values = entry.facts.iter().filter(|it| it.code == code).flat_map(|it| &it.values);
        let texts: Vec<_> = values.map(|it| value(it, language)).collect();
        if texts.is_empty() {
            vec![Inline::text(noted(language))]
        } else {
            vec![Inline::text(texts.join("; "))]
        }
    };
    let rows = section.entries.iter().map(|entry| {
        let count = entry.figures.first();
        Row {
            anchor: count.and_then(|it| numbers.get(it.code.as_str())).map(|it| format!("figure-{it}")),
            cells: vec![
                vec![Inline::text(language.of(&entry.title))],
                cell(entry, FactCode::Place),
                cell(entry, FactCode::Date),
                count.map(|it| linked(it, numbers, listed(it, language))).unwrap_or_default(),
            ],
        }
    });
    let table = Table {
        caption: language.choose("Odwiedzone instytucje", "Institutions visited").to_owned(),
        columns: [
            ("Instytucja", "Institution"),
            ("Miejscowość", "Place"),
            ("Data", "Date"),
            ("Wymienione spotkania", "Visits listed"),
        ]
        .map(|(pl, en)| language.choose(pl, en).to_owned())
        .to_vec(),
        rows: rows.collect(),
    };
    to.blocks.push(Block::Table(table));
}

/// The facts; those that are not recorded are named together at the end.
fn push_facts(to: &mut Document, facts: &[Fact]) {
    let language = to.language;
    let mut told = Vec::new();
    let mut missing = Vec::new();
    for fact in facts {
        let label = language.of(&fact.label);
        if fact.values.is_empty() {
            missing.push(label.to_owned());
            continue;
        }
        let lines = fact.values.iter().map(|it| vec![Inline::text(value(it, language))]);
        let lines: Vec<Line> = match fact.code {
            // An action reads as one line.
            FactCode::Action => {
                let texts: Vec<_> = fact.values.iter().map(|it| value(it, language)).collect();
                vec![vec![Inline::text(texts.join("; "))]]
            }
            _ => lines.collect(),
        };
        told.push((clean(label), lines));
    }
    if !missing.is_empty() {
        let label = language.choose("Nie odnotowano", "Not recorded").to_owned();
        told.push((label, vec![vec![Inline::text(missing.join("; "))]]));
    }
    if !told.is_empty() {
        to.blocks.push(Block::Facts(told));
    }
}

/// The figures as a table.
fn push_figures(to: &mut Document, figures: &[Figure], caption: &str, numbers: &Numbers<'_>) {
    if figures.is_empty() {
        return;
    }
    let language = to.language;
    let rows = figures.iter().map(|figure| {
        let number = numbers.get(figure.code.as_str()).copied().unwrap_or_default();
        let plain = |it: Option<f64>| it.map(|it| number::number(it, language));
        let cell = |it: Option<String>| linked(figure, numbers, it.unwrap_or_else(|| "–".to_owned()));
        Row {
            anchor: Some(format!("figure-{number}")),
            cells: vec![
                vec![Inline::text(language.of(&figure.label))],
                cell(plain(figure.declared())),
                cell(plain(figure.enumerated())),
                cell(plain(figure.unattributed())),
                linked(figure, numbers, shown(figure, language)),
                vec![Inline::text(language.of(&figure_state(figure.state)))],
            ],
        }
    });
    let table = Table {
        caption: match language {
            ReportLanguage::Polish => format!("Liczby: {caption}"),
            ReportLanguage::English => format!("Figures: {caption}"),
        },
        columns: [
            ("Co", "What"),
            ("Podano", "Declared"),
            ("Wymieniono", "Listed"),
            ("Niewymienione", "Not listed"),
            ("Wynik", "Value"),
            ("Stan", "State"),
        ]
        .map(|(pl, en)| language.choose(pl, en).to_owned())
        .to_vec(),
        rows: rows.collect(),
    };
    to.blocks.push(Block::Table(Table { caption: clean(&table.caption), ..table }));
}

/// What a figure comes to.
pub(super) fn shown(figure: &Figure, language: ReportLanguage) -> String {
    match &figure.value {
        Some(value) => number::interval(value, &figure.unit, language),
        None => noted(language).to_owned(),
    }
}

fn listed(figure: &Figure, language: ReportLanguage) -> String {
    figure.enumerated().map_or_else(|| noted(language).to_owned(), |it| number::number(it, language))
}

/// A number as a link to its rows; plain when there is nothing behind it.
fn linked(figure: &Figure, numbers: &Numbers<'_>, text: String) -> Line {
    let has_rows = !figure.rows.is_empty() || !figure.declarations.is_empty() || !figure.claims.is_empty();
    match numbers.get(figure.code.as_str()).filter(|_| has_rows && text != "–") {
        Some(number) => vec![Inline::link(text, &format!("rows-{number}"))],
        None => vec![Inline::text(text)],
    }
}

/// A value in words.
pub(super) fn value(value: &FactValue, language: ReportLanguage) -> String {
    match value {
        FactValue::Record { name, .. } | FactValue::Words(name) => language.of(name).to_owned(),
        FactValue::Date(it) => date(it, language),
    }
}

/// What has changed since a revision.
fn compose_changes(to: &mut Document, since: u64, changes: &ReportChanges) {
    let language = to.language;
    let title = match language {
        ReportLanguage::Polish => format!("Zmiany od rewizji {since}"),
        ReportLanguage::English => format!("Changed since revision {since}"),
    };
    to.heading(2, &title, "changes");
    if changes.is_empty() {
        to.paragraph(vec![Inline::text(language.choose("Nic się nie zmieniło.", "Nothing has changed."))]);
        return;
    }
    if !changes.figures.is_empty() {
        let rows = changes.figures.iter().map(|it| figure_change(it, language));
        to.blocks.push(Block::Table(Table {
            caption: language.choose("Zmienione liczby", "Figures that changed").to_owned(),
            columns: [
                ("Co", "What"),
                ("Zmiana", "Change"),
                ("Było", "Was"),
                ("Jest", "Is"),
                ("Wpisy: doszły, ubyły, inne", "Rows: new, gone, other"),
            ]
            .map(|(pl, en)| language.choose(pl, en).to_owned())
            .to_vec(),
            rows: rows.collect(),
        }));
    }
    if !changes.facts.is_empty() {
        let rows = changes.facts.iter().map(|it| fact_change(it, language));
        to.blocks.push(Block::Table(Table {
            caption: language.choose("Zmienione informacje", "Facts that changed").to_owned(),
            columns: [("Czego dotyczy", "About"), ("Zmiana", "Change"), ("Było", "Was"), ("Jest", "Is")]
                .map(|(pl, en)| language.choose(pl, en).to_owned())
                .to_vec(),
            rows: rows.collect(),
        }));
    }
}

fn figure_change(change: &FigureChange, language: ReportLanguage) -> Row {
    let side = |it: Option<&Figure>| {
        let told = |it: &Figure| {
            let plain =
                |it: Option<f64>| it.map_or_else(|| "–".to_owned(), |it| number::number(it, language));
            let (declared, listed) = (plain(it.declared()), plain(it.enumerated()));
            let words = language.choose("podano", "declared");
            let also = language.choose("wymieniono", "listed");
            format!("{} ({words} {declared}, {also} {listed})", shown(it, language))
        };
        vec![Inline::text(it.map_or_else(|| "–".to_owned(), told))]
    };
    let counts = [&change.rows_added, &change.rows_removed, &change.rows_changed].map(Vec::len);
    Row {
        anchor: None,
        cells: vec![
            vec![Inline::text(format!("{} [{}]", language.of(&change.label), change.code))],
            vec![Inline::text(kind(change.kind, language))],
            side(change.before.as_ref()),
            side(change.after.as_ref()),
            vec![Inline::text(counts.map(|it| it.to_string()).join(", "))],
        ],
    }
}

fn fact_change(change: &FactChange, language: ReportLanguage) -> Row {
    let side = |it: Option<&Fact>| {
        let told = |it: &Fact| it.values.iter().map(|it| value(it, language)).collect::<Vec<_>>().join("; ");
        vec![Inline::text(
            it.map(told).filter(|it| !it.is_empty()).unwrap_or_else(|| noted(language).to_owned()),
        )]
    };
    let label = change.after.as_ref().or(change.before.as_ref()).map_or("", |it| language.of(&it.label));
    Row {
        anchor: None,
        cells: vec![
            vec![Inline::text(format!("{}: {label}", language.of(&change.title)))],
            vec![Inline::text(kind(change.kind, language))],
            side(change.before.as_ref()),
            side(change.after.as_ref()),
        ],
    }
}

fn kind(kind: ChangeKind, language: ReportLanguage) -> &'static str {
    match kind {
        ChangeKind::Added => language.choose("nowe", "new"),
        ChangeKind::Removed => language.choose("usunięte", "removed"),
        ChangeKind::Changed => language.choose("zmienione", "changed"),
    }
}

/// An anchor: letters, digits and hyphens only, so that it is a name in HTML and in DOCX.
pub(super) fn anchor(prefix: &str, code: &str) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() { it } else { '-' };
    format!("{prefix}-{code}").chars().map(plain).collect()
}

/// A date, or that none is recorded.
pub(super) fn when(value: &EdtfDate, language: ReportLanguage) -> String {
    date(value, language)
}
