package io.github.packtrain.core.plan.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Plan.Term;
import io.github.packtrain.core.plan.Room;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies by name: what is known is found, what is not is refused with what would be. */
class PlacementCatalogTest {
  @Test
  void knowsThemAll() {
    assertThat(PlacementCatalog.BUILT_IN.names())
        .containsExactly(
            "adaptive",
            "batch",
            "best_fit",
            "cost_aware",
            "dot_product",
            "fgd",
            "first_fit",
            "gpu_clustering",
            "gpu_packing",
            "load_balancing",
            "packing",
            "random",
            "round_robin",
            "score",
            "work_stealing",
            "worst_fit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          best_fitt             | PLACEMENT_POLICY_UNKNOWN | known are adaptive, batch
          first_fit:size=3      | POLICY_OPTION_UNKNOWN    | it takes none
          batch:sizes=3         | POLICY_OPTION_UNKNOWN    | its options are size
          batch:size=0          | POLICY_OPTION_INVALID    | a whole number from 1 to 1000
          batch:size=two        | POLICY_OPTION_INVALID    | a whole number from 1 to 1000
          score:affinity=-1     | POLICY_OPTION_INVALID    | up to three decimals
          score:affinity=1001   | POLICY_OPTION_INVALID    | from 0 to 1000
          score:preset=fast     | POLICY_OPTION_INVALID    | one of usual, speed
          cost_aware:unpriced=x | POLICY_OPTION_INVALID    | one of last, first
          batch:size            | POLICY_OPTION_INVALID    | not an option with a value
          """)
  void refusesInThreeParts(String text, String code, String why) {
    assertThatExceptionOfType(PolicyRefused.class)
        .isThrownBy(() -> PlacementChoice.of(text))
        .satisfies(
            refused -> {
              assertThat(refused.rejection().code()).isEqualTo(code);
              assertThat(refused.rejection().why()).contains(why);
              assertThat(refused.rejection().hint()).isNotBlank();
              assertThat(refused.rejection().message()).isNotBlank();
            });
  }

  @Test
  void aPresetIsItsWeightsAndAWeightGoesBeforeIt() {
    String weights = "efficiency=40,hardware_match=0,specialisation=0,affinity=0";
    assertThat(terms("score:preset=speed")).isEqualTo(terms("score:" + weights));
    assertThat(terms("score:preset=speed,affinity=1.5"))
        .isEqualTo(terms("score:" + weights.replace("affinity=0", "affinity=1.5")))
        .isNotEqualTo(terms("score:preset=speed"));
    assertThat(terms("score:preset=usual")).isEqualTo(terms("score"));
  }

  private static List<Term> terms(String text) {
    return PlacementChoice.of(text).create().terms();
  }

  @Test
  void readsWhatItWrites() {
    for (String text : new String[] {"packing", "random:seed=7", "score:affinity=0,load=1.25"}) {
      assertThat(PlacementChoice.of(text)).hasToString(text);
      assertThat(PlacementChoice.of(PlacementChoice.of(text).toString()))
          .isEqualTo(PlacementChoice.of(text));
    }
  }

  @Test
  void tellsTheOptionsWithRangesAndDefaults() {
    assertThat(PlacementCatalog.BUILT_IN.optionsOf("batch"))
        .isEqualTo(Map.of("size", "1 to 1000, 4 when not given"));
    assertThat(PlacementCatalog.BUILT_IN.optionsOf("score")).hasSize(Factor.values().length + 2);
  }

  @Test
  void takesAUsersOwn() {
    PlacementPolicy own =
        new PlacementPolicy() {
          @Override
          public long score(ClassKey task, Room room) {
            return -room.worker().value();
          }
        };
    PlacementCatalog more = PlacementCatalog.BUILT_IN.with("last", _ -> own);
    assertThat(more.names()).contains("last");
    assertThat(more.create("last", Map.of())).isSameAs(own);
    assertThat(PlacementCatalog.BUILT_IN.names()).doesNotContain("last");
  }
}
