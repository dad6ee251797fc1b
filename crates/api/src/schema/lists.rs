//! The lists of the network: who there is and what they did, then what else is recorded.

use super::action_item::ActionItem;
use super::body::Body;
use super::call::{Application, Call, FundingAggregate, Programme, Project};
use super::claim::Claim;
use super::completeness::Completeness;
use super::connection::{self, paged_fields};
use super::document::Document;
use super::entry::RecordNode as _;
use super::evidence;
use super::expectation::Expectation;
use super::identity::{IdentityDecision, Relation, ResolutionTask};
use super::indicator::Indicator;
use super::input::{
    self, ActionItemFilter, ApplicationFilter, BodyFilter, DocumentFilter, ExpectationFilter,
    IdentityDecisionFilter, IndicatorFilter, InstitutionFilter, InstitutionOrder, MeetingFilter,
    MeetingOrder, MeetingSeriesFilter, MentionFilter, NormFilter, OfficeFilter, PartnershipFilter,
    PartnershipOrder, RelationFilter, ResolutionFilter, ResolutionTaskFilter, StatementFilter,
    TerritoryFilter, TerritoryOrder,
};
use super::institution::Institution;
use super::meeting::Meeting;
use super::mention::Mention;
use super::network::Network;
use super::norm::NormRule;
use super::office::Office;
use super::partnership::Partnership;
use super::resolution::Resolution;
use super::series::MeetingSeries;
use super::statement::Statement;
use super::territory::TerritorialUnit;
use super::vocabulary::Topic;
use domain::id::Id;
use service::graph::selection;

/// The owner of the lists of a network, for their cursors; the view is in the seal besides.
const NETWORK: &str = "network";

