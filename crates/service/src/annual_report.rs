//! The annual report as a use case: one function makes it for GraphQL, HTTP and the command line, of any revision, with
//! what has changed since another; a second one writes it as a document.

use std::sync::Arc;

use domain::claim::EvidenceBasis;
use domain::date::Period;
use domain::id::Id;
use domain::partnership::Partnership;
pub use exchange::report::{ReportFormat, ReportLanguage};
use exchange::report::{ReportSource, hash, render};
pub use graph::annual_report::*;
use graph::refusal::Refusal;
use graph::{NetworkView, Scope, View};
use sha2::{Digest as _, Sha256};
use store::Revision;

use crate::analysis::{Allowance, Analyses, AnalysisKey, Found, Interrupted, stopped};
use crate::{AsOf, Generation, Service, ServiceError, Snapshot};

/// Which report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRequest {
    /// The partnership.
    pub partnership: Id<Partnership>,
    /// The calendar year.
    pub year: i32,
    /// Which evidence counts.
    pub basis: EvidenceBasis,
    /// The revision of the record; none for the live one.
    pub revision: Option<Revision>,
    /// The revision since which changes are told; none for no changes.
    pub changed_since: Option<Revision>,
}

/// A report with its hash, and what has changed in it.
#[derive(Debug)]
pub struct MadeReport {
    /// The report.
    pub report: AnnualReport,
    /// SHA-256 of what it says, in lower-case hexadecimal.
    pub hash: String,
    /// The other revision and what has changed since; none when that was not asked for.
    pub changes: Option<(Revision, ReportChanges)>,
}

/// A report as a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// The name of the file.
    pub name: String,
    /// The bytes: the same for the same request and revision.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The revision that it is of.
    pub revision: Revision,
}

/// Makes the report of a view, on its basis, and tells what has changed since another snapshot.
///
/// A partnership that the older snapshot does not have had no report then: all of the newer one is new.
///
/// # Errors
/// Those of [`annual_report`].
pub fn make(
    view: &NetworkView,
    since: Option<&Snapshot>,
    partnership: &Id<Partnership>,
    year: i32,
) -> Result<MadeReport, Refusal> {
    let report = annual_report(view, partnership, year)?;
    let changes = match since {
        None => None,
        Some(since) => {
            let older = if since.network.get(partnership).is_some() {
                let view = View { scenario: None, ..view.view().clone() };
                annual_report(&since.view(of_year(year, view)), partnership, year)?
            } else {
                AnnualReport { sections: Vec::new(), ..report.clone() }
            };
            let found = changes((&older, &since.network), (&report, view.network()));
            Some((since.revision, found))
        }
    };
    Ok(MadeReport { hash: hash(&report), report, changes })
}

/// The view of a year that a report is made of; a year that is none is refused by the report itself.
#[must_use]
pub fn of_year(year: i32, view: View) -> View {
    View { period: Period::year(year).unwrap_or_default(), scope: Scope::default(), ..view }
}

impl Service {
    /// The report, with the snapshot that it is of: kept, or made on the pool.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for a partnership that the record does not have at the revision,
    /// [`ServiceError::Refused`] for a year that is none, [`ServiceError::RevisionNotFound`]; those of the pool and of
    /// the store.
    pub async fn annual_report(
        &self,
        request: &ReportRequest,
    ) -> Result<(Arc<Snapshot>, Arc<MadeReport>), ServiceError> {
        let snapshot = match request.revision {
            Some(revision) => self.snapshot_as_of(AsOf::Revision(revision)).await?,
            None => self.snapshot(),
        };
        if snapshot.network.get(&request.partnership).is_none() {
            let key = request.partnership.to_string();
            return Err(ServiceError::NotFound { what: "partnership", key });
        }
        let since = match request.changed_since {
            Some(revision) => Some(self.snapshot_as_of(AsOf::Revision(revision)).await?),
            None => None,
        };
        let made = self.make_on(self.analyses(), request, &snapshot, since).await?;
        Ok((snapshot, made))
    }

    async fn make_on(
        &self,
        pool: &Analyses,
        request: &ReportRequest,
        snapshot: &Arc<Snapshot>,
        since: Option<Arc<Snapshot>>,
    ) -> Result<Arc<MadeReport>, ServiceError> {
        let ReportRequest { partnership, year, basis, .. } = request.clone();
        let of = since.as_ref().map(|it| it.revision);
        let parameters = format!("{partnership} {year} {basis} {of:?}");
        let generations = since.iter().map(|it| it.generation()).chain([snapshot.generation()]);
        let generation = generations.min().unwrap_or(Generation::FIRST);
        let key = AnalysisKey {
            generation,
            revision: snapshot.revision,
            name: "annual-report-document",
            parameters,
        };
        let newer = Arc::clone(snapshot);
        let compute = move |_: &Allowance| {
            let view = newer.view(of_year(year, View { basis, ..View::default() }));
            match make(&view, since.as_deref(), &partnership, year) {
                Err(Refusal::Interrupted) => Err(Interrupted),
                made => Ok(Found::Keep(made.map(Arc::new))),
            }
        };
        let found = pool.run(key, compute).await?;
        match found.as_ref() {
            Ok(made) => Ok(Arc::clone(made)),
            Err(refusal) => Err(ServiceError::Refused(refusal.clone())),
        }
    }

    /// The report as a document, with the places of its sources. Names of people are not in it, whoever asks.
    ///
    /// # Errors
    /// Those of [`Service::annual_report`]; [`ServiceError::Exchange`].
    pub async fn report_file(
        &self,
        request: &ReportRequest,
        language: ReportLanguage,
        format: ReportFormat,
    ) -> Result<ReportFile, ServiceError> {
        let (snapshot, made) = self.annual_report(request).await?;
        let claims = exchange::report::claims(&made.report, &snapshot.network);
        let locators = self.claim_texts(snapshot.revision, &claims).await?;
        let revision = snapshot.revision;
        let write = move || {
            let source = ReportSource {
                report: &made.report,
                network: &snapshot.network,
                revision: revision.get(),
                changes: made.changes.as_ref().map(|(since, changes)| (since.get(), changes)),
                locators: &locators,
            };
            render(&source, language, format)
        };
        let bytes = tokio::task::spawn_blocking(write).await.map_err(|error| stopped(&error))??;
        let digest = Sha256::digest(&bytes);
        Ok(ReportFile {
            name: format!("{}-{}-{language}.{format}", request.partnership, request.year),
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            bytes,
            revision,
        })
    }
}
