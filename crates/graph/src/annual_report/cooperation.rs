//! Cooperation: meetings of no partnership that this one took part in, what was drawn up with others, and what the
//! sources say of cooperation in words.

use domain::indicator::Collection;
use domain::meeting::MeetingSeries;
use domain::record::{Noun, RecordRef};
use domain::resolution::Resolution;
use domain::statement::StatementKind;

use super::fact::{Fact, FactCode, FactValue};
use super::figure::Tally;
use super::meetings::{
    all_meetings, meeting_entry, meetings_figure, participants_figure, seats, series_facts,
};
use super::resolutions::{own_resolutions, resolution_facts};
use super::scope::{Group, Part, ReportScope};
use super::text::{Text, name};
use super::{Entry, Section, SectionKind};
use crate::completeness;

pub(super) fn section(scope: &ReportScope<'_>) -> Section {
    let title = Text::new(
        "Współpraca z innymi organami i instytucjami",
        "Cooperation with other bodies and institutions",
    );
    let mut section =
        Section::new(SectionKind::Cooperation, "cooperation", title, scope.partnership.reference());
    let empty = Group::default();
    let group = scope.group(&Part::Cooperation).unwrap_or(&empty);
    section.facts.push(statements(scope));
    section.figures.push(meetings_figure(
        scope,
        group,
        "cooperation.meetings".to_owned(),
        Text::new("Spotkania w ramach współpracy, razem", "Meetings of cooperation, together"),
    ));
    let drawn_up: Vec<_> =
        own_resolutions(scope).into_iter().filter(|it| !it.in_cooperation_with.is_empty()).collect();
    section.list(drawn_up, |it| proposals_entry(scope, it));
    section.list(group.series.clone(), |it| series_entry(scope, it));
    let mut meetings = all_meetings(scope, group);
    meetings.sort_by_key(|it| (it.1.date, it.0));
    section.list(meetings, |(position, meeting)| meeting_entry(scope, position, meeting));
    section
}

/// What the sources say in the year of the cooperation of who acts for the partnership.
fn statements(scope: &ReportScope<'_>) -> Fact {
    let view = scope.view;
    let said = view.network().record().statements.iter().filter(|it| {
        it.kind == StatementKind::Cooperation
            && !it.is_planned
            && it.date.certainly_in(&scope.period)
            && it.of.as_ref().is_some_and(|it| scope.acts_for(it))
    });
    let rows: Vec<RecordRef> = said.map(Noun::reference).collect();
    let values = rows.iter().map(|it| FactValue::record(view, it.clone())).collect();
    Fact::of(view, FactCode::Statements, values, rows)
}

/// A resolution that was drawn up with others, with the number of its proposals.
fn proposals_entry(scope: &ReportScope<'_>, resolution: &Resolution) -> Entry {
    let view = scope.view;
    let own = resolution.reference();
    let found = completeness::declaration(view, &own, Collection::Proposals);
    let proposals = found.map(|_| {
        Tally::collection(view, &own, Collection::Proposals, Vec::new()).figure(
            view,
            format!("{own}.proposals"),
            Text::new("Propozycje", "Proposals"),
            "PROPOSAL",
        )
    });
    Entry {
        title: name(view.network(), &own),
        facts: resolution_facts(scope, resolution),
        figures: proposals.into_iter().collect(),
        about: own,
    }
}

/// A series of meetings with others, with its numbers.
fn series_entry(scope: &ReportScope<'_>, series: &MeetingSeries) -> Entry {
    let view = scope.view;
    let own = series.reference();
    let alone = Group { series: vec![series], ..Group::default() };
    let mut facts = series_facts(scope, series);
    if let Some(body) = &series.body {
        facts.push(seats(scope, &body.reference()));
    }
    Entry {
        title: name(view.network(), &own),
        facts,
        figures: vec![
            meetings_figure(scope, &alone, format!("{own}.meetings"), Text::new("Spotkania", "Meetings")),
            participants_figure(scope, &alone, format!("{own}.participants"), Text::new("Osoby", "People")),
        ],
        about: own,
    }
}
