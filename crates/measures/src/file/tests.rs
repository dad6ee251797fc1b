//! Files that are right, files that are wrong, and that the order of rows and the number of threads do not matter.

use proptest::prelude::*;

use super::*;

fn problem<T: std::fmt::Debug>(result: Result<T, FileError>) -> (Option<u64>, Option<u32>, Problem) {
    let error = result.expect_err("wrong");
    (error.line, error.column, error.problem)
}

fn listed(labels: &Labels) -> Vec<&str> {
    labels.iter().collect()
}

#[test]
fn affiliations_in_either_order_of_columns() {
    let file = affiliations(b"meeting,institution\nm2,b\nm1,a\n\nm2,a\nm2, b \n").expect("right");
    assert_eq!(listed(&file.institutions), ["a", "b"]);
    assert_eq!(listed(&file.occasions), ["m1", "m2"]);
    assert_eq!((file.rows, file.affiliations.repeated(), file.affiliations.attendances()), (4, 1, 3));
    assert_eq!(file.affiliations.institutions_at(1), [0, 1]);
    assert_eq!(file.institutions.number("b"), Some(1));
    assert_eq!(file.institutions.number("c"), None);
    assert_eq!(file.institutions.get(2), None);
}

#[test]
fn marks_quotes_semicolons_and_declared_counts() {
    let text = "\u{feff}Institution;note;Occasion;declared\r\n\"Gmina \"\"Świdnica\"\"; urząd\";x;m1;7\r\nb;\"\";m1;\r\n";
    let file = affiliations(text.as_bytes()).expect("right");
    assert_eq!(listed(&file.institutions), ["Gmina \"Świdnica\"; urząd", "b"]);
    assert_eq!(file.affiliations.size(0), 7);
    assert_eq!(file.passed_over, ["note"]);
}

#[test]
fn what_is_wrong_is_told_by_line_and_column() {
    let wrong = |text: &[u8]| problem(affiliations(text));
    assert!(matches!(wrong(b""), (None, None, Problem::Empty { .. })));
    assert!(matches!(wrong(b"\n\n"), (None, None, Problem::Empty { .. })));
    assert!(matches!(wrong(b"\na,b\nx,y\n"), (Some(2), None, Problem::Header { .. })));
    let head = |rest: &[u8]| [b"institution,occasion,declared\n", rest].concat();
    assert_eq!(wrong(&head(b"a,m,\n\n,m,\n")), (Some(4), Some(1), Problem::NoLabel));
    assert_eq!(wrong(&head(b"a,m,\nb, ,\n")), (Some(3), Some(2), Problem::NoLabel));
    assert_eq!(wrong(&head(b"\"\n\",m,1")), (Some(2), Some(1), Problem::NoLabel));
    assert_eq!(wrong(&head(b"\"a\nb\",m,1")), (Some(2), Some(1), Problem::ControlCharacter));
    assert_eq!(wrong(&head(b"a,m")), (Some(2), None, Problem::Columns { found: 2, expected: 3 }));
    assert_eq!(wrong(&head(b"a,m,x")), (Some(2), Some(3), Problem::Declared { found: "x".into() }));
    assert_eq!(wrong(&head(b"a,m,-1")), (Some(2), Some(3), Problem::Declared { found: "-1".into() }));
    assert_eq!(
        wrong(&head(b"a,m,1\nb,m,\nc,m,2")),
        (Some(4), None, Problem::DeclaredTwice { label: "m".into(), found: 2, earlier: 1 })
    );
    assert_eq!(wrong(&head(b"a,m,1\nb\xff,m,\n")), (Some(3), None, Problem::NotUtf8));
    assert_eq!(wrong(&head(b"a,m,1\rb,m,\n")), (Some(2), None, Problem::LineEnd));
    assert_eq!(wrong(&head(b"a,m,1\n\"b,m,\n")), (Some(3), None, Problem::OpenQuote));
    let long = [b"a".repeat(LABEL_MAX + 1), b",m,".to_vec()].concat();
    assert_eq!(wrong(&head(&long)), (Some(2), Some(1), Problem::LabelTooLong));
    let long = [b"a".repeat(LINE_MAX), b",m,".to_vec()].concat();
    assert_eq!(wrong(&head(&long)), (Some(2), None, Problem::LineTooLong));
    assert_eq!(wrong(&head(&[b"\"\"", &long[..]].concat())), (Some(2), None, Problem::LineTooLong));
    for quote in ["", "\"\""] {
        let wide = format!("a,m,{quote}{}", ",".repeat(COLUMNS_MAX));
        assert_eq!(wrong(&head(wide.as_bytes())), (Some(2), None, Problem::TooManyColumns));
    }
    assert_eq!(
        affiliations(&head(b"a,m,\n,m,\n")).expect_err("wrong").to_string(),
        "line 3, column 1: the label is empty; write one, or leave the row out"
    );
}

