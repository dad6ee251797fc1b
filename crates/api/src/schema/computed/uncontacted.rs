//! Uncontacted signatories: how many, and which of those that are named.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result};
use domain::id::Id;
use domain::partnership as noun;
use service::ViewContext;
use service::graph::contact::ContactRule;
use service::graph::receipt::Receipt;
use service::graph::uncontacted;
use service::graph::{self, Network};

use super::canonical::{Canonical, Value};
use super::computation::{Outcome, computed_results};
use super::contact::Contact;
use super::institution_at;
use super::interval::Interval;
use super::words::ContactStatus;
use crate::schema::connection::paged_fields;
use crate::schema::count;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::id;
use crate::schema::institution::Institution;
use crate::schema::partnership::{Membership, Partnership};

/// The kind of the ids of signatories with their contact.
pub(super) const KIND: &str = "signatory-contact";

impl Value for uncontacted::UncontactedSignatories {
    fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    fn write(&self, network: &Network, to: &mut Canonical) {
        to.field("partnership", &self.partnership);
        to.interval("count", &self.count);
        to.interval("signatories", &self.signatories);
        to.field("contacted", self.contacted_count);
        to.field("possiblyContacted", self.possibly_contacted_count);
        to.field("new", self.new_count);
        to.field("items", self.items.len());
        for item in &self.items {
            to.optional("institution", item.institution.and_then(|it| network.at(it)).map(|it| &it.key));
            to.field("status", item.status);
            let finding = item.finding.as_ref();
            to.optional("daysSince", finding.and_then(|it| it.days_since));
            let last = finding
                .and_then(|it| it.last.as_ref())
                .and_then(|it| network.record().meetings.get(it.meeting));
            to.optional("last", last.map(|it| &it.key));
        }
    }
}

computed_results! {
    /// The signatories of a partnership without recorded contact in the window. With `N` signatories, of whom `C` are
    /// named and contacted, and `K` contacts that could belong to others, between `max(0, N − C − new − K)` and
    /// `N − C − new` are uncontacted. It means that no contact is recorded, not that there was none.
    UncontactedSignatories(uncontacted::UncontactedSignatories);
}

#[Object(use_type_description)]
impl UncontactedSignatories {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The partnership.
    fn partnership(&self) -> Result<Partnership> {
        Partnership::require(self.0.context(), &self.0.value().partnership)
    }

    /// How many are uncontacted.
    fn count(&self) -> Interval {
        Interval::new(self.0.context(), &self.0.value().count)
    }

    /// How many are contacted: those that are named, and at most all that are neither uncontacted nor new.
    fn contacted(&self) -> Interval {
        let found = self.0.value();
        let all = found.signatories.upper.unwrap_or(found.signatories.lower);
        let lower = found.contacted_count as f64;
        let upper = (all - found.new_count as f64 - found.count.lower).max(lower);
        Interval::new(
            self.0.context(),
            &graph::Interval::between(lower, Some(upper), found.count.reasons.clone()),
        )
    }

    /// How many named signatories are contacted by the rule.
    fn contacted_count(&self) -> i32 {
        count(self.0.value().contacted_count)
    }

    /// How many named signatories have contact only by occasions that may lie in the window.
    fn possibly_contacted_count(&self) -> i32 {
        count(self.0.value().possibly_contacted_count)
    }

    /// How many named signatories without contact signed less than 90 days before the end of the window.
    fn new_count(&self) -> i32 {
        count(self.0.value().new_count)
    }

    /// How many signatories there are.
    fn signatories(&self) -> Interval {
        Interval::new(self.0.context(), &self.0.value().signatories)
    }

    /// What the list of items cannot say, in English words; null when it is whole.
    fn note(&self) -> Option<&str> {
        self.0.value().note.as_deref()
    }

    #[graphql(flatten)]
    fn lists(&self) -> UncontactedSignatoriesLists {
        UncontactedSignatoriesLists(self.clone())
    }
}

paged_fields! {
    /// The lists of signatories.
    UncontactedSignatoriesLists of UncontactedSignatories;

    /// The named signatories of a status, in order of their keys.
    fn items(node, ctx, page,
        #[graphql(
            desc = "In which status.",
            default_with = "vec![ContactStatus::NoRecordedContact]"
        )]
        status: Vec<ContactStatus>,
    ) -> SignatoryContact {
        let wanted: Vec<uncontacted::SignatoryStatus> = status.into_iter().map(Into::into).collect();
        let items = node.0.value().items.iter().filter(|it| wanted.contains(&it.status));
        let items: Vec<_> =
            items.map(|it| SignatoryContact { context: Arc::clone(node.0.context()), item: it.clone() }).collect();
        let owner = node.0.owner("items");
        node.0.listing(&owner, &items).page(ctx, page, |it| Cow::Owned(it.key()), |it| Some(it.clone()))
    }
}

/// A named signatory and its contact.
#[derive(Debug, Clone, Description)]
pub struct SignatoryContact {
    context: Arc<ViewContext>,
    item: uncontacted::SignatoryContact,
}

impl SignatoryContact {
    /// The signatory of a membership, with its contact by the default rule; none when it is not a signatory's.
    pub(super) fn find(context: &Arc<ViewContext>, key: &str) -> Option<Self> {
        let id: Id<noun::Membership> = key.parse().ok()?;
        let membership = context.network().get(&id)?;
        let found = uncontacted::uncontacted_signatories(
            &context.view,
            &membership.partnership,
            &ContactRule::default(),
        );
        let items = found.items.into_iter().map(|item| Self { context: Arc::clone(context), item });
        items.into_iter().find(|it| it.key() == key)
    }

    fn key(&self) -> String {
        let memberships = &self.context.network().record().memberships;
        memberships.get(self.item.membership as usize).map_or_else(String::new, |it| it.key.to_string())
    }

    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(id::encode(KIND, &self.key()))
    }
}

#[Object(use_type_description)]
impl SignatoryContact {
    /// The opaque id: that of the membership.
    #[graphql(name = "id")]
    fn node_id(&self) -> ID {
        id::encode(KIND, &self.key())
    }

    /// The membership by which it is a signatory; the first, when there are several.
    fn membership(&self) -> Result<Membership> {
        Entry::at(&self.context, self.item.membership).map(Membership::new).ok_or_else(super::lost)
    }

    /// The institution; null when an office, a body or a group signed, which is in `membership`.
    fn institution(&self) -> Option<Institution> {
        self.item.institution.and_then(|it| institution_at(&self.context, it).ok())
    }

    /// How it stands.
    fn status(&self) -> ContactStatus {
        self.item.status.into()
    }

    /// The last occasion of contact; null when none is recorded, or no institution signed.
    fn last_contact(&self) -> Option<Contact> {
        let last = self.item.finding.as_ref()?.last.as_ref()?;
        let institution = self.context.network().rolled_up(self.item.institution?);
        Some(Contact::of_occasion(&self.context, institution, last))
    }

    /// Whole days from the latest possible date of the last contact to the end of the window; null without contact,
    /// when the window has an open end, or when that date is not known.
    fn days_since(&self) -> Option<i32> {
        self.item.finding.as_ref().and_then(|it| it.days_since).map(|it| count(it as usize))
    }
}
