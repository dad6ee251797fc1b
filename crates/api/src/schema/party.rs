//! Parties: who belongs, takes part or acts, be it an institution, an office, a body or an unnamed group.

use std::sync::Arc;

use async_graphql::{Result, SimpleObject, Union};
use domain::party::Party as Value;
use service::ViewContext;

use super::body::Body;
use super::entry::RecordNode as _;
use super::institution::Institution;
use super::office::Office;

/// Who belongs, takes part or acts.
#[derive(Debug, Clone, Union)]
pub enum Party {
    /// An institution.
    Institution(Institution),
    /// An office (post), whoever holds it.
    Office(Office),
    /// A council, committee or team.
    Body(Body),
    /// People of whom the source says only what they are.
    UnnamedGroup(UnnamedGroup),
}

/// People or institutions of whom the source says only what they are; never counted as one party.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct UnnamedGroup {
    /// What the source calls them, in our own words.
    pub label: String,
}

impl Party {
    /// Shows a party.
    ///
    /// # Errors
    /// `INTERNAL` when the network has lost the record that it is.
    pub fn show(context: &Arc<ViewContext>, party: &Value) -> Result<Self> {
        Ok(match party {
            Value::Institution(id) => Self::Institution(Institution::require(context, id)?),
            Value::Office(id) => Self::Office(Office::require(context, id)?),
            Value::Body(id) => Self::Body(Body::require(context, id)?),
            Value::Group(label) => Self::UnnamedGroup(UnnamedGroup { label: label.to_string() }),
        })
    }

    /// Shows a party that may be absent; none when it, or its record, is.
    #[must_use]
    pub fn show_some(context: &Arc<ViewContext>, party: Option<&Value>) -> Option<Self> {
        party.and_then(|it| Self::show(context, it).ok())
    }

    /// Shows parties, in their order.
    ///
    /// # Errors
    /// Those of [`Party::show`].
    pub fn show_all(context: &Arc<ViewContext>, parties: &[Value]) -> Result<Vec<Self>> {
        parties.iter().map(|it| Self::show(context, it)).collect()
    }
}
