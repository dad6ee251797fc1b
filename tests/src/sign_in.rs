//! People sign in at an identity provider: which of its tokens count in the running product, and which never do. The
//! provider is a small one of the test's own, on a free port.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use acceptance::client::{Answer, ask, ask_as};
use acceptance::server::{Server, Start, Viewer, run};
use acceptance::trial;
use anyhow::{Context, Result, anyhow, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libtest_mimic::Trial;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use ring::{hmac, signature};
use serde_json::{Value, json};

const ISSUER: &str = "https://id.example/realm";

/// The public part of a key of RSA that was made, used once and forgotten, by openssl.
const RSA_MODULUS: &str = "vrbAscpBBJ6pWMKW67vk4KFVLpDWWGF0c9jNlJM_2klV02WjsUAwKtqaS9oYTyXhcCngPTG-KCHzXc6t0FJXxirCivqyNZdtZE1LDZReyHvHx7Or3H2vp9kr6EkIW18IIbgUvAoLArC53OHEqZA-mBcurl7Km2PRM6Jc_a1ljkmmByvrch8o4GfU3p7hUW-PTDNBebLP4qDNGcIfEMZGOUxb_J38H_gppDARby27lF56_oS7P3xl9Emh1WfCEzD7gLCyfJQnJG4-C8faUGFpx4ULawb1vTE6n_kbtV3ayIPN333RvT61nNjOvhuU_anMjB7oYFChqiRUJwpipIla_w";

/// Signed by it with RS256: by the issuer, for `other` and `splot`, of `anna`, to the year 3000, with the role redakcja.
const RSA_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYSIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUvcmVhbG0iLCJhdWQiOlsib3RoZXIiLCJzcGxvdCJdLCJzdWIiOiJhbm5hIiwiZXhwIjozMjUwMzY4MDAwMCwicm9sZXMiOlsicmVkYWtjamEiXX0.JwoWX6VznQBkikggH0qTQa5ZeYW25DZK9fUvy_CZjxgXS5NplhQ3aMlNVAhJU8_ZjFjeYtZ9M0wFJmjSi-NuToMeRphC5_qULmUnhWUZfaelEYDehw-jEQOK-MLrbC0-MoNe-sZuE3dp2ver2pUVvkly7iGZXIp9lLPWGQ4iNDX9eJUIkQEEdeoICEcU1Y8y97nJZJNF96OgPBM6hom_1OMs9WQdYOxU2eAkMhpU9f1iP5yfj1dOZOP7yaaUxIXukNq7ujrPJtPUyKxIUc9_HN9IGYBg86LYLSwvzl5ZEOnW6baTg9EmmHirD9o5NAU3lP5EEXrmbtX6-U5S74AtEA";

const WHO: &str = "{ viewer { role label account expiresAt } }";
const CHANGE: &str =
    "mutation { addInstitution(input: {dryRun: true, namePl: \"Fundacja\"}) { userErrors { code } } }";

/// How long a service may take to learn of other keys: it asks at most every 30 seconds.
const PATIENCE: Duration = Duration::from_secs(75);

/// After how long a token is shown again that did not count yet.
const SHOWN_AGAIN: Duration = Duration::from_millis(250);

/// Tests of signing in.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("sign_in::tokens_of_the_provider_count_and_no_others", counting),
        trial("sign_in::a_provider_that_cannot_be_asked_lets_nobody_in", away),
        trial("sign_in::a_discovery_document_leads_to_the_keys", discovered),
    ]
}

