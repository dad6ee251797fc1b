//! What an import changes: compares what is given with what is stored, before anything is written.

use std::collections::BTreeMap;

use domain::DomainError;
use domain::check::{Fault, Problem};
use domain::for_each_noun;
use domain::person::{ContactPoint, PersonName, Personal};
use domain::record::{Noun, Record, RecordKind, RecordRef};

use crate::Counts;
use crate::rows::Stored;

/// One record to be written, and what is stored of it.
pub(crate) struct Step<T> {
    /// As stored; none when it is new.
    pub(crate) before: Option<T>,
    /// As it is to be.
    pub(crate) after: T,
}

/// What is to be done with the records of one kind.
pub(crate) struct Steps<T> {
    /// The records to be written, in order of keys.
    pub(crate) steps: Vec<Step<T>>,
    /// How many of those given are what.
    pub(crate) counts: Counts,
}

impl<T: Stored> Steps<T> {
    /// Compares the records of one kind. `stored` is in order of keys; it becomes what the record will be.
    fn new(stored: &mut Vec<T>, given: &[T]) -> Self {
        let mut given: Vec<T> = given.to_vec();
        given.sort_by(|a, b| a.key().cmp(b.key()));
        let mut steps = Vec::new();
        let mut counts = Counts::default();
        let mut added = Vec::new();
        let mut previous: Option<T> = None;
        for mut record in given {
            let twice = previous.as_ref().is_some_and(|it| it.key() == record.key());
            previous = Some(record.clone());
            if twice {
                // Kept beside the first, so that the check of the whole finds it.
                counts.changed += 1;
                added.push(record);
                continue;
            }
            match stored.binary_search_by(|it| it.key().cmp(record.key())) {
                Err(_) => {
                    counts.created += 1;
                    added.push(record.clone());
                    steps.push(Step { before: None, after: record });
                }
                Ok(at) => {
                    let Some(place) = stored.get_mut(at) else { continue };
                    record.keep_decision(place);
                    if *place == record {
                        counts.unchanged += 1;
                    } else {
                        counts.changed += 1;
                        steps.push(Step {
                            before: Some(std::mem::replace(place, record.clone())),
                            after: record,
                        });
                    }
                }
            }
        }
        stored.append(&mut added);
        stored.sort_by(|a, b| a.key().cmp(b.key()));
        Self { steps, counts }
    }
}

macro_rules! declare_plan {
    ($($field:ident: $Type:ident, $name:literal;)*) => {
        use domain::body::*;
        use domain::call::*;
        use domain::claim::*;
        use domain::document::*;
        use domain::expectation::*;
        use domain::identity::*;
        use domain::indicator::*;
        use domain::institution::*;
        use domain::meeting::*;
        use domain::mention::*;
        use domain::norm::*;
        use domain::office::*;
        use domain::partnership::*;
        use domain::person::{Person, Tenure};
        use domain::resolution::*;
        use domain::statement::*;
        use domain::territory::*;
        use domain::vocabulary::*;

        /// What is to be done with the records of each kind.
        pub(crate) struct Plan {
            $(
                #[doc = concat!("With those of kind `", $name, "`.")]
                pub(crate) $field: Steps<$Type>,
            )*
        }

        impl Plan {
            /// Compares the records given with those stored, which become what the record will be.
            pub(crate) fn new(stored: &mut Record, given: &Record) -> Self {
                Self { $($field: Steps::new(&mut stored.$field, &given.$field),)* }
            }

            /// How many of the records given are what, for every kind of which any was given.
            pub(crate) fn counts(&self) -> Vec<(RecordKind, Counts)> {
                let all = [$((<$Type as Noun>::KIND, self.$field.counts)),*];
                all.into_iter().filter(|(_, counts)| counts.given() > 0).collect()
            }

            /// How many records are to be written.
            pub(crate) fn len(&self) -> usize {
                0 $(+ self.$field.steps.len())*
            }
        }
    };
}
for_each_noun!(declare_plan);

/// What is to be done with personal values.
pub(crate) struct PersonalPlan {
    /// Names to be written.
    pub(crate) names: Vec<PersonName>,
    /// Contact points to be written.
    pub(crate) contacts: Vec<ContactPoint>,
    /// How many of the names given are what.
    pub(crate) name_counts: Counts,
    /// How many of the contact points given are what.
    pub(crate) contact_counts: Counts,
}

impl PersonalPlan {
    /// Compares the personal values given with those stored.
    pub(crate) fn new(stored: &Personal, given: &Personal) -> Self {
        let (names, name_counts) = differing(&stored.names, &given.names, |it| it.person.as_str());
        let (contacts, contact_counts) = differing(&stored.contacts, &given.contacts, |it| it.key.as_str());
        Self { names, contacts, name_counts, contact_counts }
    }

    /// How many values are to be written.
    pub(crate) fn len(&self) -> usize {
        self.names.len() + self.contacts.len()
    }
}

fn differing<T: Clone + PartialEq>(stored: &[T], given: &[T], key: impl Fn(&T) -> &str) -> (Vec<T>, Counts) {
    let stored: BTreeMap<&str, &T> = stored.iter().map(|it| (key(it), it)).collect();
    let mut counts = Counts::default();
    let mut written = Vec::new();
    for value in given {
        match stored.get(key(value)) {
            Some(same) if **same == *value => counts.unchanged += 1,
            Some(_) => {
                counts.changed += 1;
                written.push(value.clone());
            }
            None => {
                counts.created += 1;
                written.push(value.clone());
            }
        }
    }
    (written, counts)
}

/// What is wrong with personal values, given the record as it will be. No problem tells a value.
pub(crate) fn personal_problems(record: &Record, personal: &Personal) -> Vec<Problem> {
    let mut known = Known::default();
    record.read(&mut known);
    let mut problems = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for name in &personal.names {
        let at = name.person.reference();
        if !seen.insert(name.person.as_str()) {
            problems.push(Problem { at: at.clone(), what: Fault::DuplicateKey });
        }
        known.look(&at, at.clone(), &mut problems);
    }
    seen.clear();
    for contact in &personal.contacts {
        let at = &contact.of;
        if !seen.insert(contact.key.as_str()) {
            problems.push(Problem { at: at.clone(), what: Fault::DuplicateKey });
        }
        if !matches!(at.kind, RecordKind::Institution | RecordKind::Office | RecordKind::Person) {
            let rule = "a contact point is that of an institution, an office or a person";
            problems.push(Problem { at: at.clone(), what: DomainError::BrokenRule { rule }.into() });
        }
        known.look(at, at.clone(), &mut problems);
        known.look(at, contact.document.reference(), &mut problems);
    }
    problems
}

/// The records that there will be.
#[derive(Default)]
struct Known(std::collections::HashSet<RecordRef>);

impl Known {
    fn look(&self, at: &RecordRef, to: RecordRef, problems: &mut Vec<Problem>) {
        if !self.0.contains(&to) {
            problems.push(Problem { at: at.clone(), what: Fault::DanglingReference { to } });
        }
    }
}

impl domain::record::RecordReader for Known {
    fn records<T: Noun>(&mut self, records: &[T]) {
        self.0.extend(records.iter().map(Noun::reference));
    }
}
