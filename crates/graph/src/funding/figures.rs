//! The figures of a row: counts as intervals, rates over all readings, sums of money.

use std::collections::BTreeMap;

use domain::call::FundingOutcome;

use super::CountingRule;
use super::aggregate::{Component, Figure};
use super::application::{Applications, Weighed};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::occasion::Certainty;
use crate::view::NetworkView;

/// A sum of money in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountSum {
    /// The currency, an ISO 4217 code.
    pub currency: String,
    /// What was awarded, in the window for certain, in minor units.
    pub minor: i128,
    /// What was awarded and only may lie in the window, in minor units.
    pub possible_minor: i128,
}

/// The figures of a row by one counting rule.
#[derive(Debug, Clone, PartialEq)]
pub struct FundingFigures {
    /// The rule.
    pub counting: CountingRule,
    /// Project partnerships created.
    pub created: Interval,
    /// Applications submitted.
    pub submitted: Interval,
    /// Applications funded.
    pub funded: Interval,
    /// Applications rejected.
    pub rejected: Interval,
    /// Applications on the reserve list.
    pub reserve: Interval,
    /// Applications withdrawn.
    pub withdrawn: Interval,
    /// Applications, and project partnerships created, of which the record does not say what became.
    pub not_stated: Interval,
    /// Funded by submitted, 0 to 1; none when not recorded.
    pub success_rate: Option<Interval>,
    /// The share of project partnerships created that were funded, 0 to 1; none when not recorded.
    pub funded_per_created: Option<Interval>,
    /// Why there is no rate; none when there is one.
    pub rate_reason: Option<String>,
    /// What was awarded, by currency.
    pub amounts: Vec<AmountSum>,
    /// Of how many applications that were funded no amount is recorded.
    pub amounts_not_recorded: Interval,
}

/// A sum of parts, exact for parts of the same whole.
#[derive(Default)]
struct Parts(BTreeMap<u32, u64>);

impl Parts {
    fn add(&mut self, it: &Weighed) {
        *self.0.entry(it.of.max(1)).or_default() += u64::from(it.parts);
    }

    fn sum(&self) -> f64 {
        self.0.iter().map(|(of, parts)| *parts as f64 / f64::from(*of)).sum()
    }
}

/// Where applications or partnerships may stand in two readings of the record: with the lowest and the highest rate.
#[derive(Default)]
struct Reading {
    won: f64,
    /// None when nothing bounds it.
    lost: Option<f64>,
}

/// What counts of the applications of a row.
struct Counted<'a> {
    applications: &'a Applications,
    items: &'a [Weighed],
}

impl Counted<'_> {
    fn sum(&self, fits: impl Fn(Certainty, FundingOutcome) -> bool) -> f64 {
        let mut parts = Parts::default();
        for it in self.items {
            let entry = self.applications.entries.get(it.entry);
            if entry.is_some_and(|entry| fits(entry.certainty, entry.outcome)) {
                parts.add(it);
            }
        }
        parts.sum()
    }

    /// Partnerships of which some application fits, each once.
    fn partnerships(&self, fits: impl Fn(Certainty, FundingOutcome) -> bool) -> f64 {
        let mut found = BTreeMap::<u32, &Weighed>::new();
        for it in self.items {
            if let Some(entry) = self.applications.entries.get(it.entry)
                && fits(entry.certainty, entry.outcome)
            {
                found.insert(entry.partnership, it);
            }
        }
        let mut parts = Parts::default();
        found.into_values().for_each(|it| parts.add(it));
        parts.sum()
    }
}

/// The applications of a row that no aggregate of it counts, those that one does, and what aggregates tell.
struct Row<'a> {
    view: &'a NetworkView,
    free: Counted<'a>,
    /// Of each aggregate of the row: what of its applications is listed here.
    whole: Vec<(&'a Component, Counted<'a>)>,
    partly: &'a [&'a Component],
}

