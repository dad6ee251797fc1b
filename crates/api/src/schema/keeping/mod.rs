//! The mutations that keep the record. One noun has one file, in which a resolver reads its input and names the verb of
//! `domain::keeping`; what all of them share is here: sources, references, payloads, errors.

pub mod body;
pub mod claim;
pub mod document;
pub mod effect;
pub mod identity;
pub mod input;
pub mod institution;
pub mod meeting;
pub mod partnership;
pub(super) mod payload;
pub mod person;
pub mod resolution;
pub mod rule;
pub mod vocabulary;

use std::sync::Arc;

use async_graphql::{Context, Result};
use domain::keeping::{Draft, Fault, FaultCode, Faults};
use domain::record::RecordRef;
use service::keeping::{Asked, KeepFault, Kept, Outcome};
use service::{Act, Service, SystemClock, ViewContext};

pub use body::BodyMutations;
pub use claim::ClaimMutations;
pub use document::DocumentMutations;
pub use effect::ChangeEffect;
pub use identity::IdentityMutations;
use input::Read;
pub use input::{PartyInput, RecordInput, SourceInput};
pub use institution::InstitutionMutations;
pub use meeting::MeetingMutations;
pub use partnership::PartnershipMutations;
pub use person::PersonMutations;
pub use resolution::ResolutionMutations;
pub use rule::RuleMutations;
pub use vocabulary::VocabularyMutations;

use super::computed::sentence;
use super::context::RequestContext;
use super::loader::service_error;
use super::node::Node;
use super::scalars::Revision;
use super::user_error::{RecordsError, StaleRevisionError, UserError, UserErrorCode};
use crate::error::ErrorCode;

/// A verb of the domain: drafts a change from its parameters.
pub(crate) type VerbOf<P> = fn(&mut Draft<'_>, &P) -> std::result::Result<RecordRef, Faults>;

/// What a mutation came to.
#[derive(Clone)]
pub(crate) struct Done {
    /// What was kept; none when there are errors.
    pub(crate) kept: Option<Arc<Kept>>,
    /// Why nothing was.
    pub(crate) errors: Vec<UserError>,
    /// The revision of the record then.
    pub(crate) revision: Revision,
}

/// Changes the record by a verb, once the input could be read.
pub(crate) async fn keep<P: Send + Sync + 'static>(
    ctx: &Context<'_>,
    act: Act,
    asked: std::result::Result<Asked, Faults>,
    parameters: std::result::Result<P, Faults>,
    verb: VerbOf<P>,
) -> Result<Done> {
    let service = service(ctx)?;
    let (asked, parameters) = match (asked, parameters) {
        (Ok(asked), Ok(parameters)) => (asked, parameters),
        (asked, parameters) => return wrong(ctx, parameters, asked),
    };
    let actor = RequestContext::of(ctx)?.actor();
    let kept =
        service.keep(&SystemClock, actor, act, &asked, Box::new(move |draft| verb(draft, &parameters)));
    done(ctx, Box::pin(kept).await)
}

/// What a use case that keeps the record came to.
pub(in crate::schema) fn done(ctx: &Context<'_>, outcome: Outcome) -> Result<Done> {
    match outcome.map_err(|error| service_error(&error))? {
        Ok(kept) => {
            let revision = Revision::of(kept.revision);
            Ok(Done { kept: Some(Arc::new(kept)), errors: Vec::new(), revision })
        }
        Err(fault) => refused(ctx, service(ctx)?, &fault),
    }
}

/// What an input comes to that cannot be read.
pub(in crate::schema) fn wrong<A, B>(ctx: &Context<'_>, first: Read<A>, second: Read<B>) -> Result<Done> {
    let faults = [second.err(), first.err()].into_iter().flatten().flat_map(|it| it.0).collect();
    refused(ctx, service(ctx)?, &KeepFault::Refused(Faults(faults)))
}

fn refused(ctx: &Context<'_>, service: &Service, fault: &KeepFault) -> Result<Done> {
    let context = RequestContext::of(ctx)?.whole();
    Ok(Done {
        kept: None,
        errors: user_errors(&context, fault),
        revision: Revision::of(service.snapshot().revision),
    })
}

/// What the caller has to mend.
pub(in crate::schema) fn user_errors(context: &Arc<ViewContext>, fault: &KeepFault) -> Vec<UserError> {
    let field = |code, field| vec![UserError::of(code, sentence(&fault.to_string()), field)];
    match fault {
        KeepFault::Refused(faults) => faults.0.iter().map(|it| user_error(context, it)).collect(),
        KeepFault::StaleRevision { current } => vec![UserError::Revision(StaleRevisionError {
            code: UserErrorCode::StaleRevision,
            message: sentence(&fault.to_string()),
            path: vec!["input".to_owned(), "ifRevision".to_owned()],
            current: Revision::of(*current),
        })],
        KeepFault::KeyReused => field(UserErrorCode::IdempotencyKeyReused, "idempotencyKey"),
        KeepFault::RequestKeyTooLong => field(UserErrorCode::Invalid, "idempotencyKey"),
    }
}

fn user_error(context: &Arc<ViewContext>, fault: &Fault) -> UserError {
    let code = match fault.code {
        FaultCode::Invalid => UserErrorCode::Invalid,
        FaultCode::NotFound => UserErrorCode::NotFound,
        FaultCode::Ambiguous => UserErrorCode::Ambiguous,
        FaultCode::AlreadyRecorded => UserErrorCode::AlreadyRecorded,
        FaultCode::Conflict => UserErrorCode::Conflict,
        FaultCode::SourceRequired => UserErrorCode::SourceRequired,
        FaultCode::PersonalData => UserErrorCode::PersonalData,
        FaultCode::TooMany => UserErrorCode::TooMany,
    };
    let path = std::iter::once("input".to_owned()).chain(fault.path.iter().cloned()).collect();
    let message = sentence(&fault.message);
    let records: Vec<Node> = fault.about.iter().filter_map(|it| Node::of(context, it)).collect();
    if records.is_empty() {
        return UserError::at(code, message, path);
    }
    UserError::Records(RecordsError { code, message, path, records })
}

/// The service behind the schema.
pub(in crate::schema) fn service<'a>(ctx: &Context<'a>) -> Result<&'a Arc<Service>> {
    ctx.data_opt::<Arc<Service>>().ok_or_else(|| {
        tracing::error!("the schema has no service");
        ErrorCode::Internal.error("The service cannot change the record.")
    })
}
