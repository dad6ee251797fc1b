//! Indicators: numbers that the sources give, each with unit, scope, date and nature (Data Cube `qb:Observation`).
//! An indicator that declares the size of a collection makes completeness computable (model.md P2).

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::record::{RecordRef, noun};
use crate::vocabulary::Label;
use crate::words;

words! {
    /// What kind of number an indicator is (model.md 4.7).
    IndicatorNature {
        /// A source says so.
        Declared = "DECLARED",
        /// Counted from what a source lists.
        Enumerated = "ENUMERATED",
        /// A plan, not a result.
        Target = "TARGET",
        /// Computed from other numbers.
        Computed = "COMPUTED",
    }
}

words! {
    /// The collection whose size an indicator declares; `of` says whose.
    Collection {
        /// The signatories of a partnership.
        Signatories = "SIGNATORIES",
        /// The partnerships within a partnership.
        ChildPartnerships = "CHILD_PARTNERSHIPS",
        /// The meetings of a series.
        Meetings = "MEETINGS",
        /// The people at a meeting, or at all meetings of a series together.
        Participants = "PARTICIPANTS",
        /// The members of a body.
        Members = "MEMBERS",
        /// The proposals in a resolution.
        Proposals = "PROPOSALS",
        /// The units (branches, local centres) of an institution.
        Units = "UNITS",
        /// The project partnerships of a funding aggregate.
        ProjectPartnerships = "PROJECT_PARTNERSHIPS",
        /// The recipients of a funding aggregate.
        Recipients = "RECIPIENTS",
    }
}

/// A number of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// The key.
    pub key: Id<Indicator>,
    /// The Polish label.
    pub label_pl: Label,
    /// The English label.
    pub label_en: Option<Label>,
    /// The value; finite.
    pub value: f64,
    /// The unit, such as `INSTITUTION`, `PERSON`, `PERSON_ATTENDANCE`, `MEETING`, `JOB`.
    pub unit: Label,
    /// As of when, or for which period.
    pub as_of: EdtfDate,
    /// What kind of number it is.
    pub nature: IndicatorNature,
    /// What it is about.
    pub of: Option<RecordRef>,
    /// The collection whose size it declares.
    pub collection: Option<Collection>,
    /// A remark on how to read it, in our own words.
    pub note: Option<Label>,
}
noun!(Indicator { bound_subject: of }, Indicator::check_value);

impl Indicator {
    fn check_value(&self) -> Result<(), DomainError> {
        if !self.value.is_finite() || self.value < 0.0 {
            return Err(DomainError::BrokenRule {
                rule: "an indicator's value is a finite number, not negative",
            });
        }
        if self.collection.is_some() && (self.of.is_none() || self.value.fract() != 0.0) {
            return Err(DomainError::BrokenRule {
                rule: "the size of a collection is a whole number and says of what",
            });
        }
        Ok(())
    }
}
