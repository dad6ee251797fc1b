//! What the service tells of itself and of the reader.

use async_graphql::{Context, Description, Enum, Object, Result, SimpleObject};
use service::{Actor, Service};

use super::context::RequestContext;
use super::scalars::{DateTime, Revision};
use super::words::{PublicFunction, ViewerKind};
use crate::error::ErrorCode;
use crate::guard::Limits;

/// What the program knows of itself: its version, and the limits that it holds requests to.
#[derive(Debug, Clone)]
pub struct About {
    /// The version of the program.
    pub version: &'static str,
    /// The limits of documents.
    pub limits: Limits,
}

/// Which database the record is kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum DatabaseKind {
    /// SQLite, in a file.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// The service itself.
#[derive(Description)]
pub struct ServiceInfo;

#[Object(name = "Service", use_type_description)]
impl ServiceInfo {
    /// The name of the program.
    fn name(&self) -> &'static str {
        "Splot"
    }

    /// The version of the program, by semantic versioning.
    fn version(&self, ctx: &Context<'_>) -> Result<&'static str> {
        Ok(about(ctx)?.version)
    }

    /// The revision that this answer is read from.
    fn revision(&self, ctx: &Context<'_>) -> Result<Revision> {
        Ok(Revision::of(RequestContext::of(ctx)?.snapshot().revision))
    }

    /// When that revision was recorded; null while nothing has ever been.
    fn recorded_at(&self, ctx: &Context<'_>) -> Option<DateTime> {
        RequestContext::of(ctx).ok()?.snapshot().recorded_at.map(DateTime)
    }

    /// The limits of a request, in a fixed order.
    fn limits(&self, ctx: &Context<'_>) -> Result<Vec<Limit>> {
        let limits = about(ctx)?.limits.describe();
        let shown = limits.into_iter().map(|it| Limit {
            name: it.name,
            value: i32::try_from(it.value).unwrap_or(i32::MAX),
            description: it.description,
        });
        Ok(shown.collect())
    }

    /// Every code that an error can bear in `extensions.code`, in a fixed order.
    fn error_codes(&self) -> Vec<ErrorCodeDefinition> {
        let codes = ErrorCode::ALL.iter();
        codes.map(|it| ErrorCodeDefinition { code: it.as_str(), description: it.description() }).collect()
    }

    /// The kind of database that the record is kept in.
    fn database(&self, ctx: &Context<'_>) -> Result<DatabaseKind> {
        let service = ctx.data_opt::<std::sync::Arc<Service>>().ok_or_else(not_built)?;
        Ok(match service.database().as_str() {
            "SQLite" => DatabaseKind::Sqlite,
            _ => DatabaseKind::Postgres,
        })
    }
}

fn about<'a>(ctx: &Context<'a>) -> Result<&'a About> {
    ctx.data_opt::<About>().ok_or_else(not_built)
}

fn not_built() -> async_graphql::Error {
    tracing::error!("the schema was made without its service");
    ErrorCode::Internal.error("The service failed; its log says why.")
}

/// A limit that requests are held to.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct Limit {
    /// The name, as in `extensions.limit` of a refusal.
    pub name: &'static str,
    /// The largest value that passes.
    pub value: i32,
    /// What is counted.
    pub description: &'static str,
}

/// A code that an error can bear.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct ErrorCodeDefinition {
    /// The code, as in `extensions.code`.
    pub code: &'static str,
    /// What it means, and what to do.
    pub description: &'static str,
}

/// The reader, and what the reader may see.
#[derive(Description)]
pub struct Viewer(pub(crate) Actor);

#[Object(use_type_description)]
impl Viewer {
    /// What kind of reader it is.
    fn kind(&self) -> ViewerKind {
        self.0.kind().into()
    }

    /// The classes of people whose names the reader may read.
    fn may_read_names_of(&self) -> Vec<PublicFunction> {
        self.0.may_read_names_of().iter().map(|it| (*it).into()).collect()
    }

    /// Whether the reader may read contact points of people; those of institutions and offices are open to all.
    fn may_read_contacts(&self) -> bool {
        self.0.may_read_contacts_of_people()
    }
}
