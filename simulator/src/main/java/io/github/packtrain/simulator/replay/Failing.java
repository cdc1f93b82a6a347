package io.github.packtrain.simulator.replay;

import java.util.SplittableRandom;

/**
 * A world in which a part of the attempts fails halfway. Whether one does depends on seed, job,
 * task and attempt alone, so that policies are compared under the same luck.
 *
 * @param part of the attempts that fail, 0 to 1
 */
public record Failing(long seed, double part) implements World {
  @Override
  public Course course(Start start) {
    return luck(seed, start) < part
        ? new Course(start.left() / 2, true)
        : new Course(start.left(), false);
  }

  /** From 0 to 1, the same for the same attempt under every policy. */
  public static double luck(long seed, Start start) {
    long mixed = seed * 31 + start.job().name().hashCode();
    long attempt = (mixed * 31 + start.index()) * 31 + start.attempt();
    return new SplittableRandom(attempt).nextDouble();
  }
}
