/**
 * Judges the core's run-time prediction on recorded jobs: the core's own learning, fed in the order
 * in which outcomes became known, against the running quantile of everything. Start reading at
 * {@link io.github.packtrain.simulator.predict.PredictionTrial}.
 */
@NullMarked
package io.github.packtrain.simulator.predict;

import org.jspecify.annotations.NullMarked;
