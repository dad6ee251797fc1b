//! Norm compliance: whether the rules that partnerships have set themselves were kept, year by year.
//!
//! # Question
//! Was the meeting of all signatories held this year, as the agreement asks? Do hosts take turns?
//!
//! # Definition
//! Each norm is judged in each calendar year.
//! - `MEETINGS_PER_YEAR`: the meetings of its kind, of its partnership, that were held in the year for certain, or the
//!   greater number that a source declares of series of that kind in the year. `MET` when they reach the threshold (1
//!   when there is none). `BROKEN` only when the record itself says so: a declared number below the threshold, or every
//!   recorded meeting of the kind in the year was cancelled. Otherwise `NOT_RECORDED`: no record of a meeting is no
//!   record that there was none.
//! - `HOST_ROTATION`: among the meetings of its kind in the order of time, a host repeats when it hosted one of the `k`
//!   meetings before (`k` is the threshold, 1 when there is none). `BROKEN` when a host of a meeting of the year repeats
//!   in every order that the dates allow; `MET` when every recorded meeting of the year has a known host, as have the
//!   `k` before it as far as there are some, at least one before it, and no host repeats in any order; else
//!   `NOT_RECORDED`.
//! - The other kinds are `NOT_JUDGED`, with the reason: the record holds no facts by which they are broken or kept.
//!
//! # Source
//! The project's analysis of the field, questions.md A10.
//!
//! # Limits
//! Unlisted meetings widen the count and never make a norm broken. Host rotation looks at recorded meetings only.
//!
//! # Cost
//! Time O(norms × meetings + norms × years × meetings of the kind).
//!
//! # Determinism
//! Exact; in order of norms' keys, then of years.
//!
//! # Checked against
//! Q30 of the project's analysis, on the Lubuskie record, and hand-made records.

mod hosts;

use chrono::Datelike;
use domain::claim::Claim;
use domain::date::{EdtfDate, Period};
use domain::id::Id;
use domain::indicator::Collection;
use domain::meeting::{Meeting, MeetingStatus};
use domain::norm::{NormKind, NormRule};
use domain::partnership::Partnership;
use domain::record::Noun;
use domain::words;

use crate::completeness::{claims_of, meetings_of};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::view::NetworkView;

words! {
    /// Whether a norm was kept.
    NormStatus {
        /// It was kept.
        Met = "MET",
        /// The record does not say.
        NotRecorded = "NOT_RECORDED",
        /// The record says that it was not kept.
        Broken = "BROKEN",
        /// The record holds no facts by which a norm of this kind is judged.
        NotJudged = "NOT_JUDGED",
    }
}

/// The most years that are judged at once.
pub const YEARS_MAX: usize = 100;

/// Whether a norm was kept in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct NormFinding {
    /// The norm, as a position in the network's list.
    pub norm: u32,
    /// The year; none for a norm that is not judged by years.
    pub year: Option<i32>,
    /// Whether it was kept.
    pub status: NormStatus,
    /// How many meetings there were, or repeats of hosts; none for a norm that is not judged.
    pub count: Option<Interval>,
    /// The number that it asks for; none when it asks for none.
    pub threshold: Option<u32>,
    /// Why, in English words.
    pub reason: String,
    /// The meetings that show it, as positions in the network's list, in order of time.
    pub meetings: Vec<u32>,
    /// The claims behind what is declared, beside those about the meetings.
    pub claims: Vec<Id<Claim>>,
}

/// Whether norms were kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NormCompliance {
    /// The years judged, in order.
    pub years: Vec<i32>,
    /// What was found.
    pub findings: Vec<NormFinding>,
    /// The receipt.
    pub receipt: Receipt,
}

/// Whether the norms of a partnership, or all norms, were kept in some years. Without years those of the window, or,
/// when it is open, those from the first to the last meeting of the record that was held.
///
/// # Errors
/// [`Refusal::Parameter`] for too many years, or one outside 1 to 9999.
pub fn norm_compliance(
    view: &NetworkView,
    partnership: Option<&Id<Partnership>>,
    years: &[i32],
) -> Result<NormCompliance, Refusal> {
    Ok(judge(view, partnership, asked(view, years)?))
}

