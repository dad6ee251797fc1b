//! Rebuilds the binary when the record that ships or the example questions change, or get new files.

fn main() {
    println!("cargo::rerun-if-changed=../../data/lubuskie");
    println!("cargo::rerun-if-changed=../../tests/cases");
}
