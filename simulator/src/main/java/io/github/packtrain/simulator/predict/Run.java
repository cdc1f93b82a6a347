package io.github.packtrain.simulator.predict;

import io.github.packtrain.core.learn.Subject;

/**
 * A run to be predicted.
 *
 * @param startMillis when it is predicted
 * @param runMillis how long it will have run; known from {@code startMillis + runMillis} on
 */
public record Run(Subject subject, long startMillis, long runMillis) {
  long endMillis() {
    return startMillis + runMillis;
  }
}
