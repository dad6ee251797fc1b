//! The answers of the project's analysis (questions.md part B, model.md section 5) on the shipped Lubuskie record.

#![allow(clippy::unwrap_used, reason = "a test whose data cannot be read has failed")]

mod record;

use std::sync::Arc;

use chrono::NaiveDate;
use domain::claim::EvidenceBasis::{self, Stated, StatedAndInferred, Strict};
use domain::date::Period;
use domain::id::Id;
use domain::indicator::{Collection, IndicatorNature};
use domain::record::RecordKind;
use domain::recorded::Recorded;
use domain::territory::TerritoryLevel;
use domain::vocabulary::{InstitutionType, MeetingKind};
use graph::completeness::completeness;
use graph::contact::{ContactRule, ContactSide};
use graph::coverage::{
    CoverageCondition, CoverageDimension, CoverageLevel, CoverageRequest, PlaceBasis, coverage,
};
use graph::follow_up::{DueState, follow_up};
use graph::network::Position;
use graph::occasion::Directness;
use graph::ratio::indicator_ratio;
use graph::rotation::host_rotation;
use graph::search::{MatchKind, SearchHit, SearchKind, search};
use graph::selection::{
    ActionItemFilter, InstitutionFilter, InstitutionOrder, InstitutionOrderField, MeetingFilter,
    MentionFilter, OrderDirection, TerritoryFilter, TerritoryOrder, TerritoryOrderField, action_items,
    by_code, institutions, meetings, mentions, territories,
};
use graph::signatory::{signatory_of, signatory_share};
use graph::statistics::{StatisticDimension, StatisticFilter, StatisticSubject, StatisticsTable, statistics};
use graph::uncontacted::{SignatoryStatus, UncontactedSignatories, signatory_count, uncontacted_signatories};
use graph::{Interval, IntervalReasonCode, NetworkView, View};
use record::lubuskie;

