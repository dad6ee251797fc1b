//! Resolutions and what is to be done after them.

use domain::keeping::FaultCode;
use domain::keeping::action::{
    ActionChange, ActionEvidence, AddedAction, NewAction, add_action_item, amend_action_item,
    record_action_evidence,
};
use domain::keeping::attendance::Attended;
use domain::keeping::meeting::{HeldMeeting, record_meeting};
use domain::keeping::resolution::{Adopted, NewResolution, RecordedResolution, record_resolution};
use domain::record::Record;
use domain::resolution::{ActionItem, ActionKind, ActionStatus, ResolutionKind};
use testkit::sketch::{id, label};

use super::attendance::{outcome, party};
use super::meeting::{SKETCH, of};
use super::{Kept, one, refused};
use crate::common::at;

fn action(who: &str) -> NewAction {
    NewAction {
        kind: ActionKind::Inquiry,
        text_pl: label("zapytać gminy"),
        text_en: None,
        due: "2016-06".parse().unwrap(),
        responsible: vec![party(who)],
        addressees: Vec::new(),
        co_participants: Vec::new(),
        depends_on: Vec::new(),
    }
}

fn resolution(actions: Vec<NewAction>) -> NewResolution {
    NewResolution {
        kind: ResolutionKind::Arrangement,
        text_pl: label("ustalono"),
        text_en: None,
        topics: Vec::new(),
        proposed_by: None,
        person: None,
        addressee: None,
        in_cooperation_with: Vec::new(),
        actions,
    }
}

fn adopted(meeting: Option<&str>) -> Adopted {
    Adopted { body: None, meeting: meeting.map(id), series: None, date: domain::date::EdtfDate::UNKNOWN }
}

fn evidence(key: &str, status: ActionStatus, evidence: &[&str]) -> ActionEvidence {
    ActionEvidence { action: id(key), status, evidence: evidence.iter().map(|it| at(it)).collect() }
}

fn item<'a>(record: &'a Record, key: &str) -> &'a ActionItem {
    record.action_items.iter().find(|it| it.key.as_str() == key).unwrap()
}

const ACTION: &str = "action-arrangement-m1";

/// A record in which the first meeting resolved that something is to be done.
fn resolved() -> Kept {
    let mut kept = Kept::of(SKETCH);
    let recorded = RecordedResolution {
        adopted: adopted(Some("m1")),
        resolution: resolution(vec![action("institution:wup")]),
    };
    kept.by("doc", record_resolution, &recorded).unwrap();
    kept
}

#[test]
fn a_meeting_is_recorded_with_its_resolutions_and_actions() {
    let mut kept = Kept::of(SKETCH);
    let mut held = HeldMeeting {
        meeting: of("working", "2016-05-10"),
        outcome: outcome(&[("institution:ops-a", Attended::Present)]),
    };
    held.outcome.resolutions =
        vec![resolution(vec![action("institution:ops-a"), action("institution:ops-z")])];
    assert_eq!(
        refused(kept.by("doc", record_meeting, &held)),
        one(FaultCode::NotFound, "resolutions.0.actions.1.responsible.0")
    );
    assert!(kept.0.resolutions.is_empty(), "nothing is half drafted");
    held.outcome.resolutions[0].actions.pop();
    kept.by("doc", record_meeting, &held).unwrap();
    let record = kept.stands();
    assert_eq!(record.resolutions[0].date.to_string(), "2016-05-10");
    assert_eq!(record.resolutions[0].meeting, Some(id("working-2016-05-10")));
    let added = &record.action_items[0];
    assert_eq!((added.status, &added.resolution), (ActionStatus::NotStated, &record.resolutions[0].key));
}

#[test]
fn a_resolution_is_of_a_meeting_a_series_or_a_body() {
    let mut kept = resolved();
    let record = kept.stands();
    let found = &record.resolutions[0];
    assert_eq!(
        (found.body.as_ref().map(|it| it.as_str()), found.date.to_string().as_str()),
        (Some("council"), "2015-02-06")
    );
    assert_eq!(item(&record, ACTION).resolution, found.key);
    let recorded = |adopted| RecordedResolution { adopted, resolution: resolution(Vec::new()) };
    assert_eq!(
        refused(kept.by("doc", record_resolution, &recorded(adopted(None)))),
        one(FaultCode::Invalid, "meeting")
    );
    assert_eq!(
        refused(kept.by("doc", record_resolution, &recorded(adopted(Some("m2"))))),
        one(FaultCode::Conflict, "meeting")
    );
    let of_body = Adopted { body: Some(id("council")), ..adopted(None) };
    assert!(kept.by("doc", record_resolution, &recorded(of_body)).is_ok());
    let both = Adopted { series: Some(id("s")), ..adopted(Some("m1")) };
    assert_eq!(refused(kept.by("doc", record_resolution, &recorded(both)))[0].0, FaultCode::NotFound);
}

