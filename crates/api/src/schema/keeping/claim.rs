//! Claims: added beside others, taken back, doubted.

use async_graphql::{Context, ID, Object, Result};
use domain::claim as noun;
use domain::keeping::claim::{self as verbs, NewClaim};
use service::Act;

use super::input::{RecordInput, invalid, keep_inputs, maybe_label};
use super::keep;
use super::payload::keep_payloads;
use crate::schema::claim::Claim;
use crate::schema::id;
use crate::schema::permission::requires;
use crate::schema::words::Permission;

keep_inputs! {
    /// A claim that is to be added.
    AddClaimInput {
        /// The id of the record that it is about.
        about: ID,
        /// The field that it is about, by its name in import files, such as `signed_on`; left out for the existence of
        /// the record.
        field: Option<String>,
        /// The value, in its text form of import files; left out to claim that the field is not recorded.
        value: Option<String>,
        /// Whether it is believed before the claims that there are; otherwise after them.
        #[graphql(default = false)]
        believed_first: bool,
    }
    /// Which claim is taken back.
    RetractClaimInput {
        /// The claim.
        claim: RecordInput,
    }
    /// Which claim is doubted.
    DisputeClaimInput {
        /// The claim.
        claim: RecordInput,
    }
    /// Which claim is not doubted any more.
    SettleClaimInput {
        /// The claim.
        claim: RecordInput,
    }
}

keep_payloads! {
    /// What adding a claim gives.
    AddClaimPayload {
        /// The claim; null when there are errors.
        claim: Claim
    }
    /// What taking a claim back gives.
    RetractClaimPayload {
        /// The claim; null when there are errors, and when it does not count any more.
        claim: Claim
    }
    /// What doubting a claim gives.
    DisputeClaimPayload {
        /// The claim; null when there are errors.
        claim: Claim
    }
    /// What settling a dispute gives.
    SettleClaimPayload {
        /// The claim; null when there are errors.
        claim: Claim
    }
}

/// The mutations of claims.
pub struct ClaimMutations;

#[Object]
impl ClaimMutations {
    /// Adds a claim about a record, or about a field of it, by `source`. What others claim stays beside it: where
    /// values differ, all are shown, and one of them is believed.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn add_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: AddClaimInput,
    ) -> Result<AddClaimPayload> {
        let read = || {
            Ok(NewClaim {
                subject: id::decode_record(&input.about).map_err(|error| invalid("about", error.message))?,
                field: maybe_label(input.field.as_deref(), "field")?,
                value: maybe_label(input.value.as_deref(), "value")?,
                is_believed_first: input.believed_first,
            })
        };
        keep(ctx, Act::AddClaim, input.asked(), read(), verbs::add_claim).await.map(AddClaimPayload)
    }

    /// Takes a claim back: what rests on nothing else falls. Nothing is deleted: the same claim can be added again. Ask
    /// with `dryRun` first what falls.
    #[graphql(directive = requires::apply(Permission::Curate))]
    async fn retract_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which claim.")] input: RetractClaimInput,
    ) -> Result<RetractClaimPayload> {
        let claim = input.claim.read::<noun::Claim>("claim");
        keep(ctx, Act::RetractClaim, input.asked(), claim, verbs::retract_claim)
            .await
            .map(RetractClaimPayload)
    }

    /// Says that a claim is doubted. It counts all the same, and everybody sees the doubt.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn dispute_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which claim.")] input: DisputeClaimInput,
    ) -> Result<DisputeClaimPayload> {
        let claim = input.claim.read::<noun::Claim>("claim");
        keep(ctx, Act::DisputeClaim, input.asked(), claim, verbs::dispute_claim)
            .await
            .map(DisputeClaimPayload)
    }

    /// Says that a claim is not doubted any more. One that turned out wrong is retracted instead.
    #[graphql(directive = requires::apply(Permission::Edit))]
    async fn settle_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which claim.")] input: SettleClaimInput,
    ) -> Result<SettleClaimPayload> {
        let claim = input.claim.read::<noun::Claim>("claim");
        keep(ctx, Act::DisputeClaim, input.asked(), claim, verbs::settle_claim).await.map(SettleClaimPayload)
    }
}
