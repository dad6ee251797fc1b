//! Applications as they count: dated, with the parties of their partnership and each party's share.

use std::collections::BTreeMap;

use domain::call::{Application, FundingOutcome};
use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::Collection;
use domain::partnership::{Partnership, PartnershipRole};
use domain::party::Party;
use domain::record::{Noun, RecordRef};

use super::CountingRule;
use super::key::{FundingDimension, FundingKey, of_application, of_party};
use crate::completeness::declaration;
use crate::network::Position;
use crate::occasion::Certainty;
use crate::view::{NetworkView, Scope};

/// The roles of those who belong to a project partnership.
pub(crate) const BELONGING: [PartnershipRole; 4] = [
    PartnershipRole::ProjectLeader,
    PartnershipRole::Lead,
    PartnershipRole::Partner,
    PartnershipRole::Signatory,
];

/// Who belongs to a project partnership.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Consortium {
    /// The institutions, rolled up, each once, in order of position.
    pub(crate) members: Vec<Position>,
    /// Parties that are no named institutions, and those declared above what is listed.
    pub(crate) others: u32,
    /// Its lead; none when not recorded.
    pub(crate) lead: Option<Position>,
}

impl Consortium {
    /// How many there are; 1 when nobody is known, so that somebody is.
    fn size(&self) -> u32 {
        (u32::try_from(self.members.len()).unwrap_or(u32::MAX)).saturating_add(self.others).max(1)
    }
}

/// What memberships tell of a partnership: institutions, other parties, the best lead so far.
type Found<'a> = (Consortium, Vec<&'a Party>, Option<(usize, Position)>);

/// Those who belong to the partnerships that have members, on the basis, at the end of the window.
pub(crate) fn consortia(view: &NetworkView) -> BTreeMap<&Id<Partnership>, Consortium> {
    let network = view.network();
    let mut found = BTreeMap::<&Id<Partnership>, Found<'_>>::new();
    for (membership, _) in view.memberships(None, &BELONGING) {
        let (consortium, others, lead) = found.entry(&membership.partnership).or_default();
        let Some(institution) = network.involved_institution(&membership.party) else {
            others.push(&membership.party);
            continue;
        };
        consortium.members.push(institution);
        let rank = BELONGING.iter().position(|it| *it == membership.role).filter(|it| *it < 2);
        if let Some(rank) = rank {
            *lead = Some(lead.map_or((rank, institution), |it| it.min((rank, institution))));
        }
    }
    let finish = |id: &Id<Partnership>, (mut consortium, mut others, lead): Found<'_>| {
        consortium.members.sort_unstable();
        consortium.members.dedup();
        others.sort();
        others.dedup();
        let listed = consortium.members.len() + others.len();
        let declared = declared_members(view, id).map_or(0, |it| it as usize);
        consortium.others = u32::try_from(others.len() + declared.saturating_sub(listed)).unwrap_or(u32::MAX);
        consortium.lead = lead.map(|it| it.1);
        consortium
    };
    found.into_iter().map(|(id, it)| (id, finish(id, it))).collect()
}

/// The declared number of those who belong to a partnership; none when nobody declares it.
pub(crate) fn declared_members(view: &NetworkView, partnership: &Id<Partnership>) -> Option<u32> {
    let of = partnership.reference();
    let declared = [Collection::Members, Collection::Signatories];
    let declared = declared.iter().filter_map(|it| declaration(view, &of, *it)).map(|it| it.value);
    declared.reduce(f64::max).map(|it| it.clamp(0.0, f64::from(u32::MAX)) as u32)
}

/// When an application was made: its submission, else the closing of its call.
pub(crate) fn date_of(view: &NetworkView, application: &Application) -> EdtfDate {
    if !application.submitted_on.is_unknown() {
        return application.submitted_on;
    }
    view.network().get(&application.call).map_or(EdtfDate::UNKNOWN, |it| it.closed)
}

/// An application.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// Its position in the network's list.
    pub(super) application: u32,
    /// The number of its partnership among those that applied.
    pub(super) partnership: u32,
    /// Whether it lies in the window for certain.
    pub(super) certainty: Certainty,
    /// When.
    pub(super) date: EdtfDate,
    /// What became of it.
    pub(super) outcome: FundingOutcome,
    /// The amount awarded, when it was funded, in minor units, and the index of its currency.
    pub(super) amount: Option<(i64, usize)>,
    parties: u32,
}

/// The applications that may lie in the window.
pub(super) struct Applications {
    /// In order of keys.
    pub(super) entries: Vec<Entry>,
    /// Those that no date puts into a window.
    pub(super) undated: Vec<RecordRef>,
    /// The currencies, in order.
    pub(super) currencies: Vec<String>,
    consortia: Vec<Consortium>,
}

/// An application in a row, with the part of it that counts there: `parts` of `of`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weighed {
    /// Its index among the entries.
    pub(super) entry: usize,
    /// How many parts count.
    pub(super) parts: u32,
    /// Of how many.
    pub(super) of: u32,
    /// The amount that counts, in minor units.
    pub(super) minor: i64,
}

impl Weighed {
    pub(super) fn whole(applications: &Applications, entry: usize) -> Self {
        let amount = applications.entries.get(entry).and_then(|it| it.amount);
        Self { entry, parts: 1, of: 1, minor: amount.map_or(0, |it| it.0) }
    }
}

