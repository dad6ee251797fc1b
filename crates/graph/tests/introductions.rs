//! Introducers against a plain search over all institutions on generated networks, and their order on sketches.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test whose data cannot be read has failed")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use common::{at, generated, names, year};
use domain::body::{BodyKind, BodyRole};
use domain::claim::EvidenceBasis;
use domain::date::Period;
use domain::id::Id;
use domain::partnership::{Partnership, PartnershipRole};
use domain::polish;
use domain::record::Noun;
use graph::contact::{ContactRule, ContactSide};
use graph::introduction::{HopEnd, Introducers, Introductions};
use graph::network::Position;
use graph::occasion::Certainty;
use graph::tie::{TieLevel, Ties};
use graph::uncontacted::{SignatoryStatus, UncontactedSignatories, uncontacted_signatories};
use graph::view::is_active;
use graph::{NetworkView, View};
use testkit::sketch::id;

/// What is asked and what it is answered from.
struct Asked {
    view: NetworkView,
    history: NetworkView,
    ties: Arc<Ties>,
    found: UncontactedSignatories,
    introductions: Introductions,
}

fn ask(view: NetworkView, partnership: &Id<Partnership>, by: ContactSide, by_membership: bool) -> Asked {
    let rule = ContactRule { by, ..ContactRule::default() };
    let history = NetworkView::new(Arc::clone(view.network()), Introductions::view_of(view.view()));
    let ties = history.ties(&Introductions::ties()).unwrap();
    let found = uncontacted_signatories(&view, partnership, &rule);
    let introductions = Introductions::new(&view, &history, &ties, &found, by_membership);
    Asked { view, history, ties, found, introductions }
}

impl Asked {
    fn of(&self, institution: Position) -> Introducers {
        self.introductions.of(&self.history, &self.ties, institution)
    }
}

/// The institutions on the side, by the definition.
fn side(asked: &Asked, partnership: &str) -> BTreeSet<Position> {
    let network = asked.view.network();
    let in_role = |role| {
        let all = network.record().memberships.iter();
        all.filter(|it| it.partnership.as_str() == partnership && it.role == role)
            .filter(|it| {
                network
                    .evidence()
                    .strength(network.record(), &it.reference())
                    .counts_on(asked.view.view().basis)
            })
            .filter(|it| is_active(&it.valid_from, &it.valid_to, &asked.view.view().period))
            .filter_map(|it| network.involved_institution(&it.party))
            .collect::<BTreeSet<_>>()
    };
    match asked.found.rule.by {
        ContactSide::Secretariat => in_role(PartnershipRole::Secretariat),
        ContactSide::Lead => in_role(PartnershipRole::Lead),
        ContactSide::Council => BTreeSet::new(),
        ContactSide::Signatory => {
            let met = asked.found.items.iter().filter(|it| it.status == SignatoryStatus::Contacted);
            met.filter_map(|it| it.institution).map(|it| network.rolled_up(it)).collect()
        }
        ContactSide::Anyone => {
            let certain = asked.view.occasions().iter().filter(|it| it.certainty == Certainty::Certain);
            certain.flat_map(|it| it.involved.iter().map(|it| it.institution)).collect()
        }
    }
}

/// The institutions that sit on the council or took part in its meetings.
fn known_to_council(asked: &Asked, partnership: &str) -> BTreeSet<Position> {
    let network = asked.view.network();
    let record = network.record();
    let is_council = |key: &str| {
        record.bodies.iter().any(|it| {
            it.key.as_str() == key
                && it.kind == BodyKind::Council
                && it.partnership.as_ref().is_some_and(|it| it.as_str() == partnership)
        })
    };
    let seats = record.body_memberships.iter().filter(|it| {
        is_council(it.body.as_str())
            && matches!(it.role, BodyRole::Chair | BodyRole::ViceChair | BodyRole::Member)
            && is_active(&it.valid_from, &it.valid_to, &asked.view.view().period)
            && network.evidence().strength(record, &it.reference()).counts_on(asked.view.view().basis)
    });
    let mut known: BTreeSet<_> = seats
        .filter_map(|it| network.position_of(it.on_behalf_of.as_ref()?))
        .map(|it| network.rolled_up(it))
        .collect();
    for occasion in asked.history.occasions().iter().filter(|it| it.certainty == Certainty::Certain) {
        let body = record.meetings[occasion.meeting].body.as_ref();
        if body.is_some_and(|it| is_council(it.as_str())) {
            known.extend(occasion.involved.iter().map(|it| it.institution));
        }
    }
    known
}

/// Whom each institution is tied to, read from the list of ties.
fn neighbours(ties: &Ties) -> BTreeMap<Position, BTreeSet<Position>> {
    let mut all = BTreeMap::<Position, BTreeSet<Position>>::new();
    for tie in ties.ties() {
        all.entry(tie.a).or_default().insert(tie.b);
        all.entry(tie.b).or_default().insert(tie.a);
    }
    all
}

