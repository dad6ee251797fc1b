//! The subjects of statistics: what is counted, and what is told of without being listed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::Collection;
use domain::partnership::{Partnership, PartnershipRole};
use domain::record::Noun;

use super::{StatisticFilter, StatisticSubject};
use crate::completeness;
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::network::Position;
use crate::occasion::{Certainty, Occasion};
use crate::selection::InstitutionMatcher;
use crate::unattributed::{Asked, contact_capacity, unlisted_meetings};
use crate::view::NetworkView;

/// Something counted. The same unit may come as several items, such as a host of several meetings.
#[derive(Debug)]
pub(super) struct Item<'a> {
    /// What is counted once: the position of an institution or a record.
    pub(super) unit: u32,
    /// The institution that it belongs to.
    pub(super) institution: Option<Position>,
    /// The meeting that it comes from.
    pub(super) meeting: Option<usize>,
    /// Whether it lies in the window for certain.
    pub(super) certainty: Certainty,
    /// The date to take the year from.
    pub(super) date: Option<EdtfDate>,
    /// The partnerships that it belongs to.
    pub(super) partnerships: Cow<'a, [Id<Partnership>]>,
    /// The one role that it has.
    pub(super) role: Option<&'static str>,
    /// The roles that it has, when it may have several.
    pub(super) roles: Vec<&'static str>,
}

/// The items of a subject that fit, in order of keys.
pub(super) fn items<'a>(
    view: &'a NetworkView,
    subject: StatisticSubject,
    filter: &'a StatisticFilter,
) -> Vec<Item<'a>> {
    let matcher = InstitutionMatcher::new(view, &filter.institutions);
    let any_institution = filter.institutions == crate::selection::InstitutionFilter::default();
    let fits = |it: Position| view.is_in_scope(it) && matcher.fits(it);
    match subject {
        StatisticSubject::Institutions => institutions(view, filter, fits),
        StatisticSubject::Memberships => memberships(view, filter, fits, any_institution),
        StatisticSubject::Meetings => meetings(view, filter, fits, any_institution),
        StatisticSubject::InvolvedInstitutions => involvements(view, filter, fits, false),
        StatisticSubject::Hosts => involvements(view, filter, fits, true),
        StatisticSubject::Participations => participations(view, filter, fits, any_institution),
    }
}

fn institutions<'a>(
    view: &'a NetworkView,
    filter: &'a StatisticFilter,
    fits: impl Fn(Position) -> bool,
) -> Vec<Item<'a>> {
    let network = view.network();
    let mut partnerships = BTreeMap::<Position, (Vec<Id<Partnership>>, Vec<&'static str>)>::new();
    for (membership, _) in view.memberships(filter.partnership.as_ref(), &filter.roles) {
        let Some(position) = membership.party.institution().and_then(|it| network.position_of(it)) else {
            continue;
        };
        let entry = partnerships.entry(position).or_default();
        if !entry.0.contains(&membership.partnership) {
            entry.0.push(membership.partnership.clone());
        }
        if !entry.1.contains(&membership.role.as_str()) {
            entry.1.push(membership.role.as_str());
        }
    }
    let asks_membership = filter.partnership.is_some() || !filter.roles.is_empty();
    (0u32..)
        .zip(&network.record().institutions)
        .filter(|(position, _)| fits(*position) && (!asks_membership || partnerships.contains_key(position)))
        .map(|(position, it)| {
            let (partnerships, roles) = partnerships.get(&position).cloned().unwrap_or_default();
            Item {
                unit: position,
                institution: Some(position),
                meeting: None,
                certainty: Certainty::Certain,
                date: Some(it.existed_from),
                partnerships: Cow::Owned(partnerships),
                role: None,
                roles,
            }
        })
        .collect()
}

fn memberships<'a>(
    view: &'a NetworkView,
    filter: &'a StatisticFilter,
    fits: impl Fn(Position) -> bool,
    any_institution: bool,
) -> Vec<Item<'a>> {
    let network = view.network();
    let is_unscoped = view.view().scope == crate::Scope::default();
    let found = view.memberships(filter.partnership.as_ref(), &filter.roles);
    (0u32..)
        .zip(found)
        .filter_map(|(unit, (membership, _))| {
            let institution = membership.party.institution().and_then(|it| network.position_of(it));
            let counts = institution.map_or(any_institution && is_unscoped, &fits);
            counts.then(|| Item {
                unit,
                institution,
                meeting: None,
                certainty: Certainty::Certain,
                date: Some(membership.signed_on),
                partnerships: Cow::Borrowed(std::slice::from_ref(&membership.partnership)),
                role: Some(membership.role.as_str()),
                roles: Vec::new(),
            })
        })
        .collect()
}

/// The occasions of the kinds and the partnership that are asked for.
fn occasions<'a>(view: &'a NetworkView, filter: &'a StatisticFilter) -> impl Iterator<Item = &'a Occasion> {
    view.occasions().iter().filter(|it| {
        view.network().record().meetings.get(it.meeting).is_some_and(|it| {
            (filter.kinds.is_empty() || filter.kinds.contains(&it.kind))
                && (filter.partnership.is_none() || it.partnership == filter.partnership)
        })
    })
}

