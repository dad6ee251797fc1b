//! Introducers: who could bring a signatory together with those who look for contact with it.
//!
//! # Question
//! The secretariat never met this signatory: who knows both, since when, and how busy are they?
//!
//! # Definition
//! The *side* is who looks for contact, by the rule of the contact: the institutions that run the secretariat or lead;
//! an office that leads; the council; by `SIGNATORY` the signatories in contact; by `ANYONE` the institutions involved
//! in an occasion that lies in the window for certain. Ties are those of level L1 or more over the record from its
//! beginning to the end of the window, whatever the kind and directness that the rule asks for. With an office or the
//! council an institution is tied by occasions that it took part in (L1; L2 by two that are bilateral or small), with
//! the council also by a seat held on its behalf at the end of the window (L2).
//!
//! An *introducer* is tied to the signatory and to the side: to a member of the side that is neither the signatory nor
//! itself. Where there is none, paths with two intermediaries are taken, and the introducer is the one tied to the
//! side. Where there is none either, and only when asked for, common membership of a standing partnership stands for
//! the tie with the signatory (L0).
//!
//! Introducers rank by: fewer intermediaries; the level of the weaker tie, higher first; the least weight of the ties
//! between institutions, greater first; how recent the path is, that is the older of the most recent dates of its
//! ties, later first, not recorded last; the load, lower first; name in Polish order; key. The *load* is how many
//! signatories without recorded contact the institution is tied to, and in how many occasions of the window it was
//! involved for certain.
//!
//! # Source
//! Definitions of contact and tie: the project's analysis of the field, questions.md A1 and A3. The order is a
//! convention of this project; it has no weights, so that each place can be told in words.
//!
//! # Limits
//! That two are tied does not say that they would introduce anybody. The scope of the view does not narrow who may
//! introduce. A tie by undertakings alone has no date.
//!
//! # Cost
//! Time O(involvements + ties) once, then O(Σ degree of those tied to the signatory) for one signatory.
//!
//! # Determinism
//! Exact; total order.
//!
//! # Checked against
//! Q88 of the project's analysis, on the Lubuskie record; hand-made networks; a plain search over all institutions on
//! generated networks of 300 institutions.

mod path;
mod side;

use domain::date::Period;
use domain::id::Id;
use domain::partnership::Partnership;
use domain::record::RecordRef;

use self::path::{Candidate, by_rank};
use self::side::Known;
use crate::network::Position;
use crate::occasion::Certainty;
use crate::receipt::Receipt;
use crate::tie::{TieLevel, TieRule, Ties};
use crate::uncontacted::{SignatoryStatus, UncontactedSignatories};
use crate::view::{NetworkView, Scope, View};

/// Where a step leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HopEnd {
    /// To an institution.
    Institution(Position),
    /// To an office or a council.
    Record(RecordRef),
}

/// A step of a path of introduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntroductionHop {
    /// From which institution.
    pub from: Position,
    /// To whom.
    pub to: HopEnd,
    /// The level of the tie.
    pub level: TieLevel,
    /// The tie between two institutions, as an index among [`Ties::ties`]; none with an office or a council, and for
    /// common membership.
    pub tie: Option<usize>,
    /// What the step rests on where it is no tie between institutions: meetings, a seat, partnerships; in order.
    pub records: Vec<RecordRef>,
    /// The position of the most recent dated meeting that it rests on; none when it rests on none.
    pub latest: Option<usize>,
}

/// How much an introducer is already asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct IntroducerLoad {
    /// The signatories without recorded contact that it is tied to.
    pub uncontacted: usize,
    /// The occasions of the window that involve it for certain.
    pub occasions: usize,
}

/// An institution that could introduce a signatory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introducer {
    /// The institution, which is tied to the side.
    pub institution: Position,
    /// The steps from the signatory to the side: two, or three with another intermediary.
    pub hops: Vec<IntroductionHop>,
    /// The level of the weakest step.
    pub level: TieLevel,
    /// The position of the meeting that is the oldest of the most recent ones of the steps; none when a step has none.
    pub latest: Option<usize>,
    /// How much it is already asked for.
    pub load: IntroducerLoad,
}

/// Who could introduce a signatory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introducers {
    /// The introducers, best first.
    pub introducers: Vec<Introducer>,
    /// The best tie that the signatory itself has with the side; none when none is recorded.
    pub own_tie: Option<IntroductionHop>,
    /// What a reader must know, in English words; none when there are introducers with one intermediary.
    pub note: Option<&'static str>,
}

/// What introductions to the signatories of a partnership are worked out from.
#[derive(Debug, Clone, PartialEq)]
pub struct Introductions {
    known: Known,
    is_uncontacted: Vec<bool>,
    occasions: Vec<u32>,
    memberships: Option<Vec<(Id<Partnership>, Vec<Position>)>>,
    receipt: Receipt,
}

