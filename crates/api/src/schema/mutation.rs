//! The root of all mutations: jobs, then one noun after another, each in its own file.

use async_graphql::{Context, Description, Object, Result};

use super::access_token::AccessTokenMutations;
use super::import::ImportMutations;
use super::job::{self, CancelJobInput, CancelJobPayload, StartAnalysisInput, StartAnalysisPayload};
use super::keeping::{
    BodyMutations, ClaimMutations, DocumentMutations, IdentityMutations, InstitutionMutations,
    MeetingMutations, PartnershipMutations, PersonMutations, ResolutionMutations, RuleMutations,
    VocabularyMutations,
};
use super::permission::requires;
use super::privacy::PrivacyMutations;
use super::scenario_mutation::ScenarioMutations;
use super::words::Permission;

/// What changes something.
#[derive(Description)]
pub struct Mutation;

#[Object(use_type_description)]
impl Mutation {
    /// Starts a query in the background, for what takes longer than a request may: the limit of cost is larger there
    /// and the deadline later. It is pinned to the revision of this request and has the same rights.
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    async fn start_analysis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The question.")] input: StartAnalysisInput,
    ) -> Result<StartAnalysisPayload> {
        job::start_analysis(ctx, input).await
    }

    /// Cancels a job: what it computes is stopped. A job that is over stays as it is.
    #[graphql(directive = requires::apply(Permission::ReadRecord))]
    fn cancel_job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which job.")] input: CancelJobInput,
    ) -> Result<CancelJobPayload> {
        job::cancel(ctx, &input)
    }

    #[graphql(flatten)]
    fn documents(&self) -> DocumentMutations {
        DocumentMutations
    }

    #[graphql(flatten)]
    fn access_tokens(&self) -> AccessTokenMutations {
        AccessTokenMutations
    }

    #[graphql(flatten)]
    fn meetings(&self) -> MeetingMutations {
        MeetingMutations
    }

    #[graphql(flatten)]
    fn resolutions(&self) -> ResolutionMutations {
        ResolutionMutations
    }

    #[graphql(flatten)]
    fn claims(&self) -> ClaimMutations {
        ClaimMutations
    }

    #[graphql(flatten)]
    fn vocabularies(&self) -> VocabularyMutations {
        VocabularyMutations
    }

    #[graphql(flatten)]
    fn rules(&self) -> RuleMutations {
        RuleMutations
    }

    #[graphql(flatten)]
    fn privacy(&self) -> PrivacyMutations {
        PrivacyMutations
    }

    #[graphql(flatten)]
    fn imports(&self) -> ImportMutations {
        ImportMutations
    }

    #[graphql(flatten)]
    fn identity(&self) -> IdentityMutations {
        IdentityMutations
    }

    #[graphql(flatten)]
    fn institutions(&self) -> InstitutionMutations {
        InstitutionMutations
    }

    #[graphql(flatten)]
    fn partnerships(&self) -> PartnershipMutations {
        PartnershipMutations
    }

    #[graphql(flatten)]
    fn bodies(&self) -> BodyMutations {
        BodyMutations
    }

    #[graphql(flatten)]
    fn people(&self) -> PersonMutations {
        PersonMutations
    }

    #[graphql(flatten)]
    fn scenarios(&self) -> ScenarioMutations {
        ScenarioMutations
    }
}
