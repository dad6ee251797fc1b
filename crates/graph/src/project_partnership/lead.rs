//! How far few institutions lead most project partnerships.

use std::cmp::Reverse;

use super::formed::FormedPartnership;
use super::grouped;
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::network::Position;
use crate::view::NetworkView;

/// An institution that leads project partnerships.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    /// The institution.
    pub institution: Position,
    /// The project partnerships that it leads, as positions in the network's list, in order.
    pub partnerships: Vec<u32>,
    /// Its share of all project partnerships, 0 to 1.
    pub share: Interval,
}

/// How far few lead most.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadConcentration {
    /// The leads, those that lead most first.
    pub leads: Vec<Lead>,
    /// The share of the most frequent lead, 0 to 1; none when no lead is recorded.
    pub top_share: Option<Interval>,
    /// The Herfindahl–Hirschman index over leads, above 0 and at most 1; none when no lead is recorded.
    pub herfindahl: Option<Interval>,
    /// Why there is no concentration; none when there is one.
    pub reason: Option<String>,
}

pub(super) fn concentration(
    view: &NetworkView,
    certain: &[&FormedPartnership],
    unnamed: &[IntervalReason],
) -> LeadConcentration {
    let in_scope = certain.iter().filter(|it| it.lead.is_none_or(|it| view.is_in_scope(it)));
    let known: Vec<_> = in_scope.collect();
    let by_lead = grouped(known.iter().filter_map(|it| Some((it.lead?, it.partnership))));
    let led: usize = by_lead.values().map(Vec::len).sum();
    let without = known.len() - led;
    let mut reasons = unnamed.to_vec();
    if without > 0 {
        reasons.push(IntervalReason {
            code: IntervalReasonCode::UndeterminedAttribute,
            count: Some(without as f64),
            message: format!("the lead of {without} project partnerships is not recorded"),
            about: None,
            claims: Vec::new(),
        });
    }
    // Those of which the lead is not known; without a bound they may outnumber all others.
    let open = crate::unattributed::bound(&reasons);
    let all = open.map(|it| it + led as f64);
    let share = |count: f64| {
        let lower = all.map_or(0.0, |all| count / all);
        let upper = all.zip(open).map_or(1.0, |(all, open)| (count + open) / all);
        Interval::between(lower, Some(upper), reasons.clone())
    };
    let mut leads: Vec<_> = by_lead
        .into_iter()
        .map(|(institution, partnerships)| {
            let share = share(partnerships.len() as f64);
            Lead { institution, partnerships, share }
        })
        .collect();
    leads.sort_by_key(|it| (Reverse(it.partnerships.len()), it.institution));
    let squares: f64 = leads.iter().map(|it| (it.partnerships.len() as f64).powi(2)).sum();
    let most = leads.first().map(|it| it.partnerships.len() as f64);
    let herfindahl = most.map(|most| {
        let bounds = all.zip(open).map(|(all, open)| {
            let lower = (squares + open) / (all * all);
            let upper = (squares - most * most + (most + open).powi(2)) / (all * all);
            (lower, upper)
        });
        let (lower, upper) = bounds.unwrap_or((0.0, 1.0));
        Interval::between(lower, Some(upper), reasons.clone())
    });
    LeadConcentration {
        top_share: most.map(share),
        herfindahl,
        reason: most.is_none().then(|| "the record names no lead of a project partnership".to_owned()),
        leads,
    }
}
