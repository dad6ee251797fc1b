//! JSON to sheets: a list of objects is one sheet, an object of such lists has a sheet for each of its keys.
//!
//! The text is read as a stream, so that memory is that of the cells. A key that an object has twice is a flaw of its
//! row. Numbers keep the form in which they stand.

use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::csv::damage;
use super::issue::IssueCode;
use super::settings::{Left, Limits};
use super::sheet::{CellKind, Flaw, Sheet};

/// Reads a text; `name` is the name of the sheet when the text is a list.
///
/// # Errors
/// What is wrong with the text as a whole, with its line.
pub(crate) fn read(
    name: &str,
    text: &str,
    limits: &Limits,
    left: &mut Left,
) -> Result<Vec<Sheet>, (IssueCode, Option<u64>, String)> {
    let mut sheets = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let reading = Top { name, limits, left, sheets: &mut sheets };
    let read = reading.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match read {
        Ok(()) => Ok(sheets),
        Err(error) => {
            let line = u64::try_from(error.line()).ok().filter(|it| *it > 0);
            Err((IssueCode::BrokenFile, line, format!("this is no JSON that can be read: {error}")))
        }
    }
}

struct Top<'a> {
    name: &'a str,
    limits: &'a Limits,
    left: &'a mut Left,
    sheets: &'a mut Vec<Sheet>,
}

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects, or an object of lists of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let sheet = rows(self.name, seq, self.limits, self.left)?;
        self.sheets.push(sheet);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if self.sheets.len() >= self.limits.sheets {
                return Err(serde::de::Error::custom(format!("more than {} lists", self.limits.sheets)));
            }
            let list = List { name: &name, limits: self.limits, left: self.left };
            if let Some(sheet) = map.next_value_seed(list)? {
                self.sheets.push(sheet);
            }
        }
        Ok(())
    }
}

