//! Funding, project partnerships, norms and statistics of a drawn region, against brute force.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::call::{Application, FundingOutcome};
use domain::date::Period;
use domain::meeting::MeetingStatus;
use domain::partnership::{Partnership, PartnershipKind, PartnershipRole};
use domain::record::Record;
use generator::{Parameters, Plan, Size};
use graph::funding::{CountingRule, FundingDimension, funding};
use graph::norm_compliance::{NormStatus, norm_compliance};
use graph::project_partnership::project_partnerships;
use graph::statistics::{StatisticDimension, StatisticFilter, StatisticSubject, statistics};
use graph::{Network, NetworkView, View};

const LEADING: [PartnershipRole; 2] = [PartnershipRole::ProjectLeader, PartnershipRole::Lead];

fn drawn(seed: u64) -> (Record, NetworkView) {
    let record = Plan::draw(Parameters::of(Size::S, seed)).expect("parameters").record().expect("a record");
    let network = Network::build(record.clone()).expect("a network");
    (record, NetworkView::new(Arc::new(network), View::default()))
}

/// The members of a project partnership, by key; units of the drawn region that sign stand for themselves.
fn members(record: &Record, partnership: &Partnership) -> BTreeSet<String> {
    let of = record.memberships.iter().filter(|it| it.partnership == partnership.key);
    of.filter_map(|it| it.party.institution().map(ToString::to_string)).collect()
}

fn projects(record: &Record) -> impl Iterator<Item = &Partnership> {
    record.partnerships.iter().filter(|it| it.kind == PartnershipKind::Project)
}

#[test]
fn calls_add_up_to_their_applications() {
    for seed in 1..4 {
        let (record, view) = drawn(seed);
        let table = funding(&view, &[FundingDimension::Call], CountingRule::Full).expect("a table");
        let mut expected = BTreeMap::<String, Vec<&Application>>::new();
        for it in &record.applications {
            expected.entry(it.call.to_string()).or_default().push(it);
        }
        assert_eq!(table.rows.len(), expected.len());
        for row in &table.rows {
            let own = &expected[&*row.keys[0].nodes[0].key];
            let of = |outcome| own.iter().filter(|it| it.outcome == outcome).count() as f64;
            let open = of(FundingOutcome::NotStated);
            let figures = &row.figures[0];
            assert_eq!(row.applications.len(), own.len());
            assert_eq!(figures.submitted.lower, own.len() as f64);
            assert_eq!(
                (figures.funded.lower, figures.funded.upper),
                (of(FundingOutcome::Funded), Some(of(FundingOutcome::Funded) + open))
            );
            assert_eq!(figures.withdrawn.lower, of(FundingOutcome::Withdrawn));
            let rate = figures.success_rate.as_ref().expect("a rate");
            let all = own.len() as f64;
            assert_eq!(rate.lower, of(FundingOutcome::Funded) / all);
            assert_eq!(rate.upper, Some((of(FundingOutcome::Funded) + open) / all));
            let paid: i128 = own.iter().filter_map(|it| it.amount_minor).map(i128::from).sum();
            assert_eq!(figures.amounts.iter().map(|it| it.minor).sum::<i128>(), paid);
        }
    }
}

#[test]
fn parts_of_institutions_add_up_to_the_whole_by_every_rule_that_divides() {
    for seed in 1..4 {
        let (record, view) = drawn(seed);
        let paid: i128 = record.applications.iter().filter_map(|it| it.amount_minor).map(i128::from).sum();
        for by in [FundingDimension::Institution, FundingDimension::Powiat, FundingDimension::Sector] {
            for rule in [CountingRule::Fractional, CountingRule::LeadOnly] {
                let table = funding(&view, &[by], rule).expect("a table");
                let figures = |row: &graph::funding::FundingRow| {
                    row.figures.iter().find(|it| it.counting == rule).expect("the rule's").clone()
                };
                let sum: f64 = table.rows.iter().map(|it| figures(it).submitted.lower).sum();
                assert!((sum - record.applications.len() as f64).abs() < 1e-9, "{by} {rule}: {sum}");
                let minor: i128 =
                    table.rows.iter().flat_map(|it| figures(it).amounts).map(|it| it.minor).sum();
                assert_eq!(minor, paid, "{by} {rule}");
            }
        }
        let full = funding(&view, &[FundingDimension::Institution], CountingRule::Full).expect("a table");
        let mut expected = BTreeMap::<String, usize>::new();
        for it in projects(&record) {
            let times = record.applications.iter().filter(|a| a.partnership == it.key).count();
            members(&record, it).into_iter().for_each(|member| *expected.entry(member).or_default() += times);
        }
        assert_eq!(full.rows.len(), expected.len());
        for row in &full.rows {
            let key = row.keys[0].code.clone().expect("a key");
            assert_eq!(row.figures[0].submitted.lower, expected[&key] as f64, "{key}");
        }
    }
}

