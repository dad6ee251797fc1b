//! Meetings: of the signatories, of a body, other ones, and workshops and conferences.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::Id;
use domain::indicator::Collection;
use domain::meeting::{Meeting, MeetingRole, MeetingSeries, Participation};
use domain::record::{Noun, RecordRef};
use domain::vocabulary::MeetingKind;

use super::fact::{Fact, FactCode, FactValue};
use super::figure::{Figure, Tally};
use super::scope::{Group, Part, ReportScope};
use super::text::{Text, name};
use super::{Entry, Section, SectionKind, words};
use crate::completeness;
use crate::computed::IntervalReasonCode;
use crate::occasion::Occasion;
use crate::view::is_active;

/// The meetings of the signatories.
pub(super) fn plenary(scope: &ReportScope<'_>) -> Section {
    let title = Text::new("Spotkania sygnatariuszy", "Meetings of the signatories");
    let mut section = Section::new(SectionKind::Plenary, "plenary", title, scope.partnership.reference());
    let labels = [
        Text::new("Spotkania sygnatariuszy", "Meetings of the signatories"),
        Text::new(
            "Przedstawiciele na spotkaniach sygnatariuszy",
            "Representatives at the meetings of the signatories",
        ),
    ];
    fill(scope, &mut section, &Part::Plenary, labels);
    section
}

/// The meetings of a body of the partnership, by its place in the scope; none when there is no such place.
pub(super) fn of_body(scope: &ReportScope<'_>, at: usize) -> Option<Section> {
    let view = scope.view;
    let body = scope.bodies.get(at)?;
    let own = body.reference();
    let called = name(view.network(), &own);
    let title = Text::new(format!("Posiedzenia: {}", called.pl), format!("Meetings: {}", called.en));
    let mut section = Section::new(SectionKind::Body, own.to_string(), title, own.clone());
    section.facts = vec![
        Fact::date(view, FactCode::Established, (&own, "established"), body.established),
        Fact::field(
            view,
            FactCode::AppointedBy,
            (&own, "appointed_by"),
            body.appointed_by.iter().map(|it| FactValue::party(view, it)).collect(),
        ),
        seats(scope, &own),
        statements(scope, &own),
    ];
    let labels = [
        Text::new("Posiedzenia", "Meetings"),
        Text::new("Osoby na posiedzeniach łącznie", "People at the meetings together"),
    ];
    fill(scope, &mut section, &Part::Body(at), labels);
    let rows = view.network().seats().filter(|(it, strength)| {
        it.body == body.key
            && completeness::is_member(it.role)
            && strength.counts_on(view.view().basis)
            && is_active(&it.valid_from, &it.valid_to, &scope.period)
    });
    let rows = rows.map(|it| it.0.reference()).collect();
    section.figures.push(Tally::collection(view, &own, Collection::Members, rows).figure(
        view,
        format!("{own}.members"),
        Text::new("Skład", "Members"),
        "PERSON",
    ));
    Some(section)
}

/// Other meetings of the partnership; no section when there are none.
pub(super) fn other(scope: &ReportScope<'_>) -> Option<Section> {
    scope.group(&Part::Other)?;
    let title = Text::new("Inne spotkania partnerstwa", "Other meetings of the partnership");
    let mut section = Section::new(SectionKind::OtherMeetings, "other", title, scope.partnership.reference());
    let labels = [
        Text::new("Inne spotkania", "Other meetings"),
        Text::new("Osoby na innych spotkaniach", "People at other meetings"),
    ];
    fill(scope, &mut section, &Part::Other, labels);
    Some(section)
}

