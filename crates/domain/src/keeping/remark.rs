//! Free texts of a change: personal data have a place of their own, where rights and erasure reach them.

use super::{Fault, FaultCode};
use crate::changeset::{Changeset, find};
use crate::for_each_noun;
use crate::personal_text::findings;
use crate::record::{Listed, Record, RecordRef};

/// The fields of records that hold free text.
const FREE: [&str; 7] = ["note", "detail", "reason", "inference", "title", "text_pl", "text_en"];

/// A fault for each free text that a change adds and that holds what looks like personal data: an address of e-mail, a
/// telephone number, a PESEL number. What the record says already is not looked at again.
#[must_use]
pub fn remarks(record: &Record, changes: &Changeset) -> Vec<Fault> {
    let mut faults = Vec::new();
    over_all(record, &changes.records, &mut faults);
    faults
}

/// The same of one text, such as the reason of a change, at a place of the input.
#[must_use]
pub fn remark(text: &Label, path: &str) -> Option<Fault> {
    let first = findings(text.as_str()).into_iter().next()?;
    let message = format!(
        "the text holds {}; leave it out, as people and contacts have a place of their own",
        first.kind.what()
    );
    Some(Fault::new(FaultCode::PersonalData, path, message))
}

macro_rules! over_all_kinds {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        fn over_all(record: &Record, changed: &Record, faults: &mut Vec<Fault>) {
            $(
                for it in &changed.$field {
                    look(find::<$Type>(record, it.key.as_str()), it, faults);
                }
            )*
        }
    };
}
use crate::body::*;
use crate::call::*;
use crate::claim::*;
use crate::document::*;
use crate::expectation::*;
use crate::identity::*;
use crate::indicator::*;
use crate::institution::*;
use crate::meeting::*;
use crate::mention::*;
use crate::norm::*;
use crate::office::*;
use crate::partnership::*;
use crate::person::{Person, Tenure};
use crate::resolution::*;
use crate::statement::*;
use crate::territory::*;
use crate::vocabulary::*;
for_each_noun!(over_all_kinds);

fn look<T: Listed>(before: Option<&T>, after: &T, faults: &mut Vec<Fault>) {
    let (before, after_texts) = (before.map(texts), texts(after));
    for (field, text) in after_texts {
        let is_new = before.as_ref().is_none_or(|it| !it.contains(&(field.clone(), text.clone())));
        let Some(first) = is_new.then(|| findings(&text).into_iter().next()).flatten() else { continue };
        faults.push(fault(&after.reference(), &field, first.kind.what()));
    }
}

fn fault(at: &RecordRef, field: &str, what: &str) -> Fault {
    let message = format!(
        "`{field}` of {at} holds {what}; leave it out, as people and contacts have a place of their own"
    );
    Fault::new(FaultCode::PersonalData, "", message).about([at.clone()])
}

/// The free texts of a record: its own, and the value that it claims for such a field of another.
fn texts<T: Listed>(record: &T) -> Vec<(String, String)> {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(record) else { return Vec::new() };
    let claimed = fields.get("field").and_then(serde_json::Value::as_str).unwrap_or_default();
    let is_free = |name: &str| FREE.contains(&name) || (name == "value" && FREE.contains(&claimed));
    let texts = fields.iter().filter(|(name, _)| is_free(name));
    texts.filter_map(|(name, it)| Some((name.clone(), it.as_str()?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::vocabulary::Label;

    fn mention(note: &str) -> Mention {
        Mention {
            key: Id::new("m").unwrap(),
            surface: Label::new("OPS, tel. 600 111 222").unwrap(),
            kind: AliasKind::NameVariant,
            target: "institution:ops".parse().unwrap(),
            note: Some(Label::new(note).unwrap()),
        }
    }

    fn codes(record: &Record, note: &str) -> usize {
        let mut changes = Changeset::default();
        changes.put(mention(note));
        remarks(record, &changes).len()
    }

    #[test]
    fn new_notes_are_looked_at_and_old_ones_are_not() {
        let empty = Record::default();
        assert_eq!(codes(&empty, "zwykła uwaga, NIP 526-025-02-74, 14 maja 2015"), 0);
        assert_eq!(codes(&empty, "pisać na jan@example.pl"), 1);
        let known = Record { mentions: vec![mention("pisać na jan@example.pl")], ..Record::default() };
        assert_eq!(codes(&known, "pisać na jan@example.pl"), 0, "it says so already");
        assert_eq!(codes(&known, "pisać na anna@example.pl"), 1);
        let told = remark(&Label::new("tel. +48 600 111 222").unwrap(), "reason").unwrap();
        assert_eq!((told.code, told.path), (FaultCode::PersonalData, vec!["reason".to_owned()]));
        assert!(!told.message.contains("600"), "the value is not told");
    }
}
