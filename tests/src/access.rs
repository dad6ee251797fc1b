//! Who is answered, from outside: with a token, without one, with one that counts no more.

use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use acceptance::client::{Answer, ask, ask_as, follow, get};
use acceptance::server::{Server, Signal, Start, Viewer, run};
use acceptance::stage::Engine;
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, SecondsFormat, Utc};
use libtest_mimic::Trial;
use serde_json::{Value, json};

const WHO: &str =
    "{ viewer { role permissions label account expiresAt } network { institutions { totalCount } } }";
const CREATE: &str = "mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { secret \
    accessToken { id name role state createdBy expiresAt } userErrors { code path message } } }";
const REVOKE: &str = "mutation ($input: RevokeAccessTokenInput!) { revokeAccessToken(input: $input) { \
    accessToken { state revokedAt } userErrors { code path } } }";
const LIST: &str = "{ accessTokens(first: 10) { totalCount nodes { id name role state } } }";

/// How long what is done apart from a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Tests of access.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for engine in Engine::ALL {
        let on = |name: &str, test: fn(Engine) -> Result<()>| {
            trial(format!("access::{name}::{}", engine.name()), move || test(engine))
                .with_ignored_flag(engine.is_left_out())
        };
        trials.push(on("the_first_start_shows_an_administrators_token_once", first_start));
        trials.push(on("without_anonymous_readers_everybody_needs_a_token", closed));
        trials.push(on("tokens_are_made_and_revoked_over_the_network", tokens));
        trials.push(on("a_token_ends_at_its_moment_and_tells_when_it_was_used", ended));
        trials.push(on("a_subscription_ends_with_the_token", subscribed));
    }
    trials.push(trial("access::a_wrong_configuration_does_not_start", wrong_configuration));
    trials
}

fn start(folder: &Path, database: &str, environment: &[(&str, &str)]) -> Result<Server> {
    let start = Start { folder, database, record: None, viewer: Viewer::Anonymous };
    Server::start_with(&start, environment)
}

/// The token that a text shows.
fn shown(text: &str) -> Result<&str> {
    let mut words = text.split_whitespace().filter(|it| it.starts_with("splot_"));
    let token = words.next().with_context(|| format!("no token is shown: {text}"))?;
    ensure!(words.next().is_none(), "one token is shown: {text}");
    Ok(token)
}

fn nothing() -> Value {
    json!({})
}

fn is_unknown(answer: &Answer) -> Result<()> {
    ensure!(answer.status == 401, "status {}: {}", answer.status, answer.text);
    ensure!(answer.codes()? == ["UNAUTHENTICATED"], "{}", answer.text);
    Ok(())
}

fn first_start(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let server = start(folder.path(), database.url(), &[])?;
    ensure!(ask(server.address(), WHO, &nothing())?.data()?["viewer"]["role"] == json!("ANONYMOUS"));
    let first = server.stop(Signal::Terminate)?;
    ensure!(!first.output.contains("splot_"), "not to standard output, which is kept: {first:#?}");
    let token = shown(&first.errors)?.to_owned();
    let server = start(folder.path(), database.url(), &[])?;
    let data = ask_as(server.address(), &token, WHO, &nothing())?.data()?;
    let viewer = &data["viewer"];
    ensure!(viewer["role"] == json!("ADMINISTRATOR"), "{viewer}");
    ensure!(viewer["permissions"].as_array().is_some_and(|it| it.contains(&json!("ADMINISTER"))), "{viewer}");
    ensure!(viewer["account"].is_string() && viewer["expiresAt"].is_string(), "{viewer}");
    let again = server.stop(Signal::Terminate)?;
    ensure!(!again.errors.contains("splot_"), "shown once: {again:#?}");
    Ok(())
}

