//! The agreement and its scope: who leads, what for, how many signed.

use domain::date::EdtfDate;
use domain::id::Id;
use domain::indicator::Collection;
use domain::norm::NormRule;
use domain::partnership::{Membership, Partnership, PartnershipRole};
use domain::record::{Noun, RecordRef};
use domain::recorded::Recorded;

use super::fact::{Fact, FactCode, FactValue};
use super::figure::{Figure, Tally};
use super::scope::ReportScope;
use super::text::Text;
use super::{Section, SectionKind, words};
use crate::computed::IntervalReasonCode;
use crate::occasion::Certainty;

pub(super) fn section(scope: &ReportScope<'_>) -> Section {
    let mut section = Section::new(
        SectionKind::Agreement,
        "agreement",
        Text::new("Umowa i zakres współpracy", "Agreement and scope"),
        scope.partnership.reference(),
    );
    section.facts = facts(scope);
    section.figures = figures(scope);
    section
}

fn facts(scope: &ReportScope<'_>) -> Vec<Fact> {
    let ReportScope { view, partnership, .. } = scope;
    let own = partnership.reference();
    let field = |name: &'static str| (&own, name);
    let record = |it: RecordRef| FactValue::record(view, it);
    let yes_or_no = |it: bool| words::answer(if it { Recorded::Yes } else { Recorded::No });
    let accession = partnership.open_accession.map(yes_or_no).map(FactValue::Words);
    let aims = partnership.aims.iter().map(|it| FactValue::Words(Text::same(it)));
    let sectors = partnership.intended_sectors.iter().map(|it| record(it.reference()));
    let parent = partnership.parent.iter().map(|it| record(it.reference()));
    let territory = partnership.territory.iter().map(|it| record(it.reference()));
    let mut facts = vec![
        Fact::date(view, FactCode::Founded, field("founded"), partnership.founded),
        Fact::field(view, FactCode::PartOf, field("parent"), parent.collect()),
        Fact::field(view, FactCode::Territory, field("territory"), territory.collect()),
        Fact::field(view, FactCode::Aims, field("aims"), aims.collect()),
        Fact::field(view, FactCode::IntendedSectors, field("intended_sectors"), sectors.collect()),
        Fact::field(view, FactCode::OpenAccession, field("open_accession"), accession.into_iter().collect()),
    ];
    for (code, role) in [
        (FactCode::Lead, PartnershipRole::Lead),
        (FactCode::Countersignatory, PartnershipRole::Countersignatory),
        (FactCode::Secretariat, PartnershipRole::Secretariat),
        (FactCode::Initiator, PartnershipRole::Initiator),
    ] {
        let roles = [role];
        let members: Vec<_> = view.memberships(Some(&partnership.key), &roles).map(|it| it.0).collect();
        let values = members.iter().map(|it| FactValue::party(view, &it.party)).collect();
        facts.push(Fact::of(view, code, values, members.iter().map(|it| it.reference()).collect()));
    }
    let rows_as_values =
        |code, rows: Vec<RecordRef>| Fact::of(view, code, rows.iter().cloned().map(record).collect(), rows);
    facts.push(rows_as_values(FactCode::Bodies, scope.bodies.iter().map(|it| it.reference()).collect()));
    let norms = view.network().record().norms.iter();
    let norms = norms.filter(|it| it.partnership.as_ref() == Some(&partnership.key)).map(NormRule::reference);
    facts.push(rows_as_values(FactCode::Norms, norms.collect()));
    facts
}

fn figures(scope: &ReportScope<'_>) -> Vec<Figure> {
    let ReportScope { view, partnership, .. } = scope;
    let own = partnership.reference();
    let signatories: Vec<_> = view
        .memberships(Some(&partnership.key), &[PartnershipRole::Signatory])
        .map(|it| it.0.reference())
        .collect();
    let mut figures = vec![
        Tally::collection(view, &own, Collection::Signatories, signatories).figure(
            view,
            "agreement.signatories".to_owned(),
            Text::new("Instytucje, które podpisały umowę", "Institutions that signed the agreement"),
            "INSTITUTION",
        ),
        joined(scope),
    ];
    let within = [
        (
            Some(&partnership.key),
            "agreement.child-partnerships",
            "Partnerstwa w jego ramach",
            "Partnerships within it",
        ),
        (
            partnership.parent.as_ref(),
            "agreement.sibling-partnerships",
            "Partnerstwa w ramach całości, której jest częścią",
            "Partnerships within what it is part of",
        ),
    ];
    for (whole, code, pl, en) in within {
        let Some(whole) = whole else { continue };
        let parts: Vec<_> = children(scope, whole).map(Partnership::reference).collect();
        let tally = Tally::collection(view, &whole.reference(), Collection::ChildPartnerships, parts);
        let figure = tally.figure(view, code.to_owned(), Text::new(pl, en), "PARTNERSHIP");
        // A partnership that nobody says has others within it needs no figure for them.
        if figure.value.is_some() {
            figures.push(figure);
        }
    }
    figures
}

/// The partnerships within one.
pub(super) fn children<'a>(
    scope: &ReportScope<'a>,
    whole: &Id<Partnership>,
) -> impl Iterator<Item = &'a Partnership> {
    let all = scope.view.network().record().partnerships.iter();
    all.filter(move |it| it.parent.as_ref() == Some(whole))
}

/// Who joined in the year: by the day of signing, or else by the beginning of the membership.
fn joined(scope: &ReportScope<'_>) -> Figure {
    let view = scope.view;
    let begun = |it: &Membership| -> EdtfDate {
        if it.signed_on.is_unknown() { it.valid_from } else { it.signed_on }
    };
    let (mut rows, mut possible) = (Vec::new(), 0_usize);
    for (membership, strength) in view.network().memberships() {
        if membership.partnership != scope.partnership.key
            || membership.role != PartnershipRole::Signatory
            || !strength.counts_on(view.view().basis)
        {
            continue;
        }
        match view.view().certainty(&begun(membership)) {
            Some(Certainty::Certain) => rows.push(membership.reference()),
            Some(Certainty::Possible) => possible += 1,
            None => {}
        }
    }
    let own = scope.partnership.reference();
    let mut tally = Tally::listed(rows, &own);
    let message = format!("{possible} may have joined in the year");
    tally.widen(IntervalReasonCode::PossiblyInWindow, possible as f64, message, Some(own));
    let label =
        Text::new("Instytucje, które przystąpiły w ciągu roku", "Institutions that joined in the year");
    tally.figure(view, "agreement.joined".to_owned(), label, "INSTITUTION")
}
