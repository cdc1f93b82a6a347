package io.github.packtrain.session.loop;

import io.github.packtrain.core.Unranked;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.model.Fact;
import java.util.List;
import java.util.Optional;

/**
 * What came of one step.
 *
 * @param facts to be recorded, in order, in one go
 * @param effects to be carried out once they are durable, in order
 * @param planView to be planned; the loop gives no other until {@link Input.PlanMade} comes
 * @param unranked jobs whose places a user's own order has to find; no view is given meanwhile,
 *     until {@link Input.Ranked} comes
 * @param presence who is there now, when that changed
 */
public record Batch(
    List<Fact> facts,
    List<Effect> effects,
    Optional<PlanView> planView,
    Optional<Presence> presence,
    Optional<Unranked> unranked) {
  public Batch {
    facts = List.copyOf(facts);
    effects = List.copyOf(effects);
  }

  /** One without anything to rank. */
  public Batch(
      List<Fact> facts,
      List<Effect> effects,
      Optional<PlanView> planView,
      Optional<Presence> presence) {
    this(facts, effects, planView, presence, Optional.empty());
  }
}
