//! Documents and the vocabularies that are data.

use domain::document::SourceDocument;
use domain::territory::TerritorialUnit;
use domain::vocabulary::{Function, InstitutionType, MeetingKind, Sector, TieWeight, Topic};

use super::row;

row! {
    document: SourceDocument in "document" {
        title: Text,
        kind: Text,
        covers: Text,
        dated: Text,
        dated_basis: MaybeText,
        sha256: MaybeText,
        locator_scheme: Text,
        state: Text,
    } keeps state
}

row! {
    sector: Sector in "sector" { code: Text, name_pl: Text, name_en: Text, roll_up: MaybeText }
}

row! {
    function: Function in "function" { code: Text, name_pl: Text, name_en: Text }
}

row! {
    institution_type: InstitutionType in "institution_type" {
        code: Text,
        name_pl: Text,
        name_en: Text,
        parent: MaybeText,
        forms: List,
        rolls_up: Flag,
        sector: MaybeText,
        functions: List,
    }
}

row! {
    meeting_kind: MeetingKind in "meeting_kind" {
        code: Text,
        name_pl: Text,
        name_en: Text,
        tie_basis: Text,
        is_visit: Flag,
        is_plenary: Flag,
    }
}

row! {
    tie_weight: TieWeight in "tie_weight" { basis: Text, weight: Real }
}

row! {
    topic: Topic in "topic" { name_pl: Text, name_en: Text, broader: MaybeText }
}

row! {
    territory: TerritorialUnit in "territory" {
        level: Text,
        name: Text,
        kind: MaybeText,
        teryt: MaybeText,
        nuts3: MaybeText,
        parent: MaybeText,
        name_genitive: MaybeText,
        name_locative: MaybeText,
        other_names: List,
        valid_from: Text,
        valid_to: Text,
        note: MaybeText,
    }
}
