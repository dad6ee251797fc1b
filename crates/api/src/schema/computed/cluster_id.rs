//! Ids of clusters: they hold the view and the rule, so that a cluster can be asked for again by its id alone.

use std::fmt::Display;
use std::str::FromStr;

use async_graphql::ID;
use chrono::NaiveDate;
use domain::date::Period;
use service::graph::cluster::ClusterRule;
use service::graph::tie::{BackboneRule, TieRule};
use service::graph::{Scope, View};
use sha2::{Digest as _, Sha256};

use crate::schema::id;

/// The kind of the ids of clusters.
pub(super) const KIND: &str = "cluster";
/// Between the parts of a key; no key of a record, number or word has it.
const BETWEEN: char = '~';
/// The most bytes of a key: ids above a length are not read.
const MAX_LENGTH: usize = 700;

/// The id of the cluster of a number, in a view and by a rule.
///
/// A scope of very many records does not fit into an id; it is then told apart by a hash and cannot be read back.
pub(super) fn encode(view: &View, rule: &ClusterRule, number: usize) -> ID {
    let ClusterRule { ties, method, quality, resolution, seed, ensemble, min_size } = rule;
    let TieRule {
        min_level,
        min_weight,
        kinds,
        half_life_months,
        hubs,
        partnership,
        max_occasion_size,
        weighting,
        without,
        min_kinds,
        backbone,
    } = ties;
    let View { period, undated, basis, scope, scenario, evidence } = view;
    let parts = [
        number.to_string(),
        method.to_string(),
        quality.to_string(),
        resolution.to_string(),
        seed.to_string(),
        ensemble.to_string(),
        min_size.to_string(),
        min_level.to_string(),
        min_weight.to_string(),
        list(kinds),
        list(half_life_months.as_slice()),
        hubs.to_string(),
        list(partnership.as_slice()),
        list(max_occasion_size.as_slice()),
        weighting.to_string(),
        list(without),
        min_kinds.to_string(),
        backbone.map(|it| format!("{},{},{}", it.method, it.alpha, it.correction)).unwrap_or_default(),
        period.to_string(),
        undated.to_string(),
        basis.to_string(),
        list(&scope.territories),
        list(&scope.types),
        list(&scope.sectors),
        list(&scope.institutions),
    ];
    let mut key = parts.join(&BETWEEN.to_string());
    for other in [scenario, evidence].into_iter().flatten() {
        // A name only: what is supposed, or seen by some of the evidence, is not asked for by its id alone.
        key.push_str(&format!("{BETWEEN}{other}"));
    }
    if key.len() <= MAX_LENGTH {
        return id::encode(KIND, &key);
    }
    let hash: String = Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    id::encode(KIND, &format!("{number}{BETWEEN}{hash}"))
}

/// The view, the rule and the number of a key; none when it is not one of ours.
pub(super) fn decode(key: &str) -> Option<(View, ClusterRule, usize)> {
    let parts: Vec<&str> = key.split(BETWEEN).collect();
    let [
        number,
        method,
        quality,
        resolution,
        seed,
        ensemble,
        min_size,
        min_level,
        min_weight,
        kinds,
        half_life,
        hubs,
        partnership,
        max_size,
        weighting,
        without,
        min_kinds,
        backbone,
        period,
        undated,
        basis,
        territories,
        types,
        sectors,
        institutions,
    ] = parts.as_slice()
    else {
        return None;
    };
    let rule = ClusterRule {
        ties: TieRule {
            min_level: min_level.parse().ok()?,
            min_weight: min_weight.parse().ok()?,
            kinds: read(kinds)?,
            half_life_months: read(half_life)?.pop(),
            hubs: hubs.parse().ok()?,
            partnership: read(partnership)?.pop(),
            max_occasion_size: read(max_size)?.pop(),
            weighting: weighting.parse().ok()?,
            without: read(without)?,
            min_kinds: min_kinds.parse().ok()?,
            backbone: self::backbone(backbone)?,
        },
        method: method.parse().ok()?,
        quality: quality.parse().ok()?,
        ensemble: ensemble.parse().ok()?,
        resolution: resolution.parse().ok()?,
        seed: seed.parse().ok()?,
        min_size: min_size.parse().ok()?,
    };
    let view = View {
        period: self::period(period)?,
        undated: undated.parse().ok()?,
        basis: basis.parse().ok()?,
        scope: Scope {
            territories: read(territories)?,
            types: read(types)?,
            sectors: read(sectors)?,
            institutions: read(institutions)?,
        },
        scenario: None,
        evidence: None,
    };
    Some((view, rule, number.parse().ok()?))
}

fn list<T: Display>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn read<T: FromStr>(text: &str) -> Option<Vec<T>> {
    if text.is_empty() { Some(Vec::new()) } else { text.split(',').map(|it| it.parse().ok()).collect() }
}

fn backbone(text: &str) -> Option<Option<BackboneRule>> {
    if text.is_empty() {
        return Some(None);
    }
    let (method, rest) = text.split_once(',')?;
    let (alpha, correction) = rest.split_once(',')?;
    Some(Some(BackboneRule {
        method: method.parse().ok()?,
        alpha: alpha.parse().ok()?,
        correction: correction.parse().ok()?,
    }))
}

fn period(text: &str) -> Option<Period> {
    let end = |text: &str| -> Option<Option<NaiveDate>> {
        if text == ".." { Some(None) } else { text.parse().ok().map(Some) }
    };
    let (start, last) = text.split_once('/')?;
    Period::new(end(start)?, end(last)?).ok()
}

#[cfg(test)]
mod tests {
    use service::graph::cluster::ClusterMethod;
    use service::graph::tie::{BackboneCorrection, BackboneMethod, Weighting};

    use super::*;

    #[test]
    fn ids_are_read_back() {
        let view = View {
            period: Period::year(2015).expect("a year"),
            scope: Scope {
                types: vec!["ops".parse().expect("a key"), "pup".parse().expect("a key")],
                ..Scope::default()
            },
            ..View::default()
        };
        let rule = ClusterRule {
            ties: TieRule {
                half_life_months: Some(24.5),
                min_weight: 0.1,
                weighting: Weighting::Count,
                without: vec!["wup-zielona-gora".parse().expect("a key")],
                min_kinds: 2,
                backbone: Some(BackboneRule {
                    method: BackboneMethod::Sdsm,
                    alpha: 0.05,
                    correction: BackboneCorrection::Holm,
                }),
                ..TieRule::cooperation()
            },
            method: ClusterMethod::Leiden,
            ..ClusterRule::default()
        };
        let found = id::decode(&encode(&view, &rule, 3)).expect("an id");
        assert_eq!(found.kind, KIND);
        assert_eq!(decode(&found.key), Some((view, rule, 3)));
        for wrong in
            ["", "1", "1~COMPONENTS", &found.key.replace("LEIDEN", "LOUVAIN"), &format!("{}~", found.key)]
        {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
