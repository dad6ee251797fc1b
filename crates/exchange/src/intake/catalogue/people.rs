//! Sheets of institutions and bodies.

use super::Holds::{
    Date, Functions, Id, Institution, Reference, Register, Sector, Territories, Territory, Text, Texts, Type,
    Unkept, Word,
};
use super::word;
use super::{Field, SheetForm};
use crate::intake::kind::SheetKind;

/// The last column of every sheet.
pub(super) const SOURCE: Field = Field::new(
    ("source", "źródło"),
    &["zrodla", "sources", "dokument"],
    Text,
    (
        "Skąd to wiadomo: identyfikator dokumentu w ewidencji i miejsce w nim, np. doc-000 L29; albo dowolny opis.",
        "How it is known: the key of a document of the record and a place in it, e.g. doc-000 L29; or any words.",
    ),
);

pub(super) const NOTE: Field = Field::new(
    ("note", "uwagi"),
    &["uwaga", "notatka", "notes", "komentarz"],
    Text,
    ("Uwaga, bez danych osobowych.", "A remark, without personal data."),
);

pub(super) const INSTITUTION: Field = Field::new(
    ("institution", "instytucja"),
    &["nazwainstytucji", "organizacja", "podmiot", "institutionid", "institutionname", "organisation", "organization"],
    Institution,
    (
        "Instytucja: nazwa, identyfikator, KRS, REGON albo własny NIP. Musi być w ewidencji lub w arkuszu instytucje.",
        "The institution: its name, id, KRS, REGON or own NIP. It has to be in the record or in the sheet institutions.",
    ),
)
.required();

pub(super) const INSTITUTIONS: SheetForm = SheetForm {
    kind: SheetKind::Institutions,
    name: "institutions",
    polish: "instytucje",
    aliases: &["institution", "instytucja", "organizacje", "podmioty", "organisations", "organizations"],
    fields: &[
        Field::new(
            ("id", "identyfikator"),
            &["klucz", "key", "institutionid", "idinstytucji", "slug"],
            Id,
            (
                "Identyfikator: małe litery a-z, cyfry, - i kropka. Pusty: powstaje z nazwy.",
                "The id: a-z, digits, - and point. Empty: made from the name.",
            ),
        ),
        Field::new(
            ("name", "nazwa"),
            &["namepl", "nazwainstytucji", "institution", "instytucja", "institutionname", "pelnanazwa", "nazwapelna"],
            Text,
            ("Pełna nazwa w mianowniku.", "The full name."),
        )
        .required(),
        Field::new(
            ("name_en", "nazwa angielska"),
            &["nazwaen", "englishname", "nameenglish"],
            Text,
            ("Nazwa po angielsku.", "The name in English."),
        ),
        Field::new(
            ("short_name", "skrót"),
            &["nazwaskrocona", "skrotnazwy", "abbreviation", "krotkanazwa"],
            Text,
            ("Własny skrót lub krótka nazwa.", "Its own short name."),
        ),
        Field::new(
            ("type", "typ"),
            &["rodzaj", "typinstytucji", "institutiontype", "rodzajinstytucji"],
            Type,
            ("Typ z listy, np. OPS.", "The type, from the list, e.g. OPS."),
        ),
        Field::new(("sector", "sektor"), &[], Sector, ("Sektor z listy.", "The sector, from the list.")),
        Field::new(
            ("functions", "funkcje"),
            &["funkcja", "function"],
            Functions,
            ("Funkcje z listy, oddzielone znakiem |.", "Functions, from the list, separated by |."),
        ),
        Field::new(
            ("krs", "KRS"),
            &["numerkrs", "nrkrs"],
            Register,
            ("Numer KRS. Sformatuj kolumnę jako tekst.", "The KRS number. Format the column as text."),
        ),
        Field::new(
            ("regon", "REGON"),
            &["numerregon", "nrregon"],
            Register,
            ("Numer REGON, 9 lub 14 cyfr.", "The REGON number, 9 or 14 digits."),
        ),
        Field::new(
            ("nip", "NIP"),
            &["numernip", "nrnip"],
            Register,
            ("Numer NIP.", "The NIP number."),
        ),
        Field::new(
            ("nip_belongs_to", "czyj NIP"),
            &["nipowner", "wlascicielnip"],
            Word(word::BELONGS_TO),
            (
                "Czyj jest NIP: własny czy jednostki nadrzędnej (np. gminy). Tylko własny rozpoznaje instytucję.",
                "Whose the NIP is: its own or its parent's. Only an own one identifies.",
            ),
        )
        .or("OWN"),
        Field::new(
            ("seat", "siedziba"),
            &["teryt", "gmina", "kodteryt", "seatteryt", "miejscowosc", "terc"],
            Territory,
            ("Gmina siedziby: kod TERYT albo nazwa.", "The unit of its seat: TERYT code or name."),
        ),
        Field::new(
            ("serves", "obszar działania"),
            &["obsluguje", "obszar", "territoryserved"],
            Territories,
            (
                "Obsługiwane jednostki: kody TERYT albo nazwy, oddzielone znakiem |.",
                "The units it serves: TERYT codes or names, separated by |.",
            ),
        ),
        Field::new(
            ("parent", "jednostka nadrzędna"),
            &["nadrzedna", "parentid", "jednostkanadrzednaid"],
            Institution,
            ("Instytucja, której jest częścią.", "The institution that it is part of."),
        ),
        Field::new(
            ("existed_from", "istnieje od"),
            &["od", "from", "existsfrom", "dataposwstania", "utworzona"],
            Date,
            ("Od kiedy istnieje.", "Since when it exists."),
        ),
        Field::new(
            ("existed_to", "istniała do"),
            &["do", "to", "existsto", "zlikwidowanadnia"],
            Date,
            ("Do kiedy istniała.", "Until when it existed."),
        ),
        Field::new(
            ("state", "stan"),
            &["status"],
            Word(word::INSTITUTION_STATE),
            ("Czy działa.", "Whether it works."),
        ),
        Field::new(
            ("successor", "następca"),
            &["successorid", "nastepcaid"],
            Institution,
            ("Instytucja, która ją zastąpiła.", "The institution that succeeded it."),
        ),
        Field::new(
            ("website", "strona www"),
            &["www", "strona", "url", "email", "telefon", "phone", "adres", "address", "faks", "fax"],
            Unkept("contact data are kept apart; enter them with the institution"),
            ("Nie jest wczytywana.", "Not read."),
        ),
        NOTE,
        SOURCE,
    ],
    in_template: true,
    help_pl: "Instytucje. Wiersz zakłada instytucję albo uzupełnia tę, która już jest w ewidencji.",
    help_en: "Institutions. A row adds an institution or completes the one that is in the record.",
};

