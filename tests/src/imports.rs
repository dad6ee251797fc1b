//! Tables over HTTP: uploaded, looked at, committed once; what is hostile is refused and leaves nothing.

use std::io::{Cursor, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::Duration;

use acceptance::client::{Answer, ask, upload};
use acceptance::server::{Server, Start, Viewer, run};
use acceptance::stage::Engine;
use acceptance::trial;
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::{Value, json};

/// How often the service is killed on each database.
const KILLS: u64 = 12;

const INSTITUTIONS: &str =
    "Nazwa;Typ;Siedziba;KRS\nFundacja „Żółw”;fundacja;Słubice;0000123456\nCIS Nowe;CIS;0801032;\n";
const MEETINGS: &str =
    "identyfikator;data;rodzaj;nazwa;gospodarz\nm1;14 maja 2015r.;COUNCIL;Posiedzenie;pup-gorzow\n";
const ATTENDANCE: &str = "spotkanie;instytucja;obecność\nm1;Fundacja \"Żółw\";tak\nm1;cis nowe;nieobecny\n";

const PREVIEW: &str = "mutation ($files: [ID!]!) {
  previewImport(input: { files: $files }) {
    preview { ...Shown }
    job { id }
    userErrors { code message path }
  }
}";

const GOING: &str = "query ($job: ID!) {
  node(id: $job) {
    ... on ImportPreviewJob { id status done total message preview { ...Shown } userErrors { code message path } }
  }
}";

const SHOWN: &str = "fragment Shown on ImportPreview {
  id revision
  rows { read new changed unchanged refused }
  files { name encoding { value } separator { value } sheets { kind { value } } }
  issues { totalCount nodes { code severity file row column value suggestion message } }
  newInstitutions { name }
  effect { hasChanged difference { institutionsGained { totalCount } } }
}";

const COMMIT: &str = "mutation ($preview: ID, $files: [ID!], $key: String) {
  commitImport(input: { preview: $preview, files: $files, idempotencyKey: $key }) {
    revision
    job { id status stage result { revision hasChanged rows { read new unchanged } } userErrors { code } }
    userErrors { code message path }
  }
}";

const READ: &str = r#"query ($least: Revision) {
  network(minRevision: $least) {
    revision
    institutions(filter: { text: "Żółw" }) { nodes { slug evidence { locator } } }
  }
}"#;

/// Tests of imports.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for engine in Engine::ALL {
        let on = |name: &str, test: fn(Engine) -> Result<()>| {
            trial(format!("imports::{name}::{}", engine.name()), move || test(engine))
                .with_ignored_flag(engine.is_left_out())
        };
        trials.push(on("a_table_is_looked_at_committed_and_read", looked_at_and_committed));
        trials.push(on("a_killed_commit_is_whole_or_nothing", killed_while_committing));
    }
    trials.push(trial("imports::encodings_of_poland_are_told_apart", encodings));
    trials.push(trial("imports::what_is_hostile_leaves_nothing", hostile));
    trials.push(trial("imports::who_may_not_change_the_record_sends_nothing", without_right));
    trials.push(trial("imports::the_command_line_reads_the_same", command_line));
    trials
}

fn start(folder: &Path, database: &str, viewer: Viewer) -> Result<Server> {
    Server::start(&Start { folder, database, record: None, viewer })
}

fn send(server: &Server, name: &str, bytes: impl Into<Vec<u8>>) -> Result<Answer> {
    upload(server.address(), &format!("/imports?name={name}"), "text/csv", bytes.into())
}

fn sent(server: &Server, name: &str, bytes: impl Into<Vec<u8>>) -> Result<String> {
    let answer = send(server, name, bytes)?;
    ensure!(answer.status == 201, "{answer:#?}");
    Ok(answer.json()?["id"].as_str().context("no id")?.to_owned())
}

fn send_all(server: &Server) -> Result<Vec<String>> {
    [("obecnosc.csv", ATTENDANCE), ("instytucje.csv", INSTITUTIONS), ("spotkania.csv", MEETINGS)]
        .into_iter()
        .map(|(name, text)| sent(server, name, text))
        .collect()
}

fn put(server: &Server, query: &str, variables: &Value, field: &str) -> Result<Value> {
    Ok(ask(server.address(), query, variables)?.data()?[field].take())
}

fn preview(server: &Server, files: &[String]) -> Result<Value> {
    let seen = put(server, &format!("{PREVIEW} {SHOWN}"), &json!({ "files": files }), "previewImport")?;
    followed(server, seen)
}

