//! Changing scenarios: proposing, amending, discarding, applying.

use async_graphql::{
    Context, Error, ErrorExtensionValues, ID, InputObject, Object, Result, SimpleObject, Value,
};
use domain::id::Id;
use domain::scenario::{Conflict, Decision};
use service::scenario::{Asked, Decided, Draft, Outcome, ScenarioFault};
use service::{ScenarioRefusal, StoredScenario, SystemClock};

use super::computed::sentence;
use super::context::RequestContext;
use super::input::scenario::{ScenarioChangeInput, changes, label};
use super::loader::service_error;
use super::permission::requires;
use super::scalars::{Date, Revision};
use super::scenario::{self, Scenario, ScenarioConflict, service};
use super::user_error::{UserError, UserErrorCode};
use super::words::Permission;

/// What a scenario is proposed with.
#[derive(Debug, InputObject)]
pub struct ProposeScenarioInput {
    /// The name, at most 200 characters, unique among drafts.
    pub name: String,
    /// A remark.
    pub note: Option<String>,
    /// The revision that the changes are made to; none for the latest.
    pub base_revision: Option<Revision>,
    /// The changes, 1 to 200, in their order.
    pub changes: Vec<ScenarioChangeInput>,
    /// A key of the caller's own, at most 200 characters: the same again, with the same input, gives what it gave.
    pub idempotency_key: Option<String>,
    /// Whether only what would happen is asked: nothing is written.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// What a draft is amended with. It replaces all that the draft says.
#[derive(Debug, InputObject)]
pub struct AmendScenarioInput {
    /// The id of the scenario.
    pub id: ID,
    /// The version that the caller knows: at another one nothing is done; none for whatever it is now.
    pub if_version: Option<i32>,
    /// The name, at most 200 characters, unique among drafts.
    pub name: String,
    /// A remark.
    pub note: Option<String>,
    /// The revision that the changes are made to; none for the one so far. Another one moves the draft there.
    pub base_revision: Option<Revision>,
    /// The changes, 1 to 200, in their order.
    pub changes: Vec<ScenarioChangeInput>,
    /// A key of the caller's own, at most 200 characters: the same again, with the same input, gives what it gave.
    pub idempotency_key: Option<String>,
    /// Whether only what would happen is asked: nothing is written.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// Which draft is put aside.
#[derive(Debug, InputObject)]
pub struct DiscardScenarioInput {
    /// The id of the scenario.
    pub id: ID,
    /// The version that the caller knows: at another one nothing is done; none for whatever it is now.
    pub if_version: Option<i32>,
    /// A key of the caller's own, at most 200 characters: the same again, with the same input, gives what it gave.
    pub idempotency_key: Option<String>,
    /// Whether only what would happen is asked: nothing is written.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// Which draft is applied, and by which decision.
#[derive(Debug, InputObject)]
pub struct ApplyScenarioInput {
    /// The id of the scenario.
    pub id: ID,
    /// The version that the caller knows: at another one nothing is done; none for whatever it is now.
    pub if_version: Option<i32>,
    /// The revision of the record that the caller knows: at another one nothing is done; none for whatever it is now.
    pub if_revision: Option<Revision>,
    /// The title of the office's decision, which becomes the source of everything that is written.
    pub decision_title: String,
    /// The date of the decision.
    pub decision_date: Date,
    /// A key of the caller's own, at most 200 characters: the same again, with the same input, gives what it gave.
    pub idempotency_key: Option<String>,
    /// Whether only what would happen is asked: nothing is written.
    #[graphql(default = false)]
    pub dry_run: bool,
}

macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, SimpleObject)]
            pub struct $name {
                /// The scenario as it is then, or would be; null when there are errors.
                pub scenario: Option<Scenario>,
                /// The revision of the record then. Give it as `minRevision` to read what was written.
                pub revision: Revision,
                /// The changes that cannot be made, each with an error of the code `CONFLICT`.
                pub conflicts: Vec<ScenarioConflict>,
                /// Why nothing was done; empty when it was, or could be.
                pub user_errors: Vec<UserError>,
            }

