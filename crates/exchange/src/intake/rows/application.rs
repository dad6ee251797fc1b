//! Rows of calls, projects and applications.

use domain::call::{Application, Call, FundingOutcome, Project, ProjectKind};
use domain::date::EdtfDate;
use domain::id::Id;
use domain::partnership::{LifecycleState, Partnership, PartnershipKind, PartnershipRole};
use domain::record::RecordKind;
use domain::vocabulary::Label;

use super::partnership::{blank, event, member, ordered};
use super::set;
use crate::intake::desk::{Desk, Line};
use crate::intake::issue::IssueCode;
use crate::intake::key::{derived, slug};

/// Reads a row of a call.
pub(super) fn read_call(desk: &mut Desk<'_>, line: &Line<'_>) {
    let key = desk.id::<Call>(line, "call_id");
    let number = desk.needed_text(line, "number");
    if let (Some(key), Some(number)) = (key, number) {
        let known = desk.believed::<Call>(key.as_str());
        let mut it = known.unwrap_or_else(|| Call {
            key: key.clone(),
            number: number.clone(),
            edition: None,
            programme: None,
            title: None,
            as_of: EdtfDate::UNKNOWN,
            opened: EdtfDate::UNKNOWN,
            closed: EdtfDate::UNKNOWN,
        });
        it.number = number;
        set!(it.edition = desk.text(line, "edition"), if line.has("edition"));
        set!(it.programme = desk.referred(line, "programme", |it| &it.programmes), if line.has("programme"));
        set!(it.title = desk.text(line, "title"), if line.has("title"));
        set!(it.opened = desk.date(line, "opened"), if line.has("opened"));
        set!(it.closed = desk.date(line, "closed"), if line.has("closed"));
        ordered(desk, line, ("closed", it.opened, it.closed));
        if desk.is_sound() {
            desk.index.calls.add(key.as_str(), [it.number.as_str()]);
            desk.put_main(it);
        }
    }
    desk.mark_refused(RecordKind::Call, &slug(line.cell("call_id").text));
}

/// Reads a row of a project: the partnership that runs it, the project, its leader, its application to a call.
pub(super) fn read_project(desk: &mut Desk<'_>, line: &Line<'_>) {
    let key = desk.id::<Partnership>(line, "project_id");
    let title = desk.needed_text(line, "title");
    if let (Some(key), Some(title)) = (key, title) {
        project(desk, line, &key, title);
    }
    desk.mark_refused(RecordKind::Partnership, &slug(line.cell("project_id").text));
}

fn project(desk: &mut Desk<'_>, line: &Line<'_>, key: &Id<Partnership>, title: Label) {
    let known = desk.believed::<Partnership>(key.as_str());
    let mut partnership =
        known.unwrap_or_else(|| blank(key.clone(), title.clone(), PartnershipKind::Project));
    partnership.name_pl = title.clone();
    set!(partnership.name_en = desk.text(line, "title_en"), if line.has("title_en"));
    set!(partnership.territory = desk.territory(line, "territory"), if line.has("territory"));
    set!(partnership.note = desk.text(line, "note"), if line.has("note"));
    let Ok(project_key) = Id::<Project>::new(key.as_str()) else { return };
    let known = desk.believed::<Project>(key.as_str());
    let mut project = known.unwrap_or_else(|| Project {
        key: project_key,
        title_pl: title.clone(),
        title_en: None,
        kind: ProjectKind::Partnership,
        programme: None,
        partnership: Some(key.clone()),
        leader: None,
        territory: None,
        period: EdtfDate::UNKNOWN,
        note: None,
    });
    project.title_pl = title;
    project.title_en.clone_from(&partnership.name_en);
    set!(project.territory = partnership.territory.clone(), if line.has("territory"));
    set!(project.programme = desk.referred(line, "programme", |it| &it.programmes), if line.has("programme"));
    let lead = desk.party(line, "lead");
    set!(project.leader = lead.clone(), if line.has("lead"));
    let (start, end) = (desk.date(line, "start"), desk.date(line, "end"));
    ordered(desk, line, ("end", start, end));
    set!(project.period = period(start, end), if line.has("start") || line.has("end"));
    let application = application(desk, line, key);
    if !desk.is_sound() {
        return;
    }
    desk.index.partnerships.add(key.as_str(), [partnership.name_pl.as_str()]);
    desk.put_main(partnership);
    desk.put(project);
    if let Some(lead) = lead
        && let Some(lead) = member(desk, key, &lead, PartnershipRole::ProjectLeader, EdtfDate::UNKNOWN)
    {
        desk.put(lead);
    }
    if let Some(application) = application {
        let state = lifecycle(application.outcome);
        let date = application.submitted_on;
        desk.put(application);
        event(desk, key, state, if state == LifecycleState::Submitted { date } else { EdtfDate::UNKNOWN });
    }
}

