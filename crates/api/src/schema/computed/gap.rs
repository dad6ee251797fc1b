//! Gaps: what is expected and not recorded, ordered by what could be done about it.

use std::borrow::Cow;

use async_graphql::{Description, Enum, Object};
use service::graph::Network;
use service::graph::gap;
use service::graph::receipt::Receipt;

use super::canonical::{Canonical, Value};
use super::computation::{Answer, Outcome, computed_results};
use super::interval::Interval;
use crate::schema::connection::{self, paged_fields};
use crate::schema::count;
use crate::schema::entry::RecordNode as _;
use crate::schema::evidence::{self, Evidence};
use crate::schema::expectation::Expectation;
use crate::schema::institution::Institution;
use crate::schema::language::Language;
use crate::schema::node::Node;
use crate::schema::territory::TerritorialUnit;
use crate::schema::vocabulary::Sector;
use crate::schema::words::Collection;

/// What kind of gap it is. Kinds are told apart and never added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::gap::GapKind")]
pub enum GapKind {
    /// No institution is known to the record where one is expected. It is no statement that there is none.
    Register,
    /// An institution is known, without a recorded membership.
    Membership,
    /// A member has no recorded contact.
    Contact,
    /// An institution was in contact, and has no tie of level L2 or more.
    Cooperation,
    /// No institution of a sector that the partnership means to bring together is involved.
    Sector,
    /// An action is overdue on the day asked about.
    FollowUp,
    /// The record itself lacks something: a declared collection is not listed whole, an institution has no recorded seat,
    /// sector or type, a question on what the sources mean is open.
    Record,
}

/// Whether something is a gap, or only may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::gap::GapStatus")]
pub enum GapStatus {
    /// What is expected is not recorded.
    Gap,
    /// The record does not settle it: no gap, and no fulfilment either.
    Unknown,
}

/// What a part of a score is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::gap::score::ScoreCode")]
pub enum GapScoreCode {
    /// The kind of the gap.
    Kind,
    /// How many institutions are missing.
    Missing,
    /// How many gminas the unit has.
    UnitSize,
    /// No institution seated in the unit was in contact at all.
    NobodyInUnit,
    /// An institution that would close it is in contact already.
    InContact,
    /// The record knows no institution that would close it.
    NobodyKnown,
    /// It may be filled already.
    MayBeFilled,
    /// For how long it is overdue.
    Overdue,
    /// Nobody is recorded as responsible.
    NobodyResponsible,
    /// How much of a declared collection is not listed.
    NotListed,
    /// No seat is recorded.
    NoSeat,
    /// No sector is recorded.
    NoSector,
    /// No type is recorded.
    NoType,
    /// The institution is involved in an occasion, so that results depend on it.
    Involved,
    /// How much hangs on the open question.
    Severity,
}

impl Value for gap::Gaps {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.institutions("unplaced", network, &self.unplaced);
        for count in &self.counts {
            to.field("kind", count.kind);
            to.interval("count", &count.count);
        }
        for (name, list) in [("gaps", &self.gaps), ("unknown", &self.unknown)] {
            to.field(name, list.len());
            for gap in list {
                to.field("kind", gap.kind);
                to.reference("about", Some(&gap.about));
                to.optional("expectation", gap.expectation.as_ref());
                to.optional("sector", gap.sector.as_ref());
                to.optional("collection", gap.collection);
                to.number("expected", gap.expected);
                to.interval("observed", &gap.observed);
                to.number("score", gap.score);
                to.institutions("institutions", network, &gap.institutions);
                to.institutions("possible", network, &gap.possible);
            }
        }
    }
}

computed_results! {
    /// What a law, a policy, the partnership or a resolution expects and the record does not show, the highest score
    /// first. What only may be a gap is listed apart: unknown is not a gap. The score is a sum of parts that are told; it
    /// orders what could be done next and is no measure of anything.
    GapResult(gap::Gaps);
}

/// The key of a gap among those of its list: what no two of them share.
fn key(gap: &gap::Gap) -> String {
    let expectation = gap.expectation.as_ref().map_or("", |it| it.as_str());
    let sector = gap.sector.as_ref().map_or("", |it| it.as_str());
    let collection = gap.collection.map_or("", |it| it.as_str());
    format!("{}|{}|{expectation}|{sector}|{collection}", gap.kind, gap.about)
}

