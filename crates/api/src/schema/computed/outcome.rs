//! Outcomes: a result, or why there is none, as a value rather than an error.

use async_graphql::{Context, Result, SimpleObject};
use service::graph::refusal::Refusal;

use super::analysis::{Pools, refused, sentence};
use super::words::NotDefinedReason;
use crate::schema::context::RequestContext;

/// What starts a job, with the same document and variables as the request.
const START: &str = "mutation ($query: String!, $variables: JSON) { startAnalysis(input: { query: $query, variables: \
                     $variables }) { job { id status } userErrors { code message } } }";

/// An analysis that would take more memory or time than one request may.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub struct AnalysisTooLarge {
    /// What there is too much of, and what to do, in English words.
    pub message: String,
    /// How many may be analysed at once: a whole number, which may be too large for an `Int`.
    pub limit: f64,
    /// How many there are, or at least are: a whole number, which may be too large for an `Int`.
    pub estimate: f64,
    /// The document that starts the same question as a job: its variables are this request's document and variables.
    /// Null when a job may not have as many either.
    pub start_with: Option<&'static str>,
}

/// Parameters, or a network, that define no result.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct NotDefined {
    /// The reason in English words.
    pub reason: String,
    /// The kind of reason.
    pub code: NotDefinedReason,
}

impl NotDefined {
    /// The value for a reason.
    pub(super) fn of(reason: service::graph::refusal::NotDefinedReason) -> Self {
        Self { reason: sentence(reason.message()), code: reason.into() }
    }
}

/// A refusal as a value of the schema.
pub enum Refused {
    /// It is too large.
    TooLarge(AnalysisTooLarge),
    /// It is not defined.
    NotDefined(NotDefined),
}

impl Refused {
    /// The value for a refusal.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `TIMEOUT` or `INTERNAL` for refusals that are no values.
    pub(super) fn of(ctx: &Context<'_>, refusal: Refusal) -> Result<Self> {
        match refusal {
            Refusal::TooLarge { what, estimate, limit } => {
                let helps = what == Refusal::OPERATIONS
                    && !RequestContext::of(ctx)?.is_job()
                    && estimate <= Pools::of(ctx)?.jobs.limits().cost_max;
                Ok(Self::TooLarge(AnalysisTooLarge {
                    message: sentence(&refusal.to_string()),
                    limit: limit as f64,
                    estimate: estimate as f64,
                    start_with: helps.then_some(START),
                }))
            }
            Refusal::NotDefined(reason) => Ok(Self::NotDefined(NotDefined::of(reason))),
            other => Err(refused(other)),
        }
    }
}

/// Declares outcomes: a union of a result, [`AnalysisTooLarge`] and [`NotDefined`], made of the answer of an analysis.
macro_rules! outcomes {
    ($($(#[doc = $doc:literal])+ $name:ident of $(#[doc = $result_doc:literal])+ $result:ident($value:ty);)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, async_graphql::Union)]
            pub enum $name {
                $(#[doc = $result_doc])+
                Result($result),
                /// It would take more memory or time than one request may.
                TooLarge($crate::schema::computed::outcome::AnalysisTooLarge),
                /// The parameters, or the network, define no result.
                NotDefined($crate::schema::computed::outcome::NotDefined),
            }

            impl $name {
                /// The outcome of an analysis.
                ///
                /// # Errors
                /// Those of refusals that are no values.
                pub(super) fn of(
                    ctx: &async_graphql::Context<'_>,
                    found: std::result::Result<
                        $crate::schema::computed::computation::Answer<$value>,
                        service::graph::refusal::Refusal,
                    >,
                ) -> async_graphql::Result<Self> {
                    use $crate::schema::computed::outcome::Refused;
                    match found {
                        Ok(answer) => Ok(Self::Result($result(answer))),
                        Err(refusal) => Ok(match Refused::of(ctx, refusal)? {
                            Refused::TooLarge(it) => Self::TooLarge(it),
                            Refused::NotDefined(it) => Self::NotDefined(it),
                        }),
                    }
                }
            }
        )+
    };
}
pub(super) use outcomes;
