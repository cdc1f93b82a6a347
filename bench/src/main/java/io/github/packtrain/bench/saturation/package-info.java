/**
 * How well placement policies pack: the saturation protocol on recorded clusters, many seeds, as
 * tables.
 *
 * <p>Start with {@link io.github.packtrain.bench.saturation.SaturationBench}.
 */
@NullMarked
package io.github.packtrain.bench.saturation;

import org.jspecify.annotations.NullMarked;
