package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.search.StudyCommand.FailTrial;
import io.github.packtrain.search.StudyCommand.ImportTrial;
import io.github.packtrain.search.StudyCommand.MarkInfeasible;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EvolutionTest {

  @Test
  void thePopulationIsFilledAtRandomThenMutated() {
    StudyRun run = run(4, 2, 1);
    for (int trial = 1; trial <= 20; trial++) {
      run.fill();
      assertThat(run.origin(trial))
          .isInstanceOf(trial <= 4 ? Origin.Sampled.class : Origin.Mutated.class);
      run.complete(trial, trial);
    }
  }

  @Test
  void theOldestDiesHoweverGoodItWas() {
    StudyRun run = run(4, 4, 1);
    for (int trial = 1; trial <= 200; trial++) {
      run.fill();
      if (run.origin(trial) instanceof Origin.Mutated mutated) {
        assertThat(mutated.parent()).isBetween(trial - 4, trial - 1);
      }
      run.complete(trial, -trial); // the older the better, and yet no older one is a parent
    }
  }

  @Test
  void theBestOfTheTournamentIsTheParent() {
    StudyRun run = run(10, 10, 1);
    int bestIsParent = 0;
    for (int trial = 1; trial <= 210; trial++) {
      run.fill();
      if (run.origin(trial) instanceof Origin.Mutated mutated) {
        bestIsParent += mutated.parent() == trial - 1 ? 1 : 0;
      }
      run.complete(trial, trial);
    }

    // With replacement the best of 10 is among 10 draws with 1 - 0.9^10 = 65 %.
    assertThat(bestIsParent).isBetween(110, 150);
  }

  @Test
  void thereIsNoBarrier() {
    StudyRun run = run(4, 2, 8);

    assertThat(run.fill()).isEqualTo(8);
    run.complete(3, 1);
    assertThat(run.fill()).isEqualTo(1);
    assertThat(run.origin(9)).isEqualTo(mutationOf(run, 9, 3));
  }

  @Test
  void lostTrialsAreReplacedByRandomOnes() {
    StudyRun run = run(3, 2, 3);
    run.fill();
    run.complete(1, 1);
    run.send(new FailTrial(StudyRun.NAME, 2, "crashed"));
    run.send(new MarkInfeasible(StudyRun.NAME, 3, "too large"));

    assertThat(run.fill()).isEqualTo(3);
    assertThat(run.origin(4)).isInstanceOf(Origin.Sampled.class);
    assertThat(run.origin(5)).isInstanceOf(Origin.Sampled.class);
    assertThat(run.origin(6)).isEqualTo(mutationOf(run, 6, 1));
  }

  @Test
  void importedResultsJoinThePopulation() {
    StudyRun run = run(2, 2, 1);
    Candidate known = Candidate.parse("{\"p0\":0,\"p1\":1,\"p2\":2,\"p3\":0}");
    run.send(new ImportTrial(StudyRun.NAME, known, StudyRun.acc(1)));
    run.send(new ImportTrial(StudyRun.NAME, known, StudyRun.acc(2)));

    run.fill();

    assertThat(run.origin(3)).isInstanceOf(Origin.Mutated.class);
  }

  @Test
  void uniqueCandidatesCoverASmallSpaceAndThenItIsExhausted() {
    AlgorithmSpec unique =
        AlgorithmSpec.of("evolution")
            .with("population", ParameterValue.of(3))
            .with("tournament", ParameterValue.of(3))
            .with("unique", ParameterValue.of(true));
    StudyRun run = new StudyRun(StudyRun.spec(Spaces.ternary(3), unique, Budget.of(100, 2), 1));
    Set<String> seen = new TreeSet<>();
    while (!run.study.isEnded()) {
      run.fill();
      if (!run.study.running().isEmpty()) {
        Trial trial = run.study.running().getFirst();
        assertThat(seen.add(trial.candidate().json())).isTrue();
        run.complete(trial.number(), 1);
      }
    }

    assertThat(seen).hasSize(27);
    assertThat(run.study.findEnd().orElseThrow().reason())
        .isEqualTo(StudyEvent.EndReason.EXHAUSTED);
  }

  private static Origin mutationOf(StudyRun run, int child, int parent) {
    return new Origin.Mutated(parent, ((Origin.Mutated) run.origin(child)).changes());
  }

  private static StudyRun run(int population, int tournament, int parallel) {
    AlgorithmSpec evolution =
        AlgorithmSpec.of("evolution")
            .with("population", ParameterValue.of(population))
            .with("tournament", ParameterValue.of(tournament));
    return new StudyRun(StudyRun.spec(Spaces.ternary(4), evolution, Budget.of(1_000, parallel), 1));
  }
}
