//! The catalogue of measures, as the schema shows it.

use async_graphql::{Description, Enum, Object};
use service::measures::catalogue::{self, CATALOGUE, Exactness};

use super::words::WeightSemantics;

/// A measure of networks. What each is stands in `measures`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::measures::catalogue::Measure")]
pub enum Measure {
    /// Degree.
    Degree,
    /// Strength.
    Strength,
    /// Betweenness.
    Betweenness,
    /// Betweenness, estimated.
    BetweennessSampled,
    /// Closeness.
    Closeness,
    /// Harmonic closeness.
    HarmonicCloseness,
    /// Eigenvector centrality.
    Eigenvector,
    /// PageRank.
    Pagerank,
    /// Katz centrality.
    Katz,
    /// Core number.
    CoreNumber,
    /// Local clustering.
    LocalClustering,
    /// Constraint.
    Constraint,
    /// Effective size.
    EffectiveSize,
    /// Efficiency.
    Efficiency,
    /// Participation coefficient.
    ParticipationCoefficient,
    /// Pairs disconnected without it.
    PairsDisconnected,
    /// Coordinator role.
    Coordinator,
    /// Itinerant broker role.
    ItinerantBroker,
    /// Gatekeeper role.
    Gatekeeper,
    /// Representative role.
    Representative,
    /// Liaison role.
    Liaison,
    /// Brokerage, all roles.
    BrokerageTotal,
    /// Institutions.
    Institutions,
    /// Ties.
    Ties,
    /// Isolates.
    Isolates,
    /// Density.
    Density,
    /// Mean degree.
    MeanDegree,
    /// Degree centralization.
    DegreeCentralization,
    /// Components.
    Components,
    /// Share of the giant component.
    GiantShare,
    /// Diameter.
    Diameter,
    /// Mean distance.
    MeanDistance,
    /// Transitivity.
    Transitivity,
    /// Mean local clustering.
    MeanLocalClustering,
    /// Degree assortativity.
    DegreeAssortativity,
    /// Attribute assortativity.
    AttributeAssortativity,
    /// E-I index.
    EiIndex,
    /// Modularity of given groups.
    Modularity,
    /// Core-periphery profile.
    CorePeripheryProfile,
    /// Articulation points.
    ArticulationPoints,
    /// Bridges.
    Bridges,
    /// Clusters (Leiden).
    LeidenClusters,
    /// Clusters (components).
    ComponentClusters,
    /// Internal density.
    ClusterDensity,
    /// Conductance.
    Conductance,
    /// Cluster stability.
    ClusterStability,
    /// Membership confidence.
    MembershipConfidence,
    /// Shared occasions.
    TieCount,
    /// Shared occasions by size.
    TieNewman,
    /// Weight of a tie.
    TieWeight,
    /// Multiplexity.
    Multiplexity,
    /// Backbone p-value (SDSM).
    BackboneSdsm,
    /// Backbone p-value (hypergeometric).
    BackboneHypergeometric,
    /// Backbone p-value (disparity filter).
    BackboneDisparity,
    /// Shortest path.
    ShortestPath,
    /// Introducers.
    Introducers,
    /// Common neighbours.
    CommonNeighbours,
    /// Jaccard index.
    Jaccard,
    /// Adamic-Adar index.
    AdamicAdar,
    /// Resource allocation index.
    ResourceAllocation,
    /// Preferential attachment.
    PreferentialAttachment,
}

/// What a measure has a value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::measures::catalogue::Scope")]
pub enum MeasureScope {
    /// Each institution.
    Institution,
    /// The network as a whole.
    Whole,
    /// Each cluster, or each institution as a member of one.
    Cluster,
    /// Each tie.
    Tie,
    /// Two institutions, tied or not.
    Pair,
}

