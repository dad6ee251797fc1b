//! Territories that an institution serves.

use crate::date::EdtfDate;
use crate::id::Id;
use crate::institution::{Institution, ServedTerritory};
use crate::keeping::look::{ReadAs, Wrong, may_overlap};
use crate::keeping::{Draft, Fault, FaultCode, Faults};
use crate::record::{Noun as _, RecordRef};
use crate::territory::TerritorialUnit;

/// A territory that an institution serves, to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewServedTerritory {
    /// The institution.
    pub institution: Id<Institution>,
    /// The unit served.
    pub unit: Id<TerritorialUnit>,
    /// Since when.
    pub valid_from: EdtfDate,
    /// Until when.
    pub valid_to: EdtfDate,
}

/// Adds a territory that an institution serves, be its seat there or elsewhere.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` for a period that ends before it begins; `ALREADY_RECORDED` when it serves the unit in that
/// period already; those of [`Draft::source`].
pub fn add_served_territory(draft: &mut Draft<'_>, new: &NewServedTerritory) -> Result<RecordRef, Faults> {
    let mut wrong = Wrong::default();
    wrong.known(draft, Some(&new.institution), "institution");
    wrong.known(draft, Some(&new.unit), "unit");
    wrong.period(new.valid_from, new.valid_to, "validTo");
    wrong.done()?;
    let period = (new.valid_from, new.valid_to);
    let same = served(draft, &new.institution, &new.unit);
    let overlapping: Vec<_> =
        same.iter().filter(|it| may_overlap((it.valid_from, it.valid_to), period)).collect();
    if !overlapping.is_empty() {
        let message = "the institution serves this unit in that period already";
        let fault = Fault::new(FaultCode::AlreadyRecorded, "unit", message);
        return Err(fault.about(overlapping.into_iter().map(ServedTerritory::reference)).into());
    }
    let key = draft.fresh_key::<ServedTerritory>(&format!("{} {}", new.institution, new.unit))?;
    draft.add(ServedTerritory {
        key,
        institution: new.institution.clone(),
        unit: new.unit.clone(),
        valid_from: new.valid_from,
        valid_to: new.valid_to,
    })?;
    Ok(new.institution.reference())
}

/// Withdraws a territory from those that an institution is recorded to serve. Nothing is deleted.
///
/// # Errors
/// `NOT_FOUND` when it is not recorded to serve it.
pub fn withdraw_served_territory(
    draft: &mut Draft<'_>,
    (institution, unit): &(Id<Institution>, Id<TerritorialUnit>),
) -> Result<RecordRef, Faults> {
    draft.require(institution, "institution")?;
    let found = served(draft, institution, unit);
    if found.is_empty() {
        let message = "the institution is not recorded to serve this unit";
        return Err(Fault::new(FaultCode::NotFound, "unit", message).into());
    }
    for it in found {
        draft.withdraw(&it.key, "unit")?;
    }
    Ok(institution.reference())
}

fn served(
    draft: &Draft<'_>,
    institution: &Id<Institution>,
    unit: &Id<TerritorialUnit>,
) -> Vec<ServedTerritory> {
    let read_as = ReadAs::of(draft);
    draft.all(|it: &ServedTerritory| it.unit == *unit && read_as.is_one(&it.institution, institution))
}
