//! Norms, expectations, statements, mentions and relations.

use domain::expectation::Expectation;
use domain::identity::Relation as RelationRecord;
use domain::mention::Mention;
use domain::norm::NormRule;
use domain::statement::Statement;

use super::row;

row! {
    norm: NormRule in "norm" {
        kind: Text,
        text_pl: Text,
        text_en: MaybeText,
        partnership: MaybeText,
        project: MaybeText,
        meeting_kind: MaybeText,
        institution_type: MaybeText,
        threshold: MaybeCount,
    }
}

row! {
    expectation: Expectation in "expectation" {
        text_pl: Text,
        text_en: MaybeText,
        r#type: MaybeText,
        sector: MaybeText,
        function: MaybeText,
        level: Text,
        within: MaybeText,
        excluded_kinds: List,
        minimum: Count,
        place: Text,
        partnership: MaybeText,
        basis_pl: Text,
        basis_en: MaybeText,
        reference: MaybeText,
        valid_from: Text,
        valid_to: Text,
    }
}

row! {
    statement: Statement in "statement" {
        kind: Text,
        of: MaybeText,
        text_pl: Text,
        text_en: MaybeText,
        types: List,
        function: MaybeText,
        with: List,
        items: List,
        project: MaybeText,
        territory: MaybeText,
        date: Text,
        is_planned: Flag,
    }
}

row! {
    mention: Mention in "mention" { surface: Text, kind: Text, target: Text, note: MaybeText }
}

row! {
    relation: RelationRecord in "relation" { from: Text, to: Text, kind: Text, date: Text, reason: MaybeText }
}
