//! What analyses are asked with: rules and filters, read into plain parameters.

use std::sync::Arc;

use async_graphql::{Error, InputObject, Result};
use domain::id::Id;
use domain::institution::Institution;
use domain::partnership::Partnership as PartnershipNoun;
use service::ViewContext;
use service::graph::{self, selection, statistics, tie};

use super::analysis::refused;
use super::words::{
    BackboneCorrection, BackboneMethod, ContactSide, HubPolicy, TieLevel, TieOrderField, Weighting,
};
use crate::error::ErrorCode;
use crate::schema::input::{InstitutionFilter, InstitutionLookup, PartnershipLookup, codes, words};
use crate::schema::words::{Certainty, Directness, OrderDirection, PartnershipRole};

/// Which ties to look at. Fields that are left out do not narrow.
#[derive(Debug, Clone, InputObject)]
pub struct TieRule {
    /// The lowest level.
    #[graphql(default_with = "TieLevel::L1")]
    pub min_level: TieLevel,
    /// The lowest weight, 0 or more.
    #[graphql(default)]
    pub min_weight: f64,
    /// Only occasions of these kinds of meeting, by code; undertakings then do not count.
    pub kinds: Option<Vec<String>>,
    /// The half-life of the recency factor in months, above 0 and at most 12000; none for no factor. Age is counted
    /// from the latest possible date to the end of the window.
    pub half_life_months: Option<f64>,
    /// Whether those who coordinate the partnership are taken out. For clusters either this or `hubs` takes them out.
    #[graphql(default_with = "HubPolicy::Keep")]
    pub remove_hubs: HubPolicy,
    /// Whose coordinators are taken out; those of all partnerships when none.
    pub partnership: Option<PartnershipLookup>,
    /// Only occasions of at most this size, 2 or more; none for any.
    pub max_occasion_size: Option<i32>,
    /// How weights add up.
    #[graphql(default_with = "Weighting::Base")]
    pub weighting: Weighting,
    /// Institutions that are taken out with their ties, at most 100; a unit stands for the one that it counts for.
    pub without: Option<Vec<InstitutionLookup>>,
    /// The least number of different kinds of what the two share (see `Tie.kinds`), 1 or more.
    #[graphql(default = 1)]
    pub min_multiplexity: i32,
    /// Only ties that chance does not explain; none for all.
    pub backbone: Option<TieBackbone>,
}

/// Which ties stay because chance does not explain them.
#[derive(Debug, Clone, Copy, PartialEq, InputObject)]
pub struct TieBackbone {
    /// By what model of chance.
    #[graphql(default_with = "BackboneMethod::Sdsm")]
    pub method: BackboneMethod,
    /// The level of significance, above 0 and below 1.
    #[graphql(default = 0.05)]
    pub alpha: f64,
    /// What is done about several tests.
    #[graphql(default_with = "BackboneCorrection::None")]
    pub correction: BackboneCorrection,
}

/// The most institutions that a rule takes out by name.
const WITHOUT_MAX: usize = 100;

