//! Partnerships: added and amended; who signs and who leaves; their states; their applications.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use domain::call as funding;
use domain::id::Id;
use domain::keeping::partnership as verbs;
use domain::partnership as noun;
use domain::party::Party;
use domain::vocabulary::Label;
use service::Act;

use super::input::{
    PartyInput, Read, RecordInput, amended_date, amended_label, date, invalid, keep_inputs, label, list,
    maybe_label, maybe_record,
};
use super::keep;
use super::payload::keep_payloads;
use crate::schema::call::Application;
use crate::schema::partnership::Partnership;
use crate::schema::permission::requires;
use crate::schema::words::{
    FundingOutcome, LifecycleState, PartnershipField, PartnershipKind, PartnershipRole, Permission,
};

/// The most parties of one change.
const PARTIES_MAX: usize = 200;
/// The most aims and intended sectors of a partnership.
const LIST_MAX: usize = 50;

/// A party of a new partnership.
#[derive(Debug, Clone, InputObject)]
pub struct FirstPartyInput {
    /// Who.
    pub party: PartyInput,
    /// In which role.
    pub role: PartnershipRole,
}

impl FirstPartyInput {
    fn read(&self, path: &str) -> Read<(Party, noun::PartnershipRole)> {
        Ok((self.party.read(&format!("{path}.party"))?, self.role.into()))
    }
}

/// A call that the record does not have yet.
#[derive(Debug, Clone, InputObject)]
pub struct NewCallInput {
    /// The number of the measure, such as `7.4`.
    pub number: String,
    /// The edition, such as a year.
    pub edition: Option<String>,
    /// The programme.
    pub programme: Option<RecordInput>,
    /// The title.
    pub title: Option<String>,
}

/// Which call is applied to.
#[derive(Debug, Clone, OneofObject)]
pub enum CallInput {
    /// The id of a call.
    Id(ID),
    /// The slug of a call.
    Slug(String),
    /// A call that the record does not have yet.
    New(NewCallInput),
}

impl CallInput {
    fn read(&self) -> Read<verbs::SubmittedTo> {
        Ok(match self {
            Self::Id(id) => verbs::SubmittedTo::Known(RecordInput::Id(id.clone()).read("call.id")?),
            Self::Slug(slug) => verbs::SubmittedTo::Known(RecordInput::Slug(slug.clone()).read("call.slug")?),
            Self::New(new) => verbs::SubmittedTo::New {
                number: label(&new.number, "call.new.number")?,
                edition: maybe_label(new.edition.as_deref(), "call.new.edition")?,
                programme: maybe_record(new.programme.as_ref(), "call.new.programme")?,
                title: maybe_label(new.title.as_deref(), "call.new.title")?,
            },
        })
    }
}

