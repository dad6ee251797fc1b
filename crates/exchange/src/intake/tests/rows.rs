//! What rows of each kind come to.

use domain::meeting::Presence;
use domain::support::standing;

use super::*;

const MEETINGS: &str = "identyfikator;data;rodzaj;nazwa;gospodarz;deklarowana liczba uczestników\n\
    m1;14 maja 2015r.;COUNCIL;Posiedzenie;pup-gorzow;12\n\
    m2;2016;WORKSHOP;Warsztat;;\n";

#[test]
fn institutions_meetings_and_attendance_of_three_files_are_read_as_one() {
    let institutions = "\u{feff} Nazwa ;Typ;Siedziba;KRS\nFundacja „Most”;fundacja;Słubice;0000123456\nCIS Nowe;CIS;0801032;\n";
    let attendance =
        "spotkanie;instytucja;obecność\nm1;Fundacja \"Most\";tak\nm1;cis nowe;nieobecny\nm2;KRS 123456;\n";
    let files = [("obecność.csv", attendance), ("instytucje.csv", institutions), ("spotkania.csv", MEETINGS)];
    let (proposal, after) = twice(&files, shipped());
    assert_eq!(errors(&proposal), Vec::<String>::new());
    assert_eq!(counts(&proposal), (7, 0, 0, 0));
    let most = after.institutions.iter().find(|it| it.key.as_str() == "fundacja-most").unwrap();
    assert_eq!(most.r#type.as_ref().map(|it| it.as_str()), Some("fundacja"));
    let parts: Vec<_> =
        after.participations.iter().filter(|it| it.party.institution() == Some(&most.key)).collect();
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|it| it.presence == Presence::Present));
    let claim = after.claims.iter().find(|it| it.subject.key == most.key.as_str().into()).unwrap();
    let text = after.claim_texts.iter().find(|it| it.key.as_str() == claim.key.as_str()).unwrap();
    assert_eq!(text.locator.as_str(), "instytucje!2");
    assert!(standing(after).unwrap().fallen.is_empty());
}

#[test]
fn columns_that_are_not_kept_are_told_of_by_name() {
    let text = "nazwa,KRS,osoby,,strona www\nFundacja X,1,7,y,example.org\n";
    let proposal = texts(&[("instytucje.csv", text)], shipped());
    assert_eq!(errors(&proposal), Vec::<String>::new());
    let unmapped = ["1 osoby UNMAPPED_COLUMN", "1  UNMAPPED_COLUMN", "1 strona www UNMAPPED_COLUMN"];
    assert_eq!(warnings(&proposal), unmapped);
}
