package io.github.packtrain.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.Rejection;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  @Test
  void eachSaysWhatItIsForAndWhatItTakes() {
    assertThat(Policies.BUILT_IN.all()).hasSizeGreaterThanOrEqualTo(25);
    for (Description policy : Policies.BUILT_IN.all()) {
      assertThat(policy.goal()).as(policy.name()).isNotBlank().hasSizeLessThan(80);
      policy
          .options()
          .forEach((name, range) -> assertThat(range).as(name).contains("when not given"));
      assertThat(Policies.BUILT_IN.problemOf(policy.kind(), policy.name(), Map.of())).isEmpty();
    }
  }

  @Test
  void theRangesOfOrdersAreThoseTheyCheck() {
    Map<String, String> las = options("las");
    assertThat(las)
        .containsEntry("limits", "growing times such as 1h+2h+8h, 3250s+7200s when not given")
        .containsEntry("repack", "true or false, false when not given");
    assertThat(options("srsf")).containsEntry("width_weight", "0 to 1, 1 when not given");
    assertThat(options("priority"))
        .containsEntry("ageing", "a time such as 90s, 15m or 2h, none when not given");
    assertThat(options("fair_share"))
        .containsEntry("weight.NAME", "1 to 1000000, 1 when not given");
  }

  private static Map<String, String> options(String order) {
    return Policies.BUILT_IN.all().stream()
        .filter(policy -> policy.name().equals(order))
        .findFirst()
        .orElseThrow()
        .options();
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearestAndTheList() {
    Rejection near = Policies.BUILT_IN.problemOf(PolicyKind.ORDER, "fifoo", Map.of()).orElseThrow();
    assertThat(near.message()).isEqualTo("there is no queue order 'fifoo'");
    assertThat(near.why()).startsWith("known are edf, fair_share, fifo");
    assertThat(near.hint()).isEqualTo("did you mean 'fifo'?");
    Rejection far = Policies.BUILT_IN.problemOf(PolicyKind.PLACEMENT, "", Map.of()).orElseThrow();
    assertThat(far.why()).contains("best_fit", "packing");
    assertThat(far.hint()).contains("packtrain policy list");
    assertThat(Policies.problemOfPlacement("pakcing:x=1").orElseThrow().hint())
        .isEqualTo("did you mean 'packing'?");
    assertThat(Policies.problemOfPlacement("packing:x=1").orElseThrow().code())
        .isEqualTo("POLICY_OPTION_UNKNOWN");
    assertThat(Policies.problemOfPlacement("packing:now=1")).isEmpty();
  }
}
