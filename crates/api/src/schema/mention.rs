//! Mentions: the forms by which documents speak of things.

use async_graphql::Object;
use domain::mention as noun;

use super::entry::{RecordFields, record_nodes};
use super::language::text;
use super::node::Node;
use super::words::AliasKind;

record_nodes! {
    /// A form by which a document speaks of an institution, body, partnership, office or place. People are never
    /// mentioned here.
    Mention(noun::Mention);
}

#[Object(use_type_description)]
impl Mention {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Mention> {
        RecordFields(self.0.clone())
    }

    /// The form as the document writes it.
    fn surface(&self) -> &str {
        self.record().surface.as_str()
    }

    /// How it relates to the name.
    fn kind(&self) -> AliasKind {
        self.record().kind.into()
    }

    /// What it is taken to mean; null when that does not stand any more.
    fn target(&self) -> Option<Node> {
        Node::of(self.context(), &self.record().target)
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }
}
