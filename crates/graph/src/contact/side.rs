//! The other side of a contact: who is on it, and whom an occasion brings into contact with it.

use domain::body::{Body, BodyKind};
use domain::id::Id;
use domain::office::Office;
use domain::partnership::{Partnership, PartnershipRole};
use domain::party::Party;

use super::rule::{ContactRule, ContactSide};
use crate::network::Position;
use crate::occasion::Occasion;
use crate::view::NetworkView;

/// Who stands on the other side, as records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Side {
    /// Anyone, recorded or not.
    Anyone,
    /// Institutions, in order of position.
    Institutions(Vec<Position>),
    /// Those who lead: institutions in order of position, and offices.
    Lead {
        /// The institutions.
        institutions: Vec<Position>,
        /// The offices.
        offices: Vec<Id<Office>>,
    },
    /// Councils.
    Council {
        /// The councils, in order of keys.
        bodies: Vec<Id<Body>>,
    },
}

impl Side {
    /// Works out who is on the side of a rule, on the view's basis, at the end of its window.
    pub(crate) fn of(view: &NetworkView, rule: &ContactRule) -> Self {
        let partnership = rule.partnership.as_ref();
        let in_role = |role| view.parties_in_role(partnership, &[role]);
        match rule.by {
            ContactSide::Anyone => Self::Anyone,
            ContactSide::Secretariat => Self::Institutions(in_role(PartnershipRole::Secretariat)),
            ContactSide::Signatory => Self::Institutions(in_role(PartnershipRole::Signatory)),
            ContactSide::Lead => Self::Lead {
                institutions: in_role(PartnershipRole::Lead),
                offices: leading_offices(view, partnership),
            },
            ContactSide::Council => Self::Council { bodies: councils(view, partnership) },
        }
    }

    /// Whether nobody is recorded on it.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Anyone => false,
            Self::Institutions(list) => list.is_empty(),
            Self::Lead { institutions, offices } => institutions.is_empty() && offices.is_empty(),
            Self::Council { bodies } => bodies.is_empty(),
        }
    }
}

/// Whom an occasion, of those involved in it, brings into contact with the side of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Nobody.
    Nobody,
    /// All.
    All,
    /// All but this one, which alone is on the side.
    AllBut(Position),
}

impl Reach {
    /// Whether an institution that is involved is among them.
    pub(crate) fn includes(self, institution: Position) -> bool {
        match self {
            Self::Nobody => false,
            Self::All => true,
            Self::AllBut(only) => only != institution,
        }
    }

    /// Reads whom an occasion brings into contact by a rule, whatever its certainty. Time O(those involved).
    pub(crate) fn of(view: &NetworkView, rule: &ContactRule, side: &Side, occasion: &Occasion) -> Self {
        let Some(meeting) = view.network().record().meetings.get(occasion.meeting) else {
            return Self::Nobody;
        };
        let fits = (rule.directness.is_empty() || rule.directness.contains(&occasion.directness))
            && (rule.kinds.is_empty() || rule.kinds.contains(&meeting.kind));
        if !fits {
            return Self::Nobody;
        }
        match side {
            Side::Anyone => Self::All,
            Side::Institutions(list) => Self::of_members(occasion, list),
            Side::Lead { institutions, offices } => {
                let is_meant = |it: &Party| matches!(it, Party::Office(id) if offices.contains(id));
                if !offices.is_empty() && takes_part(view, occasion, is_meant) {
                    Self::All
                } else {
                    Self::of_members(occasion, institutions)
                }
            }
            Side::Council { bodies } => {
                let is_meant = |it: &Party| matches!(it, Party::Body(id) if bodies.contains(id));
                if meeting.body.as_ref().is_some_and(|it| bodies.contains(it))
                    || (!bodies.is_empty() && takes_part(view, occasion, is_meant))
                {
                    Self::All
                } else {
                    Self::Nobody
                }
            }
        }
    }

    fn of_members(occasion: &Occasion, list: &[Position]) -> Self {
        let mut members =
            occasion.involved.iter().map(|it| it.institution).filter(|it| list.binary_search(it).is_ok());
        match (members.next(), members.next()) {
            (None, _) => Self::Nobody,
            (Some(only), None) => Self::AllBut(only),
            (Some(_), Some(_)) => Self::All,
        }
    }
}

/// Whether a party that is no institution took part in an occasion, on the basis.
fn takes_part(view: &NetworkView, occasion: &Occasion, is_meant: impl Fn(&Party) -> bool) -> bool {
    let network = view.network();
    network.participations_of(occasion.meeting).iter().any(|index| {
        let participation = network.record().participations.get(*index as usize);
        participation.is_some_and(|it| is_meant(&it.party) && it.is_involvement())
            && network.participation_strength(*index).counts_on(view.view().basis)
    })
}

fn leading_offices(view: &NetworkView, partnership: Option<&Id<Partnership>>) -> Vec<Id<Office>> {
    view.memberships(partnership, &[PartnershipRole::Lead])
        .filter_map(|(it, _)| match &it.party {
            Party::Office(id) => Some(id.clone()),
            _ => None,
        })
        .collect()
}

/// The councils of a partnership, or of any, in order of keys.
pub(crate) fn councils(view: &NetworkView, partnership: Option<&Id<Partnership>>) -> Vec<Id<Body>> {
    let bodies = view.network().record().bodies.iter();
    bodies
        .filter(|it| it.kind == BodyKind::Council && it.partnership.is_some())
        .filter(|it| partnership.is_none() || it.partnership.as_ref() == partnership)
        .map(|it| it.key.clone())
        .collect()
}
