//! A record seen in a view: what every node of the schema is made of.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, OutputType, Result, TypeName};
use domain::id::Id;
use domain::record::{Listed, Noun, RecordRef};
use service::ViewContext;
use service::graph::Network;

use super::conflict::{self, FieldConflict, WithdrawnEvidence};
use super::connection::{Connection, Page};
use super::evidence::{self, Evidence};
use super::history::{self, RecordVersion};
use super::id;
use crate::error::ErrorCode;

/// The position of a record in its list.
pub type Position = u32;

/// A record of the network, by its position, with the view that it was reached through.
///
/// The position lies in the list of the view's network: an entry is made only by looking there.
pub struct Entry<T> {
    context: Arc<ViewContext>,
    position: Position,
    kind: PhantomData<fn() -> T>,
}

impl<T: Listed> Entry<T> {
    /// The record with an id; none when it does not stand.
    #[must_use]
    pub fn find(context: &Arc<ViewContext>, id: &Id<T>) -> Option<Self> {
        Self::by_key(context, id.as_str())
    }

    /// The record with a key; none when it does not stand.
    #[must_use]
    pub fn by_key(context: &Arc<ViewContext>, key: &str) -> Option<Self> {
        let position = T::list(context.network().record()).binary_search_by(|it| it.key().cmp(key)).ok()?;
        let position = Position::try_from(position).ok()?;
        Some(Self { context: Arc::clone(context), position, kind: PhantomData })
    }

    /// The record at a position; none when the list ends before it.
    #[must_use]
    pub fn at(context: &Arc<ViewContext>, position: Position) -> Option<Self> {
        let is_there = (position as usize) < T::list(context.network().record()).len();
        is_there.then(|| Self { context: Arc::clone(context), position, kind: PhantomData })
    }

    /// The record.
    #[must_use]
    pub fn record(&self) -> &T {
        &T::list(self.context.network().record())[self.position as usize]
    }

    /// The view.
    #[must_use]
    pub fn context(&self) -> &Arc<ViewContext> {
        &self.context
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        self.context.network()
    }

    /// The position in the list.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The reference to the record.
    #[must_use]
    pub fn reference(&self) -> RecordRef {
        self.record().reference()
    }
}

// By hand, as `derive` would ask the same of `T`.
impl<T> Clone for Entry<T> {
    fn clone(&self) -> Self {
        Self { context: Arc::clone(&self.context), position: self.position, kind: PhantomData }
    }
}
impl<T: Listed> fmt::Debug for Entry<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.reference())
    }
}

/// A type of the schema that shows one kind of record.
pub trait RecordNode: OutputType + Send + Sync + Sized + 'static {
    /// The kind of record.
    type Record: Listed;

    /// Shows an entry.
    fn new(entry: Entry<Self::Record>) -> Self;

    /// What is shown.
    fn entry(&self) -> &Entry<Self::Record>;

    /// The node of an id; none when the record does not stand.
    #[must_use]
    fn find(context: &Arc<ViewContext>, id: &Id<Self::Record>) -> Option<Self> {
        Entry::find(context, id).map(Self::new)
    }

    /// The node of an id that may be absent.
    #[must_use]
    fn find_some(context: &Arc<ViewContext>, id: Option<&Id<Self::Record>>) -> Option<Self> {
        id.and_then(|it| Self::find(context, it))
    }

    /// The nodes of ids, in their order.
    #[must_use]
    fn find_all(context: &Arc<ViewContext>, ids: &[Id<Self::Record>]) -> Vec<Self> {
        ids.iter().filter_map(|it| Self::find(context, it)).collect()
    }

    /// The node of an id that a record cannot do without.
    ///
    /// # Errors
    /// `INTERNAL` when the network has lost it, which its making forbids.
    fn require(context: &Arc<ViewContext>, id: &Id<Self::Record>) -> Result<Self> {
        Self::find(context, id).ok_or_else(|| {
            tracing::error!(kind = %Self::Record::KIND, key = %id, "a record refers to one that is not in the network");
            ErrorCode::Internal.error("A record that this one needs is missing.")
        })
    }

    /// The positions of the records for which the condition holds, in order of keys.
    fn positions(context: &ViewContext, condition: impl Fn(&Self::Record) -> bool) -> Vec<Position> {
        let list = Self::Record::list(context.network().record());
        (0..).zip(list).filter(|(_, it)| condition(it)).map(|(position, _)| position).collect()
    }

    /// The positions of some of the records, in their order.
    fn places<'a>(context: &ViewContext, records: impl Iterator<Item = &'a Self::Record>) -> Vec<Position> {
        let list = Self::Record::list(context.network().record());
        let place = |it: &Self::Record| list.binary_search_by(|other| other.key().cmp(it.key())).ok();
        records.filter_map(place).filter_map(|it| Position::try_from(it).ok()).collect()
    }

    /// The records for which the condition holds, in order of keys.
    fn select(context: &Arc<ViewContext>, condition: impl Fn(&Self::Record) -> bool) -> Vec<Self> {
        let positions = Self::positions(context, condition);
        positions.into_iter().filter_map(|it| Entry::at(context, it)).map(Self::new).collect()
    }
}

