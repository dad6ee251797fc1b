//! Edge lists as Kumu and Gephi write them, and what they honestly come to.

use domain::claim::EvidenceBasis;
use domain::partnership::PartnershipKind;
use domain::statement::StatementKind;

use super::*;

#[test]
fn a_pair_of_files_of_gephi_is_read_with_ids_of_their_own() {
    let nodes = "Id,Label,Type\n1,Fundacja Sigma,fundacja\n2,Regionalny Ośrodek Polityki Społecznej,\n3,Klub X,cokolwiek\n";
    let edges = "Source,Target,Type,Weight,Kind\n1,2,Undirected,2.5,porozumienie\n2,3,Directed,1,zna\n3,9,Undirected,1,\n";
    let (proposal, after) = twice(&[("nodes.csv", nodes), ("edges.csv", edges)], shipped());
    assert_eq!(errors(&proposal), ["4 Target UNKNOWN_REFERENCE"]);
    // The label leads to the institution of the record, which is not renamed.
    assert_eq!(counts(&proposal), (4, 0, 1, 1));
    assert!(warnings(&proposal).contains(&"4 Type UNKNOWN_WORD".to_owned()));
    let agreement = after.partnerships.iter().find(|it| it.kind == PartnershipKind::Bilateral).unwrap();
    let members: Vec<_> = after
        .memberships
        .iter()
        .filter(|it| it.partnership == agreement.key)
        .map(|it| it.party.to_string())
        .collect();
    assert_eq!(members.len(), 2);
    assert!(
        members.contains(&"institution:rops".to_owned())
            && members.contains(&"institution:fundacja-sigma".to_owned())
    );
    assert_eq!(agreement.note.as_ref().map(|it| it.as_str()), Some("waga: 2.5"));
    let told = proposal.records.statements.first().unwrap();
    assert_eq!(told.kind, StatementKind::Cooperation);
    assert_eq!(told.of.as_ref().map(ToString::to_string).as_deref(), Some("institution:rops"));
    assert!(told.items.iter().any(|it| it.as_str() == "skierowane"));
    // What rests on an edge list does not count where only what is stated outright does.
    assert!(proposal.records.claims.iter().all(|it| !it.counts_on(EvidenceBasis::Strict)));
    assert!(proposal.records.claims.iter().all(|it| it.counts_on(EvidenceBasis::Stated)));
}

#[test]
fn a_sheet_of_kumu_is_read_by_labels() {
    let json = r#"{"elements": [{"label": "Fundacja Omega", "type": "NGO", "tags": ["x"]}],
        "connections": [{"from": "Fundacja Omega", "to": "rops", "direction": "mutual", "type": "agreement"},
            {"from": "rops", "to": "rops", "type": "agreement"}]}"#;
    let (proposal, after) = twice(&[("map.json", json)], shipped());
    assert_eq!(errors(&proposal), ["2 to BROKEN_RULE"]);
    assert_eq!(counts(&proposal), (2, 0, 0, 1));
    assert!(after.partnerships.iter().any(|it| it.kind == PartnershipKind::Bilateral));
    assert!(warnings(&proposal).iter().any(|it| it.contains("tags UNMAPPED_COLUMN")));
}

#[test]
fn parallel_edges_stay_apart_by_their_ids_and_the_same_edge_twice_is_refused() {
    let edges = "From,To,Type,ID\nrops,lowes,umowa,a\nrops,lowes,umowa,b\nlowes,rops,umowa,a\n";
    let proposal = texts(&[("connections.csv", edges)], shipped());
    assert_eq!(counts(&proposal), (1, 0, 0, 2));
    assert_eq!(errors(&proposal), ["4 - DUPLICATE_KEY", "2 - DUPLICATE_KEY"]);
}
