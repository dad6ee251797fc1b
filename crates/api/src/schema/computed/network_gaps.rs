//! What the network offers on gaps and on coverage by pairs: objects to be flattened into it.

use async_graphql::{Context, Object, Result};
use domain::id::Id;
use service::graph::gap::{self as gap_analysis, GapRequest};
use service::graph::pair_coverage::{self as pair_analysis, PairCoverageRequest};
use service::graph::selection::by_code;

use super::analysis::{self, refused};
use super::coverage::LISTED_MAX;
use super::gap::{GapKind, GapResult};
use super::input::partnership;
use super::network::listed;
use super::pair_coverage::PairCoverage;
use super::words::TieLevel;
use crate::error::ErrorCode;
use crate::schema::input::{ExpectationFilter, PartnershipLookup, TerritoryLookup, codes};
use crate::schema::network::Network;
use crate::schema::scalars::Date;
use crate::schema::words::TerritoryLevel;

/// The most units of territory that one question names.
const UNITS_MAX: usize = 100;

/// The analyses of what is missing.
pub struct GapAnalyses(pub(crate) Network);

#[Object]
impl GapAnalyses {
    /// What is expected and not recorded, and who could close it, the highest score first.
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of the definition")]
    async fn gaps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The kinds of gap; all when left out.")] kinds: Option<Vec<GapKind>>,
        #[graphql(
            desc = "Whose memberships, expectations, intended sectors and actions; of any partnership when left out."
        )]
        partnership: Option<PartnershipLookup>,
        #[graphql(desc = "By which expectations; all that hold at the end of the window when left out.")]
        expectations: Option<ExpectationFilter>,
        #[graphql(
            desc = "Only in these units, at most 100, or in units in them; gaps that are in no unit are then left out."
        )]
        within: Option<Vec<TerritoryLookup>>,
        #[graphql(
            desc = "Codes of kinds of meeting by which institutions are in contact, cooperate or are involved; any when left out."
        )]
        meeting_kinds: Option<Vec<String>>,
        #[graphql(
            desc = "The day by which actions are overdue; the end of the window when left out. No default depends on the clock."
        )]
        on: Option<Date>,
    ) -> Result<GapResult> {
        let context = &self.0.0;
        let request = GapRequest {
            kinds: kinds.unwrap_or_default().into_iter().map(Into::into).collect(),
            partnership: self::partnership(context, partnership.as_ref())?,
            expectations: expectations.unwrap_or_default().read(context)?,
            within: self.units(within)?,
            meeting_kinds: codes(context, &meeting_kinds)?,
            on: on.map(|it| it.0),
        };
        let parameters = format!("{request:?}");
        let compute = move |view: &_| gap_analysis::gaps(view, &request);
        let answer = analysis::run(ctx, context, "gaps", parameters, compute).await?.map_err(refused)?;
        Ok(GapResult(answer))
    }

    /// In how many narrower units institutions of one type have a tie with one of another type that serves the wider
    /// unit: social welfare centres of the gminas of a powiat with its labour office.
    #[allow(clippy::too_many_arguments, reason = "each argument is a parameter of the definition")]
    async fn pair_coverage(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The code of the type in the narrower units, such as `OPS`; types below it included."
        )]
        left: String,
        #[graphql(
            desc = "The code of the type that serves the wider unit, such as `PUP`; types below it included."
        )]
        right: String,
        #[graphql(desc = "The level of the wider units.", default_with = "TerritoryLevel::Powiat")]
        within: TerritoryLevel,
        #[graphql(desc = "The level of the narrower units.", default_with = "TerritoryLevel::Gmina")]
        narrower: TerritoryLevel,
        #[graphql(desc = "The least level of a tie: L1, L2 or L3.", default_with = "TieLevel::L1")]
        level: TieLevel,
        #[graphql(desc = "Only these wider units, at most 100; all when left out.")] units: Option<
            Vec<TerritoryLookup>,
        >,
    ) -> Result<PairCoverage> {
        let context = &self.0.0;
        let r#type = |code: &String| {
            by_code::<domain::vocabulary::InstitutionType>(context.network(), code).ok_or_else(|| {
                let shown: String = code.chars().take(60).collect();
                ErrorCode::InvalidArgument
                    .error(format!("There is no institution-type with the code `{shown}`."))
            })
        };
        let request = PairCoverageRequest {
            left: r#type(&left)?,
            right: r#type(&right)?,
            within: within.into(),
            narrower: narrower.into(),
            level: level.into(),
            units: self.units(units)?,
        };
        let parameters = format!("{request:?}");
        let compute = move |view: &_| pair_analysis::pair_coverage(view, &request);
        let answer =
            analysis::run(ctx, context, "pair-coverage", parameters, compute).await?.map_err(refused)?;
        let warning = listed(answer.value().rows.len(), LISTED_MAX, "units");
        Ok(PairCoverage(answer.warning(warning)))
    }
}

impl GapAnalyses {
    fn units(
        &self,
        units: Option<Vec<TerritoryLookup>>,
    ) -> Result<Vec<Id<domain::territory::TerritorialUnit>>> {
        let units = units.unwrap_or_default();
        if units.len() > UNITS_MAX {
            let message = format!("{} units are named; at most {UNITS_MAX} can be.", units.len());
            return Err(ErrorCode::InvalidArgument.error(message));
        }
        units.iter().map(|it| Ok(it.require(&self.0.0)?.record().key.clone())).collect()
    }
}
