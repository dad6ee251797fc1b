//! Evidence reaches every answer: the table names every field of `Network`, and tells of each that it answers otherwise
//! on another basis of evidence and by other claims, or why it rightly does not. A field that is missing fails the test.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use domain::claim::Claim;
use domain::document::SourceDocument;
use domain::institution::ServedTerritory;
use domain::norm::{NormKind, NormRule};
use domain::record::Record;
use domain::territory::TerritoryLevel;
use serde_json::{Value, json};
use service::graph::Network;
use service::{Actor, Revision, Snapshot};
use testkit::sketch::{id, label, sketch};

use super::super::id::encode_record;
use super::{Memory, ask, run_on, shipped, snapshot};

/// Of `ops-c` all that it takes part in is inferred.
const SKETCH: &str = "
    wup is WUP, gmina-a
    ops-a is OPS, gmina-a
    ops-b is OPS, gmina-b
    ops-c is OPS, gmina-c
    ops-d is OPS, gmina-c
    pup-a is PUP, gmina-a
    secretariat wup, signatory ops-a, signatory ops-b, ~signatory ops-c, signatory pup-a
    10 signatories
    council: ops-a, ops-b, ~ops-c
    2015-02-01 visit ops-a by wup
    2015-03-01 working: ops-a, ops-b, ~ops-c, pup-a
    2015-05-14 plenary 20: ops-a host, ops-b, ~ops-c
    2015-07-01 working: ~ops-c, pup-a, wup
    2016 funded: ops-a, ops-b, ~ops-c
    2016 submitted: ops-a, ~ops-c
    2015-06 done: ops-a, ops-b
";

/// What the note says and nothing else: an institution, a meeting with a host and one of four, a signatory, a seat, the
/// application of the funded project, an action, and how many took part.
const OF_THE_NOTE: &[&str] = &[
    "institution:ops-d",
    "meeting:m2",
    "meeting:m3",
    "membership:membership-3",
    "body-membership:seat-2",
    "application:p1",
    "action-item:a1",
    "indicator:declared-2",
];