/// Declares the types that show records: a struct around an [`Entry`], with what the interface `Node` asks for.
macro_rules! record_nodes {
    ($($(#[doc = $doc:literal])+ $name:ident($record:ty);)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone)]
            pub struct $name(pub(crate) $crate::schema::entry::Entry<$record>);

            impl async_graphql::Description for $name {
                fn description() -> &'static str {
                    concat!($($doc),+).trim_ascii_start()
                }
            }

            impl $crate::schema::entry::RecordNode for $name {
                type Record = $record;
                fn new(entry: $crate::schema::entry::Entry<$record>) -> Self {
                    Self(entry)
                }
                fn entry(&self) -> &$crate::schema::entry::Entry<$record> {
                    &self.0
                }
            }

            impl $name {
                /// The record shown.
                #[must_use]
                pub fn record(&self) -> &$record {
                    self.0.record()
                }

                /// The view it was reached through.
                #[must_use]
                pub fn context(&self) -> &std::sync::Arc<service::ViewContext> {
                    self.0.context()
                }

                /// The opaque id, for the interface `Node`.
                ///
                /// # Errors
                /// None.
                pub async fn id(&self, _: &async_graphql::Context<'_>) -> async_graphql::Result<async_graphql::ID> {
                    Ok($crate::schema::id::encode_record(&self.0.reference()))
                }
            }
        )+
    };
}
pub(crate) use record_nodes;

/// What the nodes of all records have: to be flattened into them.
pub struct RecordFields<T>(pub(crate) Entry<T>);

impl<T: Listed> TypeName for RecordFields<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Owned(format!("RecordFieldsOf{:?}", T::KIND))
    }
}

#[Object(name_type)]
impl<T: Listed> RecordFields<T> {
    /// The opaque id, for `node` and for arguments. It does not change while the record exists.
    fn id(&self) -> ID {
        id::encode_record(&self.0.reference())
    }

    /// The record's key, the same as in import files and exports: lower-case letters, digits, dashes and dots.
    fn slug(&self) -> &str {
        self.0.record().key()
    }

    /// The claims behind this record, in order of their keys. With `field` those about that one field; a field
    /// without claims of its own rests on those of the record's existence, which are then given.
    fn evidence(
        &self,
        #[graphql(desc = "The name of a field, such as `seat`; none for all claims about the record.")] field: Option<
            String,
        >,
    ) -> Result<Vec<Evidence>> {
        evidence::about(&self.0, field.as_deref())
    }

    /// What changed about this record, revision by revision, oldest first, up to the revision of this view: when, who, by
    /// what act, and field by field.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<RecordVersion>> {
        history::of(ctx, &self.0, &Page { first, after, last, before }).await
    }

    /// The fields of which sources say different things, in order of their names, with all that they say; empty when
    /// they agree.
    fn conflicts(&self) -> Vec<FieldConflict> {
        conflict::of(self.0.context(), &self.0.reference())
    }

    /// The claims about this record that do not count any more, in order of their keys: taken back, of a retracted
    /// document, or resting on what has fallen.
    fn withdrawn_evidence(&self) -> Vec<WithdrawnEvidence> {
        conflict::withdrawn(self.0.context(), &self.0.reference())
    }
}
