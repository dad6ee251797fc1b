//! The figures of one view that comparisons are made of.

use std::sync::Arc;

use domain::id::Id;
use domain::partnership::Partnership;
use domain::record::RecordRef;
use domain::words;
use measures::Interrupt;
use measures::local::clustering::{self, FewNeighbours};
use measures::whole::degree_centralization;

use crate::computed::Interval;
use crate::contact::ContactRule;
use crate::gap::{GapKind, GapRequest, Gaps, gaps};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::receipt::{Receipt, keys};
use crate::refusal::Refusal;
use crate::statistics::{StatisticFilter, StatisticSubject, statistics};
use crate::structure::components;
use crate::tie::{TieRule, Ties};
use crate::uncontacted::{UncontactedSignatories, uncontacted_signatories};
use crate::view::{NetworkView, Scope};

words! {
    /// What a figure is of.
    FigureKind {
        /// Meetings that were held.
        Meetings = "MEETINGS",
        /// Institutions involved in a meeting.
        InvolvedInstitutions = "INVOLVED_INSTITUTIONS",
        /// Institutions in the graph of ties, isolates included.
        Institutions = "INSTITUTIONS",
        /// Institutions of that graph without a tie.
        Isolates = "ISOLATES",
        /// Ties.
        Ties = "TIES",
        /// Ties over pairs of institutions, from 0 to 1.
        Density = "DENSITY",
        /// Connected components, isolates among them.
        Components = "COMPONENTS",
        /// The share of institutions in the largest component, from 0 to 1.
        LargestComponentShare = "LARGEST_COMPONENT_SHARE",
        /// Closed over all paths of two ties, from 0 to 1.
        Transitivity = "TRANSITIVITY",
        /// The mean share of neighbours that are tied, over institutions with two ties or more, from 0 to 1.
        MeanLocalClustering = "MEAN_LOCAL_CLUSTERING",
        /// Degree centralization, from 0 to 1.
        DegreeCentralization = "DEGREE_CENTRALIZATION",
        /// Clusters by the component definition.
        Clusters = "CLUSTERS",
        /// Institutions in such clusters.
        ClusteredInstitutions = "CLUSTERED_INSTITUTIONS",
        /// Signatories of the partnership asked about.
        Signatories = "SIGNATORIES",
        /// Those of them without recorded contact.
        UncontactedSignatories = "UNCONTACTED_SIGNATORIES",
        /// Gaps of one kind.
        Gaps = "GAPS",
    }
}

/// What is compared, by which rules.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRule {
    /// Which ties.
    pub ties: TieRule,
    /// Which ties clusters are components of.
    pub clusters: TieRule,
    /// The least number of members of a cluster; at least 2.
    pub min_size: usize,
    /// Whose signatories; of none when none.
    pub partnership: Option<Id<Partnership>>,
    /// What contact of signatories is.
    pub contact: ContactRule,
    /// Which gaps; none are looked for when none.
    pub gaps: Option<GapRequest>,
}

impl Default for FigureRule {
    /// Contact of any weight, cooperation clusters of three or more, nobody's signatories.
    fn default() -> Self {
        Self {
            ties: TieRule::default(),
            clusters: TieRule::cooperation(),
            min_size: 3,
            partnership: None,
            contact: ContactRule::default(),
            gaps: None,
        }
    }
}

impl FigureRule {
    /// Adds the rule to a receipt.
    pub(super) fn tell(&self, receipt: &mut Receipt) {
        self.ties.tell(receipt);
        let mut clusters = Receipt { parameters: Vec::new(), ..receipt.clone() };
        self.clusters.tell(&mut clusters);
        let named = clusters.parameters.into_iter().map(|(name, value)| (format!("clusters.{name}"), value));
        receipt.parameters.extend(named);
        receipt.parameter("clusters.minSize", self.min_size);
        receipt.parameter("partnership", keys(self.partnership.as_slice()));
        if self.partnership.is_some() {
            self.contact.tell(receipt);
        }
        if let Some(gaps) = &self.gaps {
            receipt.parameter("gaps.kinds", keys(&gaps.kinds));
            receipt.parameter("gaps.partnership", keys(gaps.partnership.as_slice()));
            receipt.parameter("gaps.expectations.types", keys(&gaps.expectations.types));
            receipt.parameter("gaps.expectations.sectors", keys(&gaps.expectations.sectors));
            receipt.parameter("gaps.expectations.functions", keys(&gaps.expectations.functions));
            receipt.parameter("gaps.expectations.levels", keys(&gaps.expectations.levels));
            receipt.parameter("gaps.within", keys(&gaps.within));
            receipt.parameter("gaps.meetingKinds", keys(&gaps.meeting_kinds));
            receipt.parameter("gaps.on", keys(gaps.on.as_slice()));
        }
    }
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is of.
    pub kind: FigureKind,
    /// Gaps of which kind; none for other figures.
    pub gap: Option<GapKind>,
    /// The number; none when it is not defined, such as the density of one institution.
    pub value: Option<Interval>,
}

/// What comparisons are made of, of one view. It does not depend on what the view is compared with, so that one view is
/// compared with many at the cost of theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// The rule.
    pub rule: FigureRule,
    /// The figures, in the order of their kinds.
    pub all: Vec<Figure>,
    /// The ties.
    pub ties: Arc<Ties>,
    /// The clusters, by their smallest member; members in order of position.
    pub clusters: Vec<Vec<Position>>,
    /// The institutions involved in a certain occasion, in order of position.
    pub involved: Vec<Position>,
    /// The positions of the certain occasions' meetings, ascending.
    pub occasions: Vec<u32>,
    /// The undertakings that ties rest on, in order.
    pub undertakings: Vec<RecordRef>,
    /// The signatories, when a partnership is asked about.
    pub signatories: Option<UncontactedSignatories>,
    /// The gaps, when they are asked for.
    pub gaps: Option<Gaps>,
    /// How they came about.
    pub receipt: Receipt,
}

