//! A document as Office Open XML (ISO/IEC 29500, WordprocessingML): headings, facts, tables with repeated heads, links
//! within the document. Written with the writers of XML and ZIP themselves, so that the language, the heads of tables
//! and the times in the archive are ours to say: the same document gives the same bytes.

mod package;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::document::{Block, Document, Inline, Row, Table};
use crate::error::ExchangeError;

/// The namespace of the main document.
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The width of the text of an A4 page between its margins, in twentieths of a point.
const TEXT_WIDTH: usize = 9_638;

/// XML in the making, in memory.
type Xml = Writer<Vec<u8>>;

/// Writes the file.
///
/// # Errors
/// [`ExchangeError::Encoding`] when a part cannot be written or packed, which does not happen in memory.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, ExchangeError> {
    package::pack(document, &body(document).map_err(failed)?)
}

fn failed(error: impl std::fmt::Display) -> ExchangeError {
    ExchangeError::Encoding { reason: error.to_string() }
}

fn body(document: &Document) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
    let mut bookmarks = 0_usize;
    xml.create_element("w:document").with_attribute(("xmlns:w", MAIN)).write_inner_content(|xml| {
        xml.create_element("w:body").write_inner_content(|xml| {
            let text = |text: &str| vec![Inline::Text(text.to_owned())];
            paragraph(xml, Some("Title"), None, &text(&document.title))?;
            paragraph(xml, Some("Subtitle"), None, &text(&document.subtitle))?;
            for block in &document.blocks {
                write_block(xml, block, &mut bookmarks)?;
            }
            page(xml)
        })?;
        Ok(())
    })?;
    Ok(xml.into_inner())
}

fn write_block(xml: &mut Xml, block: &Block, bookmarks: &mut usize) -> std::io::Result<()> {
    match block {
        Block::Heading { level, text, anchor } => {
            let style = format!("Heading{}", level.saturating_sub(1).clamp(1, 3));
            *bookmarks += 1;
            let mark = Some((*bookmarks, anchor.as_str()));
            paragraph(xml, Some(&style), mark, &[Inline::Text(text.clone())])
        }
        Block::Paragraph(line) => paragraph(xml, None, None, line),
        Block::List(lines) => lines.iter().try_for_each(|it| paragraph(xml, Some("ListBullet"), None, it)),
        Block::Facts(facts) => {
            for (name, lines) in facts {
                let mut line = vec![Inline::Strong(format!("{name}: "))];
                if let [only] = lines.as_slice() {
                    line.extend(only.iter().cloned());
                    paragraph(xml, Some("Facts"), None, &line)?;
                } else {
                    paragraph(xml, Some("Facts"), None, &line)?;
                    lines.iter().try_for_each(|it| paragraph(xml, Some("ListBullet"), None, it))?;
                }
            }
            Ok(())
        }
        Block::Table(table) => write_table(xml, table, bookmarks),
    }
}

fn paragraph(
    xml: &mut Xml,
    style: Option<&str>,
    bookmark: Option<(usize, &str)>,
    line: &[Inline],
) -> std::io::Result<()> {
    xml.create_element("w:p").write_inner_content(|xml| {
        if let Some(style) = style {
            xml.create_element("w:pPr").write_inner_content(|xml| {
                xml.create_element("w:pStyle").with_attribute(("w:val", style)).write_empty()?;
                Ok(())
            })?;
        }
        if let Some((id, name)) = bookmark {
            let id = id.to_string();
            let start = xml.create_element("w:bookmarkStart").with_attribute(("w:id", id.as_str()));
            start.with_attribute(("w:name", bookmark_name(name).as_str())).write_empty()?;
            xml.create_element("w:bookmarkEnd").with_attribute(("w:id", id.as_str())).write_empty()?;
        }
        line.iter().try_for_each(|it| write_inline(xml, it))
    })?;
    Ok(())
}

/// The name of a bookmark: it begins with a letter, holds letters, digits and underscores, and at most 40 characters.
/// Of a longer one the end is kept, which tells it apart.
fn bookmark_name(anchor: &str) -> String {
    let plain: String = anchor.replace('-', "_");
    if plain.len() <= 40 {
        return plain;
    }
    // Anchors are ASCII.
    let end = plain.get(plain.len() - 38..).unwrap_or_default();
    format!("a_{end}")
}

fn write_inline(xml: &mut Xml, inline: &Inline) -> std::io::Result<()> {
    match inline {
        Inline::Text(text) => run(xml, text, None),
        Inline::Strong(text) => run(xml, text, Some("Strong")),
        Inline::Link { text, to } => {
            let link =
                xml.create_element("w:hyperlink").with_attribute(("w:anchor", bookmark_name(to).as_str()));
            link.write_inner_content(|xml| run(xml, text, Some("Hyperlink")))?;
            Ok(())
        }
    }
}

