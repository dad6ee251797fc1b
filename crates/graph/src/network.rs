//! The network: what stands of a record, read through its identity decisions, indexed for analysis. Immutable.

use std::collections::HashMap;
use std::sync::OnceLock;

use domain::body::BodyMembership;
use domain::claim::Claim;
use domain::evidence_filter::EvidenceFilter;
use domain::id::Id;
use domain::identity::{Merges, merge};
use domain::indicator::{Collection, Indicator};
use domain::institution::{Institution, Naming, ServedTerritory};
use domain::meeting::Meeting;
use domain::partnership::{Membership, Partnership, PartnershipRole};
use domain::party::Party;
use domain::record::{Listed, Noun, Record, RecordRef};
use domain::support::standing_by;
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::InstitutionType;

use crate::evidence::{Evidence, Strength};
use crate::search::SearchIndex;

/// Why a record cannot become a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// The record breaks a rule of the domain.
    #[error("the record breaks a rule: {0}")]
    Rule(#[from] domain::DomainError),
    /// There are more records of a kind than positions.
    #[error("the record has too many {kind} records for one network")]
    TooLarge {
        /// The kind.
        kind: &'static str,
    },
}

/// The position of an institution in the network's list.
pub type Position = u32;

/// The network of one revision.
#[derive(Debug, Clone)]
pub struct Network {
    record: Record,
    fallen: Vec<RecordRef>,
    withdrawn: Vec<Claim>,
    merges: Merges,
    evidence: Evidence,
    /// For each institution, the one that its contacts count for.
    rolled_up: Vec<Position>,
    /// For each meeting, the positions of its participations.
    participations_of: Vec<Vec<u32>>,
    /// For each participation, the institution that it counts for in contacts.
    participants: Vec<Option<Position>>,
    /// For each institution, the positions of the territories that it serves.
    served_by: Vec<Vec<u32>>,
    /// For each series, the positions of its meetings.
    meetings_of: Vec<Vec<u32>>,
    participation_strengths: Vec<Strength>,
    membership_strengths: Vec<Strength>,
    seat_strengths: Vec<Strength>,
    /// The indicators that declare the size of a collection of a record.
    declared: HashMap<RecordRef, Vec<u32>>,
    /// What is searched, once somebody searches.
    search: OnceLock<SearchIndex>,
}

impl Network {
    /// Builds the network of a record: works out what stands, merges, indexes. Time O(n log n).
    ///
    /// # Errors
    /// [`NetworkError`].
    pub fn build(record: Record) -> Result<Self, NetworkError> {
        Self::build_by(record, &EvidenceFilter::default())
    }

    /// Builds the network of a record by the claims that a filter admits, as if no others had been made. Time
    /// O(n log n).
    ///
    /// # Errors
    /// [`NetworkError`].
    pub fn build_by(record: Record, filter: &EvidenceFilter) -> Result<Self, NetworkError> {
        let standing = standing_by(record, filter)?;
        let mut record = standing.record;
        let merges = merge(&mut record);
        record.sort();
        let mut withdrawn = standing.withdrawn;
        for claim in &mut withdrawn {
            let canonical = Id::from_reference(&claim.subject).and_then(|it| merges.canonical.get(&it));
            if let Some(canonical) = canonical {
                claim.subject = canonical.reference();
            }
        }
        withdrawn.sort_by(|a, b| (&a.subject, &a.key).cmp(&(&b.subject, &b.key)));
        Self::index(record, standing.fallen, withdrawn, merges)
    }

    /// The network of this one's record with supposed changes, as [`domain::scenario::overlay`] gives it: it is merged
    /// as this one is, and what has fallen is the same. Time O(n log n), without working out what stands.
    ///
    /// # Errors
    /// [`NetworkError::TooLarge`].
    pub fn supposing(&self, record: Record) -> Result<Self, NetworkError> {
        Self::index(record, self.fallen.clone(), self.withdrawn.clone(), self.merges.clone())
    }

