//! Host rotation: whether signatories take turns in hosting, and who could be next.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result};
use domain::id::Id;
use domain::partnership as noun;
use domain::recorded::Recorded as Fact;
use service::ViewContext;
use service::graph::Network;
use service::graph::receipt::Receipt;
use service::graph::rotation;

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::{institution_at, lost};
use crate::schema::connection::paged_fields;
use crate::schema::count;
use crate::schema::date::PartialDate;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::id;
use crate::schema::institution::Institution;
use crate::schema::meeting::Meeting;
use crate::schema::recorded::Recorded;

/// The kind of the ids of candidates.
pub(super) const KIND: &str = "host-candidate";

impl Value for rotation::HostRotation {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("meetings", self.meetings);
        to.field("withKnownHost", self.meetings_with_known_host);
        to.field("distinctHosts", self.distinct_hosts);
        to.optional_number("rotation", self.rotation);
        to.field("trend", self.trend);
        to.field("repeats", self.repeats.len());
        for meeting in &self.repeats {
            to.optional("meeting", network.record().meetings.get(*meeting).map(|it| &it.key));
        }
        to.field("candidates", self.candidates.len());
        for it in &self.candidates {
            to.institution("institution", network, it.institution);
            to.optional("lastHosted", it.last_hosted);
            to.field("hasContact", it.has_contact);
        }
        to.optional("warning", self.warning.as_ref());
    }
}

/// How hosting rotates, with the partnership that it was asked of.
pub(super) type Found = rotation::HostRotation;

computed_results! {
    /// How the hosting of plenary meetings rotates among the signatories of a partnership.
    HostRotation(Found);
}

impl HostRotation {
    /// How hosting rotates in a partnership; `within` is among how many meetings before a hosting makes a repeat.
    pub(super) fn of(
        context: &Arc<ViewContext>,
        partnership: &Id<noun::Partnership>,
        within: Option<usize>,
    ) -> Self {
        use super::computation::{Answer, Reading};
        let found = rotation::host_rotation_within(&context.view, partnership, within);
        Self(Answer::direct(context, found).reading(Reading::Of(vec![partnership.reference()])))
    }

    fn candidates(&self) -> Vec<HostCandidate> {
        let partnership = self.0.value().receipt.parameters.iter().find(|it| it.0 == "partnership");
        let partnership: Arc<str> = partnership.map_or("", |it| it.1.as_str()).into();
        let candidates = self.0.value().candidates.iter();
        candidates
            .map(|it| HostCandidate {
                context: Arc::clone(self.0.context()),
                partnership: Arc::clone(&partnership),
                value: it.clone(),
            })
            .collect()
    }
}

#[Object(use_type_description)]
impl HostRotation {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The plenary meetings held in the window for certain.
    fn meetings(&self) -> i32 {
        count(self.0.value().meetings)
    }

    /// Those of them with a known host.
    fn meetings_with_known_host(&self) -> i32 {
        count(self.0.value().meetings_with_known_host)
    }

    /// The number of different hosts.
    fn distinct_hosts(&self) -> i32 {
        count(self.0.value().distinct_hosts)
    }

    /// Different hosts by meetings with a known host: 1 when none hosted twice; null without such a meeting.
    fn rotation(&self) -> Option<f64> {
        self.0.value().rotation
    }

    /// Whether the record shows a trend; it takes two meetings with a known host.
    fn trend(&self) -> Recorded {
        let reason = self.0.value().trend_reason.clone();
        match self.0.value().trend {
            Fact::Yes => Recorded::yes(reason, Vec::new()),
            Fact::No => Recorded::no(reason, Vec::new()),
            Fact::NotRecorded => Recorded::not_recorded(reason, Vec::new()),
        }
    }

    /// The meetings whose host had hosted an earlier one, oldest first.
    fn repeats(&self) -> Vec<Meeting> {
        let positions = self.0.value().repeats.iter().filter_map(|it| u32::try_from(*it).ok());
        positions.filter_map(|it| Entry::at(self.0.context(), it)).map(Meeting::new).collect()
    }