impl Applications {
    pub(super) fn read(view: &NetworkView) -> Self {
        let record = view.network().record();
        let mut all = consortia(view);
        let is_unscoped = view.view().scope == Scope::default();
        let mut currencies: Vec<_> =
            record.applications.iter().filter_map(|it| Some(it.currency.as_ref()?.to_string())).collect();
        currencies.sort();
        currencies.dedup();
        let mut found = Self { entries: Vec::new(), undated: Vec::new(), currencies, consortia: Vec::new() };
        let mut numbers = BTreeMap::<&Id<Partnership>, u32>::new();
        for (application, it) in (0u32..).zip(&record.applications) {
            let date = date_of(view, it);
            let Some(certainty) = view.view().certainty(&date) else {
                found.undated.extend(date.is_unknown().then(|| it.reference()));
                continue;
            };
            let number = *numbers.entry(&it.partnership).or_insert_with(|| {
                let others = || declared_members(view, &it.partnership).unwrap_or_default();
                let unnamed = || Consortium { others: others(), ..Consortium::default() };
                found.consortia.push(all.remove(&it.partnership).unwrap_or_else(unnamed));
                u32::try_from(found.consortia.len() - 1).unwrap_or(u32::MAX)
            });
            let of = found.consortia.get(number as usize);
            if !is_unscoped && !of.is_some_and(|it| it.members.iter().any(|it| view.is_in_scope(*it))) {
                continue;
            }
            let currency =
                it.currency.as_ref().and_then(|it| found.currencies.binary_search(&it.to_string()).ok());
            let amount = it.amount_minor.zip(currency).filter(|_| it.outcome == FundingOutcome::Funded);
            let parties = of.map_or(1, Consortium::size);
            let (partnership, outcome) = (number, it.outcome);
            found.entries.push(Entry { application, partnership, certainty, date, outcome, amount, parties });
        }
        found
    }

    /// The applications by row, under a counting rule: each row of an application once.
    pub(super) fn grouped(
        &self,
        view: &NetworkView,
        dimensions: &[FundingDimension],
        rule: CountingRule,
    ) -> Vec<(Vec<FundingKey>, Weighed)> {
        let network = view.network();
        let has_parties = dimensions.iter().any(|it| it.is_of_parties());
        let mut grouped = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let Some(value) = network.record().applications.get(entry.application as usize) else { continue };
            let of = (&value.call, &entry.date, &value.partnership);
            if !has_parties {
                let keys = dimensions.iter().map(|it| of_application(network, *it, of)).collect();
                grouped.push((keys, Weighed::whole(self, index)));
                continue;
            }
            let mut rows = BTreeMap::<Vec<FundingKey>, Weighed>::new();
            for (party, weighed) in self.weighed(index, entry, rule) {
                if party.is_some_and(|it| !view.is_in_scope(it)) {
                    continue;
                }
                let key = |it: &FundingDimension| {
                    if it.is_of_parties() {
                        of_party(network, *it, party)
                    } else {
                        of_application(network, *it, of)
                    }
                };
                let row = rows.entry(dimensions.iter().map(key).collect());
                row.and_modify(|it| {
                    if rule != CountingRule::Full {
                        it.parts += weighed.parts;
                        it.minor += weighed.minor;
                    }
                })
                .or_insert(weighed);
            }
            grouped.extend(rows);
        }
        grouped
    }

    /// The parties of an application with what of it counts for each; none for those that nobody names.
    fn weighed(&self, index: usize, entry: &Entry, rule: CountingRule) -> Vec<(Option<Position>, Weighed)> {
        let whole = Weighed::whole(self, index);
        let Some(of) = self.consortia.get(entry.partnership as usize) else { return vec![(None, whole)] };
        match rule {
            CountingRule::LeadOnly => vec![(of.lead, whole)],
            CountingRule::Full => {
                let named = of.members.iter().map(|it| (Some(*it), whole));
                let others = (of.others > 0 || of.members.is_empty()).then_some((None, whole));
                named.chain(others).collect()
            }
            CountingRule::Fractional => {
                let amount = whole.minor;
                let part = |at: u32| share(amount, i64::from(entry.parties.max(1)), i64::from(at));
                let named = (0u32..).zip(&of.members).map(|(at, it)| {
                    (Some(*it), Weighed { entry: index, parts: 1, of: entry.parties, minor: part(at) })
                });
                let listed = u32::try_from(of.members.len()).unwrap_or(u32::MAX);
                let rest = entry.parties.saturating_sub(listed);
                let given: i64 = (0..listed).map(part).sum();
                let others = (rest > 0).then_some((
                    None,
                    Weighed { entry: index, parts: rest, of: entry.parties, minor: amount - given },
                ));
                named.chain(others).collect()
            }
        }
    }
}

/// The part at index `at` of an amount that is divided among `n`.
fn share(amount: i64, n: i64, at: i64) -> i64 {
    amount / n + i64::from(at < amount % n)
}

/// An amount in minor units, divided among `n` by the method of the largest remainder: equal parts, and the units that
/// are left go one each to the first. The parts add up to the amount; empty when `n` is 0.
#[must_use]
pub fn shares(amount: i64, n: u32) -> Vec<i64> {
    (0..n).map(|at| share(amount, i64::from(n), i64::from(at))).collect()
}