            impl $name {
                fn of(ctx: &Context<'_>, done: Done) -> Result<Self> {
                    let Done { scenario, errors, conflicts } = done;
                    let context = RequestContext::of(ctx)?.whole();
                    let revision = Revision::of(service(ctx)?.snapshot().revision);
                    Ok(Self {
                        scenario: scenario.map(Scenario::new),
                        revision,
                        conflicts: conflicts.iter().map(|it| ScenarioConflict::of(&context, it)).collect(),
                        user_errors: errors,
                    })
                }
            }
        )+
    };
}
payloads! {
    /// What proposing a scenario gives.
    ProposeScenarioPayload,
    /// What amending a scenario gives.
    AmendScenarioPayload,
    /// What discarding a scenario gives.
    DiscardScenarioPayload,
    /// What applying a scenario gives.
    ApplyScenarioPayload,
}

/// What a mutation came to.
struct Done {
    scenario: Option<StoredScenario>,
    errors: Vec<UserError>,
    conflicts: Vec<Conflict>,
}

impl Done {
    fn refused(error: UserError) -> Self {
        Self { scenario: None, errors: vec![error], conflicts: Vec::new() }
    }

    /// What a use case came to.
    fn of(outcome: Outcome<StoredScenario>) -> Result<Self> {
        let fault = match outcome.map_err(|error| service_error(&error))? {
            Ok(scenario) => {
                return Ok(Self { scenario: Some(scenario), errors: Vec::new(), conflicts: Vec::new() });
            }
            Err(fault) => fault,
        };
        let conflicts = match &fault {
            ScenarioFault::Conflicts(all) => all.clone(),
            _ => Vec::new(),
        };
        Ok(Self { scenario: None, errors: user_errors(&fault), conflicts })
    }
}

fn user_errors(fault: &ScenarioFault) -> Vec<UserError> {
    use ScenarioRefusal as Store;
    let (code, path) = match fault {
        ScenarioFault::Conflicts(all) => return all.iter().map(of_conflict).collect(),
        ScenarioFault::Rule(_) => (UserErrorCode::Invalid, "changes"),
        ScenarioFault::RequestKeyTooLong => (UserErrorCode::Invalid, "idempotencyKey"),
        ScenarioFault::NoBase { .. } => (UserErrorCode::RevisionNotFound, "baseRevision"),
        ScenarioFault::Refused(refusal) => match refusal {
            Store::Unknown => (UserErrorCode::NotFound, "id"),
            Store::NameTaken => (UserErrorCode::NameTaken, "name"),
            Store::TooMany { .. } => (UserErrorCode::TooMany, "name"),
            Store::NotADraft { .. } => (UserErrorCode::NotADraft, "id"),
            Store::StaleVersion { .. } => (UserErrorCode::StaleVersion, "ifVersion"),
            Store::StaleRevision { .. } => (UserErrorCode::StaleRevision, "ifRevision"),
            Store::KeyReused => (UserErrorCode::IdempotencyKeyReused, "idempotencyKey"),
        },
    };
    vec![UserError::of(code, sentence(&fault.to_string()), path)]
}

fn of_conflict(conflict: &Conflict) -> UserError {
    let mut path = vec!["input".to_owned(), "changes".to_owned()];
    path.extend(conflict.change.checked_sub(1).map(|it| it.to_string()));
    UserError::at(UserErrorCode::Conflict, sentence(&conflict.to_string()), path)
}

/// What of an input makes no sense.
fn misread(error: &Error, field: &str, below: Vec<String>) -> UserError {
    let is_missing = error.extensions.as_ref().and_then(|it: &ErrorExtensionValues| it.get("code"))
        == Some(&Value::from("NOT_FOUND"));
    let code = if is_missing { UserErrorCode::NotFound } else { UserErrorCode::Invalid };
    let mut path = vec!["input".to_owned(), field.to_owned()];
    path.extend(below);
    UserError::at(code, error.message.clone(), path)
}

/// A draft that an input describes.
fn draft(
    ctx: &Context<'_>,
    name: &str,
    note: Option<&str>,
    base: Option<&Revision>,
    list: &[ScenarioChangeInput],
) -> Result<std::result::Result<Draft, UserError>> {
    let context = RequestContext::of(ctx)?.whole();
    let read = || {
        Ok(Draft {
            name: label(name).map_err(|error| misread(&error, "name", Vec::new()))?,
            note: note
                .filter(|it| !it.trim().is_empty())
                .map(label)
                .transpose()
                .map_err(|error| misread(&error, "note", Vec::new()))?,
            base: base.map(Revision::number),
            changes: changes(&context, list).map_err(|(below, error)| misread(&error, "changes", below))?,
        })
    };
    Ok(read())
}

