package io.github.packtrain.search;

import io.github.packtrain.search.StudyCommand.CreateStudy;
import io.github.packtrain.search.StudyEvent.StudyCreated;
import io.github.packtrain.search.StudyEvent.StudyEnded;
import io.github.packtrain.search.StudyEvent.StudyPaused;
import io.github.packtrain.search.StudyEvent.StudyResumed;
import io.github.packtrain.search.StudyEvent.TrialEnded;
import io.github.packtrain.search.StudyEvent.TrialImported;
import io.github.packtrain.search.StudyEvent.TrialMeasured;
import io.github.packtrain.search.StudyEvent.TrialOutcome;
import io.github.packtrain.search.StudyEvent.TrialSuggested;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * One study: a state machine without I/O, for a single thread.
 *
 * <p>{@link #handle} reads the state and answers events or a refusal; {@link #apply} alone changes
 * it. Record the events of a reply, then apply them in order, before the next command. After {@link
 * StudyCreated} and after each event that frees a place, ask {@link StudyCommand.SuggestTrial}
 * until it answers no event.
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
  private final Decisions decisions;

  private Study(StudyCreated created) {
    ledger = new StudyLedger(created);
    algorithm = Algorithms.create(created.spec());
    decisions = new Decisions(ledger, algorithm);
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
    return decisions.handle(command, nowMillis);
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
          algorithm.scored(individual(trial, metrics));
        } else {
          algorithm.lost(trial);
        }
      }
      case TrialImported(String _, int trial, Candidate _, var metrics, long _) ->
          algorithm.scored(individual(trial, metrics));
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
    return ledger.createdAtMillis();
  }

  /** Counts, and the best so far. */
  public Progress progress() {
    return ledger.progress();
  }

  /** The trial with this number. */
  public Optional<Trial> findTrial(int number) {
    return ledger.findTrial(number);
  }

  /** All trials by number: a view, changed by {@link #apply}. */
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
   * Each result that was better than all before it, in order: the steps of the best-so-far curve; a
   * view.
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

  /**
   * When its time is over, for a timer that sends {@link StudyCommand.CheckDeadline}; empty without
   * a limit.
   */
  public OptionalLong findDeadlineMillis() {
    long wallMillis = spec().budget().wallMillis();
    return wallMillis == Budget.NO_LIMIT
        ? OptionalLong.empty()
        : OptionalLong.of(createdAtMillis() + wallMillis);
  }

  /**
   * Why {@link StudyCommand.SuggestTrial} suggests nothing now; empty when it would (time limits
   * aside).
   */
  public Optional<WaitReason> findWait() {
    return decisions.findWait();
  }

  private Individual individual(int trial, SortedMap<String, Double> metrics) {
    return new Individual(trial, ledger.trial(trial).candidate(), ledger.score(metrics));
  }
}
