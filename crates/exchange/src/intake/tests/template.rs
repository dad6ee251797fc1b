//! The template is read as it is, and filled in; it is the same every time.

use std::io::{Cursor, Read, Write};

use calamine::{Reader, Xlsx};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;

/// Rows for the sheets of the template, by headers of both languages at the same places.
const ROWS: &[(SheetKind, &[(&str, &str)])] = &[
    (
        SheetKind::Institutions,
        &[("id", "nowa"), ("name", "Fundacja Nowa"), ("type", "FUNDACJA"), ("krs", "0000000009")],
    ),
    (
        SheetKind::Partnerships,
        &[
            ("partnership_id", "pakt-x"),
            ("name", "Pakt X"),
            ("kind", "UMBRELLA_PACT"),
            ("founded", "14.05.2015"),
            ("declared_parties", "71"),
        ],
    ),
    (SheetKind::Parties, &[("partnership", "pakt-x"), ("institution", "nowa"), ("signed_on", "2015-05-14")]),
    (SheetKind::Calls, &[("call_id", "nabor-x"), ("number", "9.9")]),
    (
        SheetKind::Projects,
        &[
            ("project_id", "projekt-x"),
            ("title", "Projekt X"),
            ("lead", "rops"),
            ("start", "2015"),
            ("call", "nabor-x"),
            ("outcome", "FUNDED"),
            ("amount", "1 000,50"),
        ],
    ),
    (SheetKind::ProjectPartners, &[("project", "projekt-x"), ("institution", "Fundacja Nowa")]),
    (SheetKind::Applications, &[("project", "pakt-x"), ("call", "nabor-x")]),
    (SheetKind::Bodies, &[("body_id", "rada-x"), ("name", "Rada X"), ("partnership", "pakt-x")]),
    (
        SheetKind::BodyMembers,
        &[("body", "rada-x"), ("institution", "nowa"), ("role", "CHAIR"), ("valid_from", "2015")],
    ),
    (
        SheetKind::Meetings,
        &[
            ("meeting_id", "spotkanie-x"),
            ("date", "14 maja 2015 r."),
            ("kind", "COUNCIL"),
            ("body", "rada-x"),
            ("host", "nowa"),
            ("attendance_record", "PARTIAL"),
        ],
    ),
    (SheetKind::Attendance, &[("meeting", "spotkanie-x"), ("institution", "KRS 9"), ("presence", "PRESENT")]),
    (
        SheetKind::Resolutions,
        &[
            ("resolution_id", "ustalenie-x"),
            ("meeting", "spotkanie-x"),
            ("text", "Zrobić X"),
            ("responsible", "nowa|rops"),
            ("due", "2015-06"),
            ("status", "OPEN"),
        ],
    ),
    (
        SheetKind::ActionItems,
        &[
            ("action_id", "zadanie-x"),
            ("resolution", "ustalenie-x"),
            ("text", "Zadzwonić"),
            ("responsible", "nowa"),
            ("status", "DONE"),
            ("evidence", "spotkanie-x"),
        ],
    ),
    (SheetKind::Ties, &[("from", "nowa"), ("to", "rops"), ("kind", "porozumienie"), ("valid_from", "2015")]),
];

#[test]
fn the_template_is_the_same_every_time_and_empty() {
    for language in [TemplateLanguage::Polish, TemplateLanguage::English] {
        let bytes = template(language, shipped()).unwrap();
        assert_eq!(bytes, template(language, shipped()).unwrap());
        let proposal = of(&[("szablon.xlsx", &bytes)], shipped());
        assert_eq!((proposal.counts.read, proposal.issues.len()), (0, 0), "{:#?}", proposal.issues);
        let known = proposal.files[0].sheets.iter().filter(|it| it.kind.value.is_data()).count();
        assert_eq!(known, ROWS.len());
        assert!(
            proposal.files[0].sheets.iter().all(|it| it.kind.sureness == Sureness::Certain),
            "{language}"
        );
        let packed = template_csv(language).unwrap();
        assert_eq!(packed, template_csv(language).unwrap());
        let proposal = of(&[("szablon.zip", &packed)], shipped());
        assert_eq!((proposal.counts.read, proposal.issues.len()), (0, 0), "{:#?}", proposal.issues);
        assert_eq!(proposal.files[0].sheets.len(), ROWS.len());
    }
}

/// The template with a row in each sheet, written into its file.
fn filled(language: TemplateLanguage) -> Vec<u8> {
    let bytes = template(language, shipped()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    let names = book.sheet_names();
    let mut rows = Vec::new();
    for (place, name) in (1u32..).zip(&names) {
        let headers: Vec<String> = book
            .worksheet_range(name)
            .unwrap()
            .rows()
            .next()
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect();
        let Some((kind, _)) = crate::intake::catalogue::SheetForm::named(name) else { continue };
        let Some((_, cells)) = ROWS.iter().find(|(of, _)| *of == kind) else { continue };
        let form = crate::intake::catalogue::SheetForm::of(kind).unwrap();
        let mut row = String::from("<row r=\"3\">");
        for (field, text) in *cells {
            let field = form.field_named(field).unwrap();
            let column = headers.iter().position(|it| form.field(it) == Some(field)).unwrap();
            let letter = char::from(b'A' + u8::try_from(column).unwrap());
            row.push_str(&format!("<c r=\"{letter}3\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
        }
        row.push_str("</row></sheetData>");
        rows.push((format!("xl/worksheets/sheet{place}.xml"), row));
    }
    assert_eq!(rows.len(), ROWS.len());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if let Some((_, row)) = rows.iter().find(|(of, _)| *of == name) {
            content = String::from_utf8(content).unwrap().replace("</sheetData>", row).into_bytes();
        }
        changed.start_file(name, SimpleFileOptions::default()).unwrap();
        changed.write_all(&content).unwrap();
    }
    changed.finish().unwrap().into_inner()
}

#[test]
fn a_template_that_is_filled_in_is_read_without_an_issue_in_both_languages() {
    let mut before: Option<Record> = None;
    for language in [TemplateLanguage::Polish, TemplateLanguage::English] {
        let bytes = filled(language);
        let proposal = of(&[("dane.xlsx", &bytes)], shipped());
        assert_eq!(proposal.issues, Vec::new());
        assert_eq!(counts(&proposal), (14, 0, 0, 0));
        let record = after(&proposal, shipped());
        let again = of(&[("dane.xlsx", &bytes)], &record);
        assert_eq!(counts(&again), (0, 0, 14, 0));
        assert_eq!(again.under(ErrorPolicy::RejectEverything).records, None);
        // The two differ in nothing but the claims, which name another file.
        let mut records = proposal.into_records();
        (records.claims, records.claim_texts, records.documents) = (Vec::new(), Vec::new(), Vec::new());
        assert_eq!(before.get_or_insert_with(|| records.clone()), &records);
    }
}
