/** What learning costs: {@link io.github.packtrain.bench.learn.LearnBench}. */
@NullMarked
package io.github.packtrain.bench.learn;

import org.jspecify.annotations.NullMarked;
