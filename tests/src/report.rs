//! Reports as documents: over HTTP and from the command line the same bytes; what is wrong gets a problem document.

use std::fs;

use acceptance::client::{ask, get};
use acceptance::server::{Server, Signal, Start, Viewer, run};
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// Tests of reports.
pub(crate) fn trials() -> Vec<Trial> {
    vec![trial("report::page_and_command_write_the_same", page_and_command_write_the_same)]
}

fn page_and_command_write_the_same() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("splot.db").display());
    let start = Start { folder: folder.path(), database: &database, record: None, viewer: Viewer::Anonymous };
    let server = Server::start(&start)?;
    let pages = pages(server.address());
    let problems = problems(server.address());
    server.stop(Signal::Terminate)?;
    let pages = pages?;
    problems?;
    for (language, page) in ["pl", "en"].iter().zip(&pages) {
        let file = folder.path().join("report.html");
        let output = file.to_str().context("the temporary folder has no name in Unicode")?;
        let arguments =
            ["report", "pnres", "2015", "--language", language, "--output", output, "--database", &database];
        let written = run(folder.path(), &arguments)?;
        ensure!(written.code == Some(0), "{written:#?}");
        ensure!(
            fs::read_to_string(&file)? == *page,
            "the command writes another page than the service serves"
        );
    }
    for (arguments, code) in [
        (["report", "no-such-one", "2015", "--output", "x", "--database", database.as_str()].as_slice(), 64),
        (&["report", "pnres", "0", "--output", "x", "--database", database.as_str()], 64),
        (
            &["report", "pnres", "2015", "--revision", "9", "--output", "x", "--database", database.as_str()],
            64,
        ),
        (&["report", "pnres", "2015", "--output", "no/such/folder", "--database", database.as_str()], 74),
    ] {
        let refused = run(folder.path(), arguments)?;
        ensure!(refused.code == Some(code), "{arguments:?}: {refused:#?}");
    }
    Ok(())
}

/// The pages of 2015 in both languages; every document that the report names is there.
fn pages(address: &str) -> Result<Vec<String>> {
    let query = r#"{ network { annualReport(partnership: { slug: "pnres" }, year: 2015) {
        documents { format language url } } } }"#;
    let data = ask(address, query, &json!({}))?.data()?;
    let documents = data["network"]["annualReport"]["documents"].as_array().context("no documents")?;
    ensure!(documents.len() == 6, "{data:#}");
    let mut pages = Vec::new();
    for document in documents {
        let url = document["url"].as_str().context("no address")?;
        let found = get(address, url)?;
        ensure!(found.status == 200, "{url}: status {}: {}", found.status, found.text);
        let expected = match document["format"].as_str() {
            Some("html") => "text/html; charset=utf-8",
            Some("json") => "application/json",
            _ => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        };
        ensure!(found.content_type == expected, "{url}: {}", found.content_type);
        if document["format"] == json!("html") {
            ensure!(found.text.contains("71\u{a0}inst"), "{url}: 71 institutions are not in it");
            pages.push(found.text);
        }
    }
    ensure!(pages.len() == 2 && pages[0] != pages[1], "a page in each language");
    Ok(pages)
}

fn problems(address: &str) -> Result<()> {
    for (path, status, code) in [
        ("/reports/no-such-one/2015.html", 404, "NOT_FOUND"),
        ("/reports/pnres/2015.pdf", 404, "NOT_FOUND"),
        ("/reports/pnres/0.html", 400, "INVALID_ARGUMENT"),
        ("/reports/pnres/2015.html?lang=de", 400, "INVALID_ARGUMENT"),
        ("/reports/pnres/2015.html?colour=red", 400, "INVALID_ARGUMENT"),
        ("/reports/pnres/2015.html?revision=99", 404, "REVISION_NOT_FOUND"),
    ] {
        let answer = get(address, path)?;
        let body: Value =
            serde_json::from_str(&answer.text).with_context(|| format!("{path}: {}", answer.text))?;
        ensure!(answer.content_type == "application/problem+json", "{path}: {}", answer.content_type);
        ensure!(body["code"] == json!(code), "{path}: {body:#}");
        ensure!(answer.status == status, "{path}: status {}", answer.status);
    }
    Ok(())
}
