//! The dimensions of funding, and the values that applications, parties and aggregates have in them.

use domain::call::{Call, Programme};
use domain::date::EdtfDate;
use domain::id::Id;
use domain::partnership::Partnership;
use domain::record::{Noun, RecordRef};
use domain::territory::TerritoryLevel;
use domain::words;

use crate::network::{Network, Position};

words! {
    /// By what applications are grouped.
    FundingDimension {
        /// The call.
        Call = "CALL",
        /// The year of the submission, else of the closing of the call, when the date lies in one.
        Year = "YEAR",
        /// The programme of the call.
        Programme = "PROGRAMME",
        /// The partnership that applied.
        Partnership = "PARTNERSHIP",
        /// The institutions that belong to the partnership.
        Institution = "INSTITUTION",
        /// The sectors of these institutions.
        Sector = "SECTOR",
        /// The heads of the families of their types.
        TypeFamily = "TYPE_FAMILY",
        /// The gminas of their seats.
        Gmina = "GMINA",
        /// The powiats of their seats.
        Powiat = "POWIAT",
        /// The subregions of their seats.
        Subregion = "SUBREGION",
        /// The voivodeships of their seats.
        Voivodeship = "VOIVODESHIP",
    }
}

impl FundingDimension {
    /// Whether it groups by the parties of the partnership, so that the counting rule matters.
    #[must_use]
    pub fn is_of_parties(self) -> bool {
        !matches!(self, Self::Call | Self::Year | Self::Programme | Self::Partnership)
    }

    fn level(self) -> Option<TerritoryLevel> {
        match self {
            Self::Gmina => Some(TerritoryLevel::Gmina),
            Self::Powiat => Some(TerritoryLevel::Powiat),
            Self::Subregion => Some(TerritoryLevel::Subregion),
            Self::Voivodeship => Some(TerritoryLevel::Voivodeship),
            _ => None,
        }
    }
}

/// A value in a dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FundingKey {
    /// Whether the value is recorded.
    pub is_recorded: bool,
    /// Whether it is several values that sources tell of together only.
    pub is_together: bool,
    /// The dimension.
    pub dimension: FundingDimension,
    /// The code: the number of a call with its edition, a year, the key of a record, a code of a vocabulary or
    /// register; none when not recorded.
    pub code: Option<String>,
    /// The Polish label; `nie podano` when not recorded.
    pub label_pl: String,
    /// The English label; `not recorded` when not recorded.
    pub label_en: String,
    /// The records that the value is: one, or several together; none for years and what is not recorded.
    pub nodes: Vec<RecordRef>,
}

impl FundingKey {
    pub(super) fn unrecorded(dimension: FundingDimension) -> Self {
        Self {
            is_recorded: false,
            is_together: false,
            dimension,
            code: None,
            label_pl: "nie podano".to_owned(),
            label_en: "not recorded".to_owned(),
            nodes: Vec::new(),
        }
    }

    fn of(
        dimension: FundingDimension,
        code: &str,
        label_pl: &str,
        label_en: &str,
        node: Option<RecordRef>,
    ) -> Self {
        Self {
            is_recorded: true,
            is_together: false,
            dimension,
            code: Some(code.to_owned()),
            label_pl: label_pl.to_owned(),
            label_en: label_en.to_owned(),
            nodes: node.into_iter().collect(),
        }
    }

    /// Several values as one; the value itself when they are one.
    fn together(dimension: FundingDimension, mut parts: Vec<Self>) -> Self {
        parts.sort();
        parts.dedup();
        if parts.iter().any(|it| !it.is_recorded) {
            return Self::unrecorded(dimension);
        }
        if let [one] = parts.as_slice() {
            return one.clone();
        }
        let join = |of: fn(&Self) -> &str| parts.iter().map(of).collect::<Vec<_>>().join(" + ");
        Self {
            is_recorded: !parts.is_empty(),
            is_together: true,
            dimension,
            code: Some(join(|it| it.code.as_deref().unwrap_or_default())),
            label_pl: join(|it| &it.label_pl),
            label_en: join(|it| &it.label_en),
            nodes: parts.iter().flat_map(|it| it.nodes.clone()).collect(),
        }
    }

    /// Whether what has `self` as its value may belong to a row of `row`.
    pub(super) fn may_be(&self, row: &Self) -> bool {
        if self == row {
            return true;
        }
        if !self.is_recorded {
            // Partnerships that nobody names are none of those that are named.
            return self.dimension != FundingDimension::Partnership;
        }
        self.is_together && row.nodes.iter().any(|it| self.nodes.contains(it))
    }

    /// The single values of which it is made, when there are several.
    pub(super) fn parts(&self, network: &Network) -> Vec<Self> {
        if !self.is_together {
            return vec![self.clone()];
        }
        let part = |it: &RecordRef| match self.dimension {
            FundingDimension::Call => Id::from_reference(it).map(|it| call(network, &it)),
            FundingDimension::Programme => Id::from_reference(it).map(|it| programme(network, Some(&it))),
            _ => None,
        };
        self.nodes.iter().filter_map(part).collect()
    }
}

