//! Mutations that keep institutions, partnerships, bodies and people, from outside: their shape, and what they refuse.

use acceptance::client::ask;
use acceptance::server::Viewer;
use acceptance::stage::{Engine, Play};
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// A test that runs on both databases.
type OnEngine = fn(&Play) -> Result<()>;

const ERRORS: &str = "revision userErrors { code path message ... on RecordsError { records { id } } }";

/// Tests of these mutations.
pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, OnEngine); 4] = [
        ("a_similar_institution_is_named_and_nothing_added", similar),
        ("a_dry_run_tells_what_would_fall", dry_run),
        ("hostile_inputs_are_refused", hostile),
        ("a_contact_point_is_set_and_removed", contacts),
    ];
    let mut trials = Vec::new();
    for engine in Engine::ALL {
        for (title, test) in tests {
            let name = format!("verbs::{title}::{}", engine.name());
            let test = move || test(&Play::start(engine, Viewer::Operator, None)?);
            trials.push(trial(name, test).with_ignored_flag(engine.is_left_out()));
        }
    }
    trials
}

/// The payload of a mutation, whose input is named after it.
fn change(play: &Play, name: &str, what: &str, input: &Value) -> Result<Value> {
    let (first, rest) = name.split_at(1);
    let kind = format!("{}{rest}Input", first.to_uppercase());
    let document = format!("mutation ($input: {kind}!) {{ {name}(input: $input) {{ {what} {ERRORS} }} }}");
    let data = ask(play.address(), &document, &json!({ "input": input }))?.data()?;
    Ok(data[name].clone())
}

