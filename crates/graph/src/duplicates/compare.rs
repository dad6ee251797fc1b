//! Comparing two institutions: the reasons for and against, the score, where the pair stands.

use std::collections::BTreeSet;

use domain::claim::Claim;
use domain::id::Id;
use domain::identity::DecisionStatus;
use domain::institution::{Institution, InstitutionIdentifier};
use domain::person::ContactKind;
use domain::record::RecordRef;
use domain::vocabulary::InstitutionType;

use super::decided::{Known, pair};
use super::form::{Entries, Entry, Name};
use super::name::Likeness;
use super::{
    DuplicateCandidate, DuplicateReason, DuplicateReasonCode as Code, DuplicateStatus, EVIDENCE_MAX, Wording,
};
use crate::network::Network;
use crate::receipt::Receipt;

/// The points of each reason: how sure it alone would make one, by judgement. They order the list only.
const POINTS: [(Code, f64); 11] = [
    (Code::SharedIdentifier, 0.95),
    (Code::TypeAndGmina, 0.7),
    (Code::SameName, 0.8),
    (Code::InflectedName, 0.8),
    (Code::SimilarName, 0.8),
    (Code::SharedAlias, 0.5),
    (Code::SharedContact, 0.5),
    (Code::SharedAddress, 0.3),
    (Code::RecordedRelation, 0.5),
    (Code::DifferentIdentifier, 0.7),
    (Code::DifferentSeat, 0.4),
];

/// The points of an own number whose checksum fails, as it may be a typing error.
const DOUBTFUL_NUMBER: f64 = 0.5;

/// Tells the points in a receipt.
pub(super) fn tell(receipt: &mut Receipt) {
    for (code, points) in POINTS {
        receipt.parameter(&format!("points.{code}"), points);
    }
}

fn points(code: Code) -> f64 {
    POINTS.iter().find(|it| it.0 == code).map_or(0.0, |it| it.1)
}

/// What a comparison has found so far.
#[derive(Default)]
struct Found {
    reasons: Vec<DuplicateReason>,
    identifiers: BTreeSet<Id<InstitutionIdentifier>>,
    /// The records that the reasons rest on, besides the two.
    records: BTreeSet<RecordRef>,
}

impl Found {
    fn reason(&mut self, code: Code, similarity: f64, why: Wording) {
        self.reasons.push(DuplicateReason { code, similarity, points: points(code) * similarity, why });
    }
}

