//! Which institution a row or a cell means, what changes, what is like what.

use domain::document::DocumentState;
use domain::support::standing;

use super::*;

/// The institutions of the proposal by the row that they are of.
fn subjects(proposal: &Proposal) -> Vec<Option<String>> {
    proposal.rows.iter().map(|it| it.subject.as_ref().map(|it| it.key.to_string())).collect()
}

fn some(keys: &[&str]) -> Vec<Option<String>> {
    keys.iter().map(|it| Some((*it).to_owned())).collect()
}

#[test]
fn institutions_are_met_by_id_number_name_and_alias() {
    let first = "nazwa;KRS;REGON;NIP\nFundacja Alfa;0000000001;;\n";
    let (_, record) = twice(&[("instytucje.csv", first)], shipped());
    let seats = "partnerstwo;instytucja;rola\n\
        pnres;fundacja-alfa;partner\n\
        pnres;KRS 1;sygnatariusz\n\
        pnres;FUNDACJA ALFA;inicjator\n\
        Partnerstwo na rzecz ekonomii społecznej;Ośrodek Pomocy Społecznej w Deszcznie;twórca\n\
        pnres;osrodek pomocy spolecznej w santoku;partner\n\
        pnres;Gminnego Ośrodka Pomocy Społecznej z Deszczna;inicjator\n\
        pnres;office:marszalek;inicjator\n";
    let (proposal, after) = twice(&[("strony.csv", seats)], &record);
    assert_eq!(errors(&proposal), Vec::<String>::new());
    assert_eq!(counts(&proposal), (7, 0, 0, 0));
    let party = |row: usize| {
        let key = proposal.rows[row].subject.as_ref().unwrap().key.clone();
        after.memberships.iter().find(|it| it.key.as_str() == &*key).unwrap().party.to_string()
    };
    assert_eq!(party(1), "institution:fundacja-alfa");
    assert_eq!(party(3), "institution:ops-deszczno");
    assert_eq!(party(4), "institution:ops-santok");
    assert_eq!(party(5), "institution:gops-deszczno");
    assert_eq!(party(6), "office:marszalek");
}

#[test]
fn a_name_of_several_is_refused_with_candidates_and_an_unknown_one_with_the_likest() {
    let two = "id;nazwa;siedziba\na1;Fundacja Beta;Słubice\na2;Fundacja Beta;Deszczno\n";
    let (_, record) = twice(&[("instytucje.csv", two)], shipped());
    let seats = "partnerstwo;instytucja\npnres;Fundacja Beta\npnres;Osrodek Pomocy Społecznej w Bledzewe\n";
    let proposal = texts(&[("strony.csv", seats)], &record);
    assert_eq!(errors(&proposal), ["2 instytucja AMBIGUOUS_REFERENCE", "3 instytucja UNKNOWN_REFERENCE"]);
    let about: Vec<_> = proposal.issues[0].about.iter().map(ToString::to_string).collect();
    assert_eq!(about, ["institution:a1", "institution:a2"]);
    assert_eq!(proposal.issues[1].suggestion.as_deref(), Some("ops-bledzew"));
    assert!(proposal.records.institutions.is_empty(), "nothing is created because it was named");
}

#[test]
fn one_name_in_two_places_is_two_institutions_and_the_file_again_changes_nothing() {
    let text = "nazwa;siedziba\nOśrodek Wsparcia;Słubice\nOśrodek Wsparcia;Deszczno\n";
    let proposal = texts(&[("instytucje.csv", text)], shipped());
    assert_eq!(counts(&proposal).3, 2, "within one file the two look like a row that stands twice");
    assert_eq!(errors(&proposal), ["3 - DUPLICATE_KEY", "2 - DUPLICATE_KEY"]);
}

#[test]
fn numbers_that_contradict_are_refused() {
    let first = "id;nazwa;KRS\na1;Fundacja Gamma;1\na2;Fundacja Delta;2\n";
    let (_, record) = twice(&[("instytucje.csv", first)], shipped());
    let again = "id;nazwa;KRS\na1;Fundacja Gamma;2\n;Fundacja Gamma;3\n;Nowa nazwa;1\na3;Inna;1\n";
    let proposal = texts(&[("instytucje.csv", again)], &record);
    assert_eq!(
        errors(&proposal),
        ["2 id CONFLICTING_REFERENCES", "5 id CONFLICTING_REFERENCES"],
        "{:#?}",
        proposal.issues
    );
    // Another KRS makes another institution of the same name; a known KRS under another name renames.
    assert_eq!(counts(&proposal), (1, 1, 0, 2));
}

#[test]
fn numbers_are_checked_and_kept_when_only_the_check_digit_fails() {
    let text = "nazwa;REGON;NIP;czyj NIP\nA;123456785;;\nB;123456786;;\nC;12;;\nD;;5260001246;gminy\n";
    let (proposal, after) = twice(&[("instytucje.csv", text)], shipped());
    assert_eq!(errors(&proposal), ["4 REGON INVALID_IDENTIFIER"]);
    assert!(warnings(&proposal).contains(&"3 REGON CHECKSUM_FAILED".to_owned()));
    assert_eq!(after.identifiers.len(), 3);
}

