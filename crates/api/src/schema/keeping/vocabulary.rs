//! The vocabularies that govern answers: types, sectors, functions, topics, kinds of meeting, weights of ties.

use async_graphql::{Context, MaybeUndefined, Object, Result};
use domain::id::Id;
use domain::keeping::Fault;
use domain::keeping::vocabulary::{
    self as verbs, FunctionDefinition, KindDefinition, SectorDefinition, TopicDefinition, TypeDefinition,
    WeightDefinition,
};
use domain::record::Noun;
use service::Act;

use super::input::{Read, RecordInput, clearable, clearable_label, keep_inputs, label, list, maybe_label};
use super::keep;
use super::meeting::ids;
use super::payload::keep_payloads;
use crate::schema::permission::requires;
use crate::schema::vocabulary::{Function, InstitutionType, MeetingKind, Sector, TieWeight, Topic};
use crate::schema::words::{Permission, TieBasis};

/// The most inflected forms of a type.
const FORMS_MAX: usize = 100;

keep_inputs! {
    /// A type of institution. Of one that is there already, what is left out stays as it is; null empties a field.
    DefineInstitutionTypeInput {
        /// Its key, such as `ops`: it never changes.
        slug: String,
        /// The code that people know, such as `OPS`.
        code: Option<String>,
        /// The Polish name.
        name_pl: Option<String>,
        /// The English gloss.
        name_en: Option<String>,
        /// The wider type.
        parent: MaybeUndefined<RecordInput>,
        /// Inflected Polish forms and spelt-out names by which texts mention it: all of them, at most 100.
        forms: Option<Vec<String>>,
        /// Whether contacts of institutions of this type count for their parent institution.
        rolls_up: Option<bool>,
        /// The sector that it implies.
        sector: MaybeUndefined<RecordInput>,
        /// The functions that it implies: all of them, at most 50.
        functions: Option<Vec<RecordInput>>,
    }
    /// A sector. Of one that is there already, what is left out stays as it is; null empties a field.
    DefineSectorInput {
        /// Its key, such as `ngo`: it never changes.
        slug: String,
        /// The code, such as `NGO`.
        code: Option<String>,
        /// The Polish name.
        name_pl: Option<String>,
        /// The English name.
        name_en: Option<String>,
        /// The roll-up of public-social-private partnerships: `PUBLIC`, `SOCIAL` or `PRIVATE`.
        roll_up: MaybeUndefined<String>,
    }
    /// A function. Of one that is there already, what is left out stays as it is.
    DefineFunctionInput {
        /// Its key, such as `labour-market`: it never changes.
        slug: String,
        /// The code, such as `LABOUR_MARKET`.
        code: Option<String>,
        /// The Polish name.
        name_pl: Option<String>,
        /// The English name.
        name_en: Option<String>,
    }
    /// A topic. Of one that is there already, what is left out stays as it is; null empties a field.
    DefineTopicInput {
        /// Its key: it never changes.
        slug: String,
        /// The Polish name.
        name_pl: Option<String>,
        /// The English name.
        name_en: Option<String>,
        /// The wider topic.
        broader: MaybeUndefined<RecordInput>,
    }
    /// A kind of meeting. Of one that is there already, what is left out stays as it is.
    DefineMeetingKindInput {
        /// Its key, such as `info-consultation`: it never changes.
        slug: String,
        /// The code, such as `INFO_CONSULTATION`.
        code: Option<String>,
        /// The Polish name.
        name_pl: Option<String>,
        /// The English name.
        name_en: Option<String>,
        /// Which base weight its meetings have.
        tie_basis: Option<TieBasis>,
        /// Whether it is a visit: one party is the host, and nobody else is unnamed.
        is_visit: Option<bool>,
        /// Whether all signatories of a partnership are called to it.
        is_plenary: Option<bool>,
    }
    /// The base weight of what ties are made of.
    SetTieWeightInput {
        /// What the tie is made of.
        basis: TieBasis,
        /// The weight, 0 or more.
        weight: f64,
    }
}

keep_payloads! {
    /// What defining a type of institution gives.
    DefineInstitutionTypePayload {
        /// The type; null when there are errors.
        institution_type: InstitutionType
    }
    /// What defining a sector gives.
    DefineSectorPayload {
        /// The sector; null when there are errors.
        sector: Sector
    }
    /// What defining a function gives.
    DefineFunctionPayload {
        /// The function; null when there are errors.
        function: Function
    }
    /// What defining a topic gives.
    DefineTopicPayload {
        /// The topic; null when there are errors.
        topic: Topic
    }
    /// What defining a kind of meeting gives.
    DefineMeetingKindPayload {
        /// The kind; null when there are errors.
        meeting_kind: MeetingKind
    }
    /// What setting a base weight gives.
    SetTieWeightPayload {
        /// The weight; null when there are errors.
        tie_weight: TieWeight
    }
}

