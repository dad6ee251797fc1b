//! The mutations of data protection.

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::keeping::Faults;
use domain::keeping::rectification::{CONTACTS_MAX, Rectification};
use domain::person::Person as PersonNoun;
use domain::vocabulary::Label;
use service::{ErasureRefusal, SystemClock};

use super::erasure::{ErasePersonInput, ErasePersonPayload, Erasure};
use super::query::rules;
use super::retention::{
    ApplyRetentionInput, ApplyRetentionPayload, HoldPersonInput, HoldPersonPayload, RetentionRefusal,
    SetRetentionRuleInput, SetRetentionRulePayload,
};
use crate::schema::computed::sentence;
use crate::schema::context::RequestContext;
use crate::schema::id;
use crate::schema::keeping::input::{Read, keep_inputs, label, list, maybe_label};
use crate::schema::keeping::payload::keep_payloads;
use crate::schema::keeping::{done, service, user_errors, wrong};
use crate::schema::loader::service_error;
use crate::schema::permission::requires;
use crate::schema::person::Person;
use crate::schema::scalars::Revision;
use crate::schema::user_error::{StaleRevisionError, UserError, UserErrorCode};
use crate::schema::words::{ContactKind, Permission, PublicFunction};

/// A contact point that is added, or removed.
#[derive(Debug, Clone, InputObject)]
pub struct ContactPointInput {
    /// The kind.
    pub kind: ContactKind,
    /// The number, address or page; at most 1,000 characters.
    pub value: String,
}

keep_inputs! {
    /// What of a person's data is put right; what is left out stays.
    RectifyPersonInput {
        /// The person.
        person: crate::schema::keeping::RecordInput,
        /// The right name: given name and surname in the nominative. Nothing is kept of the other one.
        full_name: Option<String>,
        /// The right class.
        public_function: Option<PublicFunction>,
        /// The right function, in Polish.
        function_pl: Option<String>,
        /// The right function, in English.
        function_en: Option<String>,
        /// Contact points that are added, at most 20.
        contact_points: Option<Vec<ContactPointInput>>,
        /// Contact points of the person that are wrong, as they are recorded, at most 20; nothing is kept of them.
        removed_contact_points: Option<Vec<ContactPointInput>>,
    }
}

keep_payloads! {
    /// What putting a person's data right gives.
    RectifyPersonPayload {
        /// The person; null when there are errors.
        person: Person
    }
}

impl RectifyPersonInput {
    /// What is put right, and which contact points are removed.
    fn read(&self) -> Read<(Rectification, Vec<(domain::person::ContactKind, Label)>)> {
        let contacts = |given: &Option<Vec<ContactPointInput>>, path: &str| {
            list(given.as_deref().unwrap_or_default(), CONTACTS_MAX, path, |it, path| {
                Ok((it.kind.into(), label(&it.value, &format!("{path}.value"))?))
            })
        };
        let removed = contacts(&self.removed_contact_points, "removedContactPoints")?;
        let what = Rectification {
            person: self.person.read("person")?,
            name: maybe_label(self.full_name.as_deref(), "fullName")?,
            public_function: self.public_function.map(Into::into),
            function_pl: maybe_label(self.function_pl.as_deref(), "functionPl")?,
            function_en: maybe_label(self.function_en.as_deref(), "functionEn")?,
            contacts: contacts(&self.contact_points, "contactPoints")?,
            removed_contacts: Vec::new(),
        };
        Ok((what, removed))
    }
}

/// The mutations of data protection.
pub struct PrivacyMutations;

