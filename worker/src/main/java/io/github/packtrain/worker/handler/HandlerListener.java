package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Measurement;

/**
 * Told what becomes of attempts, from the threads that run them: for one attempt in this order and
 * one call at a time, for different attempts at once. It must return quickly and never wait.
 */
public interface HandlerListener {

  /** The handler is about to run. Not called for an attempt that never gets that far. */
  void started(AttemptId attempt);

  /** It reported; a flood is thinned to its newest. */
  void measured(AttemptId attempt, Measurement measurement);

  /** It is over, exactly once for each attempt that was started. */
  void ended(AttemptId attempt, AttemptResult result);
}
