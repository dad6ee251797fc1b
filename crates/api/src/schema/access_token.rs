//! Access tokens: accounts of those who ask over the network.

use std::sync::Arc;

use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::vocabulary::Label;
use service::access::token::{Token, TokenDraft, TokenFault};
use service::{Clock as _, ErrorKind, Service, SystemClock, SystemRandom};

use super::computed::sentence;
use super::connection::{Connection, Listing, Page};
use super::context::RequestContext;
use super::id;
use super::loader::service_error;
use super::permission::requires;
use super::scalars::DateTime;
use super::user_error::{UserError, UserErrorCode};
use super::words::{Permission, Role};
use crate::error::ErrorCode;

/// The kind of the ids of access tokens.
const KIND: &str = "access-token";

/// Whether an access token counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "service::access::token::TokenState")]
pub enum AccessTokenState {
    /// It counts.
    Active,
    /// Its time is over.
    Expired,
    /// It was revoked.
    Revoked,
}

/// An access token: an account for a function or a program. The token itself is shown once, when it is made; only its
/// hash is kept.
#[derive(Debug, Clone, Description)]
pub struct AccessToken(Token);

#[Object(use_type_description)]
impl AccessToken {
    /// The opaque id.
    fn id(&self) -> ID {
        id::encode(KIND, &self.0.key)
    }

    /// What people call it. It stands in the change log beside what its bearer changes.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The role of who shows it.
    fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Whether it counts now.
    fn state(&self) -> AccessTokenState {
        self.0.state(SystemClock.now()).into()
    }

    /// When it was made.
    fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The label of who made it.
    fn created_by(&self) -> &str {
        &self.0.created_by
    }

    /// From when on it does not count; null when it never expires.
    fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When it was revoked; null while it was not.
    fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// When it was shown last, to the minute; null when it never was.
    fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }
}

/// What an access token is made of. There is no idempotency key: the token is shown once, and a second answer could not
/// show it.
#[derive(Debug, InputObject)]
pub struct CreateAccessTokenInput {
    /// What people call it, at most 80 characters: a function or a program, not a person's name.
    pub name: String,
    /// The role of who shows it: READER to ADMINISTRATOR, and none that may more than the caller.
    pub role: Role,
    /// From when on it does not count; null for a token that never expires.
    pub expires_at: Option<DateTime>,
}

/// Which access token is revoked.
#[derive(Debug, InputObject)]
pub struct RevokeAccessTokenInput {
    /// The id of the token.
    pub id: ID,
}

/// What making an access token gives.
#[derive(SimpleObject)]
pub struct CreateAccessTokenPayload {
    /// The token's entry; null when there are errors.
    pub access_token: Option<AccessToken>,
    /// The token itself, for the header `Authorization: Bearer TOKEN`. It is shown here and never again; null when there
    /// are errors.
    pub secret: Option<String>,
    /// Why nothing was done; empty when it was.
    pub user_errors: Vec<UserError>,
}

/// What revoking an access token gives.
#[derive(SimpleObject)]
pub struct RevokeAccessTokenPayload {
    /// The token's entry as it is now; null when there are errors.
    pub access_token: Option<AccessToken>,
    /// Why nothing was done; empty when it was, and when it was revoked already.
    pub user_errors: Vec<UserError>,
}

fn service<'a>(ctx: &Context<'a>) -> Result<&'a Arc<Service>> {
    ctx.data_opt::<Arc<Service>>().ok_or_else(|| {
        tracing::error!("the schema has no service");
        ErrorCode::Internal.error("The service cannot look at access tokens.")
    })
}

/// The questions about access tokens.
pub struct AccessTokenQueries;

#[Object]
impl AccessTokenQueries {
    /// The access tokens, the newest first, expired and revoked ones too.
    #[graphql(directive = requires::apply(Permission::Administer))]
    async fn access_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<AccessToken>> {
        let request = RequestContext::of(ctx)?;
        let found = service(ctx)?.tokens(request.actor()).await.map_err(|error| service_error(&error))?;
        let items: Vec<_> = found.into_iter().map(AccessToken).collect();
        let context = request.whole();
        let page = Page { first, after, last, before };
        let listing =
            Listing { context: &context, owner: "accessTokens", items: &items, completeness: Vec::new() };
        listing.page(ctx, &page, |it| it.0.key.clone(), |it| Some(it.clone()))
    }
}

/// The mutations of access tokens.
pub struct AccessTokenMutations;

#[Object]
impl AccessTokenMutations {
    /// Makes an access token. The answer shows the token itself, once.
    #[graphql(directive = requires::apply(Permission::Administer))]
    async fn create_access_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the token is to be.")] input: CreateAccessTokenInput,
    ) -> Result<CreateAccessTokenPayload> {
        let refused =
            |error| CreateAccessTokenPayload { access_token: None, secret: None, user_errors: vec![error] };
        let Ok(name) = Label::new(&input.name) else {
            let message = "`name` must be a text without line breaks.";
            return Ok(refused(UserError::of(UserErrorCode::Invalid, message, "name")));
        };
        let draft = TokenDraft { name, role: input.role.into(), expires_at: input.expires_at.map(|it| it.0) };
        let actor = RequestContext::of(ctx)?.actor();
        let made = service(ctx)?.create_token(&SystemClock, &SystemRandom, actor, draft).await;
        Ok(match made.map_err(|error| service_error(&error))? {
            Ok(made) => CreateAccessTokenPayload {
                access_token: Some(AccessToken(made.token)),
                secret: Some(made.secret.reveal().to_owned()),
                user_errors: Vec::new(),
            },
            Err(fault) => {
                let (code, field) = match fault {
                    TokenFault::Role { .. } => (UserErrorCode::Invalid, "role"),
                    TokenFault::Expired => (UserErrorCode::Invalid, "expiresAt"),
                    TokenFault::NameTooLong => (UserErrorCode::Invalid, "name"),
                    TokenFault::TooMany { .. } => (UserErrorCode::TooMany, "name"),
                };
                refused(UserError::of(code, sentence(&fault.to_string()), field))
            }
        })
    }

    /// Revokes an access token, from now on and for ever: requests with it are refused.
    #[graphql(directive = requires::apply(Permission::Administer))]
    async fn revoke_access_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which token.")] input: RevokeAccessTokenInput,
    ) -> Result<RevokeAccessTokenPayload> {
        let wanted = id::decode(&input.id)?;
        let key = if wanted.kind == KIND { wanted.key.as_str() } else { "" };
        let actor = RequestContext::of(ctx)?.actor();
        match service(ctx)?.revoke_token(&SystemClock, actor, key).await {
            Ok(token) => Ok(RevokeAccessTokenPayload {
                access_token: Some(AccessToken(token)),
                user_errors: Vec::new(),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let error = UserError::of(UserErrorCode::NotFound, "No access token has this id.", "id");
                Ok(RevokeAccessTokenPayload { access_token: None, user_errors: vec![error] })
            }
            Err(error) => Err(service_error(&error)),
        }
    }
}
