//! The plan of a network: who there is, to which planted community each belongs, who attended which meeting when.
//!
//! # Definition
//! Institutions lie in territory as such institutions do: one social welfare centre and office in each gmina, one labour
//! office in each powiat, regional offices in each voivodeship, and the others by their shares, more in towns. Planted
//! communities are runs of neighbouring institutions of very different length, with every fourth institution
//! exchanged at random. A meeting belongs to one community; each attendance is within it with the probability
//! `1 − mixing`, and then falls to an institution by its activity. Sizes of meetings follow a shifted power law
//! (Zipf-Mandelbrot), activity falls with its rank as `1/(rank + 20)`.
//!
//! # Source
//! The planted partition with mixing is that of A. Lancichinetti, S. Fortunato and F. Radicchi, Phys. Rev. E 78,
//! 046110, 2008, doi:10.1103/PhysRevE.78.046110, made two-mode: attendances are mixed, not ties.
//!
//! # Cost
//! Time O(attendances · log institutions), space O(attendances).

use chrono::{Days, NaiveDate};
use measures::random::Random;

use crate::kind::{KINDS, Kind, OF_POWIAT, OF_VOIVODESHIP, SHARES, of_gmina, place};
use crate::parameters::{ParameterError, Parameters};
use crate::sampling::{Weighted, sizes};
use crate::territory::{GminaKind, Territory};

/// The first year of meetings, and the number of days over which they are spread.
pub const FIRST_YEAR: i32 = 2014;
const DAYS: u64 = 3_652;

/// The shift in the law of activity: the greater, the less the most active stand out.
const ACTIVITY_SHIFT: f64 = 20.0;

/// Streams of chance, one for each question, so that a change of one leaves the others as they are.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Territory,
    Kinds,
    Communities,
    Activity,
    Sizes,
    Attendances,
    Dates,
    Record,
}

impl Stream {
    pub(crate) fn of(self, seed: u64) -> Random {
        Random::stream(seed, self as u64 + 1)
    }
}

/// An institution of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedInstitution {
    /// The place of its type in [`KINDS`].
    pub kind: u8,
    /// The index of the gmina of its seat.
    pub gmina: u32,
    /// Its planted community.
    pub community: u32,
}

impl PlannedInstitution {
    /// Its type.
    #[must_use]
    pub fn kind(&self) -> &'static Kind {
        &KINDS[usize::from(self.kind)]
    }
}

/// A meeting of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedMeeting {
    /// The planted community that it belongs to.
    pub community: u32,
    /// The day; meetings are in order of days.
    pub day: NaiveDate,
    /// The institution that hosted; none for a meeting without a list of attendance.
    pub host: Option<u32>,
    /// The number of participants declared; 0 when none was.
    pub declared: u32,
}

/// A network as drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    parameters: Parameters,
    territory: Territory,
    institutions: Vec<PlannedInstitution>,
    communities: usize,
    meetings: Vec<PlannedMeeting>,
    starts: Vec<usize>,
    attendees: Vec<u32>,
}

impl Plan {
    /// Draws a network.
    ///
    /// # Errors
    /// [`ParameterError`].
    pub fn draw(parameters: Parameters) -> Result<Self, ParameterError> {
        parameters.check()?;
        let seed = parameters.seed;
        let territory = Territory::draw(parameters.institutions, &mut Stream::Territory.of(seed));
        let mut institutions = seated(&territory, parameters.institutions, &mut Stream::Kinds.of(seed));
        let members = plant(&mut institutions, parameters, &mut Stream::Communities.of(seed));
        let activity = activity(&institutions, &mut Stream::Activity.of(seed));
        let mut plan = Self {
            parameters,
            territory,
            institutions,
            communities: members.len(),
            meetings: Vec::with_capacity(parameters.meetings),
            starts: vec![0],
            attendees: Vec::with_capacity(parameters.attendances),
        };
        plan.meet(&members, &activity);
        Ok(plan)
    }

    /// What it was drawn from.
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The territory.
    #[must_use]
    pub fn territory(&self) -> &Territory {
        &self.territory
    }

    /// The institutions, in order of territory.
    #[must_use]
    pub fn institutions(&self) -> &[PlannedInstitution] {
        &self.institutions
    }

    /// The number of planted communities.
    #[must_use]
    pub fn communities(&self) -> usize {
        self.communities
    }

