package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.learn.Prediction;
import io.github.packtrain.core.learn.Rung;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the core learns from attempts reaches placement, and survives a restart. */
class LearningTest {
  private static final Principal ANN = new Principal("ann", Principal.Role.SUBMITTER);
  private static final PlacementChoice ADAPTIVE = PlacementChoice.of("adaptive");

  private final Rig rig = new Rig();
  private final TreeMap<Integer, Integer> placed = new TreeMap<>();
  private long nowMillis = 1_800_000_000_000L;
  private int jobs;

  /** Registers workers of one CPU each, which are alike but for their names. */
  private void workers(int count) {
    for (int i = 1; i <= count; i++) {
      WorkerSpec spec = WorkerSpec.of("w" + i, new Resources(1_000, 1L << 30, 0), List.of());
      rig.submit(new Command.RegisterWorker("u" + i, 1, spec, List.of()), nowMillis);
    }
  }

  /** One task after the other, each where {@code adaptive} puts it. */
  private void run(int count, Profile profile, Function<Integer, AttemptResult> outcome) {
    for (int i = 0; i < count; i++) {
      JobSpec spec =
          JobSpec.of("job", Request.cpu(1_000), new TaskBody.Handler("noop", ""))
              .withRetry(new RetryPolicy(1, 100, 1_000, 1))
              .withTerms(Terms.NONE.withProfile(profile));
      rig.submit(new Command.SubmitJob(ANN, "s" + jobs++, spec, 1, List.of(), false), nowMillis);
      Plan plan = rig.plan(ADAPTIVE, 10);
      rig.submit(new Command.CommitPlan(plan.viewPosition(), plan.placements()), nowMillis);
      for (Placement placement : plan.placements()) {
        end(placement.worker(), outcome.apply(placement.worker().value()));
      }
    }
  }

  private void end(WorkerId worker, AttemptResult result) {
    placed.merge(worker.value(), 1, Integer::sum);
    AttemptView attempt = rig.state.attemptsOn(worker).getFirst();
    rig.submit(new Command.ReportStarted(worker, attempt.id()), nowMillis);
    nowMillis += Math.max(1_000, result.runMillis());
    rig.submit(new Command.ReportEnded(worker, attempt.id(), result), nowMillis);
  }

  private static AttemptResult success(long runMillis) {
    return AttemptResult.succeeded(Map.of(), runMillis);
  }

  private static AttemptResult failure() {
    return AttemptResult.ended(Outcome.FAILED, "it failed");
  }

  @Test
  void aWorkerThatFailsAtOnceGetsLittleWork() {
    workers(3);
    run(100, Profile.ofKind("test"), worker -> worker == 2 ? failure() : success(20_000));
    assertThat(placed.get(2)).isLessThan(20);
    assertThat(placed.getOrDefault(1, 0) + placed.getOrDefault(3, 0)).isGreaterThan(80);
  }

  @Test
  void everyWorkerIsTried() {
    workers(8);
    run(60, Profile.ofKind("test"), _ -> success(20_000));
    assertThat(placed).hasSize(8);
  }

  @Test
  void theFasterWorkerGetsMostOfTheWork() {
    workers(3);
    run(120, Profile.ofKind("test"), worker -> success(worker == 3 ? 10_000 : 40_000));
    assertThat(placed.get(3)).isGreaterThan(80);
  }

  @Test
  void predictionsAreOfTheJobsKindAndModel() {
    workers(1);
    Profile bert = new Profile("benchmark", "bert-base", "bert", 1_000, 0, List.of("glue"));
    run(10, bert, _ -> success(30_000));
    run(10, Profile.ofKind("data"), _ -> success(300_000));
    Prediction ofBert = predicted(bert);
    assertThat(ofBert.p50Millis()).isBetween(28_000L, 32_000L);
    assertThat(ofBert.rung()).isEqualTo(Rung.TASK);
    assertThat(predicted(Profile.ofKind("data")).p50Millis()).isBetween(250_000L, 320_000L);
  }

  private Prediction predicted(Profile profile) {
    JobSpec spec =
        JobSpec.of("job", Request.cpu(1_000), new TaskBody.Handler("noop", ""))
            .withTerms(Terms.NONE.withProfile(profile));
    return rig.state.predict(spec);
  }

  @Test
  void whatWasLearnedSurvivesARestart() {
    workers(3);
    run(50, Profile.ofKind("test"), worker -> worker == 2 ? failure() : success(20_000));
    CoreState replayed = Laws.rebuild(rig.journal);
    CoreState restored = Laws.rebuild(rig.snapshot());
    for (CoreState other : List.of(replayed, restored)) {
      assertThat(other.learned().snapshot()).isEqualTo(rig.state.learned().snapshot());
      assertThat(Statistics.of(other, nowMillis)).isEqualTo(Statistics.of(rig.state, nowMillis));
    }
    rig.restartFrom(restored);
    placed.clear();
    run(30, Profile.ofKind("test"), worker -> worker == 2 ? failure() : success(20_000));
    assertThat(placed.getOrDefault(2, 0)).isLessThan(8);
  }

  @Test
  void statisticsCountWhatHappened() {
    workers(2);
    run(10, Profile.ofKind("test"), _ -> success(20_000));
    run(5, Profile.NONE, _ -> failure());
    Statistics statistics = Statistics.of(rig.state, nowMillis);
    assertThat(statistics.observations()).isEqualTo(10);
    assertThat(statistics.tasks())
        .containsExactly(
            new Statistics.TasksOfKind("custom", 0, 0, 0, 5, 0, 0),
            new Statistics.TasksOfKind("test", 0, 0, 10, 0, 0, 0));
    assertThat(statistics.kinds().stream().map(kind -> kind.kind()))
        .containsExactly("custom", "test");
    assertThat(statistics.workers()).hasSize(2);
    assertThat(statistics.workers().getFirst().cpuUsedMilli()).isZero();
    assertThat(statistics.workers().getFirst().topics()).containsKey("kind:test");
  }
}
