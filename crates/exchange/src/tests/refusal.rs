//! Refusals: one case for each kind of problem, each at its place.

use super::{Files, import, issues, shipped};
use crate::{ExchangeError, IssueCode, Limits, RowIssue, read};

const DOCUMENTS: &str = "key,title,kind,locator_scheme,state\nd1,Report,OTHER,lines,ACCEPTED\n";
const INSTITUTIONS: &str =
    "key,name_pl,state,naming,sources\na,Ośrodek A,ACTIVE,NAMED,d1 L1\nb,Ośrodek B,ACTIVE,NAMED,d1 L2\n";

fn manifest(files: &[(&str, &str)]) -> String {
    let files: Vec<_> =
        files.iter().map(|(file, kind)| format!(r#"{{"file":"{file}","kind":"{kind}"}}"#)).collect();
    format!(r#"{{"format":"splot-record/1","title":"t","language":"pl","files":[{}]}}"#, files.join(","))
}

/// A folder with documents and, in `institutions.csv`, the institutions given.
fn folder(institutions: impl AsRef<[u8]>) -> Files {
    let manifest = manifest(&[("documents.csv", "document"), ("institutions.csv", "institution")]);
    vec![
        ("manifest.json".to_owned(), manifest.into_bytes()),
        ("documents.csv".to_owned(), DOCUMENTS.into()),
        ("institutions.csv".to_owned(), institutions.as_ref().to_vec()),
    ]
}

/// The folder with one more file.
fn with(file: &str, kind: &str, text: &str) -> Files {
    let mut files = folder(INSTITUTIONS);
    let names = [("documents.csv", "document"), ("institutions.csv", "institution"), (file, kind)];
    files[0].1 = manifest(&names).into_bytes();
    files.push((file.to_owned(), text.into()));
    files
}

#[track_caller]
fn one(files: &Files) -> RowIssue {
    let issues = issues(files);
    assert_eq!(issues.len(), 1, "{issues:#?}");
    issues[0].clone()
}

#[track_caller]
fn check(files: &Files, code: IssueCode, (file, row, column): (&str, Option<u64>, Option<&str>), says: &str) {
    let issue = one(files);
    assert_eq!((issue.code, issue.file.as_str()), (code, file), "{issue:?}");
    assert_eq!((issue.row, issue.column.as_deref()), (row, column), "{issue:?}");
    assert!(issue.message.contains(says), "{issue:?}");
}

#[test]
fn the_small_folder_is_fine() {
    let import = import(&folder(INSTITUTIONS));
    assert_eq!((import.record.institutions.len(), import.record.claims.len()), (2, 2));
    let mut with_mark = b"\xEF\xBB\xBF".to_vec();
    with_mark.extend(INSTITUTIONS.bytes());
    assert_eq!(super::import(&folder(with_mark)).record, import.record);
    let windows = INSTITUTIONS.replace('\n', "\r\n");
    assert_eq!(super::import(&folder(windows)).record, import.record);
}

#[test]
fn manifests() {
    let at = |column| ("manifest.json", None, column);
    check(&Vec::new(), IssueCode::MissingManifest, at(None), "manifest.json");
    let folder_with = |manifest: &str| {
        let mut files = folder(INSTITUTIONS);
        files[0].1 = manifest.as_bytes().to_vec();
        files
    };
    check(&folder_with("{"), IssueCode::InvalidManifest, at(None), "cannot be read");
    let newer = r#"{"format":"splot-record/2","colour":"red"}"#;
    check(&folder_with(newer), IssueCode::WrongFormat, at(Some("format")), "splot-record/1");
    check(&folder_with("{}"), IssueCode::InvalidManifest, at(None), "format");
    let kind = manifest(&[("documents.csv", "document"), ("institutions.csv", "institutions")]);
    check(&folder_with(&kind), IssueCode::UnknownKind, at(Some("kind")), "did you mean `institution`?");
    let texts = manifest(&[("documents.csv", "claim-text")]);
    check(&folder_with(&texts), IssueCode::UnknownKind, at(Some("kind")), "claim-text");
    let path = manifest(&[("../documents.csv", "document")]);
    check(&folder_with(&path), IssueCode::InvalidFileName, at(Some("file")), "without a path");
    let twice = manifest(&[("documents.csv", "document"), ("documents.csv", "document")]);
    check(&folder_with(&twice), IssueCode::InvalidFileName, at(Some("file")), "once");
    let missing = manifest(&[("document.csv", "document"), ("institutions.csv", "institution")]);
    let place = ("document.csv", None, None);
    check(&folder_with(&missing), IssueCode::MissingFile, place, "did you mean `documents.csv`?");
}

#[test]
fn headers() {
    let at = |row, column| ("institutions.csv", row, column);
    check(&folder(""), IssueCode::EmptyFile, at(None, None), "empty");
    assert_eq!(import(&folder("key,name_pl,state,naming,sources\n")).record.institutions.len(), 0);
    let unknown = INSTITUTIONS.replace("name_pl", "name_pl,nam_en").replace("Ośrodek", ",Ośrodek");
    let place = at(Some(1), Some("nam_en"));
    check(&folder(unknown), IssueCode::UnknownColumn, place, "did you mean `name_en`?");
    let twice = INSTITUTIONS.replace("naming", "state");
    let found = issues(&folder(twice));
    assert_eq!(found[0].code, IssueCode::DuplicateColumn);
    assert_eq!(found[1].code, IssueCode::MissingColumn, "state took the place of naming");
    let missing = "key,state,naming,sources\na,ACTIVE,NAMED,d1 L1\n";
    check(&folder(missing), IssueCode::MissingColumn, at(Some(1), Some("name_pl")), "missing");
    let semicolons = INSTITUTIONS.replace(',', ";");
    assert!(issues(&folder(semicolons))[0].message.contains("separated by commas"));
}

#[test]
fn rows() {
    let at = |row, column| ("institutions.csv", Some(row), column);
    let header = "key,name_pl,state,naming,existed_from,sources\n";
    let row = |row: &str| folder(format!("{header}{row}\n"));
    check(&row("a,A,ACTIVE,NAMED,d1 L1"), IssueCode::RaggedRow, at(2, None), "5 cells, the header 6");
    check(&row("a,A,ACTIV,NAMED,,d1 L1"), IssueCode::UnknownWord, at(2, Some("state")), "`ACTIVE`?");
    check(&row("a,A,,NAMED,,d1 L1"), IssueCode::MissingValue, at(2, Some("state")), "empty");
    check(&row(",A,ACTIVE,NAMED,,d1 L1"), IssueCode::MissingValue, at(2, Some("key")), "empty");
    check(&row("A b,A,ACTIVE,NAMED,,d1 L1"), IssueCode::InvalidValue, at(2, Some("key")), "not a key");
    let date = "a,A,ACTIVE,NAMED,14.05.2015,d1 L1";
    check(&row(date), IssueCode::InvalidDate, at(2, Some("existed_from")), "YYYY-MM-DD");
    check(&row("a,A,ACTIVE,NAMED,,d1"), IssueCode::InvalidValue, at(2, Some("sources")), "doc-000 L29");
    check(&row("a,A,ACTIVE,NAMED,,"), IssueCode::NoSource, at(2, Some("sources")), "no source");
    let twice = "a,A,ACTIVE,NAMED,,d1 L1|d1 L1";
    check(&row(twice), IssueCode::DuplicateKey, at(2, Some("sources")), "given twice");
    let unknown = "a,A,ACTIVE,NAMED,,d2 L1";
    check(&row(unknown), IssueCode::DanglingReference, at(2, Some("sources")), "no document `d2`");
    let mut bytes = format!("{header}a,A,ACTIVE,NAMED,,d1 L1\nb,").into_bytes();
    bytes.extend(b"\x9Croda,ACTIVE,NAMED,,d1 L1\n");
    check(&folder(bytes), IssueCode::InvalidUtf8, at(3, Some("name_pl")), "byte 1");
    let both = issues(&row("a,A,ACTIV,NAMD,2015-13,d1 L1"));
    let columns: Vec<_> = both.iter().filter_map(|it| it.column.as_deref()).collect();
    assert_eq!(columns, ["existed_from", "state", "naming"], "all wrong cells of a row are told");
}

#[test]
fn keys_and_references() {
    let twice = format!("{INSTITUTIONS}a,Ośrodek A,ACTIVE,NAMED,d1 L3\n");
    let at = ("institutions.csv", Some(4), Some("key"));
    check(&folder(twice), IssueCode::DuplicateKey, at, "first in institutions.csv, row 2");
    let parent = "key,name_pl,state,naming,parent,sources\nośrodek-x,A,ACTIVE,NAMED,,d1 L1\n";
    assert_eq!(one(&folder(parent)).code, IssueCode::InvalidValue);
    let parent = "key,name_pl,state,naming,parent,sources\n\
        centre-a,A,ACTIVE,NAMED,,d1 L1\nb,B,ACTIVE,NAMED,centre-b,d1 L1\n";
    let at = ("institutions.csv", Some(3), Some("parent"));
    check(&folder(parent), IssueCode::DanglingReference, at, "did you mean `centre-a`?");
    // A reference to a row that could not be read is not told of besides.
    let excused = "key,name_pl,state,naming,parent,sources\n\
        centre-a,A,ACTIV,NAMED,,d1 L1\nb,B,ACTIVE,NAMED,centre-a,d1 L1\n";
    assert_eq!(one(&folder(excused)).code, IssueCode::UnknownWord);
}

#[test]
fn claims_and_other_kinds() {
    let claims =
        |rows: &str| with("claims.csv", "claim", &format!("subject,field,value,rank,sources\n{rows}"));
    let at = |row, column| ("claims.csv", Some(row), column);
    assert_eq!(import(&claims("institution:a,name_en,A,1,d1 L1|d1 L2\n")).record.claims.len(), 4);
    check(
        &claims("institution:a,name_en,A,first,d1 L1\n"),
        IssueCode::InvalidNumber,
        at(2, Some("rank")),
        "number",
    );
    check(&claims("institution:a,name_en,A,1,\n"), IssueCode::NoSource, at(2, Some("sources")), "source");
    let unknown_field = claims("institution:a,colour,red,1,d1 L1\n");
    check(&unknown_field, IssueCode::BrokenRule, at(2, Some("value")), "`colour`");
    let dangling = claims("institution:a,parent,c,1,d1 L1\n");
    check(&dangling, IssueCode::DanglingReference, at(2, Some("value")), "no institution `c`");
    let subject = claims("institution:c,,,1,d1 L1\n");
    check(&subject, IssueCode::DanglingReference, at(2, Some("subject")), "no institution `c`");
    let wrong = claims("organisation:a,,,1,d1 L1\n");
    check(&wrong, IssueCode::InvalidValue, at(2, Some("subject")), "organisation");

    let indicators = "key,label_pl,value,unit,nature,of,collection,sources\n\
        i,I,1.5,PERSON,DECLARED,institution:a,UNITS,d1 L1\n";
    let at = ("indicators.csv", Some(2), None);
    check(&with("indicators.csv", "indicator", indicators), IssueCode::BrokenRule, at, "whole number");
    let of = indicators.replace("1.5", "2").replace(":a", ":c");
    let at = ("indicators.csv", Some(2), Some("of"));
    check(&with("indicators.csv", "indicator", &of), IssueCode::DanglingReference, at, "no institution `c`");

    let names = "person,full_name\np,Jan Iksiński\n";
    let at = ("names.csv", Some(2), None);
    check(&with("names.csv", "person-name", names), IssueCode::DanglingReference, at, "no person `p`");
    let contacts = "key,of,kind,value,document\nc,institution:a,PHONE,1,d1\nc,document:d1,PHONE,2,d1\n";
    let found = issues(&with("contacts.csv", "contact-point", contacts));
    assert_eq!(
        found.iter().map(|it| it.code).collect::<Vec<_>>(),
        [IssueCode::DuplicateKey, IssueCode::InvalidValue]
    );
    let kinds = "key,code,name_pl,name_en,rolls_up,sources\nt,T,t,t,yes,d1 L1\n";
    let at = ("types.csv", Some(2), Some("rolls_up"));
    check(&with("types.csv", "institution-type", kinds), IssueCode::InvalidBoolean, at, "true or false");
}

#[test]
fn bounds() {
    let limits = Limits { rows: 2, cell_bytes: 16, issues: 1 };
    let refused = |files: &Files| match read(files, &limits) {
        Err(ExchangeError::Refused { issues, count }) => (issues[0].code, count),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&folder(INSTITUTIONS)), (IssueCode::TooManyRows, 1));
    let long = "key,name_pl,state,naming,sources\na,A name longer than allowed,ACTIVE,NAMED,d1 L1\n";
    assert_eq!(refused(&folder(long)), (IssueCode::CellTooLarge, 1));
    let many = "key,name_pl,state,naming,sources\na,A,X,Y,d1 L1\n";
    assert_eq!(refused(&folder(many)), (IssueCode::UnknownWord, 2), "all are counted, the first are told");
}

#[test]
fn a_broken_row_of_the_shipped_record_is_found() {
    let mut files = shipped();
    let (_, bytes) = files.iter_mut().find(|(name, _)| name == "meetings.csv").unwrap();
    *bytes = String::from_utf8(bytes.clone()).unwrap().replacen("HELD", "HELDD", 1).into_bytes();
    let found = issues(&files);
    assert_eq!((found[0].code, found[0].file.as_str()), (IssueCode::UnknownWord, "meetings.csv"));
    assert!(found[0].message.contains("did you mean `HELD`?"));
}
