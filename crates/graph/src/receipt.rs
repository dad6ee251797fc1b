//! Receipts: what a result was computed from and how, so that it can be told and repeated.

use domain::claim::EvidenceBasis;

use crate::computed::Exclusion;
use crate::view::{NetworkView, Scope, UndatedPolicy, View};

/// How a result came about. The service adds the revision and a hash of the result.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// The name of the analysis, such as `ties`.
    pub algorithm: &'static str,
    /// The version of its definition; it changes when equal input may give another answer.
    pub version: &'static str,
    /// Every parameter with its value, defaults included, the view's first, in a fixed order.
    pub parameters: Vec<(String, String)>,
    /// The seed; none for methods that draw nothing at random.
    pub seed: Option<u64>,
    /// Sizes that help to judge the result, in a fixed order.
    pub counts: Vec<(String, u64)>,
    /// What was left out, and why.
    pub excluded: Vec<Exclusion>,
    /// What a reader must know, in English words.
    pub warnings: Vec<String>,
}

impl Receipt {
    /// The receipt of an analysis of a view: it begins with the view's parameters and exclusions.
    #[must_use]
    pub fn new(algorithm: &'static str, version: &'static str, view: &NetworkView) -> Self {
        Self {
            algorithm,
            version,
            parameters: view_parameters(view.view()),
            seed: None,
            counts: Vec::new(),
            excluded: view.excluded().to_vec(),
            warnings: Vec::new(),
        }
    }

    /// Adds a parameter.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "callers give numbers and texts that they have no other use for"
    )]
    pub fn parameter(&mut self, name: &str, value: impl ToString) {
        self.parameters.push((name.to_owned(), value.to_string()));
    }

    /// Adds a count.
    pub fn count(&mut self, name: &str, value: usize) {
        self.counts.push((name.to_owned(), value as u64));
    }

    /// Adds an exclusion, when there is one.
    pub fn exclude(&mut self, exclusion: Option<Exclusion>) {
        self.excluded.extend(exclusion);
    }

    /// The receipt of a further analysis of the same view, which rests on this one.
    #[must_use]
    pub fn followed_by(&self, algorithm: &'static str, version: &'static str) -> Self {
        Self { algorithm, version, ..self.clone() }
    }
}

/// The parameters of a view in canonical form; those of the scenario and of the evidence filter only when there is one.
#[must_use]
pub fn view_parameters(view: &View) -> Vec<(String, String)> {
    let View { period, undated, basis, scope, scenario, evidence } = view;
    let undated: UndatedPolicy = *undated;
    let basis: EvidenceBasis = *basis;
    let Scope { territories, types, sectors, institutions } = scope;
    let mut parameters = vec![
        ("during", period.to_string()),
        ("undated", undated.to_string()),
        ("basis", basis.to_string()),
        ("scope.territories", keys(territories)),
        ("scope.types", keys(types)),
        ("scope.sectors", keys(sectors)),
        ("scope.institutions", keys(institutions)),
    ];
    if let Some(scenario) = scenario {
        parameters.push(("scenario", scenario.to_string()));
    }
    if let Some(evidence) = evidence {
        parameters.push(("evidence", evidence.to_string()));
    }
    parameters.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A list of keys in canonical form: sorted, without doubles, joined with `|`.
#[must_use]
pub fn keys<T: ToString>(list: &[T]) -> String {
    let mut texts: Vec<_> = list.iter().map(ToString::to_string).collect();
    texts.sort();
    texts.dedup();
    texts.join("|")
}
