//! Introducers: who could bring a signatory together with those who look for contact with it.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Description, Object, Result};
use service::ViewContext;
use service::graph::Network;
use service::graph::introduction::{self, HopEnd, Introducers, Introductions};
use service::graph::network::Position;
use service::graph::receipt::Receipt;
use service::graph::tie::Ties;
use service::graph::uncontacted::UncontactedSignatories;

use super::analysis::{self, refused};
use super::canonical::{Canonical, Value};
use super::computation::Answer;
use super::institution_at;
use super::shared;
use super::ties::Tie;
use super::words::TieLevel;
use crate::schema::connection::{Connection, Page};
use crate::schema::count;
use crate::schema::date::PartialDate;
use crate::schema::evidence::Evidence;
use crate::schema::institution::Institution;
use crate::schema::node::Node;

/// What introductions to all signatories of one answer are worked out from, kept.
#[derive(Debug)]
struct Prepared {
    /// The record from its beginning to the end of the window.
    history: Arc<ViewContext>,
    ties: Arc<Ties>,
    introductions: Introductions,
}

impl Value for Prepared {
    fn receipt(&self) -> &Receipt {
        self.introductions.receipt()
    }

    fn write(&self, _: &Network, to: &mut Canonical) {
        to.field("ties", self.ties.ties().len());
    }
}

/// The introducers of a signatory: to be flattened into it.
pub struct SignatoryIntroducers {
    /// The answer that the signatory is one of.
    pub(super) of: Answer<UncontactedSignatories>,
    /// The institution that signed; none when another party did.
    pub(super) institution: Option<Position>,
    /// The key of the signatory.
    pub(super) key: String,
}

impl SignatoryIntroducers {
    async fn prepare(&self, ctx: &Context<'_>, by_membership: bool) -> Result<Answer<Prepared>> {
        let context = self.of.context();
        let found = Arc::clone(self.of.shared());
        let parameters = format!("{} {:?} {by_membership}", found.value.partnership, found.value.rule);
        let snapshot = Arc::clone(&context.snapshot);
        let compute = move |view: &service::graph::NetworkView| {
            let history = ViewContext::new(snapshot, Introductions::view_of(view.view()));
            let ties = history.view.ties(&Introductions::ties())?;
            let introductions = Introductions::new(view, &history.view, &ties, &found.value, by_membership);
            Ok(Prepared { history: Arc::new(history), ties, introductions })
        };
        analysis::run(ctx, context, "introducers", parameters, compute).await?.map_err(refused)
    }

    /// The introducers; none when no institution signed.
    fn find(&self, prepared: &Answer<Prepared>) -> Option<Introducers> {
        let Prepared { history, ties, introductions } = prepared.value();
        Some(introductions.of(&history.view, ties, self.institution?))
    }
}

#[Object]
impl SignatoryIntroducers {
    /// Who could introduce it to the side asked for: the secretariat, the lead, the council, by `SIGNATORY` the
    /// signatories in contact, by `ANYONE` those whom the window's occasions involve. An introducer is tied to it and to
    /// the side, over the record from its beginning to the end of the window; where there is none, those are listed who
    /// reach it through one institution more. Best first: fewer steps, the higher level of the weaker tie, the greater
    /// least weight, the more recent path, the lower load, name.
    #[allow(clippy::too_many_arguments, reason = "paging takes four arguments of every such field")]
    async fn introducers(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether members of the same standing partnership are taken where nobody is tied to it (level L0).",
            default
        )]
        by_membership: bool,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<SignatoryIntroducer>> {
        let prepared = self.prepare(ctx, by_membership).await?;
        let found = self.find(&prepared).map(|it| it.introducers).unwrap_or_default();
        let ranked: Vec<_> = (1..).zip(found).collect();
        let network = self.of.context().network();
        let owner = self.of.owner(&format!("introducers {} {by_membership}", self.key));
        self.of.listing(&owner, &ranked).page(
            ctx,
            &Page { first, after, last, before },
            |(_, it)| Cow::Borrowed(network.at(it.institution).map_or("", |it| it.key.as_str())),
            |(rank, it)| Some(SignatoryIntroducer { of: prepared.clone(), rank: *rank, value: it.clone() }),
        )
    }

    /// What a reader of `introducers` must know, in English words, such as why nobody is listed; null when those listed
    /// are tied to both.
    async fn introducers_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As for `introducers`.", default)] by_membership: bool,
    ) -> Result<Option<&'static str>> {
        let prepared = self.prepare(ctx, by_membership).await?;
        Ok(self.find(&prepared).map_or(Some("no institution signed, so no ties are known"), |it| it.note))
    }

    /// The best tie that it has itself with the side, over the record from its beginning to the end of the window; null
    /// when none is recorded.
    async fn tie_with_side(&self, ctx: &Context<'_>) -> Result<Option<IntroductionHop>> {
        let prepared = self.prepare(ctx, false).await?;
        let own = self.find(&prepared).and_then(|it| it.own_tie);
        Ok(own.map(|value| IntroductionHop { of: prepared.clone(), value }))
    }
}

