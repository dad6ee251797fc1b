//! Tokens of an identity provider: what counts, what does not, and what happens when the provider changes its keys or
//! cannot be asked.

#![allow(clippy::type_complexity, clippy::needless_pass_by_value, reason = "short tests read better so")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::*;

const ISSUER: &str = "https://id.example/realm";

/// The public part of a key of RSA that was made, used once and forgotten, by openssl.
const RSA_MODULUS: &str = "tM6ZggE5TDnpd_sSoKtgAnTfz5oYwvEGDFpkccYBDHxuXO4U3W-rU3On2klow75D_WTelmk1x9S9zxPfP_hzghZVP_-cWDSwlKsbgptXWr22gA03aOvH8QRtZpX0KOGrwHYDDdgqzFcL_tdQlLEWcx38JxqKe1ny0sX-17g99_NiiRFlvJbFr-O0iKHcUg_-HVbZ_82jvkYKr3ke_TGXZAz7linBMphCj9oSuB5p7djcNKPyOXoGUZgmAP8_MHrmGDV50e3i0XUz4cXD_agiIwRWvxw3_bCaSRBa_gv6Ch8ktwzIlWP-9mbiMZ7avnBu3XoNhsObplYEhLcw_Vi1sQ";

/// Signed by it with RS256: for `other` and `splot`, of `anna`, from 2026-11-22T12:00:00Z to 2026-11-23T12:00:00Z, with
/// the role splot-editor.
const RSA_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYSIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUvcmVhbG0iLCJhdWQiOlsib3RoZXIiLCJzcGxvdCJdLCJzdWIiOiJhbm5hIiwiZXhwIjoxNzk1NDM1MjAwLCJuYmYiOjE3OTUzNDg4MDAsInJvbGVzIjpbInNwbG90LWVkaXRvciJdfQ.NEnAfJVjazFW03fmo9Vdno6avOx8FMyDxz9f4EzKmBbzCuqipQdL9PfXVP0nOobdYAdRqYQdv5zlstq_ktnAQpqgCsuknC02JhOARxYxuoDUJLu3BIfxvvG8o00-czjo5MNKhm7_KCpgElyzXZHJpgRF8H2xzF3yRUpLrSqXJHmIbSLiFwALeP1S-lyL6_nPWBg7cfm3sFMHJI5q9jbmnPHpQjEXJWttSt0RltRLVWFZ8yXg4IOFRENeajYaPxbmDWE8xjiRWxkeNBLsTYyeA29wXyD9x1xEar7h3omejTCpHXyFNI17G_EVUQxYXdso2Nz8iLLV2P_1DnVu4OLd5g";

/// What a provider answers, which tests change.
#[derive(Default)]
struct Provider {
    pages: Mutex<Vec<(String, Result<Vec<u8>, String>)>>,
    asked: AtomicUsize,
}

impl Provider {
    fn set(&self, url: &str, page: Result<Value, &str>) {
        let page = page.map(|it| it.to_string().into_bytes()).map_err(str::to_owned);
        let mut pages = self.pages.lock().unwrap();
        pages.retain(|it| it.0 != url);
        pages.push((url.to_owned(), page));
    }

    fn keys(&self, keys: &[Value]) {
        self.set("https://id.example/keys", Ok(json!({ "keys": keys })));
    }

    fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::SeqCst)
    }
}

#[async_trait]
impl Fetch for Provider {
    async fn get(&self, url: &str, _: usize) -> Result<Vec<u8>, String> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let pages = self.pages.lock().unwrap();
        pages.iter().find(|it| it.0 == url).map_or_else(|| Err("404".to_owned()), |it| it.1.clone())
    }
}

fn settings() -> OidcSettings {
    OidcSettings {
        issuer: ISSUER.to_owned(),
        audience: "splot".to_owned(),
        keys_url: Some("https://id.example/keys".to_owned()),
        role_claim: "roles".to_owned(),
        roles: vec![
            ("splot-reader".to_owned(), Role::Reader),
            ("splot-editor".to_owned(), Role::Editor),
            ("splot-admin".to_owned(), Role::Administrator),
        ],
    }
}

