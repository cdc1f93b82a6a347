package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SamplerTest {

  @Test
  void whatIsDrawnOrMutatedLiesInTheSpace() {
    for (long seed = 0; seed < 500; seed++) {
      SearchSpace space = Spaces.random(new Random(seed));
      Sampler sampler = new Sampler(space);
      RandomStream random = new RandomStream(seed, 0);
      Candidate candidate = sampler.sample(2, random).candidate();
      for (int i = 0; i < 30; i++) {
        assertThat(space.problems(candidate)).as("seed %d: %s", seed, candidate).isEmpty();
        candidate = sampler.mutateOne(new Individual(1, candidate, 0), 2, random).candidate();
      }
    }
  }

  @Test
  void aMutationChangesOnePositionAndWhatDependsOnIt() {
    for (long seed = 0; seed < 500; seed++) {
      SearchSpace space = Spaces.random(new Random(seed));
      Sampler sampler = new Sampler(space);
      RandomStream random = new RandomStream(seed, 0);
      Candidate parent = sampler.sample(2, random).candidate();
      Advice.Propose child = sampler.mutateOne(new Individual(9, parent, 0), 2, random);
      if (!(child.origin() instanceof Origin.Mutated(int number, List<Origin.Change> changes))) {
        assertThat(space.active(parent)).as("seed %d", seed).allMatch(p -> p.domain().count() == 1);
        continue;
      }
      assertThat(number).isEqualTo(9);
      Origin.Change change = changes.getFirst();
      assertThat(changes).hasSize(1);
      assertThat(change.from()).isNotEqualTo(change.to());
      assertThat(parent.find(change.parameter())).contains(change.from());
      assertThat(child.candidate().find(change.parameter())).contains(change.to());
      for (String name : child.candidate().values().keySet()) {
        if (!name.equals(change.parameter()) && parent.find(name).isPresent()) {
          assertThat(child.candidate().find(name)).as("seed %d", seed).isEqualTo(parent.find(name));
        }
      }
    }
  }

  @Test
  void logarithmicDrawsGiveEachDecadeItsShare() {
    Domain range = new Domain.FloatRange(1e-4, 1, true, 0);
    Map<Integer, Integer> decades = new TreeMap<>();
    for (int i = 0; i < 40_000; i++) {
      ParameterValue value = draw(range, i);
      double exponent = StrictMath.log10(((ParameterValue.NumberValue) value).value());
      decades.merge((int) StrictMath.floor(Math.min(exponent, -1e-9)), 1, Integer::sum);
    }

    assertThat(decades.keySet()).containsExactly(-4, -3, -2, -1);
    assertThat(decades.values()).allSatisfy(n -> assertThat(n).isCloseTo(10_000, within(400)));
  }

  @Test
  void bothEndsOfALogarithmicIntAreDrawn() {
    Domain range = new Domain.IntRange(1, 4, true, 1);
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 9_000; i++) {
      counts.merge(draw(range, i).json(), 1, Integer::sum);
    }

    // ln(1.5/0.5), ln(2.5/1.5), ln(3.5/2.5), ln(4.5/3.5) of ln(4.5/0.5)
    assertThat(counts.get("1")).isCloseTo(4_500, within(200));
    assertThat(counts.get("2")).isCloseTo(2_092, within(200));
    assertThat(counts.get("3")).isCloseTo(1_378, within(200));
    assertThat(counts.get("4")).isCloseTo(1_029, within(200));
  }

  @Test
  void everyOtherValueOfAChoiceIsReachedByOneMutation() {
    SearchSpace space =
        SearchSpace.of(Parameter.of("c", new Domain.Choice(Spaces.texts("a", "b", "c", "d"))));
    Candidate parent = Candidate.parse("{\"c\":\"b\"}");
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 3_000; i++) {
      Advice.Propose child =
          new Sampler(space).mutateOne(new Individual(1, parent, 0), 2, new RandomStream(1, i));
      counts.merge(child.candidate().json(), 1, Integer::sum);
    }

    assertThat(counts.keySet()).containsExactly("{\"c\":\"a\"}", "{\"c\":\"c\"}", "{\"c\":\"d\"}");
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isCloseTo(1_000, within(120)));
  }

  @Test
  void aMutatedOrdinalPrefersNeighbours() {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("o", new Domain.Ordinal(Spaces.numbers(0, 1, 2, 3, 4, 5, 6, 7, 8))));
    Candidate parent = Candidate.parse("{\"o\":4}");
    int near = 0;
    for (int i = 0; i < 1_000; i++) {
      Advice.Propose child =
          new Sampler(space).mutateOne(new Individual(1, parent, 0), 2, new RandomStream(1, i));
      ParameterValue moved = child.candidate().find("o").orElseThrow();
      long value = ((ParameterValue.IntegerValue) moved).value();
      near += Math.abs(value - 4) <= 2 ? 1 : 0;
    }

    assertThat(near).isBetween(700, 950);
  }

  @Test
  void aMutatedLogarithmicValueGoesUpAsOftenAsDownAndNotFar() {
    Domain range = new Domain.FloatRange(1e-4, 1, true, 0);
    SearchSpace space = SearchSpace.of(Parameter.of("x", range));
    Candidate parent = Candidate.parse("{\"x\":0.01}");
    int up = 0;
    int near = 0;
    for (int i = 0; i < 2_000; i++) {
      Advice.Propose child =
          new Sampler(space).mutateOne(new Individual(1, parent, 0), 2, new RandomStream(1, i));
      ParameterValue moved = child.candidate().find("x").orElseThrow();
      double value = ((ParameterValue.NumberValue) moved).value();
      up += value > 0.01 ? 1 : 0;
      near += value > 0.01 / 6.31 && value < 0.01 * 6.31 ? 1 : 0; // one deviation: 10^0.8
    }

    assertThat(up).isCloseTo(1_000, within(100));
    assertThat(near).isCloseTo(1_366, within(100));
  }

  private static ParameterValue draw(Domain domain, int index) {
    SearchSpace space = SearchSpace.of(Parameter.of("x", domain));
    return new Sampler(space).draw(domain, new RandomStream(5, index));
  }
}
