//! Words about who may do what.

use async_graphql::Enum;

/// What an actor is, and so what it may do. Each but the last may do all that the one before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::Role")]
pub enum Role {
    /// Somebody who has not signed in.
    Anonymous,
    /// A signed-in reader, who sees what the public sees.
    Reader,
    /// An analyst of the office.
    Analyst,
    /// An editor, who keeps the record.
    Editor,
    /// A curator, who also decides what is one, what no longer counts and what is erased.
    Curator,
    /// An administrator, who also gives rights.
    Administrator,
    /// The keeper of the machine, at its command line; no account has this role.
    Operator,
}

/// What an actor may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::Permission")]
pub enum Permission {
    /// Read the record, but for what has a permission of its own.
    ReadRecord,
    /// Read the names of public officials acting as such.
    ReadOfficials,
    /// Read the names of representatives and employees.
    ReadRepresentatives,
    /// Read contact points of people; those of institutions and offices are part of the record.
    ReadContacts,
    /// Draft scenarios and look at what they suppose.
    Plan,
    /// Change the record: record meetings, import files, apply scenarios.
    Edit,
    /// Merge and split records, retract documents, erase personal values.
    Curate,
    /// Read who saw or changed personal values.
    Audit,
    /// Give and take rights, such as access tokens.
    Administer,
}

#[cfg(test)]
mod tests {
    use super::super::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_service() {
        names_agree::<Role, service::Role>(service::Role::ALL, |it| it.as_str());
        names_agree::<Permission, service::Permission>(service::Permission::ALL, |it| it.as_str());
    }
}
