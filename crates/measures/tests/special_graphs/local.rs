//! What the measures of a node's surroundings are on the special graphs, worked out by hand. Groups are even and odd
//! nodes.

use super::{Expected, all, is, some};

pub(super) fn values(name: &str, nodes: usize) -> Vec<(&'static str, Expected)> {
    let none = || some(&vec![None; nodes]);
    match name {
        "empty" | "one node" | "two nodes" | "no ties" => vec![
            ("triangles", all(0.0, nodes)),
            ("local clustering", none()),
            ("core number", all(0.0, nodes)),
            ("constraint", none()),
            ("effective size", none()),
            ("efficiency", none()),
            ("brokerage total", all(0.0, nodes)),
        ],
        "one tie" => vec![
            ("local clustering", none()),
            ("core number", all(1.0, 2)),
            ("constraint", all(1.0, 2)),
            ("effective size", all(1.0, 2)),
            ("efficiency", all(1.0, 2)),
            ("brokerage total", all(0.0, 2)),
        ],
        // Constraint: 3 (1/3 + 2/9)².
        "complete" => vec![
            ("triangles", all(3.0, 4)),
            ("local clustering", all(1.0, 4)),
            ("core number", all(3.0, 4)),
            ("constraint", all(25.0 / 27.0, 4)),
            ("effective size", all(1.0, 4)),
            ("efficiency", all(1.0 / 3.0, 4)),
            ("brokerage total", all(0.0, 4)),
        ],
        // The middle and leaves 2 and 4 are even. Of the 12 ordered pairs of leaves, 2 are even, 2 odd, 4 each way mixed.
        "star" => {
            let with = |it: f64| is(&[it, 0.0, 0.0, 0.0, 0.0]);
            vec![
                ("local clustering", some(&[Some(0.0), None, None, None, None])),
                ("core number", all(1.0, 5)),
                ("constraint", is(&[0.25, 1.0, 1.0, 1.0, 1.0])),
                ("effective size", is(&[4.0, 1.0, 1.0, 1.0, 1.0])),
                ("efficiency", all(1.0, 5)),
                ("coordinator", with(2.0)),
                ("itinerant broker", with(2.0)),
                ("representative", with(4.0)),
                ("gatekeeper", with(4.0)),
                ("liaison", with(0.0)),
                ("brokerage total", with(12.0)),
            ]
        }
        // Both neighbours of a node in the middle are of the other group: 2 ordered pairs.
        "path" => vec![
            ("local clustering", some(&[None, Some(0.0), Some(0.0), None])),
            ("core number", all(1.0, 4)),
            ("constraint", is(&[1.0, 0.5, 0.5, 1.0])),
            ("effective size", is(&[1.0, 2.0, 2.0, 1.0])),
            ("efficiency", all(1.0, 4)),
            ("itinerant broker", is(&[0.0, 2.0, 2.0, 0.0])),
            ("brokerage total", is(&[0.0, 2.0, 2.0, 0.0])),
        ],
        "cycle" => vec![
            ("triangles", all(0.0, 5)),
            ("local clustering", all(0.0, 5)),
            ("core number", all(2.0, 5)),
            ("constraint", all(0.5, 5)),
            ("effective size", all(2.0, 5)),
            ("efficiency", all(1.0, 5)),
            ("brokerage total", all(2.0, 5)),
        ],
        // Constraint in the triangle: 2 (1/2 + 1/4)².
        "two components" => vec![
            ("triangles", is(&[1.0, 1.0, 1.0, 0.0, 0.0])),
            ("local clustering", some(&[Some(1.0), Some(1.0), Some(1.0), None, None])),
            ("core number", is(&[2.0, 2.0, 2.0, 1.0, 1.0])),
            ("constraint", is(&[1.125, 1.125, 1.125, 1.0, 1.0])),
            ("effective size", all(1.0, 5)),
            ("efficiency", is(&[0.5, 0.5, 0.5, 1.0, 1.0])),
        ],
        // From 0: (1/3 + 2/3 · 1/2)² + (2/3 + 1/3 · 2/3)²; from 2: 2 (1/2 + 1/2 · 1/3)².
        "weighted" => {
            vec![("triangles", all(1.0, 3)), ("constraint", is(&[100.0 / 81.0, 100.0 / 81.0, 8.0 / 9.0]))]
        }
        "with isolates" => vec![
            ("local clustering", some(&[None, Some(0.0), None, None, None])),
            ("core number", is(&[1.0, 1.0, 1.0, 0.0, 0.0])),
            ("constraint", some(&[Some(1.0), Some(0.5), Some(1.0), None, None])),
            ("effective size", some(&[Some(1.0), Some(2.0), Some(1.0), None, None])),
            ("brokerage total", is(&[0.0, 2.0, 0.0, 0.0, 0.0])),
        ],
        _ => Vec::new(),
    }
}