/// The preview, once the job is over that works it out.
fn followed(server: &Server, seen: Value) -> Result<Value> {
    let Some(job) = seen["job"]["id"].as_str() else { return Ok(seen) };
    loop {
        let now = put(server, &format!("{GOING} {SHOWN}"), &json!({ "job": job }), "node")?;
        let read = now["done"].as_u64().zip(now["total"].as_u64());
        ensure!(read.is_some_and(|(done, total)| done <= total), "{now:#}");
        match now["status"].as_str() {
            Some("QUEUED" | "RUNNING") => {}
            _ => return Ok(now),
        }
    }
}

fn looked_at_and_committed(engine: Engine) -> Result<()> {
    let (database, folder) = (engine.database()?, tempfile::tempdir()?);
    let server = start(folder.path(), database.url(), Viewer::Operator)?;
    let files = send_all(&server)?;
    let seen = preview(&server, &files)?;
    ensure!(seen["userErrors"] == json!([]), "{seen:#}");
    let shown = &seen["preview"];
    let rows = json!({"read": 5, "new": 5, "changed": 0, "unchanged": 0, "refused": 0});
    ensure!(shown["rows"] == rows && shown["revision"] == "1", "{shown:#}");
    ensure!(shown["files"][1]["separator"]["value"] == "SEMICOLON", "{shown:#}");
    // Of the two that are new only one was there.
    ensure!(shown["effect"]["difference"]["institutionsGained"]["totalCount"] == 1, "{shown:#}");

    let variables = json!({"preview": shown["id"], "key": "first"});
    let done = put(&server, COMMIT, &variables, "commitImport")?;
    ensure!(done["userErrors"] == json!([]) && done["revision"] == "2", "{done:#}");
    ensure!(done["job"]["result"]["rows"]["new"] == 5, "{done:#}");
    let read = put(&server, READ, &json!({"least": "2"}), "network")?;
    let found = &read["institutions"]["nodes"][0];
    ensure!(found["evidence"][0]["locator"] == "instytucje!2", "{read:#}");

    // The same request, and the same files again: nothing is written.
    let again = put(&server, COMMIT, &variables, "commitImport")?;
    ensure!(again["revision"] == "2", "{again:#}");
    let again = put(&server, COMMIT, &json!({"files": files}), "commitImport")?;
    let result = &again["job"]["result"];
    ensure!(result["hasChanged"] == false && result["rows"]["unchanged"] == 5, "{again:#}");
    ensure!(again["revision"] == "2", "{again:#}");
    // The preview is of a revision that has passed.
    let stale = put(&server, COMMIT, &json!({"preview": shown["id"]}), "commitImport")?;
    ensure!(stale["userErrors"][0]["code"] == "STALE_REVISION", "{stale:#}");
    Ok(())
}

/// Rows enough that a commit takes a while.
fn many_institutions() -> String {
    let rows = (0..2_000).map(|it| format!("Stowarzyszenie numer {it};stowarzyszenie;Słubice\n"));
    format!("Nazwa;Typ;Siedziba\n{}", rows.collect::<String>())
}

fn killed_while_committing(engine: Engine) -> Result<()> {
    let (database, folder) = (engine.database()?, tempfile::tempdir()?);
    let count = "{ network { revision institutions { totalCount } documents { totalCount } } }";
    let mut server = start(folder.path(), database.url(), Viewer::Operator)?;
    let before = put(&server, count, &Value::Null, "network")?;
    let file = sent(&server, "wiele.csv", many_institutions())?;
    let commit = json!({"files": [file], "key": "one"});
    for round in 0..KILLS {
        let address = server.address().to_owned();
        let variables = commit.clone();
        let asking = thread::spawn(move || ask(&address, COMMIT, &variables).map(|it| it.text));
        // Waits of all lengths, the same in every run.
        thread::sleep(Duration::from_millis(20 + round * 130));
        // Dropped is killed, by the signal that nobody can catch.
        drop(server);
        let told = asking.join().ok().and_then(Result::ok).unwrap_or_default();
        server = start(folder.path(), database.url(), Viewer::Operator)?;
        let after = put(&server, count, &Value::Null, "network")?;
        let gained = |of: &str| {
            let number = |it: &Value| it[of]["totalCount"].as_u64().unwrap_or_default();
            number(&after).saturating_sub(number(&before))
        };
        let is_whole = matches!(
            (gained("institutions"), gained("documents"), after["revision"].as_str()),
            (0, 0, Some("1")) | (2_000, 1, Some("2"))
        );
        ensure!(is_whole, "round {round}: {before:#} then {after:#}");
        let was_told = told.contains("\"revision\":\"2\"");
        ensure!(!was_told || after["revision"] == "2", "acknowledged and lost: {told}");
    }
    // The file is still there, and what is asked again is answered.
    loop {
        let done = put(&server, COMMIT, &commit, "commitImport")?;
        ensure!(done["userErrors"] == json!([]), "{done:#}");
        if done["revision"] == "2" {
            return Ok(());
        }
    }
}