fn closed(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let made =
        run(folder.path(), &["token", "create", "raport", "--role", "reader", "--database", database.url()])?;
    ensure!(made.code == Some(0), "{made:#?}");
    let token = shown(&made.output)?.to_owned();
    let server = start(folder.path(), database.url(), &[("SPLOT_ANONYMOUS", "none")])?;
    let address = server.address();
    is_unknown(&ask(address, WHO, &nothing())?)?;
    is_unknown(&ask(address, "{ __typename }", &nothing())?)?;
    for path in ["/", "/reports/pnres/2015.html", "/reports/pnres/2015.json"] {
        ensure!(get(address, path)?.status == 401, "{path}");
    }
    for path in ["/healthz", "/readyz", "/schema.graphql", "/graphiql"] {
        ensure!(get(address, path)?.status == 200, "{path}");
    }
    let data = ask_as(address, &token, WHO, &nothing())?.data()?;
    ensure!(
        data["viewer"]["role"] == json!("READER") && data["viewer"]["label"] == json!("raport"),
        "{data}"
    );
    ensure!(data["network"]["institutions"]["totalCount"].as_i64().is_some_and(|it| it > 0), "{data}");
    let refused = ask_as(address, &token, LIST, &nothing())?;
    ensure!(refused.status == 403 && refused.codes()? == ["FORBIDDEN"], "{}", refused.text);
    ensure!(refused.text.contains("ADMINISTER"), "{}", refused.text);
    let stopped = server.stop(Signal::Terminate)?;
    ensure!(!stopped.errors.contains("splot_"), "there was a token already: {stopped:#?}");
    Ok(())
}

/// The token of an administrator, made at the command line.
fn administrator(folder: &Path, database: &str) -> Result<String> {
    let made = run(
        folder,
        &[
            "token",
            "create",
            "kierownik",
            "--role",
            "administrator",
            "--never-expires",
            "--database",
            database,
        ],
    )?;
    Ok(shown(&made.output)?.to_owned())
}

/// A token that somebody makes over the network, with its entry.
fn create(address: &str, by: &str, input: &Value) -> Result<(String, Value)> {
    let made = ask_as(address, by, CREATE, &json!({ "input": input }))?.data()?["createAccessToken"].take();
    let secret = made["secret"].as_str().with_context(|| format!("no secret: {made}"))?.to_owned();
    Ok((secret, made["accessToken"].clone()))
}

fn tokens(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let admin = administrator(folder.path(), database.url())?;
    let server = start(folder.path(), database.url(), &[])?;
    let address = server.address();
    let input =
        json!({ "input": { "name": "kuratorka", "role": "CURATOR", "expiresAt": "2999-01-01T00:00:00Z" } });
    let made = ask_as(address, &admin, CREATE, &input)?.data()?["createAccessToken"].clone();
    ensure!(made["accessToken"]["createdBy"] == json!("kierownik"), "{made}");
    let token = made["secret"].as_str().context("no secret")?.to_owned();
    let data = ask_as(address, &token, WHO, &nothing())?.data()?;
    ensure!(data["viewer"]["role"] == json!("CURATOR"), "{data}");
    for (name, role, expires) in [
        ("x", "OPERATOR", Value::Null),
        ("x", "ANONYMOUS", Value::Null),
        ("", "READER", Value::Null),
        ("x", "READER", json!("2001-01-01T00:00:00Z")),
    ] {
        let input = json!({ "input": { "name": name, "role": role, "expiresAt": expires } });
        let payload = ask_as(address, &admin, CREATE, &input)?.data()?["createAccessToken"].clone();
        ensure!(
            payload["secret"].is_null() && payload["userErrors"][0]["code"] == json!("INVALID"),
            "{payload}"
        );
    }
    let listed = ask_as(address, &admin, LIST, &nothing())?;
    ensure!(!listed.text.contains("splot_"), "{}", listed.text);
    ensure!(listed.data()?["accessTokens"]["totalCount"] == json!(2), "{}", listed.text);
    for who in [&token, "splot_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let refused = ask_as(address, who, CREATE, &input)?;
        ensure!(matches!(refused.status, 401 | 403), "{}", refused.text);
    }
    let revoke = json!({ "input": { "id": made["accessToken"]["id"] } });
    let gone = ask_as(address, &admin, REVOKE, &revoke)?.data()?["revokeAccessToken"].clone();
    ensure!(gone["accessToken"]["state"] == json!("REVOKED"), "{gone}");
    is_unknown(&ask_as(address, &token, WHO, &nothing())?)?;
    is_unknown(&ask_as(address, "x.y.z", WHO, &nothing())?)?;
    ensure!(ask(address, WHO, &nothing())?.data()?["viewer"]["role"] == json!("ANONYMOUS"));
    Ok(())
}

