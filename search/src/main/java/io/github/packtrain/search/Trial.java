package io.github.packtrain.search;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One candidate and what became of it.
 *
 * @param number 1, 2, 3, … in the order of suggestion
 * @param suggestedAtMillis since the epoch
 * @param lastMeasurement the latest report; null = none yet
 */
public record Trial(
    int number,
    Candidate candidate,
    Origin origin,
    long suggestedAtMillis,
    @Nullable Measurement lastMeasurement,
    State state) {

  /** What a trial reported at a step, such as an epoch. */
  public record Measurement(long step, SortedMap<String, Double> metrics, long atMillis) {
    /** Copies {@code metrics}. */
    public Measurement {
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
  }

  /** Where a trial stands. */
  public sealed interface State {
    /** Suggested, without a result yet. */
    record Running() implements State {}

    /** Over; see {@link StudyEvent.TrialEnded} for the fields. */
    record Ended(
        StudyEvent.TrialOutcome outcome,
        SortedMap<String, Double> metrics,
        String reason,
        long atMillis)
        implements State {
      /** Copies {@code metrics}. */
      public Ended {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
      }
    }
  }

  /** The latest report. */
  public Optional<Measurement> findLastMeasurement() {
    return Optional.ofNullable(lastMeasurement);
  }

  /** Whether it has no result yet. */
  public boolean isRunning() {
    return state instanceof State.Running;
  }

  /** Whether it has a finite value of the objective. */
  public boolean isCompleted() {
    return state instanceof State.Ended ended
        && ended.outcome() == StudyEvent.TrialOutcome.COMPLETED;
  }

  /** The final value of {@code metric}; empty while running and when it was not reported. */
  public Optional<Double> findMetric(String metric) {
    return state instanceof State.Ended ended
        ? Optional.ofNullable(ended.metrics().get(metric))
        : Optional.empty();
  }

  Trial with(Measurement measurement) {
    return new Trial(number, candidate, origin, suggestedAtMillis, measurement, state);
  }

  Trial with(State next) {
    return new Trial(number, candidate, origin, suggestedAtMillis, lastMeasurement, next);
  }
}
