//! Indicators: numbers that sources give.

use async_graphql::Object;
use domain::indicator as noun;

use super::date::PartialDate;
use super::entry::{RecordFields, record_nodes};
use super::language::{Language, text};
use super::node::Node;
use super::recorded::{NotRecorded, missing};
use super::words::{Collection, IndicatorNature};

record_nodes! {
    /// A number of the record, with its unit, its date and what kind of number it is.
    Indicator(noun::Indicator);
}

#[Object(use_type_description)]
impl Indicator {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Indicator> {
        RecordFields(self.0.clone())
    }

    /// What is counted or measured, in words.
    fn label(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().label_pl, self.record().label_en.as_ref())
    }

    /// The value, in `unit`; 0 or more.
    fn value(&self) -> f64 {
        self.record().value
    }

    /// The unit, such as `INSTITUTION`, `PERSON`, `PERSON_ATTENDANCE`, `MEETING`, `JOB`.
    fn unit(&self) -> &str {
        self.record().unit.as_str()
    }

    /// Whether the number is declared, counted, a target or computed.
    fn nature(&self) -> IndicatorNature {
        self.record().nature.into()
    }

    /// As of when, or for which period; unknown when not recorded.
    fn as_of(&self) -> PartialDate {
        PartialDate(self.record().as_of)
    }

    /// What it is about; null when not recorded.
    fn of(&self) -> Option<Node> {
        self.record().of.as_ref().and_then(|it| Node::of(self.context(), it))
    }

    /// The collection of `of` whose size it declares; null when it declares none.
    fn collection(&self) -> Option<Collection> {
        self.record().collection.map(Into::into)
    }

    /// How to read it; null when there is nothing to add.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("asOf", it.as_of.is_unknown(), "the source does not say as of when"),
            ("of", it.of.is_none(), "the source does not say of what"),
        ])
    }
}