/// What a measure is: its definition, where it comes from and how far it can be trusted.
#[derive(Debug, Clone, Copy, Description)]
pub struct MeasureDefinition(&'static catalogue::MeasureDefinition);

impl MeasureDefinition {
    /// The definition of a measure.
    pub(super) fn of(measure: catalogue::Measure) -> Self {
        Self(measure.definition())
    }

    /// Those of a scope, or all, in order of the catalogue.
    pub(crate) fn all(scope: Option<MeasureScope>) -> Vec<Self> {
        let wanted = scope.map(catalogue::Scope::from);
        CATALOGUE.iter().filter(|it| wanted.is_none_or(|scope| it.scope == scope)).map(Self).collect()
    }
}

#[Object(use_type_description)]
impl MeasureDefinition {
    /// The name, for arguments.
    fn name(&self) -> Measure {
        self.0.measure.into()
    }

    /// What it has a value for.
    fn scope(&self) -> MeasureScope {
        self.0.scope.into()
    }

    /// The Polish label.
    fn label_pl(&self) -> &str {
        self.0.polish
    }

    /// The English label.
    fn label_en(&self) -> &str {
        self.0.english
    }

    /// The definition in plain text, with `n` institutions and `m` ties.
    fn formula(&self) -> &str {
        self.0.formula
    }

    /// The values that it may have.
    fn range(&self) -> &str {
        self.0.range
    }

    /// When there is no value.
    fn null_meaning(&self) -> &str {
        self.0.null_meaning
    }

    /// Where it is defined.
    fn reference(&self) -> &str {
        self.0.reference
    }

    /// The digital object identifier of the work that defines it.
    fn doi(&self) -> &str {
        self.0.doi
    }

    /// How the time that it takes grows with `n` institutions and `m` ties.
    fn complexity(&self) -> &str {
        self.0.complexity
    }

    /// Whether the value is the one defined, but for rounding; not an estimate, the best that a search found, or a
    /// probability under a model.
    fn is_exact(&self) -> bool {
        self.0.exactness == Exactness::Exact
    }

    /// What weights may be said to mean; empty when they are not looked at.
    fn weight_semantics(&self) -> Vec<WeightSemantics> {
        self.0.weights.allowed.iter().map(|it| (*it).into()).collect()
    }

    /// Whether it must be said what weights mean: where paths are concerned there is no default.
    fn requires_weight_semantics(&self) -> bool {
        self.0.weights.default.is_none()
    }

    /// Goes up when the same network may get another value.
    fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }
}

/// The page of reference: every measure by scope, as Markdown. Equal for equal versions of the program.
#[must_use]
pub fn reference() -> String {
    use std::fmt::Write as _;
    const SCOPES: [(catalogue::Scope, &str); 5] = [
        (catalogue::Scope::Institution, "Of an institution"),
        (catalogue::Scope::Whole, "Of the whole network"),
        (catalogue::Scope::Cluster, "Of clusters"),
        (catalogue::Scope::Tie, "Of ties"),
        (catalogue::Scope::Pair, "Of two institutions"),
    ];
    let mut page = String::from(
        "# Measures\n\nMade from the catalogue by `just measures`; the same as data: `{ measures { … } }`. With `n` institutions \
         and `m` ties.\n",
    );
    // Writing to a text does not fail.
    for (scope, title) in SCOPES {
        let _ = write!(page, "\n## {title}\n");
        for it in CATALOGUE.iter().filter(|it| it.scope == scope) {
            let weights = match (it.weights.allowed, it.weights.default) {
                ([], _) => "not looked at".to_owned(),
                (allowed, default) => {
                    let names: Vec<_> = allowed.iter().map(|it| service::graph::weights::name(*it)).collect();
                    let default = default.map_or("no default", service::graph::weights::name);
                    format!("{} ({default})", names.join(", "))
                }
            };
            let exact = match it.exactness {
                Exactness::Exact => "exact",
                Exactness::Sampled => "an estimate from a sample",
                Exactness::Heuristic => "the best that a search found",
                Exactness::Statistical => "a probability under a model of chance",
            };
            let _ = write!(
                page,
                "\n### {}\n\n{} ({}), version {}.\n\n- Definition: {}\n- Range: {}\n- No value: {}\n- Value: {exact}\n\
                 - Weights: {weights}\n- Time: {}\n- Source: {}, <https://doi.org/{}>\n",
                it.measure.name(),
                it.english,
                it.polish,
                it.version,
                it.formula,
                it.range,
                it.null_meaning,
                it.complexity,
                it.reference,
                it.doi,
            );
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use async_graphql::resolver_utils::EnumType as _;

    use super::*;

    #[test]
    fn every_measure_of_the_catalogue_is_a_value_with_its_label() {
        assert_eq!(Measure::items().len(), catalogue::Measure::ALL.len());
        for measure in catalogue::Measure::ALL {
            let item = Measure::items().iter().find(|it| it.value == Measure::from(*measure));
            assert_eq!(item.expect("a value").name, measure.name());
        }
        let sdl = crate::schema::sdl();
        for it in &CATALOGUE {
            let label = format!("\"{}.\"", it.english);
            assert!(sdl.contains(&label), "{label}");
        }
    }

    #[test]
    fn the_page_of_reference_is_what_the_catalogue_says() {
        let path =
            std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/measures.md"));
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == reference(),
            "docs/reference/measures.md is not what the catalogue says; run `just measures` and commit the file"
        );
    }
}
