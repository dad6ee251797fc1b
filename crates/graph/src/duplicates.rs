//! Duplicate candidates: pairs of institutions that may be one, each with the reasons for and against.
//!
//! # Question
//! Which entries of the record may be the same institution, so that a person should decide?
//!
//! # Definition
//! A pair of named institutions is a candidate for any of these reasons; nothing is ever merged by a rule.
//! - An own number of a register (KRS, REGON, NIP, TERYT) is recorded of both. The number of a parent never counts, as
//!   offices use the NIP of their gmina or powiat (identifiers.md 1.1).
//! - Both are of one family of types of which a gmina holds one only (OPS, PUP, PCPR), in the same gmina: that of the
//!   seat, or, where no seat is recorded, the one gmina that the name names. Never for other types (identifiers.md 3.3).
//! - Their names are the same up to case, marks, inflected forms and the type word, or similar: see [`name`].
//! - Another form, such as a short name or a mention, stands for both.
//! - They have a telephone number, address, e-mail address or page in common.
//! - The record has a relation `SAME_AS_CANDIDATE` between them.
//!
//! Against them speak different own numbers of one register, and different gminas of the seat. A unit and what it is a
//! unit of are a pair only for an own number or a recorded relation.
//!
//! The score of a pair is `(1 - Π (1 - p)) · Π (1 - c)` over the points `p` for and `c` against it (noisy-or; Pearl,
//! Probabilistic Reasoning in Intelligent Systems, 1988). It orders the worklist and is no probability.
//!
//! A pair that was decided stays in the list with its decision: read as one (MERGED), or told apart (REJECTED, also when
//! one succeeds the other or was separated from it). Of what was read as one the reasons are those of the names, types
//! and seats as they were recorded.
//!
//! # Limits
//! Institutions that no source names are left out, as are bodies, offices and people. Of a value that more than
//! [`GROUP_MAX`] institutions share, each is paired with the first only; the receipt counts these values.
//!
//! # Cost
//! Pairs come from shared keys and, for similar names, from the word of a name that the fewest others have a counterpart
//! of; counterparts come from an exact join of trigram sets (Bayardo, Ma, Srikant, Scaling up all pairs similarity
//! search, 2007). So few pairs are compared: time O(forms · log + pairs).
//!
//! # Determinism
//! Exact; by score downwards, then by the keys of both.
//!
//! # Checked against
//! The Lubuskie record by hand; all pairs compared one by one, on generated records.

mod blocks;
mod compare;
mod decided;
mod form;
pub mod name;
mod trigram;

use domain::claim::Claim;
use domain::id::Id;
use domain::identity::{IdentityDecision, Relation};
use domain::institution::{Institution, InstitutionIdentifier};
use domain::person::ContactKind;
use domain::vocabulary::Label;
use domain::words;

use self::blocks::Blocks;
use self::compare::Comparison;
use self::form::Entries;
pub use crate::gap::Wording;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::view::NetworkView;

/// How many institutions may share a value so that all pairs of them are candidates.
pub const GROUP_MAX: usize = 64;
/// How many claims stand as evidence of one candidate.
pub const EVIDENCE_MAX: usize = 20;
/// How many pairs may be candidates at once.
pub const PAIRS_MAX: usize = 500_000;
/// The codes of the types of which a gmina holds one institution of the family only (identifiers.md 3.3): social welfare
/// centres (art. 110 of the Act of 12 March 2004 on social assistance), county labour offices, county family support
/// centres.
pub const SINGLE_IN_GMINA: &[&str] = &["OPS", "PUP", "PCPR"];

words! {
    /// Why two institutions may be one, or not.
    DuplicateReasonCode {
        /// An own number of a register is recorded of both.
        SharedIdentifier = "SHARED_IDENTIFIER",
        /// Both are of a family of types of which a gmina holds one, in the same gmina.
        TypeAndGmina = "TYPE_AND_GMINA",
        /// The names are the same up to case, marks and punctuation.
        SameName = "SAME_NAME",
        /// The names are the same up to inflection.
        InflectedName = "INFLECTED_NAME",
        /// The names are similar: they share most of their trigrams.
        SimilarName = "SIMILAR_NAME",
        /// A short name, mention or other form stands for both.
        SharedAlias = "SHARED_ALIAS",
        /// They have a telephone or fax number, an e-mail address or a page in common.
        SharedContact = "SHARED_CONTACT",
        /// They have a postal address in common.
        SharedAddress = "SHARED_ADDRESS",
        /// The record says that the two may be one.
        RecordedRelation = "RECORDED_RELATION",
        /// Against: they have different own numbers of one register.
        DifferentIdentifier = "DIFFERENT_IDENTIFIER",
        /// Against: they are seated in different gminas.
        DifferentSeat = "DIFFERENT_SEAT",
    }
}

