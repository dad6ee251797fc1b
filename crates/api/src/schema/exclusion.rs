//! What is recorded and yet not in an answer.

use std::sync::Arc;

use async_graphql::{Description, Object};
use service::{ViewContext, graph};

use super::node::Node;
use super::words::ExclusionReason;

/// How much was left out of an answer for one reason.
#[derive(Debug, Clone, Description)]
pub struct Exclusion {
    context: Arc<ViewContext>,
    exclusion: graph::Exclusion,
}

impl Exclusion {
    /// Shows exclusions of a view.
    #[must_use]
    pub fn all(context: &Arc<ViewContext>, exclusions: &[graph::Exclusion]) -> Vec<Self> {
        exclusions.iter().map(|it| Self { context: Arc::clone(context), exclusion: it.clone() }).collect()
    }
}

#[Object(use_type_description)]
impl Exclusion {
    /// The reason.
    fn reason(&self) -> ExclusionReason {
        self.exclusion.reason.into()
    }

    /// How many records were left out for it.
    fn count(&self) -> i32 {
        super::count(self.exclusion.count)
    }

    /// The reason in English words.
    fn message(&self) -> &str {
        &self.exclusion.message
    }

    /// At most five of the records, in order of their keys.
    fn sample(&self) -> Vec<Node> {
        self.exclusion.sample.iter().filter_map(|it| Node::of(&self.context, it)).collect()
    }
}