/// Which record is asked, and by which of its claims then.
#[derive(Clone, Copy)]
enum On {
    /// The sketch; without its note.
    Sketch,
    /// The record that ships; by the report on 2016 only.
    Shipped,
    /// The record that ships; without a document.
    Without(&'static str),
}

/// Whether an answer depends on something.
#[derive(Clone, Copy)]
enum Depends {
    /// It does.
    Yes,
    /// It does not, and why that is right.
    No(&'static str),
}
use Depends::{No, Yes};

const LIST: Depends =
    No("the basis is about memberships, seats and participations; a list shows what stands on any");
const DATES: Depends = No("meetings and indicators are in no need of a basis: it is about who takes part");
const READ_BY: Depends = No("vocabularies and territory are what the record is read by, not what it says");
const OWN: Depends = No("it tells of the view itself, or of the state of the record");
const DECISIONS: Depends = No("decisions are no evidence, and documents are what evidence stands in");

/// Every field of `Network`: what is asked, of which record, and whether it depends on the basis and on the claims.
const FIELDS: &[(&str, &str, On, Depends, Depends)] = &[
    // Of the view.
    ("revision", "revision", On::Sketch, OWN, OWN),
    ("recordedAt", "recordedAt", On::Sketch, OWN, OWN),
    ("scenario", "scenario { id }", On::Sketch, OWN, OWN),
    ("during", "during { edtf }", On::Sketch, OWN, OWN),
    ("basis", "basis", On::Sketch, Yes, OWN),
    ("evidenceFilter", "evidenceFilter", On::Sketch, OWN, Yes),
    ("completeness", "completeness { enumerated }", On::Sketch, Yes, Yes),
    ("excluded", "excluded { reason count }", On::Shipped, Yes, Yes),
    // What the record is read by.
    ("institutionTypes", "institutionTypes { slug }", On::Sketch, LIST, READ_BY),
    ("sectors", "sectors { slug }", On::Shipped, LIST, READ_BY),
    ("functions", "functions { slug }", On::Shipped, LIST, READ_BY),
    ("meetingKinds", "meetingKinds { slug }", On::Sketch, LIST, READ_BY),
    ("tieWeights", "tieWeights { slug }", On::Shipped, LIST, READ_BY),
    ("topics", "topics { totalCount }", On::Shipped, LIST, READ_BY),
    ("territory", "territory(by: { slug: \"gmina-a\" }) { slug }", On::Sketch, LIST, READ_BY),
    ("territories", "territories { totalCount }", On::Sketch, LIST, READ_BY),
    // Those of a partnership that does not stand are left out.
    ("expectations", "expectations { totalCount }", On::Shipped, LIST, Yes),
    ("documents", "documents { totalCount }", On::Shipped, LIST, DECISIONS),
    ("identityDecisions", "identityDecisions { totalCount }", On::Shipped, LIST, DECISIONS),
    // Records.
    ("institution", "institution(by: { slug: \"ops-d\" }) { slug }", On::Sketch, LIST, Yes),
    ("partnership", "partnership(by: { slug: \"pnres\" }) { slug }", On::Shipped, LIST, Yes),
    ("meeting", "meeting(by: { slug: \"m2\" }) { slug }", On::Sketch, LIST, Yes),
    ("body", "body(by: { slug: \"rada-programowa\" }) { slug }", On::Shipped, LIST, Yes),
    ("office", "office(by: { slug: \"wicemarszalek\" }) { slug }", On::Shipped, LIST, Yes),
    ("indicator", "indicator(by: { slug: \"declared-2\" }) { slug }", On::Sketch, LIST, Yes),
    ("search", "search(text: \"ops-d\") { totalCount }", On::Sketch, LIST, Yes),
    ("institutions", "institutions { totalCount }", On::Sketch, LIST, Yes),
    ("partnerships", "partnerships { totalCount }", On::Shipped, LIST, Yes),
    ("meetings", "meetings { totalCount }", On::Sketch, LIST, Yes),
    ("meetingSeries", "meetingSeries { totalCount }", On::Shipped, LIST, Yes),
    ("bodies", "bodies { totalCount }", On::Shipped, LIST, Yes),
    ("offices", "offices { totalCount }", On::Shipped, LIST, Yes),
    ("resolutions", "resolutions { totalCount }", On::Shipped, LIST, Yes),
    ("actionItems", "actionItems { totalCount }", On::Sketch, LIST, Yes),
    ("programmes", "programmes { totalCount }", On::Shipped, LIST, Yes),
    ("projects", "projects { totalCount }", On::Shipped, LIST, Yes),
    ("calls", "calls { totalCount }", On::Without("doc-003"), LIST, Yes),
    ("applications", "applications { totalCount }", On::Sketch, LIST, Yes),
    ("fundingAggregates", "fundingAggregates { totalCount }", On::Without("doc-003"), LIST, Yes),
    ("indicators", "indicators { totalCount }", On::Sketch, LIST, Yes),
    ("claims", "claims(about: \"<id>\") { totalCount }", On::Sketch, LIST, Yes),
    ("mentions", "mentions { totalCount }", On::Shipped, LIST, Yes),
    ("norms", "norms { totalCount }", On::Shipped, LIST, Yes),
    ("statements", "statements { totalCount }", On::Shipped, LIST, Yes),
    ("resolutionTasks", "resolutionTasks { totalCount }", On::Shipped, LIST, Yes),
    ("relations", "relations { totalCount }", On::Shipped, LIST, Yes),
    // Analyses.
    ("structure", "structure { ...R }", On::Sketch, Yes, Yes),
    ("ties", "ties { nodes { weight level } }", On::Sketch, Yes, Yes),
    ("tie", "tie(between: [\"<ops-a>\", \"<ops-c>\"]) { tie { weight } }", On::Sketch, Yes, Yes),
    ("dependence", "dependence(on: { slug: \"wup\" }) { ...R }", On::Sketch, Yes, Yes),
    ("clusters", "clusters(ties: { minLevel: L1 }) { ...R }", On::Sketch, Yes, Yes),
    ("ranking", "ranking(measure: DEGREE) { ...R }", On::Sketch, Yes, Yes),
    ("brokerage", "brokerage(by: TYPE) { ...R }", On::Sketch, Yes, Yes),
    (
        "path",
        "path(from: { slug: \"ops-c\" }, to: { slug: \"wup\" }, weightSemantics: NONE) { ...R }",
        On::Sketch,
        Yes,
        Yes,
    ),
    ("suggestedTies", "suggestedTies { ...R }", On::Sketch, Yes, Yes),
    ("series", "series(step: { unit: YEAR }, measures: [TIES]) { ...R }", On::Sketch, Yes, Yes),
    ("evolution", "evolution(step: { unit: YEAR }, ties: { minLevel: L1 }) { ...R }", On::Sketch, Yes, Yes),
    (
        "annualReport",
        "annualReport(partnership: { slug: \"partnership\" }, year: 2015) { ...R }",
        On::Sketch,
        Yes,
        Yes,
    ),
    ("funding", "funding(groupBy: [INSTITUTION], counting: FULL) { ...R }", On::Sketch, Yes, Yes),
    ("projectPartnerships", "projectPartnerships { ...R }", On::Sketch, Yes, Yes),
    (
        "normCompliance",
        "normCompliance(partnership: { slug: \"partnership\" }, years: [2015]) { ...R }",
        On::Sketch,
        DATES,
        Yes,
    ),
    ("hostRotation", "hostRotation(partnership: { slug: \"partnership\" }) { ...R }", On::Sketch, Yes, Yes),
    (
        "followUp",
        "followUp(on: \"2016-01-01\") { ...R }",
        On::Sketch,
        No("inferred actions are told apart on every basis, and no action of the sketch is inferred"),
        Yes,
    ),
    (
        "gaps",
        "gaps(partnership: { slug: \"pnres\" }, on: \"2015-05-01\") { ...R }",
        On::Without("doc-002"),
        Yes,
        Yes,
    ),
    ("pairCoverage", "pairCoverage(left: \"OPS\", right: \"PUP\") { ...R }", On::Sketch, Yes, Yes),
    (
        "duplicates",
        "duplicates { ...R }",
        On::Sketch,
        No("names, numbers, types and seats are compared, which the basis does not filter"),
        Yes,
    ),
    ("compare", "compare(with: { during: { year: 2016 } }) { ...R }", On::Sketch, Yes, Yes),
    (
        "meetingPlan",
        "meetingPlan(input: { partnership: { slug: \"partnership\" }, seats: 9, contact: { by: SECRETARIAT } }) { ...R }",
        On::Sketch,
        Yes,
        Yes,
    ),
    ("statistics", "statistics(of: MEMBERSHIPS, groupBy: [ROLE]) { ...R }", On::Sketch, Yes, Yes),
    (
        "uncontactedSignatories",
        "uncontactedSignatories(partnership: { slug: \"partnership\" }) { ...R }",
        On::Sketch,
        Yes,
        Yes,
    ),
    ("coverage", "coverage(rows: GMINA, level: CONTACTED) { ...R }", On::Sketch, Yes, Yes),
    (
        "indicatorRatio",
        "indicatorRatio(of: { slug: \"declared-2\" }, per: { slug: \"declared-1\" }) { ...R }",
        On::Sketch,
        DATES,
        Yes,
    ),
];

/// The sketch, with a powiat, a norm, and a note that some of it rests on.
fn record() -> Record {
    let mut record = sketch(SKETCH);
    let note = SourceDocument { key: id("note"), ..record.documents[0].clone() };
    record.documents.push(note);
    let mut powiat = record.territories[0].clone();
    powiat.key = id("powiat");
    powiat.level = TerritoryLevel::Powiat;
    for gmina in &mut record.territories {
        gmina.parent = Some(id("powiat"));
    }
    record.territories.push(powiat);
    record.served_territories.push(ServedTerritory {
        key: id("served"),
        institution: id("pup-a"),
        unit: id("powiat"),
        valid_from: domain::date::EdtfDate::UNKNOWN,
        valid_to: domain::date::EdtfDate::UNKNOWN,
    });
    record.norms.push(NormRule {
        key: id("yearly"),
        kind: NormKind::MeetingsPerYear,
        text_pl: label("co rok"),
        text_en: None,
        partnership: Some(id("partnership")),
        project: None,
        meeting_kind: Some(id("plenary")),
        institution_type: None,
        threshold: Some(1),
    });
    let more = ["territory:powiat", "served-territory:served", "norm:yearly"];
    for subject in more {
        let first = record.claims[0].clone();
        let key = id(&format!("claim-of-{}", subject.replace(':', "-")));
        record.claims.push(Claim { key, subject: subject.parse().expect("a reference"), ..first });
    }
    for claim in &mut record.claims {
        if OF_THE_NOTE.contains(&claim.subject.to_string().as_str()) {
            claim.document = id("note");
        }
    }
    record.sort();
    assert_eq!(domain::check::problems(&record), []);
    record
}

static SMALL: LazyLock<(Arc<Memory>, Arc<Snapshot>)> = LazyLock::new(|| {
    let network = Arc::new(Network::build(record()).expect("the sketch makes a network"));
    let memory = Memory { asserted: Some(record()), ..Memory::default() };
    (Arc::new(memory), Arc::new(Snapshot::new(Revision::new(1), None, network)))
});

static SHIPPED: LazyLock<Arc<Memory>> =
    LazyLock::new(|| Arc::new(Memory { asserted: Some(shipped().record), ..Memory::default() }));

/// What a field answers, with the codes of errors: what does not stand is not found.
async fn answer(on: On, arguments: &str, field: &str) -> (Value, Vec<String>) {
    let institution =
        |key: &str| encode_record(&id::<domain::institution::Institution>(key).reference()).to_string();
    let field = field.replace("<id>", &institution("ops-d"));
    let field = field.replace("<ops-a>", &institution("ops-a")).replace("<ops-c>", &institution("ops-c"));
    let receipt = "fragment R on ComputedResult { computation { resultHash } }";
    let fragment = if field.contains("...R") { receipt } else { "" };
    let document = format!("{{ network({arguments}) {{ it: {field} }} }} {fragment}");
    let (memory, snapshot) = match on {
        On::Sketch => (Arc::clone(&SMALL.0), Arc::clone(&SMALL.1)),
        On::Shipped | On::Without(_) => (Arc::clone(&SHIPPED), snapshot()),
    };
    let found = run_on(&memory, snapshot, Actor::anonymous(), &document, Value::Null).await;
    let codes: Vec<_> = found.errors.iter().map(|it| format!("{:?} {}", it.extensions, it.message)).collect();
    let data = found.data.into_json().expect("JSON");
    (data.pointer("/network/it").cloned().unwrap_or_default(), codes)
}

#[tokio::test]
async fn every_answer_depends_on_the_evidence_or_it_is_said_why_not() {
    let mut wrong = Vec::new();
    for (name, field, on, basis, claims) in FIELDS {
        let filter = match on {
            On::Sketch => "{ withoutDocuments: [{ slug: \"note\" }] }".to_owned(),
            On::Shipped => "{ documents: [{ slug: \"doc-003\" }] }".to_owned(),
            On::Without(document) => format!("{{ withoutDocuments: [{{ slug: \"{document}\" }}] }}"),
        };
        let (whole, errors) = answer(*on, "basis: STATED_AND_INFERRED", field).await;
        if !errors.is_empty() {
            wrong.push(format!("{name}: {errors:?}"));
            continue;
        }
        let stated = answer(*on, "basis: STATED", field).await.0;
        let filtered = answer(*on, &format!("basis: STATED_AND_INFERRED, evidence: {filter}"), field).await.0;
        for (of, depends, other) in [("the basis", basis, stated), ("the claims", claims, filtered)] {
            match depends {
                Yes if other == whole => wrong.push(format!("{name}: is the same whatever {of}: {whole}")),
                No(why) if other != whole => {
                    wrong.push(format!("{name}: depends on {of}, although {why}: {whole} {other}"));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_table_names_every_field_of_a_network() {
    let found = ask("{ __type(name: \"Network\") { fields { name } } }").await;
    let fields = found["__type"]["fields"].as_array().expect("fields");
    let fields: BTreeSet<&str> = fields.iter().filter_map(|it| it["name"].as_str()).collect();
    let told: BTreeSet<&str> = FIELDS.iter().map(|it| it.0).collect();
    assert_eq!(told, fields, "a field of Network has to be in the table");
}

#[tokio::test]
async fn a_filter_names_documents_of_the_record_and_nothing_supposed() {
    let code = |arguments: &'static str| super::code_of(arguments);
    let unknown = "{ network(evidence: { documents: [{ slug: \"no-such\" }] }) { revision } }";
    assert_eq!(code(unknown).await, "NOT_FOUND");
    let gone = "{ network(evidence: { statuses: [RETRACTED] }) { revision } }";
    assert_eq!(code(gone).await, "INVALID_ARGUMENT");
    let whole = ask("{ network(evidence: {}) { evidenceFilter } }").await;
    assert_eq!(whole, json!({ "network": { "evidenceFilter": null } }));
    let told = "{ network(evidence: { documents: [{ slug: \"doc-002\" }, { slug: \"doc-000\" }, { slug: \"doc-000\" }],
        confidences: [STATED] }) { evidenceFilter } }";
    let expected = "documents=doc-000|doc-002 confidences=STATED";
    assert_eq!(ask(told).await, json!({ "network": { "evidenceFilter": expected } }));
}

/// What a network says without a document is what it was without it: compared with all evidence, as the other side.
#[tokio::test]
async fn a_network_is_compared_with_itself_by_other_evidence() {
    let document = "{ network(during: { year: 2015 }, evidence: { withoutDocuments: [{ slug: \"doc-002\" }] }) {
        compare(with: { evidence: {} }) { institutionsLost { nodes { slug } } ties(change: [LOST]) { totalCount } } } }";
    let found = ask(document).await;
    // The Council's meeting is known from the note 002 alone: with it go PUP Żagań and the six ties of its four, but for
    // the two of WUP that the visits keep.
    assert_eq!(found["network"]["compare"]["institutionsLost"]["nodes"], json!([{ "slug": "pup-zagan" }]));
    assert_eq!(found["network"]["compare"]["ties"]["totalCount"], json!(4));
}
