//! Project partnerships: who takes part, who never does, who does so together again, who leads.

use std::sync::Arc;

use async_graphql::{Description, Enum, Object, Result};
use service::ViewContext;
use service::graph::Network;
use service::graph::network::Position;
use service::graph::project_partnership as analysis;
use service::graph::receipt::Receipt;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::interval::Interval;
use super::{institution_at, lost};
use crate::schema::call::Application;
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::institution::Institution;
use crate::schema::partnership::Partnership;
use crate::schema::recorded::{NotRecorded, missing};
use crate::schema::words::Certainty;

/// The most items of a list that is not paged.
pub(super) const LISTED_MAX: usize = 1_000;

/// How far a project partnership came, as the record tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::project_partnership::ProjectStage")]
pub enum ProjectStage {
    /// It was formed; that it applied nobody says.
    Created,
    /// It applied: its members cooperate (L2).
    Submitted,
    /// It was funded: its members cooperate with funding (L3).
    Funded,
}

impl Value for analysis::ProjectPartnerships {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        let key = |at: u32| network.record().partnerships.get(at as usize).map(|it| &it.key);
        to.interval("count", &self.count);
        to.field("formed", self.formed.len());
        for it in &self.formed {
            to.optional("partnership", key(it.partnership));
            to.field("certainty", it.certainty);
            to.field("stage", it.stage);
            to.institutions("members", network, &it.members);
            to.optional("unnamed", it.unnamed);
        }
        to.field("never", self.never.is_some());
        if let Some(it) = &self.never {
            to.interval("neverCount", &it.count);
            to.institutions("institutions", network, &it.institutions);
            to.institutions("possible", network, &it.possible);
        }
        to.field("repeatPartners", self.repeat_partners.len());
        for it in &self.repeat_partners {
            to.institutions("pair", network, &[it.a, it.b]);
            to.field("shared", it.partnerships.len());
            it.partnerships.iter().for_each(|it| to.optional("partnership", key(*it)));
        }
        to.field("leads", self.leads.leads.len());
        for it in &self.leads.leads {
            to.institution("lead", network, it.institution);
            to.interval("share", &it.share);
        }
        to.optional_interval("herfindahl", self.leads.herfindahl.as_ref());
    }
}

computed_results! {
    /// Project partnerships in the window, and what they tell of institutions.
    ProjectPartnerships(analysis::ProjectPartnerships);
}

#[Object(use_type_description)]
impl ProjectPartnerships {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The project partnerships of which the record names at least the name, in order of their keys; at most 1000.
    fn formed(&self) -> Vec<FormedPartnership> {
        let all = self.0.value().formed.iter().take(LISTED_MAX);
        all.map(|it| FormedPartnership { context: Arc::clone(self.0.context()), value: it.clone() }).collect()
    }

    /// How many there are: the lower end those that lie in the window for certain, with those that sources tell of as
    /// a number.
    fn count(&self) -> Interval {
        Interval::new(self.0.context(), &self.0.value().count)
    }

    /// How many signatories of the partnership asked about were never in a project partnership; null when no
    /// partnership was given. The upper end takes all signatories declared but those recorded in one.
    fn never_count(&self) -> Option<Interval> {
        self.0.value().never.as_ref().map(|it| Interval::new(self.0.context(), &it.count))
    }

    /// Institutions that share two project partnerships or more, those that share most first; at most 1000,
    /// `repeatPartnerCount` counts all.
    fn repeat_partners(&self) -> Vec<RepeatPartners> {
        let all = self.0.value().repeat_partners.iter().take(LISTED_MAX);
        all.map(|it| RepeatPartners { context: Arc::clone(self.0.context()), value: it.clone() }).collect()
    }

    /// How many pairs of institutions share two project partnerships or more.
    fn repeat_partner_count(&self) -> i32 {
        count(self.0.value().repeat_partners.len())
    }

    /// The institutions that lead, those that lead most first; at most 1000.
    fn leads(&self) -> Vec<ProjectLead> {
        let all = self.0.value().leads.leads.iter().take(LISTED_MAX);
        all.map(|it| ProjectLead { context: Arc::clone(self.0.context()), value: it.clone() }).collect()
    }

    /// The share of project partnerships that the most frequent lead has, from 0 to 1; null when no lead is recorded.
    fn top_lead_share(&self) -> Option<Interval> {
        self.0.value().leads.top_share.as_ref().map(|it| Interval::new(self.0.context(), it))
    }

    /// The Herfindahl–Hirschman index over leads: the sum of the squares of their shares, above 0; 1 when one leads
    /// all. Null when no lead is recorded.
    fn lead_concentration(&self) -> Option<Interval> {
        self.0.value().leads.herfindahl.as_ref().map(|it| Interval::new(self.0.context(), it))
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.0.value();
        let reason = it.leads.reason.as_deref().unwrap_or_default();
        missing(&[
            ("formed", it.formed.is_empty(), "the record names no project partnership in the window"),
            ("topLeadShare", it.leads.top_share.is_none(), reason),
            ("leadConcentration", it.leads.herfindahl.is_none(), reason),
        ])
    }