impl DuplicateReasonCode {
    /// Whether it speaks against the two being one.
    #[must_use]
    pub fn is_against(self) -> bool {
        matches!(self, Self::DifferentIdentifier | Self::DifferentSeat)
    }
}

words! {
    /// Where a pair stands.
    DuplicateStatus {
        /// Nobody has decided.
        Open = "OPEN",
        /// The two are read as one.
        Merged = "MERGED",
        /// The two were told apart.
        Rejected = "REJECTED",
    }
}

/// A contact point of an institution: a personal value of the store, so who asks brings those that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionContact {
    /// Whose.
    pub of: Id<Institution>,
    /// The kind.
    pub kind: ContactKind,
    /// The value as recorded.
    pub value: Label,
}

/// What is asked of candidates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DuplicateRequest {
    /// The contact points of institutions that may be compared; none compares none.
    pub contacts: Vec<InstitutionContact>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicateReason {
    /// Which.
    pub code: DuplicateReasonCode,
    /// How far it holds, over 0 to 1: 1 but for names, where it is their similarity.
    pub similarity: f64,
    /// What it adds to the score, or takes from it: 0 to 1.
    pub points: f64,
    /// The reason in words.
    pub why: Wording,
}

/// A pair that may be one institution.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicateCandidate {
    /// The one with the smaller key.
    pub first: Id<Institution>,
    /// The one with the greater key.
    pub second: Id<Institution>,
    /// How much speaks for the two being one, over 0 to 1; 0 for a decided pair without any reason.
    pub score: f64,
    /// The reasons, those for it first, by points downwards.
    pub reasons: Vec<DuplicateReason>,
    /// The identifiers that the two share, or that differ, in order of keys.
    pub identifiers: Vec<Id<InstitutionIdentifier>>,
    /// The claims behind the reasons, at most [`EVIDENCE_MAX`], in order of keys.
    pub evidence: Vec<Id<Claim>>,
    /// Where the pair stands.
    pub status: DuplicateStatus,
    /// The decision on the pair; none when nobody has decided, or a relation tells the two apart.
    pub decision: Option<Id<IdentityDecision>>,
    /// The relation that says that the two may be one, or that tells them apart.
    pub relation: Option<Id<Relation>>,
}

/// The candidates of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicates {
    /// The pairs, by score downwards, then by the keys of both.
    pub candidates: Vec<DuplicateCandidate>,
    /// The receipt.
    pub receipt: Receipt,
}

/// Finds the candidates of a view: pairs of which at least one is in scope. Window and basis do not narrow them, as what
/// an institution is does not depend on them.
///
/// # Errors
/// [`Refusal::TooLarge`] when more than [`PAIRS_MAX`] pairs have a key in common.
pub fn duplicates(view: &NetworkView, request: &DuplicateRequest) -> Result<Duplicates, Refusal> {
    let entries = Entries::read(view.network(), request);
    let blocks = Blocks::of(&entries)?;
    let comparison = Comparison::new(view.network(), &entries);
    let mut candidates: Vec<_> =
        blocks.pairs.iter().filter_map(|(a, b)| comparison.candidate(*a, *b)).collect();
    candidates.extend(comparison.merged());
    candidates.retain(|it| {
        let in_scope = |id: &Id<Institution>| {
            let position = view.network().institution(id).and_then(|it| view.network().position_of(&it.key));
            position.is_some_and(|it| view.is_in_scope(it))
        };
        in_scope(&it.first) || in_scope(&it.second)
    });
    candidates.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second)))
    });
    let mut receipt = Receipt::new("duplicates", "1", view);
    receipt.parameter("singleInGmina", SINGLE_IN_GMINA.join("|"));
    receipt.parameter("similarNames", name::SIMILAR);
    compare::tell(&mut receipt);
    receipt.count("institutions", entries.len());
    receipt.count("contacts", request.contacts.len());
    receipt.count("pairsCompared", blocks.pairs.len());
    receipt.count("candidates", candidates.len());
    if blocks.large > 0 {
        receipt.count("sharedByMany", blocks.large);
        receipt.warnings.push(format!(
            "{} values are shared by more than {GROUP_MAX} institutions; of these each is paired with the first only",
            blocks.large
        ));
    }
    Ok(Duplicates { candidates, receipt })
}

/// The same by comparing every two institutions: for tests of what the shared keys find. Time O(institutions²).
#[doc(hidden)]
#[must_use]
pub fn duplicates_by_all_pairs(view: &NetworkView, request: &DuplicateRequest) -> Vec<DuplicateCandidate> {
    let entries = Entries::read(view.network(), request);
    let comparison = Comparison::new(view.network(), &entries);
    let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let mut candidates: Vec<_> = pairs.filter_map(|(a, b)| comparison.candidate(a, b)).collect();
    candidates.extend(comparison.merged());
    candidates.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second)))
    });
    candidates
}
