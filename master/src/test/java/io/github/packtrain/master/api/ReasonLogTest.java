package io.github.packtrain.master.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Core;
import io.github.packtrain.core.CoreLimits;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonLogTest {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private final CoreState state = new CoreState();
  private final Core core = new Core(state, CoreLimits.DEFAULT);
  private final ReasonLog log = new ReasonLog();

  @Test
  void onlyChangesOfTheSetOfReasonsAreKept() {
    submit("a", 100);
    look(200);
    look(300);
    worker("w1", 1_000, 400);
    look(500);
    worker("w2", 1_500, 600);
    look(700);
    worker("w3", 8_000, 800);
    place();
    look(900);

    assertThat(codes(job(1)))
        .containsExactly("200 NO_WORKERS", "500 INFEASIBLE_CPU", "900 nothing");
  }

  @Test
  void aLaterJobOfTheClassBeginsWithWhatHeldItUpThen() {
    submit("a", 100);
    look(200);
    submit("b", 300);
    worker("w1", 1_000, 400);
    look(500);

    assertThat(codes(job(2))).containsExactly("300 NO_WORKERS", "500 INFEASIBLE_CPU");
  }

  @Test
  void aLookThatTookLongIsFollowedByARest() {
    submit("a", 100);
    log.rest(SECOND_NANOS, SECOND_NANOS);
    log.look(plan(), 200, 20 * SECOND_NANOS);
    assertThat(log.of(job(1))).isEmpty();

    log.look(plan(), 300, 22 * SECOND_NANOS);
    assertThat(codes(job(1))).containsExactly("300 NO_WORKERS");
  }

  @Test
  void noMoreThanABoundAreKept() {
    submit("a", 0);
    for (int i = 1; i <= 2 * ReasonLog.CHANGES_MAX; i++) {
      log.look(i % 2 == 0 ? plan() : Plan.nothing(i), i, i);
    }
    assertThat(log.of(job(1))).hasSizeBetween(10, ReasonLog.CHANGES_MAX);
  }

  private List<String> codes(JobView job) {
    return log.of(job).stream()
        .map(
            change ->
                change.atMillis()
                    + " "
                    + change.reasons().stream()
                        .map(reason -> reason.code().name())
                        .findFirst()
                        .orElse("nothing"))
        .toList();
  }

  private void look(long nowMillis) {
    log.look(plan(), nowMillis, nowMillis);
  }

  private Plan plan() {
    return new Planner(PlacementChoice.BEST_FIT.create(), 100).plan(state.planView(_ -> true));
  }

  private void place() {
    Plan plan = plan();
    submit(new Command.CommitPlan(plan.viewPosition(), plan.placements()), 850);
  }

  private JobView job(long id) {
    return state.findJob(new JobId(id)).orElseThrow();
  }

  private void submit(String id, long nowMillis) {
    JobSpec spec = JobSpec.of("job", Request.cpu(2_000), new TaskBody.Handler("noop", ""));
    Principal ann = new Principal("ann", Principal.Role.SUBMITTER);
    submit(new Command.SubmitJob(ann, id, spec, 1, List.of(), false), nowMillis);
  }

  private void worker(String name, int cpuMilli, long nowMillis) {
    WorkerSpec spec = WorkerSpec.of(name, new Resources(cpuMilli, 1 << 30, 0), List.of());
    submit(new Command.RegisterWorker(name, 1, spec, List.of()), nowMillis);
  }

  private void submit(Command command, long nowMillis) {
    if (core.handle(command, nowMillis) instanceof Decision.Accepted(var events, var _)) {
      events.forEach(state::apply);
    }
  }
}
