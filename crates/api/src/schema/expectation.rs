//! Expectations: which institutions there should be in each unit of territory, and on what basis.

use async_graphql::Object;
use domain::expectation as noun;

use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::language::{Language, text};
use super::partnership::Partnership;
use super::territory::TerritorialUnit;
use super::vocabulary::{Function, InstitutionType, Sector};
use super::words::{PlaceBasis, TerritoryLevel};

record_nodes! {
    /// What is expected in each unit of territory of a level: so many institutions of a type, a sector or a function. It
    /// says what should be, by a law or a policy, and nothing of what is. It is changed by importing it again.
    Expectation(noun::Expectation);
}

#[Object(use_type_description)]
impl Expectation {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Expectation> {
        RecordFields(self.0.clone())
    }

    /// What is expected, in our own words.
    fn text(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().text_pl, self.record().text_en.as_ref())
    }

    /// The type that is expected, types below it included; null when a sector or a function is.
    #[graphql(name = "type")]
    fn institution_type(&self) -> Option<InstitutionType> {
        InstitutionType::find_some(self.context(), self.record().r#type.as_ref())
    }

    /// The sector that is expected; null when a type or a function is.
    fn sector(&self) -> Option<Sector> {
        Sector::find_some(self.context(), self.record().sector.as_ref())
    }

    /// The function that is expected; null when a type or a sector is.
    fn function(&self) -> Option<Function> {
        Function::find_some(self.context(), self.record().function.as_ref())
    }

    /// The level of the units in each of which it is expected.
    fn level(&self) -> TerritoryLevel {
        self.record().level.into()
    }

    /// The unit that it is limited to; null for everywhere.
    fn within(&self) -> Option<TerritorialUnit> {
        TerritorialUnit::find_some(self.context(), self.record().within.as_ref())
    }

    /// The kinds of unit that it leaves out, in Polish, such as `miasto na prawach powiatu`.
    fn excluded_kinds(&self) -> Vec<&str> {
        self.record().excluded_kinds.iter().map(domain::vocabulary::Label::as_str).collect()
    }

    /// How many institutions are expected in a unit, at least; 1 or more.
    fn minimum(&self) -> i32 {
        super::count(self.record().minimum as usize)
    }

    /// Whether they are expected to be seated in the unit or to serve it.
    fn place(&self) -> PlaceBasis {
        self.record().place.into()
    }

    /// The partnership whose expectation it is; null when it holds whatever the partnership.
    fn partnership(&self) -> Option<Partnership> {
        Partnership::find_some(self.context(), self.record().partnership.as_ref())
    }

    /// The law or policy that it rests on.
    fn basis(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().basis_pl, self.record().basis_en.as_ref())
    }

    /// Where in the law or policy, such as the number of an article; null when not recorded.
    fn reference(&self) -> Option<&str> {
        text(&self.record().reference)
    }

    /// Since when it holds; unknown when it always has.
    fn valid_from(&self) -> PartialDate {
        PartialDate(self.record().valid_from)
    }

    /// Until when it held; unknown while it holds.
    fn valid_to(&self) -> PartialDate {
        PartialDate(self.record().valid_to)
    }
}
