//! Gets small documents over HTTP: the keys of an identity provider.

use std::time::Duration;

use async_trait::async_trait;
use service::access::oidc::Fetch;

/// How long one answer may take, from the first byte sent to the last one read.
const PATIENCE: Duration = Duration::from_secs(5);

/// A client that follows no redirects and reads no more than it is told to.
pub(crate) struct HttpFetch(reqwest::Client);

impl HttpFetch {
    /// A client that trusts the certificates that the system trusts.
    ///
    /// # Errors
    /// Why the system's certificates cannot be used.
    pub(crate) fn new() -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .user_agent(concat!("splot/", env!("CARGO_PKG_VERSION")))
            .build();
        client.map(Self).map_err(|error| error.without_url().to_string())
    }
}

#[async_trait]
impl Fetch for HttpFetch {
    async fn get(&self, url: &str, most: usize) -> Result<Vec<u8>, String> {
        let told = |error: reqwest::Error| error.without_url().to_string();
        let mut response = self.0.get(url).header("accept", "application/json").send().await.map_err(told)?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(format!("it answers with the status {}", response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(told)? {
            if body.len() + chunk.len() > most {
                return Err(format!("its answer has more than {most} bytes"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::http::{HeaderValue, StatusCode, header};
    use axum::response::IntoResponse;
    use axum::routing::get;

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use chrono::{DateTime, TimeDelta, Utc};
    use ring::rand::SystemRandom;
    use ring::signature::{Ed25519KeyPair, KeyPair as _};
    use serde_json::{Value, json};
    use service::access::oidc::{Oidc, OidcSettings};
    use service::{Role, ServiceError};

    use super::*;

    fn key_pair() -> Ed25519KeyPair {
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        Ed25519KeyPair::from_pkcs8(made.as_ref()).expect("a key")
    }

    fn public(name: &str, pair: &Ed25519KeyPair) -> Value {
        let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": name, "x": x }] })
    }

    fn signed(name: &str, pair: &Ed25519KeyPair, issuer: &str, now: DateTime<Utc>) -> String {
        let text = |it: Value| URL_SAFE_NO_PAD.encode(it.to_string());
        let claims = json!({ "iss": issuer, "aud": "splot", "sub": "a", "exp": now.timestamp() + 10_000,
            "roles": ["kuratorzy"] });
        let message =
            format!("{}.{}", text(json!({ "alg": "EdDSA", "kid": name, "typ": "JWT" })), text(claims));
        let signature = URL_SAFE_NO_PAD.encode(pair.sign(message.as_bytes()).as_ref());
        format!("{message}.{signature}")
    }

    #[tokio::test]
    async fn tokens_count_by_the_keys_that_a_provider_publishes_now() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let (first, second) = (key_pair(), key_pair());
        let published = Arc::new(Mutex::new(public("one", &first)));
        let (serving, discovery) =
            (Arc::clone(&published), json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/keys") }));
        let routes = Router::new()
            .route("/keys", get(async move || serving.lock().expect("keys").to_string()))
            .route("/.well-known/openid-configuration", get(async move || discovery.to_string()));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let settings = OidcSettings {
            issuer: issuer.clone(),
            audience: "splot".to_owned(),
            keys_url: None,
            role_claim: "roles".to_owned(),
            roles: vec![("kuratorzy".to_owned(), Role::Curator)],
        };
        let oidc = Oidc::new(settings, Arc::new(HttpFetch::new().expect("a client"))).expect("a provider");
        let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().expect("a moment");
        let old = signed("one", &first, &issuer, now);
        assert_eq!(oidc.actor(now, &old).await.expect("a curator").role(), Role::Curator);
        *published.lock().expect("keys") = public("two", &second);
        let new = signed("two", &second, &issuer, now);
        let later = now + TimeDelta::minutes(1);
        assert_eq!(oidc.actor(later, &new).await.expect("a curator").role(), Role::Curator);
        assert!(
            matches!(oidc.actor(later, &old).await, Err(ServiceError::Unauthenticated)),
            "its key is gone"
        );
        *published.lock().expect("keys") = json!("under maintenance");
        let much_later = now + TimeDelta::hours(2);
        let away = oidc.actor(much_later, &new).await;
        assert!(matches!(away, Err(ServiceError::IdentityProvider { .. })), "{away:?}");
    }

    #[tokio::test]
    async fn small_good_answers_are_read_and_no_others() {
        let away = async || {
            let to = [(header::LOCATION, HeaderValue::from_static("/keys"))];
            (StatusCode::FOUND, to).into_response()
        };
        let routes = Router::new()
            .route("/keys", get(async || "{\"keys\":[]}"))
            .route("/large", get(async || "x".repeat(1_000_000)))
            .route("/moved", get(away));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let fetch = HttpFetch::new().expect("a client");
        let url = |path: &str| format!("http://{address}{path}");
        assert_eq!(fetch.get(&url("/keys"), 11).await, Ok(b"{\"keys\":[]}".to_vec()));
        assert!(fetch.get(&url("/keys"), 10).await.is_err());
        assert!(fetch.get(&url("/large"), 1000).await.expect_err("too large").contains("1000 bytes"));
        assert!(fetch.get(&url("/moved"), 1000).await.expect_err("moved").contains("302"));
        assert!(fetch.get(&url("/none"), 1000).await.expect_err("none").contains("404"));
        assert!(fetch.get("http://127.0.0.1:1/", 1000).await.is_err());
    }
}
