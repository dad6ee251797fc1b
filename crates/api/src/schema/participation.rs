//! Participations: a party's part in a meeting, or in a series.

use async_graphql::{Object, Result};
use domain::id::Id;
use domain::meeting as noun;
use service::ViewContext;

use super::entry::{Entry, Position, RecordFields, RecordNode as _, record_nodes};
use super::institution::Institution;
use super::language::text;
use super::meeting::Meeting;
use super::party::Party;
use super::person::Person;
use super::recorded::{NotRecorded, missing};
use super::series::MeetingSeries;
use super::vocabulary::Topic;
use super::words::{Confidence, MeetingRole, Presence};

record_nodes! {
    /// A party's part in a meeting, or in a series when the source does not say in which meeting of it.
    Participation(noun::Participation);
}

#[Object(use_type_description)]
impl Participation {
    #[graphql(flatten)]
    fn fields(&self) -> RecordFields<noun::Participation> {
        RecordFields(self.0.clone())
    }

    /// The meeting; null when only the series is known.
    fn meeting(&self) -> Option<Meeting> {
        Meeting::find_some(self.context(), self.record().meeting.as_ref())
    }

    /// The series, when the meeting is not known; null when it is.
    fn series(&self) -> Option<MeetingSeries> {
        MeetingSeries::find_some(self.context(), self.record().series.as_ref())
    }

    /// Who took part.
    fn party(&self) -> Result<Party> {
        Party::show(self.context(), &self.record().party)
    }

    /// The person who came for the party; null when not recorded.
    fn person(&self) -> Option<Person> {
        Person::find_some(self.context(), self.record().person.as_ref())
    }

    /// The institution that it counts for as contact: the party, or what it is a unit of where its type says so; null
    /// for offices, bodies and groups, which count for none.
    fn institution(&self) -> Option<Institution> {
        let position = self.0.network().involved_institution(&self.record().party)?;
        Entry::at(self.context(), position).map(Institution)
    }

    /// In which role.
    fn role(&self) -> MeetingRole {
        self.record().role.into()
    }

    /// Whether the party was there.
    fn presence(&self) -> Presence {
        self.record().presence.into()
    }

    /// The topic spoken to; null when not recorded.
    fn topic(&self) -> Option<Topic> {
        Topic::find_some(self.context(), self.record().topic.as_ref())
    }

    /// How the participation is known, by the strongest of its claims.
    fn confidence(&self) -> Confidence {
        super::strongest(self.context(), &self.0.reference())
    }

    /// A remark of the record's keepers; null when there is none.
    fn note(&self) -> Option<&str> {
        text(&self.record().note)
    }

    /// Whether it makes the party involved: hosts and organisers always, others when they were present as chair,
    /// speaker, attendee, guest or reader of a letter.
    fn is_involvement(&self) -> bool {
        self.record().is_involvement()
    }

    /// Which fields the record does not tell, and why.
    fn not_recorded(&self) -> Vec<NotRecorded> {
        let it = self.record();
        let absent = it.presence == noun::Presence::NotRecorded;
        missing(&[
            ("presence", absent, "the sources do not say whether the party was there"),
            ("person", it.person.is_none(), "the sources do not say who came"),
            ("meeting", it.meeting.is_none(), "the sources do not say in which meeting of the series"),
        ])
    }
}

/// Which participations; empty fields do not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In one of these roles.
    pub roles: Vec<noun::MeetingRole>,
    /// With one of these presences.
    pub presences: Vec<noun::Presence>,
    /// In meetings, or series, of one of these kinds.
    pub kinds: Vec<Id<domain::vocabulary::MeetingKind>>,
}

/// The positions of the participations that fit: on the view's basis, in meetings or series that may lie in its
/// window. The host of a listed visit counts on every basis, as the visit does.
pub(crate) fn positions(
    context: &ViewContext,
    filter: &Filter,
    condition: impl Fn(&noun::Participation) -> bool,
) -> Vec<Position> {
    let network = context.network();
    let view = context.view.view();
    let mut found = Vec::new();
    for (position, it) in (0..).zip(&network.record().participations) {
        let meeting = it.meeting.as_ref().and_then(|it| network.get(it));
        let series = it.series.as_ref().and_then(|it| network.get(it));
        let occasion = meeting.map(|it| (it.date, &it.kind)).or_else(|| series.map(|it| (it.date, &it.kind)));
        let Some((date, kind)) = occasion else { continue };
        let is_host_of_visit =
            it.role == noun::MeetingRole::Host && network.get(kind).is_some_and(|it| it.is_visit);
        let counts = network.participation_strength(position).counts_on(view.basis) || is_host_of_visit;
        let fits = (filter.roles.is_empty() || filter.roles.contains(&it.role))
            && (filter.presences.is_empty() || filter.presences.contains(&it.presence))
            && (filter.kinds.is_empty() || filter.kinds.contains(kind));
        if counts && fits && view.certainty(&date).is_some() && condition(it) {
            found.push(position);
        }
    }
    found
}
