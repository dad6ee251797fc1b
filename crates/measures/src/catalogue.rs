//! The catalogue: every measure, what it means and where it comes from, as data.

mod cluster;
mod institution;
mod tie;
mod whole;

use crate::weights::WeightSemantics;

/// What a measure has a value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scope {
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

/// How near a value is to its definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Exactness {
    /// The value defined, but for rounding.
    Exact,
    /// An estimate from a sample, drawn with a seed.
    Sampled,
    /// The best that a search found; the best there is may be better.
    Heuristic,
    /// A probability under a model of chance.
    Statistical,
}

/// How a measure may read weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Weights {
    /// What may be said; empty when weights are not looked at, whatever is said.
    pub allowed: &'static [WeightSemantics],
    /// What holds when nothing is said; none when something must be.
    pub default: Option<WeightSemantics>,
}

/// Weights are not looked at.
const IGNORED: Weights = Weights { allowed: &[], default: Some(WeightSemantics::None) };

/// Weights are strengths, or not looked at.
const LOCAL: Weights = Weights {
    allowed: &[WeightSemantics::None, WeightSemantics::Strength],
    default: Some(WeightSemantics::Strength),
};

/// Paths are concerned, so there is no default.
const PATHS: Weights = Weights {
    allowed: &[WeightSemantics::None, WeightSemantics::Strength, WeightSemantics::Distance],
    default: None,
};

/// What a measure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MeasureDefinition {
    /// The measure.
    pub measure: Measure,
    /// What it has a value for.
    pub scope: Scope,
    /// Goes up when the same network may get another value.
    pub version: u32,
    /// Its English label.
    pub english: &'static str,
    /// Its Polish label.
    pub polish: &'static str,
    /// The definition, in plain text; `n` institutions, `m` ties.
    pub formula: &'static str,
    /// The values it may have.
    pub range: &'static str,
    /// When there is no value.
    pub null_meaning: &'static str,
    /// Where it is defined.
    pub reference: &'static str,
    /// The digital object identifier of the reference, or of the one of its works that defines the measure.
    pub doi: &'static str,
    /// How time grows, with `n` institutions and `m` ties.
    pub complexity: &'static str,
    /// How near values are to the definition.
    pub exactness: Exactness,
    /// How weights may be read.
    pub weights: Weights,
}

