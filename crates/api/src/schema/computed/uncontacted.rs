//! Uncontacted signatories: how many, which of those that are named, and with whom to begin.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Description, Enum, ID, Object, Result};
use domain::id::Id;
use domain::partnership as noun;
use service::ViewContext;
use service::graph::contact::ContactRule;
use service::graph::receipt::Receipt;
use service::graph::uncontacted::{self, SignatoryStatus};
use service::graph::{self, Network};

use super::canonical::{Canonical, Value};
use super::computation::{Answer, Outcome, computed_results};
use super::contact::Contact;
use super::institution_at;
use super::interval::Interval;
use super::introducers::SignatoryIntroducers;
use super::priority::PriorityComponent;
use super::words::ContactStatus;
use crate::schema::connection::{Connection, Page, paged_fields};
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
        let meeting = |position: usize| network.record().meetings.get(position).map(|it| &it.key);
        for item in &self.items {
            to.optional("institution", item.institution.and_then(|it| network.at(it)).map(|it| &it.key));
            to.field("status", item.status);
            let finding = item.finding.as_ref();
            to.optional("daysSince", finding.and_then(|it| it.days_since));
            let last = finding.and_then(|it| it.last.as_ref());
            to.optional("last", last.and_then(|it| meeting(it.meeting)));
            to.optional("before", item.before.as_ref().and_then(|it| meeting(it.meeting)));
            to.field("rank", item.rank);
            to.field("score", item.score);
            for component in &item.components {
                to.field("points", component.points);
            }
        }
    }
}

/// The order of a list of signatories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
pub enum SignatoryContactOrder {
    /// As they stand on the worklist: by status (without recorded contact, possibly contacted, new, contacted), then by
    /// rank.
    Rank,
    /// By the keys of those who signed.
    Key,
}

computed_results! {
    /// The signatories of a partnership without recorded contact in the window. With `N` signatories, of whom `C` are
    /// named and contacted, and `K` contacts that could belong to others, between `max(0, N − C − new − K)` and
    /// `N − C − new` are uncontacted. It means that no contact is recorded, not that there was none.
    ///
    /// A signatory is a membership that is active at the end of the window. With an open end only memberships without a
    /// recorded end are active, nobody is new, and no days are counted. A window in which no meeting of the record is
    /// dated gets a warning that names the first and the last date of the record.
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

    /// How many named signatories are contacted by the rule; with certainty `POSSIBLE` those possibly contacted too.
    fn contacted_count(&self) -> i32 {
        count(self.0.value().contacted_count)
    }

    /// How many named signatories have contact only by occasions that may lie in the window.
    fn possibly_contacted_count(&self) -> i32 {
        count(self.0.value().possibly_contacted_count)
    }

    /// How many named signatories have no recorded contact and are not new. With those contacted, possibly contacted
    /// and new they are all that are named: each is counted once, but for those possibly contacted when the certainty
    /// is `POSSIBLE`.
    fn no_recorded_contact_count(&self) -> i32 {
        count(self.0.value().no_recorded_contact_count)
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

impl UncontactedSignatories {
    /// A page of the signatories of some statuses.
    fn page(
        &self,
        ctx: &Context<'_>,
        page: &Page,
        part: &str,
        wanted: &[SignatoryStatus],
        order: SignatoryContactOrder,
    ) -> Result<Connection<SignatoryContact>> {
        let found = self.0.value();
        let of_status = |it: &usize| found.items.get(*it).is_some_and(|it| wanted.contains(&it.status));
        let indices: Vec<usize> = match order {
            SignatoryContactOrder::Rank => found.worklist.iter().copied().filter(of_status).collect(),
            SignatoryContactOrder::Key => (0..found.items.len()).filter(of_status).collect(),
        };
        let owner = self.0.owner(part);
        let key = |it: &usize| found.items.get(*it).map_or("", |it| key(self.0.context(), it));
        let node = |it: &usize| Some(SignatoryContact { of: self.0.clone(), index: *it });
        self.0.listing(&owner, &indices).page(ctx, page, |it| Cow::Borrowed(key(it)), node)
    }
}

/// The key of a signatory: that of its membership.
fn key<'a>(context: &'a ViewContext, item: &uncontacted::SignatoryContact) -> &'a str {
    let memberships = &context.network().record().memberships;
    memberships.get(item.membership as usize).map_or("", |it| it.key.as_str())
}

