//! The configuration: one typed value; flags before environment before file before defaults.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::exit::{Exit, Failure};

mod oidc;

use oidc::{OidcFile, OidcFlags};
use service::access::oidc::OidcSettings;

/// The flags and variables of every command.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Flags {
    /// The database: sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME [default: sqlite:var/splot.db]
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    database: Option<String>,
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, global = true, env = "SPLOT_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// What to import into an empty database: a folder of import files, `shipped`, or `none` [default: shipped]
    #[arg(long, global = true, env = "SPLOT_RECORD", value_name = "FOLDER")]
    record: Option<String>,
    /// What somebody who has not signed in may do: `analyst` is for a trusted machine only, `operator` also changes the
    /// record and needs a loopback address in --listen [default: anonymous]
    #[arg(long, global = true, env = "SPLOT_VIEWER", value_name = "KIND")]
    viewer: Option<Viewer>,
    /// Whether somebody who has not signed in is answered at all: `none` asks everybody for a token [default: reader]
    #[arg(long, global = true, env = "SPLOT_ANONYMOUS", value_name = "WHAT")]
    anonymous: Option<Anonymous>,
    #[command(flatten)]
    oidc: OidcFlags,
    /// The folder in which uploaded files wait to be imported, readable by the service alone; replicas that share it share
    /// the files [default: beside a SQLite database, named after it with `.imports`, else var/imports]
    #[arg(long, global = true, env = "SPLOT_STAGING", value_name = "FOLDER")]
    staging: Option<PathBuf>,
    /// How log lines are written [default: text]
    #[arg(long, global = true, env = "SPLOT_LOG_FORMAT", value_name = "FORMAT")]
    log_format: Option<LogFormat>,
    /// Which log lines are written, as in `info,store=debug` [default: warn]
    #[arg(long, global = true, env = "SPLOT_LOG", value_name = "FILTER")]
    log: Option<String>,
    /// A TOML file with the same names as these flags
    #[arg(long, global = true, env = "SPLOT_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What somebody who has not signed in may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Viewer {
    /// The public.
    Anonymous,
    /// An analyst of the office: names of representatives and scenarios too.
    Analyst,
    /// The keeper of this machine: changes of the record too. Only on a loopback address.
    Operator,
}

/// Whether somebody who has not signed in is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Anonymous {
    /// With the rights of a reader, or those of --viewer.
    Reader,
    /// Never: everybody needs a token.
    None,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What may stand in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    database: Option<String>,
    listen: Option<SocketAddr>,
    record: Option<String>,
    viewer: Option<Viewer>,
    anonymous: Option<Anonymous>,
    #[serde(default)]
    oidc: OidcFile,
    staging: Option<PathBuf>,
    log_format: Option<LogFormat>,
    log: Option<String>,
}

/// What to import into an empty database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RecordSource {
    /// The record in the binary.
    Shipped,
    /// A folder of import files.
    Folder(PathBuf),
    /// Nothing.
    None,
}

/// The effective configuration.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) database: String,
    pub(crate) listen: SocketAddr,
    pub(crate) record: RecordSource,
    pub(crate) viewer: Viewer,
    pub(crate) anonymous: Anonymous,
    pub(crate) oidc: Option<OidcSettings>,
    pub(crate) staging: PathBuf,
    pub(crate) log_format: LogFormat,
    pub(crate) log: String,
}

impl Config {
    /// Puts flags, environment, file and defaults together.
    pub(crate) fn read(flags: Flags) -> Result<Self, Failure> {
        let file = flags.config.as_deref().map(File::read).transpose()?.unwrap_or_default();
        let record = match flags.record.or(file.record).as_deref() {
            None | Some("shipped") => RecordSource::Shipped,
            Some("none") => RecordSource::None,
            Some(folder) => RecordSource::Folder(folder.into()),
        };
        let viewer = flags.viewer.or(file.viewer).unwrap_or(Viewer::Anonymous);
        let anonymous = flags.anonymous.or(file.anonymous).unwrap_or(Anonymous::Reader);
        if anonymous == Anonymous::None && viewer != Viewer::Anonymous {
            let message = "--viewer says what somebody who has not signed in may do, and --anonymous none that nobody is answered without a token";
            return Err(Failure::new(Exit::Configuration, message).hint("leave one of them out"));
        }
        let database = flags.database.or(file.database).unwrap_or_else(|| "sqlite:var/splot.db".to_owned());
        Ok(Self {
            staging: flags.staging.or(file.staging).unwrap_or_else(|| staging_of(&database)),
            database,
            listen: flags.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            record,
            viewer,
            anonymous,
            oidc: oidc::read(flags.oidc, file.oidc)?,
            log_format: flags.log_format.or(file.log_format).unwrap_or(LogFormat::Text),
            log: flags.log.or(file.log).unwrap_or_else(|| "warn".to_owned()),
        })
    }

