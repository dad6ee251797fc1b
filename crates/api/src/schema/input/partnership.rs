//! Which partnerships and memberships, and in which order.

use std::sync::Arc;

use async_graphql::{InputObject, Result};
use domain::id::Id;
use domain::{institution, partnership as noun};
use service::ViewContext;
use service::graph::selection;

use super::{InstitutionLookup, PartnershipLookup, words};
use crate::schema::entry::{Position, RecordNode as _};
use crate::schema::partnership::Membership;
use crate::schema::words::{
    LifecycleState, OrderDirection, PartnershipKind, PartnershipOrderField, PartnershipRole,
};

/// Which partnerships. Fields hold together, values of one field are alternatives, what is left out does not narrow.
#[derive(Debug, Clone, Default, InputObject)]
pub struct PartnershipFilter {
    /// The kinds.
    pub kinds: Option<Vec<PartnershipKind>>,
    /// Right within this partnership.
    pub parent: Option<PartnershipLookup>,
    /// In one of these states at the end of the window.
    pub states: Option<Vec<LifecycleState>>,
    /// With a membership of this institution, on the view's basis at the end of its window.
    pub member: Option<InstitutionLookup>,
    /// With a membership in one of these roles, of the institution above or of anybody.
    pub roles: Option<Vec<PartnershipRole>>,
    /// With a name that holds this text, without regard to Polish marks and case.
    pub text: Option<String>,
}

impl PartnershipFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::PartnershipFilter> {
        let parent = self.parent.as_ref().map(|it| it.require(context)).transpose()?;
        let member = self.member.as_ref().map(|it| it.require(context)).transpose()?;
        Ok(selection::PartnershipFilter {
            kinds: words(&self.kinds),
            parent: parent.map(|it| it.record().key.clone()),
            states: words(&self.states),
            member: member.map(|it| it.record().key.clone()),
            roles: words(&self.roles),
            text: self.text.clone(),
        })
    }
}

/// One step of an order of partnerships. What is not recorded comes last; the slug ends every order.
#[derive(Debug, Clone, InputObject)]
pub struct PartnershipOrder {
    /// By what.
    pub field: PartnershipOrderField,
    /// In which direction.
    #[graphql(default_with = "OrderDirection::Asc")]
    pub direction: OrderDirection,
}

impl PartnershipOrder {
    /// The orders as the analyses take them.
    #[must_use]
    pub fn read(orders: Option<Vec<Self>>) -> Vec<selection::PartnershipOrder> {
        let orders = orders.into_iter().flatten();
        orders
            .map(|it| selection::PartnershipOrder { field: it.field.into(), direction: it.direction.into() })
            .collect()
    }
}

/// Which memberships. Fields hold together, values of one field are alternatives, what is left out does not narrow.
#[derive(Debug, Clone, Default, InputObject)]
pub struct MembershipFilter {
    /// Of this partnership.
    pub partnership: Option<PartnershipLookup>,
    /// In one of these roles.
    pub roles: Option<Vec<PartnershipRole>>,
    /// Of this institution.
    pub institution: Option<InstitutionLookup>,
}

impl MembershipFilter {
    /// The filter with its look-ups done.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<Memberships> {
        let partnership = self.partnership.as_ref().map(|it| it.require(context)).transpose()?;
        let institution = self.institution.as_ref().map(|it| it.require(context)).transpose()?;
        Ok(Memberships {
            partnership: partnership.map(|it| it.record().key.clone()),
            roles: words(&self.roles),
            institution: institution.map(|it| it.record().key.clone()),
        })
    }
}

/// Which memberships; empty fields do not narrow.
#[derive(Debug, Clone, Default)]
pub struct Memberships {
    /// Of this partnership.
    pub partnership: Option<Id<noun::Partnership>>,
    /// In one of these roles.
    pub roles: Vec<noun::PartnershipRole>,
    /// Of this institution.
    pub institution: Option<Id<institution::Institution>>,
}

impl Memberships {
    /// The positions of the memberships that fit, and for which a condition holds, on the view's basis at the end of
    /// its window, in order of keys.
    pub(crate) fn positions(
        &self,
        context: &ViewContext,
        condition: impl Fn(&noun::Membership) -> bool,
    ) -> Vec<Position> {
        let found = context.view.memberships(self.partnership.as_ref(), &self.roles).map(|it| it.0);
        let fits = |it: &&noun::Membership| {
            condition(it)
                && self.institution.as_ref().is_none_or(|wanted| it.party.institution() == Some(wanted))
        };
        Membership::places(context, found.filter(fits))
    }
}
