//! Completeness: how much of what the sources declare the record lists.
//!
//! # Question
//! The sources declare 71 signatories; how many does the record name? Of 23 meetings, how many does it list?
//!
//! # Definition
//! A collection is what an indicator declares the size of (model.md P2): signatories of a partnership, partnerships
//! within one, meetings of a series, people at a meeting or at all meetings of a series, members of a body, proposals
//! in a resolution, units of an institution, project partnerships and recipients of a funding aggregate. *Declared*
//! is the indicator's value, *enumerated* what the record lists, on the view's basis of evidence, *unattributed*
//! `max(0, declared − enumerated)`. People are enumerated when they are recorded as present in person as chair,
//! speaker, attendee, guest, host or organiser; at a meeting to which all signatories were called, only those who came
//! for a signatory, as it is the signatories' representatives whom sources count there.
//!
//! # Source
//! The project's analysis of the field, model.md P2 and section 5.
//!
//! # Limits
//! A declared size of something lasting (signatories, members, units, partnerships) holds until a later one is
//! declared; one of something that happened (meetings, people, proposals, outcomes) only in the windows that its date
//! may lie in. Where sources declare several sizes for one date, the greatest is taken; the list has them all. When
//! more is enumerated than declared nothing is overwritten: the interval says so as a discrepancy.
//!
//! # Cost
//! Time O(records) for each collection; a whole view O(collections × records), and collections are few.
//!
//! # Determinism
//! Exact; in order of what the collections belong to, then of collection, date and key.
//!
//! # Checked against
//! The table of model.md section 5, on the Lubuskie record.

use std::collections::BTreeSet;

use domain::body::BodyRole;
use domain::call::FundingOutcome;
use domain::id::Id;
use domain::indicator::{Collection, Indicator, IndicatorNature};
use domain::meeting::{Meeting, MeetingRole, MeetingSeries, MeetingStatus, Presence};
use domain::partnership::{Partnership, PartnershipRole};
use domain::person::Person;
use domain::record::{Noun, RecordRef};
use domain::vocabulary::MeetingKind;

use crate::computed::{Completeness, Interval, IntervalReason, IntervalReasonCode};
use crate::occasion::Certainty;
use crate::view::{NetworkView, is_active};

/// The unit of a number of people of whom each counts once however often they came.
const DISTINCT_PEOPLE: &str = "PERSON";

/// The completeness of every declared collection that the view does not leave out.
#[must_use]
pub fn completeness(view: &NetworkView) -> Vec<Completeness> {
    let indicators = view.network().record().indicators.iter();
    let mut found: Vec<_> =
        indicators.filter(|it| holds_in(view, it)).filter_map(|it| of_indicator(view, it)).collect();
    found.sort_by(|a, b| {
        let key = |it: &Completeness| (it.of.clone(), it.collection, it.as_of, it.indicator.clone());
        key(a).cmp(&key(b))
    });
    found
}

/// The completeness of the declared collections of one record, such as a partnership or a series.
#[must_use]
pub fn completeness_of(view: &NetworkView, of: &RecordRef) -> Vec<Completeness> {
    let all = Collection::ALL.iter().flat_map(|it| view.network().declared(of, *it));
    let mut found: Vec<_> =
        all.filter(|it| holds_in(view, it)).filter_map(|it| of_indicator(view, it)).collect();
    found.sort_by(|a, b| (a.collection, a.as_of, &a.indicator).cmp(&(b.collection, b.as_of, &b.indicator)));
    found
}

/// The completeness of one collection, declared or not.
#[must_use]
pub fn collection(view: &NetworkView, of: &RecordRef, collection: Collection) -> Completeness {
    let indicator = declaration(view, of, collection);
    if let Some(found) = indicator.and_then(|it| of_indicator(view, it)) {
        return found;
    }
    Completeness {
        indicator: None,
        collection,
        of: of.clone(),
        declared: None,
        enumerated: enumerated(view, of, collection, DISTINCT_PEOPLE),
        unit: unit_of(collection).to_owned(),
        as_of: domain::date::EdtfDate::UNKNOWN,
    }
}