paged_fields! {
    /// The lists of signatories.
    UncontactedSignatoriesLists of UncontactedSignatories;

    /// The named signatories of some statuses: a worklist, those first with whom to begin.
    fn items(node, ctx, page,
        #[graphql(
            desc = "In which statuses.",
            default_with = "vec![ContactStatus::NoRecordedContact]"
        )]
        status: Vec<ContactStatus>,
        #[graphql(desc = "In which order.", default_with = "SignatoryContactOrder::Rank")]
        order_by: SignatoryContactOrder,
    ) -> SignatoryContact {
        let wanted: Vec<SignatoryStatus> = status.into_iter().map(Into::into).collect();
        // The order belongs to the list that a cursor is of.
        let part = match order_by {
            SignatoryContactOrder::Rank => "items",
            SignatoryContactOrder::Key => "items by key",
        };
        node.page(ctx, page, part, &wanted, order_by)
    }

    /// The named signatories with contact only by occasions that may lie in the window, by rank.
    fn possibly_contacted(node, ctx, page) -> SignatoryContact {
        let wanted = [SignatoryStatus::PossiblyContacted];
        node.page(ctx, page, "possiblyContacted", &wanted, SignatoryContactOrder::Rank)
    }

    /// The named signatories without contact that signed less than 90 days before the end of the window, by rank: new,
    /// not uncontacted.
    fn new_signatories(node, ctx, page) -> SignatoryContact {
        node.page(ctx, page, "newSignatories", &[SignatoryStatus::New], SignatoryContactOrder::Rank)
    }
}

/// A named signatory and its contact.
#[derive(Debug, Clone, Description)]
pub struct SignatoryContact {
    of: Answer<uncontacted::UncontactedSignatories>,
    index: usize,
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
        let index = found.items.iter().position(|it| self::key(context, it) == key)?;
        Some(Self { of: Answer::direct(context, found), index })
    }

    fn item(&self) -> &uncontacted::SignatoryContact {
        // The index is one of the list: a signatory is made only by finding it there.
        &self.of.value().items[self.index]
    }

    fn context(&self) -> &Arc<ViewContext> {
        self.of.context()
    }

    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(id::encode(KIND, key(self.context(), self.item())))
    }
}

#[Object(use_type_description)]
impl SignatoryContact {
    /// The opaque id: that of the membership.
    #[graphql(name = "id")]
    fn node_id(&self) -> ID {
        id::encode(KIND, key(self.context(), self.item()))
    }

    /// The membership by which it is a signatory; the first, when there are several.
    fn membership(&self) -> Result<Membership> {
        Entry::at(self.context(), self.item().membership).map(Membership::new).ok_or_else(super::lost)
    }

    /// The institution; null when an office, a body or a group signed, which is in `membership`.
    fn institution(&self) -> Option<Institution> {
        self.item().institution.and_then(|it| institution_at(self.context(), it).ok())
    }

    /// How it stands.
    fn status(&self) -> ContactStatus {
        self.item().status.into()
    }

    /// The last occasion of contact within the window; null when none is recorded, or no institution signed.
    fn last_contact(&self) -> Option<Contact> {
        let last = self.item().finding.as_ref()?.last.as_ref()?;
        let institution = self.context().network().rolled_up(self.item().institution?);
        Some(Contact::of_occasion(self.context(), institution, last))
    }

    /// Whole days from the latest possible date of the last contact to the end of the window; null without contact,
    /// when the window has an open end, or when that date is not known.
    fn days_since(&self) -> Option<i32> {
        self.item().finding.as_ref().and_then(|it| it.days_since).map(|it| count(it as usize))
    }

    /// The last occasion of contact before the window, by the same rule: the latest of those that lie before it for
    /// certain. Null when none is recorded, when the window has an open beginning, or when no institution signed.
    fn last_contact_before(&self) -> Option<Contact> {
        let institution = self.context().network().rolled_up(self.item().institution?);
        Some(Contact::of_past(self.context(), institution, self.item().before.as_ref()?))
    }

    /// Whole days from the latest possible date of the last contact before the window to the end of the window; null
    /// without such a contact, or when the window has an open end.
    fn days_since_contact_before(&self) -> Option<i32> {
        self.item().before.as_ref().and_then(|it| it.days_since).map(|it| count(it as usize))
    }

    /// The place on the worklist among the signatories of its status, from 1. Equal scores are in Polish order of names.
    fn rank(&self) -> i32 {
        count(self.item().rank)
    }

    /// What it is ranked by: the sum of the points of its components, 0 to 121.
    fn score(&self) -> i32 {
        count(self.item().score as usize)
    }

    /// Why it ranks there: every component, also those that add nothing.
    fn components(&self) -> Vec<PriorityComponent> {
        let components = self.item().components.iter();
        components.map(|it| PriorityComponent::new(self.context(), it.clone())).collect()
    }

    #[graphql(flatten)]
    fn introducers_of(&self) -> SignatoryIntroducers {
        let institution = self.item().institution;
        SignatoryIntroducers {
            of: self.of.clone(),
            institution,
            key: key(self.context(), self.item()).to_owned(),
        }
    }
}