/// An institution that could introduce a signatory.
#[derive(Debug, Clone, Description)]
pub struct SignatoryIntroducer {
    of: Answer<Prepared>,
    rank: usize,
    value: introduction::Introducer,
}

#[Object(use_type_description)]
impl SignatoryIntroducer {
    /// The place among the introducers of the signatory, from 1.
    fn rank(&self) -> i32 {
        count(self.rank)
    }

    /// The institution: the one on the path that is tied to the side.
    fn institution(&self) -> Result<Institution> {
        institution_at(self.of.context(), self.value.institution)
    }

    /// The steps from the signatory to the side: two, or three with another institution between.
    fn hops(&self) -> Vec<IntroductionHop> {
        self.value.hops.iter().map(|it| IntroductionHop { of: self.of.clone(), value: it.clone() }).collect()
    }

    /// The level of the weakest step.
    fn level(&self) -> TieLevel {
        self.value.level.into()
    }

    /// How recent the path is: of the most recent meetings of its steps the oldest; null when a step rests on no dated
    /// meeting.
    fn most_recent(&self) -> Option<PartialDate> {
        self.value.latest.and_then(|it| date(&self.of, it))
    }

    /// To how many named signatories without recorded contact it is tied: how many it may be asked to introduce.
    fn uncontacted_signatories(&self) -> i32 {
        count(self.value.load.uncontacted)
    }

    /// In how many occasions that lie in the window for certain it was involved.
    fn occasions_in_window(&self) -> i32 {
        count(self.value.load.occasions)
    }
}

/// A step of a path of introduction.
#[derive(Debug, Clone, Description)]
pub struct IntroductionHop {
    of: Answer<Prepared>,
    value: introduction::IntroductionHop,
}

impl IntroductionHop {
    fn context(&self) -> &Arc<ViewContext> {
        &self.of.value().history
    }

    /// The institutions at its ends.
    fn ends(&self) -> Vec<Position> {
        let to = match &self.value.to {
            HopEnd::Institution(position) => Some(*position),
            HopEnd::Record(_) => None,
        };
        [Some(self.value.from), to].into_iter().flatten().collect()
    }
}

#[Object(use_type_description)]
impl IntroductionHop {
    /// From which institution.
    fn from(&self) -> Result<Institution> {
        institution_at(self.context(), self.value.from)
    }

    /// To whom: an institution, or the office or council on the side.
    fn to(&self) -> Option<Node> {
        match &self.value.to {
            HopEnd::Institution(position) => {
                institution_at(self.context(), *position).ok().map(Node::Institution)
            }
            HopEnd::Record(reference) => Node::of(self.context(), reference),
        }
    }

    /// The level: `L0` for common membership only, which is weaker than any tie.
    fn level(&self) -> TieLevel {
        self.value.level.into()
    }

    /// The tie between the two institutions, with the occasions and undertakings behind it; null with an office or a
    /// council, and for common membership only.
    fn tie(&self) -> Option<Tie> {
        let ties = &self.of.value().ties;
        ties.ties().get(self.value.tie?).map(|it| Tie::new(self.context(), ties, it))
    }

    /// What the step rests on where it is no tie between institutions: meetings with the office or council, a seat on
    /// the council, common partnerships; in order of kinds, then keys. Empty with a tie, which has its own.
    fn records(&self) -> Vec<Node> {
        self.value.records.iter().filter_map(|it| Node::of(self.context(), it)).collect()
    }

    /// The date of the most recent meeting that it rests on, by the latest possible day; null when it rests on no dated
    /// meeting.
    fn most_recent(&self) -> Option<PartialDate> {
        self.value.latest.and_then(|it| date(&self.of, it))
    }

    /// The claims by which the institutions at its ends take part in what it rests on, in order of their keys.
    fn evidence(&self) -> Vec<Evidence> {
        let ties = &self.of.value().ties;
        let tie = self.value.tie.and_then(|it| ties.ties().get(it));
        let sources: Vec<_> = match tie {
            Some(tie) => ties.occasions(tie).map(|it| it.source).collect(),
            None => self.value.records.clone(),
        };
        shared::evidence_of_all(self.context(), &sources, &self.ends())
    }
}

/// The date of a meeting.
fn date(of: &Answer<Prepared>, meeting: usize) -> Option<PartialDate> {
    of.context().network().record().meetings.get(meeting).map(|it| PartialDate(it.date))
}
