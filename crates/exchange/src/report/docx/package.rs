//! The package of a DOCX file: its parts, packed with fixed times.

use std::io::{Cursor, Write as _};

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::failed;
use crate::error::ExchangeError;
use crate::report::document::Document;

const CONTENT_TYPES: &str = include_str!("content-types.xml");
const RELATIONS: &str = include_str!("relations.xml");
const DOCUMENT_RELATIONS: &str = include_str!("document-relations.xml");
const NUMBERING: &str = include_str!("numbering.xml");
/// The styles; `{language}` stands for the language of the text.
const STYLES: &str = include_str!("styles.xml");
/// The properties; `{title}`, `{subject}` and `{language}` stand for those of the document.
const PROPERTIES: &str = include_str!("properties.xml");

/// Packs the parts. All entries bear the first time that the format can tell, so that nothing depends on a clock; they
/// are stored as they are, so that nothing depends on which compressor is built in. A report is some 100 kB.
pub(super) fn pack(document: &Document, body: &[u8]) -> Result<Vec<u8>, ExchangeError> {
    let language = document.language.choose("pl-PL", "en-GB");
    let properties = PROPERTIES
        .replace("{language}", language)
        .replace("{subject}", &escape(document.subtitle.as_str()))
        .replace("{title}", &escape(document.title.as_str()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("docProps/core.xml", properties.as_bytes()),
        ("word/document.xml", body),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.as_bytes()),
        ("word/styles.xml", STYLES.replace("{language}", language).as_bytes()),
        ("word/numbering.xml", NUMBERING.as_bytes()),
    ] {
        archive.start_file(name, options).map_err(failed)?;
        archive.write_all(bytes).map_err(failed)?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}
