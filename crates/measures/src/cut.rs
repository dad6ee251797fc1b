//! What falls apart: articulation points, bridges, blocks, and the loss of one node.

pub mod blocks;
pub mod broker_loss;

pub use blocks::{Blocks, articulation_points, biconnected_components, blocks, bridges, pairs_disconnected};
pub use broker_loss::{BrokerLoss, broker_loss};
