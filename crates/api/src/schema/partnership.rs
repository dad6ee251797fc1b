//! Partnerships, their life and who belongs to them in which role.

use async_graphql::{Object, Result};
use domain::indicator::Collection;
use domain::partnership as noun;
use domain::record::Noun as _;
use service::graph::selection;

use super::body::Body;
use super::call::Application;
use super::completeness::Completeness;
use super::computed::counts::PartnershipCounts;
use super::connection::{self, paged_fields};
use super::date::PartialDate;
use super::entry::{RecordFields, RecordNode as _, record_nodes};
use super::input::{MeetingFilter, MembershipFilter};
use super::language::{Language, text};
use super::meeting::Meeting;
use super::norm::NormRule;
use super::party::Party;
use super::recorded::{NotRecorded, missing};
use super::territory::TerritorialUnit;
use super::vocabulary::Sector;
use super::words::{Confidence, LifecycleState, PartnershipKind, PartnershipRole};

record_nodes! {
    /// A partnership: a pact, a standing partnership, a project partnership, a planned consortium or an agreement.
    Partnership(noun::Partnership);
    /// A party's role in a partnership.
    Membership(noun::Membership);
    /// A dated state in the life of a partnership.
    LifecycleEvent(noun::LifecycleEvent);
}

#[Object(use_type_description)]
impl Partnership {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Partnership> {
        RecordFields(self.0.clone())
    }

    /// The name.
    fn name(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().name_pl, self.record().name_en.as_ref())
    }

    /// The kind.
    fn kind(&self) -> PartnershipKind {
        self.record().kind.into()
    }

    /// The state that it last came into by the end of this view's window; null when none is recorded.
    fn state(&self) -> Option<LifecycleState> {
        selection::state_at_end(&self.context().view, &self.record().key).map(Into::into)
    }

    /// The recorded states of its life, oldest first; undated ones last.
    fn lifecycle(&self) -> Vec<LifecycleEvent> {
        let key = &self.record().key;
        let mut events = LifecycleEvent::select(self.context(), |it| it.partnership == *key);
        events.sort_by_key(|it| (it.record().date, it.record().state));
        events
    }

    /// The partnership that it is part of; null when it is part of none, or it is not recorded.
    fn parent(&self) -> Option<Partnership> {
        Self::find_some(self.context(), self.record().parent.as_ref())
    }

    /// When it was founded; unknown when not recorded.
    fn founded(&self) -> PartialDate {
        PartialDate(self.record().founded)
    }

    /// Its territory; null when not recorded.
    fn territory(&self) -> Option<TerritorialUnit> {
        TerritorialUnit::find_some(self.context(), self.record().territory.as_ref())
    }

    /// The sectors that it means to bring together; empty when not recorded.
    fn intended_sectors(&self) -> Vec<Sector> {
        Sector::find_all(self.context(), &self.record().intended_sectors)
    }

    /// Its aims, in our own Polish words; empty when not recorded.
    fn aims(&self) -> Vec<&str> {
        self.record().aims.iter().map(domain::vocabulary::Label::as_str).collect()
    }

    /// Whether anybody who wants to cooperate may join; null when not recorded.
    fn open_accession(&self) -> Option<bool> {
        self.record().open_accession
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }

    /// Who leads it, on this view's basis at the end of its window; empty when not recorded.
    fn lead(&self) -> Vec<Membership> {
        self.in_roles(&[noun::PartnershipRole::Lead])
    }

    /// Who runs its secretariat, on this view's basis at the end of its window; empty when not recorded.
    fn secretariat(&self) -> Vec<Membership> {
        self.in_roles(&[noun::PartnershipRole::Secretariat])
    }

    /// What sources declare of its collections (signatories, partnerships within it) against what is recorded.
    fn completeness(&self) -> Vec<Completeness> {
        Completeness::of_record(self.context(), &self.0.reference())
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        let state = selection::state_at_end(&self.context().view, &it.key);
        let no_secretariat = self.in_roles(&[noun::PartnershipRole::Secretariat]).is_empty();
        missing(&[
            ("state", state.is_none(), "the sources tell no state of its life by the end of the window"),
            ("founded", it.founded.is_unknown(), "the sources do not say when it was founded"),
            ("territory", it.territory.is_none(), "the sources do not say where it works"),
            ("openAccession", it.open_accession.is_none(), "the sources do not say who may join"),
            (
                "lead",
                self.in_roles(&[noun::PartnershipRole::Lead]).is_empty(),
                "the sources do not say who leads it",
            ),
            ("secretariat", no_secretariat, "the sources do not say who runs its secretariat"),
        ])
    }

    #[graphql(flatten)]
    fn lists(&self) -> PartnershipLists {
        PartnershipLists(self.clone())
    }

    #[graphql(flatten)]
    fn counts(&self) -> PartnershipCounts {
        PartnershipCounts(self.clone())
    }
}

impl Partnership {
    fn in_roles(&self, roles: &[noun::PartnershipRole]) -> Vec<Membership> {
        let found = self.context().view.memberships(Some(&self.record().key), roles);
        found.filter_map(|(it, _)| Membership::find(self.context(), &it.key)).collect()
    }
}

