//! Ours of what the reference has of projections and backbones.

use measures::Interrupt;
use measures::affiliations::Affiliations;
use measures::backbone::{Backbone, BackboneRule, Correction, disparity, hypergeometric, sdsm};
use measures::projection::{ProjectionRule, Weighting, project};
use serde_json::{Value, json};

fn list<T: serde::de::DeserializeOwned>(line: &Value, name: &str) -> Vec<T> {
    line.get(name).map(|it| serde_json::from_value(it.clone()).unwrap()).unwrap_or_default()
}

/// Our value of a line: ties with their weights or p-values.
pub(crate) fn value(file: &Value, measure: &str, line: &Value) -> Value {
    let size = |name: &str| file[name].as_u64().unwrap() as usize;
    let declared: Vec<u32> = list(line, "declared");
    let pairs: Vec<(u32, u32)> = list(file, "pairs");
    let affiliations =
        Affiliations::from_pairs(size("institutions"), size("occasions"), &pairs, &declared).unwrap();
    let go = &Interrupt::new();
    let rule = |weighting| ProjectionRule {
        weighting,
        max_occasion_size: line.get("maxOccasionSize").map(|it| it.as_u64().unwrap() as u32),
        base: list(line, "base"),
        min_weight: line.get("minWeight").map_or(0.0, |it| it.as_f64().unwrap()),
        removed: list(line, "removed"),
    };
    let projected = |weighting| project(&affiliations, &rule(weighting), go).unwrap();
    let significance = BackboneRule { alpha: 0.05, correction: Correction::None };
    match measure {
        "TIE_COUNT" => json!(projected(Weighting::Count).iter_ties().collect::<Vec<_>>()),
        "TIE_NEWMAN" => json!(projected(Weighting::Newman).iter_ties().collect::<Vec<_>>()),
        "BACKBONE_HYPERGEOMETRIC" => chances(line, &hypergeometric(&affiliations, significance, go).unwrap()),
        "BACKBONE_SDSM" => chances(line, &sdsm(&affiliations, significance, go).unwrap()),
        "BACKBONE_DISPARITY" => {
            let graph = projected(Weighting::Newman);
            chances(line, &disparity(&graph, significance, go).unwrap())
        }
        _ => panic!("there is no line for {measure}"),
    }
}

/// The p-values, which are held to the tolerance as shares of themselves too, as small ones matter.
fn chances(line: &Value, backbone: &Backbone) -> Value {
    let share = if line["measure"] == "BACKBONE_SDSM" { 1e-6 } else { 1e-9 };
    for (tie, reference) in backbone.ties.iter().zip(line["expected"].as_array().unwrap()) {
        let reference = reference[2].as_f64().unwrap();
        assert!(
            (tie.p_value - reference).abs() <= share * reference,
            "{}: ours is {}, the reference {reference}",
            line["measure"],
            tie.p_value
        );
        assert_eq!(tie.is_kept, tie.p_value <= 0.05);
    }
    json!(backbone.ties.iter().map(|it| (it.a, it.b, it.p_value)).collect::<Vec<_>>())
}
