package io.github.packtrain.session.loop;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Event;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Plan.Choice;
import io.github.packtrain.model.AttemptId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why the latest attempts got their workers, at most {@value #KEPT_MAX}. Held in memory, so it
 * begins with the master's start. Written by the loop, read by whoever explains.
 */
public final class ChoiceLog {
  static final int KEPT_MAX = 20_000;

  private final Map<AttemptId, Choice> kept = new LinkedHashMap<>();

  /**
   * A plan was committed.
   *
   * @param events in the plan's order; some of its placements may have been dropped
   */
  synchronized void add(Plan plan, List<Event> events, CoreState state) {
    List<Placement> planned = plan.placements();
    boolean allCame = events.size() == planned.size();
    int at = 0;
    for (Event event : events) {
      if (event instanceof Event.AttemptPlaced placed) {
        while (at < planned.size() && !allCame && !isOf(placed, planned.get(at), state)) {
          at++;
        }
        if (at < planned.size()) {
          kept.put(placed.attempt(), plan.choices().get(at++));
        }
      }
    }
    var oldest = kept.entrySet().iterator();
    while (kept.size() > KEPT_MAX) {
      oldest.next();
      oldest.remove();
    }
  }

  private static boolean isOf(Event.AttemptPlaced placed, Placement planned, CoreState state) {
    return placed.worker().equals(planned.worker())
        && placed.devices().equals(planned.devices())
        && Objects.equals(placed.behind(), planned.behind())
        && state.classOf(placed.attempt().task().job()) == planned.taskClass();
  }

  /** Empty when it was too long ago, or before this master started. */
  public synchronized Optional<Choice> find(AttemptId attempt) {
    return Optional.ofNullable(kept.get(attempt));
  }
}
