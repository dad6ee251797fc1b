//! Tests of documents: the report for 2015 of the record that ships, hostile names, the same bytes twice; DOCX is read
//! back with readers of its own.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::Arc;

use domain::claim::ClaimText;
use domain::record::Record;
use graph::annual_report::{annual_report, changes};
use graph::{NetworkView, View};
use quick_xml::events::Event;

use super::*;

/// A report with what its documents are made of.
struct Made {
    network: Arc<Network>,
    report: AnnualReport,
    locators: BTreeMap<Id<Claim>, ClaimText>,
}

impl Made {
    fn of(mut record: Record, partnership: &str, year: i32) -> Self {
        let texts = std::mem::take(&mut record.claim_texts);
        let locators = texts.into_iter().map(|it| (Id::new(it.key.as_str()).unwrap(), it)).collect();
        let network = Arc::new(Network::build(record).unwrap());
        let view = NetworkView::new(Arc::clone(&network), View::default());
        let report = annual_report(&view, &Id::new(partnership).unwrap(), year).unwrap();
        Self { network, report, locators }
    }

    fn source(&self) -> ReportSource<'_> {
        ReportSource {
            report: &self.report,
            network: &self.network,
            revision: 7,
            changes: None,
            locators: &self.locators,
        }
    }

    fn html(&self, language: ReportLanguage) -> String {
        String::from_utf8(render(&self.source(), language, ReportFormat::Html).unwrap()).unwrap()
    }

    fn docx(&self, language: ReportLanguage) -> Vec<u8> {
        render(&self.source(), language, ReportFormat::Docx).unwrap()
    }
}

fn lubuskie() -> Record {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lubuskie");
    let files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap())
        .map(|it| (it.file_name().into_string().unwrap(), std::fs::read(it.path()).unwrap()))
        .collect();
    crate::read(&files, &crate::Limits::default()).unwrap().record
}

fn of_2015() -> Made {
    Made::of(lubuskie(), "pnres", 2015)
}

/// The values of an attribute in a text of markup, in order.
fn attributes<'a>(markup: &'a str, name: &str) -> Vec<&'a str> {
    let begin = format!(" {name}=\"");
    markup.split(begin.as_str()).skip(1).filter_map(|it| it.split('"').next()).collect()
}

fn linked_within(ids: &[&str], links: &[&str]) {
    let known: BTreeSet<_> = ids.iter().collect();
    assert_eq!(known.len(), ids.len(), "every anchor is there once");
    let lost: Vec<_> = links.iter().filter(|it| !known.contains(it)).collect();
    assert!(lost.is_empty(), "links lead nowhere: {lost:?}");
    assert!(links.len() > 50, "numbers are linked");
}

#[test]
fn the_figures_of_2015_stand_in_the_page_in_both_languages() {
    let made = of_2015();
    for (language, texts) in [
        (
            ReportLanguage::Polish,
            [
                "Sprawozdanie roczne za 2015\u{a0}r.",
                "71\u{a0}instytucji",
                "23\u{a0}spotkania",
                "80\u{a0}osób",
                "60\u{a0}obecności",
                "5\u{a0}propozycji",
                "19–23\u{a0}instytucje",
                "co najmniej 1\u{a0}spotkanie",
                "14\u{a0}maja 2015\u{a0}r.",
                "Nie odnotowano",
                "doc-000, L4",
                "Fundacja Animacji Kobiet w Gorzowie Wlkp.",
            ],
        ),
        (
            ReportLanguage::English,
            [
                "Annual report for 2015",
                "71\u{a0}institutions",
                "23\u{a0}meetings",
                "80\u{a0}people",
                "60\u{a0}attendances",
                "5\u{a0}proposals",
                "19–23\u{a0}institutions",
                "at least 1\u{a0}meeting",
                "14\u{a0}May 2015",
                "Not recorded",
                "doc-000, L4",
                "Women&#39;s Animation Foundation in Gorzów Wlkp.",
            ],
        ),
    ] {
        let page = made.html(language);
        // The page may write an apostrophe as it is or as a reference.
        let page = page.replace('\'', "&#39;");
        for text in texts {
            assert!(page.contains(text), "{text} is not in the page");
        }
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
        for name in ["Klimanowska", "Tybiszewska", "Kumor", "Szymczyk", "Stojanowska"] {
            assert!(!page.contains(name), "people are never named");
        }
    }
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let page = of_2015().html(ReportLanguage::Polish);
    let links: Vec<_> = attributes(&page, "href").into_iter().filter_map(|it| it.strip_prefix('#')).collect();
    assert_eq!(links.len(), attributes(&page, "href").len(), "nothing leads out of the page");
    linked_within(&attributes(&page, "id"), &links);
}

