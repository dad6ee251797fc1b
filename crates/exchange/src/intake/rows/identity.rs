//! Which institution a row is of: by id, by a number of a register, by name; a new one gets a key made from its name.

use std::collections::HashMap;
use std::sync::Arc;

use domain::changeset::find;
use domain::identifier::{BelongsTo, Identifier, IdentifierScheme, IdentifierStatus};
use domain::institution::Institution;
use domain::record::{RecordKind, RecordRef};

use crate::intake::catalogue::word;
use crate::intake::desk::{Desk, Line};
use crate::intake::issue::IssueCode;
use crate::intake::key::{digest, slug};
use crate::intake::kind::SheetKind;
use crate::intake::names::Found;

use super::Places;

/// Which institution a row is of, or why that cannot be said: the column, the code, what to do, the candidates.
pub(super) type Identity = Result<Arc<str>, Unclear>;

/// Why it cannot be said.
pub(super) type Unclear = (&'static str, IssueCode, String, Vec<RecordRef>);

/// The columns of numbers.
pub(super) const NUMBERS: [(&str, IdentifierScheme); 3] =
    [("krs", IdentifierScheme::Krs), ("regon", IdentifierScheme::Regon), ("nip", IdentifierScheme::Nip)];

/// The field that holds the name of a row's institution.
pub(super) fn name_field(line: &Line<'_>) -> &'static str {
    if line.form.kind == SheetKind::Nodes { "label" } else { "name" }
}

/// A number as a cell gives it; numbers that a spreadsheet took for amounts get their first zeros back.
pub(super) fn number_text(line: &Line<'_>, field: &str, scheme: IdentifierScheme) -> String {
    let text = line.cell(field).text;
    let text = text.strip_suffix(".0").unwrap_or(text);
    let is_bare = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    match (scheme, text.len()) {
        (IdentifierScheme::Krs, 1..=9) if is_bare => format!("{text:0>10}"),
        (IdentifierScheme::Regon, 8) if is_bare => format!("0{text}"),
        (IdentifierScheme::Regon, 13) if is_bare => format!("0{text}"),
        _ => text.to_owned(),
    }
}

/// Whose the NIP of a row is.
pub(super) fn nip_belongs_to(line: &Line<'_>) -> BelongsTo {
    let code = word::code(word::BELONGS_TO, line.cell("nip_belongs_to").text);
    if code == Some("PARENT") { BelongsTo::Parent } else { BelongsTo::Own }
}

/// A row's own numbers that keep the rules of their registers, in their normal form.
fn own_numbers(line: &Line<'_>) -> Vec<(&'static str, IdentifierScheme, String)> {
    let read = |(field, scheme): (&'static str, IdentifierScheme)| {
        let text = number_text(line, field, scheme);
        let owner = if scheme == IdentifierScheme::Nip { nip_belongs_to(line) } else { BelongsTo::Own };
        let read = Identifier::read(scheme, &text, owner).ok()?;
        let is_sound = read.status() == IdentifierStatus::ValidFormat && read.key().is_some();
        is_sound.then(|| (field, scheme, read.normalised().to_owned()))
    };
    NUMBERS.into_iter().filter_map(read).collect()
}

/// Finds out which institution a row is of, and makes its names and numbers known to the rows that follow.
pub(super) fn survey(desk: &mut Desk<'_>, line: &Line<'_>, places: &mut Places) {
    let name = line.cell(name_field(line)).text;
    let numbers = own_numbers(line);
    let identity = identify(desk, line, name, &numbers, places);
    if let Ok(key) = &identity {
        if find::<Institution>(desk.record, key).is_none() {
            places.added.entry(Arc::clone(key)).or_insert_with(|| name.to_owned());
        }
        let short = line.cell("short_name").text;
        let names = [name, short].into_iter().filter(|it| !it.is_empty());
        desk.index.institutions.add(key, names);
        for (_, scheme, number) in &numbers {
            desk.index.number(*scheme, number, key);
        }
        if line.form.kind == SheetKind::Nodes {
            let id = line.cell("id").text;
            if !id.is_empty() {
                desk.local.insert(id.to_owned(), Arc::clone(key));
            }
        }
    }
    places.identities.insert(line.row, identity);
}

fn identify(
    desk: &Desk<'_>,
    line: &Line<'_>,
    name: &str,
    numbers: &[(&'static str, IdentifierScheme, String)],
    places: &Places,
) -> Identity {
    let about = |keys: &[Arc<str>]| -> Vec<RecordRef> {
        keys.iter().map(|it| RecordRef { kind: RecordKind::Institution, key: Arc::clone(it) }).collect()
    };
    let by_number = of_numbers(desk, numbers, &about)?;
    let id = line.cell("id").text;
    let is_local = line.form.kind == SheetKind::Nodes;
    let given = if id.is_empty() { None } else { Some(slug(id)) };
    let given = given.filter(|it| !is_local || find::<Institution>(desk.record, it).is_some());
    if let Some(key) = given {
        if key.is_empty() {
            return Err((
                "id",
                IssueCode::InvalidValue,
                "this cannot be an id: it needs a letter or a digit".into(),
                vec![],
            ));
        }
        return match by_number {
            Some(other)
                if *other != *key
                    && desk.index.canonical(&other) != desk.index.canonical(&key.as_str().into()) =>
            {
                let message =
                    format!("the row's number is that of `{other}`; write that id, or mend the number");
                Err(("id", IssueCode::ConflictingReferences, message, about(&[other])))
            }
            _ => Ok(key.into()),
        };
    }
    if let Some(key) = by_number {
        return Ok(key);
    }
    let keys = match desk.index.institutions.exactly(name) {
        Found::One(key) => vec![key],
        Found::Several(keys) => keys,
        Found::Nothing => Vec::new(),
    };
    let fitting: Vec<Arc<str>> =
        keys.iter().filter(|it| !contradicts(desk, it, numbers, line)).cloned().collect();
    match desk.index.as_one(Found::of(fitting)) {
        Found::One(key) => Ok(key),
        Found::Several(keys) => {
            let listed: Vec<_> = keys.iter().map(|it| &**it).collect();
            let message = format!("several institutions are called so: {}; write the id", listed.join(", "));
            Err((name_field(line), IssueCode::AmbiguousReference, message, about(&keys)))
        }
        Found::Nothing => new_key(desk, line, name, numbers, places),
    }
}

type About<'a> = dyn Fn(&[Arc<str>]) -> Vec<RecordRef> + 'a;

/// The institution whose numbers a row gives.
fn of_numbers(
    desk: &Desk<'_>,
    numbers: &[(&'static str, IdentifierScheme, String)],
    about: &About<'_>,
) -> Result<Option<Arc<str>>, Unclear> {
    let mut found: Option<Arc<str>> = None;
    for (field, scheme, number) in numbers {
        match desk.index.as_one(Found::of(desk.index.by_number(*scheme, number).to_vec())) {
            Found::Nothing => {}
            Found::Several(keys) => {
                let listed: Vec<_> = keys.iter().map(|it| &**it).collect();
                let message =
                    format!("several institutions have this number: {}; write the id", listed.join(", "));
                return Err((field, IssueCode::AmbiguousReference, message, about(&keys)));
            }
            Found::One(key) => match &found {
                Some(other) if *other != key => {
                    let message = format!(
                        "this number is that of `{key}`, another number of the row that of `{other}`"
                    );
                    return Err((
                        field,
                        IssueCode::ConflictingReferences,
                        message,
                        about(&[key, Arc::clone(other)]),
                    ));
                }
                _ => found = Some(key),
            },
        }
    }
    Ok(found)
}

/// Whether an institution of the row's name is another one: it has another number, or sits elsewhere.
fn contradicts(
    desk: &Desk<'_>,
    key: &Arc<str>,
    numbers: &[(&'static str, IdentifierScheme, String)],
    line: &Line<'_>,
) -> bool {
    let Some(institution) = find::<Institution>(desk.record, key) else { return false };
    let own: Vec<_> = if numbers.is_empty() {
        Vec::new()
    } else {
        desk.known_numbers(key).iter().filter_map(|it| it.read().ok()).collect()
    };
    let has_other_number = numbers.iter().any(|(_, scheme, number)| {
        let mut same_scheme = own.iter().filter(|it| it.scheme() == *scheme && it.key().is_some()).peekable();
        same_scheme.peek().is_some() && same_scheme.all(|it| it.normalised() != number)
    });
    let seat = desk.quiet_territory(line.cell("seat").text);
    has_other_number
        || seat.zip(institution.seat.as_ref()).is_some_and(|(given, known)| *given != *known.as_str())
}

/// The key of a new institution: its name, and a digest of what it is known by where the name is taken.
fn new_key(
    desk: &Desk<'_>,
    line: &Line<'_>,
    name: &str,
    numbers: &[(&'static str, IdentifierScheme, String)],
    places: &Places,
) -> Identity {
    let plain = slug(name);
    if plain.is_empty() {
        let message = "the name needs a letter or a digit".to_owned();
        return Err((name_field(line), IssueCode::MissingValue, message, vec![]));
    }
    let is_taken = find::<Institution>(desk.record, &plain).is_some()
        || places.added.get(plain.as_str()).is_some_and(|it| it != name);
    if !is_taken {
        return Ok(plain.into());
    }
    let mut parts = vec![name, line.cell("seat").text];
    parts.extend(numbers.iter().map(|it| it.2.as_str()));
    let digest = digest(&parts);
    Ok(format!("{plain}-{}", digest.get(..8).unwrap_or_default()).into())
}

/// What was found out about the rows of a sheet of institutions before they are read.
pub(super) type Identities = HashMap<usize, Identity>;
