//! Taking a name out of texts: what is removed, what somebody has to decide, and keys that give the name away.
//!
//! Erasure (GDPR art. 17) rewrites texts by one pure function of the text, so that the same text becomes the same
//! wherever it stands: in the record, in the states that the change log keeps, in scenarios. A log that is rewritten so
//! still replays to the record that was rewritten so.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use crate::naming::{Certainty, NameForms, Passage};
use crate::vocabulary::Label;
use crate::words;

/// What stands in the place of a name.
pub const REMOVED: &str = "[…]";

/// What stands in the place of a name within a key, where only letters, digits, hyphens and full stops may stand.
const REMOVED_IN_KEY: &str = "x";

/// The namespace of the ids of texts: a constant, so that a text has the same id in a dry run and in the act.
const NAMESPACE: Uuid = Uuid::from_u128(0x2c9a_71d4_83b6_5e0f_9d27_46f1_0c58_b3ea);

words! {
    /// What is to become of the passages of one text.
    PassageDecision {
        /// They stay: the passage is not the person's name, or must stay.
        Keep = "KEEP",
        /// They go, those too that only may be the name.
        Remove = "REMOVE",
    }
}

/// The id of a text, for decisions on it.
#[must_use]
pub fn text_id(text: &str) -> String {
    Uuid::new_v5(&NAMESPACE, text.as_bytes()).to_string()
}

/// What is taken out of texts.
#[derive(Debug, Clone)]
pub struct Redaction {
    names: Vec<NameForms>,
    decisions: BTreeMap<String, PassageDecision>,
    renamed: BTreeMap<String, String>,
}

/// What a text becomes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redacted {
    /// The text as it is to be; none when it stays.
    pub text: Option<String>,
    /// The passages that may be the name and that nobody has decided on; they stay.
    pub undecided: Vec<Passage>,
}

impl Redaction {
    /// Takes full names of one person out, such as a former one too, with decisions by the ids of texts ([`text_id`]).
    #[must_use]
    pub fn new(full_names: &[&str], decisions: BTreeMap<String, PassageDecision>) -> Self {
        let names = full_names.iter().map(|it| NameForms::new(it)).collect();
        Self { names, decisions, renamed: BTreeMap::new() }
    }

    /// The same that takes everything out that may be a name, whatever was decided.
    #[must_use]
    pub fn of_everything(&self, text: &str) -> Option<String> {
        let passages = self.passages(text);
        (!passages.is_empty()).then(|| without(text, &passages))
    }

    /// The passages of a text that are, or may be, one of the names: in their order, none in another.
    #[must_use]
    pub fn passages(&self, text: &str) -> Vec<Passage> {
        let mut found: Vec<Passage> = self.names.iter().flat_map(|it| it.passages(text)).collect();
        if self.names.len() > 1 {
            found.sort_by_key(|it| (it.at.start, std::cmp::Reverse(it.at.end)));
            let mut apart: Vec<Passage> = Vec::new();
            for passage in found {
                match apart.last_mut().filter(|it| passage.at.start < it.at.end) {
                    Some(last) => {
                        last.at.end = last.at.end.max(passage.at.end);
                        last.certainty = last.certainty.max(passage.certainty);
                    }
                    None => apart.push(passage),
                }
            }
            return apart;
        }
        found
    }

    /// Whether a key of the person's own gives the name away, see [`NameForms::is_hinted_at`].
    #[must_use]
    pub fn is_hinted_at(&self, key: &str) -> bool {
        self.names.iter().any(|it| it.is_hinted_at(key))
    }

    /// Has a key replaced wherever it stands.
    pub fn rename(&mut self, key: &str, other: &str) {
        self.renamed.insert(key.to_owned(), other.to_owned());
    }

    /// The keys that are replaced, with what replaces them.
    #[must_use]
    pub fn renamed(&self) -> &BTreeMap<String, String> {
        &self.renamed
    }

    /// What a text becomes: keys are replaced whatever was decided, then passages go. Time O(length).
    #[must_use]
    pub fn text(&self, text: &str) -> Redacted {
        let renamed = self.with_other_keys(text);
        let before = renamed.as_deref().unwrap_or(text);
        let passages = self.passages(before);
        let decision = if passages.is_empty() { None } else { self.decisions.get(&text_id(text)).copied() };
        let (removed, undecided): (Vec<_>, Vec<_>) = match decision {
            Some(PassageDecision::Keep) => (Vec::new(), Vec::new()),
            Some(PassageDecision::Remove) => (passages, Vec::new()),
            None => passages.into_iter().partition(|it| it.certainty == Certainty::Certain),
        };
        let after = if removed.is_empty() { renamed } else { Some(without(before, &removed)) };
        Redacted { text: after.filter(|it| it != text), undecided }
    }

