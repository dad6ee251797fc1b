//! The service reads its own schema back when it starts: every kind of definition the executor writes must be one that
//! its parser, and so the estimate of cost, understands.

use api::guard::{Guard, Limits, TypeMap};
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{
    EmptyMutation, EmptySubscription, Enum, ID, InputObject, InputValueError, InputValueResult, Interface,
    Object, OneofObject, Scalar, ScalarType, Schema, SimpleObject, Union, Value, Variables,
};

/// A day, with "quotes", a \ and """ in its description.
struct Day(String);

#[Scalar(specified_by_url = "https://example.org/day")]
impl ScalarType for Day {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// One of two.
#[derive(OneofObject)]
enum Lookup {
    /// By id.
    Id(ID),
    /// By a number.
    Number(i32),
}

/// A filter with defaults.
#[derive(InputObject)]
struct Filter {
    /// Text with a "quoted" default.
    #[graphql(default = "a \"b\" \\ c")]
    text: String,
    /// Deprecated. The executor does not escape quotes in a reason: there must be none.
    #[graphql(deprecation = "Use `text`. It says more.", default)]
    old: Option<i32>,
}

/// A colour.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum Colour {
    /// Red.
    Red,
    /// Not used any more.
    #[graphql(deprecation = "Use RED.")]
    Green,
}

/// A thing.
#[derive(SimpleObject)]
struct Thing {
    /// Its id.
    id: ID,
    /// Its colours.
    colours: Vec<Vec<Option<Colour>>>,
    /// Its day.
    day: Day,
}

/// What has an id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "&ID", desc = "Its id."))]
enum Node {
    Thing(Thing),
}

/// What a search finds.
#[derive(Union)]
enum Found {
    Thing(Thing),
}

/// The start.
struct Query;

fn thing() -> Thing {
    Thing { id: ID::from("1"), colours: vec![vec![Some(Colour::Red)]], day: Day("2015-01-01".to_owned()) }
}

#[Object]
impl Query {
    /// A node.
    async fn node(&self, by: Lookup) -> Option<Node> {
        let _ = match by {
            Lookup::Id(id) => id.to_string(),
            Lookup::Number(number) => number.to_string(),
        };
        Some(Node::Thing(thing()))
    }

    /// A search.
    async fn search(&self, filter: Filter) -> Vec<Found> {
        let _ = (filter.text, filter.old);
        vec![Found::Thing(thing())]
    }

    /// Things, page by page.
    async fn things(
        &self,
        #[graphql(default = 20)] first: i32,
    ) -> Connection<String, Thing, EmptyFields, EmptyFields> {
        let mut connection = Connection::new(false, false);
        connection.edges.extend((0..first).map(|number| Edge::new(number.to_string(), thing())));
        connection
    }
}

#[tokio::test]
async fn the_schema_is_read_back_whatever_it_holds() {
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription).finish();
    let sdl = schema.sdl();
    let types = TypeMap::parse(&sdl).expect(&sdl);
    for (type_name, field) in
        [("Query", "node"), ("Node", "id"), ("Thing", "colours"), ("ThingConnection", "edges")]
    {
        assert!(types.has_field(type_name, field), "{type_name}.{field}");
    }
    let guard = Guard::new(Limits::default(), types);
    let document =
        "{ things(first: 5) { edges { node { id day } } } search(filter: {}) { ... on Thing { id } } }";
    let admitted = guard.admit(document, None, &mut Variables::default()).expect("admitted");
    assert_eq!(admitted.cost.total, (1 + 5 * 2) + 10);
    let answer = schema.execute(document).await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
}
