//! Look-ups: one record, by its id or by a key that people know.

use std::sync::Arc;

use async_graphql::{ID, InputObject, OneofObject, Result};
use domain::identifier::Identifier;
use domain::record::Noun as _;
use service::ViewContext;

use super::{institution, node_by_id, slug};
use crate::error::ErrorCode;
use crate::schema::body::Body;
use crate::schema::document::Document;
use crate::schema::entry::RecordNode as _;
use crate::schema::indicator::Indicator;
use crate::schema::institution::Institution;
use crate::schema::meeting::Meeting;
use crate::schema::office::Office;
use crate::schema::partnership::Partnership;
use crate::schema::territory::TerritorialUnit;
use crate::schema::words::IdentifierScheme;

/// Which institution, by one of three keys. One that was read as another gives that other.
#[derive(Debug, Clone, OneofObject)]
pub enum InstitutionLookup {
    /// Its id.
    Id(ID),
    /// Its slug.
    Slug(String),
    /// A number of its own in a register. Numbers of the institution that it belongs to do not identify it.
    Identifier(IdentifierInput),
}

/// A number of a register.
#[derive(Debug, Clone, InputObject)]
pub struct IdentifierInput {
    /// The register.
    pub scheme: IdentifierScheme,
    /// The number; spaces, dashes and the `PL` before a NIP do not count.
    pub value: String,
}

impl InstitutionLookup {
    /// The institution.
    ///
    /// # Errors
    /// `INVALID_ID`, `INVALID_ARGUMENT`, `NOT_FOUND`.
    pub fn require(&self, context: &Arc<ViewContext>) -> Result<Institution> {
        let key = match self {
            Self::Id(id) => institution(context, id)?,
            Self::Slug(text) => {
                let canonical = text.parse().ok().and_then(|it| context.network().institution(&it));
                match canonical {
                    Some(institution) => institution.key.clone(),
                    None => slug::<domain::institution::Institution>(context, text)?.record().key.clone(),
                }
            }
            Self::Identifier(wanted) => by_number(context, wanted)?,
        };
        Institution::require(context, &key)
    }
}

fn by_number(
    context: &ViewContext,
    wanted: &IdentifierInput,
) -> Result<domain::id::Id<domain::institution::Institution>> {
    let own = domain::identifier::BelongsTo::Own;
    let number = Identifier::read(wanted.scheme.into(), &wanted.value, own)
        .map_err(|error| ErrorCode::InvalidArgument.error(error.to_string()))?;
    let mut identifiers = context.network().record().identifiers.iter();
    let found = identifiers.find(|it| it.read().is_ok_and(|it| it.is_same_key(&number)));
    found.map(|it| it.institution.clone()).ok_or_else(|| {
        let message =
            format!("No institution of the record has the {} {}.", number.scheme(), number.normalised());
        ErrorCode::NotFound.error(message)
    })
}

macro_rules! lookups {
    ($($(#[$meta:meta])* $name:ident of $node:ident;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, OneofObject)]
            pub enum $name {
                /// Its id.
                Id(ID),
                /// Its slug.
                Slug(String),
            }

            impl $name {
                /// What it means.
                ///
                /// # Errors
                /// `INVALID_ID`, `NOT_FOUND`.
                pub fn require(&self, context: &Arc<ViewContext>) -> Result<$node> {
                    match self {
                        Self::Id(id) => node_by_id(context, id),
                        Self::Slug(text) => slug(context, text).map($node::new),
                    }
                }
            }
        )+
    };
}

lookups! {
    /// Which partnership, by its id or its slug.
    PartnershipLookup of Partnership;
    /// Which meeting, by its id or its slug.
    MeetingLookup of Meeting;
    /// Which body, by its id or its slug.
    BodyLookup of Body;
    /// Which office, by its id or its slug.
    OfficeLookup of Office;
    /// Which indicator, by its id or its slug.
    IndicatorLookup of Indicator;
    /// Which document, by its id or its slug.
    DocumentLookup of Document;
}

/// Which unit of territory, by one of three keys.
#[derive(Debug, Clone, OneofObject)]
pub enum TerritoryLookup {
    /// Its id.
    Id(ID),
    /// Its slug.
    Slug(String),
    /// Its code in the TERYT register: 2, 4, 6 or 7 digits. With 6 digits the kind of a gmina does not matter.
    Teryt(String),
}

impl TerritoryLookup {
    /// The unit. Of several with one code the current one, then the first.
    ///
    /// # Errors
    /// `INVALID_ID`, `INVALID_ARGUMENT`, `NOT_FOUND`.
    pub fn require(&self, context: &Arc<ViewContext>) -> Result<TerritorialUnit> {
        match self {
            Self::Id(id) => node_by_id(context, id),
            Self::Slug(text) => slug(context, text).map(TerritorialUnit::new),
            Self::Teryt(text) => {
                let code = text
                    .parse::<domain::identifier::Teryt>()
                    .map_err(|error| ErrorCode::InvalidArgument.error(error.to_string()))?;
                let short = |code: &str| code.get(..6).unwrap_or(code).to_owned();
                let mut units = TerritorialUnit::select(context, |it| {
                    it.teryt.as_ref().is_some_and(|it| short(it.as_str()) == short(code.as_str()))
                });
                units.sort_by_key(|it| (!it.record().valid_to.is_unknown(), it.record().key().to_owned()));
                units.into_iter().next().ok_or_else(|| {
                    ErrorCode::NotFound
                        .error(format!("No unit of territory of the record has the code {}.", code.as_str()))
                })
            }
        }
    }
}
