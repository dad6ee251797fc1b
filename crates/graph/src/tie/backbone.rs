//! Which ties stay because chance does not explain them.
//!
//! The models of occasions look at the occasions that the rule counts and the institutions that are nodes; who takes part
//! alone still makes an institution busy. A tie that rests on an undertaking stays, as nobody undertakes something by
//! chance. The disparity filter looks at the weights of all ties.

use std::collections::BTreeSet;

use measures::affiliations::Affiliations;
use measures::backbone::{self, Backbone, Correction};
use measures::{Graph, Interrupt};

use super::{BackboneCorrection, BackboneMethod, Tie, TieRule};
use crate::network::Position;
use crate::occasion::Certainty;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::view::NetworkView;

/// The ties that stay by the rule, all of them when it asks for no backbone; the receipt tells how many do not.
pub(super) fn keep(
    view: &NetworkView,
    rule: &TieRule,
    nodes: &[Position],
    ties: Vec<Tie>,
    is_undertaken: impl Fn(&Tie) -> bool,
    receipt: &mut Receipt,
) -> Result<Vec<Tie>, Refusal> {
    let Some(backbone) = rule.backbone else { return Ok(ties) };
    let index = |it: Position| nodes.binary_search(&it).ok().and_then(|it| u32::try_from(it).ok());
    let test = backbone::BackboneRule { alpha: backbone.alpha, correction: correction(backbone.correction) };
    let interrupt = Interrupt::new();
    let found: Backbone = match backbone.method {
        BackboneMethod::Disparity => {
            let joined = ties.iter().filter(|it| it.weight > 0.0);
            let list: Vec<_> =
                joined.filter_map(|it| Some((index(it.a)?, index(it.b)?, it.weight))).collect();
            let (graph, _) = Graph::from_ties(nodes.len(), &list)?;
            backbone::disparity(&graph, test, &interrupt)?
        }
        BackboneMethod::Sdsm => backbone::sdsm(&affiliations(view, rule, index, nodes)?, test, &interrupt)?,
        BackboneMethod::Hypergeometric => {
            backbone::hypergeometric(&affiliations(view, rule, index, nodes)?, test, &interrupt)?
        }
    };
    let kept: BTreeSet<(u32, u32)> =
        found.ties.iter().filter(|it| it.is_kept).map(|it| (it.a, it.b)).collect();
    let stays = |it: &Tie| {
        let is_kept = index(it.a).zip(index(it.b)).is_some_and(|pair| kept.contains(&pair));
        is_kept || (backbone.method != BackboneMethod::Disparity && is_undertaken(it))
    };
    let all = ties.len();
    let ties: Vec<_> = ties.into_iter().filter(stays).collect();
    receipt.count("tiesBeforeBackbone", all);
    receipt.count("tiesLeftToChance", all - ties.len());
    receipt.warnings.extend(found.caveat.map(str::to_owned));
    Ok(ties)
}

fn correction(correction: BackboneCorrection) -> Correction {
    match correction {
        BackboneCorrection::None => Correction::None,
        BackboneCorrection::Bonferroni => Correction::Bonferroni,
        BackboneCorrection::Holm => Correction::Holm,
        BackboneCorrection::BenjaminiHochberg => Correction::BenjaminiHochberg,
    }
}

/// Who took part in the occasions that the rule counts.
fn affiliations(
    view: &NetworkView,
    rule: &TieRule,
    index: impl Fn(Position) -> Option<u32>,
    nodes: &[Position],
) -> Result<Affiliations, Refusal> {
    let meetings = &view.network().record().meetings;
    let counted = view.occasions().iter().filter(|it| {
        let kind = meetings.get(it.meeting).map(|it| &it.kind);
        it.certainty == Certainty::Certain
            && (rule.kinds.is_empty() || kind.is_some_and(|it| rule.kinds.contains(it)))
            && rule.max_occasion_size.is_none_or(|most| it.size <= most)
    });
    let mut pairs = Vec::new();
    let mut occasions: u32 = 0;
    for occasion in counted {
        pairs.extend(occasion.involved.iter().filter_map(|it| Some((index(it.institution)?, occasions))));
        occasions += 1;
    }
    Ok(Affiliations::from_pairs(nodes.len(), occasions as usize, &pairs, &[])?)
}
