package io.github.packtrain.search;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a study optimises.
 *
 * @param metric the name under which trials report it
 * @param goal which way is better
 * @param target the study ends when a trial reaches it; null = none
 */
public record Objective(String metric, Goal goal, @Nullable Double target) {

  /** Which way is better. */
  public enum Goal {
    /** Larger is better. */
    MAXIMIZE,
    /** Smaller is better. */
    MINIMIZE
  }

  /** The larger the better, no target. */
  public static Objective maximize(String metric) {
    return new Objective(metric, Goal.MAXIMIZE, null);
  }

  /** The smaller the better, no target. */
  public static Objective minimize(String metric) {
    return new Objective(metric, Goal.MINIMIZE, null);
  }

  /** The same with a target. */
  public Objective withTarget(double value) {
    return new Objective(metric, goal, value);
  }

  /** What ends the study when a trial reaches it. */
  public OptionalDouble findTarget() {
    return target == null ? OptionalDouble.empty() : OptionalDouble.of(target);
  }

  /** {@code value} as a score: larger is better whatever the goal. */
  double score(double value) {
    return goal == Goal.MAXIMIZE ? value : -value;
  }

  boolean isReachedBy(double score) {
    return target != null && score >= score(target);
  }
}
