//! What separates the cells of a text: found by trying each on the first lines.

use super::csv;
use super::detected::{Finding, Sureness};
use super::layout::header_likeness;
use super::settings::{Left, Limits, Separator};
use super::sheet::Sheet;

/// How many bytes from the top are tried.
const SAMPLE: usize = 64 << 10;

/// How many rows from the top are tried.
const ROWS: usize = 60;

/// Finds the separator; none when the text has one column whatever the separator.
pub(crate) fn find(text: &str, name: &str) -> Option<Finding<Separator>> {
    let sample = sample(text);
    if let Some(hint) = hint(sample) {
        return Some(Finding::new(hint, Sureness::Certain));
    }
    let is_tabbed = name.to_lowercase().ends_with(".tsv");
    let limits = Limits { rows: ROWS, ..Limits::default() };
    let mut tried: Vec<(usize, usize, bool, Separator)> = Vec::new();
    for separator in Separator::ALL.iter().copied() {
        let sheet = csv::read(&"".into(), sample, separator, &limits, &mut Left::of(&limits));
        let known = header_likeness(&sheet);
        let columns = steady_width(&sheet);
        if columns > 1 {
            tried.push((known, columns, is_tabbed && separator == Separator::Tab, separator));
        }
    }
    // Known headers first; then the greater number of columns that nearly every row has.
    tried.sort_by_key(|it| std::cmp::Reverse((it.0, it.2, it.1)));
    let best = tried.first()?;
    let second = tried.get(1).map_or(0, |it| it.0);
    let sureness = match (best.0, tried.len()) {
        (known, _) if known >= 2 && known > second => Sureness::Certain,
        (_, 1) => Sureness::Likely,
        _ => Sureness::Guess,
    };
    Some(Finding::new(best.3, sureness))
}

/// The whole lines at the top.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let mut end = SAMPLE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let top = text.get(..end).unwrap_or_default();
    top.rfind('\n').and_then(|it| top.get(..it)).unwrap_or(top)
}

/// The separator of the line `sep=;` at the top, by which a spreadsheet is told.
fn hint(text: &str) -> Option<Separator> {
    let line = text.lines().next()?.to_ascii_lowercase();
    let mark = line.strip_prefix("sep=")?;
    Separator::ALL.iter().copied().find(|it| mark.as_bytes() == [it.as_byte()])
}

/// The number of columns that most rows have.
fn steady_width(sheet: &Sheet) -> usize {
    let mut widths: Vec<_> = (0..sheet.len()).map(|it| sheet.width(it)).collect();
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_found_by_headers_first() {
        let cases = [
            (
                "Nazwa;KRS;Kwota\nA, B i C;0000000001;1,5\nD, E;2;2,5\n",
                Separator::Semicolon,
                Sureness::Certain,
            ),
            ("name,krs,note\n\"A\",1,\"x;y;z;w\"\n", Separator::Comma, Sureness::Certain),
            ("nazwa\tkrs\nA, B\t1\n", Separator::Tab, Sureness::Certain),
            ("nazwa|krs\nA, B|1\n", Separator::Pipe, Sureness::Certain),
            ("sep=;\na;b\n", Separator::Semicolon, Sureness::Certain),
            ("foo;bar\n1;2\n", Separator::Semicolon, Sureness::Likely),
        ];
        for (text, separator, sureness) in cases {
            assert_eq!(find(text, "x.csv"), Some(Finding::new(separator, sureness)), "{text}");
        }
        assert_eq!(find("nazwa\nA\nB\n", "x.csv"), None);
    }
}
