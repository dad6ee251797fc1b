//! Which indicators a list shows.

use domain::date::Period;
use domain::indicator::{Collection, IndicatorNature};
use domain::polish::fold;
use domain::record::RecordRef;

use super::{among, holds, select};
use crate::view::NetworkView;

/// Which indicators. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndicatorFilter {
    /// Of one of these natures.
    pub natures: Vec<IndicatorNature>,
    /// Declaring one of these collections.
    pub collections: Vec<Collection>,
    /// About this record.
    pub of: Option<RecordRef>,
    /// As of a date that lies in this period for certain.
    pub as_of_in: Option<Period>,
    /// With a label that holds this text, folded.
    pub text: Option<String>,
}

/// The indicators in the window that fit, as positions in the network's list, in order of keys.
#[must_use]
pub fn indicators(view: &NetworkView, filter: &IndicatorFilter) -> Vec<u32> {
    let text = filter.text.as_deref().map(fold);
    select(&view.network().record().indicators, |_, it| {
        let labelled = |text: &String| {
            holds(it.label_pl.as_str(), text)
                || it.label_en.as_ref().is_some_and(|it| holds(it.as_str(), text))
        };
        view.view().certainty(&it.as_of).is_some()
            && among(&filter.natures, &it.nature)
            && (filter.collections.is_empty()
                || it.collection.is_some_and(|it| filter.collections.contains(&it)))
            && (filter.of.is_none() || it.of == filter.of)
            && filter.as_of_in.is_none_or(|period| it.as_of.certainly_in(&period))
            && text.as_ref().is_none_or(labelled)
    })
}
