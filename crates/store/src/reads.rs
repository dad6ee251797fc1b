//! What is read on demand, for many records at once: texts of claims, and personal values.

use std::collections::BTreeSet;

use domain::DomainError;
use domain::changeset::PersonalRef;
use domain::claim::{Claim, ClaimText};
use domain::id::Id;
use domain::person::{ContactPoint, Person, PersonName, Personal};
use domain::record::RecordRef;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::rows::personal::{contact_point, person_name};
use crate::table::{ReadError, read_some};
use crate::{Store, StoreError};

/// How many values one statement looks for at most, within the limits of both databases.
pub(crate) const SOUGHT_MAX: usize = 10_000;

impl Store {
    /// The texts of these claims, in order of keys. A claim without a text is left out.
    ///
    /// # Errors
    /// [`StoreError::CorruptRow`], and those of the connection.
    pub async fn claim_texts(&self, claims: &[Id<Claim>]) -> Result<Vec<ClaimText>, StoreError> {
        let keys: BTreeSet<&str> = claims.iter().map(Id::as_str).collect();
        let keys: Vec<&str> = keys.into_iter().collect();
        let texts = read_some::<ClaimText, _>(self.reader(), &keys).await;
        self.or_explain(texts, "reading texts of claims").await
    }

    /// The names of these people, in order of keys. People whose name is not recorded are left out.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn person_names(&self, people: &[Id<Person>]) -> Result<Vec<PersonName>, StoreError> {
        let keys: BTreeSet<&str> = people.iter().map(Id::as_str).collect();
        let keys: Vec<&str> = keys.into_iter().collect();
        let names = find_names(self.reader(), Some(&keys)).await;
        self.or_explain(names, "reading names").await
    }

    /// The contact points of these institutions, offices and people, in order of keys.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn contact_points(&self, of: &[RecordRef]) -> Result<Vec<ContactPoint>, StoreError> {
        let owners: BTreeSet<String> = of.iter().map(ToString::to_string).collect();
        let owners: Vec<&str> = owners.iter().map(String::as_str).collect();
        let contacts = find_contacts(self.reader(), Some(&owners)).await;
        self.or_explain(contacts, "reading contact points").await
    }

    /// Whether setting and removing these personal values would make any of them another one than is stored.
    ///
    /// # Errors
    /// [`StoreError::CorruptEntry`], and those of the connection.
    pub async fn would_change(
        &self,
        given: &Personal,
        forgotten: &[PersonalRef],
    ) -> Result<bool, StoreError> {
        let mut people: Vec<Id<Person>> = given.names.iter().map(|it| it.person.clone()).collect();
        let (mut contacts, mut gone) = (Vec::new(), Vec::new());
        for value in forgotten {
            match value {
                PersonalRef::Name(person) => people.push(person.clone()),
                PersonalRef::Contact(contact) => contacts.push(contact.as_str()),
            }
        }
        let names = self.person_names(&people).await?;
        let owners: Vec<RecordRef> = given.contacts.iter().map(|it| it.of.clone()).collect();
        let known = self.contact_points(&owners).await?;
        for chunk in contacts.chunks(SOUGHT_MAX) {
            let sought = contact_point::Column::Key.is_in(chunk.iter().copied());
            let found = contact_point::Entity::find().filter(sought).all(self.reader()).await;
            gone.append(
                &mut self.or_explain(found.map_err(ReadError::from), "reading contact points").await?,
            );
        }
        let is_named = |it: &PersonalRef| match it {
            PersonalRef::Name(person) => names.iter().any(|name| name.person == *person),
            PersonalRef::Contact(_) => false,
        };
        Ok(!gone.is_empty()
            || forgotten.iter().any(is_named)
            || given.names.iter().any(|it| !names.contains(it))
            || given.contacts.iter().any(|it| !known.contains(it)))
    }

    pub(crate) async fn or_explain<T>(
        &self,
        read: Result<T, ReadError>,
        doing: &'static str,
    ) -> Result<T, StoreError> {
        match read {
            Ok(read) => Ok(read),
            Err(ReadError::Rows(error)) => Err(error),
            Err(ReadError::Database(error)) => Err(self.explain_with_schema(error, doing).await),
        }
    }
}

/// All personal values.
pub(crate) async fn read_personal<C: ConnectionTrait>(db: &C) -> Result<Personal, ReadError> {
    Ok(Personal { names: find_names(db, None).await?, contacts: find_contacts(db, None).await? })
}

/// The names of these people, or all.
pub(crate) async fn find_names<C: ConnectionTrait>(
    db: &C,
    people: Option<&[&str]>,
) -> Result<Vec<PersonName>, ReadError> {
    let mut rows = Vec::new();
    match people {
        None => rows = person_name::Entity::find().all(db).await?,
        Some(people) => {
            for chunk in people.chunks(SOUGHT_MAX) {
                let sought = person_name::Column::Person.is_in(chunk.iter().copied());
                rows.append(&mut person_name::Entity::find().filter(sought).all(db).await?);
            }
        }
    }
    let mut names: Vec<PersonName> = domain_values("person_name", rows)?;
    names.sort_by(|a, b| a.person.cmp(&b.person));
    Ok(names)
}

/// The contact points of these records, or all.
pub(crate) async fn find_contacts<C: ConnectionTrait>(
    db: &C,
    of: Option<&[&str]>,
) -> Result<Vec<ContactPoint>, ReadError> {
    let mut rows = Vec::new();
    match of {
        None => rows = contact_point::Entity::find().all(db).await?,
        Some(of) => {
            for chunk in of.chunks(SOUGHT_MAX) {
                let sought = contact_point::Column::Of.is_in(chunk.iter().copied());
                rows.append(&mut contact_point::Entity::find().filter(sought).all(db).await?);
            }
        }
    }
    let mut contacts: Vec<ContactPoint> = domain_values("contact_point", rows)?;
    contacts.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(contacts)
}

fn domain_values<R, T>(table: &'static str, rows: Vec<R>) -> Result<Vec<T>, ReadError>
where
    R: TryInto<T, Error = DomainError>,
{
    let values = rows.into_iter().map(TryInto::try_into).collect::<Result<_, _>>();
    values.map_err(|source| ReadError::Rows(StoreError::CorruptEntry { table, source }))
}