paged_fields! {
    /// The lists of who there is and what they did.
    UndertakingLists of Network;

    /// The institutions of the view's scope.
    fn institutions(node, ctx, page,
        #[graphql(desc = "Which institutions; none for all.")] filter: Option<InstitutionFilter>,
        #[graphql(desc = "In which order, the first step first; by slug when none is given.")]
        order_by: Option<Vec<InstitutionOrder>>,
    ) -> Institution {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::institutions(&node.0.view, &filter, &InstitutionOrder::read(order_by));
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The partnerships.
    fn partnerships(node, ctx, page,
        #[graphql(desc = "Which partnerships; none for all.")] filter: Option<PartnershipFilter>,
        #[graphql(desc = "In which order, the first step first; by slug when none is given.")]
        order_by: Option<Vec<PartnershipOrder>>,
    ) -> Partnership {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::partnerships(&node.0.view, &filter, &PartnershipOrder::read(order_by));
        let declared = filter.parent.as_ref().map(|parent| {
            let collection = domain::indicator::Collection::ChildPartnerships;
            Completeness::of_collection(&node.0, &parent.reference(), collection)
        });
        connection::records(ctx, &node.0, NETWORK, page, &positions, declared.unwrap_or_default())
    }

    /// The meetings that may lie in the window.
    fn meetings(node, ctx, page,
        #[graphql(desc = "Which meetings; none for all.")] filter: Option<MeetingFilter>,
        #[graphql(desc = "In which order, the first step first; by slug when none is given.")]
        order_by: Option<Vec<MeetingOrder>>,
    ) -> Meeting {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::meetings(&node.0.view, &filter, &MeetingOrder::read(order_by));
        let collection = domain::indicator::Collection::Meetings;
        let narrowed = selection::SeriesFilter {
            kinds: filter.kinds.clone(),
            partnership: filter.partnership.clone(),
            body: filter.body.clone(),
            topics: filter.topics.clone(),
        };
        let list = &node.0.network().record().meeting_series;
        let series = selection::meeting_series(&node.0.view, &narrowed).into_iter();
        let series = series.filter_map(|it| list.get(it as usize));
        let declared = series
            .filter(|it| filter.series.as_ref().is_none_or(|wanted| it.key == *wanted))
            .flat_map(|it| Completeness::of_collection(&node.0, &it.key.reference(), collection))
            .collect();
        connection::records(ctx, &node.0, NETWORK, page, &positions, declared)
    }

    /// The series of meetings that may lie in the window, in order of their keys.
    fn meeting_series(node, ctx, page,
        #[graphql(desc = "Which series; none for all.")] filter: Option<MeetingSeriesFilter>,
    ) -> MeetingSeries {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::meeting_series(&node.0.view, &filter);
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The bodies, in order of their keys.
    fn bodies(node, ctx, page,
        #[graphql(desc = "Which bodies; none for all.")] filter: Option<BodyFilter>,
    ) -> Body {
        let filter = filter.unwrap_or_default();
        let kinds: Vec<domain::body::BodyKind> = input::words(&filter.kinds);
        let partnership = filter.partnership.map(|it| it.require(&node.0)).transpose()?;
        let positions = Body::positions(&node.0, |it| {
            (kinds.is_empty() || kinds.contains(&it.kind))
                && partnership.as_ref().is_none_or(|wanted| it.partnership.as_ref() == Some(&wanted.record().key))
        });
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The offices, in order of their keys.
    fn offices(node, ctx, page,
        #[graphql(desc = "Which offices; none for all.")] filter: Option<OfficeFilter>,
    ) -> Office {
        let institution = filter.unwrap_or_default().institution.map(|it| it.require(&node.0)).transpose()?;
        let positions = Office::positions(&node.0, |it| {
            institution.as_ref().is_none_or(|wanted| it.institution.as_ref() == Some(&wanted.record().key))
        });
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The resolutions, in order of their keys. The window does not narrow them: ask for the meetings of a window.
    fn resolutions(node, ctx, page,
        #[graphql(desc = "Which resolutions; none for all.")] filter: Option<ResolutionFilter>,
    ) -> Resolution {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::resolutions(&node.0.view, &filter);
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The action items, in order of their keys. The window does not narrow them.
    fn action_items(node, ctx, page,
        #[graphql(desc = "Which action items; none for all.")] filter: Option<ActionItemFilter>,
    ) -> ActionItem {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::action_items(&node.0.view, &filter);
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The programmes, funds and strategies, in order of their keys.
    fn programmes(node, ctx, page) -> Programme {
        connection::records(ctx, &node.0, NETWORK, page, &Programme::positions(&node.0, |_| true), Vec::new())
    }

    /// The projects, in order of their keys.
    fn projects(node, ctx, page) -> Project {
        connection::records(ctx, &node.0, NETWORK, page, &Project::positions(&node.0, |_| true), Vec::new())
    }

    /// The calls for applications, in order of their keys.
    fn calls(node, ctx, page) -> Call {
        connection::records(ctx, &node.0, NETWORK, page, &Call::positions(&node.0, |_| true), Vec::new())
    }

    /// The recorded applications, in order of their keys. Outcomes told only as numbers are `fundingAggregates`.
    fn applications(node, ctx, page,
        #[graphql(desc = "Which applications; none for all.")] filter: Option<ApplicationFilter>,
    ) -> Application {
        let filter = filter.unwrap_or_default();
        let call: Option<Id<domain::call::Call>> = filter.call.map(|it| input::id_of(&node.0, &it)).transpose()?;
        let partnership = filter.partnership.map(|it| it.require(&node.0)).transpose()?;
        let outcomes: Vec<domain::call::FundingOutcome> = input::words(&filter.outcomes);
        let positions = Application::positions(&node.0, |it| {
            call.as_ref().is_none_or(|wanted| it.call == *wanted)
                && partnership.as_ref().is_none_or(|wanted| it.partnership == wanted.record().key)
                && (outcomes.is_empty() || outcomes.contains(&it.outcome))
        });
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// Outcomes of calls that are told only as numbers, in order of their keys.
    fn funding_aggregates(node, ctx, page) -> FundingAggregate {
        connection::records(ctx, &node.0, NETWORK, page, &FundingAggregate::positions(&node.0, |_| true), Vec::new())
    }
}

paged_fields! {
    /// The lists of what else is recorded.
    RecordLists of Network;

    /// The numbers that sources give and whose date may lie in the window, in order of their keys.
    fn indicators(node, ctx, page,
        #[graphql(desc = "Which indicators; none for all.")] filter: Option<IndicatorFilter>,
    ) -> Indicator {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::indicators(&node.0.view, &filter);
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The units of territory that exist at the end of the window.
    fn territories(node, ctx, page,
        #[graphql(desc = "Which units; none for all that exist at the end of the window.")]
        filter: Option<TerritoryFilter>,
        #[graphql(desc = "In which order, the first step first; by slug when none is given.")]
        order_by: Option<Vec<TerritoryOrder>>,
    ) -> TerritorialUnit {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::territories(&node.0.view, &filter, &TerritoryOrder::read(order_by));
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The source documents, in order of their keys.
    fn documents(node, ctx, page,
        #[graphql(desc = "Which documents; none for all.")] filter: Option<DocumentFilter>,
    ) -> Document {
        let kinds: Vec<domain::document::DocumentKind> = input::words(&filter.unwrap_or_default().kinds);
        let positions = Document::positions(&node.0, |it| kinds.is_empty() || kinds.contains(&it.kind));
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The claims about a record that count, in order of their keys.
    fn claims(node, ctx, page,
        #[graphql(desc = "The id of the record.")] about: async_graphql::ID,
        #[graphql(desc = "Only claims about this field, by its name in import files; none for all.")]
        field: Option<String>,
    ) -> Claim {
        let reference = input::reference(&node.0, &about)?;
        let found = evidence::of(&node.0, &reference).into_iter().map(|it| it.0);
        let wanted = found.filter(|it| {
            field.as_ref().is_none_or(|wanted| it.record().field.as_ref().is_some_and(|it| it.as_str() == wanted))
        });
        let positions: Vec<_> = wanted.map(|it| it.entry().position()).collect();
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The forms by which documents speak of things, in order of their keys.
    fn mentions(node, ctx, page,
        #[graphql(desc = "Which mentions; none for all.")] filter: Option<MentionFilter>,
    ) -> Mention {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::mentions(&node.0.view, &filter);
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The rules that partnerships and projects have set themselves, in order of their keys.
    fn norms(node, ctx, page,
        #[graphql(desc = "Which norms; none for all.")] filter: Option<NormFilter>,
    ) -> NormRule {
        let filter = filter.unwrap_or_default();
        let kinds: Vec<domain::norm::NormKind> = input::words(&filter.kinds);
        let partnership = filter.partnership.map(|it| it.require(&node.0)).transpose()?;
        let positions = NormRule::positions(&node.0, |it| {
            (kinds.is_empty() || kinds.contains(&it.kind))
                && partnership.as_ref().is_none_or(|wanted| it.partnership.as_ref() == Some(&wanted.record().key))
        });
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// What is expected in units of territory, by law or policy, in order of their keys. Those that do not hold at the
    /// end of the window are left out.
    fn expectations(node, ctx, page,
        #[graphql(desc = "Which expectations; none for all that hold at the end of the window.")]
        filter: Option<ExpectationFilter>,
    ) -> Expectation {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::expectations(&node.0.view, &filter);
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The topics, in order of their keys.
    fn topics(node, ctx, page) -> Topic {
        connection::records(ctx, &node.0, NETWORK, page, &Topic::positions(&node.0, |_| true), Vec::new())
    }

    /// The statements whose date may lie in the window, in order of their keys. They are no ties.
    fn statements(node, ctx, page,
        #[graphql(desc = "Which statements; none for all.")] filter: Option<StatementFilter>,
    ) -> Statement {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::statements(&node.0.view, &filter);
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The ambiguities of the sources, open or decided, in order of their keys.
    fn resolution_tasks(node, ctx, page,
        #[graphql(desc = "Which of them; none for all.")] filter: Option<ResolutionTaskFilter>,
    ) -> ResolutionTask {
        let filter = filter.unwrap_or_default().read(&node.0)?;
        let positions = selection::tasks(&node.0.view, &filter);
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The decisions on which institutions are one, in order of their keys.
    fn identity_decisions(node, ctx, page,
        #[graphql(desc = "Which decisions; none for all.")] filter: Option<IdentityDecisionFilter>,
    ) -> IdentityDecision {
        let statuses: Vec<domain::identity::DecisionStatus> = input::words(&filter.unwrap_or_default().statuses);
        let positions =
            IdentityDecision::positions(&node.0, |it| statuses.is_empty() || statuses.contains(&it.status));
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }

    /// The relations between institutions and between bodies, certain and possible, in order of their keys.
    fn relations(node, ctx, page,
        #[graphql(desc = "Which relations; none for all.")] filter: Option<RelationFilter>,
    ) -> Relation {
        let filter = filter.unwrap_or_default();
        let about = filter.about.map(|it| input::reference(&node.0, &it)).transpose()?;
        let kinds: Vec<domain::identity::RelationKind> = input::words(&filter.kinds);
        let positions = Relation::positions(&node.0, |it| {
            (kinds.is_empty() || kinds.contains(&it.kind))
                && about.as_ref().is_none_or(|wanted| it.from == *wanted || it.to == *wanted)
        });
        connection::records(ctx, &node.0, NETWORK, page, &positions, Vec::new())
    }
}
