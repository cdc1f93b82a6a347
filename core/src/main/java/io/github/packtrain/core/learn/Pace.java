package io.github.packtrain.core.learn;

/**
 * How fast one kind of hardware is at one thing.
 *
 * @param observations successful attempts
 * @param slowness mean of how much longer they ran than predicted for a usual worker, in parts of
 *     1/{@value #FINE} of {@link LogTime} steps; after a hundred a moving one
 */
record Pace(long observations, int slowness) {
  /** Nothing known. */
  static final Pace NONE = new Pace(0, 0);

  private static final int MEMORY = 100;

  /** In parts of a step, so that small differences add up. */
  static final int FINE = 1 << 8;

  Pace observed(int residual) {
    long fine = (long) residual * FINE;
    long divisor = Math.min(observations + 1, MEMORY);
    return new Pace(observations + 1, slowness + (int) ((fine - slowness) / divisor));
  }

  /** In whole {@link LogTime} steps. */
  int steps() {
    return slowness / FINE;
  }
}
