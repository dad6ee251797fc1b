//! Which permissions an operation needs, by the directives of the schema's fields. Every fragment is looked at once.

use std::collections::BTreeMap;

use async_graphql::Pos;
use async_graphql::parser::types::{Field, OperationDefinition, OperationType, Selection, SelectionSet};
use service::{Actor, Permission};

use super::TypeMap;
use super::measure::Fragments;
use crate::error::{ErrorCode, Refusal};

/// The permissions that an operation needs, each with a field that declares it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needed {
    declared: BTreeMap<Permission, Place>,
    /// A field that changes something, or that is followed, and declares nothing.
    undeclared: Option<Place>,
}

/// A field, and where the document names it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    field: String,
    at: Pos,
}

impl Needed {
    /// The permissions, in a fixed order.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> + '_ {
        self.declared.keys().copied()
    }

    /// Refuses an actor that lacks one of them.
    ///
    /// # Errors
    /// `FORBIDDEN`, with `permission`, `role` and `field`, and the place in the document.
    pub fn check(&self, actor: &Actor) -> Result<(), Refusal> {
        if let Some(Place { field, at }) = &self.undeclared {
            let message = format!("{field} declares no permission, so nobody may use it.");
            return Err(Refusal::new(ErrorCode::Forbidden, message).at(*at).with("field", field.clone()));
        }
        let lacked = self.declared.iter().find(|(permission, _)| !actor.may(**permission));
        let Some((permission, Place { field, at })) = lacked else { return Ok(()) };
        let role = actor.role();
        let message = format!(
            "{field} needs the permission {permission}, which {role} does not have; {} does. Sign in as somebody who has it.",
            service::Role::least_with(*permission)
        );
        Err(Refusal::new(ErrorCode::Forbidden, message)
            .at(*at)
            .with("permission", permission.as_str())
            .with("role", role.as_str())
            .with("field", field.clone()))
    }

    fn add(&mut self, other: &Self) {
        for (permission, place) in &other.declared {
            self.declared.entry(*permission).or_insert_with(|| place.clone());
        }
        if self.undeclared.is_none() {
            self.undeclared.clone_from(&other.undeclared);
        }
    }
}

struct Walk<'d, 'r> {
    types: &'r TypeMap,
    fragments: BTreeMap<&'d str, Needed>,
}

/// What one operation needs. A field that the schema does not have needs nothing; the validator refuses it.
pub(super) fn needed(operation: &OperationDefinition, fragments: &Fragments<'_>, types: &TypeMap) -> Needed {
    let mut walk = Walk { types, fragments: BTreeMap::new() };
    for (name, fragment) in fragments.in_order() {
        let mut needed = Needed::default();
        walk.set(&fragment.selection_set.node, fragment.type_condition.node.on.node.as_str(), &mut needed);
        walk.fragments.insert(name, needed);
    }
    let mut needed = Needed::default();
    if operation.ty == OperationType::Query {
        let place = Place { field: types.root(operation.ty).to_owned(), at: operation.selection_set.pos };
        needed.declared.insert(Permission::ReadRecord, place);
    }
    walk.set(&operation.selection_set.node, types.root(operation.ty), &mut needed);
    needed
}

