//! The corpus of hostile documents, and properties that hold for all of them.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use async_graphql::Variables;
use proptest::prelude::*;
use serde_json::json;

use super::{Admitted, Guard, Limits, TypeMap};
use crate::error::{ErrorCode, Refusal};

const SDL: &str = r#"
    schema { query: Query }
    interface Node { id: ID! }
    union Found = Thing | Query
    type Query {
        node(id: ID!): Node
        nodes(ids: [ID!]!): [Node]!
        things(first: Int, after: String, last: Int, before: String): ThingConnection!
        ranking(first: Int): [Thing!]!
        find: [Found!]!
        self: Query!
        analysis: Thing!
        a: Int
    }
    type ThingConnection { edges: [ThingEdge!]! nodes: [Thing!]! pageInfo: PageInfo! }
    type ThingEdge { node: Thing! cursor: String! }
    type PageInfo { hasNextPage: Boolean! }
    type Thing implements Node { id: ID! tags: [String!]! parts: [Thing!]! things(first: Int): ThingConnection! }
"#;

fn guard_with(limits: Limits) -> Guard {
    Guard::new(limits, TypeMap::parse(SDL).expect("SDL").with_weight("Query", "analysis", 500))
}

fn admit(document: &str) -> Result<Admitted, Refusal> {
    guard_with(Limits::default()).admit(document, None, &mut Variables::default())
}

fn code(document: &str) -> Option<ErrorCode> {
    admit(document).err().map(|refusal| refusal.code)
}

fn cost(document: &str, variables: serde_json::Value) -> u64 {
    let limits = Limits { cost: u64::MAX, ..Limits::default() };
    let admitted = guard_with(limits).admit(document, None, &mut Variables::from_json(variables));
    admitted.expect("admitted").cost.total
}

/// `count` fragments of which each spreads the next twice; the last holds `leaf`.
fn fragment_bomb(count: usize, leaf: &str) -> String {
    let mut document = "{ ...F0 }".to_owned();
    for number in 1..count {
        write!(document, " fragment F{} on Query {{ ...F{number} ...F{number} }}", number - 1)
            .expect("write");
    }
    write!(document, " fragment F{} on Query {{ {leaf} }}", count - 1).expect("write");
    document
}

#[test]
fn floods_are_refused() {
    let repeat = |text: &str, count: usize| text.repeat(count);
    let aliases: String = (0..51).map(|number| format!("x{number}: __typename ")).collect();
    let fragments: String = (0..51).map(|number| format!(" fragment F{number} on Query {{ a }}")).collect();
    for (document, expected) in [
        (format!("{{ self {{ {aliases} }} }}"), ErrorCode::TooManyAliases),
        (format!("{{ self {{ {} }} }}", repeat("a ", 1_000)), ErrorCode::TooManyFields),
        (format!("{{ {} }}", repeat("a ", 21)), ErrorCode::TooManyRootFields),
        (format!("{{ a {} }}", repeat("@skip(if: false) ", 5)), ErrorCode::TooManyDirectives),
        (format!("{{ self {{ {} }} }}", repeat("a @x @y ", 26)), ErrorCode::TooManyDirectives),
        (format!("query Q {} {{ a }}", repeat("@x ", 5)), ErrorCode::TooManyDirectives),
        (format!("query Q($v: Int {}) {{ a }}", repeat("@x ", 5)), ErrorCode::TooManyDirectives),
        (format!("{}a{}", repeat("{ self ", 20) + "{ ", repeat(" }", 21)), ErrorCode::TooDeep),
        (format!("{}a{}", repeat("{ self ", 3_000) + "{ ", repeat(" }", 3_001)), ErrorCode::TooDeep),
        (format!("{{ a(x: {}{}) }}", repeat("[", 5_000), repeat("]", 5_000)), ErrorCode::TooDeep),
        (format!("{{ a(x: [{}]) }}", repeat("1 ", 6_000)), ErrorCode::DocumentTooLarge),
        (format!("{{ a }}{}", repeat(" ", 10 * 1024 * 1024)), ErrorCode::DocumentTooLarge),
        (format!("{{ ...F0 }}{fragments}"), ErrorCode::TooManyFragments),
        (
            (0..11).map(|n| format!("query Q{n} {{ self {{ {} }} }} ", repeat("a ", 99))).collect(),
            ErrorCode::TooManyFields,
        ),
    ] {
        let start = Instant::now();
        assert_eq!(code(&document), Some(expected), "{}", &document[..document.len().min(120)]);
        assert!(start.elapsed() < Duration::from_secs(1), "{expected:?} took {:?}", start.elapsed());
    }
}