/// Whether norms were kept in years, in their order.
pub(crate) fn judge(
    view: &NetworkView,
    partnership: Option<&Id<Partnership>>,
    years: Vec<i32>,
) -> NormCompliance {
    let network = view.network();
    let binds = |norm: &NormRule| {
        partnership.is_none_or(|wanted| {
            let of_project = || {
                norm.project.as_ref().and_then(|it| network.get(it)).and_then(|it| it.partnership.as_ref())
            };
            norm.partnership.as_ref().or_else(of_project) == Some(wanted)
        })
    };
    let mut findings = Vec::new();
    for (index, norm) in (0u32..).zip(&network.record().norms).filter(|it| binds(it.1)) {
        match norm.kind {
            NormKind::MeetingsPerYear => {
                let meetings = meetings_of_kind(view, norm);
                findings.extend(years.iter().map(|it| per_year(view, index, norm, *it, &meetings)));
            }
            NormKind::HostRotation => {
                let meetings = hosts::hosted(view, norm);
                findings.extend(years.iter().map(|it| hosts::rotation(view, index, norm, *it, &meetings)));
            }
            NormKind::OpenAccession => findings.push(not_judged(
                index,
                norm,
                "the record does not tell who was refused, so that it cannot show accession to be open or closed",
            )),
            NormKind::MaximumPerPerson => findings.push(not_judged(
                index,
                norm,
                "the record does not list what each person took part in",
            )),
            NormKind::AllOfType => findings.push(not_judged(
                index,
                norm,
                "no source says that the record names all institutions of the type",
            )),
        }
    }
    let mut receipt = Receipt::new("norm-compliance", "1", view);
    receipt.parameter("partnership", keys(partnership.as_slice()));
    receipt.parameter("years", years.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"));
    for status in NormStatus::ALL {
        receipt.count(status.as_str(), findings.iter().filter(|it| it.status == *status).count());
    }
    NormCompliance { years, findings, receipt }
}

/// The years to judge, in order, each once.
fn asked(view: &NetworkView, years: &[i32]) -> Result<Vec<i32>, Refusal> {
    let mut years = years.to_vec();
    if years.is_empty() {
        let held = view.occasions().iter().filter_map(|it| view.network().record().meetings.get(it.meeting));
        let (mut first, mut last) = (view.view().period.start(), view.view().period.end());
        if first.is_none() || last.is_none() {
            let dates: Vec<_> = held.map(|it| it.date).collect();
            first = first.or_else(|| dates.iter().filter_map(EdtfDate::earliest).min());
            last = last.or_else(|| dates.iter().filter_map(EdtfDate::latest).max());
        }
        if let (Some(first), Some(last)) = (first, last) {
            let span = i64::from(last.year()) - i64::from(first.year());
            if span >= YEARS_MAX as i64 {
                return Err(Refusal::Parameter {
                    name: "years",
                    problem: "would be more than 100 years; name those wanted, or narrow the window",
                });
            }
            years = (first.year()..=last.year()).collect();
        }
    }
    years.sort_unstable();
    years.dedup();
    if years.len() > YEARS_MAX {
        return Err(Refusal::Parameter { name: "years", problem: "names more than 100 years" });
    }
    if years.iter().any(|it| !(1..=9999).contains(it)) {
        return Err(Refusal::Parameter { name: "years", problem: "must be from 1 to 9999" });
    }
    Ok(years)
}

fn not_judged(norm: u32, rule: &NormRule, reason: &str) -> NormFinding {
    NormFinding {
        norm,
        year: None,
        status: NormStatus::NotJudged,
        count: None,
        threshold: rule.threshold,
        reason: reason.to_owned(),
        meetings: Vec::new(),
        claims: Vec::new(),
    }
}

/// The meetings of the kind and partnership that a norm speaks of, held or not, as positions.
fn meetings_of_kind(view: &NetworkView, norm: &NormRule) -> Vec<u32> {
    let meetings = (0u32..).zip(&view.network().record().meetings);
    meetings.filter(|(_, it)| is_meant(norm, it)).map(|it| it.0).collect()
}

fn is_meant(norm: &NormRule, meeting: &Meeting) -> bool {
    norm.meeting_kind.as_ref().is_none_or(|it| meeting.kind == *it)
        && (norm.partnership.is_none() || meeting.partnership == norm.partnership)
}

fn per_year(view: &NetworkView, index: u32, norm: &NormRule, year: i32, meant: &[u32]) -> NormFinding {
    let record = view.network().record();
    let period = Period::year(year).unwrap_or_else(|_| Period::whole());
    let least = norm.threshold.unwrap_or(1);
    let of = |status: MeetingStatus, fits: fn(&EdtfDate, &Period) -> bool| -> Vec<u32> {
        let fits = |it: &&u32| {
            let meeting = record.meetings.get(**it as usize);
            meeting.is_some_and(|it| it.status == status && fits(&it.date, &period))
        };
        meant.iter().filter(fits).copied().collect()
    };
    let mut meetings = of(MeetingStatus::Held, EdtfDate::certainly_in);
    meetings.sort_by_key(|it| record.meetings.get(*it as usize).map(|it| (it.date, it.key.clone())));
    let possible = of(MeetingStatus::Held, EdtfDate::possibly_in).len() - meetings.len();
    let told = declared(view, norm, &period);
    let listed = meetings.len() as f64;
    let declared: Option<f64> = told.iter().filter(|it| it.is_certain).map(|it| it.declared).sum();
    let declared = declared.filter(|_| told.iter().any(|it| it.is_certain));
    let lower = declared.map_or(listed, |it| it.max(listed));
    let mut reasons = Vec::new();
    if possible > 0 {
        reasons.push(IntervalReason {
            code: IntervalReasonCode::PossiblyInWindow,
            count: Some(possible as f64),
            message: format!("{possible} meetings may have been in {year} or not"),
            about: None,
            claims: Vec::new(),
        });
    }
    for it in told.iter().filter(|it| !it.is_certain || it.declared.is_none()) {
        reasons.push(IntervalReason {
            code: IntervalReasonCode::UnlistedMeetings,
            count: it.declared,
            message: "a series is told of whose meetings are not listed one by one".to_owned(),
            about: Some(it.series.reference()),
            claims: it.claims.clone(),
        });
    }
    if declared.is_none() {
        reasons.push(IntervalReason {
            code: IntervalReasonCode::NotDeclared,
            count: None,
            message: format!("no source says how many such meetings there were in {year}"),
            about: norm.partnership.as_ref().map(Id::reference),
            claims: Vec::new(),
        });
    }
    let open: Option<f64> = reasons.iter().map(|it| it.count).sum();
    let count = Interval::between(lower, open.map(|it| lower + it), reasons).with_counts(declared, listed);
    let cancelled = of(MeetingStatus::Cancelled, EdtfDate::certainly_in);
    let undecided = [MeetingStatus::Planned, MeetingStatus::Unknown];
    let is_all_cancelled = !cancelled.is_empty()
        && lower == 0.0
        && possible == 0
        && told.is_empty()
        && undecided.iter().all(|it| of(*it, EdtfDate::possibly_in).is_empty());
    let is_declared_below = declared.is_some_and(|it| it < f64::from(least)) && lower < f64::from(least);
    let (status, reason) = if lower >= f64::from(least) {
        (NormStatus::Met, format!("{lower} such meetings were held in {year}; the norm asks for {least}"))
    } else if is_declared_below && count.upper == Some(lower) {
        (
            NormStatus::Broken,
            format!("a source declares {lower} such meetings in {year}; the norm asks for {least}"),
        )
    } else if is_all_cancelled && least > 0 {
        (NormStatus::Broken, format!("every recorded meeting of the kind in {year} was cancelled"))
    } else {
        let reason =
            format!("{lower} such meetings are recorded in {year}; that there were no others nobody says");
        (NormStatus::NotRecorded, reason)
    };
    if status == NormStatus::Broken && is_all_cancelled {
        meetings = cancelled;
    }
    let claims = told.into_iter().flat_map(|it| it.claims).collect();
    NormFinding {
        norm: index,
        year: Some(year),
        status,
        count: Some(count),
        threshold: Some(least),
        reason,
        meetings,
        claims,
    }
}

/// What is told of a series of the kind that a norm speaks of.
struct Told {
    series: Id<domain::meeting::MeetingSeries>,
    /// Whether all of it lies in the year.
    is_certain: bool,
    /// How many meetings are declared; none when not.
    declared: Option<f64>,
    claims: Vec<Id<Claim>>,
}

fn declared(view: &NetworkView, norm: &NormRule, period: &Period) -> Vec<Told> {
    let network = view.network();
    let meant = network.record().meeting_series.iter().filter(|it| {
        norm.meeting_kind.as_ref().is_none_or(|kind| it.kind == *kind)
            && (norm.partnership.is_none() || it.partnership == norm.partnership)
            && it.status == MeetingStatus::Held
            && it.date.possibly_in(period)
    });
    meant
        .filter_map(|it| {
            let declared = network.declared(&it.reference(), Collection::Meetings);
            let declared = declared.max_by(|a, b| a.value.total_cmp(&b.value));
            let listed = meetings_of(view, it.key.as_str()).count();
            // A series whose meetings are all listed tells nothing more.
            if declared.is_none() && listed > 0 {
                return None;
            }
            let claims = claims_of(view, declared.map(|it| &it.key));
            let is_certain = it.date.certainly_in(period);
            Some(Told { series: it.key.clone(), is_certain, declared: declared.map(|it| it.value), claims })
        })
        .collect()
}