    /// The text with keys replaced; none when it holds none of them.
    fn with_other_keys(&self, text: &str) -> Option<String> {
        if self.renamed.is_empty() {
            return None;
        }
        let mut after = String::new();
        let mut rest = text;
        let mut is_changed = false;
        while !rest.is_empty() {
            let gap = rest.find(is_of_key).unwrap_or(rest.len());
            let (between, from) = rest.split_at(gap);
            let length = from.find(|it| !is_of_key(it)).unwrap_or(from.len());
            let (run, next) = from.split_at(length);
            after.push_str(between);
            match self.renamed.get(run) {
                Some(other) => {
                    is_changed = true;
                    after.push_str(other);
                }
                None => after.push_str(run),
            }
            rest = next;
        }
        is_changed.then_some(after)
    }

    /// Redacts every text within JSON, names of members too; whether anything was changed. What nobody has decided on is
    /// added to `undecided`, as the text with its passages.
    pub fn json(&self, value: &mut Value, undecided: &mut Vec<(String, Vec<Passage>)>) -> bool {
        match value {
            Value::String(text) => {
                let redacted = self.text(text);
                if !redacted.undecided.is_empty() {
                    undecided.push((text.clone(), redacted.undecided));
                }
                redacted.text.map(|it| *text = it).is_some()
            }
            Value::Array(values) => {
                // Each of them: `any` would stop at the first.
                values.iter_mut().filter_map(|it| self.json(it, undecided).then_some(())).count() > 0
            }
            Value::Object(members) => {
                members.values_mut().filter_map(|it| self.json(it, undecided).then_some(())).count() > 0
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

fn is_of_key(it: char) -> bool {
    it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-' || it == '.'
}

/// The text without the passages, never longer than a label may be when it was none.
fn without(text: &str, passages: &[Passage]) -> String {
    let mut after = String::with_capacity(text.len());
    let mut from = 0;
    for passage in passages {
        after.push_str(text.get(from..passage.at.start).unwrap_or_default());
        let removed = text.get(passage.at.clone()).unwrap_or_default();
        let is_key = removed.contains(['-', '.']) && removed.chars().all(is_of_key);
        after.push_str(if is_key { REMOVED_IN_KEY } else { REMOVED });
        from = passage.at.end;
    }
    after.push_str(text.get(from..).unwrap_or_default());
    let fits = text.chars().count().max(Label::MAX);
    if after.chars().count() > fits { after.chars().take(fits).collect() } else { after }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::{PassageDecision, Redaction, text_id};

    fn redaction(decisions: &[(&str, PassageDecision)]) -> Redaction {
        let decisions: BTreeMap<_, _> = decisions.iter().map(|(text, it)| (text_id(text), *it)).collect();
        Redaction::new(&["Izabela Kumor-Pilarczyk"], decisions)
    }

    #[test]
    fn what_is_certain_goes_and_the_rest_is_asked_about() {
        let redacted = redaction(&[]).text("na wniosek Izabeli Kumor-Pilarczyk; p. Kumor zagaiła");
        assert_eq!(redacted.text.as_deref(), Some("na wniosek […]; p. Kumor zagaiła"));
        assert_eq!(redacted.undecided.len(), 1);
        let other = redaction(&[]).text("bez nazwisk");
        assert_eq!((other.text, other.undecided.len()), (None, 0));
    }

    #[test]
    fn decisions_are_of_texts() {
        let text = "p. Kumor i Rada";
        let kept = redaction(&[(text, PassageDecision::Keep)]).text(text);
        assert_eq!((kept.text, kept.undecided.len()), (None, 0));
        let removed = redaction(&[(text, PassageDecision::Remove)]).text(text);
        assert_eq!(removed.text.as_deref(), Some("p. […] i Rada"));
    }

    #[test]
    fn keys_are_replaced_wherever_they_stand() {
        let mut redaction = redaction(&[]);
        redaction.rename("kumor-2015", "person-7f");
        let text = |text: &str| redaction.text(text).text;
        assert_eq!(text("kumor-2015").as_deref(), Some("person-7f"));
        assert_eq!(
            text("person:kumor-2015|person:kumor-20151").as_deref(),
            Some("person:person-7f|person:kumor-20151")
        );
        assert_eq!(text("body:izabela-kumor-2").as_deref(), Some("body:x-2"), "still a key");
    }

    #[test]
    fn texts_within_json() {
        let mut value = json!({"a": {"note": "I. Kumor Pilarczyk"}, "b": ["Kumor", 3, null]});
        let mut undecided = Vec::new();
        assert!(redaction(&[]).json(&mut value, &mut undecided));
        assert_eq!(value, json!({"a": {"note": "[…]"}, "b": ["Kumor", 3, null]}));
        assert_eq!(undecided.len(), 1);
        assert!(!redaction(&[]).json(&mut value, &mut undecided), "a second time does nothing");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_left_once_all_is_decided(before in ".{0,40}", between in "[ .-]{1,2}", after in ".{0,40}") {
            let text = format!("{before} Izabelą{between}Kumor-Pilarczyk {after}");
            let once = redaction(&[(&text, PassageDecision::Remove)]).text(&text).text.unwrap_or_default();
            proptest::prop_assert!(!once.contains("Kumor") && !once.contains("Pilarczyk"));
            let again = redaction(&[(&once, PassageDecision::Remove)]).text(&once);
            proptest::prop_assert_eq!(again.text, None);
        }
    }
}