keep_inputs! {
    /// A partnership that is to be added.
    AddPartnershipInput {
        /// The Polish name, at most 1,000 characters.
        name_pl: String,
        /// The English name.
        name_en: Option<String>,
        /// The kind.
        kind: PartnershipKind,
        /// The partnership that it is part of.
        parent: Option<RecordInput>,
        /// When it was founded, in EDTF.
        founded: Option<String>,
        /// The territory.
        territory: Option<RecordInput>,
        /// The sectors that it means to bring together, at most 50.
        intended_sectors: Option<Vec<RecordInput>>,
        /// Its aims, in our own words, at most 50.
        aims: Option<Vec<String>>,
        /// Whether anybody who wants may join; left out when not recorded.
        open_accession: Option<bool>,
        /// A remark, without personal data.
        note: Option<String>,
        /// Who belongs to it from the beginning, at most 200: the lead and the partners of a project, say.
        parties: Option<Vec<FirstPartyInput>>,
        /// When the source shows these parties, in EDTF.
        as_of: Option<String>,
        /// The state that it is in; left out when not recorded.
        state: Option<LifecycleState>,
        /// When it is in that state, in EDTF.
        state_on: Option<String>,
        /// Whether it is added though a partnership of this name is recorded.
        #[graphql(default = false)]
        even_if_similar: bool,
    }
    /// What the source says of a partnership. A field that is left out or null is left alone.
    AmendPartnershipInput {
        /// The partnership.
        partnership: RecordInput,
        /// The Polish name.
        name_pl: Option<String>,
        /// The English name.
        name_en: Option<String>,
        /// The kind.
        kind: Option<PartnershipKind>,
        /// The partnership that it is part of.
        parent: Option<RecordInput>,
        /// When it was founded, in EDTF.
        founded: Option<String>,
        /// The territory.
        territory: Option<RecordInput>,
        /// All sectors that it means to bring together, at most 50.
        intended_sectors: Option<Vec<RecordInput>>,
        /// All its aims, at most 50 and together at most 1,000 characters.
        aims: Option<Vec<String>>,
        /// Whether anybody who wants may join.
        open_accession: Option<bool>,
        /// A remark, without personal data.
        note: Option<String>,
        /// Fields that are to be emptied, as the source says that there is no such thing.
        clear: Option<Vec<PartnershipField>>,
    }
    /// Who signs the agreement of a partnership.
    SignAgreementInput {
        /// The partnership.
        partnership: RecordInput,
        /// Who signs, 1 to 200.
        parties: Vec<PartyInput>,
        /// In which role.
        #[graphql(default_with = "PartnershipRole::Signatory")]
        role: PartnershipRole,
        /// When they signed, in EDTF; left out when not recorded.
        signed_on: Option<String>,
        /// When the source shows them in the role, in EDTF.
        as_of: Option<String>,
        /// Since when they are in it, in EDTF; the day of signing when left out.
        valid_from: Option<String>,
    }
    /// Who leaves a partnership.
    WithdrawPartyInput {
        /// The partnership.
        partnership: RecordInput,
        /// Who leaves.
        party: PartyInput,
        /// The role that it gives up; all of them when left out.
        role: Option<PartnershipRole>,
        /// Its last day in the role, in EDTF.
        on: String,
    }
    /// A state in the life of a partnership.
    RecordLifecycleInput {
        /// The partnership.
        partnership: RecordInput,
        /// The state that it was in, or came into.
        state: LifecycleState,
        /// When, in EDTF.
        on: Option<String>,
        /// A remark, without personal data.
        note: Option<String>,
    }
    /// An application of a partnership.
    SubmitApplicationInput {
        /// The partnership.
        partnership: RecordInput,
        /// The call.
        call: CallInput,
        /// When it was submitted, in EDTF; left out when not recorded.
        submitted_on: Option<String>,
    }
    /// What became of an application.
    RecordOutcomeInput {
        /// The application.
        application: RecordInput,
        /// What became of it.
        outcome: FundingOutcome,
        /// When, in EDTF; left out when not recorded.
        on: Option<String>,
        /// The amount awarded, as a decimal number of whole units of the currency with at most two decimals.
        amount: Option<String>,
        /// The currency of the amount, an ISO 4217 code; `PLN` when left out.
        currency: Option<String>,
    }
}

keep_payloads! {
    /// What adding a partnership gives.
    AddPartnershipPayload {
        /// The partnership; null when there are errors.
        partnership: Partnership
    }
    /// What amending a partnership gives.
    AmendPartnershipPayload {
        /// The partnership; null when there are errors.
        partnership: Partnership
    }
    /// What signing an agreement gives.
    SignAgreementPayload {
        /// The partnership; null when there are errors.
        partnership: Partnership
    }
    /// What recording that a party left gives.
    WithdrawPartyPayload {
        /// The partnership; null when there are errors.
        partnership: Partnership
    }
    /// What recording a state gives.
    RecordLifecyclePayload {
        /// The partnership; null when there are errors.
        partnership: Partnership
    }
    /// What submitting an application gives.
    SubmitApplicationPayload {
        /// The application; null when there are errors.
        application: Application
    }
    /// What recording an outcome gives.
    RecordOutcomePayload {
        /// The application; null when there are errors.
        application: Application
    }
}

fn texts(all: &[String], path: &str) -> Read<Vec<Label>> {
    list(all, LIST_MAX, path, |it, path| label(it, path))
}

fn sectors(all: &[RecordInput]) -> Read<Vec<Id<domain::vocabulary::Sector>>> {
    list(all, LIST_MAX, "intendedSectors", RecordInput::read)
}

