//! Signatories: whether an institution is recorded as one, and what share of them a meeting saw.
//!
//! # Question
//! Did this institution sign? What share of the signatories was represented at that meeting?
//!
//! # Definition
//! An institution is a signatory (YES) by a membership in that role, on the view's basis, active at the end of the
//! window; NO only when all its recorded memberships in the role have ended; otherwise NOT_RECORDED, with the reason.
//! The share of a meeting is `[named signatories involved / N, min(N, people declared) / N]` for `N` declared
//! signatories: each of the people who are counted but not named may stand for another signatory.
//!
//! # Source
//! The project's analysis of the field, questions.md A1, A2; model.md P2, P3.
//!
//! # Cost
//! Time O(memberships + participations of the meeting).
//!
//! # Determinism
//! Exact.
//!
//! # Checked against
//! Q02, Q04 and Q32 of the project's analysis, on the Lubuskie record.

use domain::claim::Claim;
use domain::id::Id;
use domain::indicator::Collection;
use domain::institution::Institution;
use domain::meeting::Meeting;
use domain::partnership::{Partnership, PartnershipRole};
use domain::record::Noun;
use domain::recorded::Recorded;

use crate::completeness::{claims_of, collection, declaration};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::occasion::{Certainty, Occasion};
use crate::receipt::Receipt;
use crate::uncontacted::signatory_count;
use crate::view::NetworkView;

/// Whether an institution is recorded as a signatory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatoryFinding {
    /// Yes, no, or not recorded.
    pub recorded: Recorded,
    /// Why, in English words.
    pub reason: String,
    /// The claims behind it.
    pub claims: Vec<Id<Claim>>,
}

/// Whether an institution is recorded as a signatory of a partnership.
#[must_use]
pub fn signatory_of(
    view: &NetworkView,
    institution: &Id<Institution>,
    partnership: &Id<Partnership>,
) -> SignatoryFinding {
    let network = view.network();
    let is_meant = |it: &domain::partnership::Membership| {
        it.partnership == *partnership
            && it.role == PartnershipRole::Signatory
            && it.party.institution() == Some(institution)
    };
    let claims = |list: &[&domain::partnership::Membership]| {
        list.iter().flat_map(|it| network.claims_about(&it.reference())).map(|it| it.key.clone()).collect()
    };
    let active: Vec<_> = view
        .memberships(Some(partnership), &[PartnershipRole::Signatory])
        .map(|it| it.0)
        .filter(|it| is_meant(it))
        .collect();
    if !active.is_empty() {
        let reason = "the record has its membership as a signatory".to_owned();
        return SignatoryFinding { recorded: Recorded::Yes, reason, claims: claims(&active) };
    }
    let all: Vec<_> = network.memberships().filter(|it| is_meant(it.0)).collect();
    let on_basis: Vec<_> = all.iter().filter(|it| it.1.counts_on(view.view().basis)).map(|it| it.0).collect();
    let nobody_says;
    let (recorded, reason) = if !on_basis.is_empty() {
        let has_ended = |it: &&domain::partnership::Membership| {
            domain::date::Validity::new(it.valid_from, it.valid_to)
                .is_ok_and(|it| it.has_certainly_ended_by_end_of(&view.view().period))
        };
        if on_basis.iter().all(has_ended) {
            (Recorded::No, "its membership as a signatory ended before the end of the window")
        } else {
            (Recorded::NotRecorded, "its membership as a signatory begins after the window")
        }
    } else if all.is_empty() {
        nobody_says = unnamed_signatories(view, partnership);
        (Recorded::NotRecorded, nobody_says.as_str())
    } else {
        (Recorded::NotRecorded, "its membership as a signatory does not count on this basis of evidence")
    };
    let evidence: Vec<_> = all.iter().map(|it| it.0).collect();
    SignatoryFinding { recorded, reason: reason.to_owned(), claims: claims(&evidence) }
}

/// Why it is not known whether an institution signed: how many signatories are declared and not named.
fn unnamed_signatories(view: &NetworkView, partnership: &Id<Partnership>) -> String {
    let size = collection(view, &partnership.reference(), Collection::Signatories);
    match (size.declared, size.unattributed()) {
        (Some(declared), Some(open)) if open > 0.0 => {
            format!(
                "no source names it as a signatory; {declared} are declared and {open} of them are not named"
            )
        }
        (Some(declared), _) => {
            format!("no source names it as a signatory; all {declared} declared are named")
        }
        _ => "no source names it as a signatory, and none says how many there are".to_owned(),
    }
}

/// What share of the signatories a meeting saw.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatoryShare {
    /// The share, 0 to 1; none when no signatory is declared or named.
    pub share: Option<Interval>,
    /// How many signatories were represented.
    pub represented: Interval,
    /// How many there are.
    pub signatories: Interval,
    /// The receipt.
    pub receipt: Receipt,
}

/// What share of the signatories of a partnership was represented at a meeting; none when the meeting was not held,
/// is not in the record, or is not in the window.
#[must_use]
pub fn signatory_share(
    view: &NetworkView,
    meeting: &Id<Meeting>,
    partnership: &Id<Partnership>,
) -> Option<SignatoryShare> {
    let network = view.network();
    let value = network.get(meeting)?;
    let certainty = view.view().certainty(&value.date)?;
    let position = network.meeting_position(meeting)?;
    let occasion = Occasion::read(network, position, view.view().basis, certainty)?;
    let signatories = signatory_count(view, partnership);
    let all = signatories.upper.unwrap_or(signatories.lower).max(signatories.lower);
    let named = view.parties_in_role(Some(partnership), &[PartnershipRole::Signatory]);
    let present = occasion.involved.iter().filter(|it| named.contains(&it.institution)).count() as f64;
    let mut reasons = signatories.reasons.clone();
    let about = Some(value.reference());
    let declared = declaration(view, &value.reference(), Collection::Participants);
    let upper = if let Some(declared) = declared {
        if declared.value > present {
            reasons.push(IntervalReason {
                code: IntervalReasonCode::UnnamedParticipants,
                count: Some(declared.value - present),
                message: format!(
                    "{} people are counted; each may stand for another signatory",
                    declared.value
                ),
                about,
                claims: claims_of(view, Some(&declared.key)),
            });
        }
        declared.value.max(present).min(all)
    } else if value.has_unnamed_participants {
        reasons.push(IntervalReason {
            code: IntervalReasonCode::ParticipantsNotCounted,
            count: None,
            message: "people took part of whom nobody says who or how many".to_owned(),
            about,
            claims: network.claims_about(&value.reference()).map(|it| it.key.clone()).collect(),
        });
        all
    } else {
        present
    };
    let upper = upper.max(present);
    let share = (all > 0.0).then(|| Interval::between(present / all, Some(upper / all), reasons.clone()));
    let mut receipt = Receipt::new("signatory-share", "1", view);
    receipt.parameter("meeting", meeting);
    receipt.parameter("partnership", partnership);
    receipt.count("namedSignatoriesPresent", present as usize);
    if certainty == Certainty::Possible {
        receipt.warnings.push("the meeting may lie outside the window".to_owned());
    }
    let represented = Interval::between(present, Some(upper), reasons);
    Some(SignatoryShare { share, represented, signatories, receipt })
}
