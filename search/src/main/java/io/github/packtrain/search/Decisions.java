package io.github.packtrain.search;

import io.github.packtrain.search.StudyCommand.CheckDeadline;
import io.github.packtrain.search.StudyCommand.CompleteTrial;
import io.github.packtrain.search.StudyCommand.CreateStudy;
import io.github.packtrain.search.StudyCommand.FailTrial;
import io.github.packtrain.search.StudyCommand.ImportTrial;
import io.github.packtrain.search.StudyCommand.MarkInfeasible;
import io.github.packtrain.search.StudyCommand.PauseStudy;
import io.github.packtrain.search.StudyCommand.ReportMeasurement;
import io.github.packtrain.search.StudyCommand.ResumeStudy;
import io.github.packtrain.search.StudyCommand.StopStudy;
import io.github.packtrain.search.StudyCommand.SuggestTrial;
import io.github.packtrain.search.StudyEvent.StudyEnded;
import io.github.packtrain.search.StudyEvent.StudyPaused;
import io.github.packtrain.search.StudyEvent.StudyResumed;
import io.github.packtrain.search.StudyEvent.TrialEnded;
import io.github.packtrain.search.StudyEvent.TrialImported;
import io.github.packtrain.search.StudyEvent.TrialMeasured;
import io.github.packtrain.search.StudyEvent.TrialOutcome;
import io.github.packtrain.search.StudyEvent.TrialSuggested;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The reading half of a study: what a command brings about in the present state. Changes nothing.
 */
final class Decisions {
  private final StudyLedger ledger;
  private final Algorithm algorithm;
  private final StudySpec spec;
  private final Ending ending;

  Decisions(StudyLedger ledger, Algorithm algorithm) {
    this.ledger = ledger;
    this.algorithm = algorithm;
    this.spec = ledger.spec();
    this.ending = new Ending(spec, ledger.createdAtMillis());
  }

  StudyReply handle(StudyCommand command, long nowMillis) {
    return switch (command) {
      case CreateStudy create -> create(create);
      case SuggestTrial _ -> suggest(nowMillis);
      case ReportMeasurement report -> report(report, nowMillis);
      case CompleteTrial complete -> complete(complete, nowMillis);
      case FailTrial(String _, int trial, String reason) ->
          endTrial(trial, TrialOutcome.FAILED, new TreeMap<>(), reason, nowMillis);
      case MarkInfeasible(String _, int trial, String reason) ->
          endTrial(trial, TrialOutcome.INFEASIBLE, new TreeMap<>(), reason, nowMillis);
      case ImportTrial result -> importTrial(result, nowMillis);
      case PauseStudy _ -> pause(nowMillis);
      case ResumeStudy _ -> resume(nowMillis);
      case StopStudy(String _, String reason) -> stop(reason, nowMillis);
      case CheckDeadline _ -> new StudyReply.Accepted(findDueEnd(nowMillis));
    };
  }

  Optional<WaitReason> findWait() {
    return findBlock()
        .or(
            () ->
                switch (ask()) {
                  case Advice.Propose _ -> Optional.empty();
                  case Advice.Wait _ -> Optional.of(WaitReason.GENERATION);
                  case Advice.Exhausted _ -> Optional.of(WaitReason.EXHAUSTED);
                });
  }

  private StudyReply create(CreateStudy command) {
    List<StudySpec.Difference> differences = spec.diff(command.spec());
    if (differences.isEmpty()) {
      return StudyReply.accepted();
    }
    String all = differences.stream().map(Object::toString).collect(Collectors.joining("; "));
    return StudyReply.rejected(
        "STUDY_CHANGED",
        "name",
        "the study '" + spec.name() + "' exists with another specification: " + all,
        "give the changed study another name, or undo the changes to go on with the old one");
  }

  private StudyReply suggest(long nowMillis) {
    List<StudyEvent> due = findDueEnd(nowMillis);
    if (!due.isEmpty() || findBlock().isPresent()) {
      return new StudyReply.Accepted(due);
    }
    int trial = ledger.nextTrial();
    return switch (ask()) {
      case Advice.Propose(Candidate candidate, Origin origin) ->
          StudyReply.accepted(new TrialSuggested(spec.name(), trial, candidate, origin, nowMillis));
      case Advice.Wait _ -> StudyReply.accepted();
      case Advice.Exhausted _ ->
          ledger.progress().running() > 0
              ? StudyReply.accepted()
              : StudyReply.accepted(ending.exhausted(ledger.progress(), nowMillis));
    };
  }

  /** Why the algorithm is not even asked. */
  private Optional<WaitReason> findBlock() {
    Progress progress = ledger.progress();
    if (ledger.findEnd().isPresent()) {
      return Optional.of(WaitReason.ENDED);
    }
    if (ledger.isPaused()) {
      return Optional.of(WaitReason.PAUSED);
    }
    if (progress.suggested() >= spec.budget().trials()) {
      return Optional.of(WaitReason.ALL_SUGGESTED);
    }
    return progress.running() >= spec.budget().parallel()
        ? Optional.of(WaitReason.PARALLEL_LIMIT)
        : Optional.empty();
  }

  private Advice ask() {
    int trial = ledger.nextTrial();
    return algorithm.ask(trial, new RandomStream(spec.seed(), trial));
  }

