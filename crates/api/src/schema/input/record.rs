//! Which of the other records: bodies, offices, indicators, documents, statements, mentions, open questions.

use std::sync::Arc;

use async_graphql::{ID, InputObject, Result};
use domain::record::RecordRef;
use service::ViewContext;
use service::graph::selection;

use super::{InstitutionLookup, PartnershipLookup, codes, id_of, reference, words};
use crate::schema::date::PeriodInput;
use crate::schema::words::{
    AliasKind, BodyKind, Collection, DecisionStatus, DocumentKind, FundingOutcome, IndicatorNature, NormKind,
    RelationKind, Severity, StatementKind, TaskStatus, TerritoryLevel,
};

/// Which bodies. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct BodyFilter {
    /// The kinds.
    pub kinds: Option<Vec<BodyKind>>,
    /// Of this partnership.
    pub partnership: Option<PartnershipLookup>,
}

/// Which offices.
#[derive(Debug, Clone, Default, InputObject)]
pub struct OfficeFilter {
    /// Of this institution.
    pub institution: Option<InstitutionLookup>,
}

/// Which documents. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct DocumentFilter {
    /// The kinds.
    pub kinds: Option<Vec<DocumentKind>>,
}

/// Which norms. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct NormFilter {
    /// The kinds.
    pub kinds: Option<Vec<NormKind>>,
    /// That bind this partnership.
    pub partnership: Option<PartnershipLookup>,
}

/// Which expectations. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ExpectationFilter {
    /// Codes of types: of these, or of types below them.
    pub types: Option<Vec<String>>,
    /// Codes of sectors.
    pub sectors: Option<Vec<String>>,
    /// Codes of functions.
    pub functions: Option<Vec<String>>,
    /// In units of one of these levels.
    pub levels: Option<Vec<TerritoryLevel>>,
    /// Of this partnership, or of none, which holds for every partnership.
    pub partnership: Option<PartnershipLookup>,
}

impl ExpectationFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ID`, `INVALID_ARGUMENT`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::ExpectationFilter> {
        let partnership = self.partnership.as_ref().map(|it| it.require(context)).transpose()?;
        Ok(selection::ExpectationFilter {
            types: codes(context, &self.types)?,
            sectors: codes(context, &self.sectors)?,
            functions: codes(context, &self.functions)?,
            levels: words(&self.levels),
            partnership: partnership.map(|it| it.record().key.clone()),
        })
    }
}

/// Which applications. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ApplicationFilter {
    /// The id of a call: to this call.
    pub call: Option<ID>,
    /// Of this partnership.
    pub partnership: Option<PartnershipLookup>,
    /// What became of them.
    pub outcomes: Option<Vec<FundingOutcome>>,
}

/// Which decisions on identity. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct IdentityDecisionFilter {
    /// Where they stand.
    pub statuses: Option<Vec<DecisionStatus>>,
}

/// Which relations. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct RelationFilter {
    /// The id of an institution or body: with it as one of the two.
    pub about: Option<ID>,
    /// The kinds.
    pub kinds: Option<Vec<RelationKind>>,
}

/// Which indicators. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct IndicatorFilter {
    /// What kinds of number.
    pub natures: Option<Vec<IndicatorNature>>,
    /// Declaring the size of one of these collections.
    pub collections: Option<Vec<Collection>>,
    /// The id of a record: about it.
    pub of: Option<ID>,
    /// As of a date that lies in this period for certain.
    pub as_of_in: Option<PeriodInput>,
    /// With a label that holds this text, without regard to Polish marks and case.
    pub text: Option<String>,
}

impl IndicatorFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::IndicatorFilter> {
        Ok(selection::IndicatorFilter {
            natures: words(&self.natures),
            collections: words(&self.collections),
            of: optional(context, self.of.as_ref())?,
            as_of_in: self.as_of_in.as_ref().map(PeriodInput::read).transpose()?,
            text: self.text.clone(),
        })
    }
}

/// Which statements. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct StatementFilter {
    /// The kinds.
    pub kinds: Option<Vec<StatementKind>>,
    /// The id of an institution, office or body: of it.
    pub of: Option<ID>,
    /// The id of an institution, office or body: speaking of it.
    pub with: Option<ID>,
    /// Codes of types of institution: speaking of one of these, or of a type below.
    pub types: Option<Vec<String>>,
    /// With a text or an item that holds this text, without regard to Polish marks and case.
    pub search: Option<String>,
}

impl StatementFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::StatementFilter> {
        Ok(selection::StatementFilter {
            kinds: words(&self.kinds),
            of: optional(context, self.of.as_ref())?,
            with: optional(context, self.with.as_ref())?,
            types: codes(context, &self.types)?,
            text: self.search.clone(),
        })
    }
}

/// Which mentions. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct MentionFilter {
    /// With a surface form that holds this text, without regard to Polish marks and case.
    pub text: Option<String>,
    /// How the form relates to the name.
    pub kinds: Option<Vec<AliasKind>>,
    /// The id of a document: in it.
    pub document: Option<ID>,
    /// The id of what is meant.
    pub target: Option<ID>,
}

impl MentionFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::MentionFilter> {
        Ok(selection::MentionFilter {
            text: self.text.clone(),
            kinds: words(&self.kinds),
            document: self.document.as_ref().map(|it| id_of(context, it)).transpose()?,
            target: optional(context, self.target.as_ref())?,
        })
    }
}

/// Which open questions. Fields hold together, values of one field are alternatives.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ResolutionTaskFilter {
    /// The id of a record: concerning it.
    pub about: Option<ID>,
    /// Where they stand.
    pub statuses: Option<Vec<TaskStatus>>,
    /// How much hangs on them.
    pub severities: Option<Vec<Severity>>,
}

impl ResolutionTaskFilter {
    /// The filter as the analyses take it.
    ///
    /// # Errors
    /// `INVALID_ID`, `NOT_FOUND`.
    pub fn read(&self, context: &Arc<ViewContext>) -> Result<selection::TaskFilter> {
        Ok(selection::TaskFilter {
            about: optional(context, self.about.as_ref())?,
            statuses: words(&self.statuses),
            severities: words(&self.severities),
        })
    }
}

pub(crate) fn optional(context: &Arc<ViewContext>, id: Option<&ID>) -> Result<Option<RecordRef>> {
    id.map(|it| reference(context, it)).transpose()
}
