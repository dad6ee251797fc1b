//! Who asks, and what that actor may do: least privilege by default (identifiers.md 4.2).
//!
//! An actor is made by the [`Authenticator`] from what was shown: nothing, an access token ([`token`]), or a bearer token
//! of an identity provider ([`oidc`]). A right is a [`Permission`]; a [`Role`] is a set of them, told in one place: [`Role::permissions`].

pub mod authenticator;
pub mod oidc;
pub mod token;

use std::hash::{Hash, Hasher};

use chrono::{DateTime, Utc};
use domain::person::PublicFunction;
use domain::words;

use crate::ServiceError;

pub use authenticator::Authenticator;

words! {
    /// What an actor may be allowed to do.
    Permission {
        /// Read the record, but for what has a permission of its own.
        ReadRecord = "READ_RECORD",
        /// Read the names of public officials acting as such.
        ReadOfficials = "READ_OFFICIALS",
        /// Read the names of representatives and employees.
        ReadRepresentatives = "READ_REPRESENTATIVES",
        /// Read contact points of people; those of institutions and offices are part of the record.
        ReadContacts = "READ_CONTACTS",
        /// Draft scenarios and look at what they suppose.
        Plan = "PLAN",
        /// Change the record: record meetings, import files, apply scenarios.
        Edit = "EDIT",
        /// Merge and split records, retract documents, erase personal values.
        Curate = "CURATE",
        /// Read who saw or changed personal values.
        Audit = "AUDIT",
        /// Give and take rights, such as access tokens.
        Administer = "ADMINISTER",
    }
}

words! {
    /// What an actor is, and so what it may do. Each but the last may do all that the one before it may.
    Role {
        /// Somebody who has not signed in.
        Anonymous = "ANONYMOUS",
        /// A signed-in reader, who sees what the public sees.
        Reader = "READER",
        /// An analyst of the office.
        Analyst = "ANALYST",
        /// An editor, who keeps the record.
        Editor = "EDITOR",
        /// A curator, who also decides what is one, what no longer counts and what is erased.
        Curator = "CURATOR",
        /// An administrator, who also gives rights.
        Administrator = "ADMINISTRATOR",
        /// The keeper of the machine, at its command line; no account has this role.
        Operator = "OPERATOR",
    }
}

impl Role {
    /// The table of rights: what each role may do.
    #[must_use]
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::{ReadContacts, ReadOfficials, ReadRecord, ReadRepresentatives};
        match self {
            Self::Anonymous | Self::Reader => &[ReadRecord, ReadOfficials],
            Self::Analyst => {
                &[ReadRecord, ReadOfficials, ReadRepresentatives, ReadContacts, Permission::Plan]
            }
            Self::Editor => &[
                ReadRecord,
                ReadOfficials,
                ReadRepresentatives,
                ReadContacts,
                Permission::Plan,
                Permission::Edit,
            ],
            Self::Curator => &[
                ReadRecord,
                ReadOfficials,
                ReadRepresentatives,
                ReadContacts,
                Permission::Plan,
                Permission::Edit,
                Permission::Curate,
            ],
            Self::Administrator | Self::Operator => Permission::ALL,
        }
    }

    /// Whether the role has a permission.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// The least role that has a permission.
    #[must_use]
    pub fn least_with(permission: Permission) -> Self {
        // The last role has all.
        Self::ALL.iter().copied().find(|it| it.may(permission)).unwrap_or(Self::Operator)
    }
}

impl Permission {
    /// What it lets one do, to end a sentence that begins with “may”.
    #[must_use]
    pub const fn act(self) -> &'static str {
        match self {
            Self::ReadRecord => "read the record",
            Self::ReadOfficials => "read the names of public officials",
            Self::ReadRepresentatives => "read the names of representatives",
            Self::ReadContacts => "read contact points of people",
            Self::Plan => "plan with scenarios",
            Self::Edit => "change the record",
            Self::Curate => "merge, retract or erase",
            Self::Audit => "read the audit trail",
            Self::Administer => "give and take rights",
        }
    }
}

/// Who acts. Made at the edge, passed to every use case. Two are equal when they are the same in the same role: an
/// account stays itself with another label, and with credentials that last longer.
#[derive(Debug, Clone)]
pub struct Actor {
    role: Role,
    account: Option<String>,
    label: String,
    expires_at: Option<DateTime<Utc>>,
    /// The id of the request in which it acts, for the audit trail: no part of who it is.
    request: Option<String>,
}

impl PartialEq for Actor {
    fn eq(&self, other: &Self) -> bool {
        self.role == other.role && self.identity() == other.identity()
    }
}

impl Eq for Actor {}

impl Hash for Actor {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.role.hash(state);
        self.identity().hash(state);
    }
}

impl Actor {
    /// The greatest number of characters of a label.
    const LABEL_MAX: usize = 100;