/// Workshops, seminars and conferences: how many of each kind.
pub(super) fn events(scope: &ReportScope<'_>) -> Section {
    let title = Text::new("Warsztaty, seminaria i konferencje", "Workshops, seminars and conferences");
    let own = scope.partnership.reference();
    let mut section = Section::new(SectionKind::Events, "events", title, own.clone());
    let empty = Group::default();
    let group = scope.group(&Part::Event).unwrap_or(&empty);
    let mut kinds = BTreeMap::<&Id<MeetingKind>, Group<'_>>::new();
    for series in &group.series {
        kinds.entry(&series.kind).or_default().series.push(series);
    }
    for occasion in &group.meetings {
        if let Some(meeting) = meeting_of(scope, occasion) {
            kinds.entry(&meeting.kind).or_default().meetings.push(occasion);
        }
    }
    for (kind, group) in &kinds {
        let called = name(scope.view.network(), &kind.reference());
        let code = format!("events.{kind}");
        section.figures.push(meetings_figure(scope, group, format!("{code}.meetings"), called));
    }
    if kinds.is_empty() {
        let label = Text::new("Warsztaty, seminaria i konferencje", "Workshops, seminars and conferences");
        section.figures.push(Tally::listed(Vec::new(), &own).figure(
            scope.view,
            "events.meetings".to_owned(),
            label,
            "MEETING",
        ));
    }
    list(scope, &mut section, group);
    section
}

/// The two numbers of a part, and its series and meetings.
fn fill(scope: &ReportScope<'_>, section: &mut Section, part: &Part, labels: [Text; 2]) {
    let empty = Group::default();
    let group = scope.group(part).unwrap_or(&empty);
    let [meetings, participants] = labels;
    let code = section.code.clone();
    section.figures.push(meetings_figure(scope, group, format!("{code}.meetings"), meetings));
    section.figures.push(participants_figure(scope, group, format!("{code}.participants"), participants));
    list(scope, section, group);
}

/// Lists the series of a group, then its meetings, by date and key.
pub(super) fn list(scope: &ReportScope<'_>, section: &mut Section, group: &Group<'_>) {
    section.list(group.series.clone(), |it| series_entry(scope, it));
    let mut meetings = all_meetings(scope, group);
    meetings.sort_by_key(|it| (it.1.date, it.0));
    section.list(meetings, |(position, meeting)| meeting_entry(scope, position, meeting));
}

/// All held meetings of a group with their positions: those of its series, whatever their date, and the others.
pub(super) fn all_meetings<'a>(scope: &ReportScope<'a>, group: &Group<'_>) -> Vec<(usize, &'a Meeting)> {
    let of_series = group.series.iter().flat_map(|it| completeness::meetings_of(scope.view, it.key.as_str()));
    let positions: BTreeSet<_> = of_series.chain(group.meetings.iter().map(|it| it.meeting)).collect();
    let record = scope.view.network().record();
    positions.into_iter().filter_map(|it| Some((it, record.meetings.get(it)?))).collect()
}

/// How many meetings a group has: what is declared of its series, and the listed ones outside them. Without a
/// declaration there are at least those that are listed.
pub(super) fn meetings_figure(
    scope: &ReportScope<'_>,
    group: &Group<'_>,
    code: String,
    label: Text,
) -> Figure {
    let view = scope.view;
    let record = view.network().record();
    let mut tally = Tally::new();
    for series in &group.series {
        let rows = completeness::meetings_of(view, series.key.as_str());
        let rows = rows.filter_map(|it| record.meetings.get(it)).map(Meeting::reference).collect();
        tally.add(Tally::collection(view, &series.reference(), Collection::Meetings, rows));
    }
    let others = group.meetings.iter().filter_map(|it| meeting_of(scope, it)).map(Meeting::reference);
    tally.add(Tally::all(others.collect()));
    if !tally.is_declared() {
        tally.open(&scope.partnership.reference());
    }
    let possible = group.possible.len();
    let message = format!("{possible} meeting(s) may lie in the year");
    tally.widen(IntervalReasonCode::PossiblyInWindow, possible as f64, message, None);
    tally.figure(view, code, label, "MEETING")
}

