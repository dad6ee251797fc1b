//! Ties between institutions, with the occasions and undertakings behind them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use domain::institution as noun;
use domain::polish;
use domain::record::RecordRef;
use domain::vocabulary;
use service::ViewContext;
use service::graph::Network;
use service::graph::network::Position;
use service::graph::receipt::Receipt;
use service::graph::refusal::Refusal;
use service::graph::tie::{self, Ties};

use super::analysis::{self, refused};
use super::canonical::{Canonical, Value};
use super::computation::Answer;
use super::input::TieOrder;
use super::shared;
use super::words::{TieLevel, TieOrderField};
use crate::error::ErrorCode;
use crate::schema::conflict::{self, FieldConflict, WithdrawnEvidence};
use crate::schema::connection::{Connection, Page};
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::evidence::{self, Evidence};
use crate::schema::id;
use crate::schema::institution::Institution;
use crate::schema::node::Node;
use crate::schema::recorded::Recorded;
use crate::schema::words::{OrderDirection, TieBasis};

/// The kind of the ids of ties.
pub(super) const KIND: &str = "tie";

impl Value for Ties {
    fn receipt(&self) -> &Receipt {
        Ties::receipt(self)
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.institutions("nodes", network, self.nodes());
        to.institutions("removed", network, self.removed());
        for (name, list) in [("ties", self.ties()), ("touchingRemoved", self.touching_removed())] {
            to.field(name, list.len());
            for tie in list {
                to.institution("a", network, tie.a);
                to.institution("b", network, tie.b);
                to.number("weight", tie.weight);
                to.field("level", tie.level);
                to.field("isInferred", tie.is_inferred);
            }
        }
    }
}

/// The ties of a view by a rule, kept for all that asks for them.
///
/// # Errors
/// Those of the pool; the inner one is the analysis' own refusal.
pub(super) async fn load(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    rule: tie::TieRule,
) -> Result<Result<Answer<Ties>, Refusal>> {
    let parameters = format!("{rule:?}");
    analysis::run(ctx, context, "ties", parameters, move |view| Ties::new(view, &rule)).await
}

/// The ties of a view by a rule, where the schema has no value for a refusal.
///
/// # Errors
/// Those of [`load`], and `COST_EXCEEDED` or `INVALID_ARGUMENT` for a refusal.
pub(super) async fn require(
    ctx: &Context<'_>,
    context: &Arc<ViewContext>,
    rule: tie::TieRule,
) -> Result<Answer<Ties>> {
    load(ctx, context, rule).await?.map_err(refused)
}

/// A tie between two institutions: what the record has of their shared occasions and undertakings.
///
/// Its weight is the sum over these of `b · 1/(n − 1) · r · q`: `b` the base weight of the kind of occasion or
/// undertaking (see `tieWeights`), `n` its size, `r` the recency factor of the rule (1 without a half-life) and `q` 1
/// for what is stated, 0.5 for what is inferred. M. E. J. Newman, Phys. Rev. E 64, 016132, 2001,
/// doi:10.1103/PhysRevE.64.016132. A missing tie is no record, not a record that there is none.
#[derive(Debug, Clone, Description)]
pub struct Tie {
    context: Arc<ViewContext>,
    tie: tie::Tie,
    kinds: Vec<vocabulary::TieBasis>,
    occasions: Vec<tie::TieOccasion>,
}

impl Tie {
    /// Shows a tie.
    pub(super) fn new(context: &Arc<ViewContext>, ties: &Ties, tie: &tie::Tie) -> Self {
        Self {
            context: Arc::clone(context),
            tie: tie.clone(),
            kinds: ties.kinds(tie),
            occasions: ties.occasions(tie).collect(),
        }
    }

    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(self.global_id())
    }

    fn global_id(&self) -> ID {
        id::encode(KIND, &key(self.context.network(), &self.tie))
    }

    fn ends(&self) -> [Position; 2] {
        [self.tie.a, self.tie.b]
    }

    fn sources(&self) -> Vec<RecordRef> {
        self.occasions.iter().map(|it| it.source.clone()).collect()
    }
}

