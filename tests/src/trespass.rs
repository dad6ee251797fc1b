//! What somebody tries who has no right to it: credentials that are none, files without a right, ways round what a field
//! declares, names of people by every way that leads to one, and jobs of somebody else.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use acceptance::client::{Answer, ask, ask_as, get, upload_as};
use acceptance::server::{Server, Start, Viewer, run};
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libtest_mimic::Trial;
use serde_json::{Value, json};

const WHO: &str = "{\"query\": \"{ viewer { role } }\"}";

/// The representatives and employees of the shipped record, with a part of each name that nothing else in it has.
const PRIVATE: [(&str, &str); 7] = [
    ("council-chair-2015", "Pilarczyk"),
    ("gops-deszczno-representative-2015", "Szymczyk"),
    ("gops-lubiszyn-representative-2015", "Stojanowska"),
    ("lowes-process-head-2016", "Marta Kowalska"),
    ("pup-zagan-representative-2015", "Tybiszewska"),
    ("secretariat-author-2015", "Klimanowska"),
    ("spbw-chair-2015", "Tyszkiewicz"),
];

/// Tests of trespassing.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("trespass::credentials_that_are_none_are_no_guests", credentials),
        trial("trespass::files_need_a_right_whatever_their_size", files),
        trial("trespass::no_way_round_what_a_field_declares", ways_round),
        trial("trespass::names_are_shown_by_class_wherever_people_are", names),
        trial("trespass::jobs_are_their_askers", jobs),
    ]
}

fn start(folder: &Path, environment: &[(&str, &str)]) -> Result<Server> {
    let database = database(folder);
    let start = Start { folder, database: &database, record: None, viewer: Viewer::Anonymous };
    Server::start_with(&start, environment)
}

fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("splot.db").display())
}

/// A token of a role, made at the command line.
fn token(folder: &Path, name: &str, role: &str) -> Result<String> {
    let made = run(folder, &["token", "create", name, "--role", role, "--database", &database(folder)])?;
    let token = made.output.split_whitespace().find(|it| it.starts_with("splot_"));
    Ok(token.with_context(|| format!("no token: {made:#?}"))?.to_owned())
}

/// Sends bytes as they are; the status and the text of the answer, none when there is no answer.
fn send(address: &str, bytes: &[u8]) -> Result<(Option<u16>, String)> {
    let mut stream = TcpStream::connect(address.trim_start_matches("http://"))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    // Who refuses what is too large need not read it to its end.
    let _sent = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _closed = stream.read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).and_then(|it| it.parse().ok());
    Ok((status, text))
}

