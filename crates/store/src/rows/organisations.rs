//! Institutions, their numbers and territories, offices, and people in roles.

use domain::institution::{Institution, InstitutionIdentifier, ServedTerritory};
use domain::office::Office;
use domain::person::{Person, Tenure};

use super::row;

row! {
    institution: Institution in "institution" {
        name_pl: Text,
        name_en: MaybeText,
        short_name: MaybeText,
        r#type: MaybeText,
        sector: MaybeText,
        functions: List,
        seat: MaybeText,
        parent: MaybeText,
        existed_from: Text,
        existed_to: Text,
        state: Text,
        naming: Text,
        note: MaybeText,
    }
}

row! {
    identifier: InstitutionIdentifier in "identifier" {
        institution: Text,
        scheme: Text,
        value: Text,
        belongs_to: Text,
    }
}

row! {
    served_territory: ServedTerritory in "served_territory" {
        institution: Text,
        unit: Text,
        valid_from: Text,
        valid_to: Text,
    }
}

row! {
    office: Office in "office" {
        title_pl: Text,
        title_en: Text,
        institution: MaybeText,
        territory: MaybeText,
        sector: MaybeText,
    }
}

row! {
    person: Person in "person" { public_function: Text, function_pl: Text, function_en: Text }
}

row! {
    tenure: Tenure in "tenure" {
        person: Text,
        office: MaybeText,
        institution: MaybeText,
        role_pl: Text,
        role_en: Text,
        as_of: Text,
        valid_from: Text,
        valid_to: Text,
    }
}