fn id<T>(key: &str) -> Id<T> {
    Id::new(key).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn whole(basis: EvidenceBasis) -> NetworkView {
    NetworkView::new(lubuskie(), View { basis, ..View::default() })
}

fn in_2015(basis: EvidenceBasis) -> NetworkView {
    NetworkView::new(lubuskie(), View { basis, period: Period::year(2015).unwrap(), ..View::default() })
}

fn bounds(interval: &Interval) -> (f64, Option<f64>) {
    (interval.lower, interval.upper)
}

fn names(view: &NetworkView, positions: &[Position]) -> Vec<String> {
    positions.iter().filter_map(|it| view.network().at(*it)).map(|it| it.key.to_string()).collect()
}

fn visits(view: &NetworkView, by: ContactSide) -> ContactRule {
    let kind = by_code::<MeetingKind>(view.network(), "INFO_CONSULTATION").unwrap();
    ContactRule { by, directness: vec![Directness::Bilateral], kinds: vec![kind], ..ContactRule::default() }
}

fn uncontacted(view: &NetworkView, rule: &ContactRule) -> UncontactedSignatories {
    uncontacted_signatories(view, &id("pnres"), rule)
}

/// Rows as `code enumerated upper`.
fn rows(table: &StatisticsTable) -> Vec<String> {
    let code = |row: &graph::statistics::StatisticsRow| {
        row.keys.iter().map(|it| it.code.clone().unwrap_or("-".to_owned())).collect::<Vec<_>>().join("/")
    };
    let upper = |it: &Interval| it.upper.map_or("?".to_owned(), |it| it.to_string());
    table.rows.iter().map(|it| format!("{} {} {}", code(it), it.count.lower, upper(&it.count))).collect()
}

#[test]
fn declared_against_enumerated() {
    let view = whole(Stated);
    let lines: Vec<_> = completeness(&view)
        .iter()
        .map(|it| {
            let unattributed = it.unattributed().unwrap();
            format!("{} {} {} {} {unattributed}", it.of, it.collection, it.declared.unwrap(), it.enumerated)
        })
        .collect();
    assert_eq!(
        lines,
        [
            "institution:lowes UNITS 5 5 0",
            "partnership:pakt CHILD_PARTNERSHIPS 4 1 3",
            "partnership:pnres SIGNATORIES 71 1 70",
            "meeting-series:consultations-2015 MEETINGS 23 19 4",
            "meeting-series:consultations-2015 PARTICIPANTS 80 0 80",
            "meeting-series:council-2015 MEETINGS 4 1 3",
            "meeting-series:council-2015 PARTICIPANTS 60 4 56",
            "meeting-series:owes-2015 MEETINGS 3 0 3",
            "meeting-series:research-2015 MEETINGS 5 0 5",
            "meeting-series:rkres-2015 MEETINGS 4 0 4",
            "meeting:seminar-2016 PARTICIPANTS 120 0 120",
            "meeting:signatories-2015-05-14 PARTICIPANTS 60 0 60",
            "resolution:res-lpres-2015 PROPOSALS 5 0 5",
            "funding-aggregate:pes-grants-2016 RECIPIENTS 2 0 2",
            "funding-aggregate:project-partnerships-2016 PROJECT_PARTNERSHIPS 4 0 4",
        ]
    );
    let inferred = completeness(&whole(StatedAndInferred));
    let signatories = inferred.iter().find(|it| it.collection == Collection::Signatories).unwrap();
    assert_eq!((signatories.enumerated, signatories.unattributed()), (4.0, Some(67.0)));
    let in_2016 = View { period: Period::year(2016).unwrap(), ..View::default() };
    let in_2016 = completeness(&NetworkView::new(lubuskie(), in_2016));
    assert!(
        in_2016.iter().any(|it| it.collection == Collection::Signatories),
        "71 holds until another is declared"
    );
    assert!(in_2016.iter().all(|it| it.collection != Collection::Meetings), "the series were in 2015");
}

#[test]
fn q01_how_many_signed_and_q04_who_is_recorded() {
    let view = whole(Stated);
    let count = signatory_count(&view, &id("pnres"));
    assert_eq!(
        (bounds(&count), count.declared, count.enumerated),
        ((71.0, Some(71.0)), Some(71.0), Some(1.0))
    );
    let recorded = |view: &NetworkView, key: &str| signatory_of(view, &id(key), &id("pnres")).recorded;
    assert_eq!(recorded(&view, "lwk-ohp"), Recorded::Yes);
    assert_eq!(recorded(&view, "swmp-dobiegniew"), Recorded::NotRecorded);
    assert_eq!(recorded(&view, "pup-zagan"), Recorded::NotRecorded);
    assert_eq!(recorded(&whole(StatedAndInferred), "pup-zagan"), Recorded::Yes);
    assert!(!signatory_of(&view, &id("pup-zagan"), &id("pnres")).claims.is_empty(), "the inference is shown");
}

#[test]
fn q12_signatories_without_contact() {
    let found = uncontacted(&in_2015(Stated), &ContactRule::default());
    assert_eq!(bounds(&found.count), (0.0, Some(70.0)));
    assert_eq!((found.contacted_count, found.items.len()), (1, 1));
    assert!(found.note.is_some());
    let count = |code| {
        let of_code = found.count.reasons.iter().filter(|it| it.code == code);
        of_code.map(|it| it.count).collect::<Vec<_>>()
    };
    assert_eq!(count(IntervalReasonCode::SignatoriesNotNamed), [Some(70.0)]);
    assert_eq!(count(IntervalReasonCode::UnnamedParticipants), [Some(56.0), Some(60.0)]);
    assert_eq!(count(IntervalReasonCode::MembershipNotRecorded), [Some(18.0), Some(2.0)]);
    assert!(count(IntervalReasonCode::UnlistedMeetings).contains(&Some(4.0)));
    assert!(count(IntervalReasonCode::ParticipantsNotCounted).contains(&None));
    assert!(found.count.reasons.iter().all(|it| !it.claims.is_empty()), "every reason has its evidence");
}

#[test]
fn q13_signatories_not_visited() {
    let visited = |basis, by| {
        let view = in_2015(basis);
        bounds(&uncontacted(&view, &visits(&view, by)).count)
    };
    assert_eq!(visited(Stated, ContactSide::Secretariat), (48.0, Some(70.0)));
    assert_eq!(visited(StatedAndInferred, ContactSide::Secretariat), (48.0, Some(68.0)));
    assert_eq!(visited(Stated, ContactSide::Anyone), (48.0, Some(70.0)));
    assert_eq!(visited(Strict, ContactSide::Secretariat), (48.0, Some(71.0)));
    assert_eq!(visited(Strict, ContactSide::Anyone), (48.0, Some(70.0)));
    let strict = in_2015(Strict);
    let found = uncontacted(&strict, &visits(&strict, ContactSide::Secretariat));
    assert!(found.count.reasons.iter().any(|it| it.code == IntervalReasonCode::VisitorNotRecorded));
    assert_eq!(found.items[0].status, SignatoryStatus::NoRecordedContact);
}

fn hosts(dimension: StatisticDimension) -> StatisticsTable {
    let view = in_2015(Stated);
    let kind = by_code::<MeetingKind>(view.network(), "INFO_CONSULTATION").unwrap();
    let filter = StatisticFilter { kinds: vec![kind], ..StatisticFilter::default() };
    statistics(&view, StatisticSubject::Hosts, &[dimension], &filter)
}

#[test]
fn q24_visits_by_type() {
    let table = hosts(StatisticDimension::TypeFamily);
    let rows = rows(&table);
    assert_eq!(rows.len(), 13, "{rows:?}");
    assert_eq!(rows[..2], ["OPS 4 8", "PUP 4 8"]);
    assert!(rows[2..].iter().all(|it| it.ends_with(" 1 5")), "{rows:?}");
    assert_eq!((bounds(&table.total), table.total.declared), ((19.0, Some(23.0)), Some(23.0)));
    let rows = self::rows(&hosts(StatisticDimension::Type));
    assert!(rows.contains(&"GOPS 2 6".to_owned()) && rows.contains(&"OPS 2 6".to_owned()), "{rows:?}");
}

#[test]
fn q25_q26_visits_by_territory() {
    assert_eq!(rows(&hosts(StatisticDimension::Subregion)), ["PL431 15 20", "PL432 3 8", "- 1 5"]);
    assert_eq!(
        rows(&hosts(StatisticDimension::Powiat)),
        ["0861 6 11", "0801 4 9", "0806 3 8", "0862 3 8", "0803 2 7", "- 1 5"]
    );
    let table = hosts(StatisticDimension::Subregion);
    let unrecorded = table.rows.last().unwrap();
    assert_eq!(names(&in_2015(Stated), &unrecorded.institutions), ["luw"]);
}

#[test]
fn q50_q51_hosts_by_sector_and_function() {
    assert_eq!(
        rows(&hosts(StatisticDimension::Sector)),
        ["JST 10 18", "GOVERNMENT 2 10", "NGO 2 10", "EDUCATION 1 9", "- 4 8"]
    );
    let by_function = rows(&hosts(StatisticDimension::Function));
    for row in ["SOCIAL_ASSISTANCE 5", "LABOUR_MARKET 4", "PES 3", "OTHER_SOCIAL_INTEGRATION 1"] {
        assert!(by_function.iter().any(|it| it.starts_with(row)), "{row} in {by_function:?}");
    }
    assert_eq!(by_function.last().unwrap(), "- 6 10");
}

#[test]
fn q28_q29_rotation_of_hosts() {
    let view = whole(Stated);
    let found = host_rotation(&view, &id("pnres"));
    assert_eq!((found.meetings, found.distinct_hosts, found.rotation), (1, 1, Some(1.0)));
    assert_eq!(found.trend, Recorded::NotRecorded);
    let candidates = |view: &NetworkView| {
        let found = host_rotation(view, &id("pnres"));
        let positions: Vec<_> = found.candidates.iter().map(|it| it.institution).collect();
        (names(view, &positions), found.warning.unwrap())
    };
    assert_eq!(candidates(&view).0, [ohp(&view)]);
    let inferred = whole(StatedAndInferred);
    let (order, warning) = candidates(&inferred);
    assert_eq!(
        order,
        ["ops-deszczno".to_owned(), "ops-lubiszyn".to_owned(), "pup-zagan".to_owned(), ohp(&inferred)]
    );
    assert!(warning.starts_with("67 of the 71"), "{warning}");
}

/// The key that the two names of the Labour Corps are read as.
fn ohp(view: &NetworkView) -> String {
    view.network().institution(&id("lwk-ohp")).unwrap().key.to_string()
}

#[test]
fn q32_share_of_signatories() {
    let found = signatory_share(&whole(Stated), &id("signatories-2015-05-14"), &id("pnres")).unwrap();
    assert_eq!(bounds(found.share.as_ref().unwrap()), (1.0 / 71.0, Some(60.0 / 71.0)));
    assert_eq!(bounds(&found.represented), (1.0, Some(60.0)));
}

#[test]
fn q33_q64_q65_ratios() {
    let view = whole(Stated);
    let ratio = |of: &str, per: &str| {
        let found = indicator_ratio(&view, &id(of), &id(per)).unwrap();
        (found.value, found.nature, found.unit)
    };
    let (value, nature, unit) = ratio("ind-consult-persons", "ind-consult-meetings");
    assert_eq!(
        (value, nature, unit.as_str()),
        (Some(80.0 / 23.0), Some(IndicatorNature::Computed), "PERSON per MEETING")
    );
    assert_eq!(ratio("ind-jobs", "ind-grants").0, Some(3.0));
    let (value, nature, _) = ratio("ind-860", "ind-316");
    assert_eq!((value, nature), (Some(860.0 / 316.0), Some(IndicatorNature::Target)));
    assert_eq!(ratio("ind-860", "ind-jobs").0, None);
    let windowed = indicator_ratio(&in_2015(Stated), &id("ind-860"), &id("ind-316")).unwrap();
    assert_eq!(windowed.value, None, "an undated plan is in no window");
}

fn request(rows: CoverageDimension, level: CoverageLevel) -> CoverageRequest {
    let of = InstitutionFilter::default();
    CoverageRequest { of, rows, columns: None, level, place: PlaceBasis::Seat, kinds: Vec::new() }
}

#[test]
fn q48_coverage_by_contact() {
    let view = in_2015(Stated);
    let of = |rows| coverage(&view, &request(rows, CoverageLevel::Contacted)).unwrap();
    let powiats = of(CoverageDimension::Powiat);
    assert_eq!((bounds(&powiats.covered), powiats.units), ((6.0, Some(14.0)), 14));
    assert_eq!(bounds(powiats.share.as_ref().unwrap()), (6.0 / 14.0, Some(1.0)));
    let gminas = of(CoverageDimension::Gmina);
    assert_eq!((bounds(&gminas.covered), gminas.units), ((12.0, Some(82.0)), 82));
    assert_eq!(names(&view, &powiats.unplaced), ["luw", "urzad-marszalkowski"]);
    let codes: Vec<_> = powiats.covered.reasons.iter().map(|it| it.code).collect();
    assert!(codes.contains(&IntervalReasonCode::UnlistedMeetings));
    assert!(codes.contains(&IntervalReasonCode::UnnamedParticipants));
}

#[test]
fn q49_social_welfare_centres_visited() {
    let view = in_2015(Stated);
    let ops = by_code::<InstitutionType>(view.network(), "OPS").unwrap();
    let of = |level| {
        let kinds = vec![by_code::<MeetingKind>(view.network(), "INFO_CONSULTATION").unwrap()];
        let of = InstitutionFilter { types: vec![ops.clone()], ..InstitutionFilter::default() };
        let request = CoverageRequest { of, kinds, ..request(CoverageDimension::Gmina, level) };
        coverage(&view, &request).unwrap().covered
    };
    assert_eq!(bounds(&of(CoverageLevel::Known)), (4.0, Some(4.0)));
    assert_eq!(bounds(&of(CoverageLevel::Hosted)), (4.0, Some(8.0)));
}

#[test]
fn q53_powiats_with_a_new_local_centre_and_no_visit() {
    let view = whole(Stated);
    let network = view.network();
    let loeis = by_code::<InstitutionType>(network, "LOEIS").unwrap();
    let gained = CoverageCondition {
        of: InstitutionFilter {
            types: vec![loeis],
            existed_from_in: Some(Period::year(2016).unwrap()),
            ..InstitutionFilter::default()
        },
        level: CoverageLevel::Known,
        during: Some(Period::year(2016).unwrap()),
        kinds: Vec::new(),
        place: PlaceBasis::Seat,
    };
    let visited = CoverageCondition {
        of: InstitutionFilter::default(),
        level: CoverageLevel::Hosted,
        during: Some(Period::year(2015).unwrap()),
        kinds: vec![by_code::<MeetingKind>(network, "INFO_CONSULTATION").unwrap()],
        place: PlaceBasis::Seat,
    };
    let filter = TerritoryFilter {
        levels: vec![TerritoryLevel::Powiat],
        current: Some(true),
        covered: vec![gained],
        not_covered: vec![visited],
        ..TerritoryFilter::default()
    };
    assert_eq!(unit_names(&view, &filter), ["nowosolski", "świebodziński"]);
}

fn unit_names(view: &NetworkView, filter: &TerritoryFilter) -> Vec<String> {
    let order = TerritoryOrder { field: TerritoryOrderField::Name, direction: OrderDirection::Asc };
    let list = &view.network().record().territories;
    territories(view, filter, &[order]).iter().map(|it| list[*it as usize].name.to_string()).collect()
}

#[test]
fn q76_gminas_in_polish_order() {
    let filter = TerritoryFilter {
        levels: vec![TerritoryLevel::Gmina],
        current: Some(true),
        ..TerritoryFilter::default()
    };
    let names = unit_names(&whole(Stated), &filter);
    assert_eq!(names.len(), 82);
    let runs = [
        &["Lubrza", "Lubsko", "Łagów", "Łęknica", "Małomice", "Maszewo", "Międzyrzecz"][..],
        &["Skąpe", "Skwierzyna", "Sława", "Słońsk", "Słubice", "Stare Kurowo", "Strzelce Krajeńskie"],
        &["Sulechów", "Sulęcin", "Szczaniec", "Szlichtyngowa", "Szprotawa", "Świdnica", "Świebodzin"],
        &["Zwierzyn", "Żagań", "Żagań", "Żary", "Żary"],
    ];
    for run in runs {
        assert!(names.windows(run.len()).any(|it| it == run), "{run:?}");
    }
    assert_eq!(names.last().unwrap(), "Żary");
}

#[test]
fn q56_q57_follow_up() {
    let view = whole(Stated);
    let on = |text: &str| follow_up(&view, Some(&id("pnres")), day(text));
    let april = on("2015-04-15");
    assert_eq!((april.counts.all, april.counts.overdue, april.counts.due_now), (4, 0, 4));
    assert_eq!(april.inferred_apart.len(), 1, "the study visit");
    let may = on("2015-05-01");
    assert_eq!((may.counts.overdue, may.counts.not_stated), (4, 4));
    assert!(may.items.iter().all(|it| it.state == DueState::Overdue));
    assert_eq!(bounds(may.rate.as_ref().unwrap()), (0.0, Some(1.0)));
    let filter = |filter: ActionItemFilter| action_items(&view, &filter).len();
    assert_eq!(
        filter(ActionItemFilter { overdue_on: Some(day("2015-05-01")), ..ActionItemFilter::default() }),
        5
    );
    let concerning =
        ActionItemFilter { concerning: Some(id("wup-zielona-gora")), ..ActionItemFilter::default() };
    assert_eq!(filter(concerning), 2, "the office of the director is the institution's");
}

fn found(question: &str, kinds: &[SearchKind]) -> Vec<SearchHit> {
    search(&lubuskie(), question, kinds).unwrap()
}

fn keys(hits: &[SearchHit]) -> Vec<&str> {
    hits.iter().map(|it| &*it.node.key).collect()
}

#[test]
fn q67_search_by_an_inflected_place_without_marks() {
    let hits = found("w Zielonej Gorze", &[SearchKind::Institution]);
    let mut keys = keys(&hits);
    keys.sort_unstable();
    let ohp = ohp(&whole(Stated));
    let mut expected = vec!["arr-zielona-gora", &ohp, "rcwes-zielona-gora", "wrrp", "wup-zielona-gora"];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert!(hits.iter().all(|it| it.matched.iter().all(|it| !it.exact)), "asked without marks: {hits:?}");
    let exact = found("w Zielonej Górze", &[SearchKind::Institution]);
    assert!(exact.iter().all(|it| it.matched.iter().any(|it| it.exact)));
    assert_eq!(exact.len(), 5);
}

#[test]
fn q68_search_by_another_type_word() {
    let hits = found("GOPS Deszczno", &[]);
    assert_eq!(keys(&hits), ["ops-deszczno"]);
    let view = whole(Stated);
    let filter = MentionFilter { target: Some(hits[0].node.clone()), ..MentionFilter::default() };
    assert!(mentions(&view, &filter).len() >= 2, "both surface forms");
    assert_eq!(keys(&found("OPS w Deszcznie", &[SearchKind::Institution])), ["ops-deszczno"]);
}

#[test]
fn q69_search_with_a_missing_mark() {
    let hits = found("Kozuchow", &[]);
    assert_eq!(hits[0].kind, SearchKind::Territory);
    assert_eq!(hits[0].node.key.as_ref(), "gmina-080404");
    assert_eq!(hits[1].node.key.as_ref(), "loeis-kozuchow");
    let typo = found("Kozuchowie", &[SearchKind::Institution, SearchKind::Territory]);
    assert!(
        typo.iter().any(|it| it.matched.iter().any(|it| it.alias.is_some_and(|it| it.as_str() == "TYPO"))),
        "{typo:?}"
    );
}

#[test]
fn q78_a_title_of_an_event_is_no_partnership() {
    let hits = found("Lubuski pakt na rzecz ES", &[]);
    assert!(hits.iter().all(|it| it.kind != SearchKind::Partnership));
    assert_eq!(hits[0].node.key.as_ref(), "seminar-2016");
    assert!(hits[0].matched.iter().any(|it| it.kind == MatchKind::Title));
}

#[test]
fn people_are_never_found() {
    for word in ["council-chair-2015", "Przewodnicząca", "representative"] {
        assert!(found(word, &[]).iter().all(|it| it.node.kind != RecordKind::Person), "{word}");
    }
}

#[test]
fn institutions_by_filter_and_order() {
    let view = in_2015(Stated);
    let network = view.network();
    let order = [InstitutionOrder { field: InstitutionOrderField::Name, direction: OrderDirection::Asc }];
    let ops = by_code::<InstitutionType>(network, "ops").unwrap();
    let filter = InstitutionFilter { types: vec![ops], ..InstitutionFilter::default() };
    let found = names(&view, &institutions(&view, &filter, &order));
    assert_eq!(found, ["ops-bledzew", "ops-deszczno", "ops-lubiszyn", "ops-santok"]);
    let seated = |key: &str| InstitutionFilter { seat_in: vec![id(key)], ..InstitutionFilter::default() };
    assert_eq!(institutions(&view, &seated("powiat-0862"), &[]).len(), 5);
    let filter = InstitutionFilter {
        involved: Some(true),
        not: Some(Box::new(seated("voivodeship-08"))),
        ..InstitutionFilter::default()
    };
    let found = names(&view, &institutions(&view, &filter, &[]));
    assert_eq!(
        found,
        ["departament-efs", "luw", "sekretariat", "urzad-marszalkowski"],
        "no seat is recorded"
    );
    let filter = InstitutionFilter { member_of: Some(id("pnres")), ..InstitutionFilter::default() };
    assert_eq!(institutions(&view, &filter, &[]).len(), 2);
    let hosted = MeetingFilter { hosted_by: Some(id("wup-zielona-gora")), ..MeetingFilter::default() };
    assert_eq!(meetings(&view, &hosted, &[]).len(), 1);
    let attended = MeetingFilter { attended_by: Some(id("wup-zielona-gora")), ..MeetingFilter::default() };
    assert_eq!(meetings(&view, &attended, &[]).len(), 20);
}

#[test]
fn the_same_question_has_the_same_answer() {
    let again = Arc::new(graph::Network::clone(&lubuskie()));
    let question = "w Zielonej Gorze";
    assert_eq!(search(&again, question, &[]), search(&lubuskie(), question, &[]));
}
