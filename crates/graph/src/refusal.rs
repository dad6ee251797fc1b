//! Why an analysis gives no result: it is too large, or its parameters do not define one.

use domain::words;

words! {
    /// Why the parameters define no result.
    NotDefinedReason {
        /// A half-life must be a positive finite number of months.
        HalfLifeNotPositive = "HALF_LIFE_NOT_POSITIVE",
        /// A minimum weight must be a finite number that is not negative.
        MinimumWeightNotValid = "MINIMUM_WEIGHT_NOT_VALID",
        /// A resolution must be a positive finite number.
        ResolutionNotPositive = "RESOLUTION_NOT_POSITIVE",
        /// A cluster must have two members or more.
        MinimumSizeTooSmall = "MINIMUM_SIZE_TOO_SMALL",
        /// The institution is not in the network.
        InstitutionNotRecorded = "INSTITUTION_NOT_RECORDED",
    }
}

impl NotDefinedReason {
    /// The reason in English words.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::HalfLifeNotPositive => "the half-life must be a positive number of months",
            Self::MinimumWeightNotValid => "the minimum weight must be a number of 0 or more",
            Self::ResolutionNotPositive => "the resolution must be a positive number",
            Self::MinimumSizeTooSmall => "a cluster must have two members or more",
            Self::InstitutionNotRecorded => "the institution is not in the network",
        }
    }
}

/// Why an analysis was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It would take more memory or time than one request may.
    #[error(
        "too large: {estimate} {what}, at most {limit} are analysed at once; narrow the window or the scope"
    )]
    TooLarge {
        /// What there is too much of, as a plural.
        what: &'static str,
        /// How many there are, or at least are.
        estimate: u64,
        /// How many may be.
        limit: u64,
    },
    /// The community engine did not take the graph: a defect of ours or of the engine.
    #[error("the community engine refused the graph: {message}")]
    Engine {
        /// What the engine said.
        message: String,
    },
    /// The parameters define no result.
    #[error("{}", .0.message())]
    NotDefined(NotDefinedReason),
}
