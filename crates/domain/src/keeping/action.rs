//! Action items: agreed, amended, shown to be done or not.

use std::collections::BTreeSet;

use super::fields::{Setting, set_fields};
use super::look::Wrong;
use super::{Draft, Fault, FaultCode, Faults};
use crate::date::EdtfDate;
use crate::document::{DocumentKind, SourceDocument};
use crate::id::Id;
use crate::list;
use crate::meeting::{Meeting, MeetingStatus};
use crate::party::Party;
use crate::record::{Noun, RecordRef};
use crate::resolution::{ActionItem, ActionKind, ActionStatus, Resolution};
use crate::vocabulary::Label;

/// An action that is to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAction {
    /// The kind.
    pub kind: ActionKind,
    /// What is to be done, in our own Polish words.
    pub text_pl: Label,
    /// What is to be done, in our own English words.
    pub text_en: Option<Label>,
    /// The window in which it is due.
    pub due: EdtfDate,
    /// Who is responsible.
    pub responsible: Vec<Party>,
    /// Towards whom.
    pub addressees: Vec<Party>,
    /// Who else takes part.
    pub co_participants: Vec<Party>,
    /// The actions that must come first.
    pub depends_on: Vec<Id<ActionItem>>,
}

/// An action with the resolution that it follows from.
#[derive(Debug, Clone, PartialEq)]
pub struct AddedAction {
    /// The resolution.
    pub resolution: Id<Resolution>,
    /// The action.
    pub action: NewAction,
}

/// What of an action is to be another. An outer none leaves a field as it is, an inner one empties it.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionChange {
    /// Which action.
    pub action: Id<ActionItem>,
    /// The kind.
    pub kind: Option<ActionKind>,
    /// What is to be done, in our own Polish words.
    pub text_pl: Option<Label>,
    /// What is to be done, in our own English words.
    pub text_en: Option<Option<Label>>,
    /// The window in which it is due; unknown when nobody says.
    pub due: Option<EdtfDate>,
    /// Who is responsible, all of them.
    pub responsible: Option<Vec<Party>>,
    /// Towards whom, all of them.
    pub addressees: Option<Vec<Party>>,
    /// Who else takes part, all of them.
    pub co_participants: Option<Vec<Party>>,
    /// The actions that must come first, all of them.
    pub depends_on: Option<Vec<Id<ActionItem>>>,
}

/// What became of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionEvidence {
    /// Which action.
    pub action: Id<ActionItem>,
    /// What became of it.
    pub status: ActionStatus,
    /// Meetings and documents that show it; besides what is recorded so far.
    pub evidence: Vec<RecordRef>,
}

/// Adds something to be done after a resolution.
///
/// # Errors
/// `NOT_FOUND` for what it names.
pub fn add_action_item(draft: &mut Draft<'_>, added: &AddedAction) -> Result<RecordRef, Faults> {
    draft.require(&added.resolution, "resolution")?;
    let entered = enter(draft, &added.resolution, &added.action).map_err(|it| it.below("action"))?;
    Ok(entered.reference())
}

/// Changes what is said of an action; what was said so far stays claimed by its source. What became of it is said by
/// [`record_action_evidence`].
///
/// # Errors
/// `NOT_FOUND` for what it names; `INVALID` when it would have to come before itself.
pub fn amend_action_item(draft: &mut Draft<'_>, change: &ActionChange) -> Result<RecordRef, Faults> {
    let id = &change.action;
    draft.require(id, "action")?;
    let mut wrong = Wrong::default();
    wrong.parties(draft, change.responsible.iter().flatten(), "responsible");
    wrong.parties(draft, change.addressees.iter().flatten(), "addressees");
    wrong.parties(draft, change.co_participants.iter().flatten(), "coParticipants");
    wrong.all_known(draft, change.depends_on.iter().flatten(), "dependsOn");
    wrong.done()?;
    if comes_before(draft, change.depends_on.iter().flatten(), id) {
        let message = "an action cannot have to come before itself";
        return Err(Fault::new(FaultCode::Invalid, "dependsOn", message).about([id.reference()]).into());
    }
    let mut all = Vec::new();
    all.extend(change.kind.map(|it| Setting::to("kind", it.as_str(), "kind")));
    all.extend(change.text_pl.as_ref().map(|it| Setting::to("text_pl", it.as_str(), "textPl")));
    all.extend(change.text_en.as_ref().map(|it| Setting::or_empty("text_en", it.as_ref(), "textEn")));
    all.extend(change.due.map(|it| Setting::or_empty("due", Some(&it), "due")));
    for (field, parties, path) in [
        ("responsible", &change.responsible, "responsible"),
        ("addressees", &change.addressees, "addressees"),
        ("co_participants", &change.co_participants, "coParticipants"),
    ] {
        let text = parties.as_ref().map(|it| list::join(it));
        all.extend(text.map(|it| Setting::or_empty(field, Some(&it), path)));
    }
    let depends_on = change.depends_on.as_ref().map(|it| list::join(it));
    all.extend(depends_on.map(|it| Setting::or_empty("depends_on", Some(&it), "dependsOn")));
    set_fields(draft, id, &all)?;
    Ok(id.reference())
}

