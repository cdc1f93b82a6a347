package io.github.packtrain.simulator.replay;

/**
 * How the world of a replay behaves where a trace does not say it.
 *
 * @param name as users call it
 * @param everyEventInterrupts whether each event takes all running tasks that allow it off their
 *     workers, wherever they go next, and costs them their overhead; otherwise only those pay that
 *     do not go on where they were
 * @param reviewGrainTicks reviews of running tasks happen when they ran for a multiple of this
 */
public record Protocol(String name, boolean everyEventInterrupts, long reviewGrainTicks) {
  /** Arrivals and run times; an interruption costs whom it moves. */
  public static final Protocol QUEUE = new Protocol("queue", false, 1_000);

  /**
   * The rule of the Muri simulator: between two events each running job loses its overhead of
   * progress, unless it ends with the second; all are packed anew at each event. Microseconds.
   */
  public static final Protocol MURI = new Protocol("muri", true, 1_000_000);
}
