//! Laws of overlays, over random lists of changes.

use domain::record::{Noun, Record, RecordReader};
use domain::scenario::{Change, conflicts, overlay};
use proptest::prelude::*;

use super::{base, close, draft, end, join, membership_of, newcomer, visit};

/// Changes that may be made, and that may not.
fn a_change() -> impl Strategy<Value = Change> {
    let who = prop::sample::select(vec!["a", "b", "c", "office", "nobody"]);
    let day = prop::sample::select(vec!["2015-06-01", "2016-04-05", "2017-01-31", "1990-01-01"]);
    (0..5u8, who, day, 0..3u32).prop_map(|(what, who, day, made)| {
        let party = if made == 0 { format!("institution:{who}") } else { format!("change:{made}") };
        match what {
            0 => newcomer(),
            1 => join(&party, Some(day)),
            2 => visit(&party, day),
            3 => close(who, day),
            _ if who == "a" || who == "b" => end(&membership_of(&base(), who), day),
            _ => join(&party, None),
        }
    })
}

/// Which kinds of record differ between two, and the rows of the first that are not just so in the second.
struct Before(Vec<(String, String)>);

impl RecordReader for Before {
    fn records<T: Noun>(&mut self, records: &[T]) {
        let rows = records.iter().map(|it| (it.reference().to_string(), serde_json::to_string(it).unwrap()));
        self.0.extend(rows);
    }
}

fn rows(record: &Record) -> Vec<(String, String)> {
    let mut rows = Before(Vec::new());
    record.read(&mut rows);
    rows.0
}

/// The rows that a list of changes may alter.
fn named(record: &Record, changes: &[Change]) -> Vec<String> {
    let mut named = Vec::new();
    for change in changes {
        match change {
            Change::CloseInstitution { institution, .. } => {
                named.push(format!("institution:{institution}"));
                let party = format!("institution:{institution}");
                let memberships = record.memberships.iter().filter(|it| it.party.to_string() == party);
                named.extend(memberships.map(|it| it.reference().to_string()));
                let seats = record.body_memberships.iter();
                let seats = seats.filter(|it| it.on_behalf_of.as_ref() == Some(institution));
                named.extend(seats.map(|it| it.reference().to_string()));
            }
            Change::EndMembership { membership, .. } => named.push(format!("membership:{membership}")),
            _ => {}
        }
    }
    named
}

proptest! {
    #[test]
    fn only_rows_that_a_change_names_are_altered(changes in prop::collection::vec(a_change(), 1..6)) {
        let record = base();
        let scenario = draft(changes);
        match overlay(&record, &scenario) {
            Err(found) => {
                prop_assert!(!found.is_empty());
                prop_assert_eq!(found, conflicts(&record, &scenario));
            }
            Ok(supposed) => {
                prop_assert_eq!(conflicts(&record, &scenario), vec![]);
                prop_assert_eq!(domain::check::problems(&supposed), vec![]);
                let after: std::collections::BTreeMap<_, _> = rows(&supposed).into_iter().collect();
                let named = named(&record, &scenario.changes);
                for (key, row) in rows(&record) {
                    let same = after.get(&key) == Some(&row);
                    prop_assert!(same || named.contains(&key), "{} was altered", key);
                }
                // The support worked out anew says the same.
                let stands = domain::support::standing(supposed.clone()).unwrap();
                prop_assert_eq!(stands.fallen, vec![]);
                prop_assert_eq!(stands.record.memberships, supposed.memberships);
                prop_assert_eq!(stands.record.institutions, supposed.institutions);
            }
        }
    }

    #[test]
    fn equal_scenarios_make_equal_records(changes in prop::collection::vec(a_change(), 1..6)) {
        let record = base();
        prop_assert_eq!(overlay(&record, &draft(changes.clone())), overlay(&record, &draft(changes)));
    }

    #[test]
    fn the_order_of_endings_does_not_matter(
        first in prop::sample::select(vec!["a", "b"]),
        days in (0..3usize, 0..3usize),
    ) {
        let all = ["2016-01-01", "2016-06-30", "2017-12-31"];
        let other = if first == "a" { "b" } else { "a" };
        let record = base();
        let one = vec![close(first, all[days.0]), end(&membership_of(&record, other), all[days.1])];
        let two: Vec<_> = one.iter().rev().cloned().collect();
        let (one, two) = (overlay(&record, &draft(one)).unwrap(), overlay(&record, &draft(two)).unwrap());
        prop_assert_eq!(one.institutions, two.institutions);
        prop_assert_eq!(one.memberships, two.memberships);
        prop_assert_eq!(one.body_memberships, two.body_memberships);
    }

    #[test]
    fn a_change_alone_leaves_other_lists_equal(change in a_change()) {
        let record = base();
        let Ok(supposed) = overlay(&record, &draft(vec![change.clone()])) else { return Ok(()) };
        let same_meetings = supposed.meetings == record.meetings && supposed.participations == record.participations;
        prop_assert_eq!(same_meetings, !matches!(change, Change::HoldMeeting { .. }));
        let adds = matches!(change, Change::AddInstitution { .. } | Change::CloseInstitution { .. });
        prop_assert_eq!(supposed.institutions == record.institutions, !adds);
        prop_assert_eq!(&supposed.territories, &record.territories);
        prop_assert_eq!(&supposed.applications, &record.applications);
        prop_assert_eq!(supposed.documents.len(), record.documents.len() + 1);
    }
}

#[test]
fn no_change_is_the_record_itself() {
    assert_eq!(overlay(&base(), &draft(Vec::new())), Ok(base()));
}