pub(super) const NODES: SheetForm = SheetForm {
    kind: SheetKind::Nodes,
    name: "nodes",
    polish: "węzły",
    aliases: &["elements", "elementy", "wierzcholki", "vertices", "node"],
    fields: &[
        Field::new(
            ("id", "identyfikator"),
            &["nodeid"],
            Text,
            ("Identyfikator w tym pliku.", "The id within this file."),
        ),
        Field::new(
            ("label", "etykieta"),
            &["name", "nazwa"],
            Text,
            ("Nazwa instytucji.", "The name of the institution."),
        )
        .required(),
        Field::new(("type", "typ"), &["rodzaj"], Text, ("Typ instytucji.", "The type of institution.")),
        Field::new(("sector", "sektor"), &[], Text, ("Sektor.", "The sector.")),
        Field::new(("krs", "KRS"), &[], Register, ("Numer KRS.", "The KRS number.")),
        Field::new(("regon", "REGON"), &[], Register, ("Numer REGON.", "The REGON number.")),
        Field::new(("nip", "NIP"), &[], Register, ("Numer NIP.", "The NIP number.")),
        Field::new(("description", "opis"), &["note", "uwagi"], Text, ("Uwaga.", "A remark.")),
        Field::new(
            ("tags", "tagi"),
            &["image", "obraz"],
            Unkept("the record has no place for them"),
            ("Nie są wczytywane.", "Not read."),
        ),
        SOURCE,
    ],
    in_template: false,
    help_pl: "Węzły listy krawędzi, jak zapisują je Kumu i Gephi.",
    help_en: "The nodes of an edge list, as Kumu and Gephi write them.",
};