    /// The meetings, in order of time.
    #[must_use]
    pub fn meetings(&self) -> &[PlannedMeeting] {
        &self.meetings
    }

    /// The institutions that attended a meeting, ascending, each once.
    #[must_use]
    pub fn attendees(&self, meeting: usize) -> &[u32] {
        &self.attendees[self.starts[meeting]..self.starts[meeting + 1]]
    }

    /// All attendances `(institution, meeting)`, in order of meetings and institutions.
    pub fn attendances(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..self.meetings.len()).flat_map(|it| self.attendees(it).iter().map(move |at| (*at, it as u32)))
    }

    /// The powiat of each institution.
    #[must_use]
    pub fn powiats(&self) -> Vec<u32> {
        let powiat = |it: &PlannedInstitution| self.territory.gminas[it.gmina as usize].powiat;
        self.institutions.iter().map(powiat).collect()
    }

    /// Draws sizes, days and attendances. Every fiftieth meeting has no list of attendance.
    fn meet(&mut self, members: &[Vec<u32>], activity: &[f64]) {
        let Parameters { meetings, attendances, mixing, seed, .. } = self.parameters;
        let listed = self.parameters.listed_meetings();
        let largest = members.iter().map(Vec::len).max().unwrap_or_default() / 2;
        // A community need not hold the largest meeting, but all attendances must find a place.
        let largest = self.parameters.largest_meeting().min(largest).max(attendances.div_ceil(listed));
        let mut sizes = sizes(listed, attendances, largest, &mut Stream::Sizes.of(seed)).into_iter();
        let mut dates = Stream::Dates.of(seed);
        let days = days(meetings, &mut dates);
        let mut random = Stream::Attendances.of(seed);
        let within: Vec<Weighted> =
            members.iter().map(|it| Weighted::new(it.iter().map(|it| activity[*it as usize]))).collect();
        let law = Laws { members, homes: Weighted::new(within.iter().map(Weighted::total)), within };
        for (number, day) in days.into_iter().enumerate() {
            let from = self.attendees.len();
            let is_listed = number % 50 != 49;
            let size = if is_listed { sizes.next().unwrap_or(2) as usize } else { 0 };
            let community = law.home(size, &mut random);
            law.attend(community, size, mixing, &mut random, &mut self.attendees);
            let attended = &mut self.attendees[from..];
            let host = attended.first().copied();
            attended.sort_unstable();
            let declared = match dates.below(100) {
                0..12 if size > 5 => size as u64 + 1 + dates.below(size as u64),
                0..50 if size == 0 => 5 + dates.below(60),
                _ => 0,
            };
            self.meetings.push(PlannedMeeting { community, day, host, declared: declared as u32 });
            self.starts.push(self.attendees.len());
        }
    }
}

/// What attendances are drawn by.
struct Laws<'a> {
    members: &'a [Vec<u32>],
    homes: Weighted,
    within: Vec<Weighted>,
}

impl Laws<'_> {
    /// The community of a meeting: by activity, among those with twice as many members as the meeting has.
    fn home(&self, size: usize, random: &mut Random) -> u32 {
        for _ in 0..64 {
            let community = self.homes.draw(random);
            if self.members[community].len() >= 2 * size {
                return community as u32;
            }
        }
        (0..self.members.len()).max_by_key(|it| (self.members[*it].len(), usize::MAX - it)).unwrap_or(0)
            as u32
    }

    /// Adds `size` different institutions. Whether one is of the community is drawn first, then which.
    fn attend(
        &self,
        community: u32,
        size: usize,
        mixing: f64,
        random: &mut Random,
        attendees: &mut Vec<u32>,
    ) {
        let from = attendees.len();
        for _ in 0..size {
            let is_within = self.members.len() == 1 || random.unit() >= mixing;
            let mut chosen = None;
            for _ in 0..200 {
                let at = if is_within { community as usize } else { self.homes.draw(random) };
                if !is_within && at == community as usize {
                    continue;
                }
                let institution = self.members[at][self.within[at].draw(random)];
                if !attendees[from..].contains(&institution) {
                    chosen = Some(institution);
                    break;
                }
            }
            // So active are some that others are hardly drawn: then the next that is not there yet comes.
            let is_new = |it: &&u32| !attendees[from..].contains(it);
            let next = || {
                let on_side = |it: &(usize, &Vec<u32>)| (it.0 == community as usize) == is_within;
                let mut side = self.members.iter().enumerate().filter(on_side).flat_map(|it| it.1);
                side.find(is_new).or_else(|| self.members.iter().flatten().find(is_new)).copied()
            };
            let chosen = chosen.or_else(next);
            attendees.extend(chosen);
        }
    }
}

