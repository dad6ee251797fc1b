//! The dimensions of statistics, and the values that counted things have in them.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use chrono::Datelike;
use domain::meeting::Meeting;
use domain::record::{Noun, RecordRef};
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::Label;
use domain::words;

use super::subject::Item;
use crate::network::Position;
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

/// Values by number, for one dimension: what has the same source is looked up once.
struct Column {
    dimension: StatisticDimension,
    keys: Vec<StatisticsKey>,
    numbers: BTreeMap<StatisticsKey, u32>,
    unrecorded: Option<Rc<[u32]>>,
    of_institution: Vec<Option<Rc<[u32]>>>,
    of_meeting: Vec<Option<Rc<[u32]>>>,
    of_text: BTreeMap<String, Rc<[u32]>>,
    of_year: BTreeMap<i32, Rc<[u32]>>,
}

/// Where the values of an item come from.
enum Source<'a> {
    Institution(Position),
    Meeting(usize),
    Text(&'a str),
    Year(i32),
    Unrecorded,
    Own,
}

impl Column {
    fn new(view: &NetworkView, dimension: StatisticDimension) -> Self {
        let record = view.network().record();
        Self {
            dimension,
            keys: Vec::new(),
            numbers: BTreeMap::new(),
            unrecorded: None,
            of_institution: vec![None; record.institutions.len()],
            of_meeting: vec![None; record.meetings.len()],
            of_text: BTreeMap::new(),
            of_year: BTreeMap::new(),
        }
    }

    fn source<'a>(&self, item: &'a Item<'_>) -> Source<'a> {
        use StatisticDimension as D;
        let meeting = item.meeting.map_or(Source::Unrecorded, Source::Meeting);
        match self.dimension {
            D::Type | D::TypeFamily | D::Sector | D::Function => {
                item.institution.map_or(Source::Unrecorded, Source::Institution)
            }
            D::Gmina | D::Powiat | D::Subregion | D::Voivodeship => {
                item.institution.map_or(meeting, Source::Institution)
            }
            D::MeetingKind => meeting,
            D::Year => item.date.and_then(|it| year_of(&it)).map_or(Source::Unrecorded, Source::Year),
            D::Partnership => match item.partnerships.as_ref() {
                [] => Source::Unrecorded,
                [one] => Source::Text(one.as_str()),
                _ => Source::Own,
            },
            D::Role => match (item.role, item.roles.as_slice()) {
                (Some(role), _) => Source::Text(role),
                (None, []) => Source::Unrecorded,
                (None, _) => Source::Own,
            },
        }
    }

    /// The numbers of an item's values; that of what is not recorded when there are none.
    fn numbers(&mut self, view: &NetworkView, item: &Item<'_>) -> Rc<[u32]> {
        let source = self.source(item);
        let known = match &source {
            Source::Institution(at) => self.of_institution.get(*at as usize).cloned().flatten(),
            Source::Meeting(at) => self.of_meeting.get(*at).cloned().flatten(),
            Source::Text(text) => self.of_text.get(*text).cloned(),
            Source::Year(year) => self.of_year.get(year).cloned(),
            Source::Unrecorded => self.unrecorded.clone(),
            Source::Own => None,
        };
        if let Some(known) = known {
            return known;
        }
        let mut values = values(view, item, self.dimension);
        if values.is_empty() {
            values.push(StatisticsKey::unrecorded(self.dimension));
        }
        let found: Rc<[u32]> = values.into_iter().map(|it| self.number(it)).collect();
        match source {
            Source::Institution(at) => keep(&mut self.of_institution, at as usize, &found),
            Source::Meeting(at) => keep(&mut self.of_meeting, at, &found),
            Source::Text(text) => drop(self.of_text.insert(text.to_owned(), Rc::clone(&found))),
            Source::Year(year) => drop(self.of_year.insert(year, Rc::clone(&found))),
            Source::Unrecorded => self.unrecorded = Some(Rc::clone(&found)),
            Source::Own => {}
        }
        found
    }

    fn number(&mut self, key: StatisticsKey) -> u32 {
        let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(key).or_insert_with_key(|key| {
            self.keys.push(key.clone());
            next
        })
    }
}

fn keep(list: &mut [Option<Rc<[u32]>>], at: usize, found: &Rc<[u32]>) {
    if let Some(slot) = list.get_mut(at) {
        *slot = Some(Rc::clone(found));
    }
}

/// A group: its values, and the positions of its items.
pub(super) struct Group {
    pub(super) keys: Vec<StatisticsKey>,
    pub(super) members: Vec<usize>,
}

/// The items by every combination of their values, in order of these.
pub(super) fn grouped(
    view: &NetworkView,
    items: &[Item<'_>],
    dimensions: &[StatisticDimension],
) -> Vec<Group> {
    let mut columns: Vec<_> = dimensions.iter().map(|it| Column::new(view, *it)).collect();
    // Only looked up, never walked through, so its order does not matter.
    let mut places = HashMap::<Vec<u32>, usize>::new();
    let mut groups: Vec<(Vec<u32>, Vec<usize>)> = Vec::new();
    let mut numbers: Vec<Vec<u32>> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        numbers.clear();
        numbers.push(Vec::with_capacity(columns.len()));
        for column in &mut columns {
            let values = column.numbers(view, item);
            if let [one] = values.as_ref() {
                numbers.iter_mut().for_each(|it| it.push(*one));
                continue;
            }
            let longer = numbers.iter().flat_map(|row| {
                values.iter().map(move |value| row.iter().chain([value]).copied().collect::<Vec<_>>())
            });
            numbers = longer.collect();
        }
        for row in numbers.drain(..) {
            match places.get(&row) {
                Some(place) => groups.get_mut(*place).into_iter().for_each(|it| it.1.push(at)),
                None => {
                    places.insert(row.clone(), groups.len());
                    groups.push((row, vec![at]));
                }
            }
        }
    }
    let key = |(column, number): (&Column, &u32)| column.keys.get(*number as usize).cloned();
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|(row, members)| Group { keys: columns.iter().zip(&row).filter_map(key).collect(), members })
        .collect();
    groups.sort_by(|a, b| a.keys.cmp(&b.keys));
    groups
}

fn values(view: &NetworkView, item: &Item<'_>, dimension: StatisticDimension) -> Vec<StatisticsKey> {
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
        D::Year => one(item
            .date
            .and_then(|it| year_of(&it))
            .map(|it| StatisticsKey::plain(dimension, &format!("{it:04}")))),
        D::Partnership => {
            let partnerships = item.partnerships.iter().filter_map(|it| network.get(it));
            partnerships
                .map(|it| {
                    let reference = Some(it.reference());
                    StatisticsKey::of(dimension, it.key.as_str(), &it.name_pl, it.name_en.as_ref(), reference)
                })
                .collect()
        }
        D::Role => {
            item.role.iter().chain(&item.roles).map(|it| StatisticsKey::plain(dimension, it)).collect()
        }
    }
}

/// The year that a date lies in, when it lies in one.
fn year_of(date: &domain::date::EdtfDate) -> Option<i32> {
    let (first, last) = (date.earliest()?, date.latest()?);
    (first.year() == last.year()).then(|| first.year())
}
