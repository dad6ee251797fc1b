//! Rows of resolutions and of what is to be done after them.

use domain::changeset::find;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::meeting::Meeting;
use domain::record::{RecordKind, RecordRef};
use domain::resolution::{ActionItem, ActionKind, ActionStatus, Resolution, ResolutionKind};
use domain::vocabulary::Label;

use super::set;
use crate::intake::desk::{Desk, Line};
use crate::intake::issue::{Issue, IssueCode, Severity};
use crate::intake::key::slug;
use crate::intake::names::Found;

/// Reads a row of a resolution, with its action item when it names somebody responsible, a date or a state.
pub(super) fn read_resolution(desk: &mut Desk<'_>, line: &Line<'_>) {
    let key = desk.id::<Resolution>(line, "resolution_id");
    let meeting = desk.needed::<Meeting>(line, "meeting", |it| &it.meetings);
    let text = desk.needed_text(line, "text");
    let kind = desk.word::<ResolutionKind>(line, "kind");
    if let (Some(key), Some(meeting), Some(text), Some(kind)) = (key, meeting, text, kind) {
        let known = desk.believed::<Resolution>(key.as_str());
        let is_known = known.is_some();
        let recorded = || find::<Meeting>(desk.record, meeting.as_str()).map(|it| (it.date, it.body.clone()));
        let held = desk.held.get(&meeting).cloned().or_else(recorded);
        let (date, body) = held.unwrap_or_default();
        let mut it = known.unwrap_or_else(|| Resolution {
            key: key.clone(),
            kind,
            text_pl: text.clone(),
            text_en: None,
            body,
            meeting: Some(meeting.clone()),
            series: None,
            date,
            proposed_by: None,
            person: None,
            addressee: None,
            in_cooperation_with: Vec::new(),
            topics: Vec::new(),
        });
        it.text_pl = text.clone();
        it.meeting = Some(meeting);
        set!(it.kind = kind, if line.has("kind") || !is_known);
        set!(it.text_en = desk.text(line, "text_en"), if line.has("text_en"));
        set!(it.date = desk.date(line, "date"), if line.has("date"));
        set!(it.body = desk.referred(line, "body", |it| &it.bodies), if line.has("body"));
        set!(it.proposed_by = desk.party(line, "proposed_by"), if line.has("proposed_by"));
        set!(it.addressee = desk.party(line, "addressee"), if line.has("addressee"));
        set!(it.topics = desk.several(line, "topics", |it| &it.topics), if line.has("topics"));
        let has_action = ["responsible", "due", "status", "evidence"].into_iter().any(|it| line.has(it));
        let action = if has_action { of_resolution(desk, line, &key, text) } else { None };
        if desk.is_sound() {
            desk.index.resolutions.add(key.as_str(), []);
            desk.put_main(it);
            if let Some(action) = action {
                desk.put(action);
            }
        }
    }
    desk.mark_refused(RecordKind::Resolution, &slug(line.cell("resolution_id").text));
}

fn of_resolution(
    desk: &mut Desk<'_>,
    line: &Line<'_>,
    resolution: &Id<Resolution>,
    text: Label,
) -> Option<ActionItem> {
    let key = format!("{resolution}-action");
    let Ok(key) = Id::<ActionItem>::new(&key) else {
        desk.refuse(line, "resolution_id", IssueCode::TooLong, "shorten the id to 89 characters");
        return None;
    };
    Some(action(desk, line, key, (resolution.clone(), text)))
}

fn action(
    desk: &mut Desk<'_>,
    line: &Line<'_>,
    key: Id<ActionItem>,
    (resolution, text): (Id<Resolution>, Label),
) -> ActionItem {
    let known = desk.believed::<ActionItem>(key.as_str());
    let is_known = known.is_some();
    let mut it = known.unwrap_or_else(|| ActionItem {
        key,
        resolution: resolution.clone(),
        kind: ActionKind::Other,
        text_pl: text.clone(),
        text_en: None,
        due: EdtfDate::UNKNOWN,
        responsible: Vec::new(),
        addressees: Vec::new(),
        co_participants: Vec::new(),
        status: ActionStatus::NotStated,
        evidence: Vec::new(),
        possible_evidence: Vec::new(),
        depends_on: Vec::new(),
    });
    (it.resolution, it.text_pl) = (resolution, text);
    set!(it.due = desk.date(line, "due"), if line.has("due"));
    set!(it.responsible = desk.parties(line, "responsible"), if line.has("responsible"));
    let status = desk.word::<ActionStatus>(line, "status");
    if let Some(status) = status.filter(|_| line.has("status") || !is_known) {
        it.status = status;
    }
    set!(it.evidence = evidence(desk, line), if line.has("evidence"));
    if it.status == ActionStatus::Done && it.evidence.is_empty() {
        desk.tell(Severity::Warning, || {
            let message = "it is said to be done, and no meeting or document is named that shows it";
            Issue::warning(IssueCode::MissingValue, message).column(line.header("evidence"))
        });
    }
    it
}

/// The meetings and documents that a cell names, separated by `|`.
fn evidence(desk: &mut Desk<'_>, line: &Line<'_>) -> Vec<RecordRef> {
    let parts: Vec<&str> =
        line.cell("evidence").text.split('|').map(str::trim).filter(|it| !it.is_empty()).collect();
    let mut found = Vec::new();
    for part in parts {
        let bare = part.split_once(':').map_or(part, |it| it.1);
        let one = |kind, found| match found {
            Found::One(key) => Some(RecordRef { kind, key }),
            _ => None,
        };
        let meeting = one(RecordKind::Meeting, desk.index.meetings.find(bare));
        let document = one(RecordKind::SourceDocument, desk.index.documents.find(bare));
        match (meeting, document) {
            (Some(one), None) | (None, Some(one)) => found.push(one),
            (Some(meeting), Some(document)) => {
                let named = [meeting, document].into_iter().find(|it| it.to_string() == part);
                match named {
                    Some(one) => found.push(one),
                    None => desk.refuse(
                        line,
                        "evidence",
                        IssueCode::AmbiguousReference,
                        "a meeting and a document have this id; write meeting:ID or document:ID",
                    ),
                }
            }
            (None, None) => desk.refuse(
                line,
                "evidence",
                IssueCode::UnknownReference,
                "no meeting or document of the record has this id",
            ),
        }
    }
    found
}

/// Reads a row of an action item.
pub(super) fn read(desk: &mut Desk<'_>, line: &Line<'_>) {
    let key = desk.id::<ActionItem>(line, "action_id");
    let resolution = desk.needed::<Resolution>(line, "resolution", |it| &it.resolutions);
    let text = desk.needed_text(line, "text");
    let kind = desk.word::<ActionKind>(line, "kind");
    let (Some(key), Some(resolution), Some(text), Some(kind)) = (key, resolution, text, kind) else { return };
    let is_known = find::<ActionItem>(desk.record, key.as_str()).is_some();
    let mut it = action(desk, line, key, (resolution, text));
    set!(it.kind = kind, if line.has("kind") || !is_known);
    set!(it.text_en = desk.text(line, "text_en"), if line.has("text_en"));
    set!(it.addressees = desk.parties(line, "addressees"), if line.has("addressees"));
    set!(it.co_participants = desk.parties(line, "co_participants"), if line.has("co_participants"));
    if desk.is_sound() {
        desk.put_main(it);
    }
}
