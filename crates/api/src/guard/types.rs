//! What the estimate of cost has to know about the schema: for each field, the type it leads to, and whether it is a
//! list, a page or neither. Read once from the schema's own SDL.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, OperationType, Type, TypeKind, TypeSystemDefinition,
};

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
                            map.add(name, object.fields.iter().map(|field| &field.node));
                        }
                        TypeKind::Interface(interface) => {
                            map.add(name, interface.fields.iter().map(|field| &field.node));
                        }
                        TypeKind::Union(_) => map.add(name, std::iter::empty()),
                        TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => {}
                    }
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        Ok(map)
    }

    /// Makes a field cost `weight` more than the objects it returns, for one that computes. A field that does not
    /// exist is left out; the schema's own test should check the names.
    #[must_use]
    pub fn with_weight(mut self, type_name: &str, field: &str, weight: u64) -> Self {
        if let Some(info) = self.types.get_mut(type_name).and_then(|info| info.fields.get_mut(field)) {
            info.weight = weight;
        }
        self
    }

    /// Whether the type exists and has the field.
    #[must_use]
    pub fn has_field(&self, type_name: &str, field: &str) -> bool {
        self.field(type_name, field).is_some()
    }

    fn add<'f>(&mut self, name: &str, fields: impl Iterator<Item = &'f FieldDefinition>) {
        let info = self.types.entry(name.to_owned()).or_default();
        info.fields.extend(fields.map(|field| (field.name.node.to_string(), FieldInfo::of(field))));
        info.is_connection = name.ends_with("Connection")
            && info.fields.iter().any(|(name, field)| field.is_list && (name == "edges" || name == "nodes"));
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
    fn of(field: &FieldDefinition) -> Self {
        let (type_name, is_list) = unwrap_type(&field.ty.node);
        let takes = |name: &str| field.arguments.iter().any(|argument| argument.node.name.node == name);
        Self {
            type_name: type_name.to_owned(),
            is_list,
            is_paged: takes("first") || takes("last"),
            weight: 0,
        }
    }
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
