//! What the record itself lacks: declared collections that are not listed, attributes of institutions, open questions.

use domain::identity::{ResolutionTask, Severity, TaskStatus};
use domain::institution::Institution;
use domain::record::Noun as _;

use super::score::{self, ScoreCode, ScoreComponent};
use super::territorial::Chain;
use super::{EVIDENCE_MAX, Gap, GapKind, GapRequest, GapStatus, Wording, claims_about};
use crate::completeness::{completeness, declaration};
use crate::computed::{Completeness, Interval};
use crate::network::Position;
use crate::occasion::Certainty;

/// Finds what the record lacks. Where units are asked about, only institutions seated in them are looked at; where a
/// partnership is, only its own collections and its members.
pub(super) fn find(chain: &Chain<'_>, request: &GapRequest, gaps: &mut Vec<Gap>) {
    let view = chain.view;
    let network = view.network();
    let members = request.partnership.as_ref().map(|partnership| {
        let found = view.memberships(Some(partnership), &[]);
        let mut positions: Vec<_> =
            found.filter_map(|(it, _)| network.position_of(it.party.institution()?)).collect();
        positions.sort_unstable();
        positions
    });
    if request.within.is_empty() {
        let collections = completeness(view).into_iter().filter(|it| {
            // Of several numbers that sources declare of one collection, the one that holds.
            let holds = declaration(view, &it.of, it.collection).map(|it| &it.key);
            holds == it.indicator.as_ref()
                && request.partnership.as_ref().is_none_or(|wanted| belongs(chain, it, &wanted.reference()))
        });
        gaps.extend(collections.filter_map(|it| of_collection(chain, &it)));
        if members.is_none() {
            let tasks = network.record().resolution_tasks.iter().filter(|it| it.status == TaskStatus::Open);
            gaps.extend(tasks.map(|it| of_task(chain, it)));
        }
    }
    for (at, institution) in (0u32..).zip(&network.record().institutions) {
        let is_asked = members.as_ref().is_none_or(|it| it.binary_search(&at).is_ok());
        if is_asked && chain.counts(at) && chain.is_seated_asked(institution) {
            gaps.extend(of_institution(chain, at, institution));
        }
    }
}

/// Whether a collection is a partnership's own, or that of a meeting, series or body of it.
fn belongs(chain: &Chain<'_>, found: &Completeness, partnership: &domain::record::RecordRef) -> bool {
    use domain::record::RecordKind as Kind;
    let network = chain.view.network();
    let key = &*found.of.key;
    let of = match found.of.kind {
        Kind::Meeting => network.find::<domain::meeting::Meeting>(key).and_then(|it| it.partnership.as_ref()),
        Kind::MeetingSeries => {
            network.find::<domain::meeting::MeetingSeries>(key).and_then(|it| it.partnership.as_ref())
        }
        Kind::Body => network.find::<domain::body::Body>(key).and_then(|it| it.partnership.as_ref()),
        _ => return found.of == *partnership,
    };
    of.is_some_and(|it| it.reference() == *partnership)
}

/// A gap of kind RECORD: about what, components besides that of the kind, what and what next.
fn lacking(
    chain: &Chain<'_>,
    about: domain::record::RecordRef,
    institutions: Vec<Position>,
    components: Vec<ScoreComponent>,
    (what, next_step): (Wording, Wording),
) -> Gap {
    let network = chain.view.network();
    let references = institutions.iter().take(EVIDENCE_MAX).filter_map(|it| network.at(*it));
    let references: Vec<_> = references.map(|it| it.key.reference()).chain([about.clone()]).collect();
    let missing = 1.0;
    Gap {
        kind: GapKind::Record,
        status: GapStatus::Gap,
        about,
        unit: None,
        expectation: None,
        sector: None,
        collection: None,
        expected: missing,
        observed: Interval::exact(0.0),
        missing,
        score: 0.0,
        components: [ScoreComponent::of_kind(GapKind::Record)].into_iter().chain(components).collect(),
        what,
        next_step,
        evidence: claims_about(chain.view, references.into_iter()),
        possible: Vec::new(),
        institutions,
    }
}

