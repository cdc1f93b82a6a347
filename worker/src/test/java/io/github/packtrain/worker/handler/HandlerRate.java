package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.TaskBody;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Prints how many no-ops a second are started and ended; run by hand, asserts nothing. */
final class HandlerRate {
  private static final int IN_FLIGHT = 16;

  private HandlerRate() {}

  public static void main(String[] arguments) throws Exception {
    int count = 200_000;
    Semaphore free = new Semaphore(IN_FLIGHT);
    HandlerListener listener =
        new HandlerListener() {
          @Override
          public void started(AttemptId attempt) {}

          @Override
          public void measured(AttemptId attempt, Measurement measurement) {}

          @Override
          public void ended(AttemptId attempt, AttemptResult result) {
            free.release();
          }
        };
    Path directory = Path.of("never-made");
    try (HandlerAttempts attempts = new HandlerAttempts(Handlers.load(), listener)) {
      for (int round = 0; round < 5; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
          free.acquire();
          AttemptId id = AttemptId.of(1, i, 1);
          attempts.start(
              new HandlerStart(
                  id,
                  new TaskBody.Handler("noop", ""),
                  "",
                  3_600_000,
                  10_000,
                  List.of(),
                  directory));
        }
        free.acquire(IN_FLIGHT);
        free.release(IN_FLIGHT);
        System.out.printf("%.0f no-ops/s%n", count * 1e9 / (System.nanoTime() - start));
      }
    }
  }
}
