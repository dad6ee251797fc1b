//! The annual report of a partnership: what the record tells of a year, section by section, each number with what a
//! source declares, what the record lists, and the rows behind it.
//!
//! # Question
//! What did the partnership do in a year: who signed, who met, who was visited, what was agreed and what became of it;
//! and how much of it does the record bear out?
//!
//! # Definition
//! The sections are those of a secretariat's report: the agreement, the meetings of the signatories, those of each body,
//! cooperation, workshops and conferences, consultation visits, resolutions and their follow-up, project partnerships.
//! Which meeting stands in which section follows from its kind, body and partnership. A meeting of no partnership stands
//! under cooperation when who leads the partnership, who runs its secretariat or a body of it took part; or when a
//! report on activities that covers the year and tells of the partnership tells of it, too. *Declared*, *enumerated* and
//! *unattributed* of a figure are those of [`crate::completeness`]; figures of several collections are added up. A
//! figure of which nothing is declared and nothing listed is not recorded: it has no value, never 0. What is listed
//! without a declaration is at least so many. Facts stand beside the figures: dates, places, hosts, topics, texts.
//!
//! # Source
//! The structure and the counts of the Secretariat's report for 2015 (model.md section 5), questions.md A6, A7, A9.
//!
//! # Limits
//! A meeting counts in the year when it was held and lies in it for certain; what only may lie in it widens the figure.
//! Statuses of actions are those of the revision, judged as of the last day of the year. At most [`ENTRIES_MAX`]
//! entries are listed in a section; the figures count all. People are never named.
//!
//! # Cost
//! Time O(records), and O(claims) of what is reported.
//!
//! # Determinism
//! Exact: a function of record, basis, partnership and year. Entries in order of date and key, names in Polish order.
//!
//! # Checked against
//! The figures of the Secretariat's report for 2015, written out by hand, on the Lubuskie record; brute force over
//! generated networks.

mod agreement;
mod changes;
mod cooperation;
mod fact;
mod figure;
mod meetings;
mod projects;
mod resolutions;
mod scope;
mod text;
mod visits;
mod words;

use std::sync::Arc;

use domain::date::Period;
use domain::id::Id;
use domain::partnership::Partnership;
use domain::record::RecordRef;
use domain::words as closed_list;

pub use changes::{ChangeKind, FactChange, FigureChange, ReportChanges, changes};
pub use fact::{Fact, FactCode, FactValue};
pub use figure::{Figure, FigureState};
pub use text::{Text, name};
pub use words::figure_state;

use self::scope::ReportScope;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::view::{NetworkView, Scope, View};

/// The most entries of a section that are listed.
pub const ENTRIES_MAX: usize = 500;

closed_list! {
    /// What a section of the report is about.
    SectionKind {
        /// The agreement and its scope.
        Agreement = "AGREEMENT",
        /// Meetings to which all signatories were called.
        Plenary = "PLENARY",
        /// Meetings of a body of the partnership.
        Body = "BODY",
        /// Cooperation with bodies and institutions outside.
        Cooperation = "COOPERATION",
        /// Other meetings of the partnership.
        OtherMeetings = "OTHER_MEETINGS",
        /// Workshops, seminars and conferences.
        Events = "EVENTS",
        /// Consultation visits, by institution.
        Visits = "VISITS",
        /// Resolutions and what became of them.
        Resolutions = "RESOLUTIONS",
        /// Project partnerships, applications and funding.
        ProjectPartnerships = "PROJECT_PARTNERSHIPS",
    }
}

/// Something that a section lists: a meeting, an institution visited, a resolution.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The record that it is about.
    pub about: RecordRef,
    /// What it is called.
    pub title: Text,
    /// What is said of it in words.
    pub facts: Vec<Fact>,
    /// Its numbers.
    pub figures: Vec<Figure>,
}

