//! The verbs of institutions, partnerships, bodies and people as use cases: what they keep is what is stored, and what is
//! stored is what is read anew.

use domain::body::{BodyKind, BodyRole};
use domain::call::FundingOutcome;
use domain::date::EdtfDate;
use domain::id::Id;
use domain::identifier::{BelongsTo, IdentifierScheme};
use domain::institution::{Institution, InstitutionState, Naming};
use domain::keeping::body::{Appointment, NewBody, add_body, appoint_member, end_membership};
use domain::keeping::contact::{NewContactPoint, set_contact_point};
use domain::keeping::institution::{
    InstitutionAmendment, InstitutionField, NewInstitution, add_institution, amend_institution,
    withdraw_institution,
};
use domain::keeping::partnership::{
    LeavingParty, NewPartnership, Outcome, SignedAgreement, SubmittedApplication, SubmittedTo,
    add_partnership, record_outcome, sign_agreement, submit_application, withdraw_party,
};
use domain::keeping::person::{NewPerson, NewTenure, add_person, end_tenure, record_tenure};
use domain::keeping::{Fault, FaultCode, Given};
use domain::partnership::{LifecycleState, PartnershipKind, PartnershipRole};
use domain::person::{ContactKind, PublicFunction};
use domain::record::RecordRef;
use graph::Network;
use service::keeping::{Asked, KeepFault, Verb};
use service::{Act, Actor, FixedClock, Role, Service};
use store::{OpenMode, Store};
use testkit::database::TestDatabase;

use crate::shipped::{filled, id, label, now, service};

/// What the office states, as a source.
fn stated() -> Asked {
    Asked { source: Some(Given::Statement(label("pismo z sekretariatu"))), ..Asked::default() }
}

async fn kept(service: &Service, act: Act, verb: Verb) -> Result<RecordRef, KeepFault> {
    let editor = Actor::new(Role::Editor, "redaktor");
    let kept = Box::pin(service.keep(&FixedClock(now()), &editor, act, &stated(), verb)).await.unwrap();
    kept.map(|it| it.subject)
}

async fn done(service: &Service, act: Act, verb: Verb) -> RecordRef {
    kept(service, act, verb).await.unwrap()
}

async fn refused(service: &Service, act: Act, verb: Verb) -> Vec<Fault> {
    match kept(service, act, verb).await.unwrap_err() {
        KeepFault::Refused(faults) => faults.0,
        other => panic!("{other}"),
    }
}

/// Whether the live network is the one that is read and built anew.
async fn is_as_stored(service: &Service, database: &TestDatabase) -> bool {
    let store = Store::open(database.url(), OpenMode::Existing).await.unwrap();
    let loaded = store.load().await.unwrap();
    let live = service.snapshot();
    let built = Network::build(loaded.record).unwrap();
    loaded.revision == live.revision && built.record() == live.network.record()
}

fn named(name: &str) -> NewInstitution {
    NewInstitution {
        name_pl: label(name),
        name_en: None,
        short_name: None,
        r#type: None,
        sector: None,
        functions: Vec::new(),
        seat: None,
        parent: None,
        existed_from: EdtfDate::UNKNOWN,
        existed_to: EdtfDate::UNKNOWN,
        state: InstitutionState::Active,
        naming: Naming::Named,
        note: None,
        identifiers: vec![(IdentifierScheme::Nip, label("123-456-32-18"), BelongsTo::Own)],
        even_if_similar: false,
    }
}

fn date(text: &str) -> EdtfDate {
    text.parse().unwrap()
}

