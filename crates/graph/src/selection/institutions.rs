//! Which institutions a list shows, by type, place, membership, name and so on, with AND, OR and NOT.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::date::Period;
use domain::id::Id;
use domain::institution::{Institution, InstitutionState, Naming};
use domain::partnership::{Partnership, PartnershipRole};
use domain::polish::fold;
use domain::record::Noun;
use domain::territory::TerritorialUnit;
use domain::vocabulary::{Function, InstitutionType, Sector};
use domain::words;

use super::order::{OrderDirection, Rank, sort};
use super::{among, share};
use crate::network::{Network, Position};
use crate::receipt::keys;
use crate::view::{NetworkView, is_active};

/// How deep filters may stand in one another.
pub const FILTER_DEPTH_MAX: usize = 5;
/// How many filters may stand in one another altogether.
pub const FILTER_CONDITIONS_MAX: usize = 50;

/// What is wrong with a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterError {
    /// Filters stand too deep in one another.
    #[error("the filter is {depth} levels deep, at most {max} are allowed", max = FILTER_DEPTH_MAX)]
    TooDeep {
        /// How deep it is.
        depth: usize,
    },
    /// There are too many filters in one another.
    #[error("the filter has {count} conditions in one another, at most {max} are allowed", max = FILTER_CONDITIONS_MAX)]
    TooMany {
        /// How many there are.
        count: usize,
    },
}

/// Which institutions. Fields hold together, values of one field are alternatives, empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InstitutionFilter {
    /// Of one of these types, or of a type below.
    pub types: Vec<Id<InstitutionType>>,
    /// Of one of these sectors.
    pub sectors: Vec<Id<Sector>>,
    /// With one of these functions.
    pub functions: Vec<Id<Function>>,
    /// Seated in one of these units, or in a unit below.
    pub seat_in: Vec<Id<TerritorialUnit>>,
    /// Serving one of these units, or a unit below.
    pub serves_in: Vec<Id<TerritorialUnit>>,
    /// Named, placeholder or unnamed.
    pub namings: Vec<Naming>,
    /// In one of these states.
    pub states: Vec<InstitutionState>,
    /// With a membership in this partnership, on the view's basis at the end of its window.
    pub member_of: Option<Id<Partnership>>,
    /// With a membership in one of these roles, of the partnership above or of any.
    pub roles: Vec<PartnershipRole>,
    /// With a name, short name or mention that holds this text, folded.
    pub text: Option<String>,
    /// Whether the seat is recorded.
    pub seat_recorded: Option<bool>,
    /// Whether involved in a certain occasion of the window, its units' occasions included.
    pub involved: Option<bool>,
    /// Came to be for certain within this period.
    pub existed_from_in: Option<Period>,
    /// All of these hold too.
    pub and: Vec<InstitutionFilter>,
    /// One of these holds too.
    pub or: Vec<InstitutionFilter>,
    /// This does not hold.
    pub not: Option<Box<InstitutionFilter>>,
}

impl InstitutionFilter {
    /// Checks that the filter is not too deep and not too large.
    ///
    /// # Errors
    /// [`FilterError`].
    pub fn check(&self) -> Result<(), FilterError> {
        let (depth, count) = self.extent();
        if depth > FILTER_DEPTH_MAX {
            return Err(FilterError::TooDeep { depth });
        }
        if count > FILTER_CONDITIONS_MAX {
            return Err(FilterError::TooMany { count });
        }
        Ok(())
    }

    /// The depth and the number of filters, this one included.
    fn extent(&self) -> (usize, usize) {
        let inner = self.and.iter().chain(&self.or).chain(self.not.as_deref()).map(Self::extent);
        let (depth, count) = inner.fold((0, 0), |(depth, count), it| (depth.max(it.0), count + it.1));
        (depth + 1, count + 1)
    }
}

