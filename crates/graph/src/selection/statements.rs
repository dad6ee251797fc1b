//! Which statements, mentions and resolution tasks a list shows.

use domain::document::SourceDocument;
use domain::id::Id;
use domain::identity::{Severity, TaskStatus};
use domain::mention::AliasKind;
use domain::party::Party;
use domain::polish::fold;
use domain::record::{Noun, RecordRef};
use domain::statement::StatementKind;
use domain::vocabulary::InstitutionType;

use super::{among, holds, select};
use crate::view::NetworkView;

/// Which statements. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatementFilter {
    /// Of one of these kinds.
    pub kinds: Vec<StatementKind>,
    /// Of this institution, office or body.
    pub of: Option<RecordRef>,
    /// Speaking of this institution, office or body.
    pub with: Option<RecordRef>,
    /// Speaking of one of these types, or of a type below.
    pub types: Vec<Id<InstitutionType>>,
    /// With a text or an item that holds this text, folded.
    pub text: Option<String>,
}

/// The statements in the window that fit, as positions in the network's list, in order of keys.
#[must_use]
pub fn statements(view: &NetworkView, filter: &StatementFilter) -> Vec<u32> {
    let network = view.network();
    let text = filter.text.as_deref().map(fold);
    let is_meant = |party: &Party, wanted: &RecordRef| party.reference().as_ref() == Some(wanted);
    select(&network.record().statements, |_, it| {
        let speaks_of =
            |id: &Id<InstitutionType>| filter.types.iter().any(|it| network.is_type_within(id, it));
        let says = |text: &String| {
            let own = [Some(&it.text_pl), it.text_en.as_ref()].into_iter().flatten();
            own.chain(&it.items).any(|it| holds(it.as_str(), text))
        };
        view.view().certainty(&it.date).is_some()
            && among(&filter.kinds, &it.kind)
            && filter.of.as_ref().is_none_or(|id| it.of.as_ref().is_some_and(|it| is_meant(it, id)))
            && filter.with.as_ref().is_none_or(|id| it.with.iter().any(|it| is_meant(it, id)))
            && (filter.types.is_empty() || it.types.iter().any(speaks_of))
            && text.as_ref().is_none_or(says)
    })
}

/// Which mentions. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MentionFilter {
    /// With a surface form that holds this text, folded.
    pub text: Option<String>,
    /// Of one of these kinds.
    pub kinds: Vec<AliasKind>,
    /// In this document, by a claim.
    pub document: Option<Id<SourceDocument>>,
    /// Taken to mean this record.
    pub target: Option<RecordRef>,
}

/// The mentions that fit, as positions in the network's list, in order of keys.
#[must_use]
pub fn mentions(view: &NetworkView, filter: &MentionFilter) -> Vec<u32> {
    let network = view.network();
    let text = filter.text.as_deref().map(fold);
    select(&network.record().mentions, |_, it| {
        let is_in =
            |id: &Id<SourceDocument>| network.claims_about(&it.reference()).any(|it| it.document == *id);
        text.as_ref().is_none_or(|text| holds(it.surface.as_str(), text))
            && among(&filter.kinds, &it.kind)
            && filter.document.as_ref().is_none_or(is_in)
            && filter.target.as_ref().is_none_or(|target| it.target == *target)
    })
}

/// Which resolution tasks. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaskFilter {
    /// Concerning this record.
    pub about: Option<RecordRef>,
    /// Standing thus.
    pub statuses: Vec<TaskStatus>,
    /// With so much hanging on them.
    pub severities: Vec<Severity>,
}

/// The resolution tasks that fit, as positions in the network's list, in order of keys.
#[must_use]
pub fn tasks(view: &NetworkView, filter: &TaskFilter) -> Vec<u32> {
    select(&view.network().record().resolution_tasks, |_, it| {
        filter.about.as_ref().is_none_or(|about| it.about.contains(about))
            && among(&filter.statuses, &it.status)
            && among(&filter.severities, &it.severity)
    })
}