paged_fields! {
    /// The lists of a partnership.
    PartnershipLists of Partnership;

    /// The other partnerships within the one that it is part of, in order of their keys; empty when it is part of none.
    fn siblings(node, ctx, page) -> Partnership {
        let it = node.record();
        let positions = Partnership::positions(node.context(), |other| {
            other.parent.is_some() && other.parent == it.parent && other.key != it.key
        });
        let declared = it.parent.as_ref().map(|parent| {
            Completeness::of_collection(node.context(), &parent.reference(), Collection::ChildPartnerships)
        });
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared.unwrap_or_default())
    }

    /// The partnerships within it, in order of their keys.
    fn children(node, ctx, page) -> Partnership {
        let it = node.record();
        let positions = Partnership::positions(node.context(), |other| other.parent.as_ref() == Some(&it.key));
        let declared = Completeness::of_collection(node.context(), &it.reference(), Collection::ChildPartnerships);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared)
    }

    /// Its memberships that count on this view's basis and hold at the end of its window, in order of their keys.
    fn memberships(node, ctx, page,
        #[graphql(desc = "Which memberships; none for all.")] filter: Option<MembershipFilter>,
    ) -> Membership {
        let it = node.record();
        let filter = filter.unwrap_or_default().read(node.context())?;
        let positions = filter.positions(node.context(), |other| other.partnership == it.key);
        let declared = Completeness::of_collection(node.context(), &it.reference(), Collection::Signatories);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared)
    }

    /// Its recorded signatories on this view's basis at the end of its window; `completeness` tells how many more are
    /// declared.
    fn signatories(node, ctx, page) -> Membership {
        let it = node.record();
        let roles = [noun::PartnershipRole::Signatory];
        let found = node.context().view.memberships(Some(&it.key), &roles);
        let positions = Membership::places(node.context(), found.map(|it| it.0));
        let declared = Completeness::of_collection(node.context(), &it.reference(), Collection::Signatories);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared)
    }

    /// Its bodies, in order of their keys.
    fn bodies(node, ctx, page) -> Body {
        let it = node.record();
        let positions = Body::positions(node.context(), |body| body.partnership.as_ref() == Some(&it.key));
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }

    /// Its meetings that may lie in the window, in order of their keys.
    fn meetings(node, ctx, page,
        #[graphql(desc = "Which of its meetings; none for all.")] filter: Option<MeetingFilter>,
    ) -> Meeting {
        let it = node.record();
        let mut filter = filter.unwrap_or_default().read(node.context())?;
        filter.partnership.get_or_insert_with(|| it.key.clone());
        let mut positions = selection::meetings(&node.context().view, &filter, &[]);
        let list = &node.context().network().record().meetings;
        positions.retain(|at| list.get(*at as usize).is_some_and(|other| other.partnership.as_ref() == Some(&it.key)));
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }

    /// Its recorded applications to calls, in order of their keys.
    fn applications(node, ctx, page) -> Application {
        let it = node.record();
        let positions = Application::positions(node.context(), |application| application.partnership == it.key);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }

    /// The rules that it has set itself, in order of their keys.
    fn norms(node, ctx, page) -> NormRule {
        let it = node.record();
        let positions = NormRule::positions(node.context(), |norm| norm.partnership.as_ref() == Some(&it.key));
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }
}

#[Object(use_type_description)]
impl Membership {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Membership> {
        RecordFields(self.0.clone())
    }

    /// The partnership.
    fn partnership(&self) -> Result<Partnership> {
        Partnership::require(self.context(), &self.record().partnership)
    }

    /// Who belongs.
    fn party(&self) -> Result<Party> {
        Party::show(self.context(), &self.record().party)
    }

    /// In which role.
    fn role(&self) -> PartnershipRole {
        self.record().role.into()
    }

    /// When it signed; unknown when not recorded.
    fn signed_on(&self) -> PartialDate {
        PartialDate(self.record().signed_on)
    }

    /// When the source shows the party in the role.
    fn as_of(&self) -> PartialDate {
        PartialDate(self.record().as_of)
    }

    /// Since when; unknown when not recorded.
    fn valid_from(&self) -> PartialDate {
        PartialDate(self.record().valid_from)
    }

    /// Until when; unknown when no end is recorded, in which case it is taken to last.
    fn valid_to(&self) -> PartialDate {
        PartialDate(self.record().valid_to)
    }

    /// How the membership is known, by the strongest of its claims.
    fn confidence(&self) -> Confidence {
        super::strongest(self.context(), &self.0.reference())
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("signedOn", it.signed_on.is_unknown(), "the sources do not say when it signed"),
            ("validFrom", it.valid_from.is_unknown(), "the sources do not say since when"),
        ])
    }
}

#[Object(use_type_description)]
impl LifecycleEvent {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::LifecycleEvent> {
        RecordFields(self.0.clone())
    }

    /// The partnership.
    fn partnership(&self) -> Result<Partnership> {
        Partnership::require(self.context(), &self.record().partnership)
    }

    /// The state that it was in, or came into.
    fn state(&self) -> LifecycleState {
        self.record().state.into()
    }

    /// When; unknown when not recorded.
    fn date(&self) -> PartialDate {
        PartialDate(self.record().date)
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }
}
