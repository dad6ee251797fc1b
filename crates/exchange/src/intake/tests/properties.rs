//! Properties: sums close on any damage, nothing panics on any bytes, encodings do not matter.

use proptest::prelude::*;

use encoding_rs::{ISO_8859_2, WINDOWS_1250};

use super::*;

/// A small record, so that many cases are read in a short time.
fn small() -> &'static Record {
    static RECORD: OnceLock<Record> = OnceLock::new();
    RECORD.get_or_init(|| {
        let shipped = shipped();
        let keep = ["rops", "lowes", "ops-deszczno", "gops-deszczno"];
        let mut record = Record {
            documents: shipped.documents.clone(),
            sectors: shipped.sectors.clone(),
            meeting_kinds: shipped.meeting_kinds.clone(),
            ..Record::default()
        };
        record.institutions =
            shipped.institutions.iter().filter(|it| keep.contains(&it.key.as_str())).cloned().collect();
        for it in &mut record.institutions {
            (it.r#type, it.seat, it.parent, it.functions) = (None, None, None, Vec::new());
        }
        let known: Vec<_> = record.institutions.iter().map(|it| it.key.to_string()).collect();
        let kinds = [domain::record::RecordKind::Institution];
        record.claims = shipped
            .claims
            .iter()
            .filter(|it| it.field.is_none() && it.premises.is_empty())
            .filter(|it| {
                !kinds.contains(&it.subject.kind) || known.iter().any(|key| **key == *it.subject.key)
            })
            .filter(|it| {
                matches!(
                    it.subject.kind,
                    domain::record::RecordKind::Institution
                        | domain::record::RecordKind::Sector
                        | domain::record::RecordKind::MeetingKind
                )
            })
            .cloned()
            .collect();
        record
    })
}

const MEETINGS: &str = "meeting_id;date;kind;name;note\n\
    a;2015-05-14;COUNCIL;\"Posiedzenie; pierwsze\";źródło\n\
    b;14.05.2015 r.;posiedzenie rady;Żółw;\"dwa\nwiersze\"\n\
    c;maj 2015;COUNCIL;Ćma;\n";

const ATTENDANCE: &str = "meeting;institution;role;presence\n\
    a;rops;host;tak\n\
    b;Ośrodek Pomocy Społecznej w Deszcznie;;\n\
    c;lowes;uczestnik;nie\n\
    c;rops;;zaproszony\n";

/// A change to bytes: one is put in the place of another, some are cut out, some are put twice.
#[derive(Debug, Clone)]
enum Damage {
    Set(prop::sample::Index, u8),
    Cut(prop::sample::Index, usize),
    Twice(prop::sample::Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let byte = prop_oneof![Just(b'"'), Just(b'\n'), Just(b';'), Just(b'\0'), Just(0xB9u8), any::<u8>()];
    prop_oneof![
        (any::<prop::sample::Index>(), byte).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (any::<prop::sample::Index>(), 1usize..30).prop_map(|(at, length)| Damage::Cut(at, length)),
        (any::<prop::sample::Index>(), 1usize..60).prop_map(|(at, length)| Damage::Twice(at, length)),
    ]
}

fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for it in damages {
        if bytes.is_empty() {
            break;
        }
        match it {
            Damage::Set(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Damage::Cut(at, length) => {
                let at = at.index(bytes.len());
                bytes.drain(at..(at + length).min(bytes.len()));
            }
            Damage::Twice(at, length) => {
                let at = at.index(bytes.len());
                let part = bytes[at..(at + length).min(bytes.len())].to_vec();
                bytes.splice(at..at, part);
            }
        }
    }
    bytes
}

fn workbook() -> &'static [u8] {
    static BOOK: OnceLock<Vec<u8>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, text) in [("meetings", MEETINGS), ("attendance", ATTENDANCE)] {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            for (row, line) in (0u32..).zip(text.lines()) {
                for (column, cell) in (0u16..).zip(line.split(';')) {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
        book.save_to_buffer().unwrap()
    })
}

/// What is written is whole, and reading the files again changes nothing.
fn holds(files: &[(&str, &[u8])]) {
    let given: Vec<_> = files.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
    let Ok(proposal) = read(&given, &Settings::default(), &Limits::default(), small()) else { return };
    assert!(proposal.counts.close());
    assert_eq!(proposal.counts.read, u64::try_from(proposal.rows.len()).unwrap());
    let refused = proposal.rows.iter().filter(|it| it.class == RowClass::Refused).count();
    assert_eq!(refused > 0, proposal.issue_counts.errors > 0 && proposal.counts.refused > 0);
    let record = after(&proposal, small());
    let again = read(&given, &Settings::default(), &Limits::default(), &record).unwrap();
    assert_eq!(
        (again.counts.new, again.counts.changed, again.counts.confirmed),
        (0, 0, 0),
        "{:#?}",
        again.issues
    );
    assert_eq!(again.counts.refused, proposal.counts.refused, "{:#?}", again.issues);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_close_and_what_is_written_is_whole_whatever_the_damage(
        of_meetings in prop::collection::vec(damage(), 0..4),
        of_attendance in prop::collection::vec(damage(), 0..4),
    ) {
        let meetings = damaged(MEETINGS.as_bytes(), &of_meetings);
        let attendance = damaged(ATTENDANCE.as_bytes(), &of_attendance);
        holds(&[("meetings.csv", &meetings), ("attendance.csv", &attendance)]);
    }

    #[test]
    fn a_damaged_workbook_is_read_or_refused(damages in prop::collection::vec(damage(), 1..4)) {
        holds(&[("x.xlsx", &damaged(workbook(), &damages))]);
    }

    #[test]
    fn any_bytes_under_any_name_are_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        name in "[a-zżó/. ]{0,12}",
        head in prop::sample::select(vec!["", "PK\u{3}\u{4}", "[", "nazwa;id\n", "sep=;\n", "{\"ties\":["]),
    ) {
        let bytes = [head.as_bytes(), bytes.as_slice()].concat();
        let file = SourceFile { name: &name, bytes: &bytes };
        let _read = read(&[file], &Settings::default(), &Limits::default(), small());
        let _found = detect(&file, &Settings::default(), &Limits::default());
    }

    #[test]
    fn the_encoding_of_a_table_does_not_matter(
        names in prop::collection::vec("[A-Za-ząćęłńóśźżĄĆĘŁŃÓŚŹŻ]{1,3}[A-Za-ząćęłńóśźżĄĆĘŁŃÓŚŹŻ ,;\"-]{0,20}", 1..8)
    ) {
        let mut writer = ::csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        writer.write_record(["id", "nazwa", "uwagi"]).unwrap();
        for (number, name) in names.iter().enumerate() {
            writer.write_record([&format!("i-{number}"), name, "zażółć gęślą jaźń"]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let encodings = [
            WINDOWS_1250.encode(&text).0.into_owned(),
            ISO_8859_2.encode(&text).0.into_owned(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ];
        let plain = of(&[("instytucje.csv", text.as_bytes())], small());
        for bytes in encodings {
            let other = of(&[("instytucje.csv", &bytes)], small());
            prop_assert_eq!(&other.records.institutions, &plain.records.institutions);
            prop_assert_eq!(other.counts, plain.counts);
        }
    }
}