#[Object]
impl PrivacyMutations {
    /// Puts personal data right (GDPR art. 16). Name and contact points are replaced; the change log tells only that a
    /// personal value was changed. Class and function are facts: they need a source.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn rectify_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is put right.")] input: RectifyPersonInput,
    ) -> Result<RectifyPersonPayload> {
        let ((what, removed), asked) = match (input.read(), input.asked()) {
            (Ok(read), Ok(asked)) => (read, asked),
            (read, asked) => return wrong(ctx, read, asked).map(RectifyPersonPayload),
        };
        let actor = RequestContext::of(ctx)?.actor();
        let kept = service(ctx)?.rectify_person(&SystemClock, actor, &asked, what, &removed);
        done(ctx, Box::pin(kept).await).map(RectifyPersonPayload)
    }

    /// Erases a person (GDPR art. 17): the name and the ways to reach the person are taken out of everything that is
    /// kept, the change log included; what the person did for an institution stays, as the institution's. It cannot be
    /// undone. Ask with `dryRun` first, and decide on the texts that may hold the name.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn erase_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose data, and on what grounds.")] input: ErasePersonInput,
    ) -> Result<ErasePersonPayload> {
        let (service, actor) = (service(ctx)?, RequestContext::of(ctx)?.actor());
        let now = || Revision::of(service.snapshot().revision);
        let erasing = match input.read() {
            Ok(erasing) => erasing,
            Err(faults) => {
                let user_errors = told(ctx, faults)?;
                return Ok(ErasePersonPayload { erasure: None, revision: now(), user_errors });
            }
        };
        let done = Box::pin(service.erase_person(&SystemClock, actor, &erasing)).await;
        Ok(match done.map_err(|error| service_error(&error))? {
            Ok(outcome) => ErasePersonPayload {
                revision: outcome.report.revision.map_or_else(now, Revision::of),
                erasure: Some(Erasure::from(&outcome)),
                user_errors: Vec::new(),
            },
            Err(refusal) => {
                ErasePersonPayload { erasure: None, revision: now(), user_errors: vec![refused(&refusal)] }
            }
        })
    }

    /// Holds the data of a person, so that they are not erased (GDPR art. 17(3)), or releases them.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn hold_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose data, and why.")] input: HoldPersonInput,
    ) -> Result<HoldPersonPayload> {
        let read = || {
            let reason = maybe_label(input.reason.as_deref(), "reason")?;
            Ok((input.person.read::<PersonNoun>("person")?, reason))
        };
        let (person, reason) = match read() {
            Ok(read) => read,
            Err(faults) => return Ok(HoldPersonPayload { person: None, user_errors: told(ctx, faults)? }),
        };
        let actor = RequestContext::of(ctx)?.actor();
        let held = service(ctx)?.hold_person(&SystemClock, actor, &person, reason.as_ref()).await;
        match held {
            Ok(()) => Ok(HoldPersonPayload {
                person: Some(id::encode_record(&person.reference())),
                user_errors: Vec::new(),
            }),
            Err(error @ service::ServiceError::NotFound { .. }) => {
                let message = sentence(&error.to_string());
                let user_errors = vec![UserError::of(UserErrorCode::NotFound, message, "person")];
                Ok(HoldPersonPayload { person: None, user_errors })
            }
            Err(error) => Err(service_error(&error)),
        }
    }

    /// Sets for how long names of a class are held.
    #[graphql(directive = requires::apply(Permission::Administer))]
    async fn set_retention_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule.")] input: SetRetentionRuleInput,
    ) -> Result<SetRetentionRulePayload> {
        let months = input.months.map(u32::try_from).transpose();
        let actor = RequestContext::of(ctx)?.actor();
        let (service, class) = (service(ctx)?, input.public_function.into());
        let done = match months {
            Err(_negative) => Err("The number of months is not negative.".to_owned()),
            Ok(months) => match service.set_retention_rule(&SystemClock, actor, class, months).await {
                Ok(()) => Ok(()),
                Err(error @ service::ServiceError::Rule(_)) => Err(sentence(&error.to_string())),
                Err(error) => return Err(service_error(&error)),
            },
        };
        let user_errors =
            done.err().map(|it| UserError::of(UserErrorCode::Invalid, it, "months")).into_iter().collect();
        Ok(SetRetentionRulePayload { rules: rules(ctx).await?, user_errors })
    }

    /// Erases people whose time has passed by the rules of retention, as `erasePerson` does. Those whose texts somebody
    /// has to look at first, or whose data are held, are told and left.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn apply_retention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose time has passed.")] input: ApplyRetentionInput,
    ) -> Result<ApplyRetentionPayload> {
        let people = input.people.iter().map(id::decode_as::<PersonNoun>).collect::<Result<Vec<_>, _>>()?;
        let empty =
            ApplyRetentionPayload { erased: Vec::new(), refused: Vec::new(), user_errors: Vec::new() };
        let reason = match label(&input.reason, "reason") {
            Ok(reason) => reason,
            Err(faults) => return Ok(ApplyRetentionPayload { user_errors: told(ctx, faults)?, ..empty }),
        };
        let actor = RequestContext::of(ctx)?.actor();
        let applied =
            service(ctx)?.apply_retention(&SystemClock, actor, (input.on.0, &people), &reason, input.dry_run);
        match Box::pin(applied).await {
            Ok(applied) => {
                let of = |it: &domain::id::Id<PersonNoun>| -> ID { id::encode_record(&it.reference()) };
                let refused = applied.refused.iter().map(|(person, why)| RetentionRefusal {
                    person: of(person),
                    message: sentence(&why.to_string()),
                });
                Ok(ApplyRetentionPayload {
                    erased: applied.erased.iter().map(of).collect(),
                    refused: refused.collect(),
                    user_errors: Vec::new(),
                })
            }
            Err(error @ service::ServiceError::Rule(_)) => {
                let message = sentence(&error.to_string());
                let user_errors = vec![UserError::of(UserErrorCode::TooMany, message, "people")];
                Ok(ApplyRetentionPayload { user_errors, ..empty })
            }
            Err(error) => Err(service_error(&error)),
        }
    }
}

fn told(ctx: &Context<'_>, faults: Faults) -> Result<Vec<UserError>> {
    let context = RequestContext::of(ctx)?.whole();
    Ok(user_errors(&context, &service::keeping::KeepFault::Refused(faults)))
}

fn refused(refusal: &ErasureRefusal) -> UserError {
    let message = sentence(&refusal.to_string());
    let of = |code, field| UserError::of(code, message.clone(), field);
    match refusal {
        ErasureRefusal::Unknown => of(UserErrorCode::NotFound, "person"),
        ErasureRefusal::NoName => of(UserErrorCode::Invalid, "otherNames"),
        ErasureRefusal::Held { .. } => of(UserErrorCode::Conflict, "person"),
        ErasureRefusal::Undecided { .. } => of(UserErrorCode::Ambiguous, "decisions"),
        ErasureRefusal::StaleRevision { current } => UserError::Revision(StaleRevisionError {
            code: UserErrorCode::StaleRevision,
            message,
            path: vec!["input".to_owned(), "ifRevision".to_owned()],
            current: Revision::of(*current),
        }),
    }
}
