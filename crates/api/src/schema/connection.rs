//! Connections (Relay cursor connections specification): one generic type for every list of nodes.
//!
//! A list is worked out whole, in its total order, as light items (positions, keys); only those of the page become
//! nodes. Pages by `first`/`after` put together are the list, and so are pages by `last`/`before`.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Object, OutputType, Result, SimpleObject, TypeName, Value};
use domain::record::Noun as _;
use service::ViewContext;

use super::completeness::Completeness;
use super::cursor::Seal;
use super::entry::{Entry, Position, RecordNode};
use crate::error::ErrorCode;

/// The size of a page when none is asked for.
pub const DEFAULT_PAGE: usize = 20;
/// The largest page.
pub const MAX_PAGE: usize = 100;

/// What a node must be to stand in a connection.
pub trait ConnectionNode: OutputType + Send + Sync + 'static {}
impl<T: OutputType + Send + Sync + 'static> ConnectionNode for T {}

/// Where a page begins and ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, SimpleObject)]
pub struct PageInfo {
    /// Whether items follow this page.
    pub has_next_page: bool,
    /// Whether items precede this page.
    pub has_previous_page: bool,
    /// The cursor of the first item of the page, for `before`; null when the page is empty.
    pub start_cursor: Option<String>,
    /// The cursor of the last item of the page, for `after`; null when the page is empty.
    pub end_cursor: Option<String>,
}

/// An item of a page with its place in the list.
#[derive(Debug, Clone)]
pub struct Edge<N> {
    cursor: String,
    node: N,
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Edge", N::type_name()))
    }
}

/// An item of a page with its place in the list.
#[Object(name_type)]
impl<N: ConnectionNode> Edge<N> {
    /// The item's place, for `after` and `before` of the same list. Opaque.
    fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The item.
    fn node(&self) -> &N {
        &self.node
    }
}

impl<N> Edge<N> {
    /// An item after its cursor.
    pub(super) fn new(cursor: String, node: N) -> Self {
        Self { cursor, node }
    }

    /// The item.
    pub(super) fn item(&self) -> &N {
        &self.node
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Connection<N> {
    edges: Vec<Edge<N>>,
    page_info: PageInfo,
    total_count: usize,
    completeness: Vec<Completeness>,
}

impl<N: OutputType> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Connection", N::type_name()))
    }
}

/// A page of a list, with how much of the list the record is known to lack.
#[Object(name_type)]
impl<N: ConnectionNode> Connection<N> {
    /// The items of the page with their cursors.
    fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The items of the page.
    fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|it| &it.node).collect()
    }

    /// Where the page begins and ends.
    fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many items of the list are recorded, on all pages together. More may exist: see `completeness`.
    fn total_count(&self) -> i32 {
        super::count(self.total_count)
    }

    /// What sources declare of this collection against what is recorded of it; empty when no source declares its
    /// size, which does not mean that the list is whole.
    fn completeness(&self) -> &[Completeness] {
        &self.completeness
    }
}

impl<N> Connection<N> {
    /// A page whose items were read for it.
    pub(super) fn of_page(edges: Vec<Edge<N>>, page_info: PageInfo, total_count: usize) -> Self {
        Self { edges, page_info, total_count, completeness: Vec::new() }
    }
}

/// Which page of a list is asked for: the paging arguments of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// How many items from the start, or after `after`.
    pub first: Option<i32>,
    /// The cursor that the page begins after.
    pub after: Option<String>,
    /// How many items before the end, or before `before`.
    pub last: Option<i32>,
    /// The cursor that the page ends before.
    pub before: Option<String>,
}

/// A stretch of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    start: usize,
    end: usize,
}

