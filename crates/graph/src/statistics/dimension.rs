//! The dimensions of statistics, and the values that counted things have in them.

use domain::meeting::Meeting;
use domain::record::{Noun, RecordRef};
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::Label;
use domain::words;

use super::subject::Item;
use crate::view::NetworkView;

words! {
    /// By what statistics are grouped.
    StatisticDimension {
        /// The type of the institution.
        Type = "TYPE",
        /// The head of the family of its type: OPS for GOPS.
        TypeFamily = "TYPE_FAMILY",
        /// The sector.
        Sector = "SECTOR",
        /// The functions; an institution may be in several rows.
        Function = "FUNCTION",
        /// The gmina of the seat, or of the place of a meeting.
        Gmina = "GMINA",
        /// The powiat.
        Powiat = "POWIAT",
        /// The subregion.
        Subregion = "SUBREGION",
        /// The voivodeship.
        Voivodeship = "VOIVODESHIP",
        /// The kind of the meeting.
        MeetingKind = "MEETING_KIND",
        /// The year, when the date lies in one.
        Year = "YEAR",
        /// The partnership.
        Partnership = "PARTNERSHIP",
        /// The role in the partnership or at the meeting.
        Role = "ROLE",
    }
}

impl StatisticDimension {
    /// The level of territory that it groups by; none for other dimensions.
    #[must_use]
    pub fn level(self) -> Option<TerritoryLevel> {
        match self {
            Self::Gmina => Some(TerritoryLevel::Gmina),
            Self::Powiat => Some(TerritoryLevel::Powiat),
            Self::Subregion => Some(TerritoryLevel::Subregion),
            Self::Voivodeship => Some(TerritoryLevel::Voivodeship),
            _ => None,
        }
    }

    /// Whether what has no value here may belong to any of the recorded rows.
    pub(super) fn may_be_undetermined(self) -> bool {
        self == Self::Sector || self.level().is_some()
    }
}

/// A value in a dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatisticsKey {
    /// Whether the value is recorded.
    pub is_recorded: bool,
    /// The dimension.
    pub dimension: StatisticDimension,
    /// The code: of the vocabulary, the TERYT or NUTS register, a year, a role; none when not recorded.
    pub code: Option<String>,
    /// The Polish label; `nie podano` when not recorded.
    pub label_pl: String,
    /// The English label; `not recorded` when not recorded.
    pub label_en: String,
    /// The record that the value is; none for years, roles and what is not recorded.
    pub node: Option<RecordRef>,
}

impl StatisticsKey {
    fn unrecorded(dimension: StatisticDimension) -> Self {
        Self {
            is_recorded: false,
            dimension,
            code: None,
            label_pl: "nie podano".to_owned(),
            label_en: "not recorded".to_owned(),
            node: None,
        }
    }

    fn of(
        dimension: StatisticDimension,
        code: &str,
        pl: &Label,
        en: Option<&Label>,
        node: Option<RecordRef>,
    ) -> Self {
        Self {
            is_recorded: true,
            dimension,
            code: Some(code.to_owned()),
            label_pl: pl.to_string(),
            label_en: en.unwrap_or(pl).to_string(),
            node,
        }
    }

    /// A value that is its own code and label, such as a year.
    fn plain(dimension: StatisticDimension, code: &str) -> Self {
        Self {
            is_recorded: true,
            dimension,
            code: Some(code.to_owned()),
            label_pl: code.to_owned(),
            label_en: code.to_owned(),
            node: None,
        }
    }

    /// The value that a unit of territory is.
    pub(crate) fn unit(dimension: StatisticDimension, unit: &TerritorialUnit) -> Self {
        let teryt = unit.teryt.as_ref().map(|it| it.as_str().to_owned());
        let is_subregion = unit.level == TerritoryLevel::Subregion;
        let nuts = unit.nuts3.as_ref().filter(|_| is_subregion).map(ToString::to_string);
        let code = teryt.or(nuts).unwrap_or_else(|| unit.key.to_string());
        Self::of(dimension, &code, &unit.name, None, Some(unit.reference()))
    }
}