impl fmt::Display for InstitutionFilter {
    /// In canonical form for receipts: `types=ops|pup;seatIn=powiat-0801`, empty for no condition.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = |list: &[Self]| list.iter().map(|it| format!("({it})")).collect::<Vec<_>>().join("|");
        let flag = |it: Option<bool>| it.map(|it| it.to_string()).unwrap_or_default();
        let fields = [
            ("types", keys(&self.types)),
            ("sectors", keys(&self.sectors)),
            ("functions", keys(&self.functions)),
            ("seatIn", keys(&self.seat_in)),
            ("servesIn", keys(&self.serves_in)),
            ("namings", keys(&self.namings)),
            ("states", keys(&self.states)),
            ("memberOf", keys(self.member_of.as_slice())),
            ("roles", keys(&self.roles)),
            ("text", self.text.as_deref().map(fold).unwrap_or_default()),
            ("seatRecorded", flag(self.seat_recorded)),
            ("involved", flag(self.involved)),
            ("existedFromIn", keys(self.existed_from_in.as_slice())),
            ("and", all(&self.and)),
            ("or", all(&self.or)),
            ("not", self.not.as_ref().map(|it| format!("({it})")).unwrap_or_default()),
        ];
        let told = fields.iter().filter(|it| !it.1.is_empty()).map(|(name, value)| format!("{name}={value}"));
        f.write_str(&told.collect::<Vec<_>>().join(";"))
    }
}

words! {
    /// What institutions are ordered by.
    InstitutionOrderField {
        /// The Polish name.
        Name = "NAME",
        /// The code of the type.
        Type = "TYPE",
        /// The name of the seat.
        Seat = "SEAT",
    }
}

/// One step of an order of institutions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstitutionOrder {
    /// By what.
    pub field: InstitutionOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// The institutions in the view's scope that fit, in the order asked for, then of keys.
#[must_use]
pub fn institutions(
    view: &NetworkView,
    filter: &InstitutionFilter,
    orders: &[InstitutionOrder],
) -> Vec<Position> {
    let network = view.network();
    let matcher = InstitutionMatcher::new(view, filter);
    let count = u32::try_from(network.record().institutions.len()).unwrap_or(u32::MAX);
    let found = (0..count).filter(|it| view.is_in_scope(*it) && matcher.fits(*it)).collect();
    let directions: Vec<_> = orders.iter().map(|it| it.direction).collect();
    sort(found, &directions, |position| {
        let institution = network.at(position);
        orders
            .iter()
            .map(|it| institution.and_then(|institution| rank(network, institution, it.field)))
            .collect()
    })
}

fn rank(network: &Network, institution: &Institution, field: InstitutionOrderField) -> Option<Rank> {
    match field {
        InstitutionOrderField::Name => Some(Rank::text(institution.name_pl.as_str())),
        InstitutionOrderField::Type => {
            network.get(institution.r#type.as_ref()?).map(|it| Rank::text(it.code.as_str()))
        }
        InstitutionOrderField::Seat => {
            network.get(institution.seat.as_ref()?).map(|it| Rank::text(it.name.as_str()))
        }
    }
}

/// A filter made ready to be tried on many institutions.
pub(crate) struct InstitutionMatcher<'a> {
    view: &'a NetworkView,
    filter: &'a InstitutionFilter,
    members: Option<BTreeSet<Position>>,
    involved: Option<BTreeSet<Position>>,
    served: Option<BTreeSet<Position>>,
    text: Option<Text<'a>>,
    and: Vec<Self>,
    or: Vec<Self>,
    not: Option<Box<Self>>,
}

