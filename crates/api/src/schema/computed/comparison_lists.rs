//! The lists of a comparison.

use std::sync::Arc;

use async_graphql::{Description, Object, Result};
use domain::partnership as noun;
use service::ViewContext;
use service::graph::comparison::gap_change;
use service::graph::comparison::signatory;
use service::graph::comparison::tie_change;
use service::graph::gap;
use service::graph::network::Position;

use super::comparison::{ComparedInstitution, NetworkDiff, reference_key};
use super::comparison_words::{GapChangeKind, SignatoryChangeKind, TieChangeKind};
use super::gap::{GapKind, in_language};
use super::interval::Interval;
use super::ties::Tie;
use super::words::{ContactStatus, TieLevel};
use crate::schema::connection::{self, Listing, paged_fields};
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::institution::Institution;
use crate::schema::language::Language;
use crate::schema::meeting::Meeting;
use crate::schema::node::Node;
use crate::schema::partnership::Membership;

paged_fields! {
    /// The lists of a comparison.
    NetworkDiffLists of NetworkDiff;

    /// The institutions involved in a meeting after and not before, in order of their keys.
    fn institutions_gained(node, ctx, page) -> Institution {
        let found = node.value();
        let members = found.institutions.gained.iter().filter_map(|it| found.counterparts.get(*it));
        let positions = involved(members.flat_map(|it| &it.after), &found.after.involved);
        connection::records(ctx, node.after_context(), &node.0.owner("gained"), page, &positions, Vec::new())
    }

    /// The institutions involved in a meeting before and not after, in order of their keys.
    fn institutions_lost(node, ctx, page) -> Institution {
        let found = node.value();
        let members = found.institutions.lost.iter().filter_map(|it| found.counterparts.get(*it));
        let positions = involved(members.flat_map(|it| &it.before), &found.before.involved);
        connection::records(ctx, node.before_context(), &node.0.owner("lost"), page, &positions, Vec::new())
    }

    /// The meetings held after and not before, in order of their keys.
    fn meetings_gained(node, ctx, page) -> Meeting {
        let positions = &node.value().occasions.gained;
        connection::records(ctx, node.after_context(), &node.0.owner("meetingsGained"), page, positions, Vec::new())
    }

    /// The meetings held before and not after, in order of their keys.
    fn meetings_lost(node, ctx, page) -> Meeting {
        let positions = &node.value().occasions.lost;
        connection::records(ctx, node.before_context(), &node.0.owner("meetingsLost"), page, positions, Vec::new())
    }

    /// The undertakings that ties rest on after and not before, in order.
    fn undertakings_gained(node, ctx, page) -> Undertaking {
        let context = node.after_context();
        let owner = node.0.owner("undertakingsGained");
        let items = &node.value().undertakings.gained;
        let listing = Listing { context, owner: &owner, items, completeness: Vec::new() };
        listing.page(ctx, page, reference_key, |it| Node::of(context, it).map(Undertaking))
    }

    /// The undertakings that ties rest on before and not after, in order.
    fn undertakings_lost(node, ctx, page) -> Undertaking {
        let context = node.before_context();
        let owner = node.0.owner("undertakingsLost");
        let items = &node.value().undertakings.lost;
        let listing = Listing { context, owner: &owner, items, completeness: Vec::new() };
        listing.page(ctx, page, reference_key, |it| Node::of(context, it).map(Undertaking))
    }

    /// The ties that changed, in order of the keys of their ends.
    fn ties(node, ctx, page,
        #[graphql(desc = "Only those of which this became; all when left out.")] change: Option<Vec<TieChangeKind>>,
    ) -> TieDifference {
        let wanted: Option<Vec<tie_change::TieChangeKind>> =
            change.map(|it| it.into_iter().map(Into::into).collect());
        let fits = |it: &&tie_change::TieChange| {
            wanted.as_ref().is_none_or(|wanted| it.kind().is_some_and(|it| wanted.contains(&it)))
        };
        let items: Vec<tie_change::TieChange> = node.value().ties.iter().filter(fits).copied().collect();
        node.0.listing(&node.0.owner("ties"), &items).page(
            ctx,
            page,
            |it| format!("{}|{}", it.between.0, it.between.1),
            |it| Some(TieDifference { of: node.clone(), kind: it.kind()?.into(), change: *it }),
        )
    }

    /// The gaps that opened or closed, those of the highest score first; empty unless gaps are asked about.
    fn gaps(node, ctx, page,
        #[graphql(desc = "Only those of which this became; all when left out.")] change: Option<Vec<GapChangeKind>>,
    ) -> GapDifference {
        let wanted: Option<Vec<gap_change::GapChangeKind>> =
            change.map(|it| it.into_iter().map(Into::into).collect());
        let all = &node.value().gaps;
        let fits = |it: &usize| {
            all.get(*it).is_some_and(|it| wanted.as_ref().is_none_or(|wanted| wanted.contains(&it.kind)))
        };
        let items: Vec<usize> = (0..all.len()).filter(fits).collect();
        node.0.listing(&node.0.owner("gaps"), &items).page(
            ctx,
            page,
            ToString::to_string,
            |it| Some(GapDifference { of: node.clone(), index: *it }),
        )
    }

    /// The signatories of which something became, in order of their institutions' keys, then others; empty unless
    /// a partnership is asked about.
    fn signatories(node, ctx, page,
        #[graphql(desc = "Only those of which this became; all when left out.")]
        change: Option<Vec<SignatoryChangeKind>>,
    ) -> SignatoryDifference {
        let wanted: Option<Vec<signatory::SignatoryChangeKind>> =
            change.map(|it| it.into_iter().map(Into::into).collect());
        let fits = |it: &&signatory::SignatoryChange| wanted.as_ref().is_none_or(|wanted| wanted.contains(&it.kind));
        let items: Vec<_> = node.value().signatories.iter().filter(fits).cloned().collect();
        node.0.listing(&node.0.owner("signatories"), &items).page(
            ctx,
            page,
            |it| format!("{:?}|{:?}", it.before, it.after),
            |it| Some(SignatoryDifference { of: node.clone(), change: it.clone() }),
        )
    }
}

