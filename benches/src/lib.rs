//! Benchmarks of Splot.