    #[graphql(flatten)]
    fn lists(&self) -> ProjectPartnershipsLists {
        ProjectPartnershipsLists(self.clone())
    }
}

paged_fields! {
    /// The lists of project partnerships.
    ProjectPartnershipsLists of ProjectPartnerships;

    /// The named signatories of the partnership asked about that were never in a project partnership, in order of
    /// their keys; empty when no partnership was given. `neverCount` counts those that nobody names, too.
    fn never_in_project_partnership(node, ctx, page) -> Institution {
        let found = node.0.value().never.as_ref().map_or(&[][..], |it| &it.institutions);
        connection::records(ctx, node.0.context(), &node.0.owner("never"), page, found, Vec::new())
    }

    /// The named signatories that are only in project partnerships that may lie in the window, in order of their keys.
    fn possibly_in_project_partnership(node, ctx, page) -> Institution {
        let found = node.0.value().never.as_ref().map_or(&[][..], |it| &it.possible);
        connection::records(ctx, node.0.context(), &node.0.owner("possible"), page, found, Vec::new())
    }
}

fn partnerships(context: &Arc<ViewContext>, positions: &[u32]) -> Vec<Partnership> {
    positions.iter().filter_map(|it| Entry::at(context, *it)).map(Partnership::new).collect()
}

fn institutions(context: &Arc<ViewContext>, positions: &[Position]) -> Result<Vec<Institution>> {
    positions.iter().map(|it| institution_at(context, *it)).collect()
}

/// A project partnership that came about.
#[derive(Debug, Clone, Description)]
pub struct FormedPartnership {
    context: Arc<ViewContext>,
    value: analysis::FormedPartnership,
}

#[Object(use_type_description)]
impl FormedPartnership {
    /// The partnership.
    fn partnership(&self) -> Result<Partnership> {
        Entry::at(&self.context, self.value.partnership).map(Partnership::new).ok_or_else(lost)
    }

    /// Whether it lies in the window for certain.
    fn certainty(&self) -> Certainty {
        self.value.certainty.into()
    }

    /// How far it came.
    fn stage(&self) -> ProjectStage {
        self.value.stage.into()
    }

    /// Its members that are named, units counted for their institution, in order of their keys.
    fn members(&self) -> Result<Vec<Institution>> {
        institutions(&self.context, &self.value.members)
    }

    /// How many more members it has that no source names; null when nobody says.
    fn unnamed_members(&self) -> Option<i32> {
        self.value.unnamed.map(|it| count(it as usize))
    }

    /// Its lead; null when not recorded.
    fn lead(&self) -> Result<Option<Institution>> {
        self.value.lead.map(|it| institution_at(&self.context, it)).transpose()
    }

    /// Its applications, in order of their keys.
    fn applications(&self) -> Vec<Application> {
        let positions = self.value.applications.iter();
        positions.filter_map(|it| Entry::at(&self.context, *it)).map(Application::new).collect()
    }
}

/// Two institutions that share project partnerships.
#[derive(Debug, Clone, Description)]
pub struct RepeatPartners {
    context: Arc<ViewContext>,
    value: analysis::RepeatPartners,
}

#[Object(use_type_description)]
impl RepeatPartners {
    /// The two institutions, in order of their keys.
    fn institutions(&self) -> Result<Vec<Institution>> {
        institutions(&self.context, &[self.value.a, self.value.b])
    }

    /// How many project partnerships they share, 2 or more.
    fn shared(&self) -> i32 {
        count(self.value.partnerships.len())
    }

    /// The project partnerships that they share, in order of their keys.
    fn partnerships(&self) -> Vec<Partnership> {
        partnerships(&self.context, &self.value.partnerships)
    }
}

/// An institution that leads project partnerships.
#[derive(Debug, Clone, Description)]
pub struct ProjectLead {
    context: Arc<ViewContext>,
    value: analysis::Lead,
}

#[Object(use_type_description)]
impl ProjectLead {
    /// The institution.
    fn institution(&self) -> Result<Institution> {
        institution_at(&self.context, self.value.institution)
    }

    /// How many project partnerships it is recorded to lead.
    fn led(&self) -> i32 {
        count(self.value.partnerships.len())
    }

    /// The project partnerships that it leads, in order of their keys.
    fn partnerships(&self) -> Vec<Partnership> {
        partnerships(&self.context, &self.value.partnerships)
    }

    /// Its share of all project partnerships, from 0 to 1.
    fn share(&self) -> Interval {
        Interval::new(&self.context, &self.value.share)
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_analysis() {
        names_agree::<ProjectStage, analysis::ProjectStage>(analysis::ProjectStage::ALL, |it| it.as_str());
    }
}
