//! A case: a folder with a question of the domain, its query and the whole answer that is expected. Expected answers
//! are written by hand from what the sources say; nothing here ever writes one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::ask;
use crate::record::Row;
use crate::server::Viewer;

/// What `case.json` says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The number of the question, such as `Q13`.
    pub question: String,
    /// The question in English.
    pub title_en: String,
    /// The question in Polish.
    pub title_pl: String,
    /// Whether the first page offers it as an example.
    pub example: bool,
    /// Who asks.
    pub viewer: Viewer,
    /// Rows on which the answer rests: without them it must be another one.
    pub without: Vec<Row>,
    /// Which row that is, and why the answer must change.
    pub why: String,
}

/// A mutation that is made before the question is asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The GraphQL document.
    pub document: String,
    /// Its variables. A text `<kept NAME>` stands for what a step before has kept.
    #[serde(default)]
    pub variables: Value,
    /// What is kept of the answer: for each name, the JSON pointer into its `data`.
    #[serde(default)]
    pub keep: BTreeMap<String, String>,
}

/// A case.
#[derive(Debug, Clone)]
pub struct Case {
    /// The name of its folder.
    pub name: String,
    /// What it is about.
    pub about: About,
    /// What is done before the question is asked; then the case has a service of its own.
    pub before: Vec<Step>,
    /// The GraphQL document.
    pub query: String,
    /// The variables; an empty object when there are none.
    pub variables: Value,
    /// The `data` that is expected.
    pub expected: Value,
}

impl Case {
    /// Reads a case from its folder.
    ///
    /// # Errors
    /// When a file is missing, cannot be read, or says too little.
    pub fn read(folder: &Path) -> Result<Self> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let about: About = read_json(&folder.join("case.json"))?;
        let variables = folder.join("variables.json");
        let before = folder.join("before.json");
        let case = Self {
            query: read_text(&folder.join("query.graphql"))?,
            variables: if variables.exists() {
                read_json(&variables)?
            } else {
                Value::Object(serde_json::Map::new())
            },
            before: if before.exists() { read_json(&before)? } else { Vec::new() },
            expected: read_json(&folder.join("expected.json"))?,
            name,
            about,
        };
        let start = format!("{}-", case.about.question.to_lowercase());
        ensure!(
            case.name.starts_with(&start),
            "the folder of {} does not begin with {start}",
            case.about.question
        );
        ensure!(!case.about.without.is_empty(), "no row is named on which the answer rests");
        ensure!(!case.about.why.trim().is_empty(), "it is not said why the answer rests on the row");
        ensure!(!read_text(&folder.join("README.md"))?.trim().is_empty(), "README.md is empty");
        Ok(case)
    }

    /// Does what comes before the question, and asks it.
    ///
    /// # Errors
    /// When a step has errors, the record refuses it, or something that is to be kept is not there.
    pub fn ask(&self, address: &str) -> Result<Value> {
        let mut kept = BTreeMap::new();
        for (number, step) in (1..).zip(&self.before) {
            let doing = || format!("before the question, step {number}");
            let variables = filled(&step.variables, &kept);
            let data = ask(address, &step.document, &variables)?.data().with_context(doing)?;
            for (name, pointer) in &step.keep {
                let found = data.pointer(pointer).filter(|it| !it.is_null());
                let found =
                    found.with_context(|| format!("nothing at {pointer}: {data:#}")).with_context(doing)?;
                kept.insert(name.clone(), found.clone());
            }
        }
        ask(address, &self.query, &filled(&self.variables, &kept))?.data()
    }
}

/// A value in which texts `<kept NAME>` are what was kept.
fn filled(value: &Value, kept: &BTreeMap<String, Value>) -> Value {
    match value {
        Value::String(text) => text
            .strip_prefix("<kept ")
            .and_then(|it| it.strip_suffix('>'))
            .and_then(|it| kept.get(it))
            .unwrap_or(value)
            .clone(),
        Value::Array(items) => items.iter().map(|it| filled(it, kept)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, it)| (name.clone(), filled(it, kept)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

/// The folders of all cases, in order of their names.
///
/// # Errors
/// When the folder of cases cannot be read.
pub fn folders() -> Result<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let entries = std::fs::read_dir(&root).with_context(|| format!("no cases in {}", root.display()))?;
    let mut folders = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        }
    }
    folders.sort();
    Ok(folders)
}

fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    serde_json::from_str(&read_text(path)?)
        .with_context(|| format!("{} is not as it should be", path.display()))
}