#[Object(use_type_description)]
impl GapResult {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// How many there are of each kind asked about, in the order of the kinds. A kind that was not looked for, such as
    /// overdue actions without a day, has no row.
    fn counts(&self) -> Vec<GapCount> {
        (0..self.0.value().counts.len()).map(|at| GapCount { gaps: self.clone(), at }).collect()
    }

    #[graphql(flatten)]
    fn lists(&self) -> GapsLists {
        GapsLists(self.clone())
    }
}

/// How many gaps there are of a kind.
#[derive(Debug, Clone, Description)]
pub struct GapCount {
    gaps: GapResult,
    at: usize,
}

impl GapCount {
    fn value(&self) -> &gap::GapCount {
        // The index is one of the list: a count is made only by counting it.
        &self.gaps.0.value().counts[self.at]
    }
}

#[Object(use_type_description)]
impl GapCount {
    /// The kind.
    fn kind(&self) -> GapKind {
        self.value().kind.into()
    }

    /// How many: `enumerated` those listed; the upper end adds what only may be a gap, the lower leaves out those that
    /// people and meetings of whom nobody says who may have closed.
    fn count(&self) -> Interval {
        Interval::new(self.gaps.0.context(), &self.value().count)
    }

    /// How many only may be gaps.
    fn unknown(&self) -> i32 {
        count(self.value().unknown)
    }
}

paged_fields! {
    /// The lists of gaps.
    GapsLists of GapResult;

    /// The gaps, the highest score first, then by kind and what they are about.
    fn gaps(node, ctx, page,
        #[graphql(desc = "Only of these kinds; all that were asked about when left out.")] kinds: Option<Vec<GapKind>>,
    ) -> Gap {
        page_of(ctx, &node.0, "gaps", kinds, page)
    }

    /// What only may be a gap, in the same order.
    fn unknown(node, ctx, page,
        #[graphql(desc = "Only of these kinds; all that were asked about when left out.")] kinds: Option<Vec<GapKind>>,
    ) -> Gap {
        page_of(ctx, &node.0, "unknown", kinds, page)
    }

    /// Institutions that fit an expectation and of which no place is recorded: they fill no gap. In order of their keys.
    fn unplaced(node, ctx, page) -> Institution {
        let owner = node.0.owner("unplaced");
        connection::records(ctx, node.0.context(), &owner, page, &node.0.value().unplaced, Vec::new())
    }
}

fn page_of(
    ctx: &async_graphql::Context<'_>,
    answer: &Answer<gap::Gaps>,
    part: &'static str,
    kinds: Option<Vec<GapKind>>,
    page: &connection::Page,
) -> async_graphql::Result<connection::Connection<Gap>> {
    let kinds: Vec<gap::GapKind> = kinds.unwrap_or_default().into_iter().map(Into::into).collect();
    let is_unknown = part == "unknown";
    let list = if is_unknown { &answer.value().unknown } else { &answer.value().gaps };
    let wanted = (0..list.len())
        .filter(|it| list.get(*it).is_some_and(|it| kinds.is_empty() || kinds.contains(&it.kind)));
    let wanted: Vec<usize> = wanted.collect();
    let owner = answer.owner(&format!("{part}{kinds:?}"));
    let key_of = |at: &usize| list.get(*at).map_or(Cow::Borrowed(""), |it| Cow::Owned(key(it)));
    answer
        .listing(&owner, &wanted)
        .page(ctx, page, key_of, |at| Some(Gap { answer: answer.clone(), is_unknown, at: *at }))
}

/// A gap, or what may be one: what is expected, what there is, why it ranks here, and who could close it.
#[derive(Debug, Clone, Description)]
pub struct Gap {
    answer: Answer<gap::Gaps>,
    is_unknown: bool,
    at: usize,
}

impl Gap {
    fn value(&self) -> &gap::Gap {
        let found = self.answer.value();
        // The index is one of the list: a gap is made only by taking it from there.
        if self.is_unknown { &found.unknown[self.at] } else { &found.gaps[self.at] }
    }
}

