//! Applications of a partnership to calls, and what became of them.

use super::Stage;
use super::lifecycle::{self, may_follow};
use crate::call::{Application, Call, FundingOutcome, Programme};
use crate::date::EdtfDate;
use crate::id::Id;
use crate::keeping::look::Wrong;
use crate::keeping::{Draft, Fault, FaultCode, Faults};
use crate::partnership::{LifecycleEvent, LifecycleState, Partnership};
use crate::record::{Noun as _, RecordRef};
use crate::vocabulary::Label;

/// The call that a partnership applies to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmittedTo {
    /// A call of the record.
    Known(Id<Call>),
    /// A call that the record does not have yet.
    New {
        /// The number of the measure.
        number: Label,
        /// The edition, such as a year.
        edition: Option<Label>,
        /// The programme.
        programme: Option<Id<Programme>>,
        /// The title.
        title: Option<Label>,
    },
}

/// An application that was submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedApplication {
    /// The partnership that applied.
    pub partnership: Id<Partnership>,
    /// The call.
    pub call: SubmittedTo,
    /// When it was submitted; unknown when not recorded.
    pub submitted_on: EdtfDate,
}

/// Records that a partnership applied to a call; a project partnership is `SUBMITTED` from then on. The outcome is not
/// stated until it is recorded.
///
/// # Errors
/// `ALREADY_RECORDED` for the same partnership and call, or a new call that is recorded; `CONFLICT` with the life of the
/// partnership; `NOT_FOUND`; those of [`Draft::source`].
pub fn submit_application(draft: &mut Draft<'_>, new: &SubmittedApplication) -> Result<RecordRef, Faults> {
    let partnership = draft.require(&new.partnership, "partnership")?;
    check_call(draft, new)?;
    let follows = follows(draft, &partnership, LifecycleState::Submitted, new.submitted_on, "submittedOn")?;
    let call = match &new.call {
        SubmittedTo::Known(id) => id.clone(),
        SubmittedTo::New { number, edition, programme, title } => {
            let edition_text = edition.as_ref().map_or("", Label::as_str);
            let key = draft.fresh_key::<Call>(&format!("call {number} {edition_text}"))?;
            draft.add(Call {
                key,
                number: number.clone(),
                edition: edition.clone(),
                programme: programme.clone(),
                title: title.clone(),
                as_of: new.submitted_on,
                opened: EdtfDate::UNKNOWN,
                closed: EdtfDate::UNKNOWN,
            })?
        }
    };
    let key = draft.fresh_key::<Application>(&format!("{} {call}", new.partnership))?;
    let key = draft.add(Application {
        key,
        call,
        partnership: new.partnership.clone(),
        submitted_on: new.submitted_on,
        outcome: FundingOutcome::NotStated,
        amount_minor: None,
        currency: None,
    })?;
    if follows {
        lifecycle::add(draft, &new.partnership, LifecycleState::Submitted, new.submitted_on, None)?;
    }
    Ok(key.reference())
}

/// The outcome of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The application.
    pub application: Id<Application>,
    /// What became of it.
    pub outcome: FundingOutcome,
    /// When; unknown when not recorded.
    pub on: EdtfDate,
    /// The amount awarded, in minor units, and its currency, an ISO 4217 code.
    pub amount: Option<(i64, Label)>,
}

