//! Arguments: look-ups, filters and orders. They are read into the plain values that the analyses take.
//!
//! Fields of a filter hold together; the values of one field are alternatives; a field that is left out, null or
//! empty does not narrow. A code, id or name that the record does not know is an error, never an empty answer.

mod as_of;
mod evidence;
mod institution;
mod lookup;
mod meeting;
mod partnership;
mod record;
pub(crate) mod scenario;
mod territory;

pub use as_of::AsOfInput;
pub use evidence::EvidenceFilter;
pub use institution::{InstitutionFilter, InstitutionOrder};
pub use lookup::{
    BodyLookup, DocumentLookup, IdentifierInput, IndicatorLookup, InstitutionLookup, MeetingLookup,
    OfficeLookup, PartnershipLookup, TerritoryLookup,
};
pub use meeting::{
    ActionItemFilter, DueStateInput, MeetingFilter, MeetingOrder, MeetingSeriesFilter, ParticipationFilter,
    ResolutionFilter,
};
pub use partnership::{MembershipFilter, Memberships, PartnershipFilter, PartnershipOrder};
pub(crate) use record::optional;
pub use record::{
    ApplicationFilter, BodyFilter, DocumentFilter, ExpectationFilter, IdentityDecisionFilter,
    IndicatorFilter, MentionFilter, NormFilter, OfficeFilter, RelationFilter, ResolutionTaskFilter,
    StatementFilter,
};
pub use territory::{CoverageCondition, TerritoryFilter, TerritoryOrder};

use std::sync::Arc;

use async_graphql::{ID, InputObject, Result};
use domain::id::Id;
use domain::record::{Listed, Noun as _, RecordRef};
use service::ViewContext;
use service::graph::selection::{Coded, by_code};
use service::graph::{Scope, View};

use super::date::PeriodInput;
use super::entry::{Entry, RecordNode};
use super::id;
use super::node::Node;
use super::words::{EvidenceBasis, UndatedPolicy};
use crate::error::ErrorCode;

/// Which institutions a view is about. The lists hold together; the values of one list are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct NetworkScope {
    /// Ids of units of territory: institutions seated there, or in a unit below.
    pub territories: Option<Vec<ID>>,
    /// Codes of types of institution, such as `OPS`; types below are included.
    pub types: Option<Vec<String>>,
    /// Codes of sectors, such as `JST`.
    pub sectors: Option<Vec<String>>,
    /// Ids of institutions.
    pub institutions: Option<Vec<ID>>,
}

/// The view that the arguments of `network` describe.
///
/// # Errors
/// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
pub fn view(
    context: &Arc<ViewContext>,
    during: Option<&PeriodInput>,
    undated: UndatedPolicy,
    scope: Option<&NetworkScope>,
    basis: EvidenceBasis,
) -> Result<View> {
    let scope = scope.cloned().unwrap_or_default();
    Ok(View {
        period: during.map(PeriodInput::read).transpose()?.unwrap_or_default(),
        undated: undated.into(),
        basis: basis.into(),
        scope: Scope {
            territories: ids(context, &scope.territories)?,
            types: codes(context, &scope.types)?,
            sectors: codes(context, &scope.sectors)?,
            institutions: institutions(context, &scope.institutions)?,
        },
        // The snapshot that is looked at says which.
        scenario: None,
        evidence: None,
    })
}

/// Words of the schema as those of the record.
pub(crate) fn words<A: Copy + Into<B>, B>(list: &Option<Vec<A>>) -> Vec<B> {
    list.iter().flatten().map(|it| (*it).into()).collect()
}

/// The id of a record that stands.
pub(crate) fn id_of<T: Listed>(context: &ViewContext, id: &ID) -> Result<Id<T>> {
    let found = id::decode_as::<T>(id)?;
    match context.network().get(&found) {
        Some(_) => Ok(found),
        None => Err(ErrorCode::NotFound.error(format!("No {} of the record has this id.", T::KIND))),
    }
}

/// The ids of records that stand.
pub(crate) fn ids<T: Listed>(context: &ViewContext, list: &Option<Vec<ID>>) -> Result<Vec<Id<T>>> {
    list.iter().flatten().map(|it| id_of(context, it)).collect()
}

/// The id of an institution, or of the one that it was read as.
pub(crate) fn institution(context: &ViewContext, id: &ID) -> Result<Id<domain::institution::Institution>> {
    let found = id::decode_as(id)?;
    let institution = context.network().institution(&found);
    institution
        .map(|it| it.key.clone())
        .ok_or_else(|| ErrorCode::NotFound.error("No institution of the record has this id."))
}

/// The ids of institutions, or of those that they were read as.
pub(crate) fn institutions(
    context: &ViewContext,
    list: &Option<Vec<ID>>,
) -> Result<Vec<Id<domain::institution::Institution>>> {
    list.iter().flatten().map(|it| institution(context, it)).collect()
}

/// The reference to any record that stands and has a node.
pub(crate) fn reference(context: &Arc<ViewContext>, id: &ID) -> Result<RecordRef> {
    let found = id::decode_record(id)?;
    if found.kind == domain::institution::Institution::KIND {
        return institution(context, id).map(|it| it.reference());
    }
    match Node::of(context, &found) {
        Some(_) => Ok(found),
        None => Err(ErrorCode::NotFound.error(format!("No {} of the record has this id.", found.kind))),
    }
}

/// The entries of a vocabulary with these codes.
pub(crate) fn codes<T: Coded>(context: &ViewContext, list: &Option<Vec<String>>) -> Result<Vec<Id<T>>> {
    let code_of = |code: &String| {
        by_code::<T>(context.network(), code).ok_or_else(|| {
            let shown: String = code.chars().take(60).collect();
            ErrorCode::InvalidArgument.error(format!("There is no {} with the code `{shown}`.", T::KIND))
        })
    };
    list.iter().flatten().map(code_of).collect()
}

/// The records with these slugs.
pub(crate) fn slugs<T: Listed>(context: &Arc<ViewContext>, list: &Option<Vec<String>>) -> Result<Vec<Id<T>>> {
    list.iter()
        .flatten()
        .map(|it| slug::<T>(context, it).and_then(|it| Ok(Id::new(it.record().key())?)))
        .collect()
}

/// The record with a slug.
pub(crate) fn slug<T: Listed>(context: &Arc<ViewContext>, slug: &str) -> Result<Entry<T>> {
    Entry::by_key(context, slug).ok_or_else(|| {
        let shown: String = slug.chars().take(96).collect();
        ErrorCode::NotFound.error(format!("No {} of the record has the slug `{shown}`.", T::KIND))
    })
}

/// The node with an id.
pub(crate) fn node_by_id<N: RecordNode>(context: &Arc<ViewContext>, id: &ID) -> Result<N> {
    let id = id_of::<N::Record>(context, id)?;
    N::require(context, &id)
}