/// The key of a tie: those of its ends, in order.
pub(super) fn key(network: &Network, tie: &tie::Tie) -> String {
    let end = |position| network.at(position).map_or("", |it| it.key.as_str());
    format!("{}|{}", end(tie.a), end(tie.b))
}

#[Object(use_type_description)]
impl Tie {
    /// The opaque id: that of the pair. `node` gives the pair's tie in the whole record by the default rule.
    #[graphql(name = "id")]
    fn node_id(&self) -> ID {
        self.global_id()
    }

    /// The two institutions, in order of their keys.
    fn institutions(&self) -> Vec<Institution> {
        self.ends().iter().filter_map(|it| Entry::at(&self.context, *it)).map(Institution::new).collect()
    }

    /// The weight: positive unless all base weights or recencies are 0. It has no unit.
    fn weight(&self) -> f64 {
        self.tie.weight
    }

    /// The level.
    fn level(&self) -> TieLevel {
        self.tie.level.into()
    }

    /// The shared occasions and undertakings, meetings first, in order of their keys.
    fn occasions(&self) -> Vec<TieOccasion> {
        let occasions = self.occasions.iter();
        occasions
            .map(|it| TieOccasion {
                context: Arc::clone(&self.context),
                ends: self.ends(),
                value: it.clone(),
            })
            .collect()
    }

    /// The different kinds of what the two share, in order; how many they are is the multiplexity of the tie.
    fn kinds(&self) -> Vec<TieBasis> {
        self.kinds.iter().map(|it| (*it).into()).collect()
    }

    /// Whether the level would be lower, or the tie gone, without inferred evidence.
    fn is_inferred(&self) -> bool {
        self.tie.is_inferred
    }

    /// All claims that the tie rests on: those by which the two take part in what they share, each once, in order of
    /// their keys. `occasions` tells which of them stand behind what.
    fn evidence(&self) -> Vec<Evidence> {
        shared::evidence_of_all(&self.context, &self.sources(), &self.ends())
    }

    /// What sources say differently of what the tie rests on: of the shared occasions and undertakings, and of how the
    /// two take part in them; record by record, in order of the names of the fields. Empty when they agree.
    fn conflicts(&self) -> Vec<FieldConflict> {
        let records = shared::rests_on(&self.context, &self.sources(), &self.ends());
        records.iter().flat_map(|it| conflict::of(&self.context, it)).collect()
    }

    /// The claims about what the tie rests on that do not count any more, record by record, in order of their keys.
    fn withdrawn_evidence(&self) -> Vec<WithdrawnEvidence> {
        let records = shared::rests_on(&self.context, &self.sources(), &self.ends());
        records.iter().flat_map(|it| conflict::withdrawn(&self.context, it)).collect()
    }
}

/// An occasion or undertaking that two institutions share.
#[derive(Debug, Clone, Description)]
pub struct TieOccasion {
    context: Arc<ViewContext>,
    ends: [Position; 2],
    value: tie::TieOccasion,
}

#[Object(use_type_description)]
impl TieOccasion {
    /// The meeting, partnership, body or action item.
    fn source(&self) -> Option<Node> {
        Node::of(&self.context, &self.value.source)
    }

    /// What it is, for the weight and the level.
    fn basis(&self) -> TieBasis {
        self.value.basis.into()
    }

    /// What it adds to the weight.
    fn contribution(&self) -> f64 {
        self.value.contribution
    }

    /// Its size `n`, at least 2: the greater of the institutions listed and the number declared for it.
    fn size(&self) -> i32 {
        crate::schema::count(self.value.size as usize)
    }

