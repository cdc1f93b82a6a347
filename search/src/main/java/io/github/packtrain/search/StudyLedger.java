package io.github.packtrain.search;

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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What happened in a study: its trials, counts and retained events. Decides nothing. */
final class StudyLedger {
  private final StudyCreated created;
  private final StudySpec spec;
  private final List<StudyEvent> retained = new ArrayList<>();
  private final List<Trial> trials = new ArrayList<>();
  private final SortedSet<Integer> running = new TreeSet<>();
  private final List<Improvement> improvements = new ArrayList<>();
  private Progress progress = Progress.NONE;
  private @Nullable StudyPaused pause;
  private @Nullable StudyEnded end;

  StudyLedger(StudyCreated created) {
    this.created = created;
    spec = created.spec();
    retained.add(created);
  }

  void apply(StudyEvent event) {
    switch (event) {
      case StudyCreated _ -> throw new IllegalStateException("a study is created once");
      case TrialSuggested suggested -> suggested(suggested);
      case TrialImported imported -> imported(imported);
      case TrialMeasured measured -> measured(measured);
      case TrialEnded ended -> ended(ended);
      case StudyPaused paused -> pause = paused;
      case StudyResumed _ -> pause = null;
      case StudyEnded ended -> ended(ended);
    }
  }

  StudySpec spec() {
    return spec;
  }

  long createdAtMillis() {
    return created.atMillis();
  }

  Progress progress() {
    return progress;
  }

  Progress progressAfter(TrialImported imported) {
    return progress.afterImport(imported.trial(), score(imported.metrics()));
  }

  Progress progressAfter(TrialEnded ended) {
    return switch (ended.outcome()) {
      case COMPLETED -> progress.afterCompletion(ended.trial(), score(ended.metrics()));
      case FAILED -> progress.afterFailure();
      case INFEASIBLE -> progress.afterInfeasible();
      case CANCELLED -> throw new IllegalStateException("trials are cancelled by StudyEnded");
    };
  }

  double score(SortedMap<String, Double> metrics) {
    Objective objective = spec.objective();
    return objective.score(metrics.getOrDefault(objective.metric(), Double.NaN));
  }

  int nextTrial() {
    return trials.size() + 1;
  }

  Trial trial(int number) {
    return trials.get(number - 1);
  }

  Optional<Trial> findTrial(int number) {
    return number >= 1 && number <= trials.size() ? Optional.of(trial(number)) : Optional.empty();
  }

  List<Trial> trials() {
    return Collections.unmodifiableList(trials);
  }

  List<Trial> running() {
    return running.stream().map(this::trial).toList();
  }

  List<Trial> best(int limit) {
    Comparator<Trial> bestFirst =
        Comparator.comparingDouble((Trial trial) -> score(endOf(trial).metrics()))
            .reversed()
            .thenComparingInt(Trial::number);
    return trials.stream().filter(Trial::isCompleted).sorted(bestFirst).limit(limit).toList();
  }

  List<Improvement> improvements() {
    return Collections.unmodifiableList(improvements);
  }

  Optional<StudyEnded> findEnd() {
    return Optional.ofNullable(end);
  }

  boolean isPaused() {
    return pause != null;
  }

  List<StudyEvent> replayEvents() {
    List<StudyEvent> events = new ArrayList<>();
    for (StudyEvent event : retained) {
      if (event instanceof TrialEnded ended) {
        lastMeasured(trial(ended.trial())).ifPresent(events::add);
      }
      events.add(event);
    }
    boolean cutShort = end != null;
    trials.stream()
        .filter(trial -> cutShort ? isCancelled(trial) : trial.isRunning())
        .forEach(trial -> lastMeasured(trial).ifPresent(events::add));
    findPause().ifPresent(events::add);
    findEnd().ifPresent(events::add);
    return Collections.unmodifiableList(events);
  }

  private void suggested(TrialSuggested event) {
    retained.add(event);
    running.add(event.trial());
    trials.add(
        new Trial(
            event.trial(),
            event.candidate(),
            event.origin(),
            event.atMillis(),
            null,
            new Trial.State.Running()));
    progress = progress.afterSuggestion();
  }

  private void imported(TrialImported event) {
    retained.add(event);
    trials.add(
        new Trial(
            event.trial(),
            event.candidate(),
            new Origin.Imported(),
            event.atMillis(),
            null,
            new Trial.State.Ended(TrialOutcome.COMPLETED, event.metrics(), "", event.atMillis())));
    advance(progressAfter(event), event.metrics(), event.atMillis());
  }

  private void measured(TrialMeasured event) {
    replace(
        trial(event.trial())
            .with(new Trial.Measurement(event.step(), event.metrics(), event.atMillis())));
  }

  private void ended(TrialEnded event) {
    retained.add(event);
    running.remove(event.trial());
    replace(
        trial(event.trial())
            .with(
                new Trial.State.Ended(
                    event.outcome(), event.metrics(), event.reason(), event.atMillis())));
    advance(progressAfter(event), event.metrics(), event.atMillis());
  }

  private void ended(StudyEnded event) {
    Trial.State cancelled =
        new Trial.State.Ended(
            TrialOutcome.CANCELLED, new TreeMap<>(), "the study ended", event.atMillis());
    running.forEach(number -> replace(trial(number).with(cancelled)));
    running.clear();
    progress = progress.afterEnd();
    pause = null;
    end = event;
  }

  private void advance(Progress after, SortedMap<String, Double> metrics, long atMillis) {
    if (after.bestTrial() != progress.bestTrial()) {
      int results = after.completed() + after.imported();
      double value = metrics.getOrDefault(spec.objective().metric(), Double.NaN);
      improvements.add(new Improvement(results, after.bestTrial(), value, atMillis));
    }
    progress = after;
  }

  private void replace(Trial trial) {
    trials.set(trial.number() - 1, trial);
  }

  private Optional<StudyPaused> findPause() {
    return Optional.ofNullable(pause);
  }

  private Optional<StudyEvent> lastMeasured(Trial trial) {
    return trial
        .findLastMeasurement()
        .map(
            last ->
                new TrialMeasured(
                    spec.name(), trial.number(), last.step(), last.metrics(), last.atMillis()));
  }

  private static boolean isCancelled(Trial trial) {
    return trial.state() instanceof Trial.State.Ended ended
        && ended.outcome() == TrialOutcome.CANCELLED;
  }

  private static Trial.State.Ended endOf(Trial trial) {
    return (Trial.State.Ended) trial.state();
  }
}
