//! A document as one HTML file: its style within, no script, nothing fetched; A4 when printed.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::document::{Block, Document, Inline, Line, Table};

/// The style. It holds no `<`, so it can stand in the file as it is.
const STYLE: &str = include_str!("style.css");

/// Writes the file.
pub(super) fn write(document: &Document) -> String {
    let contents = document.language.choose("Spis treści", "Contents");
    let page = html! {
        (DOCTYPE)
        html lang=(document.language.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (document.title) ": " (document.subtitle) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (document.title) }
                    p.subtitle { (document.subtitle) }
                }
                nav aria-label=(contents) {
                    h2 { (contents) }
                    ol { @for (text, anchor) in headings(document) { li { a href=(format!("#{anchor}")) { (text) } } } }
                }
                main { @for block in &document.blocks { (show(block)) } }
            }
        }
    };
    page.into_string() + "\n"
}

/// The headings of the sections.
fn headings(document: &Document) -> impl Iterator<Item = (&str, &str)> {
    document.blocks.iter().filter_map(|it| match it {
        Block::Heading { level: 2, text, anchor } => Some((text.as_str(), anchor.as_str())),
        _ => None,
    })
}

fn show(block: &Block) -> Markup {
    match block {
        Block::Heading { level: 2, text, anchor } => html! { h2 id=(anchor) { (text) } },
        Block::Heading { level: 3, text, anchor } => html! { h3 id=(anchor) { (text) } },
        Block::Heading { text, anchor, .. } => html! { h4 id=(anchor) { (text) } },
        Block::Paragraph(line) => html! { p { (inline(line)) } },
        Block::List(lines) => html! { ul { @for line in lines { li { (inline(line)) } } } },
        Block::Facts(facts) => html! {
            dl { @for (name, lines) in facts {
                div { dt { (name) } @for line in lines { dd { (inline(line)) } } }
            } }
        },
        Block::Table(table) => show_table(table),
    }
}

fn show_table(table: &Table) -> Markup {
    html! {
        // A wide table scrolls on a narrow screen, so the keyboard must reach it.
        div.table tabindex="0" role="group" aria-label=(table.caption) {
            table {
                caption { (table.caption) }
                thead { tr { @for column in &table.columns { th scope="col" { (column) } } } }
                tbody { @for row in &table.rows {
                    tr id=[&row.anchor] { @for (at, cell) in row.cells.iter().enumerate() {
                        @if at == 0 { th scope="row" { (inline(cell)) } } @else { td { (inline(cell)) } }
                    } }
                } }
            }
        }
    }
}

fn inline(line: &Line) -> Markup {
    html! {
        @for it in line {
            @match it {
                Inline::Text(text) => (text),
                Inline::Strong(text) => strong { (text) },
                Inline::Link { text, to } => a href=(format!("#{to}")) { (text) },
            }
        }
    }
}