/// A text to find, with the forms by which documents and merged records call institutions.
struct Text<'a> {
    folded: String,
    forms: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> InstitutionMatcher<'a> {
    pub(crate) fn new(view: &'a NetworkView, filter: &'a InstitutionFilter) -> Self {
        let asks_membership = filter.member_of.is_some() || !filter.roles.is_empty();
        Self {
            view,
            filter,
            members: asks_membership.then(|| members(view, filter)),
            involved: filter.involved.map(|_| involved(view)),
            served: (!filter.serves_in.is_empty()).then(|| served(view, &filter.serves_in)),
            text: filter.text.as_deref().map(|it| Text { folded: fold(it), forms: forms(view.network()) }),
            and: filter.and.iter().map(|it| Self::new(view, it)).collect(),
            or: filter.or.iter().map(|it| Self::new(view, it)).collect(),
            not: filter.not.as_deref().map(|it| Box::new(Self::new(view, it))),
        }
    }

    /// Whether the institution at a position fits; the scope of the view is not asked.
    pub(crate) fn fits(&self, position: Position) -> bool {
        let Some(institution) = self.view.network().at(position) else { return false };
        self.fits_value(institution)
            && self.fits_position(position)
            && self.text.as_ref().is_none_or(|it| it.found_in(institution))
            && self.and.iter().all(|it| it.fits(position))
            && (self.or.is_empty() || self.or.iter().any(|it| it.fits(position)))
            && self.not.as_ref().is_none_or(|it| !it.fits(position))
    }

    fn fits_value(&self, institution: &Institution) -> bool {
        let (network, filter) = (self.view.network(), self.filter);
        let is_of_type =
            |id: &Id<InstitutionType>| filter.types.iter().any(|it| network.is_type_within(id, it));
        let is_in = |id: &Id<TerritorialUnit>| filter.seat_in.iter().any(|it| network.is_within(id, it));
        (filter.types.is_empty() || institution.r#type.as_ref().is_some_and(is_of_type))
            && (filter.sectors.is_empty()
                || institution.sector.as_ref().is_some_and(|it| filter.sectors.contains(it)))
            && share(&filter.functions, &institution.functions)
            && (filter.seat_in.is_empty() || institution.seat.as_ref().is_some_and(is_in))
            && among(&filter.namings, &institution.naming)
            && among(&filter.states, &institution.state)
            && filter.seat_recorded.is_none_or(|it| it == institution.seat.is_some())
            && filter.existed_from_in.is_none_or(|it| institution.existed_from.certainly_in(&it))
    }

    fn fits_position(&self, position: Position) -> bool {
        let has = |set: &Option<BTreeSet<Position>>| set.as_ref().is_none_or(|it| it.contains(&position));
        let is_involved = self.involved.as_ref().map(|it| it.contains(&position));
        has(&self.members)
            && has(&self.served)
            && (is_involved.is_none() || is_involved == self.filter.involved)
    }
}

impl Text<'_> {
    fn found_in(&self, institution: &Institution) -> bool {
        let own = [Some(&institution.name_pl), institution.name_en.as_ref(), institution.short_name.as_ref()];
        let forms = self.forms.get(institution.key.as_str()).map_or(&[][..], Vec::as_slice);
        let all = own.into_iter().flatten().map(|it| it.as_str()).chain(forms.iter().copied());
        all.into_iter().any(|it| super::holds(it, &self.folded))
    }
}

fn members(view: &NetworkView, filter: &InstitutionFilter) -> BTreeSet<Position> {
    let memberships = view.memberships(filter.member_of.as_ref(), &filter.roles);
    memberships.filter_map(|(it, _)| view.network().position_of(it.party.institution()?)).collect()
}

/// The institutions involved in a certain occasion, and the units whose involvement counts for one of them.
fn involved(view: &NetworkView) -> BTreeSet<Position> {
    let parties = view.network().record();
    let certain = view.occasions().iter().filter(|it| it.certainty == crate::occasion::Certainty::Certain);
    let mut positions = BTreeSet::new();
    for occasion in certain {
        positions.extend(occasion.involved.iter().map(|it| it.institution));
        for index in view.network().participations_of(occasion.meeting) {
            let participation = parties.participations.get(*index as usize).filter(|it| it.is_involvement());
            let unit = participation
                .and_then(|it| it.party.institution())
                .and_then(|it| view.network().position_of(it))
                .filter(|it| occasion.involvement(view.network().rolled_up(*it)).is_some());
            positions.extend(unit);
        }
    }
    positions
}

fn served(view: &NetworkView, units: &[Id<TerritorialUnit>]) -> BTreeSet<Position> {
    let network = view.network();
    let served = network.record().served_territories.iter();
    served
        .filter(|it| is_active(&it.valid_from, &it.valid_to, &view.view().period))
        .filter(|it| units.iter().any(|unit| network.is_within(&it.unit, unit)))
        .filter_map(|it| network.position_of(&it.institution))
        .collect()
}

/// The forms of each institution besides its own names, by its key.
fn forms(network: &Network) -> BTreeMap<&str, Vec<&str>> {
    let mut forms = BTreeMap::<&str, Vec<&str>>::new();
    let record = network.record();
    for mention in record.mentions.iter().filter(|it| it.target.kind == Institution::KIND) {
        forms.entry(&mention.target.key).or_default().push(mention.surface.as_str());
    }
    for absorbed in &network.merges().absorbed {
        let Some(canonical) = network.merges().canonical.get(&absorbed.key) else { continue };
        forms.entry(canonical.as_str()).or_default().push(absorbed.name_pl.as_str());
    }
    forms
}
