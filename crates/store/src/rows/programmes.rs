//! Programmes, projects, calls, applications and what became of them.

use domain::call::{Application, Call, FundingAggregate, Programme, Project};
use domain::indicator::Indicator;

use super::row;

row! {
    programme: Programme in "programme" { name_pl: Text, name_en: MaybeText, kind: Text }
}

row! {
    project: Project in "project" {
        title_pl: Text,
        title_en: MaybeText,
        kind: Text,
        programme: MaybeText,
        partnership: MaybeText,
        leader: MaybeText,
        territory: MaybeText,
        period: Text,
        note: MaybeText,
    }
}

row! {
    call: Call in "call" {
        number: Text,
        edition: MaybeText,
        programme: MaybeText,
        title: MaybeText,
        as_of: Text,
        opened: Text,
        closed: Text,
    }
}

row! {
    application: Application in "application" {
        call: Text,
        partnership: Text,
        submitted_on: Text,
        outcome: Text,
        amount_minor: MaybeAmount,
        currency: MaybeText,
    }
}

row! {
    funding_aggregate: FundingAggregate in "funding_aggregate" {
        label_pl: Text,
        label_en: MaybeText,
        calls: List,
        created: MaybeCount,
        submitted: MaybeCount,
        funded: MaybeCount,
        rejected: MaybeCount,
        by: MaybeText,
        as_of: Text,
    }
}

row! {
    indicator: Indicator in "indicator" {
        label_pl: Text,
        label_en: MaybeText,
        value: Real,
        unit: Text,
        as_of: Text,
        nature: Text,
        of: MaybeText,
        collection: MaybeText,
        note: MaybeText,
    }
}
