//! What is held of a person (GDPR art. 15), machine-readable.

use chrono::{DateTime, Utc};
use domain::claim::Claim;
use domain::id::Id;
use domain::person::Person;
use domain::record::{Noun, Record, RecordReader, RecordRef};
use serde::Serialize;
use store::{AuditAct, AuditEntry, AuditFilter};

use crate::{Actor, Clock, Permission, Service, ServiceError};

/// A record that is about the person or refers to the person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordHeld {
    /// Which.
    pub record: String,
    /// Its fields, as in import files.
    pub fields: serde_json::Value,
}

/// A claim about such a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimHeld {
    /// The claim.
    pub claim: String,
    /// What it is about.
    pub subject: String,
    /// The field; none for the existence.
    pub field: Option<String>,
    /// The value claimed.
    pub value: Option<String>,
    /// The document that says so.
    pub document: String,
    /// The title of the document.
    pub title: Option<String>,
    /// Where in the document.
    pub locator: Option<String>,
    /// How it is known.
    pub confidence: String,
    /// Whether it counts.
    pub status: String,
}

/// A way to reach the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactHeld {
    /// The kind.
    pub kind: String,
    /// The value.
    pub value: String,
    /// The document that gives it.
    pub document: String,
}

/// A text that mentions the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextHeld {
    /// The text.
    pub text: String,
    /// Whether it certainly is the name; a surname alone may be something else.
    pub is_certain: bool,
    /// Where it stands, by table and column of the database.
    pub places: Vec<String>,
}

/// An entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessHeld {
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub what: String,
    /// By whom, by function.
    pub by: String,
    /// In which role.
    pub role: String,
    /// Why, if said.
    pub reason: Option<String>,
}

/// A change of what is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeHeld {
    /// The revision.
    pub revision: u64,
    /// Of which record.
    pub record: String,
}

/// Everything that is held of a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonReport {
    /// The person's key.
    pub person: String,
    /// The revision of the record.
    pub revision: u64,
    /// When the report was made.
    pub made_at: DateTime<Utc>,
    /// The name; none when it is not recorded, or was erased.
    pub name: Option<String>,
    /// The class.
    pub public_function: String,
    /// The function, in Polish.
    pub function_pl: String,
    /// The function, in English.
    pub function_en: String,
    /// Until when the name may be held by the rules of retention; none without an end.
    pub held_until: Option<chrono::NaiveDate>,
    /// Why the data must be kept; none when they need not.
    pub legal_hold: Option<String>,
    /// Ways to reach the person.
    pub contact_points: Vec<ContactHeld>,
    /// Tenures, seats, participations, resolutions: what refers to the person.
    pub records: Vec<RecordHeld>,
    /// The claims about these, with their documents and places.
    pub claims: Vec<ClaimHeld>,
    /// Texts that mention the name.
    pub mentions: Vec<TextHeld>,
    /// Who saw, reported or changed personal values, the newest first; at most 10,000.
    pub accesses: Vec<AccessHeld>,
    /// The changes of these records.
    pub changes: Vec<ChangeHeld>,
}

/// The most entries of the trail in one report.
const ACCESSES_MAX: u64 = 10_000;

