//! Consultation visits, by the institution visited.

use std::collections::BTreeMap;

use domain::indicator::Collection;
use domain::meeting::{Meeting, MeetingRole};
use domain::party::Party;
use domain::polish::CollationKey;
use domain::record::{Noun, RecordRef};

use super::fact::{Fact, FactCode, FactValue};
use super::figure::{Figure, Tally};
use super::meetings::{all_meetings, meetings_figure, participants_figure, series_facts};
use super::scope::{Group, Part, ReportScope};
use super::text::{Text, name, party_name};
use super::{Entry, Section, SectionKind};
use crate::completeness;
use crate::computed::IntervalReasonCode;

/// The visits of a host: positions and meetings.
type Visits<'a> = Vec<(usize, &'a Meeting)>;

pub(super) fn section(scope: &ReportScope<'_>) -> Section {
    let title = Text::new("Spotkania informacyjno-konsultacyjne", "Consultation visits");
    let mut section = Section::new(SectionKind::Visits, "visits", title, scope.partnership.reference());
    let empty = Group::default();
    let group = scope.group(&Part::Visit).unwrap_or(&empty);
    let hosts = by_host(scope, &all_meetings(scope, group));
    section.figures = vec![
        meetings_figure(
            scope,
            group,
            "visits.meetings".to_owned(),
            Text::new("Spotkania informacyjno-konsultacyjne", "Consultation visits"),
        ),
        participants_figure(
            scope,
            group,
            "visits.participants".to_owned(),
            Text::new("Osoby na spotkaniach", "People at the visits"),
        ),
        institutions(scope, group, &hosts),
    ];
    for series in &group.series {
        section.facts.extend(series_facts(scope, series));
    }
    section.list(hosts, |(host, visits)| entry(scope, &host, &visits));
    section
}

/// The visits by who hosted them, by name in Polish order; those without a known host are left out here.
fn by_host<'a>(scope: &ReportScope<'a>, visits: &[(usize, &'a Meeting)]) -> Vec<(Party, Visits<'a>)> {
    let network = scope.view.network();
    let mut hosts = BTreeMap::<Party, Visits<'a>>::new();
    for (position, meeting) in visits {
        let parties = network.participations_of(*position).iter();
        let parties = parties.filter_map(|it| network.record().participations.get(*it as usize));
        for host in parties.filter(|it| it.role == MeetingRole::Host) {
            let visits = hosts.entry(host.party.clone()).or_default();
            if visits.last().is_none_or(|it| it.0 != *position) {
                visits.push((*position, meeting));
            }
        }
    }
    let mut hosts: Vec<_> = hosts.into_iter().collect();
    hosts.sort_by_cached_key(|it| (CollationKey::new(&party_name(network, &it.0).pl), it.0.clone()));
    hosts
}

/// How many institutions were visited: those named; the upper end adds one for each visit whose host is not known.
fn institutions(scope: &ReportScope<'_>, group: &Group<'_>, hosts: &[(Party, Visits<'_>)]) -> Figure {
    let view = scope.view;
    let mut tally = Tally::all(hosts.iter().filter_map(|it| it.0.reference()).collect());
    let visits = all_meetings(scope, group);
    let hosted: std::collections::BTreeSet<_> =
        hosts.iter().flat_map(|it| it.1.iter().map(|it| it.0)).collect();
    let hostless = visits.iter().filter(|it| !hosted.contains(&it.0)).count();
    let message = format!("{hostless} visit(s) have no recorded host");
    tally.widen(IntervalReasonCode::UndeterminedAttribute, hostless as f64, message, None);
    for series in &group.series {
        let of = series.reference();
        match completeness::size(view, &of, Collection::Meetings).unattributed {
            Some(unlisted) => {
                let message = format!("{unlisted} visit(s) are declared and not listed");
                tally.widen(IntervalReasonCode::UnlistedMeetings, unlisted, message, Some(of));
            }
            None => tally.open(&of),
        }
    }
    if group.series.is_empty() {
        tally.open(&scope.partnership.reference());
    }
    let possible = group.possible.len();
    let message = format!("{possible} visit(s) may lie in the year");
    tally.widen(IntervalReasonCode::PossiblyInWindow, possible as f64, message, None);
    let label = Text::new("Odwiedzone instytucje wymienione z nazwy", "Institutions visited, by name");
    tally.figure(view, "visits.institutions".to_owned(), label, "INSTITUTION")
}

fn entry(scope: &ReportScope<'_>, host: &Party, visits: &Visits<'_>) -> Entry {
    let view = scope.view;
    let references: Vec<RecordRef> = visits.iter().map(|it| it.1.reference()).collect();
    let dates = visits.iter().map(|it| it.1.date).filter(|it| !it.is_unknown()).map(FactValue::Date);
    let mut places: Vec<_> = visits.iter().filter_map(|it| it.1.place.as_ref()).collect();
    places.sort();
    places.dedup();
    let places = places.into_iter().map(|it| FactValue::record(view, it.reference())).collect();
    let meetings = references.iter().map(|it| FactValue::record(view, it.clone())).collect();
    let duplicates = visits.iter().filter_map(|it| it.1.possible_duplicate_of.as_ref());
    let duplicates: Vec<_> = duplicates.map(|it| FactValue::record(view, it.reference())).collect();
    let mut facts = vec![
        Fact::of(view, FactCode::Date, dates.collect(), references.clone()),
        Fact::of(view, FactCode::Place, places, references.clone()),
        Fact::of(view, FactCode::Meetings, meetings, references.clone()),
    ];
    if !duplicates.is_empty() {
        facts.push(Fact::of(view, FactCode::PossibleDuplicate, duplicates, references.clone()));
    }
    let about = host.reference().or_else(|| references.first().cloned());
    let about = about.unwrap_or_else(|| scope.partnership.reference());
    let label = Text::new("Wymienione spotkania", "Visits listed");
    let count = Tally::listed(references, &about);
    Entry {
        title: if host.reference().is_some() {
            name(view.network(), &about)
        } else {
            party_name(view.network(), host)
        },
        facts,
        figures: vec![count.figure(view, format!("visits.{about}.meetings"), label, "MEETING")],
        about,
    }
}
