//! Mistakes of real CSV files: each is read right, or refused with its row and reason.

use encoding_rs::{ISO_8859_2, WINDOWS_1250};

use super::*;

const INSTITUTIONS: &str = "Nazwa;Skrót;Siedziba;Uwagi\n\
    Ośrodek Pomocy Społecznej w Świdnicy;OPS Świdnica;Świdnica;źle zapisany ąęćłńóśźż\n\
    Fundacja Źródło;;Słubice;działa od 2010 r.\n";

fn utf16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn the_same_table_is_read_the_same_in_whatever_encoding() {
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, bytes.as_slice()].concat();
    let cases = [
        (INSTITUTIONS.as_bytes().to_vec(), TextEncoding::Utf8, false),
        (marked(b"\xEF\xBB\xBF", INSTITUTIONS.as_bytes().to_vec()), TextEncoding::Utf8, true),
        (WINDOWS_1250.encode(INSTITUTIONS).0.into_owned(), TextEncoding::Windows1250, false),
        (ISO_8859_2.encode(INSTITUTIONS).0.into_owned(), TextEncoding::Iso88592, false),
        (utf16(INSTITUTIONS, u16::to_le_bytes), TextEncoding::Utf16Le, false),
        (marked(b"\xFF\xFE", utf16(INSTITUTIONS, u16::to_le_bytes)), TextEncoding::Utf16Le, true),
        (marked(b"\xFE\xFF", utf16(INSTITUTIONS, u16::to_be_bytes)), TextEncoding::Utf16Be, true),
    ];
    let expected = texts(&[("instytucje.csv", INSTITUTIONS)], shipped());
    assert_eq!(counts(&expected), (2, 0, 0, 0));
    for (bytes, encoding, had_bom) in cases {
        let proposal = of(&[("instytucje.csv", &bytes)], shipped());
        let detected = &proposal.files[0];
        assert_eq!(detected.encoding.map(|it| it.value), Some(encoding));
        assert_eq!(detected.had_bom, had_bom);
        assert_eq!(proposal.records.institutions, expected.records.institutions);
        assert_eq!(errors(&proposal), Vec::<String>::new());
    }
}

#[test]
fn headers_may_have_blanks_stars_any_case_any_order_and_explanations() {
    let text = "  SIEDZIBA ,\u{a0}nazwa * \n# objaśnienie,\nSłubice,Fundacja A\n";
    let proposal = texts(&[("Instytucje 2015.csv", text)], shipped());
    assert_eq!(counts(&proposal), (1, 0, 0, 0));
    assert_eq!(proposal.records.institutions[0].name_pl.as_str(), "Fundacja A");
    assert_eq!(proposal.files[0].sheets[0].rows, 1);
}

#[test]
fn decimal_commas_thousands_and_dates_of_all_forms_are_read() {
    let calls = "identyfikator;numer;otwarty\nn1;7.4;1 marca 2015 r.\n";
    let projects = "identyfikator;tytuł;lider;początek;koniec;nabór;wynik;kwota;złożono\n\
        p1;Projekt;rops;2015;maj 2016;n1;dofinansowano;1\u{a0}234\u{a0}567,50;14.05.2015r.\n\
        p2;Inny;rops;01.02.2015;;call-7.4;;12,5;\n";
    let (proposal, after) = twice(&[("nabory.csv", calls), ("projekty.csv", projects)], shipped());
    assert_eq!(errors(&proposal), Vec::<String>::new());
    let amounts: Vec<_> = after.applications.iter().map(|it| it.amount_minor).collect();
    assert!(amounts.contains(&Some(123_456_750)) && amounts.contains(&Some(1250)));
    let project = after.projects.iter().find(|it| it.key.as_str() == "p1").unwrap();
    assert_eq!(project.period.to_string(), "2015/2016-05");
    let call = after.calls.iter().find(|it| it.key.as_str() == "n1").unwrap();
    assert_eq!(call.opened.to_string(), "2015-03-01");
    assert_eq!(proposal.files[1].decimal, Finding::new(DecimalSeparator::Comma, Sureness::Certain));
}

#[test]
fn dates_of_two_readings_are_refused_unless_the_file_or_the_settings_settle_them() {
    let head = "meeting_id,date,kind\n";
    let ambiguous = format!("{head}a,03/04/2015,COUNCIL\n");
    let proposal = texts(&[("meetings.csv", &ambiguous)], shipped());
    assert_eq!(errors(&proposal), ["2 date AMBIGUOUS_DATE"]);
    let issue = &proposal.issues[0];
    assert!(issue.message.contains("2015-04-03") && issue.message.contains("2015-03-04"));
    let settled = format!("{ambiguous}b,14/05/2015,COUNCIL\n");
    let proposal = texts(&[("meetings.csv", &settled)], shipped());
    assert_eq!(counts(&proposal), (2, 0, 0, 0));
    assert_eq!(proposal.files[0].date_order, Finding::new(DateOrder::DayMonthYear, Sureness::Certain));
    assert_eq!(proposal.records.meetings[0].date.to_string(), "2015-04-03");
    let settings = Settings { date_order: Some(DateOrder::MonthDayYear), ..Settings::default() };
    let file = SourceFile { name: "meetings.csv", bytes: ambiguous.as_bytes() };
    let proposal = read(&[file], &settings, &Limits::default(), shipped()).unwrap();
    assert_eq!(proposal.records.meetings[0].date.to_string(), "2015-03-04");
}

