//! Bodies: added and amended; who is appointed, and whose seat ends.

use async_graphql::{Context, Object, Result};
use domain::keeping::body as verbs;
use service::Act;

use super::input::{
    PartyInput, Read, RecordInput, amended_date, amended_label, date, keep_inputs, label, list, maybe_label,
    maybe_record,
};
use super::keep;
use super::payload::keep_payloads;
use crate::schema::body::{Body, BodyMembership};
use crate::schema::permission::requires;
use crate::schema::words::{BodyField, BodyKind, BodyRole, Permission};

keep_inputs! {
    /// A body that is to be added.
    AddBodyInput {
        /// The Polish name, at most 1,000 characters.
        name_pl: String,
        /// The English name.
        name_en: Option<String>,
        /// A short name.
        short_name: Option<String>,
        /// The kind.
        kind: BodyKind,
        /// The partnership that it belongs to.
        partnership: Option<RecordInput>,
        /// Who appointed it.
        appointed_by: Option<PartyInput>,
        /// When it was established, in EDTF.
        established: Option<String>,
        /// When the source shows it, in EDTF.
        as_of: Option<String>,
        /// A remark, without personal data.
        note: Option<String>,
        /// Whether it is added though a body of this name is recorded in the partnership.
        #[graphql(default = false)]
        even_if_similar: bool,
    }
    /// What the source says of a body. A field that is left out or null is left alone.
    AmendBodyInput {
        /// The body.
        body: RecordInput,
        /// The Polish name.
        name_pl: Option<String>,
        /// The English name.
        name_en: Option<String>,
        /// A short name.
        short_name: Option<String>,
        /// The kind.
        kind: Option<BodyKind>,
        /// The partnership that it belongs to.
        partnership: Option<RecordInput>,
        /// Who appointed it.
        appointed_by: Option<PartyInput>,
        /// When it was established, in EDTF.
        established: Option<String>,
        /// A remark, without personal data.
        note: Option<String>,
        /// Fields that are to be emptied, as the source says that there is no such thing.
        clear: Option<Vec<BodyField>>,
    }
    /// Who is appointed to a body.
    AppointMemberInput {
        /// The body.
        body: RecordInput,
        /// Who sits; left out when the source names nobody.
        person: Option<RecordInput>,
        /// The institution on whose behalf.
        on_behalf_of: Option<RecordInput>,
        /// The group that takes part, in words, when nobody is named.
        group: Option<String>,
        /// The role.
        #[graphql(default_with = "BodyRole::Member")]
        role: BodyRole,
        /// When the source shows it, in EDTF.
        as_of: Option<String>,
        /// Since when, in EDTF.
        valid_from: Option<String>,
        /// Until when, in EDTF; left out while it lasts.
        valid_to: Option<String>,
    }
    /// Whose seat ends.
    EndMembershipInput {
        /// The seat: the id or slug of a membership of a body.
        membership: RecordInput,
        /// The last day, in EDTF.
        on: String,
    }
}

keep_payloads! {
    /// What adding a body gives.
    AddBodyPayload {
        /// The body; null when there are errors.
        body: Body
    }
    /// What amending a body gives.
    AmendBodyPayload {
        /// The body; null when there are errors.
        body: Body
    }
    /// What appointing a member gives.
    AppointMemberPayload {
        /// The seat; null when there are errors.
        membership: BodyMembership
    }
    /// What ending a seat gives.
    EndMembershipPayload {
        /// The seat; null when there are errors.
        membership: BodyMembership
    }
}

impl AddBodyInput {
    fn read(&self) -> Read<verbs::NewBody> {
        Ok(verbs::NewBody {
            name_pl: label(&self.name_pl, "namePl")?,
            name_en: maybe_label(self.name_en.as_deref(), "nameEn")?,
            short_name: maybe_label(self.short_name.as_deref(), "shortName")?,
            kind: self.kind.into(),
            partnership: maybe_record(self.partnership.as_ref(), "partnership")?,
            appointed_by: self.appointed_by.as_ref().map(|it| it.read("appointedBy")).transpose()?,
            established: date(self.established.as_deref(), "established")?,
            as_of: date(self.as_of.as_deref(), "asOf")?,
            note: maybe_label(self.note.as_deref(), "note")?,
            even_if_similar: self.even_if_similar,
        })
    }
}

impl AmendBodyInput {
    fn read(&self) -> Read<verbs::BodyAmendment> {
        let clear = self.clear.as_deref().unwrap_or_default();
        Ok(verbs::BodyAmendment {
            body: self.body.read("body")?,
            name_pl: amended_label(self.name_pl.as_deref(), "namePl")?,
            name_en: amended_label(self.name_en.as_deref(), "nameEn")?,
            short_name: amended_label(self.short_name.as_deref(), "shortName")?,
            kind: self.kind.map(Into::into),
            partnership: maybe_record(self.partnership.as_ref(), "partnership")?,
            appointed_by: self.appointed_by.as_ref().map(|it| it.read("appointedBy")).transpose()?,
            established: amended_date(self.established.as_deref(), "established")?,
            note: amended_label(self.note.as_deref(), "note")?,
            clear: list(clear, verbs::BodyField::ALL.len(), "clear", |it, _| Ok((*it).into()))?,
        })
    }
}

impl AppointMemberInput {
    fn read(&self) -> Read<verbs::Appointment> {
        Ok(verbs::Appointment {
            body: self.body.read("body")?,
            person: maybe_record(self.person.as_ref(), "person")?,
            on_behalf_of: maybe_record(self.on_behalf_of.as_ref(), "onBehalfOf")?,
            group: maybe_label(self.group.as_deref(), "group")?,
            role: self.role.into(),
            as_of: date(self.as_of.as_deref(), "asOf")?,
            valid_from: date(self.valid_from.as_deref(), "validFrom")?,
            valid_to: date(self.valid_to.as_deref(), "validTo")?,
        })
    }
}

/// The mutations of bodies.
pub struct BodyMutations;

#[Object]
impl BodyMutations {
    /// Adds a council, a committee or a working group. When one of the same name is recorded in the partnership, nothing
    /// is added and it is named: look at it first.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_body(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The body.")] input: AddBodyInput,
    ) -> Result<AddBodyPayload> {
        keep(ctx, Act::AddBody, input.asked(), input.read(), verbs::add_body).await.map(AddBodyPayload)
    }

    /// Records what the source says of a body. It is believed from now on; what other sources said stays beside it, and
    /// is believed again when this source is retracted.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn amend_body(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the source says.")] input: AmendBodyInput,
    ) -> Result<AmendBodyPayload> {
        keep(ctx, Act::AmendBody, input.asked(), input.read(), verbs::amend_body).await.map(AmendBodyPayload)
    }

    /// Records that somebody was appointed to a body: a person, an institution, or a group of people without a name.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn appoint_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is appointed.")] input: AppointMemberInput,
    ) -> Result<AppointMemberPayload> {
        let done = keep(ctx, Act::AppointMember, input.asked(), input.read(), verbs::appoint_member);
        done.await.map(AppointMemberPayload)
    }

    /// Records when a seat on a body ended. That it was held stays on record.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn end_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose seat ends, and when.")] input: EndMembershipInput,
    ) -> Result<EndMembershipPayload> {
        let read = || Ok((input.membership.read("membership")?, date(Some(&input.on), "on")?));
        let done = keep(ctx, Act::EndMembership, input.asked(), read(), verbs::end_membership);
        done.await.map(EndMembershipPayload)
    }
}
