//! Draws a record and times what the graph makes of it: `scale S|M|L [SEED]`. Prints seconds and the peak of memory so far.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use generator::{Parameters, Plan, Size};
use graph::contact::{ContactRule, ContactSide};
use graph::coverage::{CoverageDimension, CoverageLevel, CoverageRequest, PlaceBasis, coverage};
use graph::follow_up::follow_up;
use graph::funding::{CountingRule, FundingDimension, funding};
use graph::introduction::Introductions;
use graph::norm_compliance::norm_compliance;
use graph::project_partnership::project_partnerships;
use graph::rotation::host_rotation;
use graph::selection::InstitutionFilter;
use graph::statistics::{StatisticDimension, StatisticFilter, StatisticSubject, statistics};
use graph::tie::{TieLevel, TieRule, Ties};
use graph::uncontacted::uncontacted_signatories;
use graph::{Network, NetworkView, View};

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (start, cpu) = (Instant::now(), cpu().unwrap_or_default());
    let value = work();
    let cpu = self::cpu().unwrap_or_default() - cpu;
    let wall = start.elapsed().as_secs_f64();
    println!("{wall:>9.3} s  {cpu:>7.2} s cpu  {:>6} MB  {what}", peak().unwrap_or_default());
    value
}

/// The greatest resident size so far in megabytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|it| it / 1024)
}

/// The processor time so far in seconds, where the system tells: of use on a machine that does other work too.
fn cpu() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = status.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / 100.0)
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let size: Size = arguments.next().context("which size: S, M or L?")?.parse()?;
    let seed = arguments.next().map_or(Ok(1), |it| it.parse())?;
    let plan = timed("draw the plan", || Plan::draw(Parameters::of(size, seed)))?;
    let record = timed("make the record", || plan.record())?;
    println!("{} records", record.len());
    let network = Arc::new(timed("Network::build", || Network::build(record))?);
    let view = timed("NetworkView::new", || NetworkView::new(Arc::clone(&network), View::default()));
    let year = View { period: domain::date::Period::year(2018)?, ..View::default() };
    let year = timed("NetworkView::new of one year", || NetworkView::new(Arc::clone(&network), year));
    for (what, rule) in [
        ("L1", TieRule::default()),
        ("L1 with a half-life", TieRule { half_life_months: Some(24.0), ..TieRule::default() }),
        ("L2", TieRule { min_level: TieLevel::L2, ..TieRule::default() }),
    ] {
        let ties = timed(&format!("Ties::new {what}"), || Ties::new(&view, &rule))?;
        let evidence = timed(&format!("evidence of 1,000 ties, {what}"), || {
            ties.ties().iter().take(1_000).map(|it| ties.occasions(it).count()).sum::<usize>()
        });
        println!("{} ties, {evidence} occasions behind the first", ties.ties().len());
    }
    let ties = timed("Ties::new L1 of one year", || Ties::new(&year, &TieRule::default()))?;
    println!("{} ties", ties.ties().len());
    let partnership = network.record().partnerships.iter().find(|it| it.is_standing() && it.parent.is_some());
    let partnership = partnership.context("no partnership")?.key.clone();
    for (what, view) in [("whole", &view), ("one year", &year)] {
        for by in [ContactSide::Anyone, ContactSide::Secretariat] {
            let rule = ContactRule { by, ..ContactRule::default() };
            let found = timed(&format!("uncontacted signatories by {by}, {what}"), || {
                uncontacted_signatories(view, &partnership, &rule)
            });
            println!("{} of {} signatories", found.no_recorded_contact_count, found.items.len());
            let history = NetworkView::new(Arc::clone(&network), Introductions::view_of(view.view()));
            let ties = history.ties(&Introductions::ties())?;
            let prepared = timed(&format!("introductions by {by}, {what}"), || {
                Introductions::new(view, &history, &ties, &found, false)
            });
            let page: Vec<_> = found.worklist.iter().take(20).filter_map(|it| found.items.get(*it)).collect();
            let introducers = timed("introducers of the first 20", || {
                let all = page.iter().filter_map(|it| it.institution);
                all.map(|it| prepared.of(&history, &ties, it).introducers.len()).sum::<usize>()
            });
            println!("{introducers} introducers");
        }
    }
    for level in [CoverageLevel::Known, CoverageLevel::Contacted, CoverageLevel::Cooperating] {
        let request = CoverageRequest {
            of: InstitutionFilter::default(),
            rows: CoverageDimension::Gmina,
            columns: Some(CoverageDimension::TypeFamily),
            level,
            place: PlaceBasis::Seat,
            kinds: Vec::new(),
        };
        timed(&format!("coverage {level} of gminas"), || coverage(&view, &request))?;
    }
    let served = CoverageRequest {
        of: InstitutionFilter::default(),
        rows: CoverageDimension::Powiat,
        columns: None,
        level: CoverageLevel::Known,
        place: PlaceBasis::Served,
        kinds: Vec::new(),
    };
    timed("coverage of powiats served", || coverage(&view, &served))?;
    let filter = StatisticFilter::default();
    for (subject, dimensions) in [
        (StatisticSubject::Institutions, vec![StatisticDimension::TypeFamily, StatisticDimension::Sector]),
        (StatisticSubject::Meetings, vec![StatisticDimension::Year, StatisticDimension::MeetingKind]),
        (StatisticSubject::InvolvedInstitutions, vec![StatisticDimension::Year]),
        (StatisticSubject::Participations, vec![StatisticDimension::Powiat]),
    ] {
        timed(&format!("statistics of {subject} by {dimensions:?}"), || {
            statistics(&view, subject, &dimensions, &filter).rows.len()
        });
    }
    for (what, dimensions) in [
        ("calls", vec![FundingDimension::Call]),
        ("institutions and years", vec![FundingDimension::Institution, FundingDimension::Year]),
    ] {
        timed(&format!("funding by {what}"), || funding(&view, &dimensions, CountingRule::Fractional))?;
    }
    timed("project partnerships", || project_partnerships(&view, Some(&partnership)))?;
    timed("norm compliance", || norm_compliance(&view, None, &[]))?;
    let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).context("no day")?;
    timed("follow-up", || follow_up(&view, None, day));
    timed("host rotation", || host_rotation(&view, &partnership));
    timed("search index", || network.search_index());
    Ok(())
}