#[Object(use_type_description)]
impl Gap {
    /// The kind.
    fn kind(&self) -> GapKind {
        self.value().kind.into()
    }

    /// Whether it is a gap.
    fn status(&self) -> GapStatus {
        self.value().status.into()
    }

    /// What it is about: a unit of territory, a partnership, an action item, or what the record lacks something of.
    fn about(&self) -> Option<Node> {
        Node::of(self.answer.context(), &self.value().about)
    }

    /// The unit in which it is; null for gaps that are in no unit.
    fn unit(&self) -> Option<TerritorialUnit> {
        TerritorialUnit::find_some(self.answer.context(), self.value().unit.as_ref())
    }

    /// The expectation that is not met; null for gaps that come from none.
    fn expectation(&self) -> Option<Expectation> {
        Expectation::find_some(self.answer.context(), self.value().expectation.as_ref())
    }

    /// The sector that is missing; null but for kind `SECTOR`.
    fn sector(&self) -> Option<Sector> {
        Sector::find_some(self.answer.context(), self.value().sector.as_ref())
    }

    /// The collection that is not listed whole; null but for collections of kind `RECORD`.
    fn collection(&self) -> Option<Collection> {
        self.value().collection.map(Into::into)
    }

    /// How many are expected: institutions, members of a collection, attributes, or 1 action or answer.
    fn expected(&self) -> f64 {
        self.value().expected
    }

    /// How many of them there are: the upper end adds those that may be.
    fn observed(&self) -> Interval {
        Interval::new(self.answer.context(), &self.value().observed)
    }

    /// How many are missing by the lower end of `observed`; above 0.
    fn missing(&self) -> f64 {
        self.value().missing
    }

    /// The sum of the components; it orders gaps and has no unit.
    fn score(&self) -> f64 {
        self.value().score
    }

    /// What the score is made of.
    fn components(&self) -> Vec<GapScoreComponent> {
        self.value().components.iter().cloned().map(GapScoreComponent).collect()
    }

    /// What is missing, in a sentence.
    fn what(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        in_language(&self.value().what, language)
    }

    /// What could be done next, in a sentence.
    fn next_step(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        in_language(&self.value().next_step, language)
    }

    /// The claims behind it: on what is expected, and on at most ten of the institutions named.
    fn evidence(&self) -> Vec<Evidence> {
        evidence::by_ids(self.answer.context(), &self.value().evidence)
    }

    #[graphql(flatten)]
    fn lists(&self) -> GapLists {
        GapLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a gap.
    GapLists of Gap;

    /// The institutions whose involvement would close it, in order of their keys; empty when the record knows none.
    fn institutions(node, ctx, page) -> Institution {
        let owner = node.answer.owner(&format!("{}.institutions", key(node.value())));
        connection::records(ctx, node.answer.context(), &owner, page, &node.value().institutions, Vec::new())
    }

    /// Those that may fill it already, of whom the record does not tell enough; in order of their keys.
    fn possible_institutions(node, ctx, page) -> Institution {
        let owner = node.answer.owner(&format!("{}.possible", key(node.value())));
        connection::records(ctx, node.answer.context(), &owner, page, &node.value().possible, Vec::new())
    }
}

/// A part of the score of a gap.
#[derive(Debug, Clone, Description)]
pub struct GapScoreComponent(gap::score::ScoreComponent);

#[Object(use_type_description)]
impl GapScoreComponent {
    /// What it is for.
    fn code(&self) -> GapScoreCode {
        self.0.code.into()
    }

    /// The points; negative for what makes the gap less pressing.
    fn points(&self) -> f64 {
        self.0.points
    }

    /// Why, in words.
    fn text(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        in_language(&self.0.why, language)
    }
}

pub(super) fn in_language(wording: &gap::Wording, language: Language) -> &str {
    match language {
        Language::Pl => &wording.pl,
        Language::En => &wording.en,
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_analyses() {
        names_agree::<GapKind, gap::GapKind>(gap::GapKind::ALL, |it| it.as_str());
        names_agree::<GapStatus, gap::GapStatus>(gap::GapStatus::ALL, |it| it.as_str());
        names_agree::<GapScoreCode, gap::score::ScoreCode>(gap::score::ScoreCode::ALL, |it| it.as_str());
    }
}