/// Days over ten years, ascending; fewer in July and August.
fn days(count: usize, random: &mut Random) -> Vec<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or_default();
    let mut days: Vec<NaiveDate> = (0..count)
        .map(|_| {
            let mut day = random.below(DAYS);
            if (181..243).contains(&(day % 365)) && random.below(3) > 0 {
                day = random.below(DAYS);
            }
            first.checked_add_days(Days::new(day)).unwrap_or(first)
        })
        .collect();
    days.sort_unstable();
    days
}

/// Institutions in order of gminas.
fn seated(territory: &Territory, count: usize, random: &mut Random) -> Vec<PlannedInstitution> {
    let mut seats: Vec<(u32, u8)> = Vec::with_capacity(count);
    let mut last = None;
    for powiat in &territory.powiats {
        let town = powiat.gminas.0;
        if last.replace(powiat.voivodeship) != Some(powiat.voivodeship) {
            seats.extend(OF_VOIVODESHIP.map(|it| (town, place(it))));
        }
        seats.extend(OF_POWIAT.map(|it| (town, place(it))));
    }
    for (at, gmina) in (0_u32..).zip(&territory.gminas) {
        seats.extend(of_gmina(gmina.kind).map(|it| (at, place(it))));
    }
    seats.truncate(count);
    let towns = Weighted::new(territory.gminas.iter().map(|it| match it.kind {
        _ if it.number == 1 => 6.0,
        GminaKind::Urban => 3.0,
        GminaKind::UrbanRural => 2.0,
        GminaKind::Rural => 1.0,
    }));
    let shares = Weighted::new(SHARES.iter().map(|it| f64::from(it.1)));
    while seats.len() < count {
        seats.push((towns.draw(random) as u32, place(SHARES[shares.draw(random)].0)));
    }
    seats.sort_by_key(|it| it.0);
    seats.into_iter().map(|(gmina, kind)| PlannedInstitution { kind, gmina, community: 0 }).collect()
}

/// Plants communities and gives their members, ascending.
fn plant(
    institutions: &mut [PlannedInstitution],
    parameters: Parameters,
    random: &mut Random,
) -> Vec<Vec<u32>> {
    let count = parameters.institutions;
    let communities = (count as f64).sqrt() as usize;
    let weights: Vec<f64> = (0..communities).map(|it| 1.0 / (it as f64 + 2.0).sqrt()).collect();
    let total: f64 = weights.iter().sum();
    let mut lengths: Vec<usize> =
        weights.iter().map(|it| ((it / total * count as f64) as usize).max(1)).collect();
    random.shuffle(&mut lengths);
    let mut exchanged = Vec::new();
    let (mut community, mut left) = (0, lengths[0]);
    for (at, institution) in institutions.iter_mut().enumerate() {
        if left == 0 && community + 1 < communities {
            community += 1;
            left = lengths[community];
        }
        left = left.saturating_sub(1);
        institution.community = community as u32;
        if random.below(4) == 0 {
            exchanged.push(at);
        }
    }
    let mut shuffled: Vec<u32> = exchanged.iter().map(|it| institutions[*it].community).collect();
    random.shuffle(&mut shuffled);
    for (at, community) in exchanged.into_iter().zip(shuffled) {
        institutions[at].community = community;
    }
    let mut members = vec![Vec::new(); communities];
    for (at, institution) in (0_u32..).zip(institutions.iter()) {
        members[institution.community as usize].push(at);
    }
    members
}

/// How active each institution is. Regional offices come first, then labour offices, the others as drawn.
fn activity(institutions: &[PlannedInstitution], random: &mut Random) -> Vec<f64> {
    let mut order: Vec<u32> = (0..institutions.len() as u32).collect();
    random.shuffle(&mut order);
    order.sort_by_cached_key(|it| match institutions[*it as usize].kind().key {
        "wup" | "rops" | "um" => 0,
        "pup" | "pcpr" | "owes" => 1 + random.below(3),
        _ => 1 + random.below(24),
    });
    let mut activity = vec![0.0; order.len()];
    for (rank, institution) in order.into_iter().enumerate() {
        activity[institution as usize] = 1.0 / (rank as f64 + ACTIVITY_SHIFT);
    }
    activity
}
