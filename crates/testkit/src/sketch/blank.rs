//! Records with nothing in them but what a sketch says.

use domain::body::{Body, BodyKind};
use domain::call::Call;
use domain::date::EdtfDate;
use domain::document::{DocumentKind, DocumentState, SourceDocument};
use domain::institution::{Institution, InstitutionState, Naming};
use domain::office::Office;
use domain::partnership::{Partnership, PartnershipKind};
use domain::party::Party;
use domain::resolution::{ActionItem, ActionKind, ActionStatus, Resolution, ResolutionKind};
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::InstitutionType;

use super::{id, label};

pub(super) fn partnership(key: &str, kind: PartnershipKind) -> Partnership {
    Partnership {
        key: id(key),
        name_pl: label(key),
        name_en: None,
        kind,
        parent: None,
        founded: EdtfDate::UNKNOWN,
        territory: None,
        intended_sectors: Vec::new(),
        aims: Vec::new(),
        open_accession: None,
        note: None,
    }
}

pub(super) fn institution_type(key: &str, rolls_up: bool) -> InstitutionType {
    InstitutionType {
        key: id(key),
        code: label(&key.to_uppercase()),
        name_pl: label(key),
        name_en: label(key),
        parent: None,
        forms: Vec::new(),
        rolls_up,
        sector: None,
        functions: Vec::new(),
    }
}

pub(super) fn gmina(key: &str) -> TerritorialUnit {
    TerritorialUnit {
        key: id(key),
        level: TerritoryLevel::Gmina,
        name: label(key),
        kind: None,
        teryt: None,
        nuts3: None,
        parent: None,
        name_genitive: None,
        name_locative: None,
        other_names: Vec::new(),
        valid_from: EdtfDate::UNKNOWN,
        valid_to: EdtfDate::UNKNOWN,
        note: None,
    }
}

pub(super) fn document() -> SourceDocument {
    SourceDocument {
        key: id("doc"),
        title: label("Sketch"),
        kind: DocumentKind::Other,
        covers: EdtfDate::UNKNOWN,
        dated: EdtfDate::UNKNOWN,
        dated_basis: None,
        sha256: None,
        locator_scheme: label("lines"),
        state: DocumentState::Accepted,
    }
}

pub(super) fn council() -> Body {
    Body {
        key: id("council"),
        name_pl: label("council"),
        name_en: None,
        short_name: None,
        kind: BodyKind::Council,
        partnership: Some(id("partnership")),
        appointed_by: None,
        established: EdtfDate::UNKNOWN,
        as_of: EdtfDate::UNKNOWN,
        same_as: None,
        note: None,
    }
}

pub(super) fn institution(key: &str) -> Institution {
    Institution {
        key: id(key),
        name_pl: label(key),
        name_en: None,
        short_name: None,
        r#type: None,
        sector: None,
        functions: Vec::new(),
        seat: None,
        parent: None,
        existed_from: EdtfDate::UNKNOWN,
        existed_to: EdtfDate::UNKNOWN,
        state: InstitutionState::Unknown,
        naming: Naming::Named,
        note: None,
    }
}

pub(super) fn office(key: &str) -> Office {
    Office {
        key: id(key),
        title_pl: label(key),
        title_en: label(key),
        institution: None,
        territory: None,
        sector: None,
    }
}

pub(super) fn call() -> Call {
    Call {
        key: id("call"),
        number: label("1"),
        edition: None,
        programme: None,
        title: None,
        as_of: EdtfDate::UNKNOWN,
        opened: EdtfDate::UNKNOWN,
        closed: EdtfDate::UNKNOWN,
    }
}

pub(super) fn resolution(key: &str, date: EdtfDate) -> Resolution {
    Resolution {
        key: id(key),
        kind: ResolutionKind::Decision,
        text_pl: label("decision"),
        text_en: None,
        body: None,
        meeting: None,
        series: None,
        date,
        proposed_by: None,
        person: None,
        addressee: None,
        in_cooperation_with: Vec::new(),
        topics: Vec::new(),
    }
}

pub(super) fn action(key: &str, due: EdtfDate, responsible: Vec<Party>) -> ActionItem {
    ActionItem {
        key: id(key),
        resolution: id(key),
        kind: ActionKind::Other,
        text_pl: label("action"),
        text_en: None,
        due,
        responsible,
        addressees: Vec::new(),
        co_participants: Vec::new(),
        status: ActionStatus::Done,
        evidence: Vec::new(),
        possible_evidence: Vec::new(),
        depends_on: Vec::new(),
    }
}
