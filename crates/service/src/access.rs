//! Who asks, and what that actor may see: least privilege by default (identifiers.md 4.2).

use domain::person::PublicFunction;
use domain::words;

words! {
    /// The kind of an actor.
    ActorKind {
        /// Somebody who has not signed in.
        Anonymous = "ANONYMOUS",
        /// A signed-in analyst of the office.
        Analyst = "ANALYST",
        /// The keeper of the machine, at its command line.
        Operator = "OPERATOR",
    }
}

/// Who acts. Made at the edge, passed to every use case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    kind: ActorKind,
    label: String,
}

impl Actor {
    /// Somebody who has not signed in.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { kind: ActorKind::Anonymous, label: "anonymous".to_owned() }
    }

    /// An actor of a kind, with a label for the change log; the label is a function or an account, not a name.
    #[must_use]
    pub fn new(kind: ActorKind, label: &str) -> Self {
        Self { kind, label: label.chars().take(100).collect() }
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> ActorKind {
        self.kind
    }

    /// The label for the change log.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The classes of people whose names this actor may read.
    #[must_use]
    pub fn may_read_names_of(&self) -> &'static [PublicFunction] {
        match self.kind {
            ActorKind::Anonymous => &[PublicFunction::PublicOffice, PublicFunction::PublicOfficial],
            ActorKind::Analyst | ActorKind::Operator => PublicFunction::ALL,
        }
    }

    /// Whether this actor may read contact points of people; those of institutions and offices are open to all.
    #[must_use]
    pub fn may_read_contacts_of_people(&self) -> bool {
        self.kind != ActorKind::Anonymous
    }

    /// Whether this actor may draft scenarios and look at what they suppose.
    #[must_use]
    pub fn may_plan(&self) -> bool {
        self.kind != ActorKind::Anonymous
    }

    /// Whether this actor may change the record.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.kind == ActorKind::Operator
    }
}
