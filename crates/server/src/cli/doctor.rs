//! `splot doctor`: is everything as it should be, and if not, what to do.

use service::{Options, Service};
use store::{OpenMode, SchemaState};

use super::{database, print};
use crate::config::Config;
use crate::exit::{Exit, Failure};

/// Checks configuration, database, schema, record and pages. Fails when something must be mended.
pub(crate) async fn run(config: &Config) -> Result<(), Failure> {
    let mut report = String::from("configuration   ok\n");
    let store = match database::open(config, OpenMode::Existing).await {
        Ok(store) => store,
        Err(failure) => {
            print(&report)?;
            return Err(failure);
        }
    };
    if let Err(error) = store.check().await {
        print(&report)?;
        return Err(error.into());
    }
    report.push_str(&format!("database        ok, {}\n", store.kind().as_str()));
    let mut wrong = 0;
    match store.schema_state().await? {
        SchemaState::Current => report.push_str("schema          ok\n"),
        SchemaState::Empty => {
            wrong += 1;
            report.push_str("schema          none yet: run `splot migrate`, or just `splot serve`\n");
        }
        SchemaState::Older { pending } => {
            wrong += 1;
            report.push_str(&format!("schema          {pending} step(s) behind: run `splot migrate`\n"));
        }
        SchemaState::Newer => {
            wrong += 1;
            report.push_str("schema          newer than this version: use the newer splot\n");
        }
    }
    if wrong == 0 {
        let service = Service::start(store, Options::default()).await?;
        let snapshot = service.snapshot();
        let open = snapshot.network.record().resolution_tasks.len();
        report.push_str(&format!(
            "record          ok, revision {}, {} records, {} without support, {open} open questions\n",
            snapshot.revision,
            snapshot.network.record().len(),
            snapshot.network.fallen().len(),
        ));
        service.close().await?;
    }
    let pages = if api::assets::has_graphiql() {
        "pages           ok\n"
    } else {
        "pages           GraphiQL is not built in: run `npm --prefix web ci && npm --prefix web run build`, then build again\n"
    };
    report.push_str(pages);
    print(&report)?;
    if wrong == 0 {
        Ok(())
    } else {
        Err(Failure::new(Exit::Unavailable, "something must be mended, see above"))
    }
}