/// The rows that an item belongs to: every combination of its values.
pub(super) fn keys_of(
    view: &NetworkView,
    item: &Item,
    dimensions: &[StatisticDimension],
) -> Vec<Vec<StatisticsKey>> {
    let mut rows = vec![Vec::new()];
    for dimension in dimensions {
        let mut values = values(view, item, *dimension);
        if values.is_empty() {
            values.push(StatisticsKey::unrecorded(*dimension));
        }
        rows = rows
            .iter()
            .flat_map(|row| {
                values
                    .iter()
                    .map(move |value| row.iter().chain([value]).cloned().collect::<Vec<StatisticsKey>>())
            })
            .collect();
    }
    rows
}

fn values(view: &NetworkView, item: &Item, dimension: StatisticDimension) -> Vec<StatisticsKey> {
    use StatisticDimension as D;
    let network = view.network();
    let institution = item.institution.and_then(|it| network.at(it));
    let meeting: Option<&Meeting> = item.meeting.and_then(|it| network.record().meetings.get(it));
    let one = |it: Option<StatisticsKey>| it.into_iter().collect();
    match dimension {
        D::Type | D::TypeFamily => {
            let own = institution.and_then(|it| it.r#type.as_ref());
            let id = own.map(|it| if dimension == D::TypeFamily { network.family(it) } else { it.clone() });
            one(id.and_then(|it| network.get(&it)).map(|it| {
                StatisticsKey::of(
                    dimension,
                    it.code.as_str(),
                    &it.name_pl,
                    Some(&it.name_en),
                    Some(it.reference()),
                )
            }))
        }
        D::Sector => one(institution.and_then(|it| network.get(it.sector.as_ref()?)).map(|it| {
            StatisticsKey::of(
                dimension,
                it.code.as_str(),
                &it.name_pl,
                Some(&it.name_en),
                Some(it.reference()),
            )
        })),
        D::Function => institution
            .into_iter()
            .flat_map(|it| &it.functions)
            .filter_map(|it| network.get(it))
            .map(|it| {
                StatisticsKey::of(
                    dimension,
                    it.code.as_str(),
                    &it.name_pl,
                    Some(&it.name_en),
                    Some(it.reference()),
                )
            })
            .collect(),
        D::Gmina | D::Powiat | D::Subregion | D::Voivodeship => {
            let place = match item.institution {
                Some(_) => institution.and_then(|it| it.seat.as_ref()),
                None => meeting.and_then(|it| it.place.as_ref()),
            };
            let unit = dimension.level().zip(place).and_then(|(level, place)| network.ancestor(place, level));
            one(unit.map(|it| StatisticsKey::unit(dimension, it)))
        }
        D::MeetingKind => one(meeting.and_then(|it| network.get(&it.kind)).map(|it| {
            StatisticsKey::of(
                dimension,
                it.code.as_str(),
                &it.name_pl,
                Some(&it.name_en),
                Some(it.reference()),
            )
        })),
        D::Year => one(item.date.and_then(|it| year_of(&it)).map(|it| StatisticsKey::plain(dimension, &it))),
        D::Partnership => {
            let partnerships = item.partnerships.iter().filter_map(|it| network.get(it));
            partnerships
                .map(|it| {
                    let reference = Some(it.reference());
                    StatisticsKey::of(dimension, it.key.as_str(), &it.name_pl, it.name_en.as_ref(), reference)
                })
                .collect()
        }
        D::Role => item.roles.iter().map(|it| StatisticsKey::plain(dimension, it)).collect(),
    }
}

/// The year that a date lies in, when it lies in one.
fn year_of(date: &domain::date::EdtfDate) -> Option<String> {
    let (first, last) = (date.earliest()?, date.latest()?);
    let year = |it: chrono::NaiveDate| it.format("%Y").to_string();
    (year(first) == year(last)).then(|| year(first))
}