#[test]
fn fragment_bombs_are_refused_at_once() {
    for (count, leaf) in
        [(12, "a"), (20, "a"), (28, "a"), (50, "a"), (50, "...Missing"), (50, "... on Query { a }")]
    {
        let document = fragment_bomb(count, leaf);
        let start = Instant::now();
        assert_eq!(code(&document), Some(ErrorCode::TooManyFields), "{count} of {leaf}");
        assert!(start.elapsed() < Duration::from_millis(20), "{count} took {:?}", start.elapsed());
    }
    assert_eq!(code(&fragment_bomb(5, "a")), None);
}

#[test]
fn fragment_cycles_are_refused_even_when_unused() {
    for document in [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { self { ...B } } fragment B on Query { ... { ...C } } fragment C on Query { ...A }",
        "{ a } fragment A on Query { ...B } fragment B on Query { ...A }",
    ] {
        assert_eq!(code(document), Some(ErrorCode::FragmentCycle), "{document}");
    }
    assert_eq!(code("{ ...A ...B } fragment A on Query { ...B } fragment B on Query { a }"), None);
}

#[test]
fn introspection_goes_as_deep_as_the_standard_query_and_no_deeper() {
    let standard = include_str!("introspection.graphql");
    assert_eq!(admit(standard).map(|_| ()), Ok(()));
    let wrappers = |count: usize| {
        format!(
            "{{ __schema {{ types {{ fields {{ type {{ {} kind {} }} }} }} }} }}",
            "ofType { ".repeat(count),
            "} ".repeat(count)
        )
    };
    for (document, expected) in [
        (
            "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }".to_owned(),
            true,
        ),
        ("{ __type(name: \"T\") { possibleTypes { interfaces { fields { name } } } } }".to_owned(), true),
        (
            "{ __type(name: \"T\") { ...F } } fragment F on __Type { fields { type { ...G } } } \
          fragment G on __Type { interfaces { inputFields { name } } }"
                .to_owned(),
            true,
        ),
        ("{ __schema { types { name } } x: __schema { types { name } } }".to_owned(), true),
        ("{ ...S ...S } fragment S on Query { __type(name: \"T\") { name } }".to_owned(), true),
        (wrappers(11), true),
        (wrappers(10), false),
        (
            "{ __schema { types { name } } __type(name: \"T\") { fields { type { fields { name } } } } }"
                .to_owned(),
            false,
        ),
    ] {
        let found = code(&document);
        assert_eq!(found == Some(ErrorCode::IntrospectionTooDeep), expected, "{document}: {found:?}");
    }
}

#[test]
fn what_cannot_be_run_is_refused_in_one_line() {
    for (document, name, expected) in [
        ("", None, ErrorCode::Syntax),
        ("{", None, ErrorCode::Syntax),
        ("{ a(secret: \"hunter2\" }", None, ErrorCode::Syntax),
        ("fragment F on Query { a }", None, ErrorCode::Syntax),
        ("query A { a } query B { a }", None, ErrorCode::Validation),
        ("query A { a } query B { a }", Some("C"), ErrorCode::Validation),
        ("{ a }", Some("A"), ErrorCode::Validation),
        ("{ a } { a }", None, ErrorCode::Validation),
        ("query A { a } query A { a }", None, ErrorCode::Validation),
    ] {
        let refusal = guard_with(Limits::default())
            .admit(document, name, &mut Variables::default())
            .expect_err(document);
        assert_eq!(refusal.code, expected, "{document}");
        assert!(
            !refusal.message.contains('\n') && !refusal.message.contains("hunter2"),
            "{}",
            refusal.message
        );
    }
    let refusal = admit("{\n a(").expect_err("unfinished");
    assert_eq!(refusal.locations.len(), 1);
    assert!(refusal.message.starts_with("Syntax error at line 2, column "), "{}", refusal.message);
}

#[test]
fn required_variables_must_be_there_and_defaults_are_filled_in() {
    let guard = guard_with(Limits::default());
    let run = |document: &str, given: serde_json::Value| {
        let mut variables = Variables::from_json(given);
        let outcome = guard.admit(document, None, &mut variables).map(|_| variables.into_value().into_json());
        outcome.map(|json| json.expect("JSON")).map_err(|refusal| refusal.code)
    };
    let document = "query($a: Int!, $b: Int! = 2, $c: Int = 3, $d: Int) { a }";
    assert_eq!(run(document, json!({})), Err(ErrorCode::Validation));
    assert_eq!(run(document, json!({ "a": null })), Err(ErrorCode::Validation));
    assert_eq!(run(document, json!({ "a": 1, "b": null })), Err(ErrorCode::Validation));
    assert_eq!(run(document, json!({ "a": 1 })), Ok(json!({ "a": 1, "b": 2, "c": 3 })));
    assert_eq!(
        run(document, json!({ "a": 1, "c": null, "e": 5 })),
        Ok(json!({ "a": 1, "b": 2, "c": null, "e": 5 }))
    );
}