macro_rules! measures {
    ($($variant:ident = $name:literal,)+) => {
        /// A measure. What each is stands in its definition.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        #[allow(missing_docs, reason = "the catalogue says what each is")]
        pub enum Measure {
            $($variant,)+
        }

        impl Measure {
            /// All measures, in order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name in the API and on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

measures! {
    Degree = "DEGREE",
    Strength = "STRENGTH",
    Betweenness = "BETWEENNESS",
    BetweennessSampled = "BETWEENNESS_SAMPLED",
    Closeness = "CLOSENESS",
    HarmonicCloseness = "HARMONIC_CLOSENESS",
    Eigenvector = "EIGENVECTOR",
    Pagerank = "PAGERANK",
    Katz = "KATZ",
    CoreNumber = "CORE_NUMBER",
    LocalClustering = "LOCAL_CLUSTERING",
    Constraint = "CONSTRAINT",
    EffectiveSize = "EFFECTIVE_SIZE",
    Efficiency = "EFFICIENCY",
    ParticipationCoefficient = "PARTICIPATION_COEFFICIENT",
    PairsDisconnected = "PAIRS_DISCONNECTED",
    Coordinator = "COORDINATOR",
    ItinerantBroker = "ITINERANT_BROKER",
    Gatekeeper = "GATEKEEPER",
    Representative = "REPRESENTATIVE",
    Liaison = "LIAISON",
    BrokerageTotal = "BROKERAGE_TOTAL",
    Institutions = "INSTITUTIONS",
    Ties = "TIES",
    Isolates = "ISOLATES",
    Density = "DENSITY",
    MeanDegree = "MEAN_DEGREE",
    DegreeCentralization = "DEGREE_CENTRALIZATION",
    Components = "COMPONENTS",
    GiantShare = "GIANT_SHARE",
    Diameter = "DIAMETER",
    MeanDistance = "MEAN_DISTANCE",
    Transitivity = "TRANSITIVITY",
    MeanLocalClustering = "MEAN_LOCAL_CLUSTERING",
    DegreeAssortativity = "DEGREE_ASSORTATIVITY",
    AttributeAssortativity = "ATTRIBUTE_ASSORTATIVITY",
    EiIndex = "EI_INDEX",
    Modularity = "MODULARITY",
    CorePeripheryProfile = "CORE_PERIPHERY_PROFILE",
    ArticulationPoints = "ARTICULATION_POINTS",
    Bridges = "BRIDGES",
    LeidenClusters = "LEIDEN_CLUSTERS",
    ComponentClusters = "COMPONENT_CLUSTERS",
    ClusterDensity = "CLUSTER_DENSITY",
    Conductance = "CONDUCTANCE",
    ClusterStability = "CLUSTER_STABILITY",
    MembershipConfidence = "MEMBERSHIP_CONFIDENCE",
    TieCount = "TIE_COUNT",
    TieNewman = "TIE_NEWMAN",
    TieWeight = "TIE_WEIGHT",
    Multiplexity = "MULTIPLEXITY",
    BackboneSdsm = "BACKBONE_SDSM",
    BackboneHypergeometric = "BACKBONE_HYPERGEOMETRIC",
    BackboneDisparity = "BACKBONE_DISPARITY",
    ShortestPath = "SHORTEST_PATH",
    Introducers = "INTRODUCERS",
    CommonNeighbours = "COMMON_NEIGHBOURS",
    Jaccard = "JACCARD",
    AdamicAdar = "ADAMIC_ADAR",
    ResourceAllocation = "RESOURCE_ALLOCATION",
    PreferentialAttachment = "PREFERENTIAL_ATTACHMENT",
}

/// All definitions, in order of [`Measure::ALL`].
pub static CATALOGUE: [MeasureDefinition; Measure::ALL.len()] = flat();

const fn flat() -> [MeasureDefinition; Measure::ALL.len()] {
    let parts: [&[MeasureDefinition]; 4] =
        [&institution::INSTITUTION, &whole::WHOLE, &cluster::CLUSTER, &tie::TIE];
    let mut all = [institution::INSTITUTION[0]; Measure::ALL.len()];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut place = 0;
        while place < parts[part].len() {
            all[at] = parts[part][place];
            (place, at) = (place + 1, at + 1);
        }
        part += 1;
    }
    all
}

/// A name that is no measure's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no measure `{name}`; did you mean {nearest}?")]
pub struct UnknownMeasure {
    /// The name.
    pub name: String,
    /// The measure whose name is nearest.
    pub nearest: &'static str,
}

impl Measure {
    /// The measure of a name: upper or lower case, `-` or `_`.
    ///
    /// # Errors
    /// [`UnknownMeasure`] with the nearest name.
    pub fn from_name(name: &str) -> Result<Self, UnknownMeasure> {
        let wanted = name.trim().to_ascii_uppercase().replace(['-', ' '], "_");
        if let Some(found) = Self::ALL.iter().find(|it| it.name() == wanted) {
            return Ok(*found);
        }
        let mut shown = name.to_owned();
        shown.truncate(shown.floor_char_boundary(100));
        let mut wanted = wanted;
        wanted.truncate(wanted.floor_char_boundary(100));
        let alike = |it: &Self| strsim::jaro_winkler(it.name(), &wanted);
        // Of names equally near the first, so that the hint is always the same.
        let nearest = Self::ALL.iter().rev().max_by(|one, other| alike(one).total_cmp(&alike(other)));
        Err(UnknownMeasure { name: shown, nearest: nearest.map_or("DEGREE", |it| it.name()) })
    }

    /// What the measure is.
    #[must_use]
    pub fn definition(self) -> &'static MeasureDefinition {
        &CATALOGUE[self as usize]
    }
}

impl std::fmt::Display for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_measure_has_all_of_its_definition() {
        for (measure, definition) in Measure::ALL.iter().zip(&CATALOGUE) {
            let it = definition;
            assert_eq!(it.measure, *measure);
            assert_eq!(measure.definition(), it);
            for text in
                [it.english, it.polish, it.formula, it.range, it.null_meaning, it.reference, it.complexity]
            {
                assert!(!text.is_empty() && text.trim() == text, "{measure}");
            }
            assert!(it.doi.starts_with("10.") && it.doi.contains('/') && !it.doi.contains(' '), "{measure}");
            assert!(it.version >= 1);
            let name = serde_json::to_value(measure).expect("a name");
            assert_eq!(name, measure.name());
        }
    }

    #[test]
    fn labels_and_names_are_unique() {
        let unique = |texts: Vec<&str>| texts.iter().collect::<BTreeSet<_>>().len();
        assert_eq!(unique(CATALOGUE.iter().map(|it| it.english).collect()), CATALOGUE.len());
        assert_eq!(unique(CATALOGUE.iter().map(|it| it.polish).collect()), CATALOGUE.len());
        assert_eq!(unique(Measure::ALL.iter().map(|it| it.name()).collect()), CATALOGUE.len());
    }

    #[test]
    fn paths_have_no_default() {
        use Measure::{
            Betweenness, BetweennessSampled, Closeness, Diameter, HarmonicCloseness, MeanDistance,
            ShortestPath,
        };
        let without: Vec<_> =
            CATALOGUE.iter().filter(|it| it.weights.default.is_none()).map(|it| it.measure).collect();
        assert_eq!(
            without,
            [
                Betweenness,
                BetweennessSampled,
                Closeness,
                HarmonicCloseness,
                Diameter,
                MeanDistance,
                ShortestPath
            ]
        );
    }

    #[test]
    fn names_are_found_and_others_hinted() {
        assert_eq!(Measure::from_name("degree"), Ok(Measure::Degree));
        assert_eq!(Measure::from_name(" core-number "), Ok(Measure::CoreNumber));
        let hint = |name: &str| Measure::from_name(name).expect_err("none").nearest;
        assert_eq!(hint("BETWENNESS"), "BETWEENNESS");
        assert_eq!(hint("pagernk"), "PAGERANK");
        assert_eq!(hint("ł".repeat(500).as_str()), Measure::ALL[0].name());
        assert_eq!(
            Measure::from_name("dnsity").expect_err("none").to_string(),
            "there is no measure `dnsity`; did you mean DENSITY?"
        );
    }
}
