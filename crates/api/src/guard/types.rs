//! What the guard has to know about the schema: for each field, the type it leads to, whether it is a list, a page or
//! neither, and who may use it. Read once from the schema's own SDL.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, OperationType, Type, TypeKind, TypeSystemDefinition,
};
use async_graphql_value::ConstValue;
use service::Permission;

use crate::error::ApiError;

/// The types that have fields, by name.
#[derive(Debug, Clone, Default)]
pub struct TypeMap {
    types: BTreeMap<String, TypeInfo>,
    query: String,
    mutation: String,
    subscription: String,
}

/// A type that has fields, or a union.
#[derive(Debug, Clone, Default)]
pub(super) struct TypeInfo {
    /// Whether it is a Relay connection, so that its lists are one page long.
    pub(super) is_connection: bool,
    fields: BTreeMap<String, FieldInfo>,
}

/// A field of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldInfo {
    /// The type without list and non-null.
    pub(super) type_name: String,
    /// Whether it is a list of any depth.
    pub(super) is_list: bool,
    /// Whether it takes `first` or `last`.
    pub(super) is_paged: bool,
    /// What the field costs by itself, besides the objects it returns.
    pub(super) weight: u64,
    /// What the reader must be allowed; without it the request is refused.
    pub(super) requires: Vec<Permission>,
    /// What the reader must be allowed to see all of it; without it the request is answered with less.
    pub(super) withheld: Vec<Permission>,
}

impl TypeMap {
    /// Reads the map from SDL.
    ///
    /// # Errors
    /// [`ApiError::Schema`] when the text is not SDL.
    pub fn parse(sdl: &str) -> Result<Self, ApiError> {
        let mut map = Self {
            query: "Query".to_owned(),
            mutation: "Mutation".to_owned(),
            subscription: "Subscription".to_owned(),
            types: BTreeMap::new(),
        };
        let mut implemented = Vec::new();
        for definition in parse_schema(sdl)?.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let roots = [
                        (&mut map.query, schema.node.query),
                        (&mut map.mutation, schema.node.mutation),
                        (&mut map.subscription, schema.node.subscription),
                    ];
                    for (root, name) in roots {
                        if let Some(name) = name {
                            *root = name.node.to_string();
                        }
                    }
                }
                TypeSystemDefinition::Type(definition) => {
                    let name = definition.node.name.node.as_str();
                    match definition.node.kind {
                        TypeKind::Object(object) => {
                            map.add(name, object.fields.iter().map(|field| &field.node))?;
                            let interfaces = object.implements.iter().map(|it| it.node.to_string());
                            implemented.extend(interfaces.map(|it| (it, name.to_owned())));
                        }
                        TypeKind::Interface(interface) => {
                            map.add(name, interface.fields.iter().map(|field| &field.node))?;
                        }
                        TypeKind::Union(_) => map.add(name, std::iter::empty())?,
                        TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => {}
                    }
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        for (interface, object) in implemented {
            map.inherit(&interface, &object);
        }
        Ok(map)
    }

    /// A field of an interface needs what any of its objects' needs.
    fn inherit(&mut self, interface: &str, object: &str) {
        let Some(of_object) = self.types.get(object).map(|it| it.fields.clone()) else { return };
        let Some(info) = self.types.get_mut(interface) else { return };
        for (name, field) in &mut info.fields {
            let Some(found) = of_object.get(name) else { continue };
            for permission in &found.requires {
                if !field.requires.contains(permission) {
                    field.requires.push(*permission);
                }
            }
        }
    }

    /// Whether each field of the type must say what it requires: what changes something, or is followed.
    pub(super) fn must_declare(&self, type_name: &str) -> bool {
        type_name == self.mutation || type_name == self.subscription
    }

