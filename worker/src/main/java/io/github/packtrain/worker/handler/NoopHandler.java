package io.github.packtrain.worker.handler;

import java.util.Map;

/** {@code noop}: succeeds at once, with no result. For measuring everything around a task. */
public final class NoopHandler implements TaskHandler {
  @Override
  public String name() {
    return "noop";
  }

  @Override
  public Map<String, Double> run(HandlerCall call) {
    return Map.of();
  }
}