impl Page {
    /// The page that these arguments choose from a list of `length` items; `find` gives the place of a key.
    fn stretch(&self, seal: &Seal, length: usize, find: impl Fn(&str) -> Option<usize>) -> Result<Stretch> {
        if self.first.is_some() && self.last.is_some() {
            return Err(ErrorCode::PageArguments.error("Give `first` or `last`, not both."));
        }
        let place = |cursor: &str| {
            let key = seal.open(cursor)?;
            find(&key)
                .ok_or_else(|| ErrorCode::CursorInvalid.error("The item of this cursor is not in the list."))
        };
        let after = self.after.as_deref().map(place).transpose()?;
        let before = self.before.as_deref().map(place).transpose()?;
        let start = after.map_or(0, |it| it + 1);
        let end = before.unwrap_or(length).max(start);
        Ok(if let Some(last) = self.last {
            Stretch { start: end - size("last", last)?.min(end - start), end }
        } else {
            let wanted = self.first.map_or(Ok(DEFAULT_PAGE), |it| size("first", it))?;
            Stretch { start, end: start + wanted.min(end - start) }
        })
    }
}

impl Page {
    /// The page of a list whose items have the numbers from 1 to `length` for keys: how many items come before it, how
    /// many it has, and where it begins and ends.
    ///
    /// # Errors
    /// `PAGE_SIZE`, `PAGE_ARGUMENTS`, `CURSOR_INVALID`, `CURSOR_MISMATCH`, `CURSOR_EXPIRED`.
    pub(super) fn of_numbers(&self, seal: &Seal, length: usize) -> Result<(usize, usize, PageInfo)> {
        let place = |key: &str| key.parse::<usize>().ok()?.checked_sub(1).filter(|it| *it < length);
        self.of_places(seal, length, place, |place| (place + 1).to_string())
    }

    /// The same of any list, whose places have keys.
    pub(super) fn of_places(
        &self,
        seal: &Seal,
        length: usize,
        place: impl Fn(&str) -> Option<usize>,
        key: impl Fn(usize) -> String,
    ) -> Result<(usize, usize, PageInfo)> {
        let Stretch { start, end } = self.stretch(seal, length, place)?;
        let cursor = |place: usize| (start < end).then(|| seal.cursor(&key(place)));
        let page_info = PageInfo {
            has_next_page: end < length,
            has_previous_page: start > 0,
            start_cursor: cursor(start),
            end_cursor: cursor(end.saturating_sub(1)),
        };
        Ok((start, end - start, page_info))
    }
}

fn size(argument: &str, value: i32) -> Result<usize> {
    usize::try_from(value).ok().filter(|it| *it <= MAX_PAGE).ok_or_else(|| {
        let message =
            format!("`{argument}` is {value}; expected 0 to {MAX_PAGE}. Ask for further pages with cursors.");
        ErrorCode::PageSize.error_with(message, [("maximum", Value::from(MAX_PAGE as u64))])
    })
}

/// A list to take pages from.
pub struct Listing<'a, I> {
    /// The view that it was worked out in.
    pub context: &'a ViewContext,
    /// Whose list it is: the id of the node that has the field, or any text that is its own.
    pub owner: &'a str,
    /// The items, in total order.
    pub items: &'a [I],
    /// What sources declare of the collection.
    pub completeness: Vec<Completeness>,
}

/// The items of a page with their cursors.
pub struct Cut<'a, I> {
    /// The items, each after its cursor.
    pub items: Vec<(String, &'a I)>,
    /// Where the page begins and ends.
    pub page_info: PageInfo,
    /// How many items the list has.
    pub total_count: usize,
}

