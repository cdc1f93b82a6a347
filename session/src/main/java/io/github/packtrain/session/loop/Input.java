package io.github.packtrain.session.loop;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.WorkerMessage;

/**
 * What reaches the loop. Connections and tokens are numbers that the shell gives out and never
 * reuses.
 */
public sealed interface Input {
  /** A caller's request; its answer comes as {@link Effect.Reply} with the same token. */
  record Call(Request request, long token) implements Input {}

  /** A message on a worker's stream. */
  record FromWorker(long connection, WorkerMessage message) implements Input {}

  /** The stream is gone. */
  record Closed(long connection) implements Input {}

  /** The planner has finished with the view that the last batch carried. */
  record PlanMade(Plan plan) implements Input {}

  /**
   * What a user's own order answered about the jobs that the last batch carried.
   *
   * @param command their places, or that the order is cut off
   */
  record Ranked(Command command) implements Input {}

  /** A user's own placement threw or stalled. */
  record CutOff(Command.CutOffPolicy command) implements Input {}

  /** A caller wants an attempt's output; it comes as {@link Effect.LogData} with the same token. */
  record ReadLog(
      long token,
      WorkerId worker,
      AttemptId attempt,
      boolean stderr,
      long offset,
      int maxBytes,
      boolean follow)
      implements Input {}

  /** The caller of {@link ReadLog} has gone. */
  record CancelLog(long token) implements Input {}

  /** Time has passed. */
  record Tick() implements Input {}
}