impl Service {
    /// Everything that is held of a person. Making it is noted.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] without the permission CURATE; [`ServiceError::NotFound`]; [`ServiceError::Store`].
    pub async fn person_report(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        person: &Id<Person>,
    ) -> Result<PersonReport, ServiceError> {
        actor.require(Permission::Curate)?;
        let loaded = self.store().load().await?;
        let record = &loaded.record;
        let Some(found) = record.people.iter().find(|it| it.key == *person).cloned() else {
            return Err(ServiceError::NotFound { what: "person", key: person.to_string() });
        };
        self.note(clock, actor, AuditAct::Report, vec![person.to_string()], None).await?;
        let names = self.store().person_names(std::slice::from_ref(person)).await?;
        let name = names.into_iter().next().map(|it| it.full_name.to_string());
        let mentions = match &name {
            None => Vec::new(),
            Some(name) => self.store().mentions_of(&[name.as_str()]).await?,
        };
        let contacts = self.store().contact_points(&[person.reference()]).await?;
        let records = records_of(record, person);
        let about: Vec<RecordRef> = records.iter().filter_map(|it| it.record.parse().ok()).collect();
        let claims = self.claims_held(record, &about).await?;
        self.trail().flush(self.store()).await;
        let filter = AuditFilter { person: Some(person.to_string()), ..AuditFilter::default() };
        let accesses = self.store().audit_entries(&filter, ACCESSES_MAX).await?;
        let changes = self.store().changes_about(person).await?;
        let rules = self.store().retention_rules().await?;
        let retention = domain::retention::retentions(record, &rules);
        let holds = self.store().legal_holds().await?;
        Ok(PersonReport {
            person: person.to_string(),
            revision: loaded.revision.get(),
            made_at: clock.now(),
            name,
            public_function: found.public_function.to_string(),
            function_pl: found.function_pl.to_string(),
            function_en: found.function_en.to_string(),
            held_until: retention.into_iter().find(|it| it.person == *person).and_then(|it| it.until),
            legal_hold: holds.into_iter().find(|it| it.person == *person).map(|it| it.reason.to_string()),
            contact_points: contacts.iter().map(contact).collect(),
            records,
            claims,
            mentions: mentions.into_iter().map(text).collect(),
            accesses: accesses.into_iter().map(access).collect(),
            changes: changes.iter().map(change).collect(),
        })
    }

    async fn claims_held(
        &self,
        record: &Record,
        about: &[RecordRef],
    ) -> Result<Vec<ClaimHeld>, ServiceError> {
        let claims: Vec<&Claim> = record.claims.iter().filter(|it| about.contains(&it.subject)).collect();
        let keys: Vec<Id<Claim>> = claims.iter().map(|it| it.key.clone()).collect();
        let texts = self.store().claim_texts(&keys).await?;
        let held = claims.into_iter().map(|it| {
            let text = texts.iter().find(|text| text.key.as_str() == it.key.as_str());
            let document = record.documents.iter().find(|document| document.key == it.document);
            ClaimHeld {
                claim: it.key.to_string(),
                subject: it.subject.to_string(),
                field: it.field.as_ref().map(ToString::to_string),
                value: it.value.as_ref().map(ToString::to_string),
                document: it.document.to_string(),
                title: document.map(|it| it.title.to_string()),
                locator: text.map(|it| it.locator.to_string()),
                confidence: it.confidence.to_string(),
                status: it.status.to_string(),
            }
        });
        Ok(held.collect())
    }
}

fn contact(it: &domain::person::ContactPoint) -> ContactHeld {
    ContactHeld { kind: it.kind.to_string(), value: it.value.to_string(), document: it.document.to_string() }
}

fn text(it: store::Mentioned) -> TextHeld {
    let places = it.places.into_iter().map(|(place, _)| place).collect();
    TextHeld { text: it.text, is_certain: it.is_certain, places }
}

fn access(it: AuditEntry) -> AccessHeld {
    AccessHeld {
        at: it.record.at,
        what: it.record.what.to_string(),
        by: it.record.label,
        role: it.record.role,
        reason: it.record.reason,
    }
}

fn change(it: &store::PersonChange) -> ChangeHeld {
    ChangeHeld { revision: it.position.revision.get(), record: it.at.to_string() }
}

/// The person's own record and everything that refers to it, but claims.
fn records_of(record: &Record, person: &Id<Person>) -> Vec<RecordHeld> {
    let mut referring = Referring { person: person.to_string(), found: Vec::new() };
    record.read(&mut referring);
    referring.found
}

struct Referring {
    person: String,
    found: Vec<RecordHeld>,
}

impl RecordReader for Referring {
    fn records<T: Noun>(&mut self, records: &[T]) {
        if T::KIND == Claim::KIND {
            return;
        }
        for record in records {
            let is_own = T::KIND == Person::KIND && record.key() == self.person;
            // A record is always JSON; only kinds with a field `person` refer to people.
            let Ok(fields) = serde_json::to_value(record) else { continue };
            let refers = fields.get("person").and_then(|it| it.as_str()) == Some(self.person.as_str());
            if is_own || refers {
                self.found.push(RecordHeld { record: record.reference().to_string(), fields });
            }
        }
    }
}
