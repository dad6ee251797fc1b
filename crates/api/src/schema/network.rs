//! The network: one view of the record, from which everything is asked.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result};
use service::ViewContext;

use super::body::Body;
use super::completeness::Completeness;
use super::computed::comparison_input::ComparisonAnalyses;
use super::computed::duplicates::DuplicateAnalyses;
use super::computed::network::{MeasureAnalyses, RecordAnalyses, TieAnalyses};
use super::computed::network_gaps::GapAnalyses;
use super::computed::network_links::LinkAnalyses;
use super::computed::network_plan::PlanAnalyses;
use super::computed::network_report::ReportAnalyses;
use super::computed::network_time::TimeAnalyses;
use super::computed::network_undertakings::UndertakingAnalyses;
use super::connection::Page;
use super::date::{PartialDate, period_date};
use super::entry::RecordNode as _;
use super::exclusion::Exclusion;
use super::indicator::Indicator;
use super::input::{
    BodyLookup, IndicatorLookup, InstitutionLookup, MeetingLookup, OfficeLookup, PartnershipLookup,
    TerritoryLookup,
};
use super::institution::Institution;
use super::lists::{RecordLists, UndertakingLists};
use super::meeting::Meeting;
use super::office::Office;
use super::partnership::Partnership;
use super::scalars::{DateTime, Revision};
use super::scenario::Scenario;
use super::search::{self, SearchResultConnection};
use super::territory::TerritorialUnit;
use super::vocabulary::{Function, InstitutionType, MeetingKind, Sector, TieWeight};
use super::words::{EvidenceBasis, SearchType};
use crate::soft::soft;

/// The record in one view: a revision, a window of time, a scope and a basis of evidence.
#[derive(Debug, Clone, Description)]
pub struct Network(pub(crate) Arc<ViewContext>);

#[Object(use_type_description)]
impl Network {
    /// The revision that everything here is worked out from.
    fn revision(&self) -> Revision {
        Revision::of(self.0.snapshot.revision)
    }

    /// When that revision was recorded; null while nothing has ever been.
    fn recorded_at(&self) -> Option<DateTime> {
        self.0.snapshot.recorded_at.map(DateTime)
    }

    /// The scenario that everything here supposes, over `revision`; null for the record itself.
    fn scenario(&self) -> Option<Scenario> {
        self.0.snapshot.scenario.as_ref().map(|it| Scenario::new(Arc::clone(it)))
    }

    /// The window of time; null for the whole record.
    fn during(&self) -> Option<PartialDate> {
        period_date(&self.0.view.view().period)
    }

    /// The evidence that counts for memberships and participations.
    fn basis(&self) -> EvidenceBasis {
        self.0.view.view().basis.into()
    }

    /// Which claims count at all: the lists of the evidence filter that narrow, in a fixed order; null when all do.
    fn evidence_filter(&self) -> Option<String> {
        self.0.view.view().evidence.as_ref().map(ToString::to_string)
    }

    /// Every collection whose size a source declares, against what the record lists of it.
    fn completeness(&self) -> Vec<Completeness> {
        Completeness::all(&self.0)
    }

    /// What the window, the basis and the scope leave out, by reason.
    fn excluded(&self) -> Vec<Exclusion> {
        Exclusion::all(&self.0, self.0.view.excluded())
    }

    /// One institution; null, with the error `NOT_FOUND`, when the record has none such.
    fn institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: InstitutionLookup,
    ) -> Option<Institution> {
        soft(ctx, by.require(&self.0).map(Some))
    }

    /// One partnership; null, with the error `NOT_FOUND`, when the record has none such.
    fn partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: PartnershipLookup,
    ) -> Option<Partnership> {
        soft(ctx, by.require(&self.0).map(Some))
    }

    /// One meeting; null, with the error `NOT_FOUND`, when the record has none such.
    fn meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: MeetingLookup,
    ) -> Option<Meeting> {
        soft(ctx, by.require(&self.0).map(Some))
    }

    /// One body; null, with the error `NOT_FOUND`, when the record has none such.
    fn body(&self, ctx: &Context<'_>, #[graphql(desc = "Which one.")] by: BodyLookup) -> Option<Body> {
        soft(ctx, by.require(&self.0).map(Some))
    }

    /// One office; null, with the error `NOT_FOUND`, when the record has none such.
    fn office(&self, ctx: &Context<'_>, #[graphql(desc = "Which one.")] by: OfficeLookup) -> Option<Office> {
        soft(ctx, by.require(&self.0).map(Some))
    }

    /// One indicator; null, with the error `NOT_FOUND`, when the record has none such.
    fn indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: IndicatorLookup,
    ) -> Option<Indicator> {
        soft(ctx, by.require(&self.0).map(Some))
    }

    /// One unit of territory; null, with the error `NOT_FOUND`, when the record has none such.
    fn territory(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: TerritoryLookup,
    ) -> Option<TerritorialUnit> {
        soft(ctx, by.require(&self.0).map(Some))
    }

    /// All types of institution, in order of their keys.
    fn institution_types(&self) -> Vec<InstitutionType> {
        InstitutionType::select(&self.0, |_| true)
    }

    /// All sectors, in order of their keys.
    fn sectors(&self) -> Vec<Sector> {
        Sector::select(&self.0, |_| true)
    }

    /// All functions (target categories), in order of their keys.
    fn functions(&self) -> Vec<Function> {
        Function::select(&self.0, |_| true)
    }

    /// All kinds of meeting, in order of their keys.
    fn meeting_kinds(&self) -> Vec<MeetingKind> {
        MeetingKind::select(&self.0, |_| true)
    }

    /// The base weights of ties, in order of their keys.
    fn tie_weights(&self) -> Vec<TieWeight> {
        TieWeight::select(&self.0, |_| true)
    }

    /// Records by the words that people and documents use for them, best first. Polish marks and inflection do not
    /// matter, so "w Zielonej Gorze" finds Zielona Góra. People are not searched.
    #[allow(clippy::too_many_arguments, reason = "paging takes four arguments of every such field")]
    fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The words, at most 200 characters; each must be found.")] text: String,
        #[graphql(desc = "Only records of these types; none for all.")] types: Option<Vec<SearchType>>,
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
    ) -> Result<SearchResultConnection> {
        let page = Page { first, after, last, before };
        search::search(ctx, &self.0, &text, &types.unwrap_or_default(), &page)
    }

    #[graphql(flatten)]
    fn undertakings(&self) -> UndertakingLists {
        UndertakingLists(self.clone())
    }

    #[graphql(flatten)]
    fn records(&self) -> RecordLists {
        RecordLists(self.clone())
    }

    #[graphql(flatten)]
    fn tie_analyses(&self) -> TieAnalyses {
        TieAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn measure_analyses(&self) -> MeasureAnalyses {
        MeasureAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn link_analyses(&self) -> LinkAnalyses {
        LinkAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn time_analyses(&self) -> TimeAnalyses {
        TimeAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn report_analyses(&self) -> ReportAnalyses {
        ReportAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn undertaking_analyses(&self) -> UndertakingAnalyses {
        UndertakingAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn gap_analyses(&self) -> GapAnalyses {
        GapAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn duplicate_analyses(&self) -> DuplicateAnalyses {
        DuplicateAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn comparison_analyses(&self) -> ComparisonAnalyses {
        ComparisonAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn plan_analyses(&self) -> PlanAnalyses {
        PlanAnalyses(self.clone())
    }

    #[graphql(flatten)]
    fn record_analyses(&self) -> RecordAnalyses {
        RecordAnalyses(self.clone())
    }
}
