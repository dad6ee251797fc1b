//! Resolutions of the year, the actions that follow from them, and what became of these by the end of the year.

use std::collections::BTreeMap;

use domain::record::{Noun, RecordRef};
use domain::resolution::{ActionItem, ActionStatus, Resolution};

use super::fact::{Fact, FactCode, FactValue};
use super::figure::{Figure, Tally, computed};
use super::scope::ReportScope;
use super::text::{Text, name};
use super::{Entry, Section, SectionKind, words};
use crate::computed::{Interval, IntervalReasonCode};
use crate::follow_up::{DueState, FollowUp, FollowedItem, follow_up};
use crate::occasion::Certainty;

pub(super) fn section(scope: &ReportScope<'_>) -> Section {
    let view = scope.view;
    let title = Text::new("Ustalenia i ich wykonanie", "Resolutions and what became of them");
    let own = scope.partnership.reference();
    let mut section = Section::new(SectionKind::Resolutions, "resolutions", title, own.clone());
    let resolutions = own_resolutions(scope);
    let mut tally = Tally::listed(resolutions.iter().map(|it| it.reference()).collect(), &own);
    let possible = possible(scope);
    let message = format!("{possible} resolution(s) may lie in the year");
    tally.widen(IntervalReasonCode::PossiblyInWindow, possible as f64, message, None);
    let label =
        Text::new("Ustalenia, wnioski i rekomendacje", "Resolutions, conclusions and recommendations");
    section.figures.push(tally.figure(view, "resolutions.adopted".to_owned(), label, "RESOLUTION"));
    let Some(end) = scope.period.end() else { return section };
    let found = follow_up(view, Some(&scope.partnership.key), end);
    section.figures.extend(follow_up_figures(scope, &found));
    let states: BTreeMap<u32, DueState> =
        found.items.iter().chain(&found.inferred_apart).map(|it| (it.item, it.state)).collect();
    let mut sorted = resolutions;
    sorted.sort_by_key(|it| (it.date, &it.key));
    section.list(sorted, |it| entry(scope, it, &states));
    section
}

/// The resolutions of the partnership, its bodies and meetings, that lie in the year for certain, in order of keys.
pub(super) fn own_resolutions<'a>(scope: &ReportScope<'a>) -> Vec<&'a Resolution> {
    of_certainty(scope, Certainty::Certain).collect()
}

fn possible(scope: &ReportScope<'_>) -> usize {
    of_certainty(scope, Certainty::Possible).count()
}

fn of_certainty<'a>(scope: &ReportScope<'a>, wanted: Certainty) -> impl Iterator<Item = &'a Resolution> {
    let network = scope.view.network();
    let all = network.record().resolutions.iter();
    all.filter(move |it| scope.view.view().certainty(&it.date) == Some(wanted)).filter(|it| {
        let of_body = it.body.as_ref().is_some_and(|it| scope.is_own(None, Some(it), None));
        let meeting = it.meeting.as_ref().and_then(|it| network.get(it));
        let of_meeting = || {
            meeting
                .is_some_and(|it| scope.is_own(it.partnership.as_ref(), it.body.as_ref(), it.series.as_ref()))
        };
        of_body || of_meeting() || it.series.as_ref().is_some_and(|it| scope.is_own(None, None, Some(it)))
    })
}

fn follow_up_figures(scope: &ReportScope<'_>, found: &FollowUp) -> Vec<Figure> {
    let view = scope.view;
    let own = scope.partnership.reference();
    let items = &view.network().record().action_items;
    let row = |it: &FollowedItem| items.get(it.item as usize).map(Noun::reference);
    let rows = |fits: &dyn Fn(&FollowedItem) -> bool| -> Vec<RecordRef> {
        found.items.iter().filter(|it| fits(it)).filter_map(row).collect()
    };
    let with_status =
        |wanted: ActionStatus| rows(&|it| items.get(it.item as usize).is_some_and(|it| it.status == wanted));
    let is_empty = found.items.is_empty();
    let part = |code: &str, label: Text, rows: Vec<RecordRef>, more: usize| {
        let count = rows.len() as f64;
        let mut value = Interval::between(count, Some(count + more as f64), Vec::new());
        value = value.with_counts(None, count);
        computed(view, (format!("resolutions.{code}"), label, "ACTION"), (!is_empty).then_some(value), rows)
    };
    let not_stated = with_status(ActionStatus::NotStated);
    let unknown = not_stated.len();
    let mut figures = vec![
        Tally::listed(rows(&|_| true), &own).figure(
            view,
            "resolutions.actions".to_owned(),
            Text::new("Zadania, które z nich wynikają", "Actions that follow from them"),
            "ACTION",
        ),
        part(
            "actions-done",
            Text::new("Zadania wykonane", "Actions done"),
            with_status(ActionStatus::Done),
            unknown,
        ),
        part(
            "actions-not-stated",
            Text::new(
                "Zadania, o których losie nie odnotowano niczego",
                "Actions of which nothing more is recorded",
            ),
            not_stated,
            0,
        ),
        part(
            "actions-overdue",
            Text::new(
                "Zadania po terminie, niewykonane lub bez zapisu",
                "Actions overdue, not done or not recorded",
            ),
            rows(&|it| it.state == DueState::Overdue),
            0,
        ),
        computed(
            view,
            (
                "resolutions.follow-up-rate".to_owned(),
                Text::new("Odsetek zadań wykonanych", "Share of actions done"),
                "SHARE",
            ),
            found.rate.clone(),
            rows(&|_| true),
        ),
    ];
    if !found.inferred_apart.is_empty() {
        let rows = found.inferred_apart.iter().filter_map(row).collect();
        let label =
            Text::new("Zadania wywnioskowane, nieliczone wyżej", "Inferred actions, not counted above");
        let code = "resolutions.actions-inferred".to_owned();
        figures.push(Tally::all(rows).figure(view, code, label, "ACTION"));
    }
    figures
}