testkit::both_databases! {
    async fn institutions_are_kept(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let adding = || -> Verb { Box::new(|draft| add_institution(draft, &named("Ośrodek w Żarach"))) };
        let added = done(&service, Act::AddInstitution, adding()).await;
        let again = refused(&service, Act::AddInstitution, adding()).await;
        assert_eq!(again.iter().map(|it| it.code).collect::<Vec<_>>(), [FaultCode::AlreadyRecorded; 2]);
        assert_eq!(again[0].about, std::slice::from_ref(&added));
        let key: Id<Institution> = Id::from_reference(&added).unwrap();
        let amendment = InstitutionAmendment {
            institution: key.clone(),
            name_pl: None,
            name_en: Some(label("Centre in Żary")),
            short_name: Some(label("OŻ")),
            r#type: None,
            sector: None,
            functions: None,
            seat: None,
            parent: None,
            existed_from: None,
            existed_to: None,
            state: None,
            naming: None,
            note: None,
            clear: vec![InstitutionField::Note],
        };
        done(&service, Act::AmendInstitution, Box::new(move |draft| amend_institution(draft, &amendment))).await;
        let live = service.snapshot();
        assert_eq!(live.network.institution(&key).and_then(|it| it.short_name.clone()), Some(label("OŻ")));
        assert!(is_as_stored(&service, &database).await);
        let gone = key.clone();
        done(&service, Act::WithdrawInstitution, Box::new(move |draft| withdraw_institution(draft, &gone))).await;
        assert!(service.snapshot().network.institution(&key).is_none());
        assert!(is_as_stored(&service, &database).await);
    }

    async fn partnerships_are_kept(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let project = NewPartnership {
            name_pl: label("Projekt wspólny"),
            name_en: None,
            kind: PartnershipKind::Project,
            parent: None,
            founded: EdtfDate::UNKNOWN,
            territory: None,
            intended_sectors: Vec::new(),
            aims: vec![label("praca")],
            open_accession: Some(false),
            note: None,
            parties: vec![("institution:rops".parse().unwrap(), PartnershipRole::ProjectLeader)],
            as_of: date("2016"),
            state: Some((LifecycleState::Created, date("2016-02"))),
            even_if_similar: false,
        };
        done(&service, Act::AddPartnership, Box::new(move |draft| add_partnership(draft, &project))).await;
        let signing = SignedAgreement {
            partnership: id("projekt-wspolny"),
            parties: vec!["institution:pup-zagan".parse().unwrap()],
            role: PartnershipRole::Partner,
            signed_on: date("2016-03-01"),
            as_of: EdtfDate::UNKNOWN,
            valid_from: EdtfDate::UNKNOWN,
        };
        done(&service, Act::SignAgreement, Box::new(move |draft| sign_agreement(draft, &signing))).await;
        let applying = SubmittedApplication {
            partnership: id("projekt-wspolny"),
            call: SubmittedTo::Known(id("call-7.4")),
            submitted_on: date("2016-05"),
        };
        let applied =
            done(&service, Act::SubmitApplication, Box::new(move |draft| submit_application(draft, &applying))).await;
        let application = Id::from_reference(&applied).unwrap();
        let outcome = Outcome {
            application,
            outcome: FundingOutcome::Funded,
            on: date("2016-09-01"),
            amount: Some((12_000_050, label("PLN"))),
        };
        done(&service, Act::RecordOutcome, Box::new(move |draft| record_outcome(draft, &outcome))).await;
        let leaving = LeavingParty {
            partnership: id("projekt-wspolny"),
            party: "institution:pup-zagan".parse().unwrap(),
            role: None,
            on: date("2017-06"),
        };
        done(&service, Act::WithdrawParty, Box::new(move |draft| withdraw_party(draft, &leaving))).await;
        let live = service.snapshot();
        let record = live.network.record();
        let told: Vec<_> = record.applications.iter().map(|it| (it.outcome, it.amount_minor)).collect();
        assert_eq!(told, [(FundingOutcome::Funded, Some(12_000_050))]);
        let life = record.lifecycle_events.iter().filter(|it| it.partnership.as_str() == "projekt-wspolny");
        assert_eq!(life.count(), 3);
        assert!(record.memberships.iter().any(|it| it.valid_to == date("2017-06")));
        assert!(is_as_stored(&service, &database).await);
    }

    async fn bodies_and_people_are_kept(database: TestDatabase) {
        filled(&database).await;
        let service = service(&database).await;
        let body = NewBody {
            name_pl: label("Zespół wspólny"),
            name_en: None,
            short_name: None,
            kind: BodyKind::WorkingGroup,
            partnership: Some(id("pnres")),
            appointed_by: None,
            established: date("2016"),
            as_of: EdtfDate::UNKNOWN,
            note: None,
            even_if_similar: false,
        };
        done(&service, Act::AddBody, Box::new(move |draft| add_body(draft, &body))).await;
        let new = NewPerson {
            public_function: PublicFunction::Representative,
            function_pl: label("przewodnicząca zespołu"),
            function_en: label("chair of the group"),
            full_name: Some(label("Zenobia Przykładowa")),
        };
        let person = done(&service, Act::AddPerson, Box::new(move |draft| add_person(draft, &new))).await;
        assert_eq!(person.to_string(), "person:chair-of-the-group");
        let seat = Appointment {
            body: id("zespol-wspolny"),
            person: Id::from_reference(&person),
            on_behalf_of: Some(id("rops")),
            group: None,
            role: BodyRole::Chair,
            as_of: EdtfDate::UNKNOWN,
            valid_from: date("2016"),
            valid_to: EdtfDate::UNKNOWN,
        };
        let seat = done(&service, Act::AppointMember, Box::new(move |draft| appoint_member(draft, &seat))).await;
        let ending = (Id::from_reference(&seat).unwrap(), date("2018"));
        done(&service, Act::EndMembership, Box::new(move |draft| end_membership(draft, &ending))).await;
        let tenure = NewTenure {
            person: id("chair-of-the-group"),
            office: None,
            institution: Some(id("rops")),
            role_pl: label("kierownik działu"),
            role_en: label("head of a unit"),
            as_of: EdtfDate::UNKNOWN,
            valid_from: date("2015"),
            valid_to: EdtfDate::UNKNOWN,
        };
        done(&service, Act::RecordTenure, Box::new(move |draft| record_tenure(draft, &tenure))).await;
        let ending = (id("tenure-chair-of-the-group"), date("2019"));
        done(&service, Act::EndTenure, Box::new(move |draft| end_tenure(draft, &ending))).await;
        assert!(is_as_stored(&service, &database).await);

        let of: RecordRef = "person:chair-of-the-group".parse().unwrap();
        let contact =
            NewContactPoint { of: of.clone(), kind: ContactKind::Email, value: label("zespol@rops.example") };
        done(&service, Act::AddContactPoint, Box::new(move |draft| set_contact_point(draft, &contact))).await;
        let store = Store::open(database.url(), OpenMode::Existing).await.unwrap();
        let points = || async { store.contact_points(std::slice::from_ref(&of)).await.unwrap() };
        assert_eq!(points().await.len(), 1);
        let (clock, actor) = (FixedClock(now()), Actor::new(Role::Curator, "kustosz"));
        let asked = Asked::default();
        let removed = service.remove_contact_points(&clock, &actor, &asked, &of, ContactKind::Email);
        assert!(Box::pin(removed).await.unwrap().unwrap().has_changed);
        assert_eq!(points().await.len(), 0);
        assert!(is_as_stored(&service, &database).await);
    }
}