#[test]
fn ties_with_and_without_names() {
    let named = ties(b"# made by hand\nweight\ttarget\tsource\n0.5\tb\ta\n2\tb\tc\n").expect("right");
    assert_eq!(listed(&named.labels), ["a", "b", "c"]);
    assert_eq!(named.graph.iter_ties().collect::<Vec<_>>(), [(0, 1, 0.5), (1, 2, 2.0)]);
    for text in [
        "a,b\n# no\nb,a\nc,b\na,a",
        "a;b\nb;a\nc;b\na;a\n",
        "a b\nb a\nc b\na a\n",
        "\"a\",b\nb,a\n#\nc,b\na,a",
    ] {
        let file = ties(text.as_bytes()).expect("right");
        assert_eq!(file.graph.iter_ties().collect::<Vec<_>>(), [(0, 1, 2.0), (1, 2, 1.0)], "{text}");
        assert_eq!((file.rows, file.simplified.loops, file.simplified.parallel), (4, 1, 1));
    }
}

#[test]
fn ties_that_are_wrong() {
    let wrong = |text: &str| problem(ties(text.as_bytes()));
    assert!(matches!(wrong("# nothing\n"), (None, None, Problem::Empty { .. })));
    assert!(matches!(wrong("# one\na\n"), (Some(2), None, Problem::Header { .. })));
    assert!(matches!(wrong("a,b,c,d\n"), (Some(1), None, Problem::Header { .. })));
    for found in ["0", "-1", "inf", "NaN", "", "1,5"] {
        let line = format!("#\n#\na\tb\t1\n\nb\tc\t{found}\n");
        let found = found.into();
        assert_eq!(wrong(&line), (Some(5), Some(3), Problem::Weight { found }));
    }
    assert_eq!(
        wrong("#\n\"a\",b,1\n#\n#\n\nb,c,x"),
        (Some(6), Some(3), Problem::Weight { found: "x".into() })
    );
}

#[test]
fn groups_of_labels() {
    let nodes = ties(b"a,b\nb,c\n").expect("right").labels;
    let file = groups(b"group,label\nII,a\nI,c\n,b\nI,c\nII,z\n", &nodes).expect("right");
    assert_eq!(listed(&file.groups), ["I", "II"]);
    assert_eq!((file.of, file.unknown), (vec![Some(1), None, Some(0)], 1));
    assert_eq!(
        problem(groups(b"label,group\na,I\na,II\n", &nodes)),
        (Some(3), None, Problem::GroupedTwice { label: "a".into() })
    );
    assert!(matches!(problem(groups(b"a,I\n", &nodes)).2, Problem::Header { .. }));
}

#[test]
fn many_rows_in_many_parts() {
    let row = |it: u32| format!("institution-{:05},m{}\n", it * 7919 % 20_011, it % 977);
    let rows: Vec<String> = (0..60_000).map(row).collect();
    let read = |rows: &[String], threads| {
        let text = format!("institution,meeting\n{}", rows.concat());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| affiliations(text.as_bytes()))
    };
    let one = read(&rows, 1).expect("right");
    assert_eq!(one.rows, 60_000);
    assert!(one.institutions.iter().is_sorted());
    assert_eq!(one, read(&rows, 5).expect("right"));
    let turned: Vec<String> = rows.iter().rev().cloned().collect();
    assert_eq!(one, read(&turned, 3).expect("right"));
    let mut wrong = rows;
    wrong[50_000] = "x,\n".into();
    wrong[20_000] = "x\n".into();
    for threads in [1, 2, 5] {
        let found = problem(read(&wrong, threads));
        assert_eq!(found, (Some(20_002), None, Problem::Columns { found: 1, expected: 2 }));
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = affiliations(&bytes);
        let _ = ties(&bytes);
        let head = [&b"institution,occasion,declared\n"[..], &bytes].concat();
        let _ = affiliations(&head);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[ab,;\t\"#\r\n 0-9.ł]{0,60}") {
        let _ = ties(text.as_bytes());
        let _ = affiliations(format!("institution,occasion,declared\n{text}").as_bytes());
    }

    #[test]
    fn quoted_and_plain_files_say_the_same(pairs in proptest::collection::vec(("[a-cł ]{1,2}x", "[a-c]{1,2}"), 1..20)) {
        let plain: String = pairs.iter().map(|(a, b)| format!("{a},{b}\n")).collect();
        let quoted: String = pairs.iter().map(|(a, b)| format!("\"{a}\",{b}\r\n")).collect();
        let read = |rows: &str| affiliations(format!("institution,event\n{rows}").as_bytes());
        prop_assert_eq!(read(&plain), read(&quoted));
    }

    #[test]
    fn the_order_of_weighted_rows_changes_no_bit(
        rows in proptest::collection::vec((0_u32..4, 0_u32..4, 0.001_f64..9.0), 1..30).prop_shuffle(),
        seed in any::<u64>(),
    ) {
        let text = |rows: &[(u32, u32, f64)]| rows.iter().map(|it| format!("n{}\tn{}\t{}\n", it.0, it.1, it.2)).collect::<String>();
        let mut other = rows.clone();
        crate::random::Random::new(seed).shuffle(&mut other);
        prop_assert_eq!(ties(text(&rows).as_bytes()), ties(text(&other).as_bytes()));
    }
}