/// The figures of a row by a counting rule: of its applications, of the aggregates that tell of it, and of what is left
/// of those that tell of it together with others.
pub(super) fn figures(
    view: &NetworkView,
    applications: &Applications,
    counting: CountingRule,
    items: &[Weighed],
    whole: &[&Component],
    partly: &[&Component],
) -> FundingFigures {
    let is_covered = |it: &Weighed| whole.iter().any(|component| component.covered.contains(&it.entry));
    let free: Vec<_> = items.iter().filter(|it| !is_covered(it)).copied().collect();
    let here: Vec<Vec<Weighed>> = whole
        .iter()
        .map(|component| items.iter().filter(|it| component.covered.contains(&it.entry)).copied().collect())
        .collect();
    let counted = |items| Counted { applications, items };
    let row = Row {
        view,
        free: counted(&free),
        whole: whole.iter().copied().zip(here.iter().map(|it| counted(it))).collect(),
        partly,
    };
    let all = counted(items);
    let outcome = |wanted| move |own: FundingOutcome| own == wanted || (own == FundingOutcome::NotStated);
    let of = |wanted: FundingOutcome, figure: fn(&Component) -> &Figure| {
        row.interval(
            figure,
            |counted, certainty| counted.sum(|at, own| at == certainty && own == wanted),
            |counted| counted.sum(|_, own| outcome(wanted)(own)),
        )
    };
    let funded = of(FundingOutcome::Funded, |it| &it.funded);
    let paid = |certainty: Certainty| {
        let mut parts = Parts::default();
        for it in items {
            let entry = applications.entries.get(it.entry);
            if entry.is_some_and(|entry| entry.amount.is_some() && entry.certainty == certainty) {
                parts.add(it);
            }
        }
        parts.sum()
    };
    let paid = paid(Certainty::Certain);
    let less = |it: f64| (it - paid).max(0.0);
    let amounts_not_recorded =
        Interval::between(less(funded.lower), funded.upper.map(less), funded.reasons.clone());
    let (success_rate, funded_per_created) = (row.success_rate(), row.funded_per_created());
    let is_known = !items.is_empty() || !whole.is_empty();
    let known = |it: Option<Interval>| it.filter(|_| is_known);
    let (success_rate, funded_per_created) = (known(success_rate), known(funded_per_created));
    let rate_reason = success_rate.is_none().then(|| {
        if partly.is_empty() {
            "the record lists no application here".to_owned()
        } else {
            "the sources tell only of several groups together, and not of this one".to_owned()
        }
    });
    FundingFigures {
        counting,
        created: row.interval(
            |it| &it.created,
            |counted, certainty| {
                let certain = counted.partnerships(|at, _| at == Certainty::Certain);
                if certainty == Certainty::Certain {
                    certain
                } else {
                    counted.partnerships(|_, _| true) - certain
                }
            },
            |counted| counted.partnerships(|_, _| true),
        ),
        submitted: row.interval(
            |it| &it.submitted,
            |counted, certainty| counted.sum(|at, _| at == certainty),
            |counted| counted.sum(|_, _| true),
        ),
        rejected: of(FundingOutcome::Rejected, |it| &it.rejected),
        reserve: of(FundingOutcome::Reserve, |it| &it.reserve),
        withdrawn: of(FundingOutcome::Withdrawn, |it| &it.withdrawn),
        not_stated: row.interval(
            |it| &it.not_stated,
            |counted, certainty| counted.sum(|at, own| at == certainty && own == FundingOutcome::NotStated),
            |counted| counted.sum(|_, own| own == FundingOutcome::NotStated),
        ),
        funded,
        success_rate,
        funded_per_created,
        rate_reason,
        amounts: amounts(&all),
        amounts_not_recorded,
    }
}

fn amounts(all: &Counted<'_>) -> Vec<AmountSum> {
    let mut sums = BTreeMap::<usize, (i128, i128)>::new();
    for it in all.items {
        let Some(entry) = all.applications.entries.get(it.entry) else { continue };
        let Some((_, currency)) = entry.amount else { continue };
        let sum = sums.entry(currency).or_default();
        match entry.certainty {
            Certainty::Certain => sum.0 += i128::from(it.minor),
            Certainty::Possible => sum.1 += i128::from(it.minor),
        }
    }
    let name = |it: usize| all.applications.currencies.get(it).cloned().unwrap_or_default();
    sums.into_iter()
        .map(|(currency, (minor, possible_minor))| AmountSum {
            currency: name(currency),
            minor,
            possible_minor,
        })
        .collect()
}