#[test]
fn changes_are_claims_of_the_file_and_fall_with_it() {
    let text = "id;nazwa;skrót;siedziba\nrops;Regionalny Ośrodek Polityki Społecznej;ROPS Zielona;\n\
        cis-drezdenko;Centrum Integracji Społecznej w Drezdenku;CIS Drezdenko;\n";
    let before = shipped().institutions.iter().find(|it| it.key.as_str() == "rops").unwrap().clone();
    let (proposal, mut record) = twice(&[("instytucje.csv", text)], shipped());
    assert_eq!(counts(&proposal), (0, 1, 1, 0));
    assert_eq!(proposal.counts.confirmed, 1);
    let change = &proposal.field_changes[0];
    assert_eq!((change.field.as_str(), change.after.as_deref()), ("short_name", Some("ROPS Zielona")));
    assert_eq!(change.before.as_deref(), before.short_name.as_ref().map(|it| it.as_str()));
    let short = |record: &Record| {
        let standing = standing(record.clone()).unwrap().record;
        standing.institutions.iter().find(|it| it.key.as_str() == "rops").unwrap().short_name.clone()
    };
    assert_eq!(short(&record).map(|it| it.to_string()).as_deref(), Some("ROPS Zielona"));
    // A second file changes it again; the first one read again does not change it back.
    let second = text.replace("ROPS Zielona", "ROPS ZG");
    let changed = texts(&[("instytucje.csv", &second)], &record);
    assert_eq!(counts(&changed), (0, 1, 1, 0));
    let later = after(&changed, &record);
    assert_eq!(short(&later).map(|it| it.to_string()).as_deref(), Some("ROPS ZG"));
    assert_eq!(counts(&texts(&[("instytucje.csv", text)], &later)), (0, 0, 2, 0));
    // Retracting the file brings the former value back, and the file is then refused as a whole.
    for document in record.documents.iter_mut().filter(|it| it.key.as_str().starts_with("file-")) {
        document.state = DocumentState::Retracted;
    }
    assert_eq!(short(&record), before.short_name);
    let file = SourceFile { name: "instytucje.csv", bytes: text.as_bytes() };
    let refusal = read(&[file], &Settings::default(), &Limits::default(), &record).unwrap_err();
    assert_eq!(refusal.issues[0].code, IssueCode::RetractedFile);
}

#[test]
fn rows_of_one_thing_are_both_refused_and_what_needs_them_too() {
    let meetings = "meeting_id,date,kind\nx,2015,COUNCIL\ny,2015,COUNCIL\nx,2016,COUNCIL\nz,nigdy,COUNCIL\n";
    let attendance = "meeting,institution\nx,rops\ny,rops\nz,rops\ny,rops\n";
    let proposal = texts(&[("attendance.csv", attendance), ("meetings.csv", meetings)], shipped());
    assert_eq!(counts(&proposal), (1, 0, 0, 7));
    let mut told = errors(&proposal);
    told.sort();
    assert_eq!(
        told,
        [
            "2 - DUPLICATE_KEY",
            "2 meeting DEPENDS_ON_REFUSED",
            "3 - DUPLICATE_KEY",
            "4 - DUPLICATE_KEY",
            "4 meeting DEPENDS_ON_REFUSED",
            "5 - DUPLICATE_KEY",
            "5 date INVALID_DATE",
        ]
    );
    assert!(after(&proposal, shipped()).meetings.iter().any(|it| it.key.as_str() == "y"));
    assert_eq!(proposal.records.participations, Vec::new());
}

#[test]
fn new_institutions_that_are_like_others_are_told_of_with_reasons() {
    let text = "nazwa;typ;siedziba\nosrodek pomocy spolecznej w santoku;;\nGOPS w Santoku;GOPS;gmina Santok\n\
        Powiatowy Urząd Pracy w Żaganiu (filia);;\nZupełnie co innego;;\n";
    let proposal = texts(&[("instytucje.csv", text)], shipped());
    assert_eq!(errors(&proposal), Vec::<String>::new());
    let told: Vec<_> = proposal
        .near_duplicates
        .iter()
        .map(|it| (it.row, it.other.as_str(), it.reasons.as_slice()))
        .collect();
    assert!(told.contains(&(2, "ops-santok", &[LikenessReason::SameFoldedName][..])), "{told:?}");
    assert!(told.contains(&(3, "ops-santok", &[LikenessReason::SameTypeAndSeat][..])), "{told:?}");
    assert!(told.contains(&(4, "pup-zagan", &[LikenessReason::SimilarName][..])), "{told:?}");
    assert!(told.iter().all(|it| it.0 != 5));
    assert_eq!(subjects(&proposal).len(), 4);
}

#[test]
fn personal_data_are_not_taken_in() {
    let text = "nazwa;uwagi\nA;PESEL 44051401359\nB;kontakt a@example.org\n";
    let proposal = texts(&[("instytucje.csv", text)], shipped());
    assert_eq!(errors(&proposal), ["2 uwagi PERSONAL_DATA"]);
    assert!(warnings(&proposal).contains(&"3 uwagi PERSONAL_DATA".to_owned()));
    assert!(proposal.issues.iter().all(|it| !format!("{it:?}").contains("44051401359")));
}

#[test]
fn parents_and_successors_of_one_file_may_stand_in_any_order() {
    let text = "id;nazwa;jednostka nadrzędna;następca\nfilia;Filia;Centrala;\ncentrala;Centrala;;nowa\nnowa;Nowa;;\n";
    let (proposal, after) = twice(&[("instytucje.csv", text)], shipped());
    assert_eq!(errors(&proposal), Vec::<String>::new());
    assert_eq!(subjects(&proposal), some(&["filia", "centrala", "nowa"]));
    let branch = after.institutions.iter().find(|it| it.key.as_str() == "filia").unwrap();
    assert_eq!(branch.parent.as_ref().map(|it| it.as_str()), Some("centrala"));
    assert!(
        after.relations.iter().any(|it| it.from.key.as_ref() == "nowa" && it.to.key.as_ref() == "centrala")
    );
}