/// The value of an application in a dimension that is not of parties.
pub(super) fn of_application(
    network: &Network,
    dimension: FundingDimension,
    (call_of, date, partnership): (&Id<Call>, &EdtfDate, &Id<Partnership>),
) -> FundingKey {
    match dimension {
        FundingDimension::Call => call(network, call_of),
        FundingDimension::Year => year(date),
        FundingDimension::Programme => {
            programme(network, network.get(call_of).and_then(|it| it.programme.as_ref()))
        }
        FundingDimension::Partnership => network.get(partnership).map_or_else(
            || FundingKey::unrecorded(dimension),
            |it| {
                let en = it.name_en.as_ref().unwrap_or(&it.name_pl);
                let node = Some(it.reference());
                FundingKey::of(dimension, it.key.as_str(), it.name_pl.as_str(), en.as_str(), node)
            },
        ),
        _ => FundingKey::unrecorded(dimension),
    }
}

/// The value of calls that an aggregate tells of, and of its date.
pub(super) fn of_aggregate(
    network: &Network,
    dimension: FundingDimension,
    calls: &[Id<Call>],
    date: &EdtfDate,
) -> FundingKey {
    match dimension {
        FundingDimension::Call => {
            FundingKey::together(dimension, calls.iter().map(|it| call(network, it)).collect())
        }
        FundingDimension::Year => year(date),
        FundingDimension::Programme => {
            let of_call =
                |it: &Id<Call>| programme(network, network.get(it).and_then(|it| it.programme.as_ref()));
            FundingKey::together(dimension, calls.iter().map(of_call).collect())
        }
        _ => FundingKey::unrecorded(dimension),
    }
}

/// The value of a party in a dimension of parties; of none when nobody names it.
pub(super) fn of_party(
    network: &Network,
    dimension: FundingDimension,
    party: Option<Position>,
) -> FundingKey {
    let found = || {
        let institution = network.at(party?)?;
        let unit = |level| network.ancestor(institution.seat.as_ref()?, level);
        match dimension {
            FundingDimension::Institution => {
                let en = institution.name_en.as_ref().unwrap_or(&institution.name_pl);
                let (code, node) = (institution.key.as_str(), Some(institution.reference()));
                Some(FundingKey::of(dimension, code, institution.name_pl.as_str(), en.as_str(), node))
            }
            FundingDimension::Sector => network.get(institution.sector.as_ref()?).map(|it| {
                let (pl, en) = (it.name_pl.as_str(), it.name_en.as_str());
                FundingKey::of(dimension, it.code.as_str(), pl, en, Some(it.reference()))
            }),
            FundingDimension::TypeFamily => {
                network.get(&network.family(institution.r#type.as_ref()?)).map(|it| {
                    let (pl, en) = (it.name_pl.as_str(), it.name_en.as_str());
                    FundingKey::of(dimension, it.code.as_str(), pl, en, Some(it.reference()))
                })
            }
            _ => unit(dimension.level()?).map(|it| {
                let teryt = it.teryt.as_ref().map(|it| it.as_str().to_owned());
                let is_subregion = it.level == TerritoryLevel::Subregion;
                let nuts = it.nuts3.as_ref().filter(|_| is_subregion).map(ToString::to_string);
                let code = teryt.or(nuts).unwrap_or_else(|| it.key.to_string());
                let name = it.name.as_str();
                FundingKey::of(dimension, &code, name, name, Some(it.reference()))
            }),
        }
    };
    found().unwrap_or_else(|| FundingKey::unrecorded(dimension))
}

fn call(network: &Network, id: &Id<Call>) -> FundingKey {
    let Some(it) = network.get(id) else { return FundingKey::unrecorded(FundingDimension::Call) };
    let edition = it.edition.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    let label = format!("{}{edition}", it.number);
    FundingKey::of(FundingDimension::Call, &label, &label, &label, Some(it.reference()))
}

fn programme(network: &Network, id: Option<&Id<Programme>>) -> FundingKey {
    let dimension = FundingDimension::Programme;
    id.and_then(|it| network.get(it)).map_or_else(
        || FundingKey::unrecorded(dimension),
        |it| {
            let en = it.name_en.as_ref().unwrap_or(&it.name_pl);
            FundingKey::of(dimension, it.key.as_str(), it.name_pl.as_str(), en.as_str(), Some(it.reference()))
        },
    )
}

fn year(date: &EdtfDate) -> FundingKey {
    let year = |it: chrono::NaiveDate| it.format("%Y").to_string();
    let found = date.earliest().zip(date.latest()).map(|(first, last)| (year(first), year(last)));
    match found.filter(|(first, last)| first == last) {
        Some((it, _)) => FundingKey::of(FundingDimension::Year, &it, &it, &it, None),
        None => FundingKey::unrecorded(FundingDimension::Year),
    }
}
