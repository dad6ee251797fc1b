//! Statements that stay statements: about types of institution, target groups, services, coordination. They never
//! become ties (model.md P8, P10).

use serde::{Deserialize, Serialize};

use crate::call::Project;
use crate::date::EdtfDate;
use crate::id::Id;
use crate::party::Party;
use crate::record::noun;
use crate::territory::TerritorialUnit;
use crate::vocabulary::{Function, InstitutionType, Label};
use crate::words;

words! {
    /// What kind of statement it is.
    StatementKind {
        /// Cooperation with types of institution, or with an institution without a recorded occasion.
        Cooperation = "COOPERATION",
        /// A target group.
        TargetGroup = "TARGET_GROUP",
        /// A catalogue of services.
        Service = "SERVICE",
        /// Who coordinates what; statements that conflict stand side by side.
        Coordination = "COORDINATION",
        /// How a body is made up.
        Composition = "COMPOSITION",
    }
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The key.
    pub key: Id<Statement>,
    /// The kind.
    pub kind: StatementKind,
    /// Of whom.
    pub of: Option<Party>,
    /// What it says, in our own Polish words.
    pub text_pl: Label,
    /// What it says, in our own English words.
    pub text_en: Option<Label>,
    /// The types that it speaks of.
    #[serde(with = "crate::list", default)]
    pub types: Vec<Id<InstitutionType>>,
    /// The target category that the types stand under.
    pub function: Option<Id<Function>>,
    /// The parties that it speaks of, without an occasion.
    #[serde(with = "crate::list", default)]
    pub with: Vec<Party>,
    /// Further items listed, in our own words (services, kinds of environment).
    #[serde(with = "crate::list", default)]
    pub items: Vec<Label>,
    /// The project that says so.
    pub project: Option<Id<Project>>,
    /// The territory spoken of.
    pub territory: Option<Id<TerritorialUnit>>,
    /// When.
    pub date: EdtfDate,
    /// Whether it is a plan rather than a report.
    pub is_planned: bool,
}
noun!(Statement { optional_party: of; list: types; optional: function, project, territory; parties: with });
