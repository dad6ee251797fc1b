//! Pages put together are the whole list, read forwards and backwards, over the real record.

use std::sync::Arc;

use acceptance::client::ask;
use acceptance::server::Viewer;
use acceptance::stage::{Engine, Stage};
use acceptance::trial;
use anyhow::{Context, Result, bail, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// Lists of the record: a name, and the field with its own arguments. Some are longer than one page may be.
const LISTS: &[(&str, &str)] = &[
    ("institutions", "institutions"),
    ("institutions_by_name", "institutions|orderBy: [{ field: NAME }]"),
    ("institutions_by_type_falling", "institutions|orderBy: [{ field: TYPE, direction: DESC }]"),
    ("institutions_of_a_type", "institutions|filter: { types: [\"OPS\"] }"),
    ("meetings", "meetings"),
    ("territories", "territories|orderBy: [{ field: NAME }]"),
    ("partnerships", "partnerships"),
    ("bodies", "bodies"),
    ("resolutions", "resolutions"),
    ("action_items", "actionItems"),
    ("indicators", "indicators"),
    ("documents", "documents"),
    ("mentions", "mentions"),
    ("statements", "statements"),
    ("resolution_tasks", "resolutionTasks"),
    ("topics", "topics"),
    ("ties", "ties"),
];

/// How many are asked for at a time: it divides none of the lists' lengths but by chance.
const PAGE: usize = 7;

/// The largest page.
const LARGEST: usize = 100;

/// One test for each list.
pub(crate) fn trials(stage: &Arc<Stage>) -> Vec<Trial> {
    let mut trials: Vec<_> = LISTS
        .iter()
        .map(|(name, list)| {
            let stage = Arc::clone(stage);
            trial(format!("paging::{name}"), move || pages_are_the_whole(&stage, list))
        })
        .collect();
    let stage = Arc::clone(stage);
    trials.push(trial("paging::search", move || search_pages(&stage)));
    trials
}

/// A page as it came.
struct Page {
    keys: Vec<String>,
    start: Option<String>,
    end: Option<String>,
    has_next: bool,
    has_previous: bool,
    total: usize,
}

fn pages_are_the_whole(stage: &Stage, list: &str) -> Result<()> {
    let (field, own) = list.split_once('|').unwrap_or((list, ""));
    let query = format!(
        "query Page($first: Int, $after: String, $last: Int, $before: String) {{ network {{ list: {field}({own} \
         first: $first, after: $after, last: $last, before: $before) {{ totalCount nodes {{ id }} \
         edges {{ cursor node {{ id }} }} pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }} }}"
    );
    let address = stage.play(Engine::Sqlite, Viewer::Anonymous)?;
    let page =
        |variables: Value| read(&ask(address.address(), &query, &variables)?.data()?["network"]["list"]);
    check(page)
}

fn search_pages(stage: &Stage) -> Result<()> {
    let query = "query Page($first: Int, $after: String, $last: Int, $before: String) { network { list: search(\
                 text: \"pracy\", first: $first, after: $after, last: $last, before: $before) { totalCount \
                 edges { cursor node { id } } nodes { id } pageInfo { startCursor endCursor hasNextPage \
                 hasPreviousPage } } } }";
    let address = stage.play(Engine::Sqlite, Viewer::Anonymous)?;
    check(|variables| read(&ask(address.address(), query, &variables)?.data()?["network"]["list"]))
}

fn check(page: impl Fn(Value) -> Result<Page>) -> Result<()> {
    let forwards = walk(&page, true)?;
    let mut backwards = walk(&page, false)?;
    backwards.reverse();
    ensure!(forwards == backwards, "forwards and backwards differ:\n{forwards:#?}\n{backwards:#?}");
    let mut unique = forwards.clone();
    unique.sort();
    unique.dedup();
    ensure!(unique.len() == forwards.len(), "something came twice");
    let whole = page(json!({"first": LARGEST}))?;
    ensure!(!forwards.is_empty() && whole.total == forwards.len(), "{} of {}", forwards.len(), whole.total);
    ensure!(
        whole.keys == forwards[..forwards.len().min(LARGEST)],
        "the largest page differs from small ones"
    );
    ensure!(whole.has_next == (whole.total > LARGEST), "hasNextPage of the largest page");
    let last = page(json!({"last": LARGEST}))?;
    ensure!(
        last.keys == forwards[forwards.len().saturating_sub(LARGEST)..],
        "the last page is not the list's end"
    );
    let usual = page(json!({}))?;
    ensure!(usual.keys == forwards[..forwards.len().min(20)], "without arguments it is not the first 20");
    Ok(())
}

/// All keys, page by page from one end; backwards, the last comes first.
fn walk(page: &impl Fn(Value) -> Result<Page>, forwards: bool) -> Result<Vec<String>> {
    let mut keys = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut at = page(match forwards {
            true => json!({"first": PAGE, "after": cursor}),
            false => json!({"last": PAGE, "before": cursor}),
        })?;
        ensure!(at.keys.len() <= PAGE, "a page of {PAGE} holds {}", at.keys.len());
        let is_first = cursor.is_none();
        let (more, behind) =
            if forwards { (at.has_next, at.has_previous) } else { (at.has_previous, at.has_next) };
        ensure!(!is_first || !behind, "something lies before the first page");
        if !forwards {
            at.keys.reverse();
        }
        keys.extend(at.keys);
        if !more {
            ensure!(keys.len() == at.total, "the pages hold {} of {}", keys.len(), at.total);
            return Ok(keys);
        }
        cursor = Some(
            if forwards { at.end } else { at.start }.context("a page without a cursor has a neighbour")?,
        );
        if keys.len() > 10_000 {
            bail!("the pages do not end");
        }
    }
}

fn read(list: &Value) -> Result<Page> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let keys = |values: &Value, place: &str| -> Result<Vec<String>> {
        let list = values.as_array().context("no list")?;
        list.iter().map(|it| it.pointer(place).and_then(&text).context("no id")).collect()
    };
    let nodes = keys(&list["nodes"], "/id")?;
    ensure!(nodes == keys(&list["edges"], "/node/id")?, "nodes and edges differ");
    let cursors = keys(&list["edges"], "/cursor")?;
    let info = &list["pageInfo"];
    let (start, end) = (text(&info["startCursor"]), text(&info["endCursor"]));
    ensure!(
        start.as_ref() == cursors.first() && end.as_ref() == cursors.last(),
        "cursors of page and edges differ"
    );
    Ok(Page {
        keys: nodes,
        start,
        end,
        has_next: info["hasNextPage"].as_bool().context("no hasNextPage")?,
        has_previous: info["hasPreviousPage"].as_bool().context("no hasPreviousPage")?,
        total: list["totalCount"]
            .as_u64()
            .and_then(|it| usize::try_from(it).ok())
            .context("no totalCount")?,
    })
}
