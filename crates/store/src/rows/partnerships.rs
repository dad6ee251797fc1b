//! Partnerships and bodies, and who belongs to them.

use domain::body::{Body, BodyMembership};
use domain::partnership::{LifecycleEvent, Membership, Partnership};

use super::row;

row! {
    partnership: Partnership in "partnership" {
        name_pl: Text,
        name_en: MaybeText,
        kind: Text,
        parent: MaybeText,
        founded: Text,
        territory: MaybeText,
        intended_sectors: List,
        aims: List,
        open_accession: MaybeFlag,
        note: MaybeText,
    }
}

row! {
    lifecycle_event: LifecycleEvent in "lifecycle_event" {
        partnership: Text,
        state: Text,
        date: Text,
        note: MaybeText,
    }
}

row! {
    membership: Membership in "membership" {
        partnership: Text,
        role: Text,
        signed_on: Text,
        as_of: Text,
        valid_from: Text,
        valid_to: Text,
    } party party
}

row! {
    body: Body in "body" {
        name_pl: Text,
        name_en: MaybeText,
        short_name: MaybeText,
        kind: Text,
        partnership: MaybeText,
        appointed_by: MaybeText,
        established: Text,
        as_of: Text,
        same_as: MaybeText,
        note: MaybeText,
    }
}

row! {
    body_membership: BodyMembership in "body_membership" {
        body: Text,
        person: MaybeText,
        on_behalf_of: MaybeText,
        group: MaybeText,
        role: Text,
        as_of: Text,
        valid_from: Text,
        valid_to: Text,
    }
}
