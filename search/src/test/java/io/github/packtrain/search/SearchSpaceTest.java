package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.search.Parameter.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SearchSpaceTest {

  record Case(SearchSpace space, String problem) {}

  static List<Case> badSpaces() {
    Parameter op = Parameter.of("op", new Domain.Choice(Spaces.texts("conv", "pool")));
    Parameter flag = Parameter.of("flag", new Domain.Bool());
    return List.of(
        bad(
            new SearchSpace(List.of()),
            "space: there is no parameter (SPACE_EMPTY); name at least one parameter"),
        bad(
            Parameter.of("1x", new Domain.Bool()),
            "space.1x: '1x' cannot be the name of a parameter (SPACE_NAME); begin with a letter or _,"
                + " go on with letters, digits, _ . -, at most 64 in all"),
        bad(
            SearchSpace.of(flag, flag),
            "space.flag: the parameter 'flag' is declared twice (SPACE_DUPLICATE); rename or remove"
                + " one of them"),
        bad(
            Parameter.of("lr", new Domain.FloatRange(0.1, 0.01, false, 0)),
            "space.lr: the minimum 0.1 is not below the maximum 0.01 (SPACE_RANGE); write the smaller"
                + " number first"),
        bad(
            Parameter.of("n", new Domain.IntRange(4, 4, false, 1)),
            "space.n: the minimum 4 is not below the maximum 4 (SPACE_RANGE); write the smaller number"
                + " first"),
        bad(
            Parameter.of("lr", new Domain.FloatRange(0, Double.NaN, false, 0)),
            "space.lr: the range [0.0, NaN] is not finite (SPACE_RANGE); give two finite numbers"),
        bad(
            Parameter.of("n", new Domain.IntRange(0, Long.MAX_VALUE, false, 1)),
            "space.n: the range [0, 9223372036854775807] is too wide (SPACE_RANGE); stay within"
                + " -9007199254740992 and 9007199254740992"),
        bad(
            Parameter.of("lr", new Domain.FloatRange(0, 1, true, 0)),
            "space.lr: a logarithmic scale cannot begin at 0.0 (SPACE_LOG); give a minimum above 0, or"
                + " leave out log"),
        bad(
            Parameter.of("n", new Domain.IntRange(0, 8, true, 1)),
            "space.n: a logarithmic scale cannot begin at 0 (SPACE_LOG); give a minimum above 0, or"
                + " leave out log"),
        bad(
            Parameter.of("n", new Domain.IntRange(1, 8, true, 2)),
            "space.n: a logarithmic scale cannot have the step 2 (SPACE_LOG); leave out either log or"
                + " step"),
        bad(
            Parameter.of("n", new Domain.IntRange(1, 8, false, 0)),
            "space.n: the step 0 is not above 0 (SPACE_STEP); give a step >= 1"),
        bad(
            Parameter.of("x", new Domain.FloatRange(0, 1, false, -0.5)),
            "space.x: the step -0.5 is not above 0 (SPACE_STEP); give a step > 0"),
        bad(
            Parameter.of("x", new Domain.FloatRange(0, 1, false, 1e-300)),
            "space.x: the step 1.0E-300 makes more than 1000000000 values (SPACE_STEP); leave the step"
                + " out, or make it larger"),
        bad(
            Parameter.of("c", new Domain.Choice(List.of())),
            "space.c: the list of values is empty (SPACE_VALUES); give at least one value"),
        bad(
            Parameter.of(
                "c", new Domain.Ordinal(List.of(ParameterValue.of(3), ParameterValue.of(3.0)))),
            "space.c: the value 3.0 is listed twice (SPACE_VALUES); remove one of them"),
        bad(
            Parameter.of(
                "c", new Domain.Choice(List.of(ParameterValue.of(Double.POSITIVE_INFINITY)))),
            "space.c: the value Infinity is not finite (SPACE_VALUES); give finite numbers"),
        bad(
            SearchSpace.of(op, flag.activeWhen("opp", ParameterValue.of("conv"))),
            "space.flag.when.opp: 'flag' depends on 'opp', which is not a parameter (SPACE_WHEN); did"
                + " you mean 'op'? known are op"),
        bad(
            SearchSpace.of(flag.activeWhen("op", ParameterValue.of("conv")), op),
            "space.flag.when.op: 'flag' depends on 'op', which is not declared before it (SPACE_WHEN);"
                + " declare 'op' first"),
        bad(
            SearchSpace.of(op, flag.activeWhen("op", ParameterValue.of("skip"))),
            "space.flag.when.op: 'op' never has the value \"skip\" (SPACE_WHEN); choose from choice"
                + " [\"conv\", \"pool\"]"),
        bad(
            SearchSpace.of(op, flag.activeWhen("op")),
            "space.flag.when.op: the list of values is empty (SPACE_WHEN); name the values that"
                + " activate it"),
        bad(
            Parameter.of("n", new Domain.IntRange(1, 9, false, 2))
                .withDefault(ParameterValue.of(4)),
            "space.n.default: the default 4 is outside the parameter's values (SPACE_DEFAULT); choose"
                + " from int [1, 9] step 2"));
  }

  @ParameterizedTest
  @MethodSource("badSpaces")
  void aBadSpaceIsNamedWithItsValues(Case bad) {
    assertThat(bad.space().problems()).map(SearchProblem::toString).containsExactly(bad.problem());
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("a", new Domain.IntRange(5, 1, true, 2)),
            Parameter.of("b", new Domain.Choice(List.of())));

    assertThat(space.problems())
        .map(SearchProblem::code)
        .containsExactly("SPACE_RANGE", "SPACE_LOG", "SPACE_VALUES");
  }

  @Test
  void everyKindOfParameterIsPossible() {
    assertThat(Spaces.ALL_KINDS.problems()).isEmpty();
  }

  @Test
  void defaultsAndConditionsAreWrittenAsTheDomainWritesThem() {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("x", new Domain.FloatRange(0, 8, false, 1))
                .withDefault(ParameterValue.of(3)),
            Parameter.of("y", new Domain.Bool()).activeWhen("x", ParameterValue.of(3)));

    assertThat(space.problems()).isEmpty();
    assertThat(space.parameters().get(0).findDefault()).contains(ParameterValue.of(3.0));
    assertThat(space.parameters().get(1).when())
        .containsExactly(new Condition("x", List.of(ParameterValue.of(3.0))));
  }

  @ParameterizedTest
  @MethodSource("candidates")
  void aCandidateOutsideTheSpaceIsNamed(String json, List<String> problems) {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("op", new Domain.Choice(Spaces.texts("conv", "pool"))),
            Parameter.of("kernel", new Domain.IntRange(1, 7, false, 2))
                .activeWhen("op", ParameterValue.of("conv")));

    assertThat(space.problems(Candidate.parse(json)))
        .map(p -> p.field() + ": " + p.message() + "; " + p.hint())
        .isEqualTo(problems);
  }

  static List<Object[]> candidates() {
    return List.of(
        row("{'op':'conv','kernel':3}"),
        row("{'op':'pool'}"),
        row("{'kernel':3.0,'op':'conv'}"),
        row(
            "{'op':'conv'}",
            "candidate.kernel: no value is given; give a value: int [1, 7] step 2"),
        row(
            "{'op':'pool','kernel':3}",
            "candidate.kernel: the value 3 is given where the parameter is not active; leave it out"),
        row(
            "{'op':'conv','kernel':4}",
            "candidate.kernel: the value 4 is outside the space; choose from int [1, 7] step 2"),
        row(
            "{'op':'pool','kernle':3}",
            "candidate.kernle: the space has no such parameter; did you mean 'kernel'? known are op,"
                + " kernel"));
  }

  @Test
  void aConformedCandidateHasTheOrderAndTheTypesOfTheSpace() {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("x", new Domain.FloatRange(0, 8, false, 0)),
            Parameter.of("n", new Domain.IntRange(0, 8, false, 1)));

    assertThat(space.conform(Candidate.parse("{\"n\":2.0,\"x\":3}")).json())
        .isEqualTo("{\"x\":3.0,\"n\":2}");
  }

  @Test
  void stepsOfFloatsAreDecimal() {
    Domain domain = new Domain.FloatRange(0.1, 0.7, false, 0.2);

    assertThat(domain.count()).isEqualTo(4);
    assertThat(List.of(0L, 1L, 2L, 3L))
        .map(domain::valueAt)
        .map(ParameterValue::json)
        .containsExactly("0.1", "0.3", "0.5", "0.7");
  }

  private static Case bad(Parameter parameter, String problem) {
    return bad(SearchSpace.of(parameter), problem);
  }

  private static Case bad(SearchSpace space, String problem) {
    return new Case(space, problem);
  }

  private static Object[] row(String json, String... problems) {
    return new Object[] {json.replace('\'', '"'), List.of(problems)};
  }
}
