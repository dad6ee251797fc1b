//! Rows of institutions, with their numbers, territories and successors.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::date::EdtfDate;
use domain::id::Id;
use domain::identifier::{BelongsTo, Identifier, IdentifierScheme, IdentifierStatus};
use domain::identity::{Relation, RelationKind};
use domain::institution::{Institution, InstitutionIdentifier, InstitutionState, Naming, ServedTerritory};
use domain::polish::fold;
use domain::record::{Noun, RecordKind};

use super::identity::{self, Identities, NUMBERS};
use super::set;
use crate::intake::desk::{Desk, Line};
use crate::intake::issue::{Issue, IssueCode, Severity};
use crate::intake::key::derived;
use crate::intake::kind::SheetKind;
use crate::intake::names::Found;

/// What was found out about the institutions of a sheet before its rows are read.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(super) identities: Identities,
    /// New institutions of all sheets so far, and their names.
    pub(super) added: BTreeMap<Arc<str>, String>,
}

impl Places {
    /// Forgets the rows of the sheet before.
    pub(crate) fn next_sheet(&mut self) {
        self.identities.clear();
    }
}

/// Reads a row.
pub(super) fn read(desk: &mut Desk<'_>, line: &Line<'_>, places: &Places) {
    let name_field = identity::name_field(line);
    let name = desk.needed_text(line, name_field);
    let key = match places.identities.get(&line.row) {
        Some(Ok(key)) => Id::<Institution>::new(key).ok(),
        Some(Err((field, code, message, about))) => {
            desk.tell(Severity::Error, || {
                let issue =
                    Issue::error(*code, message.clone()).column(line.header(field)).about(about.clone());
                let text = line.cell(field).text;
                if text.is_empty() { issue } else { issue.value(text) }
            });
            None
        }
        None => None,
    };
    let known = key.as_ref().and_then(|it| desk.believed::<Institution>(it.as_str()));
    let institution = key.zip(name).and_then(|(key, name)| fields(desk, line, known, (key, name)));
    let numbers = institution.as_ref().map(|it| numbers(desk, line, &it.key)).unwrap_or_default();
    let served = institution.as_ref().map(|it| served(desk, line, &it.key)).unwrap_or_default();
    let successor =
        if line.form.kind == SheetKind::Nodes { None } else { desk.institution(line, "successor") };
    if let Some(institution) = institution.filter(|_| desk.is_sound()) {
        let key = institution.key.clone();
        desk.put_main(institution);
        for number in numbers {
            desk.put(number);
        }
        for unit in served {
            desk.put(unit);
        }
        if let Some(relation) = successor.and_then(|it| succession(&key, &it)) {
            desk.put(relation);
        }
    }
    desk.mark_refused(RecordKind::Institution, &fold(line.cell(name_field).text));
    desk.mark_refused(RecordKind::Institution, &crate::intake::key::slug(line.cell("id").text));
}