/// An identity provider: documents by their paths.
struct Provider {
    address: SocketAddr,
    pages: Arc<Mutex<Vec<(&'static str, String)>>>,
    asked: Arc<AtomicUsize>,
    /// Tells of each time that it is asked.
    told: Receiver<()>,
}

impl Provider {
    fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (pages, asked) =
            (Arc::<Mutex<Vec<(&'static str, String)>>>::default(), Arc::<AtomicUsize>::default());
        let (serving, counting) = (Arc::clone(&pages), Arc::clone(&asked));
        let (tells, told) = mpsc::channel();
        // It ends with the process of the test.
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let Ok(reading) = stream.try_clone() else { continue };
                let mut lines = BufReader::new(reading).lines().map_while(Result::ok);
                let Some(first) = lines.next() else { continue };
                let _headers = lines.take_while(|it| !it.is_empty()).count();
                let path = first.split(' ').nth(1).unwrap_or_default();
                let pages = serving.lock().unwrap_or_else(PoisonError::into_inner);
                let found = pages.iter().find(|it| it.0 == path).map(|it| it.1.clone());
                drop(pages);
                counting.fetch_add(1, Ordering::SeqCst);
                // The test may be over.
                let _told = tells.send(());
                let (status, body) = found.map_or(("404 Not Found", String::new()), |it| ("200 OK", it));
                let length = body.len();
                // Who asked may be gone.
                let _sent = write!(
                    stream,
                    "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
                     connection: close\r\n\r\n{body}"
                );
            }
        });
        Ok(Self { address, pages, asked, told })
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn publish(&self, path: &'static str, page: &Value) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|it| it.0 != path);
        pages.push((path, page.to_string()));
    }

    fn keys(&self, keys: &[Value]) {
        self.publish("/keys", &json!({ "keys": keys }));
    }
}

fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A key pair on the curve P-256.
struct Signer {
    name: &'static str,
    pair: EcdsaKeyPair,
}

impl Signer {
    fn new(name: &'static str) -> Result<Self> {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
        let made = made.map_err(|_unspecified| anyhow!("no key was made"))?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random);
        Ok(Self { name, pair: pair.map_err(|_unspecified| anyhow!("the key is none"))? })
    }

    /// The point without the byte before it.
    fn point(&self) -> &[u8] {
        self.pair.public_key().as_ref().get(1..).unwrap_or_default()
    }

    fn public(&self) -> Value {
        let (x, y) = self.point().split_at(32);
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.name, "x": base64(x), "y": base64(y) })
    }

    fn header(&self) -> Value {
        json!({ "alg": "ES256", "kid": self.name, "typ": "JWT" })
    }

    fn sign(&self, header: &Value, claims: &Value) -> Result<String> {
        let message = message(header, claims);
        let signed: signature::Signature = self
            .pair
            .sign(&SystemRandom::new(), message.as_bytes())
            .map_err(|_unspecified| anyhow!("not signed"))?;
        Ok(format!("{message}.{}", base64(signed.as_ref())))
    }

    /// A token that counts but for some claims; null takes one away.
    fn token(&self, changes: &Value) -> Result<String> {
        self.sign(&self.header(), &claims(changes)?)
    }
}

fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", base64(header.to_string().as_bytes()), base64(claims.to_string().as_bytes()))
}

fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

fn claims(changes: &Value) -> Result<Value> {
    let mut claims = json!({
        "iss": ISSUER, "aud": "splot", "sub": "anna", "exp": now()? + 3_600, "roles": ["czytelnia"]
    });
    let members = claims.as_object_mut().context("claims")?;
    for (name, value) in changes.as_object().context("changes")? {
        members.insert(name.clone(), value.clone());
        if value.is_null() {
            members.remove(name);
        }
    }
    Ok(claims)
}

fn start(folder: &std::path::Path, issuer: &str, keys: Option<&str>) -> Result<Server> {
    let database = format!("sqlite:{}", folder.join("splot.db").display());
    let start = Start { folder, database: &database, record: Some("none"), viewer: Viewer::Anonymous };
    let mut environment = vec![
        ("SPLOT_OIDC_ISSUER", issuer),
        ("SPLOT_OIDC_AUDIENCE", "splot"),
        ("SPLOT_OIDC_ROLES", "redakcja=EDITOR,czytelnia=READER"),
    ];
    environment.extend(keys.map(|it| ("SPLOT_OIDC_KEYS_URL", it)));
    Server::start_with(&start, &environment)
}

fn who(server: &Server, token: &str) -> Result<Answer> {
    ask_as(server.address(), token, WHO, &json!({}))
}

fn has_role(server: &Server, token: &str, role: &str) -> Result<()> {
    let viewer = who(server, token)?.data()?["viewer"].take();
    ensure!(viewer["role"] == role, "{viewer}");
    ensure!(viewer["account"].as_str().is_some_and(|it| it.starts_with("oidc:")), "{viewer}");
    ensure!(!viewer.to_string().contains("anna"), "a subject may name a person: {viewer}");
    Ok(())
}

