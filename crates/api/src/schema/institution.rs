//! Institutions, with their names, numbers and ways to reach them.

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::institution as noun;
use domain::record::Noun as _;
use service::graph::signatory::signatory_of;

use super::action_item::ActionItem;
use super::body::BodyMembership;
use super::completeness::Completeness;
use super::computed::contact::InstitutionContact;
use super::connection::{self, paged_fields};
use super::contact_point::{ContactPoint, contact_points};
use super::date::PartialDate;
use super::entry::{Entry, RecordFields, RecordNode as _, record_nodes};
use super::evidence::{self, Evidence};
use super::identifier::Identifier;
use super::identity::{MergedInstitution, Relation, ResolutionTask};
use super::input::{MembershipFilter, ParticipationFilter, PartnershipLookup};
use super::language::{Language, text};
use super::mention::Mention;
use super::participation::{self, Participation};
use super::partnership::Membership;
use super::person::Tenure;
use super::recorded::{NotRecorded, Recorded, missing};
use super::statement::Statement;
use super::territory::TerritorialUnit;
use super::vocabulary::{Function, InstitutionType, Sector};
use super::words::{AliasKind, InstitutionState, Naming};

record_nodes! {
    /// An institution, or a unit, branch or site of one.
    Institution(noun::Institution);
    /// A territory that an institution serves, which need not hold its seat.
    ServedTerritory(noun::ServedTerritory);
}

#[Object(use_type_description)]
impl Institution {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Institution> {
        RecordFields(self.0.clone())
    }

    /// The name in the nominative.
    fn name(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.choose(&self.record().name_pl, self.record().name_en.as_ref())
    }

    /// A short name or abbreviation of its own, such as `LOWES`; null when not recorded.
    fn short_name(&self) -> Option<&str> {
        text(&self.record().short_name)
    }

    /// The forms under which documents speak of it, in order of their keys.
    fn names(&self) -> Vec<InstitutionName> {
        let reference = self.0.reference();
        Mention::select(self.context(), |it| it.target == reference)
            .into_iter()
            .map(InstitutionName::of)
            .collect()
    }

    /// The type; null when not recorded.
    fn r#type(&self) -> Option<InstitutionType> {
        InstitutionType::find_some(self.context(), self.record().r#type.as_ref())
    }

