//! The file at the top of the project is the schema that the program has.

use std::path::Path;

use crate::schema::sdl;

#[test]
fn the_schema_file_is_what_the_program_has() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema.graphql"));
    let written = std::fs::read_to_string(path).unwrap_or_default();
    let printed = sdl();
    let lines = written.lines().zip(printed.lines()).enumerate();
    let changed =
        lines.filter(|(_, (old, new))| old != new).map(|(line, (old, new))| (line + 1, old, new)).next();
    assert!(
        written.trim_end() == printed.trim_end(),
        "schema.graphql is not the schema that the program has; run `just schema` and commit the file. {changed:?}"
    );
}

#[test]
fn the_schema_is_printed_alike_each_time() {
    assert_eq!(sdl(), sdl());
}