    /// Indexes a record that stands, is merged and in order of keys.
    fn index(
        record: Record,
        fallen: Vec<RecordRef>,
        withdrawn: Vec<Claim>,
        merges: Merges,
    ) -> Result<Self, NetworkError> {
        u32::try_from(record.institutions.len().max(record.meetings.len()).max(record.claims.len()))
            .map_err(|_error| NetworkError::TooLarge { kind: "institution, meeting or claim" })?;
        let evidence = Evidence::index(&record);
        let rolled_up = rolled_up(&record);
        let participants = participants(&record, &rolled_up);
        let participations_of = participations_of(&record);
        let mut served_by = vec![Vec::new(); record.institutions.len()];
        for (index, served) in (0u32..).zip(&record.served_territories) {
            let institution = position(&record.institutions, served.institution.as_str());
            if let Some(list) = institution.and_then(|it| served_by.get_mut(it)) {
                list.push(index);
            }
        }
        let mut meetings_of = vec![Vec::new(); record.meeting_series.len()];
        for (index, meeting) in (0u32..).zip(&record.meetings) {
            let series = meeting.series.as_ref().and_then(|it| position(&record.meeting_series, it.as_str()));
            if let Some(list) = series.and_then(|it| meetings_of.get_mut(it)) {
                list.push(index);
            }
        }
        let mut declared = HashMap::<RecordRef, Vec<u32>>::new();
        for (index, indicator) in (0u32..).zip(&record.indicators) {
            if let (Some(of), Some(_)) = (&indicator.of, indicator.collection) {
                declared.entry(of.clone()).or_default().push(index);
            }
        }
        Ok(Self {
            rolled_up,
            participants,
            served_by,
            participation_strengths: evidence.strengths(&record, &record.participations),
            membership_strengths: evidence.strengths(&record, &record.memberships),
            seat_strengths: evidence.strengths(&record, &record.body_memberships),
            fallen,
            withdrawn,
            merges,
            evidence,
            participations_of,
            meetings_of,
            declared,
            search: OnceLock::new(),
            record,
        })
    }

    /// The index for [`crate::search::search`], built when it is first asked for and kept.
    #[must_use]
    pub fn search_index(&self) -> &SearchIndex {
        self.search.get_or_init(|| SearchIndex::build(self))
    }

    /// What stands, merged, every list in order of keys.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The records that have no support left.
    #[must_use]
    pub fn fallen(&self) -> &[RecordRef] {
        &self.fallen
    }

    /// The claims about a record that do not count, in order of keys. Time O(log claims + those found).
    #[must_use]
    pub fn withdrawn_about(&self, reference: &RecordRef) -> &[Claim] {
        let start = self.withdrawn.partition_point(|it| it.subject < *reference);
        let end = self.withdrawn.partition_point(|it| it.subject <= *reference);
        self.withdrawn.get(start..end).unwrap_or_default()
    }

    /// Which institutions were read as others.
    #[must_use]
    pub fn merges(&self) -> &Merges {
        &self.merges
    }

    /// The claims behind each record.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// A record by its id; none when it does not stand, or was read as another.
    #[must_use]
    pub fn get<T: Listed>(&self, id: &Id<T>) -> Option<&T> {
        self.find(id.as_str())
    }

    /// A record by its key.
    #[must_use]
    pub fn find<T: Listed>(&self, key: &str) -> Option<&T> {
        let list = T::list(&self.record);
        position(list, key).and_then(|it| list.get(it))
    }

    /// The institution that an id means now: its own, or the one that it was read as.
    #[must_use]
    pub fn institution(&self, id: &Id<Institution>) -> Option<&Institution> {
        self.get(self.merges.canonical.get(id).unwrap_or(id))
    }

    /// The position of an institution.
    #[must_use]
    pub fn position_of(&self, id: &Id<Institution>) -> Option<Position> {
        position(&self.record.institutions, id.as_str()).and_then(|it| u32::try_from(it).ok())
    }

    /// The institution at a position.
    ///
    /// Positions come from this network, so there is one; were it another's, the first would stand in.
    #[must_use]
    pub fn at(&self, position: Position) -> Option<&Institution> {
        self.record.institutions.get(position as usize)
    }

    /// The institution that contacts of the one at `position` count for: the parent of secretariats and departments
    /// (types that roll up), otherwise itself.
    #[must_use]
    pub fn rolled_up(&self, position: Position) -> Position {
        self.rolled_up.get(position as usize).copied().unwrap_or(position)
    }

