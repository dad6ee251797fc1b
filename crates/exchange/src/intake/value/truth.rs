//! Truth values as people write them.

use domain::polish::fold;

/// Words for yes, folded.
const YES: &[&str] = &["tak", "t", "true", "prawda", "yes", "y", "1", "x", "✓", "✔"];

/// Words for no, folded.
const NO: &[&str] = &["nie", "n", "false", "falsz", "no", "0", "-"];

/// Reads `tak`, `nie`, `true`, `false`, `1`, `0`, `x` and the like; none for anything else.
pub(crate) fn read(text: &str) -> Option<bool> {
    let folded = fold(text);
    if YES.contains(&folded.as_str()) {
        Some(true)
    } else if NO.contains(&folded.as_str()) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truths_are_read_in_both_languages() {
        for text in ["tak", "TAK", " t ", "true", "1", "x", "X", "Yes", "prawda"] {
            assert_eq!(read(text), Some(true), "{text}");
        }
        for text in ["nie", "N", "false", "0", "Fałsz", "no"] {
            assert_eq!(read(text), Some(false), "{text}");
        }
        for text in ["", "może", "2", "tak?"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
