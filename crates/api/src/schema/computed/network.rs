//! The analyses of the network: objects to be flattened into it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use service::graph::cluster::{ClusterRule, ENSEMBLE_MAX};
use service::graph::coverage::{self as coverage_analysis, CoverageRequest};
use service::graph::dependence::Dependence as DependenceValue;
use service::graph::ranking::RankingRule;
use service::graph::statistics as statistics_analysis;
use service::graph::structure::Structure;
use service::graph::tie::{HubPolicy as HubPolicyValue, TieRule as TieRuleValue};
use service::graph::uncontacted;

use super::analysis::{self, refused};
use super::brokerage::BrokerageOutcome;
use super::clusters::ClusterOutcome;
use super::computation::{Answer, Reading};
use super::coverage::{self, CoverageTable};
use super::input::{self, ContactRule, StatisticFilter, TieFilter, TieOrder, TieRule, institutions};
use super::measures::Measure;
use super::ranking::RankingOutcome;
use super::ratio::IndicatorRatio;
use super::statistics::{self, StatisticsTable};
use super::structure::{Dependence, NetworkStructure};
use super::ties::{self, Tie, TieFinding};
use super::uncontacted::UncontactedSignatories;
use super::words::{
    ClusterMethod, ClusterQuality, CoverageDimension, HubPolicy, InstitutionAttribute, StatisticDimension,
    StatisticSubject, WeightSemantics,
};
use crate::error::ErrorCode;
use crate::schema::connection::{Connection, Page};
use crate::schema::entry::RecordNode as _;
use crate::schema::input::{IndicatorLookup, InstitutionFilter, InstitutionLookup, PartnershipLookup, codes};
use crate::schema::network::Network;
use crate::schema::words::{CoverageLevel, PlaceBasis};

/// The analyses of ties.
pub struct TieAnalyses(pub(crate) Network);

#[Object]
impl TieAnalyses {
    /// How large, dense and connected the graph of ties is: the institutions involved in an occasion that lies in the
    /// window for certain, isolates included.
    async fn structure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] ties: Option<TieRule>,
    ) -> Result<NetworkStructure> {
        let context = &self.0.0;
        let rule = TieRule::read_some(ties.as_ref(), context)?;
        let parameters = format!("{rule:?}");
        let graph = Arc::clone(ties::require(ctx, context, rule).await?.shared());
        let compute = move |_: &_| Ok(Structure::of(&graph.value));
        let answer = analysis::run(ctx, context, "structure", parameters, compute).await?;
        Ok(NetworkStructure(answer.map_err(refused)?))
    }

    /// The ties between institutions; in the order asked for, then heaviest first, then by the keys of their ends.
    #[allow(clippy::too_many_arguments, reason = "paging takes four arguments of every such field")]
    async fn ties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] rule: Option<TieRule>,
        #[graphql(desc = "Which of them to list; all when left out.")] filter: Option<TieFilter>,
        #[graphql(desc = "The steps of the order, the first one first.")] order_by: Option<Vec<TieOrder>>,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<Tie>> {
        let context = &self.0.0;
        let rule = TieRule::read_some(rule.as_ref(), context)?;
        let answer = ties::require(ctx, context, rule).await?;
        let list = filter.unwrap_or_default().select(context, answer.value().ties())?;
        let page = Page { first, after, last, before };
        let list = ties::sorted(context.network(), list, &order_by.unwrap_or_default());
        ties::page_of(ctx, &answer, answer.value(), "ties", &list, &page)
    }

    /// The tie between two institutions, or why none is found. Units stand for the institution that they count for.
    async fn tie(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids of two different institutions.")] between: Vec<ID>,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] rule: Option<TieRule>,
    ) -> Result<TieFinding> {
        let rule = TieRule::read_some(rule.as_ref(), &self.0.0)?;
        ties::find(&ties::require(ctx, &self.0.0, rule).await?, &between)
    }

    /// What hangs on one institution: who would stand alone without it, and what would fall apart.
    async fn dependence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The institution; a unit stands for the one that it counts for.")]
        on: InstitutionLookup,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] ties: Option<TieRule>,
    ) -> Result<Dependence> {
        let context = &self.0.0;
        let institution = on.require(context)?;
        let on = context.network().rolled_up(institution.entry().position());
        let rule = TieRule::read_some(ties.as_ref(), context)?;
        let graph = ties::require(ctx, context, rule).await?;
        Ok(Dependence(Answer::direct(context, DependenceValue::of(graph.value(), on))))
    }

    /// Who works together closely: cooperation clusters unless other ties are asked for.
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of the definition")]
    async fn clusters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ties; of level L2 or more and weight 0.2 or more when left out.")]
        ties: Option<TieRule>,
        #[graphql(desc = "How they are found.", default_with = "ClusterMethod::Components")]
        method: ClusterMethod,
        #[graphql(
            desc = "The resolution of modularity, above 0 and at most 1000: the higher, the smaller the clusters. Components do not depend on it.",
            default = 1.0
        )]
        resolution: f64,
        #[graphql(
            desc = "What Leiden maximises. Components do not depend on it.",
            default_with = "ClusterQuality::Modularity"
        )]
        quality: ClusterQuality,
        #[graphql(desc = "The seed, 0 or more. Components do not depend on it.", default = 1)] seed: i32,
        #[graphql(
            desc = "The number of seeds by which Leiden tells how sure memberships and how stable clusters are, 0 to 100; 0 tells neither. With several the best division is told.",
            default = 0
        )]
        ensemble: i32,
        #[graphql(desc = "The least number of members, 2 or more.", default = 3)] min_size: i32,
        #[graphql(
            desc = "Whether coordinators are taken out before clusters are looked for.",
            default_with = "HubPolicy::RemoveCoordinators"
        )]
        hubs: HubPolicy,
        #[graphql(
            desc = "Whose coordinators; those that `ties` names, or of all partnerships, when left out."
        )]
        partnership: Option<PartnershipLookup>,
    ) -> Result<ClusterOutcome> {
        let context = &self.0.0;
        let mut rule = match ties {
            Some(ties) => ties.read(context)?,
            None => TieRuleValue { hubs: HubPolicyValue::Keep, ..TieRuleValue::cooperation() },
        };
        if hubs == HubPolicy::RemoveCoordinators {
            rule.hubs = HubPolicyValue::RemoveCoordinators;
        }
        if let Some(partnership) = super::input::partnership(context, partnership.as_ref())? {
            rule.partnership = Some(partnership);
        }
        if !resolution.is_finite() || resolution <= 0.0 || resolution > 1_000.0 {
            return Err(wrong(format!(
                "`resolution` is {resolution}; expected a number above 0 and at most 1000."
            )));
        }
        let seed = input::seed(seed)?;
        let size = usize::try_from(min_size).ok().filter(|it| *it >= 2);
        let min_size = size.ok_or_else(|| wrong(format!("`minSize` is {min_size}; expected 2 or more.")))?;
        let method = method.into();
        let ensemble = u32::try_from(ensemble)
            .ok()
            .filter(|it| *it <= ENSEMBLE_MAX)
            .ok_or_else(|| wrong(format!("`ensemble` is {ensemble}; expected 0 to {ENSEMBLE_MAX}.")))?;
        let quality = quality.into();
        let rule = ClusterRule { ties: rule, method, quality, resolution, seed, ensemble, min_size };
        ClusterOutcome::find(ctx, context, rule).await
    }
}

