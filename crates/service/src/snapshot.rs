//! The live snapshot: an immutable network with its revision, swapped as a whole.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::evidence_filter::EvidenceFilter;
use graph::receipt::view_parameters;
use graph::{Network, NetworkView, View};
use moka::sync::Cache;
use store::{Loaded, Revision, StoredScenario};

use crate::analysis::stopped;
use crate::{Generation, ServiceError};

/// How many places at occasions the views that are kept of one snapshot may have together.
const KEPT_PLACES: u64 = 4_000_000;

/// The network of one revision.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The revision.
    pub revision: Revision,
    /// When it was recorded; none while nothing has been.
    pub recorded_at: Option<DateTime<Utc>>,
    /// The network.
    pub network: Arc<Network>,
    /// The scenario that the network supposes over the revision; none for the record itself.
    pub scenario: Option<Arc<StoredScenario>>,
    /// The erasures that it was read after.
    generation: Generation,
    /// The claims by which the network was built; all of them but where a filter was asked for.
    evidence: EvidenceFilter,
    /// Whether the network is what would be, had a change been made that was only tried.
    trial: Option<Arc<str>>,
    /// The views that were asked for last, by their parameters.
    views: Cache<Vec<(String, String)>, Arc<NetworkView>>,
}

impl Snapshot {
    /// The snapshot of a network.
    #[must_use]
    pub fn new(revision: Revision, recorded_at: Option<DateTime<Utc>>, network: Arc<Network>) -> Self {
        let places = |_: &Vec<(String, String)>, view: &Arc<NetworkView>| {
            let places: usize = view.occasions().iter().map(|it| it.involved.len() + 1).sum();
            u32::try_from(places).unwrap_or(u32::MAX).max(1)
        };
        let views = Cache::builder().max_capacity(KEPT_PLACES).weigher(places).build();
        Self {
            revision,
            recorded_at,
            network,
            scenario: None,
            generation: Generation::FIRST,
            evidence: EvidenceFilter::default(),
            trial: None,
            views,
        }
    }

    /// The snapshot of what a scenario supposes over another.
    #[must_use]
    pub fn supposing(base: &Self, scenario: Arc<StoredScenario>, network: Arc<Network>) -> Self {
        let generation = base.generation;
        Self { scenario: Some(scenario), generation, ..Self::new(base.revision, base.recorded_at, network) }
    }

    /// The same, which was read after the erasures of a generation.
    #[must_use]
    pub(crate) fn of_generation(self, generation: Generation) -> Self {
        Self { generation, ..self }
    }

    /// The erasures that it was read after: what is worked out from it answers nobody who asks after a later one.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// The same as the snapshot of a network that was built by the claims that a filter admits.
    #[must_use]
    pub fn by_evidence(self, filter: EvidenceFilter) -> Self {
        Self { evidence: filter, ..self }
    }

    /// The filter of the claims by which the network was built.
    #[must_use]
    pub fn evidence(&self) -> &EvidenceFilter {
        &self.evidence
    }

    /// The same as what would be, had a change been made; `mark` tells the change from every other.
    #[must_use]
    pub fn as_trial(self, mark: &str) -> Self {
        Self { trial: Some(format!("trial-{mark}").into()), ..self }
    }

    /// Whether it is what would be, had a change been made that was only tried.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.trial.is_some()
    }

    /// The network through a view: kept, or made now. The view tells the scenario and the evidence filter, so that
    /// nothing that is worked out from it is taken for an answer about the record, about another version of the scenario
    /// or by other evidence.
    #[must_use]
    pub fn view(&self, view: View) -> Arc<NetworkView> {
        let mark = |it: &Arc<StoredScenario>| format!("{}@{}", it.scenario.key, it.version).into();
        let supposed = self.scenario.as_ref().map(mark).or_else(|| self.trial.clone());
        let evidence = (!self.evidence.is_whole()).then(|| self.evidence.to_string().into());
        let view = View { scenario: supposed, evidence, ..view };
        let key = view_parameters(&view);
        self.views.get_with(key, || Arc::new(NetworkView::new(Arc::clone(&self.network), view)))
    }
}

/// Builds the network of a record that was loaded, apart from the async threads.
pub(crate) async fn snapshot_of(loaded: Loaded) -> Result<Snapshot, ServiceError> {
    snapshot_by(loaded, EvidenceFilter::default()).await
}

/// The same by the claims that a filter admits.
pub(crate) async fn snapshot_by(loaded: Loaded, filter: EvidenceFilter) -> Result<Snapshot, ServiceError> {
    let Loaded { revision, recorded_at, record, .. } = loaded;
    let build = move || Network::build_by(record, &filter).map(|it| (it, filter));
    let (network, filter) = tokio::task::spawn_blocking(build).await.map_err(|error| stopped(&error))??;
    Ok(Snapshot::new(revision, recorded_at, Arc::new(network)).by_evidence(filter))
}

/// A snapshot seen through a view: what everything below `network(…)` in one answer is computed from.
#[derive(Debug, Clone)]
pub struct ViewContext {
    /// The snapshot.
    pub snapshot: Arc<Snapshot>,
    /// The view.
    pub view: Arc<NetworkView>,
}

impl ViewContext {
    /// Looks at a snapshot.
    #[must_use]
    pub fn new(snapshot: Arc<Snapshot>, view: View) -> Self {
        let view = snapshot.view(view);
        Self { snapshot, view }
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.snapshot.network
    }
}
