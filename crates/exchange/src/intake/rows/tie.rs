//! Rows of edge lists. What they become, and why, is written down in `docs/decisions/0015-edge-lists.md`.

use domain::date::EdtfDate;
use domain::id::Id;
use domain::partnership::{Partnership, PartnershipKind, PartnershipRole};
use domain::party::Party;
use domain::statement::{Statement, StatementKind};
use domain::vocabulary::Label;

use super::partnership::{blank, member, ordered};
use crate::intake::catalogue::{normal, word};
use crate::intake::desk::{Desk, Line};
use crate::intake::issue::{Issue, IssueCode, Severity};
use crate::intake::key::derived;

/// Words for an agreement of two, as [`normal`] writes them.
const AGREEMENT: &[&str] = &[
    "agreement",
    "bilateral",
    "bilateralagreement",
    "porozumienie",
    "porozumieniedwustronne",
    "dwustronne",
    "umowa",
    "partnership",
    "partnerstwo",
];

/// What an edge says.
struct Edge<'a> {
    from: Party,
    to: Party,
    kind: &'a str,
    is_directed: bool,
    valid_from: EdtfDate,
    valid_to: EdtfDate,
    /// What it is known by beside the pair, so that parallel edges stay apart.
    parts: Vec<String>,
}

impl Edge<'_> {
    /// Words for a key: the two ends, in an order that does not hang on which stands first.
    fn words(&self) -> String {
        let short = |it: &String| {
            it.split_once(':').map_or(it.as_str(), |it| it.1).chars().take(24).collect::<String>()
        };
        self.parts.iter().take(2).map(short).collect::<Vec<_>>().join("-")
    }
}

/// Reads a row.
pub(super) fn read(desk: &mut Desk<'_>, line: &Line<'_>) {
    let (from, to) = (desk.needed_party(line, "from"), desk.needed_party(line, "to"));
    let (valid_from, valid_to) = (desk.date(line, "valid_from"), desk.date(line, "valid_to"));
    ordered(desk, line, ("valid_to", valid_from, valid_to));
    let weight = desk.number(line, "weight");
    let (label, _id) = (desk.text(line, "label"), desk.text(line, "id"));
    let (Some(from), Some(to)) = (from, to) else { return };
    if from == to {
        desk.refuse(line, "to", IssueCode::BrokenRule, "a tie joins two institutions; both cells name one");
        return;
    }
    // Gephi's `Type` is a direction, Kumu's is the kind of tie.
    let of_type = word::code(word::DIRECTION, line.cell("type").text);
    let direction = word::code(word::DIRECTION, line.cell("direction").text).or(of_type);
    let kind = if line.has("kind") || of_type.is_some() { "kind" } else { "type" };
    let kind = line.cell(kind).text;
    let is_directed = direction == Some("DIRECTED");
    let mut pair = [from.to_string(), to.to_string()];
    if !is_directed {
        pair.sort();
    }
    let [first, second] = pair;
    let parts = vec![first, second, normal(kind), line.cell("id").text.to_owned(), known(valid_from)];
    let edge = Edge { from, to, kind, is_directed, valid_from, valid_to, parts };
    if !desk.is_sound() {
        return;
    }
    if AGREEMENT.contains(&normal(kind).as_str()) {
        agreement(desk, line, &edge, (label, weight));
    } else {
        statement(desk, &edge, (label, weight));
    }
}

fn known(date: EdtfDate) -> String {
    if date.is_unknown() { String::new() } else { date.to_string() }
}

/// What a row says beside who is tied to whom, as remarks.
fn remarks(edge: &Edge<'_>, label: Option<Label>, weight: Option<String>) -> Vec<Label> {
    let text = |name: &str, value: &str| {
        if value.is_empty() { None } else { Label::new(&format!("{name}: {value}")).ok() }
    };
    let direction = if edge.is_directed { Label::new("skierowane").ok() } else { None };
    let label = label.and_then(|it| Label::new(&it.as_str().replace('|', "/")).ok());
    let weight = weight.and_then(|it| text("waga", &it));
    let end = text("do", &known(edge.valid_to));
    [label, weight, direction, end].into_iter().flatten().collect()
}

/// An agreement of two: a bilateral partnership with two partners.
fn agreement(
    desk: &mut Desk<'_>,
    line: &Line<'_>,
    edge: &Edge<'_>,
    (label, weight): (Option<Label>, Option<String>),
) {
    let parts: Vec<&str> = edge.parts.iter().map(String::as_str).collect();
    let words = edge.words();
    let Ok(key) = derived::<Partnership>("tie", &words, &parts) else { return };
    let name = label.or_else(|| {
        Label::new(&format!("{}: {} – {}", edge.kind, named(desk, &edge.from), named(desk, &edge.to))).ok()
    });
    let Some(name) = name else { return };
    let notes: Vec<String> = remarks(edge, None, weight).iter().map(ToString::to_string).collect();
    let mut it = blank(key.clone(), name, PartnershipKind::Bilateral);
    it.founded = edge.valid_from;
    it.note = Label::new(&notes.join("; ")).ok();
    desk.index.partnerships.add(key.as_str(), [it.name_pl.as_str()]);
    desk.put_main(it);
    for party in [&edge.from, &edge.to] {
        if let Some(mut member) = member(desk, &key, party, PartnershipRole::Partner, edge.valid_from) {
            member.valid_to = edge.valid_to;
            desk.put(member);
        }
    }
    if edge.is_directed {
        desk.tell(Severity::Notice, || {
            let message = "an agreement has no direction; the direction is kept as a remark";
            Issue::new(Severity::Notice, IssueCode::InvalidValue, message).column(line.header("type"))
        });
    }
}

/// Anything else: that cooperation was stated, which never becomes a tie.
fn statement(desk: &mut Desk<'_>, edge: &Edge<'_>, (label, weight): (Option<Label>, Option<String>)) {
    let parts: Vec<&str> = edge.parts.iter().map(String::as_str).collect();
    let words = edge.words();
    let Ok(key) = derived::<Statement>("tie", &words, &parts) else { return };
    let kind = if edge.kind.is_empty() { "powiązanie" } else { edge.kind };
    let text =
        format!("{kind}: {} – {} (według listy krawędzi)", named(desk, &edge.from), named(desk, &edge.to));
    let Ok(text_pl) = Label::new(&text) else {
        desk.tell(Severity::Error, || {
            Issue::error(IssueCode::TooLong, "the names and the kind of this tie together are too long")
        });
        return;
    };
    desk.put_main(Statement {
        key,
        kind: StatementKind::Cooperation,
        of: Some(edge.from.clone()),
        text_pl,
        text_en: None,
        types: Vec::new(),
        function: None,
        with: vec![edge.to.clone()],
        items: remarks(edge, label, weight),
        project: None,
        territory: None,
        date: edge.valid_from,
        is_planned: false,
    });
}

/// What comes after the kind in the text form of a party.
fn tail(party: &Party) -> String {
    let text = party.to_string();
    text.split_once(':').map_or(text.clone(), |it| it.1.chars().take(24).collect())
}

/// The name of a party, short where it has a short one.
fn named(desk: &Desk<'_>, party: &Party) -> String {
    let institution = party.institution().and_then(|id: &Id<_>| desk.institution_name(id));
    institution.unwrap_or_else(|| tail(party))
}
