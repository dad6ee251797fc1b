//! How many institutions are expected in a row or a cell of a table.

use std::collections::BTreeSet;

use domain::expectation::Expectation;
use domain::id::Id;
use domain::record::RecordRef;
use domain::territory::TerritorialUnit;

use super::{CoverageDimension, CoverageRequest, CoverageUnit};
use crate::selection::{ExpectationFilter, applies_to, expectations};
use crate::view::NetworkView;

/// The expectations that a table may show: those by the place asked for that hold at the end of the window.
pub(super) struct Expected<'a> {
    view: &'a NetworkView,
    list: Vec<&'a Expectation>,
    /// What the institutions asked about are, when they are of just one type, sector or function.
    asked: Option<RecordRef>,
}

impl<'a> Expected<'a> {
    pub(super) fn new(view: &'a NetworkView, request: &CoverageRequest) -> Self {
        let all = &view.network().record().expectations;
        let found = expectations(view, &ExpectationFilter::default()).into_iter();
        let list = found.filter_map(|it| all.get(it as usize)).filter(|it| it.place == request.place);
        let of = &request.of;
        let subjects: BTreeSet<_> = of
            .types
            .iter()
            .map(Id::reference)
            .chain(of.sectors.iter().map(Id::reference))
            .chain(of.functions.iter().map(Id::reference))
            .collect();
        let asked = subjects.first().filter(|_| subjects.len() == 1).cloned();
        Self { view, list: list.collect(), asked }
    }

    /// Those of what a column is: a type, the head of a family, a sector or a function.
    pub(super) fn of(&self, dimension: CoverageDimension, unit: &CoverageUnit) -> Vec<&'a Expectation> {
        let Some(reference) = unit.reference() else { return Vec::new() };
        self.list.iter().filter(|it| self.is_of(it, dimension, reference)).copied().collect()
    }

    /// Those of what the institutions asked about are.
    pub(super) fn asked(&self) -> Vec<&'a Expectation> {
        let Some(asked) = &self.asked else { return Vec::new() };
        self.list.iter().filter(|it| subject(it).as_ref() == Some(asked)).copied().collect()
    }

    fn is_of(&self, expectation: &Expectation, dimension: CoverageDimension, reference: &RecordRef) -> bool {
        let own = match (dimension, &expectation.r#type) {
            (CoverageDimension::TypeFamily, Some(it)) => Some(self.view.network().family(it).reference()),
            _ => subject(expectation),
        };
        own.as_ref() == Some(reference)
    }

    /// The greatest minimum of some expectations in a unit of territory; none when none applies to it.
    pub(super) fn number(&self, of: &[&Expectation], unit: &CoverageUnit) -> Option<u32> {
        let network = self.view.network();
        let unit = network.get(&Id::<TerritorialUnit>::from_reference(unit.reference()?)?)?;
        of.iter().filter(|it| applies_to(network, it, unit)).map(|it| it.minimum).max()
    }
}

fn subject(expectation: &Expectation) -> Option<RecordRef> {
    let r#type = expectation.r#type.as_ref().map(Id::reference);
    let sector = || expectation.sector.as_ref().map(Id::reference);
    r#type.or_else(sector).or_else(|| expectation.function.as_ref().map(Id::reference))
}