/// Those of some institutions that are involved, in order of position.
fn involved<'a>(of: impl Iterator<Item = &'a Position>, involved: &[Position]) -> Vec<Position> {
    let mut positions: Vec<Position> = of.copied().filter(|it| involved.binary_search(it).is_ok()).collect();
    positions.sort_unstable();
    positions
}

/// What institutions share beside meetings: a project partnership, a body, an action or a standing partnership.
#[derive(Debug, Clone, Description)]
pub struct Undertaking(Node);

#[Object(use_type_description)]
impl Undertaking {
    /// The partnership, body or action item.
    fn record(&self) -> &Node {
        &self.0
    }
}

/// A tie that is another after than before.
#[derive(Debug, Clone, Description)]
pub struct TieDifference {
    of: NetworkDiff,
    kind: TieChangeKind,
    change: tie_change::TieChange,
}

#[Object(use_type_description)]
impl TieDifference {
    /// What became of it.
    fn change(&self) -> TieChangeKind {
        self.kind
    }

    /// The two that it ties, in order of their keys.
    fn between(&self) -> Result<Vec<ComparedInstitution>> {
        let (one, other) = self.change.between;
        [one, other].into_iter().map(|it| self.of.counterpart(it)).collect()
    }

    /// The weight before; null when there was no tie.
    fn weight_before(&self) -> Option<f64> {
        self.change.before.map(|it| it.weight)
    }

    /// The weight after; null when there is no tie.
    fn weight_after(&self) -> Option<f64> {
        self.change.after.map(|it| it.weight)
    }

    /// The level before; null when there was no tie.
    fn level_before(&self) -> Option<TieLevel> {
        self.change.before.map(|it| it.level.into())
    }

    /// The level after; null when there is no tie.
    fn level_after(&self) -> Option<TieLevel> {
        self.change.after.map(|it| it.level.into())
    }

    /// The tie before, with its evidence: none, one, or several where one institution was several then, whose weights
    /// are added up.
    fn before(&self) -> Vec<Tie> {
        let found = self.of.value();
        let (before, _) = found.ties_behind(&self.change);
        before.into_iter().map(|it| Tie::new(self.of.before_context(), &found.before.ties, it)).collect()
    }

