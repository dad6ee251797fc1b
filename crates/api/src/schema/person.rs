//! People in roles, as far as the reader may see.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use domain::id::Id;
use domain::person as noun;
use domain::polish::fold;
use service::ViewContext;

use super::contact_point::{ContactPoint, contact_points};
use super::context::RequestContext;
use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::institution::Institution;
use super::language::Language;
use super::office::Office;
use super::permission::withheld_without;
use super::recorded::{NotRecorded, missing};
use super::words::{Permission, PublicFunction};
use crate::soft::soft;

record_nodes! {
    /// A person in a function. Names are shown to those who may read them.
    Person(noun::Person);
    /// A person's dated hold on an office, or place in an institution.
    Tenure(noun::Tenure);
}

#[Object(use_type_description)]
impl Person {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Person> {
        RecordFields(self.0.clone())
    }

    /// The function, which stands for the person where the name may not be shown.
    fn function(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        language.choose(&self.record().function_pl, Some(&self.record().function_en))
    }

    /// How public the function is; it decides who may read the name.
    fn public_function(&self) -> PublicFunction {
        self.record().public_function.into()
    }

    /// Given name and surname, as recorded today at every revision; null when not recorded, or when the reader may not
    /// read it: `nameWithheld` tells.
    #[graphql(directive = withheld_without::apply(vec![Permission::ReadOfficials, Permission::ReadRepresentatives]))]
    async fn name(&self, ctx: &Context<'_>) -> Option<String> {
        let read = async {
            let request = RequestContext::of(ctx)?;
            if self.is_withheld(request) {
                return Ok(None);
            }
            request.loaders(&self.context().snapshot).person_name(&self.record().key).await
        };
        soft(ctx, read.await)
    }

    /// Whether names of people in such a function are kept from this reader.
    fn name_withheld(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.is_withheld(RequestContext::of(ctx)?))
    }

    /// Offices held and places in institutions, in order of their keys.
    fn tenures(&self) -> Vec<Tenure> {
        let key = &self.record().key;
        Tenure::select(self.context(), |it| it.person == *key)
    }

    /// How the person can be reached, of what the reader may see; empty when nothing is.
    #[graphql(directive = withheld_without::apply(vec![Permission::ReadContacts]))]
    async fn contact_points(&self, ctx: &Context<'_>) -> Result<Vec<ContactPoint>> {
        contact_points(ctx, &self.0).await
    }
}

impl Person {
    fn is_withheld(&self, request: &RequestContext) -> bool {
        !request.actor().may_read_names_of().contains(&self.record().public_function)
    }
}

#[Object(use_type_description)]
impl Tenure {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Tenure> {
        RecordFields(self.0.clone())
    }

    /// The person.
    fn person(&self) -> Result<Person> {
        Person::require(self.context(), &self.record().person)
    }

    /// The office held; null when it is a place in an institution.
    fn office(&self) -> Option<Office> {
        Office::find_some(self.context(), self.record().office.as_ref())
    }

    /// The institution worked for or spoken for; null when not recorded.
    fn institution(&self) -> Option<Institution> {
        Institution::find_some(self.context(), self.record().institution.as_ref())
    }

    /// The role.
    fn role(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> &str {
        language.choose(&self.record().role_pl, Some(&self.record().role_en))
    }

    /// When the source shows the person in the role; it says nothing of other times.
    fn as_of(&self) -> PartialDate {
        PartialDate(self.record().as_of)
    }

    /// Since when; unknown when not recorded.
    fn valid_from(&self) -> PartialDate {
        PartialDate(self.record().valid_from)
    }

    /// Until when; unknown when no end is recorded.
    fn valid_to(&self) -> PartialDate {
        PartialDate(self.record().valid_to)
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("institution", it.institution.is_none(), "the sources do not say for which institution"),
            ("validFrom", it.valid_from.is_unknown(), "the sources do not say since when"),
            ("validTo", it.valid_to.is_unknown(), "the sources do not say until when"),
        ])
    }
}

impl Tenure {
    /// The tenures in an institution or in an office of it, with a role that holds a text.
    pub(crate) fn of_institution(
        context: &Arc<ViewContext>,
        institution: &Id<domain::institution::Institution>,
        role: Option<&str>,
    ) -> Vec<Self> {
        let role = role.map(fold);
        Self::select(context, |it| {
            let heads = || {
                let office = it.office.as_ref().and_then(|it| context.network().get(it));
                office.is_some_and(|it| it.institution.as_ref() == Some(institution))
            };
            let is_named = |role: &String| {
                [&it.role_pl, &it.role_en].into_iter().any(|it| fold(it.as_str()).contains(role.as_str()))
            };
            (it.institution.as_ref() == Some(institution) || heads()) && role.as_ref().is_none_or(is_named)
        })
    }
}
