//! The appendix: the rows behind each number with their places in the sources, the sources, and the receipt.

use std::collections::BTreeSet;

use domain::claim::{Claim, Confidence};
use domain::document::SourceDocument;
use domain::id::Id;
use domain::record::RecordRef;
use graph::Network;
use graph::annual_report::{Figure, name};

use super::compose::{Numbers, shown, when};
use super::document::{Block, Document, Inline, Line, Row, Table};
use super::language::ReportLanguage;
use super::{ROWS_MAX, ReportSource, hash};

/// The most claims of one row that a document shows.
const CLAIMS_MAX: usize = 5;

/// The words for what the record does not say.
pub(super) fn noted(language: ReportLanguage) -> &'static str {
    language.choose("nie odnotowano", "not recorded")
}

/// The claims that say that a record exists, as a document shows them.
fn claims_of<'a>(network: &'a Network, record: &RecordRef) -> impl Iterator<Item = &'a Claim> + use<'a> {
    network.claims_about(record).filter(|it| it.field.is_none()).take(CLAIMS_MAX)
}

/// The claims of a figure that a document shows.
pub(super) fn claims_shown(figure: &Figure, network: &Network) -> Vec<Id<Claim>> {
    let declarations = figure.declarations.iter().map(Id::reference);
    let shown = declarations.chain(figure.rows.iter().take(ROWS_MAX).cloned());
    let mut claims: Vec<_> =
        shown.flat_map(|it| claims_of(network, &it).map(|it| it.key.clone()).collect::<Vec<_>>()).collect();
    if figure.rows.is_empty() && figure.declarations.is_empty() {
        claims.extend(figure.claims.iter().take(CLAIMS_MAX).cloned());
    }
    claims
}

/// The rows behind each figure that has any.
pub(super) fn rows(to: &mut Document, source: &ReportSource<'_>, numbers: &Numbers<'_>) {
    let language = to.language;
    to.heading(2, language.choose("Wpisy i źródła liczb", "Records and sources of the figures"), "appendix");
    for section in &source.report.sections {
        let figures: Vec<_> = section.all_figures().filter(|it| !it.claims.is_empty()).collect();
        if figures.is_empty() {
            continue;
        }
        to.heading(3, language.of(&section.title), &super::compose::anchor("appendix", &section.code));
        for figure in figures {
            let number = numbers.get(figure.code.as_str()).copied().unwrap_or_default();
            figure_rows(to, source, figure, number);
        }
    }
}

fn figure_rows(to: &mut Document, source: &ReportSource<'_>, figure: &Figure, number: usize) {
    let language = to.language;
    to.heading(4, &format!("{number}. {}", language.of(&figure.label)), &format!("rows-{number}"));
    let back = Inline::link(shown(figure, language), &format!("figure-{number}"));
    to.paragraph(vec![back, Inline::text(format!(" [{}]", figure.code))]);
    let network = source.network;
    let mut lines: Vec<Line> = Vec::new();
    for indicator in &figure.declarations {
        let called = name(network, &indicator.reference());
        let mut line = vec![Inline::strong(language.choose("podano: ", "declared: "))];
        line.push(Inline::text(language.of(&called)));
        line.push(Inline::text(places(source, claims_of(network, &indicator.reference()), language)));
        lines.push(line);
    }
    for row in figure.rows.iter().take(ROWS_MAX) {
        let called = name(network, row);
        let places = places(source, claims_of(network, row), language);
        lines.push(vec![Inline::text(language.of(&called)), Inline::text(places)]);
    }
    if figure.rows.is_empty() && figure.declarations.is_empty() {
        let claims = figure.claims.iter().take(CLAIMS_MAX).filter_map(|it| network.get(it));
        lines.push(vec![Inline::text(places(source, claims, language).trim_start())]);
    }
    let more = figure.rows.len().saturating_sub(ROWS_MAX);
    if more > 0 {
        lines.push(vec![Inline::strong(match language {
            ReportLanguage::Polish => format!("dalsze wpisy, niepokazane: {more}"),
            ReportLanguage::English => format!("further records that are not shown: {more}"),
        })]);
    }
    to.blocks.push(Block::List(lines));
}

