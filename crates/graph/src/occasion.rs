//! Occasions: meetings that were held, and who was involved in them (questions.md A1).

use domain::claim::EvidenceBasis;
use domain::indicator::Collection;
use domain::meeting::{MeetingRole, MeetingStatus, Participation};
use domain::record::Noun;
use domain::vocabulary::MeetingKind;
use domain::words;

use crate::evidence::Strength;
use crate::network::{Network, Position};

words! {
    /// Whether something lies in the window for certain, or only may.
    Certainty {
        /// Its date lies inside the window.
        Certain = "CERTAIN",
        /// Its date only meets the window.
        Possible = "POSSIBLE",
    }
}

words! {
    /// How direct the contact of an occasion is, by the institutions that the record lists.
    Directness {
        /// At most two institutions, such as a consultation visit.
        Bilateral = "BILATERAL",
        /// Three to ten.
        Small = "SMALL",
        /// More than ten, or all signatories were called.
        Plenary = "PLENARY",
    }
}

/// An institution's involvement in an occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Involvement {
    /// The institution, rolled up.
    pub institution: Position,
    /// The strongest evidence for it.
    pub strength: Strength,
    /// Whether it hosted.
    pub is_host: bool,
}

/// A meeting that was held, with the institutions involved on a basis of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Occasion {
    /// The position of the meeting in the network's list.
    pub meeting: usize,
    /// Whether it lies in the window for certain.
    pub certainty: Certainty,
    /// The institutions involved, each once, in order of position.
    pub involved: Vec<Involvement>,
    /// The number of people declared for this very meeting; none when not declared.
    pub declared: Option<u32>,
    /// `n` of questions.md A3: the greater of the institutions listed and the number declared.
    pub size: u32,
    /// How direct it is.
    pub directness: Directness,
}

impl Occasion {
    /// Reads an occasion from a meeting; none when it was not held.
    #[must_use]
    pub fn read(
        network: &Network,
        meeting: usize,
        basis: EvidenceBasis,
        certainty: Certainty,
    ) -> Option<Self> {
        let value = network.record().meetings.get(meeting)?;
        if value.status != MeetingStatus::Held {
            return None;
        }
        let involved = involved(network, meeting, basis);
        let declared = network
            .declared(&value.reference(), Collection::Participants)
            .map(|it| it.value)
            .reduce(f64::max)
            .map(|it| it.min(f64::from(u32::MAX)) as u32);
        let listed = u32::try_from(involved.len()).unwrap_or(u32::MAX);
        let is_plenary = network.get::<MeetingKind>(&value.kind).is_some_and(|it| it.is_plenary);
        let directness = match (is_plenary, listed) {
            (true, _) | (_, 11..) => Directness::Plenary,
            (_, 0..=2) => Directness::Bilateral,
            _ => Directness::Small,
        };
        Some(Self {
            meeting,
            certainty,
            size: listed.max(declared.unwrap_or(0)),
            declared,
            involved,
            directness,
        })
    }

    /// The involvement of an institution, if it is involved.
    #[must_use]
    pub fn involvement(&self, institution: Position) -> Option<&Involvement> {
        self.involved
            .binary_search_by_key(&institution, |it| it.institution)
            .ok()
            .and_then(|it| self.involved.get(it))
    }
}

/// The participations of a meeting that count as involvement on a basis, with their positions, in order.
pub fn involvements(
    network: &Network,
    meeting: usize,
    basis: EvidenceBasis,
) -> impl Iterator<Item = (u32, &Participation)> {
    let record = network.record();
    let kind = record.meetings.get(meeting).map(|it| &it.kind);
    let is_visit = kind.and_then(|it| network.get::<MeetingKind>(it)).is_some_and(|it| it.is_visit);
    network.participations_of(meeting).iter().filter_map(move |index| {
        let participation = record.participations.get(*index as usize)?;
        // The existence of a listed visit is not filtered by the basis, so its host stays (questions.md A0).
        let counts = network.participation_strength(*index).counts_on(basis)
            || (is_visit && participation.role == MeetingRole::Host);
        (counts && participation.is_involvement()).then_some((*index, participation))
    })
}

fn involved(network: &Network, meeting: usize, basis: EvidenceBasis) -> Vec<Involvement> {
    let mut involved: Vec<Involvement> = Vec::new();
    for (index, participation) in involvements(network, meeting, basis) {
        let strength = network.participation_strength(index);
        let is_host = participation.role == MeetingRole::Host;
        let Some(institution) = network.participant(index) else { continue };
        match involved.iter_mut().find(|it| it.institution == institution) {
            Some(known) => {
                known.strength = known.strength.min(strength);
                known.is_host |= is_host;
            }
            None => involved.push(Involvement { institution, strength, is_host }),
        }
    }
    involved.sort_unstable_by_key(|it| it.institution);
    involved
}