#[test]
fn introducers_are_those_of_a_plain_search() {
    let mut steps = BTreeMap::<usize, usize>::new();
    for seed in [3, 11] {
        let network = generated(seed);
        let standing =
            network.record().partnerships.iter().find(|it| it.is_standing() && it.parent.is_some());
        let partnership = standing.unwrap().key.clone();
        for by in ContactSide::ALL {
            for year in [2012, 2018] {
                let view = View { period: Period::year(year).unwrap(), ..View::default() };
                let view = NetworkView::new(Arc::clone(&network), view);
                let asked = ask(view, &partnership, *by, false);
                let side = side(&asked, partnership.as_str());
                let council = known_to_council(&asked, partnership.as_str());
                let council = if *by == ContactSide::Council { council } else { BTreeSet::new() };
                let tied = neighbours(&asked.ties);
                let none = BTreeSet::new();
                let of = |it: Position| tied.get(&it).unwrap_or(&none);
                let knows_side = |it: Position, avoid: &[Position]| {
                    council.contains(&it)
                        || of(it).iter().any(|end| side.contains(end) && *end != it && !avoid.contains(end))
                };
                for item in asked.found.items.iter().take(25) {
                    let signatory = network.rolled_up(item.institution.unwrap());
                    let told = asked.of(signatory);
                    let got: BTreeSet<_> = told.introducers.iter().map(|it| it.institution).collect();
                    let one: BTreeSet<_> =
                        of(signatory).iter().copied().filter(|it| knows_side(*it, &[signatory])).collect();
                    let mut two = BTreeSet::new();
                    for between in of(signatory) {
                        let further = of(*between).iter().copied().filter(|it| *it != signatory);
                        two.extend(further.filter(|it| knows_side(*it, &[signatory, *between])));
                    }
                    assert_eq!(got, if one.is_empty() { two } else { one.clone() }, "{by} {year}");
                    assert_eq!(told.note.is_none(), !one.is_empty());
                    for it in &told.introducers {
                        *steps.entry(it.hops.len()).or_default() += 1;
                    }
                    assert_ranked(&asked, &told);
                }
            }
        }
    }
    assert!(steps.keys().eq(&[2, 3]), "both lengths are shown: {steps:?}");
}

/// Every path holds together, and each introducer comes before the next by the first thing in which they differ.
#[track_caller]
fn assert_ranked(asked: &Asked, told: &Introducers) {
    let network = asked.view.network();
    let day = |it: Option<usize>| it.and_then(|it| network.record().meetings[it].date.latest());
    let is_uncontacted = |position: Position| {
        let items = asked.found.items.iter();
        items
            .filter(|it| it.status == SignatoryStatus::NoRecordedContact)
            .any(|it| network.rolled_up(it.institution.unwrap()) == position)
    };
    let mut keys = Vec::new();
    for it in &told.introducers {
        for (hop, next) in it.hops.iter().zip(it.hops.iter().skip(1)) {
            assert_eq!(hop.to, HopEnd::Institution(next.from));
        }
        let ties: Vec<_> = it.hops.iter().filter_map(|it| asked.ties.ties().get(it.tie?)).collect();
        let weight = ties.iter().map(|it| it.weight).min_by(f64::total_cmp).unwrap();
        let level = it.hops.iter().map(|it| it.level).min().unwrap();
        let dates: Option<Vec<_>> = it.hops.iter().map(|it| day(it.latest)).collect();
        let load =
            asked.ties.of(it.institution).filter(|tie| is_uncontacted(tie.other(it.institution).unwrap()));
        let occasions = asked.view.occasions().iter().filter(|occasion| {
            occasion.certainty == Certainty::Certain && occasion.involvement(it.institution).is_some()
        });
        assert_eq!((it.load.uncontacted, it.load.occasions), (load.count(), occasions.count()));
        assert_eq!((it.level, day(it.latest)), (level, dates.and_then(|it| it.into_iter().min())));
        keys.push((it.hops.len(), level, weight, day(it.latest), it.load, it.institution));
    }
    for (a, b) in keys.iter().zip(keys.iter().skip(1)) {
        let name = |it: Position| network.at(it).unwrap().name_pl.to_string();
        let order = a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(b.2.total_cmp(&a.2)).then(b.3.cmp(&a.3));
        let order =
            order.then(a.4.cmp(&b.4)).then(polish::compare(&name(a.5), &name(b.5))).then(a.5.cmp(&b.5));
        assert!(order.is_lt(), "{a:?} before {b:?}");
    }
}

