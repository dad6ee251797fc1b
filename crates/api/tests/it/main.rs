//! The edge of the service from outside: the executor it stands on, and HTTP.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

mod conformance;
mod http;
mod live;
mod pages;
mod rights;
mod schema;
mod sdl;
