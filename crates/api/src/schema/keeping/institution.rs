//! Institutions: added, amended, withdrawn; their numbers in registers; the territories that they serve.

use async_graphql::{Context, InputObject, Object, Result};
use domain::identifier as number;
use domain::institution as noun;
use domain::keeping::institution as verbs;
use domain::vocabulary::Label;
use service::Act;

use super::input::{
    Read, RecordInput, amended_date, amended_label, date, keep_inputs, label, list, maybe_label, maybe_record,
};
use super::keep;
use super::payload::keep_payloads;
use crate::schema::institution::Institution;
use crate::schema::permission::requires;
use crate::schema::words::{
    BelongsTo, IdentifierScheme, InstitutionField, InstitutionState, Naming, Permission,
};

/// The most functions of an institution.
const FUNCTIONS_MAX: usize = 50;
/// The most numbers given with a new institution.
const NUMBERS_MAX: usize = 10;

/// A number under which a register knows an institution.
#[derive(Debug, Clone, InputObject)]
pub struct NumberInput {
    /// The register.
    pub scheme: IdentifierScheme,
    /// The number as the source gives it; spaces and dashes do not matter.
    pub value: String,
    /// Whose number it is: the institution's own, or that of the institution it belongs to.
    #[graphql(default_with = "BelongsTo::Own")]
    pub belongs_to: BelongsTo,
}

impl NumberInput {
    fn read(&self, path: &str) -> Read<(number::IdentifierScheme, Label, number::BelongsTo)> {
        Ok((self.scheme.into(), label(&self.value, &format!("{path}.value"))?, self.belongs_to.into()))
    }
}

keep_inputs! {
    /// An institution that is to be added, as the source calls it.
    AddInstitutionInput {
        /// The Polish name in the nominative, at most 1,000 characters.
        name_pl: String,
        /// An English rendering of the name.
        name_en: Option<String>,
        /// A short name or abbreviation of its own, such as `LOWES`.
        short_name: Option<String>,
        /// The type, such as the slug `ops`; left out when not recorded.
        r#type: Option<RecordInput>,
        /// The sector; left out when the sources do not decide it.
        sector: Option<RecordInput>,
        /// Functions, at most 50.
        functions: Option<Vec<RecordInput>>,
        /// The unit of territory of its seat, which need not be what it serves.
        seat: Option<RecordInput>,
        /// The institution that it is a unit, branch or site of.
        parent: Option<RecordInput>,
        /// When it came to be, in EDTF.
        existed_from: Option<String>,
        /// When it ceased to be, in EDTF.
        existed_to: Option<String>,
        /// Whether it exists; `UNKNOWN` when the source does not say.
        #[graphql(default_with = "InstitutionState::Active")]
        state: InstitutionState,
        /// Whether it is named. Institutions that are not named have no ties.
        #[graphql(default_with = "Naming::Named")]
        naming: Naming,
        /// A remark, without personal data.
        note: Option<String>,
        /// The numbers under which registers know it, at most 10.
        identifiers: Option<Vec<NumberInput>>,
        /// Whether it is added though an institution of this name, or with one of these numbers, is recorded.
        #[graphql(default = false)]
        even_if_similar: bool,
    }
    /// What the source says of an institution. A field that is left out or null is left alone.
    AmendInstitutionInput {
        /// The institution.
        institution: RecordInput,
        /// The Polish name in the nominative, at most 1,000 characters.
        name_pl: Option<String>,
        /// An English rendering of the name.
        name_en: Option<String>,
        /// A short name or abbreviation of its own.
        short_name: Option<String>,
        /// The type.
        r#type: Option<RecordInput>,
        /// The sector.
        sector: Option<RecordInput>,
        /// All functions in place of those so far, at most 50.
        functions: Option<Vec<RecordInput>>,
        /// The unit of territory of its seat.
        seat: Option<RecordInput>,
        /// The institution that it is a unit, branch or site of.
        parent: Option<RecordInput>,
        /// When it came to be, in EDTF.
        existed_from: Option<String>,
        /// When it ceased to be, in EDTF.
        existed_to: Option<String>,
        /// Whether it exists.
        state: Option<InstitutionState>,
        /// Whether it is named.
        naming: Option<Naming>,
        /// A remark, without personal data.
        note: Option<String>,
        /// Fields that are to be emptied, as the source says that there is no such thing.
        clear: Option<Vec<InstitutionField>>,
    }
    /// Which institution is withdrawn.
    WithdrawInstitutionInput {
        /// The institution.
        institution: RecordInput,
    }
    /// A number that is added to an institution.
    AddIdentifierInput {
        /// The institution.
        institution: RecordInput,
        /// The register.
        scheme: IdentifierScheme,
        /// The number as the source gives it; spaces and dashes do not matter.
        value: String,
        /// Whose number it is: the institution's own, or that of the institution it belongs to.
        #[graphql(default_with = "BelongsTo::Own")]
        belongs_to: BelongsTo,
    }
    /// Which number of an institution is withdrawn.
    WithdrawIdentifierInput {
        /// The institution.
        institution: RecordInput,
        /// The register.
        scheme: IdentifierScheme,
        /// The number; spaces and dashes do not matter.
        value: String,
    }
    /// A territory that an institution serves.
    AddServedTerritoryInput {
        /// The institution.
        institution: RecordInput,
        /// The unit of territory.
        unit: RecordInput,
        /// Since when, in EDTF.
        valid_from: Option<String>,
        /// Until when, in EDTF.
        valid_to: Option<String>,
    }
    /// Which territory an institution does not serve.
    WithdrawServedTerritoryInput {
        /// The institution.
        institution: RecordInput,
        /// The unit of territory.
        unit: RecordInput,
    }
}

