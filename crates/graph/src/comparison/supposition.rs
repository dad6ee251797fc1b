//! What each change of a scenario accounts for in the figures.
//!
//! # Question
//! A scenario moves figures: which of its changes accounts for what?
//!
//! # Definition
//! Every set of changes is laid over the base ([`domain::scenario::overlay_of_some`]): a change that refers to one that
//! is not in the set, or cannot be made without others, has no effect there. The figures ([`super::figures`]) of these
//! states are the numbers of [`crate::contribution`]; both ends of an interval are taken apart.
//!
//! # Source
//! See [`crate::contribution`].
//!
//! # Limits
//! Those of [`crate::contribution`]: exact shares for at most [`SHARED_MAX`] changes.
//!
//! # Cost
//! [`states`] networks of the base's size, each with the figures of one view. More than [`RECORD_COST`] operations for
//! each record of each of them may be refused.
//!
//! # Determinism
//! Exact; figures in their fixed order, changes in that of the scenario.
//!
//! # Checked against
//! Hand-made networks whose figures are counted by hand; that the shares add up to the change of the whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::scenario::{Scenario, overlay_of_some};
use measures::Interrupt;

use super::figures::{FigureKind, FigureRule, Figures};
use crate::contribution::{Contributions, SHARED_MAX, contributions, states};
use crate::gap::GapKind;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::view::{NetworkView, View};

/// How many elementary operations a record of a state is taken to cost: it is copied and indexed.
pub const RECORD_COST: u64 = 1_000;

/// What the changes account for of one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureContributions {
    /// What the figure is of.
    pub kind: FigureKind,
    /// Gaps of which kind; none for other figures.
    pub gap: Option<GapKind>,
    /// Of the lower end of the number.
    pub lower: Contributions,
    /// Of the upper end; not defined where nothing bounds the number from above.
    pub upper: Contributions,
}

/// What the changes of a scenario account for.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioContributions {
    /// Of each figure asked for.
    pub figures: Vec<FigureContributions>,
    /// How many states of the record were looked at.
    pub states: usize,
    /// Whether there are shares: there are for at most [`SHARED_MAX`] changes.
    pub has_shares: bool,
    /// How it came about.
    pub receipt: Receipt,
}