    /// Every field with what it requires and what is withheld without which permissions, in order of types and fields.
    pub fn rights(&self) -> impl Iterator<Item = (&str, &str, &[Permission], &[Permission])> + '_ {
        self.types.iter().flat_map(|(type_name, info)| {
            let fields = info.fields.iter();
            fields.map(move |(name, it)| (type_name.as_str(), name.as_str(), &*it.requires, &*it.withheld))
        })
    }

    /// The names of the types in which every field must say what it requires.
    #[must_use]
    pub fn declaring_types(&self) -> [&str; 2] {
        [&self.mutation, &self.subscription]
    }

    /// Makes a field cost `weight` more than the objects it returns, for one that computes; with the type `*`, the field of
    /// every type. A field that does not exist is left out; the schema's own test should check the names.
    #[must_use]
    pub fn with_weight(mut self, type_name: &str, field: &str, weight: u64) -> Self {
        if type_name == "*" {
            let fields = self.types.values_mut().filter_map(|it| it.fields.get_mut(field));
            fields.for_each(|it| it.weight = weight);
        } else if let Some(info) = self.types.get_mut(type_name).and_then(|info| info.fields.get_mut(field)) {
            info.weight = weight;
        }
        self
    }

    /// Whether the type exists and has the field.
    #[must_use]
    pub fn has_field(&self, type_name: &str, field: &str) -> bool {
        self.field(type_name, field).is_some()
    }

    fn add<'f>(
        &mut self,
        name: &str,
        fields: impl Iterator<Item = &'f FieldDefinition>,
    ) -> Result<(), ApiError> {
        let info = self.types.entry(name.to_owned()).or_default();
        for field in fields {
            info.fields.insert(field.name.node.to_string(), FieldInfo::of(name, field)?);
        }
        info.is_connection = name.ends_with("Connection")
            && info.fields.iter().any(|(name, field)| field.is_list && (name == "edges" || name == "nodes"));
        Ok(())
    }

    /// The type with this name, or `None` for a leaf and for what is not in the schema.
    pub(super) fn get(&self, type_name: &str) -> Option<&TypeInfo> {
        self.types.get(type_name)
    }

    pub(super) fn field(&self, type_name: &str, field: &str) -> Option<&FieldInfo> {
        self.get(type_name)?.fields.get(field)
    }

    pub(super) fn root(&self, operation: OperationType) -> &str {
        match operation {
            OperationType::Query => &self.query,
            OperationType::Mutation => &self.mutation,
            OperationType::Subscription => &self.subscription,
        }
    }
}

impl FieldInfo {
    fn of(type_name: &str, field: &FieldDefinition) -> Result<Self, ApiError> {
        let permissions = |directive: &str, argument: &str| {
            declared(field, directive, argument).map_err(|_unreadable| ApiError::Permission {
                field: format!("{type_name}.{}", field.name.node),
                directive: directive.to_owned(),
            })
        };
        let requires = permissions("requires", "permission")?;
        let withheld = permissions("withheldWithout", "permissions")?;
        let (type_name, is_list) = unwrap_type(&field.ty.node);
        let takes = |name: &str| field.arguments.iter().any(|argument| argument.node.name.node == name);
        Ok(Self {
            type_name: type_name.to_owned(),
            is_list,
            is_paged: takes("first") || takes("last"),
            weight: 0,
            requires,
            withheld,
        })
    }
}

/// The permissions that a directive of a field names; none when the field does not have it.
fn declared(field: &FieldDefinition, directive: &str, argument: &str) -> Result<Vec<Permission>, ()> {
    let Some(found) = field.directives.iter().find(|it| it.node.name.node == directive) else {
        return Ok(Vec::new());
    };
    let value = found.node.arguments.iter().find(|(name, _)| name.node == argument).map(|it| &it.1.node);
    let read = |it: &ConstValue| match it {
        ConstValue::Enum(name) => name.parse().map_err(|_unknown| ()),
        _ => Err(()),
    };
    let list = match value {
        Some(ConstValue::List(list)) => list.iter().map(read).collect::<Result<Vec<_>, ()>>()?,
        Some(one) => vec![read(one)?],
        None => Vec::new(),
    };
    if list.is_empty() { Err(()) } else { Ok(list) }
}

fn unwrap_type(ty: &Type) -> (&str, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.as_str(), false),
        BaseType::List(inner) => (unwrap_type(inner).0, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_pages_and_roots_are_read_from_sdl() {
        let map = TypeMap::parse(
            "schema { query: Start } type Start { things(first: Int): ThingConnection! all: [[Thing!]!]! }
             type ThingConnection { nodes: [Thing!]! } type Thing { id: ID! } union Any = Thing | Start",
        )
        .expect("SDL");
        assert_eq!(map.root(OperationType::Query), "Start");
        let things = map.field("Start", "things").expect("things");
        assert!(things.is_paged && !things.is_list);
        assert!(map.field("Start", "all").expect("all").is_list);
        assert!(map.get("ThingConnection").expect("connection").is_connection);
        assert!(map.get("Any").is_some() && map.get("ID").is_none());
        assert!(!map.has_field("Thing", "name"));
        assert!(TypeMap::parse("type {").is_err());
    }
}