/// Records what became of an action. What is done has evidence: the meetings and documents named, or else the document
/// that the change rests on.
///
/// # Errors
/// `NOT_FOUND` for what it names; `INVALID` for evidence that is neither a meeting nor a document; `CONFLICT` when a
/// meeting that is to show it done is not recorded as held.
pub fn record_action_evidence(draft: &mut Draft<'_>, told: &ActionEvidence) -> Result<RecordRef, Faults> {
    let id = &told.action;
    let action = draft.require(id, "action")?;
    let mut wrong = Wrong::default();
    for (number, it) in told.evidence.iter().enumerate() {
        wrong.keep(is_evidence(draft, it, told.status, &format!("evidence.{number}")));
    }
    wrong.done()?;
    let mut evidence = action.evidence.clone();
    evidence.extend(told.evidence.iter().cloned());
    if told.status == ActionStatus::Done && evidence.is_empty() {
        let source = draft.source()?.document;
        let is_statement = draft.get(&source).is_some_and(|it| it.kind == DocumentKind::OfficeStatement);
        if is_statement {
            let message = "say which meeting or document shows it done";
            return Err(Fault::new(FaultCode::Invalid, "evidence", message).about([id.reference()]).into());
        }
        evidence.push(source.reference());
    }
    let mut known = BTreeSet::new();
    evidence.retain(|it| known.insert(it.clone()));
    // What was confirmed is suggested no more.
    let possible: Vec<_> =
        action.possible_evidence.iter().filter(|it| !known.contains(it)).cloned().collect();
    let settings = [
        Setting::to("status", told.status.as_str(), "status"),
        Setting::or_empty("evidence", Some(&list::join(&evidence)), "evidence"),
        Setting::or_empty("possible_evidence", Some(&list::join(&possible)), "evidence"),
    ];
    set_fields(draft, id, &settings)?;
    Ok(id.reference())
}

fn is_evidence(draft: &Draft<'_>, it: &RecordRef, status: ActionStatus, path: &str) -> Result<(), Faults> {
    if it.kind == SourceDocument::KIND {
        let id = Id::<SourceDocument>::new(&it.key)?;
        return draft.require(&id, path).map(|_it| ());
    }
    if it.kind != Meeting::KIND {
        let message = "only meetings and documents show what became of an action";
        return Err(Fault::new(FaultCode::Invalid, path, message).into());
    }
    let meeting = draft.require(&Id::<Meeting>::new(&it.key)?, path)?;
    if status == ActionStatus::Done && meeting.status != MeetingStatus::Held {
        let message = "the meeting is not recorded as held; close it first";
        return Err(Fault::new(FaultCode::Conflict, path, message).about([it.clone()]).into());
    }
    Ok(())
}

/// Enters an action after a resolution.
pub(super) fn enter(
    draft: &mut Draft<'_>,
    resolution: &Id<Resolution>,
    new: &NewAction,
) -> Result<Id<ActionItem>, Faults> {
    let mut wrong = Wrong::default();
    wrong.parties(draft, &new.responsible, "responsible");
    wrong.parties(draft, &new.addressees, "addressees");
    wrong.parties(draft, &new.co_participants, "coParticipants");
    wrong.all_known(draft, &new.depends_on, "dependsOn");
    wrong.done()?;
    let key = draft.fresh_key::<ActionItem>(&format!("action {resolution}"))?;
    draft.add(ActionItem {
        key,
        resolution: resolution.clone(),
        kind: new.kind,
        text_pl: new.text_pl.clone(),
        text_en: new.text_en.clone(),
        due: new.due,
        responsible: new.responsible.clone(),
        addressees: new.addressees.clone(),
        co_participants: new.co_participants.clone(),
        // That it was agreed says nothing of what became of it.
        status: ActionStatus::NotStated,
        evidence: Vec::new(),
        possible_evidence: Vec::new(),
        depends_on: new.depends_on.clone(),
    })
}

/// Whether an action comes, over any number of steps, before one of these.
fn comes_before<'i>(
    draft: &Draft<'_>,
    of: impl Iterator<Item = &'i Id<ActionItem>>,
    wanted: &Id<ActionItem>,
) -> bool {
    let mut open: Vec<Id<ActionItem>> = of.cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if id == *wanted {
            return true;
        }
        if seen.insert(id.clone())
            && let Some(item) = draft.standing(&id)
        {
            open.extend(item.depends_on);
        }
    }
    false
}
