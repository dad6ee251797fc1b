//! Sheets of partnerships, projects, calls and applications.

use super::Holds::{
    Date, Id, Institution, Number, Reference, Sectors, Territory, Text, Truth, Unkept, Whole, Word,
};
use super::people::{AIMS, INSTITUTION, NOTE, SOURCE};
use super::word;
use super::{Field, SheetForm};
use crate::intake::kind::SheetKind;

const PARTNERSHIP: Field = Field::new(
    ("partnership", "partnerstwo"),
    &["partnershipid", "idpartnerstwa", "agreementid", "agreement", "porozumienie", "idporozumienia"],
    Reference,
    ("Partnerstwo: identyfikator lub nazwa.", "The partnership: its id or name."),
)
.required();

const PROJECT: Field = Field::new(
    ("project", "projekt"),
    &["projectid", "idprojektu", "partnership", "partnerstwo"],
    Reference,
    ("Projekt: identyfikator lub tytuł.", "The project: its id or title."),
)
.required();

const TERRITORY: Field = Field::new(
    ("territory", "obszar"),
    &["teryt", "terytorium", "kodteryt"],
    Territory,
    ("Obszar: kod TERYT albo nazwa.", "The territory: TERYT code or name."),
);

const NAME_EN: Field = Field::new(
    ("name_en", "nazwa angielska"),
    &["nazwaen", "titleen", "tytulangielski"],
    Text,
    ("Nazwa po angielsku.", "The name in English."),
);

pub(super) const PARTNERSHIPS: SheetForm = SheetForm {
    kind: SheetKind::Partnerships,
    name: "partnerships",
    polish: "partnerstwa",
    aliases: &["agreements", "porozumienia", "umowy", "partnership", "partnerstwo"],
    fields: &[
        Field::new(
            ("partnership_id", "identyfikator"),
            &["id", "agreementid", "idpartnerstwa", "idporozumienia", "klucz", "key"],
            Id,
            ("Identyfikator, którym odwołują się inne arkusze.", "The id by which other sheets refer to it."),
        )
        .required(),
        Field::new(
            ("name", "nazwa"),
            &["title", "tytul", "namepl", "nazwapartnerstwa"],
            Text,
            ("Nazwa.", "The name."),
        )
        .required(),
        NAME_EN,
        Field::new(
            ("kind", "rodzaj"),
            &["typ", "type"],
            Word(word::PARTNERSHIP_KIND),
            ("Rodzaj z listy.", "The kind, from the list."),
        )
        .required(),
        Field::new(
            ("parent", "część partnerstwa"),
            &["nadrzedne", "parentid"],
            Reference,
            ("Partnerstwo, którego jest częścią.", "The partnership that it is part of."),
        ),
        Field::new(
            ("founded", "założone"),
            &["signedon", "podpisano", "datapodpisania", "datazawarcia", "zawarto"],
            Date,
            ("Kiedy je założono lub podpisano.", "When it was founded or signed."),
        ),
        Field::new(
            ("valid_from", "obowiązuje od"),
            &["from", "od", "dzialaod"],
            Date,
            ("Od kiedy działa.", "Since when it is at work."),
        ),
        Field::new(
            ("valid_to", "obowiązuje do"),
            &["to", "do", "dzialado"],
            Date,
            ("Do kiedy działało.", "Until when it was at work."),
        ),
        Field::new(
            ("declared_parties", "deklarowana liczba stron"),
            &["liczbastron", "liczbasygnatariuszy", "declaredsignatories"],
            Whole,
            ("Ile stron ma według źródła, choćby nie były wymienione.", "How many parties it says it has."),
        ),
        TERRITORY,
        Field::new(
            ("intended_sectors", "sektory"),
            &["sectors", "sektor", "sector"],
            Sectors,
            (
                "Sektory, które ma łączyć, oddzielone znakiem |.",
                "The sectors that it brings together, separated by |.",
            ),
        ),
        AIMS,
        Field::new(
            ("open_accession", "otwarte przystępowanie"),
            &["otwarte"],
            Truth,
            ("Czy każdy chętny może przystąpić.", "Whether anybody who wants may join."),
        ),
        NOTE,
        SOURCE,
    ],
    in_template: true,
    help_pl: "Partnerstwa i porozumienia.",
    help_en: "Partnerships and agreements.",
};

