//! The interface `Node`: everything that has an id.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Result};
use domain::id::Id;
use domain::record::{RecordKind, RecordRef};
use service::ViewContext;

use super::action_item::ActionItem;
use super::body::{Body, BodyMembership};
use super::call::{Application, Call, FundingAggregate, Programme, Project};
use super::claim::Claim;
use super::computed;
use super::computed::clusters::Cluster;
use super::computed::contact::Contact;
use super::computed::rotation::HostCandidate;
use super::computed::ties::Tie;
use super::computed::uncontacted::SignatoryContact;
use super::document::Document;
use super::entry::RecordNode as _;
use super::expectation::Expectation;
use super::id::GlobalId;
use super::identity::{IdentityDecision, Relation, ResolutionTask};
use super::import::{self, ImportJob, ImportPreviewJob};
use super::indicator::Indicator;
use super::institution::{Institution, ServedTerritory};
use super::job::{self, AnalysisJob};
use super::meeting::Meeting;
use super::mention::Mention;
use super::norm::NormRule;
use super::office::Office;
use super::participation::Participation;
use super::partnership::{LifecycleEvent, Membership, Partnership};
use super::person::{Person, Tenure};
use super::resolution::Resolution;
use super::revision::{self, RevisionEntry};
use super::scenario::{self, Scenario};
use super::series::MeetingSeries;
use super::statement::Statement;
use super::territory::TerritorialUnit;
use super::vocabulary::{Function, InstitutionType, MeetingKind, Sector, TieWeight, Topic};

/// Something with an id by which it can be asked for again.
#[derive(Debug, Clone, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The opaque id, for `node` and for arguments."))]
pub enum Node {
    /// A source document.
    Document(Document),
    /// A sector.
    Sector(Sector),
    /// A function.
    Function(Function),
    /// A type of institution.
    InstitutionType(InstitutionType),
    /// A kind of meeting.
    MeetingKind(MeetingKind),
    /// A base weight of ties.
    TieWeight(TieWeight),
    /// A topic.
    Topic(Topic),
    /// A unit of territory.
    TerritorialUnit(TerritorialUnit),
    /// An institution.
    Institution(Institution),
    /// A territory served.
    ServedTerritory(ServedTerritory),
    /// An office.
    Office(Office),
    /// A person.
    Person(Person),
    /// A tenure.
    Tenure(Tenure),
    /// A partnership.
    Partnership(Partnership),
    /// A state in the life of a partnership.
    LifecycleEvent(LifecycleEvent),
    /// A membership of a partnership.
    Membership(Membership),
    /// A body.
    Body(Body),
    /// A seat on a body.
    BodyMembership(BodyMembership),
    /// A series of meetings.
    MeetingSeries(MeetingSeries),
    /// A meeting.
    Meeting(Meeting),
    /// A participation.
    Participation(Participation),
    /// A resolution.
    Resolution(Resolution),
    /// An action item.
    ActionItem(ActionItem),
    /// A programme.
    Programme(Programme),
    /// A project.
    Project(Project),
    /// A call.
    Call(Call),
    /// An application.
    Application(Application),
    /// Outcomes told as numbers.
    FundingAggregate(FundingAggregate),
    /// An indicator.
    Indicator(Indicator),
    /// A norm.
    NormRule(NormRule),
    /// An expectation.
    Expectation(Expectation),
    /// A statement.
    Statement(Statement),
    /// A mention.
    Mention(Mention),
    /// A relation.
    Relation(Relation),
    /// An open question.
    ResolutionTask(ResolutionTask),
    /// A decision on identity.
    IdentityDecision(IdentityDecision),
    /// A claim.
    Claim(Claim),
    /// A tie.
    Tie(Tie),
    /// A cluster.
    Cluster(Cluster),
    /// A contact.
    Contact(Contact),
    /// A signatory with its contact.
    SignatoryContact(SignatoryContact),
    /// A signatory that could host next.
    HostCandidate(HostCandidate),
    /// A question in the background.
    AnalysisJob(AnalysisJob),
    /// An import in the background.
    ImportJob(ImportJob),
    /// A preview of an import in the background.
    ImportPreviewJob(ImportPreviewJob),
    /// A draft of changes.
    Scenario(Scenario),
    /// A revision.
    RevisionEntry(RevisionEntry),
}

macro_rules! node_of {
    ($context:expr, $reference:expr; $($kind:ident => $node:ident),+ $(,)?) => {
        match $reference.kind {
            $(RecordKind::$kind => Id::from_reference($reference)
                .and_then(|it| $node::find($context, &it)).map(Node::$node),)+
            // Values of other nodes, which have no node of their own.
            RecordKind::InstitutionIdentifier | RecordKind::ClaimText => None,
        }
    };
}

impl Node {
    /// The node of a record; none when the record does not stand, or is shown only as a value of another. A record
    /// that was read as another gives that other.
    #[must_use]
    pub fn of(context: &Arc<ViewContext>, reference: &RecordRef) -> Option<Self> {
        let canonical = Id::from_reference(reference)
            .and_then(|it| context.network().merges().canonical.get(&it))
            .map(Id::reference);
        let reference = canonical.as_ref().unwrap_or(reference);
        node_of!(context, reference;
            SourceDocument => Document, Sector => Sector, Function => Function, InstitutionType => InstitutionType,
            MeetingKind => MeetingKind, TieWeight => TieWeight, Topic => Topic, TerritorialUnit => TerritorialUnit,
            Institution => Institution, ServedTerritory => ServedTerritory, Office => Office, Person => Person,
            Tenure => Tenure, Partnership => Partnership, LifecycleEvent => LifecycleEvent,
            Membership => Membership, Body => Body, BodyMembership => BodyMembership,
            MeetingSeries => MeetingSeries, Meeting => Meeting, Participation => Participation,
            Resolution => Resolution, ActionItem => ActionItem, Programme => Programme, Project => Project,
            Call => Call, Application => Application, FundingAggregate => FundingAggregate,
            Indicator => Indicator, NormRule => NormRule, Expectation => Expectation, Statement => Statement, Mention => Mention,
            Relation => Relation, ResolutionTask => ResolutionTask, IdentityDecision => IdentityDecision,
            Claim => Claim,
        )
    }

    /// The node of an id, of a record or of something computed; none when nothing has it.
    ///
    /// # Errors
    /// Those of the analysis that something computed comes from.
    pub async fn by_id(ctx: &Context<'_>, context: &Arc<ViewContext>, id: &GlobalId) -> Result<Option<Self>> {
        match id.record() {
            Some(reference) => Ok(Self::of(context, &reference)),
            None if id.kind == job::KIND => Ok(AnalysisJob::find(ctx, &id.key)?.map(Self::AnalysisJob)),
            None if id.kind == revision::KIND => {
                Ok(RevisionEntry::find(ctx, &id.key).await?.map(Self::RevisionEntry))
            }
            None if id.kind == import::job::KIND => Ok(ImportJob::find(ctx, &id.key)?.map(Self::ImportJob)),
            None if id.kind == import::preview_job::KIND => {
                Ok(ImportPreviewJob::find(ctx, &id.key)?.map(Self::ImportPreviewJob))
            }
            None if id.kind == scenario::KIND => Ok(Scenario::find(ctx, &id.key).await?.map(Self::Scenario)),
            None => computed::node_by_id(ctx, context, id).await,
        }
    }
}