impl Row<'_> {
    /// A figure: what is listed in the window for certain, and what it may be; what aggregates tell in place of what
    /// they count.
    fn interval(
        &self,
        figure: fn(&Component) -> &Figure,
        listed: impl Fn(&Counted<'_>, Certainty) -> f64,
        most: impl Fn(&Counted<'_>) -> f64,
    ) -> Interval {
        let certain = listed(&self.free, Certainty::Certain);
        let possible = listed(&self.free, Certainty::Possible);
        let not_stated = most(&self.free) - certain - possible;
        let mut reasons = Vec::new();
        add(&mut reasons, IntervalReasonCode::PossiblyInWindow, possible, "may lie in the window or not");
        add(
            &mut reasons,
            IntervalReasonCode::OutcomeNotStated,
            not_stated,
            "have an outcome that is not stated",
        );
        let (mut lower, mut upper) = (certain, Some(certain + possible + not_stated));
        let mut declared: Option<f64> = None;
        let mut enumerated = certain;
        for (component, here) in &self.whole {
            let told = figure(component);
            // What it counts and is listed in other rows is not of this one.
            let own = listed(here, Certainty::Certain);
            let elsewhere = (f64::from(told.listed) - own).max(0.0);
            let low = (f64::from(told.range.lower) - elsewhere).max(0.0);
            let high = told.range.upper.map(|it| (f64::from(it) - elsewhere).max(low));
            lower += low;
            upper = upper.zip(high).map(|(upper, high)| upper + high);
            enumerated += own;
            if let Some(it) = told.declared {
                declared = Some(declared.unwrap_or_default() + (f64::from(it) - elsewhere).max(0.0));
            }
            reasons.extend(self.reason(component, told, high.map(|it| it - low)));
        }
        for component in self.partly {
            let rest = figure(component).rest().map(f64::from);
            if rest != Some(0.0) {
                upper = upper.zip(rest).map(|(upper, rest)| upper + rest);
                reasons.push(self.about(
                    component,
                    IntervalReasonCode::ToldTogether,
                    rest,
                    "are told of several groups together, and may belong here",
                ));
            }
        }
        Interval::between(lower, upper, reasons).with_counts(declared, enumerated)
    }

    fn reason(&self, component: &Component, told: &Figure, width: Option<f64>) -> Option<IntervalReason> {
        let declared = told.declared.unwrap_or_default();
        if told.declared.is_some() && told.listed > declared {
            let more = Some(f64::from(told.listed - declared));
            let code = IntervalReasonCode::DeclaredLessThanEnumerated;
            return Some(self.about(component, code, more, "more are listed than declared"));
        }
        let code = if component.submitted.declared.is_none() {
            IntervalReasonCode::SubmissionsNotStated
        } else {
            IntervalReasonCode::OutcomeNotStated
        };
        let what = "are told of without saying whether they applied or what became of them";
        (width != Some(0.0)).then(|| self.about(component, code, width, what))
    }

    fn about(
        &self,
        component: &Component,
        code: IntervalReasonCode,
        count: Option<f64>,
        what: &str,
    ) -> IntervalReason {
        let record = self.view.network().record();
        let first = component.aggregates.first().and_then(|it| record.funding_aggregates.get(*it as usize));
        let message =
            count.map_or_else(|| format!("nobody says how many {what}"), |it| format!("{it} {what}"));
        IntervalReason {
            code,
            count,
            message,
            about: first.map(|it| it.key.reference()),
            claims: component.claims.clone(),
        }
    }

    /// Funded by submitted over all readings of the record.
    fn success_rate(&self) -> Option<Interval> {
        use FundingOutcome::{Funded, NotStated};
        let lost = |own| own != Funded && own != NotStated;
        let certain = |at| at == Certainty::Certain;
        let mut low = Reading {
            won: self.free.sum(|at, own| certain(at) && own == Funded),
            lost: Some(self.free.sum(|_, own| own == NotStated || lost(own))),
        };
        let mut high = Reading {
            won: self.free.sum(|_, own| own == Funded || own == NotStated),
            lost: Some(self.free.sum(|at, own| certain(at) && lost(own))),
        };
        for (component, here) in &self.whole {
            let (funded, submitted) = (&component.funded, &component.submitted);
            let own = (here.sum(|at, own| certain(at) && own == Funded), here.sum(|at, _| certain(at)));
            let elsewhere = (f64::from(funded.listed) - own.0, f64::from(submitted.listed) - own.1);
            let less = |it: u32, elsewhere: f64| (f64::from(it) - elsewhere).max(0.0);
            let won = less(funded.range.lower, elsewhere.0);
            let all = submitted.range.upper.map(|it| less(it, elsewhere.1));
            low.add(won, all.map(|it| (it - won).max(0.0)));
            let Some(most) = funded.range.upper.map(|it| less(it, elsewhere.0)) else {
                high.won = f64::INFINITY;
                continue;
            };
            high.add(most, Some((less(submitted.range.lower, elsewhere.1) - most).max(0.0)));
        }
        for component in self.partly {
            let funded = component.funded.rest();
            let submitted = component.submitted.rest();
            let surely = component.funded.range.lower.saturating_sub(component.funded.listed);
            low.add(0.0, submitted.map(|it| f64::from(it.saturating_sub(surely))));
            high.won += funded.map_or(f64::INFINITY, f64::from);
        }
        let what = "what became of applications, or how many there were, is not stated";
        rate(&low, &high, self.rate_reasons(what))
    }

    /// The share of project partnerships created that were funded over all readings of the record.
    fn funded_per_created(&self) -> Option<Interval> {
        use FundingOutcome::{Funded, NotStated};
        let certain = |at| at == Certainty::Certain;
        let free = &self.free;
        let won = free.partnerships(|at, own| certain(at) && own == Funded);
        let may = free.partnerships(|_, own| own == Funded || own == NotStated);
        let mut low =
            Reading { won, lost: Some(free.partnerships(|at, own| certain(at) || own != Funded) - won) };
        let all = free.partnerships(|at, own| certain(at) || own == Funded || own == NotStated);
        let mut high = Reading { won: may, lost: Some((all - may).max(0.0)) };
        for (component, here) in &self.whole {
            let (funded, created) = (&component.funded, &component.created);
            let own =
                (here.sum(|at, own| certain(at) && own == Funded), here.partnerships(|at, _| certain(at)));
            let elsewhere = (f64::from(funded.listed) - own.0, f64::from(created.listed) - own.1);
            let less = |it: u32, elsewhere: f64| (f64::from(it) - elsewhere).max(0.0);
            let won = less(funded.range.lower, elsewhere.0);
            let all = created.range.upper.map(|it| less(it, elsewhere.1));
            low.add(won, all.map(|it| (it - won).max(0.0)));
            let Some(most) = funded.range.upper.map(|it| less(it, elsewhere.0)) else {
                high.won = f64::INFINITY;
                continue;
            };
            high.add(most, Some((less(created.range.lower, elsewhere.1) - most).max(0.0)));
        }
        for component in self.partly {
            let surely = component.funded.range.lower.saturating_sub(component.funded.listed);
            let rest = component.created.rest();
            low.add(0.0, rest.map(|it| f64::from(it.saturating_sub(surely))));
            high.won += component.funded.rest().map_or(f64::INFINITY, f64::from);
        }
        rate(&low, &high, self.rate_reasons("what became of project partnerships is not stated"))
    }

    fn rate_reasons(&self, what: &str) -> Vec<IntervalReason> {
        let mut reasons = Vec::new();
        let possible = self.free.sum(|at, _| at == Certainty::Possible);
        let open = self.free.sum(|_, own| own == FundingOutcome::NotStated);
        add(&mut reasons, IntervalReasonCode::PossiblyInWindow, possible, "may lie in the window or not");
        add(&mut reasons, IntervalReasonCode::OutcomeNotStated, open, "have an outcome that is not stated");
        for (component, _) in &self.whole {
            let code = if component.submitted.declared.is_none() {
                IntervalReasonCode::SubmissionsNotStated
            } else {
                IntervalReasonCode::OutcomeNotStated
            };
            reasons
                .push(IntervalReason { message: what.to_owned(), ..self.about(component, code, None, what) });
        }
        for component in self.partly {
            let told = "are told of several groups together, and may belong here";
            let rest = component.submitted.rest().map(f64::from);
            reasons.push(self.about(component, IntervalReasonCode::ToldTogether, rest, told));
        }
        reasons
    }
}

impl Reading {
    fn add(&mut self, won: f64, lost: Option<f64>) {
        self.won += won;
        self.lost = self.lost.zip(lost).map(|(all, it)| all + it);
    }

    /// The share that won; none when there is none, or too many, to tell.
    fn share(&self) -> Option<f64> {
        let lost = self.lost?;
        let all = self.won + lost;
        (all > 0.0 && all.is_finite()).then(|| (self.won / all).clamp(0.0, 1.0))
    }
}

/// The interval from the lowest to the highest reading; none when no reading has an application. Reasons stay only
/// when the two differ.
fn rate(low: &Reading, high: &Reading, reasons: Vec<IntervalReason>) -> Option<Interval> {
    let is_none = low.won == 0.0 && low.lost == Some(0.0) && high.won == 0.0 && high.lost == Some(0.0);
    if is_none {
        return None;
    }
    // What nothing bounds may be all lost, or all won.
    let lower = low.share().unwrap_or(0.0);
    let upper = if high.won.is_infinite() { 1.0 } else { high.share().unwrap_or(1.0) };
    let upper = upper.max(lower);
    let reasons = if lower < upper { reasons } else { Vec::new() };
    Some(Interval::between(lower, Some(upper), reasons))
}

fn add(reasons: &mut Vec<IntervalReason>, code: IntervalReasonCode, count: f64, message: &str) {
    if count > 0.0 {
        let message = format!("{count} {message}");
        reasons.push(IntervalReason { code, count: Some(count), message, about: None, claims: Vec::new() });
    }
}
