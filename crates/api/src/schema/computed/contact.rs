//! Contacts of institutions: who met whom at which occasion.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use domain::indicator::Collection;
use domain::record::Noun as _;
use service::ViewContext;
use service::graph::contact;
use service::graph::network::Position;
use service::graph::occasion;
use service::graph::uncontacted::PastContact;

use super::input::{ContactRule, TieRule};
use super::interval::IntervalReason;
use super::ties::{self, Tie};
use super::words::ContactStatus;
use super::{institution_at, shared};
use crate::schema::completeness::Completeness;
use crate::schema::connection::{self, Connection, Listing, Page, paged_fields};
use crate::schema::count;
use crate::schema::date::PartialDate;
use crate::schema::entry::{Entry, RecordNode as _};
use crate::schema::evidence::Evidence;
use crate::schema::id;
use crate::schema::input::InstitutionLookup;
use crate::schema::institution::Institution;
use crate::schema::meeting::Meeting;
use crate::schema::recorded::Recorded;
use crate::schema::vocabulary::MeetingKind;
use crate::schema::words::{Certainty, Directness};
use crate::soft::soft;

/// The kind of the ids of contacts.
pub(super) const KIND: &str = "contact";

/// A contact of an institution with another at one occasion: both were involved in a meeting that was held.
#[derive(Debug, Clone, Description)]
pub struct Contact {
    context: Arc<ViewContext>,
    institution: Position,
    meeting: usize,
    counterpart: Option<Position>,
    /// All on the other side that this contact stands for.
    counterparts: Vec<Position>,
    directness: occasion::Directness,
    certainty: occasion::Certainty,
}

impl Contact {
    fn new(context: &Arc<ViewContext>, institution: Position, it: &contact::Contact) -> Self {
        Self {
            context: Arc::clone(context),
            institution,
            meeting: it.meeting,
            counterpart: Some(it.counterpart),
            counterparts: vec![it.counterpart],
            directness: it.directness,
            certainty: it.certainty,
        }
    }

    /// An occasion that contacts an institution, with the first of those on the other side.
    pub(super) fn of_occasion(
        context: &Arc<ViewContext>,
        institution: Position,
        it: &contact::ContactOccasion,
    ) -> Self {
        Self {
            context: Arc::clone(context),
            institution,
            meeting: it.meeting,
            counterpart: it.counterparts.first().copied(),
            counterparts: it.counterparts.clone(),
            directness: it.directness,
            certainty: it.certainty,
        }
    }

    /// An occasion that contacted an institution before the window.
    pub(super) fn of_past(context: &Arc<ViewContext>, institution: Position, it: &PastContact) -> Self {
        Self {
            context: Arc::clone(context),
            institution,
            meeting: it.meeting,
            counterpart: it.counterparts.first().copied(),
            counterparts: it.counterparts.clone(),
            directness: it.directness,
            certainty: occasion::Certainty::Certain,
        }
    }

    /// The contact of a key, in a view, by the default rule.
    pub(super) fn find(context: &Arc<ViewContext>, key: &str) -> Option<Self> {
        let [institution, ..] = key.split('|').collect::<Vec<_>>()[..] else { return None };
        let network = context.network();
        let institution = network.position_of(&institution.parse().ok()?)?;
        let rule = contact::ContactRule::default();
        let contacts = contact::Contacts::new(&context.view, &rule);
        let all = contacts.of(institution).into_iter().map(|it| Self::new(context, institution, &it));
        let alone = contacts.occasions_of(institution).into_iter().filter(|it| it.counterparts.is_empty());
        let alone = alone.map(|it| Self::of_occasion(context, institution, &it));
        all.chain(alone).find(|it| it.key() == key)
    }

    fn key(&self) -> String {
        let network = self.context.network();
        let institution = |position: Position| network.at(position).map_or("", |it| it.key.as_str());
        let meeting = network.record().meetings.get(self.meeting).map_or("", |it| it.key.as_str());
        format!("{}|{meeting}|{}", institution(self.institution), self.counterpart.map_or("", institution))
    }

    /// The opaque id, for the interface `Node`.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(id::encode(KIND, &self.key()))
    }

    fn shown(&self) -> Result<Meeting> {
        let found =
            u32::try_from(self.meeting).ok().and_then(|it| Entry::at(&self.context, it)).map(Meeting::new);
        found.ok_or_else(super::lost)
    }
}

#[Object(use_type_description)]
impl Contact {
    /// The opaque id: that of the two institutions and the meeting.
    #[graphql(name = "id")]
    fn node_id(&self) -> ID {
        id::encode(KIND, &self.key())
    }

    /// The meeting, which was held.
    fn occasion(&self) -> Result<Meeting> {
        self.shown()
    }

