//! The routes of the service.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, delete, get, post};
use service::Permission;
use tower_http::compression::CompressionLayer;

use super::gate::Gate;
use super::graphql::{Endpoint, handle};
use super::imports::{self, Imports};
use super::pages::{self, SchemaText};
use super::reports::{self, Reports};
use super::request_id::{RequestIds, attach};
use super::{Background, PageHook, ReadinessHook, RequestHook, RouterParts};
use crate::error::{ApiError, ErrorCode};
use crate::guard::{Guard, TypeMap};

/// The service's routes: `/graphql`, `/schema.graphql`, `/graphiql` and other built files, `/reports/…`,
/// `/imports`, `/healthz`, `/readyz`, `/`.
///
/// # Errors
/// [`ApiError::Schema`] when the executor's SDL cannot be read back.
pub fn router(parts: RouterParts) -> Result<Router, ApiError> {
    let RouterParts { executor, hook, readiness, front_page, reports: writer, options } = parts;
    let sdl = executor.sdl();
    let mut types = TypeMap::parse(&sdl)?;
    for (type_name, field, weight) in &options.weights {
        types = types.with_weight(type_name, field, *weight);
    }
    let schema = Arc::new(SchemaText::new(sdl));
    let ids = Arc::new(RequestIds::new(options.request_id_prefix.clone()));
    let compression = options.compression;
    let endpoint = Arc::new(Endpoint {
        background: Background::new(executor, Arc::new(Guard::new(options.limits.clone(), types))),
        hook: Arc::clone(&hook),
        gate: Gate::new(options.max_running, options.max_waiting),
        options,
    });
    let router = Router::new()
        .route("/graphql", any(handle))
        .with_state(endpoint)
        .route("/schema.graphql", get(serve_schema).with_state(schema))
        .route("/healthz", get(async || pages::health()))
        .route("/readyz", get(serve_readiness).with_state(readiness))
        .route("/graphiql", get(async |headers: HeaderMap| pages::graphiql(&headers)))
        .route("/", get(serve_front_page).with_state((front_page, Arc::clone(&hook))))
        .fallback(serve_file);
    let router = match writer {
        Some(service) => {
            let imports = Imports::new(Arc::clone(&service), Arc::clone(&hook));
            let reports = Reports { service, hook: Arc::clone(&hook) };
            router
                .route("/reports/{partnership}/{file}", get(reports::serve).with_state(reports))
                .route(
                    "/imports",
                    post(imports::upload).fallback(imports::only_post).with_state(imports.clone()),
                )
                .route("/imports/template.xlsx", get(imports::template).with_state(imports.clone()))
                .route(
                    "/imports/{id}",
                    delete(imports::discard).fallback(imports::only_delete).with_state(imports),
                )
        }
        None => router,
    };
    let router = router.method_not_allowed_fallback(refuse_method);
    let router = if compression { router.layer(CompressionLayer::new()) } else { router };
    Ok(router.layer(from_fn(forbid_guessing)).layer(from_fn_with_state(ids, attach)))
}

async fn serve_schema(State(schema): State<Arc<SchemaText>>, headers: HeaderMap) -> Response<Body> {
    schema.answer(&headers)
}

async fn serve_readiness(State(readiness): State<ReadinessHook>) -> Response<Body> {
    pages::readiness(readiness())
}

/// The front page shows some of the record, so it is for those who may read it.
async fn serve_front_page(
    State((page, hook)): State<(PageHook, Arc<dyn RequestHook>)>,
    headers: HeaderMap,
) -> Response<Body> {
    match pages::admit(&*hook, &headers, Permission::ReadRecord).await {
        Ok(_actor) => pages::html(StatusCode::OK, page()),
        Err(refusal) => pages::refused(&refusal),
    }
}

/// A built file, or 404.
async fn serve_file(method: Method, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let found = if method == Method::GET || method == Method::HEAD {
        pages::file(uri.path(), &headers)
    } else {
        None
    };
    found.unwrap_or_else(|| pages::problem(ErrorCode::NotFound, "There is nothing at this path."))
}

async fn refuse_method() -> Response<Body> {
    pages::problem(ErrorCode::MethodNotAllowed, "This path can only be read.")
}

/// Middleware: a browser takes every answer for what its content type says.
async fn forbid_guessing(request: Request, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
