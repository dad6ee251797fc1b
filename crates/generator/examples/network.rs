//! Draws a network and writes it as tables: `network S|M|L [--seed N] [--mixing X] [--institutions N --meetings N
//! --attendances N] [--affiliations FILE.csv] [--edges FILE.tsv] [--groups FILE.csv]`.

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::{Context, Result, bail};
use generator::{Parameters, Plan, Size};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let size: Size = arguments.next().context("which size: S, M or L?")?.parse()?;
    let mut parameters = Parameters::of(size, 1);
    let mut files = Vec::new();
    while let Some(option) = arguments.next() {
        let value = arguments.next().with_context(|| format!("{option} needs a value"))?;
        match option.as_str() {
            "--seed" => parameters.seed = value.parse()?,
            "--mixing" => parameters.mixing = value.parse()?,
            "--institutions" => parameters.institutions = value.parse()?,
            "--meetings" => parameters.meetings = value.parse()?,
            "--attendances" => parameters.attendances = value.parse()?,
            "--affiliations" | "--edges" | "--groups" => files.push((option, value)),
            _ => bail!("{option} is no option"),
        }
    }
    let plan = Plan::draw(parameters)?;
    for (option, path) in files {
        let mut file = BufWriter::new(File::create(&path).with_context(|| path.clone())?);
        match option.as_str() {
            "--affiliations" => plan.write_affiliations(&mut file)?,
            "--edges" => plan.write_edges(&mut file)?,
            _ => plan.write_groups(&mut file)?,
        }
        file.flush()?;
    }
    let attended = plan.attendances().count();
    let ties = plan.projection()?.ties();
    println!(
        "institutions {}, meetings {}, attendances {attended}, communities {}, pairs that met {ties}",
        plan.institutions().len(),
        plan.meetings().len(),
        plan.communities()
    );
    Ok(())
}
