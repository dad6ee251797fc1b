//! Project partnerships: those within the partnership or of its signatories, their applications, and what is told of
//! project partnerships only as numbers.

use std::collections::{BTreeMap, BTreeSet};

use domain::call::{Application, FundingAggregate, FundingOutcome};
use domain::id::Id;
use domain::indicator::Collection;
use domain::partnership::{LifecycleEvent, Membership, Partnership, PartnershipKind, PartnershipRole};
use domain::record::{Noun, RecordRef};

use super::agreement::children;
use super::fact::{Fact, FactCode, FactValue};
use super::figure::{Figure, Tally};
use super::scope::ReportScope;
use super::text::{Text, name};
use super::{Entry, Section, SectionKind, words};
use crate::completeness;
use crate::occasion::Certainty;

pub(super) fn section(scope: &ReportScope<'_>) -> Section {
    let view = scope.view;
    let title = Text::new("Partnerstwa projektowe", "Project partnerships");
    let own = scope.partnership.reference();
    let mut section = Section::new(SectionKind::ProjectPartnerships, "projects", title, own.clone());
    let concerned = concerned(scope);
    let applications = applications(scope, &concerned);
    let funded = |it: &&Application| it.outcome == FundingOutcome::Funded;
    let aggregates = aggregates(scope);
    let related: Vec<_> = aggregates.iter().filter(|it| is_related(scope, it)).copied().collect();
    let rows = |list: Vec<&Application>| list.into_iter().map(Application::reference).collect::<Vec<_>>();
    let sum = |of: fn(&FundingAggregate) -> Option<u32>| {
        let mut tally = Tally::new();
        for aggregate in related.iter().filter(|it| of(it).is_some()) {
            tally.add(Tally::declared(of(aggregate), Vec::new()));
        }
        tally
    };
    let figure = |mut tally: Tally, code: &str, label: Text, unit: &str| {
        if !tally.is_declared() {
            tally.open(&own);
        }
        tally.figure(view, format!("projects.{code}"), label, unit)
    };
    let mut submitted = sum(|it| it.submitted);
    submitted.add(Tally::all(rows(applications.clone())));
    let mut won = sum(|it| it.funded);
    won.add(Tally::all(rows(applications.iter().copied().filter(funded).collect())));
    section.figures = vec![
        figure(
            sum(|it| it.created),
            "created",
            Text::new("Utworzone partnerstwa projektowe", "Project partnerships created"),
            "PARTNERSHIP",
        ),
        figure(
            submitted,
            "applications",
            Text::new("Złożone wnioski", "Applications submitted"),
            "APPLICATION",
        ),
        figure(won, "funded", Text::new("Dofinansowane", "Funded"), "APPLICATION"),
    ];
    let partnerships = partnerships(scope, &concerned, &applications);
    let members = members(scope, &partnerships);
    section.list(partnerships, |it| {
        partnership_entry(scope, it, &applications, members.get(&it.key).map_or(&[], Vec::as_slice))
    });
    section.list(aggregates, |it| aggregate_entry(scope, it));
    section
}

/// The project partnerships within the partnership, and those with a member that signed it.
fn concerned<'a>(scope: &ReportScope<'a>) -> BTreeSet<&'a Id<Partnership>> {
    let view = scope.view;
    let network = view.network();
    let mut concerned: BTreeSet<_> = children(scope, &scope.partnership.key).map(|it| &it.key).collect();
    let signatories = view.parties_in_role(Some(&scope.partnership.key), &[PartnershipRole::Signatory]);
    if signatories.is_empty() {
        return concerned;
    }
    for (membership, strength) in network.memberships() {
        let is_project =
            || network.get(&membership.partnership).is_some_and(|it| it.kind == PartnershipKind::Project);
        let has_signed = || {
            let institution = network.involved_institution(&membership.party);
            institution.is_some_and(|it| signatories.binary_search(&it).is_ok())
        };
        if strength.counts_on(view.view().basis) && has_signed() && is_project() {
            concerned.insert(&membership.partnership);
        }
    }
    concerned
}

/// The applications of the year, by the day of submission.
fn applications<'a>(scope: &ReportScope<'a>, concerned: &BTreeSet<&Id<Partnership>>) -> Vec<&'a Application> {
    let all = scope.view.network().record().applications.iter();
    let of_year = all.filter(|it| it.submitted_on.certainly_in(&scope.period));
    of_year.filter(|it| concerned.contains(&it.partnership)).collect()
}

/// The aggregates of the year, whoever they are of.
fn aggregates<'a>(scope: &ReportScope<'a>) -> Vec<&'a FundingAggregate> {
    let all = scope.view.network().record().funding_aggregates.iter();
    all.filter(|it| scope.view.view().certainty(&it.as_of) == Some(Certainty::Certain)).collect()
}

/// Whether the record ties an aggregate to the partnership: who acts for it created the partnerships, or its report
/// tells of them.
fn is_related(scope: &ReportScope<'_>, aggregate: &FundingAggregate) -> bool {
    aggregate.by.as_ref().is_some_and(|it| scope.acts_for(it)) || scope.is_reported(&aggregate.reference())
}