    /// Somebody who has not signed in.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::new(Role::Anonymous, "anonymous")
    }

    /// An actor of a role without an account, with a label for the change log; the label is a function, not a name.
    #[must_use]
    pub fn new(role: Role, label: &str) -> Self {
        Self {
            role,
            account: None,
            label: label.chars().take(Self::LABEL_MAX).collect(),
            expires_at: None,
            request: None,
        }
    }

    /// An actor of a role that has signed in to an account. The account's id never changes; its label may.
    #[must_use]
    pub fn signed_in(role: Role, account: &str, label: &str) -> Self {
        Self { account: Some(account.to_owned()), ..Self::new(role, label) }
    }

    /// The same, whose credentials count until a moment; for ever when none is given.
    #[must_use]
    pub fn until(self, expires_at: Option<DateTime<Utc>>) -> Self {
        Self { expires_at, ..self }
    }

    /// When what the actor has shown ceases to count; none when it never does.
    #[must_use]
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.expires_at
    }

    /// The same in a request of this id.
    #[must_use]
    pub fn in_request(self, id: &str) -> Self {
        Self { request: Some(id.to_owned()), ..self }
    }

    /// The id of the request in which it acts; none on the command line.
    #[must_use]
    pub fn request(&self) -> Option<&str> {
        self.request.as_deref()
    }

    /// The role.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// The id of the account; none for somebody who has not signed in and for the keeper of the machine.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The label for the change log.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What tells this actor from every other, for keys of requests: an account whatever its label, else role and label.
    #[must_use]
    pub fn identity(&self) -> String {
        match &self.account {
            Some(account) => format!("account\u{1f}{account}"),
            None => format!("{}\u{1f}{}", self.role, self.label),
        }
    }

    /// Whether this actor has a permission.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }

    /// Asks for a permission.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] when the actor does not have it.
    pub fn require(&self, permission: Permission) -> Result<(), ServiceError> {
        if self.may(permission) {
            return Ok(());
        }
        Err(ServiceError::Forbidden { role: self.role, permission })
    }

    /// The classes of people whose names this actor may read.
    #[must_use]
    pub fn may_read_names_of(&self) -> &'static [PublicFunction] {
        match (self.may(Permission::ReadOfficials), self.may(Permission::ReadRepresentatives)) {
            (_, true) => PublicFunction::ALL,
            (true, false) => &[PublicFunction::PublicOffice, PublicFunction::PublicOfficial],
            (false, false) => &[],
        }
    }

    /// Whether this actor may read contact points of people; those of institutions and offices are open to all.
    #[must_use]
    pub fn may_read_contacts_of_people(&self) -> bool {
        self.may(Permission::ReadContacts)
    }

    /// Whether this actor may draft scenarios and look at what they suppose.
    #[must_use]
    pub fn may_plan(&self) -> bool {
        self.may(Permission::Plan)
    }

    /// Whether this actor may change the record.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.may(Permission::Edit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_the_one_before_it_may() {
        for pair in Role::ALL.windows(2) {
            let [less, more] = pair else { unreachable!("pairs") };
            for permission in less.permissions() {
                assert!(more.may(*permission), "{more} may not {permission}, and {less} may");
            }
        }
    }

    #[test]
    fn each_right_begins_with_its_role() {
        let least = Permission::ALL.iter().map(|it| (it.as_str(), Role::least_with(*it).as_str()));
        assert_eq!(
            least.collect::<Vec<_>>(),
            [
                ("READ_RECORD", "ANONYMOUS"),
                ("READ_OFFICIALS", "ANONYMOUS"),
                ("READ_REPRESENTATIVES", "ANALYST"),
                ("READ_CONTACTS", "ANALYST"),
                ("PLAN", "ANALYST"),
                ("EDIT", "EDITOR"),
                ("CURATE", "CURATOR"),
                ("AUDIT", "ADMINISTRATOR"),
                ("ADMINISTER", "ADMINISTRATOR"),
            ]
        );
    }

    #[test]
    fn a_refusal_names_the_right_and_who_has_it() {
        let refused = Actor::new(Role::Analyst, "x").require(Permission::Curate).unwrap_err();
        let told = refused.to_string();
        assert!(told.contains("ANALYST") && told.contains("CURATE") && told.contains("CURATOR"), "{told}");
        assert!(Actor::new(Role::Curator, "x").require(Permission::Curate).is_ok());
    }

    #[test]
    fn an_account_stays_itself_under_another_label() {
        let first = Actor::signed_in(Role::Reader, "a", "before");
        let then = Actor::signed_in(Role::Reader, "a", "after");
        assert_eq!(first.identity(), then.identity());
        assert_ne!(first.identity(), Actor::signed_in(Role::Reader, "b", "before").identity());
        assert_ne!(Actor::new(Role::Reader, "a").identity(), first.identity());
    }
}
