//! Personal values that are put right or removed: they are named as people see them, and found among the owner's own.

use domain::keeping::contact::remove_contact_points;
use domain::keeping::rectification::{Rectification, rectify_person};
use domain::keeping::{Draft, Fault, FaultCode, Faults};
use domain::person::{ContactKind, ContactPoint};
use domain::record::RecordRef;
use domain::vocabulary::Label;
use store::{Act, AuditAct};

use crate::keeping::{Asked, Outcome, permission_of};
use crate::{Actor, Clock, Service};

impl Service {
    /// Removes every contact point of a kind of an institution, an office or a person, however it was entered.
    ///
    /// # Errors
    /// Those of [`Service::keep`].
    pub async fn remove_contact_points(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        asked: &Asked,
        of: &RecordRef,
        kind: ContactKind,
    ) -> Outcome {
        actor.require(permission_of(Act::AddContactPoint))?;
        let own = self.store().contact_points(std::slice::from_ref(of)).await?;
        let of_kind = own.into_iter().filter(|it| it.kind == kind).map(|it| it.key).collect();
        let removed = (of.clone(), of_kind);
        let verb = move |draft: &mut Draft<'_>| remove_contact_points(draft, &removed);
        self.keep(clock, actor, Act::AddContactPoint, asked, Box::new(verb)).await
    }

    /// Puts a person's data right. `removed` are the contact points that are wrong, by kind and value: of the person only,
    /// as nobody else's are to be lost by it. Who did it is noted before it is done.
    ///
    /// # Errors
    /// Those of [`Service::keep`].
    pub async fn rectify_person(
        &self,
        clock: &dyn Clock,
        actor: &Actor,
        asked: &Asked,
        mut what: Rectification,
        removed: &[(ContactKind, Label)],
    ) -> Outcome {
        actor.require(permission_of(Act::RectifyPerson))?;
        let own = match removed {
            [] => Vec::new(),
            _ => self.store().contact_points(&[what.person.reference()]).await?,
        };
        let (mut found, mut faults) = (Vec::new(), Vec::new());
        for (number, (kind, value)) in removed.iter().enumerate() {
            let is_it = |it: &&ContactPoint| it.kind == *kind && it.value == *value;
            let before = found.len();
            found.extend(own.iter().filter(is_it).map(|it| it.key.clone()));
            if found.len() == before {
                // The value itself is not told: it may be personal.
                let message =
                    "the person has no contact point of this kind and value; look at those there are";
                let path = format!("removedContactPoints.{number}");
                faults.push(Fault::new(FaultCode::NotFound, &path, message));
            }
        }
        what.removed_contacts.extend(found);
        if !asked.is_dry_run {
            let people = vec![what.person.to_string()];
            self.note(clock, actor, AuditAct::Rectify, people, None).await?;
        }
        // Refused by the verb, as what was asked before is answered as it was.
        let verb = move |draft: &mut Draft<'_>| match faults.as_slice() {
            [] => rectify_person(draft, &what),
            faults => Err(Faults(faults.to_vec())),
        };
        self.keep(clock, actor, Act::RectifyPerson, asked, Box::new(verb)).await
    }
}