    /// The tie after, with its evidence: none, one, or several where one institution is several now, whose weights are
    /// added up.
    fn after(&self) -> Vec<Tie> {
        let found = self.of.value();
        let (_, after) = found.ties_behind(&self.change);
        after.into_iter().map(|it| Tie::new(self.of.after_context(), &found.after.ties, it)).collect()
    }
}

/// A signatory of which something became.
#[derive(Debug, Clone, Description)]
pub struct SignatoryDifference {
    of: NetworkDiff,
    change: signatory::SignatoryChange,
}

#[Object(use_type_description)]
impl SignatoryDifference {
    /// What became of it.
    fn change(&self) -> SignatoryChangeKind {
        self.change.kind.into()
    }

    /// How it stood; null when it was no named signatory.
    fn status_before(&self) -> Option<ContactStatus> {
        self.change.status_before.map(Into::into)
    }

    /// How it stands; null when it is no named signatory.
    fn status_after(&self) -> Option<ContactStatus> {
        self.change.status_after.map(Into::into)
    }

    /// The membership by which it was a signatory; null when it was none.
    fn membership_before(&self) -> Option<Membership> {
        let items = &self.of.value().before.signatories.as_ref()?.items;
        let item = items.get(self.change.before?)?;
        Entry::<noun::Membership>::at(self.of.before_context(), item.membership).map(Membership::new)
    }

    /// The membership by which it is a signatory; null when it is none.
    fn membership_after(&self) -> Option<Membership> {
        let items = &self.of.value().after.signatories.as_ref()?.items;
        let item = items.get(self.change.after?)?;
        Entry::<noun::Membership>::at(self.of.after_context(), item.membership).map(Membership::new)
    }
}

/// A gap that opened or closed.
#[derive(Debug, Clone, Description)]
pub struct GapDifference {
    of: NetworkDiff,
    index: usize,
}

impl GapDifference {
    fn value(&self) -> &gap_change::GapChange {
        // The index is one of the list: a difference is made only by counting it.
        &self.of.value().gaps[self.index]
    }

    /// What it is, else what it was, with the view that it is of.
    fn shown(&self) -> Option<(&Arc<ViewContext>, &gap::Gap)> {
        let after = self.value().after.as_ref().map(|it| (self.of.after_context(), it));
        after.or_else(|| self.value().before.as_ref().map(|it| (self.of.before_context(), it)))
    }
}

#[Object(use_type_description)]
impl GapDifference {
    /// What became of it.
    fn change(&self) -> GapChangeKind {
        self.value().kind.into()
    }

    /// The kind of gap.
    fn kind(&self) -> Option<GapKind> {
        self.shown().map(|(_, it)| it.kind.into())
    }

    /// What it is about: a unit of territory, a partnership, an action item, or what the record lacks something of.
    fn about(&self) -> Option<Node> {
        self.shown().and_then(|(context, it)| Node::of(context, &it.about))
    }

    /// What is missing, or was, in a sentence.
    fn what(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> Option<&str> {
        self.shown().map(|(_, it)| in_language(&it.what, language))
    }

    /// How many there were of those expected; null when there was no such gap.
    fn observed_before(&self) -> Option<Interval> {
        self.value().before.as_ref().map(|it| Interval::new(self.of.before_context(), &it.observed))
    }

    /// How many there are of those expected; null when there is no such gap.
    fn observed_after(&self) -> Option<Interval> {
        self.value().after.as_ref().map(|it| Interval::new(self.of.after_context(), &it.observed))
    }

    /// The score before; null when there was no such gap.
    fn score_before(&self) -> Option<f64> {
        self.value().before.as_ref().map(|it| it.score)
    }

    /// The score after; null when there is no such gap.
    fn score_after(&self) -> Option<f64> {
        self.value().after.as_ref().map(|it| it.score)
    }

    #[graphql(flatten)]
    fn lists(&self) -> GapDifferenceLists {
        GapDifferenceLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a gap that opened or closed.
    GapDifferenceLists of GapDifference;

    /// The institutions whose involvement would close it, or would have closed it, in order of their keys.
    fn institutions(node, ctx, page) -> Institution {
        let (context, positions) = node
            .shown()
            .map_or((node.of.after_context(), &[][..]), |(context, it)| (context, it.institutions.as_slice()));
        let owner = node.of.0.owner(&format!("gaps:{}", node.index));
        connection::records(ctx, context, &owner, page, positions, Vec::new())
    }
}
