//! Bodies, and who sits on them on whose behalf.

use async_graphql::{Object, Result};
use domain::body as noun;
use domain::indicator::Collection;
use domain::record::Noun as _;
use service::ViewContext;
use service::graph::selection;
use service::graph::view::is_active;

use super::completeness::Completeness;
use super::connection::{self, paged_fields};
use super::date::PartialDate;
use super::entry::{Position, RecordFields, RecordNode as _, record_nodes};
use super::evidence;
use super::identity::Relation;
use super::institution::Institution;
use super::language::{Language, text};
use super::meeting::Meeting;
use super::partnership::Partnership;
use super::party::Party;
use super::person::Person;
use super::recorded::{NotRecorded, RecordedCount, missing};
use super::resolution::Resolution;
use super::statement::Statement;
use super::words::{BodyKind, BodyRole, Confidence};

record_nodes! {
    /// A council, committee, working group or research team.
    Body(noun::Body);
    /// A seat on a body.
    BodyMembership(noun::BodyMembership);
}

#[Object(use_type_description)]
impl Body {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Body> {
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

    /// A short name; null when it has none.
    fn short_name(&self) -> Option<&str> {
        text(&self.record().short_name)
    }

    /// The kind.
    fn kind(&self) -> BodyKind {
        self.record().kind.into()
    }

    /// The partnership that it belongs to; null when it belongs to none, or it is not recorded.
    fn partnership(&self) -> Option<Partnership> {
        Partnership::find_some(self.context(), self.record().partnership.as_ref())
    }

    /// Who appointed it; null when not recorded.
    fn appointed_by(&self) -> Option<Party> {
        Party::show_some(self.context(), self.record().appointed_by.as_ref())
    }

    /// When it was established; unknown when not recorded.
    fn established(&self) -> PartialDate {
        PartialDate(self.record().established)
    }

    /// When the source shows it.
    fn as_of(&self) -> PartialDate {
        PartialDate(self.record().as_of)
    }

    /// The institution that the record also knows it as, such as a council listed as a place visited; null when none.
    fn same_as(&self) -> Option<Institution> {
        Institution::find_some(self.context(), self.record().same_as.as_ref())
    }

    /// How many members it has, as a source declares it. Those recorded are in `members`, and may be fewer.
    fn size(&self) -> RecordedCount {
        let found = service::graph::completeness::collection(
            &self.context().view,
            &self.0.reference(),
            Collection::Members,
        );
        let claims =
            found.indicator.map(|it| evidence::of(self.context(), &it.reference())).unwrap_or_default();
        let reason = match found.declared {
            Some(_) => "a source declares it".to_owned(),
            None => format!(
                "no source says how many members it has; {} are recorded by name or office",
                found.enumerated
            ),
        };
        // The size of a collection is a whole number, not negative, which the domain checks.
        RecordedCount::new(found.declared.map(|it| it.min(f64::from(i32::MAX)) as i32), reason, claims)
    }

    /// How it is, or may be, related to other bodies, such as the one that it succeeds.
    fn relations(&self) -> Vec<Relation> {
        Relation::of(self.context(), &self.0.reference())
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        let size = service::graph::completeness::collection(
            &self.context().view,
            &it.reference(),
            Collection::Members,
        );
        missing(&[
            ("size", size.declared.is_none(), "no source says how many members it has"),
            (
                "partnership",
                it.partnership.is_none(),
                "the sources do not say to which partnership it belongs",
            ),
            ("appointedBy", it.appointed_by.is_none(), "the sources do not say who appointed it"),
            ("established", it.established.is_unknown(), "the sources do not say when it was established"),
        ])
    }

    #[graphql(flatten)]
    fn lists(&self) -> BodyLists {
        BodyLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a body.
    BodyLists of Body;

    /// The recorded seats on it, on this view's basis at the end of its window, in order of their keys.
    fn members(node, ctx, page) -> BodyMembership {
        let it = node.record();
        let positions = BodyMembership::held(node.context(), |seat| seat.body == it.key);
        let declared = Completeness::of_collection(node.context(), &it.reference(), Collection::Members);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared)
    }

    /// Its meetings that may lie in the window, in order of their keys. How many more there were, the series tell.
    fn meetings(node, ctx, page) -> Meeting {
        let it = node.record();
        let filter = selection::MeetingFilter { body: Some(it.key.clone()), ..Default::default() };
        let positions = selection::meetings(&node.context().view, &filter, &[]);
        let series = node.context().network().record().meeting_series.iter();
        let own = series.filter(|series| series.body.as_ref() == Some(&it.key));
        let declared = own
            .flat_map(|it| Completeness::of_collection(node.context(), &it.reference(), Collection::Meetings))
            .collect();
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, declared)
    }

    /// The resolutions that it adopted, in order of their keys.
    fn resolutions(node, ctx, page) -> Resolution {
        let it = node.record();
        let filter = selection::ResolutionFilter { body: Some(it.key.clone()), ..Default::default() };
        let positions = selection::resolutions(&node.context().view, &filter);
        connection::records(ctx, node.context(), &it.reference().to_string(), page, &positions, Vec::new())
    }

    /// Statements of it, or that speak of it, such as how it is made up. In order of their keys.
    fn statements(node, ctx, page) -> Statement {
        let positions = Statement::touching(node.context(), &node.record().reference());
        connection::records(ctx, node.context(), &node.record().reference().to_string(), page, &positions, Vec::new())
    }
}

#[Object(use_type_description)]
impl BodyMembership {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::BodyMembership> {
        RecordFields(self.0.clone())
    }

    /// The body.
    fn body(&self) -> Result<Body> {
        Body::require(self.context(), &self.record().body)
    }

    /// Who sits; null when the source tells of a group or an institution only.
    fn person(&self) -> Option<Person> {
        Person::find_some(self.context(), self.record().person.as_ref())
    }

    /// The institution on whose behalf; null when not recorded.
    fn on_behalf_of(&self) -> Option<Institution> {
        Institution::find_some(self.context(), self.record().on_behalf_of.as_ref())
    }

    /// The group that takes part; null when somebody is named.
    fn group(&self) -> Option<&str> {
        text(&self.record().group)
    }

    /// The role.
    fn role(&self) -> BodyRole {
        self.record().role.into()
    }

    /// When the source shows it.
    fn as_of(&self) -> PartialDate {
        PartialDate(self.record().as_of)
    }

    /// Since when; unknown when not recorded.
    fn valid_from(&self) -> PartialDate {
        PartialDate(self.record().valid_from)
    }

    /// Until when; unknown when no end is recorded.
    fn valid_to(&self) -> PartialDate {
        PartialDate(self.record().valid_to)
    }

    /// How the seat is known, by the strongest of its claims.
    fn confidence(&self) -> Confidence {
        super::strongest(self.context(), &self.0.reference())
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        missing(&[
            ("person", it.person.is_none(), "the sources do not say who sits"),
            ("onBehalfOf", it.on_behalf_of.is_none(), "the sources do not say on whose behalf"),
            ("validFrom", it.valid_from.is_unknown(), "the sources do not say since when"),
        ])
    }
}

impl BodyMembership {
    /// The positions of the seats for which a condition holds, on the view's basis at the end of its window.
    pub(crate) fn held(
        context: &ViewContext,
        condition: impl Fn(&noun::BodyMembership) -> bool,
    ) -> Vec<Position> {
        let view = context.view.view();
        let seats = context.network().seats().filter(|(it, strength)| {
            strength.counts_on(view.basis)
                && is_active(&it.valid_from, &it.valid_to, &view.period)
                && condition(it)
        });
        Self::places(context, seats.map(|it| it.0))
    }
}
