/**
 * The rules of the house, as tests: who may know whom ({@link
 * io.github.packtrain.bench.house.Arrows}), what the deterministic rooms may not touch ({@link
 * io.github.packtrain.bench.house.Purity}), how sources are written ({@link
 * io.github.packtrain.bench.house.TidyRule}), that the compiler's checks are awake, that every
 * dependency has its line and every command in the documents runs. Each rule has planted violations
 * that it must find; each message says what to do instead.
 */
@NullMarked
package io.github.packtrain.bench.house;

import org.jspecify.annotations.NullMarked;
