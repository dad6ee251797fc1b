//! The template that people fill in.

use std::sync::Arc;

use exchange::intake::{TemplateLanguage, template};

use crate::analysis::stopped;
use crate::{Service, ServiceError};

impl Service {
    /// A workbook to be filled in, with a sheet for each kind of row and the words of the live record in pull-downs.
    ///
    /// # Errors
    /// [`ServiceError::Exchange`], [`ServiceError::Stopped`].
    pub async fn import_template(&self, language: TemplateLanguage) -> Result<Vec<u8>, ServiceError> {
        let network = Arc::clone(&self.snapshot().network);
        let work = tokio::task::spawn_blocking(move || template(language, network.record()));
        Ok(work.await.map_err(|error| stopped(&error))??)
    }
}