    /// The head of the family that its type belongs to, such as OPS for a GOPS; null when the type is not recorded.
    fn type_family(&self) -> Option<InstitutionType> {
        let family = self.0.network().family(self.record().r#type.as_ref()?);
        InstitutionType::find(self.context(), &family)
    }

    /// The sector; null when it cannot be decided from the sources.
    fn sector(&self) -> Option<Sector> {
        Sector::find_some(self.context(), self.record().sector.as_ref())
    }

    /// Its functions (target categories); empty when none is recorded.
    fn functions(&self) -> Vec<Function> {
        Function::find_all(self.context(), &self.record().functions)
    }

    /// The unit of territory where it has its seat; null when not recorded. Not the territory that it serves.
    fn seat(&self) -> Option<TerritorialUnit> {
        TerritorialUnit::find_some(self.context(), self.record().seat.as_ref())
    }

    /// The territories that it serves; empty when none is recorded.
    fn serves(&self) -> Vec<ServedTerritory> {
        self.served()
    }

    /// The institution that it is a unit, branch or site of; null when it is none, or it is not recorded.
    fn parent(&self) -> Option<Institution> {
        Self::find_some(self.context(), self.record().parent.as_ref())
    }

    /// The numbers under which registers know it; empty when none is recorded.
    fn identifiers(&self) -> Vec<Identifier> {
        self.numbers()
    }

    /// Whether it exists.
    fn state(&self) -> InstitutionState {
        self.record().state.into()
    }

    /// Whether a source names it. Only named institutions are parties to ties.
    fn naming(&self) -> Naming {
        self.record().naming.into()
    }

    /// When it came to be; unknown when not recorded.
    fn existed_from(&self) -> PartialDate {
        PartialDate(self.record().existed_from)
    }

    /// When it ceased to be; unknown when no end is recorded.
    fn existed_to(&self) -> PartialDate {
        PartialDate(self.record().existed_to)
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }

    /// How it can be reached, of what the reader may see; empty when nothing is recorded.
    async fn contact_points(&self, ctx: &Context<'_>) -> Result<Vec<ContactPoint>> {
        contact_points(ctx, &self.0).await
    }

    /// The people recorded as working or speaking for it, or as holding an office of it.
    fn staff(
        &self,
        #[graphql(desc = "Only roles that hold this text, folded, in Polish or English; none for all.")] role: Option<
            String,
        >,
    ) -> Vec<Tenure> {
        Tenure::of_institution(self.context(), &self.record().key, role.as_deref())
    }

    /// Whether it is recorded as a signatory of a partnership, on this view's basis.
    fn signatory_of(
        &self,
        #[graphql(desc = "The partnership.")] partnership: PartnershipLookup,
    ) -> Result<Recorded> {
        let partnership = partnership.require(self.context())?;
        let finding = signatory_of(&self.context().view, &self.record().key, &partnership.record().key);
        let evidence = evidence::by_ids(self.context(), &finding.claims);
        Ok(Recorded::new(finding.recorded, finding.reason, evidence))
    }

    /// How it is, or may be, related to other institutions: successors, branches, possible doubles.
    fn relations(&self) -> Vec<Relation> {
        Relation::of(self.context(), &self.0.reference())
    }

    /// The institutions of the record that are read as this one by an accepted decision.
    fn merged_from(&self) -> Vec<MergedInstitution> {
        MergedInstitution::into_one(self.context(), &self.record().key)
    }

    /// Open and decided questions about it.
    fn resolution_tasks(&self) -> Vec<ResolutionTask> {
        ResolutionTask::concerning(self.context(), &self.0.reference())
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        let unnamed = it.naming != noun::Naming::Named;
        missing(&[
            ("name", unnamed, "no source names the institution; the name is one given here"),
            ("type", it.r#type.is_none(), "the sources do not say what type of institution it is"),
            ("sector", it.sector.is_none(), "the sector cannot be decided from the sources"),
            ("seat", it.seat.is_none(), "the sources do not say where it has its seat"),
            ("serves", self.served().is_empty(), "the sources do not say which territory it serves"),
            ("identifiers", self.numbers().is_empty(), "the sources give no number of a register"),
            ("existedFrom", it.existed_from.is_unknown(), "the sources do not say when it came to be"),
            (
                "state",
                it.state == noun::InstitutionState::Unknown,
                "the sources do not say whether it exists",
            ),
        ])
    }

    #[graphql(flatten)]
    fn lists(&self) -> InstitutionLists {
        InstitutionLists(self.clone())
    }

    #[graphql(flatten)]
    fn contact(&self) -> InstitutionContact {
        InstitutionContact(self.clone())
    }
}

impl Institution {
    fn served(&self) -> Vec<ServedTerritory> {
        let key = &self.record().key;
        ServedTerritory::select(self.context(), |it| it.institution == *key)
    }

    fn numbers(&self) -> Vec<Identifier> {
        let list = self.0.network().record().identifiers.iter();
        let own = list.filter(|it| it.institution == self.record().key);
        own.filter_map(|it| Entry::find(self.context(), &it.key)).map(Identifier).collect()
    }
}

paged_fields! {
    /// The lists of an institution.
    InstitutionLists of Institution;

    /// Its units, branches and sites, in order of their keys.
    fn units(node, ctx, page) -> Institution {
        let key = &node.record().key;
        let positions = Institution::positions(node.context(), |it| it.parent.as_ref() == Some(key));
        let reference = node.record().reference();
        let declared = Completeness::of_collection(node.context(), &reference, domain::indicator::Collection::Units);
        connection::records(ctx, node.context(), &reference.to_string(), page, &positions, declared)
    }

    /// Its memberships of partnerships that count on this view's basis and hold at the end of its window.
    fn memberships(node, ctx, page,
        #[graphql(desc = "Which memberships; none for all.")] filter: Option<MembershipFilter>,
    ) -> Membership {
        let filter = filter.unwrap_or_default().read(node.context())?;
        let key = &node.record().key;
        let positions = filter.positions(node.context(), |it| it.party.institution() == Some(key));
        connection::records(ctx, node.context(), &node.record().reference().to_string(), page, &positions, Vec::new())
    }

    /// The seats on bodies that are held on its behalf, on this view's basis at the end of its window.
    fn body_seats(node, ctx, page) -> BodyMembership {
        let key = &node.record().key;
        let positions = BodyMembership::held(node.context(), |it| it.on_behalf_of.as_ref() == Some(key));
        connection::records(ctx, node.context(), &node.record().reference().to_string(), page, &positions, Vec::new())
    }

    /// Its parts in meetings and series that may lie in the window, on this view's basis, in order of their keys.
    fn participations(node, ctx, page,
        #[graphql(desc = "Which participations; none for all.")] filter: Option<ParticipationFilter>,
    ) -> Participation {
        let filter = filter.unwrap_or_default().read(node.context())?;
        let key = &node.record().key;
        let positions = participation::positions(node.context(), &filter, |it| it.party.institution() == Some(key));
        connection::records(ctx, node.context(), &node.record().reference().to_string(), page, &positions, Vec::new())
    }

    /// Statements of it, or that speak of it, without an occasion; they are no ties. In order of their keys.
    fn statements(node, ctx, page) -> Statement {
        let positions = Statement::touching(node.context(), &node.record().reference());
        connection::records(ctx, node.context(), &node.record().reference().to_string(), page, &positions, Vec::new())
    }

    /// Action items that concern it, an office or a unit of it: as responsible, addressee or co-participant.
    fn action_items(node, ctx, page) -> ActionItem {
        let filter = service::graph::selection::ActionItemFilter {
            concerning: Some(node.record().key.clone()),
            ..Default::default()
        };
        let positions = service::graph::selection::action_items(&node.context().view, &filter);
        connection::records(ctx, node.context(), &node.record().reference().to_string(), page, &positions, Vec::new())
    }
}

#[Object(use_type_description)]
impl ServedTerritory {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::ServedTerritory> {
        RecordFields(self.0.clone())
    }

    /// The institution.
    fn institution(&self) -> Result<Institution> {
        Institution::require(self.context(), &self.record().institution)
    }

    /// The unit served.
    fn unit(&self) -> Result<TerritorialUnit> {
        TerritorialUnit::require(self.context(), &self.record().unit)
    }

    /// Since when; unknown when not recorded.
    fn valid_from(&self) -> PartialDate {
        PartialDate(self.record().valid_from)
    }

    /// Until when; unknown when no end is recorded.
    fn valid_to(&self) -> PartialDate {
        PartialDate(self.record().valid_to)
    }
}

/// A form under which a document speaks of an institution.
#[derive(Debug, Clone, SimpleObject)]
pub struct InstitutionName {
    /// The form as the document writes it.
    pub surface: String,
    /// How it relates to the name.
    pub kind: AliasKind,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
}

impl InstitutionName {
    fn of(mention: Mention) -> Self {
        Self {
            surface: mention.record().surface.to_string(),
            kind: mention.record().kind.into(),
            evidence: evidence::of(mention.context(), &mention.record().reference()),
        }
    }
}
