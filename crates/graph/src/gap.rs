//! Gaps: what a law, a policy, the partnership or a resolution expects, and the record does not show.
//!
//! # Question
//! Who is missing: in which gmina, powiat or subregion, of which type or sector, at which step, and who could fill it?
//!
//! # Definition
//! An expectation of the record says that a unit of territory should have `m` institutions of a type, a sector or a
//! function, seated in it or serving it. Of the named institutions that fit let `K` be known, `M` those of them with a
//! membership (in the partnership asked about, or in any) on the basis at the end of the window, `C` those of `K`
//! involved in a certain occasion, and `T` those of `C` with a tie of level L2 or more. Then (questions.md A5)
//! - REGISTER: `m − |K|` are missing: no institution is known to the record, which does not say that there is none;
//! - MEMBERSHIP: `min(m, |K|) − |M|` are missing: known, without a recorded membership;
//! - CONTACT: `min(m, |M|) − |M ∩ C|` are missing: members without a recorded contact;
//! - COOPERATION: `min(m, |C|) − |T|` are missing: in contact, without a tie of cooperation.
//!
//! Each positive number is a gap of its kind; kinds are never added up. It is UNKNOWN instead of a GAP when so many
//! institutions may fill it that it may not be there: for REGISTER those seated in the unit whose sector is not
//! recorded (expectations of a sector), or that fit and of which no territory served is recorded (expectations by
//! SERVED); for MEMBERSHIP those whose membership does not count on the basis; for CONTACT those with an occasion that
//! only may lie in the window. By SERVED a unit has those that serve the whole of it.
//!
//! Besides:
//! - SECTOR: a sector that a partnership means to bring together, and of which no institution is involved in a certain
//!   occasion; the institutions involved whose sector is not recorded widen `observed`;
//! - FOLLOW_UP: an action that is overdue on the day asked about; UNKNOWN when nothing says what became of it;
//! - RECORD: what the record itself lacks: a collection of which more is declared than listed, an institution without
//!   recorded seat, sector or type, an open question on what the sources mean.
//!
//! The score is the sum of its components, whose points are constants of [`score`]; it orders what could be done next
//! and is no measure of anything.
//!
//! # Source
//! The project's analysis of the field, questions.md A5 and A7; the points are ours.
//!
//! # Limits
//! Institutions of unknown place are listed apart (`unplaced`) and fill no gap. People and meetings of whom nobody says
//! who or which cannot be laid to a unit: they lower the count of a kind, which is an interval, not its gaps.
//!
//! # Cost
//! Time O(institutions × expectations + occasions + units + gaps · log gaps), and that of the ties of level L2.
//!
//! # Determinism
//! Exact; by score downwards, then kind, what it is about, expectation.
//!
//! # Checked against
//! Q45, Q49, Q50 and Q57 of the project's analysis on the Lubuskie record; counting by brute force on generated
//! networks of 300 institutions; planted holes.

mod follow_up;
mod recorded;
pub mod score;
mod sector;
mod territorial;
mod wording;

use std::cmp::Ordering;

use chrono::NaiveDate;
use domain::claim::Claim;
use domain::expectation::Expectation;
use domain::id::Id;
use domain::indicator::Collection;
use domain::partnership::Partnership;
use domain::record::RecordRef;
use domain::territory::TerritorialUnit;
use domain::vocabulary::{MeetingKind, Sector};
use domain::words;

use self::score::ScoreComponent;
use self::territorial::Chain;
pub use self::wording::Wording;
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::network::Position;
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::selection::ExpectationFilter;
use crate::unattributed::{Asked, bound, contact_capacity, unnamed_signatories};
use crate::view::NetworkView;

words! {
    /// What kind of gap it is.
    GapKind {
        /// No institution is known to the record where one is expected.
        Register = "REGISTER",
        /// One is known, without a recorded membership.
        Membership = "MEMBERSHIP",
        /// A member has no recorded contact.
        Contact = "CONTACT",
        /// One was in contact, and has no tie of cooperation.
        Cooperation = "COOPERATION",
        /// No institution of an intended sector is involved.
        Sector = "SECTOR",
        /// An action is overdue.
        FollowUp = "FOLLOW_UP",
        /// The record itself lacks something.
        Record = "RECORD",
    }
}

