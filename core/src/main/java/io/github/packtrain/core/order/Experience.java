package io.github.packtrain.core.order;

import java.util.Comparator;
import java.util.List;

/**
 * How long tasks of a queue took that succeeded, as far as it has been looked at. Immutable.
 *
 * @param samples at most {@value #SAMPLES_MAX}, the shortest first
 */
public record Experience(List<Sample> samples) {
  public static final int SAMPLES_MAX = 1_024;
  public static final Experience NONE = new Experience(List.of());

  public Experience {
    samples = samples.stream().sorted(Comparator.comparingLong(Sample::ranMillis)).toList();
  }

  /**
   * One task.
   *
   * @param togetherMilli thousandths of devices that its gang held, or it alone
   * @param ranMillis all its attempts together
   */
  public record Sample(long togetherMilli, long ranMillis) {}
}
