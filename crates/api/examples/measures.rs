//! Prints the page of reference of the measures: `just measures`.

#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

fn main() {
    print!("{}", api::measures_reference());
}
