//! The words of analyses, as enumerations of the schema.

use async_graphql::Enum;

/// Why a number is an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::computed::IntervalReasonCode")]
pub enum IntervalReasonCode {
    /// More signatories are declared than named.
    SignatoriesNotNamed,
    /// A meeting had participants who are counted but not named.
    UnnamedParticipants,
    /// A series had more meetings than are listed.
    UnlistedMeetings,
    /// An institution was in contact whose membership is not recorded.
    MembershipNotRecorded,
    /// A meeting had participants whom nobody counted.
    ParticipantsNotCounted,
    /// Something may lie in the window, or not.
    PossiblyInWindow,
    /// A visit has no recorded visitor on this basis.
    VisitorNotRecorded,
    /// An institution's attribute cannot be decided.
    UndeterminedAttribute,
    /// How many were submitted is not stated.
    SubmissionsNotStated,
    /// More is listed than declared: a discrepancy of the sources.
    DeclaredLessThanEnumerated,
    /// Nothing is declared, so nothing bounds the number from above.
    NotDeclared,
    /// What became of something is not stated.
    OutcomeNotStated,
    /// A number is told of several groups together, and not of each.
    ToldTogether,
    /// More project partnerships are told of than named.
    ProjectPartnershipsNotNamed,
    /// A project partnership has members whom no source names.
    MembersNotNamed,
}

/// The level of a tie; a higher one includes the lower ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::tie::TieLevel")]
pub enum TieLevel {
    /// Affiliation: members of one standing partnership, nothing more.
    #[graphql(name = "L0")]
    L0,
    /// Contact: a shared occasion.
    #[graphql(name = "L1")]
    L1,
    /// Cooperation: a joint undertaking, or two distinct shared occasions that are bilateral or small.
    #[graphql(name = "L2")]
    L2,
    /// Funded cooperation: a common funded project.
    #[graphql(name = "L3")]
    L3,
}

/// How what two institutions share adds up to the weight of their tie. Recency and the quality of the evidence count in
/// each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::tie::Weighting")]
pub enum Weighting {
    /// `b/(n − 1)`: the base weight of the kind, over the size.
    Base,
    /// `1/(n − 1)`: M. E. J. Newman, Phys. Rev. E 64, 016132, 2001, doi:10.1103/PhysRevE.64.016132.
    Newman,
    /// 1: how much is shared.
    Count,
}

/// By what model of chance ties are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::tie::BackboneMethod")]
pub enum BackboneMethod {
    /// The stochastic degree sequence model: how busy institutions are and how large occasions are is kept.
    Sdsm,
    /// The hypergeometric model: how busy institutions are is kept.
    Hypergeometric,
    /// The disparity filter, which knows weights only and not what is shared.
    Disparity,
}

/// What is done about several tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::tie::BackboneCorrection")]
pub enum BackboneCorrection {
    /// Nothing: of ties that are chance, the share `alpha` stays.
    None,
    /// Bonferroni: the probability that any tie that is chance stays is at most `alpha`.
    Bonferroni,
    /// Holm: the same promise, with more ties.
    Holm,
    /// Benjamini and Hochberg: of the ties that stay, at most the share `alpha` is expected to be chance.
    BenjaminiHochberg,
}

/// What happens to those who coordinate the partnership (roles LEAD and SECRETARIAT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::tie::HubPolicy")]
pub enum HubPolicy {
    /// They stay.
    Keep,
    /// They are taken out with their ties, since they touch everybody.
    RemoveCoordinators,
}

/// How clusters are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::cluster::ClusterMethod")]
pub enum ClusterMethod {
    /// Connected components: the definition, which can be explained and repeated by hand.
    Components,
    /// The Leiden algorithm, for large networks (V. A. Traag, L. Waltman, N. J. van Eck, Sci. Rep. 9, 5233, 2019,
    /// doi:10.1038/s41598-019-41695-z).
    Leiden,
}

/// What the weight of a tie means. A strength read as a distance turns every answer round, so that there is no default
/// where paths are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::measures::WeightSemantics")]
pub enum WeightSemantics {
    /// Weights are not looked at: every tie counts one, every step has length 1.
    None,
    /// A greater weight is a closer tie: on paths a tie of weight `w` has length `1/w`.
    Strength,
    /// A greater weight is a longer way: on paths a tie of weight `w` has length `w`. Measures that need strengths are
    /// not defined.
    Distance,
}

/// By what institutions are grouped. Whose attribute is not recorded is in no group, and the receipt says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::attribute::InstitutionAttribute")]
pub enum InstitutionAttribute {
    /// The sector.
    Sector,
    /// The type.
    Type,
    /// The head of the family of the type: OPS for GOPS.
    TypeFamily,
    /// The powiat of the seat, cities with powiat rights included.
    Powiat,
    /// The subregion (NUTS 3) of the seat.
    Subregion,
}

