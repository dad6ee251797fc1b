//! Our values against those that igraph, NetworkX, leidenalg and scipy give, which stand beside `reference/generate.py`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "these are tests")]

#[path = "reference/affiliated.rs"]
mod affiliated;
#[path = "reference/clusters.rs"]
mod clusters;
#[path = "reference/measured.rs"]
mod measured;

use std::path::PathBuf;

use serde_json::Value;

/// How far ours may be from the reference: absolutely for values up to 1, else as a share of the reference.
const TOLERANCE: f64 = 1e-9;

/// A file of values.
fn read(name: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of the files of graphs, in order.
fn graphs() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/reference/graphs");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| format!("graphs/{}", it.unwrap().file_name().into_string().unwrap()))
        .collect();
    names.sort();
    names
}

/// Where ours differs first, as a path into the value; none when it does not.
fn difference(ours: &Value, reference: &Value) -> Option<String> {
    match (ours, reference) {
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => one
            .iter()
            .zip(other)
            .enumerate()
            .find_map(|(at, (one, other))| difference(one, other).map(|deeper| format!("[{at}]{deeper}"))),
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            let is_near = (one - other).abs() <= TOLERANCE * other.abs().max(1.0);
            (!is_near).then(|| format!(": ours is {one}, the reference {other}"))
        }
        (one, other) if one == other => None,
        (one, other) => Some(format!(": ours is {one}, the reference {other}")),
    }
}

/// Compares all values of a file, and gives what differs.
fn compare(name: &str, file: &Value, ours: impl Fn(&str, &Value) -> Value) -> Vec<String> {
    let lines = file["values"].as_array().unwrap();
    assert!(lines.len() > 5, "{name} has only {} values", lines.len());
    lines
        .iter()
        .filter_map(|line| {
            let measure = line["measure"].as_str().unwrap();
            let differs = difference(&ours(measure, line), &line["expected"])?;
            let parameters = line.as_object().unwrap().iter().filter(|it| it.0 != "expected");
            let about: serde_json::Map<_, _> =
                parameters.map(|(key, it)| (key.clone(), it.clone())).collect();
            let mut about = Value::Object(about).to_string();
            about.truncate(about.floor_char_boundary(160));
            Some(format!("{name} {about}{differs}"))
        })
        .collect()
}

#[test]
fn measures_of_graphs_equal_the_reference() {
    let names = graphs();
    assert!(names.len() > 20, "only {names:?}");
    let mut differences = Vec::new();
    for name in names {
        let file = read(&name);
        let case = measured::Case::new(&file);
        differences.extend(compare(&name, &file, |measure, line| case.value(measure, line)));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn projections_and_backbones_equal_the_reference() {
    let file = read("affiliations.json");
    let differences = compare("affiliations", &file, |measure, line| affiliated::value(&file, measure, line));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn leiden_is_as_good_as_igraph_and_leidenalg() {
    let file = read("clusters.json");
    let graphs = file["graphs"].as_array().unwrap();
    assert!(graphs.len() > 6);
    let shortfalls: Vec<String> = graphs.iter().flat_map(clusters::shortfalls).collect();
    assert!(shortfalls.is_empty(), "{}", shortfalls.join("\n"));
}

#[test]
fn leiden_is_as_good_as_leiden_rs() {
    for (inside, between) in [(0.3, 0.02), (0.2, 0.05)] {
        assert_eq!(clusters::shortfall_of_leiden_rs(inside, between), None);
    }
}

#[test]
fn a_difference_is_seen() {
    let differs = |one: &str, other: &str| {
        difference(&serde_json::from_str(one).unwrap(), &serde_json::from_str(other).unwrap())
    };
    assert_eq!(differs("[1.0, null, [2000000000]]", "[1, null, [2000000001]]"), None);
    assert!(differs("1.00000001", "1").is_some());
    assert!(differs("[1, 2]", "[1]").is_some());
    assert!(differs("[0]", "[null]").is_some());
    assert!(differs("20.0000001", "20").is_some());
}
