package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may start before somebody who comes first and finds no room. */
class BackfillTest {
  @Test
  void withoutItWhoeverFitsGoes() {
    play(
        """
        worker a cpu=4                        -> W1 registered
        submit a cpu=3 est=1000               -> J1 admitted x1
        plan                                  -> J1/0.1 on W1
        submit big cpu=4 est=1000             -> J2 admitted x1
        submit long cpu=1 est=5000            -> J3 admitted x1
        promised                              -> nothing
        plan                                  -> J3/0.1 on W1
        """);
  }

  @Test
  void easyKeepsTheStartOfTheFirstThatFindsNoRoom() {
    play(
        """
        worker a cpu=4                        -> W1 registered
        queue default fifo backfill=easy      -> queue default is fifo
        submit a cpu=3 est=1000               -> J1 admitted x1
        plan                                  -> J1/0.1 on W1
        start J1/0.1                          -> J1/0.1 started
        after 400                             ->
        submit big cpu=4 est=1000             -> J2 admitted x1
        submit long cpu=1 est=601             -> J3 admitted x1
        submit short cpu=1 est=600            -> J4 admitted x1
        promised                              -> J2 in 600 on W1
        plan                                  -> J4/0.1 on W1
        explain J2                            -> WAITING (1): 1 task waits: needs 4 CPUs; a has 0 CPUs
                                              -> free ETA starts in 1 s, by estimates PROMISED
                                              -> 1970-01-01T00:16:41Z
        explain J3                            -> WAITING (1): 1 task waits: there is room, but J2 is
                                              -> promised a start on a at 1970-01-01T00:16:41Z, which
                                              -> it would run into AND needs 1 CPU; a has 0 CPUs free
                                              -> AHEAD 1 [J2] ETA starts in 2 s, by estimates HINT a shorter --estimate or --limit, if
                                              -> that is true, lets it start before
        after 600                             ->
        end J1/0.1 ok                         -> J1/0.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
        end J4/0.1 ok                         -> J4/0.1 SUCCEEDED, task COMPLETED; J4 COMPLETED
        plan                                  -> J2/0.1 on W1
        """);
  }

  @Test
  void whatIsLeftBesideThePromiseMayBeTakenForLonger() {
    play(
        """
        worker a cpu=8 gpus=A100:40,A100:40   -> W1 registered
        queue default fifo backfill=easy      -> queue default is fifo
        submit a cpu=1 gpus=1 est=1000        -> J1 admitted x1
        plan                                  -> J1/0.1 on W1 gpu 0
        submit big cpu=2 gpus=2 est=1000      -> J2 admitted x1
        submit cpu cpu=6 est=9000             -> J3 admitted x1
        submit gpu cpu=1 gpus=1 est=9000      -> J4 admitted x1
        plan                                  -> J3/0.1 on W1
        """);
  }

  @Test
  void conservativeKeepsEverybodysPlace() {
    play(
        """
        worker a cpu=4                        -> W1 registered
        queue default fifo backfill=conservative -> queue default is fifo
        submit a cpu=3 est=1000               -> J1 admitted x1
        plan                                  -> J1/0.1 on W1
        submit big cpu=4 est=1000             -> J2 admitted x1
        submit half cpu=2 est=500             -> J3 admitted x1
        submit next cpu=4 est=1000            -> J4 admitted x1
        submit one cpu=1 est=900              -> J5 admitted x1
        promised                              -> J2 in 1000 on W1; J3 in 2000 on W1; J4 in 2500 on W1
        plan                                  -> J5/0.1 on W1
        """);
  }

  @Test
  void aShortJobOfTheSameShapeGoesBeforeALongOne() {
    play(
        """
        worker a cpu=4                        -> W1 registered
        queue default fifo backfill=easy      -> queue default is fifo
        submit a cpu=3 est=1000               -> J1 admitted x1
        plan                                  -> J1/0.1 on W1
        submit big cpu=4 est=1000             -> J2 admitted x1
        submit long cpu=1 est=5000            -> J3 admitted x1
        submit short cpu=1 est=500            -> J4 admitted x1
        plan                                  -> J4/0.1 on W1
        job J3                                -> PENDING waiting 1 backing-off 0 active 0 completed 0
                                              -> failed 0 cancelled 0 timed-out 0
        """);
  }