/// Why parameters, or a network, define no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::refusal::NotDefinedReason")]
pub enum NotDefinedReason {
    /// A half-life must be a positive finite number of months.
    HalfLifeNotPositive,
    /// A minimum weight must be a finite number that is not negative.
    MinimumWeightNotValid,
    /// A resolution must be a positive finite number.
    ResolutionNotPositive,
    /// A cluster must have two members or more.
    MinimumSizeTooSmall,
    /// The institution is not in the network.
    InstitutionNotRecorded,
    /// No meeting that was held has a date, so that time has no beginning and no end.
    NoDatedMeeting,
    /// The network has no institutions.
    NoInstitutions,
    /// The network has no ties.
    NoTies,
    /// The network, or the part asked about, has too few institutions.
    TooFewInstitutions,
    /// All institutions have the same value, so that nothing varies with it.
    NoVariation,
    /// The weights were said to be distances, and the measure needs strengths.
    NeedsStrength,
    /// A weight that must be positive is not.
    WeightNotPositive,
    /// There is no path between the two.
    NotConnected,
    /// The value does not settle: the iteration does not converge.
    NoConvergence,
}

/// Who must be on the other side of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::contact::ContactSide")]
pub enum ContactSide {
    /// The institution that runs the secretariat, or a unit of it.
    Secretariat,
    /// A council of the partnership.
    Council,
    /// Who leads the partnership.
    Lead,
    /// Another signatory.
    Signatory,
    /// Anyone, recorded or not.
    Anyone,
}

/// Whether an institution was contacted within the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::uncontacted::SignatoryStatus")]
pub enum ContactStatus {
    /// By an occasion that lies in the window for certain.
    Contacted,
    /// Only by occasions that may lie in the window.
    PossiblyContacted,
    /// No record of it; not a record that there was none.
    NoRecordedContact,
    /// A signatory without recorded contact that signed less than 90 days before the end of the window, so that it
    /// does not count as uncontacted. Only among signatories.
    New,
}

impl From<service::graph::contact::ContactStatus> for ContactStatus {
    fn from(status: service::graph::contact::ContactStatus) -> Self {
        use service::graph::contact::ContactStatus as Status;
        match status {
            Status::Contacted => Self::Contacted,
            Status::PossiblyContacted => Self::PossiblyContacted,
            Status::NoRecordedContact => Self::NoRecordedContact,
        }
    }
}

/// What the record says of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::coverage::CoverageStatus")]
pub enum CoverageStatus {
    /// It is covered.
    Covered,
    /// Nothing is recorded that covers it; no proof of a gap.
    NotRecorded,
    /// Only something that may lie in the window covers it, or an institution whose sector is not recorded.
    Unknown,
}

/// What the rows or columns of a table of coverage are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::coverage::CoverageDimension")]
pub enum CoverageDimension {
    /// Voivodeships.
    Voivodeship,
    /// Subregions (NUTS 3).
    Subregion,
    /// Powiats, cities with powiat rights included.
    Powiat,
    /// Gminas.
    Gmina,
    /// Types of institution.
    Type,
    /// Families of types, by their head.
    TypeFamily,
    /// Sectors.
    Sector,
    /// Functions.
    Function,
    /// Calendar years of the window, each cut to it; of an open window from the first to the last meeting held.
    Year,
    /// Partnerships.
    Partnership,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::statistics::StatisticSubject")]
pub enum StatisticSubject {
    /// Institutions of the register.
    Institutions,
    /// Institutions involved in a certain occasion, each once.
    InvolvedInstitutions,
    /// Memberships of partnerships, on the basis, at the end of the window.
    Memberships,
    /// Meetings held.
    Meetings,
    /// Institutions that hosted a meeting, each once.
    Hosts,
    /// Participations that make their party involved, on the basis.
    Participations,
}

/// By what statistics are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::statistics::StatisticDimension")]
pub enum StatisticDimension {
    /// The type of the institution.
    Type,
    /// The head of the family of its type: OPS for GOPS.
    TypeFamily,
    /// The sector.
    Sector,
    /// The functions; an institution may be in several rows.
    Function,
    /// The gmina of the seat, or of the place of a meeting.
    Gmina,
    /// The powiat of the seat, or of the place of a meeting.
    Powiat,
    /// The subregion of the seat, or of the place of a meeting.
    Subregion,
    /// The voivodeship of the seat, or of the place of a meeting.
    Voivodeship,
    /// The kind of the meeting.
    MeetingKind,
    /// The year, when the date lies in one.
    Year,
    /// The partnership.
    Partnership,
    /// The role in the partnership or at the meeting.
    Role,
}

/// What ties are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
pub enum TieOrderField {
    /// The weight.
    Weight,
    /// The level.
    Level,
    /// The Polish name of the first institution, then of the second, by the Polish alphabet.
    Name,
}

#[cfg(test)]
pub(super) mod tests {
    use async_graphql::resolver_utils::EnumType;
    use service::graph;

    use super::*;

