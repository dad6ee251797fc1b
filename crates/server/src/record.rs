//! The record that ships with the binary: the Lubuskie partnership, as import files.

use rust_embed::RustEmbed;

/// The import files of `data/lubuskie`.
#[derive(RustEmbed)]
#[folder = "../../data/lubuskie"]
#[include = "*.json"]
#[include = "*.csv"]
struct Shipped;

/// The files of the shipped record, by name.
pub(crate) fn shipped() -> Vec<(String, Vec<u8>)> {
    Shipped::iter()
        .filter_map(|name| Some((name.to_string(), Shipped::get(&name)?.data.into_owned())))
        .collect()
}
