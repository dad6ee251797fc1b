//! Which state of the record is read.

use async_graphql::OneofObject;
use service::AsOf;

use crate::schema::scalars::{DateTime, Revision};

/// A state of the record: the same one gives the same answers for ever, but for names of people, which are today's.
#[derive(Debug, Clone, OneofObject)]
pub enum AsOfInput {
    /// That of a revision, from the first on.
    Revision(Revision),
    /// What the record knew in a moment: the last revision recorded until then. A moment after the last revision gives
    /// that, so only moments before it always give the same.
    KnownAt(DateTime),
}

impl AsOfInput {
    /// The state.
    #[must_use]
    pub fn read(&self) -> AsOf {
        match self {
            Self::Revision(revision) => AsOf::Revision(revision.number()),
            Self::KnownAt(moment) => AsOf::KnownAt(moment.0),
        }
    }
}