pub(super) const BODIES: SheetForm = SheetForm {
    kind: SheetKind::Bodies,
    name: "bodies",
    polish: "ciała",
    aliases: &["councils", "rady", "council", "rada", "komitety", "gremia", "zespoly"],
    fields: &[
        Field::new(
            ("body_id", "identyfikator"),
            &["id", "councilid", "idrady", "idciala", "klucz", "key"],
            Id,
            ("Identyfikator, którym odwołują się inne arkusze.", "The id by which other sheets refer to it."),
        )
        .required(),
        Field::new(("name", "nazwa"), &["namepl", "nazwaciala", "nazwarady"], Text, ("Nazwa.", "The name."))
            .required(),
        Field::new(
            ("name_en", "nazwa angielska"),
            &["nazwaen"],
            Text,
            ("Nazwa po angielsku.", "The name in English."),
        ),
        Field::new(("short_name", "skrót"), &["krotkanazwa"], Text, ("Krótka nazwa.", "A short name.")),
        Field::new(
            ("kind", "rodzaj"),
            &["typ", "type"],
            Word(word::BODY_KIND),
            ("Rada, komitet lub grupa robocza.", "Council, committee or working group."),
        )
        .or("COUNCIL"),
        Field::new(
            ("partnership", "partnerstwo"),
            &["partnershipid", "idpartnerstwa", "agreementid"],
            Reference,
            ("Partnerstwo, do którego należy.", "The partnership that it belongs to."),
        ),
        Field::new(
            ("appointed_by", "powołane przez"),
            &["powolal", "powolala"],
            Institution,
            ("Kto je powołał.", "Who appointed it."),
        ),
        Field::new(
            ("established", "powołane"),
            &["from", "od", "datapowolania"],
            Date,
            ("Kiedy je powołano.", "When it was established."),
        ),
        Field::new(
            ("as_of", "stan na"),
            &["nadzien", "asofdate"],
            Date,
            ("Na jaki czas źródło je pokazuje.", "When the source shows it."),
        ),
        Field::new(
            ("territory", "obszar"),
            &["terytorium", "sector", "sektor", "parent", "nadrzedne", "to", "do"],
            Unkept("a body has no field for it in the record; write it into the note"),
            ("Nie jest wczytywany.", "Not read."),
        ),
        NOTE,
        SOURCE,
    ],
    in_template: true,
    help_pl: "Rady, komitety i zespoły.",
    help_en: "Councils, committees and working groups.",
};

pub(super) const BODY_MEMBERS: SheetForm = SheetForm {
    kind: SheetKind::BodyMembers,
    name: "body_members",
    polish: "skład ciał",
    aliases: &["councilmembers", "czlonkowierady", "czlonkowie", "skladrady", "skladrad", "czlonkowieciala"],
    fields: &[
        Field::new(
            ("body", "ciało"),
            &["bodyid", "councilid", "council", "rada", "idrady", "idciala"],
            Reference,
            ("Ciało: identyfikator lub nazwa.", "The body: its id or name."),
        )
        .required(),
        Field::new(
            ("institution", "instytucja"),
            &["onbehalfof", "wimieniu", "nazwainstytucji", "organizacja", "podmiot", "institutionid"],
            Institution,
            ("W czyim imieniu zasiada.", "On whose behalf somebody sits."),
        )
        .required(),
        Field::new(("role", "rola"), &["funkcja", "function"], Word(word::BODY_ROLE), ("Rola.", "The role."))
            .or("MEMBER"),
        Field::new(
            ("valid_from", "od"),
            &["from", "waznyod", "obowiazujeod"],
            Date,
            ("Od kiedy.", "Since when."),
        ),
        Field::new(
            ("valid_to", "do"),
            &["to", "waznydo", "obowiazujedo"],
            Date,
            ("Do kiedy.", "Until when."),
        ),
        Field::new(
            ("as_of", "stan na"),
            &["nadzien"],
            Date,
            ("Na jaki czas źródło to pokazuje.", "When the source shows it."),
        ),
        Field::new(
            ("person", "osoba"),
            &["imieinazwisko", "nazwisko", "name", "przedstawiciel", "representative", "email", "telefon"],
            Unkept("names of people are not read from tables; enter them with the person"),
            ("Nazwiska nie są wczytywane.", "Names of people are not read."),
        ),
        SOURCE,
    ],
    in_template: true,
    help_pl: "Kto zasiada w radach i zespołach, w czyim imieniu.",
    help_en: "Who sits on councils and working groups, on whose behalf.",
};

/// Texts separated by `|` that a sheet may hold.
pub(super) const TOPICS: Field = Field::new(
    ("topics", "tematy"),
    &["temat", "topic"],
    super::Holds::Topics,
    ("Tematy z ewidencji, oddzielone znakiem |.", "Topics of the record, separated by |."),
);

/// The aims of a partnership.
pub(super) const AIMS: Field = Field::new(
    ("aims", "cele"),
    &["cel", "aim"],
    Texts,
    ("Cele własnymi słowami, oddzielone znakiem |.", "Its aims in your own words, separated by |."),
);
