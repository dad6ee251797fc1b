//! Retention: for how long after the end of a function a name may be held (GDPR art. 5(1)(e); identifiers.md 4.2).

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use crate::date::EdtfDate;
use crate::id::Id;
use crate::person::{Person, PublicFunction};
use crate::record::Record;

/// For how many whole months after the end of the function the name of a person of a class is held; none for as long as
/// the record is.
pub type RetentionRules = BTreeMap<PublicFunction, Option<u32>>;

/// The greatest number of months of a rule: a hundred years.
pub const MONTHS_MAX: u32 = 1_200;

/// What holds until somebody sets another rule: holders of public offices for as long as the record, everybody else for
/// five years. Five years is our choice where identifiers.md leaves the number open.
#[must_use]
pub fn default_rules() -> RetentionRules {
    PublicFunction::ALL
        .iter()
        .map(|class| (*class, (*class != PublicFunction::PublicOffice).then_some(60)))
        .collect()
}

/// When a person's function ended, by the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndOfFunction {
    /// The last day; where a source is less precise, the last one that it allows.
    pub on: NaiveDate,
    /// Whether an end is recorded. If not, it is the last day on which the record shows the person at all.
    pub is_recorded: bool,
}

/// How long the name of one person may be held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// Who.
    pub person: Id<Person>,
    /// The class.
    pub public_function: PublicFunction,
    /// When the function ended; none when the record has no date of the person at all.
    pub end: Option<EndOfFunction>,
    /// The last day on which the name may be held; none when the rule sets no end, or nothing is known of the end.
    pub until: Option<NaiveDate>,
}

/// How long the name of each person may be held, in order of keys. Time O(records).
#[must_use]
pub fn retentions(record: &Record, rules: &RetentionRules) -> Vec<Retention> {
    let traces = Traces::of(record);
    let people = record.people.iter().map(|person| {
        let end = traces.end_of(&person.key);
        let months = rules.get(&person.public_function).copied().flatten();
        let until = end.zip(months).and_then(|(end, months)| end.on.checked_add_months(Months::new(months)));
        Retention { person: person.key.clone(), public_function: person.public_function, end, until }
    });
    people.collect()
}

/// What of people's functions has a date.
#[derive(Default)]
struct Traces<'a> {
    /// The ends of tenures and of seats; none for one that has no end recorded.
    ends: BTreeMap<&'a Id<Person>, Vec<Option<NaiveDate>>>,
    /// The last day on which the person is seen.
    seen: BTreeMap<&'a Id<Person>, NaiveDate>,
}

impl<'a> Traces<'a> {
    fn of(record: &'a Record) -> Self {
        let mut traces = Self::default();
        for it in &record.tenures {
            traces.function(&it.person, it.valid_to, &[it.as_of, it.valid_from]);
        }
        for it in &record.body_memberships {
            if let Some(person) = &it.person {
                traces.function(person, it.valid_to, &[it.as_of, it.valid_from]);
            }
        }
        let meetings: BTreeMap<_, _> = record.meetings.iter().map(|it| (&it.key, it.date)).collect();
        let series: BTreeMap<_, _> = record.meeting_series.iter().map(|it| (&it.key, it.date)).collect();
        for it in &record.participations {
            let Some(person) = &it.person else { continue };
            let of_meeting = it.meeting.as_ref().and_then(|it| meetings.get(it));
            let of_series = it.series.as_ref().and_then(|it| series.get(it));
            of_meeting.or(of_series).into_iter().for_each(|date| traces.see(person, *date));
        }
        for it in &record.resolutions {
            if let Some(person) = &it.person {
                traces.see(person, it.date);
            }
        }
        traces
    }

    fn function(&mut self, person: &'a Id<Person>, to: EdtfDate, seen: &[EdtfDate]) {
        self.ends.entry(person).or_default().push(to.latest());
        seen.iter().for_each(|date| self.see(person, *date));
    }

    fn see(&mut self, person: &'a Id<Person>, date: EdtfDate) {
        let Some(day) = date.latest().or_else(|| date.earliest()) else { return };
        let last = self.seen.entry(person).or_insert(day);
        *last = day.max(*last);
    }

    /// The end is recorded when that of every function is.
    fn end_of(&self, person: &Id<Person>) -> Option<EndOfFunction> {
        let ends = self.ends.get(person).map_or(&[][..], Vec::as_slice);
        let all: Option<Vec<NaiveDate>> = ends.iter().copied().collect();
        let last = all.and_then(|it| it.into_iter().max());
        let seen = self.seen.get(person).copied();
        match (last, seen) {
            (Some(end), _) => Some(EndOfFunction { on: end, is_recorded: true }),
            (None, Some(seen)) => Some(EndOfFunction { on: seen, is_recorded: false }),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{EndOfFunction, default_rules, retentions};
    use crate::date::EdtfDate;
    use crate::person::{Person, PublicFunction, Tenure};
    use crate::record::Record;

    fn tenure(key: &str, as_of: &str, to: &str) -> Tenure {
        Tenure {
            key: key.parse().expect("a key"),
            person: "p".parse().expect("a key"),
            office: None,
            institution: Some("ops".parse().expect("a key")),
            role_pl: "rola".parse().expect("a label"),
            role_en: "role".parse().expect("a label"),
            as_of: as_of.parse().expect("a date"),
            valid_from: EdtfDate::UNKNOWN,
            valid_to: to.parse().expect("a date"),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn of(class: PublicFunction, tenures: Vec<Tenure>) -> (Option<EndOfFunction>, Option<NaiveDate>) {
        let person = Person {
            key: "p".parse().expect("a key"),
            public_function: class,
            function_pl: "funkcja".parse().expect("a label"),
            function_en: "function".parse().expect("a label"),
        };
        let record = Record { people: vec![person], tenures, ..Record::default() };
        let found = retentions(&record, &default_rules()).remove(0);
        (found.end, found.until)
    }

    #[test]
    fn five_years_after_the_end_of_the_last_function() {
        let class = PublicFunction::Representative;
        let ended = of(class, vec![tenure("a", "2014", "2015-03"), tenure("b", "2015", "2016-02-29")]);
        let end = EndOfFunction { on: day("2016-02-29"), is_recorded: true };
        // Five years later there is no 29 February.
        assert_eq!(ended, (Some(end), Some(day("2021-02-28"))));
        let open = of(class, vec![tenure("a", "2014", "2015-03"), tenure("b", "2015-02-06", "XXXX")]);
        let seen = EndOfFunction { on: day("2015-02-06"), is_recorded: false };
        assert_eq!(open, (Some(seen), Some(day("2020-02-06"))));
    }

    #[test]
    fn offices_for_ever_and_the_undated_for_want_of_a_date() {
        let (end, until) = of(PublicFunction::PublicOffice, vec![tenure("a", "2014", "2015")]);
        assert_eq!((end.map(|it| it.on), until), (Some(day("2015-12-31")), None));
        assert_eq!(of(PublicFunction::Employee, Vec::new()), (None, None));
    }
}