    /// The other institution, which units count for where their type says so; null when the other side is an office, a
    /// body, or not recorded.
    fn counterpart(&self) -> Option<Institution> {
        self.counterpart.and_then(|it| institution_at(&self.context, it).ok())
    }

    /// All institutions on the other side, in order of their keys: of a last contact all who were there, else
    /// `counterpart` alone. Empty when the other side is an office, a body, or not recorded.
    fn counterparts(&self) -> Vec<Institution> {
        self.counterparts.iter().filter_map(|it| institution_at(&self.context, *it).ok()).collect()
    }

    /// When the meeting was, as precisely as the sources say.
    fn date(&self) -> Result<PartialDate> {
        Ok(PartialDate(self.shown()?.record().date))
    }

    /// The kind of the meeting.
    fn kind(&self) -> Result<MeetingKind> {
        MeetingKind::require(&self.context, &self.shown()?.record().kind)
    }

    /// How direct the meeting was, by the institutions listed on this view's basis.
    fn directness(&self) -> Directness {
        self.directness.into()
    }

    /// Whether the meeting lies in the window for certain; of a contact before the window, whether it lies before it
    /// for certain.
    fn certainty(&self) -> Certainty {
        self.certainty.into()
    }

    /// The claims by which the institution and those on the other side took part in it, in order of their keys.
    fn evidence(&self) -> Result<Vec<Evidence>> {
        let ends: Vec<_> = [self.institution].into_iter().chain(self.counterparts.iter().copied()).collect();
        Ok(shared::evidence_of(&self.context, &self.shown()?.record().reference(), &ends))
    }
}

/// What the record says of an institution's contact within the window.
#[derive(Debug, Clone, SimpleObject)]
pub struct ContactFinding {
    /// The status.
    pub status: ContactStatus,
    /// The last occasion that the status rests on: the one with the greatest latest possible date; null without
    /// recorded contact.
    pub last_contact: Option<Contact>,
    /// Whole days from the latest possible date of the last contact to the end of the window, 0 or more; null without
    /// contact, when the window has an open end, or when that date is not known or lies after the end.
    pub days_since: Option<i32>,
    /// `YES` with a contact that lies in the window for certain, else `NOT_RECORDED`; never `NO`.
    pub recorded: Recorded,
    /// What the sources tell of without saying whom, any of which may have been this institution: unnamed people,
    /// unlisted meetings; of the kinds and the directness of the rule. Empty when nothing is known to be missing.
    pub reasons: Vec<IntervalReason>,
}

/// What is worked out of the contacts and ties of an institution: to be flattened into it.
pub struct InstitutionContact(pub(crate) Institution);

#[Object]
impl InstitutionContact {
    /// The last contact within the window by a rule: the occasion with the greatest latest possible date, with the
    /// first of those on the other side; null when none is recorded.
    fn last_contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which occasions count; any, lying in the window for certain, when left out.")]
        rule: Option<ContactRule>,
    ) -> Option<Contact> {
        soft(ctx, self.last(rule.as_ref()))
    }

    /// Whether it was contacted within the window by a rule: for certain, possibly, or without a record of it.
    fn contact_status(
        &self,
        #[graphql(desc = "Which occasions count; any when left out. Its certainty does not matter here.")]
        rule: Option<ContactRule>,
    ) -> Result<ContactFinding> {
        let context = self.0.context();
        let rule = ContactRule::read_some(rule.as_ref(), context)?;
        let found = contact::Contacts::new(&context.view, &rule).finding(self.0.entry().position());
        let last_contact =
            found.last.as_ref().map(|it| Contact::of_occasion(context, rolled_up(&self.0), it));
        let evidence = || {
            let meeting = last_contact.as_ref().and_then(|it| it.shown().ok());
            let reference = meeting.map(|it| it.record().reference());
            reference.map(|it| shared::evidence_of(context, &it, &[rolled_up(&self.0)])).unwrap_or_default()
        };
        let recorded = match found.status {
            contact::ContactStatus::Contacted => {
                Recorded::yes("an occasion that lies in the window for certain is recorded", evidence())
            }
            contact::ContactStatus::PossiblyContacted => {
                Recorded::not_recorded("only occasions that may lie in the window are recorded", evidence())
            }
            contact::ContactStatus::NoRecordedContact => Recorded::not_recorded(
                "no such occasion is recorded; that is no record that there was none",
                Vec::new(),
            ),
        };
        Ok(ContactFinding {
            status: found.status.into(),
            days_since: found.days_since.map(|it| count(it as usize)),
            recorded,
            reasons: IntervalReason::all(context, contact::unattributed(&context.view, &rule)),
            last_contact,
        })
    }

    /// The number of its ties by a rule. That of the institution that it counts for, where it is a unit.
    async fn degree(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] rule: Option<TieRule>,
    ) -> Result<i32> {
        let context = self.0.context();
        let rule = TieRule::read_some(rule.as_ref(), context)?;
        let answer = ties::require(ctx, context, rule).await?;
        Ok(count(answer.value().degree(rolled_up(&self.0))))
    }

    /// Its ties by a rule, heaviest first, then by the keys of their ends. Those of the institution that it counts
    /// for, where it is a unit.
    #[allow(clippy::too_many_arguments, reason = "paging takes four arguments of every such field")]
    async fn ties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ties; contact of any weight when left out.")] rule: Option<TieRule>,
        #[graphql(
            desc = "How many items from the start, or after `after`: 0 to 100; 20 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(
            desc = "The cursor of the item after which the page begins; none for the start of the list."
        )]
        after: Option<String>,
        #[graphql(
            desc = "How many items before the end, or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of the item before which the page ends; none for the end of the list.")]
        before: Option<String>,
    ) -> Result<Connection<Tie>> {
        let context = self.0.context();
        let rule = TieRule::read_some(rule.as_ref(), context)?;
        let answer = ties::require(ctx, context, rule).await?;
        let own =
            ties::sorted(context.network(), answer.value().of(rolled_up(&self.0)).cloned().collect(), &[]);
        let part = format!("ties:{}", self.0.record().key);
        ties::page_of(ctx, &answer, answer.value(), &part, &own, &Page { first, after, last, before })
    }

    #[graphql(flatten)]
    fn lists(&self) -> InstitutionContactLists {
        InstitutionContactLists(self.0.clone())
    }
}

