//! Partnerships (W3C `org:OrganizationalCollaboration`): what they are, how they live, who belongs in which role.

use serde::{Deserialize, Serialize};

use crate::date::EdtfDate;
use crate::id::Id;
use crate::party::Party;
use crate::record::noun;
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Label, Sector};
use crate::words;

words! {
    /// The kind of a partnership.
    PartnershipKind {
        /// A pact over several partnerships.
        UmbrellaPact = "UMBRELLA_PACT",
        /// A thematic partnership within a pact.
        Thematic = "THEMATIC",
        /// A local partnership.
        Local = "LOCAL",
        /// A project partnership, such as those that apply to calls 7.4 and 7.5.
        Project = "PROJECT",
        /// A consortium that is only planned.
        PlannedConsortium = "PLANNED_CONSORTIUM",
        /// An agreement of two.
        Bilateral = "BILATERAL",
    }
}

words! {
    /// A state of a partnership's life (model.md 4.4): standing ones use the first five, project ones the rest.
    LifecycleState {
        /// Proposed.
        Proposed = "PROPOSED",
        /// Being formed.
        Forming = "FORMING",
        /// At work.
        Active = "ACTIVE",
        /// Suspended.
        Suspended = "SUSPENDED",
        /// Dissolved.
        Dissolved = "DISSOLVED",
        /// A project partnership was created.
        Created = "CREATED",
        /// It applied.
        Submitted = "SUBMITTED",
        /// It was funded.
        Funded = "FUNDED",
        /// It was refused.
        NotFunded = "NOT_FUNDED",
        /// It is on the reserve list.
        Reserve = "RESERVE",
        /// It withdrew.
        Withdrawn = "WITHDRAWN",
        /// The outcome is not stated.
        NotStated = "NOT_STATED",
        /// Its project runs.
        Implementing = "IMPLEMENTING",
        /// Its project is closed.
        Closed = "CLOSED",
    }
}

/// A partnership.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Partnership {
    /// The key.
    pub key: Id<Partnership>,
    /// The Polish name.
    pub name_pl: Label,
    /// The English name.
    pub name_en: Option<Label>,
    /// The kind.
    pub kind: PartnershipKind,
    /// The partnership that it is part of.
    pub parent: Option<Id<Partnership>>,
    /// When it was founded.
    pub founded: EdtfDate,
    /// The territory.
    pub territory: Option<Id<TerritorialUnit>>,
    /// The sectors that it means to bring together.
    #[serde(with = "crate::list", default)]
    pub intended_sectors: Vec<Id<Sector>>,
    /// Its aims, in our own words.
    #[serde(with = "crate::list", default)]
    pub aims: Vec<Label>,
    /// Whether anybody who wants may join; none when not recorded.
    pub open_accession: Option<bool>,
    /// A remark, in our own words.
    pub note: Option<Label>,
}
noun!(Partnership { optional: parent, territory; list: intended_sectors });

impl Partnership {
    /// Whether it is a standing partnership, whose members are merely affiliated (L0), not a joint undertaking.
    #[must_use]
    pub fn is_standing(&self) -> bool {
        matches!(
            self.kind,
            PartnershipKind::UmbrellaPact | PartnershipKind::Thematic | PartnershipKind::Local
        )
    }
}

/// A dated state in the life of a partnership.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LifecycleEvent {
    /// The key.
    pub key: Id<LifecycleEvent>,
    /// Whose life.
    pub partnership: Id<Partnership>,
    /// The state that it was in, or came into.
    pub state: LifecycleState,
    /// When.
    pub date: EdtfDate,
    /// A remark, in our own words.
    pub note: Option<Label>,
}
noun!(LifecycleEvent { required: partnership });

words! {
    /// A role in a partnership.
    PartnershipRole {
        /// Leads it.
        Lead = "LEAD",
        /// Signs with everybody who joins.
        Countersignatory = "COUNTERSIGNATORY",
        /// Runs its secretariat.
        Secretariat = "SECRETARIAT",
        /// Initiated it.
        Initiator = "INITIATOR",
        /// Signed it.
        Signatory = "SIGNATORY",
        /// A partner of a project.
        Partner = "PARTNER",
        /// Leads a project.
        ProjectLeader = "PROJECT_LEADER",
        /// Brought it about.
        Creator = "CREATOR",
    }
}

/// A party's role in a partnership (`org:Membership`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// The key.
    pub key: Id<Membership>,
    /// The partnership.
    pub partnership: Id<Partnership>,
    /// Who.
    pub party: Party,
    /// In which role.
    pub role: PartnershipRole,
    /// When it signed; unknown when not recorded.
    pub signed_on: EdtfDate,
    /// When the source shows the party in the role.
    pub as_of: EdtfDate,
    /// Since when.
    pub valid_from: EdtfDate,
    /// Until when; unknown while it lasts.
    pub valid_to: EdtfDate,
}
noun!(Membership { required: partnership; party: party });