#[test]
fn what_became_of_an_action_has_evidence() {
    let mut kept = resolved();
    let told =
        kept.by("doc-2", record_action_evidence, &evidence(ACTION, ActionStatus::Done, &["meeting:m1"]));
    assert_eq!(told.unwrap().to_string(), format!("action-item:{ACTION}"));
    let record = kept.stands();
    assert_eq!(
        (item(&record, ACTION).status, item(&record, ACTION).evidence.as_slice()),
        (ActionStatus::Done, [at("meeting:m1")].as_slice())
    );
    assert_eq!(item(&kept.without("doc-2"), ACTION).status, ActionStatus::NotStated);

    let mut kept = resolved();
    kept.by("doc-2", record_action_evidence, &evidence(ACTION, ActionStatus::Done, &[])).unwrap();
    assert_eq!(item(&kept.stands(), ACTION).evidence, [at("document:doc-2")], "the source shows it");

    let mut kept = resolved();
    let spoken = Some(domain::keeping::Given::Statement(label("zrobione")));
    let refusal = refused(kept.from(
        spoken.clone(),
        record_action_evidence,
        &evidence(ACTION, ActionStatus::Done, &[]),
    ));
    assert_eq!(refusal, one(FaultCode::Invalid, "evidence"), "a word alone is no evidence");
    kept.from(spoken, record_action_evidence, &evidence(ACTION, ActionStatus::InProgress, &[])).unwrap();
    assert_eq!(item(&kept.stands(), ACTION).status, ActionStatus::InProgress);
    for (shown, code) in [
        ("meeting:m2", FaultCode::Conflict),
        ("meeting:m9", FaultCode::NotFound),
        ("institution:wup", FaultCode::Invalid),
    ] {
        let refusal =
            refused(kept.by("doc", record_action_evidence, &evidence(ACTION, ActionStatus::Done, &[shown])));
        assert_eq!(refusal, one(code, "evidence.0"), "{shown}");
    }
    let nobody = evidence("act-9", ActionStatus::Done, &[]);
    assert_eq!(refused(kept.by("doc", record_action_evidence, &nobody)), one(FaultCode::NotFound, "action"));
}

#[test]
fn an_action_is_added_and_amended() {
    let mut kept = resolved();
    let mut second = action("institution:ops-a");
    second.depends_on = vec![id(ACTION)];
    let added = AddedAction { resolution: id("arrangement-m1"), action: second };
    let made = kept.by("doc", add_action_item, &added).unwrap();
    assert_eq!(made.to_string(), format!("action-item:{ACTION}-2"));
    let nothing = AddedAction { resolution: id("none"), ..added };
    assert_eq!(refused(kept.by("doc", add_action_item, &nothing)), one(FaultCode::NotFound, "resolution"));

    let change = ActionChange {
        action: id(ACTION),
        kind: None,
        text_pl: None,
        text_en: None,
        due: Some("2016-09".parse().unwrap()),
        responsible: Some(Vec::new()),
        addressees: Some(vec![party("institution:ops-a"), party("group:gminy")]),
        co_participants: None,
        depends_on: None,
    };
    kept.by("doc-2", amend_action_item, &change).unwrap();
    let record = kept.stands();
    let amended = item(&record, ACTION);
    assert_eq!(
        (amended.due.to_string().as_str(), amended.responsible.len(), amended.addressees.len()),
        ("2016-09", 0, 2)
    );
    assert_eq!(item(&kept.without("doc-2"), ACTION).responsible, [party("institution:wup")]);
    let circle = ActionChange { depends_on: Some(vec![id(&format!("{ACTION}-2"))]), ..change };
    assert_eq!(refused(kept.by("doc", amend_action_item, &circle)), one(FaultCode::Invalid, "dependsOn"));
}
