package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Rejection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random commands from seeds: every law holds after each of them. */
class CorePropertyTest {
  private static final int SEEDS = Integer.getInteger("seeds", 1_000);
  private static final int STEPS = 200;
  private static final long FIRST = Long.getLong("seed", 0);

  @Test
  void lawsHoldUnderRandomCommands() {
    int seeds = System.getProperty("seed") == null ? SEEDS : 1;
    for (long seed = FIRST; seed < FIRST + seeds; seed++) {
      List<String> violations = Voyage.violations(seed, STEPS, new Rig());
      assertThat(violations)
          .as(
              "seed %d; again with: ./dev check -pl core -am -Dtest=CorePropertyTest -Dseed=%<d",
              seed)
          .isEmpty();
    }
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Voyage.log(seed, STEPS, new Rig())).isEqualTo(Voyage.log(seed, STEPS, new Rig()));
    }
  }

  /** The random commands reach what they are meant to reach. */
  @Test
  void everyKindOfEventAndRejectionHappens() {
    TreeSet<String> seen = new TreeSet<>();
    for (long seed = 0; seed < 200; seed++) {
      Voyage.violations(seed, STEPS, new Listening(seen));
    }
    assertThat(seen).contains(EXPECTED.strip().split("\\s+"));
  }

  private static final String EXPECTED =
      """
      JobAdmitted TasksAdded JobClosed JobCancelled TaskCancelled TasksRetried JobEnded JobForgotten
      AttemptPlaced AttemptPlaced-behind AttemptStarted AttemptStopRequested AttemptWithdrawn
      AttemptMeasured BackoffEnded WorkerRegistered WorkerLost WorkerDrainChanged WorkerForgotten
      SUCCEEDED FAILED SIGNALLED OUT_OF_MEMORY NOT_STARTED BAD_RESULT TIMED_OUT CANCELLED EVICTED LOST
      JOB_CLOSED JOB_NOT_FOUND QUEUE_NAME RETRY_STATE STALE_ATTEMPT SUBMISSION_ID_REUSED
      TASKS_OUT_OF_ORDER TASK_COUNT TASK_NOT_FOUND WORKER_NAME_TAKEN WORKER_NOT_FOUND WORKER_NOT_LOST
      DependencyMet cancelled-by-dependency DEPENDENCY_NOT_FOUND DEPENDENCY_FAILED DEPENDENCY_CYCLE
      ReservationAdded ReservationRemoved RESERVATION_NOT_FOUND RESERVATION_TIME
      overcommitted placement-dropped AttemptRequeued QueueConfigured PlacementConfigured gang-placed gang-stopped
      GANG_INCOMPLETE GANG_OPEN ORDER_UNKNOWN QUEUE_IN_USE
      """;

  /** Notes what kinds of things happen. */
  private static final class Listening extends Rig {
    private final Set<String> seen;

    Listening(Set<String> seen) {
      this.seen = seen;
    }

    @Override
    Decision handle(Command command, long nowMillis) {
      Decision decision = super.handle(command, nowMillis);
      switch (decision) {
        case Decision.Rejected(Rejection rejection) -> seen.add(rejection.code());
        case Decision.Accepted(List<Event> _, Decision.Reply.PlanCommitted reply)
            when reply.dropped() > 0 ->
            seen.add("placement-dropped");
        case Decision.Accepted _ -> {}
      }
      return decision;
    }

    @Override
    void apply(Event event) {
      super.apply(event);
      seen.add(event.getClass().getSimpleName());
      switch (event) {
        case Event.AttemptPlaced e when e.behind() != null -> seen.add("AttemptPlaced-behind");
        case Event.AttemptPlaced e when isGang(e.attempt()) -> seen.add("gang-placed");
        case Event.AttemptStopRequested e when isGang(e.attempt()) -> seen.add("gang-stopped");
        case Event.JobCancelled e -> seen.add("cancelled-by-" + e.by());
        case Event.AttemptEnded e -> seen.add(e.result().outcome().name());
        default -> {}
      }
      if (state.workers.values().stream().anyMatch(worker -> worker.overcommitted)) {
        seen.add("overcommitted");
      }
    }

    private boolean isGang(AttemptId attempt) {
      JobRecord job = state.jobs.get(attempt.task().job().value());
      return job != null && job.isGang() && job.count > 1;
    }
  }
}
