//! The plan as a record: every institution, meeting and attendance of the plan, with the territory, partnerships,
//! councils, calls and projects around them, and a claim with its source for everything.
//!
//! Institution and meeting keys are in the order of the plan, so their positions in a network are their numbers in the
//! plan; the secretariats of partnerships, which roll up to labour offices, come after. On the basis of all evidence
//! the shared occasions of two institutions are just their shared meetings of the plan.

mod expectation;
mod institution;
mod meeting;
mod partnership;
mod vocabulary;

use domain::DomainError;
use domain::claim::{Claim, ClaimStatus, ClaimText, Confidence, claim_key};
use domain::date::EdtfDate;
use domain::document::{DocumentKind, DocumentState, SourceDocument};
use domain::id::Id;
use domain::indicator::{Collection, Indicator, IndicatorNature};
use domain::record::{Noun, Record, RecordReader, RecordRef};
use domain::support::needs_claim;
use domain::vocabulary::Label;
use measures::random::Random;

use crate::plan::{Plan, Stream};

impl Plan {
    /// The record of the network. Whole: [`domain::check::problems`] finds nothing in it. Time O(attendances), some 2 kB
    /// for each.
    ///
    /// # Errors
    /// [`DomainError`] when a value is refused by the domain; none for a plan that was drawn.
    pub fn record(&self) -> Result<Record, DomainError> {
        let mut draft = Draft {
            plan: self,
            random: Stream::Record.of(self.parameters().seed),
            record: Record::default(),
            known: Vec::new(),
        };
        draft.documents()?;
        draft.vocabulary()?;
        draft.territory()?;
        draft.institutions()?;
        draft.partnerships()?;
        draft.meetings()?;
        draft.projects()?;
        draft.expectations()?;
        draft.claims()?;
        draft.record.sort();
        Ok(draft.record)
    }
}

/// How a participation or membership is known, when it is not stated outright.
#[derive(Clone, Copy, PartialEq)]
enum Known {
    Outright,
    ByConvention,
    Inferred,
}

/// A record in the making.
struct Draft<'a> {
    plan: &'a Plan,
    random: Random,
    record: Record,
    /// How the participations are known, in their order.
    known: Vec<Known>,
}

/// A key, as the id of a kind of record.
fn id<T>(key: &str) -> Result<Id<T>, DomainError> {
    Id::new(key)
}

fn label(text: &str) -> Result<Label, DomainError> {
    Label::new(text)
}

fn day(date: chrono::NaiveDate) -> EdtfDate {
    EdtfDate::day(date).unwrap_or(EdtfDate::UNKNOWN)
}

impl Draft<'_> {
    fn documents(&mut self) -> Result<(), DomainError> {
        let mut documents = vec![
            (
                "register".to_owned(),
                "Wykaz jednostek i instytucji",
                DocumentKind::Register,
                EdtfDate::UNKNOWN,
            ),
            ("conventions".to_owned(), "Słowniki", DocumentKind::Convention, EdtfDate::UNKNOWN),
        ];
        for year in crate::FIRST_YEAR..crate::FIRST_YEAR + 10 {
            let covers = EdtfDate::year(year).unwrap_or(EdtfDate::UNKNOWN);
            documents.push((report_of(year), "Sprawozdanie roczne", DocumentKind::ActivityReport, covers));
        }
        for (key, title, kind, covers) in documents {
            self.record.documents.push(SourceDocument {
                key: id(&key)?,
                title: label(title)?,
                kind,
                covers,
                dated: EdtfDate::UNKNOWN,
                dated_basis: None,
                sha256: None,
                locator_scheme: label("numery wierszy")?,
                state: DocumentState::Accepted,
            });
        }
        Ok(())
    }

    /// Adds the number declared for a collection.
    fn declare(
        &mut self,
        of: RecordRef,
        collection: Collection,
        value: usize,
        unit: &str,
        as_of: EdtfDate,
    ) -> Result<(), DomainError> {
        self.record.indicators.push(Indicator {
            key: id(&format!("declared-{:08}", self.record.indicators.len() + 1))?,
            label_pl: label("podana liczba")?,
            label_en: Some(label("number declared")?),
            value: value as f64,
            unit: label(unit)?,
            as_of,
            nature: IndicatorNature::Declared,
            of: Some(of),
            collection: Some(collection),
            note: None,
        });
        Ok(())
    }

    /// Gives every record its claim. Participations and what else is dated rest on the report of some year, the others on
    /// the register or the conventions.
    fn claims(&mut self) -> Result<(), DomainError> {
        let mut subjects = Subjects(Vec::new());
        self.record.read(&mut subjects);
        let known: std::collections::BTreeMap<RecordRef, Known> = self
            .record
            .participations
            .iter()
            .zip(&self.known)
            .filter(|it| *it.1 != Known::Outright)
            .map(|(participation, known)| (participation.reference(), *known))
            .collect();
        let inference = label("z listy zaproszonych")?;
        for (row, subject) in subjects.0.into_iter().enumerate() {
            let document: Id<SourceDocument> = id(&self.document_of(&subject))?;
            let locator = label(&format!("L{}", row + 1))?;
            let known = known.get(&subject).copied().unwrap_or(Known::Outright);
            let key = claim_key(&subject, None, None, &document, &locator)?;
            let is_inferred = known == Known::Inferred;
            self.record.claim_texts.push(ClaimText {
                key: id(key.as_str())?,
                locator,
                inference: is_inferred.then(|| inference.clone()),
            });
            self.record.claims.push(Claim {
                key,
                subject,
                field: None,
                value: None,
                rank: 1,
                document,
                confidence: if is_inferred { Confidence::Inferred } else { Confidence::Stated },
                convention: if known == Known::ByConvention { Some(label("C1")?) } else { None },
                premises: Vec::new(),
                status: ClaimStatus::Asserted,
            });
        }
        Ok(())
    }

    fn document_of(&self, subject: &RecordRef) -> String {
        use domain::record::RecordKind as Kind;
        match subject.kind {
            Kind::Sector
            | Kind::InstitutionType
            | Kind::MeetingKind
            | Kind::TieWeight
            | Kind::Expectation => "conventions".to_owned(),
            Kind::Meeting | Kind::Participation => {
                // Keys are `m-00000001` and `p-00000001-001`.
                let number = subject.key.get(2..10).and_then(|it| it.parse::<usize>().ok()).unwrap_or(1);
                let meeting = self.plan.meetings().get(number.saturating_sub(1));
                report_of(meeting.map_or(crate::FIRST_YEAR, |it| chrono::Datelike::year(&it.day)))
            }
            _ => "register".to_owned(),
        }
    }
}

fn report_of(year: i32) -> String {
    format!("report-{year}")
}

/// Collects the records that need a claim.
struct Subjects(Vec<RecordRef>);

impl RecordReader for Subjects {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if needs_claim(T::KIND) {
            self.0.extend(records.iter().map(Noun::reference));
        }
    }
}
