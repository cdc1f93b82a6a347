/** How good run-time prediction is: {@link io.github.packtrain.bench.predict.PredictBench}. */
@NullMarked
package io.github.packtrain.bench.predict;

import org.jspecify.annotations.NullMarked;