fn oidc(provider: &Arc<Provider>) -> Oidc {
    let fetch: Arc<dyn Fetch> = Arc::<Provider>::clone(provider);
    Oidc::new(settings(), fetch).unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A key pair of Ed25519 with its public part.
struct Signer {
    name: String,
    pair: Ed25519KeyPair,
}

impl Signer {
    fn new(name: &str) -> Self {
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self { name: name.to_owned(), pair: Ed25519KeyPair::from_pkcs8(made.as_ref()).unwrap() }
    }

    fn public(&self) -> Value {
        let x = base64(self.pair.public_key().as_ref());
        json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": self.name, "x": x })
    }

    fn sign(&self, claims: &Value) -> String {
        self.sign_under(&json!({ "alg": "EdDSA", "kid": self.name, "typ": "JWT" }), claims)
    }

    fn sign_under(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        format!("{message}.{}", base64(self.pair.sign(message.as_bytes()).as_ref()))
    }
}

fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", base64(header.to_string().as_bytes()), base64(claims.to_string().as_bytes()))
}

/// Claims that count, with some replaced; null takes one away.
fn claims(changes: Value) -> Value {
    let mut claims = json!({
        "iss": ISSUER, "aud": "splot", "sub": "anna", "exp": now().timestamp() + 300, "roles": "splot-editor"
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        }
    }
    claims
}

async fn role(oidc: &Oidc, token: &str) -> Result<Role, ServiceError> {
    oidc.actor(now(), token).await.map(|it| it.role())
}

fn is_unknown(outcome: Result<Role, ServiceError>) -> bool {
    matches!(outcome, Err(ServiceError::Unauthenticated))
}

#[tokio::test]
async fn a_token_of_each_algorithm_counts() {
    let provider = Arc::new(Provider::default());
    let signer = Signer::new("ed");
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    let pair =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &SystemRandom::new())
            .unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    provider.keys(&[
        signer.public(),
        json!({ "kty": "EC", "crv": "P-256", "kid": "ec", "x": base64(x), "y": base64(y) }),
        json!({ "kty": "RSA", "kid": "rsa", "n": RSA_MODULUS, "e": "AQAB" }),
        json!({ "kty": "secret", "kid": "unknown" }),
    ]);
    let oidc = oidc(&provider);
    let header = json!({ "alg": "ES256", "kid": "ec", "typ": "at+jwt" });
    let text = message(&header, &claims(json!({ "roles": ["none", "splot-reader", "splot-admin"] })));
    let signature = pair.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
    let elliptic = format!("{text}.{}", base64(signature.as_ref()));
    assert_eq!(role(&oidc, &elliptic).await.unwrap(), Role::Administrator, "of several the strongest");
    assert_eq!(role(&oidc, &signer.sign(&claims(json!({})))).await.unwrap(), Role::Editor);
    let actor = oidc.actor(now(), RSA_TOKEN).await.unwrap();
    assert_eq!(actor.role(), Role::Editor);
    assert_eq!(actor.expires_at(), Some("2026-11-23T12:00:00Z".parse().unwrap()));
    assert!(!actor.label().contains("anna"), "a subject may name a person: {}", actor.label());
    let before = "2026-11-22T11:58:30Z".parse().unwrap();
    assert!(oidc.actor(before, RSA_TOKEN).await.is_err(), "it has not begun");
    // The last letter of the signature holds bits that are not looked at, so an earlier one is changed.
    let at = RSA_TOKEN.len() - 20;
    let other = if RSA_TOKEN.as_bytes()[at] == b'A' { "B" } else { "A" };
    let changed = format!("{}{other}{}", &RSA_TOKEN[..at], &RSA_TOKEN[at + 1..]);
    assert!(is_unknown(role(&oidc, &changed).await));
    assert_eq!(provider.asked(), 1, "the keys are asked for once");
}

