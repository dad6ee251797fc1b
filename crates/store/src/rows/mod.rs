//! Rows: the tables as they are. Nothing of this leaves the crate; what leaves are values of the domain.
//!
//! Every kind of record has an entity, declared by [`row!`] in the same words as its domain struct. A field that
//! is missing here, or has another type than its column, does not compile or fails the round trip in the tests.

#![allow(unreachable_pub, reason = "sea-orm derives public items beside each row")]

pub(crate) mod access;
pub(crate) mod cell;
pub(crate) mod log;
mod meetings;
mod organisations;
mod partnerships;
pub(crate) mod personal;
mod programmes;
pub(crate) mod scenario;
mod statements;
pub(crate) mod support;
mod vocabularies;

use domain::DomainError;
use domain::record::Noun;
use sea_orm::{EntityTrait, FromQueryResult, IntoActiveModel, ModelTrait};

/// A kind of record that has a table.
pub(crate) trait Stored: Noun {
    /// The table.
    type Entity: EntityTrait<Model = Self::Row>;
    /// Its row.
    type Row: ModelTrait<Entity = Self::Entity>
        + FromQueryResult
        + IntoActiveModel<<Self::Entity as EntityTrait>::ActiveModel>
        + for<'a> From<&'a Self>
        + TryInto<Self, Error = DomainError>
        + Send
        + Sync;

    /// The column of the key.
    const KEY: <Self::Entity as EntityTrait>::Column;

    /// The key that stands in a row.
    fn key_of(row: &Self::Row) -> &str;

    /// Takes over what was decided about the stored record, which an import never overwrites.
    fn keep_decision(&mut self, stored: &Self);
}

/// Declares the entity of a kind of record: its module, the domain struct, the table and for each field its cell.
/// After the fields may come `party FIELD`, kept in four columns, and `keeps FIELD, …`, which imports leave alone.
macro_rules! row {
    (
        $module:ident: $Noun:ident in $table:literal { $($field:ident: $cell:ident),+ $(,)? }
        $(party $party:ident)?
        $(keeps $($kept:ident),+)?
    ) => {
        pub(crate) mod $module {
            use sea_orm::entity::prelude::*;
            #[allow(unused_imports, reason = "each entity uses some of the cells")]
            use $crate::rows::cell::*;

            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                #[sea_orm(primary_key, auto_increment = false)]
                pub key: String,
                $(pub $field: $cell,)+
                $(
                    #[doc = stringify!($party)]
                    pub party_institution: MaybeText,
                    pub party_office: MaybeText,
                    pub party_body: MaybeText,
                    pub party_group: MaybeText,
                )?
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }

        impl From<&$Noun> for $module::Model {
            fn from(record: &$Noun) -> Self {
                $(let party = $crate::rows::cell::PartyCells::from(&record.$party);)?
                Self {
                    key: record.key.to_string(),
                    $($field: $crate::rows::cell::write_cell!($cell, record.$field),)+
                    $(
                        party_institution: { let _ = stringify!($party); party.institution },
                        party_office: party.office,
                        party_body: party.body,
                        party_group: party.group,
                    )?
                }
            }
        }

        impl TryFrom<$module::Model> for $Noun {
            type Error = domain::DomainError;
            fn try_from(row: $module::Model) -> Result<Self, Self::Error> {
                Ok(Self {
                    key: $crate::rows::cell::parse(&row.key)?,
                    $($field: $crate::rows::cell::read_cell!($cell, row.$field),)+
                    $($party: domain::party::Party::try_from($crate::rows::cell::PartyCells {
                        institution: row.party_institution,
                        office: row.party_office,
                        body: row.party_body,
                        group: row.party_group,
                    })?,)?
                })
            }
        }

        impl $crate::rows::Stored for $Noun {
            type Entity = $module::Entity;
            type Row = $module::Model;
            const KEY: $module::Column = $module::Column::Key;
            fn key_of(row: &$module::Model) -> &str { &row.key }
            #[allow(unused_variables, reason = "most kinds hold no decision")]
            fn keep_decision(&mut self, stored: &Self) {
                $($(self.$kept.clone_from(&stored.$kept);)+)?
            }
        }
    };
}
use row;
