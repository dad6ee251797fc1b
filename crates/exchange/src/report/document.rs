//! A document before it has a form: headings, paragraphs, lists of facts, tables, and the links among them.

use super::language::ReportLanguage;

/// A piece of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    /// Plain.
    Text(String),
    /// What must not be overlooked.
    Strong(String),
    /// A link to an anchor of the document.
    Link { text: String, to: String },
}

impl Inline {
    /// Plain text, cleaned.
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        Self::Text(clean(text.as_ref()))
    }

    /// Strong text, cleaned.
    pub(super) fn strong(text: impl AsRef<str>) -> Self {
        Self::Strong(clean(text.as_ref()))
    }

    /// A link, its text cleaned.
    pub(super) fn link(text: impl AsRef<str>, to: &str) -> Self {
        Self::Link { text: clean(text.as_ref()), to: to.to_owned() }
    }
}

/// A line of text.
pub(super) type Line = Vec<Inline>;

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// What links lead to it by.
    pub(super) anchor: Option<String>,
    /// The cells; the first one heads the row.
    pub(super) cells: Vec<Line>,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// What it shows.
    pub(super) caption: String,
    /// The heads of the columns.
    pub(super) columns: Vec<String>,
    /// The rows.
    pub(super) rows: Vec<Row>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// A heading of level 2 to 4.
    Heading { level: u8, text: String, anchor: String },
    /// A paragraph.
    Paragraph(Line),
    /// A list.
    List(Vec<Line>),
    /// Names with what is said of them.
    Facts(Vec<(String, Vec<Line>)>),
    /// A table.
    Table(Table),
}

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Document {
    pub(super) language: ReportLanguage,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) blocks: Vec<Block>,
}

impl Document {
    pub(super) fn heading(&mut self, level: u8, text: &str, anchor: &str) {
        self.blocks.push(Block::Heading { level, text: clean(text), anchor: anchor.to_owned() });
    }

    pub(super) fn paragraph(&mut self, line: Line) {
        self.blocks.push(Block::Paragraph(line));
    }
}

/// The text without what a document cannot hold or a reader may be misled by: control characters become spaces;
/// characters that XML forbids, and those that turn the direction of writing, are left out.
pub(super) fn clean(text: &str) -> String {
    let kept = text.chars().filter(|it| {
        let is_forbidden = matches!(it, '\u{fffe}' | '\u{ffff}');
        let turns = matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        !is_forbidden && !turns
    });
    kept.map(|it| if it.is_control() { ' ' } else { it }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_misleads_or_breaks_is_left_out() {
        assert_eq!(clean("a\u{202e}b\u{0}c\u{ffff}d\ne"), "ab cd e");
        assert_eq!(clean("Żółć „Kwazar” <b>"), "Żółć „Kwazar” <b>");
    }
}