words! {
    /// Whether something is a gap, or only may be one.
    GapStatus {
        /// The record shows that what is expected is not recorded.
        Gap = "GAP",
        /// The record does not settle it: no gap, and no fulfilment either.
        Unknown = "UNKNOWN",
    }
}

/// What is asked of gaps. Empty lists do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GapRequest {
    /// The kinds of gap.
    pub kinds: Vec<GapKind>,
    /// Whose: memberships, intended sectors, expectations and actions of this partnership; of any when none.
    pub partnership: Option<Id<Partnership>>,
    /// By which expectations.
    pub expectations: ExpectationFilter,
    /// Only in these units, or in units in them; gaps that are in no unit are then left out.
    pub within: Vec<Id<TerritorialUnit>>,
    /// By which kinds of meeting institutions are in contact, cooperate, or are involved.
    pub meeting_kinds: Vec<Id<MeetingKind>>,
    /// The day by which actions are overdue; the end of the window when none.
    pub on: Option<NaiveDate>,
}

impl GapRequest {
    fn asks(&self, kind: GapKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

/// A gap, or what may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The kind.
    pub kind: GapKind,
    /// Whether it is a gap.
    pub status: GapStatus,
    /// What it is about: a unit of territory, a partnership, an action item, or what the record lacks something of.
    pub about: RecordRef,
    /// The unit in which it is; none for gaps that are in no unit.
    pub unit: Option<Id<TerritorialUnit>>,
    /// The expectation that is not met; none for gaps of other kinds.
    pub expectation: Option<Id<Expectation>>,
    /// The sector that is missing, for SECTOR.
    pub sector: Option<Id<Sector>>,
    /// The collection that is not listed whole, for RECORD.
    pub collection: Option<Collection>,
    /// How many are expected.
    pub expected: f64,
    /// How many there are: the upper end adds those that may be.
    pub observed: Interval,
    /// How many are missing by the lower end of `observed`.
    pub missing: f64,
    /// The sum of the components.
    pub score: f64,
    /// What the score is made of, in a fixed order.
    pub components: Vec<ScoreComponent>,
    /// The institutions whose involvement would close it, in order of keys; empty when the record knows none.
    pub institutions: Vec<Position>,
    /// Those that may fill it already, whose data the record does not tell; in order of keys.
    pub possible: Vec<Position>,
    /// What is missing.
    pub what: Wording,
    /// What could be done next.
    pub next_step: Wording,
    /// The claims behind it: on the expectation and on the institutions, at most those of [`EVIDENCE_MAX`] of them.
    pub evidence: Vec<Id<Claim>>,
}

/// The most institutions whose claims stand as evidence of one gap.
pub const EVIDENCE_MAX: usize = 10;

/// How many gaps there are of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct GapCount {
    /// The kind.
    pub kind: GapKind,
    /// How many: the upper end adds what may be gaps, the lower leaves out those that what is not attributed may close.
    pub count: Interval,
    /// How many only may be gaps.
    pub unknown: usize,
}

/// The gaps of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Gaps {
    /// The gaps, the highest score first.
    pub gaps: Vec<Gap>,
    /// What may be a gap, in the same order.
    pub unknown: Vec<Gap>,
    /// How many there are of each kind asked about that was looked for, in the order of the kinds.
    pub counts: Vec<GapCount>,
    /// Institutions that fit an expectation, and of which no place is recorded; in order of keys.
    pub unplaced: Vec<Position>,
    /// The receipt.
    pub receipt: Receipt,
}

/// Finds the gaps of a view.
///
/// # Errors
/// [`Refusal::Parameter`] when actions are asked about without a day, in a window without an end, or a unit is not in
/// the record; [`Refusal::TooLarge`] when cooperation needs more ties than may be worked out at once.
pub fn gaps(view: &NetworkView, request: &GapRequest) -> Result<Gaps, Refusal> {
    let mut receipt = receipt(view, request);
    let mut all = Vec::new();
    let mut unplaced = Vec::new();
    let steps = [GapKind::Register, GapKind::Membership, GapKind::Contact, GapKind::Cooperation];
    let chain = Chain::new(view, request)?;
    if steps.into_iter().any(|it| request.asks(it)) {
        territorial::find(&chain, request, &mut all, &mut unplaced);
    }
    if request.asks(GapKind::Sector) && request.within.is_empty() {
        sector::find(&chain, request, &mut all);
    }
    if request.asks(GapKind::FollowUp) && request.within.is_empty() {
        follow_up::find(view, request, &mut all, &mut receipt)?;
    }
    if request.asks(GapKind::Record) {
        recorded::find(&chain, request, &mut all);
    }
    for gap in &mut all {
        gap.score = gap.components.iter().map(|it| it.points).sum();
    }
    all.sort_by(order);
    let (gaps, unknown): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.status == GapStatus::Gap);
    let counts = counts(view, request, &gaps, &unknown);
    receipt.count("gaps", gaps.len());
    receipt.count("unknown", unknown.len());
    receipt.count("unplaced", unplaced.len());
    Ok(Gaps { gaps, unknown, counts, unplaced, receipt })
}

