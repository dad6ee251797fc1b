//! The annual report of a partnership: its sections with figures, facts and entries, and where its documents are.

use async_graphql::{Description, Enum, Object, SimpleObject};
use service::annual_report as made;
use service::graph::Network;
use service::graph::receipt::Receipt;

use super::canonical::{Canonical, Value};
use super::computation::{Answer, Outcome, computed_results};
use super::report_changes::ReportChanges;
use super::report_figure::{ReportFact, ReportFigure};
use crate::schema::connection::paged_fields;
use crate::schema::count;
use crate::schema::entry::RecordNode as _;
use crate::schema::language::Language;
use crate::schema::node::Node;
use crate::schema::partnership::Partnership;
use crate::schema::scalars::Revision;

impl Value for made::MadeReport {
    fn receipt(&self) -> &Receipt {
        &self.report.receipt
    }

    fn write(&self, _: &Network, to: &mut Canonical) {
        to.field("report", &self.hash);
        to.field("changed", self.changes.is_some());
        if let Some((since, changes)) = &self.changes {
            to.field("since", since);
            for it in &changes.figures {
                to.field("figure", &it.code);
                to.field("kind", it.kind);
                for rows in [&it.rows_added, &it.rows_removed, &it.rows_changed] {
                    to.field("rows", rows.len());
                }
            }
            for it in &changes.facts {
                to.reference("fact", Some(&it.about));
                to.field("kind", it.kind);
            }
        }
    }
}

/// What a section of a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "service::annual_report::SectionKind")]
pub enum ReportSectionKind {
    /// The agreement and its scope.
    Agreement,
    /// Meetings to which all signatories were called.
    Plenary,
    /// Meetings of a body of the partnership.
    Body,
    /// Cooperation with bodies and institutions outside.
    Cooperation,
    /// Other meetings of the partnership.
    OtherMeetings,
    /// Workshops, seminars and conferences.
    Events,
    /// Consultation visits, by institution.
    Visits,
    /// Resolutions and what became of them.
    Resolutions,
    /// Project partnerships, applications and funding.
    ProjectPartnerships,
}

computed_results! {
    /// The report of a partnership on a calendar year: the sections of a secretariat's report, made anew from the record.
    /// Each number says what a source declares, what the record lists, and what stands behind both. People are never
    /// named.
    AnnualReport(made::MadeReport);
}

/// A printable form of a report.
#[derive(Debug, Clone, SimpleObject)]
pub struct ReportDocument {
    /// The form: `html`, ready to print, `docx` or `json`.
    format: &'static str,
    /// The language of the document.
    language: Language,
    /// Where it is, from the root of this service; pinned to the revision, so that it stays as it is.
    url: String,
}

#[Object(use_type_description)]
impl AnnualReport {
    #[graphql(flatten)]
    fn outcome(&self) -> Outcome {
        self.0.outcome()
    }

    /// The partnership.
    fn partnership(&self) -> Option<Partnership> {
        Partnership::find(self.0.context(), &self.0.value().report.partnership)
    }

    /// The calendar year.
    fn year(&self) -> i32 {
        self.0.value().report.year
    }

    /// The sections, in the order of the document.
    fn sections(&self) -> Vec<ReportSection> {
        let sections = self.0.value().report.sections.len();
        (0..sections).map(|at| ReportSection { report: self.clone(), at }).collect()
    }

    /// The section of a code; null when the report has none such.
    fn section(
        &self,
        #[graphql(desc = "The code, such as `visits`; at most 200 characters.")] code: String,
    ) -> Option<ReportSection> {
        let at = self.0.value().report.sections.iter().position(|it| it.code == code)?;
        Some(ReportSection { report: self.clone(), at })
    }

    /// The figure of a code, wherever it stands; null when the report has none such.
    fn figure(
        &self,
        #[graphql(desc = "The code, such as `agreement.signatories`; at most 200 characters.")] code: String,
    ) -> Option<ReportFigure> {
        self.0.value().report.figure(&code).map(|it| ReportFigure::new(&self.0, it))
    }

    /// SHA-256 of what the report says, in lower-case hexadecimal, as it stands in the receipts of its documents. Equal
    /// reports have equal hashes, whatever the revision.
    fn content_hash(&self) -> &str {
        &self.0.value().hash
    }

    /// What has changed since the revision asked for; null when none was.
    fn changes(&self) -> Option<ReportChanges> {
        self.0.value().changes.is_some().then(|| ReportChanges(self.0.clone()))
    }

