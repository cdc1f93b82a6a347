/** Runs the benchmarks that are written for JMH. */
@NullMarked
package io.github.packtrain.bench.jmh;

import org.jspecify.annotations.NullMarked;
