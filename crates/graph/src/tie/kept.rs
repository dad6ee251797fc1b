//! The ties of a view, kept by rule: many questions ask for the same ones.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{TieRule, Ties};
use crate::refusal::Refusal;
use crate::view::NetworkView;

/// The most pairs of shared occasions and undertakings that the kept ties of one view may have together, beyond the
/// ties asked for last.
const KEPT_MAX: usize = 6_000_000;

/// The most rules whose ties are kept.
const RULES_MAX: usize = 8;

/// Ties that are made once, whoever asks.
type Made = Arc<OnceLock<Result<Arc<Ties>, Refusal>>>;

/// The ties asked for last, the latest at the end.
#[derive(Debug, Default)]
pub(crate) struct KeptTies(Mutex<Vec<(TieRule, Made)>>);

impl KeptTies {
    /// The ties of a view by a rule: kept, or made now. Equal rules asked for at once are worked out once.
    pub(crate) fn get(&self, view: &NetworkView, rule: &TieRule) -> Result<Arc<Ties>, Refusal> {
        let made = self.entry(rule);
        let ties = made.get_or_init(|| Ties::new(view, rule).map(Arc::new)).clone();
        self.trim();
        ties
    }

    /// The entry of a rule, which becomes the latest.
    fn entry(&self, rule: &TieRule) -> Made {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = list.iter().position(|(it, _)| it == rule);
        let entry = place.map_or_else(|| (rule.clone(), Made::default()), |it| list.remove(it));
        let made = Arc::clone(&entry.1);
        list.push(entry);
        made
    }

    /// Lets go of the oldest until what is kept is small enough.
    fn trim(&self) {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = |(_, made): &(TieRule, Made)| match made.get() {
            Some(Ok(ties)) => ties.contributions.len(),
            _ => 0,
        };
        let mut all: usize = list.iter().map(size).sum();
        while list.len() > 1 && (all > KEPT_MAX || list.len() > RULES_MAX) {
            all -= size(&list.remove(0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Network, View};

    #[test]
    fn the_same_rule_is_worked_out_once_and_the_oldest_goes() {
        let network = Network::build(domain::record::Record::default()).unwrap();
        let view = NetworkView::new(Arc::new(network), View::default());
        let rule = |weight: u32| TieRule { min_weight: f64::from(weight), ..TieRule::default() };
        let first = view.ties(&rule(0)).unwrap();
        assert!(Arc::ptr_eq(&first, &view.ties(&rule(0)).unwrap()));
        for weight in 1..=RULES_MAX as u32 {
            assert_eq!(view.ties(&rule(weight)).unwrap().rule(), &rule(weight));
        }
        assert!(!Arc::ptr_eq(&first, &view.ties(&rule(0)).unwrap()));
    }

    #[test]
    fn a_refusal_is_told_again() {
        let network = Network::build(domain::record::Record::default()).unwrap();
        let view = NetworkView::new(Arc::new(network), View::default());
        let rule = TieRule { min_weight: -1.0, ..TieRule::default() };
        assert_eq!(view.ties(&rule), Ties::new(&view, &rule).map(Arc::new));
    }
}