    /// The effective configuration as TOML, secrets hidden.
    pub(crate) fn shown(&self) -> String {
        let record = match &self.record {
            RecordSource::Shipped => "shipped".to_owned(),
            RecordSource::None => "none".to_owned(),
            RecordSource::Folder(folder) => folder.display().to_string(),
        };
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let viewer = match self.viewer {
            Viewer::Anonymous => "anonymous",
            Viewer::Analyst => "analyst",
            Viewer::Operator => "operator",
        };
        let format = if self.log_format == LogFormat::Json { "json" } else { "text" };
        let anonymous = if self.anonymous == Anonymous::None { "none" } else { "reader" };
        let shown = format!(
            "database = {}\nlisten = {}\nrecord = {}\nviewer = {}\nanonymous = {}\nstaging = {}\nlog-format = {}\nlog = {}\n",
            quoted(&without_password(&self.database)),
            quoted(&self.listen.to_string()),
            quoted(&record),
            quoted(viewer),
            quoted(anonymous),
            quoted(&self.staging.display().to_string()),
            quoted(format),
            quoted(&self.log),
        );
        match &self.oidc {
            Some(settings) => shown + &oidc::shown(settings),
            None => shown,
        }
    }
}

impl File {
    fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::new(
                Exit::Configuration,
                format!("cannot read the configuration file {}: {error}", path.display()),
            )
        })?;
        toml::from_str(&text).map_err(|error| {
            Failure::new(
                Exit::Configuration,
                format!("the configuration file {} is wrong: {error}", path.display()),
            )
        })
    }
}

/// Where uploaded files wait by default: beside a database that is a file, else in `var`.
fn staging_of(database: &str) -> PathBuf {
    let file = database.strip_prefix("sqlite:").map(|it| it.strip_prefix("//").unwrap_or(it));
    let file = file.and_then(|it| it.split('?').next()).filter(|it| !it.is_empty() && !it.starts_with(':'));
    file.map_or_else(|| PathBuf::from("var/imports"), |it| PathBuf::from(format!("{it}.imports")))
}

/// A database URL with its password replaced by `***`, wherever in the URL it stands.
pub(crate) fn without_password(url: &str) -> String {
    let (rest, query) = url.split_once('?').map_or((url, None), |(rest, query)| (rest, Some(query)));
    let hidden = match (rest.split_once("://"), rest.rfind('@')) {
        (Some((scheme, after)), Some(_)) => match after.rsplit_once('@') {
            Some((user, host)) => {
                let user = user.split_once(':').map_or(user.to_owned(), |(user, _)| format!("{user}:***"));
                format!("{scheme}://{user}@{host}")
            }
            None => rest.to_owned(),
        },
        _ => rest.to_owned(),
    };
    match query {
        Some(query) => {
            let shown: Vec<_> = query
                .split('&')
                .map(|pair| match pair.split_once('=') {
                    Some((name, _)) if name.contains("password") => format!("{name}=***"),
                    _ => pair.to_owned(),
                })
                .collect();
            format!("{hidden}?{}", shown.join("&"))
        }
        None => hidden,
    }
}

#[cfg(test)]
mod tests {
    use super::{staging_of, without_password};

    #[test]
    fn uploaded_files_wait_beside_the_database() {
        let at = |database: &str| staging_of(database).display().to_string();
        assert_eq!(at("sqlite:var/splot.db"), "var/splot.db.imports");
        assert_eq!(at("sqlite:///srv/splot.db?mode=rw"), "/srv/splot.db.imports");
        assert_eq!(at("sqlite::memory:"), "var/imports");
        assert_eq!(at("postgres://splot@db/splot"), "var/imports");
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://splot:s3cr@t@db/splot"), "postgres://splot:***@db/splot");
        assert_eq!(without_password("postgres://splot@db/splot"), "postgres://splot@db/splot");
        assert_eq!(
            without_password("postgres://db/splot?user=a&password=b&sslmode=require"),
            "postgres://db/splot?user=a&password=***&sslmode=require"
        );
        assert_eq!(without_password("sqlite:var/splot.db"), "sqlite:var/splot.db");
    }
}