/// Which scenario, at which version.
fn which(
    id: &ID,
    if_version: Option<i32>,
) -> std::result::Result<(Id<domain::scenario::Scenario>, Option<u64>), UserError> {
    let key = scenario::key(id).map_err(|error| misread(&error, "id", Vec::new()))?;
    // No scenario is at a version below 1.
    Ok((key, if_version.map(|it| u64::try_from(it).unwrap_or_default())))
}

fn asked(idempotency_key: Option<String>, dry_run: bool) -> Asked {
    Asked { idempotency_key, is_dry_run: dry_run }
}

/// The mutations of scenarios.
pub struct ScenarioMutations;

#[Object]
impl ScenarioMutations {
    /// Makes a draft of changes, to see what would be if they came true: `network(scenario:)`.
    #[graphql(directive = requires::apply(Permission::Plan))]
    async fn propose_scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: ProposeScenarioInput,
    ) -> Result<ProposeScenarioPayload> {
        let base = input.base_revision.as_ref();
        let done = match draft(ctx, &input.name, input.note.as_deref(), base, &input.changes)? {
            Err(error) => Done::refused(error),
            Ok(draft) => {
                let actor = RequestContext::of(ctx)?.actor();
                let asked = asked(input.idempotency_key, input.dry_run);
                Done::of(service(ctx)?.propose_scenario(&SystemClock, actor, draft, &asked).await)?
            }
        };
        ProposeScenarioPayload::of(ctx, done)
    }

    /// Replaces what a draft says.
    #[graphql(directive = requires::apply(Permission::Plan))]
    async fn amend_scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft as it is to be.")] input: AmendScenarioInput,
    ) -> Result<AmendScenarioPayload> {
        let base = input.base_revision.as_ref();
        let done = match (
            which(&input.id, input.if_version),
            draft(ctx, &input.name, input.note.as_deref(), base, &input.changes)?,
        ) {
            (Err(error), _) | (_, Err(error)) => Done::refused(error),
            (Ok((key, version)), Ok(draft)) => {
                let actor = RequestContext::of(ctx)?.actor();
                let asked = asked(input.idempotency_key, input.dry_run);
                let service = service(ctx)?;
                Done::of(service.amend_scenario(&SystemClock, actor, (&key, version), draft, &asked).await)?
            }
        };
        AmendScenarioPayload::of(ctx, done)
    }

    /// Puts a draft aside. It can still be read for a while.
    #[graphql(directive = requires::apply(Permission::Plan))]
    async fn discard_scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which draft.")] input: DiscardScenarioInput,
    ) -> Result<DiscardScenarioPayload> {
        let done = match which(&input.id, input.if_version) {
            Err(error) => Done::refused(error),
            Ok((key, version)) => {
                let actor = RequestContext::of(ctx)?.actor();
                let asked = asked(input.idempotency_key, input.dry_run);
                let service = service(ctx)?;
                Done::of(service.discard_scenario(&SystemClock, actor, (&key, version), &asked).await)?
            }
        };
        DiscardScenarioPayload::of(ctx, done)
    }

    /// Writes what a draft supposes to the latest revision of the record, all or nothing: memberships, newcomers and
    /// project partnerships become records, meetings are planned with everybody invited, as a draft is no evidence
    /// that anything took place.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn apply_scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which draft, and by which decision.")] input: ApplyScenarioInput,
    ) -> Result<ApplyScenarioPayload> {
        let title = label(&input.decision_title).map_err(|it| misread(&it, "decisionTitle", Vec::new()));
        let done = match (which(&input.id, input.if_version), title) {
            (Err(error), _) | (_, Err(error)) => Done::refused(error),
            (Ok((key, if_version)), Ok(title)) => {
                let decided = Decided {
                    decision: Decision { title, date: input.decision_date.0 },
                    if_version,
                    if_revision: input.if_revision.as_ref().map(Revision::number),
                };
                let actor = RequestContext::of(ctx)?.actor();
                let asked = asked(input.idempotency_key, input.dry_run);
                let service = service(ctx)?;
                let applied = service.apply_scenario(&SystemClock, actor, &key, &decided, &asked);
                Done::of(Box::pin(applied).await)?
            }
        };
        ApplyScenarioPayload::of(ctx, done)
    }
}