fn encodings() -> Result<()> {
    let (database, folder) = (Engine::Sqlite.database()?, tempfile::tempdir()?);
    let server = start(folder.path(), database.url(), Viewer::Operator)?;
    // Without the quotation marks that ISO 8859-2 does not have.
    // With letters that Windows-1250 and ISO 8859-2 write differently.
    let text =
        INSTITUTIONS.replace(['„', '”'], "").replace("CIS Nowe", "CIS „Świąteczne”").replace(['„', '”'], "");
    let utf_16: Vec<u8> =
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let of = |encoding: &'static encoding_rs::Encoding| encoding.encode(&text).0.into_owned();
    let files = [
        ("UTF_8", text.as_bytes().to_vec()),
        ("WINDOWS_1250", of(encoding_rs::WINDOWS_1250)),
        ("ISO_8859_2", of(encoding_rs::ISO_8859_2)),
        ("UTF_16LE", utf_16),
    ];
    for (encoding, bytes) in files {
        let file = sent(&server, "instytucje.csv", bytes)?;
        let seen = preview(&server, &[file])?;
        let shown = &seen["preview"];
        ensure!(shown["files"][0]["encoding"]["value"] == encoding, "{encoding}: {seen:#}");
        ensure!(shown["rows"]["new"] == 2, "{encoding}: {seen:#}");
        ensure!(shown["newInstitutions"].to_string().contains("Fundacja Żółw"), "{encoding}: {seen:#}");
    }
    Ok(())
}

/// A workbook that unpacks to a thousand times its size.
fn zip_bomb() -> Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        archive.start_file(name, options)?;
        for _ in 0..64 {
            archive.write_all(&vec![b' '; 1 << 20])?;
        }
    }
    Ok(archive.finish()?.into_inner())
}

fn hostile() -> Result<()> {
    let (database, folder) = (Engine::Sqlite.database()?, tempfile::tempdir()?);
    let staging = folder.path().join("staging");
    let path = staging.to_str().context("no path")?;
    let start =
        Start { folder: folder.path(), database: database.url(), record: None, viewer: Viewer::Operator };
    let server = Server::start_with(&start, &[("SPLOT_STAGING", path)])?;
    let kept = || std::fs::read_dir(&staging).map_or(0, Iterator::count);

    for (name, media_type, body, status) in [
        ("a.csv", "text/plain", "a", 415),
        ("a.csv", "multipart/form-data; boundary=x", "a", 415),
        ("..%2Fa.csv", "text/csv", "a", 400),
        ("a%00.csv", "text/csv", "a", 400),
        ("a.csv", "text/csv", "", 400),
        ("a.csv&name=b.csv", "text/csv", "a", 400),
    ] {
        let path = format!("/imports?name={name}");
        let answer = upload(server.address(), &path, media_type, body.into())?;
        ensure!(answer.status == status, "{name} {media_type}: {answer:#?}");
    }
    // One that breaks off in the middle.
    let host = server.address().trim_start_matches("http://");
    let mut broken = TcpStream::connect(host)?;
    write!(
        broken,
        "POST /imports?name=a.csv HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/csv\r\nContent-Length: 9000000\r\n\r\n"
    )?;
    broken.write_all(&vec![b'a'; 600_000])?;
    drop(broken);
    // One that says that it is too large is not taken at all.
    let mut large = TcpStream::connect(host)?;
    write!(
        large,
        "POST /imports?name=a.csv HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/csv\r\nContent-Length: 9000000000\r\n\r\n"
    )?;
    let mut told = [0; 12];
    std::io::Read::read_exact(&mut large, &mut told)?;
    ensure!(&told == b"HTTP/1.1 413", "{}", String::from_utf8_lossy(&told));

    for (name, bytes, code) in [
        ("linia.csv", [&b"Nazwa;Typ\n"[..], &vec![b'x'; 50 << 20]].concat(), "TOO_LONG"),
        ("bomba.xlsx", zip_bomb()?, "ZIP_BOMB"),
        ("stary.xls", [&[0xD0, 0xCF, 0x11, 0xE0][..], &[0; 600]].concat(), "UNSUPPORTED_FORMAT"),
    ] {
        let file = sent(&server, name, bytes)?;
        let seen = preview(&server, &[file])?;
        ensure!(seen["preview"]["issues"].to_string().contains(code), "{name}: {seen:#}");
        ensure!(seen["preview"]["rows"]["new"] == 0, "{name}: {seen:#}");
    }
    let nul = sent(&server, "nul.csv", "Nazwa;Typ;Siedziba\nFundacja\0X;fundacja;Słubice\n")?;
    let seen = preview(&server, &[nul])?;
    ensure!(seen["preview"]["issues"].to_string().contains("DAMAGED_TEXT"), "{seen:#}");
    // Two at once.
    let address = server.address();
    let put = |text: &'static str| upload(address, "/imports?name=a.csv", "text/csv", text.into());
    let (first, second) = thread::scope(|scope| {
        let first = scope.spawn(|| put(INSTITUTIONS));
        let second = scope.spawn(|| put(MEETINGS));
        (first.join(), second.join())
    });
    let of = |it: thread::Result<Result<Answer>>| {
        let answer = it.ok().and_then(Result::ok).filter(|it| it.status == 201)?;
        answer.json().ok()?["id"].as_str().map(str::to_owned)
    };
    let (first, second) = (of(first), of(second));
    ensure!(first.is_some() && second.is_some() && first != second, "{first:?} {second:?}");
    // Six files with what is known of each, and what was remembered of previews; nothing of what was refused.
    let names = std::fs::read_dir(&staging)?.filter_map(|it| it.ok()?.file_name().into_string().ok());
    let endings: Vec<_> = names.filter_map(|it| it.rsplit_once('.').map(|it| it.1.to_owned())).collect();
    let of = |ending: &str| endings.iter().filter(|it| *it == ending).count();
    ensure!((of("data"), of("json"), of("part")) == (6, 6, 0), "{endings:?} of {}", kept());
    let memory = resident(&server);
    ensure!(memory.is_none_or(|it| it < 1 << 20), "{memory:?} KiB are resident");
    Ok(())
}