/// The key of what is defined.
pub(super) fn slug<T: Noun>(text: &str) -> Read<Id<T>> {
    Id::new(text).map_err(|error| Fault::rule("slug", &error).into())
}

impl DefineInstitutionTypeInput {
    fn definition(&self) -> Read<TypeDefinition> {
        let forms = self.forms.as_deref();
        Ok(TypeDefinition {
            key: slug(&self.slug)?,
            code: maybe_label(self.code.as_deref(), "code")?,
            name_pl: maybe_label(self.name_pl.as_deref(), "namePl")?,
            name_en: maybe_label(self.name_en.as_deref(), "nameEn")?,
            parent: clearable(&self.parent, |it| it.read("parent"))?,
            forms: forms.map(|it| list(it, FORMS_MAX, "forms", |it, path| label(it, path))).transpose()?,
            rolls_up: self.rolls_up,
            sector: clearable(&self.sector, |it| it.read("sector"))?,
            functions: self.functions.as_deref().map(|it| ids(it, "functions")).transpose()?,
        })
    }
}

/// The mutations of vocabularies and weights.
pub struct VocabularyMutations;

#[Object]
impl VocabularyMutations {
    /// Adds a type of institution, or changes one: its names, the wider type, the forms by which texts mention it. A
    /// query by a type includes the types below it, so every answer by type may move.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn define_institution_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The type.")] input: DefineInstitutionTypeInput,
    ) -> Result<DefineInstitutionTypePayload> {
        keep(ctx, Act::DefineVocabulary, input.asked(), input.definition(), verbs::define_type)
            .await
            .map(DefineInstitutionTypePayload)
    }

    /// Adds a sector, or changes one.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn define_sector(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sector.")] input: DefineSectorInput,
    ) -> Result<DefineSectorPayload> {
        let read = || {
            Ok(SectorDefinition {
                key: slug(&input.slug)?,
                code: maybe_label(input.code.as_deref(), "code")?,
                name_pl: maybe_label(input.name_pl.as_deref(), "namePl")?,
                name_en: maybe_label(input.name_en.as_deref(), "nameEn")?,
                roll_up: clearable_label(&input.roll_up, "rollUp")?,
            })
        };
        keep(ctx, Act::DefineVocabulary, input.asked(), read(), verbs::define_sector)
            .await
            .map(DefineSectorPayload)
    }

    /// Adds a function or target category, or changes one.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn define_function(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The function.")] input: DefineFunctionInput,
    ) -> Result<DefineFunctionPayload> {
        let read = || {
            Ok(FunctionDefinition {
                key: slug(&input.slug)?,
                code: maybe_label(input.code.as_deref(), "code")?,
                name_pl: maybe_label(input.name_pl.as_deref(), "namePl")?,
                name_en: maybe_label(input.name_en.as_deref(), "nameEn")?,
            })
        };
        keep(ctx, Act::DefineVocabulary, input.asked(), read(), verbs::define_function)
            .await
            .map(DefineFunctionPayload)
    }

    /// Adds a topic, or changes one.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn define_topic(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The topic.")] input: DefineTopicInput,
    ) -> Result<DefineTopicPayload> {
        let read = || {
            Ok(TopicDefinition {
                key: slug(&input.slug)?,
                name_pl: maybe_label(input.name_pl.as_deref(), "namePl")?,
                name_en: maybe_label(input.name_en.as_deref(), "nameEn")?,
                broader: clearable(&input.broader, |it| it.read("broader"))?,
            })
        };
        keep(ctx, Act::DefineVocabulary, input.asked(), read(), verbs::define_topic)
            .await
            .map(DefineTopicPayload)
    }

    /// Adds a kind of meeting, or changes one: what its meetings weigh, whether it is a visit, whether all signatories
    /// are called to it.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn define_meeting_kind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The kind.")] input: DefineMeetingKindInput,
    ) -> Result<DefineMeetingKindPayload> {
        let read = || {
            Ok(KindDefinition {
                key: slug(&input.slug)?,
                code: maybe_label(input.code.as_deref(), "code")?,
                name_pl: maybe_label(input.name_pl.as_deref(), "namePl")?,
                name_en: maybe_label(input.name_en.as_deref(), "nameEn")?,
                tie_basis: input.tie_basis.map(Into::into),
                is_visit: input.is_visit,
                is_plenary: input.is_plenary,
            })
        };
        keep(ctx, Act::DefineVocabulary, input.asked(), read(), verbs::define_kind)
            .await
            .map(DefineMeetingKindPayload)
    }

    /// Sets the base weight of what ties are made of: every weight of a tie moves with it.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn set_tie_weight(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The weight.")] input: SetTieWeightInput,
    ) -> Result<SetTieWeightPayload> {
        let weight = WeightDefinition { basis: input.basis.into(), weight: input.weight };
        keep(ctx, Act::SetTieWeight, input.asked(), Ok(weight), verbs::set_tie_weight)
            .await
            .map(SetTieWeightPayload)
    }
}