pub(super) const PARTIES: SheetForm = SheetForm {
    kind: SheetKind::Parties,
    name: "parties",
    polish: "strony",
    aliases: &["sygnatariusze", "signatories", "stronyporozumien", "members", "partnerzy"],
    fields: &[
        PARTNERSHIP,
        INSTITUTION,
        Field::new(("role", "rola"), &["funkcja"], Word(word::PARTNERSHIP_ROLE), ("Rola.", "The role."))
            .or("SIGNATORY"),
        Field::new(
            ("signed_on", "podpisano"),
            &["datapodpisania", "signed"],
            Date,
            ("Kiedy podpisała.", "When it signed."),
        ),
        Field::new(
            ("valid_from", "od"),
            &["joined", "from", "przystapila", "przystapil", "dataprzystapienia"],
            Date,
            ("Od kiedy należy.", "Since when it belongs."),
        ),
        Field::new(
            ("valid_to", "do"),
            &["left", "to", "wystapila", "wystapil", "datawystapienia"],
            Date,
            ("Do kiedy należała.", "Until when it belonged."),
        ),
        Field::new(
            ("as_of", "stan na"),
            &["nadzien"],
            Date,
            ("Na jaki czas źródło to pokazuje.", "When the source shows it."),
        ),
        Field::new(
            ("left_reason", "powód wystąpienia"),
            &["powod", "reason"],
            Unkept("a membership has no field for it in the record"),
            ("Nie jest wczytywany.", "Not read."),
        ),
        SOURCE,
    ],
    in_template: true,
    help_pl: "Strony partnerstw: kto należy, w jakiej roli, od kiedy.",
    help_en: "Parties to partnerships: who belongs, in which role, since when.",
};

pub(super) const CALLS: SheetForm = SheetForm {
    kind: SheetKind::Calls,
    name: "calls",
    polish: "nabory",
    aliases: &["konkursy", "nabor", "konkurs", "call"],
    fields: &[
        Field::new(
            ("call_id", "identyfikator"),
            &["id", "idnaboru", "klucz", "key"],
            Id,
            ("Identyfikator, którym odwołują się inne arkusze.", "The id by which other sheets refer to it."),
        )
        .required(),
        Field::new(
            ("number", "numer"),
            &["numernaboru", "dzialanie", "measure"],
            Text,
            (
                "Numer działania, np. 7.4. Sformatuj jako tekst.",
                "The number of the measure, e.g. 7.4. Format as text.",
            ),
        )
        .required(),
        Field::new(
            ("edition", "edycja"),
            &["rok", "year"],
            Text,
            ("Edycja, np. rok.", "The edition, such as a year."),
        ),
        Field::new(
            ("programme", "program"),
            &[],
            Reference,
            ("Program z ewidencji.", "A programme of the record."),
        ),
        Field::new(("title", "tytuł"), &["nazwa", "name"], Text, ("Tytuł.", "The title.")),
        Field::new(("opened", "otwarty"), &["od", "from"], Date, ("Od kiedy.", "When it opened.")),
        Field::new(("closed", "zamknięty"), &["do", "to"], Date, ("Do kiedy.", "When it closed.")),
        SOURCE,
    ],
    in_template: true,
    help_pl: "Nabory, do których składa się wnioski.",
    help_en: "Calls for applications.",
};

const CALL: Field = Field::new(
    ("call", "nabór"),
    &["callid", "idnaboru", "konkurs"],
    Reference,
    ("Nabór: identyfikator lub numer.", "The call: its id or number."),
);

const SUBMITTED: Field = Field::new(
    ("submitted_on", "złożono"),
    &["datazlozenia", "submitted"],
    Date,
    ("Kiedy złożono wniosek.", "When it applied."),
);

const OUTCOME: Field = Field::new(
    ("outcome", "wynik"),
    &["decision", "decyzja", "rozstrzygniecie"],
    Word(word::OUTCOME),
    ("Wynik z listy.", "The outcome, from the list."),
)
.or("NOT_STATED");

