//! A small schema with every behaviour the tests look at, and the edge around it.

use std::sync::Arc;
use std::time::Duration;

use api::error::{ErrorCode, Refusal};
use api::guard::Cost;
use api::http::{Call, Executor, HttpOptions, Readiness, RequestHook, RequestId, RouterParts, router};
use api::schema::permission::requires;
use api::schema::words::Permission;
use api::soft::soft;
use async_graphql::{
    Context, EmptySubscription, Error, MaybeUndefined, Object, Request, Result, Schema, SimpleObject,
};
use axum::Router;
use axum::http::HeaderMap;
use service::Role;

/// Who asks, as the hook of these tests finds it.
pub(crate) struct Actor(pub(crate) String);

pub(crate) struct Query;

pub(crate) struct Child;

#[derive(SimpleObject)]
pub(crate) struct Item {
    id: i32,
}

#[Object]
impl Query {
    /// Ready after the fields that stand behind it.
    async fn slow(&self) -> i32 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        1
    }

    async fn fast(&self) -> i32 {
        2
    }

    /// Made by a function that is not async.
    fn sync(&self) -> i32 {
        3
    }

    async fn child(&self) -> Option<Child> {
        Some(Child)
    }

    async fn children(&self) -> Vec<Child> {
        vec![Child, Child]
    }

    async fn given(&self, value: MaybeUndefined<i32>) -> String {
        match value {
            MaybeUndefined::Undefined => "undefined".to_owned(),
            MaybeUndefined::Null => "null".to_owned(),
            MaybeUndefined::Value(value) => value.to_string(),
        }
    }

    async fn echo(&self, text: String) -> String {
        text
    }

    async fn sleep(&self, ms: u64) -> bool {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        true
    }

    async fn panics(&self) -> bool {
        "no number".parse::<i32>().expect("a secret of the service") > 0
    }

    async fn leaks(&self) -> Result<bool> {
        Err(Error::new_with_source(std::io::Error::other("postgres://user:secret@host")))
    }

    async fn coded(&self) -> Result<bool> {
        Err(ErrorCode::CursorExpired.error("The cursor is too old."))
    }

    async fn actor(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(ctx.data::<Actor>()?.0.clone())
    }

    async fn cost(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(format!("{} {}", ctx.data::<Cost>()?.total, ctx.data::<RequestId>()?.as_str()))
    }
}

#[Object]
impl Child {
    async fn ok(&self) -> i32 {
        1
    }

    /// Fails where null is not allowed.
    async fn hard(&self) -> Result<i32> {
        Err(ErrorCode::NotFound.error("hard"))
    }

    /// Fails where null is allowed, as the executor does it.
    async fn plain(&self) -> Result<Option<i32>> {
        Err(ErrorCode::NotFound.error("plain"))
    }

    /// Fails where null is allowed, as the specification wants it.
    async fn soft(&self, ctx: &Context<'_>) -> Option<i32> {
        soft(ctx, Err(ErrorCode::NotFound.error("soft")))
    }

    async fn items(&self) -> Vec<Result<Item>> {
        vec![Ok(Item { id: 1 }), Err(ErrorCode::NotFound.error("item"))]
    }

    async fn deeper(&self) -> Child {
        Child
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    async fn change(&self) -> bool {
        true
    }
}

pub(crate) fn schema() -> Schema<Query, Mutation, EmptySubscription> {
    Schema::new(Query, Mutation, EmptySubscription)
}

struct Hook;

#[async_graphql::async_trait::async_trait]
impl RequestHook for Hook {
    async fn authenticate(&self, headers: &HeaderMap) -> std::result::Result<service::Actor, Refusal> {
        match headers.get("authorization").map(|value| value.to_str().unwrap_or_default()) {
            None => Ok(service::Actor::new(Role::Anonymous, "anyone")),
            Some("known") => Ok(service::Actor::new(Role::Reader, "known")),
            Some(_) => Err(Refusal::new(ErrorCode::Unauthenticated, "The token is not known.")),
        }
    }

    async fn prepare(&self, call: Call<'_>, request: Request) -> std::result::Result<Request, Refusal> {
        Ok(request.data(Actor(call.actor.label().to_owned())))
    }
}

/// The edge around the schema.
pub(crate) fn app(options: HttpOptions) -> Router {
    app_over(Arc::new(schema()), Arc::new(Hook), options)
}

/// The edge around an executor.
pub(crate) fn app_over(
    executor: Arc<dyn Executor>,
    hook: Arc<dyn RequestHook>,
    options: HttpOptions,
) -> Router {
    let parts = RouterParts {
        executor,
        hook,
        readiness: Arc::new(|| {
            let mut details = serde_json::Map::new();
            details.insert("revision".to_owned(), 7.into());
            Readiness { is_ready: false, details }
        }),
        front_page: Arc::new(|| "<!doctype html><title>front</title>".to_owned()),
        reports: None,
        options,
    };
    router(parts).expect("the schema reads back")
}
