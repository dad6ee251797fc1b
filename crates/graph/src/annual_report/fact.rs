//! Facts: what the report says in words: who leads, where a meeting took place, what was agreed.

use domain::claim::Claim;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::party::Party;
use domain::record::RecordRef;
use domain::words;

use super::text::{Text, name, party_name};
use crate::view::NetworkView;

words! {
    /// What a fact says.
    FactCode {
        /// When a partnership was founded.
        Founded = "FOUNDED",
        /// What a partnership is part of.
        PartOf = "PART_OF",
        /// The territory of a partnership.
        Territory = "TERRITORY",
        /// The aims of a partnership.
        Aims = "AIMS",
        /// The sectors that it means to bring together.
        IntendedSectors = "INTENDED_SECTORS",
        /// Whether anybody who wants may join.
        OpenAccession = "OPEN_ACCESSION",
        /// Who leads it.
        Lead = "LEAD",
        /// Who signs with everybody who joins.
        Countersignatory = "COUNTERSIGNATORY",
        /// Who runs the secretariat.
        Secretariat = "SECRETARIAT",
        /// Who initiated it.
        Initiator = "INITIATOR",
        /// The rules that it has set itself.
        Norms = "NORMS",
        /// The bodies of a partnership.
        Bodies = "BODIES",
        /// When a body was established.
        Established = "ESTABLISHED",
        /// Who appointed a body.
        AppointedBy = "APPOINTED_BY",
        /// Who sits on a body, or takes part in its work.
        Seats = "SEATS",
        /// What the sources say of it in words.
        Statements = "STATEMENTS",
        /// When it took place, or was.
        Date = "DATE",
        /// Which kind it is.
        Kind = "KIND",
        /// Where it took place.
        Place = "PLACE",
        /// Who hosted.
        Hosts = "HOSTS",
        /// Who organised.
        Organisers = "ORGANISERS",
        /// Who else is recorded with it, and as what.
        Participants = "PARTICIPANTS",
        /// The topics.
        Topics = "TOPICS",
        /// The title that an event bore.
        Title = "TITLE",
        /// The body that met, or adopted it.
        Body = "BODY",
        /// The meetings that are meant.
        Meetings = "MEETINGS",
        /// Who proposed or pledged it.
        ProposedBy = "PROPOSED_BY",
        /// To whom it is addressed.
        Addressee = "ADDRESSEE",
        /// With whom it was drawn up.
        InCooperationWith = "IN_COOPERATION_WITH",
        /// What became of it.
        Outcome = "OUTCOME",
        /// The call applied to.
        Call = "CALL",
        /// The states of a partnership in the year.
        States = "STATES",
        /// The members of a project partnership.
        Members = "MEMBERS",
        /// Who created partnerships or granted money.
        By = "BY",
        /// A meeting that may be the same one.
        PossibleDuplicate = "POSSIBLE_DUPLICATE",
        /// An action: what is to be done, what became of it, how it stands at the end of the year, when it is due, who
        /// is responsible and towards whom.
        Action = "ACTION",
        /// Whether the record ties it to the partnership.
        OfPartnership = "OF_PARTNERSHIP",
    }
}

impl FactCode {
    /// What the fact is called.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Founded => Text::new("Rok lub data założenia", "Founded"),
            Self::PartOf => Text::new("Część", "Part of"),
            Self::Territory => Text::new("Obszar", "Territory"),
            Self::Aims => Text::new("Cele", "Aims"),
            Self::IntendedSectors => Text::new("Sektory, które ma łączyć", "Sectors to be brought together"),
            Self::OpenAccession => Text::new("Przystąpienie otwarte dla każdego", "Open to anybody"),
            Self::Lead => Text::new("Prowadzi", "Lead"),
            Self::Countersignatory => {
                Text::new("Podpisuje z każdym, kto przystępuje", "Signs with whoever joins")
            }
            Self::Secretariat => Text::new("Sekretariat", "Secretariat"),
            Self::Initiator => Text::new("Inicjator", "Initiator"),
            Self::Norms => Text::new("Przyjęte zasady", "Rules agreed"),
            Self::Bodies => Text::new("Organy", "Bodies"),
            Self::Established => Text::new("Powołanie", "Established"),
            Self::AppointedBy => Text::new("Powołał", "Appointed by"),
            Self::Seats => Text::new("Odnotowany skład i udział", "Recorded seats and participation"),
            Self::Statements => Text::new("Co mówią źródła", "What the sources say"),
            Self::Date => Text::new("Data", "Date"),
            Self::Kind => Text::new("Rodzaj", "Kind"),
            Self::Place => Text::new("Miejscowość", "Place"),
            Self::Hosts => Text::new("Gospodarz", "Host"),
            Self::Organisers => Text::new("Organizator", "Organiser"),
            Self::Participants => Text::new("Odnotowani z nazwy lub funkcji", "Recorded by name or office"),
            Self::Topics => Text::new("Tematy", "Topics"),
            Self::Title => Text::new("Tytuł", "Title"),
            Self::Body => Text::new("Organ", "Body"),
            Self::Meetings => Text::new("Spotkania", "Meetings"),
            Self::ProposedBy => Text::new("Zgłosił", "Proposed by"),
            Self::Addressee => Text::new("Adresat", "Addressee"),
            Self::InCooperationWith => Text::new("We współpracy z", "In cooperation with"),
            Self::Outcome => Text::new("Wynik", "Outcome"),
            Self::Call => Text::new("Nabór", "Call"),
            Self::States => Text::new("Stan w ciągu roku", "State in the year"),
            Self::Members => Text::new("Członkowie", "Members"),
            Self::By => Text::new("Kto utworzył lub przyznał", "Created or granted by"),
            Self::PossibleDuplicate => {
                Text::new("Być może to samo spotkanie co", "Possibly the same meeting as")
            }
            Self::Action => Text::new("Zadanie", "Action"),
            Self::OfPartnership => Text::new("Związek z partnerstwem", "Tied to the partnership"),
        }
    }
}

