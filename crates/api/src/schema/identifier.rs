//! Numbers under which registers know institutions.

use async_graphql::{Description, Object};
use domain::institution as noun;

use super::entry::Entry;
use super::evidence::{self, Evidence};
use super::words::{BelongsTo, IdentifierScheme, IdentifierStatus};

/// A number under which a register knows an institution.
#[derive(Debug, Clone, Description)]
pub struct Identifier(pub(crate) Entry<noun::InstitutionIdentifier>);

#[Object(use_type_description)]
impl Identifier {
    /// The register.
    fn scheme(&self) -> IdentifierScheme {
        self.0.record().scheme.into()
    }

    /// The number as the source gives it.
    fn value(&self) -> &str {
        self.0.record().value.as_str()
    }

    /// The number in the register's own form: digits only, padded; null when it cannot be such a number.
    fn normalised(&self) -> Option<String> {
        self.0.record().read().ok().map(|it| it.normalised().to_owned())
    }

    /// What the number itself tells: its shape and its checksum; null when it cannot be such a number. No register
    /// was asked.
    fn status(&self) -> Option<IdentifierStatus> {
        self.0.record().read().ok().map(|it| it.status().into())
    }

    /// Whether it is the institution's own number, which identifies it, or that of the institution it belongs to.
    fn belongs_to(&self) -> BelongsTo {
        self.0.record().belongs_to.into()
    }

    /// The claims behind it.
    fn evidence(&self) -> Vec<Evidence> {
        evidence::of(self.0.context(), &self.0.reference())
    }
}
