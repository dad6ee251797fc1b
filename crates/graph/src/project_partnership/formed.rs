//! Project partnerships that came about, with their members.

use domain::call::FundingOutcome;
use domain::date::EdtfDate;
use domain::partnership::{LifecycleState, PartnershipKind};
use domain::record::{Noun, RecordRef};
use domain::words;

use super::grouped;
use crate::computed::{IntervalReason, IntervalReasonCode};
use crate::funding::{Consortium, consortia, date_of, declared_members};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::view::{NetworkView, Scope};

words! {
    /// How far a project partnership came, as the record tells.
    ProjectStage {
        /// It was formed; that it applied nobody says.
        Created = "CREATED",
        /// It applied.
        Submitted = "SUBMITTED",
        /// It was funded.
        Funded = "FUNDED",
    }
}

/// A project partnership that came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormedPartnership {
    /// Its position in the network's list.
    pub partnership: u32,
    /// Whether it lies in the window for certain.
    pub certainty: Certainty,
    /// How far it came.
    pub stage: ProjectStage,
    /// Its members, rolled up, each once, in order of position.
    pub members: Vec<Position>,
    /// How many more members it has that no source names; none when nobody says.
    pub unnamed: Option<u32>,
    /// Its lead; none when not recorded.
    pub lead: Option<Position>,
    /// Its applications, as positions in the network's list, in order of keys.
    pub applications: Vec<u32>,
}

pub(super) struct Found {
    pub(super) formed: Vec<FormedPartnership>,
    pub(super) undated: Vec<RecordRef>,
    pub(super) proposed: Vec<RecordRef>,
}

pub(super) fn formed(view: &NetworkView) -> Found {
    let record = view.network().record();
    let applications = (0u32..).zip(&record.applications).map(|(at, it)| (it.partnership.as_str(), at));
    let events = (0u32..).zip(&record.lifecycle_events).map(|(at, it)| (it.partnership.as_str(), at));
    let projects = (0u32..).zip(&record.projects);
    let projects = projects.filter_map(|(at, it)| Some((it.partnership.as_ref()?.as_str(), at)));
    let (mut applications, events, projects) = (grouped(applications), grouped(events), grouped(projects));
    let mut consortia = consortia(view);
    let is_unscoped = view.view().scope == Scope::default();
    let mut found = Found { formed: Vec::new(), undated: Vec::new(), proposed: Vec::new() };
    for (position, it) in (0u32..).zip(&record.partnerships) {
        if it.kind != PartnershipKind::Project {
            continue;
        }
        let own = applications.remove(it.key.as_str()).unwrap_or_default();
        let applied = own.iter().filter_map(|it| record.applications.get(*it as usize));
        let events = events.get(it.key.as_str()).into_iter().flatten();
        let events: Vec<_> = events.filter_map(|it| record.lifecycle_events.get(*it as usize)).collect();
        let projects = projects.get(it.key.as_str()).into_iter().flatten();
        let projects: Vec<_> = projects.filter_map(|it| record.projects.get(*it as usize)).collect();
        let told = || events.iter().filter(|it| stage(it.state).is_some());
        let is_proposed = own.is_empty() && projects.is_empty() && told().count() == 0 && !events.is_empty();
        if is_proposed {
            found.proposed.push(it.reference());
            continue;
        }
        let dates = applied.clone().map(|it| date_of(view, it)).chain(told().map(|it| it.date));
        let dates: Vec<_> = dates.chain(projects.iter().map(|it| it.period)).chain([it.founded]).collect();
        let Some(certainty) = dates.iter().filter_map(|it| view.view().certainty(it)).min() else {
            found.undated.extend(dates.iter().all(EdtfDate::is_unknown).then(|| it.reference()));
            continue;
        };
        let of_applications = applied.map(|it| {
            if it.outcome == FundingOutcome::Funded { ProjectStage::Funded } else { ProjectStage::Submitted }
        });
        let stage = of_applications.chain(told().filter_map(|it| stage(it.state))).max();
        let members = consortia.remove(&it.key);
        let declared = declared_members(view, &it.key);
        let Consortium { members, others, lead } = members.unwrap_or_default();
        let is_seen = is_unscoped || members.iter().any(|it| view.is_in_scope(*it));
        if !is_seen {
            continue;
        }
        let listed = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let unnamed = match declared {
            Some(declared) => Some(others.max(declared.saturating_sub(listed))),
            None if listed.saturating_add(others) < 2 => None,
            None => Some(others),
        };
        found.formed.push(FormedPartnership {
            partnership: position,
            certainty,
            stage: stage.unwrap_or(ProjectStage::Created),
            members,
            unnamed,
            lead,
            applications: own,
        });
    }
    found
}

/// What a state tells of how far a partnership came; none when it only was proposed or was being formed.
fn stage(state: LifecycleState) -> Option<ProjectStage> {
    use LifecycleState as S;
    match state {
        S::Proposed | S::Forming => None,
        S::Active | S::Suspended | S::Dissolved | S::Created => Some(ProjectStage::Created),
        S::Submitted | S::NotFunded | S::Reserve | S::Withdrawn | S::NotStated => {
            Some(ProjectStage::Submitted)
        }
        S::Funded | S::Implementing | S::Closed => Some(ProjectStage::Funded),
    }
}

/// The reason that a project partnership has members whom no source names.
pub(super) fn members_not_named(view: &NetworkView, formed: &FormedPartnership) -> IntervalReason {
    let network = view.network();
    let about = network.record().partnerships.get(formed.partnership as usize).map(Noun::reference);
    let message = formed.unnamed.map_or_else(
        || "a project partnership has members whom nobody names or counts".to_owned(),
        |it| format!("{it} members of a project partnership are not named"),
    );
    let claims = about.iter().flat_map(|it| network.claims_about(it)).map(|it| it.key.clone()).collect();
    IntervalReason {
        code: IntervalReasonCode::MembersNotNamed,
        count: formed.unnamed.map(f64::from),
        message,
        about,
        claims,
    }
}
