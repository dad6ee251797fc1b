//! Sheets of meetings, resolutions and ties.

use super::Holds::{
    Date, Id, Institution, Institutions, MeetingKind, Number, Reference, Territory, Text, Texts, Unkept,
    Whole, Word,
};
use super::people::{INSTITUTION, NOTE, SOURCE, TOPICS};
use super::word;
use super::{Field, SheetForm};
use crate::intake::kind::SheetKind;

const MEETING: Field = Field::new(
    ("meeting", "spotkanie"),
    &["meetingid", "idspotkania", "posiedzenie", "wydarzenie"],
    Reference,
    ("Spotkanie: identyfikator.", "The meeting: its id."),
)
.required();

const PERSON: Field = Field::new(
    ("person", "osoba"),
    &["imieinazwisko", "nazwisko", "przedstawiciel", "representative", "email", "telefon", "podpis"],
    Unkept("names of people are not read from tables; enter them with the person"),
    ("Nazwiska nie są wczytywane.", "Names of people are not read."),
);

pub(super) const MEETINGS: SheetForm = SheetForm {
    kind: SheetKind::Meetings,
    name: "meetings",
    polish: "spotkania",
    aliases: &["meeting", "spotkanie", "posiedzenia", "wydarzenia"],
    fields: &[
        Field::new(
            ("meeting_id", "identyfikator"),
            &["id", "idspotkania", "klucz", "key"],
            Id,
            ("Identyfikator, którym odwołują się inne arkusze.", "The id by which other sheets refer to it."),
        )
        .required(),
        Field::new(
            ("date", "data"),
            &["dataspotkania", "kiedy", "when", "termin"],
            Date,
            ("Kiedy: dzień, miesiąc lub rok.", "When: a day, a month or a year."),
        )
        .required(),
        Field::new(
            ("kind", "rodzaj"),
            &["typ", "type", "meetingkind", "rodzajspotkania"],
            MeetingKind,
            ("Rodzaj z listy.", "The kind, from the list."),
        )
        .required(),
        Field::new(
            ("name", "nazwa"),
            &["namepl", "nazwaspotkania"],
            Text,
            ("Nazwa. Pusta: tytuł albo rodzaj i data.", "The name. Empty: the title, or kind and date."),
        ),
        Field::new(
            ("name_en", "nazwa angielska"),
            &["nazwaen"],
            Text,
            ("Nazwa po angielsku.", "The name in English."),
        ),
        Field::new(
            ("title", "tytuł"),
            &[],
            Text,
            ("Tytuł, który nosiło wydarzenie.", "The title that the event bore."),
        ),
        Field::new(
            ("status", "status"),
            &["stan"],
            Word(word::MEETING_STATUS),
            ("Czy się odbyło.", "Whether it took place."),
        )
        .or("HELD"),
        Field::new(
            ("place", "miejsce"),
            &["teryt", "gmina", "miejscowosc", "kodteryt"],
            Territory,
            ("Gmina, w której się odbyło: kod TERYT albo nazwa.", "Where: TERYT code or name of the gmina."),
        ),
        Field::new(
            ("partnership", "partnerstwo"),
            &["partnershipid", "idpartnerstwa", "agreementid"],
            Reference,
            ("Partnerstwo, które się spotkało.", "The partnership that met."),
        ),
        Field::new(
            ("body", "ciało"),
            &["bodyid", "councilid", "council", "rada", "idrady"],
            Reference,
            ("Rada lub zespół, który się spotkał.", "The body that met."),
        ),
        Field::new(
            ("host", "gospodarz"),
            &["gospodarze"],
            Institution,
            ("Instytucja, która gościła spotkanie.", "The institution that hosted it."),
        ),
        Field::new(
            ("organiser", "organizator"),
            &["organizer"],
            Institution,
            ("Instytucja, która je zorganizowała.", "The institution that organised it."),
        ),
        TOPICS,
        Field::new(
            ("attendance_record", "lista obecności"),
            &["listaobecnoscistan", "attendancelist"],
            Word(word::ATTENDANCE_RECORD),
            (
                "Czy lista obecności jest pełna, częściowa czy jej brak. Puste: brak.",
                "Whether the list of those present is complete, partial or missing. Empty: missing.",
            ),
        ),
        Field::new(
            ("declared_attendance", "deklarowana liczba uczestników"),
            &["liczbauczestnikow", "liczbaosob", "participants"],
            Whole,
            ("Ile osób było według źródła.", "How many people were there, by the source."),
        ),
        Field::new(
            ("mode", "tryb"),
            &["forma"],
            Unkept("a meeting has no field for it in the record; write it into the note"),
            ("Nie jest wczytywany.", "Not read."),
        ),
        NOTE,
        SOURCE,
    ],
    in_template: true,
    help_pl: "Spotkania, posiedzenia, wydarzenia.",
    help_en: "Meetings and events.",
};