struct List<'a> {
    name: &'a str,
    limits: &'a Limits,
    left: &'a mut Left,
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = Option<Sheet>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Sheet>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A key of the outer object that holds no list, such as a title, is no sheet.
macro_rules! no_sheet {
    ($($method:ident($type:ty);)*) => {
        $(fn $method<E: serde::de::Error>(self, _: $type) -> Result<Option<Sheet>, E> { Ok(None) })*
    };
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = Option<Sheet>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Option<Sheet>, A::Error> {
        rows(self.name, seq, self.limits, self.left).map(Some)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Option<Sheet>, E> {
        Ok(None)
    }

    no_sheet! { visit_str(&str); visit_bool(bool); visit_i64(i64); visit_u64(u64); visit_f64(f64); }
}

/// The value of an object's key, with keys that stand twice kept apart.
struct Pairs(Vec<(String, Value)>);

struct Row;

impl<'de> DeserializeSeed<'de> for Row {
    type Value = Result<Pairs, ()>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A row that is no object.
macro_rules! no_row {
    ($($method:ident($type:ty);)*) => {
        $(fn $method<E: serde::de::Error>(self, _: $type) -> Result<Self::Value, E> { Ok(Err(())) })*
    };
}

impl<'de> Visitor<'de> for Row {
    type Value = Result<Pairs, ()>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry::<String, Value>()? {
            pairs.push(pair);
        }
        Ok(Ok(Pairs(pairs)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(Err(()))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(Err(()))
    }

    no_row! { visit_str(&str); visit_bool(bool); visit_i64(i64); visit_u64(u64); visit_f64(f64); }
}

/// Reads the objects of a list. The header is the keys of all of them in order of their first use, as row 0.
fn rows<'de, A: SeqAccess<'de>>(
    name: &str,
    mut seq: A,
    limits: &Limits,
    left: &mut Left,
) -> Result<Sheet, A::Error> {
    let mut body = Sheet::new(name);
    let mut places = HashMap::<String, usize>::new();
    let mut header = Vec::<String>::new();
    let mut number = 0u64;
    while let Some(row) = seq.next_element_seed(Row)? {
        number += 1;
        if let Some(message) = left.refusal(limits) {
            body.broken = Some((IssueCode::TooMany, number, message));
            while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
            break;
        }
        body.begin(number);
        match row {
            Ok(Pairs(pairs)) => cells(&mut body, pairs, (&mut places, &mut header), limits),
            Err(()) => body.flaw(Flaw::error(
                IssueCode::InvalidValue,
                None,
                "a row is an object with a key for each column",
            )),
        }
        if body.end() {
            left.take(body.last_row());
        }
    }
    body.set_header(&header);
    Ok(body)
}

fn cells(
    body: &mut Sheet,
    pairs: Vec<(String, Value)>,
    (places, header): (&mut HashMap<String, usize>, &mut Vec<String>),
    limits: &Limits,
) {
    let mut row: Vec<Option<(String, CellKind)>> = vec![None; header.len()];
    for (key, value) in pairs {
        let place = match places.get(&key) {
            Some(place) => *place,
            None if header.len() >= limits.columns => {
                let message = format!("the objects have more than {} keys", limits.columns);
                body.flaw(Flaw::error(IssueCode::TooMany, None, message));
                return;
            }
            None => {
                places.insert(key.clone(), header.len());
                header.push(key.clone());
                header.len() - 1
            }
        };
        if row.len() <= place {
            row.resize(place + 1, None);
        }
        let Some(slot) = row.get_mut(place) else { return };
        if slot.is_some() {
            body.flaw(Flaw::error(IssueCode::DuplicateKey, Some(place), "the object has this key twice"));
        }
        match text_of(value, limits) {
            Ok(cell) => *slot = Some(cell),
            Err((code, message)) => {
                *slot = Some((String::new(), CellKind::Text));
                body.flaw(Flaw::error(code, Some(place), message));
            }
        }
    }
    for cell in row {
        let (text, kind) = cell.unwrap_or((String::new(), CellKind::Text));
        body.cell(&text, kind);
    }
}

fn text_of(value: Value, limits: &Limits) -> Result<(String, CellKind), (IssueCode, String)> {
    let (text, kind) = match value {
        Value::Null => (String::new(), CellKind::Text),
        Value::Bool(truth) => (truth.to_string(), CellKind::Truth),
        Value::Number(number) => (number.to_string(), CellKind::Number),
        Value::String(text) => (text, CellKind::Text),
        Value::Array(items) => {
            let mut texts = Vec::new();
            for item in items {
                match item {
                    Value::String(text) if !text.contains('|') => texts.push(text),
                    Value::Number(number) => texts.push(number.to_string()),
                    _ => {
                        let message = "a list in a cell holds texts without `|`, or numbers";
                        return Err((IssueCode::InvalidValue, message.to_owned()));
                    }
                }
            }
            (texts.join("|"), CellKind::Text)
        }
        Value::Object(_) => {
            return Err((
                IssueCode::InvalidValue,
                "a cell holds a text, a number or a list, no object".to_owned(),
            ));
        }
    };
    if text.len() > limits.cell_bytes {
        let message = format!("the cell has {} bytes, at most {} are read", text.len(), limits.cell_bytes);
        return Err((IssueCode::TooLong, message));
    }
    match damage(&text) {
        Some(message) => Err((IssueCode::DamagedText, message.to_owned())),
        None => Ok((text, kind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets(text: &str) -> Result<Vec<Sheet>, (IssueCode, Option<u64>, String)> {
        read("plik", text, &Limits::default(), &mut Left::of(&Limits::default()))
    }

    fn texts(sheet: &Sheet, row: usize) -> Vec<&str> {
        (0..sheet.width(row)).map(|it| sheet.get(row, it).text).collect()
    }

    #[test]
    fn a_list_is_a_sheet_and_an_object_has_several() {
        let read = sheets(r#"[{"name": "A", "n": 1.50}, {"n": null, "x": ["b", "c"]}, {}]"#).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(&*read[0].name, "plik");
        assert_eq!(texts(&read[0], 0), ["name", "n", "x"]);
        assert_eq!(texts(&read[0], 1), ["A", "1.5"]);
        assert_eq!(texts(&read[0], 2), ["", "", "b|c"]);
        assert_eq!((read[0].number(1), read[0].number(2)), (1, 2));
        assert_eq!(read[0].blank_rows, [3]);
        let read = sheets(r#"{"title": "t", "elements": [{"label": "A"}], "connections": []}"#).unwrap();
        assert_eq!(read.iter().map(|it| &*it.name).collect::<Vec<_>>(), ["elements", "connections"]);
    }

    #[test]
    fn what_is_no_row_or_no_cell_is_a_flaw_of_its_row() {
        let read =
            sheets(r#"[1, {"a": {"b": 1}}, {"a": 1, "a": 2}, {"a": "x\u0000"}, [1], {"a": "ok"}]"#).unwrap();
        let flaws: Vec<_> =
            read[0].flaws.iter().map(|(row, it)| (read[0].number(*row), it[0].code)).collect();
        assert_eq!(
            flaws,
            [
                (1, IssueCode::InvalidValue),
                (2, IssueCode::InvalidValue),
                (3, IssueCode::DuplicateKey),
                (4, IssueCode::DamagedText),
                (5, IssueCode::InvalidValue),
            ]
        );
    }

    #[test]
    fn broken_json_is_refused_with_its_line() {
        assert!(matches!(sheets("[{\"a\": 1},\n{]"), Err((IssueCode::BrokenFile, Some(2), _))));
        assert!(matches!(sheets("\"text\""), Err((IssueCode::BrokenFile, ..))));
        let deep = "[".repeat(100_000);
        assert!(matches!(sheets(&deep), Err((IssueCode::BrokenFile, ..))));
    }
}
