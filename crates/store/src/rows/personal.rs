//! Personal values: names of people and contact points. Never in the change log, never in the network.

/// Names of people.
pub(crate) mod person_name {
    use domain::DomainError;
    use domain::person::PersonName;
    use sea_orm::entity::prelude::*;

    use crate::rows::cell::parse;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person_name")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: String,
        pub full_name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl From<&PersonName> for Model {
        fn from(name: &PersonName) -> Self {
            Self { person: name.person.to_string(), full_name: name.full_name.to_string() }
        }
    }

    impl TryFrom<Model> for PersonName {
        type Error = DomainError;
        fn try_from(row: Model) -> Result<Self, DomainError> {
            Ok(Self { person: parse(&row.person)?, full_name: parse(&row.full_name)? })
        }
    }
}

/// Contact points.
pub(crate) mod contact_point {
    use domain::DomainError;
    use domain::person::ContactPoint;
    use sea_orm::entity::prelude::*;

    use crate::rows::cell::parse;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact_point")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub of: String,
        pub kind: String,
        pub value: String,
        pub document: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl From<&ContactPoint> for Model {
        fn from(contact: &ContactPoint) -> Self {
            Self {
                key: contact.key.to_string(),
                of: contact.of.to_string(),
                kind: contact.kind.to_string(),
                value: contact.value.to_string(),
                document: contact.document.to_string(),
            }
        }
    }

    impl TryFrom<Model> for ContactPoint {
        type Error = DomainError;
        fn try_from(row: Model) -> Result<Self, DomainError> {
            Ok(Self {
                key: parse(&row.key)?,
                of: parse(&row.of)?,
                kind: parse(&row.kind)?,
                value: parse(&row.value)?,
                document: parse(&row.document)?,
            })
        }
    }
}