impl TieRule {
    /// The rule as a plain parameter.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a number that makes no sense or an unknown code, `NOT_FOUND`, `INVALID_ID`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<tie::TieRule> {
        if !self.min_weight.is_finite() || self.min_weight < 0.0 {
            return Err(wrong(format!(
                "`minWeight` is {}; expected a number of 0 or more.",
                self.min_weight
            )));
        }
        if let Some(months) =
            self.half_life_months.filter(|it| !it.is_finite() || *it <= 0.0 || *it > 12_000.0)
        {
            return Err(wrong(format!(
                "`halfLifeMonths` is {months}; expected a number above 0 and at most 12000."
            )));
        }
        let size = self.max_occasion_size.map(|it| {
            let size = u32::try_from(it).ok().filter(|it| *it >= 2);
            size.ok_or_else(|| wrong(format!("`maxOccasionSize` is {it}; expected 2 or more.")))
        });
        Ok(tie::TieRule {
            min_level: self.min_level.into(),
            min_weight: self.min_weight,
            kinds: codes(context, &self.kinds)?,
            half_life_months: self.half_life_months,
            hubs: self.remove_hubs.into(),
            partnership: partnership(context, self.partnership.as_ref())?,
            max_occasion_size: size.transpose()?,
            weighting: self.weighting.into(),
            without: self.without(context)?,
            min_kinds: usize::try_from(self.min_multiplexity).ok().filter(|it| *it >= 1).ok_or_else(
                || wrong(format!("`minMultiplexity` is {}; expected 1 or more.", self.min_multiplexity)),
            )?,
            backbone: self.backbone.map(|it| it.read()).transpose()?,
        })
    }

    fn without(&self, context: &Arc<ViewContext>) -> Result<Vec<Id<Institution>>> {
        let named = self.without.as_deref().unwrap_or_default();
        if named.len() > WITHOUT_MAX {
            return Err(wrong(format!(
                "`without` names {}; at most {WITHOUT_MAX} are taken out.",
                named.len()
            )));
        }
        let mut keys = Vec::with_capacity(named.len());
        for it in named {
            keys.push(it.require(context)?.record().key.clone());
        }
        keys.sort();
        keys.dedup();
        Ok(keys)
    }

    /// The rule as a plain parameter; the default one when none is given.
    ///
    /// # Errors
    /// Those of [`TieRule::read`].
    pub fn read_some(rule: Option<&Self>, context: &Arc<ViewContext>) -> Result<tie::TieRule> {
        rule.map_or_else(|| Ok(tie::TieRule::default()), |it| it.read(context))
    }
}

impl TieBackbone {
    fn read(self) -> Result<tie::BackboneRule> {
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            return Err(wrong(format!("`alpha` is {}; expected a number above 0 and below 1.", self.alpha)));
        }
        Ok(tie::BackboneRule {
            method: self.method.into(),
            alpha: self.alpha,
            correction: self.correction.into(),
        })
    }
}

/// Which of the ties of a rule to list. Fields hold together.
#[derive(Debug, Clone, Default, InputObject)]
pub struct TieFilter {
    /// Only ties of which one end fits this, and the other fits `right`.
    pub left: Option<InstitutionFilter>,
    /// Only ties of which one end fits this, and the other fits `left`.
    pub right: Option<InstitutionFilter>,
    /// Only ties of this institution, or of the one that it counts for.
    pub involving: Option<InstitutionLookup>,
    /// Only ties of these levels.
    pub levels: Option<Vec<TieLevel>>,
}

impl TieFilter {
    /// The ties that fit, in their order.
    ///
    /// # Errors
    /// Those of the filters and lookups in it.
    pub fn select(&self, context: &Arc<ViewContext>, ties: &[tie::Tie]) -> Result<Vec<tie::Tie>> {
        let fitting = |filter: &Option<InstitutionFilter>| {
            let filter = filter.as_ref().map(|it| it.read(context)).transpose()?;
            Ok::<_, Error>(filter.map(|it| {
                let mut found = selection::institutions(&context.view, &it, &[]);
                found.sort_unstable();
                found
            }))
        };
        let (left, right) = (fitting(&self.left)?, fitting(&self.right)?);
        let involving = self.involving.as_ref().map(|it| it.require(context)).transpose()?;
        let involving = involving.map(|it| context.network().rolled_up(it.0.position()));
        let levels: Option<Vec<tie::TieLevel>> =
            self.levels.as_ref().map(|it| it.iter().map(|it| (*it).into()).collect());
        let among = |list: &Option<Vec<u32>>, position: u32| {
            list.as_ref().is_none_or(|it| it.binary_search(&position).is_ok())
        };
        let fits = |it: &&tie::Tie| {
            let joins =
                (among(&left, it.a) && among(&right, it.b)) || (among(&left, it.b) && among(&right, it.a));
            joins
                && involving.is_none_or(|position| it.a == position || it.b == position)
                && levels.as_ref().is_none_or(|levels| levels.contains(&it.level))
        };
        Ok(ties.iter().filter(fits).cloned().collect())
    }
}

/// One step of an order of ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, InputObject)]
pub struct TieOrder {
    /// By what.
    pub field: TieOrderField,
    /// In which direction.
    #[graphql(default_with = "OrderDirection::Asc")]
    pub direction: OrderDirection,
}