    /// The claims by which the two take part in it.
    fn evidence(&self) -> Vec<Evidence> {
        shared::evidence_of(&self.context, &self.value.source, &self.ends)
    }
}

/// Whether two institutions are tied.
#[derive(Debug, Clone, SimpleObject)]
pub struct TieFinding {
    /// The tie; null when the rule takes in none.
    pub tie: Option<Tie>,
    /// `YES` with a tie, else `NOT_RECORDED` with the reason: the record never says that there is none.
    pub finding: Recorded,
}

/// What is found of a tie between the institutions of two ids.
pub(super) fn find(answer: &Answer<Ties>, between: &[ID]) -> Result<TieFinding> {
    let context = answer.context();
    let [one, other] = between else {
        let message = format!("`between` has {} ids; expected the ids of two institutions.", between.len());
        return Err(ErrorCode::InvalidArgument.error(message));
    };
    let position = |id: &ID| {
        let key = id::decode_as::<noun::Institution>(id)?;
        let network = context.network();
        let found = network.institution(&key).and_then(|it| network.position_of(&it.key));
        found.map(|it| network.rolled_up(it)).ok_or_else(|| {
            ErrorCode::NotFound.error(format!("There is no institution `{key}` in the record."))
        })
    };
    let (one, other) = (position(one)?, position(other)?);
    if one == other {
        let message =
            "`between` names one institution twice, or an institution and a unit that counts for it.";
        return Err(ErrorCode::InvalidArgument.error(message));
    }
    let found = answer.value().finding(&context.view, one, other);
    let ends = [one, other];
    let tie = found.tie.as_ref().map(|it| Tie::new(context, answer.value(), it));
    let finding = match &tie {
        Some(_) => Recorded::yes(found.reason, shared::evidence_of_all(context, &found.about, &ends)),
        None => Recorded::not_recorded(found.reason, nearest(context, &found.about)),
    };
    Ok(TieFinding { tie, finding })
}

/// The claims about records that come nearest to telling.
fn nearest(context: &Arc<ViewContext>, about: &[RecordRef]) -> Vec<Evidence> {
    about.iter().flat_map(|it| evidence::of(context, it)).collect()
}

/// A page of ties of a graph of ties, in their order; `of` is the result that the list is a part of.
pub(super) fn page_of<T: Value>(
    ctx: &Context<'_>,
    of: &Answer<T>,
    graph: &Ties,
    part: &str,
    ties: &[tie::Tie],
    page: &Page,
) -> Result<Connection<Tie>> {
    let network = of.context().network();
    let owner = of.owner(part);
    of.listing(&owner, ties).page(
        ctx,
        page,
        |it| Cow::Owned(key(network, it)),
        |it| Some(Tie::new(of.context(), graph, it)),
    )
}

/// Puts ties in order: as asked, then heaviest first, then by the keys of their ends.
pub(super) fn sorted(network: &Network, mut ties: Vec<tie::Tie>, orders: &[TieOrder]) -> Vec<tie::Tie> {
    let name = |position| network.at(position).map_or("", |it| it.name_pl.as_str());
    let by_name = |a: Position, b: Position| polish::compare(name(a), name(b));
    let by = |field: TieOrderField, a: &tie::Tie, b: &tie::Tie| match field {
        TieOrderField::Weight => a.weight.total_cmp(&b.weight),
        TieOrderField::Level => a.level.cmp(&b.level),
        TieOrderField::Name => by_name(a.a, b.a).then_with(|| by_name(a.b, b.b)),
    };
    ties.sort_by(|a, b| {
        let asked = orders.iter().map(|order| match order.direction {
            OrderDirection::Asc => by(order.field, a, b),
            OrderDirection::Desc => by(order.field, b, a),
        });
        let asked = asked.fold(Ordering::Equal, Ordering::then);
        asked.then_with(|| b.weight.total_cmp(&a.weight)).then_with(|| (a.a, a.b).cmp(&(b.a, b.b)))
    });
    ties
}