fn credentials() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let good = token(folder.path(), "biuro", "editor")?;
    let server = start(folder.path(), &[])?;
    let asked = |headers: &[u8]| -> Result<(Option<u16>, String)> {
        let length = WHO.len();
        let head =
            "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n";
        let end = format!("content-length: {length}\r\n\r\n{WHO}");
        send(server.address(), &[head.as_bytes(), headers, end.as_bytes()].concat())
    };
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let (status, text) = asked(format!("authorization: {scheme} {good}\r\n").as_bytes())?;
        ensure!(status == Some(200) && text.contains("EDITOR"), "{scheme}: {text}");
    }
    let one = format!("authorization: Bearer {good}\r\n");
    let cut = good.get(..good.len() - 1).context("a token")?;
    let hostile: Vec<(&str, Vec<u8>)> = vec![
        ("two headers", format!("{one}{one}").into_bytes()),
        ("two, one of them of another kind", format!("{one}authorization: Basic YTpi\r\n").into_bytes()),
        ("no token", b"authorization: Bearer\r\n".to_vec()),
        ("nothing", b"authorization:\r\n".to_vec()),
        ("two tokens", format!("authorization: Bearer {good}, Bearer {good}\r\n").into_bytes()),
        ("a token too short", format!("authorization: Bearer {cut}\r\n").into_bytes()),
        ("a token too long", format!("authorization: Bearer {good}A\r\n").into_bytes()),
        ("another scheme", format!("authorization: Token {good}\r\n").into_bytes()),
        ("no text", b"authorization: Bearer \xff\xfe\xc0\x80\r\n".to_vec()),
        ("a null", b"authorization: Bearer a\0b\r\n".to_vec()),
        ("a folded line", format!("authorization: Bearer\r\n {good}\r\n").into_bytes()),
        ("60,000 bytes", format!("authorization: Bearer {}\r\n", "x".repeat(60_000)).into_bytes()),
        (
            "60,000 bytes of ours",
            format!("authorization: Bearer splot_{}\r\n", "A".repeat(60_000)).into_bytes(),
        ),
        ("a million bytes", format!("authorization: Bearer {}\r\n", "x".repeat(1_000_000)).into_bytes()),
        ("many dots", format!("authorization: Bearer {}\r\n", ".".repeat(60_000)).into_bytes()),
        ("a quote", format!("authorization: Bearer {good}' OR '1'='1\r\n").into_bytes()),
    ];
    for (what, headers) in hostile {
        let (status, text) = asked(&headers)?;
        let is_refused = matches!(status, Some(400 | 401 | 431) | None);
        ensure!(is_refused && !text.contains("\"role\""), "{what}: {status:?} {text}");
        ensure!(!text.contains(cut), "{what}: the token is told: {text}");
    }
    // Nothing else of a request is taken for credentials.
    for elsewhere in
        [format!("cookie: authorization=Bearer {good}\r\n"), format!("proxy-{one}"), format!("x-{one}")]
    {
        let (status, text) = asked(elsewhere.as_bytes())?;
        ensure!(status == Some(200) && text.contains("ANONYMOUS"), "{elsewhere}: {text}");
    }
    ensure!(get(server.address(), "/healthz")?.status == 200, "it goes on");
    Ok(())
}

fn files() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (reader, editor) =
        (token(folder.path(), "czyta", "reader")?, token(folder.path(), "pisze", "editor")?);
    let staging = folder.path().join("wgrane");
    let server = start(folder.path(), &[("SPLOT_STAGING", staging.to_str().context("a path")?)])?;
    let post = |token: Option<&str>, length: &str| -> Result<(Option<u16>, String)> {
        let token = token.map_or_else(String::new, |it| format!("authorization: Bearer {it}\r\n"));
        let request = format!(
            "POST /imports?name=a.csv HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: text/csv\r\n\
             {token}content-length: {length}\r\n\r\na;b"
        );
        send(server.address(), request.as_bytes())
    };
    for length in ["3", "268435457", "99999999999999", "9223372036854775807"] {
        for (token, status) in [(None, 403), (Some(reader.as_str()), 403), (Some("splot_x"), 401)] {
            let (found, text) = post(token, length)?;
            ensure!(found == Some(status), "{token:?} {length}: {text}");
        }
    }
    for length in ["268435457", "99999999999999", "9223372036854775807"] {
        let (status, text) = post(Some(&editor), length)?;
        ensure!(status == Some(413) && text.contains("268435456"), "{length}: {text}");
    }
    for length in ["99999999999999999999999999", "-1", "3, 4", "0x3", "3\r\ncontent-length: 4"] {
        let (status, text) = post(Some(&editor), length)?;
        ensure!(status == Some(400), "{length}: {text}");
    }
    let waiting = std::fs::read_dir(&staging).map_or(0, Iterator::count);
    ensure!(waiting == 0, "{waiting} file(s) are left");
    // The workbook to be filled in says nothing of the record's people, and is for whoever may read.
    ensure!(get(server.address(), "/imports/template.xlsx")?.status == 200);
    drop(server);
    let server = start(folder.path(), &[("SPLOT_ANONYMOUS", "none")])?;
    ensure!(get(server.address(), "/imports/template.xlsx")?.status == 401);
    Ok(())
}

