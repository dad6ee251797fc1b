//! Reads of what lives only in the store: locators, names, contacts; in bulk, under the reader's rights.

use std::collections::BTreeMap;

use domain::claim::{Claim, ClaimText};
use domain::id::Id;
use domain::person::{ContactPoint, Person, PublicFunction};
use domain::record::{Noun, RecordRef};
use graph::Network;
use store::{AuditAct, Revision};

use crate::{Actor, Clock as _, Service, ServiceError, SystemClock};

impl Service {
    /// Notes that personal values are about to be shown; nothing when there are none.
    ///
    /// # Errors
    /// [`ServiceError::AuditUnavailable`]: then they must not be shown.
    fn note_read(&self, actor: &Actor, what: AuditAct, people: Vec<String>) -> Result<(), ServiceError> {
        if people.is_empty() {
            return Ok(());
        }
        self.trail().note(crate::privacy::record(SystemClock.now(), actor, what, people, None))
    }

    /// Where claims stood in their documents at a revision, for those of `claims` that were known then.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn claim_texts(
        &self,
        revision: Revision,
        claims: &[Id<Claim>],
    ) -> Result<BTreeMap<Id<Claim>, ClaimText>, ServiceError> {
        let texts = self.store().claim_texts_at(revision, claims).await?;
        Ok(texts.into_iter().filter_map(|it| Some((Id::new(it.key.as_str()).ok()?, it))).collect())
    }

    /// The names of those of `people` that are known and that the actor may read, by what `network` and the live one
    /// tell of them. Names are not kept by revision: they are those of today.
    ///
    /// # Errors
    /// [`ServiceError::Store`], [`ServiceError::AuditUnavailable`].
    pub async fn person_names(
        &self,
        actor: &Actor,
        network: &Network,
        people: &[Id<Person>],
    ) -> Result<BTreeMap<Id<Person>, String>, ServiceError> {
        let live = self.snapshot();
        let is_allowed = |it: &Person| actor.may_read_names_of().contains(&it.public_function);
        let allowed: Vec<_> = people
            .iter()
            .filter(|it| network.get(it).is_some_and(is_allowed))
            .filter(|it| live.network.get(it).is_none_or(is_allowed))
            .cloned()
            .collect();
        let names = self.store().person_names(&allowed).await?;
        let is_public = |it: &Id<Person>| {
            let of = |network: &Network| network.get(it).map(|it| it.public_function);
            [of(network), of(&live.network)].into_iter().flatten().all(PublicFunction::is_public)
        };
        let noted: Vec<String> =
            names.iter().map(|it| &it.person).filter(|it| !is_public(it)).map(ToString::to_string).collect();
        self.note_read(actor, AuditAct::ReadNames, noted)?;
        Ok(names.into_iter().map(|it| (it.person, it.full_name.into())).collect())
    }

    /// The contact points of `of` that the actor may read, in order of their keys. They are those of today.
    ///
    /// # Errors
    /// [`ServiceError::Store`], [`ServiceError::AuditUnavailable`].
    pub async fn contact_points(
        &self,
        actor: &Actor,
        of: &[RecordRef],
    ) -> Result<BTreeMap<RecordRef, Vec<ContactPoint>>, ServiceError> {
        let allowed: Vec<_> = of
            .iter()
            .filter(|it| actor.may_read_contacts_of_people() || it.kind != Person::KIND)
            .cloned()
            .collect();
        let mut found = BTreeMap::<RecordRef, Vec<ContactPoint>>::new();
        for contact in self.store().contact_points(&allowed).await? {
            found.entry(contact.of.clone()).or_default().push(contact);
        }
        let people = found.keys().filter(|it| it.kind == Person::KIND).map(|it| it.key.to_string());
        self.note_read(actor, AuditAct::ReadContacts, people.collect())?;
        Ok(found)
    }
}