/// The most KiB that the service had in memory; none where the system does not tell.
fn resident(server: &Server) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

fn without_right() -> Result<()> {
    let (database, folder) = (Engine::Sqlite.database()?, tempfile::tempdir()?);
    let server = start(folder.path(), database.url(), Viewer::Analyst)?;
    let answer = send(&server, "a.csv", INSTITUTIONS)?;
    ensure!(answer.status == 403, "{answer:#?}");
    let answer = ask(server.address(), &format!("{PREVIEW} {SHOWN}"), &json!({"files": ["x"]}))?;
    ensure!(answer.codes()? == ["FORBIDDEN"], "{answer:#?}");
    Ok(())
}

fn command_line() -> Result<()> {
    let (database, folder) = (Engine::Sqlite.database()?, tempfile::tempdir()?);
    drop(start(folder.path(), database.url(), Viewer::Anonymous)?);
    for (name, text) in [("i.csv", INSTITUTIONS), ("m.csv", MEETINGS), ("o.csv", ATTENDANCE)] {
        std::fs::write(folder.path().join(name), text)?;
    }
    let import = |more: &[&str]| {
        let arguments = ["import", "i.csv", "m.csv", "o.csv", "--database", database.url()];
        run(folder.path(), &[&arguments[..], more].concat())
    };
    let sums = "read 5 = 5 new + 0 changed + 0 unchanged + 0 refused";
    let dry = import(&["--dry-run"])?;
    ensure!(dry.code == Some(0) && dry.output.contains(sums) && dry.output.contains("dry run"), "{dry:#?}");
    let done = import(&["--format", "json"])?;
    let told: Value = serde_json::from_str(&done.output)?;
    ensure!(told["revision"] == 2 && told["rows"]["new"] == 5, "{done:#?}");
    let again = import(&[])?;
    ensure!(again.code == Some(0) && again.output.contains("nothing was changed"), "{again:#?}");

    let wrong = "spotkanie;instytucja\nm1;Nikt taki\nm1;pup-gorzow\n";
    std::fs::write(folder.path().join("o.csv"), wrong)?;
    let refused = import(&[])?;
    ensure!(
        refused.code == Some(65) && refused.output.contains("error: o.csv:o:2:instytucja: "),
        "{refused:#?}"
    );
    let rest = import(&["--error-policy", "reject-failed-rows"])?;
    ensure!(rest.code == Some(0) && rest.output.contains("revision 3"), "{rest:#?}");
    Ok(())
}
