package io.github.packtrain.core;

import io.github.packtrain.model.JobId;
import java.util.List;

/**
 * Jobs with tasks that may start and come before another job in the order of priority and arrival.
 *
 * @param nearest the ones right before it, nearest first
 * @param count how many there are
 */
public record JobsAhead(List<JobId> nearest, int count) {
  public static final JobsAhead NOBODY = new JobsAhead(List.of(), 0);

  public JobsAhead {
    nearest = List.copyOf(nearest);
  }
}
