//! Which occasions count as contact.

use domain::id::Id;
use domain::partnership::Partnership;
use domain::vocabulary::MeetingKind;
use domain::words;

use crate::network::Network;
use crate::occasion::{Certainty, Directness};
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;

/// The most kinds of meeting that a rule may name.
pub const KINDS_MAX: usize = 100;

words! {
    /// Who must be on the other side of a contact.
    ContactSide {
        /// The institution that runs the secretariat, or a unit of it.
        Secretariat = "SECRETARIAT",
        /// A council of the partnership.
        Council = "COUNCIL",
        /// Who leads the partnership.
        Lead = "LEAD",
        /// Another signatory.
        Signatory = "SIGNATORY",
        /// Anyone, recorded or not.
        Anyone = "ANYONE",
    }
}

/// Which occasions count as contact. Empty lists do not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRule {
    /// Who must be on the other side.
    pub by: ContactSide,
    /// How direct the occasion must be.
    pub directness: Vec<Directness>,
    /// The kinds of meeting.
    pub kinds: Vec<Id<MeetingKind>>,
    /// `Certain`: only occasions that lie in the window for certain; `Possible`: also those that may.
    pub certainty: Certainty,
    /// Whose secretariat, council, lead or signatories; of any partnership when none.
    pub partnership: Option<Id<Partnership>>,
}

impl Default for ContactRule {
    fn default() -> Self {
        Self {
            by: ContactSide::Anyone,
            directness: Vec::new(),
            kinds: Vec::new(),
            certainty: Certainty::Certain,
            partnership: None,
        }
    }
}

impl ContactRule {
    /// Whether some occasion could count at all: a meeting of all signatories is `PLENARY` whoever came, so no kind
    /// of such meetings is ever `BILATERAL` or `SMALL`.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] when the kinds can never have the directness asked for, or are too many.
    pub fn check(&self, network: &Network) -> Result<(), Refusal> {
        if self.kinds.len() > KINDS_MAX {
            return Err(Refusal::Parameter { name: "kinds", problem: "must be 100 at most" });
        }
        let never = self.never_direct(network);
        if !never.is_empty() && never.len() == self.kinds.len() {
            return Err(Refusal::Parameter {
                name: "kinds",
                problem: "are kinds of meetings of all signatories, which are always PLENARY: ask for the directness \
                          PLENARY, or for other kinds",
            });
        }
        Ok(())
    }

    /// What a reader of results by this rule must know, in English words.
    #[must_use]
    pub fn warnings(&self, network: &Network) -> Vec<String> {
        let never = self.never_direct(network);
        let codes: Vec<_> =
            never.iter().filter_map(|it| network.get(it)).map(|it| it.code.to_string()).collect();
        let told = format!(
            "meetings of the kind {} are always PLENARY, so none of them counts with the directness {}",
            codes.join(", "),
            self.directness.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ")
        );
        if codes.is_empty() { Vec::new() } else { vec![told] }
    }

    /// The kinds of the rule that can never have a directness that it asks for.
    fn never_direct(&self, network: &Network) -> Vec<&Id<MeetingKind>> {
        if self.directness.is_empty() || self.directness.contains(&Directness::Plenary) {
            return Vec::new();
        }
        self.kinds.iter().filter(|it| network.get(*it).is_some_and(|it| it.is_plenary)).collect()
    }

    /// Adds the rule's parameters to a receipt.
    pub fn tell(&self, receipt: &mut Receipt) {
        receipt.parameter("contact.by", self.by);
        receipt.parameter("contact.directness", keys(&self.directness));
        receipt.parameter("contact.kinds", keys(&self.kinds));
        receipt.parameter("contact.certainty", self.certainty);
        receipt.parameter("contact.partnership", keys(self.partnership.as_slice()));
    }
}
