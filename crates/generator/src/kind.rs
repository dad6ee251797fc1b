//! Kinds of institutions: their types and sectors as in the vocabulary of the shipped record, and how common they are.

use crate::territory::GminaKind;

/// A type of institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// The key of the type.
    pub key: &'static str,
    /// The Polish name.
    pub name_pl: &'static str,
    /// The English name.
    pub name_en: &'static str,
    /// The key of the wider type.
    pub parent: Option<&'static str>,
    /// The key of the sector that institutions of the type belong to.
    pub sector: Option<&'static str>,
}

const fn kind(
    key: &'static str,
    name_pl: &'static str,
    name_en: &'static str,
    parent: Option<&'static str>,
    sector: Option<&'static str>,
) -> Kind {
    Kind { key, name_pl, name_en, parent, sector }
}

/// Sectors: key, Polish and English name, roll-up.
pub(crate) const SECTORS: [(&str, &str, &str, Option<&str>); 6] = [
    ("business", "biznes", "business", Some("PRIVATE")),
    ("church", "jednostki kościelne", "church units", Some("SOCIAL")),
    ("education", "jednostki edukacyjne", "education units", None),
    ("government", "jednostki rządowe", "central government units", Some("PUBLIC")),
    ("jst", "samorząd terytorialny i jego jednostki", "self-government and its units", Some("PUBLIC")),
    ("ngo", "organizacje pozarządowe", "non-governmental organisations", Some("SOCIAL")),
];

/// All types. Institutions refer to them by their place in this list.
pub const KINDS: [Kind; 31] = [
    kind("wup", "wojewódzki urząd pracy", "voivodeship labour office", None, Some("jst")),
    kind("um", "urząd marszałkowski", "marshal's office", None, Some("jst")),
    kind(
        "rops",
        "regionalny ośrodek polityki społecznej",
        "regional centre for social policy",
        None,
        Some("jst"),
    ),
    kind("uw", "urząd wojewódzki", "voivodeship office (central government)", None, Some("government")),
    kind("pup", "powiatowy urząd pracy", "county labour office", None, Some("jst")),
    kind("pcpr", "powiatowe centrum pomocy rodzinie", "county family support centre", None, Some("jst")),
    kind("starostwo", "starostwo powiatowe", "county office", None, Some("jst")),
    kind("ops", "ośrodek pomocy społecznej", "social welfare centre", None, Some("jst")),
    kind(
        "gops",
        "gminny ośrodek pomocy społecznej",
        "social welfare centre of a rural gmina",
        Some("ops"),
        Some("jst"),
    ),
    kind(
        "mops",
        "miejski ośrodek pomocy społecznej",
        "social welfare centre of a town",
        Some("ops"),
        Some("jst"),
    ),
    kind(
        "mgops",
        "miejsko-gminny ośrodek pomocy społecznej",
        "social welfare centre of an urban-rural gmina",
        Some("ops"),
        Some("jst"),
    ),
    kind("urzad-gminy", "urząd gminy", "gmina office", None, Some("jst")),
    kind("urzad-miasta", "urząd miasta", "town office", None, Some("jst")),
    kind("pes", "podmiot ekonomii społecznej", "social economy entity", None, None),
    kind("ngo", "organizacja pozarządowa", "non-governmental organisation", Some("pes"), Some("ngo")),
    kind("stowarzyszenie", "stowarzyszenie", "association", Some("ngo"), Some("ngo")),
    kind("fundacja", "fundacja", "foundation", Some("ngo"), Some("ngo")),
    kind("jednostka-koscielna", "jednostka kościelna", "church unit", Some("pes"), Some("church")),
    kind("spoldzielnia-socjalna", "spółdzielnia socjalna", "social cooperative", Some("pes"), None),
    kind("ps", "przedsiębiorstwo społeczne", "social enterprise", Some("pes"), Some("business")),
    kind("agencja-zatrudnienia", "agencja zatrudnienia", "employment agency", None, Some("business")),
    kind("instytucja-szkoleniowa", "instytucja szkoleniowa", "training institution", None, Some("business")),
    kind("uczelnia", "uczelnia (szkoła wyższa)", "higher education institution", None, Some("education")),
    kind("cis", "centrum integracji społecznej", "social integration centre", None, None),
    kind("kis", "klub integracji społecznej", "social integration club", None, None),
    kind("wtz", "warsztat terapii zajęciowej", "occupational therapy workshop", None, None),
    kind("zaz", "zakład aktywności zawodowej", "vocational activity establishment", None, None),
    kind("owes", "ośrodek wsparcia ekonomii społecznej", "social economy support centre", None, None),
    kind("arr", "agencja rozwoju regionalnego", "regional development agency", None, Some("business")),
    kind("ohp", "Ochotnicze Hufce Pracy", "Voluntary Labour Corps", None, Some("government")),
    kind("sekretariat", "sekretariat partnerstwa", "secretariat of a partnership", None, Some("jst")),
];

/// How common the types are among institutions that no rule puts in every unit, in thousandths.
pub(crate) const SHARES: [(&str, u32); 15] = [
    ("stowarzyszenie", 420),
    ("fundacja", 140),
    ("ngo", 30),
    ("jednostka-koscielna", 60),
    ("spoldzielnia-socjalna", 70),
    ("ps", 40),
    ("agencja-zatrudnienia", 50),
    ("instytucja-szkoleniowa", 60),
    ("uczelnia", 15),
    ("cis", 25),
    ("kis", 25),
    ("wtz", 40),
    ("zaz", 10),
    ("owes", 10),
    ("ohp", 5),
];

/// One of each in every voivodeship, in every powiat.
pub(crate) const OF_VOIVODESHIP: [&str; 5] = ["wup", "um", "rops", "uw", "arr"];
pub(crate) const OF_POWIAT: [&str; 3] = ["pup", "pcpr", "starostwo"];

/// One of each in every gmina of the kind.
pub(crate) const fn of_gmina(kind: GminaKind) -> [&'static str; 2] {
    match kind {
        GminaKind::Urban => ["mops", "urzad-miasta"],
        GminaKind::Rural => ["gops", "urzad-gminy"],
        GminaKind::UrbanRural => ["mgops", "urzad-miasta"],
    }
}

/// The place of a type in [`KINDS`].
pub(crate) fn place(key: &str) -> u8 {
    KINDS.iter().position(|it| it.key == key).unwrap_or_default() as u8
}
