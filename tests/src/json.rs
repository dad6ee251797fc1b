//! Compares answers: numbers to a relative tolerance of 1e-9, objects by their members, lists in their order.
//!
//! Where an expected answer has the text `<some text>`, any text that is not blank will do: there must be words for
//! people, and which ones nobody can know by hand. Where it has `{"<at least>": […]}`, the list must hold these items,
//! and may hold others: the domain tells which reasons must be given, not that there are no more. Where it has
//! `{"<in any order>": […]}`, the list holds these items and no others: where the domain gives a set and the service an
//! order of its own, by opaque keys or by scores.

use serde_json::Value;

/// How far two numbers may differ, relative to the larger one.
const TOLERANCE: f64 = 1e-9;

/// Stands for any text that is not blank.
const SOME_TEXT: &str = "<some text>";

/// The only member of an object that stands for a list with at least these items.
const AT_LEAST: &str = "<at least>";

/// The only member of an object that stands for a list with exactly these items.
const IN_ANY_ORDER: &str = "<in any order>";

/// Where `actual` differs from `expected`, one line for each place; empty when they agree.
#[must_use]
pub fn differences(expected: &Value, actual: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare("data", expected, actual, &mut lines);
    lines
}

fn compare(path: &str, expected: &Value, actual: &Value, lines: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(wanted), Value::Array(got)) if wanted.contains_key(AT_LEAST) => {
            compare_set(path, wanted.get(AT_LEAST), got, lines);
        }
        (Value::Object(wanted), Value::Array(got)) if wanted.contains_key(IN_ANY_ORDER) => {
            for value in compare_set(path, wanted.get(IN_ANY_ORDER), got, lines) {
                lines.push(format!("{path}: not expected, and it holds {value}"));
            }
        }
        (Value::Object(wanted), Value::Object(got)) => {
            for (name, value) in wanted {
                let path = format!("{path}.{name}");
                match got.get(name) {
                    Some(other) => compare(&path, value, other, lines),
                    None => lines.push(format!("{path}: expected {value}, and there is no such member")),
                }
            }
            for (name, value) in got.iter().filter(|(name, _)| !wanted.contains_key(*name)) {
                lines.push(format!("{path}.{name}: not expected, and it is {value}"));
            }
        }
        (Value::Array(wanted), Value::Array(got)) => {
            for (index, value) in wanted.iter().enumerate() {
                match got.get(index) {
                    Some(other) => compare(&format!("{path}[{index}]"), value, other, lines),
                    None => lines.push(format!("{path}[{index}]: expected {value}, and the list has ended")),
                }
            }
            for (index, value) in got.iter().enumerate().skip(wanted.len()) {
                lines.push(format!("{path}[{index}]: not expected, and it is {value}"));
            }
        }
        (Value::Number(wanted), Value::Number(got)) => {
            let equal = match (wanted.as_f64(), got.as_f64()) {
                (Some(wanted), Some(got)) => nearly_equal(wanted, got),
                _ => wanted == got,
            };
            if !equal {
                lines.push(format!("{path}: expected {wanted}, and it is {got}"));
            }
        }
        (Value::String(wanted), Value::String(got)) if wanted == SOME_TEXT && !got.trim().is_empty() => {}
        _ if expected == actual => {}
        _ => lines.push(format!("{path}: expected {expected}, and it is {actual}")),
    }
}

/// Tells which wanted items a list lacks; what of the list is left over.
fn compare_set<'a>(
    path: &str,
    wanted: Option<&Value>,
    got: &'a [Value],
    lines: &mut Vec<String>,
) -> Vec<&'a Value> {
    let mut rest: Vec<_> = got.iter().collect();
    for value in wanted.and_then(Value::as_array).into_iter().flatten() {
        match rest.iter().position(|it| differences(value, it).is_empty()) {
            Some(place) => {
                rest.remove(place);
            }
            None => lines.push(format!("{path}: expected {value} among {}", Value::from(got))),
        }
    }
    rest
}

fn nearly_equal(a: f64, b: f64) -> bool {
    (a - b).abs() <= TOLERANCE * a.abs().max(b.abs())
}

#[cfg(test)]
mod tests {
    use super::differences;
    use serde_json::json;

    #[test]
    fn equal_answers_have_no_differences() {
        let answer = json!({"a": [1, {"b": null}], "c": "x"});
        assert!(differences(&answer, &answer).is_empty());
        assert!(differences(&json!({"v": 1}), &json!({"v": 1.0})).is_empty());
        assert!(differences(&json!({"v": 1.0 / 3.0}), &json!({"v": 0.333_333_333_333})).is_empty());
    }

    #[test]
    fn each_difference_is_told_with_its_place() {
        let lines = differences(
            &json!({"a": [1, 2], "b": null, "c": 0}),
            &json!({"a": [2], "b": 0, "d": true, "c": 0.000_001}),
        );
        assert_eq!(
            lines,
            [
                "data.a[0]: expected 1, and it is 2",
                "data.a[1]: expected 2, and the list has ended",
                "data.b: expected null, and it is 0",
                "data.c: expected 0, and it is 1e-6",
                "data.d: not expected, and it is true",
            ]
        );
    }

    #[test]
    fn some_text_is_a_text_and_not_blank() {
        let expected = json!({"note": "<some text>"});
        assert!(differences(&expected, &json!({"note": "words"})).is_empty());
        for wrong in [json!(""), json!(" "), json!(null), json!(1)] {
            assert_eq!(differences(&expected, &json!({"note": wrong})).len(), 1);
        }
    }

    #[test]
    fn a_list_holds_at_least_some_items() {
        let expected = json!({"<at least>": [{"code": "A"}, {"code": "C"}, {"code": "C"}]});
        let answer = |codes: &[&str]| json!(codes.iter().map(|it| json!({"code": it})).collect::<Vec<_>>());
        assert!(differences(&expected, &answer(&["C", "A", "B", "C"])).is_empty());
        for wrong in [answer(&["A", "C"]), answer(&["C", "C", "B"]), json!(null)] {
            assert_eq!(differences(&expected, &wrong).len(), 1);
        }
    }

    #[test]
    fn a_list_holds_items_in_any_order() {
        let expected = json!({"<in any order>": [1, 2, 2]});
        assert!(differences(&expected, &json!([2, 1, 2])).is_empty());
        for wrong in [json!([2, 1]), json!([2, 1, 2, 3]), json!([[1, 2, 2]]), json!({})] {
            assert!(!differences(&expected, &wrong).is_empty(), "{wrong}");
        }
    }

    #[test]
    fn the_order_of_a_list_counts() {
        assert_eq!(differences(&json!(["a", "b"]), &json!(["b", "a"])).len(), 2);
    }
}
