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
import io.github.packtrain.search.StudyEvent.StudyCreated;
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
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One study: a state machine without I/O, for a single thread.
 *
 * <p>{@link #handle} reads the state and answers events or a refusal; {@link #apply} alone changes
 * it. Record the events of a reply, then apply them in order, before the next command. After {@link
 * StudyCreated} and after each event that frees a place, ask {@link SuggestTrial} until it answers
 * no event.
 *
 * <p>Laws: at most {@code budget.parallel} trials run; exactly {@code budget.trials} are suggested
 * unless the study ends earlier; a study that is rebuilt from any prefix of its events, or from
 * {@link #replayEvents}, goes on as this one would.
 */
public final class Study {
  /** How many trials a study can hold, imported ones included. */
  public static final int MAX_TRIALS = 2 * Budget.MAX_TRIALS;

  private final StudyLedger ledger;
  private final Algorithm algorithm;
  private final Ending ending;

  private Study(StudyCreated created) {
    ledger = new StudyLedger(created);
    algorithm = Algorithms.create(created.spec());
    ending = new Ending(created.spec(), created.atMillis());
  }

  /** Answers {@link CreateStudy} where no study of the name exists yet. */
  public static StudyReply create(CreateStudy command, long nowMillis) {
    List<SearchProblem> problems = command.spec().problems();
    return problems.isEmpty()
        ? StudyReply.accepted(new StudyCreated(command.spec(), nowMillis))
        : new StudyReply.Rejected(problems);
  }

  /** The study that an accepted {@link #create} began. */
  public static Study begin(StudyCreated created) {
    return new Study(created);
  }

  /** The study of these events, of which the first is {@link StudyCreated}. */
  public static Study replay(List<StudyEvent> events) {
    if (events.isEmpty() || !(events.getFirst() instanceof StudyCreated created)) {
      throw new IllegalArgumentException("the events of a study begin with StudyCreated");
    }
    Study study = begin(created);
    events.subList(1, events.size()).forEach(study::apply);
    return study;
  }

  /** What {@code command} brings about now; nothing is changed. */
  public StudyReply handle(StudyCommand command, long nowMillis) {
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
      case StopStudy(String _, String reason) ->
          isEnded()
              ? StudyReply.accepted()
              : StudyReply.accepted(ending.stopped(reason, nowMillis));
      case CheckDeadline _ -> settle(new ArrayList<>(), progress(), nowMillis);
    };
  }

  /**
   * Records {@code event}, which {@link #handle} answered on this state. Decides nothing and never
   * fails.
   */
  public void apply(StudyEvent event) {
    ledger.apply(event);
    switch (event) {
      case TrialSuggested(String _, int trial, Candidate candidate, Origin origin, long _) ->
          algorithm.suggested(trial, new Advice.Propose(candidate, origin));
      case TrialEnded(String _, int trial, TrialOutcome outcome, var metrics, String _, long _) -> {
        if (outcome == TrialOutcome.COMPLETED) {
          algorithm.scored(individual(trial, ledger.trial(trial).candidate(), metrics));
        } else {
          algorithm.lost(trial);
        }
      }
      case TrialImported(String _, int trial, Candidate candidate, var metrics, long _) ->
          algorithm.scored(individual(trial, candidate, metrics));
      case StudyCreated _, TrialMeasured _, StudyPaused _, StudyResumed _, StudyEnded _ -> {}
    }
  }

  /**
   * Events that rebuild this study: all of its own but for measurements, of which only the last of
   * each trial is kept, and pauses that are over.
   */
  public List<StudyEvent> replayEvents() {
    return ledger.replayEvents();
  }

  /** What it was created from. */
  public StudySpec spec() {
    return ledger.spec();
  }

  /** When it was created. */
  public long createdAtMillis() {
    return ending.createdAtMillis();
  }

  /** Counts, and the best so far. */
  public Progress progress() {
    return ledger.progress();
  }

  /** The trial with this number. */
  public Optional<Trial> findTrial(int number) {
    return ledger.findTrial(number);
  }

  /** All trials by number. */
  public List<Trial> trials() {
    return ledger.trials();
  }

  /** The trials without a result, by number. */
  public List<Trial> running() {
    return ledger.running();
  }

  /**
   * The completed and imported trials, best first, of equal ones the earlier first; at most {@code
   * limit}.
   */
  public List<Trial> best(int limit) {
    return ledger.best(limit);
  }

  /**
   * Each result that was better than all before it, in order: the steps of the best-so-far curve.
   */
  public List<Improvement> improvements() {
    return ledger.improvements();
  }

  /** How and why it ended; empty while it goes on. */
  public Optional<StudyEnded> findEnd() {
    return ledger.findEnd();
  }

  /** Whether it is over. */
  public boolean isEnded() {
    return findEnd().isPresent();
  }

  /** Whether suggestions are paused. */
  public boolean isPaused() {
    return ledger.isPaused();
  }

  /** When its time is over; empty without such a limit. */
  public OptionalLong findDeadlineMillis() {
    long wallMillis = spec().budget().wallMillis();
    return wallMillis == Budget.NO_LIMIT
        ? OptionalLong.empty()
        : OptionalLong.of(createdAtMillis() + wallMillis);
  }

  /** Why {@link SuggestTrial} answers no trial now; empty when it would answer one. */
  public Optional<WaitReason> findWait() {
    Progress progress = progress();
    if (isEnded()) {
      return Optional.of(WaitReason.ENDED);
    }
    if (isPaused()) {
      return Optional.of(WaitReason.PAUSED);
    }
    if (progress.suggested() >= spec().budget().trials()) {
      return Optional.of(WaitReason.ALL_SUGGESTED);
    }
    if (progress.running() >= spec().budget().parallel()) {
      return Optional.of(WaitReason.PARALLEL_LIMIT);
    }
    return switch (ask()) {
      case Advice.Propose _ -> Optional.empty();
      case Advice.Wait _ -> Optional.of(WaitReason.GENERATION);
      case Advice.Exhausted _ -> Optional.of(WaitReason.EXHAUSTED);
    };
  }

  private StudyReply create(CreateStudy command) {
    List<StudySpec.Difference> differences = spec().diff(command.spec());
    if (differences.isEmpty()) {
      return StudyReply.accepted();
    }
    return StudyReply.rejected(
        "STUDY_CHANGED",
        "name",
        "the study '%s' exists with another specification: %s"
            .formatted(
                spec().name(),
                differences.stream().map(Object::toString).collect(Collectors.joining("; "))),
        "give the changed study another name, or undo the changes to go on with the old one");
  }

  private StudyReply suggest(long nowMillis) {
    Optional<StudyEnded> end = isEnded() ? Optional.empty() : ending.find(progress(), nowMillis);
    if (end.isPresent()) {
      return StudyReply.accepted(end.get());
    }
    Optional<WaitReason> wait = findWait();
    if (wait.isPresent()) {
      boolean over = wait.get() == WaitReason.EXHAUSTED && progress().running() == 0;
      return over
          ? StudyReply.accepted(ending.exhausted(progress(), nowMillis))
          : StudyReply.accepted();
    }
    return switch (ask()) {
      case Advice.Propose(Candidate candidate, Origin origin) ->
          StudyReply.accepted(
              new TrialSuggested(spec().name(), ledger.nextTrial(), candidate, origin, nowMillis));
      case Advice.Wait _, Advice.Exhausted _ -> StudyReply.accepted();
    };
  }

  private Advice ask() {
    int trial = ledger.nextTrial();
    return algorithm.ask(trial, new RandomStream(spec().seed(), trial));
  }

  private StudyReply report(ReportMeasurement report, long nowMillis) {
    Optional<StudyReply> refusal = refuse(report.trial());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<Trial.Measurement> last = ledger.trial(report.trial()).findLastMeasurement();
    SortedMap<String, Double> metrics = new TreeMap<>();
    if (last.isPresent() && last.get().step() == report.step()) {
      metrics.putAll(last.get().metrics());
    }
    metrics.putAll(report.metrics());
    boolean late = last.isPresent() && last.get().step() > report.step();
    boolean repeated =
        last.isPresent()
            && last.get().step() == report.step()
            && last.get().metrics().equals(metrics);
    return late || repeated
        ? StudyReply.accepted()
        : StudyReply.accepted(
            new TrialMeasured(spec().name(), report.trial(), report.step(), metrics, nowMillis));
  }

  private StudyReply complete(CompleteTrial complete, long nowMillis) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    findTrial(complete.trial())
        .flatMap(Trial::findLastMeasurement)
        .ifPresent(last -> metrics.putAll(last.metrics()));
    metrics.putAll(complete.metrics());
    String metric = spec().objective().metric();
    Double value = metrics.get(metric);
    if (value == null) {
      String reason =
          "the result lacks the objective '%s'; reported: %s"
              .formatted(
                  metric, metrics.isEmpty() ? "nothing" : String.join(", ", metrics.keySet()));
      return endTrial(complete.trial(), TrialOutcome.FAILED, metrics, reason, nowMillis);
    }
    if (!Double.isFinite(value)) {
      String reason = "the objective '%s' is %s".formatted(metric, value);
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
    TrialEnded ended = new TrialEnded(spec().name(), trial, outcome, metrics, reason, nowMillis);
    List<StudyEvent> events = new ArrayList<>(List.of(ended));
    return settle(events, ledger.progressAfter(ended), nowMillis);
  }

  private StudyReply importTrial(ImportTrial result, long nowMillis) {
    if (isEnded()) {
      return refuseEnded();
    }
    if (ledger.nextTrial() > MAX_TRIALS) {
      return StudyReply.rejected(
          "STUDY_FULL",
          "trial",
          "the study has " + MAX_TRIALS + " trials already",
          "begin another study");
    }
    List<SearchProblem> problems = spec().space().problems(result.candidate());
    if (!problems.isEmpty()) {
      return new StudyReply.Rejected(problems);
    }
    String metric = spec().objective().metric();
    Double value = result.metrics().get(metric);
    if (value == null || !Double.isFinite(value)) {
      return StudyReply.rejected(
          "METRIC_INVALID",
          "metrics." + metric,
          value == null ? "the objective is missing" : "the objective is " + value,
          "give a finite number for '" + metric + "'");
    }
    Candidate candidate = spec().space().conform(result.candidate());
    TrialImported imported =
        new TrialImported(
            spec().name(), ledger.nextTrial(), candidate, result.metrics(), nowMillis);
    List<StudyEvent> events = new ArrayList<>(List.of(imported));
    return settle(events, ledger.progressAfter(imported), nowMillis);
  }

  private StudyReply pause(long nowMillis) {
    if (isEnded()) {
      return refuseEnded();
    }
    return isPaused()
        ? StudyReply.accepted()
        : StudyReply.accepted(new StudyPaused(spec().name(), nowMillis));
  }

  private StudyReply resume(long nowMillis) {
    if (isEnded()) {
      return refuseEnded();
    }
    return isPaused()
        ? StudyReply.accepted(new StudyResumed(spec().name(), nowMillis))
        : StudyReply.accepted();
  }

  /** {@code events}, and the end of the study if they bring it about. */
  private StudyReply settle(List<StudyEvent> events, Progress after, long nowMillis) {
    if (!isEnded()) {
      ending.find(after, nowMillis).ifPresent(events::add);
    }
    return new StudyReply.Accepted(events);
  }

  private Optional<StudyReply> refuse(int trial) {
    Optional<Trial> found = findTrial(trial);
    if (found.isEmpty()) {
      return Optional.of(
          StudyReply.rejected(
              "TRIAL_UNKNOWN",
              "trial",
              "the study '%s' has no trial %d, it has %d"
                  .formatted(spec().name(), trial, ledger.nextTrial() - 1),
              "name one of its trials"));
    }
    if (found.get().state() instanceof Trial.State.Ended ended) {
      return Optional.of(
          StudyReply.rejected(
              "TRIAL_ENDED",
              "trial",
              "trial %d ended already, %s".formatted(trial, ended.outcome()),
              "nothing to do: the first result counts"));
    }
    return Optional.empty();
  }

  private StudyReply refuseEnded() {
    return StudyReply.rejected(
        "STUDY_ENDED",
        "study",
        "the study '%s' ended: %s"
            .formatted(spec().name(), findEnd().map(StudyEnded::reason).orElseThrow()),
        "begin another study");
  }

  private Individual individual(int trial, Candidate candidate, SortedMap<String, Double> metrics) {
    return new Individual(trial, candidate, ledger.score(metrics));
  }
}
