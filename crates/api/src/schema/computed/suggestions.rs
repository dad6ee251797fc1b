//! Suggested ties, with how often such suggestions came true.

use std::borrow::Cow;

use async_graphql::{Description, InputObject, Object, Result};
use chrono::NaiveDate;
use service::graph::Network;
use service::graph::receipt::Receipt;
use service::graph::suggestion::{self, Suggestions};

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::institution_at;
use super::outcome::outcomes;
use super::words::LinkMethod;
use crate::error::ErrorCode;
use crate::schema::connection::paged_fields;
use crate::schema::count;
use crate::schema::institution::Institution;
use crate::schema::scalars::Date;

impl BackTestInput {
    /// The day and the number, as plain parameters.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a number out of range.
    pub fn read(self) -> Result<(NaiveDate, usize)> {
        let count = usize::try_from(self.count).ok().filter(|it| (1..=10_000).contains(it));
        let count = count.ok_or_else(|| {
            let message = format!("`backTest.count` is {}; expected 1 to 10000.", self.count);
            ErrorCode::InvalidArgument.error(message)
        })?;
        Ok((self.split_at.0, count))
    }
}

impl Value for Suggestions {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("suggestions", self.suggestions.len());
        for it in &self.suggestions {
            to.institution("a", network, it.a);
            to.institution("b", network, it.b);
            to.number("score", it.score);
            to.institutions("common", network, &it.common);
        }
        to.field("backTest", self.back_test.is_some());
        if let Some(it) = &self.back_test {
            to.field("splitAt", it.split);
            to.optional_number("auc", it.result.auc);
            to.optional_number("precision", it.result.precision_at_k);
            to.field("cameTrue", it.result.positives);
            to.field("others", it.result.negatives);
        }
    }
}

/// How a back-test is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, InputObject)]
pub struct BackTestInput {
    /// The first day of the later part: suggestions come from what was before, and came true when tied on or after it.
    pub split_at: Date,
    /// How many of the best suggestions the precision is of, 1 to 10000.
    #[graphql(default = 10)]
    pub count: i32,
}

outcomes! {
    /// What suggesting ties gives.
    SuggestedTieOutcome of
    /// The suggestions, of which there may be none.
    SuggestedTieResult(Suggestions);
}

computed_results! {
    /// Pairs of institutions that are not tied and have much in common. A suggestion says that two move in the same
    /// circles, not that they should cooperate.
    SuggestedTieResult(Suggestions);
}

#[Object(use_type_description)]
impl SuggestedTieResult {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// How pairs are scored.
    fn method(&self) -> LinkMethod {
        self.0.value().method.into()
    }

    /// How often the method's suggestions came true on this record; null when no back-test was asked for.
    fn back_test(&self) -> Option<BackTest> {
        self.0.value().back_test.clone().map(BackTest)
    }

    #[graphql(flatten)]
    fn lists(&self) -> SuggestedTieLists {
        SuggestedTieLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a result.
    SuggestedTieLists of SuggestedTieResult;

    /// The pairs with a score above 0, best first, then by their keys; at most 1000 are worked out.
    fn suggestions(node, ctx, page) -> SuggestedTie {
        let owner = node.0.owner("suggestions");
        let items: Vec<usize> = (0..node.0.value().suggestions.len()).collect();
        node.0.listing(&owner, &items).page(
            ctx,
            page,
            |it| Cow::Owned(it.to_string()),
            |it| Some(SuggestedTie { of: node.clone(), index: *it }),
        )
    }
}

/// Two institutions that are not tied.
#[derive(Debug, Clone, Description)]
pub struct SuggestedTie {
    of: SuggestedTieResult,
    index: usize,
}

impl SuggestedTie {
    fn value(&self) -> &suggestion::Suggestion {
        // The index is one of the list: a suggestion is made only by counting it.
        &self.of.0.value().suggestions[self.index]
    }
}

#[Object(use_type_description)]
impl SuggestedTie {
    /// The two institutions, in order of their keys.
    fn institutions(&self) -> Result<Vec<Institution>> {
        let it = self.value();
        [it.a, it.b].into_iter().map(|it| institution_at(self.of.0.context(), it)).collect()
    }

    /// The score; its range depends on the method.
    fn score(&self) -> f64 {
        self.value().score
    }

    /// The number of institutions that both are tied to.
    fn common_count(&self) -> i32 {
        count(self.value().common.len())
    }

    /// The institutions that both are tied to, in order of their keys; at most 100.
    fn common(&self) -> Result<Vec<Institution>> {
        let common = self.value().common.iter().take(100);
        common.map(|it| institution_at(self.of.0.context(), *it)).collect()
    }
}

/// How often suggestions came true: scores from the ties before a day, against the ties on or after it.
#[derive(Debug, Clone, Description)]
pub struct BackTest(suggestion::BackTest);

#[Object(use_type_description)]
impl BackTest {
    /// The first day of the later part.
    fn split_at(&self) -> Date {
        Date(self.0.split)
    }

    /// The number of ties before the day.
    fn ties_before(&self) -> i32 {
        count(self.0.ties_before)
    }

    /// The number of ties on or after it among the institutions of the earlier part.
    fn ties_after(&self) -> i32 {
        count(self.0.ties_after)
    }

    /// How many pairs that were not tied before came to be tied.
    fn came_true(&self) -> f64 {
        self.0.result.positives as f64
    }

    /// How many did not.
    fn did_not(&self) -> f64 {
        self.0.result.negatives as f64
    }

    /// The probability that a pair that came true scores higher than one that did not, equal scores counting half: 1 is
    /// perfect, 0.5 is no better than chance. Null when no pair came true, or all did.
    fn auc(&self) -> Option<f64> {
        self.0.result.auc
    }

    /// The share of the best `count` suggestions that came true, from 0 to 1; pairs of equal score at the end count by
    /// their share. Null when there is nothing to suggest or nothing came true.
    fn precision(&self) -> Option<f64> {
        self.0.result.precision_at_k
    }

    /// The share of pairs that came true among all, which is the precision of guessing; null without pairs.
    fn base_rate(&self) -> Option<f64> {
        self.0.result.base_rate
    }

    /// How many of the best suggestions the precision is of.
    fn count(&self) -> f64 {
        self.0.result.k as f64
    }
}
