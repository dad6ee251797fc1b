//! Host rotation: whether signatories take turns in hosting the meetings of all, and who could be next.
//!
//! # Question
//! The partnership meets with one signatory after another: does it, and with whom next?
//!
//! # Definition
//! Of the plenary meetings of a partnership that were held in the window for certain: `rotation = distinct hosts /
//! meetings with a known host`; a meeting repeats when one of its hosts hosted an earlier one, or, where a number `k` is
//! given, one of the `k` meetings before it, unknown hosts included. Candidates for the next
//! are the named signatories, active at the end of the window, on the view's basis, in this order: who never hosted,
//! whose last hosting is longest ago, who has no recorded contact, whose subregion never hosted, whose subregion
//! hosted longest ago, then by name in Polish order. Only plenary hosting counts.
//!
//! # Source
//! The project's analysis of the field, questions.md A6.
//!
//! # Limits
//! Signatories that no source names cannot be proposed; a warning says how many there are. One meeting is no trend.
//!
//! # Cost
//! Time O(occasions + signatories · log signatories).
//!
//! # Determinism
//! Exact; ties end in the key.
//!
//! # Checked against
//! Q28 and Q29 of the project's analysis, on the Lubuskie record.

use std::collections::BTreeMap;

use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::Collection;
use domain::partnership::Partnership;
use domain::polish::CollationKey;
use domain::recorded::Recorded;
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::MeetingKind;

use crate::completeness;
use crate::network::Position;
use crate::occasion::{Certainty, Occasion};
use crate::receipt::Receipt;
use crate::view::NetworkView;

/// A signatory that could host next.
#[derive(Debug, Clone, PartialEq)]
pub struct HostCandidate {
    /// The institution.
    pub institution: Position,
    /// Whether it hosted a plenary meeting in the window.
    pub has_hosted: bool,
    /// When it last did; none when it did not.
    pub last_hosted: Option<EdtfDate>,
    /// Whether some contact with it is recorded for certain in the window.
    pub has_contact: bool,
    /// The subregion of its seat; none when not recorded.
    pub subregion: Option<Id<TerritorialUnit>>,
    /// Why it stands where it stands, in English words.
    pub reason: String,
}

/// A meeting with a host that had hosted before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedHosting {
    /// The meeting, as a position in the network's list.
    pub meeting: usize,
    /// The host.
    pub host: Position,
    /// The last meeting before that it hosted.
    pub earlier: usize,
    /// How many meetings later it hosted again, 1 or more.
    pub after: usize,
}

/// How hosting rotates.
#[derive(Debug, Clone, PartialEq)]
pub struct HostRotation {
    /// The plenary meetings held in the window for certain.
    pub meetings: usize,
    /// Those of them with a known host.
    pub meetings_with_known_host: usize,
    /// The different hosts.
    pub distinct_hosts: usize,
    /// Distinct hosts per meeting with a known host; none without such a meeting.
    pub rotation: Option<f64>,
    /// Whether the record shows a trend: it takes two meetings with a known host.
    pub trend: Recorded,
    /// Why the trend is recorded or not, in English words.
    pub trend_reason: String,
    /// The meetings whose host had hosted before, as positions in the network's list, in order of time.
    pub repeats: Vec<usize>,
    /// The same, each with the host and the meeting that it had hosted.
    pub repeated: Vec<RepeatedHosting>,
    /// Who could host next, the best first.
    pub candidates: Vec<HostCandidate>,
    /// What a reader of the candidates must know; none when all signatories are named.
    pub warning: Option<String>,
    /// The receipt.
    pub receipt: Receipt,
}

/// How hosting rotates among the signatories of a partnership; any earlier hosting makes a repeat.
#[must_use]
pub fn host_rotation(view: &NetworkView, partnership: &Id<Partnership>) -> HostRotation {
    host_rotation_within(view, partnership, None)
}

