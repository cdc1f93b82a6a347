package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Accepted;
import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches from outside: it sees commands and what was decided, never the state, and says when an
 * attempt number comes twice, a result is taken from somebody who does not hold the attempt, or a
 * task succeeds twice.
 */
final class Witness {
  private final Set<AttemptId> everPlaced = new HashSet<>();
  private final Map<AttemptId, WorkerId> live = new HashMap<>();
  private final Map<TaskId, AttemptId> current = new HashMap<>();
  private final Set<TaskId> succeeded = new HashSet<>();
  private final List<String> violations = new ArrayList<>();

  List<String> violations() {
    return violations;
  }

  void saw(Command command, Decision decision) {
    if (!(decision instanceof Accepted(List<Event> events, Reply _))) {
      return;
    }
    switch (command) {
      case Command.ReportEnded c -> mustHold(c.worker(), c.attempt(), "ended");
      case Command.ReportStarted c -> mustHold(c.worker(), c.attempt(), "started");
      case Command.ReportWithdrawn c -> mustHold(c.worker(), c.attempt(), "withdrawn");
      case Command.ReportMeasured c -> mustHold(c.worker(), c.attempt(), "measured");
      default -> {}
    }
    events.forEach(this::saw);
  }

  private void mustHold(WorkerId worker, AttemptId attempt, String what) {
    if (!worker.equals(live.get(attempt))) {
      violations.add(worker + " reported " + attempt + " as " + what + " and does not hold it");
    }
  }

  private void saw(Event event) {
    switch (event) {
      case Event.AttemptPlaced e -> placed(e);
      case Event.AttemptEnded e -> {
        over(e.attempt());
        if (e.result().outcome() == Outcome.SUCCEEDED && !succeeded.add(e.attempt().task())) {
          violations.add("task " + e.attempt().task() + " succeeded twice");
        }
      }
      case Event.AttemptWithdrawn e -> over(e.attempt());
      case Event.AttemptRequeued e -> over(e.attempt());
      default -> {}
    }
  }

  private void placed(Event.AttemptPlaced e) {
    if (!everPlaced.add(e.attempt())) {
      violations.add("attempt " + e.attempt() + " was placed twice");
    }
    live.put(e.attempt(), e.worker());
    AttemptId other = current.put(e.attempt().task(), e.attempt());
    if (other != null) {
      violations.add("task " + e.attempt().task() + " has attempts " + other + " at once");
    }
  }

  private void over(AttemptId attempt) {
    if (live.remove(attempt) == null) {
      violations.add("attempt " + attempt + " ended and was not live");
    }
    current.remove(attempt.task());
  }
}
