package io.github.packtrain.master.shell;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Event;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Plan.Choice;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why the latest attempts got their workers, at most {@value #KEPT_MAX}. Held in memory, so it
 * begins with the master's start. For the replica's thread alone.
 */
public final class ChoiceLog {
  static final int KEPT_MAX = 20_000;

  /** Of how many ages of what was learned values may still have to be found. */
  private static final int AGES_MAX = 8;

  private final Map<AttemptId, Kept> kept = new LinkedHashMap<>();
  private @Nullable Lore lore;
  private long age;

  /**
   * @param age counts which lore its values are found from
   */
  private record Kept(Choice choice, long age) {}

  private Plan seen = Plan.nothing(0);

  /**
   * A batch was applied.
   *
   * @param plan the last one that was committed, in this batch if it is another than before; some
   *     of its placements may have been dropped
   */
  void look(Plan plan, List<Fact> facts, CoreState state) {
    if (plan != seen) {
      seen = plan;
      add(plan, placed(facts), state);
    }
  }

  private static List<Event.AttemptPlaced> placed(List<Fact> facts) {
    List<Event.AttemptPlaced> placed = new ArrayList<>();
    for (Fact fact : facts) {
      if (fact instanceof Event.AttemptPlaced one) {
        placed.add(one);
      }
    }
    return placed;
  }

  private void add(Plan plan, List<Event.AttemptPlaced> events, CoreState state) {
    List<Placement> planned = plan.placements();
    boolean allCame = events.size() == planned.size();
    int at = 0;
    for (Event.AttemptPlaced placed : events) {
      while (at < planned.size() && !allCame && !isOf(placed, planned.get(at), state)) {
        at++;
      }
      if (at < planned.size()) {
        keep(placed.attempt(), plan.choices().get(at++));
      }
    }
    var oldest = kept.entrySet().iterator();
    while (kept.size() > KEPT_MAX) {
      oldest.next();
      oldest.remove();
    }
  }

  private void keep(AttemptId attempt, Choice choice) {
    Lore from = choice.values().lore();
    if (from != null && from != lore) {
      lore = from;
      age++;
      settle();
    }
    kept.put(attempt, new Kept(choice, age));
  }

  /**
   * What was learned is large, so values of older ages are found while they can be. Whoever places
   * fast has forgotten these attempts by then, and whoever places slowly has the time.
   */
  private void settle() {
    for (Kept each : kept.values()) {
      if (each.age > age - AGES_MAX) {
        break;
      }
      each.choice.values().settle();
      each.choice.nextValues().settle();
    }
  }

  private static boolean isOf(Event.AttemptPlaced placed, Placement planned, CoreState state) {
    return placed.worker().equals(planned.worker())
        && placed.devices().equals(planned.devices())
        && Objects.equals(placed.behind(), planned.behind())
        && state.classOf(placed.attempt().task().job()) == planned.taskClass();
  }

  /** Empty when it was too long ago, or before this master started. */
  public Optional<Choice> find(AttemptId attempt) {
    return Optional.ofNullable(kept.get(attempt)).map(Kept::choice);
  }
}
