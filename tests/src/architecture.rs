//! The house: which part may use which, who alone sees an engine's types, how large a file may grow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use acceptance::{project, trial};
use anyhow::{Context, Result, bail, ensure};
use libtest_mimic::Trial;
use serde_json::Value;

/// For each member: the members that it may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("measures", &[]),
    ("planning", &[]),
    ("graph", &["domain", "measures", "planning"]),
    // Made-up networks for tests and benchmarks.
    ("generator", &["domain", "measures"]),
    ("exchange", &["domain", "graph"]),
    ("migrations", &[]),
    ("store", &["domain", "migrations"]),
    ("service", &["domain", "measures", "graph", "exchange", "store"]),
    ("api", &["domain", "service"]),
    // The binary opens the store and hands it to the service.
    ("server", &["domain", "store", "service", "api"]),
    ("testkit", &["domain"]),
    ("acceptance", &["testkit"]),
];

/// For each member: the members that its tests may use besides.
const TESTS_MAY_USE: &[(&str, &[&str])] = &[
    (
        "benchmarks",
        &["domain", "measures", "generator", "graph", "exchange", "store", "service", "api", "testkit"],
    ),
    // Made-up networks of any size.
    ("measures", &["generator"]),
    ("exchange", &["generator"]),
    ("service", &["generator"]),
    ("generator", &["exchange", "graph"]),
    // Its answers are asserted on the shipped record, which comes as import files.
    ("graph", &["exchange", "generator"]),
];

/// Libraries that only some members may use, as their types are nobody else's business.
const KEPT_APART: &[(&str, &[&str])] = &[
    ("sea-orm", &["store"]),
    ("sea-orm-migration", &["store", "migrations"]),
    ("sqlx", &["store", "migrations"]),
    ("async-graphql", &["api"]),
    ("async-graphql-parser", &["api"]),
    ("async-graphql-value", &["api"]),
    ("axum", &["api", "server", "benchmarks"]),
    ("petgraph", &["graph"]),
    ("rayon", &["measures", "service", "server"]),
    ("leiden-rs", &["measures"]),
    ("microlp", &["planning"]),
    ("clap", &["server"]),
    ("tokio", &["migrations", "store", "service", "api", "server", "testkit", "acceptance", "benchmarks"]),
    ("reqwest", &["acceptance", "server"]),
    ("jsonwebtoken", &["service"]),
    ("ring", &["acceptance", "service"]),
];

/// The most lines of a source file.
const LINES: usize = 500;

/// Tests of the house.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("architecture::arrows_point_one_way", arrows_point_one_way),
        trial("architecture::engines_are_kept_apart", engines_are_kept_apart),
        trial(
            "architecture::modules_are_short_and_say_what_they_are",
            modules_are_short_and_say_what_they_are,
        ),
    ]
}

/// A member's dependencies: those of the product, and those of its tests only.
#[derive(Default)]
struct Uses {
    product: BTreeSet<String>,
    tests: BTreeSet<String>,
}

fn members() -> Result<BTreeMap<String, Uses>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(project())
        .output()
        .context("cargo does not start")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let mut members = BTreeMap::new();
    for package in metadata["packages"].as_array().context("no packages")? {
        let name = package["name"].as_str().context("a package without a name")?;
        let mut uses = Uses::default();
        for dependency in package["dependencies"].as_array().context("no dependencies")? {
            let used = dependency["name"].as_str().context("a dependency without a name")?.to_owned();
            match dependency["kind"].as_str() {
                Some("dev") => uses.tests.insert(used),
                _ => uses.product.insert(used),
            };
        }
        members.insert(name.to_owned(), uses);
    }
    Ok(members)
}

fn of<'a>(table: &[(&str, &'a [&'a str])], name: &str) -> Option<&'a [&'a str]> {
    table.iter().find(|(it, _)| *it == name).map(|(_, list)| *list)
}

fn arrows_point_one_way() -> Result<()> {
    let members = members()?;
    let mut wrong = Vec::new();
    for (name, uses) in &members {
        let allowed = of(ARROWS, name).or_else(|| of(TESTS_MAY_USE, name));
        let Some(allowed) = allowed else {
            wrong.push(format!("{name} has no row in the table of arrows"));
            continue;
        };
        let besides = of(TESTS_MAY_USE, name).unwrap_or_default();
        let among_us = |it: &&String| members.contains_key(*it);
        for used in uses.product.iter().filter(among_us).filter(|it| !allowed.contains(&it.as_str())) {
            wrong.push(format!("{name} may not use {used}"));
        }
        for used in uses.tests.iter().filter(among_us) {
            let used = used.as_str();
            if used != "testkit" && !allowed.contains(&used) && !besides.contains(&used) {
                wrong.push(format!("the tests of {name} may not use {used}"));
            }
        }
        if name != "acceptance" && uses.product.contains("testkit") {
            wrong.push(format!("{name} uses testkit in the product"));
        }
    }
    for (name, _) in ARROWS {
        if !members.contains_key(*name) {
            wrong.push(format!("{name} stands in the table of arrows and is no member"));
        }
    }
    report(&wrong)
}

fn engines_are_kept_apart() -> Result<()> {
    let mut wrong = Vec::new();
    for (name, uses) in members()? {
        for (library, allowed) in KEPT_APART {
            if uses.product.contains(*library) && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{name} may not use {library}: only {allowed:?} may"));
            }
        }
    }
    report(&wrong)
}

fn modules_are_short_and_say_what_they_are() -> Result<()> {
    let mut files = Vec::new();
    for folder in ["crates", "migrations", "tests", "benches"] {
        collect(&project().join(folder), &mut files)?;
    }
    ensure!(files.len() > 50, "only {} source files were found", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let shown = file.strip_prefix(project()).unwrap_or(&file).display().to_string();
        let lines = text.lines().count();
        if lines > LINES {
            wrong.push(format!("{shown} has {lines} lines, more than {LINES}"));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{shown} does not begin with what it is (`//!`)"));
        }
    }
    report(&wrong)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("no folder {}", folder.display()))? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if entry.file_name() != "target" {
                collect(&path, files)?;
            }
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn report(wrong: &[String]) -> Result<()> {
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{} things are wrong:\n  {}", wrong.len(), wrong.join("\n  "))
}