    /// The institution that a party counts for in contacts: an institution, rolled up; none for offices, bodies,
    /// groups, and institutions that no source names.
    #[must_use]
    pub fn involved_institution(&self, party: &Party) -> Option<Position> {
        let id = party.institution()?;
        let position = self.rolled_up(self.position_of(id)?);
        (self.at(position)?.naming == Naming::Named).then_some(position)
    }

    /// The positions of a meeting's participations, by the meeting's position in its list.
    #[must_use]
    pub fn participations_of(&self, meeting: usize) -> &[u32] {
        self.participations_of.get(meeting).map_or(&[], Vec::as_slice)
    }

    /// The institution that the participation at a position counts for in contacts, as
    /// [`Network::involved_institution`] says of its party, without looking it up.
    #[must_use]
    pub fn participant(&self, position: u32) -> Option<Position> {
        self.participants.get(position as usize).copied().flatten()
    }

    /// The territories that an institution serves, in order of keys.
    pub fn served_by(&self, institution: Position) -> impl Iterator<Item = &ServedTerritory> {
        let list = self.served_by.get(institution as usize).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(|it| self.record.served_territories.get(*it as usize))
    }

    /// The positions of the meetings of a series, by its key, in order.
    #[must_use]
    pub fn meetings_of(&self, series: &str) -> &[u32] {
        let series = position(&self.record.meeting_series, series);
        series.and_then(|it| self.meetings_of.get(it)).map_or(&[], Vec::as_slice)
    }

    /// The position of a meeting in its list.
    #[must_use]
    pub fn meeting_position(&self, id: &Id<Meeting>) -> Option<usize> {
        position(&self.record.meetings, id.as_str())
    }

    /// The strength of the participation at a position.
    #[must_use]
    pub fn participation_strength(&self, position: u32) -> Strength {
        self.participation_strengths.get(position as usize).copied().unwrap_or(Strength::Inferred)
    }

    /// Memberships of partnerships with their strength.
    pub fn memberships(&self) -> impl Iterator<Item = (&Membership, Strength)> {
        self.record.memberships.iter().zip(self.membership_strengths.iter().copied())
    }

    /// Seats on bodies with their strength.
    pub fn seats(&self) -> impl Iterator<Item = (&BodyMembership, Strength)> {
        self.record.body_memberships.iter().zip(self.seat_strengths.iter().copied())
    }

    /// The indicators that declare the size of a collection of a record, in order of keys.
    pub fn declared<'a>(
        &'a self,
        of: &RecordRef,
        collection: Collection,
    ) -> impl Iterator<Item = &'a Indicator> + use<'a> {
        let list = self.declared.get(of).map_or(&[][..], Vec::as_slice);
        list.iter()
            .filter_map(|it| self.record.indicators.get(*it as usize))
            .filter(move |it| it.collection == Some(collection))
    }

    /// The claims about a record, in order of their keys.
    pub fn claims_about<'a>(&'a self, reference: &RecordRef) -> impl Iterator<Item = &'a Claim> + use<'a> {
        self.evidence.about(reference).iter().filter_map(|it| self.record.claims.get(*it as usize))
    }

    /// Whether an institution type is `family` or lies below it.
    #[must_use]
    pub fn is_type_within(&self, r#type: &Id<InstitutionType>, family: &Id<InstitutionType>) -> bool {
        let types = &self.record.institution_types;
        let mut at = Some(r#type.clone());
        for _ in 0..=types.len() {
            let Some(id) = at else { return false };
            if id == *family {
                return true;
            }
            at = self.get(&id).and_then(|it| it.parent.clone());
        }
        false
    }

    /// The head of a type's family: the widest type above it, or itself. A type that only says a sector or a function,
    /// as its code does (NGO, PES), is wider than a family and heads none but its own.
    #[must_use]
    pub fn family(&self, r#type: &Id<InstitutionType>) -> Id<InstitutionType> {
        let says_only_a_category = |it: &InstitutionType| {
            self.record.sectors.iter().any(|sector| sector.code == it.code)
                || self.record.functions.iter().any(|function| function.code == it.code)
        };
        let mut at = r#type.clone();
        for _ in 0..self.record.institution_types.len() {
            let parent = self.get(&at).and_then(|it| it.parent.as_ref()).and_then(|it| self.get(it));
            match parent.filter(|it| !says_only_a_category(it)) {
                Some(parent) => at = parent.key.clone(),
                None => break,
            }
        }
        at
    }

    /// The unit of the given level that a unit lies in, or is; none when there is none.
    #[must_use]
    pub fn ancestor(&self, unit: &Id<TerritorialUnit>, level: TerritoryLevel) -> Option<&TerritorialUnit> {
        let mut at = self.get(unit)?;
        for _ in 0..=TerritoryLevel::ALL.len() {
            if at.level == level {
                return Some(at);
            }
            at = self.get(at.parent.as_ref()?)?;
        }
        None
    }

    /// Whether a unit lies in another, or is it.
    #[must_use]
    pub fn is_within(&self, unit: &Id<TerritorialUnit>, wider: &Id<TerritorialUnit>) -> bool {
        let mut at = Some(unit.clone());
        for _ in 0..=TerritoryLevel::ALL.len() {
            let Some(id) = at else { return false };
            if id == *wider {
                return true;
            }
            at = self.get(&id).and_then(|it| it.parent.clone());
        }
        false
    }

    /// The institutions that coordinate a partnership (roles LEAD and SECRETARIAT), or all partnerships when none is
    /// given; rolled up, in order, without doubles.
    #[must_use]
    pub fn coordinators(&self, partnership: Option<&Id<Partnership>>) -> Vec<Position> {
        self.parties_in_role(partnership, &[PartnershipRole::Lead, PartnershipRole::Secretariat])
    }

    /// The institutions that have one of the roles in a partnership, or in any.
    #[must_use]
    pub fn parties_in_role(
        &self,
        partnership: Option<&Id<Partnership>>,
        roles: &[PartnershipRole],
    ) -> Vec<Position> {
        let mut positions: Vec<_> = self
            .record
            .memberships
            .iter()
            .filter(|it| partnership.is_none_or(|id| it.partnership == *id) && roles.contains(&it.role))
            .filter_map(|it| self.involved_institution(&it.party))
            .collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }
}