/// The partnerships with an application or a state in the year, in order of keys.
fn partnerships<'a>(
    scope: &ReportScope<'a>,
    concerned: &BTreeSet<&'a Id<Partnership>>,
    applications: &[&'a Application],
) -> Vec<&'a Partnership> {
    let network = scope.view.network();
    let events = network.record().lifecycle_events.iter();
    let of_year = events.filter(|it| it.date.certainly_in(&scope.period)).map(|it| &it.partnership);
    let mut keys: BTreeSet<_> = of_year.filter(|it| concerned.contains(it)).collect();
    keys.extend(applications.iter().map(|it| &it.partnership));
    keys.into_iter().filter_map(|it| network.get(it)).collect()
}

/// The members of partnerships at the end of the year, looked up once for all of them.
fn members<'a>(
    scope: &ReportScope<'a>,
    partnerships: &[&'a Partnership],
) -> BTreeMap<&'a Id<Partnership>, Vec<&'a Membership>> {
    let mut members: BTreeMap<_, Vec<_>> = partnerships.iter().map(|it| (&it.key, Vec::new())).collect();
    for (membership, _) in scope.view.memberships(None, &[]) {
        if let Some(list) = members.get_mut(&membership.partnership) {
            list.push(membership);
        }
    }
    members
}

fn partnership_entry(
    scope: &ReportScope<'_>,
    partnership: &Partnership,
    applications: &[&Application],
    members: &[&Membership],
) -> Entry {
    let view = scope.view;
    let own = partnership.reference();
    let record = |it: RecordRef| FactValue::record(view, it);
    let events = view.network().record().lifecycle_events.iter();
    let events: Vec<_> = events
        .filter(|it| it.partnership == partnership.key && it.date.certainly_in(&scope.period))
        .collect();
    let states = events.iter().map(|it| FactValue::Words(words::lifecycle_state(it.state))).collect();
    let filed: Vec<_> = applications.iter().filter(|it| it.partnership == partnership.key).collect();
    let rows: Vec<_> = filed.iter().map(|it| it.reference()).collect();
    let calls = filed.iter().map(|it| record(it.call.reference())).collect();
    let outcomes = filed.iter().map(|it| FactValue::Words(words::funding_outcome(it.outcome))).collect();
    let named = members
        .iter()
        .map(|it| FactValue::party_as(view, &it.party, Some(&words::partnership_role(it.role))))
        .collect();
    Entry {
        title: name(view.network(), &own),
        facts: vec![
            Fact::of(
                view,
                FactCode::States,
                states,
                events.iter().map(|it| LifecycleEvent::reference(it)).collect(),
            ),
            Fact::of(view, FactCode::Call, calls, rows.clone()),
            Fact::of(view, FactCode::Outcome, outcomes, rows),
            Fact::of(view, FactCode::Members, named, members.iter().map(|it| it.reference()).collect()),
        ],
        figures: Vec::new(),
        about: own,
    }
}

fn aggregate_entry(scope: &ReportScope<'_>, aggregate: &FundingAggregate) -> Entry {
    let view = scope.view;
    let own = aggregate.reference();
    let by = aggregate.by.iter().map(|it| FactValue::party(view, it)).collect();
    let calls = aggregate.calls.iter().map(|it| FactValue::record(view, it.reference())).collect();
    let relation = is_related(scope, aggregate)
        .then(|| FactValue::Words(words::answer(domain::recorded::Recorded::Yes)));
    let of_calls: Vec<_> =
        view.network().record().applications.iter().filter(|it| aggregate.calls.contains(&it.call)).collect();
    let rows = |fits: &dyn Fn(&Application) -> bool| -> Vec<RecordRef> {
        of_calls.iter().filter(|it| fits(it)).map(|it| it.reference()).collect()
    };
    // Those who were granted money may be no partnerships: the indicator that counts them says what they are.
    let recipients = completeness::declaration(view, &own, Collection::Recipients);
    let unit = recipients.map_or_else(|| "PARTNERSHIP".to_owned(), |it| it.unit.to_string());
    let figure = |code: &str, label: Text, value: Option<u32>, rows: Vec<RecordRef>| -> Option<Figure> {
        value?;
        let mut figure = Tally::declared(value, rows).figure(view, format!("{own}.{code}"), label, &unit);
        figure.as_of = aggregate.as_of;
        figure.claims = view.network().claims_about(&own).map(|it| it.key.clone()).collect();
        Some(figure)
    };
    let figures = [
        figure("created", Text::new("Utworzone", "Created"), aggregate.created, rows(&|_| true)),
        figure("submitted", Text::new("Złożyły wniosek", "Submitted"), aggregate.submitted, rows(&|_| true)),
        figure(
            "funded",
            Text::new("Dofinansowane", "Funded"),
            aggregate.funded,
            rows(&|it| it.outcome == FundingOutcome::Funded),
        ),
        figure(
            "rejected",
            Text::new("Odrzucone", "Rejected"),
            aggregate.rejected,
            rows(&|it| it.outcome == FundingOutcome::Rejected),
        ),
    ];
    Entry {
        title: name(view.network(), &own),
        facts: vec![
            Fact::date(view, FactCode::Date, (&own, "as_of"), aggregate.as_of),
            Fact::field(view, FactCode::By, (&own, "by"), by),
            Fact::field(view, FactCode::Call, (&own, "calls"), calls),
            Fact::field(view, FactCode::OfPartnership, (&own, "by"), relation.into_iter().collect()),
        ],
        figures: figures.into_iter().flatten().collect(),
        about: own,
    }
}