#[tokio::test]
async fn what_does_not_count_is_refused() {
    let provider = Arc::new(Provider::default());
    let (signer, stranger) = (Signer::new("ed"), Signer::new("ed"));
    provider.keys(&[signer.public()]);
    let oidc = oidc(&provider);
    let late = now().timestamp() - 61;
    for changes in [
        json!({ "iss": "https://id.example/other" }),
        json!({ "iss": null }),
        json!({ "aud": "another" }),
        json!({ "aud": [] }),
        json!({ "aud": null }),
        json!({ "exp": late }),
        json!({ "exp": null }),
        json!({ "exp": "2030" }),
        json!({ "exp": 1e300 }),
        json!({ "exp": -1 }),
        json!({ "nbf": now().timestamp() + 61 }),
        json!({ "nbf": "tomorrow" }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": "x".repeat(256) }),
    ] {
        let token = signer.sign(&claims(changes.clone()));
        assert!(is_unknown(role(&oidc, &token).await), "{changes}");
    }
    for changes in [
        json!({ "exp": late + 2 }),
        json!({ "nbf": now().timestamp() + 59 }),
        json!({ "aud": ["a", "splot"] }),
    ] {
        assert!(
            role(&oidc, &signer.sign(&claims(changes.clone()))).await.is_ok(),
            "within the leeway: {changes}"
        );
    }
    for changes in [
        json!({ "roles": [] }),
        json!({ "roles": null }),
        json!({ "roles": 7 }),
        json!({ "roles": "OPERATOR" }),
    ] {
        let outcome = role(&oidc, &signer.sign(&claims(changes.clone()))).await;
        assert!(matches!(outcome, Err(ServiceError::NoRole)), "{changes}: {outcome:?}");
    }
    let good = claims(json!({}));
    for header in [
        json!({ "alg": "none", "kid": "ed" }),
        json!({ "alg": "HS256", "kid": "ed" }),
        json!({ "alg": "RS256", "kid": "ed" }),
        json!({ "alg": "ES256", "kid": "ed" }),
        json!({ "alg": "eddsa", "kid": "ed" }),
        json!({ "kid": "ed" }),
        json!({ "alg": "EdDSA", "kid": "ed", "typ": "dpop+jwt" }),
        json!({ "alg": "EdDSA", "kid": "ed", "crit": ["b64"] }),
        json!({ "alg": "EdDSA", "kid": "" }),
        json!({ "alg": "EdDSA", "kid": "x".repeat(1000) }),
        json!({ "alg": "EdDSA", "kid": 7 }),
    ] {
        assert!(is_unknown(role(&oidc, &signer.sign_under(&header, &good)).await), "{header}");
    }
    let unsigned = format!("{}.", message(&json!({ "alg": "none" }), &good));
    let whole = signer.sign(&good);
    let cut = whole.rsplit_once('.').unwrap().0.to_owned();
    for token in
        ["", ".", "..", "...", "a.b.c", "ż.ż.ż", &unsigned, &cut, &format!("{cut}."), &format!("{whole}.x")]
    {
        assert!(is_unknown(role(&oidc, token).await), "{token}");
    }
    assert!(is_unknown(role(&oidc, &stranger.sign(&good)).await), "another key of the same name");
    assert!(role(&oidc, &whole).await.is_ok());
}

#[tokio::test]
async fn keys_are_rotated() {
    let provider = Arc::new(Provider::default());
    let (old, new) = (Signer::new("old"), Signer::new("new"));
    provider.keys(&[old.public()]);
    let oidc = oidc(&provider);
    let lasting = claims(json!({ "exp": now().timestamp() + 100_000 }));
    let at = |seconds: i64| now() + TimeDelta::seconds(seconds);
    assert!(oidc.actor(at(0), &old.sign(&lasting)).await.is_ok());
    assert_eq!(provider.asked(), 1);
    provider.keys(&[old.public(), new.public()]);
    assert!(
        is_unknown(oidc.actor(at(1), &new.sign(&lasting)).await.map(|it| it.role())),
        "asked a moment ago"
    );
    assert_eq!(provider.asked(), 0);
    assert!(oidc.actor(at(31), &new.sign(&lasting)).await.is_ok(), "an unknown name makes it ask again");
    assert_eq!(provider.asked(), 1);
    for seconds in 32..60 {
        let strange = new.sign_under(&json!({ "alg": "EdDSA", "kid": format!("k{seconds}") }), &lasting);
        assert!(oidc.actor(at(seconds), &strange).await.is_err());
    }
    assert_eq!(provider.asked(), 0, "made-up names do not make it ask");
    provider.keys(&[new.public()]);
    assert!(oidc.actor(at(600), &old.sign(&lasting)).await.is_ok(), "known for ten minutes");
    assert!(oidc.actor(at(700), &old.sign(&lasting)).await.is_err(), "taken away by its provider");
    assert!(oidc.actor(at(701), &new.sign(&lasting)).await.is_ok());
}

#[tokio::test]
async fn a_provider_that_is_away_opens_nothing() {
    let provider = Arc::new(Provider::default());
    let signer = Signer::new("ed");
    let oidc = oidc(&provider);
    let token = signer.sign(&claims(json!({ "exp": now().timestamp() + 100_000 })));
    let at = |seconds: i64| now() + TimeDelta::seconds(seconds);
    let is_away =
        |outcome: Result<Actor, ServiceError>| matches!(outcome, Err(ServiceError::IdentityProvider { .. }));
    assert!(is_away(oidc.actor(at(0), &token).await), "no keys were ever got");
    assert!(is_away(oidc.actor(at(1), &token).await));
    assert_eq!(provider.asked(), 1, "not asked again at once");
    provider.keys(&[signer.public()]);
    assert!(oidc.actor(at(31), &token).await.is_ok());
    provider.set("https://id.example/keys", Err("500"));
    assert!(oidc.actor(at(1_000), &token).await.is_ok(), "the keys are kept for an hour");
    let strange = signer.sign_under(&json!({ "alg": "EdDSA", "kid": "new" }), &claims(json!({})));
    assert!(is_away(oidc.actor(at(1_001), &strange).await), "nobody can say whether it has this key");
    assert!(is_away(oidc.actor(at(31 + 3_600), &token).await), "and no longer");
    for bad in [json!([]), json!({ "keys": 1 }), json!({ "keys": vec![signer.public(); 101] })] {
        provider.set("https://id.example/keys", Ok(bad));
        let fresh = Oidc::new(settings(), Arc::<Provider>::clone(&provider) as Arc<dyn Fetch>).unwrap();
        assert!(is_away(fresh.actor(now(), &token).await));
    }
}

#[tokio::test]
async fn keys_are_found_by_discovery() {
    let provider = Arc::new(Provider::default());
    let signer = Signer::new("ed");
    provider.keys(&[signer.public()]);
    let token = signer.sign(&claims(json!({})));
    let page = "https://id.example/realm/.well-known/openid-configuration";
    let found = |issuer: &str, keys: &str| {
        provider.set(page, Ok(json!({ "issuer": issuer, "jwks_uri": keys, "more": true })));
        let settings = OidcSettings { keys_url: None, ..settings() };
        Oidc::new(settings, Arc::<Provider>::clone(&provider) as Arc<dyn Fetch>).unwrap()
    };
    assert!(found(ISSUER, "https://id.example/keys").actor(now(), &token).await.is_ok());
    for (issuer, keys) in [
        ("https://evil.example", "https://id.example/keys"),
        (ISSUER, "http://id.example/keys"),
        (ISSUER, ""),
    ] {
        let outcome = found(issuer, keys).actor(now(), &token).await;
        assert!(matches!(outcome, Err(ServiceError::IdentityProvider { .. })), "{issuer} {keys}");
    }
}

#[tokio::test]
async fn a_role_stands_at_the_end_of_a_path_too() {
    let provider = Arc::new(Provider::default());
    let signer = Signer::new("ed");
    provider.keys(&[signer.public()]);
    let with = |claim: &str| {
        let settings = OidcSettings { role_claim: claim.to_owned(), ..settings() };
        Oidc::new(settings, Arc::<Provider>::clone(&provider) as Arc<dyn Fetch>).unwrap()
    };
    let nested =
        signer.sign(&claims(json!({ "roles": null, "realm_access": { "roles": ["splot-reader"] } })));
    assert_eq!(role(&with("realm_access.roles"), &nested).await.unwrap(), Role::Reader);
    let named =
        signer.sign(&claims(json!({ "roles": null, "https://splot.example/roles": ["splot-reader"] })));
    assert_eq!(role(&with("https://splot.example/roles"), &named).await.unwrap(), Role::Reader);
}

#[test]
fn settings_that_would_open_the_door_are_refused() {
    let refused = |change: fn(&mut OidcSettings)| {
        let mut settings = settings();
        change(&mut settings);
        Oidc::new(settings, Arc::new(Provider::default())).err()
    };
    assert_eq!(refused(|_| {}), None);
    assert_eq!(refused(|it| it.issuer = "http://127.0.0.1:9000/realm".to_owned()), None);
    for issuer in [
        "http://id.example",
        "http://localhost.example",
        "http://127.0.0.1@id.example",
        "ftp://x",
        "https://",
        "https:// x",
    ] {
        let settings = OidcSettings { issuer: issuer.to_owned(), ..settings() };
        let fault = Oidc::new(settings, Arc::new(Provider::default())).err();
        assert_eq!(fault, Some(OidcFault::Address { what: "the issuer" }), "{issuer}");
    }
    assert!(refused(|it| it.keys_url = Some("http://id.example/keys".to_owned())).is_some());
    assert!(refused(|it| it.audience.clear()).is_some());
    assert!(refused(|it| it.role_claim.clear()).is_some());
    assert_eq!(refused(|it| it.roles.clear()), Some(OidcFault::Roles));
    let operator = refused(|it| it.roles.push(("x".to_owned(), Role::Operator)));
    assert_eq!(operator, Some(OidcFault::Role(Role::Operator)));
}