fn run(xml: &mut Xml, text: &str, style: Option<&str>) -> std::io::Result<()> {
    xml.create_element("w:r").write_inner_content(|xml| {
        if let Some(style) = style {
            xml.create_element("w:rPr").write_inner_content(|xml| {
                xml.create_element("w:rStyle").with_attribute(("w:val", style)).write_empty()?;
                Ok(())
            })?;
        }
        let content = xml.create_element("w:t").with_attribute(("xml:space", "preserve"));
        content.write_text_content(BytesText::new(text))?;
        Ok(())
    })?;
    Ok(())
}

fn write_table(xml: &mut Xml, table: &Table, bookmarks: &mut usize) -> std::io::Result<()> {
    paragraph(xml, Some("Caption"), None, &[Inline::Text(table.caption.clone())])?;
    let columns = table.columns.len().max(1);
    let widths: Vec<usize> = (0..columns).map(|at| width(at, columns)).collect();
    xml.create_element("w:tbl").write_inner_content(|xml| {
        table_properties(xml, &table.caption)?;
        xml.create_element("w:tblGrid").write_inner_content(|xml| {
            for width in &widths {
                xml.create_element("w:gridCol")
                    .with_attribute(("w:w", width.to_string().as_str()))
                    .write_empty()?;
            }
            Ok(())
        })?;
        xml.create_element("w:tr").write_inner_content(|xml| {
            xml.create_element("w:trPr").write_inner_content(|xml| {
                xml.create_element("w:cantSplit").write_empty()?;
                // Word repeats the row at the top of each page, and readers for the blind take it for the heads.
                xml.create_element("w:tblHeader").write_empty()?;
                Ok(())
            })?;
            for (column, width) in table.columns.iter().zip(&widths) {
                cell(xml, *width, true, None, &[Inline::Strong(column.clone())])?;
            }
            Ok(())
        })?;
        table.rows.iter().try_for_each(|it| write_row(xml, it, &widths, bookmarks))
    })?;
    // Two tables without a paragraph between them would be one.
    paragraph(xml, None, None, &[])
}

/// The first column is twice as wide as the others.
fn width(at: usize, columns: usize) -> usize {
    let part = TEXT_WIDTH / (columns + 1);
    if at == 0 { TEXT_WIDTH - part * (columns - 1) } else { part }
}

fn table_properties(xml: &mut Xml, caption: &str) -> std::io::Result<()> {
    xml.create_element("w:tblPr").write_inner_content(|xml| {
        xml.create_element("w:tblStyle").with_attribute(("w:val", "TableGrid")).write_empty()?;
        let width = xml.create_element("w:tblW").with_attribute(("w:w", TEXT_WIDTH.to_string().as_str()));
        width.with_attribute(("w:type", "dxa")).write_empty()?;
        xml.create_element("w:tblLayout").with_attribute(("w:type", "fixed")).write_empty()?;
        xml.create_element("w:tblLook").with_attribute(("w:val", "0020")).write_empty()?;
        xml.create_element("w:tblCaption").with_attribute(("w:val", caption)).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

fn write_row(xml: &mut Xml, row: &Row, widths: &[usize], bookmarks: &mut usize) -> std::io::Result<()> {
    xml.create_element("w:tr").write_inner_content(|xml| {
        xml.create_element("w:trPr").write_inner_content(|xml| {
            xml.create_element("w:cantSplit").write_empty()?;
            Ok(())
        })?;
        for (at, (line, width)) in row.cells.iter().zip(widths).enumerate() {
            let anchor = row.anchor.as_deref().filter(|_| at == 0);
            let bookmark = anchor.map(|it| {
                *bookmarks += 1;
                (*bookmarks, it)
            });
            cell(xml, *width, false, bookmark, line)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn cell(
    xml: &mut Xml,
    width: usize,
    is_head: bool,
    bookmark: Option<(usize, &str)>,
    line: &[Inline],
) -> std::io::Result<()> {
    xml.create_element("w:tc").write_inner_content(|xml| {
        xml.create_element("w:tcPr").write_inner_content(|xml| {
            let measure = xml.create_element("w:tcW").with_attribute(("w:w", width.to_string().as_str()));
            measure.with_attribute(("w:type", "dxa")).write_empty()?;
            if is_head {
                let shade = xml.create_element("w:shd").with_attribute(("w:val", "clear"));
                shade
                    .with_attribute(("w:color", "auto"))
                    .with_attribute(("w:fill", "E3EBF3"))
                    .write_empty()?;
            }
            Ok(())
        })?;
        paragraph(xml, Some("TableText"), bookmark, line)
    })?;
    Ok(())
}

/// A4, upright.
fn page(xml: &mut Xml) -> std::io::Result<()> {
    xml.create_element("w:sectPr").write_inner_content(|xml| {
        let size = xml.create_element("w:pgSz").with_attribute(("w:w", "11906"));
        size.with_attribute(("w:h", "16838")).write_empty()?;
        let mut margins = xml.create_element("w:pgMar");
        for (side, width) in [
            ("w:top", "1134"),
            ("w:right", "1134"),
            ("w:bottom", "1134"),
            ("w:left", "1134"),
            ("w:header", "709"),
            ("w:footer", "709"),
            ("w:gutter", "0"),
        ] {
            margins = margins.with_attribute((side, width));
        }
        margins.write_empty()?;
        Ok(())
    })?;
    Ok(())
}
