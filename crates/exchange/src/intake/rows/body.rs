//! Rows of bodies and of seats on them.

use domain::body::{Body, BodyKind, BodyMembership, BodyRole};
use domain::date::EdtfDate;
use domain::record::RecordKind;

use super::partnership::ordered;
use super::set;
use crate::intake::desk::{Desk, Line};
use crate::intake::key::{derived, slug};

/// Reads a row of a body.
pub(super) fn read(desk: &mut Desk<'_>, line: &Line<'_>) {
    let key = desk.id::<Body>(line, "body_id");
    let name = desk.needed_text(line, "name");
    let kind = desk.word::<BodyKind>(line, "kind");
    if let (Some(key), Some(name), Some(kind)) = (key, name, kind) {
        let known = desk.believed::<Body>(key.as_str());
        let is_known = known.is_some();
        let mut it = known.unwrap_or_else(|| Body {
            key: key.clone(),
            name_pl: name.clone(),
            name_en: None,
            short_name: None,
            kind,
            partnership: None,
            appointed_by: None,
            established: EdtfDate::UNKNOWN,
            as_of: EdtfDate::UNKNOWN,
            same_as: None,
            note: None,
        });
        it.name_pl = name;
        set!(it.kind = kind, if line.has("kind") || !is_known);
        set!(it.name_en = desk.text(line, "name_en"), if line.has("name_en"));
        set!(it.short_name = desk.text(line, "short_name"), if line.has("short_name"));
        set!(it.partnership = desk.referred(line, "partnership", |it| &it.partnerships), if line.has("partnership"));
        set!(it.appointed_by = desk.party(line, "appointed_by"), if line.has("appointed_by"));
        set!(it.established = desk.date(line, "established"), if line.has("established"));
        set!(it.as_of = desk.date(line, "as_of"), if line.has("as_of"));
        set!(it.note = desk.text(line, "note"), if line.has("note"));
        if desk.is_sound() {
            let short = it.short_name.as_ref().map(domain::vocabulary::Label::as_str);
            desk.index.bodies.add(key.as_str(), [it.name_pl.as_str()].into_iter().chain(short));
            desk.put_main(it);
        }
    }
    desk.mark_refused(RecordKind::Body, &slug(line.cell("body_id").text));
}

/// Reads a row of a seat.
pub(super) fn read_member(desk: &mut Desk<'_>, line: &Line<'_>) {
    let body = desk.needed::<Body>(line, "body", |it| &it.bodies);
    let institution =
        if desk.need(line, "institution") { desk.institution(line, "institution") } else { None };
    let role = desk.word::<BodyRole>(line, "role");
    let (from, to) = (desk.date(line, "valid_from"), desk.date(line, "valid_to"));
    let as_of = desk.date(line, "as_of");
    ordered(desk, line, ("valid_to", from, to));
    let (Some(body), Some(institution), Some(role)) = (body, institution, role) else { return };
    let is_it = |it: &&BodyMembership| {
        it.body == body
            && it.on_behalf_of.as_ref() == Some(&institution)
            && it.role == role
            && (it.valid_from == from || it.valid_from.is_unknown() || from.is_unknown())
    };
    let known = desk.record.body_memberships.iter().find(is_it);
    let known = known.and_then(|it| desk.believed::<BodyMembership>(it.key.as_str()));
    let from_text = if from.is_unknown() { String::new() } else { from.to_string() };
    let parts = [body.as_str(), institution.as_str(), role.as_str(), &from_text];
    let Ok(key) = derived("seat", institution.as_str(), &parts) else { return };
    let mut it = known.unwrap_or(BodyMembership {
        key,
        body,
        person: None,
        on_behalf_of: Some(institution),
        group: None,
        role,
        as_of: EdtfDate::UNKNOWN,
        valid_from: EdtfDate::UNKNOWN,
        valid_to: EdtfDate::UNKNOWN,
    });
    set!(it.as_of = as_of, if line.has("as_of"));
    set!(it.valid_from = from, if line.has("valid_from"));
    set!(it.valid_to = to, if line.has("valid_to"));
    if desk.is_sound() {
        desk.put_main(it);
    }
}
