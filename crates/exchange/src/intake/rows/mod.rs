//! Rows to records, a file for each noun.

mod action;
mod application;
mod body;
mod identity;
mod institution;
mod meeting;
mod partnership;
mod tie;

pub(crate) use institution::Places;

use domain::polish::fold;
use domain::record::RecordKind;

use super::desk::{Desk, Line};
use super::key::slug;
use super::kind::SheetKind;

/// Reads the row of a line; its place in the sheet tells what was found out about it before. Of a row that is refused
/// already only what it is of is remembered, so that rows which need it can say so.
pub(crate) fn read_or_mark(desk: &mut Desk<'_>, line: &Line<'_>, places: &Places) {
    if !desk.is_sound() {
        mark(desk, line);
        return;
    }
    desk.source(line, source_field(line));
    match line.form.kind {
        SheetKind::Institutions | SheetKind::Nodes => institution::read(desk, line, places),
        SheetKind::Partnerships => partnership::read(desk, line),
        SheetKind::Parties => partnership::read_party(desk, line, "partnership"),
        SheetKind::ProjectPartners => partnership::read_party(desk, line, "project"),
        SheetKind::Calls => application::read_call(desk, line),
        SheetKind::Projects => application::read_project(desk, line),
        SheetKind::Applications => application::read(desk, line),
        SheetKind::Bodies => body::read(desk, line),
        SheetKind::BodyMembers => body::read_member(desk, line),
        SheetKind::Meetings => meeting::read(desk, line),
        SheetKind::Attendance => meeting::read_attendance(desk, line),
        SheetKind::Resolutions => action::read_resolution(desk, line),
        SheetKind::ActionItems => action::read(desk, line),
        SheetKind::Ties => tie::read(desk, line),
        SheetKind::Instructions | SheetKind::Ignored | SheetKind::Unknown => {}
    }
}

fn mark(desk: &mut Desk<'_>, line: &Line<'_>) {
    let (kind, field) = match line.form.kind {
        SheetKind::Institutions => (RecordKind::Institution, "id"),
        SheetKind::Partnerships => (RecordKind::Partnership, "partnership_id"),
        SheetKind::Projects => (RecordKind::Partnership, "project_id"),
        SheetKind::Calls => (RecordKind::Call, "call_id"),
        SheetKind::Bodies => (RecordKind::Body, "body_id"),
        SheetKind::Meetings => (RecordKind::Meeting, "meeting_id"),
        SheetKind::Resolutions => (RecordKind::Resolution, "resolution_id"),
        _ => return,
    };
    desk.mark_refused(kind, &slug(line.cell(field).text));
    if kind == RecordKind::Institution {
        desk.mark_refused(kind, &fold(line.cell("name").text));
    }
}

/// Where a sheet says what its rows are from: edge lists use `source` for something else.
fn source_field(line: &Line<'_>) -> &'static str {
    if line.form.kind == SheetKind::Ties { "evidence" } else { "source" }
}

/// Looks at the institutions of a sheet before its rows are read, so that rows may name each other.
pub(crate) fn survey(desk: &mut Desk<'_>, line: &Line<'_>, places: &mut Places) {
    identity::survey(desk, line, places);
}

/// Sets a field of a record when the row says something of it.
macro_rules! set {
    ($record:ident . $field:ident = $value:expr, if $given:expr) => {
        let value = $value;
        if $given {
            $record.$field = value;
        }
    };
}
pub(crate) use set;
