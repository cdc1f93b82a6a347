package io.github.packtrain.core.plan;

import io.github.packtrain.model.Request;

/**
 * What makes tasks alike for the scheduler: same queue, priority and request. Parameters do not
 * count.
 *
 * @param gang how many of them start together or not at all; 1 for tasks that start one by one
 * @param party whose share of the queue they use, where the queue is shared fairly; else empty
 */
public record ClassKey(String queue, int priority, Request request, int gang, String party) {
  /** Tasks that start one by one, in a queue that is not shared fairly. */
  public ClassKey(String queue, int priority, Request request) {
    this(queue, priority, request, 1, "");
  }
}
