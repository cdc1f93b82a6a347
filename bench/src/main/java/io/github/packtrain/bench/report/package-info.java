/** Figures with their targets, written as JSON and drawn as plots; for all benchmarks. */
@NullMarked
package io.github.packtrain.bench.report;

import org.jspecify.annotations.NullMarked;
