//! Names to keys: what a text may mean among records of one kind, most exact first.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::polish::{exact_key, fold};

/// What a text was found to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Just this.
    One(Arc<str>),
    /// One of these.
    Several(Vec<Arc<str>>),
    /// Nothing.
    Nothing,
}

impl Found {
    pub(crate) fn of(mut keys: Vec<Arc<str>>) -> Self {
        keys.sort();
        keys.dedup();
        match keys.len() {
            0 => Self::Nothing,
            1 => keys.pop().map_or(Self::Nothing, Self::One),
            _ => Self::Several(keys),
        }
    }
}

/// The keys and names of records of one kind.
#[derive(Debug, Default)]
pub(crate) struct Names {
    keys: HashSet<Arc<str>>,
    exact: HashMap<String, Vec<Arc<str>>>,
    folded: HashMap<String, Vec<Arc<str>>>,
}

impl Names {
    /// Adds a record with its names.
    pub(crate) fn add<'a>(&mut self, key: &str, names: impl IntoIterator<Item = &'a str>) {
        let key: Arc<str> = match self.keys.get(key) {
            Some(key) => Arc::clone(key),
            None => {
                let key: Arc<str> = key.into();
                self.keys.insert(Arc::clone(&key));
                key
            }
        };
        for name in names {
            put(&mut self.exact, exact_key(name), &key);
            put(&mut self.folded, fold(name), &key);
        }
    }

    /// Whether there is a record of a key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// What a text means: a key, a name but for case, a name but for Polish letters.
    pub(crate) fn find(&self, text: &str) -> Found {
        let text = text.trim();
        if let Some(key) = self.keys.get(text).or_else(|| self.keys.get(&*super::key::slug(text))) {
            return Found::One(Arc::clone(key));
        }
        match self.exactly(text) {
            Found::Nothing => Found::of(self.folded.get(&fold(text)).cloned().unwrap_or_default()),
            found => found,
        }
    }

    /// What a text means as a name, but for case or Polish letters.
    pub(crate) fn find_name(&self, text: &str) -> Found {
        match self.exactly(text) {
            Found::Nothing => Found::of(self.folded.get(&fold(text)).cloned().unwrap_or_default()),
            found => found,
        }
    }

    /// What a text means as a name, but for case.
    pub(crate) fn exactly(&self, text: &str) -> Found {
        Found::of(self.exact.get(&exact_key(text)).cloned().unwrap_or_default())
    }

    /// All folded names.
    pub(crate) fn folded(&self) -> impl Iterator<Item = &str> {
        // Sorted where it is used: this is for suggestions, which are rare.
        self.folded.keys().map(String::as_str)
    }
}

fn put(map: &mut HashMap<String, Vec<Arc<str>>>, name: String, key: &Arc<str>) {
    if name.is_empty() {
        return;
    }
    let keys = map.entry(name).or_default();
    if !keys.contains(key) {
        keys.push(Arc::clone(key));
    }
}