fn in_2015(text: &str, by: ContactSide, by_membership: bool) -> Asked {
    ask(year(text, 2015, EvidenceBasis::Stated), &id("partnership"), by, by_membership)
}

fn told(asked: &Asked, of: &str) -> Vec<String> {
    let found = asked.of(at(&asked.view, of)).introducers;
    names(&asked.view, &found.iter().map(|it| it.institution).collect::<Vec<_>>())
}

#[test]
fn the_closer_the_more_recent_the_less_busy_comes_first() {
    let text = "secretariat wup\n signatory a
        2012 working: a, funded-one\n 2013 funded: a, funded-one\n 2013 funded: wup, funded-one
        2010 working: a, old\n 2010 working: wup, old
        2014 working: a, recent\n 2014 working: wup, recent
        2014 working: a, busy\n 2014 working: wup, busy\n 2015 working: busy, x
        2014 seminar 50: a, crowd\n 2014 working: wup, crowd
        2016 working: a, later\n 2016 working: wup, later";
    let asked = in_2015(text, ContactSide::Secretariat, false);
    assert_eq!(
        told(&asked, "a"),
        ["funded-one", "recent", "busy", "old", "crowd"],
        "2016 is not yet known in 2015"
    );
    let found = asked.of(at(&asked.view, "a"));
    let levels: Vec<_> = found.introducers.iter().map(|it| it.level).collect();
    assert_eq!(levels[..2], [TieLevel::L3, TieLevel::L1]);
    assert_eq!(found.introducers[0].latest, None, "a funded project has no date of a meeting");
    assert_eq!((found.note, found.own_tie), (None, None));
    assert_eq!(found.introducers[2].load.occasions, 1);
}

#[test]
fn two_intermediaries_stand_in_and_membership_only_when_asked() {
    let chain = "secretariat wup\n signatory a, signatory d\n 2014 working: a, b\n 2014 working: b, c
        2014 working: c, wup\n 2014 working: d, wup";
    let asked = in_2015(chain, ContactSide::Secretariat, true);
    let found = asked.of(at(&asked.view, "a"));
    assert_eq!(told(&asked, "a"), ["c"]);
    assert_eq!((found.introducers[0].hops.len(), found.note.is_some()), (3, true));
    let alone = "secretariat wup\n signatory a, signatory d\n 2014 working: d, wup";
    let asked = in_2015(alone, ContactSide::Secretariat, false);
    let found = asked.of(at(&asked.view, "a"));
    assert!(found.introducers.is_empty());
    assert!(found.note.unwrap().contains("no tie of this signatory is recorded"));
    let asked = in_2015(alone, ContactSide::Secretariat, true);
    let found = asked.of(at(&asked.view, "a"));
    assert_eq!((told(&asked, "a"), found.introducers[0].level), (vec!["d".to_owned()], TieLevel::L0));
    let hop = &found.introducers[0].hops[0];
    assert_eq!((hop.tie, hop.records.len()), (None, 1), "the partnership stands for the tie");
}

#[test]
fn an_office_that_leads_and_a_council_are_sides_too() {
    let lead = "lead office:marshal\n signatory a\n 2014 working: a, b\n 2014-05 working: b, office:marshal
        2014-06 working: b, c, office:marshal";
    let asked = in_2015(lead, ContactSide::Lead, false);
    let found = asked.of(at(&asked.view, "a"));
    assert_eq!(told(&asked, "a"), ["b"]);
    let last = &found.introducers[0].hops[1];
    assert_eq!((last.level, last.records.len(), last.latest), (TieLevel::L2, 2, Some(2)));
    assert!(matches!(&last.to, HopEnd::Record(it) if it.to_string() == "office:marshal"));
    let council =
        "council: b, ~c\n signatory a\n 2014 working: a, b, c\n 2014 council: d\n 2014 working: a, d";
    let asked = in_2015(council, ContactSide::Council, false);
    assert_eq!(
        told(&asked, "a"),
        ["d", "b"],
        "a stated seat and a meeting of the council; the tie with d is heavier"
    );
    let nobody = in_2015("signatory a\n 2014 working: a, b", ContactSide::Secretariat, false);
    assert!(nobody.of(at(&nobody.view, "a")).note.unwrap().contains("nobody is recorded on the side"));
}

#[test]
fn its_own_tie_with_the_side_is_told() {
    let text = "secretariat wup\n signatory a\n 2013-02-06 council: a, b, wup\n 2014 working: b, wup";
    let asked = in_2015(text, ContactSide::Secretariat, false);
    let found = asked.of(at(&asked.view, "a"));
    let own = found.own_tie.unwrap();
    assert_eq!((own.to, own.latest), (HopEnd::Institution(at(&asked.view, "wup")), Some(0)));
    assert_eq!(told(&asked, "a"), ["b"], "the side itself introduces nobody to itself");
}