keep_payloads! {
    /// What adding an institution gives.
    AddInstitutionPayload {
        /// The institution; null when there are errors.
        institution: Institution
    }
    /// What amending an institution gives.
    AmendInstitutionPayload {
        /// The institution; null when there are errors.
        institution: Institution
    }
    /// What withdrawing an institution gives.
    WithdrawInstitutionPayload {
        /// The institution; null when it does not stand any more, and when there are errors.
        institution: Institution
    }
    /// What adding a number to an institution gives.
    AddIdentifierPayload {
        /// The institution; null when there are errors.
        institution: Institution
    }
    /// What withdrawing a number of an institution gives.
    WithdrawIdentifierPayload {
        /// The institution; null when there are errors.
        institution: Institution
    }
    /// What adding a territory that an institution serves gives.
    AddServedTerritoryPayload {
        /// The institution; null when there are errors.
        institution: Institution
    }
    /// What withdrawing a territory that an institution serves gives.
    WithdrawServedTerritoryPayload {
        /// The institution; null when there are errors.
        institution: Institution
    }
}

impl AddInstitutionInput {
    fn read(&self) -> Read<verbs::NewInstitution> {
        let functions = self.functions.as_deref().unwrap_or_default();
        let numbers = self.identifiers.as_deref().unwrap_or_default();
        Ok(verbs::NewInstitution {
            name_pl: label(&self.name_pl, "namePl")?,
            name_en: maybe_label(self.name_en.as_deref(), "nameEn")?,
            short_name: maybe_label(self.short_name.as_deref(), "shortName")?,
            r#type: maybe_record(self.r#type.as_ref(), "type")?,
            sector: maybe_record(self.sector.as_ref(), "sector")?,
            functions: list(functions, FUNCTIONS_MAX, "functions", RecordInput::read)?,
            seat: maybe_record(self.seat.as_ref(), "seat")?,
            parent: maybe_record(self.parent.as_ref(), "parent")?,
            existed_from: date(self.existed_from.as_deref(), "existedFrom")?,
            existed_to: date(self.existed_to.as_deref(), "existedTo")?,
            state: self.state.into(),
            naming: self.naming.into(),
            note: maybe_label(self.note.as_deref(), "note")?,
            identifiers: list(numbers, NUMBERS_MAX, "identifiers", NumberInput::read)?,
            even_if_similar: self.even_if_similar,
        })
    }
}

impl AmendInstitutionInput {
    fn read(&self) -> Read<verbs::InstitutionAmendment> {
        let functions = self.functions.as_deref();
        let functions = functions.map(|it| list(it, FUNCTIONS_MAX, "functions", RecordInput::read));
        let clear = self.clear.as_deref().unwrap_or_default();
        Ok(verbs::InstitutionAmendment {
            institution: self.institution.read("institution")?,
            name_pl: amended_label(self.name_pl.as_deref(), "namePl")?,
            name_en: amended_label(self.name_en.as_deref(), "nameEn")?,
            short_name: amended_label(self.short_name.as_deref(), "shortName")?,
            r#type: maybe_record(self.r#type.as_ref(), "type")?,
            sector: maybe_record(self.sector.as_ref(), "sector")?,
            functions: functions.transpose()?,
            seat: maybe_record(self.seat.as_ref(), "seat")?,
            parent: maybe_record(self.parent.as_ref(), "parent")?,
            existed_from: amended_date(self.existed_from.as_deref(), "existedFrom")?,
            existed_to: amended_date(self.existed_to.as_deref(), "existedTo")?,
            state: self.state.map(Into::into),
            naming: self.naming.map(Into::into),
            note: amended_label(self.note.as_deref(), "note")?,
            clear: list(clear, verbs::InstitutionField::ALL.len(), "clear", |it, _| Ok((*it).into()))?,
        })
    }
}