    /// Checks that the values of an enumeration have the names of the words that they stand for, all of them.
    pub(in crate::schema::computed) fn names_agree<E: EnumType + From<W>, W: Copy>(
        words: &[W],
        name: impl Fn(W) -> &'static str,
    ) {
        assert_eq!(E::items().len(), words.len());
        for word in words {
            let value = E::from(*word);
            let item = E::items().iter().find(|it| it.value == value).expect("an item for every word");
            assert_eq!(item.name, name(*word));
        }
    }

    #[test]
    fn values_have_the_names_of_the_analyses() {
        names_agree::<IntervalReasonCode, graph::IntervalReasonCode>(graph::IntervalReasonCode::ALL, |it| {
            it.as_str()
        });
        names_agree::<TieLevel, graph::tie::TieLevel>(graph::tie::TieLevel::ALL, |it| it.as_str());
        names_agree::<HubPolicy, graph::tie::HubPolicy>(graph::tie::HubPolicy::ALL, |it| it.as_str());
        names_agree::<Weighting, graph::tie::Weighting>(graph::tie::Weighting::ALL, |it| it.as_str());
        names_agree::<BackboneMethod, graph::tie::BackboneMethod>(graph::tie::BackboneMethod::ALL, |it| {
            it.as_str()
        });
        names_agree::<BackboneCorrection, graph::tie::BackboneCorrection>(
            graph::tie::BackboneCorrection::ALL,
            |it| it.as_str(),
        );
        names_agree::<ClusterMethod, graph::cluster::ClusterMethod>(
            graph::cluster::ClusterMethod::ALL,
            |it| it.as_str(),
        );
        names_agree::<NotDefinedReason, graph::refusal::NotDefinedReason>(
            graph::refusal::NotDefinedReason::ALL,
            |it| it.as_str(),
        );
        names_agree::<InstitutionAttribute, graph::attribute::InstitutionAttribute>(
            graph::attribute::InstitutionAttribute::ALL,
            |it| it.as_str(),
        );
        use service::measures::WeightSemantics as Semantics;
        names_agree::<WeightSemantics, Semantics>(
            &[Semantics::None, Semantics::Strength, Semantics::Distance],
            graph::weights::name,
        );
        names_agree::<ContactSide, graph::contact::ContactSide>(graph::contact::ContactSide::ALL, |it| {
            it.as_str()
        });
        names_agree::<ContactStatus, graph::uncontacted::SignatoryStatus>(
            graph::uncontacted::SignatoryStatus::ALL,
            |it| it.as_str(),
        );
        names_agree::<CoverageStatus, graph::coverage::CoverageStatus>(
            graph::coverage::CoverageStatus::ALL,
            |it| it.as_str(),
        );
        names_agree::<CoverageDimension, graph::coverage::CoverageDimension>(
            graph::coverage::CoverageDimension::ALL,
            |it| it.as_str(),
        );
        names_agree::<StatisticSubject, graph::statistics::StatisticSubject>(
            graph::statistics::StatisticSubject::ALL,
            |it| it.as_str(),
        );
        names_agree::<StatisticDimension, graph::statistics::StatisticDimension>(
            graph::statistics::StatisticDimension::ALL,
            |it| it.as_str(),
        );
    }
}

/// How pairs of institutions without a tie are scored by the institutions that both are tied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::measures::link::LinkMethod")]
pub enum LinkMethod {
    /// How many they are.
    CommonNeighbours,
    /// How many they are, over those that either is tied to.
    Jaccard,
    /// Each counts 1/ln of the number of its ties.
    AdamicAdar,
    /// Each counts 1 over the number of its ties.
    ResourceAllocation,
    /// The product of the numbers of ties of the two.
    PreferentialAttachment,
}

/// What time is cut by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::step::StepUnit")]
pub enum StepUnit {
    /// Calendar years.
    Year,
    /// Calendar quarters.
    Quarter,
    /// Windows of some months that begin every few months, so that they overlap.
    Rolling,
}

/// What happens to clusters from one period to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::measures::community::evolution::EvolutionKind")]
pub enum ClusterEventKind {
    /// It matches nothing that was before.
    Birth,
    /// It is the one of the period before.
    Continuation,
    /// It is one that was dormant.
    Resumption,
    /// One has become several.
    Split,
    /// Several have become one.
    Merge,
    /// It matches nothing that is now, and may come back.
    Dormancy,
    /// It has been away for too long.
    Dissolution,
}

/// What the Leiden algorithm maximises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::cluster::ClusterQuality")]
pub enum ClusterQuality {
    /// Modularity: more weight inside than expected of institutions as strongly tied (M. E. J. Newman, M. Girvan, Phys. Rev.
    /// E 69, 026113, 2004, doi:10.1103/PhysRevE.69.026113).
    Modularity,
    /// The constant Potts model: more weight inside than the resolution for every pair (V. A. Traag, P. Van Dooren,
    /// Y. Nesterov, Phys. Rev. E 84, 016114, 2011, doi:10.1103/PhysRevE.84.016114).
    ConstantPotts,
}
