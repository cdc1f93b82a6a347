package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.explain.Explainer;
import io.github.packtrain.core.explain.Explanation;
import io.github.packtrain.core.explain.Scene;
import io.github.packtrain.core.explain.WhatIf;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.TaskBody;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random clusters and queues: whoever follows a suggestion starts. */
class WhatIfTest {
  private static final int CLUSTERS = 60;
  private static final Principal ANN = new Principal("ann", Principal.Role.SUBMITTER);

  /** So that a test which finds nothing to try is seen. */
  private int followed;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsSuggestedStarts(long seed) {
    for (int cluster = 0; cluster < CLUSTERS; cluster++) {
      long here = seed * 1_000 + cluster;
      Rig rig = new Rig();
      Plan plan = cluster(rig, new Random(here));
      for (var job : rig.state.jobsBefore(Long.MAX_VALUE, 100, view -> view.waiting() > 0)) {
        Explanation explained =
            Explainer.explain(
                rig.state,
                new Scene(plan, _ -> true, PlacementChoice.BEST_FIT, 0),
                job.id(),
                OptionalInt.empty());
        assertThat(explained.reasons()).as("seed %d, %s", here, job.id()).isNotEmpty();
        for (WhatIf whatIf : explained.whatIfs()) {
          follow(rig.snapshot(), whatIf, "seed " + here + ", " + job.id() + ": " + whatIf);
        }
      }
    }
    assertThat(followed).isGreaterThan(CLUSTERS);
  }

  /** Submits what was suggested to a copy of the state and lets it plan. */
  private void follow(List<Event> snapshot, WhatIf whatIf, String which) {
    followed++;
    Rig copy = new Rig();
    snapshot.forEach(copy::apply);
    var admitted = submit(copy, whatIf.request());
    boolean impossible = whatIf.workers() == 0;
    assertThat(impossible).as(which).isFalse();
    Plan plan = copy.plan(PlacementChoice.BEST_FIT, 1_000);
    var job = copy.state.findJob(admitted).orElseThrow();
    int id = classId(copy, job);
    boolean placed = plan.placements().stream().anyMatch(p -> p.taskClass() == id);
    if (whatIf.now()) {
      assertThat(placed).as(which).isTrue();
    } else {
      assertThat(
              Explainer.explain(
                  copy.state,
                  new Scene(plan, _ -> true, PlacementChoice.BEST_FIT, 0),
                  admitted,
                  OptionalInt.empty()))
          .as(which)
          .extracting(Explanation::verdict)
          .isEqualTo(Explanation.Verdict.WAITING);
    }
  }

  private static int classId(Rig rig, JobView job) {
    return rig.state.planView(_ -> true).classes().stream()
        .filter(waiting -> waiting.key().equals(job.classKey()))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static JobId submit(Rig rig, Request request) {
    JobSpec spec =
        JobSpec.of("what-if", request, new TaskBody.Handler("noop", "")).withQueue("what-if", 0);
    rig.submit(new Command.SubmitJob(ANN, "what-if", spec, 1, List.of(), false), 1_000_000);
    return rig.state.findSubmission("ann", "what-if").orElseThrow();
  }

  /** Workers of all kinds, more work than they can take, and what the last plan left over. */
  private static Plan cluster(Rig rig, Random random) {
    String[] models = {"T4:16", "A100:40", "A100:80", "MI300:192"};
    int workers = 1 + random.nextInt(5);
    for (int w = 0; w < workers; w++) {
      String model = models[random.nextInt(models.length)];
      String gpus =
          String.join(",", List.of(model, model, model, model).subList(0, random.nextInt(5)));
      String line =
          "worker w%d cpu=%d mem=%d".formatted(w, 1 + random.nextInt(16), 8 << random.nextInt(4))
              + (gpus.isEmpty() ? "" : " gpus=" + gpus)
              + (random.nextInt(3) == 0 ? " label=zone:x" : "");
      rig.submit(Specs.of(line).registration(), 0);
    }
    for (int j = 0; j < 12; j++) {
      rig.submit(Specs.of(job(j, random)).submission(), j);
    }
    Plan first = rig.plan(PlacementChoice.BEST_FIT, 1_000);
    rig.submit(new Command.CommitPlan(first.viewPosition(), first.placements()), 100);
    return rig.plan(PlacementChoice.BEST_FIT, 1_000);
  }

  private static String job(int j, Random random) {
    String gpu =
        switch (random.nextInt(5)) {
          case 0 -> " gpus=" + (1 + random.nextInt(6));
          case 1 -> " gpus=" + (1 + random.nextInt(3)) + " gpumem=" + (16 << random.nextInt(4));
          case 2 -> " share=0." + (1 + random.nextInt(9)) + " gpumem=" + (1 + random.nextInt(60));
          case 3 -> " gpus=1 model=" + (random.nextBoolean() ? "A100" : "H100");
          default -> "";
        };
    return "submit s%d cpu=%d mem=%d tasks=%d%s%s"
        .formatted(
            j,
            1 + random.nextInt(20),
            random.nextInt(80),
            1 + random.nextInt(4),
            gpu,
            random.nextInt(4) == 0 ? " label=zone:x" : "");
  }
}