fn is_forbidden(answer: &Answer, what: &str) -> Result<()> {
    ensure!(answer.status == 403 && answer.codes()? == ["FORBIDDEN"], "{what}: {}", answer.text);
    ensure!(answer.json()?["data"].is_null(), "{what}: {}", answer.text);
    Ok(())
}

fn ways_round() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let analyst = token(folder.path(), "analizuje", "analyst")?;
    let editor = token(folder.path(), "pisze", "editor")?;
    let server = start(folder.path(), &[])?;
    let address = server.address();
    let person = URL_SAFE_NO_PAD.encode("person:pup-zagan-representative-2015");
    let report = format!("personalDataReport(person: \"{person}\")");
    for query in [
        format!("{{ {report} }}"),
        format!("{{ name: {report} }}"),
        format!("{{ viewer {{ role }} ... {{ ... {{ {report} }} }} }}"),
        format!("{{ ...A }} fragment A on Query {{ ...B }} fragment B on Query {{ x: {report} }}"),
        format!("query Q($no: Boolean = false) {{ {report} @include(if: $no) }}"),
        format!("query Q($yes: Boolean = true) {{ ... @skip(if: $yes) {{ {report} }} }}"),
        format!("{{ a: {report} b: {report} viewer {{ role }} }}"),
        "{ accessTokens(first: 1) { nodes { name } } }".to_owned(),
        "{ auditTrail(filter: {}) { entries { account } } }".to_owned(),
        "{ ... on Query { scenarios { totalCount } retentionReview(on: \"2026-01-01\") { person { slug } } } }".to_owned(),
        "mutation { ... on Mutation { ...M } } fragment M on Mutation { erasePerson(input: {person: {slug: \"x\"}, \
         reason: \"x\", dryRun: true}) { revision } }"
            .to_owned(),
    ] {
        is_forbidden(&ask(address, &query, &json!({}))?, &query)?;
        if !query.contains("scenarios") {
            is_forbidden(&ask_as(address, &analyst, &query, &json!({}))?, &query)?;
            is_forbidden(&ask_as(address, &editor, &query, &json!({}))?, &query)?;
        }
    }
    // A question in the background is held to the same.
    let hidden = format!("{{ {report} }}");
    let start = "mutation($query: String!) { startAnalysis(input: {query: $query}) { job { id } userErrors { code } } }";
    let started = ask(address, start, &json!({ "query": hidden }))?;
    ensure!(!started.text.contains("\"id\""), "{}", started.text);
    // What has an id and is not for all is not found by its id.
    let draft = "mutation { proposeScenario(input: {name: \"Plan\", changes: [{addInstitution: {name: \"Fundacja\"}}]}) { scenario { id } userErrors { message } } }";
    let drafted = ask_as(address, &analyst, draft, &json!({}))?.data()?;
    let scenario = drafted["proposeScenario"]["scenario"]["id"].clone();
    ensure!(scenario.is_string(), "{drafted}");
    let node = "query($id: ID!) { node(id: $id) { id __typename ... on Scenario { name } } nodes(ids: [$id]) { id } }";
    let seen = ask_as(address, &analyst, node, &json!({ "id": scenario }))?;
    ensure!(seen.data()?["node"]["name"] == "Plan", "{}", seen.text);
    let hidden = ask(address, node, &json!({ "id": scenario }))?;
    ensure!(
        !hidden.text.contains("Plan") && !hidden.text.contains("\"__typename\":\"Scenario\""),
        "{}",
        hidden.text
    );
    let over = "query($id: ID!) { network(scenario: $id) { institutions { totalCount } } }";
    let hidden = ask(address, over, &json!({ "id": scenario }))?;
    ensure!(!hidden.text.contains("totalCount"), "{}", hidden.text);
    // Whoever reads may read what there is to be asked for, and nothing of what is in it.
    let types =
        ask(address, "{ __schema { types { name } } __type(name: \"AccessToken\") { name } }", &json!({}))?;
    ensure!(types.data()?["__type"]["name"] == "AccessToken", "{}", types.text);
    Ok(())
}