fn of_collection(chain: &Chain<'_>, found: &Completeness) -> Option<Gap> {
    let declared = found.declared?;
    let missing = found.unattributed().filter(|it| *it > 0.0)?;
    let listed = found.enumerated;
    let points = score::NOT_LISTED * missing / declared;
    let component = ScoreComponent::new(
        ScoreCode::NotListed,
        points,
        format!("nie wymieniono {missing} z {declared}"),
        format!("{missing} of {declared} are not listed"),
    );
    let (collection, of, unit) = (found.collection, &found.of, &found.unit);
    let what = Wording::new(
        format!("{of}: {collection}, podano {declared} ({unit}), wymieniono {listed}"),
        format!("{of}: {collection}, {declared} declared ({unit}), {listed} listed"),
    );
    let next_step = Wording::new(
        "Zdobyć listę i dopisać to, czego zapis nie wymienia.",
        "Obtain the list, and enter what the record does not list.",
    );
    let gap = lacking(chain, found.of.clone(), Vec::new(), vec![component], (what, next_step));
    let indicator = found.indicator.iter().map(domain::id::Id::reference);
    Some(Gap {
        collection: Some(collection),
        expected: declared,
        observed: Interval::exact(listed),
        missing,
        evidence: claims_about(chain.view, indicator),
        ..gap
    })
}

fn of_institution(chain: &Chain<'_>, at: Position, institution: &Institution) -> Option<Gap> {
    let lacks = [
        (institution.seat.is_none(), ScoreCode::NoSeat, score::NO_SEAT, "siedziba", "seat"),
        (institution.sector.is_none(), ScoreCode::NoSector, score::NO_SECTOR, "sektor", "sector"),
        (institution.r#type.is_none(), ScoreCode::NoType, score::NO_TYPE, "rodzaj", "type"),
    ];
    let lacks: Vec<_> = lacks.into_iter().filter(|it| it.0).collect();
    if lacks.is_empty() {
        return None;
    }
    let mut components: Vec<_> = lacks
        .iter()
        .map(|(_, code, points, pl, en)| {
            ScoreComponent::new(*code, *points, format!("nie zapisano: {pl}"), format!("not recorded: {en}"))
        })
        .collect();
    if chain.involvement(at) == Some(Certainty::Certain) {
        components.push(ScoreComponent::new(
            ScoreCode::Involved,
            score::INVOLVED,
            "instytucja bierze udział w spotkaniach".to_owned(),
            "the institution takes part in meetings".to_owned(),
        ));
    }
    let pl: Vec<_> = lacks.iter().map(|it| it.3).collect();
    let en: Vec<_> = lacks.iter().map(|it| it.4).collect();
    let what = Wording::new(
        format!("{}: nie zapisano: {}", institution.name_pl, pl.join(", ")),
        format!(
            "{}: not recorded: {}",
            institution.name_en.as_ref().unwrap_or(&institution.name_pl),
            en.join(", ")
        ),
    );
    let next_step = Wording::new("Ustalić i dopisać, ze źródłem.", "Find out, and enter it with its source.");
    let missing = lacks.len() as f64;
    let gap = lacking(chain, institution.reference(), vec![at], components, (what, next_step));
    Some(Gap { expected: missing, missing, unit: None, ..gap })
}

fn of_task(chain: &Chain<'_>, task: &ResolutionTask) -> Gap {
    let network = chain.view.network();
    let [high, medium, low] = score::SEVERITY;
    let (points, pl, en) = match task.severity {
        Severity::High => (high, "zależą od tego główne liczby", "headline numbers hang on it"),
        Severity::Medium => (medium, "zależą od tego niektóre odpowiedzi", "some answers hang on it"),
        Severity::Low => (low, "niewiele od tego zależy", "little hangs on it"),
    };
    let component = ScoreComponent::new(ScoreCode::Severity, points, pl.to_owned(), en.to_owned());
    let about = task.about.iter().filter_map(domain::id::Id::<Institution>::from_reference);
    let mut institutions: Vec<_> =
        about.filter_map(|it| network.position_of(&network.institution(&it)?.key)).collect();
    institutions.sort_unstable();
    institutions.dedup();
    let what = Wording::new(
        format!("otwarte pytanie: {}", task.question_pl),
        format!("open question: {}", task.question_en.as_ref().unwrap_or(&task.question_pl)),
    );
    let next_step = Wording::new("Rozstrzygnąć i zapisać decyzję.", "Decide, and enter the decision.");
    lacking(chain, task.reference(), institutions, vec![component], (what, next_step))
}
