//! What is told of how weights were read.

use measures::WeightSemantics;

/// The name in receipts.
#[must_use]
pub fn name(semantics: WeightSemantics) -> &'static str {
    match semantics {
        WeightSemantics::None => "NONE",
        WeightSemantics::Strength => "STRENGTH",
        WeightSemantics::Distance => "DISTANCE",
    }
}

/// What the length of a tie is, in English words.
#[must_use]
pub fn lengths(semantics: WeightSemantics) -> &'static str {
    match semantics {
        WeightSemantics::None => "every tie has length 1",
        WeightSemantics::Strength => "a tie of weight w has length 1/w",
        WeightSemantics::Distance => "a tie of weight w has length w",
    }
}
