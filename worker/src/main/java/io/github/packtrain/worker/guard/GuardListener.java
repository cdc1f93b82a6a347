package io.github.packtrain.worker.guard;

import java.util.List;

/**
 * What the guard tells the worker. Called on one thread of the {@link Guard}, in order; must return
 * soon. The same fact may come more than once.
 */
public interface GuardListener {
  /**
   * A guard was reached: at the start, and again whenever it had to be replaced.
   *
   * @param running every attempt that runs, also those of an earlier worker process or guard
   * @param ended those that ended and were not acknowledged yet
   */
  void connected(List<RunningAttempt> running, List<EndedAttempt> ended);

  /** An attempt's main process runs. */
  void started(RunningAttempt attempt);

  /** An attempt is over. It is said again after each reconnect until it is acknowledged. */
  void ended(EndedAttempt attempt);

  /**
   * Another worker process has opened the same directory, so this one is on its way out: it is told
   * nothing more, and its orders are no longer followed.
   */
  void replaced();

  /**
   * There is no guard at present, and none could be started. Tried again until it works; said once
   * per outage.
   */
  void unavailable(GuardException cause);
}
