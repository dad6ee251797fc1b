//! Workbooks: what spreadsheet programs write, what people do in them, what made-up files try.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;

/// A workbook with one sheet.
fn book(name: &str, fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn row(sheet: &mut Worksheet, number: u32, texts: &[&str]) {
    for (column, text) in (0u16..).zip(texts) {
        sheet.write_string(number, column, *text).unwrap();
    }
}

/// The workbook with one of its parts changed.
fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let part_name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if part_name == name {
            content = change(String::from_utf8(content).unwrap()).into_bytes();
        }
        changed.start_file(part_name, SimpleFileOptions::default()).unwrap();
        changed.write_all(&content).unwrap();
    }
    changed.finish().unwrap().into_inner()
}

fn refused(name: &str, bytes: &[u8], limits: &Limits) -> IssueCode {
    let file = SourceFile { name, bytes };
    read(&[file], &Settings::default(), limits, shipped()).unwrap_err().issues[0].code
}

#[test]
fn dates_numbers_and_truths_of_cells_are_read() {
    let bytes = book("spotkania", |sheet| {
        row(sheet, 0, &["identyfikator", "data", "rodzaj", "deklarowana liczba uczestników"]);
        let date = Format::new().set_num_format("dd.mm.yyyy");
        row(sheet, 1, &["a", "", "COUNCIL"]);
        sheet.write_datetime_with_format(1, 1, ExcelDateTime::from_ymd(2015, 5, 14).unwrap(), &date).unwrap();
        sheet.write_number(1, 3, 12).unwrap();
        row(sheet, 2, &["b", "", "COUNCIL"]);
        sheet.write_number(2, 1, 42_138).unwrap(); // a date that lost its format
        row(sheet, 3, &["c", "", "COUNCIL"]);
        sheet.write_number(3, 1, 2015).unwrap();
        row(sheet, 4, &["d", "14 maja 2015r.", "COUNCIL"]);
        row(sheet, 9, &["", "", ""]); // trailing empty rows
    });
    let proposal = of(&[("x.xlsx", &bytes)], shipped());
    assert_eq!(errors(&proposal), Vec::<String>::new());
    assert_eq!(counts(&proposal), (4, 0, 0, 0));
    let dates: Vec<_> = proposal.records.meetings.iter().map(|it| it.date.to_string()).collect();
    // Serial number 42138 is 2015-05-14: 39448 is 2008-01-01, and 2690 days later that.
    assert_eq!(dates, ["2015-05-14", "2015-05-14", "2015", "2015-05-14"]);
    assert_eq!(proposal.issue_counts.notices, 1);
    assert_eq!(proposal.records.indicators[0].value, 12.0);
    let forms = &proposal.files[0].date_forms;
    assert_eq!(*forms, [DateForm::Year, DateForm::Words, DateForm::Serial, DateForm::Cell]);
    let in_1904 =
        with_part(&bytes, "xl/workbook.xml", |it| it.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    let proposal = of(&[("x.xlsx", &in_1904)], shipped());
    assert_eq!(proposal.records.meetings[0].date.to_string(), "2019-05-15", "1462 days later");
    assert_eq!(proposal.records.meetings[1].date.to_string(), "2019-05-15");
}

#[test]
fn formulas_count_by_their_values_and_are_refused_without() {
    let bytes = book("instytucje", |sheet| {
        row(sheet, 0, &["nazwa", "uwagi"]);
        sheet.write_formula(1, 0, Formula::new("=\"Fundacja \"&\"A\"").set_result("Fundacja A")).unwrap();
        sheet.write_formula(2, 0, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        row(sheet, 3, &["Fundacja C"]);
    });
    let unvalued = with_part(&bytes, "xl/worksheets/sheet1.xml", |it| {
        it.replace("<row r=\"4\"", "<row r=\"5\"")
            .replace("</sheetData>", "<row r=\"6\"><c r=\"A6\"><f>B1</f></c></row></sheetData>")
            .replace("r=\"A4\"", "r=\"A5\"")
    });
    let proposal = of(&[("x.xlsx", &unvalued)], shipped());
    assert_eq!(warnings(&proposal).first().map(String::as_str), Some("2 nazwa FORMULA"));
    assert_eq!(errors(&proposal), ["3 nazwa FORMULA_WITHOUT_VALUE", "6 nazwa FORMULA_WITHOUT_VALUE"]);
    assert_eq!(counts(&proposal), (2, 0, 0, 2));
    assert_eq!(proposal.records.institutions[0].name_pl.as_str(), "Fundacja A");
}

#[test]
fn merged_cells_have_the_value_above_with_a_warning() {
    let bytes = book("obecność", |sheet| {
        row(sheet, 0, &["spotkanie", "instytucja"]);
        sheet.merge_range(1, 0, 3, 0, "council-2015-02-06", &Format::new()).unwrap();
        for (number, name) in (1u32..).zip(["rops", "lowes", "rcwes"]) {
            sheet.write_string(number, 1, name).unwrap();
        }
    });
    let proposal = of(&[("x.xlsx", &bytes)], shipped());
    assert_eq!(errors(&proposal), Vec::<String>::new());
    assert_eq!(warnings(&proposal), ["3 spotkanie MERGED_CELLS", "4 spotkanie MERGED_CELLS"]);
    assert_eq!(counts(&proposal).0 + counts(&proposal).2, 3);
}

#[test]
fn a_cell_in_the_last_corner_costs_one_row() {
    let bytes = book("instytucje", |sheet| {
        row(sheet, 0, &["nazwa"]);
        row(sheet, 1, &["A"]);
        sheet.write_string(1_048_575, 16_383, "z").unwrap();
    });
    let proposal = of(&[("x.xlsx", &bytes)], shipped());
    assert_eq!(errors(&proposal), ["1048576 - TOO_MANY"]);
    assert_eq!(counts(&proposal), (1, 0, 0, 1));
}

#[test]
fn bombs_are_refused_before_they_are_read() {
    let pack = |name: &str, size: usize| {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(&vec![b' '; size]).unwrap();
        archive.finish().unwrap().into_inner()
    };
    let bomb = pack("xl/worksheets/sheet1.xml", 40 << 20);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refused("x.xlsx", &bomb, &Limits::default()), IssueCode::ZipBomb);
    let large = Limits { uncompressed_bytes: 1 << 20, ..Limits::default() };
    assert_eq!(refused("x.xlsx", &pack("xl/workbook.xml", 2 << 20), &large), IssueCode::FileTooLarge);
    let mut csv = ZipWriter::new(Cursor::new(Vec::new()));
    csv.start_file("instytucje.csv", SimpleFileOptions::default()).unwrap();
    csv.write_all(&vec![b'\n'; 40 << 20]).unwrap();
    let csv = csv.finish().unwrap().into_inner();
    assert_eq!(refused("x.zip", &csv, &Limits::default()), IssueCode::ZipBomb);
}

#[test]
fn one_long_text_named_in_many_cells_breaks_the_sheet_off() {
    let long = "x".repeat(20_000);
    let bytes = book("instytucje", |sheet| {
        row(sheet, 0, &["nazwa", "uwagi"]);
        for number in 1..=100 {
            row(sheet, number, &["A", &long]);
        }
    });
    assert!(bytes.len() < 20_000, "the text is there once");
    let limits = Limits { text_bytes: 1 << 20, ..Limits::default() };
    let file = SourceFile { name: "x.xlsx", bytes: &bytes };
    let proposal = read(&[file], &Settings::default(), &limits, shipped()).unwrap();
    // The header has 10 bytes and each row 20,001, so that the 53rd row is the one beyond.
    assert_eq!(errors(&proposal), ["54 - TOO_MANY"]);
    assert_eq!((proposal.counts.new, proposal.counts.refused), (0, 53));
}

#[test]
fn days_that_are_none_of_the_calendar_are_refused() {
    let bytes = book("spotkania", |sheet| {
        row(sheet, 0, &["identyfikator", "data", "rodzaj"]);
        let date = Format::new().set_num_format("dd.mm.yyyy");
        // 60 is 1900-02-29, which spreadsheets have and the calendar has not; 2958465 is the last day of 9999.
        for (number, days) in (1u32..).zip([59.0, 60.0, 61.0, 2_958_466.0, 99_999_999_999.0, -5.0]) {
            row(sheet, number, &[&format!("m{number}"), "", "COUNCIL"]);
            sheet.write_number_with_format(number, 1, days, &date).unwrap();
        }
    });
    let proposal = of(&[("x.xlsx", &bytes)], shipped());
    assert_eq!(errors(&proposal), [3, 5, 6, 7].map(|row| format!("{row} data INVALID_DATE")));
    let dates: Vec<_> = proposal.records.meetings.iter().map(|it| it.date.to_string()).collect();
    assert_eq!(dates, ["1900-02-28", "1900-03-01"]);
}

#[test]
fn a_workbook_that_lies_about_its_texts_is_refused() {
    let bytes = book("instytucje", |sheet| row(sheet, 0, &["nazwa"]));
    for count in ["99999999999999", "18446744073709551615", "9999999"] {
        let lying = with_part(&bytes, "xl/sharedStrings.xml", |it| {
            it.replace("uniqueCount=\"1\"", &format!("uniqueCount=\"{count}\""))
        });
        assert_eq!(refused("x.xlsx", &lying, &Limits::default()), IssueCode::BrokenFile);
    }
}

#[test]
fn other_packed_files_are_refused_with_what_to_do() {
    let pack = |names: &[&str]| {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    };
    for names in [
        &["mimetype", "content.xml"][..],
        &["[Content_Types].xml", "xl/workbook.bin"],
        &["[Content_Types].xml", "word/document.xml"],
        &["manifest.json", "institutions.csv"],
        &["a.png"],
    ] {
        assert_eq!(
            refused("x.xlsx", &pack(names), &Limits::default()),
            IssueCode::UnsupportedFormat,
            "{names:?}"
        );
    }
    let bytes = book("instytucje", |sheet| row(sheet, 0, &["nazwa"]));
    let cut = &bytes[..bytes.len() / 2];
    assert_eq!(refused("x.xlsx", cut, &Limits::default()), IssueCode::BrokenFile);
    let broken = with_part(&bytes, "xl/workbook.xml", |it| it.replace("<sheets>", "<sheets"));
    assert_eq!(refused("x.xlsx", &broken, &Limits::default()), IssueCode::BrokenFile);
}

#[test]
fn a_sheet_that_breaks_off_gives_nothing() {
    let bytes = book("instytucje", |sheet| {
        row(sheet, 0, &["nazwa"]);
        row(sheet, 1, &["A"]);
    });
    let cut = with_part(&bytes, "xl/worksheets/sheet1.xml", |it| it.replace("</sheetData>", "<row"));
    let proposal = of(&[("x.xlsx", &cut)], shipped());
    assert_eq!(errors(&proposal).len(), 1);
    assert_eq!(proposal.issues[0].code, IssueCode::BrokenFile);
    assert_eq!(proposal.under(ErrorPolicy::RejectFailedRows).records, None);
}
