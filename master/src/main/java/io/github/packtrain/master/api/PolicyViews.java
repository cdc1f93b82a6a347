package io.github.packtrain.master.api;

import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.policy.Description;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.protocol.v1.Policy;
import io.github.packtrain.protocol.v1.PolicyKind;
import io.github.packtrain.protocol.v1.PolicySetting;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Policies on the wire. */
final class PolicyViews {
  private static final String MISSING = "POLICY_MISSING: no jar of this master has it";

  private PolicyViews() {}

  static Policy of(Description policy) {
    Policy.Builder wire =
        Policy.newBuilder()
            .setKind(
                switch (policy.kind()) {
                  case ORDER -> PolicyKind.POLICY_ORDER;
                  case PLACEMENT -> PolicyKind.POLICY_PLACEMENT;
                })
            .setName(policy.name())
            .setGoal(policy.goal())
            .setOrigin(policy.origin());
    policy
        .options()
        .forEach((name, range) -> wire.addOptionsBuilder().setName(name).setRange(range));
    return wire.build();
  }

  /**
   * @param set what somebody set, if anybody did
   * @param usual what the master was started with
   */
  static PolicySetting placement(Optional<Setting> set, PlacementChoice usual, Policies policies) {
    Setting inForce = set.orElse(new Setting(usual.name(), usual.options(), "", 0));
    return setting(io.github.packtrain.core.policy.PolicyKind.PLACEMENT, inForce, policies)
        .setKind(PolicyKind.POLICY_PLACEMENT)
        .setUsual(usual.toString())
        .build();
  }

  static PolicySetting order(String queue, Optional<Setting> set, Policies policies) {
    String usual = Orders.DEFAULT.name();
    Setting inForce = set.orElse(new Setting(usual, Map.of(), "", 0));
    return setting(io.github.packtrain.core.policy.PolicyKind.ORDER, inForce, policies)
        .setKind(PolicyKind.POLICY_ORDER)
        .setQueue(queue)
        .setUsual(usual)
        .build();
  }

  private static PolicySetting.Builder setting(
      io.github.packtrain.core.policy.PolicyKind kind, Setting setting, Policies policies) {
    boolean known = policies.isKnown(kind, setting.name());
    PolicySetting.Builder wire =
        PolicySetting.newBuilder()
            .setName(setting.name())
            .putAllOptions(setting.options())
            .setProblem(known ? setting.problem() : MISSING)
            .setBy(setting.by());
    if (setting.atMillis() > 0) {
      wire.setSince(Times.of(setting.atMillis()));
    }
    return wire;
  }

  /** {@code las (limits=1h+2h, repack=true)}. */
  static String choice(String name, Map<String, String> options) {
    return options.isEmpty()
        ? name
        : options.entrySet().stream()
            .map(option -> option.getKey() + "=" + Names.shown(option.getValue()))
            .collect(Collectors.joining(", ", name + " (", ")"));
  }
}
