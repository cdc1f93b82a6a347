package io.github.packtrain.search;

import static io.github.packtrain.search.StudyRun.NAME;
import static io.github.packtrain.search.StudyRun.acc;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.search.StudyCommand.CheckDeadline;
import io.github.packtrain.search.StudyCommand.CompleteTrial;
import io.github.packtrain.search.StudyCommand.CreateStudy;
import io.github.packtrain.search.StudyCommand.FailTrial;
import io.github.packtrain.search.StudyCommand.ImportTrial;
import io.github.packtrain.search.StudyCommand.MarkInfeasible;
import io.github.packtrain.search.StudyCommand.PauseStudy;
import io.github.packtrain.search.StudyCommand.ReportMeasurement;
import io.github.packtrain.search.StudyCommand.ResumeStudy;
import io.github.packtrain.search.StudyCommand.StopStudy;
import io.github.packtrain.search.StudyCommand.SuggestTrial;
import io.github.packtrain.search.StudyEvent.TrialOutcome;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StudyTest {
  private static final Candidate KNOWN = Candidate.parse("{\"p0\":0,\"p1\":1}");

  @Test
  void aSpecificationWithProblemsIsRefusedWithAllOfThem() {
    StudySpec bad =
        StudyRun.spec(new SearchSpace(List.of()), AlgorithmSpec.of("x"), Budget.of(0, 1), 1);

    assertThat(codes(Study.create(new CreateStudy(bad), 0)))
        .containsExactly("SPACE_EMPTY", "ALGORITHM_UNKNOWN", "BUDGET_RANGE");
  }

  @Test
  void creatingItAgainGoesOnAndAChangedFileIsRefusedWithTheDifferences() {
    StudyRun run = run(Budget.of(10, 2));
    StudySpec changed =
        StudyRun.spec(Spaces.ternary(2), AlgorithmSpec.of("random"), Budget.of(20, 2), 2);

    assertThat(run.send(new CreateStudy(run.study.spec()))).isEqualTo(StudyReply.accepted());
    assertThat(problem(run.send(new CreateStudy(changed))))
        .isEqualTo(
            "name: the study 's' exists with another specification: budget.trials: 10 -> 20; seed: 1"
                + " -> 2 (STUDY_CHANGED); give the changed study another name, or undo the changes to"
                + " go on with the old one");
  }

  @Test
  void asManyTrialsRunAsMayAndEachEndFreesAPlace() {
    StudyRun run = run(Budget.of(10, 3));

    assertThat(run.fill()).isEqualTo(3);
    assertThat(run.study.findWait()).contains(WaitReason.PARALLEL_LIMIT);
    run.complete(2, 0.5);
    assertThat(run.study.findWait()).isEmpty();
    assertThat(run.fill()).isEqualTo(1);
    assertThat(run.study.running()).map(Trial::number).containsExactly(1, 3, 4);
  }

  @Test
  void itEndsWhenAllTrialsOfTheBudgetHaveEnded() {
    StudyRun run = run(Budget.of(4, 2));
    run.fill();
    run.complete(1, 0.5);
    run.send(new FailTrial(NAME, 2, "exit code 1"));
    run.fill();
    run.send(new MarkInfeasible(NAME, 3, "out of memory"));
    assertThat(run.study.findWait()).contains(WaitReason.ALL_SUGGESTED);
    run.complete(4, 0.6);

    assertThat(end(run)).isEqualTo("BUDGET: all 4 trials have ended");
    assertThat(run.study.findWait()).contains(WaitReason.ENDED);
    assertThat(run.study.progress()).isEqualTo(new Progress(4, 0, 2, 1, 1, 0, 0, 0, 4, 0.6));
  }

  @Test
  void reachingTheTargetEndsItAndCancelsWhatRuns() {
    StudyRun run =
        new StudyRun(
            new StudySpec(
                NAME,
                List.of(Objective.minimize("loss").withTarget(0.1)),
                Spaces.ternary(2),
                AlgorithmSpec.of("random"),
                Budget.of(10, 3),
                1));
    run.fill();
    run.send(new CompleteTrial(NAME, 1, metrics("loss", 0.2)));
    assertThat(run.study.isEnded()).isFalse();
    run.send(new CompleteTrial(NAME, 2, metrics("loss", 0.1)));

    assertThat(end(run)).isEqualTo("TARGET: trial 2 reached loss = 0.1, the target is 0.1");
    assertThat(outcome(run, 3)).isEqualTo(TrialOutcome.CANCELLED);
    assertThat(problem(run.send(new CompleteTrial(NAME, 3, metrics("loss", 0)))))
        .isEqualTo(
            "trial: trial 3 ended already, CANCELLED (TRIAL_ENDED); nothing to do: the first result"
                + " counts");
  }

  @Test
  void patienceCountsResultsInARowThatAreNotBetter() {
    StudyRun run = run(Budget.of(100, 1).withPatience(3));
    double[] values = {0.5, 0.5, 0.4, 0.6, 0.6, 0.1};
    for (int i = 0; i < values.length; i++) {
      run.fill();
      run.complete(i + 1, values[i]);
      assertThat(run.study.isEnded()).isFalse();
    }
    run.fill();
    run.send(new FailTrial(NAME, 7, "a failure is no result"));
    run.fill();
    run.send(new MarkInfeasible(NAME, 8, "but this is one"));

    assertThat(end(run)).isEqualTo("PATIENCE: 3 results in a row were not better than trial 4");
  }

  @Test
  void tooManyFailuresEndIt() {
    StudyRun run = run(Budget.of(100, 1).withMaxFailed(1));
    run.fill();
    run.send(new FailTrial(NAME, 1, "crashed"));
    assertThat(run.study.isEnded()).isFalse();
    run.fill();
    run.send(new FailTrial(NAME, 2, "crashed"));

    assertThat(end(run)).isEqualTo("FAILED: 2 trials failed, at most 1 may");
  }

  @Test
  void itEndsWhenItsTimeIsOver() {
    StudyRun run = run(Budget.of(100, 1).withWallMillis(5_000));
    assertThat(run.study.findDeadlineMillis()).hasValue(5_000);
    run.fill();
    run.nowMillis = 4_999;
    assertThat(run.send(new CheckDeadline(NAME)).events()).isEmpty();
    run.nowMillis = 5_000;
    run.send(new CheckDeadline(NAME));

    assertThat(end(run)).isEqualTo("WALL: 5000 ms are over since its creation");
    assertThat(run.send(new CheckDeadline(NAME)).events()).isEmpty();
  }

  @Test
  void noTrialIsSuggestedAfterItsTime() {
    StudyRun run = run(Budget.of(100, 1).withWallMillis(5_000));
    run.nowMillis = 6_000;

    assertThat(run.fill()).isZero();
    assertThat(end(run)).startsWith("WALL");
  }

  @Test
  void aStoppedOneStaysStopped() {
    StudyRun run = run(Budget.of(100, 2));
    run.fill();
    run.send(new StopStudy(NAME, "enough"));

    assertThat(end(run)).isEqualTo("STOPPED: enough");
    assertThat(run.study.progress().cancelled()).isEqualTo(2);
    assertThat(run.send(new StopStudy(NAME, "again")).events()).isEmpty();
    assertThat(run.fill()).isZero();
    assertThat(codes(run.send(new PauseStudy(NAME)))).containsExactly("STUDY_ENDED");
    assertThat(codes(run.send(new ResumeStudy(NAME)))).containsExactly("STUDY_ENDED");
    assertThat(codes(run.send(new ImportTrial(NAME, KNOWN, acc(1)))))
        .containsExactly("STUDY_ENDED");
  }

  @Test
  void aPausedOneSuggestsNothingButTakesResults() {
    StudyRun run = run(Budget.of(100, 2));
    run.fill();
    run.send(new PauseStudy(NAME));
    run.send(new PauseStudy(NAME));
    run.complete(1, 0.5);

    assertThat(run.fill()).isZero();
    assertThat(run.study.findWait()).contains(WaitReason.PAUSED);
    run.send(new ResumeStudy(NAME));
    assertThat(run.fill()).isEqualTo(1);
  }

  @Test
  void aResultThatIsNotFiniteIsInfeasible() {
    StudyRun run = run(Budget.of(10, 2));
    run.fill();
    run.complete(1, Double.NaN);
    run.complete(2, Double.NEGATIVE_INFINITY);

    assertThat(ended(run, 1).outcome()).isEqualTo(TrialOutcome.INFEASIBLE);
    assertThat(ended(run, 1).reason()).isEqualTo("the objective 'acc' is NaN");
    assertThat(ended(run, 2).reason()).isEqualTo("the objective 'acc' is -Infinity");
    assertThat(run.study.best(10)).isEmpty();
  }

  @Test
  void aResultWithoutTheObjectiveFails() {
    StudyRun run = run(Budget.of(10, 2));
    run.fill();
    run.send(new CompleteTrial(NAME, 1, metrics("loss", 0.5)));
    run.send(new CompleteTrial(NAME, 2, new TreeMap<>()));

    assertThat(ended(run, 1).outcome()).isEqualTo(TrialOutcome.FAILED);
    assertThat(ended(run, 1).reason())
        .isEqualTo("the result lacks the objective 'acc'; reported: loss");
    assertThat(ended(run, 2).reason())
        .isEqualTo("the result lacks the objective 'acc'; reported: nothing");
  }

  @Test
  void theLastMeasurementCountsWhereTheResultLacksMetrics() {
    StudyRun run = run(Budget.of(10, 1));
    run.fill();
    run.send(new ReportMeasurement(NAME, 1, 1, acc(0.7)));
    run.send(new ReportMeasurement(NAME, 1, 2, acc(0.6)));
    run.send(new CompleteTrial(NAME, 1, metrics("loss", 0.5)));

    assertThat(ended(run, 1).metrics()).containsExactlyEntriesOf(both(0.6, 0.5));
  }

  @Test
  void repeatedAndLateReportsHaveNoEffectAndAStepMayComeInParts() {
    StudyRun run = run(Budget.of(10, 1));
    run.fill();

    assertThat(run.send(new ReportMeasurement(NAME, 1, 5, acc(0.7))).events()).hasSize(1);
    assertThat(run.send(new ReportMeasurement(NAME, 1, 5, acc(0.7))).events()).isEmpty();
    assertThat(run.send(new ReportMeasurement(NAME, 1, 4, acc(0.9))).events()).isEmpty();
    assertThat(run.send(new ReportMeasurement(NAME, 1, 5, metrics("loss", 0.1))).events())
        .hasSize(1);
    assertThat(run.study.findTrial(1).orElseThrow().findLastMeasurement().orElseThrow().metrics())
        .containsExactlyEntriesOf(both(0.7, 0.1));
  }

  @Test
  void trialsThatAreUnknownOrOverAreRefused() {
    StudyRun run = run(Budget.of(10, 1));
    run.fill();
    run.complete(1, 0.5);

    assertThat(problem(run.send(new FailTrial(NAME, 9, "?"))))
        .isEqualTo(
            "trial: the study 's' has no trial 9 (TRIAL_UNKNOWN); name one of its trials, 1 to 1");
    assertThat(codes(run.send(new ReportMeasurement(NAME, 0, 1, acc(1)))))
        .containsExactly("TRIAL_UNKNOWN");
    assertThat(codes(run.send(new CompleteTrial(NAME, 1, acc(0.9)))))
        .containsExactly("TRIAL_ENDED");
    assertThat(run.study.progress().bestScore()).isEqualTo(0.5);
  }

  @Test
  void importedResultsAreRankedButDoNotCountAgainstTheBudget() {
    StudyRun run = run(Budget.of(1, 1));
    run.send(new ImportTrial(NAME, Candidate.parse("{\"p1\":1.0,\"p0\":0}"), acc(0.9)));
    run.fill();
    run.complete(2, 0.5);

    assertThat(run.candidate(1).json()).isEqualTo("{\"p0\":0,\"p1\":1}");
    assertThat(run.study.best(5)).map(Trial::number).containsExactly(1, 2);
    assertThat(run.study.progress().suggested()).isEqualTo(1);
    assertThat(end(run)).startsWith("BUDGET");
  }

  @Test
  void anImportThatMakesNoSenseIsRefused() {
    StudyRun run = run(Budget.of(1, 1));

    assertThat(codes(run.send(new ImportTrial(NAME, Candidate.parse("{\"p0\":7}"), acc(1)))))
        .containsExactly("CANDIDATE_INVALID", "CANDIDATE_INVALID");
    assertThat(problem(run.send(new ImportTrial(NAME, KNOWN, acc(Double.NaN)))))
        .isEqualTo(
            "metrics.acc: the objective is NaN (METRIC_INVALID); give a finite number for 'acc'");
    assertThat(codes(run.send(new ImportTrial(NAME, KNOWN, metrics("loss", 1)))))
        .containsExactly("METRIC_INVALID");
  }

  @Test
  void theBestAreRankedTiesByNumberAndTheCurveHasItsSteps() {
    StudyRun run = run(Budget.of(5, 5));
    run.fill();
    run.nowMillis = 10;
    run.complete(4, 0.5);
    run.complete(2, 0.7);
    run.nowMillis = 20;
    run.complete(3, 0.7);
    run.complete(1, 0.9);
    run.complete(5, 0.1);

    assertThat(run.study.best(4)).map(Trial::number).containsExactly(1, 2, 3, 4);
    assertThat(run.study.improvements())
        .containsExactly(
            new Improvement(1, 4, 0.5, 10),
            new Improvement(2, 2, 0.7, 10),
            new Improvement(4, 1, 0.9, 20));
  }

  @Test
  void theFirstTrialTakesTheDefaults() {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("x", new Domain.FloatRange(0, 1, false, 0))
                .withDefault(ParameterValue.of(0.25)),
            Parameter.of("b", new Domain.Bool()));
    for (String name : List.of("random", "evolution", "genetic")) {
      StudyRun run = new StudyRun(StudyRun.spec(space, AlgorithmSpec.of(name), Budget.of(2, 2), 1));
      run.fill();

      assertThat(run.candidate(1).find("x")).contains(ParameterValue.of(0.25));
      assertThat(run.origin(1)).isEqualTo(new Origin.Defaults());
      assertThat(run.candidate(2).find("x")).isNotEqualTo(run.candidate(1).find("x"));
    }
  }

  @Test
  void askingChangesNothing() {
    StudyRun run = run(Budget.of(5, 5));

    assertThat(run.study.handle(new SuggestTrial(NAME), 7))
        .isEqualTo(run.study.handle(new SuggestTrial(NAME), 7));
    assertThat(run.study.replayEvents()).isEqualTo(run.journal);
  }

  private static StudyRun run(Budget budget) {
    return new StudyRun(StudyRun.spec(Spaces.ternary(2), AlgorithmSpec.of("random"), budget, 1));
  }

  private static SortedMap<String, Double> metrics(String name, double value) {
    TreeMap<String, Double> metrics = new TreeMap<>();
    metrics.put(name, value);
    return metrics;
  }

  private static SortedMap<String, Double> both(double acc, double loss) {
    SortedMap<String, Double> metrics = acc(acc);
    metrics.put("loss", loss);
    return metrics;
  }

  private static Trial.State.Ended ended(StudyRun run, int trial) {
    return (Trial.State.Ended) run.study.findTrial(trial).orElseThrow().state();
  }

  private static TrialOutcome outcome(StudyRun run, int trial) {
    return ended(run, trial).outcome();
  }

  private static String end(StudyRun run) {
    return run.study.findEnd().map(end -> end.reason() + ": " + end.detail()).orElse("(goes on)");
  }

  private static List<String> codes(StudyReply reply) {
    return problems(reply).stream().map(SearchProblem::code).toList();
  }

  private static String problem(StudyReply reply) {
    assertThat(problems(reply)).hasSize(1);
    return problems(reply).getFirst().toString();
  }

  private static List<SearchProblem> problems(StudyReply reply) {
    return switch (reply) {
      case StudyReply.Accepted _ -> List.of();
      case StudyReply.Rejected(List<SearchProblem> problems) -> problems;
    };
  }
}
