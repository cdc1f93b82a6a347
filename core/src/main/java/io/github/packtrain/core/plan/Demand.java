package io.github.packtrain.core.plan;

import io.github.packtrain.model.Request;
import java.util.List;

/**
 * What is asked of the cluster these days: requests with how often they come. Policies judge by it
 * what a hole on a worker is still good for.
 *
 * <p>Shown by the very same object as long as it is the same, for whoever makes something of it
 * makes it anew for another.
 *
 * @param entries most frequent first; several for one request add up
 */
public record Demand(List<Entry> entries) {
  public static final Demand NONE = new Demand(List.of());

  public Demand {
    entries = List.copyOf(entries);
  }

  /**
   * One request.
   *
   * @param count how many tasks, at least 1
   */
  public record Entry(Request request, long count) {
    public Entry {
      if (count < 1) {
        throw new IllegalArgumentException("demand is counted in tasks, not " + count);
      }
    }
  }
}