impl AddPartnershipInput {
    fn read(&self) -> Read<verbs::NewPartnership> {
        let state_on = date(self.state_on.as_deref(), "stateOn")?;
        if self.state.is_none() && !state_on.is_unknown() {
            return Err(invalid("stateOn", "say which state it is in then"));
        }
        Ok(verbs::NewPartnership {
            name_pl: label(&self.name_pl, "namePl")?,
            name_en: maybe_label(self.name_en.as_deref(), "nameEn")?,
            kind: self.kind.into(),
            parent: maybe_record(self.parent.as_ref(), "parent")?,
            founded: date(self.founded.as_deref(), "founded")?,
            territory: maybe_record(self.territory.as_ref(), "territory")?,
            intended_sectors: sectors(self.intended_sectors.as_deref().unwrap_or_default())?,
            aims: texts(self.aims.as_deref().unwrap_or_default(), "aims")?,
            open_accession: self.open_accession,
            note: maybe_label(self.note.as_deref(), "note")?,
            parties: list(
                self.parties.as_deref().unwrap_or_default(),
                PARTIES_MAX,
                "parties",
                FirstPartyInput::read,
            )?,
            as_of: date(self.as_of.as_deref(), "asOf")?,
            state: self.state.map(|it| (it.into(), state_on)),
            even_if_similar: self.even_if_similar,
        })
    }
}

impl AmendPartnershipInput {
    fn read(&self) -> Read<verbs::PartnershipAmendment> {
        let clear = self.clear.as_deref().unwrap_or_default();
        Ok(verbs::PartnershipAmendment {
            partnership: self.partnership.read("partnership")?,
            name_pl: amended_label(self.name_pl.as_deref(), "namePl")?,
            name_en: amended_label(self.name_en.as_deref(), "nameEn")?,
            kind: self.kind.map(Into::into),
            parent: maybe_record(self.parent.as_ref(), "parent")?,
            founded: amended_date(self.founded.as_deref(), "founded")?,
            territory: maybe_record(self.territory.as_ref(), "territory")?,
            intended_sectors: self.intended_sectors.as_deref().map(sectors).transpose()?,
            aims: self.aims.as_deref().map(|it| texts(it, "aims")).transpose()?,
            open_accession: self.open_accession,
            note: amended_label(self.note.as_deref(), "note")?,
            clear: list(clear, verbs::PartnershipField::ALL.len(), "clear", |it, _| Ok((*it).into()))?,
        })
    }
}

impl SignAgreementInput {
    fn read(&self) -> Read<verbs::SignedAgreement> {
        Ok(verbs::SignedAgreement {
            partnership: self.partnership.read("partnership")?,
            parties: list(&self.parties, PARTIES_MAX, "parties", PartyInput::read)?,
            role: self.role.into(),
            signed_on: date(self.signed_on.as_deref(), "signedOn")?,
            as_of: date(self.as_of.as_deref(), "asOf")?,
            valid_from: date(self.valid_from.as_deref(), "validFrom")?,
        })
    }
}

impl RecordOutcomeInput {
    fn read(&self) -> Read<verbs::Outcome> {
        let amount = self.amount.as_deref().map(minor_units).transpose()?;
        let currency = maybe_label(self.currency.as_deref(), "currency")?;
        let amount = match (amount, currency) {
            (Some(amount), Some(currency)) => Some((amount, currency)),
            (Some(amount), None) => Some((amount, label("PLN", "currency")?)),
            (None, Some(_)) => return Err(invalid("currency", "a currency comes with an amount")),
            (None, None) => None,
        };
        Ok(verbs::Outcome {
            application: self.application.read::<funding::Application>("application")?,
            outcome: self.outcome.into(),
            on: date(self.on.as_deref(), "on")?,
            amount,
        })
    }
}

/// An amount such as `120000` or `120000.50` in hundredths.
fn minor_units(text: &str) -> Read<i64> {
    let wrong = || invalid("amount", "write an amount as 120000 or 120000.50, with at most two decimals");
    let (whole, rest) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let are_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if !are_digits(whole) || !are_digits(rest) || rest.len() > 2 {
        return Err(wrong());
    }
    let whole: i64 = whole.parse().map_err(|_too_long| wrong())?;
    let rest: i64 = format!("{rest:0<2}").parse().map_err(|_never| wrong())?;
    whole.checked_mul(100).and_then(|it| it.checked_add(rest)).ok_or_else(wrong)
}

