//! What the weight of a tie means.

/// How weights are read. Where paths are concerned there is no default, as a strength read as a distance turns every
/// answer round without anybody noticing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WeightSemantics {
    /// Weights are not looked at: every tie counts one, every step has length one.
    None,
    /// A greater weight is a closer tie. On paths a tie of weight `w` has the length `1/w` (M. E. J. Newman, Phys. Rev. E
    /// 64, 016132, 2001, doi:10.1103/PhysRevE.64.016132).
    Strength,
    /// A greater weight is a longer way. On paths a tie of weight `w` has the length `w`; measures that need strengths
    /// are not defined.
    Distance,
}
