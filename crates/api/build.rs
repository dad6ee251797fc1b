//! Rebuilds the crate when the built web files change or come to exist, so that a release binary embeds them.

use std::path::Path;

fn main() {
    // A path that does not exist would make every build a rebuild, so the nearest one that does is watched.
    let watched = ["../../web/dist", "../../web"].into_iter().find(|path| Path::new(path).exists());
    println!("cargo::rerun-if-changed={}", watched.unwrap_or("build.rs"));
}
