//! Codes of vocabularies: how callers name types, sectors, functions and kinds of meeting.

use domain::id::Id;
use domain::record::Listed;
use domain::vocabulary::{Function, InstitutionType, Label, MeetingKind, Sector};

use crate::network::Network;

/// A vocabulary whose entries have codes that people know, such as `OPS`.
pub trait Coded: Listed {
    /// The code.
    fn code(&self) -> &Label;
}

macro_rules! coded {
    ($($Type:ident),+) => {
        $(impl Coded for $Type {
            fn code(&self) -> &Label { &self.code }
        })+
    };
}
coded!(InstitutionType, Sector, Function, MeetingKind);

/// The id of the entry with this code, or with this key; upper and lower case are one. None when there is none.
#[must_use]
pub fn by_code<T: Coded>(network: &Network, code: &str) -> Option<Id<T>> {
    let list = T::list(network.record());
    let found = list
        .iter()
        .find(|it| it.code().as_str().eq_ignore_ascii_case(code))
        .or_else(|| list.iter().find(|it| it.key().eq_ignore_ascii_case(code)));
    found.and_then(|it| Id::new(it.key()).ok())
}
