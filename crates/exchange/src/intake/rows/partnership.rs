//! Rows of partnerships and of their parties.

use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::{Collection, Indicator, IndicatorNature};
use domain::partnership::{
    LifecycleEvent, LifecycleState, Membership, Partnership, PartnershipKind, PartnershipRole,
};
use domain::party::Party;
use domain::record::{RecordKind, RecordRef};
use domain::vocabulary::Label;

use super::set;
use crate::intake::desk::{Desk, Line};
use crate::intake::issue::IssueCode;
use crate::intake::key::{derived, slug};

/// A partnership of which nothing but key, name and kind is known.
pub(super) fn blank(key: Id<Partnership>, name: Label, kind: PartnershipKind) -> Partnership {
    Partnership {
        key,
        name_pl: name,
        name_en: None,
        kind,
        parent: None,
        founded: EdtfDate::UNKNOWN,
        territory: None,
        intended_sectors: Vec::new(),
        aims: Vec::new(),
        open_accession: None,
        note: None,
    }
}

/// Reads a row of a partnership.
pub(super) fn read(desk: &mut Desk<'_>, line: &Line<'_>) {
    let key = desk.id::<Partnership>(line, "partnership_id");
    let name = desk.needed_text(line, "name");
    let kind = if desk.need(line, "kind") { desk.word::<PartnershipKind>(line, "kind") } else { None };
    if let (Some(key), Some(name), Some(kind)) = (key, name, kind) {
        let known = desk.believed::<Partnership>(key.as_str());
        let mut it = known.unwrap_or_else(|| blank(key.clone(), name.clone(), kind));
        (it.name_pl, it.kind) = (name, kind);
        set!(it.name_en = desk.text(line, "name_en"), if line.has("name_en"));
        set!(it.parent = desk.referred(line, "parent", |it| &it.partnerships), if line.has("parent"));
        set!(it.founded = desk.date(line, "founded"), if line.has("founded"));
        set!(it.territory = desk.territory(line, "territory"), if line.has("territory"));
        set!(
            it.intended_sectors = desk.several(line, "intended_sectors", |it| &it.sectors),
            if line.has("intended_sectors")
        );
        set!(it.aims = desk.texts(line, "aims"), if line.has("aims"));
        set!(it.open_accession = desk.truth(line, "open_accession"), if line.has("open_accession"));
        set!(it.note = desk.text(line, "note"), if line.has("note"));
        let (from, to) = (desk.date(line, "valid_from"), desk.date(line, "valid_to"));
        ordered(desk, line, ("valid_to", from, to));
        let events =
            [(LifecycleState::Active, from, "valid_from"), (LifecycleState::Dissolved, to, "valid_to")];
        let declared = desk.whole(line, "declared_parties");
        if desk.is_sound() {
            let as_of = it.founded;
            desk.index.partnerships.add(key.as_str(), [it.name_pl.as_str()]);
            desk.put_main(it);
            for (state, date, field) in events {
                if line.has(field) {
                    event(desk, &key, state, date);
                }
            }
            if let Some(number) = declared {
                signatories(desk, &key, number, as_of);
            }
        }
    }
    desk.mark_refused(RecordKind::Partnership, &slug(line.cell("partnership_id").text));
}

/// Refuses a row whose end lies before its beginning.
pub(super) fn ordered(desk: &mut Desk<'_>, line: &Line<'_>, (field, from, to): (&str, EdtfDate, EdtfDate)) {
    if let (Some(from), Some(to)) = (from.earliest(), to.latest())
        && to < from
    {
        desk.refuse(line, field, IssueCode::BrokenRule, "the end lies before the beginning");
    }
}

/// Puts a dated state, the one that the record has of it if there is one.
pub(super) fn event(desk: &mut Desk<'_>, of: &Id<Partnership>, state: LifecycleState, date: EdtfDate) {
    let known = desk
        .record
        .lifecycle_events
        .iter()
        .find(|it| it.partnership == *of && it.state == state && it.date == date);
    let fresh = || {
        let key = derived("life", of.as_str(), &[of.as_str(), state.as_str(), &date.to_string()]).ok()?;
        Some(LifecycleEvent { key, partnership: of.clone(), state, date, note: None })
    };
    if let Some(event) = known.cloned().or_else(fresh) {
        desk.put(event);
    }
}