  private StudyReply report(ReportMeasurement report, long nowMillis) {
    Optional<StudyReply> refusal = refuse(report.trial());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    SortedMap<String, Double> metrics = new TreeMap<>();
    Optional<Trial.Measurement> last = ledger.trial(report.trial()).findLastMeasurement();
    if (last.isPresent()) {
      Trial.Measurement known = last.get();
      if (known.step() > report.step()) {
        return StudyReply.accepted();
      }
      if (known.step() == report.step()) {
        metrics.putAll(known.metrics());
      }
    }
    metrics.putAll(report.metrics());
    boolean repeated =
        last.filter(known -> known.step() == report.step() && known.metrics().equals(metrics))
            .isPresent();
    return repeated
        ? StudyReply.accepted()
        : StudyReply.accepted(
            new TrialMeasured(spec.name(), report.trial(), report.step(), metrics, nowMillis));
  }

  private StudyReply complete(CompleteTrial complete, long nowMillis) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    ledger
        .findTrial(complete.trial())
        .flatMap(Trial::findLastMeasurement)
        .ifPresent(last -> metrics.putAll(last.metrics()));
    metrics.putAll(complete.metrics());
    String metric = spec.objective().metric();
    Double value = metrics.get(metric);
    if (value == null) {
      String reported = metrics.isEmpty() ? "nothing" : String.join(", ", metrics.keySet());
      String reason = "the result lacks the objective '" + metric + "'; reported: " + reported;
      return endTrial(complete.trial(), TrialOutcome.FAILED, metrics, reason, nowMillis);
    }
    if (!Double.isFinite(value)) {
      String reason = "the objective '" + metric + "' is " + value;
      return endTrial(complete.trial(), TrialOutcome.INFEASIBLE, metrics, reason, nowMillis);
    }
    return endTrial(complete.trial(), TrialOutcome.COMPLETED, metrics, "", nowMillis);
  }

  private StudyReply endTrial(
      int trial,
      TrialOutcome outcome,
      SortedMap<String, Double> metrics,
      String reason,
      long nowMillis) {
    Optional<StudyReply> refusal = refuse(trial);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    TrialEnded ended = new TrialEnded(spec.name(), trial, outcome, metrics, reason, nowMillis);
    return settle(ended, ledger.progressAfter(ended), nowMillis);
  }

  private StudyReply importTrial(ImportTrial result, long nowMillis) {
    if (ledger.findEnd().isPresent()) {
      return refuseEnded();
    }
    if (ledger.nextTrial() > Study.MAX_TRIALS) {
      return StudyReply.rejected(
          "STUDY_FULL",
          "trial",
          "the study has " + Study.MAX_TRIALS + " trials already",
          "begin another study");
    }
    List<SearchProblem> problems = spec.space().problems(result.candidate());
    if (!problems.isEmpty()) {
      return new StudyReply.Rejected(problems);
    }
    String metric = spec.objective().metric();
    Double value = result.metrics().get(metric);
    if (value == null || !Double.isFinite(value)) {
      return StudyReply.rejected(
          "METRIC_INVALID",
          "metrics." + metric,
          value == null ? "the objective is missing" : "the objective is " + value,
          "give a finite number for '" + metric + "'");
    }
    TrialImported imported =
        new TrialImported(
            spec.name(),
            ledger.nextTrial(),
            spec.space().conform(result.candidate()),
            result.metrics(),
            nowMillis);
    return settle(imported, ledger.progressAfter(imported), nowMillis);
  }

  private StudyReply pause(long nowMillis) {
    if (ledger.findEnd().isPresent()) {
      return refuseEnded();
    }
    return ledger.isPaused()
        ? StudyReply.accepted()
        : StudyReply.accepted(new StudyPaused(spec.name(), nowMillis));
  }

  private StudyReply resume(long nowMillis) {
    if (ledger.findEnd().isPresent()) {
      return refuseEnded();
    }
    return ledger.isPaused()
        ? StudyReply.accepted(new StudyResumed(spec.name(), nowMillis))
        : StudyReply.accepted();
  }

  private StudyReply stop(String reason, long nowMillis) {
    return ledger.findEnd().isPresent()
        ? StudyReply.accepted()
        : StudyReply.accepted(ending.stopped(reason, nowMillis));
  }

  /**
   * The end of the study that the present state or the time makes due; none when it ended before.
   */
  private List<StudyEvent> findDueEnd(long nowMillis) {
    return ledger.findEnd().isPresent()
        ? List.of()
        : ending
            .find(ledger.progress(), nowMillis)
            .<List<StudyEvent>>map(List::of)
            .orElse(List.of());
  }

  /** {@code event}, and the end of the study if it brings it about. */
  private StudyReply settle(StudyEvent event, Progress after, long nowMillis) {
    List<StudyEvent> events = new ArrayList<>();
    events.add(event);
    ending.find(after, nowMillis).ifPresent(events::add);
    return new StudyReply.Accepted(events);
  }

  private Optional<StudyReply> refuse(int trial) {
    Optional<Trial> found = ledger.findTrial(trial);
    if (found.isEmpty()) {
      return Optional.of(
          StudyReply.rejected(
              "TRIAL_UNKNOWN",
              "trial",
              "the study '" + spec.name() + "' has no trial " + trial,
              "name one of its trials, 1 to " + (ledger.nextTrial() - 1)));
    }
    if (found.get().state() instanceof Trial.State.Ended ended) {
      return Optional.of(
          StudyReply.rejected(
              "TRIAL_ENDED",
              "trial",
              "trial " + trial + " ended already, " + ended.outcome(),
              "nothing to do: the first result counts"));
    }
    return Optional.empty();
  }

  private StudyReply refuseEnded() {
    StudyEnded end = ledger.findEnd().orElseThrow();
    return StudyReply.rejected(
        "STUDY_ENDED",
        "study",
        "the study '" + spec.name() + "' ended, " + end.reason() + ": " + end.detail(),
        "begin another study");
  }
}
