//! Made-up territory: voivodeships, subregions, powiats and gminas, in numbers like those of Poland.
//!
//! Codes have the form of real ones and belong to no unit: the numbers of powiats begin at 71, above the cities with
//! powiat rights, and the voivodeship of the shipped record, 08, is left out.

use measures::random::Random;

/// The numbers of voivodeships that are used, in order.
const VOIVODESHIPS: [u32; 15] = [32, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 6, 4, 2];

/// The most powiats of a voivodeship, numbered 71 to 98.
const POWIATS: usize = 28;

/// Institutions for each gmina, and gminas for each powiat, about as many as there are in Poland.
const INSTITUTIONS_OF_GMINA: usize = 8;
const GMINAS_OF_POWIAT: usize = 7;

/// Powiats for each subregion.
const POWIATS_OF_SUBREGION: usize = 5;

/// What a gmina is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GminaKind {
    /// A town.
    Urban,
    /// A village or several.
    Rural,
    /// A town with its surroundings.
    UrbanRural,
}

impl GminaKind {
    /// The digit of the kind in a code.
    #[must_use]
    pub const fn digit(self) -> u32 {
        match self {
            Self::Urban => 1,
            Self::Rural => 2,
            Self::UrbanRural => 3,
        }
    }
}

/// A gmina.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gmina {
    /// The index of its powiat.
    pub powiat: u32,
    /// Its number within the powiat, from 1.
    pub number: u32,
    /// Its kind. The first gmina of a powiat is a town.
    pub kind: GminaKind,
}

/// A powiat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Powiat {
    /// The index of its subregion.
    pub subregion: u32,
    /// The code of its voivodeship.
    pub voivodeship: u32,
    /// Its number within the voivodeship.
    pub number: u32,
    /// The indices of its gminas: from, and how many.
    pub gminas: (u32, u32),
}

/// A subregion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subregion {
    /// The code of its voivodeship.
    pub voivodeship: u32,
    /// Its number within the voivodeship, from 1.
    pub number: u32,
}

/// All units, wider before narrower, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Territory {
    /// The codes of the voivodeships.
    pub voivodeships: Vec<u32>,
    /// The subregions, voivodeship by voivodeship.
    pub subregions: Vec<Subregion>,
    /// The powiats, subregion by subregion.
    pub powiats: Vec<Powiat>,
    /// The gminas, powiat by powiat.
    pub gminas: Vec<Gmina>,
}

impl Territory {
    /// Territory for a number of institutions.
    pub(crate) fn draw(institutions: usize, random: &mut Random) -> Self {
        let most = VOIVODESHIPS.len() * POWIATS;
        let powiats = (institutions / (INSTITUTIONS_OF_GMINA * GMINAS_OF_POWIAT)).clamp(1, most);
        let voivodeships = powiats.div_ceil(POWIATS);
        let mut territory = Self { voivodeships: VOIVODESHIPS[..voivodeships].to_vec(), ..Self::default() };
        for (at, voivodeship) in VOIVODESHIPS[..voivodeships].iter().enumerate() {
            let own = powiats * (at + 1) / voivodeships - powiats * at / voivodeships;
            for number in 0..own {
                if number % POWIATS_OF_SUBREGION == 0 {
                    let number = (number / POWIATS_OF_SUBREGION) as u32 + 1;
                    territory.subregions.push(Subregion { voivodeship: *voivodeship, number });
                }
                territory.powiat(*voivodeship, number as u32 + 71, random);
            }
        }
        territory
    }

    fn powiat(&mut self, voivodeship: u32, number: u32, random: &mut Random) {
        let count = 2 + random.below(2 * GMINAS_OF_POWIAT as u64 - 3) as u32;
        let (index, first) = (self.powiats.len() as u32, self.gminas.len() as u32);
        for number in 1..=count {
            let kind = match random.below(10) {
                _ if number == 1 => GminaKind::Urban,
                0 => GminaKind::Urban,
                1..=6 => GminaKind::Rural,
                _ => GminaKind::UrbanRural,
            };
            self.gminas.push(Gmina { powiat: index, number, kind });
        }
        let subregion = self.subregions.len() as u32 - 1;
        self.powiats.push(Powiat { subregion, voivodeship, number, gminas: (first, count) });
    }

    /// The code of a voivodeship, 2 digits.
    #[must_use]
    pub fn voivodeship_code(voivodeship: u32) -> String {
        format!("{voivodeship:02}")
    }

    /// The code of a powiat, 4 digits.
    #[must_use]
    pub fn powiat_code(&self, powiat: usize) -> String {
        let it = self.powiats[powiat];
        format!("{:02}{:02}", it.voivodeship, it.number)
    }

    /// The code of a gmina, 7 digits.
    #[must_use]
    pub fn gmina_code(&self, gmina: usize) -> String {
        let it = self.gminas[gmina];
        format!("{}{:02}{}", self.powiat_code(it.powiat as usize), it.number, it.kind.digit())
    }

    /// The made-up name of a gmina.
    #[must_use]
    pub fn gmina_name(&self, gmina: usize) -> String {
        const STEMS: [&str; 24] = [
            "Brzez", "Bukow", "Cis", "Czerem", "Dęb", "Głog", "Grab", "Jał", "Jarzęb", "Jawor", "Jesion",
            "Jodł", "Kalin", "Klon", "Leszcz", "Lip", "Malin", "Modrzew", "Olsz", "Sosn", "Świerk", "Topol",
            "Wierzb", "Wiąz",
        ];
        const ENDS: [&str; 12] =
            ["owo", "ów", "nica", "iny", "no", "ówek", "ec", "owiec", "niki", "ówka", "owice", "anka"];
        const FRONTS: [&str; 9] =
            ["", "Nowe ", "Stare ", "Górne ", "Dolne ", "Wielkie ", "Małe ", "Średnie ", "Dalekie "];
        let (stem, rest) = (gmina % STEMS.len(), gmina / STEMS.len());
        let (end, front) = (rest % ENDS.len(), rest / ENDS.len());
        match FRONTS.get(front) {
            Some(front) => format!("{front}{}{}", STEMS[stem], ENDS[end]),
            None => format!("{}{} {}", STEMS[stem], ENDS[end], front),
        }
    }
}