/// A value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// A record, with what it is called, or what it is called and in which role.
    Record {
        /// Which.
        record: RecordRef,
        /// What it is called.
        name: Text,
    },
    /// Words.
    Words(Text),
    /// A date.
    Date(EdtfDate),
}

impl FactValue {
    /// A record by its name.
    pub(super) fn record(view: &NetworkView, record: RecordRef) -> Self {
        Self::Record { name: name(view.network(), &record), record }
    }

    /// A party by its name; a group is words.
    pub(super) fn party(view: &NetworkView, party: &Party) -> Self {
        Self::party_as(view, party, None)
    }

    /// A party by its name and what it is there.
    pub(super) fn party_as(view: &NetworkView, party: &Party, role: Option<&Text>) -> Self {
        let called = party_name(view.network(), party);
        let called = role.map_or(called.clone(), |it| called.and(&it.in_brackets()));
        match party.reference() {
            Some(record) => Self::Record { record, name: called },
            None => Self::Words(called),
        }
    }
}

/// A fact of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it says.
    pub code: FactCode,
    /// What it is called.
    pub label: Text,
    /// The values, in order; empty when it is not recorded.
    pub values: Vec<FactValue>,
    /// The records that say so, in order, each once.
    pub rows: Vec<RecordRef>,
    /// The claims behind it.
    pub claims: Vec<Id<Claim>>,
}

impl Fact {
    /// A fact that some records say.
    pub(super) fn of(
        view: &NetworkView,
        code: FactCode,
        values: Vec<FactValue>,
        mut rows: Vec<RecordRef>,
    ) -> Self {
        rows.sort();
        rows.dedup();
        let network = view.network();
        let claims = rows.iter().flat_map(|it| network.claims_about(it)).filter(|it| it.field.is_none());
        let claims = claims.map(|it| it.key.clone()).collect();
        Self { code, label: code.label(), values, rows, claims }
    }

    /// A fact that one field of a record says: the claims about the field, or those of the record where its field has
    /// none of its own.
    pub(super) fn field(
        view: &NetworkView,
        code: FactCode,
        (of, field): (&RecordRef, &str),
        values: Vec<FactValue>,
    ) -> Self {
        let all: Vec<_> = view.network().claims_about(of).collect();
        let own = |wanted: Option<&str>| {
            let found = all.iter().filter(|it| it.field.as_ref().map(|it| it.as_str()) == wanted);
            found.map(|it| it.key.clone()).collect::<Vec<_>>()
        };
        let claims = Some(own(Some(field))).filter(|it| !it.is_empty()).unwrap_or_else(|| own(None));
        let is_recorded = !values.is_empty();
        let (rows, claims) = if is_recorded { (vec![of.clone()], claims) } else { (Vec::new(), Vec::new()) };
        Self { code, label: code.label(), values, rows, claims }
    }

    /// A date; nothing when it is unknown.
    pub(super) fn date(view: &NetworkView, code: FactCode, of: (&RecordRef, &str), date: EdtfDate) -> Self {
        let values = if date.is_unknown() { Vec::new() } else { vec![FactValue::Date(date)] };
        Self::field(view, code, of, values)
    }
}
