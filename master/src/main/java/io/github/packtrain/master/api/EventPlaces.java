package io.github.packtrain.master.api;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.core.Event;
import io.github.packtrain.journal.Recorded;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which worker has which attempt, for events that do not say it themselves: learnt as they pass,
 * and asked for where an attempt was placed before the first of them. Not thread-safe.
 */
final class EventPlaces {
  private final Backend backend;
  private final Map<AttemptId, WorkerId> workers = new HashMap<>();

  EventPlaces(Backend backend) {
    this.backend = backend;
  }

  /** Where the attempt is, as far as it is known. */
  Optional<WorkerId> find(AttemptId attempt) {
    return Optional.ofNullable(workers.get(attempt));
  }

  /** Learns from a fact before it is shown. */
  void before(Fact fact) {
    if (fact instanceof Event.AttemptPlaced placed) {
      workers.put(placed.attempt(), placed.worker());
    }
  }

  /** The attempt is over. */
  void forget(AttemptId attempt) {
    workers.remove(attempt);
  }

  /** Asks for what these will need; blocks. */
  void prepare(List<Recorded> batches) {
    Set<AttemptId> placed = new HashSet<>();
    List<AttemptId> unknown = new ArrayList<>();
    for (Recorded batch : batches) {
      for (Fact fact : batch.facts()) {
        if (fact instanceof Event.AttemptPlaced it) {
          placed.add(it.attempt());
        } else {
          attemptOf(fact)
              .filter(attempt -> !workers.containsKey(attempt) && placed.add(attempt))
              .ifPresent(unknown::add);
        }
      }
    }
    if (!unknown.isEmpty()) {
      ask(unknown);
    }
  }

  private void ask(List<AttemptId> unknown) {
    List<AttemptView> live =
        backend
            .readMore(
                view ->
                    unknown.stream()
                        .flatMap(id -> view.world().core().findAttempt(id).stream())
                        .toList())
            .join();
    live.forEach(attempt -> workers.put(attempt.id(), attempt.worker()));
    List<AttemptId> past = unknown.stream().filter(id -> !workers.containsKey(id)).toList();
    if (!past.isEmpty()) {
      workers.putAll(
          backend
              .fromHistory(
                  history -> {
                    Map<AttemptId, WorkerId> found = new HashMap<>();
                    for (AttemptId id : past) {
                      history
                          .attempts(id.task())
                          .forEach(attempt -> found.put(attempt.id(), attempt.worker()));
                    }
                    found.keySet().retainAll(past);
                    return found;
                  })
              .join());
    }
  }

  private static Optional<AttemptId> attemptOf(Fact fact) {
    return switch (fact) {
      case Event.AttemptStarted started -> Optional.of(started.attempt());
      case Event.AttemptStopRequested stop -> Optional.of(stop.attempt());
      case Event.AttemptWithdrawn withdrawn -> Optional.of(withdrawn.attempt());
      case Event.AttemptEnded ended -> Optional.of(ended.attempt());
      case Event.AttemptRequeued requeued -> Optional.of(requeued.attempt());
      case Event.AttemptMeasured measured -> Optional.of(measured.attempt());
      default -> Optional.empty();
    };
  }
}
