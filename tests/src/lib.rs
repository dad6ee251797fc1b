//! Acceptance tests of the running product.