impl InstitutionContact {
    fn last(&self, rule: Option<&ContactRule>) -> Result<Option<Contact>> {
        let context = self.0.context();
        let rule = ContactRule::read_some(rule, context)?;
        let last = contact::Contacts::new(&context.view, &rule).last(self.0.entry().position());
        Ok(last.map(|it| Contact::of_occasion(context, rolled_up(&self.0), &it)))
    }
}

paged_fields! {
    /// The lists of contacts of an institution.
    InstitutionContactLists of Institution;

    /// Its contacts within the window: one for each occasion and other institution, newest first, equal dates in order
    /// of keys. `completeness` tells of the people counted at these occasions who are not named.
    fn contacts(node, ctx, page,
        #[graphql(desc = "Only contacts with this institution, or with the one that it counts for.")]
        with: Option<InstitutionLookup>,
        #[graphql(desc = "Which occasions count; any, lying in the window for certain, when left out.")]
        rule: Option<ContactRule>,
    ) -> Contact {
        let context = node.context();
        let rule = ContactRule::read_some(rule.as_ref(), context)?;
        let with = with.map(|it| it.require(context)).transpose()?.map(|it| rolled_up(&it));
        let mut contacts = contact::Contacts::new(&context.view, &rule).of(node.entry().position());
        contacts.retain(|it| with.is_none_or(|with| it.counterpart == with));
        let key = |it: &contact::Contact| Contact::new(context, rolled_up(node), it).key();
        let owner = node.record().reference().to_string();
        let completeness = people_at(context, contacts.iter().map(|it| it.meeting));
        let listing = Listing { context, owner: &owner, items: &contacts, completeness };
        listing.page(ctx, page, |it| Cow::Owned(key(it)), |it| Some(Contact::new(context, rolled_up(node), it)))
    }

    /// The institutions that it was in contact with within the window, each once, in order of their keys.
    fn contacted_institutions(node, ctx, page,
        #[graphql(desc = "Which occasions count; any, lying in the window for certain, when left out.")]
        rule: Option<ContactRule>,
    ) -> Institution {
        let context = node.context();
        let rule = ContactRule::read_some(rule.as_ref(), context)?;
        let contacts = contact::Contacts::new(&context.view, &rule);
        let positions = contacts.counterparts(node.entry().position());
        let meetings = contacts.of(node.entry().position()).into_iter().map(|it| it.meeting);
        let completeness = people_at(context, meetings);
        connection::records(ctx, context, &node.record().reference().to_string(), page, &positions, completeness)
    }
}

/// What is declared of the people at meetings, each meeting once.
fn people_at(context: &Arc<ViewContext>, meetings: impl Iterator<Item = usize>) -> Vec<Completeness> {
    let meetings: BTreeSet<usize> = meetings.collect();
    let record = context.network().record();
    let references = meetings.iter().filter_map(|it| record.meetings.get(*it)).map(|it| it.reference());
    references.flat_map(|it| Completeness::of_collection(context, &it, Collection::Participants)).collect()
}

/// The institution that contacts and ties of an institution count for.
fn rolled_up(institution: &Institution) -> Position {
    institution.context().network().rolled_up(institution.entry().position())
}