#[test]
fn numbers_of_two_readings_are_refused_unless_settled() {
    let text = "project_id,title,call,amount\np,T,call-7.4,\"1,234\"\n";
    let proposal = texts(&[("projects.csv", text)], shipped());
    assert_eq!(errors(&proposal), ["2 amount AMBIGUOUS_NUMBER"]);
    let settings = Settings { decimal: Some(DecimalSeparator::Point), ..Settings::default() };
    let file = SourceFile { name: "projects.csv", bytes: text.as_bytes() };
    let proposal = read(&[file], &settings, &Limits::default(), shipped()).unwrap();
    assert_eq!(proposal.records.applications[0].amount_minor, Some(123_400));
}

#[test]
fn damaged_rows_are_refused_and_the_others_read() {
    let text =
        "nazwa,uwagi\nA,\"dwa\nwiersze\"\nB,\"otwarty\nC,nul\0\nD,uszkodzona \u{FFFD}\nE,za,dużo\nF,dobrze\n";
    let proposal = texts(&[("instytucje.csv", text)], shipped());
    assert_eq!(
        errors(&proposal),
        ["4 uwagi BROKEN_QUOTES", "5 uwagi DAMAGED_TEXT", "6 uwagi DAMAGED_TEXT", "7 - RAGGED_ROW"]
    );
    assert_eq!(counts(&proposal), (2, 0, 0, 4));
    assert_eq!(proposal.records.institutions[0].note.as_ref().map(|it| it.as_str()), Some("dwa wiersze"));
}

#[test]
fn a_line_of_fifty_megabytes_costs_one_row() {
    let mut text = String::from("nazwa,uwagi\nA,");
    text.push_str(&"x".repeat(50 << 20));
    text.push_str("\nB,dobrze\n");
    let proposal = texts(&[("instytucje.csv", &text)], shipped());
    assert_eq!(errors(&proposal), ["2 uwagi TOO_LONG"]);
    assert_eq!(counts(&proposal), (1, 0, 0, 1));
}

#[test]
fn separators_to_the_right_of_a_table_are_no_columns() {
    let empty = "nazwa;typ;;\nFundacja A;FUNDACJA;;\nFundacja Inna;FUNDACJA;;\n";
    let proposal = texts(&[("instytucje.csv", empty)], shipped());
    assert_eq!((counts(&proposal), warnings(&proposal)), ((2, 0, 0, 0), Vec::new()));
    let filled = empty.replace("Inna;FUNDACJA;;", "Inna;FUNDACJA;;x");
    let proposal = texts(&[("instytucje.csv", &filled)], shipped());
    assert_eq!(proposal.issues.iter().map(|it| it.code).collect::<Vec<_>>(), [IssueCode::UnmappedColumn]);
    assert!(proposal.issues[0].message.contains("column 4"));
}

#[test]
fn files_that_are_no_tables_are_refused_with_what_to_do() {
    let refused = |name: &str, bytes: &[u8]| {
        let refusal =
            read(&[SourceFile { name, bytes }], &Settings::default(), &Limits::default(), shipped())
                .unwrap_err();
        (refusal.issues[0].code, refusal.issues[0].message.clone())
    };
    let (code, message) = refused("spotkania.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more");
    assert_eq!(code, IssueCode::UnsupportedFormat);
    assert!(message.contains(".xlsx"));
    assert_eq!(refused("a.xls", b"<html><table></table>").0, IssueCode::UnsupportedFormat);
    assert_eq!(refused("a.xlsx", b"\xD0\xCF\x11\xE0").0, IssueCode::UnsupportedFormat);
    assert_eq!(refused("a.csv", b"%PDF-1.4").0, IssueCode::UnsupportedFormat);
    assert_eq!(refused("a.csv", b"").0, IssueCode::EmptyFile);
    assert_eq!(refused("a.csv", b"\xEF\xBB\xBF \r\n").0, IssueCode::EmptyFile);
    assert_eq!(refused("a.xlsx", b"PK\x03\x04 no archive").0, IssueCode::BrokenFile);
    assert_eq!(refused("a.json", b"{\"meetings\": [").0, IssueCode::BrokenFile);
    let limits = Limits { file_bytes: 3, ..Limits::default() };
    let file = SourceFile { name: "a.csv", bytes: b"a,b,c" };
    let refusal = read(&[file], &Settings::default(), &limits, shipped()).unwrap_err();
    assert_eq!(refusal.issues[0].code, IssueCode::FileTooLarge);
}

