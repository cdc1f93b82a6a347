package io.github.packtrain.worker.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FinalResultTest {
  private static final List<String> ACCURACY = List.of("accuracy");

  @Test
  void aGoodResultIsTaken() {
    assertThat(check(Map.of("accuracy", 0.9, "loss", 1.0), Map.of(), ACCURACY))
        .isEqualTo(new FinalResult.Usable(Map.of("accuracy", 0.9, "loss", 1.0)));
  }

  @Test
  void noResultIsNeededWhenNoneIsRequired() {
    assertThat(FinalResult.check(Optional.empty(), List.of()))
        .isEqualTo(new FinalResult.Usable(Map.of()));
  }

  @Test
  void aMissingResultIsSaidToBe() {
    assertThat(codeOf(FinalResult.check(Optional.empty(), ACCURACY))).isEqualTo("RESULT_MISSING");
    FinalResult otherName = check(Map.of("acc", 0.9), Map.of(), ACCURACY);
    assertThat(codeOf(otherName)).isEqualTo("RESULT_MISSING");
    assertThat(otherName.toString()).contains("'accuracy'").contains("[acc]");
  }

  @Test
  void whatIsNoFiniteNumberIsSaidToBe() {
    assertThat(
            codeOf(
                check(Map.of(), Map.of("accuracy", new TaskEvent.Unusable(true, "NaN")), ACCURACY)))
        .isEqualTo("RESULT_NOT_FINITE");
    assertThat(
            codeOf(
                check(
                    Map.of(),
                    Map.of("accuracy", new TaskEvent.Unusable(false, "\"hi\"")),
                    ACCURACY)))
        .isEqualTo("RESULT_NOT_A_NUMBER");
  }

  @Test
  void whatIsNotRequiredMayBeUnusable() {
    assertThat(
            check(
                Map.of("accuracy", 0.9),
                Map.of("loss", new TaskEvent.Unusable(true, "NaN")),
                ACCURACY))
        .isEqualTo(new FinalResult.Usable(Map.of("accuracy", 0.9)));
  }

  private static FinalResult check(
      Map<String, Double> metrics,
      Map<String, TaskEvent.Unusable> unusable,
      List<String> required) {
    return FinalResult.check(Optional.of(new TaskEvent.Result(metrics, unusable)), required);
  }

  private static String codeOf(FinalResult result) {
    return switch (result) {
      case FinalResult.Usable usable -> "usable " + usable;
      case FinalResult.Faulty faulty -> faulty.code();
    };
  }
}
