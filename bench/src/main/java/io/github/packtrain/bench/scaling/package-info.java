/** How well many workers are kept busy over a slow wire. Start with {@code ScalingBench}. */
@NullMarked
package io.github.packtrain.bench.scaling;

import org.jspecify.annotations.NullMarked;