/// Records what became of an application; the life of a project partnership follows: funded, refused, on the reserve
/// list, withdrawn.
///
/// # Errors
/// `INVALID` for an amount without funding, a negative one, or no currency code; `CONFLICT` with the life of the
/// partnership; `NOT_FOUND`; those of [`Draft::source`].
pub fn record_outcome(draft: &mut Draft<'_>, new: &Outcome) -> Result<RecordRef, Faults> {
    let before = draft.require(&new.application, "application")?;
    let partnership = draft.require(&before.partnership, "application")?;
    let mut wrong = Wrong::default();
    if let Some((amount, currency)) = &new.amount {
        if new.outcome != FundingOutcome::Funded {
            let message = "only what is funded has an amount awarded; leave the amount out";
            wrong.add(Fault::new(FaultCode::Invalid, "amount", message));
        } else if *amount < 0 {
            wrong.add(Fault::new(FaultCode::Invalid, "amount", "an amount is not negative"));
        }
        let code = currency.as_str();
        if code.len() != 3 || !code.bytes().all(|it| it.is_ascii_uppercase()) {
            let message = "a currency is a code of three capital letters, such as PLN";
            wrong.add(Fault::new(FaultCode::Invalid, "currency", message));
        }
    }
    wrong.period(before.submitted_on, new.on, "on");
    wrong.done()?;
    let state = match new.outcome {
        FundingOutcome::Funded => LifecycleState::Funded,
        FundingOutcome::Rejected => LifecycleState::NotFunded,
        FundingOutcome::Reserve => LifecycleState::Reserve,
        FundingOutcome::Withdrawn => LifecycleState::Withdrawn,
        FundingOutcome::NotStated => LifecycleState::NotStated,
    };
    let follows = follows(draft, &partnership, state, new.on, "on")?;
    let outcome = new.outcome.to_string();
    let amount = new.amount.as_ref().map(|(amount, currency)| (amount.to_string(), currency.to_string()));
    let mut fields = Vec::new();
    if new.outcome != before.outcome {
        fields.push(("outcome", Some(outcome.as_str()), "outcome"));
    }
    let awarded = before.amount_minor.zip(before.currency.as_ref());
    let given = new.amount.as_ref().map(|(amount, currency)| (*amount, currency));
    if given != awarded {
        if let Some((amount, currency)) = &amount {
            fields.push(("amount_minor", Some(amount.as_str()), "amount"));
            fields.push(("currency", Some(currency.as_str()), "currency"));
        } else if new.outcome != FundingOutcome::Funded {
            fields.push(("amount_minor", None, "amount"));
            fields.push(("currency", None, "currency"));
        }
    }
    draft.set_fields(&new.application, &fields)?;
    if follows {
        lifecycle::add(draft, &partnership.key, state, new.on, None)?;
    }
    Ok(new.application.reference())
}

/// Whether the call can be applied to.
fn check_call(draft: &Draft<'_>, new: &SubmittedApplication) -> Result<(), Faults> {
    match &new.call {
        SubmittedTo::Known(call) => {
            draft.require(call, "call")?;
            let same = draft.all(|it: &Application| it.partnership == new.partnership && it.call == *call);
            if same.is_empty() {
                return Ok(());
            }
            let message = "it is recorded that the partnership applied to this call";
            let fault = Fault::new(FaultCode::AlreadyRecorded, "call", message);
            Err(fault.about(same.iter().map(Application::reference)).into())
        }
        SubmittedTo::New { number, edition, programme, .. } => {
            let mut wrong = Wrong::default();
            wrong.known(draft, programme.as_ref(), "call.new.programme");
            let same = draft.all(|it: &Call| {
                it.number == *number && it.edition == *edition && it.programme == *programme
            });
            if !same.is_empty() {
                let fault =
                    Fault::new(FaultCode::AlreadyRecorded, "call.new", "this call is recorded; name it");
                wrong.add(fault.about(same.iter().map(Call::reference)));
            }
            wrong.done()
        }
    }
}

/// Whether the life of a partnership gets a state: not when its kind has none such, and not when it is recorded already,
/// or something later of the same application.
fn follows(
    draft: &Draft<'_>,
    partnership: &Partnership,
    state: LifecycleState,
    date: EdtfDate,
    path: &str,
) -> Result<bool, Faults> {
    if !Stage::of(partnership.kind).is_project {
        return Ok(false);
    }
    let life = draft.all(|it: &LifecycleEvent| it.partnership == partnership.key);
    // Without a date a state that others follow already says nothing of the life.
    let is_past = |it: &LifecycleEvent| it.state == state && (it.date == date || date.is_unknown());
    let is_behind = date.is_unknown()
        && life.iter().any(|it| may_follow(it.state, state) && !may_follow(state, it.state));
    if life.iter().any(is_past) || is_behind {
        return Ok(false);
    }
    lifecycle::check(draft, &partnership.key, state, date, path, path)?;
    Ok(true)
}