impl ScenarioContributions {
    /// The contributions of a scenario's changes to figures of a view. `base` is the view of the record without the
    /// scenario, `kinds` the figures asked for; all when empty.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`] when it would cost more than `cost_max`; those of [`Figures::of`];
    /// [`Refusal::Parameter`] when the scenario does not fit the base.
    pub fn new(
        base: &NetworkView,
        scenario: &Scenario,
        rule: &FigureRule,
        kinds: &[FigureKind],
        (interrupt, cost_max): (&Interrupt, u64),
    ) -> Result<Self, Refusal> {
        let (changes, records) = (scenario.changes.len(), base.network().record().len());
        let states = states(changes);
        let estimate = RECORD_COST.saturating_mul(records as u64).saturating_mul(states as u64);
        if estimate > cost_max {
            return Err(Refusal::TooLarge { what: "operations", estimate, limit: cost_max });
        }
        let view = View { scenario: None, ..base.view().clone() };
        let is_asked = |kind: FigureKind| kinds.is_empty() || kinds.contains(&kind);
        let mut named: Vec<(FigureKind, Option<GapKind>)> = Vec::new();
        let worth = |made: &[bool]| {
            interrupt.check()?;
            let chosen: BTreeSet<u32> = (1u32..).zip(made).filter(|it| *it.1).map(|it| it.0).collect();
            let figures = if chosen.is_empty() {
                Figures::of(base, rule, interrupt)?
            } else {
                let unfit = Refusal::Parameter {
                    name: "scenario",
                    problem: "does not fit its base revision; amend it",
                };
                let record = overlay_of_some(base.network().record(), scenario, &chosen)
                    .map_err(|_conflicts| unfit.clone())?;
                let network = base.network().supposing(record).map_err(|_too_large| unfit)?;
                Figures::of(&NetworkView::new(Arc::new(network), view.clone()), rule, interrupt)?
            };
            let asked = figures.all.iter().filter(|it| is_asked(it.kind));
            if named.is_empty() {
                named = asked.clone().map(|it| (it.kind, it.gap)).collect();
            }
            let ends = |it: &super::figures::Figure| {
                let value = it.value.as_ref();
                [value.map(|it| it.lower), value.and_then(|it| it.upper)]
            };
            Ok(asked.flat_map(ends).collect())
        };
        let found = contributions(changes, worth)?;
        let mut receipt = Receipt::new("scenario-contributions", "1", base);
        rule.tell(&mut receipt);
        receipt.count("changes", changes);
        receipt.count("states", states);
        let mut ends = found.into_iter();
        let mut figures = Vec::with_capacity(named.len());
        for (kind, gap) in named {
            let (Some(lower), Some(upper)) = (ends.next(), ends.next()) else { break };
            figures.push(FigureContributions { kind, gap, lower, upper });
        }
        Ok(Self { figures, states, has_shares: changes <= SHARED_MAX, receipt })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "these are tests")]

    use domain::scenario::{Change, ScenarioState};
    use testkit::sketch::{id, label, sketch};

    use super::*;
    use crate::contribution::Contribution;
    use crate::network::Network;

    const TEXT: &str = "office is JST, gmina-x\n a is OPS, gmina-x\n b is PUP, gmina-y\n\
        secretariat office, signatory a, signatory b\n 3 signatories\n 2015-03-02 working: office, b\n";

    fn visit(host: &str, day: &str) -> Change {
        Change::HoldMeeting {
            name: label("wizyta"),
            meeting_kind: id("visit"),
            date: day.parse().unwrap(),
            place: None,
            host: Some(format!("institution:{host}").parse().unwrap()),
            organiser: Some("institution:office".parse().unwrap()),
            invitees: Vec::new(),
            partnership: None,
            body: None,
        }
    }

    fn found(changes: Vec<Change>, cost_max: u64) -> Result<ScenarioContributions, Refusal> {
        let network = Arc::new(Network::build(sketch(TEXT)).unwrap());
        let view = NetworkView::new(network, View::default());
        let scenario = Scenario {
            key: id("s-1"),
            name: label("s"),
            note: None,
            base: 1,
            changes,
            state: ScenarioState::Draft,
        };
        let rule = FigureRule { partnership: Some(id("partnership")), ..FigureRule::default() };
        let kinds = [FigureKind::Meetings, FigureKind::UncontactedSignatories];
        ScenarioContributions::new(&view, &scenario, &rule, &kinds, (&Interrupt::new(), cost_max))
    }

    #[test]
    fn two_visits_to_one_host_share_what_one_of_them_does() {
        let found = found(vec![visit("a", "2015-05-01"), visit("a", "2015-06-01")], u64::MAX).unwrap();
        assert_eq!((found.states, found.has_shares), (4, true));
        let meetings = &found.figures[0].lower;
        assert_eq!(
            (meetings.before, meetings.after, meetings.interaction),
            (Some(1.0), Some(3.0), Some(0.0))
        );
        // Of three signatories b is in contact; the first visit to a takes it from the list, the second nobody.
        let uncontacted = &found.figures[1].upper;
        assert_eq!((uncontacted.before, uncontacted.after), (Some(2.0), Some(1.0)));
        assert_eq!(uncontacted.interaction, Some(1.0));
        let each = Contribution { alone: Some(-1.0), last: Some(0.0), share: Some(-0.5) };
        assert_eq!(uncontacted.changes, [each, each]);
    }

    #[test]
    fn a_change_without_what_it_needs_does_nothing_alone() {
        let newcomer = Change::AddInstitution {
            name: label("Nowa"),
            r#type: None,
            sector: None,
            seat: None,
            functions: Vec::new(),
        };
        let mut come = visit("a", "2015-05-01");
        if let Change::HoldMeeting { host, .. } = &mut come {
            *host = Some("change:1".parse().unwrap());
        }
        let found = found(vec![newcomer, come], u64::MAX).unwrap();
        let meetings = &found.figures[0].lower;
        let alone: Vec<_> = meetings.changes.iter().map(|it| it.alone).collect();
        assert_eq!(alone, [Some(0.0), Some(0.0)]);
        let shares: Vec<_> = meetings.changes.iter().map(|it| it.share).collect();
        assert_eq!((shares, meetings.interaction), (vec![Some(0.5), Some(0.5)], Some(1.0)));
    }

    #[test]
    fn what_costs_too_much_is_refused_before_it_is_begun() {
        let refused = found(vec![visit("a", "2015-05-01")], 1).unwrap_err();
        assert!(matches!(refused, Refusal::TooLarge { limit: 1, .. }), "{refused}");
    }
}