/// The mutations of institutions.
pub struct InstitutionMutations;

#[Object]
impl InstitutionMutations {
    /// Adds an institution to the register, as the source calls it. When one of the same name, or with the same number
    /// of its own, is recorded, nothing is added and the candidates are named: look at them first.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The institution.")] input: AddInstitutionInput,
    ) -> Result<AddInstitutionPayload> {
        let done = keep(ctx, Act::AddInstitution, input.asked(), input.read(), verbs::add_institution);
        done.await.map(AddInstitutionPayload)
    }

    /// Records what the source says of an institution: a new name, type, seat … It is believed from now on. What other
    /// sources said stays beside it, and is believed again when this source is retracted.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn amend_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the source says.")] input: AmendInstitutionInput,
    ) -> Result<AmendInstitutionPayload> {
        let done = keep(ctx, Act::AmendInstitution, input.asked(), input.read(), verbs::amend_institution);
        done.await.map(AmendInstitutionPayload)
    }

    /// Withdraws an institution that was entered by mistake; what cannot be without it falls too. Nothing is deleted.
    /// One that ceased to be is amended instead: set `existedTo` and `state`. Ask with `dryRun` first what falls.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn withdraw_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which institution.")] input: WithdrawInstitutionInput,
    ) -> Result<WithdrawInstitutionPayload> {
        let id = input.institution.read::<noun::Institution>("institution");
        let done = keep(ctx, Act::WithdrawInstitution, input.asked(), id, verbs::withdraw_institution);
        done.await.map(WithdrawInstitutionPayload)
    }

    /// Adds a NIP, REGON, KRS or TERYT number to an institution. A number whose check digit does not agree is kept and
    /// marked. When another institution has it as its own, nothing is added and that institution is named.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_identifier(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number.")] input: AddIdentifierInput,
    ) -> Result<AddIdentifierPayload> {
        let read = || {
            Ok(verbs::NewIdentifier {
                institution: input.institution.read("institution")?,
                scheme: input.scheme.into(),
                value: label(&input.value, "value")?,
                belongs_to: input.belongs_to.into(),
            })
        };
        let done = keep(ctx, Act::AddIdentifier, input.asked(), read(), verbs::add_identifier);
        done.await.map(AddIdentifierPayload)
    }

    /// Withdraws a number that was never the institution's.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn withdraw_identifier(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which number.")] input: WithdrawIdentifierInput,
    ) -> Result<WithdrawIdentifierPayload> {
        let read = || {
            let institution = input.institution.read("institution")?;
            Ok((institution, input.scheme.into(), label(&input.value, "value")?))
        };
        let done = keep(ctx, Act::WithdrawIdentifier, input.asked(), read(), verbs::withdraw_identifier);
        done.await.map(WithdrawIdentifierPayload)
    }

    /// Records that an institution serves a territory, be its seat there or elsewhere.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_served_territory(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who serves what.")] input: AddServedTerritoryInput,
    ) -> Result<AddServedTerritoryPayload> {
        let read = || {
            Ok(verbs::NewServedTerritory {
                institution: input.institution.read("institution")?,
                unit: input.unit.read("unit")?,
                valid_from: date(input.valid_from.as_deref(), "validFrom")?,
                valid_to: date(input.valid_to.as_deref(), "validTo")?,
            })
        };
        let done = keep(ctx, Act::AmendInstitution, input.asked(), read(), verbs::add_served_territory);
        done.await.map(AddServedTerritoryPayload)
    }

    /// Withdraws a territory that the institution was never said to serve.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn withdraw_served_territory(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who and what.")] input: WithdrawServedTerritoryInput,
    ) -> Result<WithdrawServedTerritoryPayload> {
        let read = || Ok((input.institution.read("institution")?, input.unit.read("unit")?));
        let done = keep(ctx, Act::AmendInstitution, input.asked(), read(), verbs::withdraw_served_territory);
        done.await.map(WithdrawServedTerritoryPayload)
    }
}
