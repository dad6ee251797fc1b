//! Actions that are overdue.

use chrono::NaiveDate;
use domain::office::Office;
use domain::party::Party;
use domain::record::Noun as _;
use domain::resolution::{ActionItem, ActionStatus};

use super::score::{self, ScoreCode, ScoreComponent};
use super::{EVIDENCE_MAX, Gap, GapKind, GapRequest, GapStatus, Wording, claims_about};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::follow_up::{DueState, follow_up};
use crate::network::{Network, Position};
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::view::NetworkView;

/// Finds the actions that are overdue on the day asked about, or at the end of the window.
pub(super) fn find(
    view: &NetworkView,
    request: &GapRequest,
    gaps: &mut Vec<Gap>,
    receipt: &mut Receipt,
) -> Result<(), Refusal> {
    let Some(on) = request.on.or_else(|| view.view().period.end()) else {
        if request.kinds.is_empty() {
            let warning = "overdue actions are left out: no day is given, and the window has no end";
            receipt.warnings.push(warning.to_owned());
            return Ok(());
        }
        let problem = "must be given for FOLLOW_UP where the window has no end: no default reads the clock";
        return Err(Refusal::Parameter { name: "on", problem });
    };
    receipt.parameter("followUp.on", on);
    let found = follow_up(view, request.partnership.as_ref(), on);
    receipt.count("inferredActionsApart", found.inferred_apart.len());
    for followed in found.items.iter().filter(|it| it.state == DueState::Overdue) {
        let item = view.network().record().action_items.get(followed.item as usize);
        gaps.extend(item.map(|it| gap(view, it, on)));
    }
    Ok(())
}

fn gap(view: &NetworkView, item: &ActionItem, on: NaiveDate) -> Gap {
    let network = view.network();
    let is_unknown = item.status == ActionStatus::NotStated;
    let status = if is_unknown { GapStatus::Unknown } else { GapStatus::Gap };
    let institutions = concerned(network, item);
    let days = item.due.latest().map_or(0, |it| (on - it).num_days().max(0));
    let mut components = vec![
        ScoreComponent::of_kind(GapKind::FollowUp),
        ScoreComponent::missing(1.0),
        ScoreComponent::new(
            ScoreCode::Overdue,
            score::OVERDUE * (days as f64 / 30.0).min(score::OVERDUE_MAX),
            format!("dni po terminie: {days}"),
            format!("{days} days overdue"),
        ),
    ];
    if item.responsible.is_empty() {
        components.push(ScoreComponent::new(
            ScoreCode::NobodyResponsible,
            score::NOBODY_RESPONSIBLE,
            "nie zapisano, kto odpowiada".to_owned(),
            "nobody is recorded as responsible".to_owned(),
        ));
    }
    if is_unknown {
        components.push(ScoreComponent::new(
            ScoreCode::MayBeFilled,
            score::MAY_BE_FILLED,
            "nie zapisano, co się z tym stało".to_owned(),
            "nothing says what became of it".to_owned(),
        ));
    }
    let next_step = if is_unknown {
        Wording::new(
            "Zapytać, co się z tym stało, i zapisać odpowiedź wraz ze źródłem.",
            "Ask what became of it, and enter the answer with its source.",
        )
    } else {
        Wording::new("Wykonać albo odwołać, i zapisać.", "Do it or cancel it, and enter it.")
    };
    let references = institutions.iter().take(EVIDENCE_MAX).filter_map(|it| network.at(*it));
    let references = references.map(|it| it.key.reference()).chain([item.reference()]);
    Gap {
        kind: GapKind::FollowUp,
        status,
        about: item.reference(),
        unit: None,
        expectation: None,
        sector: None,
        collection: None,
        expected: 1.0,
        observed: observed(is_unknown),
        missing: 1.0,
        score: 0.0,
        components,
        what: Wording::new(
            format!("po terminie: {}", item.text_pl),
            format!("overdue: {}", item.text_en.as_ref().unwrap_or(&item.text_pl)),
        ),
        next_step,
        evidence: claims_about(view, references),
        possible: Vec::new(),
        institutions,
    }
}

fn observed(is_unknown: bool) -> Interval {
    if !is_unknown {
        return Interval::exact(0.0);
    }
    let reason = IntervalReason {
        code: IntervalReasonCode::UndeterminedAttribute,
        count: Some(1.0),
        message: "what became of the action is not stated".to_owned(),
        about: None,
        claims: Vec::new(),
    };
    Interval::between(0.0, Some(1.0), vec![reason]).with_counts(None, 0.0)
}

/// The institutions that are responsible, addressed or take part, offices by their institution; in order of keys.
fn concerned(network: &Network, item: &ActionItem) -> Vec<Position> {
    let parties = item.responsible.iter().chain(&item.addressees).chain(&item.co_participants);
    let mut found: Vec<_> = parties
        .filter_map(|party| match party {
            Party::Institution(id) => network.position_of(id),
            Party::Office(id) => {
                let office: Option<&Office> = network.get(id);
                network.position_of(office?.institution.as_ref()?)
            }
            Party::Body(_) | Party::Group(_) => None,
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
