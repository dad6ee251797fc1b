//! Why an analysis gives no result: it is too large, it was interrupted, or its parameters do not define one.

use domain::words;
use measures::{MeasureError, Undefined};

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
        /// No meeting that was held has a date, so that time has no beginning and no end.
        NoDatedMeeting = "NO_DATED_MEETING",
        /// The network has no institutions.
        NoInstitutions = "NO_INSTITUTIONS",
        /// The network has no ties.
        NoTies = "NO_TIES",
        /// The network, or the part asked about, has too few institutions.
        TooFewInstitutions = "TOO_FEW_INSTITUTIONS",
        /// All institutions have the same value, so that nothing varies with it.
        NoVariation = "NO_VARIATION",
        /// The weights were said to be distances, and the measure needs strengths.
        NeedsStrength = "NEEDS_STRENGTH",
        /// A weight that must be positive is not.
        WeightNotPositive = "WEIGHT_NOT_POSITIVE",
        /// There is no path between the two.
        NotConnected = "NOT_CONNECTED",
        /// The value does not settle: the iteration does not converge.
        NoConvergence = "NO_CONVERGENCE",
    }
}

impl From<Undefined> for NotDefinedReason {
    fn from(reason: Undefined) -> Self {
        match reason {
            Undefined::NoNodes => Self::NoInstitutions,
            Undefined::NoTies => Self::NoTies,
            Undefined::NoVariation => Self::NoVariation,
            Undefined::NeedsStrength => Self::NeedsStrength,
            Undefined::WeightNotPositive => Self::WeightNotPositive,
            Undefined::NotConnected => Self::NotConnected,
            Undefined::NoConvergence => Self::NoConvergence,
            // The enumeration may grow; what grows it is told here.
            _ => Self::TooFewInstitutions,
        }
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
            Self::NoDatedMeeting => "no meeting that was held has a date, and the window is open",
            Self::NoInstitutions => Undefined::NoNodes.message(),
            Self::NoTies => Undefined::NoTies.message(),
            Self::TooFewInstitutions => Undefined::TooFewNodes.message(),
            Self::NoVariation => Undefined::NoVariation.message(),
            Self::NeedsStrength => Undefined::NeedsStrength.message(),
            Self::WeightNotPositive => Undefined::WeightNotPositive.message(),
            Self::NotConnected => Undefined::NotConnected.message(),
            Self::NoConvergence => Undefined::NoConvergence.message(),
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
    /// An engine did not take the graph: a defect of ours or of the engine.
    #[error("the engine refused the graph: {message}")]
    Engine {
        /// What the engine said.
        message: String,
    },
    /// The parameters, or the network, define no result.
    #[error("{}", .0.message())]
    NotDefined(NotDefinedReason),
    /// A parameter is out of its range.
    #[error("`{name}` {problem}")]
    Parameter {
        /// The parameter's name.
        name: &'static str,
        /// What is wrong and what is right, as the rest of a sentence.
        problem: &'static str,
    },
    /// It was asked to stop before its end.
    #[error("the computation was interrupted")]
    Interrupted,
}

impl Refusal {
    /// What estimates of cost count.
    pub const OPERATIONS: &str = "elementary operations";

    /// The refusal of an analysis of an estimated number of elementary operations, when there may be `limit`.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`] when the estimate is above the limit.
    pub fn above(estimate: u64, limit: u64) -> Result<(), Self> {
        if estimate <= limit {
            return Ok(());
        }
        Err(Self::TooLarge { what: Self::OPERATIONS, estimate, limit })
    }
}

impl From<MeasureError> for Refusal {
    fn from(error: MeasureError) -> Self {
        match error {
            MeasureError::Interrupted => Self::Interrupted,
            MeasureError::NotDefined(reason) => Self::NotDefined(reason.into()),
            // In the record, an attribute of institutions groups them.
            MeasureError::Parameter { name: "groups", problem } => Self::Parameter { name: "by", problem },
            MeasureError::Parameter { name, problem } => Self::Parameter { name, problem },
            MeasureError::TooLarge { what, estimate, limit } => Self::TooLarge { what, estimate, limit },
            // The enumeration may grow; what grows it is a defect until it is told apart here.
            other => Self::Engine { message: other.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_of_measures_keep_their_words() {
        for reason in [Undefined::NoNodes, Undefined::NoTies, Undefined::TooFewNodes, Undefined::NoVariation]
        {
            assert_eq!(NotDefinedReason::from(reason).message(), reason.message());
        }
        let error = MeasureError::TooLarge { what: "ties", estimate: 7, limit: 5 };
        assert_eq!(Refusal::from(error), Refusal::TooLarge { what: "ties", estimate: 7, limit: 5 });
    }

    #[test]
    fn an_estimate_at_the_limit_passes() {
        assert_eq!(Refusal::above(10, 10), Ok(()));
        assert!(Refusal::above(11, 10).is_err());
    }
}