fn of_occasion<'a>(
    view: &'a NetworkView,
    occasion: &Occasion,
    unit: u32,
    institution: Option<Position>,
) -> Item<'a> {
    let meeting = view.network().record().meetings.get(occasion.meeting);
    Item {
        unit,
        institution,
        meeting: Some(occasion.meeting),
        certainty: occasion.certainty,
        date: meeting.map(|it| it.date),
        partnerships: Cow::Borrowed(meeting.map_or(&[], |it| it.partnership.as_slice())),
        role: None,
        roles: Vec::new(),
    }
}

fn meetings<'a>(
    view: &'a NetworkView,
    filter: &'a StatisticFilter,
    fits: impl Fn(Position) -> bool,
    any_institution: bool,
) -> Vec<Item<'a>> {
    let is_unscoped = view.view().scope == crate::Scope::default();
    occasions(view, filter)
        .filter(|it| (any_institution && is_unscoped) || it.involved.iter().any(|it| fits(it.institution)))
        .map(|it| of_occasion(view, it, u32::try_from(it.meeting).unwrap_or(u32::MAX), None))
        .collect()
}

fn involvements<'a>(
    view: &'a NetworkView,
    filter: &'a StatisticFilter,
    fits: impl Fn(Position) -> bool,
    hosts_only: bool,
) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    for occasion in occasions(view, filter) {
        let involved =
            occasion.involved.iter().filter(|it| (it.is_host || !hosts_only) && fits(it.institution));
        items.extend(involved.map(|it| of_occasion(view, occasion, it.institution, Some(it.institution))));
    }
    items
}

fn participations<'a>(
    view: &'a NetworkView,
    filter: &'a StatisticFilter,
    fits: impl Fn(Position) -> bool,
    any_institution: bool,
) -> Vec<Item<'a>> {
    let network = view.network();
    let is_unscoped = view.view().scope == crate::Scope::default();
    let mut items = Vec::new();
    for occasion in occasions(view, filter) {
        for index in network.participations_of(occasion.meeting) {
            let Some(participation) = network.record().participations.get(*index as usize) else { continue };
            let institution = network.participant(*index);
            let counts = institution.map_or(any_institution && is_unscoped, &fits)
                && participation.is_involvement()
                && network.participation_strength(*index).counts_on(view.view().basis);
            if counts {
                let item = of_occasion(view, occasion, *index, institution);
                items.push(Item { role: Some(participation.role.as_str()), ..item });
            }
        }
    }
    items
}

/// What the sources tell of without listing it, any of which may belong to any row.
pub(super) fn unattributed(
    view: &NetworkView,
    subject: StatisticSubject,
    filter: &StatisticFilter,
) -> Vec<IntervalReason> {
    let asked = Asked::of(&filter.kinds, filter.partnership.as_ref());
    match subject {
        StatisticSubject::Institutions => Vec::new(),
        StatisticSubject::Memberships => unnamed_signatories(view, filter),
        StatisticSubject::Meetings | StatisticSubject::Hosts => unlisted_meetings(view, asked),
        StatisticSubject::InvolvedInstitutions | StatisticSubject::Participations => {
            contact_capacity(view, asked)
        }
    }
}

fn unnamed_signatories(view: &NetworkView, filter: &StatisticFilter) -> Vec<IntervalReason> {
    if !filter.roles.is_empty() && !filter.roles.contains(&PartnershipRole::Signatory) {
        return Vec::new();
    }
    let partnerships = view.network().record().partnerships.iter();
    partnerships
        .filter(|it| filter.partnership.as_ref().is_none_or(|id| it.key == *id))
        .filter(|it| completeness::declaration(view, &it.reference(), Collection::Signatories).is_some())
        .filter_map(|it| {
            let found = completeness::collection(view, &it.reference(), Collection::Signatories);
            let count = found.unattributed().filter(|it| *it > 0.0)?;
            Some(IntervalReason {
                code: IntervalReasonCode::SignatoriesNotNamed,
                count: Some(count),
                message: format!("{count} of the declared signatories are not named"),
                about: Some(it.reference()),
                claims: completeness::claims_of(view, found.indicator.as_ref()),
            })
        })
        .collect()
}

/// Adds to a total what is declared of it: the meetings of the series asked about together, when all of them are.
pub(super) fn declare(
    view: &NetworkView,
    subject: StatisticSubject,
    filter: &StatisticFilter,
    total: &mut Interval,
) {
    let is_of_meetings = matches!(subject, StatisticSubject::Meetings | StatisticSubject::Hosts);
    if !is_of_meetings || filter.kinds.is_empty() {
        return;
    }
    let asked = occasions(view, filter).filter_map(|it| view.network().record().meetings.get(it.meeting));
    let mut series: Vec<_> = Vec::new();
    for meeting in asked {
        let Some(id) = meeting.series.as_ref() else { return };
        if !series.contains(&id) {
            series.push(id);
        }
    }
    let declared = series
        .iter()
        .map(|it| completeness::declaration(view, &it.reference(), Collection::Meetings).map(|it| it.value));
    let declared: Option<f64> = declared.sum();
    let enumerated = total.enumerated.unwrap_or(total.lower);
    if !series.is_empty() {
        *total = std::mem::replace(total, Interval::exact(0.0)).with_counts(declared, enumerated);
    }
}
