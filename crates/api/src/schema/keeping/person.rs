//! People in roles: offices, people, tenures, ways to reach them.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result};
use domain::keeping::contact::{self, NewContactPoint};
use domain::keeping::person as verbs;
use domain::record::RecordRef;
use service::{Act, SystemClock, ViewContext};

use super::effect::ChangeEffect;
use super::input::{Read, RecordInput, date, invalid, keep_inputs, label, maybe_label, maybe_record};
use super::payload::keep_payloads;
use super::{Done, done, keep, service, wrong};
use crate::schema::context::RequestContext;
use crate::schema::id;
use crate::schema::node::Node;
use crate::schema::office::Office;
use crate::schema::permission::requires;
use crate::schema::person::Person;
use crate::schema::scalars::Revision;
use crate::schema::user_error::UserError;
use crate::schema::words::{ContactKind, Permission, PublicFunction};

keep_inputs! {
    /// An office that is to be added.
    AddOfficeInput {
        /// The Polish title, at most 1,000 characters.
        title_pl: String,
        /// The English title.
        title_en: String,
        /// The institution that it heads or belongs to.
        institution: Option<RecordInput>,
        /// The territory of the office.
        territory: Option<RecordInput>,
        /// The sector.
        sector: Option<RecordInput>,
    }
    /// A person that is to be added, by function.
    AddPersonInput {
        /// How public the function is; it decides who may see the name.
        public_function: PublicFunction,
        /// The function in Polish, without the name.
        function_pl: String,
        /// The function in English, without the name.
        function_en: String,
        /// Given name and surname in the nominative; a personal value, kept apart from the record.
        full_name: Option<String>,
    }
    /// A tenure.
    RecordTenureInput {
        /// Who.
        person: RecordInput,
        /// The office held.
        office: Option<RecordInput>,
        /// The institution worked for or spoken for.
        institution: Option<RecordInput>,
        /// The role in Polish.
        role_pl: String,
        /// The role in English.
        role_en: String,
        /// When the source shows the person in the role, in EDTF.
        as_of: Option<String>,
        /// Since when, in EDTF.
        valid_from: Option<String>,
        /// Until when, in EDTF; left out while it lasts.
        valid_to: Option<String>,
    }
    /// Which tenure ends.
    EndTenureInput {
        /// The tenure.
        tenure: RecordInput,
        /// The last day, in EDTF.
        on: String,
    }
    /// A way to reach an institution, an office or a person.
    SetContactPointInput {
        /// The id of an institution, an office or a person.
        of: ID,
        /// The kind.
        kind: ContactKind,
        /// The number, address or page; a personal value, kept apart from the record.
        value: String,
    }
    /// Which contact point is removed.
    RemoveContactPointInput {
        /// The id of an institution, an office or a person.
        of: ID,
        /// The kind.
        kind: ContactKind,
    }
}

keep_payloads! {
    /// What adding an office gives.
    AddOfficePayload {
        /// The office; null when there are errors.
        office: Office
    }
    /// What adding a person gives.
    AddPersonPayload {
        /// The person; null when there are errors.
        person: Person
    }
    /// What recording a tenure gives.
    RecordTenurePayload {
        /// The person; null when there are errors.
        person: Person
    }
    /// What ending a tenure gives.
    EndTenurePayload {
        /// The person; null when there are errors.
        person: Person
    }
}

/// Declares payloads about records of several kinds.
macro_rules! contact_payloads {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {
        $(
            $(#[doc = $doc])+
            pub struct $name(Done);

            impl Description for $name {
                fn description() -> &'static str {
                    concat!($($doc),+).trim_ascii_start()
                }
            }

            #[Object(use_type_description)]
            impl $name {
                /// The institution, office or person; null when there are errors.
                async fn of(&self) -> Option<Node> {
                    let kept = self.0.kept.as_ref()?;
                    let after = ViewContext::new(Arc::clone(&kept.after), Default::default());
                    Node::of(&Arc::new(after), &kept.subject)
                }

                /// What the change does to the network, which has no contact points; null when there are errors.
                async fn effect(&self) -> Option<ChangeEffect> {
                    self.0.kept.clone().map(ChangeEffect)
                }

                /// The revision of the record then; on a dry run the one over which it was tried.
                async fn revision(&self) -> Revision {
                    self.0.revision.clone()
                }

                /// Why nothing was done; empty when it was, or could be.
                async fn user_errors(&self) -> Vec<UserError> {
                    self.0.errors.clone()
                }
            }
        )+
    };
}