/// The mutations of partnerships.
pub struct PartnershipMutations;

#[Object]
impl PartnershipMutations {
    /// Adds a partnership: an umbrella pact, a thematic or local partnership, a project partnership with its lead and
    /// partners. When one of the same name is recorded, nothing is added and it is named: look at it first.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership.")] input: AddPartnershipInput,
    ) -> Result<AddPartnershipPayload> {
        let done = keep(ctx, Act::AddPartnership, input.asked(), input.read(), verbs::add_partnership);
        done.await.map(AddPartnershipPayload)
    }

    /// Records what the source says of a partnership. It is believed from now on; what other sources said stays beside
    /// it, and is believed again when this source is retracted.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn amend_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the source says.")] input: AmendPartnershipInput,
    ) -> Result<AmendPartnershipPayload> {
        let done = keep(ctx, Act::AmendPartnership, input.asked(), input.read(), verbs::amend_partnership);
        done.await.map(AmendPartnershipPayload)
    }

    /// Records that institutions, offices or others signed the agreement of a partnership, or hold another role in it.
    /// Lists of signatories grow by it, and with them the numbers of who was met and who was not.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn sign_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs.")] input: SignAgreementInput,
    ) -> Result<SignAgreementPayload> {
        let done = keep(ctx, Act::SignAgreement, input.asked(), input.read(), verbs::sign_agreement);
        done.await.map(SignAgreementPayload)
    }

    /// Records that a party left a partnership, or gave up a role in it. That it belonged to it stays on record.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn withdraw_party(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who leaves.")] input: WithdrawPartyInput,
    ) -> Result<WithdrawPartyPayload> {
        let read = || {
            Ok(verbs::LeavingParty {
                partnership: input.partnership.read("partnership")?,
                party: input.party.read("party")?,
                role: input.role.map(Into::into),
                on: date(Some(&input.on), "on")?,
            })
        };
        let done = keep(ctx, Act::WithdrawParty, input.asked(), read(), verbs::withdraw_party);
        done.await.map(WithdrawPartyPayload)
    }

    /// Records a state in the life of a partnership: that it was formed, suspended, dissolved; for a project
    /// partnership, that its project runs or is closed. States that contradict those recorded are refused.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn record_lifecycle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The state.")] input: RecordLifecycleInput,
    ) -> Result<RecordLifecyclePayload> {
        let read = || {
            Ok((
                input.partnership.read("partnership")?,
                input.state.into(),
                date(input.on.as_deref(), "on")?,
                maybe_label(input.note.as_deref(), "note")?,
            ))
        };
        let done = keep(ctx, Act::RecordLifecycle, input.asked(), read(), verbs::record_lifecycle);
        done.await.map(RecordLifecyclePayload)
    }

    /// Records that a partnership applied to a call. What became of it is not stated until it is recorded.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn submit_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] input: SubmitApplicationInput,
    ) -> Result<SubmitApplicationPayload> {
        let read = || {
            Ok(verbs::SubmittedApplication {
                partnership: input.partnership.read("partnership")?,
                call: input.call.read()?,
                submitted_on: date(input.submitted_on.as_deref(), "submittedOn")?,
            })
        };
        let done = keep(ctx, Act::SubmitApplication, input.asked(), read(), verbs::submit_application);
        done.await.map(SubmitApplicationPayload)
    }

    /// Records what became of an application: funded, refused, on the reserve list, withdrawn. The life of the project
    /// partnership follows.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn record_outcome(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The outcome.")] input: RecordOutcomeInput,
    ) -> Result<RecordOutcomePayload> {
        let done = keep(ctx, Act::RecordOutcome, input.asked(), input.read(), verbs::record_outcome);
        done.await.map(RecordOutcomePayload)
    }
}

#[cfg(test)]
mod tests {
    use super::minor_units;

    #[test]
    fn amounts_are_read_to_the_hundredth() {
        for (text, expected) in [
            ("120000", Some(12_000_000)),
            ("120000.5", Some(12_000_050)),
            ("0.05", Some(5)),
            ("1.005", None),
            ("-1", None),
            ("1,50", None),
            ("", None),
            (".5", None),
            ("99999999999999999999", None),
            ("92233720368547759", None),
        ] {
            assert_eq!(minor_units(text).ok(), expected, "{text}");
        }
    }
}
