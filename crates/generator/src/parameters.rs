//! What is to be generated: how large, how mixed, from which seed.

use std::fmt;
use std::str::FromStr;

/// A size that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// A partnership: 300 institutions, 400 meetings, 2,400 attendances.
    S,
    /// A country: 20,000 institutions, 60,000 meetings, 500,000 attendances, some 2.2 million pairs that met.
    M,
    /// The largest that the measures are meant for: 200,000 institutions, 1,000,000 meetings, 8,000,000 attendances.
    L,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::S => "S",
            Self::M => "M",
            Self::L => "L",
        })
    }
}
impl FromStr for Size {
    type Err = ParameterError;
    fn from_str(text: &str) -> Result<Self, ParameterError> {
        match text {
            "S" => Ok(Self::S),
            "M" => Ok(Self::M),
            "L" => Ok(Self::L),
            _ => Err(ParameterError { name: "size", problem: "must be S, M or L" }),
        }
    }
}

/// A parameter that cannot be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` {problem}")]
pub struct ParameterError {
    /// The parameter.
    pub name: &'static str,
    /// What it must be.
    pub problem: &'static str,
}

/// What a network is drawn from. The same parameters give the same network on every machine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// The number of institutions; 16 to 10 million.
    pub institutions: usize,
    /// The number of meetings, those without a list of attendance among them; 1 to 100 million.
    pub meetings: usize,
    /// The number of attendances, each of one institution at one meeting; at least 2 a meeting that has a list.
    pub attendances: usize,
    /// The share of attendances that are outside the planted community of their meeting; 0 to 0.9.
    pub mixing: f64,
    /// The seed.
    pub seed: u64,
}

impl Parameters {
    /// The mixing when nothing else is asked for.
    pub const MIXING: f64 = 0.2;

    /// The parameters of a named size.
    #[must_use]
    pub const fn of(size: Size, seed: u64) -> Self {
        let (institutions, meetings, attendances) = match size {
            Size::S => (300, 400, 2_400),
            Size::M => (20_000, 60_000, 500_000),
            Size::L => (200_000, 1_000_000, 8_000_000),
        };
        Self { institutions, meetings, attendances, mixing: Self::MIXING, seed }
    }

    /// The same with another mixing.
    #[must_use]
    pub const fn with_mixing(self, mixing: f64) -> Self {
        Self { mixing, ..self }
    }

    /// The number of meetings that have a list of attendance: all but one in fifty.
    #[must_use]
    pub const fn listed_meetings(&self) -> usize {
        self.meetings - self.meetings / 50
    }

    /// The most institutions at one meeting.
    #[must_use]
    pub const fn largest_meeting(&self) -> usize {
        match self.institutions / 10 {
            0..8 => 8,
            few @ 8..80 => few,
            _ => 80,
        }
    }

    pub(crate) fn check(&self) -> Result<(), ParameterError> {
        let wrong = |name, problem| Err(ParameterError { name, problem });
        if !(16..=10_000_000).contains(&self.institutions) {
            return wrong("institutions", "must be 16 to 10,000,000");
        }
        if !(1..=100_000_000).contains(&self.meetings) {
            return wrong("meetings", "must be 1 to 100,000,000");
        }
        let listed = self.listed_meetings();
        if self.attendances < 2 * listed || self.attendances > listed * (self.largest_meeting() / 2) {
            return wrong(
                "attendances",
                "must be at least 2 a meeting, and at most half of the largest meeting",
            );
        }
        if !(0.0..=0.9).contains(&self.mixing) {
            return wrong("mixing", "must be 0 to 0.9");
        }
        Ok(())
    }
}
