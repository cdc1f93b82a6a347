package io.github.packtrain.core.explain;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Plan.Choice;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.WorkerId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What an explanation needs to know beside the recorded state.
 *
 * @param lastPlan what the scheduler decided last
 * @param reachable which workers are connected now
 * @param placement the one that plans are made with
 * @param choices why attempts got their workers, as far as that is still known
 */
public record Scene(
    Plan lastPlan,
    Predicate<WorkerId> reachable,
    PlacementChoice placement,
    Function<AttemptId, Optional<Choice>> choices,
    long nowMillis) {
  /** One in which nothing is known of how attempts got their workers. */
  public Scene(
      Plan lastPlan, Predicate<WorkerId> reachable, PlacementChoice placement, long nowMillis) {
    this(lastPlan, reachable, placement, _ -> Optional.empty(), nowMillis);
  }
}