/// Where claims stand: document and place in it; how they are known, when they are not simply stated.
fn places<'a>(
    source: &ReportSource<'_>,
    claims: impl Iterator<Item = &'a Claim>,
    language: ReportLanguage,
) -> String {
    let mut places: Vec<String> = claims
        .map(|claim| {
            let text = source.locators.get(&claim.key);
            let locator = text.map_or_else(|| noted(language).to_owned(), |it| it.locator.to_string());
            let known = match claim.confidence {
                Confidence::Stated => "",
                Confidence::Inferred => language.choose(", wywnioskowane", ", inferred"),
                Confidence::External => language.choose(", spoza dokumentów", ", from outside"),
            };
            let convention = claim.convention.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
            format!("{}, {locator}{known}{convention}", claim.document)
        })
        .collect();
    places.sort();
    places.dedup();
    if places.is_empty() { String::new() } else { format!(" [{}]", places.join("; ")) }
}

/// The documents that the numbers rest on.
pub(super) fn sources(to: &mut Document, source: &ReportSource<'_>) {
    let language = to.language;
    to.heading(2, language.choose("Źródła", "Sources"), "sources");
    let network = source.network;
    let claims = super::claims(source.report, network);
    let documents: BTreeSet<&Id<SourceDocument>> =
        claims.iter().filter_map(|it| network.get(it)).map(|it| &it.document).collect();
    let rows = documents.iter().filter_map(|it| network.get(it)).map(|it| Row {
        anchor: None,
        cells: vec![
            vec![Inline::text(it.key.as_str())],
            vec![Inline::text(it.title.as_str())],
            vec![Inline::text(when(&it.covers, language))],
            vec![Inline::text(it.locator_scheme.as_str())],
            vec![Inline::text(it.sha256.as_ref().map_or("–", |it| it.as_str()))],
        ],
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        to.paragraph(vec![Inline::text(
            language.choose("Żadna liczba nie ma źródła w zapisie.", "No figure has a source in the record."),
        )]);
        return;
    }
    to.blocks.push(Block::Table(Table {
        caption: language.choose("Dokumenty źródłowe", "Source documents").to_owned(),
        columns: [
            ("Znak", "Key"),
            ("Tytuł", "Title"),
            ("Za okres", "Covers"),
            ("Jak podano miejsce", "How places are given"),
            ("SHA-256", "SHA-256"),
        ]
        .map(|(pl, en)| language.choose(pl, en).to_owned())
        .to_vec(),
        rows,
    }));
}

/// What the report was made of: revision, parameters, hash.
pub(super) fn receipt(to: &mut Document, source: &ReportSource<'_>) {
    let language = to.language;
    to.heading(2, language.choose("Pokwitowanie", "Receipt"), "receipt");
    let receipt = &source.report.receipt;
    let one = |text: String| vec![vec![Inline::text(text)]];
    let mut facts = vec![
        (
            language.choose("Rewizja zapisu", "Revision of the record").to_owned(),
            one(source.revision.to_string()),
        ),
        (
            language.choose("Analiza", "Analysis").to_owned(),
            one(format!("{} {}", receipt.algorithm, receipt.version)),
        ),
    ];
    let parameters = receipt.parameters.iter().filter(|it| !it.1.is_empty());
    facts.push((
        language.choose("Parametry", "Parameters").to_owned(),
        parameters.map(|(name, value)| vec![Inline::text(format!("{name} = {value}"))]).collect(),
    ));
    if let Some((since, _)) = source.changes {
        let label = language.choose("Zmiany od rewizji", "Changed since revision");
        facts.push((label.to_owned(), one(since.to_string())));
    }
    let left_out = receipt.excluded.iter();
    let left_out: Vec<Line> =
        left_out.map(|it| vec![Inline::text(format!("{}: {}", it.reason, it.count))]).collect();
    if !left_out.is_empty() {
        facts.push((language.choose("Pominięto w zapisie", "Left out of the record").to_owned(), left_out));
    }
    let warnings: Vec<Line> = receipt.warnings.iter().map(|it| vec![Inline::text(it)]).collect();
    if !warnings.is_empty() {
        facts.push((language.choose("Ostrzeżenia", "Warnings").to_owned(), warnings));
    }
    let label = language.choose("SHA-256 treści", "SHA-256 of the content");
    facts.push((label.to_owned(), one(hash(source.report))));
    to.blocks.push(Block::Facts(facts));
}
