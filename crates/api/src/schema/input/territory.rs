//! Which units of territory, and in which order.

use std::sync::Arc;

use async_graphql::{ID, InputObject, Result};
use service::ViewContext;
use service::graph::{coverage, selection};

use super::{InstitutionFilter, codes, id_of, words};
use crate::schema::date::PeriodInput;
use crate::schema::words::{CoverageLevel, OrderDirection, PlaceBasis, TerritoryLevel, TerritoryOrderField};

/// Which units of territory. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, InputObject)]
pub struct TerritoryFilter {
    /// The levels.
    pub levels: Option<Vec<TerritoryLevel>>,
    /// The id of a unit: within it, at any depth; the unit itself is not.
    pub within: Option<ID>,
    /// With a name, or a form of it, that holds this text, without regard to Polish marks and case.
    pub text: Option<String>,
    /// All of these conditions hold: the unit is covered so.
    pub covered: Option<Vec<CoverageCondition>>,
    /// None of these conditions holds: nothing recorded covers the unit so. That is no proof that nothing does.
    pub not_covered: Option<Vec<CoverageCondition>>,
    /// Whether only units that exist at the end of the window are listed, or past ones too.
    #[graphql(default = true)]
    pub current: bool,
}

impl Default for TerritoryFilter {
    fn default() -> Self {
        Self { levels: None, within: None, text: None, covered: None, not_covered: None, current: true }
    }
}

/// A condition on a unit: that some institution covers it.
#[derive(Debug, Clone, InputObject)]
pub struct CoverageCondition {
    /// By which institutions; any when left out.
    pub of: Option<InstitutionFilter>,
    /// What the institution must have reached.
    pub level: CoverageLevel,
    /// In which window; that of the view when left out.
    pub during: Option<PeriodInput>,
    /// Codes of kinds of meeting by which it was reached, for levels that come from meetings; any when left out.
    pub meeting_kinds: Option<Vec<String>>,
    /// By what institutions are placed.
    #[graphql(default_with = "PlaceBasis::Seat")]
    pub place: PlaceBasis,
}

impl CoverageCondition {
    /// The condition as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<coverage::CoverageCondition> {
        Ok(coverage::CoverageCondition {
            of: self.of.clone().unwrap_or_default().read(context)?,
            level: self.level.into(),
            during: self.during.as_ref().map(PeriodInput::read).transpose()?,
            kinds: codes(context, &self.meeting_kinds)?,
            place: self.place.into(),
        })
    }
}

impl TerritoryFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::TerritoryFilter> {
        let conditions = |list: &Option<Vec<CoverageCondition>>| {
            list.iter().flatten().map(|it| it.read(context)).collect::<Result<_>>()
        };
        Ok(selection::TerritoryFilter {
            levels: words(&self.levels),
            within: self.within.as_ref().map(|it| id_of(context, it)).transpose()?,
            text: self.text.clone(),
            current: self.current.then_some(true),
            covered: conditions(&self.covered)?,
            not_covered: conditions(&self.not_covered)?,
        })
    }
}

/// One step of an order of units. What is not recorded comes last; the slug ends every order.
#[derive(Debug, Clone, InputObject)]
pub struct TerritoryOrder {
    /// By what.
    pub field: TerritoryOrderField,
    /// In which direction.
    #[graphql(default_with = "OrderDirection::Asc")]
    pub direction: OrderDirection,
}

impl TerritoryOrder {
    /// The orders as the analyses take them.
    #[must_use]
    pub fn read(orders: Option<Vec<Self>>) -> Vec<selection::TerritoryOrder> {
        let orders = orders.into_iter().flatten();
        orders
            .map(|it| selection::TerritoryOrder { field: it.field.into(), direction: it.direction.into() })
            .collect()
    }
}