fn signatories(desk: &mut Desk<'_>, of: &Id<Partnership>, number: u64, as_of: EdtfDate) {
    let what = ("signatories", "zadeklarowana liczba stron", "declared number of parties", "INSTITUTION");
    if let Some(it) = declared(desk, of.reference(), Collection::Signatories, number, (as_of, what)) {
        desk.put(it);
    }
}

type What<'a> = (&'a str, &'a str, &'a str, &'a str);

/// The indicator of a declared size: the record's own, with the number given, or a new one.
pub(super) fn declared(
    desk: &Desk<'_>,
    of: RecordRef,
    collection: Collection,
    number: u64,
    (as_of, (word, polish, english, unit)): (EdtfDate, What<'_>),
) -> Option<Indicator> {
    #[allow(clippy::cast_precision_loss, reason = "at most a milliard, which f64 holds exactly")]
    let value = number as f64;
    let mut known = desk.known_declared(&of, collection).into_iter();
    if let (Some(one), None) = (known.next(), known.next()) {
        let settled = desk.believed::<Indicator>(one.key.as_str())?;
        return Some(Indicator { value, ..settled });
    }
    Some(Indicator {
        key: derived(word, &of.key, &[&of.to_string(), collection.as_str()]).ok()?,
        label_pl: Label::new(polish).ok()?,
        label_en: Label::new(english).ok(),
        value,
        unit: Label::new(unit).ok()?,
        as_of,
        nature: IndicatorNature::Declared,
        of: Some(of),
        collection: Some(collection),
        note: None,
    })
}

/// Reads a row of a party; `field` names the partnership.
pub(super) fn read_party(desk: &mut Desk<'_>, line: &Line<'_>, field: &str) {
    let partnership = desk.needed::<Partnership>(line, field, |it| &it.partnerships);
    let party = desk.needed_party(line, "institution");
    let role = desk.word::<PartnershipRole>(line, "role");
    let dates = Dates {
        signed_on: desk.date(line, "signed_on"),
        as_of: desk.date(line, "as_of"),
        valid_from: desk.date(line, "valid_from"),
        valid_to: desk.date(line, "valid_to"),
    };
    ordered(desk, line, ("valid_to", dates.valid_from, dates.valid_to));
    let (Some(partnership), Some(party), Some(role)) = (partnership, party, role) else { return };
    let Some(mut it) = member(desk, &partnership, &party, role, dates.valid_from) else { return };
    set!(it.signed_on = dates.signed_on, if line.has("signed_on"));
    set!(it.as_of = dates.as_of, if line.has("as_of"));
    set!(it.valid_from = dates.valid_from, if line.has("valid_from"));
    set!(it.valid_to = dates.valid_to, if line.has("valid_to"));
    if desk.is_sound() {
        desk.put_main(it);
    }
}

struct Dates {
    signed_on: EdtfDate,
    as_of: EdtfDate,
    valid_from: EdtfDate,
    valid_to: EdtfDate,
}

/// The membership of a party in a role from a date on: that of the record, else a new one. One that began at another
/// known date is another one.
pub(super) fn member(
    desk: &Desk<'_>,
    partnership: &Id<Partnership>,
    party: &Party,
    role: PartnershipRole,
    from: EdtfDate,
) -> Option<Membership> {
    if let Some(known) = desk.known_membership(partnership, party, role, from) {
        return desk.believed::<Membership>(known);
    }
    let text = party.to_string();
    let from_text = if from.is_unknown() { String::new() } else { from.to_string() };
    let words = text.split_once(':').map_or(text.as_str(), |it| it.1);
    Some(Membership {
        key: derived("mem", words, &[partnership.as_str(), &text, role.as_str(), &from_text]).ok()?,
        partnership: partnership.clone(),
        party: party.clone(),
        role,
        signed_on: EdtfDate::UNKNOWN,
        as_of: EdtfDate::UNKNOWN,
        valid_from: from,
        valid_to: EdtfDate::UNKNOWN,
    })
}
