//! The words of comparisons, as enumerations of the schema.

use async_graphql::Enum;

/// Which way a number went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::comparison::delta::Direction")]
pub enum ChangeDirection {
    /// It is greater, whatever the record leaves open.
    Increased,
    /// It is less, whatever the record leaves open.
    Decreased,
    /// It is the same, and nothing is left open.
    Unchanged,
    /// What the record leaves open may make it greater, less or the same.
    NotSettled,
}

/// What a figure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::comparison::figures::FigureKind")]
pub enum FigureKind {
    /// Meetings that were held.
    Meetings,
    /// Institutions involved in a meeting.
    InvolvedInstitutions,
    /// Institutions in the graph of ties, isolates included.
    Institutions,
    /// Institutions of that graph without a tie.
    Isolates,
    /// Ties.
    Ties,
    /// Ties over pairs of institutions, from 0 to 1.
    Density,
    /// Connected components, isolates among them.
    Components,
    /// The share of institutions in the largest component, from 0 to 1.
    LargestComponentShare,
    /// Closed over all paths of two ties, from 0 to 1.
    Transitivity,
    /// The mean share of neighbours that are tied, over institutions with two ties or more, from 0 to 1.
    MeanLocalClustering,
    /// Degree centralization, from 0 to 1.
    DegreeCentralization,
    /// Clusters: components with as many members as asked or more.
    Clusters,
    /// Institutions in such clusters.
    ClusteredInstitutions,
    /// Signatories of the partnership asked about.
    Signatories,
    /// Those of them without recorded contact.
    UncontactedSignatories,
    /// Gaps of one kind.
    Gaps,
}

/// What a decision on identity did to institutions between two networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::comparison::counterpart::IdentityChange")]
pub enum IdentityChange {
    /// Several have become one.
    Merged,
    /// One has become several.
    Split,
    /// Several have become several others.
    Regrouped,
}

/// What became of a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::comparison::tie_change::TieChangeKind", name = "TieDifferenceKind")]
pub enum TieChangeKind {
    /// There was none.
    Gained,
    /// There is none any more.
    Lost,
    /// It is of higher level, or of the same level and more weight.
    Strengthened,
    /// It is of lower level, or of the same level and less weight.
    Weakened,
}

/// What became of a signatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(
    remote = "service::graph::comparison::signatory::SignatoryChangeKind",
    name = "SignatoryDifferenceKind"
)]
pub enum SignatoryChangeKind {
    /// It is contacted for certain, and was not.
    BecameContacted,
    /// It was contacted for certain, and is not.
    BecameUncontacted,
    /// It was no named signatory.
    Joined,
    /// It is no named signatory any more.
    Left,
    /// Its status is another, and it was and is not contacted for certain.
    OtherStatus,
}

/// What became of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::comparison::gap_change::GapChangeKind", name = "GapDifferenceKind")]
pub enum GapChangeKind {
    /// It was none.
    Opened,
    /// It is none any more.
    Closed,
    /// On one side it is a gap, on the other it may be one.
    NotSettled,
}
