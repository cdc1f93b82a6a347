package io.github.packtrain.simulator;

/** A law did not hold. */
final class BrokenLaw extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokenLaw(String law) {
    super(law);
  }
}
