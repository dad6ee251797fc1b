//! The acceptance tests: the running product over HTTP, on both databases.
//!
//! Each test has a name of its own, and a part of it selects: `cargo test -p acceptance q13` runs the cases of
//! question 13. The product's binary must have been built (`cargo build -p server`), and PostgreSQL be given by
//! `scripts/postgres`; see `acceptance::server` and `testkit::database`.

use std::process::ExitCode;
use std::sync::Arc;

use acceptance::stage::Stage;
use libtest_mimic::Arguments;

mod access;
mod analyze;
mod architecture;
mod cases;
mod consistency;
mod faults;
mod history;
mod imports;
mod paging;
mod privacy;
mod product;
mod refusals;
mod report;
mod revisions;
mod scenarios;
mod sign_in;
mod subscriptions;
mod trespass;
mod verbs;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let stage = Arc::new(Stage::default());
    let trials = [
        access::trials(),
        analyze::trials(),
        architecture::trials(),
        cases::trials(&stage),
        consistency::trials(&stage),
        faults::trials(),
        history::trials(),
        imports::trials(),
        paging::trials(&stage),
        privacy::trials(),
        product::trials(),
        refusals::trials(&stage),
        report::trials(),
        scenarios::trials(),
        sign_in::trials(),
        verbs::trials(),
        revisions::trials(),
        subscriptions::trials(),
        trespass::trials(),
    ];
    let conclusion = libtest_mimic::run(&arguments, trials.into_iter().flatten().collect());
    stage.close();
    conclusion.exit_code()
}
