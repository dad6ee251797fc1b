//! What the payloads of all mutations share.

/// Declares payloads of mutations: the object that it is about, then what all of them share.
macro_rules! keep_payloads {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident { $(#[doc = $object_doc:literal])+ $object:ident: $Node:ty }
    )+) => {
        $(
            $(#[doc = $doc])+
            pub struct $name($crate::schema::keeping::Done);

            impl async_graphql::Description for $name {
                fn description() -> &'static str {
                    concat!($($doc),+).trim_ascii_start()
                }
            }

            #[async_graphql::Object(use_type_description)]
            impl $name {
                $(#[doc = $object_doc])+
                async fn $object(&self) -> Option<$Node> {
                    use $crate::schema::entry::RecordNode as _;
                    let kept = self.0.kept.as_ref()?;
                    let id = domain::id::Id::from_reference(&kept.subject)?;
                    let after = std::sync::Arc::clone(&kept.after);
                    <$Node>::find(&std::sync::Arc::new(service::ViewContext::new(after, Default::default())), &id)
                }

                /// What the change does to the network; null when there are errors.
                async fn effect(&self) -> Option<$crate::schema::keeping::ChangeEffect> {
                    self.0.kept.clone().map($crate::schema::keeping::ChangeEffect)
                }

                /// The revision of the record then; on a dry run the one over which it was tried. Give it as
                /// `minRevision` to read what was written.
                async fn revision(&self) -> $crate::schema::scalars::Revision {
                    self.0.revision.clone()
                }

                /// Why nothing was done; empty when it was, or could be.
                async fn user_errors(&self) -> Vec<$crate::schema::user_error::UserError> {
                    self.0.errors.clone()
                }
            }
        )+
    };
}
pub(crate) use keep_payloads;
