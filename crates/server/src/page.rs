//! The first page: what is in the record, and example questions with links into GraphiQL. Polish, with English beside.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use rust_embed::RustEmbed;
use serde::Deserialize;
use service::graph::completeness::completeness;
use service::{ViewContext, graph::Completeness};

/// The example questions: the acceptance cases, so each of them is known to be answered.
#[derive(RustEmbed)]
#[folder = "../../tests/cases"]
#[include = "*/case.json"]
#[include = "*/query.graphql"]
#[include = "*/variables.json"]
struct Cases;

#[derive(Debug, Deserialize)]
struct Case {
    question: String,
    title_en: String,
    title_pl: String,
    #[serde(default)]
    example: bool,
}

/// An example question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    question: String,
    title_pl: String,
    title_en: String,
    link: String,
}

/// The example questions, in order of their numbers.
pub(crate) fn examples() -> Vec<Example> {
    let text = |folder: &str, file: &str| {
        let file = Cases::get(&format!("{folder}/{file}"))?;
        String::from_utf8(file.data.into_owned()).ok()
    };
    let mut folders: Vec<_> =
        Cases::iter().filter_map(|it| it.strip_suffix("/case.json").map(ToOwned::to_owned)).collect();
    folders.sort_by_cached_key(|it| (number(it), it.clone()));
    folders
        .into_iter()
        .filter_map(|folder| {
            let case: Case = serde_json::from_str(&text(&folder, "case.json")?).ok()?;
            let query = text(&folder, "query.graphql")?;
            let mut link = form_urlencoded::Serializer::new("/graphiql?".to_owned());
            link.append_pair("query", &query);
            if let Some(variables) = text(&folder, "variables.json") {
                link.append_pair("variables", &variables);
            }
            let link = link.finish().replacen("/graphiql?&", "/graphiql?", 1);
            case.example.then_some(Example {
                question: case.question,
                title_pl: case.title_pl,
                title_en: case.title_en,
                link,
            })
        })
        .collect()
}

/// The number of the question that a folder such as `q100-2015-against-2016` has; the greatest when it has none.
fn number(folder: &str) -> u32 {
    let digits: String = folder.chars().skip(1).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u32::MAX)
}

/// The page for the snapshot that is live.
pub(crate) fn render(context: &ViewContext, examples: &[Example]) -> String {
    let revision = context.snapshot.revision;
    let recorded_at = context.snapshot.recorded_at.map(|it| it.format("%Y-%m-%d %H:%M UTC").to_string());
    let recorded_at = recorded_at.unwrap_or_else(|| "–".to_owned());
    let page = html! {
        (DOCTYPE)
        html lang="pl" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                link rel="icon" href="data:,";
                title { "Splot: sieć partnerstwa" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Splot" }
                    p { "Zapis partnerstwa jako sieć: kto podpisał, kto się z kim spotkał, co ustalono, czego nie wiadomo." }
                    p.en lang="en" { "The record of a partnership as a network: who signed, who met whom, what was agreed, what is not known." }
                }
                main {
                    (questions(examples))
                    (contents(context))
                    (declared(context))
                }
                footer {
                    p { "Rewizja " strong { (revision) } " z " (recorded_at) ". "
                        a href="/graphiql" { "GraphiQL" } " · " a href="/schema.graphql" { "schemat" } " · "
                        a href="/healthz" { "stan" } }
                    p.en lang="en" { "Revision " (revision) ", recorded " (recorded_at) "." }
                }
            }
        }
    };
    page.into_string()
}

fn questions(examples: &[Example]) -> Markup {
    html! {
        section aria-labelledby="questions" {
            h2 #questions { "Przykładowe pytania " span.en lang="en" { "Example questions" } }
            p { "Każde otwiera się w GraphiQL, gdzie można je zmienić i zadać." }
            ol {
                @for example in examples {
                    li {
                        a href=(example.link) { (example.title_pl) }
                        " " span.number { (example.question) }
                        div.en lang="en" { (example.title_en) }
                    }
                }
            }
        }
    }
}