    /// The same, each with the host and the meeting that it had hosted, oldest first.
    fn repeated(&self) -> Vec<RepeatedHosting> {
        let all = self.0.value().repeated.iter();
        all.map(|it| RepeatedHosting { context: Arc::clone(self.0.context()), value: *it }).collect()
    }

    /// What a reader of the candidates must know, in English words; null when all signatories are named.
    fn warning(&self) -> Option<&str> {
        self.0.value().warning.as_deref()
    }

    #[graphql(flatten)]
    fn lists(&self) -> HostRotationLists {
        HostRotationLists(self.clone())
    }
}

/// A meeting with a host that had hosted before.
#[derive(Debug, Clone, Description)]
pub struct RepeatedHosting {
    context: Arc<ViewContext>,
    value: rotation::RepeatedHosting,
}

impl RepeatedHosting {
    fn meeting_at(&self, position: usize) -> Result<Meeting> {
        let entry = u32::try_from(position).ok().and_then(|it| Entry::at(&self.context, it));
        entry.map(Meeting::new).ok_or_else(lost)
    }
}

#[Object(use_type_description)]
impl RepeatedHosting {
    /// The meeting.
    fn meeting(&self) -> Result<Meeting> {
        self.meeting_at(self.value.meeting)
    }

    /// The host.
    fn host(&self) -> Result<Institution> {
        institution_at(&self.context, self.value.host)
    }

    /// The last meeting before that it hosted.
    fn earlier(&self) -> Result<Meeting> {
        self.meeting_at(self.value.earlier)
    }

    /// How many meetings later it hosted again, 1 or more.
    fn after(&self) -> i32 {
        count(self.value.after)
    }
}

paged_fields! {
    /// The lists of a rotation.
    HostRotationLists of HostRotation;

    /// The named signatories that could host next, the best first: who never hosted, whose last hosting is longest
    /// ago, who has no recorded contact, whose subregion never hosted or longest ago, then by name in Polish order.
    fn next_host_candidates(node, ctx, page) -> HostCandidate {
        let items = node.candidates();
        let owner = node.0.owner("nextHostCandidates");
        node.0.listing(&owner, &items).page(ctx, page, |it| Cow::Owned(it.key()), |it| Some(it.clone()))
    }
}

/// A signatory that could host the next plenary meeting.
#[derive(Debug, Clone, Description)]
pub struct HostCandidate {
    context: Arc<ViewContext>,
    partnership: Arc<str>,
    value: rotation::HostCandidate,
}

impl HostCandidate {
    /// The candidate of a key, in a view.
    pub(super) fn find(context: &Arc<ViewContext>, key: &str) -> Option<Self> {
        let partnership: Id<noun::Partnership> = key.split_once('|')?.0.parse().ok()?;
        context.network().get(&partnership)?;
        HostRotation::of(context, &partnership, None).candidates().into_iter().find(|it| it.key() == key)
    }

    fn key(&self) -> String {
        let institution = self.context.network().at(self.value.institution);
        format!("{}|{}", self.partnership, institution.map_or("", |it| it.key.as_str()))
    }

    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(id::encode(KIND, &self.key()))
    }
}

#[Object(use_type_description)]
impl HostCandidate {
    /// The opaque id: that of the partnership and the institution.
    #[graphql(name = "id")]
    fn node_id(&self) -> ID {
        id::encode(KIND, &self.key())
    }

    /// The institution.
    fn institution(&self) -> Result<Institution> {
        institution_at(&self.context, self.value.institution)
    }

    /// Whether it hosted a plenary meeting in the window.
    fn has_hosted(&self) -> bool {
        self.value.has_hosted
    }

    /// When it last did; null when no hosting is recorded.
    fn last_hosted(&self) -> Option<PartialDate> {
        self.value.last_hosted.map(PartialDate)
    }

    /// Why it stands where it stands, in English words.
    fn reason(&self) -> &str {
        &self.value.reason
    }
}