/// By score downwards, then by what no two gaps share.
fn order(a: &Gap, b: &Gap) -> Ordering {
    b.score
        .total_cmp(&a.score)
        .then_with(|| (a.kind, &a.about, &a.expectation).cmp(&(b.kind, &b.about, &b.expectation)))
        .then_with(|| (&a.sector, a.collection).cmp(&(&b.sector, b.collection)))
        .then_with(|| a.evidence.cmp(&b.evidence))
}

fn receipt(view: &NetworkView, request: &GapRequest) -> Receipt {
    let mut receipt = Receipt::new("gaps", "1", view);
    receipt.parameter("kinds", keys(&request.kinds));
    receipt.parameter("partnership", keys(request.partnership.as_slice()));
    let filter = &request.expectations;
    receipt.parameter("expectations.types", keys(&filter.types));
    receipt.parameter("expectations.sectors", keys(&filter.sectors));
    receipt.parameter("expectations.functions", keys(&filter.functions));
    receipt.parameter("expectations.levels", keys(&filter.levels));
    receipt.parameter("within", keys(&request.within));
    receipt.parameter("meetingKinds", keys(&request.meeting_kinds));
    receipt.parameter("on", keys(request.on.as_slice()));
    score::tell(&mut receipt);
    receipt
}

fn counts(view: &NetworkView, request: &GapRequest, gaps: &[Gap], unknown: &[Gap]) -> Vec<GapCount> {
    let sought = GapKind::ALL.iter().copied().filter(|it| request.asks(*it) && is_sought(view, request, *it));
    sought
        .map(|kind| {
            let listed = gaps.iter().filter(|it| it.kind == kind).count();
            let unknown = unknown.iter().filter(|it| it.kind == kind).count();
            let mut reasons = match kind {
                _ if listed == 0 => Vec::new(),
                GapKind::Membership => unnamed_signatories(view, request.partnership.as_ref()),
                GapKind::Contact | GapKind::Cooperation | GapKind::Sector => {
                    contact_capacity(view, Asked::of(&request.meeting_kinds, None))
                }
                GapKind::Register | GapKind::FollowUp | GapKind::Record => Vec::new(),
            };
            let lower = bound(&reasons).map_or(0.0, |it| (listed as f64 - it).max(0.0));
            if unknown > 0 {
                reasons.push(IntervalReason {
                    code: IntervalReasonCode::UndeterminedAttribute,
                    count: Some(unknown as f64),
                    message: format!("{unknown} may be gaps; the record does not settle it"),
                    about: None,
                    claims: Vec::new(),
                });
            }
            let upper = (listed + unknown) as f64;
            GapCount {
                kind,
                count: Interval::between(lower, Some(upper), reasons).with_counts(None, listed as f64),
                unknown,
            }
        })
        .collect()
}

/// Whether gaps of a kind can be looked for at all: a number of what nobody looked for would read as none.
fn is_sought(view: &NetworkView, request: &GapRequest, kind: GapKind) -> bool {
    match kind {
        GapKind::Sector => request.within.is_empty(),
        GapKind::FollowUp => {
            request.within.is_empty() && (request.on.is_some() || view.view().period.end().is_some())
        }
        _ => true,
    }
}

/// The claims about records, each once, in order of their keys.
fn claims_about(view: &NetworkView, references: impl Iterator<Item = RecordRef>) -> Vec<Id<Claim>> {
    let network = view.network();
    let mut claims: Vec<_> = references
        .flat_map(|it| network.claims_about(&it).map(|it| it.key.clone()).collect::<Vec<_>>())
        .collect();
    claims.sort();
    claims.dedup();
    claims
}
