//! Counts of records as intervals: signatories of a partnership, meetings and people of a series, people at a meeting,
//! proposals in a resolution. Each is an object to be flattened into its node.

use async_graphql::{Context, Object, Result};
use domain::indicator::Collection;
use domain::record::Noun as _;
use service::graph::completeness;
use service::graph::signatory;
use service::graph::uncontacted;

use super::computation::{Answer, Reading};
use super::interval::Interval;
use super::ratio::SignatoryShare;
use crate::schema::input::PartnershipLookup;
use crate::schema::meeting::Meeting;
use crate::schema::partnership::Partnership;
use crate::schema::resolution::Resolution;
use crate::schema::series::MeetingSeries;
use crate::soft::soft;

/// The counts of a partnership.
pub struct PartnershipCounts(pub(crate) Partnership);

#[Object]
impl PartnershipCounts {
    /// How many signatories it has: as many as are declared, or at least those that are named. `enumerated` counts the
    /// named ones on this view's basis at the end of its window.
    fn signatory_count(&self) -> Interval {
        let context = self.0.context();
        Interval::new(context, &uncontacted::signatory_count(&context.view, &self.0.record().key))
    }
}

/// The counts of a series of meetings.
pub struct MeetingSeriesCounts(pub(crate) MeetingSeries);

#[Object]
impl MeetingSeriesCounts {
    /// How many meetings it had: as many as are declared, or at least those that are listed.
    fn meeting_count(&self) -> Interval {
        self.size(Collection::Meetings)
    }

    /// How many people came, by attendances where the source counts these: as many as are declared, or at least those
    /// that are recorded as present.
    fn participant_count(&self) -> Interval {
        self.size(Collection::Participants)
    }
}

impl MeetingSeriesCounts {
    fn size(&self, what: Collection) -> Interval {
        let context = self.0.context();
        Interval::new(context, &completeness::size(&context.view, &self.0.record().reference(), what))
    }
}

/// The counts of a meeting.
pub struct MeetingCounts(pub(crate) Meeting);

#[Object]
impl MeetingCounts {
    /// How many people came: as many as are declared for this very meeting, or at least those recorded as present. At
    /// a meeting of all signatories their representatives are counted.
    fn participant_count(&self) -> Interval {
        let context = self.0.context();
        let found = completeness::size(&context.view, &self.0.record().reference(), Collection::Participants);
        Interval::new(context, &found)
    }

    /// What share of the signatories was represented; null when the meeting was not held, does not lie in the window, or
    /// belongs to no partnership and none is named here.
    fn signatory_share(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which partnership; of the one that met when left out.")] partnership: Option<
            PartnershipLookup,
        >,
    ) -> Option<SignatoryShare> {
        soft(ctx, self.share(partnership.as_ref()))
    }
}

impl MeetingCounts {
    fn share(&self, partnership: Option<&PartnershipLookup>) -> Result<Option<SignatoryShare>> {
        let context = self.0.context();
        let meeting = self.0.record();
        let asked = partnership.map(|it| it.require(context)).transpose()?.map(|it| it.record().key.clone());
        let Some(partnership) = asked.or_else(|| meeting.partnership.clone()) else { return Ok(None) };
        let found = signatory::signatory_share(&context.view, &meeting.key, &partnership);
        let reading = Reading::Of(vec![meeting.reference(), partnership.reference()]);
        Ok(found.map(|it| SignatoryShare(Answer::direct(context, it).reading(reading))))
    }
}

/// The counts of a resolution.
pub struct ResolutionCounts(pub(crate) Resolution);

#[Object]
impl ResolutionCounts {
    /// How many proposals it has, as a source declares; their texts are not kept one by one. Null when no source says.
    fn declared_count(&self) -> Option<Interval> {
        let context = self.0.context();
        let found = completeness::size(&context.view, &self.0.record().reference(), Collection::Proposals);
        found.declared.is_some().then(|| Interval::new(context, &found))
    }
}
