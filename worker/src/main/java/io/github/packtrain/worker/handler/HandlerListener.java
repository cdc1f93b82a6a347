package io.github.packtrain.worker.handler;

import io.github.packtrain.model.*;

public interface HandlerListener {
  void started(AttemptId a);

  void measured(AttemptId a, Measurement m);

  void ended(AttemptId a, AttemptResult r);
}
