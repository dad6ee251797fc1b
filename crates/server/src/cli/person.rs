//! `splot person`, `splot audit` and `splot compact`: data protection at the command line.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use domain::erasure::PassageDecision;
use domain::id::Id;
use domain::person::Person as PersonNoun;
use domain::vocabulary::Label;
use service::import::StagingOptions;
use service::privacy::{Erasing, ErasureOutcome, noted, record};
use service::{Actor, AuditAct, AuditCheck, AuditFilter, Clock as _, Options, Role, Service, SystemClock};
use store::OpenMode;

use super::{database, print};
use crate::config::Config;
use crate::exit::{Exit, Failure};

/// The arguments of `splot person`.
#[derive(Debug, Args)]
pub(crate) struct Person {
    #[command(subcommand)]
    command: PersonCommand,
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    /// Write everything that is held of a person, as JSON (GDPR art. 15)
    Report {
        /// The key of the person
        key: String,
    },
    /// Erase a person (GDPR art. 17), or tell what that would do
    Erase {
        /// The key of the person
        key: String,
        /// On what grounds; it stays in the change log, without the name
        #[arg(long)]
        reason: String,
        /// Only tell what would be removed where
        #[arg(long)]
        dry_run: bool,
        /// Another name of the person, such as a former one
        #[arg(long = "other-name", value_name = "NAME")]
        other_names: Vec<String>,
        /// The id of a text, from a dry run, whose passages go
        #[arg(long = "remove", value_name = "TEXT-ID")]
        removed: Vec<String>,
        /// The id of a text, from a dry run, whose passages stay
        #[arg(long = "keep", value_name = "TEXT-ID")]
        kept: Vec<String>,
    },
}

/// The arguments of `splot audit`.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Only entries about this person
    #[arg(long, value_name = "KEY")]
    person: Option<String>,
    /// How many entries, the newest first
    #[arg(long, default_value_t = 50)]
    limit: u64,
    /// First remove the entries recorded before this moment, such as 2021-01-01T00:00:00Z, whose time has passed
    #[arg(long, value_name = "MOMENT")]
    remove_before: Option<DateTime<Utc>>,
}

fn operator() -> Actor {
    Actor::new(Role::Operator, "command line")
}

fn key(text: &str) -> Result<Id<PersonNoun>, Failure> {
    Id::new(text).map_err(|error| Failure::new(Exit::Usage, error.to_string()))
}

fn label(text: &str) -> Result<Label, Failure> {
    Label::new(text).map_err(|error| Failure::new(Exit::Usage, error.to_string()))
}

async fn start(config: &Config) -> Result<Service, Failure> {
    let store = database::open(config, OpenMode::Existing).await?;
    let staging = StagingOptions { folder: Some(config.staging.clone()), ..StagingOptions::default() };
    Ok(Service::start(store, Options { staging, ..Options::default() }).await?)
}

impl Person {
    pub(crate) async fn run(self, config: &Config) -> Result<(), Failure> {
        match self.command {
            PersonCommand::Report { key: text } => {
                let person = key(&text)?;
                let service = start(config).await?;
                let report = Box::pin(service.person_report(&SystemClock, &operator(), &person)).await;
                service.close().await?;
                let json = serde_json::to_string_pretty(&report?)
                    .map_err(|error| Failure::new(Exit::Internal, error.to_string()))?;
                print(&format!("{json}\n"))
            }
            PersonCommand::Erase { key: text, reason, dry_run, other_names, removed, kept } => {
                let mut decisions = BTreeMap::new();
                decisions.extend(removed.into_iter().map(|it| (it, PassageDecision::Remove)));
                decisions.extend(kept.into_iter().map(|it| (it, PassageDecision::Keep)));
                let erasing = Erasing {
                    person: key(&text)?,
                    other_names: other_names.iter().map(|it| label(it)).collect::<Result<_, _>>()?,
                    decisions,
                    reason: label(&reason)?,
                    if_revision: None,
                    is_dry_run: dry_run,
                };
                erase(config, &erasing).await
            }
        }
    }
}

