package io.github.packtrain.search;

import static io.github.packtrain.search.StudyRun.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.search.StudyCommand.FailTrial;
import io.github.packtrain.search.StudyCommand.ImportTrial;
import io.github.packtrain.search.StudyCommand.MarkInfeasible;
import io.github.packtrain.search.StudyCommand.PauseStudy;
import io.github.packtrain.search.StudyCommand.ReportMeasurement;
import io.github.packtrain.search.StudyCommand.ResumeStudy;
import io.github.packtrain.search.StudyCommand.SuggestTrial;
import io.github.packtrain.search.StudyEvent.EndReason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Laws that hold for every space, algorithm, budget and order of results. Failures name their seed.
 */
class StudyLawsTest {
  private static final int SEEDS = 150;

  @ParameterizedTest
  @ValueSource(strings = {"random", "grid", "evolution", "genetic"})
  void everyStudyEndsWithinItsBudget(String algorithm) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      StudyRun run = new StudyRun(spec(algorithm, random, seed));
      finish(run, random, seed);

      Progress progress = run.study.progress();
      String which = algorithm + " seed " + seed + ": " + run.study.findEnd();
      assertThat(progress.suggested())
          .as(which)
          .isEqualTo(progress.completed() + progress.failed() + progress.infeasible());
      if (run.study.findEnd().orElseThrow().reason() == EndReason.BUDGET) {
        assertThat(progress.suggested()).as(which).isEqualTo(run.study.spec().budget().trials());
      } else {
        assertThat(progress.suggested()).as(which).isLessThan(run.study.spec().budget().trials());
      }
      for (Trial trial : run.study.trials()) {
        assertThat(run.study.spec().space().problems(trial.candidate())).as(which).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "grid", "evolution", "genetic"})
  void killedAfterAnyEventItGoesOnAsItWouldHave(String algorithm) {
    for (long seed = 0; seed < SEEDS / 5; seed++) {
      Random random = new Random(seed);
      StudyRun run = new StudyRun(spec(algorithm, random, seed));
      Study live = Study.replay(run.journal);
      finish(run, random, seed);

      for (int killed = 1; killed <= run.journal.size(); killed++) {
        if (killed > 1) {
          live.apply(run.journal.get(killed - 1));
        }
        Study replayed = Study.replay(run.journal.subList(0, killed));
        Study restored = Study.replay(live.replayEvents());
        String which = algorithm + " seed " + seed + " killed after event " + killed;
        assertSame(which, live, replayed);
        assertSame(which, live, restored);
      }
    }
  }

  /** Both halves of the law: equal now, and equal in all that they suggest from now on. */
  private static void assertSame(String which, Study live, Study other) {
    assertThat(other.replayEvents()).as(which).isEqualTo(live.replayEvents());
    assertThat(other.trials()).as(which).isEqualTo(live.trials());
    assertThat(other.progress()).as(which).isEqualTo(live.progress());
    assertThat(other.improvements()).as(which).isEqualTo(live.improvements());
    assertThat(other.findEnd()).as(which).isEqualTo(live.findEnd());
    assertThat(other.isPaused()).as(which).isEqualTo(live.isPaused());
    assertThat(other.findWait()).as(which).isEqualTo(live.findWait());
    assertThat(other.handle(new SuggestTrial(NAME), 5))
        .as(which)
        .isEqualTo(live.handle(new SuggestTrial(NAME), 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "grid", "evolution", "genetic"})
  void theOrderOfCompletionsAndTheSeedDecideEverything(String algorithm) {
    for (long seed = 0; seed < 30; seed++) {
      List<StudyEvent> first = run(algorithm, seed, seed);
      assertThat(run(algorithm, seed, seed)).as("seed %d", seed).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "evolution", "genetic"})
  void uniqueCandidatesAreUnique(String algorithm) {
    AlgorithmSpec unique = AlgorithmSpec.of(algorithm).with("unique", ParameterValue.of(true));
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      StudyRun run =
          new StudyRun(StudyRun.spec(Spaces.ternary(4), unique, Budget.of(200, 3), seed));
      finish(run, random, seed);

      Set<Candidate> seen = new LinkedHashSet<>();
      assertThat(run.study.trials())
          .as("seed %d", seed)
          .allMatch(t -> t.origin() instanceof Origin.Imported || seen.add(t.candidate()));
      assertThat(run.study.findEnd().orElseThrow().reason()).isEqualTo(EndReason.EXHAUSTED);
    }
  }

  private static List<StudyEvent> run(String algorithm, long specSeed, long orderSeed) {
    StudyRun run = new StudyRun(spec(algorithm, new Random(specSeed), specSeed));
    finish(run, new Random(orderSeed), orderSeed);
    return run.journal;
  }

  /**
   * Ends running trials in random order and ways, from "all fail" to "none fails", until the study
   * ends.
   */
  private static void finish(StudyRun run, Random random, long seed) {
    double lossRate = List.of(0.0, 0.3, 1.0).get(random.nextInt(3));
    int steps = 0;
    while (!run.study.isEnded()) {
      assertThat(steps++).as("seed %d does not end", seed).isLessThan(10_000);
      run.nowMillis++;
      run.fill();
      List<Trial> running = run.study.running();
      assertThat(running.isEmpty() && !run.study.isEnded()).as("seed %d is stuck", seed).isFalse();
      if (!running.isEmpty()) {
        end(run, running.get(random.nextInt(running.size())), lossRate, random);
      }
      aside(run, random);
    }
  }

  private static void end(StudyRun run, Trial trial, double lossRate, Random random) {
    int number = trial.number();
    if (random.nextBoolean()) {
      run.send(new ReportMeasurement(NAME, number, random.nextInt(3), StudyRun.acc(0.1)));
    }
    if (random.nextDouble() >= lossRate) {
      run.complete(number, random.nextInt(10));
    } else if (random.nextBoolean()) {
      run.send(new FailTrial(NAME, number, "crashed"));
    } else {
      run.send(new MarkInfeasible(NAME, number, "worthless"));
    }
  }

  private static void aside(StudyRun run, Random random) {
    switch (random.nextInt(12)) {
      case 0 -> {
        run.send(new PauseStudy(NAME));
        assertThat(run.fill()).isZero();
        run.send(new ResumeStudy(NAME));
      }
      case 1 -> {
        List<Trial> all = new ArrayList<>(run.study.trials());
        if (!all.isEmpty()) {
          Candidate known = all.get(random.nextInt(all.size())).candidate();
          run.send(new ImportTrial(NAME, known, StudyRun.acc(random.nextInt(10))));
        }
      }
      default -> {}
    }
  }

  private static StudySpec spec(String algorithm, Random random, long seed) {
    AlgorithmSpec spec = AlgorithmSpec.of(algorithm);
    if (!algorithm.equals("grid")) {
      spec = spec.with("unique", ParameterValue.of(random.nextBoolean()));
    }
    if (algorithm.equals("evolution") || algorithm.equals("genetic")) {
      spec =
          spec.with("population", ParameterValue.of(3 + random.nextInt(6)))
              .with("tournament", ParameterValue.of(1 + random.nextInt(3)));
    }
    Budget budget = Budget.of(1 + random.nextInt(40), 1 + random.nextInt(8));
    return StudyRun.spec(Spaces.random(random), spec, budget, seed);
  }
}
