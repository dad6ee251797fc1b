//! Closed lists as people write their words: the code, the Polish word, other words.

use super::normal;

/// A word of a closed list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// The code, as in import files.
    pub(crate) code: &'static str,
    /// The Polish word.
    pub(crate) polish: &'static str,
    /// Other words, as [`normal`] writes them.
    pub(crate) aliases: &'static [&'static str],
}

const fn word(code: &'static str, polish: &'static str, aliases: &'static [&'static str]) -> Word {
    Word { code, polish, aliases }
}

/// The code of what somebody wrote.
pub(crate) fn code(words: &[Word], text: &str) -> Option<&'static str> {
    let given = normal(text);
    let is_it = |it: &&Word| {
        normal(it.code) == given || normal(it.polish) == given || it.aliases.contains(&given.as_str())
    };
    words.iter().find(is_it).map(|it| it.code)
}

pub(crate) const INSTITUTION_STATE: &[Word] = &[
    word("ACTIVE", "działa", &["dzialajaca", "aktywna", "aktywny", "istnieje"]),
    word("LIQUIDATED", "zlikwidowana", &["zlikwidowany", "likwidacja", "closed"]),
    word("MERGED", "połączona z inną", &["polaczona", "polaczony"]),
    word("SPLIT", "podzielona", &["podzielony"]),
    word("UNKNOWN", "nie wiadomo", &["nieznany"]),
];

pub(crate) const BELONGS_TO: &[Word] = &[
    word("OWN", "własny", &["wlasna", "swoj"]),
    word("PARENT", "jednostki nadrzędnej", &["nadrzednej", "gminy", "powiatu", "organu"]),
];

pub(crate) const PARTNERSHIP_KIND: &[Word] = &[
    word("UMBRELLA_PACT", "pakt", &["pact", "umbrella"]),
    word("THEMATIC", "tematyczne", &["partnerstwotematyczne"]),
    word("LOCAL", "lokalne", &["partnerstwolokalne"]),
    word("PROJECT", "projektowe", &["partnerstwoprojektowe", "projekt"]),
    word("PLANNED_CONSORTIUM", "planowane konsorcjum", &["konsorcjum", "consortium"]),
    word("BILATERAL", "dwustronne", &["porozumienie", "porozumieniedwustronne", "agreement", "umowa"]),
];

pub(crate) const PARTNERSHIP_ROLE: &[Word] = &[
    word("SIGNATORY", "sygnatariusz", &["sygnatariuszka", "strona", "party", "signatories"]),
    word("LEAD", "przewodzi", &["lider", "leader", "przewodniczacy"]),
    word("COUNTERSIGNATORY", "współpodpisujący", &["kontrasygnata"]),
    word("SECRETARIAT", "sekretariat", &[]),
    word("INITIATOR", "inicjator", &[]),
    word("PARTNER", "partner", &["partnerka"]),
    word("PROJECT_LEADER", "lider projektu", &["projectlead", "liderprojektu", "wnioskodawca", "applicant"]),
    word("CREATOR", "twórca", &[]),
];

pub(crate) const OUTCOME: &[Word] = &[
    word(
        "FUNDED",
        "dofinansowany",
        &["dofinansowano", "dofinansowanie", "przyznano", "tak", "awarded", "yes"],
    ),
    word(
        "REJECTED",
        "odrzucony",
        &["odrzucono", "niedofinansowany", "niedofinansowano", "nie", "notfunded", "no"],
    ),
    word("RESERVE", "lista rezerwowa", &["rezerwa", "rezerwowa"]),
    word("WITHDRAWN", "wycofany", &["wycofano"]),
    word("NOT_STATED", "nie podano", &["brakdanych", "nieznany", "unknown"]),
];

pub(crate) const BODY_KIND: &[Word] = &[
    word("COUNCIL", "rada", &[]),
    word("COMMITTEE", "komitet", &["komisja"]),
    word("WORKING_GROUP", "grupa robocza", &["zespol", "zespolroboczy", "zespolbadawczy"]),
];

pub(crate) const BODY_ROLE: &[Word] = &[
    word("MEMBER", "członek", &["czlonkini", "czlonkostwo"]),
    word("CHAIR", "przewodniczący", &["przewodniczaca", "przewodniczacyprzewodniczaca"]),
    word("VICE_CHAIR", "wiceprzewodniczący", &["wiceprzewodniczaca", "zastepcaprzewodniczacego"]),
    word("PARTICIPANT", "uczestnik", &["uczestniczka"]),
    word("STAFF", "obsługa", &["sekretarz"]),
];

pub(crate) const MEETING_STATUS: &[Word] = &[
    word("HELD", "odbyło się", &["odbyte", "odbyl", "tookplace"]),
    word("PLANNED", "planowane", &["zaplanowane"]),
    word("CANCELLED", "odwołane", &["canceled"]),
    word("UNKNOWN", "nie wiadomo", &[]),
];

