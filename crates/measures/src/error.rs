//! Why a measure gives no result.

/// Why a measure is not defined for a graph or its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Undefined {
    /// The graph has no nodes.
    NoNodes,
    /// The graph has no ties.
    NoTies,
    /// The graph has too few nodes, or the part asked about has.
    TooFewNodes,
    /// All nodes have the same value, so that nothing varies with it.
    NoVariation,
    /// The weights mean distances, and the measure needs strengths.
    NeedsStrength,
    /// A weight that must be positive and finite is not.
    WeightNotPositive,
    /// The two nodes are not connected.
    NotConnected,
    /// The value does not settle: the iteration does not converge.
    NoConvergence,
}

impl Undefined {
    /// The reason in English words.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::NoNodes => "the network has no institutions",
            Self::NoTies => "the network has no ties",
            Self::TooFewNodes => "the network has too few institutions",
            Self::NoVariation => "all institutions have the same value",
            Self::NeedsStrength => "the weights were said to be distances, and the measure needs strengths",
            Self::WeightNotPositive => "a weight is not a positive number",
            Self::NotConnected => "there is no path between the two",
            Self::NoConvergence => "the iteration does not converge",
        }
    }
}

/// Why a measure gives no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MeasureError {
    /// It was asked to stop.
    #[error("the computation was interrupted")]
    Interrupted,
    /// It is not defined for the graph or its parameters.
    #[error("{}", .0.message())]
    NotDefined(Undefined),
    /// A parameter is out of its range.
    #[error("{name} {problem}")]
    Parameter {
        /// The parameter's name.
        name: &'static str,
        /// What is wrong and what is right, as the rest of a sentence.
        problem: &'static str,
    },
    /// It would take more memory or time than it may.
    #[error("too large: {estimate} {what}, at most {limit}")]
    TooLarge {
        /// What there is too much of, as a plural.
        what: &'static str,
        /// How many there are, or at least are.
        estimate: u64,
        /// How many may be.
        limit: u64,
    },
}