/// The size of a collection as a number of the record: the declared one where there is one. Without a declaration
/// there are at least those that are listed; more listed than declared is told as a discrepancy.
#[must_use]
pub fn size(view: &NetworkView, of: &RecordRef, what: Collection) -> Interval {
    let found = collection(view, of, what);
    let claims = claims_of(view, found.indicator.as_ref());
    let Some(declared) = found.declared else {
        let reason = IntervalReason {
            code: IntervalReasonCode::NotDeclared,
            count: None,
            message: format!("no source says how many there are; the record lists {}", found.enumerated),
            about: Some(of.clone()),
            claims,
        };
        return Interval::between(found.enumerated, None, vec![reason]).with_counts(None, found.enumerated);
    };
    let mut reasons = Vec::new();
    if found.enumerated > declared {
        reasons.push(IntervalReason {
            code: IntervalReasonCode::DeclaredLessThanEnumerated,
            count: Some(found.enumerated - declared),
            message: format!("the record lists {}, a source declares {declared}", found.enumerated),
            about: Some(of.clone()),
            claims,
        });
    }
    let upper = declared.max(found.enumerated);
    Interval::between(declared, Some(upper), reasons).with_counts(Some(declared), found.enumerated)
}

/// The indicator that declares a collection in the view: for what lasts the latest by the end of the window, for what
/// happened one that lies in the window for certain before one that may; then the greatest value, then the first key.
#[must_use]
pub fn declaration<'a>(
    view: &'a NetworkView,
    of: &RecordRef,
    collection: Collection,
) -> Option<&'a Indicator> {
    let found = view.network().declared(of, collection).filter(|it| holds_in(view, it));
    found.reduce(|best, it| {
        let rank = |it: &Indicator| {
            let certain = view.view().certainty(&it.as_of) == Some(Certainty::Certain);
            (lasts(collection) || certain, it.as_of.latest(), it.as_of.earliest())
        };
        let better = rank(it).cmp(&rank(best)).then(it.value.total_cmp(&best.value));
        if better.is_gt() { it } else { best }
    })
}

/// The claims of an indicator, to stand behind a reason.
pub(crate) fn claims_of(
    view: &NetworkView,
    indicator: Option<&Id<Indicator>>,
) -> Vec<Id<domain::claim::Claim>> {
    let reference = indicator.map(Id::reference);
    reference.iter().flat_map(|it| view.network().claims_about(it)).map(|it| it.key.clone()).collect()
}

/// Whether a declared size goes on holding after its date.
fn lasts(collection: Collection) -> bool {
    matches!(
        collection,
        Collection::Signatories | Collection::ChildPartnerships | Collection::Members | Collection::Units
    )
}

fn holds_in(view: &NetworkView, indicator: &Indicator) -> bool {
    let declares = matches!(indicator.nature, IndicatorNature::Declared | IndicatorNature::Enumerated);
    let Some(collection) = indicator.collection.filter(|_| declares) else { return false };
    let has_begun = match (indicator.as_of.earliest(), view.view().period.end()) {
        (Some(first), Some(end)) => first <= end,
        _ => !indicator.as_of.is_unknown(),
    };
    (lasts(collection) && has_begun) || view.view().certainty(&indicator.as_of).is_some()
}

fn of_indicator(view: &NetworkView, indicator: &Indicator) -> Option<Completeness> {
    let (of, collection) = (indicator.of.clone()?, indicator.collection?);
    Some(Completeness {
        indicator: Some(indicator.key.clone()),
        collection,
        declared: Some(indicator.value),
        enumerated: enumerated(view, &of, collection, indicator.unit.as_str()),
        unit: indicator.unit.to_string(),
        as_of: indicator.as_of,
        of,
    })
}

fn unit_of(collection: Collection) -> &'static str {
    match collection {
        Collection::Signatories | Collection::Units | Collection::Recipients => "INSTITUTION",
        Collection::ChildPartnerships | Collection::ProjectPartnerships => "PARTNERSHIP",
        Collection::Meetings => "MEETING",
        Collection::Participants | Collection::Members => DISTINCT_PEOPLE,
        Collection::Proposals => "PROPOSAL",
    }
}

/// How many of a collection the record lists, on the view's basis.
fn enumerated(view: &NetworkView, of: &RecordRef, collection: Collection, unit: &str) -> f64 {
    let record = view.network().record();
    let key = &*of.key;
    let count = match collection {
        Collection::Signatories => Id::from_reference(of).map_or(0, |it| signatories(view, &it)),
        Collection::ChildPartnerships => record
            .partnerships
            .iter()
            .filter(|it| it.parent.as_ref().is_some_and(|it| it.as_str() == key))
            .count(),
        Collection::Meetings => meetings_of(view, key).count(),
        Collection::Participants => participants(view, of, unit),
        Collection::Members => members(view, key),
        // The record has no place for the single proposals of a resolution.
        Collection::Proposals => 0,
        Collection::Units => record
            .institutions
            .iter()
            .filter(|it| it.parent.as_ref().is_some_and(|it| it.as_str() == key))
            .count(),
        Collection::ProjectPartnerships => applicants(view, key, |_| true),
        Collection::Recipients => applicants(view, key, |it| it == FundingOutcome::Funded),
    };
    count as f64
}

