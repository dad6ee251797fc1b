//! What a decision to apply a scenario adds to the record.

use chrono::NaiveDate;

use super::overlay::{Sources, failed};
use super::plan::{Plan, Setting};
use super::{Conflict, ConflictKind, Scenario};
use crate::DomainError;
use crate::claim::{Claim, ClaimText, claim_key};
use crate::date::EdtfDate;
use crate::document::{DocumentKind, DocumentState, SourceDocument};
use crate::id::Id;
use crate::meeting::{MeetingStatus, Presence};
use crate::record::Record;
use crate::vocabulary::Label;

/// The office's decision by which a scenario is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The title of the document.
    pub title: Label,
    /// Its date.
    pub date: NaiveDate,
}

/// The rows that a decision to apply a scenario adds to the record, sources included.
///
/// Memberships, project partnerships and newcomers become records. A meeting is planned and its guests are invited:
/// that it took place, and who came, only a later source can say. Fields of rows of the record are changed by claims
/// alone, believed before others; where the field had no claim of its own, the value so far gets one from the
/// document of its row, so that retracting the decision brings it back.
///
/// `record` is what stands, merged, every list in order of keys. Time O(record + changes).
///
/// # Errors
/// Every conflict of the scenario with the record, in order of the changes.
pub fn decided(record: &Record, scenario: &Scenario, decision: &Decision) -> Result<Record, Vec<Conflict>> {
    let plan = Plan::of(record, scenario)?;
    let key: Id<SourceDocument> = Id::new(scenario.key.as_str()).map_err(|error| failed(&error))?;
    if record.documents.iter().any(|it| it.key == key) {
        return Err(vec![Conflict::about(0, ConflictKind::KeyTaken, key.reference())]);
    }
    rows(record, plan, key, decision).map_err(|error| failed(&error))
}

fn rows(
    record: &Record,
    plan: Plan,
    key: Id<SourceDocument>,
    decision: &Decision,
) -> Result<Record, DomainError> {
    let mut sources = Sources::new(&key);
    for (subject, change) in &plan.sources {
        sources.existence(subject, *change)?;
    }
    for setting in &plan.settings {
        sources.field(&setting.subject, setting.field, &setting.value, setting.change)?;
        if let Some((claim, text)) = value_so_far(record, setting, &key)? {
            sources.claims.push(claim);
            sources.texts.push(text);
        }
    }
    let Sources { claims, texts, .. } = sources;
    let mut rows = plan.added;
    for meeting in &mut rows.meetings {
        meeting.status = MeetingStatus::Planned;
    }
    for participation in &mut rows.participations {
        participation.presence = Presence::Invited;
    }
    rows.claims = claims;
    rows.claim_texts = texts;
    rows.documents.push(SourceDocument {
        key,
        title: decision.title.clone(),
        kind: DocumentKind::Decision,
        covers: EdtfDate::UNKNOWN,
        dated: EdtfDate::day(decision.date)?,
        dated_basis: None,
        sha256: None,
        locator_scheme: Label::new("change N: the number of the change in the scenario applied")?,
        state: DocumentState::Accepted,
    });
    rows.sort();
    Ok(rows)
}

/// A claim of the value that a field has so far, when no claim holds it up: from the first source of its row.
fn value_so_far(
    record: &Record,
    setting: &Setting,
    decision: &Id<SourceDocument>,
) -> Result<Option<(Claim, ClaimText)>, DomainError> {
    let Some(before) = &setting.before else { return Ok(None) };
    let mut about = record.claims.iter().filter(|it| it.subject == setting.subject);
    if about.clone().any(|it| it.field.as_ref().is_some_and(|it| it.as_str() == setting.field)) {
        return Ok(None);
    }
    let Some(source) = about.find(|it| it.field.is_none()) else { return Ok(None) };
    let (field, value) = (Label::new(setting.field)?, Label::new(before)?);
    let locator = Label::new(&format!("the row as recorded before the decision {decision}"))?;
    let key = claim_key(&setting.subject, Some(&field), Some(&value), &source.document, &locator)?;
    let text = ClaimText { key: Id::new(key.as_str())?, locator, inference: None };
    let claim = Claim { key, field: Some(field), value: Some(value), rank: 1, ..source.clone() };
    Ok(Some((claim, text)))
}