impl Figures {
    /// The figures of a view.
    ///
    /// # Errors
    /// Those of the ties; [`Refusal::NotDefined`] for a least size of clusters below 2; [`Refusal::Interrupted`].
    pub fn of(view: &NetworkView, rule: &FigureRule, interrupt: &Interrupt) -> Result<Self, Refusal> {
        if rule.min_size < 2 {
            return Err(Refusal::NotDefined(crate::refusal::NotDefinedReason::MinimumSizeTooSmall));
        }
        let ties = view.ties(&rule.ties)?;
        let mut clusters = components(view.ties(&rule.clusters)?.as_ref());
        clusters.retain(|it| it.len() >= rule.min_size);
        clusters.sort();
        interrupt.check()?;
        let of = |it: &Id<Partnership>| uncontacted_signatories(view, it, &rule.contact);
        let signatories = rule.partnership.as_ref().map(of);
        let mut receipt = Receipt::new("figures", "1", view);
        rule.tell(&mut receipt);
        let mut all = recorded(view).to_vec();
        all.extend(of_ties(&ties, interrupt)?);
        let clustered = clusters.iter().map(Vec::len).sum::<usize>();
        all.push(counted(FigureKind::Clusters, clusters.len()));
        all.push(counted(FigureKind::ClusteredInstitutions, clustered));
        if let Some(found) = &signatories {
            all.push(figure(FigureKind::Signatories, Some(found.signatories.clone())));
            all.push(figure(FigureKind::UncontactedSignatories, Some(found.count.clone())));
        }
        let gaps = rule.gaps.as_ref().map(|it| gaps(view, it)).transpose()?;
        for it in gaps.iter().flat_map(|it| &it.counts) {
            let count = Some(it.count.clone());
            all.push(Figure { kind: FigureKind::Gaps, gap: Some(it.kind), value: count });
        }
        receipt.count("institutions", ties.nodes().len());
        receipt.count("ties", ties.ties().len());
        receipt.count("clusters", clusters.len());
        Ok(Self {
            rule: rule.clone(),
            all,
            clusters,
            involved: view.involved(),
            occasions: occasions(view),
            undertakings: ties.undertakings(),
            ties,
            signatories,
            gaps,
            receipt,
        })
    }

    /// The figure of a kind, for gaps of theirs; none when it was not asked for.
    #[must_use]
    pub fn get(&self, kind: FigureKind, gap: Option<GapKind>) -> Option<&Figure> {
        self.all.iter().find(|it| (it.kind, it.gap) == (kind, gap))
    }
}

/// What the record counts, with what it leaves open.
fn recorded(view: &NetworkView) -> [Figure; 2] {
    let total = |subject| Some(statistics(view, subject, &[], &StatisticFilter::default()).total);
    [
        figure(FigureKind::Meetings, total(StatisticSubject::Meetings)),
        figure(FigureKind::InvolvedInstitutions, total(StatisticSubject::InvolvedInstitutions)),
    ]
}

fn figure(kind: FigureKind, value: Option<Interval>) -> Figure {
    Figure { kind, gap: None, value }
}

fn counted(kind: FigureKind, count: usize) -> Figure {
    figure(kind, Some(Interval::exact(count as f64)))
}

/// What is measured of the ties that are recorded: exact, as the graph is what the record shows.
fn of_ties(ties: &Ties, interrupt: &Interrupt) -> Result<Vec<Figure>, Refusal> {
    let graph = ties.graph();
    let (institutions, count) = (ties.nodes().len(), ties.ties().len());
    let (n, m) = (institutions as f64, count as f64);
    let parts = components(ties);
    let isolates = parts.iter().filter(|it| it.len() == 1).count();
    let share = |kind, value: Option<f64>| figure(kind, value.map(Interval::exact));
    let (transitivity, mean_local) =
        clustering::transitivity_and_mean_local(graph, FewNeighbours::LeftOut, interrupt)?;
    Ok(vec![
        counted(FigureKind::Institutions, institutions),
        counted(FigureKind::Isolates, isolates),
        counted(FigureKind::Ties, count),
        share(FigureKind::Density, (institutions >= 2).then(|| 2.0 * m / (n * (n - 1.0)))),
        counted(FigureKind::Components, parts.len()),
        share(FigureKind::LargestComponentShare, parts.first().map(|it| it.len() as f64 / n)),
        share(FigureKind::Transitivity, transitivity),
        share(FigureKind::MeanLocalClustering, mean_local),
        share(FigureKind::DegreeCentralization, degree_centralization(graph)),
    ])
}

/// The meetings held in the window for certain with an institution in scope, by position.
fn occasions(view: &NetworkView) -> Vec<u32> {
    let is_open = view.view().scope == Scope::default();
    let certain = view.occasions().iter().filter(|it| it.certainty == Certainty::Certain);
    let in_scope =
        certain.filter(|it| is_open || it.involved.iter().any(|it| view.is_in_scope(it.institution)));
    let mut meetings: Vec<u32> = in_scope.filter_map(|it| u32::try_from(it.meeting).ok()).collect();
    meetings.sort_unstable();
    meetings
}