fn position<T: Noun>(list: &[T], key: &str) -> Option<usize> {
    list.binary_search_by(|it| it.key().cmp(key)).ok()
}

/// For each meeting, the positions of its participations. Those of one meeting mostly follow each other, so each meeting
/// is looked up about once.
fn participations_of(record: &Record) -> Vec<Vec<u32>> {
    let mut participations_of = vec![Vec::new(); record.meetings.len()];
    let mut last: Option<(&Id<Meeting>, Option<usize>)> = None;
    for (index, participation) in (0u32..).zip(&record.participations) {
        let Some(id) = &participation.meeting else { continue };
        let meeting = match last {
            Some((same, meeting)) if same == id => meeting,
            _ => position(&record.meetings, id.as_str()),
        };
        last = Some((id, meeting));
        if let Some(list) = meeting.and_then(|it| participations_of.get_mut(it)) {
            list.push(index);
        }
    }
    participations_of
}

/// For each participation, the institution that it counts for: its party rolled up, if a source names it.
fn participants(record: &Record, rolled_up: &[Position]) -> Vec<Option<Position>> {
    let positions: HashMap<&str, usize> =
        record.institutions.iter().map(|it| it.key.as_str()).zip(0_usize..).collect();
    let counts_for = |party: &Party| {
        let position = *rolled_up.get(*positions.get(party.institution()?.as_str())?)?;
        let is_named = record.institutions.get(position as usize)?.naming == Naming::Named;
        is_named.then_some(position)
    };
    record.participations.iter().map(|it| counts_for(&it.party)).collect()
}

fn rolled_up(record: &Record) -> Vec<Position> {
    let types = &record.institution_types;
    let rolls_up = |institution: &Institution| {
        let r#type = institution.r#type.as_ref().and_then(|it| position(types, it.as_str()));
        r#type.and_then(|it| types.get(it)).is_some_and(|it| it.rolls_up)
    };
    let parent = |at: usize| {
        let institution = record.institutions.get(at)?;
        let parent = institution.parent.as_ref().filter(|_| rolls_up(institution))?;
        position(&record.institutions, parent.as_str())
    };
    (0..record.institutions.len())
        .map(|start| {
            let mut at = start;
            for _ in 0..8 {
                match parent(at) {
                    Some(next) if next != start => at = next,
                    _ => break,
                }
            }
            u32::try_from(at).unwrap_or(u32::MAX)
        })
        .collect()
}
