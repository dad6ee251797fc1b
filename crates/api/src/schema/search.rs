//! Search: records by the words that people and documents use for them.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result, SimpleObject};
use domain::id::Id;
use service::ViewContext;
use service::graph::search as analysis;

use super::connection::{Listing, Page, PageInfo};
use super::node::Node;
use super::words::{AliasKind, MatchKind, SearchType};
use crate::error::ErrorCode;

/// A page of what a search found, best first.
#[derive(Debug, Clone, Description)]
pub struct SearchResultConnection {
    edges: Vec<SearchResultEdge>,
    page_info: PageInfo,
    total_count: usize,
}

/// A record that was found, with how.
#[derive(Debug, Clone, SimpleObject)]
pub struct SearchResultEdge {
    /// The item's place, for `after` and `before` of the same search. Opaque.
    pub cursor: String,
    /// The record found.
    pub node: Node,
    /// How well it was found, above 0 and up to 1, which is its whole name as asked for.
    pub score: f64,
    /// The forms by which it was found, the best first.
    pub matched: Vec<SearchMatch>,
}

/// A form by which a record was found.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct SearchMatch {
    /// The form as it is written.
    pub form: String,
    /// What the form is: a name, a mention, a place …
    pub kind: MatchKind,
    /// How a mention relates to the name, such as a typing error; null for other forms.
    pub alias: Option<AliasKind>,
    /// Whether the words found in it have the Polish marks that were asked for.
    pub exact: bool,
}

#[Object(use_type_description)]
impl SearchResultConnection {
    /// What was found, on this page, with how.
    fn edges(&self) -> &[SearchResultEdge] {
        &self.edges
    }

    /// The records found, on this page.
    fn nodes(&self) -> Vec<&Node> {
        self.edges.iter().map(|it| &it.node).collect()
    }

    /// Where the page begins and ends.
    fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many records were found, on all pages together.
    fn total_count(&self) -> i32 {
        super::count(self.total_count)
    }
}

/// Searches the view: institutions outside its scope are left out.
///
/// # Errors
/// `INVALID_ARGUMENT` when the text is too long or empty, and those of paging.
pub(crate) fn search(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    text: &str,
    types: &[SearchType],
    page: &Page,
) -> Result<SearchResultConnection> {
    if text.trim().is_empty() {
        return Err(
            ErrorCode::InvalidArgument.error("There is nothing to search for; expected a word or more.")
        );
    }
    let kinds: Vec<_> = types.iter().map(|it| (*it).into()).collect();
    let mut hits = analysis::search(context.network(), text, &kinds)
        .map_err(|error| ErrorCode::InvalidArgument.error(error.to_string()))?;
    hits.retain(|it| {
        let institution = Id::from_reference(&it.node).and_then(|it| context.network().position_of(&it));
        institution.is_none_or(|it| context.view.is_in_scope(it))
    });
    let listing = Listing { context, owner: "search", items: &hits, completeness: Vec::new() };
    let cut = listing.cut(ctx, page, |it| it.node.to_string())?;
    let edges = cut.items.into_iter().filter_map(|(cursor, hit)| {
        let matched = hit.matched.iter().map(|it| SearchMatch {
            form: it.form.clone(),
            kind: it.kind.into(),
            alias: it.alias.map(Into::into),
            exact: it.exact,
        });
        let node = Node::of(context, &hit.node)?;
        Some(SearchResultEdge { cursor, node, score: hit.score, matched: matched.collect() })
    });
    Ok(SearchResultConnection {
        edges: edges.collect(),
        page_info: cut.page_info,
        total_count: cut.total_count,
    })
}