/// What is said of a resolution.
pub(super) fn resolution_facts(scope: &ReportScope<'_>, resolution: &Resolution) -> Vec<Fact> {
    let view = scope.view;
    let own = resolution.reference();
    let field = |name: &'static str| (&own, name);
    let record = |it: RecordRef| FactValue::record(view, it);
    let meeting = resolution.meeting.iter().map(|it| it.reference());
    let occasions = meeting.chain(resolution.series.iter().map(|it| it.reference()));
    let mut facts = vec![
        Fact::field(
            view,
            FactCode::Kind,
            field("kind"),
            vec![FactValue::Words(words::resolution_kind(resolution.kind))],
        ),
        Fact::date(view, FactCode::Date, field("date"), resolution.date),
        Fact::field(
            view,
            FactCode::Body,
            field("body"),
            resolution.body.iter().map(|it| record(it.reference())).collect(),
        ),
        Fact::field(view, FactCode::Meetings, field("meeting"), occasions.map(record).collect()),
        Fact::field(
            view,
            FactCode::Addressee,
            field("addressee"),
            resolution.addressee.iter().map(|it| FactValue::party(view, it)).collect(),
        ),
        Fact::field(
            view,
            FactCode::Topics,
            field("topics"),
            resolution.topics.iter().map(|it| record(it.reference())).collect(),
        ),
    ];
    if let Some(by) = &resolution.proposed_by {
        facts.push(Fact::field(
            view,
            FactCode::ProposedBy,
            field("proposed_by"),
            vec![FactValue::party(view, by)],
        ));
    }
    if !resolution.in_cooperation_with.is_empty() {
        let with = resolution.in_cooperation_with.iter().map(|it| FactValue::party(view, it)).collect();
        facts.push(Fact::field(view, FactCode::InCooperationWith, field("in_cooperation_with"), with));
    }
    facts
}

fn entry(scope: &ReportScope<'_>, resolution: &Resolution, states: &BTreeMap<u32, DueState>) -> Entry {
    let view = scope.view;
    let own = resolution.reference();
    let mut facts = resolution_facts(scope, resolution);
    for (index, state) in states {
        let item = view.network().record().action_items.get(*index as usize);
        if let Some(item) = item.filter(|it| it.resolution == resolution.key) {
            facts.push(action(scope, item, *state));
        }
    }
    Entry { title: name(view.network(), &own), facts, figures: Vec::new(), about: own }
}

/// An action as one fact: what, what became of it, how it stands at the end of the year, by when, by whom, towards whom.
fn action(scope: &ReportScope<'_>, item: &ActionItem, state: DueState) -> Fact {
    let view = scope.view;
    let mut values = vec![
        FactValue::record(view, item.reference()),
        FactValue::Words(words::action_status(item.status)),
        FactValue::Words(words::due_state(state)),
    ];
    if !item.due.is_unknown() {
        values.push(FactValue::Date(item.due));
    }
    let responsible = Text::new("odpowiada", "responsible");
    values.extend(item.responsible.iter().map(|it| FactValue::party_as(view, it, Some(&responsible))));
    let addressee = Text::new("adresat", "addressee");
    values.extend(item.addressees.iter().map(|it| FactValue::party_as(view, it, Some(&addressee))));
    Fact::of(view, FactCode::Action, values, vec![item.reference()])
}
