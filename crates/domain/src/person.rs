//! People in roles. What is here is never a name: names and contacts are [`PersonName`] and [`ContactPoint`], kept
//! apart, so that the change log and the network in memory hold no personal value (identifiers.md 4).

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::institution::Institution;
use crate::office::Office;
use crate::record::{RecordRef, noun};
use crate::vocabulary::Label;
use crate::words;

words! {
    /// How public the function of a person is; it decides who may see the name (identifiers.md 4.2).
    PublicFunction {
        /// Marshal, Voivode, Minister: name, office and dates are public.
        PublicOffice = "PUBLIC_OFFICE",
        /// A deputy director of a department: name, office and dates are public.
        PublicOfficial = "PUBLIC_OFFICIAL",
        /// A representative of an institution: the name is for signed-in analysts.
        Representative = "REPRESENTATIVE",
        /// An employee, such as the author of a note: the name is for signed-in analysts.
        Employee = "EMPLOYEE",
    }
}

impl PublicFunction {
    /// Whether the name is public information: a read of it is nobody's to watch over.
    #[must_use]
    pub fn is_public(self) -> bool {
        matches!(self, Self::PublicOffice | Self::PublicOfficial)
    }
}

/// A person, known here only by key, class and function. The key must not give the name away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The key, such as `council-chair-2015`.
    pub key: Id<Person>,
    /// How public the function is.
    pub public_function: PublicFunction,
    /// The function in Polish.
    pub function_pl: Label,
    /// The function in English.
    pub function_en: Label,
}
noun!(Person {});

/// A person's dated hold on an office, or place in an institution (W3C `org:Membership` in a post or organisation).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tenure {
    /// The key.
    pub key: Id<Tenure>,
    /// Who.
    pub person: Id<Person>,
    /// The office held.
    pub office: Option<Id<Office>>,
    /// The institution worked for or spoken for.
    pub institution: Option<Id<Institution>>,
    /// The role in Polish.
    pub role_pl: Label,
    /// The role in English.
    pub role_en: Label,
    /// When the source shows the person in the role: it says nothing of other dates.
    pub as_of: EdtfDate,
    /// Since when, if recorded.
    pub valid_from: EdtfDate,
    /// Until when, if recorded.
    pub valid_to: EdtfDate,
}
noun!(Tenure { required: person; optional: office, institution }, Tenure::check_place);

impl Tenure {
    fn check_place(&self) -> Result<(), DomainError> {
        if self.office.is_some() || self.institution.is_some() {
            Ok(())
        } else {
            Err(DomainError::BrokenRule { rule: "a tenure names an office or an institution" })
        }
    }
}

/// A person's name: a personal value, in a table of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// Whose name.
    pub person: Id<Person>,
    /// Given name and surname in the nominative, without honorifics.
    pub full_name: Label,
}

words! {
    /// How somebody can be reached.
    ContactKind {
        /// A telephone number.
        Phone = "PHONE",
        /// A fax number.
        Fax = "FAX",
        /// An e-mail address.
        Email = "EMAIL",
        /// A postal address.
        Address = "ADDRESS",
        /// A page on the web.
        Website = "WEBSITE",
    }
}

/// How an institution, office or person can be reached: kept with the personal values, never in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPoint {
    /// A key, unique among contact points.
    pub key: Id<ContactPoint>,
    /// Whose: an institution, office or person.
    pub of: RecordRef,
    /// The kind.
    pub kind: ContactKind,
    /// The value.
    pub value: Label,
    /// The document that gives it.
    pub document: Id<crate::document::SourceDocument>,
}

/// The personal values that come with a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Personal {
    /// Names of people.
    pub names: Vec<PersonName>,
    /// Contact points.
    pub contacts: Vec<ContactPoint>,
}