/// How many people came: what is declared of a series, or else of each of its meetings.
pub(super) fn participants_figure(
    scope: &ReportScope<'_>,
    group: &Group<'_>,
    code: String,
    label: Text,
) -> Figure {
    let view = scope.view;
    let mut tally = Tally::new();
    let mut of_meetings: Vec<usize> = group.meetings.iter().map(|it| it.meeting).collect();
    for series in &group.series {
        let of = series.reference();
        let meetings: Vec<_> = completeness::meetings_of(view, series.key.as_str()).collect();
        if completeness::declaration(view, &of, Collection::Participants).is_none() {
            // Meetings of the series that nobody lists had participants, too.
            if completeness::size(view, &of, Collection::Meetings).unattributed.is_none_or(|it| it > 0.0) {
                tally.open(&of);
            }
            of_meetings.extend(meetings);
            continue;
        }
        let rows = meetings.iter().flat_map(|it| people_rows(scope, *it)).collect();
        tally.add(Tally::collection(view, &of, Collection::Participants, rows));
    }
    let meetings = &view.network().record().meetings;
    for (position, meeting) in of_meetings.iter().filter_map(|it| Some((*it, meetings.get(*it)?))) {
        tally.add(participants(scope, position, meeting));
    }
    if group.series.is_empty() && of_meetings.is_empty() {
        tally.open(&scope.partnership.reference());
    }
    tally.figure(view, code, label, "PERSON")
}

/// The people at a meeting.
fn participants(scope: &ReportScope<'_>, position: usize, meeting: &Meeting) -> Tally {
    let rows = people_rows(scope, position);
    Tally::collection(scope.view, &meeting.reference(), Collection::Participants, rows)
}

/// The participations by which people count at a meeting.
fn people_rows(scope: &ReportScope<'_>, position: usize) -> Vec<RecordRef> {
    let people = completeness::people_at(scope.view, position);
    let counted = participations(scope, position);
    let counted = counted.into_iter().filter(|it| it.person.as_ref().is_some_and(|it| people.contains(it)));
    counted.map(Participation::reference).collect()
}

/// The participations in a meeting that count on the basis.
fn participations<'a>(scope: &ReportScope<'a>, position: usize) -> Vec<&'a Participation> {
    let network = scope.view.network();
    let basis = scope.view.view().basis;
    let counted = network.participations_of(position).iter();
    let counted = counted.filter(|it| network.participation_strength(**it).counts_on(basis));
    counted.filter_map(|it| network.record().participations.get(*it as usize)).collect()
}

pub(super) fn meeting_of<'a>(scope: &ReportScope<'a>, occasion: &Occasion) -> Option<&'a Meeting> {
    scope.view.network().record().meetings.get(occasion.meeting)
}

/// A meeting: when, where, with whom, on what, how many came.
pub(super) fn meeting_entry(scope: &ReportScope<'_>, position: usize, meeting: &Meeting) -> Entry {
    let view = scope.view;
    let own = meeting.reference();
    let present = participations(scope, position);
    let record = |it: RecordRef| FactValue::record(view, it);
    let field = |name: &'static str| (&own, name);
    let mut facts = vec![
        Fact::date(view, FactCode::Date, field("date"), meeting.date),
        Fact::field(view, FactCode::Kind, field("kind"), vec![record(meeting.kind.reference())]),
        Fact::field(
            view,
            FactCode::Place,
            field("place"),
            meeting.place.iter().map(|it| record(it.reference())).collect(),
        ),
        in_role(scope, FactCode::Hosts, &present, |it| it == MeetingRole::Host),
        in_role(scope, FactCode::Organisers, &present, |it| it == MeetingRole::Organiser),
        others(scope, &present),
        Fact::field(
            view,
            FactCode::Topics,
            field("topics"),
            meeting.topics.iter().map(|it| record(it.reference())).collect(),
        ),
    ];
    if let Some(title) = &meeting.title {
        facts.push(Fact::field(
            view,
            FactCode::Title,
            field("title"),
            vec![FactValue::Words(Text::same(title))],
        ));
    }
    if let Some(other) = &meeting.possible_duplicate_of {
        let value = vec![record(other.reference())];
        facts.push(Fact::field(view, FactCode::PossibleDuplicate, field("possible_duplicate_of"), value));
    }
    let people = Text::new("Osoby", "People");
    let institutions = Text::new("Instytucje odnotowane z nazwy", "Institutions recorded by name");
    let involved = present
        .iter()
        .filter(|it| it.is_involvement() && view.network().involved_institution(&it.party).is_some());
    let involved_rows = involved.map(|it| it.reference()).collect();
    let mut named = Tally::listed(involved_rows, &own);
    named.count_rows_as(distinct_institutions(scope, &present));
    Entry {
        title: name(view.network(), &own),
        figures: vec![
            participants(scope, position, meeting).figure(
                view,
                format!("{own}.participants"),
                people,
                "PERSON",
            ),
            named.figure(view, format!("{own}.institutions"), institutions, "INSTITUTION"),
        ],
        facts,
        about: own,
    }
}

