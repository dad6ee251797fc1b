//! What the acceptance tests stand on: the running product, questions put to it over HTTP, cases as folders, copies of
//! the shipped record with rows left out, and a comparison of answers. The tests themselves are in `main.rs`.

pub mod case;
pub mod client;
pub mod json;
pub mod record;
pub mod server;
pub mod stage;

use std::path::{Path, PathBuf};

/// The top folder of the project.
#[must_use]
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// The folder of the record that ships with the product.
#[must_use]
pub fn shipped_record() -> PathBuf {
    project().join("data/lubuskie")
}

/// A test by its name. Unlike the harness's own, it shows the whole chain of causes when it fails.
pub fn trial(
    name: impl Into<String>,
    test: impl FnOnce() -> anyhow::Result<()> + Send + 'static,
) -> libtest_mimic::Trial {
    libtest_mimic::Trial::test(name, move || test().map_err(|error| format!("{error:#}").into()))
}