pub(crate) const ATTENDANCE_RECORD: &[Word] = &[
    word("COMPLETE", "pełna", &["pelny", "kompletna", "full"]),
    word("PARTIAL", "częściowa", &["czesciowy", "niepelna"]),
    word("NONE", "brak", &["nierecorded", "notrecorded"]),
];

pub(crate) const MEETING_ROLE: &[Word] = &[
    word("ATTENDEE", "uczestnik", &["uczestniczka", "participant"]),
    word("HOST", "gospodarz", &[]),
    word("ORGANISER", "organizator", &["organizer"]),
    word("CHAIR", "przewodniczący", &["przewodniczaca", "prowadzacy", "prowadzaca"]),
    word("SPEAKER", "prelegent", &["prelegentka", "mowca"]),
    word("GUEST", "gość", &[]),
    word("PATRON", "patron", &["patronat"]),
    word("LETTER_SENDER", "nadawca listu", &[]),
    word("LETTER_READER", "odczytujący list", &[]),
    word("REPORTER", "sprawozdawca", &[]),
    word("GOOD_PRACTICE_SUBJECT", "dobra praktyka", &[]),
];

pub(crate) const PRESENCE: &[Word] = &[
    word("PRESENT", "obecny", &["obecna", "obecni", "tak", "yes", "1", "x", "t"]),
    word(
        "ABSENT",
        "nieobecny",
        &["nieobecna", "usprawiedliwiony", "usprawiedliwiona", "excused", "nie", "no", "0", "n"],
    ),
    word("INVITED", "zaproszony", &["zaproszona", "zaproszeni"]),
    word("NOT_RECORDED", "nie odnotowano", &["brakdanych"]),
];

pub(crate) const RESOLUTION_KIND: &[Word] = &[
    word("DECISION", "decyzja", &["uchwala", "resolution"]),
    word("ARRANGEMENT", "ustalenie", &["ustalenia"]),
    word("CONCLUSION", "wniosek", &["konkluzja", "wnioski"]),
    word("RECOMMENDATION", "rekomendacja", &["zalecenie"]),
    word("INFORMATION", "informacja", &[]),
    word("PROPOSAL", "propozycja", &[]),
    word("PLEDGE", "deklaracja", &["zobowiazanie"]),
];

pub(crate) const ACTION_KIND: &[Word] = &[
    word("MEETING", "spotkanie", &[]),
    word("INQUIRY", "zapytanie", &[]),
    word("STUDY_VISIT", "wizyta studyjna", &[]),
    word("OTHER", "inne", &["inny"]),
];

pub(crate) const ACTION_STATUS: &[Word] = &[
    word("OPEN", "otwarte", &["nowe", "dozrobienia"]),
    word("IN_PROGRESS", "w toku", &["wtrakcie", "realizowane"]),
    word("DONE", "wykonane", &["zrobione", "zakonczone", "zrealizowane"]),
    word("CANCELLED", "zaniechane", &["anulowane", "canceled"]),
    word("NOT_STATED", "nie podano", &["brakdanych"]),
];

pub(crate) const DIRECTION: &[Word] = &[
    word("UNDIRECTED", "nieskierowana", &["mutual", "wzajemna", "mixed"]),
    word("DIRECTED", "skierowana", &[]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::DomainError;
    use std::str::FromStr;

    fn all_are<T: FromStr<Err = DomainError>>(words: &[Word]) {
        let mut seen = std::collections::BTreeSet::new();
        for word in words {
            assert!(T::from_str(word.code).is_ok(), "{}", word.code);
            let own = [normal(word.code), normal(word.polish)];
            let mut all: Vec<_> =
                own.into_iter().chain(word.aliases.iter().map(|it| (*it).to_owned())).collect();
            all.sort();
            all.dedup();
            for text in all {
                assert_eq!(normal(&text), text);
                assert!(seen.insert(text.clone()), "`{text}` stands twice");
                assert_eq!(code(words, &text), Some(word.code));
            }
        }
    }

    #[test]
    fn every_word_is_of_its_list_and_means_one_thing() {
        all_are::<domain::institution::InstitutionState>(INSTITUTION_STATE);
        all_are::<domain::identifier::BelongsTo>(BELONGS_TO);
        all_are::<domain::partnership::PartnershipKind>(PARTNERSHIP_KIND);
        all_are::<domain::partnership::PartnershipRole>(PARTNERSHIP_ROLE);
        all_are::<domain::call::FundingOutcome>(OUTCOME);
        all_are::<domain::body::BodyKind>(BODY_KIND);
        all_are::<domain::body::BodyRole>(BODY_ROLE);
        all_are::<domain::meeting::MeetingStatus>(MEETING_STATUS);
        all_are::<domain::meeting::MeetingRole>(MEETING_ROLE);
        all_are::<domain::meeting::Presence>(PRESENCE);
        all_are::<domain::resolution::ResolutionKind>(RESOLUTION_KIND);
        all_are::<domain::resolution::ActionKind>(ACTION_KIND);
        all_are::<domain::resolution::ActionStatus>(ACTION_STATUS);
    }
}