const AMOUNT: Field = Field::new(
    ("amount", "kwota"),
    &["dofinansowanie", "kwotadofinansowania", "wartosc"],
    Number,
    ("Przyznana kwota.", "The amount awarded."),
);

const CURRENCY: Field = Field::new(
    ("currency", "waluta"),
    &[],
    Text,
    ("Waluta: kod ISO 4217.", "The currency: its ISO 4217 code."),
)
.or("PLN");

pub(super) const PROJECTS: SheetForm = SheetForm {
    kind: SheetKind::Projects,
    name: "projects",
    polish: "projekty",
    aliases: &["project", "projekt", "partnerstwaprojektowe", "projectpartnerships"],
    fields: &[
        Field::new(
            ("project_id", "identyfikator"),
            &["id", "idprojektu", "klucz", "key"],
            Id,
            ("Identyfikator, którym odwołują się inne arkusze.", "The id by which other sheets refer to it."),
        )
        .required(),
        Field::new(
            ("title", "tytuł"),
            &["name", "nazwa", "tytulprojektu", "nazwaprojektu"],
            Text,
            ("Tytuł.", "The title."),
        )
        .required(),
        Field::new(
            ("title_en", "tytuł angielski"),
            &["nameen", "nazwaangielska"],
            Text,
            ("Tytuł po angielsku.", "The title in English."),
        ),
        Field::new(
            ("lead", "lider"),
            &["leader", "liderprojektu", "wnioskodawca", "beneficjent"],
            Institution,
            ("Instytucja prowadząca.", "The institution that leads it."),
        ),
        Field::new(("start", "początek"), &["od", "from", "rozpoczecie"], Date, ("Początek.", "Its start.")),
        Field::new(("end", "koniec"), &["do", "to", "zakonczenie"], Date, ("Koniec.", "Its end.")),
        Field::new(
            ("programme", "program"),
            &[],
            Reference,
            ("Program z ewidencji.", "A programme of the record."),
        ),
        TERRITORY,
        CALL,
        SUBMITTED,
        OUTCOME,
        AMOUNT,
        CURRENCY,
        NOTE,
        SOURCE,
    ],
    in_template: true,
    help_pl: "Projekty partnerskie, ewentualnie z wnioskiem do naboru.",
    help_en: "Project partnerships, with their application to a call if any.",
};

pub(super) const PROJECT_PARTNERS: SheetForm = SheetForm {
    kind: SheetKind::ProjectPartners,
    name: "project_partners",
    polish: "partnerzy projektów",
    aliases: &["partnerzyprojektu", "projectpartner", "partnerzyprojektowi"],
    fields: &[
        PROJECT,
        INSTITUTION,
        Field::new(("role", "rola"), &[], Word(word::PARTNERSHIP_ROLE), ("Rola.", "The role.")).or("PARTNER"),
        Field::new(("valid_from", "od"), &["from"], Date, ("Od kiedy.", "Since when.")),
        Field::new(("valid_to", "do"), &["to"], Date, ("Do kiedy.", "Until when.")),
        Field::new(
            ("share_amount", "udział"),
            &["kwota", "amount"],
            Unkept("a membership has no field for an amount in the record"),
            ("Nie jest wczytywany.", "Not read."),
        ),
        SOURCE,
    ],
    in_template: true,
    help_pl: "Partnerzy projektów.",
    help_en: "Partners of projects.",
};

pub(super) const APPLICATIONS: SheetForm = SheetForm {
    kind: SheetKind::Applications,
    name: "applications",
    polish: "wnioski",
    aliases: &["application", "wniosek", "wnioskiodofinansowanie"],
    fields: &[
        Field::new(
            ("project", "projekt"),
            &["projectid", "idprojektu", "partnership", "partnershipid", "partnerstwo", "idpartnerstwa"],
            Reference,
            ("Partnerstwo, które złożyło wniosek.", "The partnership that applied."),
        )
        .required(),
        CALL.required(),
        SUBMITTED,
        OUTCOME,
        AMOUNT,
        CURRENCY,
        SOURCE,
    ],
    in_template: true,
    help_pl: "Wnioski do naborów i ich wyniki.",
    help_en: "Applications to calls and their outcomes.",
};
