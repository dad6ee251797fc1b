//! The points by which gaps are ordered: what could be done next with the greatest use. They are ours; each is told with
//! its gap and in the receipt.

use domain::words;

use super::{GapKind, Wording};
use crate::receipt::Receipt;

words! {
    /// What a part of a gap's score is for.
    ScoreCode {
        /// The kind of the gap: what a meeting or a letter can close comes first.
        Kind = "KIND",
        /// How many institutions are missing.
        Missing = "MISSING",
        /// How many gminas the unit has.
        UnitSize = "UNIT_SIZE",
        /// No institution of the unit was in contact at all.
        NobodyInUnit = "NOBODY_IN_UNIT",
        /// An institution that would close it is in contact already.
        InContact = "IN_CONTACT",
        /// Nobody knows whom to turn to: the record knows no institution that would close it.
        NobodyKnown = "NOBODY_KNOWN",
        /// It may be filled already.
        MayBeFilled = "MAY_BE_FILLED",
        /// For how long it is overdue.
        Overdue = "OVERDUE",
        /// Nobody is recorded as responsible.
        NobodyResponsible = "NOBODY_RESPONSIBLE",
        /// How much of a declared collection is not listed.
        NotListed = "NOT_LISTED",
        /// No seat is recorded.
        NoSeat = "NO_SEAT",
        /// No sector is recorded.
        NoSector = "NO_SECTOR",
        /// No type is recorded.
        NoType = "NO_TYPE",
        /// The institution is involved in an occasion, so results depend on it.
        Involved = "INVOLVED",
        /// How much hangs on the open question.
        Severity = "SEVERITY",
    }
}

/// For the kind of a gap.
#[must_use]
pub fn of_kind(kind: GapKind) -> f64 {
    match kind {
        GapKind::Contact | GapKind::Sector => 8.0,
        GapKind::FollowUp => 7.0,
        GapKind::Membership => 6.0,
        GapKind::Cooperation => 4.0,
        GapKind::Register => 3.0,
        GapKind::Record => 1.0,
    }
}

/// For each institution that is missing, at most [`MISSING_MAX`] of them.
pub const MISSING: f64 = 2.0;
/// How many missing institutions count.
pub const MISSING_MAX: f64 = 5.0;
/// For each gmina of the unit.
pub const UNIT_SIZE: f64 = 0.125;
/// When no institution of the unit was in contact at all.
pub const NOBODY_IN_UNIT: f64 = 3.0;
/// When an institution that would close it is in contact already.
pub const IN_CONTACT: f64 = 2.0;
/// When the record knows no institution that would close it.
pub const NOBODY_KNOWN: f64 = -1.0;
/// When it may be filled already.
pub const MAY_BE_FILLED: f64 = -2.0;
/// For each 30 days overdue, at most [`OVERDUE_MAX`] of them.
pub const OVERDUE: f64 = 0.5;
/// How many times 30 days count.
pub const OVERDUE_MAX: f64 = 12.0;
/// When nobody is recorded as responsible.
pub const NOBODY_RESPONSIBLE: f64 = 1.0;
/// For a declared collection of which nothing is listed; in proportion for a part.
pub const NOT_LISTED: f64 = 4.0;
/// When no seat is recorded.
pub const NO_SEAT: f64 = 1.5;
/// When no sector is recorded.
pub const NO_SECTOR: f64 = 1.0;
/// When no type is recorded.
pub const NO_TYPE: f64 = 1.0;
/// When the institution is involved in an occasion.
pub const INVOLVED: f64 = 1.0;
/// For an open question of high, medium and low severity.
pub const SEVERITY: [f64; 3] = [4.0, 2.0, 1.0];

/// A part of a gap's score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreComponent {
    /// What it is for.
    pub code: ScoreCode,
    /// The points; negative for what makes it less pressing.
    pub points: f64,
    /// Why, in words.
    pub why: Wording,
}

impl ScoreComponent {
    pub(super) fn new(code: ScoreCode, points: f64, pl: String, en: String) -> Self {
        Self { code, points, why: Wording { pl, en } }
    }

    pub(super) fn of_kind(kind: GapKind) -> Self {
        let (pl, en) = match kind {
            GapKind::Register => {
                ("nie znamy instytucji, której należy oczekiwać", "no expected institution is known")
            }
            GapKind::Membership => (
                "znana instytucja bez zapisanego członkostwa",
                "a known institution without a recorded membership",
            ),
            GapKind::Contact => ("członek bez zapisanego kontaktu", "a member without a recorded contact"),
            GapKind::Cooperation => ("kontakt bez współpracy", "contact without cooperation"),
            GapKind::Sector => ("zamierzony sektor bez udziału", "an intended sector that takes no part"),
            GapKind::FollowUp => ("działanie po terminie", "an action overdue"),
            GapKind::Record => ("brak w zapisie", "something that the record lacks"),
        };
        Self::new(ScoreCode::Kind, of_kind(kind), pl.to_owned(), en.to_owned())
    }

    /// For the number missing.
    pub(super) fn missing(missing: f64) -> Self {
        Self::new(
            ScoreCode::Missing,
            MISSING * missing.min(MISSING_MAX),
            format!("brakuje: {missing}"),
            format!("{missing} missing"),
        )
    }
}

/// Adds the points to a receipt.
pub(super) fn tell(receipt: &mut Receipt) {
    for kind in GapKind::ALL {
        receipt.parameter(&format!("points.kind.{kind}"), of_kind(*kind));
    }
    let [high, medium, low] = SEVERITY;
    let constants = [
        ("missing", MISSING),
        ("missingMax", MISSING_MAX),
        ("unitSize", UNIT_SIZE),
        ("nobodyInUnit", NOBODY_IN_UNIT),
        ("inContact", IN_CONTACT),
        ("nobodyKnown", NOBODY_KNOWN),
        ("mayBeFilled", MAY_BE_FILLED),
        ("overdue", OVERDUE),
        ("overdueMax", OVERDUE_MAX),
        ("nobodyResponsible", NOBODY_RESPONSIBLE),
        ("notListed", NOT_LISTED),
        ("noSeat", NO_SEAT),
        ("noSector", NO_SECTOR),
        ("noType", NO_TYPE),
        ("involved", INVOLVED),
        ("severity.high", high),
        ("severity.medium", medium),
        ("severity.low", low),
    ];
    for (name, points) in constants {
        receipt.parameter(&format!("points.{name}"), points);
    }
}
