//! What sheets there are and which columns they may have, with the Polish and English names by which people know them.

mod people;
mod sheets;
mod undertakings;
pub(crate) mod word;

use std::collections::HashMap;
use std::sync::OnceLock;

use domain::polish::fold;

use super::kind::SheetKind;
use word::Word;

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holds {
    /// The id of what the row is of.
    Id,
    /// A text.
    Text,
    /// Texts separated by `|`.
    Texts,
    /// An institution; in most places an office or body may stand too.
    Institution,
    /// Institutions, offices or bodies separated by `|`.
    Institutions,
    /// A unit of territory: a TERYT code or a name.
    Territory,
    /// Units of territory separated by `|`.
    Territories,
    /// A type of institution.
    Type,
    /// A sector.
    Sector,
    /// Sectors separated by `|`.
    Sectors,
    /// Functions separated by `|`.
    Functions,
    /// Topics separated by `|`.
    Topics,
    /// A kind of meeting.
    MeetingKind,
    /// Something else of the record, by id or name.
    Reference,
    /// A date.
    Date,
    /// A whole number, not negative.
    Whole,
    /// An amount of money, or another number with decimals.
    Number,
    /// A number of a register.
    Register,
    /// A truth value.
    Truth,
    /// A word of a closed list.
    Word(&'static [Word]),
    /// Something that the record has no place for; the column is left out with a warning that says so.
    Unkept(&'static str),
}

/// A field of a sheet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Its name: the English header.
    pub(crate) name: &'static str,
    /// The Polish header.
    pub(crate) polish: &'static str,
    /// Other headers of it, folded, without anything that is no letter or digit.
    pub(crate) aliases: &'static [&'static str],
    /// What it holds.
    pub(crate) holds: Holds,
    /// Whether its cells need a value.
    pub(crate) required: bool,
    /// The word that an empty cell stands for.
    pub(crate) default: Option<&'static str>,
    /// What it is, in Polish.
    pub(crate) help_pl: &'static str,
    /// What it is, in English.
    pub(crate) help_en: &'static str,
}

impl Field {
    /// A field that may be empty.
    pub(crate) const fn new(
        (name, polish): (&'static str, &'static str),
        aliases: &'static [&'static str],
        holds: Holds,
        (help_pl, help_en): (&'static str, &'static str),
    ) -> Self {
        Self { name, polish, aliases, holds, required: false, default: None, help_pl, help_en }
    }

    /// The same, but its cells need a value.
    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, but an empty cell stands for a word.
    pub(crate) const fn or(mut self, word: &'static str) -> Self {
        self.default = Some(word);
        self
    }
}

/// A kind of sheet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SheetForm {
    /// What its rows are.
    pub(crate) kind: SheetKind,
    /// Its English name.
    pub(crate) name: &'static str,
    /// Its Polish name.
    pub(crate) polish: &'static str,
    /// Other names of it, as [`normal`] writes them.
    pub(crate) aliases: &'static [&'static str],
    /// Its fields, in the order of the template.
    pub(crate) fields: &'static [Field],
    /// Whether it is in the template.
    pub(crate) in_template: bool,
    /// What its rows are, in Polish.
    pub(crate) help_pl: &'static str,
    /// What its rows are, in English.
    pub(crate) help_en: &'static str,
}

/// Every kind of sheet, each after those that it refers to.
pub(crate) const FORMS: &[&SheetForm] = &[
    &people::INSTITUTIONS,
    &people::NODES,
    &undertakings::PARTNERSHIPS,
    &undertakings::PARTIES,
    &undertakings::CALLS,
    &undertakings::PROJECTS,
    &undertakings::PROJECT_PARTNERS,
    &undertakings::APPLICATIONS,
    &people::BODIES,
    &people::BODY_MEMBERS,
    &sheets::MEETINGS,
    &sheets::ATTENDANCE,
    &sheets::RESOLUTIONS,
    &sheets::ACTION_ITEMS,
    &sheets::TIES,
];