contact_payloads! {
    /// What setting a contact point gives.
    SetContactPointPayload;
    /// What removing a contact point gives.
    RemoveContactPointPayload;
}

impl RecordTenureInput {
    fn read(&self) -> Read<verbs::NewTenure> {
        Ok(verbs::NewTenure {
            person: self.person.read("person")?,
            office: maybe_record(self.office.as_ref(), "office")?,
            institution: maybe_record(self.institution.as_ref(), "institution")?,
            role_pl: label(&self.role_pl, "rolePl")?,
            role_en: label(&self.role_en, "roleEn")?,
            as_of: date(self.as_of.as_deref(), "asOf")?,
            valid_from: date(self.valid_from.as_deref(), "validFrom")?,
            valid_to: date(self.valid_to.as_deref(), "validTo")?,
        })
    }
}

fn owner(of: &ID) -> Read<RecordRef> {
    id::decode_record(of).map_err(|error| invalid("of", error.message))
}

/// The mutations of people in roles.
pub struct PersonMutations;

#[Object]
impl PersonMutations {
    /// Adds an office, such as a marshal or a director: a post that holds roles whoever fills it.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_office(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The office.")] input: AddOfficeInput,
    ) -> Result<AddOfficePayload> {
        let read = || {
            Ok(verbs::NewOffice {
                title_pl: label(&input.title_pl, "titlePl")?,
                title_en: label(&input.title_en, "titleEn")?,
                institution: maybe_record(input.institution.as_ref(), "institution")?,
                territory: maybe_record(input.territory.as_ref(), "territory")?,
                sector: maybe_record(input.sector.as_ref(), "sector")?,
            })
        };
        keep(ctx, Act::AddOffice, input.asked(), read(), verbs::add_office).await.map(AddOfficePayload)
    }

    /// Adds a person by function. The name is kept apart, is shown by right, and can be erased without a trace while
    /// what the institution did stays.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] input: AddPersonInput,
    ) -> Result<AddPersonPayload> {
        let read = || {
            Ok(verbs::NewPerson {
                public_function: input.public_function.into(),
                function_pl: label(&input.function_pl, "functionPl")?,
                function_en: label(&input.function_en, "functionEn")?,
                full_name: maybe_label(input.full_name.as_deref(), "fullName")?,
            })
        };
        keep(ctx, Act::AddPerson, input.asked(), read(), verbs::add_person).await.map(AddPersonPayload)
    }

    /// Records that a person holds an office, or works for or speaks for an institution.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn record_tenure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tenure.")] input: RecordTenureInput,
    ) -> Result<RecordTenurePayload> {
        let done = keep(ctx, Act::RecordTenure, input.asked(), input.read(), verbs::record_tenure);
        done.await.map(RecordTenurePayload)
    }

    /// Records when a tenure ended. That it was held stays on record.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn end_tenure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tenure ends, and when.")] input: EndTenureInput,
    ) -> Result<EndTenurePayload> {
        let read = || Ok((input.tenure.read("tenure")?, date(Some(&input.on), "on")?));
        keep(ctx, Act::EndTenure, input.asked(), read(), verbs::end_tenure).await.map(EndTenurePayload)
    }

    /// Sets the telephone, e-mail, address or page of an institution, an office or a person, in place of the one that
    /// was set before.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn set_contact_point(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contact point.")] input: SetContactPointInput,
    ) -> Result<SetContactPointPayload> {
        let read = || {
            Ok(NewContactPoint {
                of: owner(&input.of)?,
                kind: input.kind.into(),
                value: label(&input.value, "value")?,
            })
        };
        let done = keep(ctx, Act::AddContactPoint, input.asked(), read(), contact::set_contact_point);
        done.await.map(SetContactPointPayload)
    }

    /// Removes every telephone, e-mail, address or page that is recorded of an institution, an office or a person: the
    /// values are gone from the database. When there is none, nothing is changed.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn remove_contact_point(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which contact point.")] input: RemoveContactPointInput,
    ) -> Result<RemoveContactPointPayload> {
        let (of, asked) = match (owner(&input.of), input.asked()) {
            (Ok(of), Ok(asked)) => (of, asked),
            (of, asked) => return wrong(ctx, of, asked).map(RemoveContactPointPayload),
        };
        let (actor, kind) = (RequestContext::of(ctx)?.actor(), input.kind.into());
        let removed = service(ctx)?.remove_contact_points(&SystemClock, actor, &asked, &of, kind);
        done(ctx, Box::pin(removed).await).map(RemoveContactPointPayload)
    }
}
