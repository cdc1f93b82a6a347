package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Measurement;

/**
 * What becomes of handler attempts. Called on the attempts' own threads, several at a time; must
 * return soon and throw nothing.
 */
public interface HandlerListener {
  void started(AttemptId attempt);

  void measured(AttemptId attempt, Measurement measurement);

  /** Once per attempt, and nothing about it after that. */
  void ended(AttemptId attempt, AttemptResult result);
}