/// A query by every way that leads to people.
fn people() -> String {
    let ids: Vec<String> = PRIVATE
        .iter()
        .map(|it| format!("\"{}\"", URL_SAFE_NO_PAD.encode(format!("person:{}", it.0))))
        .collect();
    let person = "__typename ... on Person { slug function name nameWithheld contactPoints { value } \
        tenures { id } evidence { locator inference } withdrawnEvidence { __typename } conflicts { field } \
        history(first: 20) { nodes { entry { author reason } changes { slug fields { field before after } } } } }";
    let mut query = format!("{{ nodes(ids: [{}]) {{ {person} }} ", ids.join(", "));
    for (number, (_, name)) in PRIVATE.iter().enumerate() {
        // Text never fails.
        let _ =
            write!(query, "s{number}: network {{ search(text: \"{name}\", first: 20) {{ totalCount }} }} ");
    }
    query.push_str(
        "network { mentions(first: 100) { nodes { surface note } } duplicates { __typename } \
         resolutionTasks(first: 100) { nodes { id } } \
         meetings(first: 50) { nodes { participations(first: 20) { nodes { person { name nameWithheld } } } } } } \
         revisions(first: 10) { nodes { author reason } } }",
    );
    query
}

fn names() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let reader = token(folder.path(), "czyta", "reader")?;
    let analyst = token(folder.path(), "analizuje", "analyst")?;
    let server = start(folder.path(), &[])?;
    let address = server.address();
    let query = people();
    let seen = ask_as(address, &analyst, &query, &json!({}))?;
    for (_, name) in PRIVATE {
        ensure!(seen.text.contains(name), "an analyst sees {name}: {}", seen.text);
    }
    let pages = |answer: Answer, who: &str| -> Result<()> {
        let data = answer.data()?;
        for (key, name) in PRIVATE {
            ensure!(!answer.text.contains(name), "{who} sees the name of {key}: {}", answer.text);
        }
        let hits = data.as_object().context("data")?.iter().filter(|it| it.0.starts_with('s'));
        for (_, found) in hits {
            ensure!(found["search"]["totalCount"] == 0, "{who} finds out by searching: {found}");
        }
        let person = &data["nodes"][0];
        ensure!(person["name"].is_null() && person["nameWithheld"] == true, "{who}: {person}");
        ensure!(person["contactPoints"] == json!([]), "{who}: {person}");
        Ok(())
    };
    pages(ask(address, &query, &json!({}))?, "anonymous")?;
    pages(ask_as(address, &reader, &query, &json!({}))?, "a reader")?;
    // All that was ever written, page by page.
    let changes = "query($after: String) { changes(since: \"0\", first: 100, after: $after) { \
        pageInfo { hasNextPage endCursor } nodes { slug fields { field before after } \
        node { __typename ... on Person { name function } ... on Participation { person { name } } } } } }";
    let mut after = Value::Null;
    let mut people = 0;
    loop {
        let answer = ask(address, changes, &json!({ "after": after }))?;
        for (key, name) in PRIVATE {
            ensure!(!answer.text.contains(name), "the name of {key} is among the changes: {}", answer.text);
        }
        people += answer.text.matches("\"__typename\":\"Person\"").count();
        let page = answer.data()?["changes"]["pageInfo"].take();
        if page["hasNextPage"] != true {
            break;
        }
        after = page["endCursor"].clone();
    }
    ensure!(people == 12, "{people} people are among the changes");
    // Nor do pages, reports and errors tell.
    for path in ["/", "/reports/pnres/2015.html", "/reports/pnres/2015.json", "/schema.graphql"] {
        let page = get(address, path)?;
        ensure!(page.status == 200 && !PRIVATE.iter().any(|it| page.text.contains(it.1)), "{path}");
    }
    let person = URL_SAFE_NO_PAD.encode("person:pup-zagan-representative-2015");
    for wrong in [
        format!("{{ personalDataReport(person: \"{person}\") }}"),
        format!("{{ node(id: \"{person}\") {{ ... on Person {{ fullName }} }} }}"),
        "{ network { institution(by: {slug: \"pup-zagan-representative-2015\"}) { id } } }".to_owned(),
    ] {
        let told = ask(address, &wrong, &json!({}))?.text;
        ensure!(!PRIVATE.iter().any(|it| told.contains(it.1)), "{told}");
    }
    Ok(())
}