    /// The documents of this report, at this revision and on this basis; none within a scenario, or by filtered evidence.
    fn documents(&self) -> Vec<ReportDocument> {
        let context = self.0.context();
        let view = context.view.view();
        if view.scenario.is_some() || view.evidence.is_some() {
            return Vec::new();
        }
        let report = &self.0.value().report;
        let since = self.0.value().changes.as_ref().map(|it| format!("&changed-since={}", it.0));
        let document = |format: made::ReportFormat, language: Language| {
            let lang = match language {
                Language::Pl => made::ReportLanguage::Polish,
                Language::En => made::ReportLanguage::English,
            };
            let url = format!(
                "/reports/{}/{}.{format}?lang={lang}&revision={}&basis={}{}",
                report.partnership,
                report.year,
                context.snapshot.revision,
                view.basis,
                since.as_deref().unwrap_or_default()
            );
            ReportDocument { format: format.as_str(), language, url }
        };
        let formats = made::ReportFormat::ALL.iter();
        formats.flat_map(|it| [document(*it, Language::Pl), document(*it, Language::En)]).collect()
    }

    #[graphql(flatten)]
    fn lists(&self) -> AnnualReportLists {
        AnnualReportLists(self.clone())
    }
}

paged_fields! {
    /// The lists of a report.
    AnnualReportLists of AnnualReport;

    /// All figures, in the order of the document: those of a section, then those of its entries.
    fn figures(node, ctx, page) -> ReportFigure {
        let answer = &node.0;
        let figures: Vec<&made::Figure> = answer.value().report.figures().collect();
        let owner = answer.owner("figures");
        answer.listing(&owner, &figures).page(ctx, page, |it| it.code.clone(), |it| Some(ReportFigure::new(answer, it)))
    }
}

/// A section of a report.
#[derive(Debug, Clone, Description)]
pub struct ReportSection {
    report: AnnualReport,
    at: usize,
}

impl ReportSection {
    fn value(&self) -> &made::Section {
        // The index is one of the list: a section is made only by counting it.
        &self.report.0.value().report.sections[self.at]
    }
}

#[Object(use_type_description)]
impl ReportSection {
    /// What it is about.
    fn kind(&self) -> ReportSectionKind {
        self.value().kind.into()
    }

    /// A code that stays the same from revision to revision.
    fn code(&self) -> &str {
        &self.value().code
    }

    /// The heading.
    fn title(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.of(&self.value().title)
    }

    /// The partnership or body that it is about.
    fn about(&self) -> Option<Node> {
        Node::of(self.report.0.context(), &self.value().about)
    }

    /// What is said in words.
    fn facts(&self) -> Vec<ReportFact> {
        ReportFact::all(self.report.0.context(), &self.value().facts)
    }

    /// The numbers of the section as a whole.
    fn figures(&self) -> Vec<ReportFigure> {
        self.value().figures.iter().map(|it| ReportFigure::new(&self.report.0, it)).collect()
    }

    #[graphql(flatten)]
    fn lists(&self) -> ReportSectionLists {
        ReportSectionLists(self.clone())
    }

    /// How many entries there are; a report has at most 500 of a section.
    fn entry_count(&self) -> i32 {
        count(self.value().entry_count)
    }
}

paged_fields! {
    /// The lists of a section.
    ReportSectionLists of ReportSection;

    /// What the section lists: meetings, institutions visited, resolutions, project partnerships; in the order of the
    /// document.
    fn entries(node, ctx, page) -> ReportEntry {
        let answer = &node.report.0;
        let owner = answer.owner(&format!("entries.{}", node.value().code));
        let places: Vec<usize> = (0..node.value().entries.len()).collect();
        answer.listing(&owner, &places).page(
            ctx,
            page,
            |it| it.to_string(),
            |it| Some(ReportEntry { section: node.clone(), at: *it }),
        )
    }
}

/// Something that a section of a report lists.
#[derive(Debug, Clone, Description)]
pub struct ReportEntry {
    section: ReportSection,
    at: usize,
}

impl ReportEntry {
    fn value(&self) -> &made::Entry {
        // As for sections.
        &self.section.value().entries[self.at]
    }

    fn answer(&self) -> &Answer<made::MadeReport> {
        &self.section.report.0
    }
}

#[Object(use_type_description)]
impl ReportEntry {
    /// The record that it is about.
    fn about(&self) -> Option<Node> {
        Node::of(self.answer().context(), &self.value().about)
    }

    /// What it is called.
    fn title(
        &self,
        #[graphql(desc = "The language wanted; Polish where there is no English.", default)]
        language: Language,
    ) -> &str {
        language.of(&self.value().title)
    }

    /// What is said of it in words.
    fn facts(&self) -> Vec<ReportFact> {
        ReportFact::all(self.answer().context(), &self.value().facts)
    }

    /// Its numbers.
    fn figures(&self) -> Vec<ReportFigure> {
        self.value().figures.iter().map(|it| ReportFigure::new(self.answer(), it)).collect()
    }
}

/// The revision of a change, for those who show it.
pub(super) fn since(answer: &Answer<made::MadeReport>) -> Revision {
    let since = answer.value().changes.as_ref().map(|it| it.0);
    Revision::of(since.unwrap_or(answer.context().snapshot.revision))
}
