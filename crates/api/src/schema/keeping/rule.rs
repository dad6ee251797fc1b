//! Norms, expectations, and numbers that sources declare.

use async_graphql::{Context, ID, MaybeUndefined, Object, Result};
use domain::keeping::rule::{self as verbs, ExpectationDefinition, NewIndicator, NormDefinition};
use service::Act;

use super::input::{
    Read, RecordInput, clearable, clearable_label, date, invalid, keep_inputs, label, list, maybe_label,
};
use super::keep;
use super::payload::keep_payloads;
use super::vocabulary::slug;
use crate::schema::expectation::Expectation;
use crate::schema::id;
use crate::schema::indicator::Indicator;
use crate::schema::norm::NormRule;
use crate::schema::permission::requires;
use crate::schema::words::{Collection, IndicatorNature, NormKind, Permission, PlaceBasis, TerritoryLevel};

/// The most kinds of unit that an expectation leaves out.
const KINDS_MAX: usize = 50;

keep_inputs! {
    /// A norm. Of one that is there already, what is left out stays as it is; null empties a field.
    DefineNormInput {
        /// Its key: it never changes.
        slug: String,
        /// The kind.
        kind: Option<NormKind>,
        /// What it says, in Polish, in words of our own, at most 1,000 characters.
        text_pl: Option<String>,
        /// What it says, in English.
        text_en: MaybeUndefined<String>,
        /// The partnership that it binds.
        partnership: MaybeUndefined<RecordInput>,
        /// The project that it binds.
        project: MaybeUndefined<RecordInput>,
        /// The kind of meeting that it speaks of.
        meeting_kind: MaybeUndefined<RecordInput>,
        /// The type of institution that it speaks of.
        institution_type: MaybeUndefined<RecordInput>,
        /// The number in it.
        threshold: MaybeUndefined<u32>,
    }
    /// An expectation. Of one that is there already, what is left out stays as it is; null empties a field.
    DefineExpectationInput {
        /// Its key: it never changes.
        slug: String,
        /// What is expected, in Polish, in words of our own, at most 1,000 characters.
        text_pl: Option<String>,
        /// What is expected, in English.
        text_en: MaybeUndefined<String>,
        /// The type that is expected, types below it included. Just one of type, sector and function is named, and it
        /// never changes.
        #[graphql(name = "type")]
        kind: Option<RecordInput>,
        /// The sector that is expected.
        sector: Option<RecordInput>,
        /// The function that is expected.
        function: Option<RecordInput>,
        /// The level of the units of territory in each of which it is expected.
        level: Option<TerritoryLevel>,
        /// The unit that it is limited to.
        within: MaybeUndefined<RecordInput>,
        /// The kinds of unit that it leaves out: all of them, at most 50.
        excluded_kinds: Option<Vec<String>>,
        /// How many are expected in a unit, at least; 1 or more, 1 when a new one leaves it out.
        minimum: Option<u32>,
        /// Whether they are expected to be seated in the unit or to serve it; by seat when a new one leaves it out.
        place: Option<PlaceBasis>,
        /// The partnership whose expectation it is.
        partnership: MaybeUndefined<RecordInput>,
        /// The law or policy that it rests on, in Polish.
        basis_pl: Option<String>,
        /// The law or policy that it rests on, in English.
        basis_en: MaybeUndefined<String>,
        /// Where in the law or policy, such as the number of an article.
        reference: MaybeUndefined<String>,
        /// Since when it holds, in EDTF; empty when it always has.
        valid_from: Option<String>,
        /// Until when it held, in EDTF; empty while it holds.
        valid_to: Option<String>,
    }
    /// A number that a source gives.
    RecordIndicatorInput {
        /// What it counts, in Polish, at most 1,000 characters.
        label_pl: String,
        /// What it counts, in English.
        label_en: Option<String>,
        /// The number; finite, 0 or more.
        value: f64,
        /// The unit, such as `INSTITUTION`, `PERSON`, `MEETING`.
        unit: String,
        /// As of when, or for which period, in EDTF.
        as_of: Option<String>,
        /// What kind of number it is.
        #[graphql(default_with = "IndicatorNature::Declared")]
        nature: IndicatorNature,
        /// The id of what it is about.
        of: Option<ID>,
        /// The collection of that record whose size it declares: completeness is counted against it.
        collection: Option<Collection>,
        /// A remark on how to read it, at most 1,000 characters.
        note: Option<String>,
    }
}