fn fields(
    desk: &mut Desk<'_>,
    line: &Line<'_>,
    known: Option<Institution>,
    (key, name): (Id<Institution>, domain::vocabulary::Label),
) -> Option<Institution> {
    let is_node = line.form.kind == SheetKind::Nodes;
    let is_known = known.is_some();
    let mut it = known.unwrap_or_else(|| Institution {
        key,
        name_pl: name.clone(),
        name_en: None,
        short_name: None,
        r#type: None,
        sector: None,
        functions: Vec::new(),
        seat: None,
        parent: None,
        existed_from: EdtfDate::UNKNOWN,
        existed_to: EdtfDate::UNKNOWN,
        state: InstitutionState::Unknown,
        naming: Naming::Named,
        note: None,
    });
    if is_node {
        // The labels of a map are often short; they do not rename what is known.
        node(desk, line, &mut it);
        return Some(it);
    }
    it.name_pl = name;
    set!(it.name_en = desk.text(line, "name_en"), if line.has("name_en"));
    set!(it.short_name = desk.text(line, "short_name"), if line.has("short_name"));
    set!(it.r#type = desk.referred(line, "type", |it| &it.types), if line.has("type"));
    set!(it.sector = desk.referred(line, "sector", |it| &it.sectors), if line.has("sector"));
    set!(it.functions = desk.several(line, "functions", |it| &it.functions), if line.has("functions"));
    set!(it.seat = desk.territory(line, "seat"), if line.has("seat"));
    set!(it.parent = desk.institution(line, "parent"), if line.has("parent"));
    set!(it.existed_from = desk.date(line, "existed_from"), if line.has("existed_from"));
    set!(it.existed_to = desk.date(line, "existed_to"), if line.has("existed_to"));
    let state = desk.word(line, "state");
    if let Some(state) = state {
        it.state = state;
    }
    set!(it.note = desk.text(line, "note"), if line.has("note"));
    if let (Some(from), Some(to)) = (it.existed_from.earliest(), it.existed_to.latest())
        && to < from
    {
        desk.refuse(line, "existed_to", IssueCode::BrokenRule, "it ended before it began");
    }
    if it.parent.as_ref() == Some(&it.key) {
        desk.refuse(line, "parent", IssueCode::BrokenRule, "an institution is not part of itself");
    }
    if !is_known && !line.has("state") && it.existed_to.is_unknown() {
        // Who keeps a list of institutions keeps those that work; one that does not says so.
        it.state = InstitutionState::Active;
    }
    desk.is_sound().then_some(it)
}

/// The fields of a node of an edge list, whose words are free: what is no word of the record is left out with a warning.
fn node(desk: &mut Desk<'_>, line: &Line<'_>, it: &mut Institution) {
    match desk.index.types.find(line.cell("type").text) {
        Found::One(key) => it.r#type = Id::new(&key).ok(),
        _ => left_out(desk, line, "type"),
    }
    match desk.index.sectors.find(line.cell("sector").text) {
        Found::One(key) => it.sector = Id::new(&key).ok(),
        _ => left_out(desk, line, "sector"),
    }
    set!(it.note = desk.text(line, "description"), if line.has("description"));
}

fn left_out(desk: &mut Desk<'_>, line: &Line<'_>, field: &str) {
    if line.has(field) {
        desk.tell(Severity::Warning, || {
            let message = format!("the record has no {field} of this name; the cell is not read");
            Issue::warning(IssueCode::UnknownWord, message)
                .column(line.header(field))
                .value(line.cell(field).text)
        });
    }
}

fn numbers(desk: &mut Desk<'_>, line: &Line<'_>, key: &Id<Institution>) -> Vec<InstitutionIdentifier> {
    let mut made = Vec::new();
    for (field, scheme) in NUMBERS {
        let text = identity::number_text(line, field, scheme);
        if text.is_empty() {
            continue;
        }
        let belongs_to =
            if scheme == IdentifierScheme::Nip { identity::nip_belongs_to(line) } else { BelongsTo::Own };
        let number = match Identifier::read(scheme, &text, belongs_to) {
            Ok(number) => number,
            Err(error) => {
                desk.refuse(line, field, IssueCode::InvalidIdentifier, error.to_string());
                continue;
            }
        };
        if number.status() == IdentifierStatus::ChecksumFailed {
            desk.tell(Severity::Warning, || {
                let message = "the check digit fails, probably by a typing error; the number is kept, and identifies nobody";
                Issue::warning(IssueCode::ChecksumFailed, message).column(line.header(field)).value(&text)
            });
        }
        made.extend(identifier(desk, line, key, (field, &number)));
    }
    // The word is checked even where no NIP stands beside it.
    let _told = desk.code(line, "nip_belongs_to");
    made
}

fn identifier(
    desk: &mut Desk<'_>,
    line: &Line<'_>,
    key: &Id<Institution>,
    (field, number): (&'static str, &Identifier),
) -> Option<InstitutionIdentifier> {
    let known: Vec<&InstitutionIdentifier> =
        desk.known_numbers(key.as_str()).iter().copied().filter(|it| it.scheme == number.scheme()).collect();
    let same = known.iter().find(|it| it.read().is_ok_and(|it| it.normalised() == number.normalised()));
    if let Some(same) = same {
        return Some(InstitutionIdentifier { belongs_to: number.belongs_to(), ..(*same).clone() });
    }
    if let Some(other) = known.iter().find(|it| it.belongs_to == number.belongs_to()) {
        let message = format!("the record has {} for it; mend the row, or the record first", other.value);
        let about = vec![other.reference()];
        desk.tell(Severity::Error, || {
            Issue::error(IssueCode::ConflictingReferences, message)
                .column(line.header(field))
                .value(number.value())
                .about(about)
        });
        return None;
    }
    let parts = [key.as_str(), number.scheme().as_str(), number.normalised()];
    let id = derived("number", &format!("{}-{}", number.scheme(), key), &parts).ok()?;
    let value = domain::vocabulary::Label::new(number.normalised()).ok()?;
    Some(InstitutionIdentifier {
        key: id,
        institution: key.clone(),
        scheme: number.scheme(),
        value,
        belongs_to: number.belongs_to(),
    })
}

fn served(desk: &mut Desk<'_>, line: &Line<'_>, key: &Id<Institution>) -> Vec<ServedTerritory> {
    let units = desk.territories(line, "serves");
    let mut made: Vec<ServedTerritory> = Vec::new();
    for unit in units {
        let known =
            desk.record.served_territories.iter().find(|it| it.institution == *key && it.unit == unit);
        let fresh = || {
            let id = derived("served", key.as_str(), &[key.as_str(), unit.as_str()]).ok()?;
            Some(ServedTerritory {
                key: id,
                institution: key.clone(),
                unit: unit.clone(),
                valid_from: EdtfDate::UNKNOWN,
                valid_to: EdtfDate::UNKNOWN,
            })
        };
        if !made.iter().any(|it| it.unit == unit) {
            made.extend(known.cloned().or_else(fresh));
        }
    }
    made
}

fn succession(old: &Id<Institution>, new: &Id<Institution>) -> Option<Relation> {
    Some(Relation {
        key: derived("succession", &format!("{new}-{old}"), &[new.as_str(), old.as_str()]).ok()?,
        from: new.reference(),
        to: old.reference(),
        kind: RelationKind::Succeeds,
        date: EdtfDate::UNKNOWN,
        reason: None,
    })
}