/// Compares institutions of a network.
pub(super) struct Comparison<'a> {
    network: &'a Network,
    entries: &'a Entries,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(network: &'a Network, entries: &'a Entries) -> Self {
        Self { network, entries }
    }

    /// The candidate that two institutions are, by their positions; none when nothing says that they may be one and
    /// nobody has told them apart.
    pub(super) fn candidate(&self, a: u32, b: u32) -> Option<DuplicateCandidate> {
        let (a, b) = (self.entries.at(a)?, self.entries.at(b)?);
        let known = self.entries.decided.of_pair(&a.key, &b.key);
        let mut found = Found::default();
        let is_unit = a.parent.as_ref() == Some(&b.key) || b.parent.as_ref() == Some(&a.key);
        self.numbers(a, b, &mut found);
        if !is_unit {
            self.place(a, b, &mut found);
            self.names(a, b, &mut found);
            contacts(a, b, &mut found);
        }
        if let Some(relation) = &known.possible {
            found.records.insert(relation.reference());
        }
        if known.possible.is_some() || known.proposed.is_some() {
            let why =
                Wording::new("zapis dopuszcza, że to ta sama instytucja", "the record says they may be one");
            found.reason(Code::RecordedRelation, 1.0, why);
        }
        let speaks_for = found.reasons.iter().any(|it| !it.code.is_against());
        (speaks_for || known.is_rejected()).then(|| self.finish(a, b, found, known))
    }

    /// The pairs that are read as one, with the reasons of their names, types and seats as recorded.
    pub(super) fn merged(&self) -> Vec<DuplicateCandidate> {
        let merges = self.network.merges();
        let decisions = &self.network.record().identity_decisions;
        let entry = |id: &Id<Institution>| {
            let absorbed = self.entries.absorbed.binary_search_by(|it| it.key.cmp(id)).ok();
            let absorbed = absorbed.and_then(|it| self.entries.absorbed.get(it));
            absorbed.or_else(|| self.entries.at(self.entries.position(id)?))
        };
        let accepted = decisions.iter().filter(|it| {
            it.status == DecisionStatus::Accepted && merges.canonical.contains_key(&it.duplicate)
        });
        let mut seen = BTreeSet::new();
        let mut merged = Vec::new();
        for decision in accepted {
            let (Some(a), Some(b)) = (entry(&decision.duplicate), entry(&decision.canonical)) else {
                continue;
            };
            if !seen.insert(pair(a.key.clone(), b.key.clone())) {
                continue;
            }
            let mut found = Found::default();
            self.place(a, b, &mut found);
            // Only names as recorded: by now the one has the names of the other as well.
            let own = |it: &'a Entry| it.names.get(..1).unwrap_or_default();
            self.likeness(a, b, own(a), own(b), &mut found);
            let mut candidate = self.finish(a, b, found, Known::default());
            candidate.status = DuplicateStatus::Merged;
            candidate.decision = Some(decision.key.clone());
            merged.push(candidate);
        }
        merged
    }

    fn finish(&self, a: &Entry, b: &Entry, mut found: Found, known: Known) -> DuplicateCandidate {
        let status = if known.is_rejected() { DuplicateStatus::Rejected } else { DuplicateStatus::Open };
        found.reasons.sort_by(|x, y| {
            let side = x.code.is_against().cmp(&y.code.is_against());
            side.then_with(|| y.points.total_cmp(&x.points)).then_with(|| x.code.cmp(&y.code))
        });
        let product = |against: bool| -> f64 {
            let reasons = found.reasons.iter().filter(|it| it.code.is_against() == against);
            reasons.map(|it| 1.0 - it.points).product()
        };
        let score = (1.0 - product(false)) * product(true);
        let (first, second) = pair(a.key.clone(), b.key.clone());
        let own = [first.reference(), second.reference()];
        let named = found.identifiers.iter().map(Id::reference);
        let records = found.records.iter().cloned().chain(named).chain(own);
        let mut evidence: Vec<Id<Claim>> = Vec::new();
        for record in records {
            let existence = self.network.claims_about(&record).filter(|it| it.field.is_none());
            evidence.extend(existence.map(|it| it.key.clone()));
        }
        evidence.truncate(EVIDENCE_MAX);
        evidence.sort();
        evidence.dedup();
        DuplicateCandidate {
            first,
            second,
            score,
            reasons: found.reasons,
            identifiers: found.identifiers.into_iter().collect(),
            evidence,
            status,
            decision: known.rejected.or(known.proposed),
            relation: known.apart.or(known.possible),
        }
    }

    fn numbers(&self, a: &Entry, b: &Entry, found: &mut Found) {
        let mut shared: Option<(String, bool)> = None;
        let mut different = None;
        for x in &a.numbers {
            let same_register = || b.numbers.iter().filter(|y| y.scheme == x.scheme);
            for y in same_register().filter(|y| y.number == x.number) {
                found.identifiers.extend([x.identifier.clone(), y.identifier.clone()]);
                let holds = x.holds && y.holds;
                if shared.as_ref().is_none_or(|it| holds && !it.1) {
                    shared = Some((format!("{} {}", x.scheme, x.number), holds));
                }
            }
            let comparable = || same_register().filter(|y| y.holds && y.number.len() == x.number.len());
            let is_shared = same_register().any(|y| y.number == x.number);
            if x.holds && !is_shared && comparable().next().is_some() {
                found.identifiers.insert(x.identifier.clone());
                found.identifiers.extend(comparable().map(|y| y.identifier.clone()));
                different.get_or_insert(x.scheme);
            }
        }
        if let Some((number, holds)) = shared {
            let why = Wording::new(format!("wspólny numer {number}"), format!("both have {number}"));
            found.reason(Code::SharedIdentifier, 1.0, why);
            if let Some(reason) = found.reasons.last_mut().filter(|_| !holds) {
                reason.points = DOUBTFUL_NUMBER;
            }
        }
        if let Some(scheme) = different {
            let why =
                Wording::new(format!("różne numery {scheme}"), format!("different numbers of {scheme}"));
            found.reason(Code::DifferentIdentifier, 1.0, why);
        }
    }

    fn place(&self, a: &Entry, b: &Entry, found: &mut Found) {
        if let Some((family, gmina)) = a.single.as_ref().filter(|it| b.single.as_ref() == Some(it)) {
            let code = self.network.get(family).map_or(family.as_str(), |it| it.code.as_str());
            let place = self.network.get(gmina).map_or(gmina.as_str(), |it| it.name.as_str());
            let why = Wording::new(
                format!("rodzina typów {code} w tej samej gminie: {place}"),
                format!("family of types {code} in the same gmina: {place}"),
            );
            found.reason(Code::TypeAndGmina, 1.0, why);
        }
        if a.seat.is_some() && b.seat.is_some() && a.seat != b.seat {
            let why = Wording::new("siedziby w różnych gminach", "seats in different gminas");
            found.reason(Code::DifferentSeat, 1.0, why);
        }
    }

    fn names(&self, a: &Entry, b: &Entry, found: &mut Found) {
        let is_alike = self.likeness(a, b, &a.names, &b.names, found);
        let names = |it: &Entry| it.names.iter().filter_map(|it| it.0.key()).collect::<BTreeSet<_>>();
        let (of_a, of_b) = (names(a), names(b));
        let shared = a.forms.iter().flat_map(|x| b.forms.iter().map(move |y| (x, y))).find(|(x, y)| {
            let both_names = of_a.contains(&x.key) && of_b.contains(&y.key);
            x.key == y.key && !(is_alike && both_names)
        });
        if let Some((x, y)) = shared {
            let mentions = [&x.mention, &y.mention].into_iter().flatten();
            found.records.extend(mentions.map(Id::reference));
            let why = Wording::new(
                format!("to samo określenie: „{}” i „{}”", x.text, y.text),
                format!("the same form: “{}” and “{}”", x.text, y.text),
            );
            found.reason(Code::SharedAlias, 1.0, why);
        }
    }

    /// Adds how alike the names are: the best pair of them.
    fn likeness(&self, a: &Entry, b: &Entry, of_a: &[Name], of_b: &[Name], found: &mut Found) -> bool {
        if !self
            .may_be_alike(a.family.as_ref().zip(a.r#type.as_ref()), b.family.as_ref().zip(b.r#type.as_ref()))
        {
            return false;
        }
        let pairs = of_a.iter().flat_map(|x| of_b.iter().map(move |y| (x, y)));
        let alike = pairs.filter_map(|(x, y)| Some((x.0.likeness(&y.0)?, &x.1, &y.1)));
        let Some(((how, similarity), x, y)) = alike.max_by(|x, y| x.0.1.total_cmp(&y.0.1)) else {
            return false;
        };
        let (code, pl, en) = match how {
            Likeness::Same => (Code::SameName, "ta sama nazwa", "the same name"),
            Likeness::Inflected => {
                (Code::InflectedName, "ta sama nazwa w odmianie", "the same name, inflected")
            }
            Likeness::Similar => (Code::SimilarName, "podobne nazwy", "similar names"),
        };
        let why = Wording::new(format!("{pl}: „{x}” i „{y}”"), format!("{en}: “{x}” and “{y}”"));
        found.reason(code, similarity, why);
        true
    }

    /// Whether two types, each after its family, allow that names tell of one institution: one is not recorded, they are
    /// of one family, or one is a wider category of the other.
    fn may_be_alike(
        &self,
        a: Option<(&Id<InstitutionType>, &Id<InstitutionType>)>,
        b: Option<(&Id<InstitutionType>, &Id<InstitutionType>)>,
    ) -> bool {
        let (Some((family_a, a)), Some((family_b, b))) = (a, b) else { return true };
        family_a == family_b || self.network.is_type_within(a, b) || self.network.is_type_within(b, a)
    }
}

/// Adds the contact points that both have. Their values are not told.
fn contacts(a: &Entry, b: &Entry, found: &mut Found) {
    let shared: Vec<ContactKind> =
        a.contacts.iter().filter(|it| b.contacts.binary_search(it).is_ok()).map(|it| it.0).collect();
    if let Some(kind) = shared.iter().find(|it| **it != ContactKind::Address) {
        let (pl, en) = match kind {
            ContactKind::Phone => ("ten sam numer telefonu", "the same telephone number"),
            ContactKind::Fax => ("ten sam numer faksu", "the same fax number"),
            ContactKind::Email => ("ten sam adres e-mail", "the same e-mail address"),
            _ => ("ta sama strona internetowa", "the same page"),
        };
        found.reason(Code::SharedContact, 1.0, Wording::new(pl, en));
    }
    if shared.contains(&ContactKind::Address) {
        found.reason(Code::SharedAddress, 1.0, Wording::new("ten sam adres", "the same address"));
    }
}