fn contents(context: &ViewContext) -> Markup {
    let record = context.network().record();
    let rows = [
        ("instytucje", "institutions", record.institutions.len()),
        ("partnerstwa", "partnerships", record.partnerships.len()),
        ("członkostwa i role", "memberships and roles", record.memberships.len()),
        ("rady, komitety, zespoły", "councils, committees, teams", record.bodies.len()),
        ("spotkania", "meetings", record.meetings.len()),
        ("udziały w spotkaniach", "participations", record.participations.len()),
        ("ustalenia i wnioski", "resolutions", record.resolutions.len()),
        ("zadania", "action items", record.action_items.len()),
        ("wskaźniki", "indicators", record.indicators.len()),
        ("jednostki terytorialne", "territorial units", record.territories.len()),
        ("dokumenty źródłowe", "source documents", record.documents.len()),
        ("twierdzenia ze źródłem", "claims with their source", record.claims.len()),
        ("pytania nierozstrzygnięte", "open questions", record.resolution_tasks.len()),
    ];
    html! {
        section aria-labelledby="contents" {
            h2 #contents { "Co jest w zapisie " span.en lang="en" { "What is in the record" } }
            table {
                thead { tr { th scope="col" { "rodzaj" } th.count scope="col" { "liczba" } } }
                tbody {
                    @for (polish, english, count) in rows {
                        tr { th scope="row" { (polish) " " span.en lang="en" { (english) } } td.count { (count) } }
                    }
                }
            }
        }
    }
}

fn declared(context: &ViewContext) -> Markup {
    let collections: Vec<Completeness> =
        completeness(&context.view).into_iter().filter(|it| it.declared.is_some()).collect();
    let label = |it: &Completeness| {
        let indicator = it.indicator.as_ref().and_then(|id| context.network().get(id));
        indicator.map_or_else(|| it.of.to_string(), |it| it.label_pl.to_string())
    };
    html! {
        section aria-labelledby="declared" {
            h2 #declared { "Ile podano, ile wymieniono " span.en lang="en" { "Declared and listed" } }
            p { "Czego nie wymieniono, tego nie liczymy jako zero: odpowiedzi są wtedy przedziałami." }
            table {
                thead { tr {
                    th scope="col" { "zbiór" } th.count scope="col" { "podano" }
                    th.count scope="col" { "wymieniono" } th.count scope="col" { "brakuje" }
                } }
                tbody {
                    @for it in &collections {
                        tr {
                            th scope="row" { (label(it)) " " span.en { (it.as_of) } }
                            td.count { (it.declared.unwrap_or_default()) }
                            td.count { (it.enumerated) }
                            td.count { (it.unattributed().unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1c2530; --paper: #fbfaf7; --line: #d5d2c8; --accent: #0b5c6b; --soft: #5b6470; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --paper: #171a1e; --line: #3a4048; --accent: #7ccfdd; --soft: #a3abb5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { border-bottom: 3px solid var(--accent); margin-bottom: 1.5rem; }
h1 { font-size: 2.4rem; margin: 0; letter-spacing: -.02em; }
h2 { font-size: 1.25rem; margin: 0 0 .5rem; }
h2 .en { display: block; }
p { margin: .25rem 0 .6rem; }
.en { color: var(--soft); font-size: .875rem; font-weight: 400; }
.number { color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
main { display: grid; gap: 2rem 3rem; grid-template-columns: minmax(0, 1fr); align-items: start; }
@media (min-width: 56rem) { main { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); } section:first-child { grid-column: 1 / -1; } }
ol { columns: 22rem; column-gap: 2.5rem; padding-left: 1.4rem; margin: .5rem 0; }
li { break-inside: avoid; margin-bottom: .7rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .5rem .35rem 0; border-bottom: 1px solid var(--line); font-weight: 400; vertical-align: top; overflow-wrap: anywhere; hyphens: auto; }
th.count { overflow-wrap: normal; hyphens: none; }
thead th { font-weight: 600; }
th.count, td.count { text-align: right; padding-right: 0; padding-left: .75rem; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .75rem; }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_stand_in_order_of_their_numbers() {
        let numbers: Vec<u32> = examples().iter().map(|it| number(&it.question)).collect();
        assert!(numbers.len() > 20 && numbers.is_sorted(), "{numbers:?}");
        assert!(numbers.iter().any(|it| *it >= 100), "{numbers:?}");
    }
}
