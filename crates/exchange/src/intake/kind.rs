//! What the rows of a sheet are.

use domain::words;

words! {
    /// What the rows of a sheet are.
    SheetKind {
        /// Institutions, with their numbers in registers.
        Institutions = "INSTITUTIONS",
        /// Partnerships and agreements.
        Partnerships = "PARTNERSHIPS",
        /// Parties to partnerships.
        Parties = "PARTIES",
        /// Project partnerships, with their project and application.
        Projects = "PROJECTS",
        /// Partners of projects.
        ProjectPartners = "PROJECT_PARTNERS",
        /// Calls for applications.
        Calls = "CALLS",
        /// Applications of partnerships to calls.
        Applications = "APPLICATIONS",
        /// Councils, committees, working groups.
        Bodies = "BODIES",
        /// Seats on bodies.
        BodyMembers = "BODY_MEMBERS",
        /// Meetings.
        Meetings = "MEETINGS",
        /// Who was at meetings.
        Attendance = "ATTENDANCE",
        /// Resolutions of meetings.
        Resolutions = "RESOLUTIONS",
        /// What is to be done after resolutions.
        ActionItems = "ACTION_ITEMS",
        /// An edge list: who is tied to whom.
        Ties = "TIES",
        /// The nodes that go with an edge list.
        Nodes = "NODES",
        /// Instructions and lists of the template: no data.
        Instructions = "INSTRUCTIONS",
        /// To be left out.
        Ignored = "IGNORED",
        /// It cannot be told; the rows are refused until it is said.
        Unknown = "UNKNOWN",
    }
}

impl SheetKind {
    /// The kinds that hold data, each after those that it refers to.
    pub const DATA: &'static [Self] = &[
        Self::Institutions,
        Self::Nodes,
        Self::Partnerships,
        Self::Parties,
        Self::Calls,
        Self::Projects,
        Self::ProjectPartners,
        Self::Applications,
        Self::Bodies,
        Self::BodyMembers,
        Self::Meetings,
        Self::Attendance,
        Self::Resolutions,
        Self::ActionItems,
        Self::Ties,
    ];

    /// Whether its rows are data.
    #[must_use]
    pub fn is_data(self) -> bool {
        Self::DATA.contains(&self)
    }
}
