/**
 * Which end of a local queue idle workers should take from: {@link
 * io.github.packtrain.bench.steal.StealBench}.
 */
@NullMarked
package io.github.packtrain.bench.steal;

import org.jspecify.annotations.NullMarked;
