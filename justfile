# Every chore by one name. `scripts/run` and `scripts/test` do all set-up by themselves; these are the parts.

# What there is.
default:
    @just --list

# Build everything and start the service with the Lubuskie record.
run *ARGUMENTS:
    scripts/run {{ARGUMENTS}}

# Everything that CI runs.
ci: test

# Install what is missing and run every check and test, on both databases.
test:
    scripts/test

# Formatting and lints.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# The Rust tests, with a throwaway PostgreSQL.
test-rust *ARGUMENTS:
    cargo build -p server
    scripts/postgres cargo test --workspace {{ARGUMENTS}}

# The pages: GraphiQL, built into web/dist and from there into the binary.
web:
    npm --prefix web ci
    npm --prefix web run build

# Write schema.graphql anew.
schema:
    cargo run --quiet -p server -- schema > schema.graphql.new && mv schema.graphql.new schema.graphql

# Write docs/reference/measures.md anew.
measures:
    cargo run --quiet -p api --example measures > measures.md.new && mv measures.md.new docs/reference/measures.md

# Lint schema.graphql.
lint-schema:
    npm --prefix web run lint:schema

# Benchmarks, on the release build.
bench *ARGUMENTS:
    cargo build --release -p server
    cargo bench -p benchmarks {{ARGUMENTS}}

# Ours and other libraries in turn on one generated network, size S, M or L; writes benches/peers/results.md.
bench-peers *ARGUMENTS:
    benches/peers/run {{ARGUMENTS}}

# The planner's questions on a generated record, beside plain SQL; writes benches/peers/desk.md.
bench-desk *ARGUMENTS:
    benches/peers/desk {{ARGUMENTS}}

# Licences, sources and advisories of dependencies (installs cargo-deny when it is missing).
deny:
    cargo deny --version >/dev/null 2>&1 || cargo install --locked cargo-deny
    cargo deny check licenses bans sources
