//! Pages put together are the list, in both directions; cursors of another list, revision or hand are refused.

use std::sync::Arc;

use proptest::prelude::*;
use service::ViewContext;
use service::graph::View;

use super::snapshot;
use crate::schema::connection::{Listing, MAX_PAGE, Page};
use crate::schema::cursor::Seal;

fn view() -> Arc<ViewContext> {
    Arc::new(ViewContext::new(snapshot(), View::default()))
}

fn seal() -> Seal {
    Seal::new("list", "1".to_owned())
}

/// The pages of a list of so many items by `size`, forward or backward, in the order in which they were read.
fn pages(context: &ViewContext, items: &[String], size: i32, forward: bool) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut cursor = None;
    loop {
        let page = if forward {
            Page { first: Some(size), after: cursor, ..Page::default() }
        } else {
            Page { last: Some(size), before: cursor, ..Page::default() }
        };
        let listing = Listing { context, owner: "", items, completeness: Vec::new() };
        let cut = listing.cut_sealed(&seal(), &page, |it| it.clone()).expect("a page");
        assert_eq!(cut.total_count, items.len());
        pages.push(cut.items.iter().map(|it| it.1.clone()).collect());
        let (more, next) = if forward {
            (cut.page_info.has_next_page, cut.page_info.end_cursor)
        } else {
            (cut.page_info.has_previous_page, cut.page_info.start_cursor)
        };
        if !more {
            return pages;
        }
        cursor = next;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pages_put_together_are_the_list(count in 0usize..250, size in 1i32..=100) {
        let context = view();
        let items: Vec<_> = (0..count).map(|it| format!("item-{it}")).collect();
        let forward: Vec<_> = pages(&context, &items, size, true).concat();
        prop_assert_eq!(&forward, &items);
        let mut backward = pages(&context, &items, size, false);
        backward.reverse();
        prop_assert_eq!(&backward.concat(), &items);
    }

    #[test]
    fn a_stretch_between_two_cursors_is_what_lies_between(count in 2usize..120, a in 0usize..120, b in 0usize..120) {
        let (a, b) = (a % count, b % count);
        let items: Vec<_> = (0..count).map(|it| format!("item-{it}")).collect();
        let cursor = |at: usize| Some(seal().cursor(&items[at]));
        let context = view();
        let listing = Listing { context: &context, owner: "", items: &items, completeness: Vec::new() };
        let page = Page { first: Some(100), after: cursor(a), before: cursor(b), ..Page::default() };
        let cut = listing.cut_sealed(&seal(), &page, |it| it.clone()).expect("a page");
        let found: Vec<_> = cut.items.iter().map(|it| it.1.clone()).collect();
        let between: Vec<_> = items.iter().take(b).skip(a + 1).take(100).cloned().collect();
        prop_assert_eq!(found, between);
    }

    #[test]
    fn a_changed_cursor_is_refused(key in "[a-z0-9-]{1,40}", at in 0usize..200, to in 0u8..64) {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let cursor = seal().cursor(&key);
        let mut bytes = cursor.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] = LETTERS[usize::from(to)];
        let changed = String::from_utf8(bytes).expect("text");
        match seal().open(&changed) {
            Ok(found) => prop_assert!(changed == cursor && found == key),
            Err(error) => prop_assert_eq!(code(&error), "CURSOR_INVALID"),
        }
    }

    #[test]
    fn no_text_breaks_the_reading_of_cursors(text in "\\PC{0,80}") {
        prop_assert!(seal().open(&text).is_err());
    }
}

fn code(error: &async_graphql::Error) -> &str {
    match error.extensions.as_ref().and_then(|it| it.get("code")) {
        Some(async_graphql::Value::String(code)) => code,
        _ => "none",
    }
}

#[test]
fn a_cursor_belongs_to_one_list_and_one_revision() {
    let cursor = seal().cursor("a");
    assert_eq!(seal().open(&cursor).expect("opened"), "a");
    let other = Seal::new("another list", "1".to_owned());
    assert_eq!(code(&other.open(&cursor).expect_err("refused")), "CURSOR_MISMATCH");
    let later = Seal::new("list", "2".to_owned());
    let error = later.open(&cursor).expect_err("refused");
    assert_eq!(code(&error), "CURSOR_EXPIRED");
    assert_eq!(error.extensions.expect("extensions").get("latest"), Some(&async_graphql::Value::from("2")));
}

#[test]
fn sizes_outside_the_limit_and_contrary_arguments_are_refused() {
    let context = view();
    let items = vec!["a".to_owned(), "b".to_owned()];
    let listing = Listing { context: &context, owner: "", items: &items, completeness: Vec::new() };
    let refused = |page: Page| {
        let error = listing.cut_sealed(&seal(), &page, |it| it.clone()).map(|_| ()).expect_err("refused");
        code(&error).to_owned()
    };
    let largest = i32::try_from(MAX_PAGE).expect("small");
    for wrong in [-1, largest + 1, 10_000, i32::MIN] {
        assert_eq!(refused(Page { first: Some(wrong), ..Page::default() }), "PAGE_SIZE");
        assert_eq!(refused(Page { last: Some(wrong), ..Page::default() }), "PAGE_SIZE");
    }
    assert_eq!(refused(Page { first: Some(1), last: Some(1), ..Page::default() }), "PAGE_ARGUMENTS");
    let gone = Some(seal().cursor("c"));
    assert_eq!(refused(Page { after: gone, ..Page::default() }), "CURSOR_INVALID");
    let none = listing.cut_sealed(&seal(), &Page { first: Some(0), ..Page::default() }, |it| it.clone());
    let none = none.expect("a page of nothing");
    assert!(none.items.is_empty() && none.page_info.has_next_page && none.page_info.end_cursor.is_none());
}