fn ended(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let admin = administrator(folder.path(), database.url())?;
    let server = start(folder.path(), database.url(), &[])?;
    let address = server.address();
    let ends = Instant::now() + Duration::from_secs(4);
    let moment = DateTime::<Utc>::from(SystemTime::now() + Duration::from_secs(4))
        .to_rfc3339_opts(SecondsFormat::Secs, true);
    let (short, entry) =
        create(address, &admin, &json!({ "name": "krótko", "role": "READER", "expiresAt": moment }))?;
    let (long, _) = create(address, &admin, &json!({ "name": "długo", "role": "READER" }))?;
    let told: DateTime<Utc> = entry["expiresAt"].as_str().context("no end")?.parse()?;
    ensure!(told == moment.parse::<DateTime<Utc>>()?, "{entry}");
    let list = "{ accessTokens(first: 10) { nodes { name lastUsedAt state } } }";
    let of = |name: &str| -> Result<Value> {
        let all = ask_as(address, &admin, list, &nothing())?.data()?;
        let nodes = all["accessTokens"]["nodes"].as_array().cloned().unwrap_or_default();
        nodes.into_iter().find(|it| it["name"] == name).with_context(|| format!("no {name} in {all}"))
    };
    ensure!(of("długo")?["lastUsedAt"].is_null(), "it was never shown");
    ensure!(ask_as(address, &short, WHO, &nothing())?.data()?["viewer"]["role"] == json!("READER"));
    ensure!(ask_as(address, &long, WHO, &nothing())?.data()?["viewer"]["role"] == json!("READER"));
    // It is noted apart from the request.
    let until = Instant::now() + PATIENCE;
    while of("długo")?["lastUsedAt"].is_null() {
        ensure!(Instant::now() < until, "the use is not noted");
    }
    while ask_as(address, &short, WHO, &nothing())?.status == 200 {
        ensure!(Instant::now() < ends + PATIENCE, "the token does not end");
    }
    is_unknown(&ask_as(address, &short, WHO, &nothing())?)?;
    ensure!(of("krótko")?["state"] == json!("EXPIRED"), "{}", of("krótko")?);
    ensure!(ask_as(address, &long, WHO, &nothing())?.status == 200, "the other counts");
    for (role, query) in [("READER", "{ scenarios { totalCount } }"), ("ANALYST", LIST)] {
        let (token, _) = create(address, &admin, &json!({ "name": role, "role": role }))?;
        let refused = ask_as(address, &token, query, &nothing())?;
        ensure!(refused.status == 403 && refused.codes()? == ["FORBIDDEN"], "{role}: {}", refused.text);
    }
    Ok(())
}

fn subscribed(engine: Engine) -> Result<()> {
    let (folder, database) = (tempfile::tempdir()?, engine.database()?);
    let admin = administrator(folder.path(), database.url())?;
    let server = start(folder.path(), database.url(), &[("SPLOT_ANONYMOUS", "none")])?;
    let address = server.address();
    let (token, entry) = create(address, &admin, &json!({ "name": "pulpit", "role": "READER" }))?;
    let query = "subscription { revisionAdvanced { revision } }";
    let mut events = follow(address, &token, query)?;
    // It is followed once the answer has begun.
    let revoke = json!({ "input": { "id": entry["id"] } });
    let gone = ask_as(address, &admin, REVOKE, &revoke)?.data()?["revokeAccessToken"].take();
    ensure!(gone["accessToken"]["state"] == json!("REVOKED"), "{gone}");
    let change = "mutation { retractDocument(input: {document: {slug: \"doc-002\"}, reason: \"próba\"}) { \
        revision userErrors { message } } }";
    let made = ask_as(address, &admin, change, &nothing())?.data()?["retractDocument"].take();
    ensure!(made["revision"] == json!("2"), "{made}");
    let mut told = String::new();
    events.read_to_string(&mut told)?;
    ensure!(told.contains("UNAUTHENTICATED") && !told.contains("\"revision\""), "{told}");
    ensure!(told.trim_end().ends_with("data:"), "it is completed: {told}");
    is_unknown(&ask_as(address, &token, query, &nothing())?)
}

fn wrong_configuration() -> Result<()> {
    let folder = tempfile::tempdir()?;
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0", "--viewer", "operator", "--anonymous", "none"][..],
        &["serve", "--listen", "127.0.0.1:0", "--oidc-issuer", "https://id.example"],
        &["serve", "--listen", "127.0.0.1:0", "--oidc-audience", "splot"],
    ] {
        let ended = run(folder.path(), arguments)?;
        ensure!(ended.code == Some(78), "{arguments:?}: {ended:#?}");
    }
    ensure!(!folder.path().join("var").exists(), "a database was made");
    Ok(())
}
