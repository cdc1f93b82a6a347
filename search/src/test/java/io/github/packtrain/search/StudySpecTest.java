package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StudySpecTest {
  private static final StudySpec SPEC =
      new StudySpec(
          "nas",
          List.of(Objective.maximize("acc"), Objective.minimize("ms")),
          Spaces.ALL_KINDS,
          AlgorithmSpec.of("evolution").with("population", ParameterValue.of(30)),
          Budget.of(100, 8),
          7);

  @Test
  void aGoodOneHasNoProblems() {
    assertThat(SPEC.problems()).isEmpty();
  }

  @Test
  void everyPartIsChecked() {
    StudySpec bad =
        new StudySpec(
            "a/b",
            List.of(
                Objective.maximize("acc").withTarget(Double.NaN),
                Objective.minimize("acc"),
                Objective.minimize(" ")),
            new SearchSpace(List.of()),
            AlgorithmSpec.of("evolutoin"),
            new Budget(0, 0, 0, 0, -2),
            7);

    assertThat(bad.problems())
        .map(p -> p.code() + " " + p.field() + ": " + p.message())
        .containsExactly(
            "STUDY_NAME name: 'a/b' cannot be the name of a study",
            "OBJECTIVE_TARGET objectives[0].target: the target NaN is not finite",
            "OBJECTIVE_METRIC objectives[1]: the metric 'acc' is named twice",
            "OBJECTIVE_METRIC objectives[2]: the name of the metric is empty",
            "SPACE_EMPTY space: there is no parameter",
            "ALGORITHM_UNKNOWN algorithm.name: there is no algorithm 'evolutoin'",
            "BUDGET_RANGE budget.trials: the value 0 is out of range",
            "BUDGET_RANGE budget.parallel: the value 0 is out of range",
            "BUDGET_RANGE budget.wallMillis: the value 0 is out of range",
            "BUDGET_RANGE budget.patience: the value 0 is out of range",
            "BUDGET_RANGE budget.maxFailed: the value -2 is out of range");
    assertThat(
            new StudySpec("a", List.of(), SPEC.space(), SPEC.algorithm(), SPEC.budget(), 1)
                .problems())
        .map(SearchProblem::code)
        .containsExactly("OBJECTIVE_MISSING");
  }

  @Test
  void theSameHasNoDifferences() {
    assertThat(SPEC.diff(SPEC)).isEmpty();
  }

  @Test
  void differencesAreNamedFieldByField() {
    StudySpec other =
        new StudySpec(
            "nas",
            List.of(Objective.maximize("acc").withTarget(0.9)),
            SearchSpace.of(
                Parameter.of("bias", new Domain.Bool()).withDefault(ParameterValue.of(true)),
                Parameter.of("lr", new Domain.FloatRange(1e-4, 1e-1, true, 0))),
            AlgorithmSpec.of("evolution").with("tournament", ParameterValue.of(9)),
            Budget.of(200, 8).withPatience(20),
            8);

    assertThat(SPEC.diff(other))
        .map(Object::toString)
        .containsExactly(
            "objectives[0].target: (none) -> 0.9",
            "objectives[1].metric: ms -> (none)",
            "objectives[1].goal: MINIMIZE -> (none)",
            "space.lr: float [1.0E-5, 0.1] log -> float [1.0E-4, 0.1] log",
            "space.dropout: float [0.0, 0.5] step 0.1 -> (none)",
            "space.depth: int [2, 12] step 2 -> (none)",
            "space.width: int [8, 512] log -> (none)",
            "space.op: choice [\"conv\", \"pool\", \"skip\"] -> (none)",
            "space.kernel: ordinal [3, 5, 7] when op[\"conv\", \"pool\"] -> (none)",
            "space.bias: bool -> bool default true",
            "space (order): lr, dropout, depth, width, op, kernel, bias -> bias, lr",
            "algorithm.population: 30 -> (none)",
            "budget.trials: 100 -> 200",
            "budget.patience: (none) -> 20",
            "seed: 7 -> 8",
            "algorithm.tournament: (none) -> 9");
  }
}
