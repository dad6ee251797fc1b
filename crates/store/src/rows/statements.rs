//! Norms, statements, mentions and relations.

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
