/**
 * Benchmarks, run by {@code ./dev bench NAME}. Each lives in a package of its own; start with
 * {@link io.github.packtrain.bench.BenchMain}, which finds it by its name. Nobody depends on this
 * room, so its tests may see all others: the rules of the house are in {@code
 * src/test/java/.../bench/house}.
 */
@NullMarked
package io.github.packtrain.bench;

import org.jspecify.annotations.NullMarked;
