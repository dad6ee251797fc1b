//! Codes and labels of what tables group by: units of territory, entries of vocabularies, partnerships and years.

use std::sync::Arc;

use async_graphql::{Description, Object};
use domain::id::Id;
use domain::partnership::Partnership;
use domain::record::{Listed, RecordRef};
use domain::territory::{TerritorialUnit, TerritoryLevel};
use domain::vocabulary::{Function, InstitutionType, Label, Sector};
use service::ViewContext;
use service::graph::Network;
use service::graph::coverage::CoverageUnit;

use crate::schema::language::Language;
use crate::schema::node::Node;

/// What a row or column of coverage is: a unit of territory, an entry of a vocabulary, a partnership or a year.
#[derive(Debug, Clone, Description)]
pub struct CoverageKey {
    context: Arc<ViewContext>,
    unit: CoverageUnit,
}

impl CoverageKey {
    /// Shows a row or column as a key.
    pub(super) fn new(context: &Arc<ViewContext>, unit: &CoverageUnit) -> Self {
        Self { context: Arc::clone(context), unit: unit.clone() }
    }

    fn found(&self) -> (String, String, String) {
        let reference = match &self.unit {
            CoverageUnit::Record(reference) => reference,
            CoverageUnit::Year(year) => return (year.to_string(), year.to_string(), year.to_string()),
        };
        let network = self.context.network();
        let of = |code: &Label, pl: &Label, en: &Label| (code.to_string(), pl.to_string(), en.to_string());
        let r#type =
            || get::<InstitutionType>(network, reference).map(|it| of(&it.code, &it.name_pl, &it.name_en));
        let sector = || get::<Sector>(network, reference).map(|it| of(&it.code, &it.name_pl, &it.name_en));
        let function =
            || get::<Function>(network, reference).map(|it| of(&it.code, &it.name_pl, &it.name_en));
        let partnership = || {
            let it = get::<Partnership>(network, reference)?;
            let en = it.name_en.as_ref().unwrap_or(&it.name_pl);
            Some((it.key.to_string(), it.name_pl.to_string(), en.to_string()))
        };
        let key = reference.key.to_string();
        get::<TerritorialUnit>(network, reference)
            .map(of_unit)
            .or_else(r#type)
            .or_else(sector)
            .or_else(function)
            .or_else(partnership)
            .unwrap_or_else(|| (key.clone(), key.clone(), key))
    }
}

fn get<'a, T: Listed>(network: &'a Network, reference: &RecordRef) -> Option<&'a T> {
    network.get(&Id::<T>::from_reference(reference)?)
}

/// The code, Polish and English label of a unit: its TERYT code, for subregions the NUTS code, else its key.
fn of_unit(unit: &TerritorialUnit) -> (String, String, String) {
    let teryt = unit.teryt.as_ref().map(|it| it.as_str().to_owned());
    let nuts =
        unit.nuts3.as_ref().filter(|_| unit.level == TerritoryLevel::Subregion).map(ToString::to_string);
    let code = teryt.or(nuts).unwrap_or_else(|| unit.key.to_string());
    (code, unit.name.to_string(), unit.name.to_string())
}

#[Object(use_type_description)]
impl CoverageKey {
    /// The code: of the vocabulary, of the TERYT register, for subregions that of NUTS; the slug of a partnership; the year.
    fn code(&self) -> String {
        self.found().0
    }

    /// The label.
    fn label(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> String {
        let (_, pl, en) = self.found();
        match language {
            Language::Pl => pl,
            Language::En => en,
        }
    }

    /// The unit of territory, entry of a vocabulary or partnership; null for a year.
    fn node(&self) -> Option<Node> {
        Node::of(&self.context, self.unit.reference()?)
    }
}
