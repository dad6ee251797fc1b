//! Who took part in what, from a table with a row for each attendance.

use rayon::prelude::*;

use super::label::{Interner, Labels, merge};
use super::scan::{Fault, Source};
use super::{FileError, Problem};
use crate::affiliations::Affiliations;

/// What the first row must be.
const EXPECTED: &str = "write `institution,occasion`, in either order, and perhaps `declared`";

/// What a file of affiliations holds.
#[derive(Debug, Clone, PartialEq)]
pub struct AffiliationFile {
    /// The institutions.
    pub institutions: Labels,
    /// The occasions.
    pub occasions: Labels,
    /// Who took part in what; attendances that came again are counted in [`Affiliations::repeated`].
    pub affiliations: Affiliations,
    /// The rows read, without the first.
    pub rows: usize,
    /// The columns that were passed over.
    pub passed_over: Vec<String>,
}

/// The columns by what they hold.
#[derive(Debug, Clone, Copy)]
struct Columns {
    institution: usize,
    occasion: usize,
    declared: Option<usize>,
    count: usize,
}

impl Columns {
    fn of(cells: &[String]) -> Option<Self> {
        let find = |names: &[&str]| cells.iter().position(|it| names.contains(&it.to_lowercase().as_str()));
        Some(Self {
            institution: find(&["institution"])?,
            occasion: find(&["occasion", "meeting", "event"])?,
            declared: find(&["declared"]),
            count: cells.len(),
        })
    }

    fn uses(self, column: usize) -> bool {
        column == self.institution || column == self.occasion || Some(column) == self.declared
    }
}

#[derive(Default)]
struct Part {
    institutions: Interner,
    occasions: Interner,
    pairs: Vec<(u32, u32)>,
    declared: Vec<Declared>,
}

/// That a row declares how many took part in its occasion.
#[derive(Debug, Clone, Copy)]
struct Declared {
    occasion: u32,
    number: u32,
    /// Where the row begins.
    offset: u32,
}

/// Reads affiliations: the first row names the columns `institution` and `occasion` (or `meeting`, or `event`), and
/// perhaps `declared`, the number said to have taken part in the occasion; it may stand in some of the occasion's rows or
/// all. Upper and lower case do not matter; other columns are passed over.
///
/// # Errors
/// [`FileError`] with the first thing wrong.
pub fn affiliations(bytes: &[u8]) -> Result<AffiliationFile, FileError> {
    let source = Source::new(bytes, false)?;
    let (header, offset, start) = source.first()?.ok_or(Problem::Empty { expected: EXPECTED })?;
    let columns = Columns::of(&header).ok_or_else(|| {
        let mut found = header.join(", ");
        found.truncate(found.floor_char_boundary(200));
        source.error(Fault::row(offset, Problem::Header { found, expected: EXPECTED }))
    })?;
    let parts: Vec<Part> = source.read(start, |part, offset, cells| row(part, offset, cells, columns))?;
    let mut interners = (Vec::new(), Vec::new());
    let (mut lists, mut declarations) = (Vec::new(), Vec::new());
    for part in parts {
        interners.0.push(part.institutions);
        interners.1.push(part.occasions);
        lists.push(part.pairs);
        declarations.push(part.declared);
    }
    let (institutions, occasions) = rayon::join(|| merge(interners.0), || merge(interners.1));
    let (institutions, institution_numbers) = institutions?;
    let (occasions, occasion_numbers) = occasions?;
    let declared = declared(&source, &declarations, &occasion_numbers, &occasions)?;
    let mut pairs = Vec::with_capacity(lists.iter().map(Vec::len).sum());
    for (part, list) in lists.into_iter().enumerate() {
        let (one, other) = (&institution_numbers[part], &occasion_numbers[part]);
        pairs.par_extend(list.into_par_iter().map(|it| (one[it.0 as usize], other[it.1 as usize])));
    }
    let affiliations = Affiliations::from_pairs(institutions.len(), occasions.len(), &pairs, &declared)?;
    let passed_over =
        header.into_iter().enumerate().filter(|it| !columns.uses(it.0)).map(|it| it.1).collect();
    Ok(AffiliationFile { institutions, occasions, affiliations, rows: pairs.len(), passed_over })
}

fn row(part: &mut Part, offset: usize, cells: &[&[u8]], columns: Columns) -> Result<(), Fault> {
    if cells.len() != columns.count {
        let problem = Problem::Columns { found: cells.len(), expected: columns.count };
        return Err(Fault::row(offset, problem));
    }
    let told = |column| move |problem| Fault::cell(offset, column, problem);
    let institution =
        part.institutions.intern(cells[columns.institution]).map_err(told(columns.institution))?;
    let occasion = part.occasions.intern(cells[columns.occasion]).map_err(told(columns.occasion))?;
    part.pairs.push((institution, occasion));
    if let Some(column) = columns.declared {
        let cell = cells[column].trim_ascii();
        if !cell.is_empty() {
            let text = String::from_utf8_lossy(cell);
            let number = text
                .parse()
                .ok()
                .ok_or_else(|| told(column)(Problem::Declared { found: text.chars().take(40).collect() }))?;
            part.declared.push(Declared { occasion, number, offset: offset as u32 });
        }
    }
    Ok(())
}

/// The number declared for each occasion, 0 where none is; nothing when none is at all.
fn declared(
    source: &Source<'_>,
    parts: &[Vec<Declared>],
    numbers: &[Vec<u32>],
    occasions: &Labels,
) -> Result<Vec<u32>, FileError> {
    if parts.iter().all(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let mut known: Vec<Option<u32>> = vec![None; occasions.len()];
    for (list, numbers) in parts.iter().zip(numbers) {
        for Declared { occasion, number, offset } in list.iter().copied() {
            let occasion = numbers[occasion as usize] as usize;
            match known[occasion] {
                Some(earlier) if earlier != number => {
                    let label = occasions.get(occasion).unwrap_or_default().to_owned();
                    let problem = Problem::DeclaredTwice { label, found: number, earlier };
                    return Err(source.error(Fault::row(offset as usize, problem)));
                }
                _ => known[occasion] = Some(number),
            }
        }
    }
    Ok(known.into_iter().map(Option::unwrap_or_default).collect())
}
