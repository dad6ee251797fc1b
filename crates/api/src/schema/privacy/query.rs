//! The queries of data protection.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use domain::person::Person;
use service::SystemClock;

use super::audit::{AuditEntry, AuditFilter, AuditTrail};
use super::retention::{RetentionRule, RetentionTask};
use crate::error::ErrorCode;
use crate::schema::context::RequestContext;
use crate::schema::id;
use crate::schema::keeping::service;
use crate::schema::loader::service_error;
use crate::schema::permission::requires;
use crate::schema::scalars::{Date, Json};
use crate::schema::words::Permission;

/// The most entries of one page of the audit trail.
const ENTRIES_MAX: i32 = 1_000;

/// The queries of data protection.
pub struct PrivacyQueries;

#[Object]
impl PrivacyQueries {
    /// Everything that is held of a person (GDPR art. 15), machine-readable: name, class, function, contact points,
    /// records that refer to the person, claims with documents and places, texts that mention the name, who saw or
    /// changed it. The members are those of `splot person report`. Making it is noted in the audit trail.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn personal_data_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the person.")] person: ID,
    ) -> Result<Json> {
        let person = id::decode_as::<Person>(&person)?;
        let actor = RequestContext::of(ctx)?.actor();
        let report = service(ctx)?.person_report(&SystemClock, actor, &person);
        let report = Box::pin(report).await.map_err(|error| service_error(&error))?;
        let json = serde_json::to_value(&report)
            .map_err(|_unwritable| ErrorCode::Internal.error("The report cannot be written."))?;
        Ok(Json(Arc::new(json)))
    }

    /// The people whose names or contact points are held longer than the rules of retention allow; in order of keys.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn retention_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day by which the time has passed.")] on: Date,
    ) -> Result<Vec<RetentionTask>> {
        let actor = RequestContext::of(ctx)?.actor();
        let due = service(ctx)?.retention_review(actor, on.0).await.map_err(|error| service_error(&error))?;
        Ok(due.into_iter().map(Into::into).collect())
    }

    /// For how long names of each class are held.
    async fn retention_rules(&self, ctx: &Context<'_>) -> Result<Vec<RetentionRule>> {
        rules(ctx).await
    }

    /// The audit trail: who saw or changed personal values, the newest first. Reading it is noted, too.
    #[graphql(directive = requires::apply(Permission::Audit))]
    async fn audit_trail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entries; all when left out.")] filter: Option<AuditFilter>,
        #[graphql(desc = "How many, at most 1,000.", default = 50)] first: i32,
        #[graphql(desc = "Only before the entry of this number: `next` of the page before.")] before: Option<
            String,
        >,
    ) -> Result<AuditTrail> {
        if !(1..=ENTRIES_MAX).contains(&first) {
            return Err(ErrorCode::PageSize.error(format!("`first` is from 1 to {ENTRIES_MAX}.")));
        }
        let before = before.map(|it| it.parse::<u64>()).transpose();
        let before =
            before.map_err(|_wrong| ErrorCode::InvalidArgument.error("`before` is a number of an entry."))?;
        let filter = filter.unwrap_or_default().read(before)?;
        let first = u64::try_from(first).unwrap_or_default();
        let (service, actor) = (service(ctx)?, RequestContext::of(ctx)?.actor());
        let found = service
            .audit_entries(&SystemClock, actor, &filter, first)
            .await
            .map_err(|error| service_error(&error))?;
        let check = service.check_audit(actor).await.map_err(|error| service_error(&error))?;
        let is_full = u64::try_from(found.len()).is_ok_and(|it| it == first);
        let next = found.last().filter(|_| is_full).map(|it| it.number.to_string());
        let entries: Vec<AuditEntry> = found.into_iter().map(Into::into).collect();
        Ok(AuditTrail { entries, next, broken_at: check.broken_at.map(|it| it.to_string()) })
    }
}

/// The rules as they are now.
pub(super) async fn rules(ctx: &Context<'_>) -> Result<Vec<RetentionRule>> {
    let rules = service(ctx)?.retention_rules().await.map_err(|error| service_error(&error))?;
    let rule = |(class, months): (domain::person::PublicFunction, Option<u32>)| RetentionRule {
        public_function: class.into(),
        months: months.and_then(|it| i32::try_from(it).ok()),
    };
    Ok(rules.into_iter().map(rule).collect())
}