impl<'a, I> Listing<'a, I> {
    /// The items of a page. `key` gives an item's key, unique in the list.
    ///
    /// # Errors
    /// `PAGE_SIZE`, `PAGE_ARGUMENTS`, `CURSOR_INVALID`, `CURSOR_MISMATCH`, `CURSOR_EXPIRED`.
    pub fn cut<K: AsRef<str>>(
        &self,
        ctx: &Context<'_>,
        page: &Page,
        key: impl Fn(&I) -> K,
    ) -> Result<Cut<'a, I>> {
        let seal = Seal::of(ctx, self.context, self.owner)?;
        self.cut_sealed(&seal, page, key)
    }

    /// The items of a page of a list with a seal.
    pub(super) fn cut_sealed<K: AsRef<str>>(
        &self,
        seal: &Seal,
        page: &Page,
        key: impl Fn(&I) -> K,
    ) -> Result<Cut<'a, I>> {
        let find = |wanted: &str| self.items.iter().position(|it| key(it).as_ref() == wanted);
        let stretch = page.stretch(seal, self.items.len(), find)?;
        let items = self.items.get(stretch.start..stretch.end).unwrap_or_default();
        let items: Vec<_> = items.iter().map(|it| (seal.cursor(key(it).as_ref()), it)).collect();
        let page_info = PageInfo {
            has_next_page: stretch.end < self.items.len(),
            has_previous_page: stretch.start > 0,
            start_cursor: items.first().map(|it| it.0.clone()),
            end_cursor: items.last().map(|it| it.0.clone()),
        };
        Ok(Cut { items, page_info, total_count: self.items.len() })
    }

    /// A page of the list. `key` gives an item's key, unique in the list; `node` what shows it, none for an item
    /// that cannot be shown, which is then left out of the page.
    ///
    /// # Errors
    /// `PAGE_SIZE`, `PAGE_ARGUMENTS`, `CURSOR_INVALID`, `CURSOR_MISMATCH`, `CURSOR_EXPIRED`.
    pub fn page<N, K: AsRef<str>>(
        self,
        ctx: &Context<'_>,
        page: &Page,
        key: impl Fn(&I) -> K,
        node: impl Fn(&I) -> Option<N>,
    ) -> Result<Connection<N>> {
        let cut = self.cut(ctx, page, key)?;
        let edges =
            cut.items.into_iter().filter_map(|(cursor, it)| Some(Edge { cursor, node: node(it)? })).collect();
        Ok(Connection {
            edges,
            page_info: cut.page_info,
            total_count: cut.total_count,
            completeness: self.completeness,
        })
    }
}

/// A page of records, given by their positions in the order wanted.
///
/// # Errors
/// Those of [`Listing::page`].
pub fn records<N: RecordNode>(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    owner: &str,
    page: &Page,
    positions: &[Position],
    completeness: Vec<Completeness>,
) -> Result<Connection<N>> {
    let list = <N::Record as domain::record::Listed>::list(context.network().record());
    let listing = Listing { context, owner, items: positions, completeness };
    listing.page(
        ctx,
        page,
        |it| list.get(*it as usize).map_or("", |it| it.key()),
        |it| Entry::at(context, *it).map(N::new),
    )
}

/// Declares fields that give pages: each is a function of the node, the context and the page, with further arguments
/// after them. The four paging arguments, with their descriptions, are added to each. The functions become an object
/// of their own that is flattened into the node's type.
macro_rules! paged_fields {
    ($(#[$type_meta:meta])* $lists:ident of $owner:ty; $(
        $(#[$meta:meta])*
        fn $field:ident($node:ident, $ctx:ident, $page:ident $(, $(#[$argument_meta:meta])* $argument:ident: $argument_type:ty)* $(,)?)
            -> $item:ty { $($body:tt)* }
    )+) => {
        $(#[$type_meta])*
        pub struct $lists(pub(crate) $owner);

        #[async_graphql::Object]
        impl $lists {
            $(
                $(#[$meta])*
                #[allow(clippy::too_many_arguments, reason = "paging takes four arguments of every such field")]
                fn $field(
                    &self,
                    $ctx: &async_graphql::Context<'_>,
                    $($(#[$argument_meta])* $argument: $argument_type,)*
                    #[graphql(desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given.")]
                    first: Option<i32>,
                    #[graphql(desc = "The cursor of the item after which the page begins; none for the start of the list.")]
                    after: Option<String>,
                    #[graphql(desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`.")]
                    last: Option<i32>,
                    #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
                    before: Option<String>,
                ) -> async_graphql::Result<$crate::schema::connection::Connection<$item>> {
                    let $page = &$crate::schema::connection::Page { first, after, last, before };
                    let $node = &self.0;
                    $($body)*
                }
            )+
        }
    };
}
pub(crate) use paged_fields;
