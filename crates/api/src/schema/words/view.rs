//! The words of views, orders and states on a day, as enumerations of the schema.

use async_graphql::Enum;

/// What happens to facts without a date once a window is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::view::UndatedPolicy")]
pub enum UndatedPolicy {
    /// They are left out, and counted.
    Exclude,
    /// They are taken in as possible.
    Include,
}

/// Whether something lies in the window for certain, or only may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::occasion::Certainty")]
pub enum Certainty {
    /// Its date lies inside the window.
    Certain,
    /// Its date only meets the window.
    Possible,
}

/// How direct the contact of an occasion is, by the institutions that the record lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::occasion::Directness")]
pub enum Directness {
    /// At most two institutions, such as a consultation visit.
    Bilateral,
    /// Three to ten.
    Small,
    /// More than ten, or all signatories were called.
    Plenary,
}

/// How an action item stands to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::follow_up::DueState")]
pub enum DueState {
    /// Its window has not begun.
    NotDue,
    /// The day lies in its window.
    DueNow,
    /// Its window is over, and it is not known to be done.
    Overdue,
    /// It is done.
    Done,
    /// It was given up.
    Cancelled,
    /// It has no due date, or none that ends.
    Undated,
}

/// What an institution must have reached to cover its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::coverage::CoverageLevel")]
pub enum CoverageLevel {
    /// It is named in the register.
    Known,
    /// It is a member of a partnership.
    Member,
    /// It was in contact.
    Contacted,
    /// It hosted a meeting.
    Hosted,
    /// It cooperates: a tie of level L2 or more.
    Cooperating,
}

/// By what an institution is placed in territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::coverage::PlaceBasis")]
pub enum PlaceBasis {
    /// By its seat.
    Seat,
    /// By the territory that it serves.
    Served,
}

/// The direction of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::selection::OrderDirection")]
pub enum OrderDirection {
    /// Upwards: A before Z, old before new.
    Asc,
    /// Downwards.
    Desc,
}

/// What institutions are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::selection::InstitutionOrderField")]
pub enum InstitutionOrderField {
    /// The Polish name.
    Name,
    /// The code of the type.
    Type,
    /// The name of the seat.
    Seat,
}

/// What partnerships are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::selection::PartnershipOrderField")]
pub enum PartnershipOrderField {
    /// The Polish name.
    Name,
    /// When it was founded.
    Founded,
}

/// What meetings are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::selection::MeetingOrderField")]
pub enum MeetingOrderField {
    /// The date, by the first possible day.
    Date,
    /// The Polish name.
    Name,
}

/// What units are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::selection::TerritoryOrderField")]
pub enum TerritoryOrderField {
    /// The name in the nominative.
    Name,
    /// The code of the TERYT register.
    Code,
}

/// What kinds of record are searched; equal scores are in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::search::SearchKind")]
pub enum SearchType {
    /// Units of territory.
    Territory,
    /// Institutions.
    Institution,
    /// Partnerships.
    Partnership,
    /// Bodies.
    Body,
    /// Meetings.
    Meeting,
    /// Series of meetings.
    MeetingSeries,
    /// Offices.
    Office,
    /// Topics.
    Topic,
    /// Source documents.
    Document,
}

/// What a found form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "service::graph::search::MatchKind")]
pub enum MatchKind {
    /// The Polish name.
    Name,
    /// The English name.
    EnglishName,
    /// The short name.
    ShortName,
    /// The title that an event bore.
    Title,
    /// A form by which a document mentions it.
    Mention,
    /// The name of a record that was read as it.
    MergedName,
    /// An inflected or other form of the name of a place.
    PlaceForm,
    /// The code of a register.
    Code,
    /// The type of the institution, or a wider one.
    Type,
    /// The place or powiat of its seat.
    Seat,
}

#[cfg(test)]
mod tests {
    use super::super::names_agree;
    use super::*;

    #[test]
    fn values_have_the_names_of_the_record() {
        names_agree::<UndatedPolicy, service::graph::view::UndatedPolicy>(
            service::graph::view::UndatedPolicy::ALL,
            |it| it.as_str(),
        );
        names_agree::<Certainty, service::graph::occasion::Certainty>(
            service::graph::occasion::Certainty::ALL,
            |it| it.as_str(),
        );
        names_agree::<Directness, service::graph::occasion::Directness>(
            service::graph::occasion::Directness::ALL,
            |it| it.as_str(),
        );
        names_agree::<DueState, service::graph::follow_up::DueState>(
            service::graph::follow_up::DueState::ALL,
            |it| it.as_str(),
        );
        names_agree::<CoverageLevel, service::graph::coverage::CoverageLevel>(
            service::graph::coverage::CoverageLevel::ALL,
            |it| it.as_str(),
        );
        names_agree::<PlaceBasis, service::graph::coverage::PlaceBasis>(
            service::graph::coverage::PlaceBasis::ALL,
            |it| it.as_str(),
        );
        names_agree::<OrderDirection, service::graph::selection::OrderDirection>(
            service::graph::selection::OrderDirection::ALL,
            |it| it.as_str(),
        );
        names_agree::<InstitutionOrderField, service::graph::selection::InstitutionOrderField>(
            service::graph::selection::InstitutionOrderField::ALL,
            |it| it.as_str(),
        );
        names_agree::<PartnershipOrderField, service::graph::selection::PartnershipOrderField>(
            service::graph::selection::PartnershipOrderField::ALL,
            |it| it.as_str(),
        );
        names_agree::<MeetingOrderField, service::graph::selection::MeetingOrderField>(
            service::graph::selection::MeetingOrderField::ALL,
            |it| it.as_str(),
        );
        names_agree::<TerritoryOrderField, service::graph::selection::TerritoryOrderField>(
            service::graph::selection::TerritoryOrderField::ALL,
            |it| it.as_str(),
        );
        names_agree::<SearchType, service::graph::search::SearchKind>(
            service::graph::search::SearchKind::ALL,
            |it| it.as_str(),
        );
        names_agree::<MatchKind, service::graph::search::MatchKind>(
            service::graph::search::MatchKind::ALL,
            |it| it.as_str(),
        );
    }
}
