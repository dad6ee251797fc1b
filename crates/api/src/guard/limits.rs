//! The limits a document is held to, readable as data.

/// How large a request may be. All limits are inclusive: a value equal to the limit passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document, without variables.
    pub document_bytes: u64,
    /// Lexical tokens of the document; commas, white space and comments are none.
    pub tokens: u64,
    /// Brackets of any kind open at one place.
    pub nesting: u64,
    /// Fields, spreads and inline fragments of all operations, with fragments expanded.
    pub selections: u64,
    /// Fields at the top of one operation, with fragments expanded.
    pub root_fields: u64,
    /// Fields within fields.
    pub depth: u64,
    /// Aliases of all operations, with fragments expanded.
    pub aliases: u64,
    /// Directives of all operations, with fragments expanded.
    pub directives: u64,
    /// Directives at one place.
    pub directives_per_place: u64,
    /// Fragment definitions.
    pub fragments: u64,
    /// Nested lists of types or fields under `__schema` or `__type`.
    pub introspection_lists: u64,
    /// `ofType` within `ofType` under `__schema` or `__type`.
    pub introspection_wrappers: u64,
    /// Items in a page of a connection.
    pub page_size: u64,
    /// Items in a page when neither `first` nor `last` is given.
    pub default_page_size: u64,
    /// Items that a list without pages is taken to have, for the estimate of cost.
    pub assumed_list_size: u64,
    /// Estimated cost of the operation.
    pub cost: u64,
}

impl Default for Limits {
    /// The limits of the shipped service. The standard introspection query passes with all its options.
    fn default() -> Self {
        Self {
            document_bytes: 64 * 1024,
            tokens: 5_000,
            nesting: 50,
            selections: 1_000,
            root_fields: 20,
            depth: 20,
            aliases: 50,
            directives: 50,
            directives_per_place: 4,
            fragments: 50,
            introspection_lists: 2,
            introspection_wrappers: 10,
            page_size: 100,
            default_page_size: 20,
            assumed_list_size: 10,
            cost: 50_000,
        }
    }
}

/// One limit, for a client to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitInfo {
    /// The name, as in `extensions.limit` of a refusal.
    pub name: &'static str,
    /// The largest value that passes.
    pub value: u64,
    /// What is counted.
    pub description: &'static str,
}

impl Limits {
    /// Every limit with its value and meaning, in a fixed order.
    #[must_use]
    pub fn describe(&self) -> Vec<LimitInfo> {
        let info = |name, value, description| LimitInfo { name, value, description };
        vec![
            info("documentBytes", self.document_bytes, "Bytes of the document, without its variables."),
            info("tokens", self.tokens, "Lexical tokens of the document."),
            info("nesting", self.nesting, "Brackets of any kind open at one place of the document."),
            info(
                "selections",
                self.selections,
                "Fields, spreads and inline fragments of all operations, counted with fragments expanded.",
            ),
            info(
                "rootFields",
                self.root_fields,
                "Fields at the top of one operation, counted with fragments expanded.",
            ),
            info("depth", self.depth, "Fields nested within fields."),
            info("aliases", self.aliases, "Aliases of all operations, counted with fragments expanded."),
            info(
                "directives",
                self.directives,
                "Directives of the document, counted with fragments expanded.",
            ),
            info("directivesPerPlace", self.directives_per_place, "Directives at one place of the document."),
            info("fragments", self.fragments, "Fragment definitions of the document."),
            info(
                "introspectionLists",
                self.introspection_lists,
                "Nested fields, interfaces, possibleTypes and inputFields under __schema or __type.",
            ),
            info(
                "introspectionWrappers",
                self.introspection_wrappers,
                "Nested ofType under __schema or __type.",
            ),
            info("pageSize", self.page_size, "Items in one page of a connection (first or last)."),
            info(
                "defaultPageSize",
                self.default_page_size,
                "Items in one page when neither first nor last is given.",
            ),
            info(
                "assumedListSize",
                self.assumed_list_size,
                "Items that a list without pages is taken to have when the cost is estimated.",
            ),
            info(
                "cost",
                self.cost,
                "Estimated cost of an operation: 0 for a value, 1 for an object, page size times its items for a \
                 connection, and what an analysis adds.",
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_described_once() {
        let described = Limits::default().describe();
        let members = format!("{:?}", Limits::default()).matches(": ").count();
        assert_eq!(described.len(), members);
        assert!(described.iter().all(|limit| limit.description.ends_with('.') && limit.value > 0));
    }
}
