//! Cells to values: a serde deserializer over the cells of one row, which knows which cell a value came from.
//!
//! A cell is text. Optional values are none when it is empty, numbers and truth values are read from their text, and
//! everything else reads its own text form (keys, dates, parties, lists with `|`).

use std::cell::RefCell;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

/// Why a cell cannot be what its column holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CellError {
    /// Not one of the words of a closed list.
    Word(&'static [&'static str]),
    /// Not a number, or out of range.
    Number,
    /// Neither `true` nor `false`.
    Boolean,
    /// Whatever the value itself says.
    Message(String),
}

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(words) => write!(f, "expected one of {}", words.join(", ")),
            Self::Number => f.write_str("expected a number, with a point before decimals"),
            Self::Boolean => f.write_str("expected true or false"),
            Self::Message(message) => f.write_str(message),
        }
    }
}
impl std::error::Error for CellError {}
impl serde::de::Error for CellError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Message(message.to_string())
    }
}

/// A cell with the name of its field.
pub(crate) type Named<'a> = (&'static str, &'a str);

/// Reads a value from the cells of a row.
///
/// # Errors
/// For each cell that cannot be read, its field and why.
pub(crate) fn read_row<T: DeserializeOwned>(
    cells: &[Named<'_>],
) -> Result<T, Vec<(&'static str, CellError)>> {
    let refused = RefCell::new(None);
    match T::deserialize(Row { cells, refused: &refused }) {
        Ok(value) => Ok(value),
        Err(_) => Err(cells
            .iter()
            .filter_map(|(field, text)| read_cell::<T>(field, text).err().map(|it| (*field, it)))
            .collect()),
    }
}

/// Whether field `field` of a `T` can hold `text`, whatever the other fields are.
pub(crate) fn read_cell<T: DeserializeOwned>(field: &'static str, text: &str) -> Result<(), CellError> {
    let refused = RefCell::new(None);
    // The other fields are missing, so this as a whole may well fail; what counts is what the one cell said.
    let _ = T::deserialize(Row { cells: &[(field, text)], refused: &refused });
    refused.into_inner().map_or(Ok(()), Err)
}

/// The names of the fields of a `T`, in their order, as serde knows them.
pub(crate) fn fields<T: DeserializeOwned>() -> &'static [&'static str] {
    let names = RefCell::new(&[][..]);
    // Fails by design: the names are all that is wanted.
    let _ = T::deserialize(FieldNames(&names));
    names.into_inner()
}

struct FieldNames<'a>(&'a RefCell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for FieldNames<'_> {
    type Error = CellError;
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, CellError> {
        Err(CellError::Message("only the names of fields are asked for".to_owned()))
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CellError> {
        self.0.replace(fields);
        self.deserialize_any(visitor)
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Row<'a> {
    cells: &'a [Named<'a>],
    /// What the last cell that could not be read said.
    refused: &'a RefCell<Option<CellError>>,
}

impl<'de> Deserializer<'de> for Row<'_> {
    type Error = CellError;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        visitor.visit_map(Cells { row: self, next: 0 })
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Cells<'a> {
    row: Row<'a>,
    next: usize,
}

impl<'de> MapAccess<'de> for Cells<'_> {
    type Error = CellError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, CellError> {
        let Some((field, _)) = self.row.cells.get(self.next) else { return Ok(None) };
        let name: StrDeserializer<'_, CellError> = field.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, CellError> {
        let text = self.row.cells.get(self.next).map_or("", |(_, text)| text);
        self.next += 1;
        let read = seed.deserialize(Cell(text));
        if let Err(error) = &read {
            self.row.refused.replace(Some(error.clone()));
        }
        read
    }
}

struct Cell<'a>(&'a str);

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ty),*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
            visitor.$visit(self.0.parse::<$number>().map_err(|_not_a_number| CellError::Number)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Cell<'_> {
    type Error = CellError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        visitor.visit_bool(self.0.parse().map_err(|_not_a_boolean| CellError::Boolean)?)
    }

    numbers! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64, deserialize_f32 visit_f32 f32,
        deserialize_f64 visit_f64 f64
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CellError> {
        if variants.contains(&self.0) {
            let word: StrDeserializer<'_, CellError> = self.0.into_deserializer();
            visitor.visit_enum(word)
        } else {
            Err(CellError::Word(variants))
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, CellError> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}
