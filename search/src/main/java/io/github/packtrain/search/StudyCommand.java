package io.github.packtrain.search;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A wish, answered by {@link Study#handle} with events or a refusal. */
public sealed interface StudyCommand {
  /** The study's name. */
  String study();

  /**
   * Begin a study; for one that exists with the same specification, do nothing; with another,
   * refuse.
   */
  record CreateStudy(StudySpec spec) implements StudyCommand {
    @Override
    public String study() {
      return spec.name();
    }
  }

  /**
   * Suggest one trial. Answers no event when none can run now ({@link Study#findWait} says why), so
   * ask again until there is none.
   *
   * <p>Suggestions follow from the order of the events before them. Ask right after each event that
   * frees a place, before the next report is handled; then they depend on nothing but the order of
   * completions.
   */
  record SuggestTrial(String study) implements StudyCommand {}

  /**
   * Record what a running trial reported at {@code step}. Repeated and late reports are accepted
   * without effect.
   */
  record ReportMeasurement(String study, int trial, long step, SortedMap<String, Double> metrics)
      implements StudyCommand {
    /** Copies {@code metrics}. */
    public ReportMeasurement {
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
  }

  /**
   * End a trial with its result. Metrics of its last measurement count where {@code metrics} lacks
   * them. Without the objective the trial is recorded as failed, with one that is not finite as
   * infeasible: it ends in any case.
   */
  record CompleteTrial(String study, int trial, SortedMap<String, Double> metrics)
      implements StudyCommand {
    /** Copies {@code metrics}. */
    public CompleteTrial {
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
  }

  /**
   * End a trial that failed by its own fault. Losses of infrastructure are retried elsewhere and
   * not told here.
   */
  record FailTrial(String study, int trial, String reason) implements StudyCommand {}

  /** End a trial whose candidate is worthless; it is never tried again. */
  record MarkInfeasible(String study, int trial, String reason) implements StudyCommand {}

  /**
   * Tell a result that was not asked for; the algorithm learns from it. It does not count against
   * the budget.
   */
  record ImportTrial(String study, Candidate candidate, SortedMap<String, Double> metrics)
      implements StudyCommand {
    /** Copies {@code metrics}. */
    public ImportTrial {
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
  }

  /** Suggest nothing until resumed; running trials go on. */
  record PauseStudy(String study) implements StudyCommand {}

  /** Go on after a pause. */
  record ResumeStudy(String study) implements StudyCommand {}

  /** End the study now. */
  record StopStudy(String study, String reason) implements StudyCommand {}

  /** End the study if its time is over; {@link Study#findDeadlineMillis} says when to send this. */
  record CheckDeadline(String study) implements StudyCommand {}
}
