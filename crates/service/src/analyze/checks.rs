//! What should agree in a file and in what was made of it.

use measures::file::GroupFile;

use super::Input;

/// Counts and sums by which somebody else can tell whether the same was read.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Checks {
    /// The rows read.
    pub rows: usize,
    /// Columns of the file that were passed over.
    pub columns_passed_over: Vec<String>,
    /// The institutions.
    pub institutions: usize,
    /// The occasions; none for a file of ties.
    pub occasions: Option<usize>,
    /// The attendances, each counted once.
    pub attendances: Option<usize>,
    /// The attendances that came again.
    pub repeated_attendances: Option<usize>,
    /// The ties.
    pub ties: usize,
    /// Ties from a label to itself, left out.
    pub loops: usize,
    /// Ties that came again, their weights added up.
    pub parallel: usize,
    /// The sum of all degrees: twice the number of ties.
    pub sum_of_degrees: usize,
    /// Whether it is.
    pub sum_of_degrees_is_twice_ties: bool,
    /// The sum of the weights of all ties.
    pub total_weight: f64,
    /// The groups; none when none were given.
    pub groups: Option<usize>,
    /// Institutions whose group is not given.
    pub without_group: Option<usize>,
    /// Labels in the file of groups that are no institution's.
    pub unknown_labels: Option<usize>,
    /// The most memory that the process had, in KiB; none where the system does not tell.
    pub peak_memory_kib: Option<u64>,
}

impl Checks {
    pub(super) fn new(input: &Input) -> Self {
        let graph = &input.graph;
        let sum_of_degrees = (0..graph.nodes()).map(|it| graph.degree(it)).sum();
        let affiliations = input.affiliations.as_ref();
        Self {
            rows: input.rows,
            columns_passed_over: input.passed_over.clone(),
            institutions: graph.nodes(),
            occasions: affiliations.map(|it| it.occasions()),
            attendances: affiliations.map(|it| it.attendances()),
            repeated_attendances: affiliations.map(|it| it.repeated()),
            ties: graph.ties(),
            loops: input.simplified.loops,
            parallel: input.simplified.parallel,
            sum_of_degrees,
            sum_of_degrees_is_twice_ties: sum_of_degrees == 2 * graph.iter_ties().count(),
            total_weight: graph.total_weight(),
            groups: None,
            without_group: None,
            unknown_labels: None,
            peak_memory_kib: None,
        }
    }

    pub(super) fn groups(&mut self, file: &GroupFile) {
        self.groups = Some(file.groups.len());
        self.without_group = Some(file.of.iter().filter(|it| it.is_none()).count());
        self.unknown_labels = Some(file.unknown);
    }
}

/// The most memory that this process had so far, in KiB; none where the system does not tell.
#[must_use]
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