pub(super) const ATTENDANCE: SheetForm = SheetForm {
    kind: SheetKind::Attendance,
    name: "attendance",
    polish: "obecność",
    aliases: &["obecnosci", "listaobecnosci", "frekwencja", "uczestnicy", "attendances", "participants"],
    fields: &[
        MEETING,
        INSTITUTION,
        Field::new(
            ("role", "rola"),
            &[],
            Word(word::MEETING_ROLE),
            ("Rola na spotkaniu.", "The role at the meeting."),
        )
        .or("ATTENDEE"),
        Field::new(
            ("presence", "obecność"),
            &["status", "obecny", "present"],
            Word(word::PRESENCE),
            ("Czy była obecna.", "Whether it was there."),
        )
        .or("PRESENT"),
        Field::new(
            ("note", "uwagi"),
            &["delegaterole", "funkcjadelegata", "stanowisko", "uwaga"],
            Text,
            (
                "Uwaga, np. stanowisko delegata, bez nazwisk.",
                "A remark, such as the delegate's post, without names.",
            ),
        ),
        PERSON,
        SOURCE,
    ],
    in_template: true,
    help_pl: "Kto był na spotkaniach.",
    help_en: "Who was at meetings.",
};

pub(super) const RESOLUTIONS: SheetForm = SheetForm {
    kind: SheetKind::Resolutions,
    name: "resolutions",
    polish: "ustalenia",
    aliases: &["resolution", "uchwaly", "ustalenie", "rekomendacje"],
    fields: &[
        Field::new(
            ("resolution_id", "identyfikator"),
            &["id", "idustalenia", "iduchwaly", "klucz", "key"],
            Id,
            ("Identyfikator, którym odwołują się inne arkusze.", "The id by which other sheets refer to it."),
        )
        .required(),
        MEETING,
        Field::new(
            ("text", "treść"),
            &["textpl", "trescustalenia", "opis"],
            Text,
            (
                "Treść własnymi słowami, do 1000 znaków.",
                "What it says in your own words, up to 1000 characters.",
            ),
        )
        .required(),
        Field::new(
            ("text_en", "treść angielska"),
            &["trescen"],
            Text,
            ("Treść po angielsku.", "The same in English."),
        ),
        Field::new(
            ("kind", "rodzaj"),
            &["typ", "type"],
            Word(word::RESOLUTION_KIND),
            ("Rodzaj z listy.", "The kind, from the list."),
        )
        .or("DECISION"),
        Field::new(
            ("date", "data"),
            &[],
            Date,
            ("Kiedy; puste: data spotkania.", "When; empty: the meeting's date."),
        ),
        Field::new(
            ("body", "ciało"),
            &["bodyid", "councilid", "rada"],
            Reference,
            ("Ciało, które je przyjęło.", "The body that adopted it."),
        ),
        Field::new(
            ("proposed_by", "zgłosił"),
            &["zglosila", "wnioskodawca", "proposer"],
            Institution,
            ("Kto je zgłosił.", "Who proposed it."),
        ),
        Field::new(("addressee", "adresat"), &["dokogo"], Institution, ("Do kogo.", "To whom.")),
        Field::new(
            ("responsible", "odpowiedzialny"),
            &["odpowiedzialna", "odpowiedzialni", "wykonawca", "wykonawcy"],
            Institutions,
            (
                "Kto odpowiada; zakłada zadanie. Kilku: oddzielonych znakiem |.",
                "Who is responsible; makes an action item. Several separated by |.",
            ),
        ),
        Field::new(
            ("due", "termin"),
            &["dokiedy", "deadline"],
            Date,
            ("Termin zadania.", "When the action is due."),
        ),
        Field::new(
            ("status", "status"),
            &["stan"],
            Word(word::ACTION_STATUS),
            ("Stan zadania.", "What became of the action."),
        ),
        Field::new(
            ("evidence", "dowód"),
            &["dowody", "potwierdzenie"],
            Texts,
            (
                "Spotkania lub dokumenty, które potwierdzają wykonanie, oddzielone znakiem |.",
                "Meetings or documents that show it done, separated by |.",
            ),
        ),
        TOPICS,
        SOURCE,
    ],
    in_template: true,
    help_pl: "Ustalenia spotkań, ewentualnie z zadaniem.",
    help_en: "Resolutions of meetings, with an action item if any.",
};