  @Test
  void aPromiseHoldsAgainstThoseOfAnotherQueueWhoCameBefore() {
    play(
        """
        worker a cpu=4                        -> W1 registered
        queue default fifo backfill=easy      -> queue default is fifo
        submit a cpu=3 est=1000               -> J1 admitted x1
        plan                                  -> J1/0.1 on W1
        start J1/0.1                          -> J1/0.1 started
        submit wide queue=q cpu=4 est=9000    -> J2 admitted x1
        submit big cpu=4 est=1000             -> J3 admitted x1
        promised                              -> J3 in 1000 on W1
        plan                                  -> nothing
        after 1000                            ->
        end J1/0.1 ok                         -> J1/0.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
        plan                                  -> J3/0.1 on W1
        """);
  }

  @Test
  void aGangIsPromisedAllItsPlacesAtOnce() {
    play(
        """
        worker a cpu=2                        -> W1 registered
        worker b cpu=2                        -> W2 registered
        queue default fifo backfill=easy      -> queue default is fifo
        submit a cpu=2 est=1000               -> J1 admitted x1
        submit b cpu=1 est=3000               -> J2 admitted x1
        plan first                            -> J1/0.1 on W1; J2/0.1 on W2
        submit g cpu=1 tasks=4 gang est=1000  -> J3 admitted x4
        submit c cpu=1 est=3001               -> J4 admitted x1
        submit d cpu=1 est=3000               -> J5 admitted x1
        promised                              -> J3 in 3000 on W1
        plan first                            -> J5/0.1 on W2
        """);
  }

  @Test
  void whoCanNeverRunTakesNobodysTurn() {
    play(
        """
        worker a cpu=4                        -> W1 registered
        queue default fifo backfill=easy      -> queue default is fifo
        submit a cpu=3 est=1000               -> J1 admitted x1
        plan                                  -> J1/0.1 on W1
        submit never cpu=9 est=1000           -> J2 admitted x1
        submit big cpu=4 est=1000             -> J3 admitted x1
        promised                              -> J3 in 1000 on W1
        """);
  }

  @Test
  void withoutAnEstimateTheTimeLimitHolds() {
    play(
        """
        worker a cpu=4                        -> W1 registered
        queue default fifo backfill=easy      -> queue default is fifo
        submit a cpu=3 limit=1000             -> J1 admitted x1
        plan                                  -> J1/0.1 on W1
        submit big cpu=4                      -> J2 admitted x1
        submit one cpu=1 limit=1001           -> J3 admitted x1
        promised                              -> J2 in 1000 on W1
        plan                                  -> nothing
        queue default fifo backfill=hard      -> ! ORDER_OPTION
        """);
  }

  // ---- the law

  /** One seed's jobs in a queue with or without backfill, until all have run. */
  private static final class Course {
    private final SplittableRandom random;
    private final Rig rig = new Rig(CoreLimits.DEFAULT);
    private final Planner planner = new Planner(PlacementChoice.BEST_FIT.create(), 1_000);
    private final TreeMap<JobId, Long> promised = new TreeMap<>();
    private final TreeMap<Long, List<AttemptId>> ends = new TreeMap<>();
    private final TreeMap<JobId, Long> runs = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private Plan last = Plan.nothing(0);
    private int startedBefore;
    private long now = 1_000;
    private int submitted;

    Course(long seed, String backfill) {
      this.random = new SplittableRandom(seed);
      rig.submit(
          new Command.ConfigureQueue(
              io.github.packtrain.model.Principal.SYSTEM,
              "default",
              "fifo",
              Map.of("backfill", backfill)),
          now);
      for (int i = 0; i < 4; i++) {
        String gpus = i % 2 == 0 ? "" : " gpus=A100:40,A100:40,T4:16";
        rig.submit(Specs.of("worker w" + i + " cpu=" + (4 + 4 * i) + gpus).registration(), now);
      }
    }

