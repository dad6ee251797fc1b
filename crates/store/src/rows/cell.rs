//! What a column holds, and how a value of the domain gets into it and out again.
//!
//! Words, dates, references and lists are text, in the form that import files and the change log use too; numbers
//! and booleans have types of their own.

use std::fmt::Display;
use std::str::FromStr;

use domain::DomainError;
use domain::party::Party;

/// Anything with a text form.
pub(crate) type Text = String;
/// Anything with a text form that may be absent.
pub(crate) type MaybeText = Option<String>;
/// Values with a text form, separated by `|`.
pub(crate) type List = String;
/// True or false.
pub(crate) type Flag = bool;
/// True, false or not recorded.
pub(crate) type MaybeFlag = Option<bool>;
/// A number with a fraction.
pub(crate) type Real = f64;
/// A count of 32 bits.
pub(crate) type Count = i64;
/// A count of 32 bits that may be absent.
pub(crate) type MaybeCount = Option<i64>;
/// An amount in minor units that may be absent.
pub(crate) type MaybeAmount = Option<i64>;

/// Reads a text form.
pub(crate) fn parse<T: FromStr>(text: &str) -> Result<T, DomainError>
where
    DomainError: From<T::Err>,
{
    Ok(text.parse()?)
}

/// Reads a text form that may be absent.
pub(crate) fn parse_maybe<T: FromStr>(text: Option<&str>) -> Result<Option<T>, DomainError>
where
    DomainError: From<T::Err>,
{
    text.map(parse).transpose()
}

/// Reads a list of text forms.
pub(crate) fn parse_list<T: FromStr>(text: &str) -> Result<Vec<T>, DomainError>
where
    DomainError: From<T::Err>,
{
    Ok(domain::list::split(text)?)
}

/// Writes a text form that may be absent.
pub(crate) fn write_maybe<T: Display>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}

/// Reads a count.
pub(crate) fn parse_count(count: i64) -> Result<u32, DomainError> {
    u32::try_from(count)
        .ok()
        .ok_or(DomainError::BrokenRule { rule: "a count is not negative and has at most 32 bits" })
}

/// The four columns of a party, of which one is given.
pub(crate) struct PartyCells {
    /// The key of the institution.
    pub(crate) institution: MaybeText,
    /// The key of the office.
    pub(crate) office: MaybeText,
    /// The key of the body.
    pub(crate) body: MaybeText,
    /// What the people are.
    pub(crate) group: MaybeText,
}

impl From<&Party> for PartyCells {
    fn from(party: &Party) -> Self {
        let mut cells = Self { institution: None, office: None, body: None, group: None };
        match party {
            Party::Institution(id) => cells.institution = Some(id.to_string()),
            Party::Office(id) => cells.office = Some(id.to_string()),
            Party::Body(id) => cells.body = Some(id.to_string()),
            Party::Group(label) => cells.group = Some(label.to_string()),
        }
        cells
    }
}

impl TryFrom<PartyCells> for Party {
    type Error = DomainError;
    fn try_from(cells: PartyCells) -> Result<Self, DomainError> {
        match (cells.institution, cells.office, cells.body, cells.group) {
            (Some(key), None, None, None) => Ok(Self::Institution(key.parse()?)),
            (None, Some(key), None, None) => Ok(Self::Office(key.parse()?)),
            (None, None, Some(key), None) => Ok(Self::Body(key.parse()?)),
            (None, None, None, Some(label)) => Ok(Self::Group(label.parse()?)),
            _ => Err(DomainError::BrokenRule {
                rule: "a party is just one of institution, office, body and group",
            }),
        }
    }
}

/// Writes the value of a field into a cell of the named type.
macro_rules! write_cell {
    (Text, $value:expr) => {
        $value.to_string()
    };
    (MaybeText, $value:expr) => {
        $crate::rows::cell::write_maybe($value.as_ref())
    };
    (List, $value:expr) => {
        domain::list::join(&$value)
    };
    (Count, $value:expr) => {
        i64::from($value)
    };
    (MaybeCount, $value:expr) => {
        $value.map(i64::from)
    };
    ($plain:ident, $value:expr) => {
        $value
    };
}

/// Reads the value of a field from a cell of the named type.
macro_rules! read_cell {
    (Text, $cell:expr) => {
        $crate::rows::cell::parse(&$cell)?
    };
    (MaybeText, $cell:expr) => {
        $crate::rows::cell::parse_maybe($cell.as_deref())?
    };
    (List, $cell:expr) => {
        $crate::rows::cell::parse_list(&$cell)?
    };
    (Count, $cell:expr) => {
        $crate::rows::cell::parse_count($cell)?
    };
    (MaybeCount, $cell:expr) => {
        $cell.map($crate::rows::cell::parse_count).transpose()?
    };
    ($plain:ident, $cell:expr) => {
        $cell
    };
}

pub(crate) use {read_cell, write_cell};
