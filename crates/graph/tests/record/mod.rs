//! The shipped Lubuskie record, read as a user's files are read.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use exchange::{Limits, read};
use graph::Network;

/// The network of the shipped record.
pub(crate) fn lubuskie() -> Arc<Network> {
    static NETWORK: OnceLock<Arc<Network>> = OnceLock::new();
    Arc::clone(NETWORK.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lubuskie");
        let files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap())
            .map(|it| (it.file_name().into_string().unwrap(), std::fs::read(it.path()).unwrap()))
            .collect();
        Arc::new(Network::build(read(&files, &Limits::default()).unwrap().record).unwrap())
    }))
}