impl Introductions {
    /// The view that introductions look at: the record from its beginning to the end of the window of another view, on
    /// its basis, whatever its scope.
    #[must_use]
    pub fn view_of(view: &View) -> View {
        let period = Period::new(None, view.period.end()).unwrap_or(Period::whole());
        View { period, scope: Scope::default(), ..view.clone() }
    }

    /// The ties that introductions go by, to be worked out in [`Introductions::view_of`].
    #[must_use]
    pub fn ties() -> TieRule {
        TieRule::default()
    }

    /// Prepares introductions to the signatories that are told of by `found`, which is of `view`; `history` is the view
    /// that [`Introductions::view_of`] gives for it, with its `ties`. With `by_membership` common membership stands in for ties where
    /// there is no other way. Time O(involvements of both views + ties).
    #[must_use]
    pub fn new(
        view: &NetworkView,
        history: &NetworkView,
        ties: &Ties,
        found: &UncontactedSignatories,
        by_membership: bool,
    ) -> Self {
        let network = view.network();
        let institutions = network.record().institutions.len();
        let mut is_uncontacted = vec![false; institutions];
        for item in found.items.iter().filter(|it| it.status == SignatoryStatus::NoRecordedContact) {
            let institution = item.institution.map(|it| network.rolled_up(it));
            if let Some(slot) = institution.and_then(|it| is_uncontacted.get_mut(it as usize)) {
                *slot = true;
            }
        }
        let mut occasions = vec![0_u32; institutions];
        for occasion in view.occasions().iter().filter(|it| it.certainty == Certainty::Certain) {
            for it in &occasion.involved {
                if let Some(count) = occasions.get_mut(it.institution as usize) {
                    *count += 1;
                }
            }
        }
        let mut receipt = Receipt::new("introducers", "1", history);
        receipt.parameter("partnership", &found.partnership);
        found.rule.tell(&mut receipt);
        receipt.parameter("introducers.window", view.view().period);
        receipt.parameter("introducers.byMembership", by_membership);
        let known = Known::new(view, history, ties, found, &occasions);
        let memberships = by_membership.then(|| side::memberships(view));
        Self { known, is_uncontacted, occasions, memberships, receipt }
    }

    /// How they came about.
    #[must_use]
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// Who could introduce an institution that signed. `history` and `ties` are those that this was prepared from.
    #[must_use]
    pub fn of(&self, history: &NetworkView, ties: &Ties, institution: Position) -> Introducers {
        let network = history.network();
        let of = network.rolled_up(institution);
        let finder = path::Finder { history, ties, known: &self.known, of };
        let mut found = finder.through_one();
        let mut note = None;
        if found.is_empty() {
            found = finder.through_two();
            note = Some("nobody is tied to both; those listed reach it through one institution more");
        }
        if found.is_empty()
            && let Some(memberships) = &self.memberships
        {
            found = finder.through_membership(memberships);
            note = Some("nobody is tied to it; those listed are members of the same partnership only");
        }
        if found.is_empty() {
            note = Some(self.why_none(ties, of));
        }
        let mut own_tie = finder.side_step(of, &[]).map(|it| it.hop);
        own_tie.iter_mut().for_each(|it| finder.date(it));
        let mut introducers: Vec<_> = found.into_iter().map(|it| self.introducer(&finder, it)).collect();
        introducers.sort_by(|a, b| by_rank(network, a, b));
        Introducers { introducers: introducers.into_iter().map(|it| it.1).collect(), own_tie, note }
    }

    fn introducer(&self, finder: &path::Finder<'_>, found: Candidate) -> (f64, Introducer) {
        let Candidate { institution, mut hops, weight } = found;
        for hop in &mut hops {
            finder.date(hop);
        }
        let level = hops.iter().map(|it| it.level).min().unwrap_or(TieLevel::L0);
        let meetings = &finder.history.network().record().meetings;
        let day = |it: usize| meetings.get(it).and_then(|it| it.date.latest());
        let latest: Option<Vec<usize>> = hops.iter().map(|it| it.latest).collect();
        let latest = latest.and_then(|it| it.into_iter().min_by_key(|it| (day(*it), *it)));
        let load = IntroducerLoad {
            uncontacted: finder
                .ties
                .of(institution)
                .filter_map(|it| it.other(institution))
                .filter(|it| self.is_uncontacted.get(*it as usize).copied().unwrap_or_default())
                .count(),
            occasions: self.occasions.get(institution as usize).map_or(0, |it| *it as usize),
        };
        (weight, Introducer { institution, hops, level, latest, load })
    }

    fn why_none(&self, ties: &Ties, of: Position) -> &'static str {
        if let Some(reason) = self.known.why_none() {
            return reason;
        }
        if ties.degree(of) == 0 {
            "no tie of this signatory is recorded up to the end of the window, which does not say that there is none"
        } else {
            "those that this signatory is tied to have no recorded way to the side within two steps"
        }
    }
}
