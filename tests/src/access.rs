//! Who is answered, from outside: with a token, without one, with one that counts no more.

use acceptance::client::{Answer, ask, ask_as, get};
use acceptance::server::{Server, Signal, Start, Viewer, run};
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

const WHO: &str =
    "{ viewer { role permissions label account expiresAt } network { institutions { totalCount } } }";
const CREATE: &str = "mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { secret \
    accessToken { id name role state createdBy expiresAt } userErrors { code path message } } }";
const REVOKE: &str = "mutation ($input: RevokeAccessTokenInput!) { revokeAccessToken(input: $input) { \
    accessToken { state revokedAt } userErrors { code path } } }";
const LIST: &str = "{ accessTokens(first: 10) { totalCount nodes { id name role state } } }";

/// Tests of access.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("access::the_first_start_shows_an_administrators_token_once", first_start),
        trial("access::without_anonymous_readers_everybody_needs_a_token", closed),
        trial("access::tokens_are_made_and_revoked_over_the_network", tokens),
        trial("access::a_wrong_configuration_does_not_start", wrong_configuration),
    ]
}

fn start(folder: &std::path::Path, environment: &[(&str, &str)]) -> Result<Server> {
    let database = format!("sqlite:{}", folder.join("splot.db").display());
    let start = Start { folder, database: &database, record: None, viewer: Viewer::Anonymous };
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

fn first_start() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = start(folder.path(), &[])?;
    ensure!(ask(server.address(), WHO, &nothing())?.data()?["viewer"]["role"] == json!("ANONYMOUS"));
    let first = server.stop(Signal::Terminate)?;
    ensure!(!first.output.contains("splot_"), "not to standard output, which is kept: {first:#?}");
    let token = shown(&first.errors)?.to_owned();
    let server = start(folder.path(), &[])?;
    let data = ask_as(server.address(), &token, WHO, &nothing())?.data()?;
    let viewer = &data["viewer"];
    ensure!(viewer["role"] == json!("ADMINISTRATOR"), "{viewer}");
    ensure!(viewer["permissions"].as_array().is_some_and(|it| it.contains(&json!("ADMINISTER"))), "{viewer}");
    ensure!(viewer["account"].is_string() && viewer["expiresAt"].is_string(), "{viewer}");
    let again = server.stop(Signal::Terminate)?;
    ensure!(!again.errors.contains("splot_"), "shown once: {again:#?}");
    Ok(())
}

fn closed() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("splot.db").display());
    let made =
        run(folder.path(), &["token", "create", "raport", "--role", "reader", "--database", &database])?;
    ensure!(made.code == Some(0), "{made:#?}");
    let token = shown(&made.output)?.to_owned();
    let server = start(folder.path(), &[("SPLOT_ANONYMOUS", "none")])?;
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

fn tokens() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("splot.db").display());
    let made = run(
        folder.path(),
        &[
            "token",
            "create",
            "kierownik",
            "--role",
            "administrator",
            "--never-expires",
            "--database",
            &database,
        ],
    )?;
    let admin = shown(&made.output)?.to_owned();
    let server = start(folder.path(), &[])?;
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