fn is_refused(server: &Server, token: &str, what: &str) -> Result<()> {
    let answer = who(server, token)?;
    ensure!(answer.status == 401 && answer.codes()? == ["UNAUTHENTICATED"], "{what}: {}", answer.text);
    ensure!(!answer.text.contains("role"), "{what}: nobody is answered as a guest: {}", answer.text);
    Ok(())
}

fn counting() -> Result<()> {
    let (folder, provider) = (tempfile::tempdir()?, Provider::start()?);
    let (signer, stranger) = (Signer::new("ec")?, Signer::new("ec")?);
    let rsa =
        json!({ "kty": "RSA", "kid": "rsa", "use": "sig", "alg": "RS256", "n": RSA_MODULUS, "e": "AQAB" });
    provider.keys(&[rsa.clone(), signer.public()]);
    let server = start(folder.path(), ISSUER, Some(&provider.url("/keys")))?;

    has_role(&server, RSA_TOKEN, "EDITOR")?;
    has_role(&server, &signer.token(&json!({}))?, "READER")?;
    has_role(&server, &signer.token(&json!({ "roles": ["inne", "redakcja", "czytelnia"] }))?, "EDITOR")?;
    let reader = ask_as(server.address(), &signer.token(&json!({}))?, CHANGE, &json!({}))?;
    ensure!(reader.status == 403 && reader.codes()? == ["FORBIDDEN"], "{}", reader.text);
    let editor = ask_as(server.address(), RSA_TOKEN, CHANGE, &json!({}))?.data()?;
    ensure!(editor["addInstitution"]["userErrors"].is_array(), "{editor}");
    let nobody = who(&server, &signer.token(&json!({ "roles": ["inne"] }))?)?;
    ensure!(nobody.status == 403 && nobody.codes()? == ["FORBIDDEN"], "{}", nobody.text);

    for changes in [
        json!({ "iss": "https://id.example/other" }),
        json!({ "iss": null }),
        json!({ "aud": "another" }),
        json!({ "aud": null }),
        json!({ "exp": now()? - 120 }),
        json!({ "exp": null }),
        json!({ "nbf": now()? + 3_600 }),
        json!({ "sub": null }),
    ] {
        is_refused(&server, &signer.token(&changes)?, &changes.to_string())?;
    }
    forged(&server, &signer, &stranger)?;
    ensure!(provider.asked.load(Ordering::SeqCst) <= 3, "unknown keys do not make the service ask");

    // The provider changes its key.
    let next = Signer::new("ec-2")?;
    provider.keys(&[rsa, next.public()]);
    let (old, new) = (signer.token(&json!({}))?, next.token(&json!({}))?);
    let until = Instant::now() + PATIENCE;
    while who(&server, &new)?.status != 200 {
        ensure!(Instant::now() < until, "the new key is not learned");
        // Until the provider is asked, or it is time to show the token again.
        let _asked = provider.told.recv_timeout(SHOWN_AGAIN);
    }
    has_role(&server, &new, "READER")?;
    is_refused(&server, &old, "its key is gone")?;
    has_role(&server, RSA_TOKEN, "EDITOR")
}