/// The same, where only a hosting among the last `within` meetings makes a repeat.
#[must_use]
pub fn host_rotation_within(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    within: Option<usize>,
) -> HostRotation {
    let network = view.network();
    let mut plenaries: Vec<(EdtfDate, &Occasion)> = view
        .occasions()
        .iter()
        .filter(|it| it.certainty == Certainty::Certain)
        .filter_map(|it| network.record().meetings.get(it.meeting).map(|meeting| (meeting, it)))
        .filter(|(meeting, _)| meeting.partnership.as_ref() == Some(partnership))
        .filter(|(meeting, _)| network.get::<MeetingKind>(&meeting.kind).is_some_and(|it| it.is_plenary))
        .map(|(meeting, it)| (meeting.date, it))
        .collect();
    plenaries.sort_by_key(|(date, it)| (*date, it.meeting));
    let mut last_hosted = BTreeMap::<Position, EdtfDate>::new();
    let mut last_at = BTreeMap::<Position, (usize, usize)>::new();
    let mut repeated = Vec::new();
    let mut with_host = 0;
    for (at, (date, occasion)) in plenaries.iter().enumerate() {
        let hosts: Vec<_> =
            occasion.involved.iter().filter(|it| it.is_host).map(|it| it.institution).collect();
        with_host += usize::from(!hosts.is_empty());
        for host in &hosts {
            let earlier = last_at.insert(*host, (at, occasion.meeting));
            let earlier = earlier.filter(|it| within.is_none_or(|within| at - it.0 <= within));
            repeated.extend(earlier.map(|(place, earlier)| RepeatedHosting {
                meeting: occasion.meeting,
                host: *host,
                earlier,
                after: at - place,
            }));
        }
        last_hosted.extend(hosts.into_iter().map(|it| (it, *date)));
    }
    let (trend, trend_reason) = if with_host >= 2 {
        (Recorded::Yes, format!("{with_host} meetings have a known host"))
    } else {
        (Recorded::NotRecorded, format!("{with_host} meeting(s) with a known host show no trend"))
    };
    let mut repeats: Vec<_> = repeated.iter().map(|it| it.meeting).collect();
    repeats.dedup();
    let mut receipt = Receipt::new("host-rotation", "1", view);
    receipt.parameter("partnership", partnership);
    receipt.parameter("withinLast", within.map(|it| it.to_string()).unwrap_or_default());
    receipt.count("meetings", plenaries.len());
    let warning = warning(view, partnership);
    receipt.warnings.extend(warning.clone());
    HostRotation {
        meetings: plenaries.len(),
        meetings_with_known_host: with_host,
        distinct_hosts: last_hosted.len(),
        rotation: (with_host > 0).then(|| last_hosted.len() as f64 / with_host as f64),
        trend,
        trend_reason,
        repeats,
        repeated,
        candidates: candidates(view, partnership, &last_hosted),
        warning,
        receipt,
    }
}

fn warning(view: &NetworkView, partnership: &Id<Partnership>) -> Option<String> {
    let found = completeness::collection(view, &partnership.reference(), Collection::Signatories);
    let unnamed = found.unattributed().filter(|it| *it > 0.0)?;
    let declared = found.declared?;
    Some(format!(
        "{unnamed} of the {declared} declared signatories are not named, so they cannot be proposed"
    ))
}

fn candidates(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    last_hosted: &BTreeMap<Position, EdtfDate>,
) -> Vec<HostCandidate> {
    let network = view.network();
    let subregion_of = |position: Position| {
        let seat = network.at(position)?.seat.as_ref()?;
        network.ancestor(seat, TerritoryLevel::Subregion).map(|it| it.key.clone())
    };
    let mut last_in_subregion = BTreeMap::<Id<TerritorialUnit>, EdtfDate>::new();
    for (host, date) in last_hosted {
        let Some(subregion) = subregion_of(*host) else { continue };
        let last = last_in_subregion.entry(subregion).or_insert(*date);
        *last = (*last).max(*date);
    }
    let is_in_contact = |position: Position| {
        let occasions =
            view.occasions_of(position).iter().filter_map(|it| view.occasions().get(*it as usize));
        occasions.into_iter().any(|it| it.certainty == Certainty::Certain)
    };
    let mut candidates: Vec<_> = view
        .signatories(partnership)
        .into_iter()
        .filter(|it| network.at(*it).is_some_and(|it| it.naming == domain::institution::Naming::Named))
        .map(|institution| {
            let subregion = subregion_of(institution);
            let last_hosted = last_hosted.get(&network.rolled_up(institution)).copied();
            let has_contact = is_in_contact(network.rolled_up(institution));
            let of_subregion = subregion.as_ref().map(|it| last_in_subregion.get(it).copied());
            let reason = reason(last_hosted, has_contact, of_subregion);
            let name = network.at(institution).map(|it| CollationKey::new(it.name_pl.as_str()));
            // A subregion that is not recorded comes after those that never hosted and before those that did.
            let subregion_rank = match of_subregion {
                Some(None) => (0, None),
                None => (1, None),
                Some(Some(date)) => (2, Some(date)),
            };
            let rank = (last_hosted, has_contact, subregion_rank, name, institution);
            let has_hosted = last_hosted.is_some();
            (rank, HostCandidate { institution, has_hosted, last_hosted, has_contact, subregion, reason })
        })
        .collect();
    candidates.sort_by(|a, b| a.0.cmp(&b.0));
    candidates.into_iter().map(|it| it.1).collect()
}

fn reason(
    last_hosted: Option<EdtfDate>,
    has_contact: bool,
    of_subregion: Option<Option<EdtfDate>>,
) -> String {
    let own = last_hosted.map_or_else(|| "has not hosted".to_owned(), |it| format!("last hosted {it}"));
    let contact = if has_contact { "has recorded contact" } else { "has no recorded contact" };
    let subregion = match of_subregion {
        None => "its subregion is not recorded".to_owned(),
        Some(None) => "its subregion has not hosted".to_owned(),
        Some(Some(date)) => format!("its subregion last hosted {date}"),
    };
    format!("{own}; {contact}; {subregion}")
}
