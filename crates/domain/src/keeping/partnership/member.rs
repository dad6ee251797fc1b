//! Parties of a partnership: who signs, and who leaves.

use crate::date::EdtfDate;
use crate::id::Id;
use crate::keeping::look::{ReadAs, Wrong, may_overlap};
use crate::keeping::{Draft, Fault, FaultCode, Faults};
use crate::partnership::{Membership, Partnership, PartnershipRole};
use crate::party::Party;
use crate::record::{Noun as _, RecordRef};

/// Parties that sign the agreement of a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAgreement {
    /// The partnership.
    pub partnership: Id<Partnership>,
    /// Who signs; at least one.
    pub parties: Vec<Party>,
    /// In which role.
    pub role: PartnershipRole,
    /// When they signed; unknown when not recorded.
    pub signed_on: EdtfDate,
    /// When the source shows them in the role.
    pub as_of: EdtfDate,
    /// Since when they are in it, where that is not the day of signing.
    pub valid_from: EdtfDate,
}

/// Records that parties signed the agreement of a partnership, or hold a role in it.
///
/// # Errors
/// `ALREADY_RECORDED` with the membership of a party that is in the role already; `INVALID` when nobody signs, or one
/// party twice; `NOT_FOUND`; those of [`Draft::source`].
pub fn sign_agreement(draft: &mut Draft<'_>, new: &SignedAgreement) -> Result<RecordRef, Faults> {
    draft.require(&new.partnership, "partnership")?;
    let mut wrong = Wrong::default();
    if new.parties.is_empty() {
        wrong.add(Fault::new(FaultCode::Invalid, "parties", "name at least one party"));
    }
    let since = if new.valid_from.is_unknown() { new.signed_on } else { new.valid_from };
    let (recorded, read_as) = (members(draft, &new.partnership), ReadAs::of(draft));
    for (number, party) in new.parties.iter().enumerate() {
        let path = format!("parties.{number}");
        wrong.party(draft, party, &path);
        if new.parties.iter().take(number).any(|it| read_as.is_one_party(it, party)) {
            wrong.add(Fault::new(FaultCode::Invalid, &path, "the party is named twice; name it once"));
        }
        let same: Vec<RecordRef> = recorded
            .iter()
            .filter(|it| it.role == new.role && read_as.is_one_party(&it.party, party))
            .filter(|it| may_overlap((it.valid_from, it.valid_to), (since, EdtfDate::UNKNOWN)))
            .map(Membership::reference)
            .collect();
        if !same.is_empty() {
            let message = "the party is recorded in this role in that time already";
            wrong.add(Fault::new(FaultCode::AlreadyRecorded, &path, message).about(same));
        }
    }
    wrong.done()?;
    for party in &new.parties {
        add(draft, &new.partnership, (party, new.role), [new.signed_on, new.as_of, since])?;
    }
    Ok(new.partnership.reference())
}

/// A party that leaves a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeavingParty {
    /// The partnership.
    pub partnership: Id<Partnership>,
    /// Who leaves.
    pub party: Party,
    /// Which role it gives up; none for all of them.
    pub role: Option<PartnershipRole>,
    /// Its last day in the role.
    pub on: EdtfDate,
}

/// Records that a party left a partnership, or gave up a role in it: the membership ends, and stays on record.
///
/// # Errors
/// `NOT_FOUND`; `ALREADY_RECORDED` when its end is recorded; `INVALID` when it would end before it began, or at no date;
/// those of [`Draft::source`].
pub fn withdraw_party(draft: &mut Draft<'_>, leaving: &LeavingParty) -> Result<RecordRef, Faults> {
    draft.require(&leaving.partnership, "partnership")?;
    if leaving.on.is_unknown() {
        let message = "say when, as precisely as the source does: a day, a month, a year, `../2016`";
        return Err(Fault::new(FaultCode::Invalid, "on", message).into());
    }
    let read_as = ReadAs::of(draft);
    let in_role = |it: &Membership| leaving.role.is_none_or(|role| it.role == role);
    let (open, ended): (Vec<_>, Vec<_>) = members(draft, &leaving.partnership)
        .into_iter()
        .filter(|it| in_role(it) && read_as.is_one_party(&it.party, &leaving.party))
        .partition(|it| it.valid_to.is_unknown());
    if open.is_empty() && ended.is_empty() {
        let message = "the party is not recorded in this partnership, or not in this role";
        return Err(Fault::new(FaultCode::NotFound, "party", message).into());
    }
    if open.is_empty() {
        let fault = Fault::new(FaultCode::AlreadyRecorded, "party", "it is recorded that the party left");
        return Err(fault.about(ended.iter().map(Membership::reference)).into());
    }
    let mut wrong = Wrong::default();
    for it in &open {
        wrong.period(it.valid_from, leaving.on, "on");
    }
    wrong.done()?;
    for it in open {
        draft.set_field(&it.key, "valid_to", Some(&leaving.on.to_string()), "on")?;
    }
    Ok(leaving.partnership.reference())
}

/// The memberships of a partnership that stand.
fn members(draft: &Draft<'_>, partnership: &Id<Partnership>) -> Vec<Membership> {
    draft.all(|it: &Membership| it.partnership == *partnership)
}

/// Drafts a party in a role that goes on; the dates are those of signing, of the source, and of the beginning.
pub(super) fn add(
    draft: &mut Draft<'_>,
    partnership: &Id<Partnership>,
    (party, role): (&Party, PartnershipRole),
    [signed_on, as_of, valid_from]: [EdtfDate; 3],
) -> Result<(), Faults> {
    // The words of a group may be many, and are none of a key.
    let who = match party.reference() {
        Some(it) => it.key.to_string(),
        None => "group".to_owned(),
    };
    let key = draft.fresh_key::<Membership>(&format!("{partnership} {role} {who}"))?;
    draft.add(Membership {
        key,
        partnership: partnership.clone(),
        party: party.clone(),
        role,
        signed_on,
        as_of,
        valid_from,
        valid_to: EdtfDate::UNKNOWN,
    })?;
    Ok(())
}