#[test]
fn costs_follow_pages_lists_and_weights() {
    for (document, expected) in [
        ("{ a }", 0),
        ("{ node(id: 1) { id } }", 1),
        ("{ things { nodes { id } } }", 1 + 20),
        ("{ things(first: 3) { nodes { id } } }", 1 + 3),
        ("{ things(first: 3) { edges { node { id } } } }", 1 + 3 * 2),
        ("{ things(first: 3) { edges { node { id } } pageInfo { hasNextPage } } }", 1 + 3 * 2 + 1),
        ("{ things(last: 5) { ...C } } fragment C on ThingConnection { nodes { id tags } }", 1 + 5),
        ("{ things(first: 10) { nodes { things(first: 10) { nodes { id } } } } }", 1 + 10 * (1 + 1 + 10)),
        ("{ things(first: 10000) { nodes { id } } }", 1 + 100),
        ("{ things(first: -4) { nodes { id } } }", 1),
        ("{ ranking(first: 7) { id } }", 7),
        ("{ ranking(first: 7) { parts { id } } }", 7 * (1 + 10)),
        ("{ nodes(ids: [1, 2, 3]) { id } }", 3),
        ("{ find { ... on Thing { parts { id } } } }", 10 * (1 + 10)),
        ("{ analysis { id } }", 501),
        ("{ x: analysis { id } y: analysis { id } }", 1002),
        ("{ __schema { types { name } } unknown { id } }", 0),
        ("query($n: Int = 4) { things(first: $n) { nodes { id } } }", 1 + 4),
        ("query($n: Int) { things(first: $n) { nodes { id } } }", 1 + 20),
    ] {
        assert_eq!(cost(document, json!({})), expected, "{document}");
    }
    let by_variable =
        "query($n: Int = 4, $ids: [ID!]!) { things(first: $n) { nodes { id } } nodes(ids: $ids) { id } }";
    assert_eq!(cost(by_variable, json!({ "n": 9, "ids": ["1", "2"] })), 1 + 9 + 2);
}

#[test]
fn an_exceeded_cost_names_the_heaviest_path() {
    let document = "{ a few: things(first: 1) { nodes { id } }
                      many: things(first: 100) { nodes { inner: things(first: 100) { edges { node { parts { id } } } } } } }";
    let refusal = admit(document).expect_err("too expensive");
    assert_eq!(refusal.code, ErrorCode::CostExceeded);
    assert!(refusal.message.contains("many.nodes.inner.edges.node.parts"), "{}", refusal.message);
    let mut nested = "{ id }".to_owned();
    for _ in 0..9 {
        nested = format!("{{ things(first: 100) {{ nodes {nested} }} }}");
    }
    assert_eq!(cost(&nested, json!({})) / 10_u64.pow(18), 1, "nine levels of a hundred");
}

/// Documents made of the pieces that documents are made of, mostly broken.
fn fragments_of_documents() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "query",
        "fragment",
        "on",
        "Query",
        "Thing",
        "...",
        "F",
        "a",
        "things",
        "nodes",
        "first",
        ":",
        "1",
        "-1e9",
        "$n",
        "\"x",
        "\"",
        "\"\"\"",
        "\\",
        "@skip",
        "__schema",
        "fields",
        "ofType",
        "#",
        "\n",
        "{ a }",
        "fragment F on Query { ...F }",
        "\u{feff}",
        "ż",
        "!",
        "=",
        "null",
        ",",
        "\\u12",
        "99999999999999999999",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn the_guard_never_panics_on_any_text(text in "\\PC{0,200}") {
        let _ = admit(&text);
    }

    #[test]
    fn the_guard_never_panics_on_pieces_of_graphql(text in fragments_of_documents()) {
        let _ = admit(&text);
    }

    #[test]
    fn a_larger_page_or_a_further_field_never_costs_less(
        sizes in prop::collection::vec(0_u64..120, 1..5),
        level in 0_usize..5,
        more in 1_u64..50,
    ) {
        let document = |sizes: &[u64], extra: &str| {
            let inner = format!("{{ id {extra} }}");
            sizes.iter().rev().fold(inner, |inner, size| {
                format!("{{ things(first: {size}) {{ edges {{ node {inner} }} }} }}")
            })
        };
        let base = cost(&document(&sizes, ""), json!({}));
        let mut larger = sizes.clone();
        let level = level % larger.len();
        larger[level] += more;
        let with_larger_page = cost(&document(&larger, ""), json!({}));
        prop_assert!(with_larger_page >= base, "{} < {}", with_larger_page, base);
        let with_field = cost(&document(&sizes, "parts { id }"), json!({}));
        prop_assert!(with_field >= base, "{} < {}", with_field, base);
    }
}
