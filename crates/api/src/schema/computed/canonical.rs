//! The canonical form of results, and its hash: equal results have equal hashes on every machine.
//!
//! What is hashed is the value, not how it came about: institutions by key, not by position; numbers in the shortest
//! form that reads back as the same number; lists in the total order that their analysis gives them.

use std::fmt::Display;

use domain::record::RecordRef;
use service::graph::network::Position;
use service::graph::receipt::Receipt;
use service::graph::{Interval, Network, NetworkView};
use sha2::{Digest as _, Sha256};

/// A result of an analysis.
pub trait Value: Send + Sync + 'static {
    /// How it came about.
    fn receipt(&self) -> &Receipt;

    /// Whether it is the result whenever it is asked for, so that it may be kept; not when the clock has cut it short.
    fn is_kept(&self) -> bool {
        true
    }

    /// Writes its canonical form.
    fn write(&self, network: &Network, to: &mut Canonical);
}

/// Takes the canonical form of a result: names with values, one after the other.
pub struct Canonical(Sha256);

impl Canonical {
    /// A number, text or word.
    pub fn field(&mut self, name: &str, value: impl Display) {
        // Length first, so that no value can look like the end of itself.
        let value = value.to_string();
        self.0.update(format!("{name}={}:{value}\n", value.len()));
    }

    /// A value that may be absent.
    pub fn optional(&mut self, name: &str, value: Option<impl Display>) {
        match value {
            Some(value) => self.field(name, value),
            None => self.0.update(format!("{name}!\n")),
        }
    }

    /// A number; 0 has no sign.
    pub fn number(&mut self, name: &str, value: f64) {
        self.field(name, if value == 0.0 { 0.0 } else { value });
    }

    /// A number that may be absent.
    pub fn optional_number(&mut self, name: &str, value: Option<f64>) {
        self.optional(name, value.map(|it| if it == 0.0 { 0.0 } else { it }));
    }

    /// A record.
    pub fn reference(&mut self, name: &str, value: Option<&RecordRef>) {
        self.optional(name, value);
    }

    /// An institution.
    pub fn institution(&mut self, name: &str, network: &Network, position: Position) {
        self.optional(name, network.at(position).map(|it| &it.key));
    }

    /// Institutions, with their number.
    pub fn institutions(&mut self, name: &str, network: &Network, positions: &[Position]) {
        self.field(name, positions.len());
        for position in positions {
            self.institution(name, network, *position);
        }
    }

    /// An interval with the codes and counts of its reasons.
    pub fn interval(&mut self, name: &str, value: &Interval) {
        self.number(name, value.lower);
        self.optional_number("upper", value.upper);
        self.optional_number("declared", value.declared);
        self.optional_number("enumerated", value.enumerated);
        self.optional_number("unattributed", value.unattributed);
        self.field("reasons", value.reasons.len());
        for reason in &value.reasons {
            self.field("code", reason.code);
            self.optional_number("count", reason.count);
            self.reference("about", reason.about.as_ref());
        }
    }

    /// An interval that may be absent.
    pub fn optional_interval(&mut self, name: &str, value: Option<&Interval>) {
        self.field(name, value.is_some());
        if let Some(value) = value {
            self.interval(name, value);
        }
    }
}

/// A result with its hash.
#[derive(Debug)]
pub struct Computed<T> {
    /// The result.
    pub value: T,
    /// SHA-256 of its canonical form, in lower-case hexadecimal.
    pub hash: String,
}

impl<T: Value> Computed<T> {
    /// Hashes a result. Time linear in its size.
    #[must_use]
    pub fn new(view: &NetworkView, value: T) -> Self {
        let mut canonical = Canonical(Sha256::new());
        canonical.field("result", value.receipt().algorithm);
        canonical.field("version", value.receipt().version);
        value.write(view.network(), &mut canonical);
        let hash = canonical.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Self { value, hash }
    }
}
