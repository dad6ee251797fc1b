//! Bodies: councils, committees, working groups and research teams, and who sits on them on whose behalf.

use serde::{Deserialize, Serialize};

use crate::DomainError;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::institution::Institution;
use crate::partnership::Partnership;
use crate::party::Party;
use crate::person::Person;
use crate::record::noun;
use crate::vocabulary::Label;
use crate::words;

words! {
    /// The kind of a body.
    BodyKind {
        /// A council.
        Council = "COUNCIL",
        /// A committee.
        Committee = "COMMITTEE",
        /// A working group or research team.
        WorkingGroup = "WORKING_GROUP",
    }
}

/// A body of a partnership or an institution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The key.
    pub key: Id<Body>,
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Option<Label>,
    /// A short name.
    pub short_name: Option<Label>,
    /// The kind.
    pub kind: BodyKind,
    /// The partnership that it belongs to.
    pub partnership: Option<Id<Partnership>>,
    /// Who appointed it.
    pub appointed_by: Option<Party>,
    /// When it was established.
    pub established: EdtfDate,
    /// When the source shows it.
    pub as_of: EdtfDate,
    /// The institution that the register also knows it as (a council listed as a place visited).
    pub same_as: Option<Id<Institution>>,
    /// A remark, in our own words.
    pub note: Option<Label>,
}
noun!(Body { optional: partnership, same_as; optional_party: appointed_by });

words! {
    /// A role in a body.
    BodyRole {
        /// Chairs it.
        Chair = "CHAIR",
        /// Is the chair's deputy.
        ViceChair = "VICE_CHAIR",
        /// Is a member.
        Member = "MEMBER",
        /// Takes part in its work without being said to be a member.
        Participant = "PARTICIPANT",
        /// Works for it.
        Staff = "STAFF",
    }
}

/// A seat on a body (Popolo membership with `on_behalf_of`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BodyMembership {
    /// The key.
    pub key: Id<BodyMembership>,
    /// The body.
    pub body: Id<Body>,
    /// Who sits; none when the source tells of a group only.
    pub person: Option<Id<Person>>,
    /// The institution on whose behalf; none when not recorded.
    pub on_behalf_of: Option<Id<Institution>>,
    /// The group that takes part, when nobody is named.
    pub group: Option<Label>,
    /// The role.
    pub role: BodyRole,
    /// When the source shows it.
    pub as_of: EdtfDate,
    /// Since when.
    pub valid_from: EdtfDate,
    /// Until when.
    pub valid_to: EdtfDate,
}
noun!(BodyMembership { required: body; optional: person, on_behalf_of }, BodyMembership::check_holder);

impl BodyMembership {
    fn check_holder(&self) -> Result<(), DomainError> {
        if self.person.is_some() || self.on_behalf_of.is_some() || self.group.is_some() {
            Ok(())
        } else {
            Err(DomainError::BrokenRule { rule: "a seat names a person, an institution or a group" })
        }
    }
}
