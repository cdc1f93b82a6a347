package io.github.packtrain.model;

import java.util.List;

/**
 * What a job waits for before its tasks may start.
 *
 * @param dependencies all of them must hold, in the order given; none for a job that may start at
 *     once
 * @param keep whether the job goes on waiting when one of them cannot hold any more, for somebody
 *     to run again what failed; otherwise it is cancelled
 */
public record After(List<Dependency> dependencies, boolean keep) {
  /** Waits for nothing. */
  public static final After NONE = new After(List.of(), false);

  public After {
    dependencies = List.copyOf(dependencies);
  }
}