fn signatories(view: &NetworkView, partnership: &Id<Partnership>) -> usize {
    let found = view.memberships(Some(partnership), &[PartnershipRole::Signatory]);
    found.map(|(it, _)| &it.party).collect::<BTreeSet<_>>().len()
}

/// The positions of the held meetings of a series, whatever the window: what is declared of a series is declared of
/// all of it.
pub(crate) fn meetings_of<'a>(view: &'a NetworkView, series: &str) -> impl Iterator<Item = usize> + use<'a> {
    let network = view.network();
    let is_held =
        |it: &usize| network.record().meetings.get(*it).is_some_and(|it| it.status == MeetingStatus::Held);
    network.meetings_of(series).iter().map(|it| *it as usize).filter(is_held)
}

fn participants(view: &NetworkView, of: &RecordRef, unit: &str) -> usize {
    let network = view.network();
    if of.kind == Meeting::KIND {
        let position = Id::from_reference(of).and_then(|it| network.meeting_position(&it));
        return position.map_or(0, |it| people_at(view, it).len());
    }
    if of.kind != MeetingSeries::KIND {
        return 0;
    }
    let people = meetings_of(view, &of.key).map(|it| people_at(view, it));
    if unit == DISTINCT_PEOPLE {
        people.flatten().collect::<BTreeSet<_>>().len()
    } else {
        people.map(|it| it.len()).sum()
    }
}

/// The people recorded as present at a meeting who are of those that sources count there.
pub(crate) fn people_at(view: &NetworkView, meeting: usize) -> BTreeSet<Id<Person>> {
    let network = view.network();
    let record = network.record();
    let Some(value) = record.meetings.get(meeting) else { return BTreeSet::new() };
    let mut people: Vec<(u32, &Id<Person>)> = Vec::new();
    for index in network.participations_of(meeting) {
        let Some(participation) = record.participations.get(*index as usize) else { continue };
        if let Some(person) = &participation.person
            && participation.presence == Presence::Present
            && takes_part(participation.role)
            && network.participation_strength(*index).counts_on(view.view().basis)
        {
            people.push((*index, person));
        }
    }
    let is_plenary = network.get::<MeetingKind>(&value.kind).is_some_and(|it| it.is_plenary);
    if is_plenary && !people.is_empty() {
        let signatories = view.parties_in_role(value.partnership.as_ref(), &[PartnershipRole::Signatory]);
        people.retain(|(index, _)| {
            network.participant(*index).is_some_and(|it| signatories.binary_search(&it).is_ok())
        });
    }
    people.into_iter().map(|(_, person)| person.clone()).collect()
}

fn takes_part(role: MeetingRole) -> bool {
    match role {
        MeetingRole::Host
        | MeetingRole::Organiser
        | MeetingRole::Chair
        | MeetingRole::Speaker
        | MeetingRole::Attendee
        | MeetingRole::Guest => true,
        MeetingRole::Patron
        | MeetingRole::LetterSender
        | MeetingRole::LetterReader
        | MeetingRole::Reporter
        | MeetingRole::GoodPracticeSubject => false,
    }
}

/// Whether a role makes who has it a member of the body.
pub(crate) fn is_member(role: BodyRole) -> bool {
    matches!(role, BodyRole::Chair | BodyRole::ViceChair | BodyRole::Member)
}

fn members(view: &NetworkView, body: &str) -> usize {
    let view_basis = view.view().basis;
    let seats = view.network().seats().filter(|(it, strength)| {
        it.body.as_str() == body
            && is_member(it.role)
            && strength.counts_on(view_basis)
            && is_active(&it.valid_from, &it.valid_to, &view.view().period)
    });
    let holders = seats.filter(|(it, _)| it.person.is_some() || it.on_behalf_of.is_some());
    let holder = |person: &Option<Id<Person>>, institution: Option<&str>| {
        person
            .as_ref()
            .map_or_else(|| (true, institution.unwrap_or_default().to_owned()), |it| (false, it.to_string()))
    };
    holders
        .map(|(it, _)| holder(&it.person, it.on_behalf_of.as_ref().map(Id::as_str)))
        .collect::<BTreeSet<_>>()
        .len()
}

fn applicants(view: &NetworkView, aggregate: &str, counts: impl Fn(FundingOutcome) -> bool) -> usize {
    let record = view.network().record();
    let Some(aggregate) = view.network().find::<domain::call::FundingAggregate>(aggregate) else { return 0 };
    let applications =
        record.applications.iter().filter(|it| aggregate.calls.contains(&it.call) && counts(it.outcome));
    applications.map(|it| &it.partnership).collect::<BTreeSet<_>>().len()
}
