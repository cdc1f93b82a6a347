package io.github.packtrain.search;

import io.github.packtrain.model.Fact;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A fact of a study. Times are milliseconds since the epoch, as they came in with the command. */
public sealed interface StudyEvent extends Fact {
  /** The study's name. */
  String study();

  /** When it happened. */
  long atMillis();

  /** The study began. */
  record StudyCreated(StudySpec spec, long atMillis) implements StudyEvent {
    @Override
    public String study() {
      return spec.name();
    }
  }

  /**
   * A candidate was suggested and is running from now on. Trials are numbered 1, 2, 3, … without
   * gaps.
   */
  record TrialSuggested(String study, int trial, Candidate candidate, Origin origin, long atMillis)
      implements StudyEvent {}

  /** A result from elsewhere was added as a completed trial. */
  record TrialImported(
      String study,
      int trial,
      Candidate candidate,
      SortedMap<String, Double> metrics,
      long atMillis)
      implements StudyEvent {
    /** Copies {@code metrics}. */
    public TrialImported {
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
  }

  /** A running trial reported; {@code step} never decreases within a trial. */
  record TrialMeasured(
      String study, int trial, long step, SortedMap<String, Double> metrics, long atMillis)
      implements StudyEvent {
    /** Copies {@code metrics}. */
    public TrialMeasured {
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
  }

  /**
   * A running trial ended.
   *
   * @param metrics the final ones; may hold NaN and infinities when {@code outcome} is INFEASIBLE
   * @param reason why it did not complete; empty for a completed trial
   */
  record TrialEnded(
      String study,
      int trial,
      TrialOutcome outcome,
      SortedMap<String, Double> metrics,
      String reason,
      long atMillis)
      implements StudyEvent {
    /** Copies {@code metrics}. */
    public TrialEnded {
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
  }

  /** No further suggestions until resumed. */
  record StudyPaused(String study, long atMillis) implements StudyEvent {}

  /** Suggestions go on. */
  record StudyResumed(String study, long atMillis) implements StudyEvent {}

  /**
   * The study is over, for good. Trials that still ran are cancelled by this event, none gets one
   * of its own.
   */
  record StudyEnded(String study, EndReason reason, String detail, long atMillis)
      implements StudyEvent {}

  /** How a trial ended. */
  enum TrialOutcome {
    /** With a finite value of the objective. */
    COMPLETED,
    /** By its own fault: a crash, a missing result. */
    FAILED,
    /** It ran, but the candidate is worthless: its result is not a finite number, or it said so. */
    INFEASIBLE,
    /** The study ended first. */
    CANCELLED
  }

  /** Why a study ended. */
  enum EndReason {
    /** All trials of the budget have ended. */
    BUDGET,
    /** A trial reached the target. */
    TARGET,
    /** Too many results in a row without a better one. */
    PATIENCE,
    /** The algorithm has nothing more to suggest. */
    EXHAUSTED,
    /** Too many trials failed. */
    FAILED,
    /** Somebody stopped it. */
    STOPPED,
    /** Its time is over. */
    WALL
  }
}