/// Which occasions count as contact. Fields that are left out do not narrow. Meetings of all signatories are always
/// `PLENARY`: kinds of such meetings alone with another directness are refused.
#[derive(Debug, Clone, InputObject)]
pub struct ContactRule {
    /// Who must be on the other side.
    #[graphql(default_with = "ContactSide::Anyone")]
    pub by: ContactSide,
    /// How direct the occasion must be.
    pub directness: Option<Vec<Directness>>,
    /// Only meetings of these kinds, by code; at most 100.
    pub kinds: Option<Vec<String>>,
    /// `CERTAIN`: only occasions that lie in the window for certain; `POSSIBLE`: also those that may. A contact status
    /// tells the two apart itself.
    #[graphql(default_with = "Certainty::Certain")]
    pub certainty: Certainty,
    /// Whose secretariat, council, lead or signatories; of any partnership when none. Among the signatories of a
    /// partnership its own are meant.
    pub partnership: Option<PartnershipLookup>,
}

impl ContactRule {
    /// The rule as a plain parameter; the default one when none is given.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an unknown code or a rule that contradicts itself, `NOT_FOUND`, `INVALID_ID`.
    pub fn read_some(rule: Option<&Self>, context: &Arc<ViewContext>) -> Result<graph::contact::ContactRule> {
        let Some(rule) = rule else { return Ok(graph::contact::ContactRule::default()) };
        let rule = graph::contact::ContactRule {
            by: rule.by.into(),
            directness: words(&rule.directness),
            kinds: codes(context, &rule.kinds)?,
            certainty: rule.certainty.into(),
            partnership: partnership(context, rule.partnership.as_ref())?,
        };
        rule.check(context.network()).map_err(refused)?;
        Ok(rule)
    }
}

/// What of a subject is counted. Fields that are left out do not narrow.
#[derive(Debug, Clone, Default, InputObject)]
pub struct StatisticFilter {
    /// Only what belongs to institutions that fit.
    pub institutions: Option<InstitutionFilter>,
    /// Only meetings of these kinds, by code; for subjects that come from meetings.
    pub meeting_kinds: Option<Vec<String>>,
    /// Only meetings or memberships of this partnership.
    pub partnership: Option<PartnershipLookup>,
    /// Only memberships in these roles.
    pub roles: Option<Vec<PartnershipRole>>,
}

impl StatisticFilter {
    /// The filter as a plain parameter.
    ///
    /// # Errors
    /// Those of the filters and lookups in it.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<statistics::StatisticFilter> {
        Ok(statistics::StatisticFilter {
            institutions: institutions(context, self.institutions.as_ref())?,
            kinds: codes(context, &self.meeting_kinds)?,
            partnership: partnership(context, self.partnership.as_ref())?,
            roles: words(&self.roles),
        })
    }
}

/// The filter of institutions, as a plain parameter; the one that takes in all when none is given.
///
/// # Errors
/// Those of the filter.
pub(super) fn institutions(
    context: &Arc<ViewContext>,
    filter: Option<&InstitutionFilter>,
) -> Result<selection::InstitutionFilter> {
    Ok(filter.map(|it| it.read(context)).transpose()?.unwrap_or_default())
}

/// The partnership that is looked up, if any.
///
/// # Errors
/// Those of the lookup.
pub(super) fn partnership(
    context: &Arc<ViewContext>,
    lookup: Option<&PartnershipLookup>,
) -> Result<Option<Id<PartnershipNoun>>> {
    Ok(lookup.map(|it| it.require(context)).transpose()?.map(|it| it.record().key.clone()))
}

fn wrong(message: String) -> Error {
    ErrorCode::InvalidArgument.error(message)
}

/// A seed: 0 or more.
///
/// # Errors
/// `INVALID_ARGUMENT` for a negative one.
pub(super) fn seed(seed: i32) -> Result<u64> {
    u64::try_from(seed).map_err(|_negative| wrong(format!("`seed` is {seed}; expected 0 or more.")))
}

/// A number of samples, at least 2; none for the default.
///
/// # Errors
/// `INVALID_ARGUMENT` for fewer.
pub(super) fn samples(samples: Option<i32>) -> Result<Option<u32>> {
    let read = |it: i32| u32::try_from(it).ok().filter(|it| *it >= 2);
    let wrong = |it: i32| wrong(format!("`samples` is {it}; expected 2 or more."));
    samples.map(|it| read(it).ok_or_else(|| wrong(it))).transpose()
}
