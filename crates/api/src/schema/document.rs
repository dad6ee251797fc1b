//! Source documents.

use async_graphql::Object;
use domain::document as noun;
use domain::record::Noun as _;

use super::claim::Claim;
use super::connection::{self, paged_fields};
use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::language::text;
use super::recorded::{NotRecorded, missing};
use super::words::{DocumentKind, DocumentState};

record_nodes! {
    /// A document that claims rest on. Its text is not kept here; claims say where in it they stand.
    Document(noun::SourceDocument);
}

#[Object(use_type_description)]
impl Document {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::SourceDocument> {
        RecordFields(self.0.clone())
    }

    /// The title: the document's own, or one given here when it has none.
    fn title(&self) -> &str {
        self.record().title.as_str()
    }

    /// The kind of document.
    fn kind(&self) -> DocumentKind {
        self.record().kind.into()
    }

    /// The period that it reports on; unknown when it does not say.
    fn covers(&self) -> PartialDate {
        PartialDate(self.record().covers)
    }

    /// The date of the document itself; unknown when it bears none.
    fn dated(&self) -> PartialDate {
        PartialDate(self.record().dated)
    }

    /// How `dated` is known when the document does not say it outright; null when it does, or when there is no date.
    fn dated_basis(&self) -> Option<&str> {
        text(&self.record().dated_basis)
    }

    /// SHA-256 of the file in lower-case hexadecimal; null for registers and conventions, which are no files here.
    fn sha256(&self) -> Option<&str> {
        text(&self.record().sha256)
    }

    /// How locators into the document are to be read.
    fn locator_scheme(&self) -> &str {
        self.record().locator_scheme.as_str()
    }

    /// Whether it still supports claims.
    fn state(&self) -> DocumentState {
        self.record().state.into()
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("covers", it.covers.is_unknown(), "the document does not say which period it reports on"),
            ("dated", it.dated.is_unknown(), "the document bears no date"),
            ("sha256", it.sha256.is_none(), "no file of it is kept"),
        ])
    }

    #[graphql(flatten)]
    fn lists(&self) -> DocumentLists {
        DocumentLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a document.
    DocumentLists of Document;

    /// The claims that stand in the document, in order of their keys.
    fn claims(node, ctx, page,
        #[graphql(desc = "Only claims about this field, by its name in import files; none for all.")] field: Option<String>,
    ) -> Claim {
        let document = &node.record().key;
        let positions = Claim::positions(node.context(), |it| {
            it.document == *document
                && field.as_deref().is_none_or(|wanted| it.field.as_ref().is_some_and(|it| it.as_str() == wanted))
        });
        connection::records(ctx, node.context(), &node.record().reference().to_string(), page, &positions, Vec::new())
    }
}
