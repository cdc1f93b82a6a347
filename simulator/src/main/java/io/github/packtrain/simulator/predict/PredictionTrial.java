package io.github.packtrain.simulator.predict;

import io.github.packtrain.core.learn.Estimate;
import io.github.packtrain.core.learn.Learned;
import io.github.packtrain.core.learn.Prediction;
import io.github.packtrain.model.AttemptResult;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Predicts each run when it starts, from the runs that have ended by then, and scores what comes
 * out. An outcome is known from start plus run time on: jobs are taken to start when they are
 * submitted, so no queue decides who is known when.
 */
public final class PredictionTrial {
  private static final long NOTHING_KNOWN_MILLIS = 90_000;
  private static final int WORKER = 1;
  private static final String HARDWARE = "any";

  private final Learned learned = new Learned();
  private final RunningQuantile everything = new RunningQuantile();
  private final PriorityQueue<Pending> running =
      new PriorityQueue<>(
          Comparator.comparingLong((Pending p) -> p.run.endMillis())
              .thenComparingInt(p -> p.index));
  private final Pinball p50 = new Pinball(50);
  private final Pinball p90 = new Pinball(90);
  private final Pinball allP50 = new Pinball(50);
  private final Pinball allP90 = new Pinball(90);

  private PredictionTrial() {}

  private record Pending(int index, Run run, Estimate expected) {}

  /**
   * Judges prediction on these runs.
   *
   * @param runs in order of start
   * @param unscored how many of the first are predicted and learned from but not scored
   */
  public static PredictionScore judge(List<Run> runs, int unscored) {
    PredictionTrial trial = new PredictionTrial();
    for (int i = 0; i < runs.size(); i++) {
      trial.predict(i, runs.get(i), i >= unscored);
    }
    return new PredictionScore(
        Math.max(0, runs.size() - unscored),
        trial.p50.share(),
        trial.p90.share(),
        trial.p50.sum(),
        trial.p90.sum(),
        trial.allP90.share(),
        trial.allP50.sum(),
        trial.allP90.sum());
  }

  private void predict(int index, Run run, boolean scored) {
    for (Pending next = running.peek();
        next != null && next.run.endMillis() <= run.startMillis();
        next = running.peek()) {
      running.remove();
      learned.ended(
          next.run.subject(),
          WORKER,
          HARDWARE,
          next.expected,
          AttemptResult.succeeded(Map.of(), next.run.runMillis()),
          next.run.endMillis());
      everything.add(next.run.runMillis());
    }
    Estimate expected = learned.expect(run.subject(), WORKER, HARDWARE);
    if (scored) {
      Prediction predicted = expected.toPrediction();
      p50.add(predicted.p50Millis(), run.runMillis());
      p90.add(predicted.p90Millis(), run.runMillis());
      allP50.add(everything.at(50, NOTHING_KNOWN_MILLIS), run.runMillis());
      allP90.add(everything.at(90, NOTHING_KNOWN_MILLIS), run.runMillis());
    }
    running.add(new Pending(index, run, expected));
  }
}
