package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlgorithmsTest {

  @Test
  void eachKnowsItsOptions() {
    assertThat(Algorithms.names()).containsExactly("random", "grid", "evolution", "genetic");
    assertThat(Algorithms.names()).allSatisfy(name -> assertThat(problems(name)).isEmpty());
    assertThat(Algorithms.options("evolution"))
        .map(Algorithms.Option::name)
        .containsExactly("population", "tournament", "unique");
  }

  @Test
  void anUnknownOneIsRefusedWithTheKnownOnes() {
    assertThat(problems("evolutoin"))
        .isEqualTo(
            "there is no algorithm 'evolutoin'; did you mean 'evolution'? known are random, grid,"
                + " evolution, genetic");
    assertThat(problems("bayes"))
        .isEqualTo("there is no algorithm 'bayes'; known are random, grid, evolution, genetic");
  }

  @Test
  void anUnknownOptionIsRefusedWithTheKnownOnes() {
    assertThat(problems("evolution", "poplation", ParameterValue.of(5)))
        .isEqualTo(
            "the algorithm 'evolution' has no option 'poplation'; did you mean 'population'? known are"
                + " population, tournament, unique");
    assertThat(problems("random", "resolution", ParameterValue.of(5)))
        .isEqualTo("the algorithm 'random' has no option 'resolution'; known are unique");
  }

  @Test
  void valuesOfTheWrongTypeOrRangeAreRefused() {
    assertThat(problems("evolution", "population", ParameterValue.of("many")))
        .isEqualTo("the value \"many\" is not possible; choose from int [2, 10000]");
    assertThat(problems("evolution", "population", ParameterValue.of(1)))
        .isEqualTo("the value 1 is not possible; choose from int [2, 10000]");
    assertThat(problems("genetic", "mutationRate", ParameterValue.of(1.5)))
        .isEqualTo("the value 1.5 is not possible; choose from float [0.0, 1.0]");
    assertThat(problems("genetic", "mutationRate", ParameterValue.of(1))).isEmpty();
    assertThat(problems("random", "unique", ParameterValue.of("yes")))
        .isEqualTo("the value \"yes\" is not possible; choose from bool");
  }

  @Test
  void optionsMustFitEachOther() {
    assertThat(problems("evolution", "tournament", ParameterValue.of(21)))
        .isEqualTo(
            "tournament 21 is too large for population 20; lower tournament or raise population");
    assertThat(problems("genetic", "elitism", ParameterValue.of(20)))
        .isEqualTo("elitism 20 is too large for population 20; lower elitism or raise population");
    assertThat(problems("genetic", "elitism", ParameterValue.of(19))).isEmpty();
  }

  private static String problems(String name) {
    return problems(AlgorithmSpec.of(name));
  }

  private static String problems(String name, String option, ParameterValue value) {
    return problems(AlgorithmSpec.of(name).with(option, value));
  }

  private static String problems(AlgorithmSpec spec) {
    return String.join(
        "\n", Algorithms.problems(spec).stream().map(p -> p.message() + "; " + p.hint()).toList());
  }
}