keep_payloads! {
    /// What defining a norm gives.
    DefineNormPayload {
        /// The norm; null when there are errors.
        norm: NormRule
    }
    /// What defining an expectation gives.
    DefineExpectationPayload {
        /// The expectation; null when there are errors.
        expectation: Expectation
    }
    /// What recording a number gives.
    RecordIndicatorPayload {
        /// The number; null when there are errors.
        indicator: Indicator
    }
}

impl DefineNormInput {
    fn definition(&self) -> Read<NormDefinition> {
        Ok(NormDefinition {
            key: slug(&self.slug)?,
            kind: self.kind.map(Into::into),
            text_pl: maybe_label(self.text_pl.as_deref(), "textPl")?,
            text_en: clearable_label(&self.text_en, "textEn")?,
            partnership: clearable(&self.partnership, |it| it.read("partnership"))?,
            project: clearable(&self.project, |it| it.read("project"))?,
            meeting_kind: clearable(&self.meeting_kind, |it| it.read("meetingKind"))?,
            institution_type: clearable(&self.institution_type, |it| it.read("institutionType"))?,
            threshold: clearable(&self.threshold, |it| Ok(*it))?,
        })
    }
}

impl DefineExpectationInput {
    fn definition(&self) -> Read<ExpectationDefinition> {
        let kinds = self.excluded_kinds.as_deref();
        let day = |it: &Option<String>, path: &str| it.as_deref().map(|it| date(Some(it), path)).transpose();
        Ok(ExpectationDefinition {
            key: slug(&self.slug)?,
            text_pl: maybe_label(self.text_pl.as_deref(), "textPl")?,
            text_en: clearable_label(&self.text_en, "textEn")?,
            r#type: self.kind.as_ref().map(|it| it.read("type")).transpose()?,
            sector: self.sector.as_ref().map(|it| it.read("sector")).transpose()?,
            function: self.function.as_ref().map(|it| it.read("function")).transpose()?,
            level: self.level.map(Into::into),
            within: clearable(&self.within, |it| it.read("within"))?,
            excluded_kinds: kinds
                .map(|it| list(it, KINDS_MAX, "excludedKinds", |it, path| label(it, path)))
                .transpose()?,
            minimum: self.minimum,
            place: self.place.map(Into::into),
            partnership: clearable(&self.partnership, |it| it.read("partnership"))?,
            basis_pl: maybe_label(self.basis_pl.as_deref(), "basisPl")?,
            basis_en: clearable_label(&self.basis_en, "basisEn")?,
            reference: clearable_label(&self.reference, "reference")?,
            valid_from: day(&self.valid_from, "validFrom")?,
            valid_to: day(&self.valid_to, "validTo")?,
        })
    }
}

impl RecordIndicatorInput {
    fn indicator(&self) -> Read<NewIndicator> {
        let record = |it: &ID| id::decode_record(it).map_err(|error| invalid("of", error.message));
        Ok(NewIndicator {
            label_pl: label(&self.label_pl, "labelPl")?,
            label_en: maybe_label(self.label_en.as_deref(), "labelEn")?,
            value: self.value,
            unit: label(&self.unit, "unit")?,
            as_of: date(self.as_of.as_deref(), "asOf")?,
            nature: self.nature.into(),
            of: self.of.as_ref().map(record).transpose()?,
            collection: self.collection.map(Into::into),
            note: maybe_label(self.note.as_deref(), "note")?,
        })
    }
}

/// The mutations of norms, expectations and declared numbers.
pub struct RuleMutations;

#[Object]
impl RuleMutations {
    /// Adds a rule that a partnership or a project has set itself, or changes one: compliance is judged by it.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn define_norm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The norm.")] input: DefineNormInput,
    ) -> Result<DefineNormPayload> {
        keep(ctx, Act::DefineNorm, input.asked(), input.definition(), verbs::define_norm)
            .await
            .map(DefineNormPayload)
    }

    /// Adds what is expected in each unit of territory, with the law or policy behind it, or changes it: gaps are what
    /// is missing of it.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn define_expectation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The expectation.")] input: DefineExpectationInput,
    ) -> Result<DefineExpectationPayload> {
        keep(ctx, Act::DefineExpectation, input.asked(), input.definition(), verbs::define_expectation)
            .await
            .map(DefineExpectationPayload)
    }

    /// Records a number that a source gives. One that declares the size of a collection, such as the signatories of a
    /// partnership, makes it known how much of that the record lists.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn record_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number.")] input: RecordIndicatorInput,
    ) -> Result<RecordIndicatorPayload> {
        keep(ctx, Act::RecordIndicator, input.asked(), input.indicator(), verbs::record_indicator)
            .await
            .map(RecordIndicatorPayload)
    }
}
