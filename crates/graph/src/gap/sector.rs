//! Sectors that a partnership means to bring together, and of which nobody is involved.

use domain::partnership::Partnership;
use domain::record::Noun as _;
use domain::vocabulary::Sector;

use super::score::{self, ScoreCode, ScoreComponent};
use super::{EVIDENCE_MAX, Gap, GapKind, GapRequest, GapStatus, Wording, claims_about, wording};
use crate::computed::{Interval, IntervalReason, IntervalReasonCode};
use crate::network::Position;
use crate::occasion::Certainty;

use super::territorial::Chain;

/// Finds the missing sectors of the partnership asked about, or of all.
pub(super) fn find(chain: &Chain<'_>, request: &GapRequest, gaps: &mut Vec<Gap>) {
    let network = chain.view.network();
    let institutions = || (0u32..).zip(&network.record().institutions).filter(|(at, _)| chain.counts(*at));
    let certain = |at: Position| chain.involvement(at) == Some(Certainty::Certain);
    let undetermined: Vec<_> =
        institutions().filter(|(at, it)| it.sector.is_none() && certain(*at)).map(|it| it.0).collect();
    let partnerships = network.record().partnerships.iter();
    for partnership in
        partnerships.filter(|it| request.partnership.as_ref().is_none_or(|wanted| it.key == *wanted))
    {
        for sector in partnership.intended_sectors.iter().filter_map(|it| network.get(it)) {
            let of_sector = || institutions().filter(|(_, it)| it.sector.as_ref() == Some(&sector.key));
            if of_sector().any(|(at, _)| certain(at)) {
                continue;
            }
            let known = of_sector().map(|it| it.0).collect();
            gaps.push(gap(chain, partnership, sector, known, undetermined.clone()));
        }
    }
}

fn gap(
    chain: &Chain<'_>,
    partnership: &Partnership,
    sector: &Sector,
    institutions: Vec<Position>,
    possible: Vec<Position>,
) -> Gap {
    let network = chain.view.network();
    let mut components = vec![ScoreComponent::of_kind(GapKind::Sector), ScoreComponent::missing(1.0)];
    let mut add = |holds: bool, code, points, pl: &str, en: &str| {
        if holds {
            components.push(ScoreComponent::new(code, points, pl.to_owned(), en.to_owned()));
        }
    };
    add(
        institutions.is_empty(),
        ScoreCode::NobodyKnown,
        score::NOBODY_KNOWN,
        "zapis nie zna instytucji tego sektora",
        "the record knows no institution of the sector",
    );
    add(
        !possible.is_empty(),
        ScoreCode::MayBeFilled,
        score::MAY_BE_FILLED,
        "sektora niektórych uczestników nie ustalono",
        "the sector of some that take part is not recorded",
    );
    let named = wording::names(network, &institutions);
    let references = institutions.iter().chain(&possible).take(EVIDENCE_MAX);
    let references = references.filter_map(|it| network.at(*it)).map(|it| it.key.reference());
    let (pl, en) = (&sector.name_pl, &sector.name_en);
    let next_step = if institutions.is_empty() {
        Wording::new(
            format!(
                "Wskazać i zaprosić instytucję sektora „{pl}”; ustalić sektor uczestników, o których zapis milczy."
            ),
            format!(
                "Find and invite an institution of the sector {en}; settle the sector of those of whom the record does not tell."
            ),
        )
    } else {
        Wording::new(
            format!("Odwiedzić albo zaprosić na najbliższe spotkanie: {}.", named.pl),
            format!("Visit, or invite to the next meeting: {}.", named.en),
        )
    };
    Gap {
        kind: GapKind::Sector,
        status: GapStatus::Gap,
        about: partnership.reference(),
        unit: None,
        expectation: None,
        sector: Some(sector.key.clone()),
        collection: None,
        expected: 1.0,
        observed: observed(possible.len()),
        missing: 1.0,
        score: 0.0,
        components,
        what: Wording::new(
            format!("{}: nie bierze udziału nikt z zamierzonego sektora „{pl}”", partnership.name_pl),
            format!(
                "{}: nobody of the intended sector {en} takes part",
                partnership.name_en.as_ref().unwrap_or(&partnership.name_pl)
            ),
        ),
        next_step,
        evidence: claims_about(chain.view, references.chain([partnership.reference()])),
        institutions,
        possible,
    }
}

fn observed(undetermined: usize) -> Interval {
    if undetermined == 0 {
        return Interval::exact(0.0);
    }
    let reason = IntervalReason {
        code: IntervalReasonCode::UndeterminedAttribute,
        count: Some(undetermined as f64),
        message: format!("the sector of {undetermined} that take part is not recorded"),
        about: None,
        claims: Vec::new(),
    };
    Interval::between(0.0, Some(undetermined as f64), vec![reason]).with_counts(None, 0.0)
}
