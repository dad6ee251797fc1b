//! The answers of the project's analysis that decisions change, asked as a client asks: of the live snapshot, in 2015.

use std::sync::Arc;

use domain::claim::EvidenceBasis::{self, Stated, StatedAndInferred};
use domain::date::Period;
use domain::vocabulary::MeetingKind;
use graph::cluster::{ClusterRule, Clusters};
use graph::contact::{ContactRule, ContactSide, Contacts};
use graph::network::Position;
use graph::occasion::Directness;
use graph::selection::by_code;
use graph::structure::Structure;
use graph::tie::{TieLevel, TieRule, Ties};
use graph::uncontacted::{UncontactedSignatories, uncontacted_signatories};
use graph::{NetworkView, View};
use measures::Interrupt;
use service::{Service, ViewContext};

use crate::shipped::id;

/// The view of 2015 on a basis.
pub(crate) fn in_2015(basis: EvidenceBasis) -> View {
    View { period: Period::year(2015).unwrap(), basis, ..View::default() }
}

/// The answers, whole, so that equal ones are equal in every receipt, reason and claim.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answers {
    /// Q12, Q13 stated, Q13 with what is inferred.
    pub(crate) uncontacted: [UncontactedSignatories; 3],
    /// Q37, Q38, Q42.
    pub(crate) clusters: [Clusters; 3],
    /// Q40.
    pub(crate) structure: Structure,
    /// All ties of Q40.
    pub(crate) ties: Ties,
    lines: Vec<String>,
}

impl Answers {
    /// Asks the live snapshot.
    pub(crate) fn of(service: &Service) -> Self {
        let live = service.look(in_2015(Stated));
        let inferred = ViewContext::new(Arc::clone(&live.snapshot), in_2015(StatedAndInferred));
        Self::in_views(&live.view, &inferred.view)
    }

    /// Asks views of one network.
    pub(crate) fn in_views(stated: &NetworkView, inferred: &NetworkView) -> Self {
        let not_visited = |view: &NetworkView| uncontacted_signatories(view, &id("pnres"), &visits(view));
        let uncontacted = [
            uncontacted_signatories(stated, &id("pnres"), &ContactRule::default()),
            not_visited(stated),
            not_visited(inferred),
        ];
        let contact = ClusterRule {
            ties: TieRule { min_level: TieLevel::L1, ..TieRule::cooperation() },
            ..ClusterRule::default()
        };
        let clusters = [
            Clusters::new(stated, &ClusterRule::default(), &Interrupt::new()).unwrap(),
            Clusters::new(stated, &contact, &Interrupt::new()).unwrap(),
            Clusters::new(inferred, &ClusterRule::default(), &Interrupt::new()).unwrap(),
        ];
        let ties = Ties::new(stated, &TieRule::default()).unwrap();
        let structure = Structure::of(&ties);
        let mut lines: Vec<String> = Vec::new();
        for (name, found) in
            ["without contact", "not visited", "not visited, inferred too"].iter().zip(&uncontacted)
        {
            let upper = found.count.upper.unwrap();
            lines.push(format!("{name}: {} to {upper}", found.count.lower));
        }
        for (name, found) in ["cooperation", "contact", "cooperation, inferred too"].iter().zip(&clusters) {
            let of_each = found.clusters.iter().map(|it| names(stated, &it.members).join(" "));
            lines.push(format!("clusters of {name}: {}", of_each.collect::<Vec<_>>().join("; ")));
        }
        let at_level = |level| structure.ties_by_level.get(&level).copied().unwrap_or_default();
        lines.push(format!(
            "graph: {} institutions, {} ties, {} of L2",
            structure.institutions,
            structure.ties,
            at_level(TieLevel::L2)
        ));
        Self { uncontacted, clusters, structure, ties, lines }
    }

    /// What they say, one a line.
    pub(crate) fn lines(&self) -> Vec<&str> {
        self.lines.iter().map(String::as_str).collect()
    }
}

/// Consultation visits by the secretariat.
pub(crate) fn visits(view: &NetworkView) -> ContactRule {
    ContactRule {
        by: ContactSide::Secretariat,
        directness: vec![Directness::Bilateral],
        kinds: vec![by_code::<MeetingKind>(view.network(), "INFO_CONSULTATION").unwrap()],
        ..ContactRule::default()
    }
}

/// The keys of institutions.
pub(crate) fn names(view: &NetworkView, positions: &[Position]) -> Vec<String> {
    positions.iter().map(|it| view.network().at(*it).unwrap().key.to_string()).collect()
}

/// The position of an institution.
pub(crate) fn at(view: &NetworkView, key: &str) -> Position {
    view.network().position_of(&id(key)).unwrap()
}

/// The weight and level of the tie between two institutions, to four digits.
pub(crate) fn tie(view: &NetworkView, answers: &Answers, one: &str, other: &str) -> Option<String> {
    let tie = answers.ties.between(at(view, one), at(view, other))?;
    Some(format!("{} {:.4}", tie.level, tie.weight))
}

/// At how many occasions an institution was in contact with anyone.
pub(crate) fn occasions(view: &NetworkView, key: &str) -> usize {
    Contacts::new(view, &ContactRule::default()).occasions_of(at(view, key)).len()
}
