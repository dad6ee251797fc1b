"""The planner's questions as a dashboard would ask them of the same database: SQL on SQLite with indexes, and on DuckDB in
memory. The peers give the plain number only: no intervals, reasons, evidence or ranks. Writes benches/peers/desk.md."""

import argparse
import csv
import json
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent

# Who was involved in which meeting that was held: hosts and organisers, others when present; units as their parents.
INVOLVED = """
CREATE TABLE involved AS
SELECT DISTINCT m.key AS meeting, m.date AS date, m.kind AS kind,
       CASE WHEN t.rolls_up = 1 AND i.parent IS NOT NULL THEN i.parent ELSE i.key END AS institution
FROM participation p
JOIN meeting m ON m.key = p.meeting AND m.status = 'HELD'
JOIN institution i ON i.key = p.party_institution
LEFT JOIN institution_type t ON t.key = i.type
WHERE p.role IN ('HOST', 'ORGANISER')
   OR (p.role IN ('CHAIR', 'SPEAKER', 'ATTENDEE', 'GUEST', 'LETTER_READER') AND p.presence = 'PRESENT')
"""

INDEXES = [
    "CREATE INDEX involved_institution ON involved (institution, meeting)",
    "CREATE INDEX involved_meeting ON involved (meeting, institution)",
    "CREATE INDEX membership_partnership ON membership (partnership, role, party_institution)",
]

QUESTIONS = {
    "uncontacted signatories, whole record": """
        SELECT count(DISTINCT s.party_institution) FROM membership s
        WHERE s.partnership = 'PARTNERSHIP' AND s.role = 'SIGNATORY' AND NOT EXISTS (
            SELECT 1 FROM involved a JOIN involved b ON b.meeting = a.meeting AND b.institution <> a.institution
            WHERE a.institution = s.party_institution)""",
    "uncontacted signatories, one year": """
        SELECT count(DISTINCT s.party_institution) FROM membership s
        WHERE s.partnership = 'PARTNERSHIP' AND s.role = 'SIGNATORY' AND NOT EXISTS (
            SELECT 1 FROM involved a JOIN involved b ON b.meeting = a.meeting AND b.institution <> a.institution
            JOIN membership c ON c.partnership = 'PARTNERSHIP' AND c.role = 'SECRETARIAT'
            JOIN institution u ON u.key = c.party_institution AND b.institution IN (u.key, u.parent)
            WHERE a.institution = s.party_institution AND a.date LIKE '2018%')""",
    "coverage of gminas by contact, by type family": """
        SELECT count(*) FROM (
            SELECT DISTINCT i.seat, coalesce(t.parent, t.key) FROM involved a
            JOIN institution i ON i.key = a.institution JOIN institution_type t ON t.key = i.type
            WHERE a.date LIKE '2018%' AND i.seat IS NOT NULL) AS cells""",
    "participations by powiat": """
        SELECT count(*) FROM (
            SELECT g.parent, count(*) FROM participation p
            JOIN meeting m ON m.key = p.meeting AND m.status = 'HELD'
            JOIN institution i ON i.key = p.party_institution JOIN territory g ON g.key = i.seat
            GROUP BY g.parent) AS groups""",
    "institutions involved by year": """
        SELECT count(*) FROM (
            SELECT substr(date, 1, 4), count(DISTINCT institution) FROM involved GROUP BY substr(date, 1, 4)) AS groups""",
    "coverage of powiats by cooperation": """
        SELECT count(DISTINCT g.parent) FROM institution i JOIN territory g ON g.key = i.seat WHERE i.key IN (
            SELECT a.institution FROM involved a JOIN involved b ON b.meeting = a.meeting AND b.institution <> a.institution
            WHERE a.meeting IN (SELECT meeting FROM involved GROUP BY meeting HAVING count(*) BETWEEN 2 AND 10)
            GROUP BY a.institution, b.institution HAVING count(*) >= 2)""",
}
TABLES = ["participation", "meeting", "institution", "institution_type", "membership", "territory"]


def sqlite(database):
    """The database in memory, with the table and the indexes that the questions need."""
    connection = sqlite3.connect("file::memory:", uri=True)
    connection.execute("ATTACH ? AS stored", (f"file:{database}?mode=ro",))
    for table in TABLES:
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM stored.{table}")
        connection.execute(f"CREATE UNIQUE INDEX {table}_key ON {table} (key)")
    connection.execute(INVOLVED)
    for index in INDEXES:
        connection.execute(index)
    connection.execute("ANALYZE main")
    return connection


def duck(stored):
    """The same tables in DuckDB."""
    connection = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        for table in [*TABLES, "involved"]:
            cursor = stored.execute(f"SELECT * FROM {table}")
            path = Path(folder) / f"{table}.csv"
            with path.open("w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(column[0] for column in cursor.description)
                writer.writerows(cursor)
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{path}', header = true, all_varchar = true)")
    return connection


def timed(connection, query, repeats):
    """The answer, and the median of seconds after a first run that does not count."""
    answer = connection.execute(query).fetchone()[0]
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        connection.execute(query).fetchone()
        seconds.append(time.perf_counter() - start)
        if sum(seconds) > 20:
            break
    return answer, statistics.median(seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--ours", required=True)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    ours = {row["question"]: row for row in json.loads(Path(arguments.ours).read_text())}
    stored = sqlite(arguments.database)
    peers = {"SQLite": stored, "DuckDB": duck(stored)}
    lines = [
        "# The planner's questions beside plain SQL",
        "",
        "Ours over HTTP, warm, answers not kept; SQL in memory, indexed. Milliseconds; the ratio is the peer's over ours.",
        "",
        "| question | ours | " + " | ".join(f"{name} | ratio" for name in peers) + " |",
        "|---|--:|" + "--:|--:|" * len(peers),
    ]
    for question, row in ours.items():
        cells = [question, f"{row['warm'] * 1e3:.1f}"]
        for connection in peers.values():
            if question in QUESTIONS:
                _, seconds = timed(connection, QUESTIONS[question].replace("PARTNERSHIP", row["partnership"]), arguments.repeats)
                cells += [f"{seconds * 1e3:.1f}", f"{seconds / row['warm']:.2f}"]
            else:
                cells += ["", ""]
        lines.append("| " + " | ".join(cells) + " |")
    text = "\n".join(lines) + "\n"
    (HERE / "desk.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
