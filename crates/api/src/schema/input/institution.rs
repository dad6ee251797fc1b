//! Which institutions, and in which order.

use std::sync::Arc;

use async_graphql::{ID, InputObject, Result};
use service::ViewContext;
use service::graph::selection;

use super::{PartnershipLookup, codes, ids, words};
use crate::error::ErrorCode;
use crate::schema::date::PeriodInput;
use crate::schema::words::{
    InstitutionOrderField, InstitutionState, Naming, OrderDirection, PartnershipRole,
};

/// Which institutions. Fields hold together, values of one field are alternatives, what is left out does not narrow.
#[derive(Debug, Clone, Default, InputObject)]
pub struct InstitutionFilter {
    /// Codes of types, such as `OPS`; types below are included.
    pub types: Option<Vec<String>>,
    /// Codes of sectors, such as `NGO`.
    pub sectors: Option<Vec<String>>,
    /// Codes of functions, such as `LABOUR_MARKET`.
    pub functions: Option<Vec<String>>,
    /// Ids of units of territory, of any level: seated there, or in a unit below.
    pub seat_in: Option<Vec<ID>>,
    /// Ids of units of territory, of any level: serving one of them, or a unit below.
    pub serves_in: Option<Vec<ID>>,
    /// Whether a source names it.
    pub namings: Option<Vec<Naming>>,
    /// Whether it exists.
    pub states: Option<Vec<InstitutionState>>,
    /// With a membership in this partnership, on the view's basis at the end of its window.
    pub member_of: Option<PartnershipLookup>,
    /// With a membership in one of these roles, of the partnership above or of any.
    pub roles: Option<Vec<PartnershipRole>>,
    /// With a name, short name or mention that holds this text, without regard to Polish marks and case.
    pub text: Option<String>,
    /// Whether the seat is recorded.
    pub seat_recorded: Option<bool>,
    /// Whether it is involved in an occasion that lies in the window for certain.
    pub involved: Option<bool>,
    /// Came to be for certain within this period.
    pub existed_from_in: Option<PeriodInput>,
    /// All of these hold too. At most five levels, and fifty filters in all.
    pub and: Option<Vec<InstitutionFilter>>,
    /// At least one of these holds too.
    pub or: Option<Vec<InstitutionFilter>>,
    /// This does not hold.
    pub not: Option<Box<InstitutionFilter>>,
}

impl InstitutionFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::InstitutionFilter> {
        let filter = self.read_any(context)?;
        filter.check().map_err(|error| ErrorCode::InvalidArgument.error(error.to_string()))?;
        Ok(filter)
    }

    fn read_any(&self, context: &Arc<ViewContext>) -> Result<selection::InstitutionFilter> {
        let all = |list: &Option<Vec<Self>>| {
            list.iter().flatten().map(|it| it.read_any(context)).collect::<Result<_>>()
        };
        let member_of = self.member_of.as_ref().map(|it| it.require(context)).transpose()?;
        Ok(selection::InstitutionFilter {
            types: codes(context, &self.types)?,
            sectors: codes(context, &self.sectors)?,
            functions: codes(context, &self.functions)?,
            seat_in: ids(context, &self.seat_in)?,
            serves_in: ids(context, &self.serves_in)?,
            namings: words(&self.namings),
            states: words(&self.states),
            member_of: member_of.map(|it| it.record().key.clone()),
            roles: words(&self.roles),
            text: self.text.clone(),
            seat_recorded: self.seat_recorded,
            involved: self.involved,
            existed_from_in: self.existed_from_in.as_ref().map(PeriodInput::read).transpose()?,
            and: all(&self.and)?,
            or: all(&self.or)?,
            not: self.not.as_ref().map(|it| it.read_any(context)).transpose()?.map(Box::new),
        })
    }
}

/// One step of an order of institutions. What is not recorded comes last; the slug ends every order.
#[derive(Debug, Clone, InputObject)]
pub struct InstitutionOrder {
    /// By what.
    pub field: InstitutionOrderField,
    /// In which direction.
    #[graphql(default_with = "OrderDirection::Asc")]
    pub direction: OrderDirection,
}

impl InstitutionOrder {
    /// The orders as the analyses take them.
    #[must_use]
    pub fn read(orders: Option<Vec<Self>>) -> Vec<selection::InstitutionOrder> {
        let orders = orders.into_iter().flatten();
        orders
            .map(|it| selection::InstitutionOrder { field: it.field.into(), direction: it.direction.into() })
            .collect()
    }
}
