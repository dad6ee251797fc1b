//! Norm compliance: whether the rules that partnerships have set themselves were kept.

use std::sync::Arc;

use async_graphql::{Description, Enum, Object, Result};
use service::ViewContext;
use service::graph::Network;
use service::graph::norm_compliance;
use service::graph::receipt::Receipt;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::interval::Interval;
use super::lost;
use crate::schema::count;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::evidence::{self, Evidence};
use crate::schema::meeting::Meeting;
use crate::schema::norm::NormRule;

/// Whether a norm was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::norm_compliance::NormStatus")]
pub enum NormStatus {
    /// It was kept.
    Met,
    /// The record does not say; not that it was broken.
    NotRecorded,
    /// The record itself says that it was not kept.
    Broken,
    /// The record holds no facts by which a norm of this kind is judged.
    NotJudged,
}

impl Value for norm_compliance::NormCompliance {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("findings", self.findings.len());
        for it in &self.findings {
            to.optional("norm", network.record().norms.get(it.norm as usize).map(|it| &it.key));
            to.optional("year", it.year);
            to.field("status", it.status);
            to.optional_interval("count", it.count.as_ref());
            to.field("meetings", it.meetings.len());
            for meeting in &it.meetings {
                to.optional("meeting", network.record().meetings.get(*meeting as usize).map(|it| &it.key));
            }
        }
    }
}

computed_results! {
    /// Whether norms were kept, year by year. No record of a meeting is no record that there was none.
    NormCompliance(norm_compliance::NormCompliance);
}

#[Object(use_type_description)]
impl NormCompliance {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The years judged, in order.
    fn years(&self) -> &[i32] {
        &self.0.value().years
    }

    /// What was found, in order of the norms' keys, then of years.
    fn findings(&self) -> Vec<NormFinding> {
        NormFinding::all(self.0.context(), &self.0.value().findings)
    }
}

/// Whether a norm was kept in a year.
#[derive(Debug, Clone, Description)]
pub struct NormFinding {
    context: Arc<ViewContext>,
    value: norm_compliance::NormFinding,
}

impl NormFinding {
    /// Shows findings, in their order.
    pub(super) fn all(context: &Arc<ViewContext>, findings: &[norm_compliance::NormFinding]) -> Vec<Self> {
        findings.iter().map(|it| Self { context: Arc::clone(context), value: it.clone() }).collect()
    }
}

#[Object(use_type_description)]
impl NormFinding {
    /// The norm.
    fn norm(&self) -> Result<NormRule> {
        Entry::at(&self.context, self.value.norm).map(NormRule::new).ok_or_else(lost)
    }

    /// The calendar year; null for a norm that is not judged by years.
    fn year(&self) -> Option<i32> {
        self.value.year
    }

    /// Whether it was kept.
    fn status(&self) -> NormStatus {
        self.value.status.into()
    }

    /// How many such meetings were held, or, for a rotation of hosts, how many had a host that had hosted just before;
    /// null for a norm that is not judged.
    fn count(&self) -> Option<Interval> {
        self.value.count.as_ref().map(|it| Interval::new(&self.context, it))
    }

    /// The number that the norm asks for; null when it asks for none.
    fn threshold(&self) -> Option<i32> {
        self.value.threshold.map(|it| count(it as usize))
    }

    /// Why, in English words.
    fn reason(&self) -> &str {
        &self.value.reason
    }

    /// The meetings that show it, in order of time; at most 1000.
    fn meetings(&self) -> Vec<Meeting> {
        let positions = self.value.meetings.iter().take(1_000);
        positions.filter_map(|it| Entry::at(&self.context, *it)).map(Meeting::new).collect()
    }

    /// The claims behind what sources declare of such meetings, beside those about the meetings themselves.
    fn evidence(&self) -> Vec<Evidence> {
        evidence::by_ids(&self.context, &self.value.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_analysis() {
        names_agree::<NormStatus, norm_compliance::NormStatus>(norm_compliance::NormStatus::ALL, |it| {
            it.as_str()
        });
    }
}