    /** What was promised and not kept. */
    List<String> run(int jobs) {
      while (submitted < jobs || !ends.isEmpty()) {
        long arrival = submitted < jobs ? now + random.nextLong(400) : Long.MAX_VALUE;
        if (!ends.isEmpty() && ends.firstKey() <= arrival) {
          now = ends.firstKey();
          ends.pollFirstEntry().getValue().forEach(this::end);
        } else {
          now = arrival;
          submit();
        }
        cycle();
      }
      return broken;
    }

    private void submit() {
      long estimate = 1 + random.nextLong(random.nextInt(4) == 0 ? 20_000 : 2_000);
      int cpu = 1 + random.nextInt(random.nextInt(3) == 0 ? 16 : 3);
      int gpus = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
      String gang =
          random.nextInt(5) == 0 && cpu < 4 && gpus == 0
              ? " gang tasks=" + (2 + random.nextInt(3))
              : "";
      String share = gpus == 0 && cpu < 4 && random.nextInt(4) == 0 ? " share=0.5 gpumem=4" : "";
      rig.submit(
          Specs.of(
                  "submit s"
                      + submitted++
                      + " est="
                      + estimate
                      + " cpu="
                      + Math.min(cpu, gpus > 0 ? 8 : 16)
                      + (gpus > 0 ? " gpus=" + gpus : "")
                      + gang
                      + share)
              .submission(),
          now);
      runs.put(new JobId(submitted), 1 + random.nextLong(estimate));
    }

    private void cycle() {
      Plan plan = planner.plan(rig.state.planView(_ -> true, now, last));
      last = plan;
      assertThat(Laws.planViolations(rig.state.planView(_ -> true, now, last), plan)).isEmpty();
      for (Plan.Promise promise : plan.promises()) {
        Long before = promised.merge(promise.job(), promise.atMillis(), Math::min);
        if (before < promise.atMillis()) {
          broken.add(promise.job() + " was promised " + before + ", now " + promise.atMillis());
        }
      }
      if (rig.submit(new Command.CommitPlan(plan.viewPosition(), plan.placements()), now)
          instanceof Decision.Accepted(List<Event> events, Decision.Reply.PlanCommitted reply)) {
        assertThat(reply.dropped()).isZero();
        events.forEach(event -> started(((Event.AttemptPlaced) event)));
      }
    }

    private void started(Event.AttemptPlaced placed) {
      JobId job = placed.attempt().task().job();
      rig.submit(new Command.ReportStarted(placed.worker(), placed.attempt()), now);
      ends.computeIfAbsent(now + runs.getOrDefault(job, 1L), _ -> new ArrayList<>())
          .add(placed.attempt());
      startedBefore += !promised.isEmpty() && promised.lastKey().compareTo(job) < 0 ? 1 : 0;
      if (now > promised.getOrDefault(job, Long.MAX_VALUE)) {
        broken.add(job + " was promised " + promised.get(job) + ", and started at " + now);
      }
      promised.remove(job);
    }

    private void end(AttemptId attempt) {
      AttemptView view = rig.state.findAttempt(attempt).orElseThrow();
      long run = now - view.startedAtMillis();
      rig.submit(
          new Command.ReportEnded(view.worker(), attempt, AttemptResult.succeeded(Map.of(), run)),
          now);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"easy", "conservative"})
  void aPromisedStartIsNeverDelayedWhenEstimatesHold(String backfill) {
    int backfilled = 0;
    for (long seed = 0; seed < 40; seed++) {
      Course course = new Course(seed, backfill);
      assertThat(course.run(120)).as("seed %d", seed).isEmpty();
      assertThat(course.rig.state.waitingTasks()).as("seed %d", seed).isZero();
      backfilled += course.startedBefore;
    }
    assertThat(backfilled).isPositive();
  }
}
