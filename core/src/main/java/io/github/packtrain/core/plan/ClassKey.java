package io.github.packtrain.core.plan;

import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;

/**
 * What makes tasks alike for the scheduler: same queue, priority and request. Parameters do not
 * count.
 *
 * @param gang how many of them start together or not at all; 1 for tasks that start one by one
 * @param party whose share of the queue they use, where the queue is shared fairly; else empty
 * @param profile what they are, as far as it matters for placing them
 */
public record ClassKey(
    String queue, int priority, Request request, int gang, String party, Profile profile) {
  /** Tasks that start one by one, in a queue that is not shared fairly. */
  public ClassKey(String queue, int priority, Request request) {
    this(queue, priority, request, 1, "", Profile.NONE);
  }

  /** The same, where all that starts together must be that near. */
  ClassKey requiring(Level level) {
    Topology topology = new Topology(level, level);
    return new ClassKey(queue, priority, request.withTopology(topology), gang, party, profile);
  }
}
