//! How fast tables are read: `cargo run --release -p exchange --example intake [ROWS]` makes a file of attendances, as CSV
//! and as a workbook, reads each against a record, and prints rows a second and the memory that was needed at most.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use exchange::intake::{Limits, Settings, SourceFile, read};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let rows: usize = std::env::args().nth(1).map_or(Ok(1_000_000), |it| it.parse())?;
    let record = shipped()?;
    let meetings = (rows / 25).max(1);
    let mut table = String::from("meeting_id;date;kind\n");
    for meeting in 0..meetings {
        writeln!(table, "m{meeting};2015-{:02};COUNCIL", meeting % 12 + 1)?;
    }
    let mut attendance = String::from("spotkanie;instytucja;obecność;uwagi\n");
    let mut people = String::from("id;nazwa\n");
    for number in 0..2000 {
        writeln!(people, "i{number};Instytucja numer {number} w Żaganiu")?;
    }
    for row in 0..rows {
        let (meeting, who) = (row % meetings, (row / meetings) * 61 + row % 61);
        writeln!(attendance, "m{meeting};Instytucja numer {} w Żaganiu;tak;", who % 2000)?;
    }
    let files = [("instytucje.csv", people), ("spotkania.csv", table), ("obecność.csv", attendance)];
    let bytes: usize = files.iter().map(|it| it.1.len()).sum();
    let given: Vec<_> =
        files.iter().map(|(name, text)| SourceFile { name, bytes: text.as_bytes() }).collect();
    let limits = Limits { rows: rows * 2 + 10_000, ..Limits::default() };
    let before = peak();
    let start = Instant::now();
    let proposal = read(&given, &Settings::default(), &limits, &record)?;
    report("csv", bytes, start, (&proposal.counts, before));
    drop(proposal);
    workbook(rows.min(1_000_000), &record, &limits)
}

fn workbook(rows: usize, record: &domain::record::Record, limits: &Limits) -> Result<(), Failure> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("obecność")?;
    for (column, text) in (0u16..).zip(["spotkanie", "instytucja", "uwagi"]) {
        sheet.write_string(0, column, text)?;
    }
    for row in 0..rows {
        let number = u32::try_from(row + 1)?;
        sheet.write_string(number, 0, "council-2015-02-06")?;
        sheet.write_string(number, 1, "rops")?;
        sheet.write_string(number, 2, format!("uwaga {row}"))?;
    }
    let bytes = book.save_to_buffer()?;
    let before = peak();
    let start = Instant::now();
    let file = SourceFile { name: "obecność.xlsx", bytes: &bytes };
    let proposal = read(&[file], &Settings::default(), limits, record)?;
    report(
        "xlsx (one party many times: refused as duplicates)",
        bytes.len(),
        start,
        (&proposal.counts, before),
    );
    Ok(())
}

fn report(what: &str, bytes: usize, start: Instant, (counts, before): (&exchange::intake::RowCounts, u64)) {
    let seconds = start.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = counts.read as f64 / seconds;
    println!(
        "{what}: {} rows, {bytes} bytes, {seconds:.2} s, {rate:.0} rows/s; {} new, {} refused; peak memory {} MiB (before {before})",
        counts.read,
        counts.new,
        counts.refused,
        peak()
    );
}

/// The most memory that the process ever held, in MiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    line.and_then(|it| it.split_whitespace().next())
        .and_then(|it| it.parse::<u64>().ok())
        .map_or(0, |it| it / 1024)
}

fn shipped() -> Result<domain::record::Record, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lubuskie");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|_not_text| "a file's name is no text")?;
        files.push((name, std::fs::read(entry.path())?));
    }
    Ok(exchange::read(&files, &exchange::Limits::default())?.record)
}