#[test]
fn a_sheet_that_nobody_knows_is_refused_row_by_row_until_its_kind_is_said() {
    let text = "a,b\n1,2\n3,4\n";
    let proposal = texts(&[("Arkusz1.csv", text)], shipped());
    assert_eq!(counts(&proposal), (0, 0, 0, 3));
    assert_eq!(errors(&proposal), ["- - UNKNOWN_SHEET"]);
    let settings = Settings {
        sheets: vec![SheetSetting {
            sheet: "arkusz 1".to_owned(),
            kind: Some(SheetKind::Institutions),
            header_row: Some(1),
        }],
        columns: vec![
            ColumnSetting { sheet: None, column: "A".to_owned(), field: Some("name".to_owned()) },
            ColumnSetting { sheet: None, column: "b".to_owned(), field: None },
        ],
        ..Settings::default()
    };
    let file = SourceFile { name: "Arkusz1.csv", bytes: text.as_bytes() };
    let proposal = read(&[file], &settings, &Limits::default(), shipped()).unwrap();
    assert_eq!(counts(&proposal), (2, 0, 0, 0));
    assert_eq!(proposal.files[0].sheets[0].kind, Finding::new(SheetKind::Institutions, Sureness::Set));
    assert_eq!(warnings(&proposal), Vec::<String>::new());
}

#[test]
fn a_missing_column_refuses_the_sheet_once() {
    let proposal = texts(&[("spotkania.csv", "identyfikator;data\nm1;2015\nm2;2016\n")], shipped());
    assert_eq!(errors(&proposal), ["1 kind MISSING_COLUMN"]);
    assert_eq!(counts(&proposal), (0, 0, 0, 2));
    assert_eq!(proposal.files[0].sheets[0].missing, ["kind"]);
}

#[test]
fn title_rows_above_the_header_are_told_of() {
    let text = "Lista instytucji, stan na maj\n\nnazwa,siedziba\nA,Słubice\n";
    let proposal = texts(&[("instytucje.csv", text)], shipped());
    assert_eq!(counts(&proposal), (1, 0, 0, 0));
    assert_eq!(warnings(&proposal), ["3 - ABOVE_HEADER"]);
}

#[test]
fn json_of_both_forms_is_read() {
    let list = r#"[{"name": "Fundacja J", "functions": ["PES"], "krs": 123456}]"#;
    let (proposal, _) = twice(&[("institutions.json", list)], shipped());
    assert_eq!(counts(&proposal), (1, 0, 0, 0));
    assert_eq!(proposal.records.identifiers[0].value.as_str(), "0000123456");
    let object = r#"{"meetings": [{"meeting_id": "j1", "date": 2015, "kind": "COUNCIL"}],
        "attendance": [{"meeting": "j1", "institution": "rops"}, {"meeting": "j1", "institution": "nikt"}, 7]}"#;
    let proposal = texts(&[("x.json", object)], shipped());
    assert_eq!(counts(&proposal), (2, 0, 0, 2));
    assert_eq!(errors(&proposal), ["2 institution UNKNOWN_REFERENCE", "3 - INVALID_VALUE"]);
}

#[test]
fn issues_are_kept_up_to_the_limit_and_all_counted() {
    let rows: String = (0..50).map(|it| format!("m{it},kiedyś,COUNCIL\n")).collect();
    let text = format!("meeting_id,date,kind\n{rows}");
    let limits = Limits { issues: 10, ..Limits::default() };
    let file = SourceFile { name: "meetings.csv", bytes: text.as_bytes() };
    let proposal = read(&[file], &Settings::default(), &limits, shipped()).unwrap();
    assert_eq!((proposal.issues.len(), proposal.issue_counts.errors), (10, 50));
    assert_eq!(proposal.under(ErrorPolicy::RejectEverything).records, None);
    assert_eq!(proposal.under(ErrorPolicy::RejectEverything).counts.refused, 50);
}

#[test]
fn rows_beyond_the_limit_refuse_the_sheet() {
    let limits = Limits { rows: 3, ..Limits::default() };
    let file = SourceFile { name: "instytucje.csv", bytes: b"nazwa\nA\nB\nC\nD\n" };
    let proposal = read(&[file], &Settings::default(), &limits, shipped()).unwrap();
    assert_eq!(errors(&proposal), ["4 - TOO_MANY"]);
    assert_eq!(counts(&proposal), (0, 0, 0, 2));
    assert_eq!(proposal.under(ErrorPolicy::RejectFailedRows).records, None);
}