/// What went wrong, as `CODE path`.
fn wrong(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().into_iter().flatten();
    let path = |it: &Value| {
        let parts: Vec<_> = it["path"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        parts.join(".")
    };
    errors.map(|it| format!("{} {}", it["code"].as_str().unwrap_or("?"), path(it))).collect()
}

fn source() -> Value {
    json!({ "statement": "pismo z sekretariatu" })
}

fn similar(play: &Play) -> Result<()> {
    let input = json!({ "namePl": "Ośrodek w Żarach", "type": { "slug": "ops" }, "source": source() });
    let added = change(play, "addInstitution", "institution { id slug }", &input)?;
    ensure!(wrong(&added).is_empty() && added["institution"]["slug"] == "osrodek-w-zarach", "{added:#}");
    let mut again = input;
    again["namePl"] = json!("OSRODEK W ZARACH");
    let refused = change(play, "addInstitution", "institution { slug }", &again)?;
    ensure!(wrong(&refused) == ["ALREADY_RECORDED input.namePl"], "{refused:#}");
    ensure!(refused["institution"].is_null() && refused["revision"] == added["revision"], "{refused:#}");
    let named = &refused["userErrors"][0]["records"][0]["id"];
    ensure!(*named == added["institution"]["id"], "{refused:#}");
    again["evenIfSimilar"] = json!(true);
    let other = change(play, "addInstitution", "institution { slug }", &again)?;
    ensure!(other["institution"]["slug"] == "osrodek-w-zarach-2", "{other:#}");
    Ok(())
}

fn dry_run(play: &Play) -> Result<()> {
    let what = "effect { hasChanged before { institution(by: { slug: \"arr-zielona-gora\" }) { slug } institutions { totalCount } } \
                after { institutions { totalCount } } }";
    let input = json!({ "institution": { "slug": "arr-zielona-gora" }, "dryRun": true });
    let tried = change(play, "withdrawInstitution", what, &input)?;
    ensure!(wrong(&tried).is_empty() && tried["revision"] == "1", "{tried:#}");
    let effect = &tried["effect"];
    ensure!(effect["hasChanged"] == true, "{tried:#}");
    ensure!(effect["before"]["institution"]["slug"] == "arr-zielona-gora", "{tried:#}");
    let count = |side: &str| effect[side]["institutions"]["totalCount"].as_u64();
    ensure!(count("after").map(|it| it + 1) == count("before"), "{tried:#}");
    let still = ask(play.address(), "{ network { revision } }", &json!({}))?.data()?;
    ensure!(still["network"]["revision"] == "1", "{still:#}");
    Ok(())
}

fn hostile(play: &Play) -> Result<()> {
    let none: [&str; 0] = [];
    let refused = |name: &str, input: Value, expected: &[&str]| {
        let payload = change(play, name, "", &input)?;
        ensure!(wrong(&payload) == expected, "{name}: {payload:#}");
        Ok(())
    };
    let slug = |it: &str| json!({ "slug": it });
    let functions: Vec<_> = (0..51).map(|_| slug("support")).collect();
    refused("addInstitution", json!({ "namePl": "X" }), &["SOURCE_REQUIRED input.source"])?;
    refused("addInstitution", json!({ "namePl": " ", "source": source() }), &["INVALID input.namePl"])?;
    refused(
        "addInstitution",
        json!({ "namePl": "X", "functions": functions, "source": source() }),
        &["TOO_MANY input.functions"],
    )?;
    refused(
        "amendInstitution",
        json!({ "institution": slug("rops"), "existedFrom": "wczoraj", "source": source() }),
        &["INVALID input.existedFrom"],
    )?;
    refused(
        "addIdentifier",
        json!({ "institution": slug("rops"), "scheme": "NIP", "value": "12", "source": source() }),
        &["INVALID input.value"],
    )?;
    let parties: Vec<_> = (0..201).map(|_| json!({ "institution": "rops" })).collect();
    refused(
        "signAgreement",
        json!({ "partnership": slug("pnres"), "parties": parties, "source": source() }),
        &["TOO_MANY input.parties"],
    )?;
    refused(
        "recordLifecycle",
        json!({ "partnership": slug("pnres"), "state": "FUNDED", "source": source() }),
        &["INVALID input.state"],
    )?;
    refused(
        "addPerson",
        json!({ "publicFunction": "REPRESENTATIVE", "functionPl": "zastępca Jana Przykładowego",
                "functionEn": "deputy", "fullName": "Jan Przykładowy", "source": source() }),
        &["PERSONAL_DATA input.functionPl"],
    )?;
    let unchanged = json!({ "institution": slug("rops"), "shortName": "ROPS", "source": source() });
    refused("amendInstitution", unchanged, &none)?;
    let still = ask(play.address(), "{ network { revision } }", &json!({}))?.data()?;
    ensure!(still["network"]["revision"] == "1", "nothing was written: {still:#}");
    Ok(())
}

fn contacts(play: &Play) -> Result<()> {
    let read = "{ network { institution(by: { slug: \"rops\" }) { id contactPoints { kind value } } } }";
    let rops = ask(play.address(), read, &json!({}))?.data()?["network"]["institution"].clone();
    let of = rops["id"].as_str().context("no id")?;
    let input = json!({ "of": of, "kind": "EMAIL", "value": "biuro@rops.example", "source": source() });
    let set = change(play, "setContactPoint", "of { id }", &input)?;
    ensure!(wrong(&set).is_empty() && set["of"]["id"] == of, "{set:#}");
    let shown =
        ask(play.address(), read, &json!({}))?.data()?["network"]["institution"]["contactPoints"].clone();
    ensure!(shown == json!([{ "kind": "EMAIL", "value": "biuro@rops.example" }]), "{shown:#}");
    let removed = change(play, "removeContactPoint", "of { id }", &json!({ "of": of, "kind": "EMAIL" }))?;
    ensure!(wrong(&removed).is_empty(), "{removed:#}");
    let shown =
        ask(play.address(), read, &json!({}))?.data()?["network"]["institution"]["contactPoints"].clone();
    ensure!(shown == json!([]), "{shown:#}");
    Ok(())
}