async fn erase(config: &Config, erasing: &Erasing) -> Result<(), Failure> {
    let service = start(config).await?;
    let erased = Box::pin(service.erase_person(&SystemClock, &operator(), erasing)).await;
    service.close().await?;
    let outcome = erased?.map_err(|refusal| Failure::new(Exit::Data, refusal.to_string()))?;
    print(&told(&outcome))?;
    if erasing.is_dry_run || outcome.is_compacted {
        return Ok(());
    }
    Err(Failure::new(
        Exit::Unavailable,
        "the person is erased, but bytes may be left in the database's files",
    )
    .hint("run `splot compact` when nobody reads the database"))
}

fn told(outcome: &ErasureOutcome) -> String {
    let report = &outcome.report;
    let mut text = match report.revision {
        Some(revision) => format!("erased at revision {revision}; what is left is `{}`\n", report.person),
        None => "nothing was changed; it would be so:\n".to_owned(),
    };
    text.push_str(&format!(
        "  names {}, contact points {}, keys replaced {}\n",
        report.names, report.contacts, report.keys
    ));
    text.push_str(&match outcome.dropped_files {
        Some(count) => format!("  uploaded files that wait, dropped {count}\n"),
        None => {
            "  uploaded files that wait could not all be dropped; empty the folder of --staging\n".to_owned()
        }
    });
    for (place, count) in &report.rewritten {
        text.push_str(&format!("  {count:6} in {place}\n"));
    }
    if report.revision.is_none() {
        for it in &report.texts {
            let state = match (it.is_undecided, it.is_certain) {
                (true, _) => "decide",
                (false, true) => "certain",
                (false, false) => "decided",
            };
            text.push_str(&format!("  {state:8} {}  {}\n", it.id, it.text));
        }
    }
    text
}

impl Audit {
    pub(crate) async fn run(self, config: &Config) -> Result<(), Failure> {
        let store = database::open(config, OpenMode::Existing).await?;
        if let Some(until) = self.remove_before {
            let removed = store.remove_audit_before(until).await?;
            let reason = format!("{removed} entries before {}", until.to_rfc3339());
            let entry =
                record(SystemClock.now(), &operator(), AuditAct::AuditRemoved, Vec::new(), Some(&reason));
            noted(&store, entry).await?;
            print(&format!("removed {removed} entries\n"))?;
        }
        let check = store.check_audit().await?;
        let filter = AuditFilter { person: self.person, ..AuditFilter::default() };
        let entries = store.audit_entries(&filter, self.limit).await?;
        noted(&store, record(SystemClock.now(), &operator(), AuditAct::ReadAudit, Vec::new(), None)).await?;
        store.close().await?;
        for entry in &entries {
            let it = &entry.record;
            print(&format!(
                "{:6} {} {:14} {} {} {} {}\n",
                entry.number,
                it.at.to_rfc3339(),
                it.what,
                it.role,
                it.label,
                it.people.join(","),
                it.reason.as_deref().unwrap_or_default(),
            ))?;
        }
        chain(&check)
    }
}

fn chain(check: &AuditCheck) -> Result<(), Failure> {
    let AuditCheck { entries, broken_at, rewritten, removed } = check;
    if let Some(number) = broken_at {
        let message = format!("the audit trail was changed: entry {number} does not fit the one before it");
        return Err(Failure::new(Exit::Data, message).hint("compare it with a backup"));
    }
    print(&format!(
        "the chain holds: {entries} entries, {rewritten} rewritten by erasures, {removed} removed before\n"
    ))
}

/// `splot compact`.
pub(crate) async fn compact(config: &Config) -> Result<(), Failure> {
    let store = database::open(config, OpenMode::Existing).await?;
    let done = store.compact().await;
    store.close().await?;
    done?;
    print("the database's files were written anew\n")
}
