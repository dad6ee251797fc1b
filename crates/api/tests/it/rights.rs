//! Who may use which field: the whole matrix over the schema of the service, and that nothing is missing from it.
//!
//! After a field was added or a declaration changed, `ACCEPT_SNAPSHOTS=1` writes the matrix anew; the difference is then
//! reviewed like code.

use std::fmt::Write as _;
use std::path::Path;

use api::guard::{Guard, Limits, TypeMap};
use async_graphql::Variables;
use service::{Actor, Permission, Role};

/// The roles, in the order of the columns.
const ROLES: [(Role, &str); 6] = [
    (Role::Anonymous, "anonymous"),
    (Role::Reader, "reader"),
    (Role::Analyst, "analyst"),
    (Role::Editor, "editor"),
    (Role::Curator, "curator"),
    (Role::Administrator, "administrator"),
];

fn types() -> TypeMap {
    TypeMap::parse(&api::sdl()).expect("the schema reads back")
}

/// What a role gets of a field: all of it, a part of it, or a refusal.
fn got(role: Role, requires: &[Permission], withheld: &[Permission]) -> &'static str {
    let all_of = |list: &[Permission]| list.iter().all(|it| role.may(*it));
    if !all_of(requires) || !role.may(Permission::ReadRecord) {
        "no"
    } else if all_of(withheld) {
        "yes"
    } else if withheld.iter().any(|it| role.may(*it)) {
        "part"
    } else {
        "withheld"
    }
}

fn names(list: &[Permission]) -> String {
    list.iter().map(|it| it.as_str()).collect::<Vec<_>>().join("+")
}

fn matrix() -> String {
    let mut text =
        "# Who may use which field of the schema. Made by a test; see docs/access.md.\n".to_owned();
    let columns: Vec<_> = ROLES.iter().map(|(_, name)| *name).collect();
    writeln!(text, "field | declares | {}", columns.join(" | ")).expect("text");
    let types = types();
    for (type_name, field, requires, withheld) in types.rights() {
        let declares = match (requires, withheld) {
            ([], []) if types.declaring_types().contains(&type_name) => "NOTHING".to_owned(),
            ([], []) => "-".to_owned(),
            (_, []) => names(requires),
            ([], _) => format!("withheld without {}", names(withheld)),
            _ => format!("{}, withheld without {}", names(requires), names(withheld)),
        };
        let cells: Vec<_> = ROLES.iter().map(|(role, _)| got(*role, requires, withheld)).collect();
        writeln!(text, "{type_name}.{field} | {declares} | {}", cells.join(" | ")).expect("text");
    }
    text
}

#[test]
fn the_matrix_of_rights_is_the_snapshot() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/rights.snapshot.txt");
    let made = matrix();
    if std::env::var_os("ACCEPT_SNAPSHOTS").is_some_and(|it| it == "1") {
        std::fs::write(&path, &made).expect("the snapshot is written");
    }
    let snapshot = std::fs::read_to_string(&path).unwrap_or_default();
    let known: Vec<_> = snapshot.lines().collect();
    let now: Vec<_> = made.lines().collect();
    let new: Vec<_> = now.iter().filter(|it| !known.contains(it)).collect();
    let gone: Vec<_> = known.iter().filter(|it| !now.contains(it)).collect();
    assert!(
        made == snapshot,
        "the rights differ from rights.snapshot.txt; review this and accept it with ACCEPT_SNAPSHOTS=1\nnew: {new:#?}\ngone: {gone:#?}"
    );
}

#[test]
fn each_change_and_each_subscription_declares_what_it_requires() {
    let types = types();
    let declaring = types.declaring_types();
    let fields = types.rights().filter(|it| declaring.contains(&it.0));
    let (declared, forgotten): (Vec<_>, Vec<_>) = fields.partition(|it| !it.2.is_empty());
    let forgotten: Vec<_> = forgotten.iter().map(|it| format!("{}.{}", it.0, it.1)).collect();
    assert_eq!(forgotten, Vec::<String>::new(), "add #[graphql(directive = requires::apply(Permission::…))]");
    assert!(declared.iter().any(|it| it.1 == "applyScenario" && it.2 == [Permission::Edit]));
}

#[test]
fn the_guard_refuses_just_what_the_matrix_does() {
    let types = types();
    let guard = Guard::new(Limits::default(), types.clone());
    let [mutation, subscription] = types.declaring_types();
    let mut refused = 0;
    for (type_name, field, requires, withheld) in types.rights() {
        let document = if type_name == mutation {
            format!("mutation {{ {field} }}")
        } else if type_name == subscription {
            format!("subscription {{ {field} }}")
        } else {
            format!("{{ ... on {type_name} {{ {field} }} }}")
        };
        let admitted = guard.admit(&document, None, &mut Variables::default()).expect("a small document");
        for (role, name) in ROLES {
            let is_refused = admitted.needed.check(&Actor::new(role, "test")).is_err();
            assert_eq!(is_refused, got(role, requires, withheld) == "no", "{type_name}.{field} as {name}");
            refused += usize::from(is_refused);
        }
    }
    assert!(refused > 20, "some fields are not for all");
}

#[test]
fn what_is_known_to_be_protected_is() {
    let types = types();
    let of = |type_name: &str, field: &str| {
        let found = types.rights().find(|it| (it.0, it.1) == (type_name, field));
        found.map(|it| (it.2.to_vec(), it.3.to_vec())).expect("the field")
    };
    for (type_name, field, requires) in [
        ("Query", "scenario", Permission::Plan),
        ("Query", "scenarios", Permission::Plan),
        ("Mutation", "proposeScenario", Permission::Plan),
        ("Mutation", "applyScenario", Permission::Edit),
        ("Mutation", "createAccessToken", Permission::Administer),
        ("Mutation", "revokeAccessToken", Permission::Administer),
        ("Query", "accessTokens", Permission::Administer),
    ] {
        assert_eq!(of(type_name, field).0, [requires], "{type_name}.{field}");
    }
    for field in ["name", "contactPoints"] {
        assert!(!of("Person", field).1.is_empty(), "Person.{field}");
    }
    assert_eq!(got(Role::Anonymous, &[], &of("Person", "name").1), "part");
    assert_eq!(got(Role::Reader, &[], &of("Person", "contactPoints").1), "withheld");
    assert_eq!(got(Role::Analyst, &[], &of("Person", "contactPoints").1), "yes");
}
