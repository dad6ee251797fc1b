//! What a network is compared with, and the field that compares.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result};
use service::ViewContext;
use service::analysis::Allowance;
use service::graph::View;
use service::graph::comparison::Comparison;
use service::graph::comparison::figures::{FigureRule, Figures};
use service::graph::gap::GapRequest;
use service::graph::receipt::view_parameters;

use super::analysis::{self, refused};
use super::comparison::{Compared, NetworkDiff};
use super::gap::GapKind;
use super::input::{self, ContactRule, TieRule};
use crate::error::ErrorCode;
use crate::schema::context::RequestContext;
use crate::schema::date::PeriodInput;
use crate::schema::input::{AsOfInput, EvidenceFilter, PartnershipLookup};
use crate::schema::network::Network;
use crate::schema::words::EvidenceBasis;

/// What a network is compared with. What is left out is as in the network itself; something must be given.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ComparedViewInput {
    /// The state of the record; that of the network when left out. A network that supposes a scenario is compared with
    /// the record itself by the scenario's `baseRevision`.
    pub as_of: Option<AsOfInput>,
    /// The id of a scenario that the side before supposes; that of the network when left out, and none with `asOf`.
    pub scenario: Option<ID>,
    /// The window of time; that of the network when left out.
    pub during: Option<PeriodInput>,
    /// The evidence that counts; that of the network when left out.
    pub basis: Option<EvidenceBasis>,
    /// Which claims count at all; those of the network when left out. An empty filter: all of them.
    pub evidence: Option<EvidenceFilter>,
}

impl ComparedViewInput {
    /// The view that it names, seen from the network's own.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when nothing is given; those of the state and the window.
    async fn look(&self, ctx: &Context<'_>, context: &Arc<ViewContext>) -> Result<Arc<ViewContext>> {
        let is_same_state = self.as_of.is_none() && self.scenario.is_none();
        if is_same_state && self.during.is_none() && self.basis.is_none() && self.evidence.is_none() {
            let message = "`with` names nothing to compare with; give `asOf`, `scenario`, `during`, `basis` or `evidence`.";
            return Err(ErrorCode::InvalidArgument.error(message));
        }
        let request = RequestContext::of(ctx)?;
        let as_of = self.as_of.as_ref().map(AsOfInput::read);
        let snapshot = if as_of.is_some() || self.scenario.is_some() {
            request.pinned(as_of, None, self.scenario.as_ref()).await?
        } else {
            Arc::clone(&context.snapshot)
        };
        let filter = match &self.evidence {
            Some(filter) => filter.read(&request.whole())?,
            None => context.snapshot.evidence().clone(),
        };
        let snapshot = request.by_evidence(snapshot, filter).await?;
        let own = context.view.view().clone();
        let view = View {
            period: self.during.as_ref().map(PeriodInput::read).transpose()?.unwrap_or(own.period),
            basis: self.basis.map_or(own.basis, Into::into),
            ..own
        };
        Ok(request.look(snapshot, view))
    }
}

/// The least share of common members of clusters that match, when nothing else is said.
const THRESHOLD: f64 = 0.3;

/// The comparison of a network with another view.
pub struct ComparisonAnalyses(pub(crate) Network);

#[Object]
impl ComparisonAnalyses {
    /// What is different from another view of the record: another revision, another window, other evidence.
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of the definition")]
    async fn compare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What this network is compared with: the side before.")] with: ComparedViewInput,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] ties: Option<TieRule>,
        #[graphql(
            desc = "The ties that clusters are components of; of level L2 or more and weight 0.2 or more, coordinators taken out, when left out."
        )]
        clusters: Option<TieRule>,
        #[graphql(desc = "The least number of members of a cluster, 2 or more.", default = 3)] min_size: i32,
        #[graphql(
            desc = "The least share of common members among all members of two clusters that match, above 0 and at most 1.",
            default_with = "THRESHOLD"
        )]
        threshold: f64,
        #[graphql(desc = "Whose signatories are compared, and their contact; nobody's when left out.")]
        partnership: Option<PartnershipLookup>,
        #[graphql(desc = "What contact of signatories is; any recorded for certain when left out.")]
        contact: Option<ContactRule>,
        #[graphql(
            desc = "Gaps of these kinds are compared, of the partnership when one is given; none when left out. Actions are overdue by the end of either window."
        )]
        gaps: Option<Vec<GapKind>>,
    ) -> Result<NetworkDiff> {
        let after = &self.0.0;
        let before = with.look(ctx, after).await?;
        let default = FigureRule::default();
        let signatories_of = input::partnership(after, partnership.as_ref())?;
        let rule = FigureRule {
            ties: TieRule::read_some(ties.as_ref(), after)?,
            clusters: clusters.map(|it| it.read(after)).transpose()?.unwrap_or(default.clusters),
            min_size: usize::try_from(min_size).unwrap_or_default(),
            gaps: gaps.filter(|it| !it.is_empty()).map(|kinds| GapRequest {
                kinds: kinds.into_iter().map(Into::into).collect(),
                partnership: signatories_of.clone(),
                ..GapRequest::default()
            }),
            partnership: signatories_of,
            contact: ContactRule::read_some(contact.as_ref(), after)?,
        };
        compare(ctx, &before, after, rule, threshold).await
    }
}

/// What is different between two views, by the rules that [`ComparisonAnalyses`] takes when nothing else is said.
pub(in crate::schema) async fn difference(
    ctx: &Context<'_>,
    before: &Arc<ViewContext>,
    after: &Arc<ViewContext>,
    ties: Option<TieRule>,
    clusters: Option<TieRule>,
) -> Result<NetworkDiff> {
    let default = FigureRule::default();
    let rule = FigureRule {
        ties: TieRule::read_some(ties.as_ref(), after)?,
        clusters: clusters.map(|it| it.read(after)).transpose()?.unwrap_or(default.clusters),
        ..FigureRule::default()
    };
    compare(ctx, before, after, rule, THRESHOLD).await
}

/// Compares two views: the figures of each are worked out once, whatever they are compared with.
async fn compare(
    ctx: &Context<'_>,
    before: &Arc<ViewContext>,
    after: &Arc<ViewContext>,
    rule: FigureRule,
    threshold: f64,
) -> Result<NetworkDiff> {
    let parameters = format!("{rule:?}");
    let figures = |context| {
        let rule = rule.clone();
        let compute = move |view: &_, allowance: &Allowance| {
            Figures::of(view, &rule, &allowance.interrupt).map(Arc::new)
        };
        analysis::run_within(ctx, context, "figures", parameters.clone(), compute)
    };
    let (old, new) = futures_util::try_join!(figures(before), figures(after))?;
    let (old, new) = (old.map_err(refused)?, new.map_err(refused)?);
    let mut key =
        format!("{parameters}\nthreshold={threshold}\nwith.revision={}\n", before.snapshot.revision);
    for (name, value) in view_parameters(before.view.view()) {
        key.push_str(&format!("with.{name}={value}\n"));
    }
    let view_before = Arc::clone(&before.view);
    let compute = move |view: &_, allowance: &Allowance| {
        let sides = (Arc::clone(old.value()), Arc::clone(new.value()));
        let comparison =
            Comparison::of((&view_before, sides.0), (view, sides.1), threshold, &allowance.interrupt)?;
        Ok(Compared { before: old, after: new, comparison })
    };
    let found = analysis::run_within(ctx, after, "comparison", key, compute).await?;
    found.map(NetworkDiff).map_err(refused)
}
