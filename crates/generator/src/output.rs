//! The plan as tables: for benchmarks, and for programs that read edge lists.

use std::io::{self, Write};

use measures::affiliations::Affiliations;
use measures::projection::{ProjectionRule, Weighting, project};
use measures::{Graph, Interrupt, MeasureError};

use crate::plan::Plan;

impl Plan {
    /// Who attended which meeting, with the numbers declared.
    ///
    /// # Errors
    /// Those of [`Affiliations::from_pairs`]; none for a plan that was drawn.
    pub fn affiliations(&self) -> Result<Affiliations, MeasureError> {
        let pairs: Vec<_> = self.attendances().collect();
        let declared: Vec<_> = self.meetings().iter().map(|it| it.declared).collect();
        Affiliations::from_pairs(self.institutions().len(), self.meetings().len(), &pairs, &declared)
    }

    /// The plain projection: two institutions are tied when they attended a meeting together, as often as they did.
    ///
    /// # Errors
    /// Those of [`project`]; none for a plan that was drawn.
    pub fn projection(&self) -> Result<Graph, MeasureError> {
        project(&self.affiliations()?, &ProjectionRule::new(Weighting::Count), &Interrupt::new())
    }

    /// The planted community of each institution.
    #[must_use]
    pub fn planted(&self) -> Vec<u32> {
        self.institutions().iter().map(|it| it.community).collect()
    }

    /// Writes the attendances as CSV with the columns `institution,meeting,declared`; institutions are `i-` and meetings
    /// `m-` with their number, as in the record; `declared` is empty where nothing was.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_affiliations(&self, to: &mut impl Write) -> io::Result<()> {
        writeln!(to, "institution,meeting,declared")?;
        for (institution, meeting) in self.attendances() {
            write!(to, "{},{},", institution_key(institution as usize), meeting_key(meeting as usize))?;
            match self.meetings()[meeting as usize].declared {
                0 => writeln!(to)?,
                declared => writeln!(to, "{declared}")?,
            }
        }
        Ok(())
    }

    /// Writes the ties of the plain projection, tab-separated: two institutions, the number of meetings of both.
    ///
    /// # Errors
    /// Those of the writer; [`io::ErrorKind::InvalidData`] when the projection is no graph.
    pub fn write_edges(&self, to: &mut impl Write) -> io::Result<()> {
        let graph = self.projection().map_err(io::Error::other)?;
        for (a, b, times) in graph.iter_ties() {
            writeln!(to, "{}\t{}\t{times}", institution_key(a as usize), institution_key(b as usize))?;
        }
        Ok(())
    }

    /// Writes what is known of the institutions as CSV: `institution,community,type,sector,powiat,gmina`, with the
    /// planted community.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_groups(&self, to: &mut impl Write) -> io::Result<()> {
        writeln!(to, "institution,community,type,sector,powiat,gmina")?;
        let territory = self.territory();
        for (at, it) in self.institutions().iter().enumerate() {
            let gmina = it.gmina as usize;
            writeln!(
                to,
                "{},{},{},{},{},{}",
                institution_key(at),
                it.community,
                it.kind().key,
                it.kind().sector.unwrap_or_default(),
                territory.powiat_code(territory.gminas[gmina].powiat as usize),
                territory.gmina_code(gmina),
            )?;
        }
        Ok(())
    }
}

/// The key of an institution: keys are in the order of the plan.
#[must_use]
pub fn institution_key(institution: usize) -> String {
    format!("i-{:07}", institution + 1)
}

/// The key of a meeting: keys are in the order of the plan.
#[must_use]
pub fn meeting_key(meeting: usize) -> String {
    format!("m-{:08}", meeting + 1)
}