#[test]
fn partners_leads_and_those_without_a_project_are_those_of_brute_force() {
    for seed in 1..4 {
        let (record, view) = drawn(seed);
        let partnership = record.partnerships.iter().find(|it| it.kind == PartnershipKind::Thematic);
        let partnership = &partnership.expect("a partnership").key;
        let found = project_partnerships(&view, Some(partnership)).expect("project partnerships");
        let key = |it: u32| view.network().at(it).expect("an institution").key.to_string();
        assert_eq!(found.formed.len(), projects(&record).count());
        let mut pairs = BTreeMap::<(String, String), usize>::new();
        let mut busy = BTreeSet::new();
        for it in projects(&record) {
            let members: Vec<_> = members(&record, it).into_iter().collect();
            for (at, a) in members.iter().enumerate() {
                for b in &members[at + 1..] {
                    *pairs.entry((a.clone(), b.clone())).or_default() += 1;
                }
            }
            busy.extend(members);
        }
        pairs.retain(|_, shared| *shared >= 2);
        let repeated: BTreeMap<_, _> =
            found.repeat_partners.iter().map(|it| ((key(it.a), key(it.b)), it.partnerships.len())).collect();
        assert_eq!(repeated, pairs);
        let signed = record
            .memberships
            .iter()
            .filter(|it| it.partnership == *partnership && it.role == PartnershipRole::Signatory);
        let signed: BTreeSet<_> =
            signed.filter_map(|it| it.party.institution().map(ToString::to_string)).collect();
        let never = found.never.expect("signatories");
        let named: Vec<_> = never.institutions.iter().map(|it| key(*it)).collect();
        assert_eq!(named, signed.difference(&busy).cloned().collect::<Vec<_>>());
        let declared = signed.len() + signed.len() / 8 + 1;
        let involved = signed.intersection(&busy).count();
        let others = busy.difference(&signed).count().min(declared - signed.len());
        assert_eq!(never.count.upper, Some((declared - involved) as f64));
        assert_eq!(never.count.lower, (declared - involved - others) as f64);
        let leads = record.memberships.iter().filter(|it| LEADING.contains(&it.role));
        let leads = leads.filter(|it| projects(&record).any(|project| project.key == it.partnership));
        let mut by_lead = BTreeMap::<String, usize>::new();
        leads.for_each(|it| *by_lead.entry(it.party.to_string()).or_default() += 1);
        let all: usize = by_lead.values().sum();
        let index: f64 = by_lead.values().map(|it| (*it as f64 / all as f64).powi(2)).sum();
        let herfindahl = found.leads.herfindahl.expect("leads");
        assert!((herfindahl.lower - index).abs() < 1e-12 && herfindahl.is_exact(), "{herfindahl:?} {index}");
    }
}

#[test]
fn a_yearly_norm_is_met_where_a_meeting_was_held() {
    for seed in 1..4 {
        let (record, view) = drawn(seed);
        let years: Vec<i32> = (generator::FIRST_YEAR..generator::FIRST_YEAR + 10).collect();
        let found = norm_compliance(&view, None, &years).expect("norms");
        for finding in &found.findings {
            let norm = &view.network().record().norms[finding.norm as usize];
            let period = Period::year(finding.year.expect("a year")).expect("a year");
            let held = record.meetings.iter().filter(|it| {
                it.status == MeetingStatus::Held
                    && it.partnership == norm.partnership
                    && Some(&it.kind) == norm.meeting_kind.as_ref()
                    && it.date.certainly_in(&period)
            });
            let count = held.count();
            assert_eq!(finding.meetings.len(), count);
            let expected = if count >= 1 { NormStatus::Met } else { NormStatus::NotRecorded };
            if finding.status != NormStatus::Broken {
                assert_eq!(finding.status, expected);
            }
        }
    }
}

#[test]
fn statistics_of_participations_are_those_of_brute_force() {
    let (record, view) = drawn(7);
    let filter = StatisticFilter::default();
    let dimensions = [StatisticDimension::Powiat, StatisticDimension::Role];
    let table = statistics(&view, StatisticSubject::Participations, &dimensions, &filter);
    let network = view.network();
    let mut expected = BTreeMap::<(Option<String>, String), usize>::new();
    for (index, it) in (0u32..).zip(&network.record().participations) {
        let held =
            it.meeting.as_ref().and_then(|it| network.get(it)).filter(|it| it.status == MeetingStatus::Held);
        let counts = network.participation_strength(index).counts_on(domain::claim::EvidenceBasis::Stated);
        let Some(meeting) = held.filter(|_| counts && it.is_involvement()) else { continue };
        let institution = network.participant(index).and_then(|it| network.at(it));
        let place = institution.map_or(meeting.place.as_ref(), |it| it.seat.as_ref());
        let powiat = place.and_then(|it| network.ancestor(it, domain::territory::TerritoryLevel::Powiat));
        let key = (powiat.map(|it| it.key.to_string()), it.role.to_string());
        *expected.entry(key).or_default() += 1;
    }
    assert_eq!(record.participations.len(), network.record().participations.len());
    assert_eq!(table.rows.len(), expected.len());
    for row in &table.rows {
        let powiat = row.keys[0].node.as_ref().map(|it| it.key.to_string());
        let role = row.keys[1].code.clone().expect("a role");
        let open =
            if powiat.is_some() { expected.get(&(None, role.clone())).copied().unwrap_or(0) } else { 0 };
        assert_eq!(row.count.lower, expected[&(powiat, role)] as f64);
        let own: f64 = row.count.reasons.iter().filter_map(|it| it.count).sum();
        assert_eq!(own, open as f64, "what has no recorded place may be of any row");
    }
}