/// Tokens that nobody signed who may.
fn forged(server: &Server, signer: &Signer, stranger: &Signer) -> Result<()> {
    let claims = claims(&json!({ "roles": ["redakcja"] }))?;
    is_refused(server, &stranger.sign(&signer.header(), &claims)?, "another key of the same name")?;
    let unknown = json!({ "alg": "ES256", "kid": "ec-9", "typ": "JWT" });
    is_refused(server, &signer.sign(&unknown, &claims)?, "an unknown name of a key")?;
    let unnamed = json!({ "alg": "ES256", "typ": "JWT" });
    is_refused(server, &signer.sign(&unnamed, &claims)?, "no name where there are two keys")?;
    let mine = json!({ "alg": "ES256", "kid": "x", "typ": "JWT", "jwk": stranger.public() });
    is_refused(server, &stranger.sign(&mine, &claims)?, "a key that the token brings along")?;
    let critical = json!({ "alg": "ES256", "kid": "ec", "typ": "JWT", "crit": ["x"], "x": 1 });
    is_refused(server, &signer.sign(&critical, &claims)?, "something to be understood")?;
    for none in ["none", "None", "NONE", ""] {
        let unsigned = message(&json!({ "alg": none, "kid": "ec", "typ": "JWT" }), &claims);
        is_refused(server, &format!("{unsigned}."), "no signature")?;
        is_refused(server, &format!("{unsigned}.{}", base64(b"x")), "no signature that counts")?;
    }
    // A shared secret that everybody knows: the public key (RFC 8725, section 2.1).
    let spki = [b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04", signer.point()].concat();
    let lines: Vec<String> = base64::engine::general_purpose::STANDARD
        .encode(&spki)
        .as_bytes()
        .chunks(64)
        .map(|it| String::from_utf8_lossy(it).into_owned())
        .collect();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"));
    let jwk = signer.public().to_string();
    for (name, secret) in [
        ("ec", pem.as_bytes()),
        ("ec", spki.as_slice()),
        ("ec", signer.point()),
        ("ec", jwk.as_bytes()),
        ("rsa", RSA_MODULUS.as_bytes()),
        ("ec", b""),
    ] {
        let message = message(&json!({ "alg": "HS256", "kid": name, "typ": "JWT" }), &claims);
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
        is_refused(server, &format!("{message}.{}", base64(tag.as_ref())), "the public key as a secret")?;
    }
    // The key of another algorithm, a signature of another message, parts too few and too many.
    let other = json!({ "alg": "RS256", "kid": "ec", "typ": "JWT" });
    is_refused(server, &signer.sign(&other, &claims)?, "another algorithm than the key's")?;
    let good = signer.sign(&signer.header(), &claims)?;
    let (_, tag) = good.rsplit_once('.').context("a signature")?;
    let more = self::claims(&json!({ "roles": ["redakcja"], "sub": "other" }))?;
    is_refused(server, &format!("{}.{tag}", message(&signer.header(), &more)), "another message")?;
    is_refused(server, &message(&signer.header(), &claims), "no third part")?;
    is_refused(server, &format!("{good}.{tag}"), "four parts")?;
    Ok(())
}

fn away() -> Result<()> {
    let folder = tempfile::tempdir()?;
    // An address where nobody listens any more.
    let url = {
        let gone = TcpListener::bind("127.0.0.1:0")?;
        format!("http://{}/keys", gone.local_addr()?)
    };
    let database = format!("sqlite:{}", folder.path().join("splot.db").display());
    let made =
        run(folder.path(), &["token", "create", "biuro", "--role", "editor", "--database", &database])?;
    let token =
        made.output.split_whitespace().find(|it| it.starts_with("splot_")).context("no token")?.to_owned();
    let server = start(folder.path(), ISSUER, Some(&url))?;
    for shown in [RSA_TOKEN.to_owned(), Signer::new("ec")?.token(&json!({}))?] {
        for _ in 0..2 {
            let answer = who(&server, &shown)?;
            ensure!(answer.status == 503 && answer.codes()? == ["UNAVAILABLE"], "{}", answer.text);
            ensure!(!answer.text.contains("127.0.0.1"), "{}", answer.text);
        }
    }
    is_refused(&server, &message(&json!({ "alg": "none" }), &claims(&json!({}))?), "no signature")?;
    // Whoever needs no provider is answered as before.
    ensure!(who(&server, &token)?.data()?["viewer"]["role"] == "EDITOR");
    ensure!(ask(server.address(), WHO, &json!({}))?.data()?["viewer"]["role"] == "ANONYMOUS");
    Ok(())
}

fn discovered() -> Result<()> {
    let (folder, provider, signer) = (tempfile::tempdir()?, Provider::start()?, Signer::new("ec")?);
    let issuer = provider.url("");
    provider.keys(&[signer.public()]);
    let document = |issuer: &str| json!({ "issuer": issuer, "jwks_uri": provider.url("/keys") });
    provider.publish("/.well-known/openid-configuration", &document(&issuer));
    let token = signer.token(&json!({ "iss": issuer }))?;
    let server = start(folder.path(), &issuer, None)?;
    has_role(&server, &token, "READER")?;
    is_refused(&server, &signer.token(&json!({}))?, "another issuer")?;
    drop(server);
    // A document of somebody else leads nowhere.
    provider.publish("/.well-known/openid-configuration", &document("https://id.example/other"));
    let server = start(folder.path(), &issuer, None)?;
    let answer = who(&server, &token)?;
    ensure!(answer.status == 503 && answer.codes()? == ["UNAVAILABLE"], "{}", answer.text);
    Ok(())
}