fn jobs() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (first, second) =
        (token(folder.path(), "pierwsza", "editor")?, token(folder.path(), "druga", "curator")?);
    let server = start(folder.path(), &[])?;
    let address = server.address();
    let table = b"nazwa;typ\nFundacja Nowa;\n".to_vec();
    let sent = upload_as(address, &first, "/imports?name=instytucje.csv", "text/csv", table)?;
    ensure!(sent.status == 201, "{}", sent.text);
    let file = sent.json()?["id"].clone();
    let commit = "mutation($files: [ID!]!) { commitImport(input: {files: $files}) { job { id status } userErrors { code message } } }";
    let previews = "mutation($files: [ID!]!) { previewImport(input: {files: $files}) { preview { id } userErrors { code } } }";
    for other in [Some(&second), None] {
        let asked = |query: &str| match other {
            Some(token) => ask_as(address, token, query, &json!({ "files": [file] })),
            None => ask(address, query, &json!({ "files": [file] })),
        };
        for query in [previews, commit] {
            let told = asked(query)?.text;
            ensure!(told.contains("NOT_FOUND") || told.contains("FORBIDDEN"), "{told}");
            ensure!(!told.contains("Nowa") && !told.contains("instytucje"), "{told}");
        }
        let path = format!("/imports/{}", file.as_str().context("an id")?);
        let gone = acceptance::client::delete(address, other.map(String::as_str), &path)?;
        ensure!(matches!(gone.status, 403 | 404), "{}", gone.text);
    }
    let started =
        ask_as(address, &first, commit, &json!({ "files": [file] }))?.data()?["commitImport"].take();
    let import = started["job"]["id"].clone();
    ensure!(import.is_string(), "{started}");
    let analysis = "mutation { startAnalysis(input: {query: \"{ network { revision } }\"}) { job { id } } }";
    let analysis =
        ask_as(address, &first, analysis, &json!({}))?.data()?["startAnalysis"]["job"]["id"].take();
    let node = "query($id: ID!) { node(id: $id) { __typename id } }";
    for (id, kind) in [(&import, "ImportJob"), (&analysis, "AnalysisJob")] {
        let mine = ask_as(address, &first, node, &json!({ "id": id }))?.data()?;
        ensure!(mine["node"]["__typename"] == kind, "{mine}");
        for query in [
            node,
            "query($id: ID!) { job(id: $id) { id status } }",
            "mutation($id: ID!) { cancelJob(input: {id: $id}) { job { id status } userErrors { code } } }",
        ] {
            for answer in [
                ask(address, query, &json!({ "id": id }))?,
                ask_as(address, &second, query, &json!({ "id": id }))?,
            ] {
                ensure!(
                    !answer.text.contains("\"status\":\"") && !answer.text.contains(kind),
                    "{query}: {}",
                    answer.text
                );
            }
        }
        let follow = format!("subscription {{ jobChanged(id: {id}) {{ id status }} }}");
        let mut told = String::new();
        acceptance::client::follow(address, &second, &follow)?.read_to_string(&mut told)?;
        ensure!(told.contains("NOT_FOUND") && !told.contains("\"status\""), "{told}");
    }
    Ok(())
}
