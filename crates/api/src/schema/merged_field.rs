//! What becomes of each field of institutions that are read as one, side by side with its sources.

use std::sync::Arc;

use async_graphql::{Description, Object};
use domain::id::Id;
use domain::identity as noun;
use domain::institution::Institution;
use service::ViewContext;

use super::entry::Entry;
use super::evidence::{self, Evidence};
use super::identity::MergedInstitution;
use super::words::FieldFate;

/// A field of institutions that are, or would be, read as one.
#[derive(Debug, Clone, Description)]
pub struct MergedField {
    context: Arc<ViewContext>,
    institutions: Arc<[Id<Institution>]>,
    field: noun::MergedField,
}

impl MergedField {
    /// The fields of an institution that remains and of others that are read as it; empty when one of them does not stand.
    pub(crate) fn all(
        context: &Arc<ViewContext>,
        canonical: &Id<Institution>,
        duplicates: &[Id<Institution>],
    ) -> Vec<Self> {
        let merges = context.network().merges();
        let recorded = |id: &Id<Institution>| {
            merges.absorbed.iter().find(|it| it.key == *id).or_else(|| context.network().get(id))
        };
        let Some(first) = recorded(canonical) else { return Vec::new() };
        let others: Vec<&Institution> = duplicates.iter().filter_map(recorded).collect();
        if others.len() < duplicates.len() {
            return Vec::new();
        }
        let institutions: Arc<[_]> = std::iter::once(canonical).chain(duplicates).cloned().collect();
        let fields = noun::merged_fields(first, &others, &context.network().record().institution_types);
        let shown = fields.into_iter().map(|field| Self {
            context: Arc::clone(context),
            institutions: Arc::clone(&institutions),
            field,
        });
        shown.collect()
    }
}

#[Object(use_type_description)]
impl MergedField {
    /// The name of the field in import files.
    fn field(&self) -> &str {
        &self.field.field
    }

    /// What becomes of it.
    fn fate(&self) -> FieldFate {
        self.field.fate.into()
    }

    /// What is read then, in the text form of import files; null for nothing.
    fn result(&self) -> Option<&str> {
        self.field.result.as_deref()
    }

    /// What each institution says, the one that remains first.
    fn values(&self) -> Vec<MergedFieldValue> {
        (0..self.institutions.len()).map(|at| MergedFieldValue { of: self.clone(), at }).collect()
    }
}

/// What one institution says of a field, with its sources.
#[derive(Debug, Clone, Description)]
pub struct MergedFieldValue {
    of: MergedField,
    at: usize,
}

impl MergedFieldValue {
    fn id(&self) -> &Id<Institution> {
        // The index is one of the list: a value is made only by counting it.
        &self.of.institutions[self.at]
    }
}

#[Object(use_type_description)]
impl MergedFieldValue {
    /// The institution.
    fn institution(&self) -> MergedInstitution {
        MergedInstitution::new(&self.of.context, self.id())
    }

    /// The value, in its text form of import files; null for nothing.
    fn value(&self) -> Option<&str> {
        self.of.field.values.get(self.at)?.as_deref()
    }

    /// The claims about the field, or those of the institution's existence when the field has none of its own. Empty for
    /// an institution that is read as another already: its claims are that one's.
    fn evidence(&self) -> Vec<Evidence> {
        let entry = Entry::find(&self.of.context, self.id());
        entry.and_then(|it| evidence::about(&it, Some(&self.of.field.field)).ok()).unwrap_or_default()
    }
}