/// A section of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What it is about.
    pub kind: SectionKind,
    /// A code that stays the same from revision to revision; the codes of the figures begin with it.
    pub code: String,
    /// The heading.
    pub title: Text,
    /// The partnership or body that it is about.
    pub about: RecordRef,
    /// What is said in words.
    pub facts: Vec<Fact>,
    /// The numbers.
    pub figures: Vec<Figure>,
    /// What it lists, at most [`ENTRIES_MAX`].
    pub entries: Vec<Entry>,
    /// How many there are to be listed.
    pub entry_count: usize,
}

impl Section {
    fn new(kind: SectionKind, code: impl Into<String>, title: Text, about: RecordRef) -> Self {
        Self {
            kind,
            code: code.into(),
            title,
            about,
            facts: Vec::new(),
            figures: Vec::new(),
            entries: Vec::new(),
            entry_count: 0,
        }
    }

    /// Lists the first entries of `about`, made by `entry`.
    fn list<T>(&mut self, about: Vec<T>, entry: impl Fn(T) -> Entry) {
        self.entry_count += about.len();
        let free = ENTRIES_MAX.saturating_sub(self.entries.len());
        self.entries.extend(about.into_iter().take(free).map(entry));
    }

    /// All figures, those of the entries after those of the section.
    pub fn all_figures(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().chain(self.entries.iter().flat_map(|it| &it.figures))
    }
}

/// The report of a partnership and a year.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnualReport {
    /// The partnership.
    pub partnership: Id<Partnership>,
    /// What the partnership is called.
    pub name: Text,
    /// The year.
    pub year: i32,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// The receipt.
    pub receipt: Receipt,
}

impl AnnualReport {
    /// All figures, in order of the sections.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.sections.iter().flat_map(Section::all_figures)
    }

    /// The figure of a code.
    #[must_use]
    pub fn figure(&self, code: &str) -> Option<&Figure> {
        self.figures().find(|it| it.code == code)
    }
}

/// The report of a partnership and a calendar year, on the view's basis of evidence. The view's window and scope are left
/// aside: the year is the window, and the report is of all institutions.
///
/// # Errors
/// [`Refusal::Parameter`] when there is no such partnership, or the year lies outside 1 to 9999.
pub fn annual_report(
    view: &NetworkView,
    partnership: &Id<Partnership>,
    year: i32,
) -> Result<AnnualReport, Refusal> {
    let outside = |_error| Refusal::Parameter { name: "year", problem: "must be a year from 1 to 9999" };
    let period = Period::year(year).map_err(outside)?;
    let of_year;
    let wanted = View { period, scope: Scope::default(), ..view.view().clone() };
    let view = if *view.view() == wanted {
        view
    } else {
        of_year = NetworkView::new(Arc::clone(view.network()), wanted);
        &of_year
    };
    let found = view.network().get(partnership);
    let found =
        found.ok_or(Refusal::Parameter { name: "partnership", problem: "must be one of the record" })?;
    let scope = ReportScope::new(view, found, period);
    let mut sections = vec![agreement::section(&scope), meetings::plenary(&scope)];
    sections.extend((0..scope.bodies.len()).filter_map(|it| meetings::of_body(&scope, it)));
    sections.push(cooperation::section(&scope));
    sections.extend(meetings::other(&scope));
    sections.push(meetings::events(&scope));
    sections.push(visits::section(&scope));
    sections.push(resolutions::section(&scope));
    sections.push(projects::section(&scope));
    let mut receipt = Receipt::new("annual-report", "1", view);
    receipt.parameter("partnership", partnership);
    receipt.parameter("year", year);
    receipt.count("sections", sections.len());
    receipt.count("figures", sections.iter().map(|it| it.all_figures().count()).sum());
    for section in sections.iter().filter(|it| it.entries.len() < it.entry_count) {
        let (listed, all) = (section.entries.len(), section.entry_count);
        receipt.warnings.push(format!("section {}: {listed} of {all} entries are listed", section.code));
    }
    Ok(AnnualReport {
        partnership: partnership.clone(),
        name: Text::of(&found.name_pl, found.name_en.as_ref()),
        year,
        sections,
        receipt,
    })
}
