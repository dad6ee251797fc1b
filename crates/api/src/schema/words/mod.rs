//! Closed lists of words: every enumeration of the schema that stands for one of the record. What is data (types of
//! institution, sectors, kinds of meeting …) is not here but in [`super::vocabulary`].

pub mod access;
pub mod evidence;
pub mod import;
pub mod institution;
pub mod meeting;
pub mod partnership;
pub mod scenario;
pub mod view;

pub use access::*;
pub use evidence::*;
pub use import::*;
pub use institution::*;
pub use meeting::*;
pub use partnership::*;
pub use scenario::*;
pub use view::*;

/// Checks that the values of an enumeration have the names of the words that they stand for, all of them.
#[cfg(test)]
fn names_agree<E, W>(words: &[W], name: impl Fn(W) -> &'static str)
where
    E: async_graphql::resolver_utils::EnumType + From<W>,
    W: Copy,
{
    assert_eq!(E::items().len(), words.len());
    for word in words {
        let value = E::from(*word);
        let item = E::items().iter().find(|it| it.value == value).expect("an item for every word");
        assert_eq!(item.name, name(*word));
    }
}