/// The measures of institutions.
pub struct MeasureAnalyses(pub(crate) Network);

#[Object]
impl MeasureAnalyses {
    /// The institutions in order of a measure of the catalogue (see `measures`).
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of a measure")]
    async fn ranking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The measure, one of scope `INSTITUTION`.")] measure: Measure,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] ties: Option<TieRule>,
        #[graphql(
            desc = "What weights mean. Must be given where paths are concerned; elsewhere `STRENGTH` when left out, where weights are looked at at all."
        )]
        weight_semantics: Option<WeightSemantics>,
        #[graphql(
            desc = "The attribute that groups institutions: for roles of brokerage, and for `PARTICIPATION_COEFFICIENT` in place of clusters."
        )]
        by: Option<InstitutionAttribute>,
        #[graphql(
            desc = "How many institutions are sampled, 2 or more, for `BETWEENNESS_SAMPLED`; 256 when left out."
        )]
        samples: Option<i32>,
        #[graphql(desc = "The seed of what is drawn at random, 0 or more.", default = 1)] seed: i32,
        #[graphql(desc = "The damping of `PAGERANK`, from 0 to below 1.", default = 0.85)] damping: f64,
        #[graphql(
            desc = "The alpha of `KATZ`, above 0 and below 1 over the greatest eigenvalue; 0.85 of that when left out."
        )]
        alpha: Option<f64>,
    ) -> Result<RankingOutcome> {
        let context = &self.0.0;
        let ties = TieRule::read_some(ties.as_ref(), context)?;
        let rule = RankingRule {
            measure: measure.into(),
            semantics: weight_semantics.map(Into::into),
            by: by.map(Into::into),
            samples: input::samples(samples)?,
            seed: input::seed(seed)?,
            damping,
            alpha,
        };
        RankingOutcome::find(ctx, context, ties, rule).await
    }

    /// Between whose groups institutions mediate: the five roles of Gould and Fernandez.
    async fn brokerage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The attribute that groups institutions.")] by: InstitutionAttribute,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] ties: Option<TieRule>,
    ) -> Result<BrokerageOutcome> {
        let context = &self.0.0;
        let ties = TieRule::read_some(ties.as_ref(), context)?;
        BrokerageOutcome::find(ctx, context, ties, by.into()).await
    }
}

/// The analyses of contact, territory, hosting and actions.
pub struct RecordAnalyses(pub(crate) Network);

