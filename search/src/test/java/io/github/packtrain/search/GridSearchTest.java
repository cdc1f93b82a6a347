package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.search.StudyEvent.EndReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridSearchTest {

  @Test
  void conditionalParametersCountOnlyWhereTheyAreActive() {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("op", new Domain.Choice(Spaces.texts("conv", "skip"))),
            Parameter.of("kernel", new Domain.Ordinal(Spaces.numbers(3, 5)))
                .activeWhen("op", ParameterValue.of("conv")),
            Parameter.of("bias", new Domain.Bool()));

    assertThat(points(space, 10))
        .containsExactly(
            "{\"op\":\"conv\",\"kernel\":3,\"bias\":false}",
            "{\"op\":\"conv\",\"kernel\":3,\"bias\":true}",
            "{\"op\":\"conv\",\"kernel\":5,\"bias\":false}",
            "{\"op\":\"conv\",\"kernel\":5,\"bias\":true}",
            "{\"op\":\"skip\",\"bias\":false}",
            "{\"op\":\"skip\",\"bias\":true}");
  }

  @Test
  void floatsAreCutEvenlyOnTheirScaleWithBothEnds() {
    assertThat(points(SearchSpace.of(Parameter.of("x", new Domain.FloatRange(0, 1, false, 0))), 3))
        .containsExactly("{\"x\":0.0}", "{\"x\":0.5}", "{\"x\":1.0}");
    assertThat(
            points(SearchSpace.of(Parameter.of("x", new Domain.FloatRange(0.01, 1, true, 0))), 2))
        .containsExactly("{\"x\":0.01}", "{\"x\":1.0}");
    assertThat(points(SearchSpace.of(Parameter.of("x", new Domain.FloatRange(0, 1, false, 0))), 1))
        .containsExactly("{\"x\":0.5}");
    assertThat(
            points(SearchSpace.of(Parameter.of("x", new Domain.FloatRange(0, 1, false, 0.25))), 2))
        .hasSize(5);
  }

  @Test
  void theStudyEndsWhenTheGridIsExhausted() {
    StudyRun run = new StudyRun(spec(SearchSpace.of(Parameter.of("b", new Domain.Bool())), 10));

    assertThat(run.fill()).isEqualTo(2);
    assertThat(run.study.findWait()).contains(WaitReason.EXHAUSTED);
    run.complete(1, 0.5);
    run.fill();
    assertThat(run.study.isEnded()).isFalse();
    run.complete(2, 0.5);
    run.fill();

    assertThat(run.study.findEnd())
        .hasValueSatisfying(
            end -> {
              assertThat(end.reason()).isEqualTo(EndReason.EXHAUSTED);
              assertThat(end.detail())
                  .isEqualTo("the algorithm has nothing more to suggest after 2 trials");
            });
  }

  private static List<String> points(SearchSpace space, int resolution) {
    StudyRun run = new StudyRun(spec(space, resolution));
    run.fill();
    assertThat(run.study.findWait()).contains(WaitReason.EXHAUSTED);
    return run.study.trials().stream().map(trial -> trial.candidate().json()).toList();
  }

  private static StudySpec spec(SearchSpace space, int resolution) {
    AlgorithmSpec grid = AlgorithmSpec.of("grid").with("resolution", ParameterValue.of(resolution));
    return StudyRun.spec(space, grid, Budget.of(1_000, 1_000), 1);
  }
}