impl<'d> Walk<'d, '_> {
    /// Recursion is bounded by the parser, as for the other measures of a document.
    fn set(&self, set: &'d SelectionSet, type_name: &str, needed: &mut Needed) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => self.field(&field.node, field.pos, type_name, needed),
                Selection::FragmentSpread(spread) => {
                    if let Some(of) = self.fragments.get(spread.node.fragment_name.node.as_str()) {
                        needed.add(of);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let type_name = condition.map_or(type_name, |it| it.node.on.node.as_str());
                    self.set(&inline.node.selection_set.node, type_name, needed);
                }
            }
        }
    }

    fn field(&self, field: &'d Field, at: Pos, parent: &str, needed: &mut Needed) {
        let name = field.name.node.as_str();
        let Some(info) = self.types.field(parent, name) else { return };
        let place = || Place { field: format!("{parent}.{name}"), at };
        for permission in &info.requires {
            needed.declared.entry(*permission).or_insert_with(place);
        }
        if info.requires.is_empty() && self.types.must_declare(parent) && needed.undeclared.is_none() {
            needed.undeclared = Some(place());
        }
        self.set(&field.selection_set.node, &info.type_name, needed);
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::Variables;
    use service::Role;

    use super::super::{Guard, Limits};
    use super::*;

    const SDL: &str = "
        enum Permission { READ_RECORD READ_OFFICIALS READ_REPRESENTATIVES READ_CONTACTS PLAN EDIT CURATE AUDIT ADMINISTER }
        directive @requires(permission: Permission!) on FIELD_DEFINITION
        schema { query: Query mutation: Mutation subscription: Subscription }
        interface Named { name: String }
        type Query { open: Int self: Query named: Named drafts: [Query!]! @requires(permission: PLAN) }
        type Person implements Named { name: String @requires(permission: AUDIT) }
        type Town implements Named { name: String }
        type Mutation { edit: Query @requires(permission: EDIT) forgotten: Int merge: Int @requires(permission: CURATE) }
        type Subscription { forgotten: Int told: Int @requires(permission: READ_RECORD) }";

    fn asked(document: &str) -> Needed {
        let guard = Guard::new(Limits::default(), TypeMap::parse(SDL).unwrap());
        guard.admit(document, None, &mut Variables::default()).unwrap().needed
    }

    fn refused(role: Role, document: &str) -> Option<String> {
        asked(document).check(&Actor::new(role, "test")).err().map(|it| {
            assert_eq!(it.code, ErrorCode::Forbidden);
            assert_eq!(it.locations.len(), 1);
            it.message
        })
    }

    #[test]
    fn what_is_declared_is_found_wherever_it_is_named() {
        for document in [
            "{ drafts { open } }",
            "{ x: drafts { open } }",
            "{ self { self { drafts { open } } } }",
            "{ ... on Query { drafts { open } } }",
            "{ ... { drafts { open } } }",
            "{ ...A } fragment A on Query { open ...B } fragment B on Query { drafts { open } }",
            "{ drafts @skip(if: true) { open } }",
            "{ ...B open } fragment B on Query { self { drafts { open } } }",
        ] {
            let told = refused(Role::Reader, document).expect(document);
            assert!(told.contains("Query.drafts") && told.contains("PLAN"), "{told}");
            assert_eq!(refused(Role::Analyst, document), None, "{document}");
        }
        assert_eq!(refused(Role::Anonymous, "{ open self { open } __typename }"), None);
    }

    #[test]
    fn a_field_of_an_interface_needs_what_any_of_its_objects_does() {
        assert!(refused(Role::Curator, "{ named { name } }").is_some());
        assert!(refused(Role::Curator, "{ named { ... on Person { name } } }").is_some());
        assert_eq!(refused(Role::Anonymous, "{ named { ... on Town { name } } }"), None);
        assert_eq!(refused(Role::Administrator, "{ named { name } }"), None);
    }

    #[test]
    fn a_change_without_a_declaration_is_nobodys() {
        for document in [
            "mutation { forgotten }",
            "mutation { edit { open } forgotten }",
            "mutation { ...A } fragment A on Mutation { forgotten }",
            "subscription { forgotten }",
        ] {
            let told = refused(Role::Operator, document).expect(document);
            assert!(told.contains("forgotten"), "{told}");
        }
        assert_eq!(refused(Role::Anonymous, "subscription { told }"), None);
        assert!(refused(Role::Analyst, "mutation { edit { open } }").is_some());
        assert_eq!(refused(Role::Editor, "mutation { edit { open } }"), None);
        let told = refused(Role::Editor, "mutation { edit { open } merge }").expect("no curator");
        assert!(told.contains("Mutation.merge") && told.contains("CURATE"), "{told}");
    }

    #[test]
    fn a_schema_that_names_an_unknown_permission_is_not_served() {
        assert!(TypeMap::parse("type Query { a: Int @requires(permission: ANYTHING) }").is_err());
        assert!(TypeMap::parse("type Query { a: Int @requires }").is_err());
    }
}
