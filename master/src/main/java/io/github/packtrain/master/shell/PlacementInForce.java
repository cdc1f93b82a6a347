package io.github.packtrain.master.shell;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.policy.PolicyKind;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.master.policy.CutOffException;
import io.github.packtrain.master.policy.UserPolicies;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes plans with the placement that is set. Of a user's own, the whole plan is made on a thread
 * with a bound; the planner in which it did not come back is never looked at again.
 */
final class PlacementInForce {
  private static final Logger LOG = LoggerFactory.getLogger(PlacementInForce.class);

  private final PlacementChoice usual;
  private final UserPolicies policies;
  private final int placementsMax;
  private Optional<Setting> known = Optional.empty();

  /** Made when it is needed; null before, and after the policy was cut off. */
  private @Nullable Planner planner;

  /**
   * @param usual where tasks go when nobody has set another placement
   */
  PlacementInForce(PlacementChoice usual, UserPolicies policies, int placementsMax) {
    this.usual = usual;
    this.policies = policies;
    this.placementsMax = placementsMax;
  }

  /**
   * @throws CutOffException when a user's own threw or stalled
   */
  Plan plan(PlanView view, Optional<Setting> set) throws CutOffException, InterruptedException {
    Optional<Setting> wanted = set.filter(this::isUsable);
    follow(wanted);
    return wanted.isPresent() && isUsers(wanted.get())
        ? ownPlan(view, wanted.get())
        : plan(view, wanted.map(PlacementInForce::choice).orElse(usual));
  }

  /** As if nobody had set any. */
  Plan usualPlan(PlanView view) {
    follow(Optional.empty());
    return plan(view, usual);
  }

  private void follow(Optional<Setting> wanted) {
    if (!wanted.equals(known)) {
      LOG.info("tasks are placed by {}", wanted.map(Setting::name).orElse(usual.toString()));
      known = wanted;
      planner = null;
    }
  }

  private Plan plan(PlanView view, PlacementChoice choice) {
    Planner ready = planner;
    if (ready == null) {
      ready = new Planner(choice.create(), placementsMax);
      planner = ready;
    }
    return ready.plan(view);
  }

  private Plan ownPlan(PlanView view, Setting own) throws CutOffException, InterruptedException {
    Planner before = planner;
    planner = null;
    Made made =
        policies.call(
            own.name(),
            () -> {
              Planner ready =
                  before == null
                      ? new Planner(policies.placement(own, usual.create()), placementsMax)
                      : before;
              return new Made(ready, ready.plan(view));
            });
    planner = made.planner;
    return made.plan;
  }

  private record Made(Planner planner, Plan plan) {}

  /** A journal may name what this master does not have. */
  private boolean isUsable(Setting setting) {
    return !setting.isCutOff()
        && (isUsers(setting)
            || policies
                .policies()
                .problemOf(PolicyKind.PLACEMENT, setting.name(), setting.options())
                .isEmpty());
  }

  private boolean isUsers(Setting setting) {
    return policies.policies().findUsers(PolicyKind.PLACEMENT, setting.name()).isPresent();
  }

  private static PlacementChoice choice(Setting setting) {
    return new PlacementChoice(setting.name(), setting.options());
  }
}
