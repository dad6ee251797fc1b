//! Why a signatory ranks where it ranks on the worklist.

use std::sync::Arc;

use async_graphql::{Description, Enum, Object};
use service::ViewContext;
use service::graph::uncontacted;

use crate::schema::count;
use crate::schema::language::Language;

/// What adds to the priority of a signatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::uncontacted::PriorityCode")]
pub enum PriorityCode {
    /// No contact by the rule is recorded up to the end of the window: 40 points.
    NeverContacted,
    /// Whole months from the last contact by the rule to the end of the window: 1 point each, 36 at most.
    MonthsSinceContact,
    /// It is not involved in any occasion that may lie in the window: 20 points.
    NotInvolved,
    /// No named signatory of the powiat of its seat is in contact in the window: 15 points.
    PowiatWithoutContact,
    /// It has no seat on the council of the partnership, whose members are all recorded: 10 points.
    NoCouncilSeat,
}

/// A part of the priority of a signatory. The points of all parts add up to its score.
#[derive(Debug, Clone, Description)]
pub struct PriorityComponent {
    context: Arc<ViewContext>,
    value: uncontacted::PriorityComponent,
}

impl PriorityComponent {
    /// Shows a component.
    pub(super) fn new(context: &Arc<ViewContext>, value: uncontacted::PriorityComponent) -> Self {
        Self { context: Arc::clone(context), value }
    }
}

#[Object(use_type_description)]
impl PriorityComponent {
    /// Which.
    fn code(&self) -> PriorityCode {
        self.value.code.into()
    }

    /// How many points it adds, 0 or more; 0 for what is not recorded.
    fn points(&self) -> i32 {
        count(self.value.points as usize)
    }

    /// The most points that it can add.
    fn points_max(&self) -> i32 {
        count(self.value.code.points() as usize)
    }

    /// Whether the record says enough to tell whether it adds points.
    fn is_recorded(&self) -> bool {
        self.value.is_recorded()
    }

    /// The reason in words.
    fn reason(&self, #[graphql(desc = "The language wanted.", default)] language: Language) -> String {
        match language {
            Language::Pl => self.value.reason_pl(self.context.network()),
            Language::En => self.value.reason_en(self.context.network()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_codes_are_those_of_the_analysis() {
        for code in uncontacted::PriorityCode::ALL {
            let shown = async_graphql::resolver_utils::enum_value(PriorityCode::from(*code));
            assert_eq!(shown, async_graphql::Value::Enum(async_graphql::Name::new(code.as_str())));
        }
    }
}