/// The parts of a DOCX file, read with a reader of ZIP.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            assert_eq!(file.last_modified().unwrap_or_default(), zip::DateTime::default(), "no clock");
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// The text of a part, one line a paragraph, read with a reader of XML; that it is well-formed on the way.
fn text_of(part: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(part);
    reader.config_mut().check_end_names = true;
    let (mut text, mut depth) = (String::new(), 0_i32);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(_) => depth += 1,
            Event::End(it) => {
                depth -= 1;
                if it.name().as_ref() == "w:p" {
                    text.push('\n');
                }
            }
            Event::Text(it) => text.push_str(&it.xml_content(quick_xml::XmlVersion::default())),
            Event::GeneralRef(it) => match it.resolve_char_ref().unwrap() {
                Some(char) => text.push(char),
                None => text.push_str(quick_xml::escape::resolve_xml_entity(&it).unwrap()),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element ends");
    text
}

#[test]
fn the_text_document_is_read_back_by_readers_of_its_own() {
    let made = of_2015();
    for (language, title, number) in [
        (ReportLanguage::Polish, "Sprawozdanie roczne za 2015\u{a0}r.\n", "71\u{a0}instytucji"),
        (ReportLanguage::English, "Annual report for 2015\n", "71\u{a0}institutions"),
    ] {
        let parts = parts(&made.docx(language));
        let names: Vec<_> = parts.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "[Content_Types].xml",
                "_rels/.rels",
                "docProps/core.xml",
                "word/_rels/document.xml.rels",
                "word/document.xml",
                "word/numbering.xml",
                "word/styles.xml",
            ]
        );
        for part in parts.values() {
            text_of(part);
        }
        let document = &parts["word/document.xml"];
        let text = text_of(document);
        assert!(text.starts_with(title));
        assert!(text.contains(number) && text.contains("doc-000, L4"));
        linked_within(&attributes(document, "w:name"), &attributes(document, "w:anchor"));
        assert!(attributes(document, "w:name").iter().all(|it| it.len() <= 40), "Word's names of bookmarks");
        let styles: BTreeSet<_> = attributes(&parts["word/styles.xml"], "w:styleId").into_iter().collect();
        for used in document.split("<w:pStyle w:val=\"").skip(1).filter_map(|it| it.split('"').next()) {
            assert!(styles.contains(used), "there is no style {used}");
        }
        assert!(parts["word/styles.xml"].contains(language.choose("pl-PL", "en-GB")));
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let (one, other) = (of_2015(), of_2015());
    for language in ReportLanguage::ALL {
        for format in ReportFormat::ALL {
            let twice = [&one, &other].map(|it| render(&it.source(), *language, *format).unwrap());
            assert!(twice[0] == twice[1], "{format} in {language}");
        }
    }
    assert_eq!(hash(&one.report), hash(&other.report));
}

#[test]
fn hostile_names_stay_text() {
    let mut record = lubuskie();
    let hostile = "</style><script>alert(1)</script> ]]> &amp; \"x\" 'y' \u{202e}gro.live\u{ffff}";
    for it in record.institutions.iter_mut().filter(|it| it.key.as_str() == "fak") {
        it.name_pl = hostile.parse().unwrap();
    }
    let made = Made::of(record, "pnres", 2015);
    let page = made.html(ReportLanguage::Polish);
    assert!(!page.contains("<script>") && !page.contains('\u{202e}') && !page.contains('\u{ffff}'));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp;"));
    assert_eq!(page.matches("</style>").count(), 1);
    let text = text_of(&parts(&made.docx(ReportLanguage::Polish))["word/document.xml"]);
    assert!(text.contains("</style><script>alert(1)</script> ]]> &amp; \"x\" 'y' gro.live"));
}

#[test]
fn what_has_changed_stands_in_the_documents() {
    let old = of_2015();
    let mut record = lubuskie();
    record.indicators.retain(|it| it.key.as_str() != "ind-signatories");
    let new = Made::of(record, "pnres", 2015);
    let found = changes((&old.report, &old.network), (&new.report, &new.network));
    let source = ReportSource { changes: Some((3, &found)), ..new.source() };
    let page = |language| String::from_utf8(render(&source, language, ReportFormat::Html).unwrap()).unwrap();
    assert!(page(ReportLanguage::Polish).contains("Zmiany od rewizji 3"));
    assert!(page(ReportLanguage::English).contains("71\u{a0}institutions (declared 71, listed 1)"));
    let none = changes((&old.report, &old.network), (&old.report, &old.network));
    let source = ReportSource { changes: Some((7, &none)), ..old.source() };
    let page =
        String::from_utf8(render(&source, ReportLanguage::Polish, ReportFormat::Html).unwrap()).unwrap();
    assert!(page.contains("Nic się nie zmieniło."));
    let data = render(&source, ReportLanguage::Polish, ReportFormat::Json).unwrap();
    let data: serde_json::Value = serde_json::from_slice(&data).unwrap();
    assert_eq!(data["changes"]["figures"], serde_json::json!([]));
    assert_eq!(data["receipt"]["sha256"], hash(&old.report));
}

#[test]
fn a_year_without_record_makes_a_document_that_says_so() {
    let made = Made::of(lubuskie(), "pnres", 2012);
    let page = made.html(ReportLanguage::Polish);
    assert!(page.contains("nie odnotowano"));
    assert!(!page.contains("0\u{a0}spotkań"), "what is not recorded is not zero");
    text_of(&parts(&made.docx(ReportLanguage::English))["word/document.xml"]);
}
