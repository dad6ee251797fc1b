//! Norms: rules that a partnership or a project has set itself, as data.

use serde::{Deserialize, Serialize};

use crate::call::Project;
use crate::id::Id;
use crate::partnership::Partnership;
use crate::record::noun;
use crate::vocabulary::{InstitutionType, Label, MeetingKind};
use crate::words;

words! {
    /// What kind of rule it is.
    NormKind {
        /// At least `threshold` meetings of `meeting_kind` in each calendar year.
        MeetingsPerYear = "MEETINGS_PER_YEAR",
        /// Meetings take place with one signatory after another.
        HostRotation = "HOST_ROTATION",
        /// Anybody who wants to cooperate may sign.
        OpenAccession = "OPEN_ACCESSION",
        /// At most `threshold` per person.
        MaximumPerPerson = "MAXIMUM_PER_PERSON",
        /// All institutions of a type take part, or something else follows.
        AllOfType = "ALL_OF_TYPE",
    }
}

/// A norm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NormRule {
    /// The key.
    pub key: Id<NormRule>,
    /// The kind.
    pub kind: NormKind,
    /// What it says, in our own Polish words.
    pub text_pl: Label,
    /// What it says, in our own English words.
    pub text_en: Option<Label>,
    /// The partnership that it binds.
    pub partnership: Option<Id<Partnership>>,
    /// The project that it binds.
    pub project: Option<Id<Project>>,
    /// The kind of meeting that it speaks of.
    pub meeting_kind: Option<Id<MeetingKind>>,
    /// The type that it speaks of.
    pub institution_type: Option<Id<InstitutionType>>,
    /// The number in it.
    pub threshold: Option<u32>,
}
noun!(NormRule { optional: partnership, project, meeting_kind, institution_type });
