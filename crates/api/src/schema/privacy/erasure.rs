//! Erasing a person: what is asked, what was or would be removed where.

use std::collections::BTreeMap;

use async_graphql::{Enum, ID, InputObject, SimpleObject};
use domain::keeping::{Fault, FaultCode, Faults};
use service::privacy::{Erasing, ErasureOutcome};

use crate::schema::count;
use crate::schema::id;
use crate::schema::keeping::RecordInput;
use crate::schema::keeping::input::{Read, label};
use crate::schema::scalars::Revision;
use crate::schema::user_error::UserError;

/// The most decisions, and the most other names, of one request.
const DECISIONS_MAX: usize = 2_000;
const NAMES_MAX: usize = 10;

/// What is to become of the passages of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::erasure::PassageDecision")]
pub enum PassageDecision {
    /// They stay: the passage is not the person's name, or must stay.
    Keep,
    /// They go, those too that only may be the name.
    Remove,
}

/// A decision on one text.
#[derive(Debug, Clone, InputObject)]
pub struct TextDecisionInput {
    /// The id of the text, from a dry run.
    pub text: String,
    /// What is to become of it.
    pub decision: PassageDecision,
}

/// Whose data are erased, and on what grounds.
#[derive(Debug, Clone, InputObject)]
pub struct ErasePersonInput {
    /// The person.
    pub person: RecordInput,
    /// Other names that the person has in the record, such as a former one; at most 10.
    pub other_names: Option<Vec<String>>,
    /// Decisions on texts that hold the name or may, at most 2,000. Without one a passage that certainly is the name
    /// goes, and one that only may be it has to be decided on.
    pub decisions: Option<Vec<TextDecisionInput>>,
    /// On what grounds, such as the point of art. 17(1) and the file number; it stays in the change log.
    pub reason: String,
    /// The revision of the record that the caller knows: at another one nothing is done; none for whatever it is now.
    pub if_revision: Option<Revision>,
    /// Whether only what would happen is asked: nothing is written.
    #[graphql(default = false)]
    pub dry_run: bool,
}

impl ErasePersonInput {
    pub(super) fn read(&self) -> Read<Erasing> {
        let too_many = |path: &str, most: usize| -> Faults {
            Fault::new(FaultCode::TooMany, path, format!("there may be at most {most}")).into()
        };
        let names = self.other_names.as_deref().unwrap_or_default();
        let decisions = self.decisions.as_deref().unwrap_or_default();
        if names.len() > NAMES_MAX {
            return Err(too_many("otherNames", NAMES_MAX));
        }
        if decisions.len() > DECISIONS_MAX {
            return Err(too_many("decisions", DECISIONS_MAX));
        }
        let other_names = names.iter().map(|it| label(it, "otherNames")).collect::<Read<Vec<_>>>()?;
        let decisions: BTreeMap<_, _> =
            decisions.iter().map(|it| (it.text.clone(), it.decision.into())).collect();
        Ok(Erasing {
            person: self.person.read("person")?,
            other_names,
            decisions,
            reason: label(&self.reason, "reason")?,
            if_revision: self.if_revision.as_ref().map(Revision::number),
            is_dry_run: self.dry_run,
        })
    }
}

/// How often something stands in a column of a table of the database.
#[derive(Debug, Clone, SimpleObject)]
pub struct ErasurePlace {
    /// The table and its column, such as `change.after` for the later states in the change log.
    pub place: String,
    /// How often.
    pub count: i32,
}

/// A text that holds the name, or may.
#[derive(Debug, Clone, SimpleObject)]
pub struct ErasureText {
    /// Its id, for a decision.
    pub id: String,
    /// The text.
    pub text: String,
    /// Whether it certainly holds the name; a surname alone may be a word, a place or somebody else.
    pub is_certain: bool,
    /// Whether somebody has to decide on it before the person can be erased.
    pub is_undecided: bool,
    /// Where it stands.
    pub places: Vec<ErasurePlace>,
}

/// What an erasure removes, or would remove.
#[derive(Debug, Clone, SimpleObject)]
pub struct Erasure {
    /// The id that is left of the person.
    pub person: ID,
    /// How many names are removed.
    pub names: i32,
    /// How many contact points are removed.
    pub contact_points: i32,
    /// How many keys are replaced, as they gave the name away or were made from a text with it.
    pub keys: i32,
    /// How many texts are rewritten where.
    pub rewritten: Vec<ErasurePlace>,
    /// The texts that hold the name, or may; on the act itself those that were found.
    pub texts: Vec<ErasureText>,
    /// Whether the files of the database were written anew, so that no byte of the name is left in them; if not, the
    /// command `splot compact` does it. False on a dry run.
    pub is_compacted: bool,
    /// How many uploaded files that wait to be imported are dropped, whosever they are, as any of them may hold the name.
    /// Null when some could not be removed: then the service's log says why, and they are to be removed by hand.
    pub dropped_files: Option<i32>,
}

fn places(found: &[(String, usize)]) -> Vec<ErasurePlace> {
    found.iter().map(|(place, many)| ErasurePlace { place: place.clone(), count: count(*many) }).collect()
}

impl From<&ErasureOutcome> for Erasure {
    fn from(outcome: &ErasureOutcome) -> Self {
        let report = &outcome.report;
        let texts = report.texts.iter().map(|it| ErasureText {
            id: it.id.clone(),
            text: it.text.clone(),
            is_certain: it.is_certain,
            is_undecided: it.is_undecided,
            places: places(&it.places),
        });
        Self {
            person: id::encode_record(&report.person.reference()),
            names: count(report.names),
            contact_points: count(report.contacts),
            keys: count(report.keys),
            rewritten: places(&report.rewritten),
            texts: texts.collect(),
            is_compacted: outcome.is_compacted,
            dropped_files: outcome.dropped_files.map(count),
        }
    }
}

/// What erasing a person gives.
#[derive(Debug, Clone, SimpleObject)]
pub struct ErasePersonPayload {
    /// What was, or on a dry run would be, removed; null when there are errors.
    pub erasure: Option<Erasure>,
    /// The revision of the record then.
    pub revision: Revision,
    /// Why nothing was done; empty when it was, or could be.
    pub user_errors: Vec<UserError>,
}