/// The time from a start to an end, as far as both are known.
fn period(start: EdtfDate, end: EdtfDate) -> EdtfDate {
    let whole = match (start.is_unknown(), end.is_unknown()) {
        (false, false) => EdtfDate::between(start, end),
        (false, true) => EdtfDate::since(start),
        (true, false) => EdtfDate::until(end),
        (true, true) => Ok(EdtfDate::UNKNOWN),
    };
    // An end that is an interval itself bounds the whole by its own.
    whole.unwrap_or(if start.is_unknown() { end } else { start })
}

/// The state that an outcome brings a project partnership into.
fn lifecycle(outcome: FundingOutcome) -> LifecycleState {
    match outcome {
        FundingOutcome::Funded => LifecycleState::Funded,
        FundingOutcome::Rejected => LifecycleState::NotFunded,
        FundingOutcome::Reserve => LifecycleState::Reserve,
        FundingOutcome::Withdrawn => LifecycleState::Withdrawn,
        FundingOutcome::NotStated => LifecycleState::Submitted,
    }
}

/// The application that a row tells of; none when it tells of none.
fn application(desk: &mut Desk<'_>, line: &Line<'_>, of: &Id<Partnership>) -> Option<Application> {
    let told = ["submitted_on", "outcome", "amount"].into_iter().find(|it| line.has(it));
    if !line.has("call") {
        if let Some(field) = told {
            desk.refuse(
                line,
                field,
                IssueCode::MissingValue,
                "an application needs the call that it was made to",
            );
        }
        return None;
    }
    let call = desk.needed::<Call>(line, "call", |it| &it.calls)?;
    let outcome = desk.word::<FundingOutcome>(line, "outcome");
    let submitted_on = desk.date(line, "submitted_on");
    let amount_minor = desk.amount(line, "amount");
    let currency = currency(desk, line);
    let known = desk.record.applications.iter().find(|it| it.call == call && it.partnership == *of);
    let known = known.and_then(|it| desk.believed::<Application>(it.key.as_str()));
    let mut it = match known {
        Some(known) => known,
        None => Application {
            key: derived("app", of.as_str(), &[call.as_str(), of.as_str()]).ok()?,
            call,
            partnership: of.clone(),
            submitted_on: EdtfDate::UNKNOWN,
            outcome: FundingOutcome::NotStated,
            amount_minor: None,
            currency: None,
        },
    };
    set!(it.submitted_on = submitted_on, if line.has("submitted_on"));
    if let Some(outcome) = outcome.filter(|_| line.has("outcome")) {
        it.outcome = outcome;
    }
    if line.has("amount") {
        (it.amount_minor, it.currency) = (amount_minor, currency);
    }
    Some(it)
}

fn currency(desk: &mut Desk<'_>, line: &Line<'_>) -> Option<Label> {
    let text = line.cell("currency").text.to_uppercase();
    let code = match text.as_str() {
        "" | "ZŁ" | "ZL" | "PLN" => "PLN",
        "€" => "EUR",
        other => other,
    };
    if code.len() == 3 && code.bytes().all(|it| it.is_ascii_uppercase()) {
        return Label::new(code).ok();
    }
    desk.refuse(
        line,
        "currency",
        IssueCode::InvalidValue,
        "write the code of the currency, such as PLN or EUR",
    );
    None
}

/// Reads a row of an application.
pub(super) fn read(desk: &mut Desk<'_>, line: &Line<'_>) {
    let partnership = desk.needed::<Partnership>(line, "project", |it| &it.partnerships);
    let has_call = desk.need(line, "call");
    if let Some(partnership) = partnership.filter(|_| has_call)
        && let Some(application) = application(desk, line, &partnership)
        && desk.is_sound()
    {
        desk.put_main(application);
    }
}
