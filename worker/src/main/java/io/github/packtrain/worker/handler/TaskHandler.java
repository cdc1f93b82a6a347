package io.github.packtrain.worker.handler;

import java.util.Map;

/**
 * Java code that a task can name. An implementation is listed in {@code
 * META-INF/services/io.github.packtrain.worker.handler.TaskHandler}, has a public constructor
 * without parameters, and is used by many attempts at the same time.
 */
public interface TaskHandler {
  /** What tasks call it; unique on a worker. */
  String name();

  /**
   * Runs one attempt.
   *
   * @return the final result: finite numbers by name; empty for none. One that is required and
   *     missing, NaN or infinite makes the attempt a {@code BAD_RESULT}, which is not retried.
   * @throws InterruptedException when it gave up because it was asked to end
   * @throws BadParameterException for a parameter that cannot be used
   * @throws Exception for anything else; its message becomes the attempt's
   */
  Map<String, Double> run(HandlerCall call) throws Exception;
}
