/**
 * Real processes for benchmarks and fault tests: masters, workers, and a slow wire between them.
 */
@NullMarked
package io.github.packtrain.bench.cluster;

import org.jspecify.annotations.NullMarked;
