//! The records that an erasure rewrote, for the change log: each gets an entry that has the same state before and after,
//! so that who follows the log reads it again.

use std::collections::BTreeMap;

use domain::for_each_noun;
use domain::record::Noun;
use sea_orm::{DatabaseTransaction, EntityName};

use crate::StoreError;
use crate::rows::Stored;
use crate::table::{ReadError, read_some};
use crate::write::Logging;

macro_rules! declare_states {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        use domain::body::*;
        use domain::call::*;
        use domain::claim::*;
        use domain::document::*;
        use domain::expectation::*;
        use domain::identity::*;
        use domain::indicator::*;
        use domain::institution::*;
        use domain::meeting::*;
        use domain::mention::*;
        use domain::norm::*;
        use domain::office::*;
        use domain::partnership::*;
        use domain::person::{Person, Tenure};
        use domain::record::Record;
        use domain::resolution::*;
        use domain::statement::*;
        use domain::territory::*;
        use domain::vocabulary::{Function, InstitutionType, MeetingKind, Sector, TieWeight, Topic};

        /// The records that were rewritten, as they are now.
        pub(crate) async fn read(
            db: &DatabaseTransaction,
            rewritten: &BTreeMap<String, Vec<String>>,
        ) -> Result<Record, ReadError> {
            let mut states = Record::default();
            $(
                let table = <$Type as Stored>::Entity::default();
                if let Some(keys) = rewritten.get(table.table_name()) {
                    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                    states.$field = read_some::<$Type, _>(db, &keys).await?;
                }
            )*
            Ok(states)
        }

        /// Logs that records were rewritten: the state is the same before and after, as both were.
        pub(crate) async fn log(logging: &mut Logging<'_>, states: &Record) -> Result<(), StoreError> {
            $(
                for it in &states.$field {
                    logging.log($Type::KIND, it.key(), Some(it), Some(it)).await?;
                }
            )*
            Ok(())
        }
    };
}
for_each_noun!(declare_states);
