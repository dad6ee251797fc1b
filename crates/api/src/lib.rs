//! The GraphQL schema and the HTTP routes: the only crate that knows either.
//!
//! [`error`] is the closed list of error codes, [`guard`] what stands between a document and the executor, [`http`]
//! GraphQL over HTTP and the routes around it, [`schema`] the schema, [`assets`] the built web files, [`soft`] errors in nullable fields.

mod application;
pub mod assets;
pub mod error;
pub mod guard;
pub mod http;
pub mod schema;
pub mod soft;

pub use application::application;
pub use schema::computed::measures::reference as measures_reference;
pub use schema::sdl;
