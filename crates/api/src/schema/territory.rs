//! Units of territory.

use async_graphql::Object;
use domain::record::Noun as _;
use domain::territory as noun;
use service::graph::selection;

use super::connection::{self, paged_fields};
use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::institution::Institution;
use super::language::text;
use super::words::TerritoryLevel;

record_nodes! {
    /// A unit of territory: a voivodeship, subregion, powiat or gmina, or a place outside the region.
    TerritorialUnit(noun::TerritorialUnit);
}

#[Object(use_type_description)]
impl TerritorialUnit {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::TerritorialUnit> {
        RecordFields(self.0.clone())
    }

    /// The Polish name in the nominative.
    fn name(&self) -> &str {
        self.record().name.as_str()
    }

    /// The level.
    fn level(&self) -> TerritoryLevel {
        self.record().level.into()
    }

    /// The kind in Polish, such as `wiejska` or `miasto na prawach powiatu`; null when the register has none.
    fn kind(&self) -> Option<&str> {
        text(&self.record().kind)
    }

    /// The code of the TERYT register (TERC): 2 digits for a voivodeship, 4 for a powiat, 6 or 7 for a gmina; null
    /// for statistical units and places outside.
    fn teryt(&self) -> Option<&str> {
        self.record().teryt.as_ref().map(domain::identifier::Teryt::as_str)
    }

    /// The NUTS 3 code of the subregion that it is, or lies in; null when it is wider, or not recorded.
    fn nuts3(&self) -> Option<&str> {
        text(&self.record().nuts3)
    }

    /// The next wider unit; null for the widest.
    fn parent(&self) -> Option<TerritorialUnit> {
        Self::find_some(self.context(), self.record().parent.as_ref())
    }

    /// The unit of a level that it lies in, or is; null when there is none.
    fn ancestor(&self, #[graphql(desc = "The level.")] level: TerritoryLevel) -> Option<TerritorialUnit> {
        let unit = self.0.network().ancestor(&self.record().key, level.into())?;
        Self::find(self.context(), &unit.key)
    }

    /// The name in the genitive; null when not recorded.
    fn name_genitive(&self) -> Option<&str> {
        text(&self.record().name_genitive)
    }

    /// The name in the locative, as after „w”; null when not recorded.
    fn name_locative(&self) -> Option<&str> {
        text(&self.record().name_locative)
    }

    /// Other forms of the name: abbreviations, misspellings met in sources.
    fn other_names(&self) -> Vec<&str> {
        self.record().other_names.iter().map(domain::vocabulary::Label::as_str).collect()
    }

    /// When the unit began; unknown when it has been there throughout.
    fn valid_from(&self) -> PartialDate {
        PartialDate(self.record().valid_from)
    }

    /// When the unit ended; unknown while it exists.
    fn valid_to(&self) -> PartialDate {
        PartialDate(self.record().valid_to)
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }

    #[graphql(flatten)]
    fn lists(&self) -> TerritorialUnitLists {
        TerritorialUnitLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a unit of territory.
    TerritorialUnitLists of TerritorialUnit;

    /// The units of the next level within it, past ones too, in order of their keys.
    fn children(node, ctx, page) -> TerritorialUnit {
        let it = node.record();
        let positions = TerritorialUnit::positions(node.context(), |unit| unit.parent.as_ref() == Some(&it.key));
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }

    /// The institutions of the view's scope that have their seat in it or in a unit below, in order of Polish names.
    fn institutions(node, ctx, page) -> Institution {
        let it = node.record();
        let filter = selection::InstitutionFilter { seat_in: vec![it.key.clone()], ..Default::default() };
        let by_name = selection::InstitutionOrder {
            field: selection::InstitutionOrderField::Name,
            direction: selection::OrderDirection::Asc,
        };
        let positions = selection::institutions(&node.context().view, &filter, &[by_name]);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }
}