/// How many different institutions are involved by participations, rolled up.
fn distinct_institutions(scope: &ReportScope<'_>, present: &[&Participation]) -> usize {
    let network = scope.view.network();
    let involved = present.iter().filter(|it| it.is_involvement());
    involved.filter_map(|it| network.involved_institution(&it.party)).collect::<BTreeSet<_>>().len()
}

/// A series: what is said of it as a whole.
fn series_entry(scope: &ReportScope<'_>, series: &MeetingSeries) -> Entry {
    let own = series.reference();
    Entry {
        title: name(scope.view.network(), &own),
        facts: series_facts(scope, series),
        figures: Vec::new(),
        about: own,
    }
}

/// What is said of a series.
pub(super) fn series_facts(scope: &ReportScope<'_>, series: &MeetingSeries) -> Vec<Fact> {
    let view = scope.view;
    let own = series.reference();
    let record = |it: RecordRef| FactValue::record(view, it);
    let field = |name: &'static str| (&own, name);
    let parties = scope.in_series.get(series.key.as_str()).map_or(&[][..], Vec::as_slice);
    let topics = series.topics.iter().map(|it| record(it.reference()));
    let mut facts = vec![
        Fact::date(view, FactCode::Date, field("date"), series.date),
        Fact::field(view, FactCode::Kind, field("kind"), vec![record(series.kind.reference())]),
        others(scope, parties),
        Fact::field(view, FactCode::Topics, field("topics"), topics.collect()),
    ];
    if let Some(body) = &series.body {
        facts.insert(2, Fact::field(view, FactCode::Body, field("body"), vec![record(body.reference())]));
    }
    facts
}

/// Who sits on a body, or takes part in its work, at the end of the year.
pub(super) fn seats(scope: &ReportScope<'_>, body: &RecordRef) -> Fact {
    let view = scope.view;
    let seats = view.network().seats().filter(|(it, strength)| {
        it.body.as_str() == &*body.key
            && strength.counts_on(view.view().basis)
            && is_active(&it.valid_from, &it.valid_to, &scope.period)
    });
    let rows: Vec<_> = seats.map(|it| it.0.reference()).collect();
    let values = rows.iter().map(|it| FactValue::record(view, it.clone())).collect();
    Fact::of(view, FactCode::Seats, values, rows)
}

/// What the sources say in words of a record in the year.
pub(super) fn statements(scope: &ReportScope<'_>, of: &RecordRef) -> Fact {
    let view = scope.view;
    let statements = view.network().record().statements.iter().filter(|it| {
        it.of.as_ref().and_then(domain::party::Party::reference).as_ref() == Some(of)
            && it.date.certainly_in(&scope.period)
            && it.kind != domain::statement::StatementKind::Cooperation
    });
    let rows: Vec<_> = statements.map(Noun::reference).collect();
    let values = rows.iter().map(|it| FactValue::record(view, it.clone())).collect();
    Fact::of(view, FactCode::Statements, values, rows)
}

fn in_role(
    scope: &ReportScope<'_>,
    code: FactCode,
    present: &[&Participation],
    wanted: impl Fn(MeetingRole) -> bool,
) -> Fact {
    let of_role: Vec<_> = present.iter().filter(|it| wanted(it.role)).collect();
    let values = of_role.iter().map(|it| FactValue::party(scope.view, &it.party)).collect();
    Fact::of(scope.view, code, values, of_role.iter().map(|it| it.reference()).collect())
}

/// Everybody recorded who neither hosted nor organised, with the role.
fn others(scope: &ReportScope<'_>, present: &[&Participation]) -> Fact {
    let others = present.iter().filter(|it| !matches!(it.role, MeetingRole::Host | MeetingRole::Organiser));
    let others: Vec<_> = others.collect();
    let values = others
        .iter()
        .map(|it| FactValue::party_as(scope.view, &it.party, Some(&words::meeting_role(it.role))));
    Fact::of(
        scope.view,
        FactCode::Participants,
        values.collect(),
        others.iter().map(|it| it.reference()).collect(),
    )
}