impl SheetForm {
    /// The form of a kind; none for kinds that hold no data.
    pub(crate) fn of(kind: SheetKind) -> Option<&'static Self> {
        FORMS.iter().copied().find(|it| it.kind == kind)
    }

    /// The kind of a sheet or file by its name: exactly so called, or a name that begins or ends so.
    pub(crate) fn named(name: &str) -> Option<(SheetKind, bool)> {
        let given = normal(name);
        if ["instrukcja", "instructions", "listy", "lists", "readme", "opis"].contains(&given.as_str()) {
            return Some((SheetKind::Instructions, true));
        }
        let names = |it: &&'static Self| {
            let own = [normal(it.name), normal(it.polish)];
            own.into_iter().chain(it.aliases.iter().map(|it| (*it).to_owned())).collect::<Vec<_>>()
        };
        if let Some(form) = FORMS.iter().find(|it| names(it).contains(&given)) {
            return Some((form.kind, true));
        }
        let partly = |it: &&&'static Self| {
            let mut all = names(it).into_iter().filter(|it| it.len() >= 5);
            all.any(|it| given.starts_with(&it) || given.ends_with(&it))
        };
        let mut like: Vec<_> = FORMS.iter().filter(partly).collect();
        like.sort_by_key(|it| std::cmp::Reverse(names(it).iter().map(String::len).max()));
        like.first().map(|it| (it.kind, false))
    }

    /// The field that a header is of.
    pub(crate) fn field(&self, header: &str) -> Option<usize> {
        self.field_normal(&normal(header))
    }

    /// The field that a header is of, as [`normal`] writes it.
    pub(crate) fn field_normal(&self, header: &str) -> Option<usize> {
        let place = FORMS.iter().position(|it| it.kind == self.kind)?;
        headers().get(place)?.get(header).copied()
    }

    /// The place of a field by its name.
    pub(crate) fn field_named(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|it| it.name == name)
    }
}

/// For each form the fields by their headers, as [`normal`] writes them: made once, as making them folds every name.
fn headers() -> &'static [HashMap<String, usize>] {
    static HEADERS: OnceLock<Vec<HashMap<String, usize>>> = OnceLock::new();
    HEADERS.get_or_init(|| {
        let of_field = |(place, field): (usize, &Field)| {
            let own = [normal(field.name), normal(field.polish)];
            let all = own.into_iter().chain(field.aliases.iter().map(|it| (*it).to_owned()));
            all.map(|it| (it, place)).collect::<Vec<_>>()
        };
        FORMS.iter().map(|form| form.fields.iter().enumerate().flat_map(of_field).collect()).collect()
    })
}

/// A header or name without what does not tell two of them apart: case, Polish letters, blanks, signs.
pub(crate) fn normal(text: &str) -> String {
    fold(text).chars().filter(|it| it.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_header_is_of_two_fields_and_no_name_of_two_sheets() {
        let mut sheets = std::collections::BTreeMap::new();
        for form in FORMS {
            let mut headers = std::collections::BTreeMap::new();
            for field in form.fields {
                let own = [normal(field.name), normal(field.polish)];
                let mut all: Vec<_> =
                    own.into_iter().chain(field.aliases.iter().map(|it| (*it).to_owned())).collect();
                all.sort();
                all.dedup();
                for header in all {
                    assert_eq!(normal(&header), header, "{} of {}", field.name, form.name);
                    let before = headers.insert(header.clone(), field.name);
                    assert_eq!(before, None, "`{header}` of {} in {}", field.name, form.name);
                }
            }
            let own = [normal(form.name), normal(form.polish)];
            let mut all: Vec<_> =
                own.into_iter().chain(form.aliases.iter().map(|it| (*it).to_owned())).collect();
            all.sort();
            all.dedup();
            for name in all {
                assert_eq!(normal(&name), name);
                assert_eq!(sheets.insert(name.clone(), form.name), None, "`{name}`");
            }
        }
    }

    #[test]
    fn sheets_are_known_by_their_names_in_both_languages() {
        let kind = |it| SheetForm::named(it).map(|it| it.0);
        assert_eq!(kind("Instytucje"), Some(SheetKind::Institutions));
        assert_eq!(kind("project_partners"), Some(SheetKind::ProjectPartners));
        assert_eq!(kind("Lista obecności"), Some(SheetKind::Attendance));
        assert_eq!(kind("2015 spotkania"), Some(SheetKind::Meetings));
        assert_eq!(kind("Arkusz1"), None);
    }
}