#[Object]
impl RecordAnalyses {
    /// Counts by groups, for dashboards. Every count is an interval.
    async fn statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is counted.")] of: StatisticSubject,
        #[graphql(
            desc = "By what it is grouped, at most four dimensions, each once; by none for the total alone."
        )]
        group_by: Vec<StatisticDimension>,
        #[graphql(desc = "What of the subject is counted; everything when left out.")] filter: Option<
            StatisticFilter,
        >,
    ) -> Result<StatisticsTable> {
        let context = &self.0.0;
        let filter = filter.unwrap_or_default().read(context)?;
        if group_by.len() > statistics::DIMENSIONS_MAX {
            let max = statistics::DIMENSIONS_MAX;
            return Err(wrong(format!(
                "`groupBy` has {} dimensions; at most {max} are grouped by.",
                group_by.len()
            )));
        }
        if group_by.iter().enumerate().any(|(at, it)| group_by[..at].contains(it)) {
            return Err(wrong("`groupBy` names a dimension twice.".to_owned()));
        }
        let subject: statistics_analysis::StatisticSubject = of.into();
        let dimensions: Vec<statistics_analysis::StatisticDimension> =
            group_by.into_iter().map(Into::into).collect();
        let parameters = format!("{subject:?} {dimensions:?} {filter:?}");
        let compute =
            move |view: &_| Ok(statistics_analysis::statistics(view, subject, &dimensions, &filter));
        let answer =
            analysis::run(ctx, context, "statistics", parameters, compute).await?.map_err(refused)?;
        let warning = listed(answer.value().rows.len(), statistics::LISTED_MAX, "groups");
        Ok(StatisticsTable(answer.warning(warning)))
    }

    /// The signatories of a partnership without recorded contact in the window: how many, and which of those named.
    async fn uncontacted_signatories(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership.")] partnership: PartnershipLookup,
        #[graphql(
            desc = "Which occasions count as contact; any, lying in the window for certain, when left out."
        )]
        contact: Option<ContactRule>,
    ) -> Result<UncontactedSignatories> {
        let context = &self.0.0;
        let partnership = partnership.require(context)?.record().key.clone();
        let rule = ContactRule::read_some(contact.as_ref(), context)?;
        let parameters = format!("{partnership} {rule:?}");
        let reading = Reading::Of(vec![partnership.reference()]);
        let compute = move |view: &_| Ok(uncontacted::uncontacted_signatories(view, &partnership, &rule));
        let answer = analysis::run(ctx, context, "uncontacted-signatories", parameters, compute).await?;
        Ok(UncontactedSignatories(answer.map_err(refused)?.reading(reading)))
    }

    /// In which units of territory, types, sectors or functions there is an institution that has reached a level.
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of the definition")]
    async fn coverage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By which institutions; any when left out.")] of: Option<InstitutionFilter>,
        #[graphql(desc = "What the rows are.")] rows: CoverageDimension,
        #[graphql(desc = "What the columns are; none for a single one.")] columns: Option<CoverageDimension>,
        #[graphql(desc = "What an institution must have reached.")] level: CoverageLevel,
        #[graphql(desc = "By what institutions are placed in territory.", default_with = "PlaceBasis::Seat")]
        place: PlaceBasis,
        #[graphql(
            desc = "Codes of kinds of meeting, for levels that come from meetings; any when left out."
        )]
        meeting_kinds: Option<Vec<String>>,
    ) -> Result<CoverageTable> {
        let context = &self.0.0;
        let request = CoverageRequest {
            of: institutions(context, of.as_ref())?,
            rows: rows.into(),
            columns: columns.map(Into::into),
            level: level.into(),
            place: place.into(),
            kinds: codes(context, &meeting_kinds)?,
        };
        let parameters = format!("{request:?}");
        let compute = move |view: &_| coverage_analysis::coverage(view, &request);
        let answer = analysis::run(ctx, context, "coverage", parameters, compute).await?.map_err(refused)?;
        let warning = listed(answer.value().rows.len(), coverage::LISTED_MAX, "units");
        Ok(CoverageTable(answer.warning(warning)))
    }

    /// How much of one indicator there is per unit of another. A plan is never compared with a result.
    fn indicator_ratio(
        &self,
        #[graphql(desc = "The indicator to divide.")] of: IndicatorLookup,
        #[graphql(desc = "The indicator to divide by.")] per: IndicatorLookup,
    ) -> Result<IndicatorRatio> {
        let context = &self.0.0;
        let (of, per) = (of.require(context)?, per.require(context)?);
        IndicatorRatio::of(context, &of.record().key, &per.record().key)
    }
}

fn wrong(message: String) -> async_graphql::Error {
    ErrorCode::InvalidArgument.error(message)
}

/// The warning that a list is cut; none when it is whole.
pub(super) fn listed(all: usize, most: usize, what: &str) -> Option<String> {
    (all > most).then(|| format!("only the first {most} of {all} {what} are listed"))
}