pub(super) const ACTION_ITEMS: SheetForm = SheetForm {
    kind: SheetKind::ActionItems,
    name: "action_items",
    polish: "zadania",
    aliases: &["actions", "zadanie", "actionitem", "dzialania"],
    fields: &[
        Field::new(
            ("action_id", "identyfikator"),
            &["id", "idzadania", "klucz", "key"],
            Id,
            ("Identyfikator.", "The id."),
        )
        .required(),
        Field::new(
            ("resolution", "ustalenie"),
            &["resolutionid", "idustalenia", "uchwala"],
            Reference,
            ("Ustalenie, z którego wynika.", "The resolution that it follows from."),
        )
        .required(),
        Field::new(
            ("text", "treść"),
            &["textpl", "opis", "zadanie", "nazwa"],
            Text,
            ("Co jest do zrobienia, własnymi słowami.", "What is to be done, in your own words."),
        )
        .required(),
        Field::new(
            ("text_en", "treść angielska"),
            &["trescen"],
            Text,
            ("To samo po angielsku.", "The same in English."),
        ),
        Field::new(
            ("kind", "rodzaj"),
            &["typ", "type"],
            Word(word::ACTION_KIND),
            ("Rodzaj z listy.", "The kind, from the list."),
        )
        .or("OTHER"),
        Field::new(("due", "termin"), &["dokiedy", "deadline"], Date, ("Termin.", "When it is due.")),
        Field::new(
            ("responsible", "odpowiedzialny"),
            &["odpowiedzialna", "odpowiedzialni", "wykonawca", "wykonawcy"],
            Institutions,
            ("Kto odpowiada, oddzieleni znakiem |.", "Who is responsible, separated by |."),
        ),
        Field::new(
            ("addressees", "adresaci"),
            &["adresat", "addressee"],
            Institutions,
            ("Wobec kogo.", "Towards whom."),
        ),
        Field::new(
            ("co_participants", "współuczestnicy"),
            &["wspoluczestnik", "coparticipant"],
            Institutions,
            ("Kto jeszcze bierze udział.", "Who else takes part."),
        ),
        Field::new(
            ("status", "status"),
            &["stan"],
            Word(word::ACTION_STATUS),
            ("Co się z nim stało.", "What became of it."),
        )
        .or("NOT_STATED"),
        Field::new(
            ("evidence", "dowód"),
            &["dowody", "potwierdzenie"],
            Texts,
            (
                "Spotkania lub dokumenty, które potwierdzają wykonanie, oddzielone znakiem |.",
                "Meetings or documents that show it done, separated by |.",
            ),
        ),
        SOURCE,
    ],
    in_template: true,
    help_pl: "Zadania wynikające z ustaleń.",
    help_en: "What is to be done after resolutions.",
};

pub(super) const TIES: SheetForm = SheetForm {
    kind: SheetKind::Ties,
    name: "ties",
    polish: "powiązania",
    aliases: &[
        "edges",
        "connections",
        "krawedzie",
        "relacje",
        "polaczenia",
        "relations",
        "links",
        "edgelist",
    ],
    fields: &[
        Field::new(
            ("from", "od kogo"),
            &["source", "zrodlo", "src", "institutiona", "instytucjaa", "skad"],
            Institution,
            ("Jedna instytucja.", "One institution."),
        )
        .required(),
        Field::new(
            ("to", "do kogo"),
            &["target", "cel", "dst", "dest", "institutionb", "instytucjab", "dokad"],
            Institution,
            ("Druga instytucja.", "The other institution."),
        )
        .required(),
        Field::new(
            ("kind", "rodzaj"),
            &["relation", "relacja", "rodzajpowiazania", "interaction"],
            Text,
            (
                "Rodzaj powiązania. „porozumienie” zakłada porozumienie dwustronne; inne zapisują, że ktoś stwierdził współpracę.",
                "The kind of tie. 'agreement' makes a bilateral agreement; others record that cooperation was stated.",
            ),
        ),
        Field::new(
            ("direction", "kierunek"),
            &["skierowanie"],
            Text,
            ("Kumu: directed, undirected, mutual.", "Kumu: directed, undirected, mutual."),
        ),
        Field::new(
            ("type", "typ"),
            &[],
            Text,
            ("Gephi: Directed, Undirected; Kumu: rodzaj.", "Gephi: Directed, Undirected; Kumu: the kind."),
        ),
        Field::new(
            ("id", "identyfikator"),
            &["edgeid"],
            Text,
            ("Identyfikator w tym pliku.", "The id within this file."),
        ),
        Field::new(
            ("label", "etykieta"),
            &["nazwa", "name", "opis", "description"],
            Text,
            ("Opis.", "A description."),
        ),
        Field::new(
            ("weight", "waga"),
            &["intensity", "intensywnosc", "sila", "strength"],
            Number,
            (
                "Siła; zapisywana jako uwaga, nie jako waga.",
                "The strength; kept as a remark, never as a weight.",
            ),
        ),
        Field::new(("valid_from", "ważne od"), &["start", "begin", "od"], Date, ("Od kiedy.", "Since when.")),
        Field::new(("valid_to", "ważne do"), &["end", "koniec", "do"], Date, ("Do kiedy.", "Until when.")),
        Field::new(
            ("tags", "tagi"),
            &["timeset", "interval"],
            Unkept("the record has no place for it; use valid_from and valid_to for dates"),
            ("Nie są wczytywane.", "Not read."),
        ),
        Field::new(
            ("evidence", "dowód"),
            &["dokument", "zrodloinformacji", "reference"],
            Text,
            (
                "Skąd to wiadomo: identyfikator dokumentu i miejsce, albo dowolny opis.",
                "How it is known: the key of a document and a place in it, or any words.",
            ),
        ),
    ],
    in_template: true,
    help_pl: "Lista powiązań parami, także w postaci zapisywanej przez Kumu i Gephi.",
    help_en: "A list of pairs, also as Kumu and Gephi write it.",
};
