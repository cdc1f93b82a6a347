package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.search.StudyCommand.FailTrial;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneticTest {

  @Test
  void aGenerationIsAskedForWhenTheOneBeforeHasEnded() {
    StudyRun run = run(4, 1, 0.9, 0.1);

    assertThat(run.fill()).isEqualTo(4);
    assertThat(run.study.findWait()).contains(WaitReason.GENERATION);
    List.of(1, 2, 3).forEach(trial -> run.complete(trial, trial));
    assertThat(run.fill()).isZero();
    run.complete(4, 4);
    assertThat(run.fill()).as("one of four is the elite").isEqualTo(3);
  }

  @Test
  void theEliteLivesOnUntilSomethingBetterComes() {
    StudyRun run = run(3, 1, 0, 1);
    run.fill();
    run.complete(1, 1);
    run.complete(2, 100);
    run.complete(3, 2);
    for (int generation = 0; generation < 50; generation++) {
      run.fill();
      run.study.running().forEach(trial -> run.complete(trial.number(), 3));
    }

    run.fill();
    long children =
        run.study.trials().stream()
            .filter(t -> t.origin() instanceof Origin.Mutated(int parent, var _) && parent == 2)
            .count();
    assertThat(run.study.trials()).hasSize(3 + 51 * 2);
    assertThat(children).isGreaterThan(50);
  }

  @Test
  void aGenerationOfWhichNothingSurvivedIsDrawnAnew() {
    StudyRun run = run(3, 0, 0.9, 0.1);
    run.fill();
    List.of(1, 2, 3).forEach(t -> run.send(new FailTrial(StudyRun.NAME, t, "crashed")));

    assertThat(run.fill()).isEqualTo(3);
    assertThat(run.origin(4)).isInstanceOf(Origin.Sampled.class);
  }

  @Test
  void aCrossedChildTakesEachValueFromAParentWithoutMutation() {
    StudyRun run = run(8, 0, 1, 0);
    run.fill();
    for (int trial = 1; trial <= 8; trial++) {
      run.complete(trial, trial);
    }
    run.fill();

    for (int trial = 9; trial <= 16; trial++) {
      Origin.Crossed crossed = (Origin.Crossed) run.origin(trial);
      assertThat(crossed.changes()).isEmpty();
      Candidate child = run.candidate(trial);
      for (String name : child.values().keySet()) {
        assertThat(child.find(name))
            .isIn(
                run.candidate(crossed.first()).find(name),
                run.candidate(crossed.second()).find(name));
      }
    }
  }

  @Test
  void withoutCrossoverAChildDiffersFromItsParent() {
    StudyRun run = run(8, 0, 0, 0);
    run.fill();
    for (int trial = 1; trial <= 8; trial++) {
      run.complete(trial, trial);
    }
    run.fill();

    for (int trial = 9; trial <= 16; trial++) {
      Origin.Mutated mutated = (Origin.Mutated) run.origin(trial);
      assertThat(mutated.changes()).hasSize(1);
      assertThat(run.candidate(trial)).isNotEqualTo(run.candidate(mutated.parent()));
    }
  }

  private static StudyRun run(int population, int elitism, double crossover, double mutation) {
    AlgorithmSpec genetic =
        AlgorithmSpec.of("genetic")
            .with("population", ParameterValue.of(population))
            .with("tournament", ParameterValue.of(2))
            .with("elitism", ParameterValue.of(elitism))
            .with("crossoverRate", ParameterValue.of(crossover))
            .with("mutationRate", ParameterValue.of(mutation));
    return new StudyRun(StudyRun.spec(Spaces.ternary(6), genetic, Budget.of(1_000, 100), 1));
  }
}
